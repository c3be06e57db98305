//! The built-in theme, embedded: `templates/` and `static/` of this repository.

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "templates/"]
#[exclude = "*.md"]
struct Templates;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Static;

/// A built-in template's text by its path under `templates/`.
pub fn template(path: &str) -> Option<Cow<'static, str>> {
    match Templates::get(path)?.data {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

/// The paths of all built-in templates, sorted.
pub fn templates() -> Vec<Cow<'static, str>> {
    let mut paths: Vec<_> = Templates::iter().collect();
    paths.sort();
    paths
}

/// A built-in file's bytes by its path under `static/`.
pub fn file(path: &str) -> Option<Cow<'static, [u8]>> {
    Static::get(path).map(|file| file.data)
}

/// The paths of all built-in files, sorted.
pub fn files() -> Vec<Cow<'static, str>> {
    let mut paths: Vec<_> = Static::iter().collect();
    paths.sort();
    paths
}

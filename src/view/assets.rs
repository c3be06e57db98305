//! Which static files there are, and under which names they are served.

use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};
use sha2::{Digest, Sha256};

use super::builtin;
use crate::parse::query::config;
use crate::source::{Asset, AssetContent, Db};
use crate::text::hex::hex;

/// The search page's own files: of no use on a site without search.
const SEARCH: [&str; 2] = ["search.css", "search.js"];

/// A static file by its name in the output.
#[derive(Debug, Clone, PartialEq)]
pub enum StaticFile {
    /// A built-in one.
    BuiltIn(Bytes),
    /// The site's own.
    Own(Asset),
}

/// Static files by their path under `static/`: the built-in ones, and over them the site's. With the name each is served
/// under: style sheets, scripts and the icon carry a hash of their content, so that they may be cached for ever.
#[salsa::tracked]
pub fn static_files(db: &dyn Db) -> BTreeMap<String, (String, StaticFile)> {
    let mut files = BTreeMap::new();
    let is_used = |path: &str| !SEARCH.contains(&path) || config(db).value.search;
    for path in builtin::files().into_iter().filter(|path| is_used(path)) {
        if let Some(bytes) = builtin::file(&path) {
            let bytes = minified(&path, &bytes);
            files.insert(path.to_string(), (hashed_name(&path, Some(&bytes)), StaticFile::BuiltIn(Bytes::from(bytes.into_owned()))));
        }
    }
    for asset in db.concrete().site().assets(db) {
        if let Some(path) = asset.path(db).as_str().strip_prefix("static/") {
            let bytes = match asset.content(db) {
                AssetContent::Bytes(bytes) => Some(bytes.as_ref()),
                AssetContent::File { .. } => None,
            };
            // A copy that nobody changed is the built-in file.
            if bytes.is_some_and(|bytes| builtin::file(path).is_some_and(|own| *own == *bytes)) {
                continue;
            }
            files.insert(path.to_owned(), (hashed_name(path, bytes), StaticFile::Own(*asset)));
        }
    }
    files
}

/// A built-in script or style sheet without what only its authors need; as it is, where it cannot be made shorter.
fn minified<'b>(path: &str, bytes: &'b [u8]) -> Cow<'b, [u8]> {
    let short = str::from_utf8(bytes).ok().and_then(|text| match path.rsplit_once('.')?.1 {
        "js" => Some(minifier::js::minify(text).ok()?.to_string()),
        "css" => minified_style(text),
        _ => None,
    });
    short.map_or(Cow::Borrowed(bytes), |short| Cow::Owned(short.into_bytes()))
}

/// Nothing is rewritten for older browsers: the style sheet says itself what they get.
fn minified_style(text: &str) -> Option<String> {
    let mut style = StyleSheet::parse(text, ParserOptions::default()).ok()?;
    style.minify(MinifyOptions::default()).ok()?;
    Some(style.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() }).ok()?.code)
}

/// The name under which a static file is served; its own where there is no such file.
pub fn asset_name(db: &dyn Db, path: &str) -> String {
    static_files(db).get(path).map_or_else(|| path.to_owned(), |(served, _)| served.clone())
}

/// What a page's browser checks a style sheet or a script by before it uses it (W3C, Subresource Integrity); empty for a file
/// whose name does not change with its bytes.
pub fn integrity(db: &dyn Db, path: &str) -> String {
    let Some((_, file)) = static_files(db).get(path).filter(|(served, _)| served != path) else { return String::new() };
    let digest = |bytes: &[u8]| format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)));
    match file {
        StaticFile::BuiltIn(bytes) => digest(bytes),
        StaticFile::Own(asset) => match asset.content(db) {
            AssetContent::Bytes(bytes) => digest(bytes),
            AssetContent::File { .. } => String::new(),
        },
    }
}

/// `style.css` -> `style.1a2b3c4d5e.css` for files that pages load by a name of ours; other names are promises to the outside.
fn hashed_name(path: &str, bytes: Option<&[u8]>) -> String {
    match (bytes, path.rsplit_once('.')) {
        (Some(bytes), Some((stem, ending @ ("css" | "js")))) => {
            let digest = Sha256::digest(bytes);
            format!("{stem}.{}.{ending}", hex(digest.get(..5).unwrap_or_default()))
        }
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_are_served_short() {
        for path in ["style.css", "search.css"] {
            let style = builtin::file(path).unwrap_or_default();
            let served = minified(path, &style).len();
            assert!(served * 10 < style.len() * 9, "{path}: {served} of {} bytes", style.len());
        }
        assert_eq!(minified("style.css", b"a { color: light-dark(#ffffff, black) }").as_ref(), b"a{color:light-dark(#fff,#000)}");
        assert_eq!(minified("style.css", b"} a { b: c").as_ref(), b"} a { b: c");
    }

    #[test]
    fn the_script_is_served_short() {
        let script = builtin::file("gloss.js").unwrap_or_default();
        let served = minified("gloss.js", &script).len();
        assert!(served * 10 < script.len() * 8 && served <= 10 * 1024, "{served} bytes");
        assert_eq!(minified("humans.txt", b"a { b: c }").as_ref(), b"a { b: c }");
    }
}

//! Where a page stands, from the path of its file: role, language, section, address.

use super::front::Front;
use super::settings::Settings;
use super::{Address, Role};
use crate::config::Language;
use crate::text::path::SitePath;

/// A Markdown file's path, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts<'p> {
    /// Folders below `content/`.
    pub folders: Vec<&'p str>,
    /// The file's name without language and ending.
    pub name: &'p str,
    /// The tag of `NAME.uk.md`, where it looks like a language.
    pub language: Option<&'p str>,
    /// The path without language and ending.
    pub stem: &'p str,
}

/// Takes a path apart.
pub fn parts(path: &SitePath) -> Parts<'_> {
    let text = path.as_str();
    let whole = text.rsplit_once('.').map_or(text, |(whole, _)| whole);
    let (stem, language) = match whole.rsplit_once('.') {
        Some((stem, tag)) if looks_like_language(tag) && !stem.ends_with('/') => (stem, Some(tag)),
        _ => (whole, None),
    };
    let inside = stem.strip_prefix("content/").unwrap_or(stem);
    let mut folders: Vec<&str> = inside.split('/').collect();
    let name = folders.pop().unwrap_or_default();
    Parts { folders, name, language, stem }
}

/// Whether a file's name has what could be a language before its ending.
pub fn may_be_translation(path: &SitePath) -> bool {
    path.as_str().rsplit('/').next().is_some_and(|name| name.bytes().filter(|byte| *byte == b'.').count() > 1)
}

/// The language that a file's name says it is translated to: one of the site's, but the main one.
pub fn translated_to<'s>(path: &SitePath, settings: &'s Settings) -> Option<&'s Language> {
    if !may_be_translation(path) {
        return None;
    }
    let language = parts(path).language.and_then(|tag| settings.language(tag))?;
    (*language != settings.main_language()).then_some(language)
}

/// A primary subtag of two or three letters, perhaps a region or script behind it (BCP 47): `uk`, `pt-br`, `zh-hant`.
fn looks_like_language(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let letters = |subtag: &str| subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
    subtags.next().is_some_and(|primary| matches!(primary.len(), 2 | 3) && letters(primary))
        && subtags.all(|subtag| matches!(subtag.len(), 2..=4) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// What the file at a path is.
pub fn role(path: &SitePath, settings: &Settings) -> Role {
    let parts = parts(path);
    let home = parts.folders.is_empty() && parts.name == "index";
    let in_glossary = {
        let mut folders = parts.folders.iter();
        let mut wanted = settings.glossary_folder.split('/').filter(|part| !part.is_empty());
        !settings.glossary_folder.is_empty() && wanted.all(|part| folders.next() == Some(&part))
    };
    match parts.name {
        "_index" => Role::SectionPage,
        _ if home => Role::SectionPage,
        _ if in_glossary => Role::Entity,
        _ => Role::Article,
    }
}

/// The language of a file's text, and whether it is a translation, whose address carries the language.
pub fn language(path: &SitePath, front: &Front, settings: &Settings) -> (Language, bool) {
    let main = settings.main_language();
    match parts(path).language.and_then(|tag| settings.language(tag)) {
        Some(language) if *language != main => (language.clone(), true),
        Some(language) => (language.clone(), false),
        None => (front.language.clone().unwrap_or(main), false),
    }
}

/// Where a page stands.
pub fn address(path: &SitePath, front: &Front, settings: &Settings) -> Address {
    let parts = parts(path);
    let (language, translated) = language(path, front, settings);
    let role = role(path, settings);
    let bundle = parts.name == "index" || parts.name == "_index";
    let mut place: Vec<&str> = parts.folders.clone();
    match role {
        Role::Entity => {
            let own = if bundle { place.pop() } else { Some(parts.name) };
            place = settings.glossary_folder.split('/').filter(|part| !part.is_empty()).collect();
            place.extend(own);
        }
        _ if !bundle => place.push(parts.name),
        _ => {}
    }
    let slug = match (&front.slug, role) {
        (Some(slug), Role::Article | Role::Entity) => {
            place.pop();
            place.push(&slug.value);
            slug.value.clone()
        }
        _ => place.last().copied().unwrap_or_default().to_owned(),
    };
    let url = match &front.url {
        Some(url) => encode(&url.value),
        None => compose(&place, translated.then_some(&language), settings.pretty_urls || role == Role::SectionPage),
    };
    let section = match &front.section {
        Some(section) => section.value.clone(),
        None => section(&parts, role).to_owned(),
    };
    Address { url, language, translated, stem: parts.stem.to_owned(), slug, section }
}

fn compose(place: &[&str], language: Option<&Language>, pretty: bool) -> String {
    let mut url = String::from("/");
    for part in language.map(Language::tag).into_iter().chain(place.iter().copied()) {
        url.push_str(&encode(part));
        url.push('/');
    }
    if !pretty && !place.is_empty() {
        url.pop();
        url.push_str(".html");
    }
    url
}

/// The first folder that is not a part of a date; a bundle's own folder is the article, not a section.
fn section<'p>(parts: &Parts<'p>, role: Role) -> &'p str {
    let folders = match (role, parts.name) {
        (Role::Entity, _) => &[][..],
        (Role::Article, "index") => parts.folders.split_last().map_or(&[][..], |(_, folders)| folders),
        _ => &parts.folders,
    };
    let dated = |folder: &str| matches!(folder.len(), 1 | 2 | 4) && folder.bytes().all(|byte| byte.is_ascii_digit());
    folders.iter().copied().find(|folder| !dated(folder)).unwrap_or_default()
}

/// Percent-encodes what a path of an address cannot hold as it is (RFC 3986, 3.3: `pchar`); `/` and `%XX` are kept.
pub fn encode(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(path.len());
    for (at, byte) in bytes.iter().enumerate() {
        let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(*byte)),
            b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' | b':' | b'@' => out.push(char::from(*byte)),
            b'%' if hex(at + 1) && hex(at + 2) => out.push('%'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Whether a text is the address of something on the web.
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

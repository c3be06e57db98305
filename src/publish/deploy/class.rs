//! Kinds of files: in which order they go out, and with which headers.

use globset::{GlobBuilder, GlobMatcher};
use sha2::{Digest, Sha256};

use crate::config::deploy::HeaderRule;
use crate::text::hex::hex;

/// What a file is to its readers. The order is that of going out: a page goes after what it points to, and what announces
/// pages goes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// A file whose name holds a hash of its content.
    Asset,
    /// Any other file.
    Other,
    /// A page.
    Page,
    /// A feed, a sitemap, or a part of the search index.
    Index,
}

/// The headers that a file is served with, where the target serves headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headers {
    /// `Content-Type`.
    pub content_type: String,
    /// `Cache-Control` (RFC 9111; `immutable` is of RFC 8246).
    pub cache_control: String,
}

/// Which headers which files are served with: the site's own rules over the built-in ones.
#[derive(Debug, Clone, Default)]
pub struct HeaderTable(Vec<(GlobMatcher, HeaderRule)>);

/// Endings and their media types (IANA's names; RFC 9239 for scripts).
const TYPES: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("jsonld", "application/ld+json"),
    ("xml", "application/xml"),
    ("atom", "application/atom+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
    ("pdf", "application/pdf"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("webmanifest", "application/manifest+json"),
    ("wasm", "application/wasm"),
    ("zip", "application/zip"),
];

/// The class of a file, by its path in the output.
pub fn class(path: &str) -> Class {
    let name = path.rsplit('/').next().unwrap_or(path);
    let parts: Vec<&str> = name.split('.').collect();
    let is_hash = |part: &&str| part.len() == 10 && part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    match parts.as_slice() {
        [_, .., hash, _] if is_hash(hash) => Class::Asset,
        // Parts of the search index are named by what they hold too.
        [.., ending] if path.starts_with("pagefind/") && ending.starts_with("pf_") => Class::Asset,
        [.., "html"] => Class::Page,
        [.., "xml" | "atom"] => Class::Index,
        _ if path == "robots.txt" || path.starts_with("pagefind/") => Class::Index,
        _ => Class::Other,
    }
}

impl HeaderTable {
    /// The table of a site. A rule whose pattern cannot be read holds for nothing; the reader of the site's file has
    /// reported it.
    pub fn new(rules: &[HeaderRule]) -> Self {
        let ready = |rule: &HeaderRule| {
            let pattern = GlobBuilder::new(&rule.path).literal_separator(true).build().ok()?;
            Some((pattern.compile_matcher(), rule.clone()))
        };
        Self(rules.iter().filter_map(ready).collect())
    }

    /// The headers of a file, by its path in the output. Of the site's rules, the first that has something to say counts.
    pub fn of(&self, path: &str) -> Headers {
        let usual = headers(path);
        let said = |pick: fn(&HeaderRule) -> Option<&String>| {
            self.0.iter().filter(|(pattern, _)| pattern.is_match(path)).find_map(|(_, rule)| pick(rule)).cloned()
        };
        Headers {
            content_type: said(|rule| rule.content_type.as_ref()).unwrap_or(usual.content_type),
            cache_control: said(|rule| rule.cache_control.as_ref()).unwrap_or(usual.cache_control),
        }
    }
}

/// The headers of a file where the site says nothing.
pub fn headers(path: &str) -> Headers {
    let ending = path.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase());
    let content_type = match TYPES.iter().find(|(known, _)| *known == ending) {
        // A feed is XML of a kind of its own (RFC 4287).
        Some(_) if path.rsplit('/').next().is_some_and(|name| matches!(name, "feed.xml" | "atom.xml")) => "application/atom+xml",
        Some((_, media)) => media,
        None => "application/octet-stream",
    };
    let cache_control = match class(path) {
        Class::Asset => "public, max-age=31536000, immutable",
        Class::Page | Class::Index => "public, max-age=0, must-revalidate",
        Class::Other => "public, max-age=3600",
    };
    Headers { content_type: content_type.to_owned(), cache_control: cache_control.to_owned() }
}

impl Headers {
    /// A short digest, to see that headers alone have changed.
    pub fn digest(&self) -> String {
        let digest = Sha256::digest(format!("{}\n{}", self.content_type, self.cache_control));
        hex(digest.get(..6).unwrap_or_default())
    }
}

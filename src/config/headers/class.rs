//! Kinds of files: in which order they go out, and for how long they may be kept.

use super::media::is_feed;
use crate::config::compress::ENCODINGS;

/// What a file is to its readers. The order is that of going out: a page goes after what it points to, and what announces
/// pages goes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// A file whose name holds a hash of its content, or is one.
    Asset,
    /// Any other file.
    Other,
    /// A page.
    Page,
    /// A feed, a sitemap, or a part of the search index.
    Index,
}

/// The classes that paths alone tell, as regular expressions on a path from `/` (of the kind that PCRE and RE2 share), the
/// first that matches; [`class`] in a form that web servers take.
pub const PATTERNS: &[(Class, &str)] = &[
    (Class::Asset, r"/[^/]*\.[0-9a-f]{10}\.[^/.]*$"),
    (Class::Asset, r"^/pagefind/.*\.pf_[a-z]+$"),
    (Class::Page, r"\.html$"),
    (Class::Index, r"(\.xml|\.atom|/feed\.json|^/robots\.txt)$"),
    (Class::Index, r"^/pagefind/"),
];

/// The class of a file, by its path in the output. One that was compressed beforehand is what lies in it.
pub fn class(path: &str) -> Class {
    let path = ENCODINGS.iter().find_map(|(_, encoding)| path.strip_suffix(encoding.ending())?.strip_suffix('.')).unwrap_or(path);
    let name = path.rsplit('/').next().unwrap_or(path);
    let parts: Vec<&str> = name.split('.').collect();
    let is_hash = |part: &&str| part.len() == 10 && part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    match parts.as_slice() {
        [_, .., hash, _] if is_hash(hash) => Class::Asset,
        // Parts of the search index are named by what they hold too.
        [_, .., ending] if path.starts_with("pagefind/") && ending.starts_with("pf_") => Class::Asset,
        [_, .., "html"] => Class::Page,
        [_, .., "xml" | "atom"] => Class::Index,
        _ if is_feed(path) || path == "robots.txt" || path.starts_with("pagefind/") => Class::Index,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressed_files_are_what_lies_in_them() {
        let cases = [
            ("a/index.html.br", Class::Page),
            ("style.00ff00ff00.css.gz", Class::Asset),
            ("feed.xml.zst", Class::Index),
            ("data.csv.gz", Class::Other),
            ("a.br", Class::Other),
        ];
        for (path, expected) in cases {
            assert_eq!(class(path), expected, "{path}");
        }
    }
}

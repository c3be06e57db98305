//! Media types by name, for whoever serves files.

/// Files that are known by their whole name: feeds are XML and JSON of kinds of their own (RFC 4287, RSS 2.0, JSON Feed 1.1).
pub const FEEDS: &[(&str, &str)] = &[
    ("feed.xml", "application/atom+xml"),
    ("atom.xml", "application/atom+xml"),
    ("rss.xml", "application/rss+xml"),
    ("feed.json", "application/feed+json"),
];

/// Whether a file is a feed.
pub fn is_feed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    FEEDS.iter().any(|(known, _)| *known == name)
}

/// The media type of a file by its name, with the character set where it is text (RFC 9110, section 8.3).
pub fn media_type(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    // XML is meant for programs (RFC 7303); scripts have one name (RFC 9239). What the library says of these is older.
    let feed = FEEDS.iter().find(|(known, _)| *known == name).map(|(_, media)| *media);
    let special = feed.or_else(|| match name.rsplit_once('.') {
        Some((_, "xml")) => Some("application/xml"),
        Some((_, "mjs")) => Some("text/javascript"),
        _ => None,
    });
    let guessed = || mime_guess::from_path(name).first_or_octet_stream().to_string();
    let media = special.map_or_else(guessed, str::to_owned);
    if media.starts_with("text/") { format!("{media}; charset=utf-8") } else { media }
}

/// Whether a file is text, or as easily compressed as text, by its name.
pub fn is_text(path: &str) -> bool {
    let media = media_type(path);
    let kinds = ["json", "+json", "xml", "+xml", "javascript", "wasm"];
    media.starts_with("text/") || media.rsplit('/').next().is_some_and(|kind| kinds.iter().any(|known| kind.ends_with(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_types() {
        let cases = [
            ("a/index.html", "text/html; charset=utf-8"),
            ("own.00ff00ff00.js", "text/javascript; charset=utf-8"),
            ("own.mjs", "text/javascript; charset=utf-8"),
            ("feed.xml", "application/atom+xml"),
            ("tags/war/rss.xml", "application/rss+xml"),
            ("feed.json", "application/feed+json"),
            ("sitemap.xml", "application/xml"),
            ("glossary.json", "application/json"),
            ("a/annotations.jsonld", "application/ld+json"),
            ("robots.txt", "text/plain; charset=utf-8"),
            ("icon.svg", "image/svg+xml"),
            ("A.PNG", "image/png"),
            ("a.avif", "image/avif"),
            ("a.woff2", "font/woff2"),
            ("site.webmanifest", "application/manifest+json"),
            ("pagefind/x.wasm", "application/wasm"),
            ("x.unknown", "application/octet-stream"),
            ("no-ending", "application/octet-stream"),
        ];
        for (path, media) in cases {
            assert_eq!(media_type(path), media, "{path}");
        }
    }
}

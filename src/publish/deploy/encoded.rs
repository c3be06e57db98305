//! A site as a bucket holds it that serves text compressed: the compressed files that the build has made take the places of
//! those that they were made of, and are served with `Content-Encoding`. Pure.

use std::collections::BTreeMap;

use super::built::digest;
use super::manifest::Entry;
use crate::config::compress::Encoding;
use crate::config::headers::media::is_text;

/// The files as they are stored, by the paths that readers ask for. Text that compressing does not make smaller stays as it is.
pub fn encoded(mut files: BTreeMap<String, Entry>, encoding: Encoding) -> BTreeMap<String, Entry> {
    let beside = |path: &str| Some(path.strip_suffix(encoding.ending())?.strip_suffix('.')?.to_owned()).filter(|plain| is_text(plain));
    let made: Vec<(String, String)> = files.keys().filter_map(|path| Some((path.clone(), beside(path)?))).collect();
    for (path, plain) in made.into_iter().filter(|(_, plain)| !plain.is_empty()) {
        if !files.contains_key(&plain) {
            continue;
        }
        let compressed = files.remove(&path);
        if let (Some(entry), Some(Entry { sha256, size, .. })) = (files.get_mut(&plain), compressed) {
            let headers = digest(format!("{}\n{}", entry.headers, encoding.token()).as_bytes()).chars().take(12).collect();
            *entry = Entry { sha256, size, headers, encoding: Some(encoding) };
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(word: &str) -> Entry {
        Entry { sha256: word.into(), size: word.len() as u64, headers: "as usual".into(), encoding: None }
    }

    #[test]
    fn text_is_replaced_by_what_was_made_of_it_and_nothing_else_is() {
        let of = |paths: &[&str]| -> BTreeMap<String, Entry> { paths.iter().map(|path| ((*path).to_owned(), entry(path))).collect() };
        let files = encoded(of(&["a.html", "a.html.br", "b.html", "c.png", "c.png.br", "d.css.br", "e.css", "e.css.gz"]), Encoding::Brotli);
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(names, ["a.html", "b.html", "c.png", "c.png.br", "d.css.br", "e.css", "e.css.gz"]);
        let page = &files["a.html"];
        assert_eq!((page.sha256.as_str(), page.encoding, page.disk("a.html").as_str()), ("a.html.br", Some(Encoding::Brotli), "a.html.br"));
        assert_ne!(page.headers, "as usual", "headers alone are a change too");
        assert_eq!(files["b.html"], entry("b.html"));
    }
}

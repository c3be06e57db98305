//! A Hugo site's configuration, as far as addresses hang on it.

use std::collections::BTreeMap;

use super::front::{Keys, scalar};
use super::tree::{Files, folder_of, name_of};
use crate::text::node::{Node, Value};
use crate::text::slug::slug;
use crate::text::span::Span;
use crate::text::{toml, yaml};

/// What addresses hang on.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// Where the site stands.
    pub(super) base: String,
    /// The language of files whose names carry none.
    pub(super) language: String,
    /// Whether that language has a folder of its own in addresses.
    pub(super) in_folder: bool,
    /// Folders of the content by language.
    pub(super) folders: Vec<(String, String)>,
    /// Files of which something was read.
    pub(super) found: Vec<String>,
    permalinks: BTreeMap<String, String>,
    ugly: bool,
}

/// What an address is made from.
pub(super) struct Parts<'p> {
    pub(super) source: &'p str,
    pub(super) title: &'p str,
    pub(super) slug: &'p str,
    pub(super) date: &'p str,
    /// A translation's language.
    pub(super) language: Option<&'p str>,
}

impl Settings {
    /// Reads the configuration, in any of the places and forms that Hugo reads.
    pub(super) fn read(files: &Files, archive: &mut super::archive::Archive) -> Self {
        let mut settings = Self::default();
        for folder in ["", "config/_default/"] {
            for name in ["config", "hugo", "permalinks", "languages"] {
                for ending in ["toml", "yaml", "yml", "json"] {
                    let path = format!("{folder}{name}.{ending}");
                    if (folder.is_empty() && matches!(name, "permalinks" | "languages")) || !files.has(&path) {
                        continue;
                    }
                    let Some(text) = files.text(&path, archive) else { continue };
                    let all = Span::new(0, text.len());
                    let node = if ending == "toml" { toml::parse(&text, all) } else { yaml::parse(&text, all) };
                    match node {
                        Ok(node) => {
                            settings.found.push(path);
                            match name {
                                "permalinks" => settings.permalinks(node),
                                "languages" => settings.languages(Keys::of(Some(node), 0)),
                                _ => settings.main(Keys::of(Some(node), 0)),
                            }
                        }
                        Err(error) => {
                            let origin = files.origin(&path, error.span.start as usize);
                            archive.remark(crate::diagnostic::Code::Syntax, &origin, error.message);
                        }
                    }
                }
            }
        }
        settings
    }

    fn main(&mut self, mut keys: Keys) {
        self.base = keys.text("baseURL");
        self.language = keys.text("defaultContentLanguage").to_lowercase();
        self.in_folder = keys.flag("defaultContentLanguageInSubdir").unwrap_or_default();
        self.ugly = keys.flag("uglyURLs").unwrap_or_default();
        if let Some(node) = keys.take("permalinks") {
            self.permalinks(node);
        }
        let languages = keys.map("languages");
        self.languages(languages);
    }

    fn permalinks(&mut self, node: Node) {
        for entry in Keys::of(Some(node), 0).entries() {
            match &entry.node.value {
                // Since 0.118 there is a table for pages and one for lists.
                Value::Map(_) if entry.key == "page" => self.permalinks(entry.node),
                Value::Map(_) => {}
                _ => drop(self.permalinks.insert(entry.key.to_lowercase(), scalar(&entry.node))),
            }
        }
    }

    fn languages(&mut self, keys: Keys) {
        for entry in keys.entries() {
            if let Some(folder) = entry.node.get("contentDir").or_else(|| entry.node.get("contentdir")).map(scalar) {
                let folder = folder.trim_start_matches("content").trim_matches('/').to_owned();
                if !folder.is_empty() {
                    self.folders.push((entry.key.to_lowercase(), format!("{folder}/")));
                }
            }
        }
    }

    /// The path of a page's old address, from `/`.
    pub(super) fn address(&self, parts: &Parts<'_>) -> String {
        let stem = parts.source.rsplit_once('.').map_or(parts.source, |(stem, _)| stem);
        let stem = parts.language.and_then(|tag| stem.strip_suffix(&format!(".{tag}"))).unwrap_or(stem);
        let list = name_of(stem) == "_index";
        let page = if matches!(name_of(stem), "index" | "_index") { folder_of(stem) } else { stem };
        let section = page.split('/').next().filter(|_| page.contains('/')).unwrap_or_default().to_lowercase();
        let pattern = self.permalinks.get(&section).filter(|_| !list);
        let path = match pattern {
            Some(pattern) => self.fill(pattern, page, parts),
            None => {
                let folder = folder_of(page);
                let last = if parts.slug.is_empty() || list { name_of(page) } else { parts.slug };
                format!("{folder}/{last}")
            }
        };
        let path = path.to_lowercase().replace(' ', "-");
        let language = parts
            .language
            .map(|tag| format!("/{tag}"))
            .or_else(|| (self.in_folder && !self.language.is_empty()).then(|| format!("/{}", self.language)));
        let path = format!("{}/{}", language.unwrap_or_default(), path.trim_matches('/'));
        match path.trim_end_matches('/') {
            "" => "/".into(),
            path if name_of(path).contains('.') && pattern.is_some() => path.to_owned(),
            path if self.ugly && !list => format!("{path}.html"),
            path => format!("{path}/"),
        }
    }

    /// Hugo's tokens in a pattern of addresses.
    fn fill(&self, pattern: &str, page: &str, parts: &Parts<'_>) -> String {
        let name = name_of(page);
        let own = |otherwise: &str| if parts.slug.is_empty() { slug(otherwise) } else { parts.slug.to_owned() };
        let date = |range: std::ops::Range<usize>| parts.date.get(range).unwrap_or_default().to_owned();
        let bare = |number: String| number.trim_start_matches('0').to_owned();
        let month: jiff::civil::Date = parts.date.get(..10).and_then(|day| day.parse().ok()).unwrap_or_default();
        // Longer names first: `:slug` begins `:slugorfilename`.
        let tokens = [
            (":slugorcontentbasename", own(name)),
            (":slugorfilename", own(name)),
            (":contentbasename", name.to_owned()),
            (":monthname", month.strftime("%B").to_string()),
            (":filename", name.to_owned()),
            (":sections", folder_of(page).to_owned()),
            (":section", page.split('/').next().unwrap_or_default().to_owned()),
            (":yearday", month.day_of_year().to_string()),
            (":month", date(5..7)),
            (":title", slug(parts.title)),
            (":slug", own(parts.title)),
            (":year", date(0..4)),
            (":day", date(8..10)),
            (":2006", date(0..4)),
            (":01", date(5..7)),
            (":02", date(8..10)),
            (":1", bare(date(5..7))),
        ];
        tokens.into_iter().fold(pattern.to_owned(), |path, (token, value)| path.replace(token, &value))
    }
}

#[cfg(test)]
mod tests {
    use super::{Parts, Settings};

    #[test]
    fn old_addresses() {
        let mut settings = Settings::default();
        settings.permalinks.insert("posts".into(), "/:year/:month/:slug/".into());
        let address = |source: &str, slug: &str, language: Option<&str>| {
            settings.address(&Parts { source, title: "A Visit: Now", slug, date: "2024-06-09", language })
        };
        assert_eq!(address("posts/b.md", "", None), "/2024/06/a-visit-now/");
        assert_eq!(address("posts/b.md", "c", None), "/2024/06/c/");
        assert_eq!(address("posts/_index.md", "", None), "/posts/");
        assert_eq!(address("News/My Trip/index.md", "", None), "/news/my-trip/");
        assert_eq!(address("news/trip.uk.md", "", Some("uk")), "/uk/news/trip/");
        assert_eq!(address("about.md", "", None), "/about/");
        assert_eq!(address("_index.md", "", None), "/");
    }
}

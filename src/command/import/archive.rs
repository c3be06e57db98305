//! What every import comes to before it is written: pages of this site, files beside them, and what was left behind.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::super::write::yaml;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::path::SitePath;
use crate::text::span::Span;

/// What an archive comes to.
#[derive(Debug, Default)]
pub(super) struct Archive {
    /// Pages that are new to the site.
    pub(super) pages: Vec<Page>,
    /// Files that go along with them.
    pub(super) assets: Vec<Asset>,
    /// How many of its pages the site has already.
    pub(super) known: usize,
    /// What was not carried over, at its place in the archive.
    pub(super) remarks: Vec<Diagnostic>,
    /// Texts of the archive, by the path that remarks name.
    pub(super) texts: BTreeMap<SitePath, Arc<str>>,
}

/// A page of the site that is to be written.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// What it is known by in the archive, so that another run knows it wherever an editor has moved it.
    pub(super) identity: String,
    /// Its path in the site.
    pub(super) path: String,
    /// Its front matter.
    pub(super) front: Front,
    /// Its Markdown.
    pub(super) body: String,
    /// Where it stands in the archive.
    pub(super) origin: Origin,
}

/// A place in the archive.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// The file, as the user would write it.
    pub(super) file: SitePath,
    /// The byte.
    pub(super) at: usize,
}

/// A file that is copied as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Asset {
    /// Its path in the site.
    pub(super) path: String,
    /// Where it is on the disk.
    pub(super) from: PathBuf,
}

/// A picture that stands for an article.
#[derive(Debug, Clone, Default)]
pub(super) struct Cover {
    pub(super) src: String,
    pub(super) alt: String,
    pub(super) caption: String,
    pub(super) credit: String,
}

/// Front matter, in the order in which it is written; what is empty is left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Front {
    pub(super) title: String,
    /// Dates are ISO 8601.
    pub(super) date: Option<String>,
    pub(super) updated: Option<String>,
    pub(super) description: String,
    pub(super) slug: Option<String>,
    pub(super) url: Option<String>,
    pub(super) section: Option<String>,
    pub(super) series: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) authors: Vec<String>,
    pub(super) language: Option<String>,
    pub(super) cover: Option<Cover>,
    pub(super) draft: bool,
    pub(super) publish_at: Option<String>,
    pub(super) expires_at: Option<String>,
    /// Old addresses, from `/`.
    pub(super) aliases: Vec<String>,
    /// Free keys.
    pub(super) extra: serde_json::Map<String, serde_json::Value>,
    /// An entity of the glossary instead of an article: its kind.
    pub(super) kind: Option<String>,
}

impl Archive {
    /// Adds what was not carried over.
    pub(super) fn remark(&mut self, code: Code, origin: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        self.remarks.push(remark(code, origin, message));
        let last = self.remarks.len() - 1;
        &mut self.remarks[last]
    }
}

/// A remark at a place of the archive.
pub(super) fn remark(code: Code, origin: &Origin, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, message).at(&origin.file, Span::new(origin.at, origin.at))
}

impl Page {
    /// The file's text.
    pub(super) fn text(&self) -> String {
        let body = self.body.trim_matches(['\n', '\r']).trim_end();
        let gap = if body.is_empty() { "" } else { "\n" };
        format!("---\n{}---\n{gap}{body}{gap}", self.front.yaml(&self.identity))
    }
}

impl Front {
    /// The lines between the fences; `identity` is kept under `extra`.
    fn yaml(&self, identity: &str) -> String {
        let mut out = String::new();
        let mut line = |key: &str, value: &str| {
            if !value.is_empty() {
                out.push_str(&format!("{key}: {value}\n"));
            }
        };
        let quoted = |text: &str| if text.trim().is_empty() { String::new() } else { yaml(text) };
        let optional = |text: &Option<String>| text.as_deref().map(quoted).unwrap_or_default();
        let list = |items: &[String]| match items {
            [] => String::new(),
            // JSON's strings are YAML's too; plain where nothing in them is a sign.
            items => format!("[{}]", items.iter().map(|item| in_list(item)).collect::<Vec<_>>().join(", ")),
        };
        if let Some(kind) = &self.kind {
            line("name", &quoted(&self.title));
            line("kind", kind);
            line("aliases", &list(&self.aliases));
            line("description", &quoted(&self.description));
            return out;
        }
        line("title", &quoted(&self.title));
        line("date", self.date.as_deref().unwrap_or_default());
        line("updated", self.updated.as_deref().unwrap_or_default());
        line("description", &quoted(&self.description));
        line("slug", &optional(&self.slug));
        line("url", &optional(&self.url));
        line("section", &optional(&self.section));
        line("series", &optional(&self.series));
        line("tags", &list(&self.tags));
        line("authors", &list(&self.authors));
        line("language", &optional(&self.language));
        if let Some(cover) = &self.cover {
            let parts = [("src", &cover.src), ("alt", &cover.alt), ("caption", &cover.caption), ("credit", &cover.credit)];
            let parts = parts.into_iter().filter(|(_, text)| !text.trim().is_empty());
            line("cover", &format!("{{{}}}", parts.map(|(key, text)| format!("{key}: {}", in_list(text))).collect::<Vec<_>>().join(", ")));
        }
        line("draft", if self.draft { "true" } else { "" });
        line("publish_at", self.publish_at.as_deref().unwrap_or_default());
        line("expires_at", self.expires_at.as_deref().unwrap_or_default());
        line("aliases", &list(&self.aliases));
        let mut extra = self.extra.clone();
        extra.insert("imported".into(), identity.into());
        out.push_str(&serde_yaml::to_string(&serde_json::json!({ "extra": extra })).unwrap_or_default());
        out
    }
}

/// A text inside of brackets: plain where it is nothing but words, else in quotes.
fn in_list(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = line.starts_with(|first: char| first.is_alphabetic() || first == '/')
        && line.chars().all(|letter| letter.is_alphanumeric() || " /._-’()".contains(letter));
    if plain && yaml(&line) == line { line } else { serde_json::Value::from(line).to_string() }
}

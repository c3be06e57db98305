//! A language's tag.

use std::sync::Arc;

/// A language of the site: a BCP 47 tag in lower case, as in file names and addresses (`uk`, `pt-br`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(transparent)]
pub struct Language(Arc<str>);

impl Language {
    /// The language with this tag; the tag is lower-cased.
    pub fn new(tag: &str) -> Self {
        Self(Arc::from(tag.to_ascii_lowercase()))
    }

    /// The tag.
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The primary subtag, which rules of grammar go by: `pt` of `pt-br`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What readers of a language are shown of articles that are not translated to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Fallback {
    /// Nothing: its pages list what is written in it.
    #[default]
    None,
    /// Its lists have the originals too.
    Lists,
    /// So, and each original has a page at an address of the language, in the language but for its text.
    Pages,
}

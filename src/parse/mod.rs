//! Text becomes a [`Document`](document::Document): front matter, a tree of blocks and inlines with spans, headings, references, notes, and
//! the plain text that a reader sees. Never fails: what is wrong becomes findings.
//!
//! In: [`Source`](crate::source::Source)s. Out: values that no later stage changes; what later stages learn about a
//! document stands in tables of their own, keyed by the indices that the document gives out.
//! What must never be: a look at another document (that is `link`).

pub mod body;
pub mod document;
pub mod front;
mod front_read;
pub mod matter;
pub mod moment;
pub mod place;
pub mod query;
pub mod read;
pub mod settings;
pub mod tree;
pub mod walk;

use crate::config::Language;
use crate::diagnostic::Diagnostic;

/// A value, and what was found wrong while it was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked<T> {
    /// The value: whole, with defaults for what was wrong.
    pub value: T,
    /// What was wrong, in the order of the file.
    pub findings: Vec<Diagnostic>,
}

/// What a Markdown file under `content/` is, by its path alone (and the site's glossary folder).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// An article: `a-visit.md`, `talks/index.md`, and their translations.
    Article,
    /// A section's own page: `politics/_index.md`; the home page's: `_index.md`.
    SectionPage,
    /// An entity with a body, under the glossary's folder.
    Entity,
}

/// Where a page stands: derived from its path and front matter only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    /// The path of its address, from `/` of the site, percent-encoded where needed: `/2024/06/a-visit/`.
    pub url: String,
    /// The language of its text.
    pub language: Language,
    /// Whether the address carries a language prefix, being a translation (`NAME.uk.md`).
    pub translated: bool,
    /// The path of the file without language and ending, which its translations share: `content/2024/06/a-visit`.
    pub stem: String,
    /// The last part of its address.
    pub slug: String,
    /// Its section's name: the first folder that is not a date, or the front matter's; empty for none.
    pub section: String,
}

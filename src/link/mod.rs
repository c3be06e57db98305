//! Documents and glossary become links: mentions, references, backlinks, read-also, related, lists. Side tables that are
//! keyed by a document's own indices; the tree is never touched.
//!
//! In: [`Document`](crate::parse::document::Document)s and the glossary. Out: tables and findings.
//! What must never be: HTML, or a fact about a page that readers may not see yet (ask [`query::visible`]).

pub mod address;
mod ambiguity;
pub mod backlink;
mod clash;
pub mod embed;
pub mod fallback;
mod file;
pub mod how_it_works;
#[expect(missing_docs, reason = "salsa generates `new` without docs")]
pub mod key;
mod ledger;
mod list;
pub mod mention;
mod mention_acronym;
mod mention_choice;
mod mention_dates;
mod mention_extent;
mod mention_index;
mod mention_introduced;
mod mention_policy;
mod mention_refused;
mod mention_region;
mod mention_scan;
mod mention_titles;
mod mention_whole;
mod mention_words;
mod name;
pub mod outside;
pub mod query;
mod quotation;
mod read_also;
mod redirect;
mod related;
mod resolve;
pub mod suggest;
pub mod visibility;

pub use key::ListKey;
pub use related::Shared;

use crate::config::Language;
use crate::diagnostic::Diagnostic;
use crate::glossary::EntityKey;
use crate::parse::front::{CorrectionKind, Genre, Moment};
use crate::parse::tree::TextRange;
use crate::source::Source;
use crate::text::span::Span;

/// What one page shows of another: small, so that an edit of a body changes no card.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Card {
    /// The headline.
    pub title: String,
    /// The address's path.
    pub url: String,
    /// Its language.
    pub language: Language,
    /// When it was published.
    pub date: Option<Moment>,
    /// When it was changed in substance.
    pub updated: Option<Moment>,
    /// The standfirst.
    pub description: String,
    /// The section's name; may be empty.
    pub section: String,
    /// What kind of journalism it is.
    pub genre: Genre,
    /// Authors as written.
    pub authors: Vec<String>,
    /// Tags as written.
    pub tags: Vec<String>,
    /// The last correction: its kind and day.
    pub corrected: Option<(CorrectionKind, Moment)>,
    /// Why readers cannot see it, if they cannot; editors are shown it as a badge.
    pub hidden: Option<Hidden>,
}

/// Why readers cannot see a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hidden {
    /// It is a draft.
    Draft,
    /// It is published only from then on.
    Embargoed(Moment),
    /// It was published until then.
    Expired(Moment),
}

/// How a mention was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The entity's name.
    Name,
    /// An alias.
    Alias,
    /// A form of a name or alias.
    Form,
    /// The editor wrote `[[@id]]`.
    Reference,
    /// An ambiguous alias, pinned in the front matter.
    Pin,
    /// An ambiguous alias, or a surname that is no alias; the entity's full name stands earlier in the article.
    EarlierName,
    /// An ambiguous alias; the article fits this entity best.
    Context,
}

/// A mention of an entity in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Which entity.
    pub entity: EntityKey,
    /// The words, in the document's plain text.
    pub range: TextRange,
    /// The words in the file.
    pub span: Span,
    /// How it was found.
    pub rule: Rule,
    /// Whether the page links it.
    pub linked: bool,
}

/// The mentions of a document, and what was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentions {
    /// In the order of the plain text; they never overlap.
    pub list: Vec<Mention>,
    /// Ambiguous aliases and unknown ids.
    pub findings: Vec<Diagnostic>,
}

/// What a reference turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Resolution {
    /// An article that may be seen, and a heading of it.
    Article {
        /// Its file.
        source: Source,
        /// The heading's id, checked.
        fragment: Option<String>,
    },
    /// An entity.
    Entity(EntityKey),
    /// A file beside the article or under `static/`: the path of its address.
    Asset(String),
    /// Nothing: a finding says why.
    Unresolved,
}

/// A sentence with a marked passage in it, cut from a document's plain text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sentence {
    /// Words before the passage.
    pub before: Box<str>,
    /// The passage.
    pub passage: Box<str>,
    /// Words after it.
    pub after: Box<str>,
}

/// An item of a page's "Read also" list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAlso {
    /// What it leads to.
    pub target: ReadAlsoTarget,
    /// Why a computed one was chosen; nothing for an editor's.
    pub shared: Shared,
    /// Whether it was computed.
    pub computed: bool,
}

/// What an item of a "Read also" list leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadAlsoTarget {
    /// An article of this site.
    Article(Source),
    /// An address elsewhere, with its words.
    Outside {
        /// The words.
        title: String,
        /// The address.
        url: String,
    },
    /// A headline that nothing matches; it stays text.
    Unresolved {
        /// The headline.
        title: String,
    },
}

/// A computed neighbour.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// The article.
    pub source: Source,
    /// How near; greater is nearer.
    pub score: f64,
    /// What both share: names of entities, tags, words.
    pub shared: Shared,
}

/// A time-ordered list of articles that has a page of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ListKind {
    /// All articles: the home page.
    All,
    /// A section, by name.
    Section(String),
    /// A tag, by slug.
    Tag(String),
    /// An author, by slug.
    Author(String),
    /// A series, by slug.
    Series(String),
    /// A year.
    Year(i16),
    /// A month of a year.
    Month(i16, i8),
}

/// A list that has articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListEntry {
    /// Which.
    pub key: ListKey,
    /// Its name as editors write it: the tag, the author's name, the section's title.
    pub label: String,
    /// How many articles it has.
    pub count: usize,
}

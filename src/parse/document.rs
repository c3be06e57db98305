//! A parsed article: what every later stage reads, and none changes.

use std::sync::Arc;

use super::front::{Front, ReadAlsoItem};
use super::tree::{Blocks, TextRange};
use crate::text::span::Span;

/// A parsed Markdown file.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The front matter.
    pub front: Arc<Front>,
    /// The body's blocks, without note definitions and without a trailing "Read also" list.
    pub blocks: Blocks,
    /// Headings in order.
    pub headings: Box<[Heading]>,
    /// References in order, those in notes included (after the body's).
    pub references: Box<[Reference]>,
    /// Notes in the order of their first reference; those that nothing refers to are left out.
    pub notes: Box<[Note]>,
    /// The trailing "Read also" list.
    pub read_also: Box<[ReadAlsoItem]>,
    /// What a reader sees, without markup: the title, then block after block, each ended by `\n`; notes last. A soft or hard
    /// break inside a block is one space. Objects (pictures' places, references without words, notes' marks) add nothing.
    pub plain: Box<str>,
    /// Where the pieces of `plain` stand in the file, in order.
    pub map: Box<[Piece]>,
    /// Where special rules hold in `plain`, in order of their start; zones may nest.
    pub zones: Box<[Zone]>,
    /// Where the body begins in the file, in bytes.
    pub body_start: u32,
}

/// A piece of the plain text and of the file. Where both have the same length, byte stands for byte; else (an entity,
/// an escape, a smart quote) the whole stands for the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// In `plain`.
    pub plain: TextRange,
    /// In the file.
    pub source: Span,
}

/// A stretch of the plain text for which a special rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    /// In `plain`.
    pub range: TextRange,
    /// Which rule.
    pub kind: ZoneKind,
}

/// Which special rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneKind {
    /// The headline.
    Title,
    /// A heading of the body: its index.
    Heading(usize),
    /// A block quote.
    Quote,
    /// Inside a link that the editor wrote: a mention counts but is not linked.
    Link,
    /// The words of a reference: its index. A mention counts but is not linked; the words of a reference to an entity
    /// are that entity's mention.
    Reference(usize),
    /// Code, an address, the words of a picture: never searched.
    Opaque,
    /// `[[@|…]]`: never a mention.
    Plain,
    /// A note's text: its index.
    Note(usize),
}

/// A heading of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6. An article's own headline is the page's `<h1>`: a level 1 here is set as 2.
    pub level: u8,
    /// Its id: given (`{#id}`) or made from its words; unique in the document.
    pub id: String,
    /// Classes given in `{.class}`.
    pub classes: Vec<String>,
    /// Its words.
    pub text: TextRange,
    /// Where it stands in the file.
    pub span: Span,
    /// The index of its block among the document's top-level blocks, if it stands there.
    pub block: Option<usize>,
}

/// How a reference was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// `[[target#fragment]]`: a slug, a path or a headline.
    Article {
        /// Slug, path or headline.
        name: String,
        /// A heading's id.
        fragment: Option<String>,
    },
    /// `[text](../a-visit.md#treaty)`: a file of the site, relative to this one or from `/` of `content/`.
    File {
        /// The path as written, percent-decoded.
        path: String,
        /// A heading's id.
        fragment: Option<String>,
    },
    /// `[[@id]]`.
    Entity {
        /// The entity's id.
        id: String,
    },
}

/// A reference in the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    /// To what.
    pub target: Target,
    /// `![[…]]`: the article's card or section is set here.
    pub embed: bool,
    /// Its words in `plain`, where given; with its link trail. Else an empty range at its place.
    pub words: TextRange,
    /// Letters right behind a reference without words of its own: they follow the target's title inside the link (`’s` of
    /// `[[@kyiv]]'s`). They are in `plain`, but not in the tree. Else empty.
    pub trail: TextRange,
    /// Where it stands in the file.
    pub span: Span,
}

/// What a note is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// An ordinary footnote: no passage is marked.
    Footnote,
    /// Context; the default of a note on a passage.
    Context,
    /// A claim that was checked.
    Claim {
        /// Who claims it: `@id` of an entity, or a name.
        claimant: Option<String>,
        /// The verdict, in the site's own words.
        rating: Option<String>,
        /// The day of the review, ISO 8601.
        reviewed: Option<String>,
    },
    /// Where it comes from.
    Source,
    /// Who said it: `@id` of an entity, or a name.
    Quote {
        /// The speaker.
        speaker: Option<String>,
    },
    /// A translation of the passage.
    Translation,
    /// A correction of the passage.
    Correction,
}

/// A note: a footnote or an annotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Its label in the file: `[^label]`.
    pub label: String,
    /// What it is for.
    pub kind: NoteKind,
    /// Its text.
    pub blocks: Blocks,
    /// The annotated passages in `plain`, in order; empty for an ordinary footnote.
    pub passages: Vec<TextRange>,
    /// How many times the text refers to it.
    pub uses: usize,
    /// Where its definition stands in the file.
    pub span: Span,
}

impl NoteKind {
    /// Whose words the passage is about: who claims, who is quoted. A name, or `@` and an entity's id.
    pub fn said_by(&self) -> Option<&str> {
        match self {
            NoteKind::Claim { claimant, .. } => claimant.as_deref(),
            NoteKind::Quote { speaker } => speaker.as_deref(),
            _ => None,
        }
    }

    /// The kind's key in classes, templates and texts: `context`.
    pub fn key(&self) -> &'static str {
        match self {
            NoteKind::Footnote => "footnote",
            NoteKind::Context => "context",
            NoteKind::Claim { .. } => "claim",
            NoteKind::Source => "source",
            NoteKind::Quote { .. } => "quote",
            NoteKind::Translation => "translation",
            NoteKind::Correction => "correction",
        }
    }
}

impl Document {
    /// The words of a range of the plain text.
    pub fn words(&self, range: TextRange) -> &str {
        range.of(&self.plain)
    }

    /// Where a range of the plain text stands in the file, as exactly as the map tells; an empty span at the start of the
    /// body where it tells nothing.
    pub fn source_span(&self, range: TextRange) -> Span {
        let start = self.map.partition_point(|piece| piece.plain.end <= range.start);
        let end = self.map.partition_point(|piece| piece.plain.start < range.end);
        match (self.map.get(start), end.checked_sub(1).and_then(|last| self.map.get(last))) {
            (Some(first), Some(last)) if start < end => Span { start: first.to_source(range.start), end: last.to_source(range.end) },
            _ => Span { start: self.body_start, end: self.body_start },
        }
    }
}

impl Piece {
    /// The file's offset of an offset in `plain` that lies in, or at the end of, this piece.
    pub(super) fn to_source(self, at: u32) -> u32 {
        let inside = at.saturating_sub(self.plain.start);
        if self.plain.len() == self.source.len() {
            (self.source.start + inside).min(self.source.end)
        } else if inside == 0 {
            self.source.start
        } else {
            self.source.end
        }
    }
}

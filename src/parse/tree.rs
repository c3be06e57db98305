//! The tree of an article's body. Words are ranges of the document's plain text; nothing here knows other documents.

use crate::text::span::Span;

/// Bytes of [`Document::plain`](super::document::Document::plain).
pub type TextRange = Span;

/// A block of CommonMark (section 4 and 5) or of the extensions that Glossator reads.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading: its index in [`Document::headings`](super::document::Document::headings).
    Heading(usize, Vec<Inline>),
    /// A block quote.
    Quote(Vec<Block>),
    /// A GFM alert, `> [!NOTE]`.
    Alert(AlertKind, Vec<Block>),
    /// A list; a start number if ordered.
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        /// Whether items are set without paragraphs.
        tight: bool,
        /// The items.
        items: Vec<ListItem>,
    },
    /// A fenced or indented code block: language, and its text.
    Code {
        /// The info string's first word; may be empty.
        language: String,
        /// The code as it is.
        text: String,
    },
    /// A GFM table.
    Table {
        /// One alignment a column.
        alignments: Vec<Alignment>,
        /// The head's cells.
        head: Vec<Vec<Inline>>,
        /// The rows' cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// Terms, each with its definitions.
    Definitions(Vec<(Vec<Inline>, Vec<Vec<Block>>)>),
    /// A thematic break.
    Rule,
    /// Raw HTML as it is.
    Html(String),
    /// `![[…]]` alone in its paragraph: the index of its reference.
    Embed(usize),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    /// A task's state, if it is one.
    pub task: Option<bool>,
    /// What it holds. In a tight list, paragraphs are set without `<p>`.
    pub blocks: Vec<Block>,
}

/// The five alerts of GFM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are GFM's")]
pub enum AlertKind {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// A table column's alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Alignment {
    None,
    Left,
    Center,
    Right,
}

/// An inline of CommonMark (section 6) or of the extensions that Glossator reads.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Words: a range of the plain text.
    Text(TextRange),
    /// A code span; its words are a range of the plain text too, in a zone that is not searched.
    Code(TextRange),
    /// A line end in the source: one space of the plain text.
    SoftBreak(TextRange),
    /// A hard line break: one space of the plain text.
    HardBreak(TextRange),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Strikethrough.
    Strikethrough(Vec<Inline>),
    /// A link to an address that is neither an article nor a file of this site.
    Link {
        /// The address as written, unescaped.
        url: String,
        /// The title, may be empty.
        title: String,
        /// The words.
        children: Vec<Inline>,
    },
    /// A picture.
    Image {
        /// A path beside the article or under `static/`, or an address.
        url: String,
        /// The title, may be empty.
        title: String,
        /// What it shows: a range of the plain text, in a zone that is not searched.
        alt: TextRange,
        /// Where it stands in the source.
        span: Span,
    },
    /// A reference: its index in [`Document::references`](super::document::Document::references), and its words. The
    /// words are empty where none are given: then the target's title is set.
    Reference(usize, Vec<Inline>),
    /// `[[@|words]]`: not a mention.
    Plain(Vec<Inline>),
    /// A bare `[^id]`: its index in [`Document::notes`](super::document::Document::notes).
    NoteReference(usize),
    /// `[passage][^id]`: the note's index, and the passage.
    Annotated(usize, Vec<Inline>),
    /// Raw HTML as it is.
    Html(String),
}

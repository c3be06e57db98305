//! The tree of an article's body. Words are ranges of the document's plain text; nothing here knows other documents.

use crate::text::span::Span;

/// Bytes of [`Document::plain`](super::document::Document::plain).
pub type TextRange = Span;
/// Neighbouring blocks. As everything in a tree, exactly as long as it must be: an archive keeps many trees.
pub type Blocks = Box<[Block]>;
/// Neighbouring inlines.
pub type Inlines = Box<[Inline]>;

/// A block of CommonMark (section 4 and 5) or of the extensions that Glossator reads.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Inlines),
    /// A heading: its index in [`Document::headings`](super::document::Document::headings).
    Heading(usize, Inlines),
    /// A block quote.
    Quote(Blocks),
    /// A GFM alert, `> [!NOTE]`.
    Alert(AlertKind, Blocks),
    /// A list; a start number if ordered.
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        /// Whether items are set without paragraphs.
        tight: bool,
        /// The items.
        items: Box<[ListItem]>,
    },
    /// A fenced or indented code block: language, and its text.
    Code {
        /// The info string's first word; may be empty.
        language: Box<str>,
        /// The code as it is.
        text: Box<str>,
    },
    /// A GFM table.
    Table(Box<Table>),
    /// Terms, each with its definitions.
    Definitions(Box<[Definition]>),
    /// A thematic break.
    Rule,
    /// Raw HTML as it is.
    Html(Box<str>),
    /// `![[…]]` alone in its paragraph: the index of its reference.
    Embed(usize),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    /// A task's state, if it is one.
    pub task: Option<bool>,
    /// What it holds. In a tight list, paragraphs are set without `<p>`.
    pub blocks: Blocks,
}

/// A GFM table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// One alignment a column.
    pub alignments: Vec<Alignment>,
    /// The head's cells.
    pub head: Vec<Inlines>,
    /// The rows' cells.
    pub rows: Vec<Vec<Inlines>>,
}

/// A term with its definitions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Definition {
    /// The term; empty where definitions stand without one.
    pub term: Inlines,
    /// What it means.
    pub definitions: Vec<Blocks>,
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
    Emphasis(Inlines),
    /// Strong emphasis.
    Strong(Inlines),
    /// Strikethrough.
    Strikethrough(Inlines),
    /// A link to an address that is neither an article nor a file of this site.
    Link {
        /// To where.
        to: Box<Destination>,
        /// The words.
        children: Inlines,
    },
    /// A picture.
    Image {
        /// Which: a path beside the article or under `static/`, or an address.
        to: Box<Destination>,
        /// What it shows: a range of the plain text, in a zone that is not searched.
        alt: TextRange,
        /// Where it stands in the source.
        span: Span,
    },
    /// A reference: its index in [`Document::references`](super::document::Document::references), and its words. The
    /// words are empty where none are given: then the target's title is set.
    Reference(usize, Inlines),
    /// `[[@|words]]`: not a mention.
    Plain(Inlines),
    /// A bare `[^id]`: its index in [`Document::notes`](super::document::Document::notes).
    NoteReference(usize),
    /// `[passage][^id]`: the note's index, and the passage.
    Annotated(usize, Inlines),
    /// Raw HTML as it is.
    Html(Box<str>),
}

/// What stands in the parentheses of a link or a picture (CommonMark, section 6.3).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Destination {
    /// The address as written, unescaped.
    pub url: String,
    /// The title, may be empty.
    pub title: String,
}

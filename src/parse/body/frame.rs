//! What is open while the events go by.

use pulldown_cmark::Alignment as CmarkAlignment;

use crate::parse::tree::Alignment;
use crate::parse::tree::{AlertKind, Block, Definition, Destination, Inline, Inlines, ListItem, Table};

/// An open block or inline. Blocks fill `blocks`, leaves and inlines fill `inlines`.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: Vec<Inline>,
    /// Its zone in the plain text, to be closed with it.
    pub(super) zone: Option<usize>,
    /// Where its words begin in the plain text.
    pub(super) start: u32,
    /// Brackets in its own text that are open, and the pair closed last.
    pub(super) brackets: Brackets,
}

/// Square brackets that are text.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    pub(super) open: Vec<Bracket>,
    pub(super) pair: Option<(Bracket, Bracket)>,
}

/// A square bracket that is text: its byte in the plain text and in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bracket {
    pub(super) plain: u32,
    pub(super) source: u32,
}

/// What is open.
#[derive(Debug)]
pub(super) enum Kind {
    /// The body, or a note.
    Root,
    Quote,
    Alert(AlertKind),
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<ListItem>,
    },
    Item {
        task: Option<bool>,
    },
    Definitions(Vec<Definition>),
    Term,
    Definition,
    Table(Table),
    Row(Vec<Inlines>),
    Cell,
    Code {
        language: String,
        text: String,
    },
    Html(String),
    Paragraph,
    /// A paragraph that the events do not announce: the text of a tight list's item.
    Implicit,
    Heading(usize),
    Emphasis,
    Strong,
    Strikethrough,
    Link(Destination),
    Reference(usize),
    /// `[[@|…]]`.
    Plain,
    Image(Destination),
}

impl Kind {
    /// Whether blocks stand in it.
    pub(super) fn holds_blocks(&self) -> bool {
        matches!(self, Kind::Root | Kind::Quote | Kind::Alert(_) | Kind::Item { .. } | Kind::Definition)
    }
}

impl Frame {
    /// A frame whose words begin at `start`.
    pub(super) fn new(kind: Kind, start: u32) -> Self {
        Self { kind, blocks: Vec::new(), inlines: Vec::new(), zone: None, start, brackets: Brackets::default() }
    }
}

/// The alignment of a column.
pub(super) fn alignment(of: &CmarkAlignment) -> Alignment {
    match of {
        CmarkAlignment::None => Alignment::None,
        CmarkAlignment::Left => Alignment::Left,
        CmarkAlignment::Center => Alignment::Center,
        CmarkAlignment::Right => Alignment::Right,
    }
}

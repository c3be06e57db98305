//! The walk: each event to the part that knows it.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Input;
use super::frame::{Frame, Kind};
use super::heading::HeadingDraft;
use super::note::Notes;
use super::plain::Plain;
use super::quotes::{self, Quotes};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::document::Reference;
use crate::parse::tree::{Block, Inline};
use crate::text::path::SitePath;
use crate::text::span::Span;

/// How many blocks and inlines may stand in each other. What nests deeper is kept without its nesting.
const DEPTH_LIMIT: usize = 100;

/// The document while it grows.
pub(super) struct Builder<'t> {
    pub(super) path: &'t SitePath,
    pub(super) text: &'t str,
    pub(super) plain: Plain,
    pub(super) frames: Vec<Frame>,
    /// For each open tag, whether it has a frame.
    pub(super) open: Vec<Open>,
    pub(super) references: Vec<Reference>,
    pub(super) headings: Vec<HeadingDraft>,
    pub(super) notes: Notes<'t>,
    pub(super) quotes: &'static Quotes,
    /// Open tags of a reference whose words are only its target.
    pub(super) muted: usize,
    /// Open pictures: their words are text without structure.
    pub(super) pictures: usize,
    /// Where text is passed over: it has been read as a note's tag.
    pub(super) skip_until: u32,
    /// Where the last words ended in the file.
    pub(super) last_end: u32,
    /// Where a reference ended, whose trail may follow.
    pub(super) trail: Option<u32>,
    /// Opening single quotes that wait for their closing ones.
    pub(super) single_quotes: usize,
    /// The state before each of the last two blocks of the body.
    pub(super) marks: [Mark; 2],
    too_deep: bool,
    pub(super) findings: Vec<Diagnostic>,
}

/// Whether an open tag has a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    /// It has.
    Framed,
    /// It is too deep, or inside a picture's words: what it holds goes to the frame around it.
    Flat,
}

/// A state to go back to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mark {
    pub(super) plain: u32,
    pub(super) zones: usize,
    pub(super) references: usize,
    pub(super) headings: usize,
}

impl<'t> Builder<'t> {
    pub(super) fn new(input: &Input<'t>) -> Self {
        Self {
            path: input.path,
            text: input.text,
            plain: Plain::default(),
            frames: vec![Frame::new(Kind::Root, 0)],
            open: Vec::new(),
            references: Vec::new(),
            headings: Vec::new(),
            notes: Notes::default(),
            quotes: quotes::of(&input.language),
            muted: 0,
            pictures: 0,
            skip_until: 0,
            last_end: 0,
            trail: None,
            single_quotes: 0,
            marks: [Mark::default(); 2],
            too_deep: false,
            findings: Vec::new(),
        }
    }

    /// Takes one event; `span` is of the file.
    pub(super) fn event(&mut self, event: Event<'t>, span: Span) {
        if self.notes.set_aside(&event, span) {
            return;
        }
        match event {
            Event::Start(tag) if self.muted > 0 => {
                drop(tag);
                self.muted += 1;
            }
            Event::End(_) if self.muted > 0 => self.muted -= 1,
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            _ if self.muted > 0 => {}
            Event::Text(text) => self.text(&text, span),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.code(&text, span),
            Event::Html(html) => self.html(&html),
            Event::InlineHtml(html) => {
                if self.pictures == 0 {
                    self.inline(Inline::Html(html.into_string().into()));
                }
            }
            Event::FootnoteReference(label) => self.note_reference(&label, span),
            Event::SoftBreak => self.line_end(Inline::SoftBreak, span),
            Event::HardBreak => self.line_end(Inline::HardBreak, span),
            Event::Rule => {
                self.begin_block();
                self.block(Block::Rule);
            }
            Event::TaskListMarker(done) => self.task(done),
        }
    }

    fn start(&mut self, tag: Tag<'t>, span: Span) {
        if is_block(&tag.to_end()) {
            self.begin_block();
            self.start_block(tag, span);
        } else if self.pictures > 0 {
            self.open.push(Open::Flat);
            self.pictures += usize::from(matches!(tag, Tag::Image { .. }));
        } else {
            self.start_inline(tag, span);
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        if is_block(&tag) {
            self.close_implicit();
        }
        if tag == TagEnd::Image {
            self.pictures = self.pictures.saturating_sub(1);
        }
        if self.open.pop() != Some(Open::Framed) {
            return;
        }
        // The root's frame is never closed by an event.
        if self.frames.len() > 1
            && let Some(frame) = self.frames.pop()
        {
            self.finish(frame, span);
        }
    }

    /// Closes a frame: its zone, then the block or inline that it is.
    pub(super) fn finish(&mut self, frame: Frame, span: Span) {
        if let Some(zone) = frame.zone {
            self.plain.close_zone(zone);
        }
        match frame.kind {
            Kind::Emphasis => self.inline(Inline::Emphasis(frame.inlines.into())),
            Kind::Strong => self.inline(Inline::Strong(frame.inlines.into())),
            Kind::Strikethrough => self.inline(Inline::Strikethrough(frame.inlines.into())),
            Kind::Plain => self.inline(Inline::Plain(frame.inlines.into())),
            Kind::Link(_) | Kind::Reference(_) | Kind::Image(_) => self.finish_link(frame, span),
            _ => self.finish_block(frame),
        }
    }

    /// Opens a frame for a tag.
    pub(super) fn push(&mut self, kind: Kind) -> &mut Frame {
        self.open.push(Open::Framed);
        self.frame(kind)
    }

    /// Opens a frame without a tag.
    pub(super) fn frame(&mut self, kind: Kind) -> &mut Frame {
        let at = self.frames.len();
        self.frames.push(Frame::new(kind, self.plain.end()));
        // The frame that was pushed just now.
        &mut self.frames[at]
    }

    /// The innermost frame. There is always the root's.
    pub(super) fn top(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::new(Kind::Root, 0));
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// Whether a tag is too deep for a frame; then it is open without one, and that is a finding, once a file.
    pub(super) fn flat(&mut self, span: Span) -> bool {
        if self.open.len() < DEPTH_LIMIT {
            return false;
        }
        self.open.push(Open::Flat);
        if !self.too_deep {
            self.too_deep = true;
            let finding = Diagnostic::new(Code::TooDeep, format!("this nests deeper than {DEPTH_LIMIT} levels"));
            let place = Span { end: span.end.min(span.start + 1), ..span };
            self.findings.push(finding.at(self.path, place).help("what is inside is kept without its nesting; write it flatter"));
        }
        true
    }

    /// Adds an inline to what is open.
    pub(super) fn inline(&mut self, inline: Inline) {
        self.ensure_leaf();
        self.top().inlines.push(inline);
    }

    /// Opens a paragraph where text stands right in a container.
    pub(super) fn ensure_leaf(&mut self) {
        if self.top().kind.holds_blocks() {
            self.frame(Kind::Implicit);
        }
    }

    /// Closes the body's frames; gives its blocks.
    pub(super) fn finish_root(&mut self) -> Vec<Block> {
        self.close_implicit();
        self.open.clear();
        std::mem::take(&mut self.top().blocks)
    }

    pub(super) fn into_parts(self) -> (Plain, Vec<Reference>, Vec<Diagnostic>) {
        (self.plain, self.references, self.findings)
    }
}

fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript | TagEnd::Link | TagEnd::Image
    )
}

//! Notes: their definitions are set aside, and walked in the order in which the text refers to them.

use pulldown_cmark::{Event, Tag, TagEnd};
use rustc_hash::FxHashMap;

use super::build::Builder;
use super::frame::{Frame, Kind};
use super::note_tag;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::parse::document::{Note, NoteKind, ZoneKind};
use crate::parse::tree::{Blocks, TextRange};
use crate::text::span::Span;

/// Definitions and uses, while the document grows.
#[derive(Default)]
pub(super) struct Notes<'t> {
    /// Definitions by their label in lower case.
    known: FxHashMap<String, usize>,
    definitions: Vec<Definition<'t>>,
    /// Second definitions of a label: the label, its place, the first one's.
    repeated: Vec<(String, Span, Span)>,
    /// How many definitions are open: their events are set aside.
    open: usize,
    /// Notes by their label in lower case, and in the order of their first use.
    used: FxHashMap<String, usize>,
    uses: Vec<Use>,
    /// Where the passage marked last begins in the plain text.
    pub(super) last_passage: Option<u32>,
    /// `[^label]` that nothing defines.
    pub(super) missing: Vec<(String, Span)>,
    reading: bool,
}

struct Definition<'t> {
    label: String,
    span: Span,
    events: Vec<(Event<'t>, Span)>,
}

struct Use {
    label: String,
    span: Span,
    count: usize,
    passages: Vec<TextRange>,
}

impl<'t> Notes<'t> {
    /// Keeps the event if it belongs to a definition.
    pub(super) fn set_aside(&mut self, event: &Event<'t>, span: Span) -> bool {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.open += 1;
                if self.open > 1 {
                    self.keep(event, span);
                } else {
                    self.definitions.push(Definition { label: label.to_string(), span, events: vec![] });
                }
                true
            }
            Event::End(TagEnd::FootnoteDefinition) if self.open > 0 => {
                self.open -= 1;
                match self.open {
                    0 => self.defined(),
                    _ => self.keep(event, span),
                }
                true
            }
            _ if self.open > 0 => {
                self.keep(event, span);
                true
            }
            _ => false,
        }
    }

    fn keep(&mut self, event: &Event<'t>, span: Span) {
        if let Some(definition) = self.definitions.last_mut() {
            definition.events.push((event.clone(), span));
        }
    }

    /// The last definition is whole: the first of a label counts.
    fn defined(&mut self) {
        let index = self.definitions.len().saturating_sub(1);
        let Some(last) = self.definitions.last() else { return };
        let key = last.label.to_lowercase();
        match self.known.get(&key).and_then(|first| self.definitions.get(*first)) {
            Some(first) => {
                self.repeated.push((last.label.clone(), head(last.span), head(first.span)));
                self.definitions.pop();
            }
            None => {
                self.known.insert(key, index);
            }
        }
    }

    /// Counts a use; gives the note's index.
    pub(super) fn refer(&mut self, label: &str, span: Span) -> usize {
        let next = self.uses.len();
        let index = *self.used.entry(label.to_lowercase()).or_insert(next);
        if index == next {
            self.uses.push(Use { label: label.to_owned(), span, count: 0, passages: vec![] });
        }
        if let Some(note) = self.uses.get_mut(index) {
            note.count += 1;
        }
        index
    }

    /// Marks a passage with a note.
    pub(super) fn mark(&mut self, note: usize, passage: TextRange) {
        self.last_passage = Some(passage.start + 1);
        if let Some(note) = self.uses.get_mut(note) {
            note.passages.push(passage);
        }
    }

    /// Takes back the passages from an offset of the plain text on.
    pub(super) fn forget_passages(&mut self, from: u32) {
        for used in &mut self.uses {
            used.passages.retain(|passage| passage.end <= from);
        }
    }

    /// Whether a note is read now, and not the body.
    pub(super) fn reading(&self) -> bool {
        self.reading
    }
}

impl<'t> Builder<'t> {
    /// Walks the definitions of the notes that the text refers to, those that a note's text refers to included.
    pub(super) fn finish_notes(&mut self) -> Vec<Note> {
        self.notes.reading = true;
        let mut notes = Vec::new();
        while notes.len() < self.notes.uses.len() {
            let note = self.read_note(notes.len());
            notes.push(note);
        }
        // Notes may have been used, and passages marked, by notes that came later.
        for (note, used) in notes.iter_mut().zip(&mut self.notes.uses) {
            note.uses = used.count;
            note.passages = std::mem::take(&mut used.passages);
            if note.kind == NoteKind::Footnote && !note.passages.is_empty() {
                note.kind = NoteKind::Context;
            }
        }
        self.report_notes();
        notes
    }

    fn read_note(&mut self, index: usize) -> Note {
        let label = self.notes.uses.get(index).map(|used| used.label.clone()).unwrap_or_default();
        let known = self.notes.known.get(&label.to_lowercase()).copied();
        let definition = known.and_then(|at| self.notes.definitions.get_mut(at));
        let Some(definition) = definition else {
            let span = self.notes.uses.get(index).map(|used| used.span).unwrap_or_default();
            self.notes.missing.push((label.clone(), span));
            return Note { label, kind: NoteKind::Footnote, blocks: Blocks::default(), passages: vec![], uses: 0, span };
        };
        let span = definition.span;
        let events = std::mem::take(&mut definition.events);
        let zone = self.plain.open_zone(ZoneKind::Note(index));
        self.frames = vec![Frame::new(Kind::Root, self.plain.end())];
        self.open.clear();
        let kind = self.read_tag(span);
        for (event, span) in events {
            self.event(event, span);
        }
        let blocks = self.finish_root().into();
        self.plain.close_zone(zone);
        self.plain.end_block();
        Note { label, kind: kind.unwrap_or(NoteKind::Footnote), blocks, passages: vec![], uses: 0, span }
    }

    /// The tag that a definition may open with; its text is passed over.
    fn read_tag(&mut self, definition: Span) -> Option<NoteKind> {
        let text = definition.of(self.text);
        let start = text.find("]:").map(|at| at + 2)?;
        let tag = text.get(start..)?;
        let start = start + (tag.len() - tag.trim_start().len());
        let tag = note_tag::read(self.path, self.text, Span::new(start, text.len()).shifted(definition.start as usize))?;
        self.skip_until = tag.end;
        self.findings.extend(tag.findings);
        tag.kind
    }

    fn report_notes(&mut self) {
        let labels: Vec<&str> = self.notes.definitions.iter().map(|definition| definition.label.as_str()).collect();
        for (label, span) in &self.notes.missing {
            let finding = Diagnostic::new(Code::MissingNote, format!("the note `{label}` is not defined"))
                .at(self.path, *span)
                .did_you_mean(label, labels.iter().copied())
                .help(format!("add a line `[^{label}]: …`"));
            self.findings.push(finding);
        }
        for (label, span, first) in &self.notes.repeated {
            let finding = Diagnostic::new(Code::DuplicateNote, format!("the note `{label}` is defined twice"))
                .at(self.path, *span)
                .related(Place { path: self.path.clone(), span: *first }, "the first definition, which counts")
                .help("give it another label, or take one of the two out");
            self.findings.push(finding);
        }
        for definition in &self.notes.definitions {
            if !self.notes.used.contains_key(&definition.label.to_lowercase()) {
                let label = &definition.label;
                let finding = Diagnostic::new(Code::UnusedNote, format!("nothing refers to the note `{label}`"))
                    .at(self.path, Span { end: definition.span.start + Span::new(0, label.len() + 3).end, ..definition.span })
                    .help(format!("set `[^{label}]` behind the words that it belongs to: `[the words][^{label}]`"));
                self.findings.push(finding);
            }
        }
    }
}

/// The first byte of a definition: what a finding marks.
fn head(definition: Span) -> Span {
    Span { end: definition.end.min(definition.start + 1), ..definition }
}

//! `[passage][^id]`: a bracketed passage with a note right behind it.

use super::build::Builder;
use super::frame::Bracket;
use super::plain::back;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::tree::{Inline, TextRange};
use crate::text::span::Span;

impl Builder<'_> {
    /// `[^label]`: marks the passage right before it, or stands as a note's mark.
    pub(super) fn note_reference(&mut self, label: &str, span: Span) {
        if self.pictures > 0 {
            return;
        }
        self.ensure_leaf();
        let note = self.notes.refer(label, span);
        let pair = self.top().brackets.pair.take();
        match pair.filter(|(_, close)| close.source + 1 == span.start && self.last_end == span.start) {
            Some((open, close)) if self.notes.last_passage.is_none_or(|last| last <= open.plain) => self.annotate(note, (open, close)),
            Some((open, _)) => {
                let finding = Diagnostic::new(Code::NestedPassage, "an annotated passage holds another one");
                let place = Span { start: open.source, end: span.start };
                self.findings.push(finding.at(self.path, place).help("set the note behind the last words instead, without brackets"));
                self.inline(Inline::NoteReference(note));
            }
            None => self.inline(Inline::NoteReference(note)),
        }
        self.last_end = span.end;
    }

    /// Takes the brackets out of the text, and puts what stands between them into the passage.
    fn annotate(&mut self, note: usize, (open, close): (Bracket, Bracket)) {
        self.plain.pop_ascii();
        self.plain.cut_ascii(open.plain);
        let passage = TextRange { start: open.plain, end: close.plain - 1 };
        let top = self.top();
        let first = top.inlines.iter().rposition(|inline| matches!(inline, Inline::Text(range) if range.start <= open.plain));
        let mut children = top.inlines.split_off(first.unwrap_or(top.inlines.len()));
        if let Some(Inline::Text(last)) = children.last_mut() {
            // The closing bracket.
            last.end -= 1;
        }
        if let Some(Inline::Text(range)) = children.first_mut() {
            let before = TextRange { start: range.start, end: open.plain };
            *range = TextRange { start: open.plain, end: range.end - 1 };
            if !before.is_empty() {
                top.inlines.push(Inline::Text(before));
            }
        }
        shift(children.get_mut(1..).unwrap_or_default());
        children.retain(|inline| !matches!(inline, Inline::Text(range) if range.is_empty()));
        top.inlines.push(Inline::Annotated(note, children.into()));
        for reference in self.references.iter_mut().rev().take_while(|reference| reference.words.start > open.plain) {
            reference.words = back(reference.words);
            reference.trail = if reference.trail.start > 0 { back(reference.trail) } else { reference.trail };
        }
        self.notes.mark(note, passage);
    }

    /// A pair of brackets that is text was closed: `[^label]` was meant to be a note that nothing defines.
    pub(super) fn bracket_closed(&mut self) {
        let Some((open, close)) = self.top().brackets.pair else { return };
        let span = Span { start: open.source, end: close.source + 1 };
        let label = span.of(self.text).get(2..).and_then(|label| label.strip_suffix(']')).unwrap_or_default();
        let is_note = span.of(self.text).starts_with("[^") && !label.is_empty() && !label.contains(char::is_whitespace);
        if is_note && self.pictures == 0 {
            self.notes.missing.push((label.to_owned(), span));
        }
    }
}

/// Moves ranges one byte towards the start.
fn shift(inlines: &mut [Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text(range) | Inline::Code(range) | Inline::SoftBreak(range) | Inline::HardBreak(range) => *range = back(*range),
            Inline::Image { alt, .. } => *alt = back(*alt),
            Inline::Emphasis(children)
            | Inline::Strong(children)
            | Inline::Strikethrough(children)
            | Inline::Plain(children)
            | Inline::Reference(_, children)
            | Inline::Annotated(_, children)
            | Inline::Link { children, .. } => shift(children),
            Inline::NoteReference(_) | Inline::Html(_) => {}
        }
    }
}

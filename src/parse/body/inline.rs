//! Words: text, code, line ends, and the letters right behind a reference.

use super::build::Builder;
use super::frame::{Bracket, Kind};
use crate::parse::document::ZoneKind;
use crate::parse::tree::{Inline, TextRange};
use crate::text::span::Span;

impl<'t> Builder<'t> {
    /// Text of a paragraph, or of a block that is kept as it is.
    pub(super) fn text(&mut self, text: &str, span: Span) {
        if let Kind::Code { text: code, .. } | Kind::Html(code) = &mut self.top().kind {
            code.push_str(text);
            return;
        }
        if span.start < self.skip_until {
            let rest = Span { start: self.skip_until.min(span.end), ..span };
            let words = rest.of(self.text).to_owned();
            if !rest.is_empty() && span.of(self.text) == text {
                self.words(&words, rest);
            }
            return;
        }
        let marked = self.quotation_mark(text, span);
        let text = marked.unwrap_or(text);
        let taken = self.follow_trail(text, span);
        let rest = text.get(taken..).unwrap_or_default();
        if !rest.is_empty() {
            self.words(rest, Span { start: span.start + Span::new(0, taken).end, ..span });
        }
    }

    /// Adds words, noting brackets.
    fn words(&mut self, words: &str, span: Span) {
        self.ensure_leaf();
        let bracket = self.bracket(words, span);
        self.last_end = span.end;
        let range = self.plain.push(words, span);
        let top = self.top();
        push_text(&mut top.inlines, range);
        match (words, bracket) {
            ("[" | "![", true) => {
                top.brackets.pair = None;
                top.brackets.open.push(Bracket { plain: range.end - 1, source: span.end - 1 });
            }
            ("]", true) => {
                let close = Bracket { plain: range.start, source: span.start };
                top.brackets.pair = top.brackets.open.pop().map(|open| (open, close));
                self.bracket_closed();
            }
            _ => {}
        }
    }

    /// Whether the words are a bracket that no backslash escapes. The parser gives such a bracket as a text of its own; an
    /// escaped one begins a text, behind a backslash that belongs to no text.
    fn bracket(&self, words: &str, span: Span) -> bool {
        if !matches!(words, "[" | "![" | "]") {
            return false;
        }
        let before = span.start.checked_sub(1).and_then(|at| self.text.as_bytes().get(at as usize));
        before != Some(&b'\\') || self.last_end == span.start
    }

    /// The language's mark for one that the parser has made of `"` or `'`.
    fn quotation_mark(&mut self, text: &str, span: Span) -> Option<&'static str> {
        if span.len() != 1 || text.len() != 3 {
            return None;
        }
        let next = self.text.get(span.end as usize..).and_then(|rest| rest.chars().next());
        match text {
            "“" => self.quotes.outer.first().copied(),
            "”" => self.quotes.outer.last().copied(),
            "‘" => {
                self.single_quotes += 1;
                self.quotes.inner.first().copied()
            }
            // An apostrophe, unless an opening mark waits for it.
            "’" if self.single_quotes > 0 && !next.is_some_and(char::is_alphabetic) => {
                self.single_quotes -= 1;
                self.quotes.inner.last().copied()
            }
            _ => None,
        }
    }

    /// Gives letters, or an apostrophe with an `s`, that stand right behind a reference to it. Returns
    /// how many bytes of `text` it took.
    fn follow_trail(&mut self, text: &str, span: Span) -> usize {
        let exact = text.len() == span.len();
        if self.trail.take() != Some(span.start) {
            return 0;
        }
        let rest = self.text.get(span.start as usize..).unwrap_or_default();
        let apostrophe = ["'", "’"].into_iter().find(|mark| rest.starts_with(mark));
        let possessive = apostrophe.is_some_and(|mark| {
            let mut after = rest.get(mark.len()..).unwrap_or_default().chars();
            after.next() == Some('s') && !after.next().is_some_and(char::is_alphanumeric)
        });
        let length = match apostrophe {
            Some(mark) if possessive && exact && text.len() > mark.len() => mark.len() + 1,
            Some(_) if possessive => text.len(),
            Some(_) => 0,
            None if exact => text.find(|letter: char| !letter.is_alphabetic()).unwrap_or(text.len()),
            None => 0,
        };
        let Some(trail) = text.get(..length).filter(|trail| !trail.is_empty()) else { return 0 };
        let source = if length == text.len() { span } else { Span { end: span.start + Span::new(0, length).end, ..span } };
        match self.top().inlines.last_mut() {
            Some(Inline::Reference(index, words)) if !words.is_empty() => {
                let index = *index;
                let range = self.plain.push(trail, source);
                if let Some(Inline::Reference(_, words)) = self.top().inlines.last_mut() {
                    let mut grown = std::mem::take(words).into_vec();
                    push_text(&mut grown, range);
                    *words = grown.into();
                }
                self.extend_reference(index, (range.end, source.end));
            }
            Some(Inline::Reference(index, _)) => {
                let index = *index;
                // Part of the target's title, as it were: never a mention.
                let zone = self.plain.open_zone(ZoneKind::Plain);
                let range = self.plain.push(trail, source);
                self.plain.close_zone(zone);
                if let Some(reference) = self.references.get_mut(index) {
                    reference.trail = TextRange { start: reference.trail.start, end: range.end };
                    reference.span.end = source.end;
                }
            }
            _ => return 0,
        }
        self.last_end = source.end;
        // The `s` of `'s` comes as a text of its own.
        if length == text.len() {
            self.trail = Some(source.end);
        }
        length
    }

    fn extend_reference(&mut self, index: usize, (words_end, source_end): (u32, u32)) {
        if let Some(reference) = self.references.get_mut(index) {
            reference.words.end = words_end;
            reference.span.end = source_end;
        }
        let zone = self.plain.zones.iter_mut().rev().find(|zone| zone.kind == ZoneKind::Reference(index));
        if let Some(zone) = zone {
            zone.range.end = words_end;
        }
    }

    /// A code span. Its words are mapped without their backticks.
    pub(super) fn code(&mut self, code: &str, span: Span) {
        self.ensure_leaf();
        let written = span.of(self.text).replace('\n', " ");
        let source = match written.find(code) {
            Some(at) => Span::new(at, at + code.len()).shifted(span.start as usize),
            // The parser cuts a code span at the bar of double brackets, and gives its words whole: what is left of it can be
            // as long as the words and yet be others, so no byte of it is theirs.
            None if span.len() == code.len() => Span { end: span.start, ..span },
            None => span,
        };
        let zone = self.plain.open_zone(ZoneKind::Opaque);
        let range = self.plain.push(code, source);
        self.plain.close_zone(zone);
        self.last_end = span.end;
        self.inline(Inline::Code(range));
    }

    /// A line end inside a block: one space.
    pub(super) fn line_end(&mut self, kind: fn(TextRange) -> Inline, span: Span) {
        if span.start < self.skip_until {
            return;
        }
        self.ensure_leaf();
        let range = self.plain.push(" ", span);
        self.inline(kind(range));
    }
}

/// Adds a range of text, to the last one where they meet.
fn push_text(inlines: &mut Vec<Inline>, range: TextRange) {
    match inlines.last_mut() {
        Some(Inline::Text(last)) if last.end == range.start => last.end = range.end,
        _ => inlines.push(Inline::Text(range)),
    }
}

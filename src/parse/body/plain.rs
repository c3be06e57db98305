//! The plain text while it grows, with its map and zones.

use crate::parse::document::{Piece, Zone, ZoneKind};
use crate::parse::tree::TextRange;
use crate::text::span::Span;

/// What a reader sees, where it comes from, and where special rules hold.
#[derive(Debug, Default)]
pub(super) struct Plain {
    pub(super) text: String,
    pub(super) map: Vec<Piece>,
    pub(super) zones: Vec<Zone>,
}

impl Plain {
    /// The finished text, its map and its zones. Copied, as they are kept for each article: what has grown is left in a place
    /// that is larger than it must be.
    pub(super) fn finish(&self) -> (Box<str>, Box<[Piece]>, Box<[Zone]>) {
        (self.text.as_str().into(), self.map.as_slice().into(), self.zones.as_slice().into())
    }

    /// The end of the text so far.
    pub(super) fn end(&self) -> u32 {
        Span::new(self.text.len(), self.text.len()).end
    }

    /// Adds words that come from `source`; gives their range.
    pub(super) fn push(&mut self, words: &str, source: Span) -> TextRange {
        let start = self.end();
        self.text.push_str(words);
        let range = TextRange { start, end: self.end() };
        if range.is_empty() {
            return range;
        }
        let exact = range.len() == source.len();
        match self.map.last_mut() {
            Some(last) if exact && last.plain.end == start && last.source.end == source.start && last.plain.len() == last.source.len() => {
                last.plain.end = range.end;
                last.source.end = source.end;
            }
            _ => self.map.push(Piece { plain: range, source }),
        }
        range
    }

    /// Ends a block with a line end, unless it has no words.
    pub(super) fn end_block(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Opens a zone here; to be closed by [`Plain::close_zone`].
    pub(super) fn open_zone(&mut self, kind: ZoneKind) -> usize {
        let here = self.end();
        self.zones.push(Zone { range: TextRange { start: here, end: here }, kind });
        self.zones.len() - 1
    }

    /// Ends a zone here; one without words is taken back if nothing came after it.
    pub(super) fn close_zone(&mut self, zone: usize) {
        let end = self.end();
        let last = zone + 1 == self.zones.len();
        if let Some(zone) = self.zones.get_mut(zone) {
            zone.range.end = end;
            if last && zone.range.is_empty() {
                self.zones.pop();
            }
        }
    }

    /// Takes back the last byte, which is ASCII.
    pub(super) fn pop_ascii(&mut self) {
        self.text.pop();
        if let Some(last) = self.map.last_mut() {
            last.plain.end -= 1;
            last.source.end = last.source.end.saturating_sub(1).max(last.source.start);
            if last.plain.is_empty() {
                self.map.pop();
            }
        }
    }

    /// Takes out the ASCII byte at `at`, and moves what comes after it; costs what comes after it. No closed zone may hold
    /// the byte.
    pub(super) fn cut_ascii(&mut self, at: u32) {
        self.text.remove(at as usize);
        let from = self.map.partition_point(|piece| piece.plain.end <= at);
        let mut tail = self.map.split_off(from).into_iter();
        if let Some(piece) = tail.next() {
            let inside = at.saturating_sub(piece.plain.start);
            let cut = piece.source.start + inside;
            let before = Piece { plain: TextRange { end: at, ..piece.plain }, source: Span { end: cut, ..piece.source } };
            let after = Piece { plain: TextRange { start: at, end: piece.plain.end - 1 }, source: Span { start: cut + 1, ..piece.source } };
            self.map.extend([before, after].into_iter().filter(|piece| !piece.plain.is_empty()));
        }
        self.map.extend(tail.map(|piece| Piece { plain: back(piece.plain), ..piece }));
        for zone in self.zones.iter_mut().rev().take_while(|zone| zone.range.start > at) {
            zone.range = back(zone.range);
        }
    }

    /// Takes back everything from a point on.
    pub(super) fn truncate(&mut self, (text, zones): (u32, usize)) {
        self.text.truncate(text as usize);
        self.map.retain(|piece| piece.plain.end <= text);
        self.zones.truncate(zones);
    }
}

/// A range moved one byte towards the start.
pub(super) fn back(range: TextRange) -> TextRange {
    TextRange { start: range.start - 1, end: range.end - 1 }
}

//! Byte offsets of the code points that the events of `saphyr-parser` count in.

use super::span::Span;

/// Byte offsets of a text's code points.
pub(super) struct Offsets {
    /// One entry a code point; empty for ASCII, where both are the same.
    bytes: Vec<u32>,
    length: usize,
    base: usize,
}

impl Offsets {
    /// `base`: where the text begins in its file, in bytes.
    pub(super) fn new(yaml: &str, base: usize) -> Self {
        let bytes = if yaml.is_ascii() { Vec::new() } else { yaml.char_indices().map(|(at, _)| Span::new(at, at).start).collect() };
        Self { bytes, length: yaml.len(), base }
    }

    /// The bytes in the file of what an event stands for.
    pub(super) fn span(&self, event: saphyr_parser::Span) -> Span {
        Span::new(self.byte(event.start.index()), self.byte(event.end.index()))
    }

    fn byte(&self, index: usize) -> usize {
        let inside = match self.bytes.is_empty() {
            true => index.min(self.length),
            false => self.bytes.get(index).map_or(self.length, |at| *at as usize),
        };
        self.base + inside
    }
}

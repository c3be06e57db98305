//! A text under change that still knows where its parts stood, so that what is said of it names the line of the source.

use std::ops::Range;

/// A text, and where its bytes were before they were changed.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    text: String,
    /// Where stretches of the text begin, and where they began in the source, in order.
    map: Vec<(usize, usize)>,
}

impl Draft {
    /// A text that stands at byte `base` of its source.
    pub(super) fn new(text: &str, base: usize) -> Self {
        Self { text: text.to_owned(), map: vec![(0, base)] }
    }

    /// The text as it is now.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where a byte of the text stood in the source; inside of what was put in, where that was put.
    pub(super) fn origin(&self, at: usize) -> usize {
        let index = self.map.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let (start, origin) = self.map.get(index).copied().unwrap_or_default();
        let next = self.map.get(index + 1).map_or(usize::MAX, |(_, origin)| *origin);
        (origin + at.saturating_sub(start)).min(next.max(origin))
    }

    /// Puts texts in the place of ranges. Ranges that overlap an earlier one, or that are none of the text, are passed over.
    pub(super) fn edit(&mut self, mut edits: Vec<(Range<usize>, String)>) {
        if edits.is_empty() {
            return;
        }
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        let (mut text, mut map, mut done) = (String::with_capacity(self.text.len()), Vec::new(), 0);
        for (range, put) in edits {
            let Some(kept) = self.text.get(done..range.start).filter(|_| self.text.get(range.clone()).is_some()) else { continue };
            self.keep(&mut map, (text.len(), done), range.start);
            text.push_str(kept);
            map.push((text.len(), self.origin(range.start)));
            text.push_str(&put);
            done = range.end;
        }
        self.keep(&mut map, (text.len(), done), self.text.len());
        text.push_str(self.text.get(done..).unwrap_or_default());
        *self = Self { text, map };
    }

    /// Takes the map of a stretch that stays, from byte `done` to `end`, which now begins at `start`.
    fn keep(&self, map: &mut Vec<(usize, usize)>, (start, done): (usize, usize), end: usize) {
        map.push((start, self.origin(done)));
        let inner = self.map.iter().filter(|(at, _)| *at > done && *at < end);
        map.extend(inner.map(|(at, origin)| (start + at - done, *origin)));
    }
}

#[cfg(test)]
mod tests {
    use super::Draft;

    #[test]
    fn places_outlive_changes() {
        let mut draft = Draft::new("one two three four", 100);
        draft.edit(vec![(4..7, "2".into()), (0..3, "first".into()), (5..6, "lost".into())]);
        assert_eq!(draft.text(), "first 2 three four");
        draft.edit(vec![(8..13, "3".into())]);
        assert_eq!(draft.text(), "first 2 3 four");
        let origin = |word: &str| draft.origin(draft.text().find(word).unwrap());
        assert_eq!((origin("first"), origin("2"), origin("3"), origin("four")), (100, 104, 108, 114));
    }
}

//! Selectors of the Web Annotation Data Model (W3C, 2017, 4.2): which words of a text are meant.

use std::ops::Range;

use serde::Serialize;

/// Characters of context on each side, at least: what annotation tools give.
const CONTEXT: usize = 32;

/// One way to find a passage. Each that a target has leads to the same words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type")]
pub(super) enum Selector {
    /// By its words and what stands around them (4.2.4).
    #[serde(rename = "TextQuoteSelector")]
    Quote {
        /// The words.
        exact: String,
        /// What stands before them.
        prefix: String,
        /// What stands behind them.
        suffix: String,
    },
    /// By its place (4.2.5).
    #[serde(rename = "TextPositionSelector")]
    Position {
        /// Code points before it.
        start: usize,
        /// Code points up to its end.
        end: usize,
    },
    /// By an element (4.2.2), and a place in that element's text.
    #[serde(rename = "CssSelector")]
    Element {
        /// A selector of CSS.
        value: String,
        /// Where in that element (4.2.9).
        #[serde(rename = "refinedBy")]
        refined_by: Box<Selector>,
    },
    /// By the id of the element around it (4.2.1).
    #[serde(rename = "FragmentSelector")]
    Fragment {
        /// What the fragment means: RFC 3236, the ids of HTML.
        #[serde(rename = "conformsTo")]
        conforms_to: &'static str,
        /// The id.
        value: String,
    },
}

/// The words of a range of a text with as much context as tells them from all other places of the text.
pub(super) fn quote(text: &str, range: Range<usize>) -> Selector {
    let before = text.get(..range.start).unwrap_or_default();
    let exact = text.get(range.clone()).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let mut context = CONTEXT;
    loop {
        let start = before.char_indices().rev().nth(context - 1).map_or(0, |(at, _)| at);
        let end = after.char_indices().nth(context).map_or(text.len(), |(at, _)| range.end + at);
        let whole = text.get(start..end).unwrap_or_default();
        if (start, end) == (0, text.len()) || stands_once(text, whole) {
            let suffix = text.get(range.end..end).unwrap_or_default();
            let prefix = text.get(start..range.start).unwrap_or_default();
            return Selector::Quote { exact: exact.to_owned(), prefix: prefix.to_owned(), suffix: suffix.to_owned() };
        }
        context *= 2;
    }
}

/// The place of a range of a text, in code points.
pub(super) fn position(text: &str, range: Range<usize>) -> Selector {
    let start = text.get(..range.start).unwrap_or_default().chars().count();
    Selector::Position { start, end: start + text.get(range).unwrap_or_default().chars().count() }
}

/// Whether words that a text has stand in it once, places that overlap counted.
fn stands_once(text: &str, words: &str) -> bool {
    let next = text.find(words).map(|at| at + words.chars().next().map_or(1, char::len_utf8));
    next.and_then(|next| text.get(next..)).is_none_or(|rest| !rest.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, range: Range<usize>, (prefix, exact, suffix): (&str, &str, &str)) {
        let expected = Selector::Quote { exact: exact.into(), prefix: prefix.into(), suffix: suffix.into() };
        assert_eq!(quote(text, range), expected);
    }

    #[test]
    fn quotes() {
        check("a bc d", 2..4, ("a ", "bc", " d"));
        check("", 0..0, ("", "", ""));
        let long = "0123456789".repeat(20);
        // Where the same words stand again and again, the context grows until it reaches an end of the text.
        check(&long, 100..110, (&long[..100], "0123456789", &long[110..]));
        let named = format!("{long}Kim{long}");
        check(&named, 200..203, (&long[168..], "Kim", &long[..32]));
    }

    #[test]
    fn positions_count_code_points() {
        assert_eq!(position("Їжа 😀 є", "Їжа 😀 ".len().."Їжа 😀 є".len()), Selector::Position { start: 6, end: 7 });
    }
}

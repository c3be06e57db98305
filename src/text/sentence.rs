//! Sentences, by UAX #29 (section 5).

use unicode_segmentation::UnicodeSegmentation;

use super::span::Span;

/// The longest sentence that is given whole, in bytes; of a longer one, what stands around the passage.
const LONGEST: usize = 600;

/// The sentence of a plain text around a passage, without spaces at its ends. Lines of the text are never joined. Where the
/// passage itself runs over a sentence's end, all its sentences; where it does not fit the text, an empty span at its end.
pub fn around(plain: &str, passage: Span) -> Span {
    let (start, end) = (passage.start as usize, passage.end as usize);
    let (Some(head), Some(tail)) = (plain.get(..start), plain.get(end..)) else { return Span::new(plain.len(), plain.len()) };
    let line_start = head.rfind('\n').map_or(0, |at| at + 1);
    let line_end = tail.find('\n').map_or(plain.len(), |at| end + at);
    let line = plain.get(line_start..line_end).unwrap_or_default();
    let bounds: Vec<usize> = bounds(line).into_iter().map(|at| line_start + at).collect();
    let from = bounds.iter().rev().find(|at| **at <= start).copied().unwrap_or(line_start);
    let to = bounds.iter().find(|at| **at >= end && **at > from).copied().unwrap_or(line_end);
    let (from, to) = shortened(plain, passage, from, to);
    let sentence = plain.get(from..to).unwrap_or_default();
    let lead = (sentence.len() - sentence.trim_start().len()).min(start.saturating_sub(from));
    let trail = (sentence.len() - sentence.trim_end().len()).min(to.saturating_sub(end));
    Span::new(from + lead, to - trail)
}

/// Where sentences begin and end in a line. The standard takes every full stop before a capital for an end; one behind a
/// single capital letter (`J. Smith`, `U.S. Senate`) or a common short form of a title is none.
fn bounds(line: &str) -> Vec<usize> {
    let mut bounds = vec![0];
    for (at, sentence) in line.split_sentence_bound_indices() {
        let end = at + sentence.len();
        if end == line.len() || !ends_in_short_form(sentence) {
            bounds.push(end);
        }
    }
    bounds
}

fn ends_in_short_form(sentence: &str) -> bool {
    let Some(body) = sentence.trim_end().strip_suffix('.') else { return false };
    let word = body.rsplit([' ', '\u{A0}', '(', '"', '“', '«']).next().unwrap_or(body);
    let last = word.rsplit('.').next().unwrap_or(word);
    let initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    initial
        || matches!(word, "Mr" | "Mrs" | "Ms" | "Dr" | "Prof" | "Gen" | "Sen" | "Rep" | "Gov" | "Col" | "Lt" | "Sgt" | "St" | "Jr" | "No")
}

/// A very long sentence cut to what stands around the passage, at spaces.
fn shortened(plain: &str, passage: Span, from: usize, to: usize) -> (usize, usize) {
    if to - from <= LONGEST {
        return (from, to);
    }
    let (start, end) = (passage.start as usize, passage.end as usize);
    let room = LONGEST.saturating_sub(passage.len()) / 2;
    let from = if start - from > room { after_space(plain, start - room, start) } else { from };
    let to = if to - end > room { before_space(plain, end, end + room) } else { to };
    (from, to)
}

/// The first position behind a space in `from..to`, else `to`.
fn after_space(plain: &str, from: usize, to: usize) -> usize {
    plain.as_bytes().get(from..to).and_then(|bytes| bytes.iter().position(|byte| *byte == b' ')).map_or(to, |at| from + at + 1)
}

/// The last position before a space in `from..to`, else `from`.
fn before_space(plain: &str, from: usize, to: usize) -> usize {
    plain.as_bytes().get(from..to).and_then(|bytes| bytes.iter().rposition(|byte| *byte == b' ')).map_or(from, |at| from + at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The passage stands in brackets.
    #[track_caller]
    fn check(marked: &str, expected: &str) {
        let (start, end) = (marked.find('[').expect("["), marked.find(']').expect("]") - 1);
        let plain = marked.replace(['[', ']'], "");
        assert_eq!(around(&plain, Span::new(start, end)).of(&plain), expected);
    }

    #[test]
    fn sentences() {
        check("He left. [Kim] stayed. All wept.\n", "Kim stayed.");
        check("[Kim] stayed\nAll wept.\n", "Kim stayed");
        check("Talks with J. [Smith] failed. He left.", "Talks with J. Smith failed.");
        check("The U.S. [Senate] met. It rose.", "The U.S. Senate met.");
        check("One [two. Three] four. Five.", "One two. Three four.");
        check("田村は言った。[北川]は去った。", "北川は去った。");
        check("He said: “[Kim] left.” So it was.", "He said: “Kim left.”");
    }

    proptest! {
        #[test]
        fn a_sentence_holds_its_passage(plain in "[a-zA-Z .!?\n«»”日。]{0,200}", at in 0usize..200, length in 0usize..40) {
            let cut = |at: usize| (0..=at.min(plain.len())).rev().find(|at| plain.is_char_boundary(*at)).unwrap_or(0);
            let passage = Span::new(cut(at), cut(at + length));
            let sentence = around(&plain, passage);
            prop_assert!(plain.get(sentence.range()).is_some());
            prop_assert!(sentence.contains(passage), "{:?} lacks {:?}", sentence, passage);
        }
    }
}

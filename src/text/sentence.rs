//! Sentences: which one stands around a passage (UAX #29, with abbreviations and initials kept together).

use unicode_segmentation::UnicodeSegmentation;

use super::span::Span;

/// The longest stretch on each side that is looked at, in bytes: a paragraph longer than that is cut there.
const REACH: usize = 2_000;

/// Abbreviations that do not end a sentence, lower case, without the full stop.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "capt", "adm", "sen", "rep", "gov", "st", "no", "vs", "jr", "sr", "inc",
    "ltd", "co", "corp", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "approx", "см", "стор", "ст",
    "ім", "вул", "г", "гг", "тис", "млн", "млрд", "грн", "руб", "np", "tzn", "dr", "ul", "nr", "bzw", "z", "tzv", "např", "oz", "npr",
];

/// The sentence of `plain` in which `passage` begins, as a span without white space at its ends; never across a line end,
/// and always around the whole passage.
pub fn sentence_around(plain: &str, passage: Span) -> Span {
    let (start, end) = paragraph(plain, passage);
    let Some(text) = plain.get(start..end) else { return passage };
    let mut from = start;
    let mut at = start;
    for sentence in text.split_sentence_bounds() {
        let next = at + sentence.len();
        let ends = !continues(sentence, plain.get(next..end).unwrap_or_default());
        if ends && next >= passage.end as usize {
            return trimmed(plain, from, next);
        }
        if ends && next <= passage.start as usize {
            from = next;
        }
        at = next;
    }
    trimmed(plain, from, end)
}

/// The paragraph of the passage, at most [`REACH`] bytes beyond it on each side.
fn paragraph(plain: &str, passage: Span) -> (usize, usize) {
    let (start, end) = (passage.start as usize, (passage.end as usize).min(plain.len()));
    let before = plain.get(..start).unwrap_or_default();
    let mut from = before.rfind('\n').map_or(0, |at| at + 1).max(start.saturating_sub(REACH));
    while !plain.is_char_boundary(from) {
        from += 1;
    }
    let after = plain.get(end..).unwrap_or_default();
    let mut to = (end + after.find('\n').unwrap_or(after.len())).min(end + REACH).min(plain.len());
    while !plain.is_char_boundary(to) {
        to -= 1;
    }
    (from.min(start), to.max(end))
}

/// Whether what looks like the end of a sentence is not one: an abbreviation, an initial, or a small letter follows.
fn continues(sentence: &str, rest: &str) -> bool {
    let words = sentence.trim_end();
    if words.ends_with(['!', '?', '。', '！', '？']) {
        return false;
    }
    let Some(stopped) = words.strip_suffix('.') else {
        return !words.ends_with(['”', '"', '»', '’', ')', ']', '…']) && !rest.is_empty();
    };
    let last = stopped.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '«' | '“' | '"')).next().unwrap_or_default();
    let initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    let dotted = last.contains('.') && last.chars().all(|c| c.is_alphabetic() || c == '.');
    let small = rest.trim_start().chars().next().is_some_and(char::is_lowercase);
    initial || small || (dotted && !rest.is_empty()) || ABBREVIATIONS.contains(&last.to_lowercase().as_str())
}

fn trimmed(plain: &str, start: usize, end: usize) -> Span {
    let text = plain.get(start..end).unwrap_or_default();
    let from = start + (text.len() - text.trim_start().len());
    Span::new(from, from + text.trim().len())
}

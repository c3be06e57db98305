//! The words of a text that may be names standing alone: with a capital, and no part of a longer name.

use std::ops::Range;

use super::mention_titles::is_title;
use crate::parse::document::{Document, ZoneKind};
use crate::parse::tree::TextRange;
use crate::text::boundary;
use crate::text::words::is_letter;

/// The words of a folded text with a capital in them, in order, hyphens and apostrophes inside of them included: each with
/// the byte at which it starts.
pub(super) fn capital_words(folded: &str) -> impl Iterator<Item = (usize, &str)> {
    let part = |letter: char| is_letter(letter) || matches!(letter, '-' | '\'');
    let mut at = 0;
    std::iter::from_fn(move || {
        let (head, tail) = folded.split_at_checked(at + next_capital(folded.get(at..)?)?)?;
        let before = head.get(at..)?.chars().rev().take_while(|letter| part(*letter)).map(char::len_utf8).sum::<usize>();
        let start = head.len() - before;
        at = head.len() + tail.find(|letter| !part(letter)).unwrap_or(tail.len());
        Some((start, folded.get(start..at)?.trim_end_matches(['-', '\''])))
    })
}

/// The offset in bytes of the first capital.
fn next_capital(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())?;
        let letter = text.get(at..)?.chars().next()?;
        let capital = match letter {
            'A'..='Z' | '\u{400}'..='\u{42f}' => true,
            '\u{430}'..='\u{45f}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{9fff}' => false,
            letter => letter.is_uppercase(),
        };
        if capital {
            return Some(at);
        }
        at += letter.len_utf8();
    }
}

/// The ways to read a folded word that may have something attached: whole, before a possessive, before each hyphen.
pub(super) fn readings(word: &str) -> impl Iterator<Item = &str> {
    let hyphens = word.match_indices('-').map(|(at, _)| word.get(..at).unwrap_or_default());
    std::iter::once(word).chain(word.strip_suffix("'s")).chain(hyphens)
}

/// Whether a word of a folded text (a range of its bytes) is no part of a longer name: no first name before it, nothing with
/// a capital behind it.
pub(super) fn stands_alone(folded: &str, range: Range<usize>) -> bool {
    if boundary::before(folded, range.start).is_some_and(|c| matches!(c, '-' | '_' | '@' | '#' | '/' | '\'' | '.')) {
        return false;
    }
    let mut next = folded.get(range.end..).unwrap_or_default().chars();
    match next.next() {
        Some('_' | '@' | '/') => return false,
        // `Putin-backed` is about Putin; `Smith-Jones` is another name.
        Some('-') if next.next().is_some_and(|c| !c.is_lowercase()) => return false,
        Some(' ') if next.next().is_some_and(char::is_uppercase) => return false,
        _ => {}
    }
    let Some(before) = folded.get(..range.start).unwrap_or_default().strip_suffix(' ') else { return true };
    let word = before.rsplit(|c: char| !c.is_alphabetic() && !matches!(c, '-' | '\'')).next().unwrap_or_default();
    !word.starts_with(char::is_uppercase) || is_title(word) || begins_sentence(folded, before.len() - word.len())
}

/// Whether a position begins a sentence or a block.
pub(super) fn begins_sentence(plain: &str, at: usize) -> bool {
    let before = without_aside(plain.get(..at).unwrap_or_default());
    before.is_empty() || before.trim_end_matches([' ', '“', '"', '«', '(', '‘']).ends_with(['.', '!', '?', '\n', ':', '…'])
}

/// A text without what stands in round brackets at its end, as the source of a sentence behind its full stop.
fn without_aside(text: &str) -> &str {
    let Some(inside) = text.trim_end_matches(' ').strip_suffix(')') else { return text };
    let line = inside.rfind('\n').map_or(0, |at| at + 1);
    inside.get(line..).and_then(|aside| aside.rfind('(')).and_then(|at| text.get(..line + at)).unwrap_or(text)
}

/// Whether a range lies in text that is searched at all.
pub(super) fn is_searched(document: &Document, range: TextRange) -> bool {
    let closed = |kind: ZoneKind| matches!(kind, ZoneKind::Opaque | ZoneKind::Plain);
    // Zones are in the order of their start: those that could overlap begin before the range ends.
    let zones = document.zones.partition_point(|zone| zone.range.start < range.end);
    !document.zones.get(..zones).unwrap_or_default().iter().any(|zone| closed(zone.kind) && zone.range.overlaps(range))
}

/// Whether a range may be a mention: inside one block, and nothing of it is an editor's reference (`taken`), code or the like.
pub(super) fn is_free(document: &Document, range: TextRange, taken: &[TextRange]) -> bool {
    is_searched(document, range) && !taken.iter().any(|words| words.overlaps(range)) && !range.of(&document.plain).contains('\n')
}

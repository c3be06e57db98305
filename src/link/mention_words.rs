//! The words of a text that may be names standing alone: whole, with a capital, and no part of a longer name.

use super::mention_titles::is_title;
use crate::parse::document::{Document, ZoneKind};
use crate::parse::tree::TextRange;
use crate::text::boundary;
use crate::text::span::Span;
use crate::text::words::is_letter;

/// A word of a text with a capital in it.
pub(super) struct Word<'t> {
    /// Where it stands.
    pub(super) range: TextRange,
    /// Its text, hyphens and apostrophes inside of it included.
    pub(super) text: &'t str,
}

/// The words with a capital, in order.
pub(super) fn capital_words(plain: &str) -> impl Iterator<Item = Word<'_>> {
    let part = |letter: char| is_letter(letter) || matches!(letter, '-' | '‑' | '\'' | '’');
    let mut at = 0;
    std::iter::from_fn(move || {
        let (head, tail) = plain.split_at_checked(at + next_capital(plain.get(at..)?)?)?;
        let before = head.get(at..)?.chars().rev().take_while(|letter| part(*letter)).map(char::len_utf8).sum::<usize>();
        let start = head.len() - before;
        at = head.len() + tail.find(|letter| !part(letter)).unwrap_or(tail.len());
        let text = plain.get(start..at)?.trim_end_matches(['-', '‑', '\'', '’']);
        Some(Word { range: Span::new(start, start + text.len()), text })
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

/// The ways to read a word that may have something attached: whole, before a possessive, before each hyphen.
pub(super) fn readings(word: &str) -> impl Iterator<Item = &str> {
    let possessive = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
    let hyphens = word.match_indices(['-', '‑']).map(|(at, _)| word.get(..at).unwrap_or_default());
    std::iter::once(word).chain(possessive).chain(hyphens)
}

/// Whether a word is whole and no part of a longer name: no first name before it, nothing with a capital behind it.
pub(super) fn stands_alone(plain: &str, range: TextRange) -> bool {
    let (start, end) = (range.start as usize, range.end as usize);
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '‑' | '_' | '@' | '#' | '/');
    if boundary::before(plain, start).is_some_and(|c| joins(c) || matches!(c, '’' | '\'' | '.')) {
        return false;
    }
    let behind = plain.get(end..).unwrap_or_default();
    let mut next = behind.chars();
    match next.next() {
        Some(c) if c.is_alphanumeric() || matches!(c, '_' | '@' | '/') => return false,
        // `Putin-backed` is about Putin; `Smith-Jones` is another name.
        Some('-' | '‑') if next.next().is_some_and(|c| !c.is_lowercase()) => return false,
        Some(' ') if next.next().is_some_and(char::is_uppercase) => return false,
        _ => {}
    }
    let before = plain.get(..start).unwrap_or_default();
    let Some(before) = before.strip_suffix(' ') else { return true };
    let word = before.rsplit(|c: char| !c.is_alphabetic() && !matches!(c, '-' | '’' | '\'')).next().unwrap_or_default();
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    !capital || is_title(word) || begins_sentence(plain, before.len() - word.len())
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

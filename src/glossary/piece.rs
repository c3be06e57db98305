//! Pieces of texts in small letters: cut at every place where a word could begin or end, and known by their hashes.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::text::boundary;

/// A piece of a text.
pub(super) struct Piece {
    /// The end of its first character, a byte offset of the text.
    pub(super) first: usize,
    /// Its end, a byte offset of the text.
    pub(super) end: usize,
    /// Its bytes' hash.
    pub(super) hash: u64,
    /// Whether it is one space.
    pub(super) is_space: bool,
}

/// The piece that begins at `start` of a text in UTF-8; an empty one at the text's end.
#[inline]
pub(super) fn at(bytes: &[u8], start: usize) -> Piece {
    let rest = bytes.get(start..).unwrap_or_default();
    let first = joining(rest);
    let mut length = first;
    if first == 0 {
        length = rest.first().map_or(0, |byte| width(*byte)).min(rest.len());
    } else {
        loop {
            let behind = rest.get(length..).unwrap_or_default();
            length += behind.iter().position(|byte| !is_joining_ascii(*byte)).unwrap_or(behind.len());
            match rest.get(length..).map(joining) {
                Some(width @ 1..) => length += width,
                _ => break,
            }
        }
    }
    let piece = rest.get(..length).unwrap_or_default();
    let mut hasher = FxHasher::default();
    hasher.write(piece);
    let first = if first == 0 { length } else { first };
    Piece { first: start + first, end: start + length, hash: hasher.finish(), is_space: piece == b" " }
}

/// Bytes of the first character of a text if it [joins](boundary::joins) others; else 0: it is a piece of its own.
#[inline]
fn joining(text: &[u8]) -> usize {
    match text {
        [byte, ..] if byte.is_ascii() => usize::from(is_joining_ascii(*byte)),
        [lead @ 0xC3..=0xDF, trail, ..] => {
            let at = usize::from(lead & 0x1F) << 6 | usize::from(trail & 0x3F);
            if JOINING.get(at).is_some_and(|joins| *joins) { 2 } else { 0 }
        }
        // Latin Extended Additional, U+1E00 to U+1EFF.
        [0xE1, 0xB8..=0xBB, _, ..] => 3,
        _ => 0,
    }
}

/// Whether a byte is a character of ASCII that joins others.
#[inline]
fn is_joining_ascii(byte: u8) -> bool {
    static ASCII: [bool; 0x100] = joining_letters(0x80);
    ASCII.get(usize::from(byte)).is_some_and(|joins| *joins)
}

/// For each code point of two bytes, whether it is a letter that joins others.
static JOINING: [bool; 0x800] = joining_letters(0x800);

/// For each code point below `end`, whether it is a letter that joins others.
const fn joining_letters<const N: usize>(end: u32) -> [bool; N] {
    let mut table = [false; N];
    let mut at = 0;
    while at < end {
        if let Some(letter) = char::from_u32(at) {
            table[at as usize] = boundary::joins(letter);
        }
        at += 1;
    }
    table
}

/// Bytes of a character by its first (RFC 3629).
fn width(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::boundary::{may_begin, may_end};

    fn edges(text: &str) -> Vec<usize> {
        let mut edges = vec![0];
        while let Some(last) = edges.last().copied().filter(|last| *last < text.len()) {
            edges.push(at(text.as_bytes(), last).end);
        }
        edges
    }

    #[test]
    fn words_are_pieces() {
        assert_eq!(edges("Kim, Київ’s"), [0, 3, 4, 5, 13, 16, 17]);
        assert_eq!(edges("田a1"), [0, 3, 5]);
        assert_eq!(edges(""), [0]);
        assert!(at(b"a ", 1).is_space);
        assert_eq!((at(b"", 0).end, at(b"a", 1).end), (0, 1));
    }

    proptest! {
        #[test]
        fn no_border_of_a_word_lies_inside_a_piece(text in "\\PC{0,30}|[a-zA-Z0-9а-яїé'’.:²①ªⅷ田ナはกำ김\u{301}_ -]{0,30}") {
            let edges = edges(&text);
            prop_assert!(edges.iter().all(|at| text.is_char_boundary(*at)));
            for (at, _) in text.char_indices() {
                prop_assert!(!(may_begin(&text, at) || may_end(&text, at)) || edges.contains(&at), "{at} of {text:?}");
            }
        }

        #[test]
        fn letters_that_join_have_no_border_between(one in "\\PC", other in "\\PC") {
            let text = format!("{one}{other}");
            let joined = at(text.as_bytes(), 0).end == text.len() && joining(text.as_bytes()) > 0;
            prop_assert!(!joined || !(may_begin(&text, one.len()) || may_end(&text, one.len())), "{text:?}");
        }
    }
}

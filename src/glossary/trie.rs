//! Finds many names in a text at once: a trie whose steps are whole words, since a name never begins or ends inside of one.
//!
//! An automaton over bytes takes a step for each byte and several for many; here a step is a word, and nearly every word of a
//! text is seen to begin no name by one look into a small table. Names and texts are cut at every place where a word could
//! begin or end, so nothing is missed; whether one really does is for others to judge.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};

use crate::text::boundary;

/// A node by its number; the root is 0.
type Node = u32;

/// Texts that are looked for, numbered in the order in which they came.
#[derive(Debug)]
pub(super) struct Trie {
    texts: Vec<Box<str>>,
    /// From a node by a piece to the next node. Two pieces of one hash share a node: what ends there is compared in full.
    steps: FxHashMap<u64, Node>,
    /// The texts that end at a node.
    ends: FxHashMap<Node, Vec<u32>>,
    /// Which hashes a first piece may have: a bit for each, by its low bits.
    firsts: Box<[u64]>,
}

/// A piece of a text: where it stands, and its hash.
struct Piece {
    start: u32,
    end: u32,
    hash: u64,
}

impl Trie {
    /// A trie of texts, none of them empty, each once.
    pub(super) fn new(texts: Vec<Box<str>>) -> Self {
        let bits = (texts.len() * 8).next_power_of_two().max(64);
        let mut trie = Self { texts: vec![], steps: FxHashMap::default(), ends: FxHashMap::default(), firsts: vec![0; bits / 64].into() };
        trie.steps.reserve(texts.len() * 2);
        let (mut nodes, mut pieces) = (0, Vec::new());
        for (number, text) in texts.iter().enumerate() {
            cut(text, &mut pieces);
            if let Some(first) = pieces.first() {
                let (word, bit) = trie.place(first.hash);
                if let Some(word) = trie.firsts.get_mut(word) {
                    *word |= bit;
                }
            }
            let end = pieces.iter().fold(0, |node, piece| {
                *trie.steps.entry(key(node, piece.hash)).or_insert_with(|| {
                    nodes += 1;
                    nodes
                })
            });
            trie.ends.entry(end).or_default().push(u32::try_from(number).unwrap_or(u32::MAX));
        }
        trie.texts = texts;
        trie
    }

    /// The number of a text, if it is one of those that are looked for.
    pub(super) fn number(&self, text: &str) -> Option<usize> {
        let mut pieces = Vec::new();
        cut(text, &mut pieces);
        let end = pieces.iter().try_fold(0, |node, piece| self.steps.get(&key(node, piece.hash)).copied())?;
        self.ended(end).find(|number| self.texts.get(*number).is_some_and(|known| **known == *text))
    }

    /// Calls `found` with every occurrence and the number of its text, in the order of their starts, and of their ends.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(Range<usize>, usize)) {
        let mut pieces = Vec::with_capacity(text.len() / 3);
        cut(text, &mut pieces);
        for (at, first) in pieces.iter().enumerate().filter(|(_, piece)| self.may_begin(piece.hash)) {
            let mut node = 0;
            for piece in pieces.get(at..).unwrap_or_default() {
                match self.steps.get(&key(node, piece.hash)) {
                    Some(next) => node = *next,
                    None => break,
                }
                let range = first.start as usize..piece.end as usize;
                for number in self.ended(node) {
                    if self.texts.get(number).map(|known| &**known) == text.get(range.clone()) {
                        found(range.clone(), number);
                    }
                }
            }
        }
    }

    fn ended(&self, node: Node) -> impl Iterator<Item = usize> {
        self.ends.get(&node).into_iter().flatten().map(|number| *number as usize)
    }

    fn may_begin(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.firsts.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Where the bit of a hash stands.
    fn place(&self, hash: u64) -> (usize, u64) {
        let bit = usize::try_from(hash >> 20).unwrap_or_default() & (self.firsts.len() * 64 - 1);
        (bit / 64, 1 << (bit % 64))
    }
}

/// A step's key.
fn key(node: Node, hash: u64) -> u64 {
    (hash ^ u64::from(node)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(27) ^ u64::from(node)
}

/// Cuts a text at every place where a word could begin or end.
fn cut(text: &str, pieces: &mut Vec<Piece>) {
    pieces.clear();
    let bytes = text.as_bytes();
    let mut start = 0;
    while let Some(first) = bytes.get(start) {
        let mut end = start + width(*first);
        if joins(text, start, *first) {
            while let Some(next) = bytes.get(end).filter(|next| joins(text, end, **next)) {
                end += width(*next);
            }
        }
        let piece = bytes.get(start..end).unwrap_or_default();
        let mut hasher = FxHasher::default();
        hasher.write(piece);
        // Texts are shorter than 4 GiB: the reader sees to it.
        pieces.push(Piece {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
            hash: hasher.finish(),
        });
        start = end;
    }
}

/// Whether the character at a position, which begins with this byte, never has a word's border beside another such one.
fn joins(text: &str, at: usize, first: u8) -> bool {
    if first.is_ascii() {
        return first.is_ascii_alphanumeric();
    }
    // Other letters than these may be parted by a word's border; each is a piece of its own.
    boundary::behind(text, at).is_some_and(|letter| {
        matches!(letter, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' | '\u{386}'..='\u{481}' | '\u{48A}'..='\u{52F}'
            | '\u{1E00}'..='\u{1EFF}')
            && letter.is_alphabetic()
    })
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

    fn trie(texts: &[&str]) -> Trie {
        Trie::new(texts.iter().map(|text| Box::from(*text)).collect())
    }

    fn found(texts: &[&str], text: &str) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        trie(texts).find(text, |range, number| found.push((range.start, range.end, number)));
        found
    }

    #[test]
    fn names_are_found_where_they_stand() {
        assert_eq!(found(&["kim", "kim jong un", "un"], "so kim jong un"), [(3, 6, 0), (3, 14, 1), (12, 14, 2)]);
        assert_eq!(found(&["kim"], "kimchi, akim"), []);
        assert_eq!(found(&["u.s.", "u.s"], "the u.s. army"), [(4, 7, 1), (4, 8, 0)]);
        assert_eq!(found(&["田村", "村"], "田村一郎"), [(0, 6, 0), (3, 6, 1)]);
        assert_eq!(found(&["київ"], "у київ, київський"), [(3, 11, 0)]);
        assert_eq!(found(&[], "nothing"), []);
        assert_eq!(trie(&["kim jong un", "kim"]).number("kim"), Some(1));
        assert_eq!(trie(&["kim jong un"]).number("kim jong"), None);
    }

    proptest! {
        #[test]
        fn no_border_of_a_word_lies_inside_a_piece(text in "\\PC{0,30}|[a-zA-Z0-9а-яїé'’.:²①ªⅷ田ナはกำ김\u{301}_ -]{0,30}") {
            let mut pieces = Vec::new();
            cut(&text, &mut pieces);
            let edges: Vec<usize> = pieces.iter().map(|piece| piece.start as usize).chain([text.len()]).collect();
            prop_assert!(edges.iter().all(|at| text.is_char_boundary(*at)));
            for (at, _) in text.char_indices() {
                prop_assert!(!(may_begin(&text, at) || may_end(&text, at)) || edges.contains(&at), "{at} of {text:?}");
            }
        }

        #[test]
        fn whatever_a_plain_search_finds_at_words_is_found(names in proptest::collection::vec("[ab.]{1,3}( [ab]{1,2})?", 1..5), text in "[ab .]{0,30}") {
            let mut names = names;
            names.sort();
            names.dedup();
            let texts: Vec<&str> = names.iter().map(String::as_str).collect();
            let mut wanted = Vec::new();
            for (number, name) in texts.iter().enumerate() {
                for start in 0..text.len() {
                    let end = start + name.len();
                    if text.get(start..end) == Some(*name) && may_begin(&text, start) && may_end(&text, end) {
                        wanted.push((start, end, number));
                    }
                }
            }
            let all = found(&texts, &text);
            prop_assert!(wanted.iter().all(|one| all.contains(one)), "{:?} in {:?}", wanted, all);
        }
    }
}

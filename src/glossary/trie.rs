//! Finds many names in a text at once: a trie whose steps are whole words, since a name never begins or ends inside of one.
//!
//! An automaton over bytes takes a step for each byte and several for many; here a step is a word, and nearly every word of a
//! text is seen to begin no name by one look into a small table. Names and texts are cut at every place where a word could
//! begin or end, so nothing is missed; whether one really does is for others to judge.
//!
//! The trie keeps no texts: a node is the hash of all words up to it, and what ends there is a number. Two texts of one hash
//! share a node, so that a find is only sure once it was compared.

use std::ops::Range;

use super::piece::{self, Piece};

/// Where no text ends.
const NONE: u32 = u32::MAX;

/// How the first letter of a text may be written where it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// Large only.
    Large,
    /// Large or small; and what has no case.
    Any,
}

/// Texts that are looked for, numbered from 0.
#[derive(Debug)]
pub(super) struct Trie {
    /// The nodes by their hashes: a table of open addresses, its length a power of two, 0 where it is free.
    nodes: Vec<u64>,
    /// For each place of the table, the first of the texts that end there.
    firsts: Vec<u32>,
    /// For each text, the next that ends where it does.
    nexts: Vec<u32>,
    /// Nodes in the table.
    count: usize,
    /// The first words of texts that may begin with a small letter.
    any: Filter,
    /// The first words of all other texts.
    large: Filter,
}

impl Trie {
    /// A trie of `count` texts. `write` puts the text of a number, in small letters, into the buffer, and says how it begins;
    /// or there is none. No text is empty, nor ends in a space.
    pub(super) fn new(count: usize, mut write: impl FnMut(usize, &mut String) -> Option<Opening>) -> Self {
        let slots = (count + count / 2).next_power_of_two().max(16);
        let mut trie = Self {
            nodes: vec![0; slots],
            firsts: vec![NONE; slots],
            nexts: vec![NONE; count],
            count: 0,
            any: Filter::default(),
            large: Filter::default(),
        };
        let (mut any, mut large, mut text) = (Vec::new(), Vec::new(), String::new());
        // Backwards: each goes before those that end where it does, so that they are found in the order of their numbers.
        for number in (0..count).rev() {
            text.clear();
            if let Some(opening) = write(number, &mut text) {
                let first = trie.insert(number, &text);
                if opening == Opening::Any { &mut any } else { &mut large }.push(first);
            }
        }
        (trie.any, trie.large) = (Filter::new(any), Filter::new(large));
        trie
    }

    /// Adds a text; gives the hash of its first piece.
    fn insert(&mut self, number: usize, text: &str) -> u64 {
        let bytes = text.as_bytes();
        let mut piece = piece::at(bytes, 0);
        let first_piece = piece.hash;
        let mut node = step(0, piece.hash);
        while piece.end < bytes.len() {
            if !piece.is_space {
                self.slot(node);
            }
            piece = piece::at(bytes, piece.end);
            node = step(node, piece.hash);
        }
        let slot = self.slot(node);
        if let (Some(first), Some(next)) = (self.firsts.get_mut(slot), self.nexts.get_mut(number)) {
            *next = *first;
            *first = u32::try_from(number).unwrap_or(NONE);
        }
        first_piece
    }

    /// The place of a node in the table, which has it from here on.
    fn slot(&mut self, node: u64) -> usize {
        let slot = probe(&self.nodes, node);
        if self.nodes.get(slot) == Some(&node) {
            return slot;
        }
        // At most three of four places are taken.
        if self.count * 4 >= self.nodes.len() * 3 {
            self.grow();
            return self.slot(node);
        }
        self.count += 1;
        if let Some(free) = self.nodes.get_mut(slot) {
            *free = node;
        }
        slot
    }

    /// Doubles the table.
    fn grow(&mut self) {
        let slots = self.nodes.len() * 2;
        let (mut nodes, mut firsts) = (vec![0; slots], vec![NONE; slots]);
        for (node, first) in self.nodes.iter().zip(&self.firsts).filter(|(node, _)| **node != 0) {
            let slot = probe(&nodes, *node);
            if let (Some(place), Some(ends)) = (nodes.get_mut(slot), firsts.get_mut(slot)) {
                (*place, *ends) = (*node, *first);
            }
        }
        (self.nodes, self.firsts) = (nodes, firsts);
    }

    /// The numbers of the texts that a text in small letters may be, in their order.
    pub(super) fn numbers(&self, lower: &str) -> impl Iterator<Item = usize> {
        let bytes = lower.as_bytes();
        let (mut node, mut at) = (0, 0);
        while at < bytes.len() {
            let piece = piece::at(bytes, at);
            (node, at) = (step(node, piece.hash), piece.end);
        }
        self.ended(self.get(node).unwrap_or(NONE))
    }

    /// Calls `found` with every range that may be one of the texts, and with the numbers of those, in the order of the ranges'
    /// starts, and of their ends. `lower` is `text` in small letters, byte for byte.
    pub(super) fn find(&self, text: &str, lower: &str, mut found: impl FnMut(Range<usize>, Numbers<'_>)) {
        let (bytes, written) = (lower.as_bytes(), text.as_bytes());
        let mut start = 0;
        while start < bytes.len() {
            let first = piece::at(bytes, start);
            let large = || (start..first.first).any(|at| written.get(at) != bytes.get(at));
            if self.any.holds(first.hash) || (large() && self.large.holds(first.hash)) {
                self.walk(bytes, start, &first, &mut found);
            }
            start = first.end;
        }
    }

    /// Follows the pieces behind the first one as long as some text goes on with them. A text never ends in a space, so that
    /// one is taken together with what follows it.
    fn walk(&self, bytes: &[u8], start: usize, first: &Piece, found: &mut impl FnMut(Range<usize>, Numbers<'_>)) {
        let (mut node, mut end) = (step(0, first.hash), first.end);
        while let Some(number) = self.get(node) {
            if number != NONE {
                found(start..end, self.ended(number));
            }
            let mut piece = piece::at(bytes, end);
            if piece.is_space {
                node = step(node, piece.hash);
                piece = piece::at(bytes, piece.end);
            }
            if piece.end == end {
                return;
            }
            (node, end) = (step(node, piece.hash), piece.end);
        }
    }

    /// The first text that ends at a node; `None` if there is no such node.
    fn get(&self, node: u64) -> Option<u32> {
        let slot = probe(&self.nodes, node);
        if self.nodes.get(slot) == Some(&node) { self.firsts.get(slot).copied() } else { None }
    }

    /// The texts that end where the text of a number does, it first.
    fn ended(&self, number: u32) -> Numbers<'_> {
        Numbers { nexts: &self.nexts, number }
    }
}

/// Numbers of texts that end at one node, in their order.
pub(super) struct Numbers<'t> {
    nexts: &'t [u32],
    number: u32,
}

impl Iterator for Numbers<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let number = self.number as usize;
        self.number = *self.nexts.get(number)?;
        Some(number)
    }
}

/// The node behind another, by a piece; never 0.
fn step(node: u64, piece: u64) -> u64 {
    let product = u128::from(node ^ piece.rotate_left(32)) * u128::from(0x9E37_79B9_7F4A_7C15_u64);
    let (low, high) = (product & u128::from(u64::MAX), product >> 64);
    u64::try_from(low ^ high).unwrap_or_default() | 1
}

/// Where a node is in a table, or the free place where it would be.
fn probe(nodes: &[u64], node: u64) -> usize {
    let mask = nodes.len() - 1;
    let mut slot = usize::try_from(node >> 20).unwrap_or_default() & mask;
    while nodes.get(slot).is_some_and(|known| *known != 0 && *known != node) {
        slot = (slot + 1) & mask;
    }
    slot
}

/// Which hashes there may be: eight bits for each, of which one is set by the hash's low bits.
#[derive(Debug, Default)]
struct Filter {
    words: Vec<u64>,
}

impl Filter {
    fn new(mut hashes: Vec<u64>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        let mut filter = Self { words: vec![0; (hashes.len() / 8).next_power_of_two()] };
        for hash in hashes {
            let (word, bit) = filter.place(hash);
            if let Some(word) = filter.words.get_mut(word) {
                *word |= bit;
            }
        }
        filter
    }

    fn holds(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Where the bit of a hash stands.
    fn place(&self, hash: u64) -> (usize, u64) {
        (usize::try_from(hash >> 6).unwrap_or_default() & self.words.len().wrapping_sub(1), 1 << (hash & 63))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::boundary::{may_begin, may_end};

    fn trie(texts: &[&str]) -> Trie {
        Trie::new(texts.len(), |number, text| {
            text.push_str(texts[number]);
            Some(Opening::Any)
        })
    }

    fn found(texts: &[&str], text: &str) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        trie(texts).find(text, text, |range, numbers| {
            let known = numbers.filter(|number| text.get(range.clone()) == Some(texts[*number]));
            found.extend(known.map(|number| (range.start, range.end, number)));
        });
        found
    }

    #[test]
    fn names_are_found_where_they_stand() {
        assert_eq!(found(&["kim", "kim jong un", "un"], "so kim jong un"), [(3, 6, 0), (3, 14, 1), (12, 14, 2)]);
        assert_eq!(found(&["kim"], "kimchi, akim"), []);
        assert_eq!(found(&["u.s.", "u.s"], "the u.s. army"), [(4, 7, 1), (4, 8, 0)]);
        assert_eq!(found(&["田村", "村"], "田村一郎"), [(0, 6, 0), (3, 6, 1)]);
        assert_eq!(found(&["київ"], "у київ, київський"), [(3, 11, 0)]);
        assert_eq!(found(&["kim", "un", "kim"], "kim "), [(0, 3, 0), (0, 3, 2)]);
        assert_eq!(found(&[], "nothing"), []);
        assert_eq!(trie(&["kim jong un", "kim"]).numbers("kim").collect::<Vec<_>>(), [1]);
        assert_eq!(trie(&["kim jong un"]).numbers("kim jong").count(), 0);
    }

    #[test]
    fn a_small_letter_begins_no_name_that_needs_a_large_one() {
        let texts = ["kim", "jong"];
        let trie = Trie::new(texts.len(), |number, text| {
            text.push_str(texts[number]);
            Some(if number == 0 { Opening::Large } else { Opening::Any })
        });
        let mut starts = Vec::new();
        trie.find("kim Kim jong Jong", "kim kim jong jong", |range, _| starts.push(range.start));
        assert_eq!(starts, [4, 8, 13]);
    }

    #[test]
    fn a_table_that_grows_keeps_what_it_has() {
        let texts: Vec<String> = (0..2000).map(|at| format!("a b {} c {at}", at % 7)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let trie = trie(&texts);
        assert!(texts.iter().enumerate().all(|(number, text)| trie.numbers(text).any(|found| found == number)));
    }

    proptest! {
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

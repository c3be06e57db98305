//! The terms of one article, to be asked for those of many others.

use std::cmp::Reverse;

use super::profile::Held;
use super::term::{BITS, Term};

/// The terms of an article with their weights, for a quick look-up: open addressing.
pub(super) struct Table<'a> {
    slots: Vec<(Term, u16)>,
    weighty: Seen,
    /// All terms of the article, in the order of their numbers, also those that weigh nothing.
    all: &'a [Held],
    seen: Seen,
}

/// A bit for each of many ranges of numbers, set where a term is: most terms of another article are told apart here.
struct Seen([u64; 128]);

impl Seen {
    fn of(terms: impl Iterator<Item = Term>) -> Self {
        let mut seen = [0; 128];
        for term in terms {
            let (word, bit) = Self::bit(term);
            if let Some(word) = seen.get_mut(word) {
                *word |= bit;
            }
        }
        Self(seen)
    }

    fn bit(term: Term) -> (usize, u64) {
        ((term >> (BITS - 7)) as usize, 1 << ((term >> (BITS - 13)) & 63))
    }

    /// Whether a term may be among them.
    fn may_have(&self, term: Term) -> bool {
        let (word, bit) = Self::bit(term);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

impl<'a> Table<'a> {
    pub(super) fn new(all: &'a [Held], own: impl ExactSizeIterator<Item = (Term, u16)> + Clone) -> Self {
        let slots = vec![(0, 0); (own.len() * 2 + 1).next_power_of_two()];
        let mut table =
            Self { slots, weighty: Seen::of(own.clone().map(|(term, _)| term)), all, seen: Seen::of(all.iter().map(|held| held.term())) };
        for (term, weight) in own {
            let slot = table.slot(term);
            if let Some(slot) = table.slots.get_mut(slot) {
                *slot = (term, weight);
            }
        }
        table
    }

    /// Its slot, or the free one that it would have. Half of the slots are free, so there is one.
    fn slot(&self, term: Term) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (term >> 8) as usize & mask;
        while self.slots.get(at).is_some_and(|(known, _)| *known != term && *known != 0) {
            at = (at + 1) & mask;
        }
        at
    }

    /// The weight of a term, 0 for one that the article does not have or that tells nothing.
    #[inline]
    pub(super) fn weight(&self, term: Term) -> u16 {
        if !self.weighty.may_have(term) {
            return 0;
        }
        self.slots.get(self.slot(term)).filter(|(known, _)| *known == term).map_or(0, |(_, weight)| *weight)
    }

    /// Whether the article has a term.
    pub(super) fn has(&self, term: Term) -> bool {
        self.seen.may_have(term) && self.all.binary_search_by_key(&term, |held| held.term()).is_ok()
    }

    /// Terms that another article shares, with weights, by their parts in the likeness, heaviest first; not more than `N`, and zeros
    /// behind them.
    pub(super) fn common<const N: usize>(&self, other: impl Iterator<Item = (Term, u16)>) -> [Term; N] {
        let mut heaviest = [(0, 0); N];
        for (term, weight) in other {
            let part = u32::from(self.weight(term)) * u32::from(weight);
            if part == 0 || heaviest.last().is_some_and(|(least, _)| *least > part) {
                continue;
            }
            let at = heaviest.partition_point(|(known, of)| (*known, Reverse(*of)) > (part, Reverse(term)));
            if let Some(rest) = heaviest.get_mut(at..)
                && let Some(last) = rest.last_mut()
            {
                *last = (part, term);
                rest.rotate_right(1);
            }
        }
        heaviest.map(|(_, term)| term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_common_terms_are_left() {
        let own: Vec<(Term, u16)> = (1..=40).map(|at| (at << 20, 100)).collect();
        let all: Vec<Held> = vec![];
        let table = Table::new(&all, own.iter().copied());
        // Every other one is shared; the later ones weigh as much as the first.
        let other = (1..=40).filter(|at| at % 2 == 0).map(|at| (at << 20, if at > 30 { 9 } else { 7 }));
        let expected = [32, 34, 36, 38, 40, 2, 4, 6].map(|at| at << 20);
        assert_eq!(table.common(other.clone()), expected);
        assert_eq!(table.common(other.collect::<Vec<_>>().into_iter().rev()), expected);
        assert_eq!(table.common([(5 << 20, 3), (7 << 21, 1), (41 << 20, 9)].into_iter()), [5 << 20, 14 << 20, 0]);
    }
}

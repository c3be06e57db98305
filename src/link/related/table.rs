//! The terms of one article, to be asked for those of many others.

use super::term::Term;
use super::weight::Entry;

/// The terms of an article with their weights, for a quick look-up: open addressing.
pub(super) struct Table<'a> {
    slots: Vec<(Term, u16)>,
    weighty: Seen,
    /// All terms of the article, in the order of their numbers, also those that weigh nothing.
    all: &'a [Term],
    seen: Seen,
}

/// A bit for each of many ranges of numbers, set where a term is: most terms of another article are told apart here.
struct Seen([u64; 128]);

impl Seen {
    fn of<'t>(terms: impl IntoIterator<Item = &'t Term>) -> Self {
        let mut seen = [0; 128];
        for term in terms {
            let (word, bit) = Self::bit(*term);
            if let Some(word) = seen.get_mut(word) {
                *word |= bit;
            }
        }
        Self(seen)
    }

    fn bit(term: Term) -> (usize, u64) {
        ((term >> 25) as usize, 1 << ((term >> 19) & 63))
    }

    /// Whether a term may be among them.
    fn may_have(&self, term: Term) -> bool {
        let (word, bit) = Self::bit(term);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

impl<'a> Table<'a> {
    pub(super) fn new(all: &'a [Term], own: &Entry) -> Self {
        let slots = vec![(0, 0); (own.terms.len() * 2 + 1).next_power_of_two()];
        let mut table = Self { slots, weighty: Seen::of(&own.terms), all, seen: Seen::of(all) };
        for (term, weight) in std::iter::zip(&own.terms, &own.weights) {
            let slot = table.slot(*term);
            if let Some(slot) = table.slots.get_mut(slot) {
                *slot = (*term, *weight);
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
        self.seen.may_have(term) && self.all.binary_search(&term).is_ok()
    }

    /// Terms that the other article shares, with their part in the likeness, heaviest first, not more than `most`.
    pub(super) fn common(&self, other: &Entry, most: usize) -> Vec<Term> {
        let part = |(term, weight): (&Term, &u16)| (u64::from(self.weight(*term)) * u64::from(*weight), *term);
        let mut common: Vec<(u64, Term)> = std::iter::zip(&other.terms, &other.weights).map(part).filter(|(part, _)| *part > 0).collect();
        let order = |(a, x): &(u64, Term), (b, y): &(u64, Term)| b.cmp(a).then_with(|| x.cmp(y));
        if common.len() > most {
            common.select_nth_unstable_by(most, order);
            common.truncate(most);
        }
        common.sort_unstable_by(order);
        common.into_iter().map(|(_, term)| term).collect()
    }
}

//! Which articles have a term: for each chunk, for eight chunks together, and for eight of those.
//!
//! A look-up in all articles up to some time asks a handful of big nodes and a few small ones. An edit makes those nodes
//! anew that its article is in, and no other.

use std::sync::Arc;

use super::term::Term;
use super::timeline::{CHUNK, Place, number};
use super::weight::{Leaf, leaf};
use crate::glossary::LanguageKey;
use crate::source::Db;

/// Nodes that a bigger one joins.
const FAN: u32 = 8;
/// The biggest nodes hold `CHUNK * FAN^LEVELS` articles: a place in one fits 16 bits.
const LEVELS: u32 = 2;

/// Terms of an article that it is found by, the heaviest.
const INDEXED: usize = 128;

/// The articles of one or more neighbouring chunks by their terms.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// The place of its first article.
    pub(super) first: Place,
    /// Its chunks.
    pub(super) leaves: Vec<Arc<Leaf>>,
    /// For each article what its length divides by.
    pub(super) scales: Vec<f32>,
    /// And when it was published: here, so that what is only likely need not be looked at itself.
    pub(super) instants: Vec<Option<jiff::Timestamp>>,
    /// Where the terms of each range of numbers begin.
    buckets: Vec<u32>,
    shift: u32,
    /// Each term and where its postings begin, in the order of their numbers; and a last one for the end.
    terms: Vec<(Term, u32)>,
    postings: Vec<Posting>,
}

/// An article that has a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posting {
    /// Its place in the node.
    pub(super) place: u16,
    /// The term's weight in it, roughly: without its lower half.
    pub(super) weight: u8,
}

/// How strongly long articles are held back: 1 would be the cosine, which favours the short ones.
pub(super) const LENGTH: f64 = 0.8;

/// A node of a level: 0 for a chunk.
#[salsa::tracked]
pub(super) fn node(db: &dyn Db, language: LanguageKey, level: u32, index: u32) -> Node {
    let mut pairs: Vec<u64> = Vec::new();
    let (mut leaves, mut scales, mut instants) = (Vec::new(), Vec::new(), Vec::new());
    if level == 0 {
        let leaf = leaf(db, language, index);
        for (place, entry) in leaf.entries.iter().enumerate() {
            let heaviest = entry.heaviest(INDEXED).into_iter();
            pairs.extend(heaviest.map(|(weight, term)| pair(term, place, (weight >> 8) as u8)));
            scales.push(scale(entry.length));
            instants.push(entry.instant);
        }
        pairs.sort_unstable();
        leaves.push(leaf.clone());
    } else {
        let children: Vec<&Node> = (0..FAN).map(|child| node(db, language, level - 1, index * FAN + child)).collect();
        pairs.reserve_exact(children.iter().map(|child| child.postings.len()).sum());
        for child in children {
            let offset = scales.len();
            pairs.extend(child.pairs().map(|(term, posting)| pair(term, offset + usize::from(posting.place), posting.weight)));
            leaves.extend(child.leaves.iter().cloned());
            scales.extend_from_slice(&child.scales);
            instants.extend_from_slice(&child.instants);
        }
        // Runs that are sorted each: a stable sort joins them.
        pairs.sort();
    }
    Node { leaves, scales, instants, ..Node::new(index * FAN.pow(level) * number(CHUNK), &pairs) }
}

/// The nodes of all articles before a place, as few as there can be; the chunk with the last of them stands alone, as it
/// changes most.
pub(super) fn cover(db: &dyn Db, language: LanguageKey, end: Place) -> Vec<&Node> {
    let Some(last) = end.checked_sub(1).map(|last| last / number(CHUNK)) else { return vec![] };
    let mut nodes = vec![];
    let mut from = 0;
    for level in (0..=LEVELS).rev() {
        let size = FAN.pow(level);
        while from + size <= last {
            nodes.push(node(db, language, level, from / size));
            from += size;
        }
    }
    nodes.push(node(db, language, 0, last));
    nodes
}

/// A term, a place in a node and a weight in one number, to be sorted.
fn pair(term: Term, place: usize, weight: u8) -> u64 {
    u64::from(term) << 32 | u64::from(number(place)) << 8 | u64::from(weight)
}

#[expect(clippy::cast_possible_truncation, reason = "rough")]
fn scale(length: u32) -> f32 {
    f64::from(length).powf(-LENGTH) as f32
}

impl Node {
    #[expect(clippy::cast_possible_truncation, reason = "a pair is three numbers, and places fit 16 bits")]
    fn new(first: Place, pairs: &[u64]) -> Self {
        let (mut terms, mut postings) = (Vec::<(Term, u32)>::new(), Vec::with_capacity(pairs.len()));
        for pair in pairs {
            let (term, posting) = ((pair >> 32) as Term, Posting { place: (pair >> 8) as u16, weight: *pair as u8 });
            if terms.last().is_none_or(|(known, _)| *known != term) {
                terms.push((term, number(postings.len())));
            }
            postings.push(posting);
        }
        // About four terms a bucket.
        let bits = (terms.len() / 4).max(1).next_power_of_two().ilog2().max(1);
        let shift = Term::BITS - bits;
        let mut buckets = Vec::with_capacity((1 << bits) + 1);
        for (at, (term, _)) in terms.iter().enumerate() {
            while buckets.len() <= (term >> shift) as usize {
                buckets.push(number(at));
            }
        }
        buckets.resize((1 << bits) + 1, number(terms.len()));
        terms.push((Term::MAX, number(postings.len())));
        terms.shrink_to_fit();
        Self { first, leaves: vec![], scales: vec![], instants: vec![], buckets, shift, terms, postings }
    }

    /// The articles that have a term, by their places in the node, oldest first.
    pub(super) fn having(&self, term: Term) -> &[Posting] {
        let bucket = (term >> self.shift) as usize;
        let Some([from, to]) = self.buckets.get(bucket..bucket + 2) else { return &[] };
        let inside = self.terms.get(*from as usize..*to as usize).unwrap_or_default();
        let Some(at) = inside.iter().position(|(known, _)| *known == term).map(|at| at + *from as usize) else { return &[] };
        let Some([(_, start), (_, end)]) = self.terms.get(at..at + 2) else { return &[] };
        self.postings.get(*start as usize..*end as usize).unwrap_or_default()
    }

    fn pairs(&self) -> impl Iterator<Item = (Term, Posting)> {
        let spans = std::iter::zip(&self.terms, self.terms.iter().skip(1));
        spans.flat_map(|((term, start), (_, end))| {
            let postings = self.postings.get(*start as usize..*end as usize).unwrap_or_default();
            postings.iter().map(|posting| (*term, *posting))
        })
    }
}

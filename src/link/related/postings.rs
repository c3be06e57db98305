//! Which articles have a term: for each chunk, for eight chunks together, and for eight of those.
//!
//! A look-up in all articles up to some time asks a handful of big nodes and a few small ones. An edit makes those nodes
//! anew that its article is in, and no other.

use std::sync::Arc;

use super::term::{BITS, Term};
use super::timeline::{CHUNK, Place, number};
use super::weight::{Leaf, leaf};
use crate::glossary::LanguageKey;
use crate::source::Db;

/// Nodes that a bigger one joins: `1 << FAN`.
const FAN: u32 = 3;
/// The biggest nodes hold so many times joined chunks.
const LEVELS: u32 = 2;

/// Terms of an article that it is found by, the heaviest.
const INDEXED: usize = 128;
/// Ranges of terms for each article of a node, by their binary logarithm: about eight postings a range.
const RANGES: u32 = 4;

/// The articles of one or more neighbouring chunks by their terms.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// The place of its first article.
    pub(super) first: Place,
    /// Its chunks.
    pub(super) leaves: Vec<Arc<Leaf>>,
    /// For each article what its length divides by.
    pub(super) scales: Vec<f32>,
    /// The greatest of these.
    pub(super) scale: f32,
    /// And when each was published: here, so that what is only likely need not be looked at itself.
    pub(super) instants: Vec<Option<jiff::Timestamp>>,
    /// How its postings are written.
    shape: Shape,
    /// Where the postings of each range of terms begin; and a last one for the end.
    ranges: Vec<u32>,
    /// The postings, in the order of their terms, then of their places.
    postings: Vec<Posting>,
}

/// An article that has a term, in one number: the bits of the term that its range does not tell, the article's place in the
/// node, and the term's weight in it, roughly, without its lower half. The more articles a node has, the more bits has the place,
/// and the more ranges there are: so it always fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting(u32);

/// Most ranges have no more postings than this.
const NEAR: usize = 16;

/// Bits of a weight.
const WEIGHT: u32 = 8;

/// How many bits the parts of a posting have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    /// Of a place.
    place: u32,
    /// Of a term, without those that its range tells.
    mark: u32,
}

impl Shape {
    fn of_level(level: u32) -> Self {
        let place = CHUNK.ilog2() + FAN * level;
        Self { place, mark: BITS - RANGES - place }
    }

    /// How many ranges there are.
    fn ranges(self) -> usize {
        1 << (BITS - self.mark)
    }

    /// The range that a term is in.
    fn range(self, term: Term) -> usize {
        (term >> self.mark) as usize
    }

    fn posting(self, term: Term, place: u32, weight: u32) -> Posting {
        Posting(((term & ((1 << self.mark) - 1)) << self.place | place) << WEIGHT | weight)
    }
}

impl Posting {
    /// Its article's place in the node.
    #[inline]
    pub(super) fn place(self, node: &Node) -> usize {
        ((self.0 >> WEIGHT) & ((1 << node.shape.place) - 1)) as usize
    }

    /// The term's weight in the article.
    #[inline]
    pub(super) fn weight(self) -> u32 {
        self.0 & ((1 << WEIGHT) - 1)
    }
}

/// How strongly long articles are held back: 1 would be the cosine, which favours the short ones.
pub(super) const LENGTH: f64 = 0.8;

/// A node of a level: 0 for a chunk.
#[salsa::tracked]
pub(super) fn node(db: &dyn Db, language: LanguageKey, level: u32, index: u32) -> Node {
    match level.checked_sub(1) {
        None => Node::of_chunk(leaf(db, language, index), index * number(CHUNK)),
        Some(below) => {
            let children: Vec<&Node> = (0..1 << FAN).map(|child| node(db, language, below, (index << FAN) + child)).collect();
            Node::joined(&children, level)
        }
    }
}

/// The nodes of all articles before a place, as few as there can be; the chunk with the last of them stands alone, as it
/// changes most.
pub(super) fn cover(db: &dyn Db, language: LanguageKey, end: Place) -> Vec<&Node> {
    let Some(last) = end.checked_sub(1).map(|last| last / number(CHUNK)) else { return vec![] };
    let mut nodes = vec![];
    let mut from = 0;
    for level in (0..=LEVELS).rev() {
        let size = 1 << (FAN * level);
        while from + size <= last {
            nodes.push(node(db, language, level, from / size));
            from += size;
        }
    }
    nodes.push(node(db, language, 0, last));
    nodes
}

#[expect(clippy::cast_possible_truncation, reason = "rough")]
fn scale(length: u32) -> f32 {
    f64::from(length).powf(-LENGTH) as f32
}

impl Node {
    /// A node of a shape without any postings yet.
    fn new(shape: Shape, first: Place, leaves: Vec<Arc<Leaf>>) -> Self {
        let entries = || leaves.iter().flat_map(|leaf| &leaf.entries);
        let scales: Vec<f32> = entries().map(|entry| scale(entry.length)).collect();
        Self {
            first,
            scale: scales.iter().copied().fold(0.0, f32::max),
            scales,
            instants: entries().map(|entry| entry.instant).collect(),
            leaves,
            shape,
            ranges: Vec::with_capacity(shape.ranges() + 1),
            postings: Vec::new(),
        }
    }

    /// Adds a posting of a term; they come in the order of their terms.
    fn push(&mut self, term: Term, posting: Posting) {
        let ranges = self.ranges.len().max(self.shape.range(term) + 1);
        self.ranges.resize(ranges, number(self.postings.len()));
        self.postings.push(posting);
    }

    /// Ends the last ranges, when all postings are there.
    fn ended(mut self) -> Self {
        self.ranges.resize(self.shape.ranges() + 1, number(self.postings.len()));
        self
    }

    #[expect(clippy::cast_possible_truncation, reason = "a term and a posting joined")]
    fn of_chunk(leaf: &Arc<Leaf>, first: Place) -> Self {
        let shape = Shape::of_level(0);
        let mut pairs: Vec<u64> = Vec::with_capacity(leaf.entries.len() * INDEXED);
        for (at, place) in std::iter::zip(0..leaf.entries.len(), 0..) {
            let heaviest = leaf.article(at).into_iter().flat_map(|article| article.weighed().take(INDEXED));
            let posting = |term, weight: u16| shape.posting(term, place, u32::from(weight) >> WEIGHT);
            pairs.extend(heaviest.map(|(term, weight)| u64::from(term) << u32::BITS | u64::from(posting(term, weight).0)));
        }
        pairs.sort_unstable();
        let mut node = Self::new(shape, first, vec![leaf.clone()]);
        node.postings.reserve_exact(pairs.len());
        for pair in pairs {
            node.push((pair >> u32::BITS) as Term, Posting(pair as u32));
        }
        node.ended()
    }

    /// The node of neighbouring nodes, each of which is full.
    fn joined(children: &[&Self], level: u32) -> Self {
        let (shape, below) = (Shape::of_level(level), Shape::of_level(level.saturating_sub(1)));
        let first = children.first().map(|child| child.first).unwrap_or_default();
        let mut node = Self::new(shape, first, children.iter().flat_map(|child| child.leaves.iter().cloned()).collect());
        node.postings.reserve_exact(children.iter().map(|child| child.postings.len()).sum());
        // A range of the children becomes several neighbouring ones here.
        let mut same: Vec<(Term, u32, u32)> = Vec::new();
        for range in 0..below.ranges() {
            same.clear();
            for (at, child) in std::iter::zip(0.., children) {
                let term = |posting: &Posting| number(range) << below.mark | posting.0 >> (WEIGHT + below.place);
                let place = |posting: &Posting| at << below.place | number(posting.place(child));
                same.extend(child.postings(child.bounds(range)).iter().map(|posting| (term(posting), place(posting), posting.weight())));
            }
            same.sort_unstable();
            for (term, place, weight) in &same {
                node.push(*term, shape.posting(*term, *place, *weight));
            }
        }
        node.ended()
    }

    /// For each term where its postings are; nothing for those that are not wanted. Each step is made for all terms before the
    /// next, as each waits for memory, and that is waited for together.
    pub(super) fn look_up(&self, terms: impl Iterator<Item = Option<Term>> + Clone, spans: &mut Vec<Span>) {
        spans.clear();
        spans.extend(terms.clone().map(|term| term.map(|term| self.bounds(self.shape.range(term))).unwrap_or_default()));
        for (span, term) in std::iter::zip(spans, terms) {
            *span = term.map(|term| self.having(term, *span)).unwrap_or_default();
        }
    }

    /// The postings of a span.
    pub(super) fn postings(&self, span: Span) -> &[Posting] {
        self.postings.get(span.0 as usize..span.1 as usize).unwrap_or_default()
    }

    /// Where the postings of a range are.
    fn bounds(&self, range: usize) -> Span {
        let bound = |at: usize| self.ranges.get(at).copied().unwrap_or_default();
        (bound(range), bound(range + 1))
    }

    /// Those of a term among those of its range.
    fn having(&self, term: Term, range: Span) -> Span {
        let first = self.shape.posting(term, 0, 0);
        let last = Posting(first.0 | ((1 << (WEIGHT + self.shape.place)) - 1));
        let (from, to) = range;
        // Counted without a branch, as chance has it how many there are and which is where.
        let near = self.postings.get(from as usize..).and_then(|rest| rest.first_chunk::<NEAR>());
        if let Some(near) = near.filter(|_| to - from <= number(NEAR)) {
            let count = |bound: Posting, own: u32| -> u32 {
                std::iter::zip(0.., near).map(|(at, other): (u32, _)| u32::from(at < to - from) & u32::from(other.0 < bound.0 + own)).sum()
            };
            return (from + count(first, 0), from + count(last, 1));
        }
        let postings = self.postings(range);
        (from + number(postings.partition_point(|other| *other < first)), from + number(postings.partition_point(|other| *other <= last)))
    }
}

/// From which posting to before which.
pub(super) type Span = (u32, u32);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{Change, Database, Source, Text, Workspace};
    use crate::text::path::SitePath;

    /// A full chunk whose articles have these terms, by their places.
    fn chunk(source: Source, terms: &[(u8, Term)], index: u32) -> Node {
        let mut of_articles = vec![vec![]; CHUNK];
        for (place, term) in terms {
            of_articles[usize::from(*place)].push((*term, 256 * (u16::from(*place) % 8 + 1)));
        }
        Node::of_chunk(&Arc::new(Leaf::of_terms(source, &of_articles)), index * number(CHUNK))
    }

    fn having(node: &Node, term: Term) -> Vec<(usize, u32)> {
        let mut spans = vec![];
        node.look_up([None, Some(term)].into_iter(), &mut spans);
        assert_eq!(spans[0], (0, 0), "what is not wanted is not looked up");
        node.postings(spans[1]).iter().map(|posting| (posting.place(node), posting.weight())).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn a_look_up_finds_all_articles_that_have_a_term(
            // Terms that are near each other, far apart, and often the same.
            chunks in prop::collection::vec(
                prop::collection::hash_set((any::<u8>(), prop_oneof![4..40_u32, (0..30_u32).prop_map(|at| at << 20 | 4), 4..1_u32 << BITS]), 0..80),
                1 << FAN,
            ),
        ) {
            let mut workspace = Workspace::new(Database::new(jiff::Timestamp::UNIX_EPOCH));
            let path = SitePath::new("content/a.md");
            workspace.apply([(path.clone(), Change::Text(Text::Utf8("# A".into())))]);
            let source = workspace.source(path.as_str()).expect("it was just added");
            let chunks: Vec<Vec<(u8, Term)>> = chunks.into_iter().map(|chunk| chunk.into_iter().collect()).collect();
            let nodes: Vec<Node> = std::iter::zip(0.., &chunks).map(|(index, chunk_terms)| chunk(source, chunk_terms, index)).collect();
            let joined = Node::joined(&nodes.iter().collect::<Vec<_>>(), 1);
            let terms: Vec<Term> = chunks.iter().flatten().map(|(_, term)| *term).chain([4, 5, (1 << BITS) - 1]).collect();
            for term in terms {
                let mut expected = vec![];
                for (at, (node, chunk)) in std::iter::zip(&nodes, &chunks).enumerate() {
                    let mut own: Vec<(usize, u32)> =
                        chunk.iter().filter(|(_, known)| *known == term).map(|(place, _)| (usize::from(*place), u32::from(*place) % 8 + 1)).collect();
                    own.sort_unstable();
                    prop_assert_eq!(&having(node, term), &own);
                    expected.extend(own.iter().map(|(place, weight)| (at * CHUNK + place, *weight)));
                }
                prop_assert_eq!(having(&joined, term), expected);
            }
        }
    }
}

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
    #[expect(clippy::cast_possible_truncation, reason = "a term and a posting joined")]
    fn of_chunk(leaf: &Arc<Leaf>, first: Place) -> Self {
        let shape = Shape::of_level(0);
        let articles = || std::iter::zip(0.., &leaf.entries);
        let mut pairs: Vec<u64> = Vec::with_capacity(leaf.entries.len() * INDEXED);
        for (place, entry) in articles() {
            let heaviest = leaf.weighed(entry).take(INDEXED);
            pairs.extend(
                heaviest.map(|(term, weight)| {
                    u64::from(term) << u32::BITS | u64::from(shape.posting(term, place, u32::from(weight) >> WEIGHT).0)
                }),
            );
        }
        pairs.sort_unstable();
        let postings = pairs.iter().map(|pair| Posting(*pair as u32)).collect();
        let mut ranges = Vec::with_capacity((1 << (BITS - shape.mark)) + 1);
        for (at, pair) in std::iter::zip(0.., &pairs) {
            ranges.resize(ranges.len().max(shape.range((pair >> u32::BITS) as Term) + 1), at);
        }
        ranges.resize((1 << (BITS - shape.mark)) + 1, number(pairs.len()));
        let scales: Vec<f32> = leaf.entries.iter().map(|entry| scale(entry.length)).collect();
        Self {
            first,
            leaves: vec![leaf.clone()],
            scale: scales.iter().copied().fold(0.0, f32::max),
            scales,
            instants: leaf.entries.iter().map(|entry| entry.instant).collect(),
            shape,
            ranges,
            postings,
        }
    }

    /// The node of neighbouring nodes, each of which is full.
    fn joined(children: &[&Self], level: u32) -> Self {
        let shape = Shape::of_level(level);
        let mut postings = Vec::with_capacity(children.iter().map(|child| child.postings.len()).sum());
        let mut ranges = Vec::with_capacity((1 << (BITS - shape.mark)) + 1);
        // A range of the children becomes several neighbouring ones here.
        let below = Shape::of_level(level.saturating_sub(1));
        let mut same: Vec<(Term, u32, u32)> = Vec::new();
        for range in 0..1 << (BITS - below.mark) {
            same.clear();
            for (at, child) in std::iter::zip(0.., children) {
                same.extend(child.postings(child.bounds(range)).iter().map(|posting| {
                    let mark = posting.0 >> (WEIGHT + below.place);
                    let place = (posting.0 >> WEIGHT) & ((1 << below.place) - 1);
                    (number(range) << below.mark | mark, at << below.place | place, posting.weight())
                }));
            }
            same.sort_unstable();
            for (term, place, weight) in &same {
                ranges.resize(ranges.len().max(shape.range(*term) + 1), number(postings.len()));
                postings.push(shape.posting(*term, *place, *weight));
            }
        }
        ranges.resize((1 << (BITS - shape.mark)) + 1, number(postings.len()));
        Self {
            first: children.first().map(|child| child.first).unwrap_or_default(),
            leaves: children.iter().flat_map(|child| child.leaves.iter().cloned()).collect(),
            scales: children.iter().flat_map(|child| child.scales.iter().copied()).collect(),
            scale: children.iter().map(|child| child.scale).fold(0.0, f32::max),
            instants: children.iter().flat_map(|child| child.instants.iter().copied()).collect(),
            shape,
            ranges,
            postings,
        }
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

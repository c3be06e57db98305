//! Candidates: which articles may be near one, told by its heaviest terms and the index alone.

use std::cell::RefCell;
use std::cmp::Ordering;

use super::postings::{Node, cover};
use super::rank::nearness;
use super::term::Term;
use super::timeline::{CHUNK, Place, Position, number};
use super::weight::Article;
use crate::config::site::ReadAlsoConfig;
use crate::glossary::LanguageKey;
use crate::source::Db;

/// How often terms are looked up in nodes, heaviest terms first; so many terms in any case.
const LOOK_UPS: usize = 400;
const TERMS: usize = 32;
/// How many articles that have a term are looked at: those nearest in time.
const REACH: usize = 128;
/// Candidates whose distance in time is looked at; and of those, the ones that are given.
const LIKELY: usize = 64;
const CANDIDATES: usize = 24;
/// Candidates that are too many are cut down when there are so many times more than wanted.
const MANY: usize = 3;

thread_local! {
    /// Room for the products of a node's articles: zeros, when nobody uses it.
    static PRODUCTS: RefCell<Vec<u32>> = RefCell::default();
}

/// Articles before the end of a position that share heavy terms with the one that stands there, each with how near it roughly is.
pub(super) fn candidates<'db>(
    db: &'db dyn Db,
    own: Article<'_>,
    (language, position): (LanguageKey, Position),
    settings: &ReadAlsoConfig,
) -> Vec<(f64, Article<'db>)> {
    let nodes = cover(db, language, position.end);
    let (candidates, half_life) = (CANDIDATES.max(settings.count.saturating_mul(2)), settings.half_life);
    let terms: Vec<(Term, u16)> = own.weighed().take((LOOK_UPS / nodes.len().max(1)).max(TERMS)).collect();
    let found = PRODUCTS.with_borrow_mut(|products| likely(&terms, &nodes, (position, LIKELY.max(candidates)), products));
    let node = |place: Place| nodes.get(nodes.partition_point(|node| node.first <= place).checked_sub(1)?);
    let near = |(likeness, place): (f32, Place)| {
        let node = node(place)?;
        let instant = *node.instants.get((place - node.first) as usize)?;
        Some((f64::from(likeness) * nearness((own.entry.instant, instant), half_life), place))
    };
    let mut likely: Vec<(f64, Place)> = found.into_iter().filter_map(near).collect();
    leave_greatest(&mut likely, candidates, f64::total_cmp);
    likely.into_iter().filter_map(|(likeness, place)| Some((likeness, node(place)?.article(place)?))).collect()
}

/// So many articles as are asked for, those that share most, with how much that is.
fn likely(terms: &[(Term, u16)], nodes: &[&Node], (position, count): (Position, usize), products: &mut Vec<u32>) -> Vec<(f32, Place)> {
    let (own, end) = (position.place as usize, position.end as usize);
    let mut nearest: Vec<&Node> = nodes.to_vec();
    nearest.sort_by_key(|node| node.distance(own));
    let mut left = vec![REACH; terms.len()];
    let (mut spans, mut touched) = (Vec::with_capacity(terms.len()), Vec::<usize>::with_capacity(terms.len() * REACH));
    let mut found: Vec<(f32, Place)> = Vec::new();
    let mut floor = 0.0;
    for node in nearest {
        let first = node.first as usize;
        if products.len() < node.scales.len() {
            products.resize(node.scales.len(), 0);
        }
        node.look_up(std::iter::zip(terms, &left).map(|((term, _), left)| (*left > 0).then_some(*term)), &mut spans);
        for (((_, weight), left), span) in std::iter::zip(terms, &mut left).zip(&spans) {
            let mut having = node.postings(*span);
            if first + node.scales.len() > end {
                having = having.get(..having.partition_point(|posting| first + posting.place(node) < end)).unwrap_or_default();
            }
            let count = having.len().min(*left);
            let near = if first > own { having.get(..count) } else { having.get(having.len() - count..) };
            *left -= count;
            for posting in near.unwrap_or_default() {
                let place = posting.place(node);
                if let Some(sum) = products.get_mut(place) {
                    if *sum == 0 {
                        touched.push(place);
                    }
                    // At least 1, so that it is known to have one of the terms.
                    *sum = sum.saturating_add(u32::from(*weight) * posting.weight() + 1);
                }
            }
        }
        for place in touched.drain(..) {
            let shared = rough(products.get_mut(place).map(std::mem::take).unwrap_or_default());
            if shared * node.scale < floor {
                continue;
            }
            let likeness = shared * node.scales.get(place).copied().unwrap_or_default();
            if likeness >= floor {
                found.push((likeness, node.first + number(place)));
            }
        }
        // What is left of the nodes so far sets the mark for the next ones.
        if found.len() / MANY > count {
            floor = leave_greatest(&mut found, count, f32::total_cmp).unwrap_or(floor);
        }
    }
    leave_greatest(&mut found, count, f32::total_cmp);
    found
}

/// Where there are more than so many (at least one), leaves the greatest and gives the least of them. Of equal ones the newer, so
/// that the same ones are left whatever the order they were found in.
fn leave_greatest<L: Copy>(found: &mut Vec<(L, Place)>, count: usize, order: fn(&L, &L) -> Ordering) -> Option<L> {
    let last = count.checked_sub(1).filter(|last| last + 1 < found.len())?;
    let (_, (least, _), _) = found.select_nth_unstable_by(last, |(a, x), (b, y)| order(b, a).then_with(|| y.cmp(x)));
    let least = *least;
    found.truncate(count);
    Some(least)
}

#[expect(clippy::cast_precision_loss, reason = "rough")]
fn rough(sum: u32) -> f32 {
    sum as f32
}

impl Node {
    /// The article at a place of the timeline.
    fn article(&self, place: Place) -> Option<Article<'_>> {
        let at = place.checked_sub(self.first)? as usize;
        self.leaves.get(at / CHUNK)?.article(at % CHUNK)
    }

    /// How many places lie between.
    fn distance(&self, place: usize) -> usize {
        let first = self.first as usize;
        first.saturating_sub(place).max((place + 1).saturating_sub(first + self.scales.len()))
    }
}

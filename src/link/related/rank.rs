//! Ranking: an article's heaviest terms find candidates, all its terms weigh them.
//!
//! What it costs is bounded: so many look-ups, so many articles a term (those nearest in time), so many candidates. So an
//! article's neighbours cost about the same in an archive of a thousand and of a hundred thousand.

use super::postings::{LENGTH, Node, Posting, cover};
use super::profile::profile;
use super::table::Table;
use super::timeline::{CHUNK, Place, position};
use super::weight::{Entry, WHOLE, leaf};
use crate::config::site::ReadAlsoConfig;
use crate::glossary::LanguageKey;
use crate::link::query::{list, outgoing};
use crate::link::{ListKey, ListKind, read_also};
use crate::parse::query::{address, config, front};
use crate::source::{Db, Source};
use crate::text::slug::slug;

/// How often terms are looked up in nodes, heaviest terms first; so many terms in any case.
const LOOK_UPS: usize = 400;
const TERMS: usize = 32;
/// How many articles that have a term are looked at.
const REACH: usize = 64;
/// Candidates whose distance in time is looked at; and of those, the ones that are weighed by all their terms.
const LIKELY: usize = 64;
const CANDIDATES: usize = 24;
/// What part of the rough likeness of the last one wanted a candidate must have to be weighed.
const PROMISING: f64 = 0.5;
/// Above this likeness (cosine) two articles tell the same, and the second adds little: so much is left of it.
const SAME: (f64, f64) = (0.95, 0.5);
/// What is left of the likeness of articles that lie endlessly far apart in time.
const TIMELESS: f64 = 0.5;
/// How much more an article counts whose whole headline stands in the text.
const HEADLINE: f64 = 0.4;
/// The length at which an article is neither held back nor favoured: it only sets the scale of scores.
const TYPICAL: f64 = 40_000.0;

/// An article's terms, and the nearest articles, nearest first.
pub(super) struct Ranking<'db> {
    pub(super) own: Table<'db>,
    pub(super) found: Vec<(f64, &'db Entry)>,
}

/// Ranks the neighbours of an article; `None` if readers cannot see it.
pub(super) fn rank(db: &dyn Db, source: Source) -> Option<Ranking<'_>> {
    let settings = &config(db).value.read_also;
    let language = LanguageKey::new(db, address(db, source).language.clone());
    let position = position(db, source)?;
    let place = position.place as usize;
    let own = leaf(db, language, position.chunk()).entries.get(place % CHUNK)?;
    let left_out = left_out(db, source, language);
    let table = Table::new(&profile(db, source).terms, own);
    let nodes = cover(db, language, position.end);
    let mut likely: Vec<(f64, &Entry)> = candidates(own, &nodes, (place, position.end as usize), settings)
        .into_iter()
        .filter(|(_, other)| other.stem != own.stem && (!settings.same_section || other.section == own.section))
        .filter(|(_, other)| other.source != source && !left_out.contains(&other.source))
        .collect();
    leave_promising(&mut likely, settings.count);
    let mut found: Vec<(f64, &Entry)> = likely.into_iter().map(|(_, other)| (score(own, other, &table, settings), other)).collect();
    let url = |entry: &Entry| address(db, entry.source).url.as_str();
    let order = |(a, x): &(f64, &Entry), (b, y): &(f64, &Entry)| b.total_cmp(a).then_with(|| url(x).cmp(url(y)));
    found.sort_unstable_by(order);
    found.truncate(settings.count);
    Some(Ranking { own: table, found })
}

/// Articles that the page has elsewhere: in the editor's list, in the text, and before and after it in its series.
fn left_out(db: &dyn Db, source: Source, language: LanguageKey) -> Vec<Source> {
    let mut left_out: Vec<Source> = read_also::manual_articles(db, source).iter().copied().chain(outgoing(db, source)).collect();
    if let Some(series) = &front(db, source).series {
        let parts = list(db, ListKey::new(db, language.language(db).clone(), ListKind::Series(slug(series))));
        let at = parts.iter().position(|part| *part == source);
        left_out.extend(at.and_then(|at| parts.get(at.checked_sub(1)?)));
        left_out.extend(at.and_then(|at| parts.get(at + 1)));
    }
    left_out
}

/// Takes out what is so much less likely than what there is enough of that weighing it exactly would be in vain.
fn leave_promising(likely: &mut Vec<(f64, &Entry)>, count: usize) {
    let Some(last) = count.checked_sub(1).filter(|last| *last < likely.len()) else { return };
    let (_, (least, _), _) = likely.select_nth_unstable_by(last, |(a, _), (b, _)| b.total_cmp(a));
    let least = *least * PROMISING;
    likely.retain(|(likeness, _)| *likeness >= least);
}

/// Articles before the place `end` that share heavy terms with the one at `place`, each with how near it roughly is.
fn candidates<'db>(own: &Entry, nodes: &[&'db Node], (place, end): (usize, usize), settings: &ReadAlsoConfig) -> Vec<(f64, &'db Entry)> {
    let (candidates, half_life) = (CANDIDATES.max(settings.count.saturating_mul(2)), settings.half_life);
    let likely_ones = LIKELY.max(candidates);
    let terms = own.heaviest((LOOK_UPS / nodes.len().max(1)).max(TERMS));
    let mut left = vec![REACH; terms.len()];
    let mut nearest: Vec<&Node> = nodes.to_vec();
    nearest.sort_by_key(|node| node.distance(place));
    let mut found: Vec<(f32, Place)> = Vec::new();
    let widest = nodes.iter().map(|node| node.scales.len()).max().unwrap_or_default();
    let mut products: Vec<u32> = vec![0; widest];
    let mut touched: Vec<u16> = Vec::new();
    let mut floor = 0.0;
    // Ties by place, so that the same ones are left whatever the order they were found in.
    let order = |(a, x): &(f32, Place), (b, y): &(f32, Place)| b.total_cmp(a).then_with(|| y.cmp(x));
    for node in nearest {
        let first = node.first as usize;
        let before_end = |posting: &Posting| first + usize::from(posting.place) < end;
        for ((weight, term), left) in std::iter::zip(&terms, &mut left) {
            let mut having = if *left > 0 { node.having(*term) } else { &[] };
            if first + node.scales.len() > end {
                having = having.get(..having.partition_point(before_end)).unwrap_or_default();
            }
            let count = having.len().min(*left);
            let near = if first > place { having.get(..count) } else { having.get(having.len() - count..) };
            *left -= count;
            for posting in near.unwrap_or_default() {
                if let Some(sum) = products.get_mut(usize::from(posting.place)) {
                    if *sum == 0 {
                        touched.push(posting.place);
                    }
                    // At least 1, so that it is known to have one of the terms.
                    *sum = sum.saturating_add(u32::from(*weight) * u32::from(posting.weight) + 1);
                }
            }
        }
        for place in touched.drain(..) {
            let (sum, scale) = (products.get_mut(usize::from(place)), node.scales.get(usize::from(place)));
            let likeness = rough(sum.map(std::mem::take).unwrap_or_default()) * scale.copied().unwrap_or_default();
            if likeness >= floor {
                found.push((likeness, node.first + Place::from(place)));
            }
        }
        // What is left of the nodes so far sets the mark for the next ones.
        if found.len() > likely_ones {
            let (_, (least, _), _) = found.select_nth_unstable_by(likely_ones - 1, order);
            floor = *least;
            found.truncate(likely_ones);
        }
    }
    let node = |place: Place| nodes.get(nodes.partition_point(|node| node.first <= place).checked_sub(1)?);
    let near = |(likeness, place): (f32, Place)| {
        let node = node(place)?;
        let instant = *node.instants.get((place - node.first) as usize)?;
        Some((f64::from(likeness) * nearness((own.instant, instant), half_life), place))
    };
    let mut likely: Vec<(f64, Place)> = found.into_iter().filter_map(near).collect();
    if likely.len() > candidates {
        likely.select_nth_unstable_by(candidates - 1, |(a, x), (b, y)| b.total_cmp(a).then_with(|| y.cmp(x)));
        likely.truncate(candidates);
    }
    likely.into_iter().filter_map(|(likeness, place)| Some((likeness, node(place)?.entry(place as usize)?))).collect()
}

/// How near one article is to another: what they share by weight, more where the headline of the other one stands in the
/// text, with a mild preference for nearness in time, and a penalty for telling the same.
fn score(own: &Entry, other: &Entry, table: &Table, settings: &ReadAlsoConfig) -> f64 {
    let mut product: u64 = 0;
    for (term, weight) in std::iter::zip(&other.terms, &other.weights) {
        product += u64::from(table.weight(*term)) * u64::from(*weight);
    }
    let product = real(product);
    let headline: u32 = other.headline.iter().filter(|(term, _)| table.has(*term)).map(|(_, share)| u32::from(*share)).sum();
    let (own_length, length) = (f64::from(own.length), f64::from(other.length));
    let likeness = product / (own_length * length.powf(LENGTH) * TYPICAL.powf(1.0 - LENGTH));
    let (same, left) = SAME;
    let fresh = if product / (own_length * length) > same { left } else { 1.0 };
    likeness * (1.0 + HEADLINE * f64::from(headline) / WHOLE) * nearness((own.instant, other.instant), settings.half_life) * fresh
}

/// What is left of a likeness at a distance in time.
fn nearness(instants: (Option<jiff::Timestamp>, Option<jiff::Timestamp>), half_life: f64) -> f64 {
    let days = if let (Some(a), Some(b)) = instants { days(a, b) } else { half_life };
    TIMELESS + (1.0 - TIMELESS) * (-days / half_life.max(1.0)).exp2()
}

impl Node {
    /// The article at a place of the timeline.
    fn entry(&self, place: usize) -> Option<&Entry> {
        let at = place.checked_sub(self.first as usize)?;
        self.leaves.get(at / CHUNK)?.entries.get(at % CHUNK)
    }

    /// How many places lie between.
    fn distance(&self, place: usize) -> usize {
        let first = self.first as usize;
        first.saturating_sub(place).max((place + 1).saturating_sub(first + self.scales.len()))
    }
}

#[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit")]
fn days(a: jiff::Timestamp, b: jiff::Timestamp) -> f64 {
    (a.as_second() - b.as_second()).abs() as f64 / 86_400.0
}

#[expect(clippy::cast_precision_loss, reason = "the sum of some hundred products of two 16-bit numbers fits")]
fn real(product: u64) -> f64 {
    product as f64
}

#[expect(clippy::cast_precision_loss, reason = "rough")]
fn rough(sum: u32) -> f32 {
    sum as f32
}

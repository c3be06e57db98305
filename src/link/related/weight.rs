//! Weights: how much each term of an article tells. A term's rarity is that among the articles published shortly before,
//! so that what is published later changes no weight, and an edit only those of its time.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use super::profile::{Held, Profile, profile};
use super::term::{BITS, Kind, Term, kind};
use super::timeline::{chunk, number};
use crate::config::site::ReadAlsoWeights;
use crate::glossary::LanguageKey;
use crate::parse::query::config;
use crate::source::{Db, Source};

/// Chunks among whose articles a term's rarity is taken: the own one and the one before it, so that an edit changes few weights.
const WINDOW: u32 = 2;
/// Of a hundred articles, more than so many have a word that tells nothing.
const COMMON: usize = 40;
/// In a small archive, so many more.
const RARE: usize = 5;
/// Terms of an article that are kept: the rest of a long text says little besides.
const KEPT: usize = 512;
/// A weight of one, as a whole number: sums of whole numbers are the same in any order.
const ONE: f64 = 512.0;
/// The whole of a headline's rarity.
pub(super) const WHOLE: f64 = 65_535.0;

/// What the articles of a chunk weigh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The articles, oldest first.
    pub(super) entries: Box<[Entry]>,
    /// The heaviest terms of each article, at most [`KEPT`], heaviest first.
    terms: Box<[Term]>,
    /// Their weights, in parts of [`ONE`].
    weights: Box<[u16]>,
    /// The terms of each headline and their shares of its rarity, in parts of [`WHOLE`].
    headlines: Box<[(Term, u16)]>,
}

/// An article with the weights of its terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) source: Source,
    pub(super) instant: Option<jiff::Timestamp>,
    pub(super) section: u64,
    pub(super) stem: u64,
    /// Where its terms lie in its leaf.
    terms: Range<u32>,
    /// Where those of its headline lie.
    headline: Range<u32>,
    /// Euclidean length of the weights of terms that others have too, in parts of [`ONE`]; at least 1.
    pub(super) length: u32,
}

/// An article in its leaf.
#[derive(Clone, Copy)]
pub(super) struct Article<'l> {
    leaf: &'l Leaf,
    pub(super) entry: &'l Entry,
}

impl Leaf {
    /// The article at a place in it.
    pub(super) fn article(&self, at: usize) -> Option<Article<'_>> {
        Some(Article { leaf: self, entry: self.entries.get(at)? })
    }
}

impl<'l> Article<'l> {
    /// Its heaviest terms with their weights, heaviest first.
    pub(super) fn weighed(self) -> impl ExactSizeIterator<Item = (Term, u16)> + Clone + use<'l> {
        let terms = part(&self.leaf.terms, &self.entry.terms).iter().copied();
        std::iter::zip(terms, part(&self.leaf.weights, &self.entry.terms).iter().copied())
    }

    /// The terms of its headline and their shares of its rarity, in parts of [`WHOLE`].
    pub(super) fn headline(self) -> &'l [(Term, u16)] {
        part(&self.leaf.headlines, &self.entry.headline)
    }
}

#[cfg(test)]
impl Leaf {
    /// One of articles that have nothing but terms with weights, all from one file.
    pub(super) fn of_terms(source: Source, articles: &[Vec<(Term, u16)>]) -> Self {
        let mut entries = Vec::new();
        let (mut terms, mut weights) = (Vec::new(), Vec::new());
        for article in articles {
            let first = number(terms.len());
            terms.extend(article.iter().map(|(term, _)| *term));
            weights.extend(article.iter().map(|(_, weight)| *weight));
            let terms = first..number(terms.len());
            entries.push(Entry { source, instant: None, section: 0, stem: 0, terms, headline: 0..0, length: 1 });
        }
        Self { entries: entries.into(), terms: terms.into(), weights: weights.into(), headlines: Box::default() }
    }
}

fn part<'l, T>(all: &'l [T], range: &Range<u32>) -> &'l [T] {
    all.get(range.start as usize..range.end as usize).unwrap_or_default()
}

/// A chunk's articles with the weights of their terms.
#[salsa::tracked]
pub(super) fn leaf(db: &dyn Db, language: LanguageKey, index: u32) -> Arc<Leaf> {
    let profiles = |index: u32| chunk(db, language, index).iter().map(|source| (*source, profile(db, *source)));
    let own: Vec<(Source, &Profile)> = profiles(index).collect();
    let earlier: Vec<&Profile> = (index.saturating_sub(WINDOW - 1)..index).flat_map(profiles).map(|(_, profile)| profile).collect();
    let counts = counts(&own, &earlier);
    let rarity = Rarity::new(own.len() + earlier.len(), config(db).value.read_also.weights);
    let (mut terms, mut weights, mut headlines) = (Vec::new(), Vec::new(), Vec::new());
    let entries = std::iter::zip(own, counts).map(|((source, profile), counts)| {
        let (first, first_of_headline) = (number(terms.len()), number(headlines.len()));
        let length = rarity.weigh(profile, &counts, &mut terms, &mut weights);
        headlines.extend(rarity.shares(profile, &counts));
        Entry {
            source,
            instant: profile.instant,
            section: profile.section,
            stem: profile.stem,
            terms: first..number(terms.len()),
            headline: first_of_headline..number(headlines.len()),
            length,
        }
    });
    let entries = entries.collect();
    // Copied, as what is kept for all articles is no longer than it must be.
    Arc::new(Leaf { entries, terms: terms.as_slice().into(), weights: weights.as_slice().into(), headlines: headlines.as_slice().into() })
}

/// How rare terms are, and what that weighs.
struct Rarity {
    weights: ReadAlsoWeights,
    /// The rarity of words and phrases, and of tags and entities, by the number of articles that have them.
    by_count: [Vec<f64>; 2],
    /// What an amount counts.
    by_amount: Vec<f64>,
}

impl Rarity {
    fn new(articles: usize, weights: ReadAlsoWeights) -> Self {
        // Inverse document frequency; nothing for what is everywhere.
        let rarity = |limit: usize, count: usize| {
            if count > limit + RARE { 0.0 } else { (1.0 + real(articles) / real(count.max(1))).ln() }
        };
        let by_count = [articles * COMMON / 100, articles / 2].map(|limit| (0..=articles).map(|count| rarity(limit, count)).collect());
        let by_amount = Held::amounts().map(f64::sqrt).collect();
        Self { weights, by_count, by_amount }
    }

    /// Weighs the terms of an article and adds those that are kept; gives the length of all. `counts`: in how many articles each
    /// term of the profile is.
    #[expect(clippy::cast_possible_truncation, reason = "a term and a weight joined")]
    fn weigh(&self, profile: &Profile, counts: &[u16], terms: &mut Vec<Term>, weights: &mut Vec<u16>) -> u32 {
        // The weight turned round before the term: the heaviest come first.
        let mut weighed: Vec<u64> = Vec::with_capacity(profile.terms.len());
        let mut square: u64 = 0;
        for (held, count) in std::iter::zip(&profile.terms, counts) {
            let term = held.term();
            // Two words that stand together nowhere else are hardly a name, and most phrases of a text are of that kind.
            if *count < 2 && kind(term) == Kind::Phrase {
                continue;
            }
            let amount = self.by_amount.get(held.step()).copied().unwrap_or_default();
            let weight = whole(self.factor(term) * amount * self.rarity(term, *count) * ONE);
            if weight == 0 {
                continue;
            }
            // What no other article has cannot make two alike: it would only make long texts longer.
            if *count > 1 {
                square += u64::from(weight) * u64::from(weight);
            }
            weighed.push(u64::from(!weight) << u32::BITS | u64::from(term));
        }
        if weighed.len() > KEPT {
            weighed.select_nth_unstable(KEPT);
            weighed.truncate(KEPT);
        }
        weighed.sort_unstable();
        terms.extend(weighed.iter().map(|one| *one as Term));
        weights.extend(weighed.iter().map(|one| !((one >> u32::BITS) as u16)));
        u32::try_from(square.isqrt()).unwrap_or(u32::MAX).max(1)
    }

    fn shares(&self, profile: &Profile, counts: &[u16]) -> Vec<(Term, u16)> {
        let count = |term: &Term| counts.get(profile.terms.binary_search_by_key(term, |held| held.term()).ok()?).copied();
        let rarities: Vec<f64> = profile.headline.iter().map(|term| self.rarity(*term, count(term).unwrap_or_default())).collect();
        let sum: f64 = rarities.iter().sum();
        let share = |rarity: f64| if sum > 0.0 { whole(rarity / sum * WHOLE) } else { 0 };
        std::iter::zip(&profile.headline, rarities).map(|(term, rarity)| (*term, share(rarity))).collect()
    }

    /// How much a kind of terms tells, by its nature and by the site's settings.
    fn factor(&self, term: Term) -> f64 {
        match kind(term) {
            Kind::Word => self.weights.terms,
            Kind::Phrase => 0.7 * self.weights.terms,
            Kind::Tag => 3.0 * self.weights.tags,
            // Its name counts too, by its words; two names in common tell more than a tag.
            Kind::Entity => 2.5 * self.weights.entities,
        }
    }

    fn rarity(&self, term: Term, count: u16) -> f64 {
        let [words, names] = &self.by_count;
        let by_count = if matches!(kind(term), Kind::Word | Kind::Phrase) { words } else { names };
        by_count.get(usize::from(count)).copied().unwrap_or_default()
    }
}

/// Counters for each term that is counted, so that two terms seldom share one. Those that do are taken for less rare than they
/// are.
const COUNTERS: usize = 8;
/// Bits of a term's number that choose its counter, at least and at most.
const COUNTED: RangeInclusive<u32> = 12..=23;
/// Of them, those that choose among the counters at hand, which fit a core's own cache.
const AT_HAND: u32 = 15;

/// In how many articles, own and earlier, each term of each own article is.
///
/// Terms are in the order of their numbers, so all articles are read side by side, one range of numbers after another.
fn counts(own: &[(Source, &Profile)], earlier: &[&Profile]) -> Vec<Vec<u16>> {
    let mut earlier: Vec<&[Held]> = earlier.iter().map(|profile| &*profile.terms).collect();
    let mut own: Vec<&[Held]> = own.iter().map(|(_, profile)| &*profile.terms).collect();
    let mut counts: Vec<Vec<u16>> = own.iter().map(|terms| Vec::with_capacity(terms.len())).collect();
    let all: usize = own.iter().chain(&earlier).map(|terms| terms.len()).sum();
    let bits = (all * COUNTERS).next_power_of_two().ilog2().clamp(*COUNTED.start(), *COUNTED.end());
    let at_hand = bits.min(AT_HAND);
    let mut counters = vec![0_u16; 1 << at_hand];
    let at = |held: Held| (held.term() >> (BITS - bits)) as usize & ((1 << at_hand) - 1);
    for range in 0..1 << (bits - at_hand) {
        counters.fill(0);
        let inside = |held: &Held| held.term() >> (BITS - bits + at_hand) == range;
        let mut count = |terms: &[Held]| {
            let end = terms.iter().position(|held| !inside(held)).unwrap_or(terms.len());
            for held in terms.get(..end).unwrap_or_default() {
                if let Some(counter) = counters.get_mut(at(*held)) {
                    *counter = counter.saturating_add(1);
                }
            }
            end
        };
        for terms in &mut earlier {
            let end = count(terms);
            *terms = terms.get(end..).unwrap_or_default();
        }
        let ends: Vec<usize> = own.iter().map(|terms| count(terms)).collect();
        for ((terms, counts), end) in own.iter_mut().zip(&mut counts).zip(ends) {
            let (range, rest) = terms.split_at_checked(end).unwrap_or((terms, &[]));
            counts.extend(range.iter().map(|held| counters.get(at(*held)).copied().unwrap_or_default()));
            *terms = rest;
        }
    }
    counts
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is cut to the range before")]
fn whole(value: f64) -> u16 {
    (value + 0.5).clamp(0.0, WHOLE) as u16
}

#[expect(clippy::cast_precision_loss, reason = "numbers of articles")]
fn real(count: usize) -> f64 {
    count as f64
}

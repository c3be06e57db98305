//! Weights: how much each term of an article tells. A term's rarity is that among the articles published shortly before,
//! so that what is published later changes no weight, and an edit only those of its time.

use std::sync::Arc;

use super::profile::{Profile, profile};
use super::term::{Kind, Term, kind};
use super::timeline::chunk;
use crate::config::site::ReadAlsoWeights;
use crate::glossary::LanguageKey;
use crate::parse::query::config;
use crate::source::{Db, Source};

/// Chunks among whose articles a term's rarity is taken: the own one and those before it.
const WINDOW: u32 = 4;
/// Of a hundred articles, more than so many have a word that tells nothing.
const COMMON: usize = 30;
/// In a small archive, so many more.
const RARE: usize = 5;
/// A weight of one, as a whole number: sums of whole numbers are the same in any order.
pub(super) const ONE: f64 = 512.0;
/// The whole of a headline's rarity.
pub(super) const WHOLE: f64 = 65_535.0;

/// What the articles of a chunk weigh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The articles, oldest first.
    pub(super) entries: Vec<Entry>,
}

/// An article with the weights of its terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) source: Source,
    pub(super) instant: Option<jiff::Timestamp>,
    pub(super) section: Box<str>,
    pub(super) stem: Box<str>,
    /// Terms with a weight, in the order of their numbers.
    pub(super) terms: Box<[Term]>,
    /// Their weights, in parts of [`ONE`].
    pub(super) weights: Box<[u16]>,
    /// Euclidean length of the weights of terms that others have too, in parts of [`ONE`]; at least 1.
    pub(super) length: u32,
    /// The terms of the headline and their shares of its rarity, in parts of [`WHOLE`].
    pub(super) headline: Box<[(Term, u16)]>,
}

impl Entry {
    /// Its heaviest terms with their weights, in no order.
    pub(super) fn heaviest(&self, count: usize) -> Vec<(u16, Term)> {
        let mut terms: Vec<(u16, Term)> = std::iter::zip(self.weights.iter().copied(), self.terms.iter().copied()).collect();
        if terms.len() > count {
            terms.select_nth_unstable_by(count.saturating_sub(1), |(a, x), (b, y)| b.cmp(a).then_with(|| x.cmp(y)));
            terms.truncate(count);
        }
        terms
    }
}

/// A chunk's articles with the weights of their terms.
#[salsa::tracked]
pub(super) fn leaf(db: &dyn Db, language: LanguageKey, index: u32) -> Arc<Leaf> {
    let profiles = |index: u32| chunk(db, language, index).iter().map(|source| (*source, profile(db, *source)));
    let window: Vec<&Profile> = (index.saturating_sub(WINDOW - 1)..=index).flat_map(profiles).map(|(_, profile)| profile).collect();
    let rarity = Rarity { counts: Counts::of(&window), articles: window.len(), weights: config(db).value.read_also.weights };
    Arc::new(Leaf { entries: profiles(index).map(|(source, profile)| rarity.weigh(source, profile)).collect() })
}

/// How rare terms are.
struct Rarity {
    counts: Counts,
    articles: usize,
    weights: ReadAlsoWeights,
}

impl Rarity {
    fn weigh(&self, source: Source, profile: &Profile) -> Entry {
        let mut terms = Vec::with_capacity(profile.terms.len());
        let mut weights = Vec::with_capacity(profile.terms.len());
        let mut square: u64 = 0;
        for (term, amount) in std::iter::zip(&profile.terms, &profile.amounts) {
            let count = self.counts.get(*term);
            // Two words that stand together nowhere else are hardly a name, and most phrases of a text are of that kind.
            if count < 2 && kind(*term) == Kind::Phrase {
                continue;
            }
            let weight = whole(self.factor(*term) * (f64::from(*amount) / 2.0).sqrt() * self.rarity(*term, count) * ONE);
            if weight == 0 {
                continue;
            }
            // What no other article has cannot make two alike: it would only make long texts longer.
            if count > 1 {
                square += u64::from(weight) * u64::from(weight);
            }
            terms.push(*term);
            weights.push(weight);
        }
        Entry {
            source,
            instant: profile.instant,
            section: profile.section.clone(),
            stem: profile.stem.clone(),
            terms: terms.into(),
            weights: weights.into(),
            length: u32::try_from(square.isqrt()).unwrap_or(u32::MAX).max(1),
            headline: self.shares(&profile.headline),
        }
    }

    fn shares(&self, headline: &[Term]) -> Box<[(Term, u16)]> {
        let rarities: Vec<f64> = headline.iter().map(|term| self.rarity(*term, self.counts.get(*term))).collect();
        let sum: f64 = rarities.iter().sum();
        let share = |rarity: f64| if sum > 0.0 { whole(rarity / sum * WHOLE) } else { 0 };
        std::iter::zip(headline, rarities).map(|(term, rarity)| (*term, share(rarity))).collect()
    }

    /// How much a kind of terms tells, by its nature and by the site's settings.
    fn factor(&self, term: Term) -> f64 {
        match kind(term) {
            Kind::Word => self.weights.terms,
            Kind::Phrase => 0.6 * self.weights.terms,
            Kind::Tag => 3.0 * self.weights.tags,
            Kind::Entity => 1.5 * self.weights.entities,
        }
    }

    /// Inverse document frequency; nothing for what is everywhere.
    fn rarity(&self, term: Term, count: usize) -> f64 {
        let limit = match kind(term) {
            Kind::Word | Kind::Phrase => self.articles * COMMON / 100,
            Kind::Tag | Kind::Entity => self.articles / 2,
        };
        if count > limit + RARE { 0.0 } else { (1.0 + real(self.articles) / real(count.max(1))).ln() }
    }
}

/// In how many articles terms are: a table of counters that is read by a term's number. Two terms that share a counter are
/// taken for less rare than they are; with eight counters for a term that is seldom, and it costs no search.
struct Counts {
    counters: Vec<u16>,
    shift: u32,
}

impl Counts {
    fn of(profiles: &[&Profile]) -> Self {
        let all: usize = profiles.iter().map(|profile| profile.terms.len()).sum();
        let bits = (all * 8).next_power_of_two().ilog2().clamp(12, 22);
        let mut counts = Self { counters: vec![0; 1 << bits], shift: Term::BITS - bits };
        for term in profiles.iter().flat_map(|profile| &profile.terms) {
            let at = counts.at(*term);
            if let Some(counter) = counts.counters.get_mut(at) {
                *counter = counter.saturating_add(1);
            }
        }
        counts
    }

    fn at(&self, term: Term) -> usize {
        // The kinds of one hash stand apart.
        (term.wrapping_add((term & 3) << 30) >> self.shift) as usize
    }

    fn get(&self, term: Term) -> usize {
        self.counters.get(self.at(term)).copied().unwrap_or_default().into()
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is cut to the range before")]
fn whole(value: f64) -> u16 {
    value.round().clamp(0.0, WHOLE) as u16
}

#[expect(clippy::cast_precision_loss, reason = "numbers of articles")]
fn real(count: usize) -> f64 {
    count as f64
}

//! Computed neighbours: articles that share rare entities, tags and words, nearer ones first.
//!
//! One index a language over all [`profile`]s. Of a feature that many articles have, only those nearest in time are looked
//! at, so that an article's neighbours cost the same in an archive of a thousand and of a hundred thousand.

use rustc_hash::FxHashMap;

use super::profile::{Feature, profile, stem};
use super::query::{outgoing, visible_articles};
use super::{Related, read_also};
use crate::config::Language;
use crate::glossary::LanguageKey;
use crate::parse::query::{address, config, front};
use crate::source::{Db, Source};
use crate::text::slug::slug;

/// A word in more than one of so many articles tells nothing.
const COMMON: usize = 10;
/// A word in no more articles than this is never too common.
const RARE: usize = 5;
/// How many articles that have a feature are looked at, on each side in time.
const REACH: usize = 256;
/// Above this likeness (cosine) two articles tell the same, and the second adds little.
const SAME: f64 = 0.95;
/// What is left of the likeness of articles that lie endlessly far apart in time.
const TIMELESS: f64 = 0.7;
/// How many times more candidates are weighed by time than are wanted.
const CANDIDATES: usize = 12;
/// How many shared features are named.
const NAMED: usize = 4;

/// Words shorter than that are no reason that a reader would understand: `that`, `three`.
const TELLING: usize = 6;

/// A feature's number in an index.
type Number = u32;
/// An article's place in an index: newest first.
type Place = u32;

/// An article of the index.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    source: Source,
    instant: Option<jiff::Timestamp>,
    section: Box<str>,
    stem: Box<str>,
    /// Euclidean length of its weights.
    length: f64,
    /// Its features with their weights, those without weight left out.
    features: Vec<(Number, f64)>,
}

/// All visible articles of a language by their features.
#[derive(Debug, Clone, PartialEq, Default)]
struct Index {
    entries: Vec<Entry>,
    places: FxHashMap<Source, Place>,
    names: Vec<Feature>,
    /// For each feature the articles that have it.
    postings: Vec<Vec<Place>>,
}

#[salsa::tracked]
fn index(db: &dyn Db, language: LanguageKey) -> Index {
    let articles = visible_articles(db).iter().copied().filter(|source| address(db, *source).language == *language.language(db));
    let mut index = Index::default();
    let mut numbers: FxHashMap<&Feature, Number> = FxHashMap::default();
    let mut features: Vec<Vec<Number>> = Vec::new();
    for (place, source) in articles.enumerate() {
        let (place, profile) = (number(place), profile(db, source));
        let mut own = Vec::with_capacity(profile.features.len());
        for feature in &profile.features {
            let of_feature = *numbers.entry(feature).or_insert_with(|| {
                index.names.push(feature.clone());
                index.postings.push(vec![]);
                number(index.names.len() - 1)
            });
            own.push(of_feature);
            if let Some(posting) = index.postings.get_mut(of_feature as usize) {
                posting.push(place);
            }
        }
        features.push(own);
        index.places.insert(source, place);
        let (section, stem) = (profile.section.as_str().into(), profile.stem.as_str().into());
        index.entries.push(Entry { source, instant: profile.instant, section, stem, length: 0.0, features: vec![] });
    }
    let weights = weights(db, &index);
    for (entry, own) in std::iter::zip(&mut index.entries, features) {
        entry.features = own
            .into_iter()
            .filter_map(|number| Some((number, *weights.get(number as usize)?)))
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        entry.length = entry.features.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    }
    index
}

/// The weight of each feature: its kind's, times its rarity (inverse document frequency).
fn weights(db: &dyn Db, index: &Index) -> Vec<f64> {
    let (settings, total) = (config(db).value.read_also.weights, index.entries.len());
    let weight = |(feature, posting): (&Feature, &Vec<Place>)| {
        let (kind, limit) = match feature {
            Feature::Entity(_) => (settings.entities, total / 2 + RARE),
            Feature::Tag(_) => (settings.tags, total / 2 + RARE),
            Feature::Word(_) => (settings.terms, (total / COMMON).max(RARE)),
        };
        if posting.len() > limit { 0.0 } else { kind * (1.0 + real(total) / real(posting.len())).ln() }
    };
    std::iter::zip(&index.names, &index.postings).map(weight).collect()
}

/// The nearest articles, nearest first, without those that the editor's list or the text has already.
pub(super) fn related(db: &dyn Db, source: Source) -> Vec<Related> {
    let settings = &config(db).value.read_also;
    let index = index(db, LanguageKey::new(db, address(db, source).language.clone()));
    let Some((place, own)) = index.places.get(&source).and_then(|place| Some((*place, index.entries.get(*place as usize)?))) else {
        return vec![];
    };
    let left_out: Vec<&Source> = read_also::manual_articles(db, source).iter().chain(outgoing(db, source)).collect();
    let fits = |other: &Entry| {
        other.stem != own.stem && (!settings.same_section || other.section == own.section) && !left_out.contains(&&other.source)
    };
    // Entries stand newest first: what is newer than the article stands before a place.
    let first = match own.instant.filter(|_| !settings.include_newer) {
        Some(instant) => number(index.entries.partition_point(|other| other.instant > Some(instant))),
        None => 0,
    };
    let mut found: Vec<(f64, &Entry)> = likenesses(index, place, own, first)
        .into_iter()
        .filter_map(|(place, product)| Some((product, index.entries.get(place as usize)?)))
        .filter(|(_, other)| fits(other))
        .map(|(product, other)| (product / (own.length * other.length).max(f64::MIN_POSITIVE), other))
        .collect();
    // Nearness in time can raise an article only so far: the most alike are candidates enough.
    let candidates = settings.count.saturating_mul(CANDIDATES);
    if found.len() > candidates && candidates > 0 {
        let alike = |(a, x): &(f64, &Entry), (b, y): &(f64, &Entry)| {
            b.total_cmp(a).then_with(|| index.places.get(&x.source).cmp(&index.places.get(&y.source)))
        };
        found.select_nth_unstable_by(candidates - 1, alike);
        found.truncate(candidates);
    }
    for (likeness, other) in &mut found {
        *likeness = score(own, other, *likeness, settings.half_life);
    }
    let url = |entry: &Entry| address(db, entry.source).url.as_str();
    let order = |(a, x): &(f64, &Entry), (b, y): &(f64, &Entry)| b.total_cmp(a).then_with(|| url(x).cmp(url(y)));
    // Of hundreds only a handful is wanted in order.
    if found.len() > settings.count && settings.count > 0 {
        found.select_nth_unstable_by(settings.count - 1, order);
        found.truncate(settings.count);
    }
    found.sort_unstable_by(order);
    let nearest = found.into_iter().take(settings.count);
    nearest.map(|(score, other)| Related { source: other.source, score, shared: shared(db, index, own, other) }).collect()
}

/// The articles from a place on that share a feature with one, and the products of the weights that they share.
fn likenesses(index: &Index, place: Place, own: &Entry, first: Place) -> Vec<(Place, f64)> {
    let mut products = vec![0.0_f64; index.entries.len()];
    let mut touched: Vec<Place> = Vec::new();
    for (number, weight) in &own.features {
        let posting = index.postings.get(*number as usize).map(Vec::as_slice).unwrap_or_default();
        let at = posting.partition_point(|other| *other < place);
        let from = at.saturating_sub(REACH).max(posting.partition_point(|other| *other < first));
        let near = posting.get(from..(at + REACH).min(posting.len())).unwrap_or_default();
        for other in near.iter().filter(|other| **other != place) {
            if let Some(product) = products.get_mut(*other as usize) {
                if *product == 0.0 {
                    touched.push(*other);
                }
                *product += weight * weight;
            }
        }
    }
    touched.into_iter().filter_map(|place| Some((place, *products.get(place as usize)?))).collect()
}

/// Likeness (the cosine of the shared weights) with a mild preference for nearness in time, and a penalty for telling the
/// same.
fn score(own: &Entry, other: &Entry, cosine: f64, half_life: f64) -> f64 {
    let days = own.instant.zip(other.instant).map_or(half_life, |(a, b)| days(a, b));
    let near = TIMELESS + (1.0 - TIMELESS) * 0.5_f64.powf(days / half_life.max(1.0));
    cosine * near * if cosine > SAME { 0.5 } else { 1.0 }
}

/// What two articles share, heaviest first, in the words of the first one's language.
fn shared(db: &dyn Db, index: &Index, own: &Entry, other: &Entry) -> Vec<String> {
    let mut common: Vec<(Number, f64)> =
        own.features.iter().filter(|(number, _)| other.features.iter().any(|(theirs, _)| theirs == number)).copied().collect();
    common.sort_by(|(x, a), (y, b)| b.total_cmp(a).then_with(|| x.cmp(y)));
    // Words are looked up for those alone that are named: a stem is found again only by stemming the text.
    let mut names: Vec<String> = Vec::with_capacity(NAMED);
    let telling = |feature: &&Feature| !matches!(feature, Feature::Word(word) if word.chars().count() < TELLING);
    for feature in common.iter().filter_map(|(number, _)| index.names.get(*number as usize)).filter(telling) {
        let name = named(db, own.source, feature);
        if !names.contains(&name) {
            names.push(name);
        }
        if names.len() == NAMED {
            break;
        }
    }
    names
}

/// A feature as an article writes it.
fn named(db: &dyn Db, source: Source, feature: &Feature) -> String {
    let front = front(db, source);
    match feature {
        Feature::Entity(key) => {
            let language: &Language = &address(db, source).language;
            let Some(entity) = crate::glossary::query::entity(db, *key).as_ref() else { return key.id(db).to_string() };
            let local = entity.names.get(language).map(|names| names.name.as_str()).filter(|name| !name.is_empty());
            local.unwrap_or(&entity.name).to_owned()
        }
        Feature::Tag(tag) => front.tags.iter().find(|written| slug(written) == **tag).cloned().unwrap_or_else(|| tag.to_string()),
        Feature::Word(word) => {
            let text = format!("{} {}", front.title.value, front.description).to_lowercase();
            let mut words = text.split(|c: char| !c.is_alphanumeric());
            words.find(|written| stem(written) == **word).map_or_else(|| word.to_string(), str::to_owned)
        }
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit")]
fn days(a: jiff::Timestamp, b: jiff::Timestamp) -> f64 {
    (a.as_second() - b.as_second()).abs() as f64 / 86_400.0
}

#[expect(clippy::cast_precision_loss, reason = "numbers of articles")]
fn real(count: usize) -> f64 {
    count as f64
}

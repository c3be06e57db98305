//! Computed neighbours: articles that share rare entities, tags and words, nearer ones first.
//!
//! An article's features are few and change seldom: an edit of a body that mentions the same entities changes none, and so
//! no index and no list. Cost is bounded by leaving out features that many articles have: they tell nothing.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::query::{mentioned, outgoing, visible_articles};
use super::{Related, read_also};
use crate::glossary::EntityKey;
use crate::parse::query::{address, config, front};
use crate::source::{Db, Source};
use crate::text::headline::fold_headline;
use crate::text::slug::slug;

/// Something that two articles may share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Feature {
    Entity(EntityKey),
    Tag(Arc<str>),
    Word(Arc<str>),
}

/// Shortest word that counts, in letters; scripts without spaces have no words here, their entities and tags speak.
const SHORTEST: usize = 4;
/// Features that more than this share of the articles have are left out, where there are more than [`FEW`].
const COMMON: usize = 10;
/// Below this number of articles no feature is too common.
const FEW: usize = 50;
/// Above this likeness (cosine) two articles tell the same, and the second adds little.
const SAME: f64 = 0.95;
/// How many shared features are named.
const NAMED: usize = 4;

/// An article's features, sorted, each once.
#[salsa::tracked]
fn features(db: &dyn Db, source: Source) -> Vec<Feature> {
    let front = front(db, source);
    let mut features: Vec<Feature> = mentioned(db, source).iter().map(|(entity, _)| Feature::Entity(*entity)).collect();
    let mut tags: Vec<String> = front.tags.iter().map(|tag| slug(tag)).collect();
    tags.sort_unstable();
    tags.dedup();
    features.extend(tags.into_iter().map(|tag| Feature::Tag(Arc::from(tag))));
    let text = fold_headline(&format!("{} {}", front.title.value, front.description));
    let mut words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= SHORTEST).collect();
    words.sort_unstable();
    words.dedup();
    features.extend(words.into_iter().map(|word| Feature::Word(Arc::from(word))));
    features
}

/// An article of the index.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    source: Source,
    /// Days since 1970, if it has a date.
    day: Option<f64>,
    instant: Option<jiff::Timestamp>,
    /// Euclidean length of its weights.
    length: f64,
    /// Weighted features by their numbers.
    features: Vec<(u32, f64)>,
}

/// All visible articles by their features.
#[derive(Debug, Clone, PartialEq, Default)]
struct Index {
    entries: Vec<Entry>,
    places: FxHashMap<Source, u32>,
    names: Vec<Feature>,
    /// For each feature the articles that have it; empty for those that are too common.
    postings: Vec<Vec<u32>>,
}

#[salsa::tracked]
fn index(db: &dyn Db) -> Index {
    let weights = config(db).value.read_also.weights;
    let articles = visible_articles(db);
    let mut index = Index::default();
    let mut numbers: FxHashMap<Feature, u32> = FxHashMap::default();
    let mut of_article: Vec<Vec<u32>> = Vec::with_capacity(articles.len());
    for (place, source) in articles.iter().enumerate() {
        let own = features(db, *source).iter().map(|feature| {
            let number = *numbers.entry(feature.clone()).or_insert_with(|| {
                index.names.push(feature.clone());
                index.postings.push(vec![]);
                number_of(index.names.len() - 1)
            });
            if let Some(posting) = index.postings.get_mut(number as usize) {
                posting.push(number_of(place));
            }
            number
        });
        of_article.push(own.collect());
        index.places.insert(*source, number_of(place));
    }
    let total = real(articles.len());
    let limit = if articles.len() < FEW { articles.len() } else { articles.len() / COMMON };
    let weight: Vec<f64> = std::iter::zip(&index.names, &index.postings)
        .map(|(feature, posting)| {
            let kind = match feature {
                Feature::Entity(_) => weights.entities,
                Feature::Tag(_) => weights.tags,
                Feature::Word(_) => weights.terms,
            };
            if posting.len() > limit || posting.len() < 2 { 0.0 } else { kind * (total / real(posting.len())).ln().max(0.1) }
        })
        .collect();
    for (posting, weight) in std::iter::zip(&mut index.postings, &weight) {
        if *weight == 0.0 {
            *posting = vec![];
        }
    }
    for (source, own) in std::iter::zip(articles, of_article) {
        let features: Vec<(u32, f64)> = own
            .into_iter()
            .filter_map(|number| Some((number, *weight.get(number as usize)?)))
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        let date = crate::parse::query::date_of(front(db, *source));
        let instant = date.map(|date| date.instant);
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit")]
        let day = instant.map(|instant| instant.as_second() as f64 / 86_400.0);
        let length = features.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        index.entries.push(Entry { source: *source, day, instant, length, features });
    }
    index
}

/// The nearest articles, nearest first, without those that the editor's list or the text has already.
pub(super) fn related(db: &dyn Db, source: Source) -> Vec<Related> {
    let (index, settings) = (index(db), &config(db).value.read_also);
    let Some(own) = index.places.get(&source).and_then(|place| index.entries.get(*place as usize)) else { return vec![] };
    let mut scores: FxHashMap<u32, f64> = FxHashMap::default();
    for (number, weight) in &own.features {
        for other in index.postings.get(*number as usize).into_iter().flatten() {
            *scores.entry(*other).or_default() += weight * weight;
        }
    }
    let (address_of, left_out) =
        (address(db, source), read_also::manual_articles(db, source).iter().chain(outgoing(db, source)).collect::<Vec<_>>());
    let mut found: Vec<(f64, &Entry)> = scores
        .into_iter()
        .filter_map(|(place, dot)| {
            let other = index.entries.get(place as usize)?;
            let newer = matches!((other.instant, own.instant), (Some(other), Some(own)) if other > own);
            (settings.include_newer || !newer).then(|| (score(own, other, dot, settings.half_life), other))
        })
        .collect();
    found.sort_unstable_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| address(db, x.source).url.cmp(&address(db, y.source).url)));
    let fits = |other: &Entry| {
        let address = address(db, other.source);
        address.stem != address_of.stem
            && address.language == address_of.language
            && (!settings.same_section || address.section == address_of.section)
            && !left_out.contains(&&other.source)
    };
    let nearest = found.into_iter().filter(|(_, other)| fits(other)).take(settings.count);
    nearest.map(|(score, other)| Related { source: other.source, score, shared: shared(db, index, own, other) }).collect()
}

/// Cosine of the shared weights, with a mild preference for nearness in time, and a penalty for telling the same.
fn score(own: &Entry, other: &Entry, dot: f64, half_life: f64) -> f64 {
    let cosine = dot / (own.length * other.length).max(f64::MIN_POSITIVE);
    let days = own.day.zip(other.day).map_or(half_life, |(a, b)| (a - b).abs());
    let near = 0.7 + 0.3 * 0.5_f64.powf(days / half_life.max(1.0));
    cosine * near * if cosine > SAME { 0.5 } else { 1.0 }
}

/// What two articles share, heaviest first, in words.
fn shared(db: &dyn Db, index: &Index, own: &Entry, other: &Entry) -> Vec<String> {
    let mut common: Vec<(f64, String)> = own
        .features
        .iter()
        .filter(|(number, _)| other.features.iter().any(|(theirs, _)| theirs == number))
        .filter_map(|(number, weight)| Some((*weight, name(db, index.names.get(*number as usize)?))))
        .collect();
    common.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
    common.into_iter().take(NAMED).map(|(_, name)| name).collect()
}

fn name(db: &dyn Db, feature: &Feature) -> String {
    match feature {
        Feature::Entity(key) => {
            crate::glossary::query::entity(db, *key).as_ref().map_or_else(|| key.id(db).to_string(), |entity| entity.name.clone())
        }
        Feature::Tag(tag) => tag.to_string(),
        Feature::Word(word) => word.to_string(),
    }
}

fn number_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "numbers of articles")]
fn real(count: usize) -> f64 {
    count as f64
}

//! What an article is about, as far as neighbours are computed from it: small, and changed by few edits.

use std::sync::Arc;

use super::query::mentioned;
use crate::glossary::EntityKey;
use crate::parse::query::{address, date_of, front};
use crate::source::{Db, Source};
use crate::text::headline::fold_headline;
use crate::text::slug::slug;

/// Something that two articles may share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Feature {
    /// An entity that both mention.
    Entity(EntityKey),
    /// A tag, by slug.
    Tag(Arc<str>),
    /// A word of the headline or standfirst, folded and without its ending.
    Word(Arc<str>),
}

/// What the index of neighbours knows of an article.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profile {
    /// Each once, in an order that depends on nothing but the article.
    pub(super) features: Vec<Feature>,
    /// When it was published.
    pub(super) instant: Option<jiff::Timestamp>,
    /// Its section.
    pub(super) section: String,
    /// What its translations share.
    pub(super) stem: String,
}

/// Shortest word that counts, in letters; scripts without spaces have no words here, their entities and tags speak.
const SHORTEST: usize = 4;
/// Letters of a word that count: what follows is mostly an ending, in languages that inflect.
const STEM: usize = 7;

/// An article's profile.
#[salsa::tracked]
pub(super) fn profile(db: &dyn Db, source: Source) -> Profile {
    let (front, address) = (front(db, source), address(db, source));
    let mut entities: Vec<EntityKey> = mentioned(db, source).iter().map(|(entity, _)| *entity).collect();
    // By id, not by number of mentions: one mention more is no other subject.
    entities.sort_by(|a, b| a.id(db).cmp(b.id(db)));
    let mut features: Vec<Feature> = entities.into_iter().map(Feature::Entity).collect();
    features.extend(once(front.tags.iter().map(|tag| slug(tag))).map(|tag| Feature::Tag(Arc::from(tag))));
    features.extend(once(words(&front.title.value, &front.description)).map(|word| Feature::Word(Arc::from(word))));
    Profile { features, instant: date_of(front).map(|date| date.instant), section: address.section.clone(), stem: address.stem.clone() }
}

/// The words of an article's headline and standfirst, as features have them.
pub(super) fn words(title: &str, description: &str) -> impl Iterator<Item = String> {
    let text = fold_headline(&format!("{title} {description}"));
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= SHORTEST).map(stem).collect();
    words.into_iter()
}

/// A word without its ending, roughly: its first letters, and no plural `s`. That is little for a linguist, but the same in
/// every language.
pub(super) fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix('s')).unwrap_or(word);
    word.chars().take(STEM).collect()
}

fn once(names: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter()
}

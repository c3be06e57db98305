//! The questions that one can ask of this stage.

use super::{Card, ListEntry, ListKey, Mentions, ReadAlso, Related, Resolution, Sentence};
use crate::diagnostic::Diagnostic;
use crate::glossary::EntityKey;
use crate::source::{Db, Source};

/// Whether readers may see an article: neither draft, nor under embargo, nor expired; editors see everything.
#[salsa::tracked(returns(copy))]
pub fn visible(db: &dyn Db, source: Source) -> bool {
    let _ = source;
    unimplemented!()
}

/// All articles that may be seen, newest first; those of one instant by address.
#[salsa::tracked]
pub fn visible_articles(db: &dyn Db) -> Vec<Source> {
    let _ = db;
    unimplemented!()
}

/// An article's card.
#[salsa::tracked]
pub fn card(db: &dyn Db, source: Source) -> Card {
    let _ = source;
    unimplemented!()
}

/// The versions of an article in all languages, its own included, that may be seen; in the order of the site's languages.
#[salsa::tracked]
pub fn translations(db: &dyn Db, source: Source) -> Vec<Source> {
    let _ = source;
    unimplemented!()
}

/// A document's mentions.
#[salsa::tracked]
pub fn mentions(db: &dyn Db, source: Source) -> Mentions {
    super::mention::mentions(db, source)
}

/// The entities that a document mentions, most often first, then by id; with the number of mentions.
#[salsa::tracked]
pub fn mentioned(db: &dyn Db, source: Source) -> Vec<(EntityKey, usize)> {
    super::mention_index::mentioned(db, source)
}

/// The articles that may be seen and mention an entity, newest first.
#[salsa::tracked]
pub fn articles_mentioning(db: &dyn Db, entity: EntityKey) -> Vec<Source> {
    super::mention_index::articles_by_entity(db).get(&entity).cloned().unwrap_or_default()
}

/// The sentence of a document's first mention of an entity in its body (else in its title).
#[salsa::tracked]
pub fn mention_sentence(db: &dyn Db, source: Source, entity: EntityKey) -> Option<Sentence> {
    super::mention_index::sentence(db, source, entity)
}

/// What each reference of a document turned out to be, by the document's indices.
#[salsa::tracked]
pub fn resolutions(db: &dyn Db, source: Source) -> Vec<Resolution> {
    let _ = source;
    unimplemented!()
}

/// The articles that a document's text refers to, each once, sorted by path.
#[salsa::tracked]
pub fn outgoing(db: &dyn Db, source: Source) -> Vec<Source> {
    let _ = source;
    unimplemented!()
}

/// The articles that may be seen and refer to an article, newest first.
#[salsa::tracked]
pub fn backlinks(db: &dyn Db, source: Source) -> Vec<Source> {
    let _ = source;
    unimplemented!()
}

/// The sentence around the first reference in `from` to `to`.
#[salsa::tracked]
pub fn reference_sentence(db: &dyn Db, from: Source, to: Source) -> Option<Sentence> {
    let _ = (from, to);
    unimplemented!()
}

/// A page's "Read also" list: the editor's items, topped up with computed ones.
#[salsa::tracked]
pub fn read_also(db: &dyn Db, source: Source) -> Vec<ReadAlso> {
    let _ = source;
    unimplemented!()
}

/// The nearest articles, nearest first, without those that the editor's list or the text has already.
#[salsa::tracked]
pub fn related(db: &dyn Db, source: Source) -> Vec<Related> {
    let _ = source;
    unimplemented!()
}

/// Everything that this stage found wrong in a document, itself visible or not.
#[salsa::tracked]
pub fn findings_in(db: &dyn Db, source: Source) -> Vec<Diagnostic> {
    let _ = source;
    unimplemented!()
}

/// A list's articles that may be seen, newest first.
#[salsa::tracked]
pub fn list(db: &dyn Db, key: ListKey) -> Vec<Source> {
    let _ = key;
    unimplemented!()
}

/// All lists that have articles, by language (in the site's order), then by kind and name. Every language has `All`.
#[salsa::tracked]
pub fn lists(db: &dyn Db) -> Vec<ListEntry> {
    let _ = db;
    unimplemented!()
}

//! Mentions seen from the entity: which articles mention it, and in which sentence.

use rustc_hash::FxHashMap;

use super::{Mention, Sentence, query, quotation};
use crate::glossary::EntityKey;
use crate::parse;
use crate::parse::document::{Document, ZoneKind};
use crate::source::{Db, Source};
use crate::text::span::Span;

/// The entities that a document mentions, most often first, then by id; with the number of mentions.
pub(super) fn mentioned(db: &dyn Db, source: Source) -> Vec<(EntityKey, usize)> {
    let mut counts: FxHashMap<EntityKey, usize> = FxHashMap::default();
    for mention in &query::mentions(db, source).list {
        *counts.entry(mention.entity).or_default() += 1;
    }
    let mut counts: Vec<(EntityKey, usize)> = counts.into_iter().collect();
    counts.sort_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then_with(|| a.id(db).cmp(b.id(db))));
    counts
}

/// The articles that mention each entity, in the order of all articles: one table for all, so that asking for every entity
/// looks at each article once.
#[salsa::tracked]
pub(super) fn articles_by_entity(db: &dyn Db) -> FxHashMap<EntityKey, Vec<Source>> {
    let mut table: FxHashMap<EntityKey, Vec<Source>> = FxHashMap::default();
    for article in query::visible_articles(db) {
        for (entity, _) in query::mentioned(db, *article) {
            table.entry(*entity).or_default().push(*article);
        }
    }
    table
}

/// For each entity that a document mentions, the sentence of its first mention: in the body, else in a note, else in the title.
/// One table a document, as most documents mention many: pages of entities change only with it.
#[salsa::tracked]
pub(super) fn sentences(db: &dyn Db, source: Source) -> Box<[(EntityKey, Sentence)]> {
    let document = &parse::query::document(db, source).value;
    let mut first: FxHashMap<EntityKey, (u8, Span)> = FxHashMap::default();
    for mention in &query::mentions(db, source).list {
        let place = (remoteness(document, mention), mention.range);
        first.entry(mention.entity).and_modify(|first| *first = place.min(*first)).or_insert(place);
    }
    let sentence = |(entity, _): &(EntityKey, usize)| Some((*entity, quotation::cut(db, source, first.get(entity)?.1)));
    query::mentioned(db, source).iter().filter_map(sentence).collect()
}

/// How little a mention's place serves as a quotation: less is better.
fn remoteness(document: &Document, mention: &Mention) -> u8 {
    let zones = document.zones.iter().filter(|zone| zone.range.start <= mention.range.start && mention.range.end <= zone.range.end);
    let ranks = zones.map(|zone| match zone.kind {
        ZoneKind::Heading(_) => 1,
        ZoneKind::Note(_) => 2,
        ZoneKind::Title => 3,
        _ => 0,
    });
    ranks.max().unwrap_or_default()
}

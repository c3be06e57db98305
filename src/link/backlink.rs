//! References seen from their targets.

use rustc_hash::FxHashMap;

use super::query::{outgoing, resolutions, visible_articles};
use super::quotation::cut;
use super::{Resolution, Sentence};
use crate::parse::query::document;
use crate::source::{Db, Source};

/// For each article those that refer to it, newest first.
#[salsa::tracked]
pub(super) fn index(db: &dyn Db) -> FxHashMap<Source, Vec<Source>> {
    let mut index: FxHashMap<Source, Vec<Source>> = FxHashMap::default();
    for source in visible_articles(db) {
        for target in outgoing(db, *source).iter().filter(|target| *target != source) {
            index.entry(*target).or_default().push(*source);
        }
    }
    index
}

/// The sentence around the first reference from one article to another that stands in a text; none for mere embeds.
pub(super) fn reference_sentence(db: &dyn Db, from: Source, to: Source) -> Option<Sentence> {
    let document = &document(db, from).value;
    let leads_there = |resolution: &Resolution| matches!(resolution, Resolution::Article { source, .. } if *source == to);
    let mut pairs = std::iter::zip(&document.references, resolutions(db, from));
    let (reference, _) = pairs.find(|(reference, resolution)| !reference.embed && leads_there(resolution))?;
    Some(cut(db, from, reference.words))
}

//! Sentences cut from a document for another page: as a reader of the document sees them, with the titles that references
//! without words of their own show.

use super::query::{card, resolutions};
use super::{Resolution, Sentence};
use crate::glossary::query::entity;
use crate::parse::document::Document;
use crate::parse::query::{address, document};
use crate::source::{Db, Source};
use crate::text::sentence::sentence_around;
use crate::text::span::Span;

/// The sentence around a passage of a document's plain text.
pub(super) fn cut(db: &dyn Db, source: Source, passage: Span) -> Sentence {
    let document = &document(db, source).value;
    let around = sentence_around(&document.plain, passage);
    let before = shown(db, source, document, Span { start: around.start, end: passage.start });
    let after = shown(db, source, document, Span { start: passage.end, end: around.end.max(passage.end) });
    let own = if passage.is_empty() { title_at(db, source, document, passage.start) } else { None };
    Sentence {
        before: before.trim_start().into(),
        passage: own.map_or_else(|| document.words(passage).into(), String::into),
        after: after.trim_end().into(),
    }
}

/// The words of a stretch of the plain text, with the titles of references that have no words.
fn shown(db: &dyn Db, source: Source, document: &Document, stretch: Span) -> String {
    let mut out = String::with_capacity(stretch.len());
    let mut at = stretch.start;
    let inside = |place: u32| stretch.start < place && place < stretch.end;
    for (index, reference) in document.references.iter().enumerate() {
        let place = reference.words.start;
        if reference.embed || !reference.words.is_empty() || !inside(place) || place < at {
            continue;
        }
        out.push_str(document.words(Span { start: at, end: place }));
        out.push_str(&title(db, source, index).unwrap_or_default());
        at = place;
    }
    out.push_str(document.words(Span { start: at, end: stretch.end.max(at) }));
    out
}

fn title_at(db: &dyn Db, source: Source, document: &Document, place: u32) -> Option<String> {
    let here = document.references.iter().enumerate().filter(|(_, reference)| reference.words.is_empty() && reference.words.start == place);
    // An embed, or a reference that leads nowhere, may stand at the same place and show nothing there.
    here.filter(|(_, reference)| !reference.embed).find_map(|(index, _)| title(db, source, index))
}

/// What a reference without words shows.
fn title(db: &dyn Db, source: Source, reference: usize) -> Option<String> {
    match resolutions(db, source).get(reference)? {
        Resolution::Article { source, .. } => Some(card(db, *source).title.clone()),
        Resolution::Entity(key) => entity(db, *key).as_ref().map(|entity| entity.name_in(&address(db, source).language).to_owned()),
        Resolution::Asset(_) | Resolution::Unresolved => None,
    }
}

//! The notes of an article.

use super::article::who;
use crate::glossary::LanguageKey;
use crate::parse::document::NoteKind;
use crate::parse::query::document;
use crate::source::{Db, Source};
use crate::view::article::NoteView;
use crate::view::common::DateView;
use crate::view::html::Writer;
use crate::view::locale::locale;

/// The notes in the order of their numbers. The writer must have written the body.
pub fn notes(db: &dyn Db, source: Source, writer: &mut Writer<'_>, key: LanguageKey) -> Vec<NoteView> {
    let document = &document(db, source).value;
    let view = |(index, note): (usize, &crate::parse::document::Note)| {
        let (rating, reviewed) = match &note.kind {
            NoteKind::Claim { rating, reviewed, .. } => (rating.clone(), reviewed.as_deref()),
            _ => (None, None),
        };
        NoteView {
            number: index + 1,
            id: writer.note_id(index),
            kind: note.kind.key(),
            content: writer.note(index),
            references: writer.reference_ids(index),
            passage: note.passages.first().map(|range| document.words(*range).to_owned()).unwrap_or_default(),
            who: note.kind.said_by().map(|name| who(db, name, key)),
            rating: rating.unwrap_or_default(),
            reviewed: reviewed.and_then(|day| reviewed_on(db, day, key)),
        }
    };
    document.notes.iter().enumerate().map(view).collect()
}

fn reviewed_on(db: &dyn Db, day: &str, key: LanguageKey) -> Option<DateView> {
    let date: jiff::civil::Date = day.parse().ok()?;
    let text = locale(db, key).day(date);
    Some(DateView { iso: date.to_string(), day: date.to_string(), long: text.clone(), text })
}

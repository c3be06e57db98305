//! What a page depends on, for `gloss explain`: each file of the site of which the page shows something, and what that is.
//! The list comes from the questions that the page's view asks.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::glossary::EntityKey;
use crate::glossary::query::defined_in;
use crate::link::embed::transcluded;
use crate::link::query::{backlinks, mentioned, outgoing, read_also, resolutions, translations};
use crate::link::{ReadAlsoTarget, Resolution};
use crate::parse::document::NoteKind;
use crate::parse::query::document;
use crate::source::{Database, Db, Source};
use crate::view::pages::article::parts;
use crate::view::urls;

/// Files by path, with what the page has of each.
#[derive(Default)]
struct Files(BTreeMap<String, BTreeSet<String>>);

impl Files {
    fn add(&mut self, db: &Database, file: Source, what: &str) {
        self.0.entry(file.path(db).to_string()).or_default().insert(what.to_owned());
    }
}

/// Writes the list.
pub(super) fn write(db: &Database, page: Source, out: &mut String) -> std::fmt::Result {
    let mut files = Files::default();
    articles(db, page, &mut files);
    entities(db, page, &mut files);
    let site = db.concrete().site();
    for template in site.templates(db) {
        files.add(db, *template, "the theme");
    }
    for data in site.data(db) {
        files.add(db, *data, "data that templates may read");
    }
    if let Some(config) = site.config(db) {
        files.add(db, config, "the settings");
    }
    for path in resolutions(db, page).iter().filter_map(|resolution| match resolution {
        Resolution::Asset(path) => Some(path),
        _ => None,
    }) {
        files.0.entry(path.clone()).or_default().insert("that the file is there".into());
    }
    writeln!(out, "\ndepends on: {}", files.0.len())?;
    for (path, what) in &files.0 {
        writeln!(out, "  {path}: {}", what.iter().map(String::as_str).collect::<Vec<_>>().join(", "))?;
    }
    writeln!(out, "  and on the names and addresses of all articles, for its references; on their words, for what is nearest")
}

/// Of other articles: a card is the title, address, dates, description and corrections.
fn articles(db: &Database, page: Source, files: &mut Files) {
    files.add(db, page, "its text");
    for article in translations(db, page).iter().filter(|other| **other != page) {
        files.add(db, *article, "its address as a translation");
    }
    for article in outgoing(db, page) {
        files.add(db, article, "its card for a reference");
    }
    for article in transcluded(db, page).into_iter().filter(|article| *article != page) {
        files.add(db, article, "its text, of which a section is set");
    }
    for item in read_also(db, page) {
        if let ReadAlsoTarget::Article(article) = item.target {
            files.add(db, article, "its card for \"Read also\"");
        }
    }
    for article in backlinks(db, page) {
        files.add(db, *article, "its card and the sentence that refers here");
    }
    if let Some(parts) = parts(db, page, urls::page_language(db, page)) {
        for (part, what) in [(parts.previous, "its card as the previous part"), (parts.next, "its card as the next part")] {
            part.into_iter().for_each(|part| files.add(db, part, what));
        }
    }
}

fn entities(db: &Database, page: Source, files: &mut Files) {
    let named = document(db, page).value.notes.iter().filter_map(|note| match &note.kind {
        NoteKind::Claim { claimant: who, .. } | NoteKind::Quote { speaker: who } => who.as_deref()?.strip_prefix('@'),
        _ => None,
    });
    let named = named.map(|id| EntityKey::new(db, id));
    for entity in mentioned(db, page).iter().map(|(entity, _)| *entity).chain(named) {
        if let Some(file) = defined_in(db, entity) {
            files.add(db, file, &format!("the entity {}", entity.id(db)));
        }
    }
}

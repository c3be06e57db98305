//! The search page, and the records of the search index: one for each article and each entity that readers may see.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::entity::{card_of, kind_label, name_link};
use super::page::standing_page;
use crate::glossary::query::{self as glossary, defined_in, entity, keys, languages};
use crate::glossary::surface::How;
use crate::glossary::{EntityKey, LanguageKey};
use crate::link::address;
use crate::link::fallback::borrowers;
use crate::link::query::{card, mentioned, visible_articles};
use crate::link::{ListKey, ListKind, query};
use crate::parse::document::{Document, ZoneKind};
use crate::parse::query::{config, document};
use crate::source::{Db, Source};
use crate::text::slug::slug;
use crate::view::common::PageView;
use crate::view::edition::shown_languages;
use crate::view::locale::{locale, own_name};
use crate::view::search::{CountText, FilterView, SearchRecord, SearchView};
use crate::view::texts::texts;
use crate::view::urls;

/// The folder of the index in the output.
pub const FOLDER: &str = "pagefind";

/// What results may be narrowed by, in the order of the page.
const FILTERS: [&str; 7] = ["kind", "section", "entity", "tag", "author", "year", "language"];

/// What a record is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An article, for the readers of a language: of its own, or of one to which it is not translated.
    Article(Source, LanguageKey),
    /// An entity, for the readers of a language.
    Entity(EntityKey, LanguageKey),
}

/// The search page of a language.
pub fn search_page(db: &dyn Db, key: LanguageKey) -> (PageView, SearchView) {
    let texts = texts(db, key);
    let page = standing_page(db, key, "search", address::search);
    let view = SearchView {
        index: urls::href(db, &format!("/{FOLDER}/")),
        root: urls::href(db, "/"),
        counts: texts.forms("search.count").map(|(category, text)| CountText { category, text }).collect(),
        filters: FILTERS.map(|key| FilterView { key, label: texts.get(&format!("search.by_{key}")).to_owned() }).into(),
    };
    (page, view)
}

/// All that can be found: articles, newest first, then entities by id.
pub fn subjects(db: &dyn Db) -> Vec<Subject> {
    let languages: Vec<LanguageKey> = shown_languages(db).iter().map(|language| LanguageKey::new(db, language.clone())).collect();
    let entities = keys(db).iter().flat_map(|entity| languages.iter().map(|language| Subject::Entity(*entity, *language)));
    let readers = |article: Source| {
        let borrowers = borrowers(db, article).into_iter().map(|language| LanguageKey::new(db, language.clone()));
        std::iter::once(urls::page_language(db, article)).chain(borrowers)
    };
    let articles = visible_articles(db).iter().flat_map(|article| readers(*article).map(|reader| Subject::Article(*article, reader)));
    articles.chain(entities).collect()
}

/// What a subject is found by; nothing for one without a page.
pub fn record(db: &dyn Db, subject: Subject) -> Option<SearchRecord> {
    match subject {
        Subject::Article(source, reader) => Some(article(db, source, reader)),
        Subject::Entity(entity, language) => of_entity(db, entity, language),
    }
}

fn article(db: &dyn Db, source: Source, key: LanguageKey) -> SearchRecord {
    let (card, edition, texts) = (card(db, source), key.language(db), texts(db, key));
    let label = |kind: ListKind| query::list_label(db, ListKey::new(db, edition.clone(), kind)).clone();
    let text = format!("{}\n{}", card.description, body(&document(db, source).value));
    let written_in = LanguageKey::new(db, card.language.clone());
    let mentioned: Vec<EntityKey> = mentioned(db, source).iter().map(|(entity, _)| *entity).collect();
    // Readers of another language ask in the forms of their own.
    let words_in = |language: LanguageKey| mentioned.iter().flat_map(move |entity| words_for(db, *entity, language)).map(String::as_str);
    let forms = words_in(written_in).chain(words_in(key).filter(|_| key != written_in));
    let section = (!card.section.is_empty()).then(|| label(ListKind::Section(card.section.clone())));
    let mut meta = BTreeMap::from([
        ("title".to_owned(), card.title.clone()),
        ("kind".to_owned(), section.clone().unwrap_or_default()),
        ("forms".to_owned(), absent(forms, &[&card.title, &text])),
    ]);
    let mut sort = BTreeMap::new();
    let mut filters = BTreeMap::from([
        ("kind".to_owned(), vec![texts.get("list.briefings").to_owned()]),
        ("language".to_owned(), vec![own_name(&card.language).to_owned()]),
        ("section".to_owned(), section.into_iter().collect()),
        ("entity".to_owned(), mentioned.iter().filter_map(|entity| name_link(db, entity.id(db), key)).map(|link| link.title).collect()),
        ("tag".to_owned(), card.tags.iter().map(|tag| label(ListKind::Tag(slug(tag)))).collect()),
        ("author".to_owned(), card.authors.iter().map(|author| label(ListKind::Author(slug(author)))).collect()),
    ]);
    if let Some(date) = card.date {
        let day = date.day();
        meta.insert("date".to_owned(), locale(db, key).day(day));
        sort.insert("date".to_owned(), date.instant.to_string());
        filters.insert("year".to_owned(), vec![format!("{:04}", day.year())]);
    }
    let url = urls::article_for(db, source, key);
    SearchRecord { url, language: edition.tag().to_owned(), text: words_or(text, &card.title), meta, filters, sort }
}

fn of_entity(db: &dyn Db, key: EntityKey, language: LanguageKey) -> Option<SearchRecord> {
    let (card, tag) = (card_of(db, key, language, None)?, language.language(db));
    let own = defined_in(db, key)
        .filter(|source| entity(db, key).as_ref().is_some_and(|entity| entity.has_body) && urls::page_language(db, *source) == language);
    let mut text = [card.role.as_str(), card.description.as_str()].join("\n");
    if let Some(own) = own {
        text.push('\n');
        text.push_str(body(&document(db, own).value));
    }
    let kind = kind_label(db, &card.kind, language);
    let forms = words_for(db, key, language).iter().map(String::as_str);
    let meta = BTreeMap::from([
        ("title".to_owned(), card.name.clone()),
        ("kind".to_owned(), kind.clone()),
        ("forms".to_owned(), absent(forms, &[&card.name, &text])),
    ]);
    let filters = BTreeMap::from([("kind".to_owned(), vec![kind]), ("entity".to_owned(), vec![card.name.clone()])]);
    let url = address::entity(&config(db).value, tag, key.id(db));
    Some(SearchRecord { url, language: tag.tag().to_owned(), text: words_or(text, &card.name), meta, filters, sort: BTreeMap::new() })
}

/// A text, or in its place the title: the index leaves out pages without words.
fn words_or(text: String, title: &str) -> String {
    if text.trim().is_empty() { title.to_owned() } else { text }
}

/// A document's words behind its headline.
fn body(document: &Document) -> &str {
    let title = document.zones.iter().find(|zone| zone.kind == ZoneKind::Title).map_or(0, |zone| zone.range.end);
    document.plain.get(title as usize..).unwrap_or_default().trim()
}

/// The words of all that stands for an entity in texts of a language, and of its names in the site's other languages; in small
/// letters, each once.
#[salsa::tracked]
fn words_for(db: &dyn Db, key: EntityKey, language: LanguageKey) -> Vec<String> {
    let surfaces = glossary::surfaces(db, key, language).iter().filter(|surface| surface.how != How::Never).map(|surface| &*surface.text);
    let names = glossary::names(db, key);
    let elsewhere = languages(db).iter().filter(|other| *other != language.language(db));
    let foreign =
        names.into_iter().flat_map(|names| elsewhere.clone().flat_map(|other| names.in_language(other))).map(|name| name.text.as_str());
    let words: BTreeSet<String> = surfaces.chain(foreign).flat_map(split).filter(|word| word.chars().nth(1).is_some()).collect();
    words.into_iter().collect()
}

/// Those of the words that none of the texts has, sorted, with spaces between.
fn absent<'w>(words: impl Iterator<Item = &'w str>, texts: &[&str]) -> String {
    let present: FxHashSet<String> = texts.iter().flat_map(|text| split(text)).collect();
    let absent: BTreeSet<&str> = words.filter(|word| !present.contains(*word)).collect();
    absent.into_iter().collect::<Vec<_>>().join(" ")
}

/// The words of a text in small letters, without the signs around them.
fn split(text: &str) -> impl Iterator<Item = String> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase())
        .filter(|word| !word.is_empty())
}

//! The glossary's index, and the own text of an entity's file.

use std::collections::BTreeMap;

use icu::collator::options::CollatorOptions;
use icu::collator::{Collator, CollatorBorrowed};
use icu::locale::Locale;

use super::entity::{card_of, kind_label};
use super::page::standing_page;
use crate::glossary::query::{defined_in, entity, keys};
use crate::glossary::{EntityKey, LanguageKey};
use crate::link::address;
use crate::link::query::articles_mentioning;
use crate::parse::query::config;
use crate::source::Db;
use crate::view::common::PageView;
use crate::view::entity::{CountedEntityView, GlossaryView, KindView, LetterView};
use crate::view::html::{Place, Writer};
use crate::view::structured;
use crate::view::texts::texts;
use crate::view::urls;

/// The glossary's index in a language.
pub fn glossary_page(db: &dyn Db, language: LanguageKey) -> (PageView, GlossaryView) {
    let view = glossary_view(db, language);
    let mut page = standing_page(db, language, "glossary", address::glossary);
    page.structured = structured::glossary(db, &page, &view);
    (page, view)
}

/// The HTML of an entity's own text, where its file has one in the page's language.
pub fn entity_body(db: &dyn Db, key: EntityKey, language: LanguageKey) -> String {
    let has_body = entity(db, key).as_ref().is_some_and(|entity| entity.has_body);
    match defined_in(db, key).filter(|_| has_body) {
        Some(source) if urls::page_language(db, source) == language => {
            Writer::new(db, source, texts(db, language), Place::Elsewhere).body()
        }
        _ => String::new(),
    }
}

fn glossary_view(db: &dyn Db, language: LanguageKey) -> GlossaryView {
    let collator = collator(language.language(db).tag());
    let counted =
        |key: &EntityKey| Some(CountedEntityView { card: card_of(db, *key, language, None)?, count: articles_mentioning(db, *key).len() });
    let mut entities: Vec<CountedEntityView> = keys(db).iter().filter_map(counted).collect();
    entities.sort_by(|CountedEntityView { card: a, .. }, CountedEntityView { card: b, .. }| match &collator {
        Some(collator) => collator.compare(&a.name, &b.name).then_with(|| a.id.cmp(&b.id)),
        None => (&a.name, &a.id).cmp(&(&b.name, &b.id)),
    });
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for entity in &entities {
        *kinds.entry(&entity.card.kind).or_default() += 1;
    }
    let kinds =
        kinds.into_iter().map(|(key, count)| KindView { key: key.to_owned(), label: kind_label(db, key, language), count }).collect();
    let count = entities.len();
    let mut letters: Vec<LetterView> = Vec::new();
    for entity in entities {
        let letter = letter_of(&entity.card.name);
        match letters.last_mut().filter(|last| last.letter == letter) {
            Some(last) => last.entities.push(entity),
            None => letters.push(LetterView { letter, entities: vec![entity] }),
        }
    }
    let data = urls::href(db, &address::glossary_data(&config(db).value, language.language(db)));
    GlossaryView { kinds, letters, count, data }
}

fn collator(tag: &str) -> Option<CollatorBorrowed<'static>> {
    let locale: Locale = tag.parse().ok()?;
    Collator::try_new((&locale).into(), CollatorOptions::default()).ok()
}

/// The letter under which a name stands: its first, in upper case, without accents that the alphabet counts as variants.
fn letter_of(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let first = name.chars().find(|c| c.is_alphanumeric());
    match first {
        Some(c) if c.is_alphabetic() => {
            let latin = c.to_string().nfd().next().filter(|base| base.is_ascii_alphabetic()).unwrap_or(c);
            latin.to_uppercase().collect()
        }
        _ => "#".to_owned(),
    }
}

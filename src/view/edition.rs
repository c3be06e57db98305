//! Editions: the languages in which a site has pages.

use std::collections::BTreeSet;

use crate::config::Language;
use crate::config::language::Fallback;
use crate::glossary::LanguageKey;
use crate::link::fallback::borrowers;
use crate::link::query::visible_addresses;
use crate::parse::query::config;
use crate::source::{Db, Source};
use crate::view::urls;

/// The languages that have pages: the main one, those in which there are articles, and those that borrow them. In the site's order.
#[salsa::tracked]
pub fn shown_languages(db: &dyn Db) -> Vec<Language> {
    let config = &config(db).value;
    let translated = visible_addresses(db).filter(|(_, address)| address.translated);
    let used: BTreeSet<&Language> = translated.map(|(_, address)| &address.language).collect();
    let known = config.languages.iter().map(|known| &known.language);
    let shown =
        |language: &&Language| **language == config.language || used.contains(*language) || config.fallback_in(language) != Fallback::None;
    known.filter(shown).cloned().collect()
}

/// Whether readers of a language are shown an article: it is in that language, or stands in for a translation.
pub fn is_shown(db: &dyn Db, article: Source, language: LanguageKey) -> bool {
    urls::page_language(db, article) == language || borrowers(db, article).contains(&language.language(db))
}

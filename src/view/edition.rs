//! Editions: the languages in which a site has pages.

use std::collections::BTreeSet;

use crate::config::Language;
use crate::config::language::Fallback;
use crate::link::query::visible_addresses;
use crate::parse::query::config;
use crate::source::Db;

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

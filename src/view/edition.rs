//! Editions: the languages in which a site has pages.

use std::collections::BTreeSet;

use crate::config::Language;
use crate::config::language::Fallback;
use crate::link::query::visible_articles;
use crate::parse::query::{address, config};
use crate::source::Db;

/// The languages that have pages: the main one, those in which there are articles, and those that borrow them. In the site's order.
#[salsa::tracked]
pub fn shown_languages(db: &dyn Db) -> Vec<Language> {
    let config = &config(db).value;
    let used: BTreeSet<&Language> = visible_articles(db)
        .iter()
        .map(|source| address(db, *source))
        .filter(|address| address.translated)
        .map(|address| &address.language)
        .collect();
    let known = config.languages.iter().map(|known| &known.language);
    let shown =
        |language: &&Language| **language == config.language || used.contains(*language) || config.fallback_in(language) != Fallback::None;
    known.filter(shown).cloned().collect()
}

//! Editions: the languages in which a site has pages.

use std::collections::BTreeSet;

use crate::config::Language;
use crate::link::query::visible_addresses;
use crate::parse::query::config;
use crate::source::Db;

/// The languages that have pages: the main one, and those in which there are articles. In the site's order.
#[salsa::tracked]
pub fn shown_languages(db: &dyn Db) -> Vec<Language> {
    let config = &config(db).value;
    let translated = visible_addresses(db).filter(|(_, address)| address.translated);
    let used: BTreeSet<&Language> = translated.map(|(_, address)| &address.language).collect();
    let known = config.languages.iter().map(|known| &known.language);
    known.filter(|language| **language == config.language || used.contains(language)).cloned().collect()
}

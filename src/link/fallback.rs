//! What stands in for a translation that is missing: the original, in the lists of the language, or at an address of its own.

use super::address::{self, edition};
use super::clash::taken;
use super::query::{translations, visible_articles};
use super::redirect::redirects;
use crate::config::Language;
use crate::config::language::Fallback;
use crate::glossary::LanguageKey;
use crate::parse::query::{address as address_of, config};
use crate::source::{Db, Source};

/// The languages whose lists have an article that is not translated to them, in the site's order. A translation that readers
/// cannot see yet is none.
pub fn borrowers(db: &dyn Db, source: Source) -> Vec<&Language> {
    let config = &config(db).value;
    let borrows = |language: &&Language| config.fallback_in(language) != Fallback::None;
    let mut languages = config.languages.iter().map(|known| &known.language).filter(borrows).peekable();
    // Most sites have no such language: then nothing else is asked.
    if languages.peek().is_none() || address_of(db, source).translated {
        return vec![];
    }
    let has: Vec<&Language> = translations(db, source).iter().map(|version| edition(config, address_of(db, *version))).collect();
    languages.filter(|language| !has.contains(language)).collect()
}

/// The address of the page that stands in for the translation of an article to a language: none where the language has no
/// such pages, where there is a translation, or the text is in the language already, or something else has the address.
pub fn stand_in(db: &dyn Db, source: Source, language: LanguageKey) -> Option<&str> {
    let has_pages = config(db).value.fallback_in(language.language(db)) == Fallback::Pages;
    if has_pages { address_of_stand_in(db, source, language).as_deref() } else { None }
}

#[salsa::tracked]
fn address_of_stand_in(db: &dyn Db, source: Source, language: LanguageKey) -> Option<String> {
    let (own, language) = (address_of(db, source), language.language(db));
    if own.language == *language || !borrowers(db, source).contains(&language) {
        return None;
    }
    let url = address::stand_in(language, &own.url);
    let free = !taken(db).contains_key(&url) && redirects(db).binary_search_by(|(from, _)| from.cmp(&url)).is_err();
    free.then_some(url)
}

/// All pages that stand in for translations which readers are to find: of an article, in a language, at an address. In the order
/// of the articles, then of the site's languages.
#[salsa::tracked]
pub fn stand_ins(db: &dyn Db) -> Vec<(Source, LanguageKey, String)> {
    let languages = config(db).value.languages.iter().map(|known| LanguageKey::new(db, known.language.clone()));
    let languages: Vec<LanguageKey> = languages.collect();
    let of = |article: Source| {
        let languages = languages.iter().copied();
        languages.filter_map(move |language| Some((article, language, stand_in(db, article, language)?.to_owned())))
    };
    visible_articles(db).iter().flat_map(|article| of(*article)).collect()
}

/// Where the page stood that stood in for a translation, if the translation has another address.
pub(super) fn former_stand_in(db: &dyn Db, translation: Source) -> Option<String> {
    let own = address_of(db, translation);
    if !own.translated || config(db).value.fallback_in(&own.language) != Fallback::Pages {
        return None;
    }
    let original = translations(db, translation).iter().find(|version| !address_of(db, **version).translated)?;
    Some(address::stand_in(&own.language, &address_of(db, *original).url)).filter(|url| *url != own.url)
}

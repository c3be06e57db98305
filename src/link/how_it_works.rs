//! Where the page stands that tells readers how the site works.

use super::address;
use super::clash::taken;
use super::fallback::stand_ins;
use super::redirect::redirects;
use crate::glossary::LanguageKey;
use crate::parse::query::config;
use crate::source::Db;

/// The page's address in a language: `/how-it-works/`; where something of the site's own has that, the first of
/// `/how-it-works-2/`, `/how-it-works-3/`, … that nothing has. `None` where the site has switched the page off.
#[salsa::tracked]
pub fn place(db: &dyn Db, language: LanguageKey) -> Option<String> {
    let config = &config(db).value;
    let at = |number: usize| address::how_it_works(config, language.language(db), number);
    config.how_it_works.then(|| (1..).map(at).find(|url| is_free(db, url)).unwrap_or_default())
}

/// Whether nothing of the site's own stands at an address, or at one that a disk could take for it.
fn is_free(db: &dyn Db, url: &str) -> bool {
    let mut own = taken(db).keys().chain(redirects(db).iter().map(|(from, _)| from)).chain(stand_ins(db).iter().map(|(_, _, url)| url));
    !own.any(|own| own.strip_suffix("index.html").unwrap_or(own).eq_ignore_ascii_case(url))
}

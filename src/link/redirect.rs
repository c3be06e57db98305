//! Old addresses that lead to new ones.

use std::collections::BTreeMap;

use super::clash::taken;
use super::fallback::former_stand_in;
use super::query::visible_articles;
use crate::config::Config;
use crate::parse::query::{address, config, front};
use crate::source::{Db, Source};
use crate::text::percent;
use crate::text::span::Span;

/// Redirects of visible articles, from old addresses to new ones, sorted by the old; those that would clash with a page
/// are left out, and so is the second of two from one address (findings of [`super::clash`]). What stood in for a translation
/// leads to it.
#[salsa::tracked]
pub(super) fn redirects(db: &dyn Db) -> Vec<(String, String)> {
    let taken = taken(db);
    let mut redirects: BTreeMap<String, String> = BTreeMap::new();
    for source in visible_articles(db) {
        for (from, _) in old_addresses(db, *source) {
            if !taken.contains_key(from) {
                redirects.entry(from.clone()).or_insert_with(|| address(db, *source).url.clone());
            }
        }
    }
    // Readers may have kept the address of what stood in for a translation.
    for source in visible_articles(db) {
        if let Some(from) = former_stand_in(db, *source).filter(|from| !taken.contains_key(from)) {
            redirects.entry(from).or_insert_with(|| address(db, *source).url.clone());
        }
    }
    redirects.into_iter().collect()
}

/// The old addresses of an article, each with its place in the front matter.
#[salsa::tracked]
pub(super) fn old_addresses(db: &dyn Db, source: Source) -> Vec<(String, Span)> {
    front(db, source).aliases.iter().map(|alias| (normal(&config(db).value, &alias.value), alias.span)).collect()
}

/// An old address as a path from `/`: without the site's own host, percent-encoded (RFC 3986), and with a slash at its end
/// where it does not name a file.
fn normal(config: &Config, alias: &str) -> String {
    let alias = alias.split(['?', '#']).next().unwrap_or_default().trim();
    let path = alias.strip_prefix(config.base_url.as_str()).unwrap_or(alias);
    let path = percent::encode_path(&percent::decode(path));
    let names_file = path.rsplit('/').next().is_some_and(|name| name.is_empty() || name.contains('.'));
    format!("/{}{}", path.trim_start_matches('/'), if names_file { "" } else { "/" })
}

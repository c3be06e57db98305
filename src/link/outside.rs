//! Addresses of other sites that files name: links and pictures of texts, sources with their archived copies, the addresses
//! that entities have elsewhere.

use std::collections::BTreeMap;

use super::ReadAlsoTarget;
use super::query::read_also;

use crate::diagnostic::Place;
use crate::glossary::query::{defined_in, entity, keys};
use crate::parse::front::Front;
use crate::parse::query::{articles, config, document, front};
use crate::parse::tree::Inline;
use crate::parse::walk::each_inline;
use crate::source::{Db, Source};
use crate::text::span::Span;

/// All addresses of other sites, without their fragments, each with the first place in each file that names it. Addresses that
/// are there as examples alone (RFC 2606) are left out.
pub fn addresses(db: &dyn Db) -> BTreeMap<String, Vec<Place>> {
    let mut found: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let own = config(db).value.base_url.as_str();
    let mut add = |source: Source, written: &str| {
        let address = written.split('#').next().unwrap_or_default();
        let is_web = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
        let is_own = !own.is_empty() && address.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
        if !is_web || is_own || is_example(address) {
            return;
        }
        let places = found.entry(address.to_owned()).or_default();
        let path = source.path(db);
        if places.iter().all(|place| place.path != *path) {
            places.push(Place { path: path.clone(), span: span_of(source.text(db).as_str(), written) });
        }
    };
    for article in articles(db).iter().copied() {
        let front: &Front = front(db, article);
        let sources = front.sources.iter().flat_map(|source| [&source.url, &source.archived_url]).flatten();
        sources.for_each(|url| add(article, url));
        each_inline(&document(db, article).value, &mut |inline| match inline {
            Inline::Link { to, .. } | Inline::Image { to, .. } => add(article, &to.url),
            _ => {}
        });
        for item in read_also(db, article) {
            if let ReadAlsoTarget::Outside { url, .. } = &item.target {
                add(article, url);
            }
        }
    }
    for key in keys(db) {
        if let (Some(entity), Some(file)) = (entity(db, *key), defined_in(db, *key)) {
            entity.same_as.iter().for_each(|url| add(file, url));
        }
    }
    found
}

/// Where an address is written; the file's beginning where it is written otherwise (with escapes).
fn span_of(text: &str, written: &str) -> Span {
    text.find(written).map(|start| Span::new(start, start + written.len())).unwrap_or_default()
}

/// Whether an address is one of those that no site will ever have.
fn is_example(address: &str) -> bool {
    let host = host(address);
    let ends = |domain: &str| host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    ["example.com", "example.net", "example.org", "example", "test", "invalid"].iter().any(|domain| ends(domain))
}

/// The host of an address, with its port, in small letters.
pub fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default().to_ascii_lowercase()
}

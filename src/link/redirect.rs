//! Old addresses, and addresses that clash.

use std::collections::BTreeMap;

use super::address;
use super::query::{card, lists, visible_articles};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::glossary::query::keys;
use crate::parse::Role;
use crate::parse::query::{address as address_of, articles, config, front, role};
use crate::source::{Db, Source};
use crate::text::headline::fold_headline;

/// Redirects of visible articles, from old addresses to new ones, sorted by the old; those that would clash with a page
/// are left out (and found by [`findings`]).
#[salsa::tracked]
pub(super) fn redirects(db: &dyn Db) -> Vec<(String, String)> {
    let taken = taken(db);
    let mut redirects: BTreeMap<String, String> = BTreeMap::new();
    for source in visible_articles(db) {
        for alias in &front(db, *source).aliases {
            let from = rooted(&alias.value);
            if !taken.contains_key(&from) {
                redirects.entry(from).or_insert_with(|| card(db, *source).url.clone());
            }
        }
    }
    redirects.into_iter().collect()
}

/// Addresses that two pages would take, old ones that clash, and names that two articles have.
pub(super) fn findings(db: &dyn Db) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let taken = taken(db);
    for (url, owners) in taken {
        let mut sources = owners.iter().flatten();
        if let (Some(first), 2..) = (sources.next(), owners.len()) {
            let finding = Diagnostic::new(Code::DuplicateUrl, format!("{} pages would be written to `{url}`", owners.len()));
            let finding =
                finding.at(first.path(db), front(db, *first).title.span).help("give one of them a `slug:` or a `url:` of its own");
            found.push(sources.fold(finding, |finding, other| finding.related(place(db, *other), "the other page")));
        }
    }
    let mut old: BTreeMap<String, Source> = BTreeMap::new();
    for source in visible_articles(db) {
        for alias in &front(db, *source).aliases {
            let from = rooted(&alias.value);
            let clash = |message: String| Diagnostic::new(Code::RedirectClash, message).at(source.path(db), alias.span);
            if taken.contains_key(&from) {
                found.push(clash(format!("`{from}` is the address of a page and cannot redirect")));
            } else if let Some(other) = old.insert(from.clone(), *source) {
                found.push(clash(format!("`{from}` redirects to two articles")).related(place(db, other), "the other article"));
            }
        }
    }
    found.extend(duplicates(db, Code::DuplicateSlug, |db, source| address_of(db, source).slug.clone()));
    found.extend(duplicates(db, Code::DuplicateTitle, |db, source| fold_headline(&front(db, source).title.value)));
    found.extend(orphans(db));
    found
}

/// Every address that pages take, with the files behind it where there are any.
#[salsa::tracked]
fn taken(db: &dyn Db) -> BTreeMap<String, Vec<Option<Source>>> {
    let config = &config(db).value;
    let mut taken: BTreeMap<String, Vec<Option<Source>>> = BTreeMap::new();
    for source in visible_articles(db) {
        taken.entry(address_of(db, *source).url.clone()).or_default().push(Some(*source));
    }
    for entry in lists(db) {
        taken.entry(address::list(config, entry.key.language(db), entry.key.kind(db))).or_default().push(None);
    }
    for known in &config.languages {
        let standing = [
            address::glossary(config, &known.language),
            address::archive(config, &known.language),
            address::corrections(config, &known.language),
        ];
        let entities = keys(db).iter().map(|key| address::entity(config, &known.language, key.id(db)));
        for url in standing.into_iter().chain(entities) {
            taken.entry(url).or_default().push(None);
        }
    }
    taken
}

/// Names that two articles of one language have, translations of one article aside.
fn duplicates(db: &dyn Db, code: Code, name: fn(&dyn Db, Source) -> String) -> Vec<Diagnostic> {
    let mut by_name: BTreeMap<(String, String), Vec<Source>> = BTreeMap::new();
    for source in visible_articles(db) {
        by_name.entry((address_of(db, *source).language.tag().to_owned(), name(db, *source))).or_default().push(*source);
    }
    let mut found = Vec::new();
    for sources in by_name.into_values() {
        if let [newest, older @ ..] = sources.as_slice()
            && let Some(other) = older.first()
        {
            let what = if code == Code::DuplicateSlug { address_of(db, *newest).slug.clone() } else { card(db, *newest).title.clone() };
            let kind = if code == Code::DuplicateSlug { "slug" } else { "headline" };
            let finding = Diagnostic::new(code, format!("{} articles have the {kind} `{what}`", sources.len()));
            found.push(finding.at(newest.path(db), front(db, *newest).title.span).related(place(db, *other), "another one"));
        }
    }
    found
}

/// Translations without an original beside them.
fn orphans(db: &dyn Db) -> Vec<Diagnostic> {
    let originals: std::collections::BTreeSet<&str> = articles(db)
        .iter()
        .map(|source| address_of(db, *source))
        .filter(|address| !address.translated)
        .map(|address| address.stem.as_str())
        .collect();
    let translations = articles(db).iter().filter(|source| role(db, **source) == Role::Article && address_of(db, **source).translated);
    let orphans = translations.filter(|source| !originals.contains(address_of(db, **source).stem.as_str()));
    let finding = |source: &Source| {
        let stem = &address_of(db, *source).stem;
        Diagnostic::new(Code::OrphanTranslation, format!("there is no original `{stem}.md`"))
            .at(source.path(db), front(db, *source).title.span)
    };
    orphans.map(finding).collect()
}

fn place(db: &dyn Db, source: Source) -> Place {
    Place { path: source.path(db).clone(), span: front(db, source).title.span }
}

/// An old address with a slash before it.
fn rooted(alias: &str) -> String {
    format!("/{}", alias.trim_start_matches('/'))
}

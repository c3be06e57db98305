//! What the site as a whole gets wrong: addresses that two pages would take, and names that two articles have.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger;
use super::name::folded_headline;
use super::query::{lists, visible_addresses, visible_articles};
use super::redirect::old_addresses;
use super::{ListKey, ListKind, address};
use crate::config::Language;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::glossary::EntityKey;
use crate::glossary::query::{keys, place as place_of_entity};
use crate::parse::query::{address as address_of, config, front};
use crate::source::{Asset, Db, Source};
use crate::text::span::Span;

/// What stands at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// An article.
    Article(Source),
    /// The first page of a list.
    List(ListKey),
    /// An entity's page.
    Entity(EntityKey),
    /// A page that every site has, in words.
    Standing(&'static str),
    /// A file that goes out as it is.
    Asset(Asset),
}

/// Every address that a page takes, with what stands there: more than one thing is a mistake.
#[salsa::tracked]
pub(super) fn taken(db: &dyn Db) -> BTreeMap<String, Vec<Owner>> {
    let config = &config(db).value;
    let mut taken: BTreeMap<String, Vec<Owner>> = BTreeMap::new();
    let mut take = |url: String, owner: Owner| taken.entry(url).or_default().push(owner);
    for entry in ledger::all(db).iter().filter(|entry| entry.visible) {
        take(entry.address.url.clone(), Owner::Article(entry.source));
    }
    for entry in lists(db) {
        take(address::list(config, entry.key.language(db), entry.key.kind(db)), Owner::List(entry.key));
    }
    for known in &config.languages {
        let language = &known.language;
        take(address::glossary(config, language), Owner::Standing("the glossary's index"));
        take(address::archive(config, language), Owner::Standing("the archive"));
        take(address::corrections(config, language), Owner::Standing("the corrections page"));
        if config.search {
            take(address::search(config, language), Owner::Standing("the search page"));
        }
        for key in keys(db) {
            take(address::entity(config, language, key.id(db)), Owner::Entity(*key));
        }
    }
    for asset in db.concrete().site().assets(db) {
        let url = address::asset(db, *asset);
        // Only a file that is a page can stand in a page's way.
        if url.ends_with(".html") {
            take(url.strip_suffix("index.html").unwrap_or(&url).to_owned(), Owner::Asset(*asset));
        }
    }
    taken
}

/// Findings about the site as a whole, in no particular order.
pub(super) fn findings(db: &dyn Db) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = taken(db).iter().filter_map(|(url, owners)| clash(db, url, owners)).collect();
    found.extend(case_clashes(db));
    found.extend(redirects(db));
    found.extend(duplicates(db, Code::DuplicateSlug));
    found.extend(duplicates(db, Code::DuplicateTitle));
    found.extend(orphans(db));
    found
}

/// Findings where addresses differ only in case: the disks of many systems hold one file for both.
fn case_clashes(db: &dyn Db) -> Vec<Diagnostic> {
    let mut folded: BTreeMap<String, Vec<(&str, &Owner)>> = BTreeMap::new();
    for (url, owners) in taken(db) {
        folded.entry(url.to_lowercase()).or_default().extend(owners.first().map(|owner| (url.as_str(), owner)));
    }
    let alike = folded.into_values().filter(|alike| alike.len() > 1);
    alike
        .filter_map(|alike| {
            let owners: Vec<Owner> = alike.iter().map(|(_, owner)| **owner).collect();
            let urls: Vec<String> = alike.iter().map(|(url, _)| format!("`{url}`")).collect();
            let found = clash(db, "", &owners)?.note("many disks hold only one file for both, and hosts differ in what they serve");
            Some(Diagnostic { message: format!("{} differ only in case", urls.join(" and ")), ..found })
        })
        .collect()
}

/// A finding where several things stand at one address.
fn clash(db: &dyn Db, url: &str, owners: &[Owner]) -> Option<Diagnostic> {
    let (first, others) = owners.split_first().filter(|(_, others)| !others.is_empty())?;
    let finding = Diagnostic::new(Code::DuplicateUrl, format!("{} pages would be written to `{url}`", owners.len()));
    let finding = match place(db, first) {
        Some(place) => Diagnostic { place: Some(place), ..finding },
        None => finding.note(format!("one is {}", named(db, first))),
    };
    let finding = others.iter().fold(finding, |finding, other| match place(db, other) {
        Some(place) => finding.related(place, "another one"),
        None => finding.note(format!("another one is {}", named(db, other))),
    });
    Some(match first {
        Owner::Article(_) => finding.help("give one of them a `slug:` or a `url:` of its own"),
        Owner::List(_) => finding.help("write both alike, or name one of them otherwise"),
        _ => finding.help("name one of them otherwise"),
    })
}

/// Where an address was chosen, if in a text of the site.
fn place(db: &dyn Db, owner: &Owner) -> Option<Place> {
    match owner {
        Owner::Article(source) => Some(chosen_at(db, *source)),
        Owner::Entity(entity) => place_of_entity(db, *entity).clone(),
        Owner::List(_) | Owner::Standing(_) | Owner::Asset(_) => None,
    }
}

/// What made an article's address: its `url:`, its `slug:`, else its file's name, which its headline stands for.
fn chosen_at(db: &dyn Db, source: Source) -> Place {
    let front = front(db, source);
    let chosen = front.url.as_ref().or(front.slug.as_ref()).map_or(front.title.span, |chosen| chosen.span);
    Place { path: source.path(db).clone(), span: chosen }
}

fn named(db: &dyn Db, owner: &Owner) -> String {
    match owner {
        Owner::Article(source) => format!("`{}`", source.path(db)),
        Owner::Entity(entity) => format!("the page of the entity `{}`", entity.id(db)),
        Owner::Standing(words) => (*words).to_owned(),
        Owner::Asset(asset) => format!("the file `{}`", asset.path(db)),
        Owner::List(key) => match key.kind(db) {
            ListKind::All => "the home page".to_owned(),
            ListKind::Section(name) => format!("the list of the section `{name}`"),
            ListKind::Tag(name) => format!("the list of the tag `{name}`"),
            ListKind::Author(name) => format!("the list of the author `{name}`"),
            ListKind::Series(name) => format!("the list of the series `{name}`"),
            ListKind::Year(year) => format!("the archive of {year}"),
            ListKind::Month(year, month) => format!("the archive of {year}-{month:02}"),
        },
    }
}

/// Old addresses that are those of pages, or of two articles.
fn redirects(db: &dyn Db) -> Vec<Diagnostic> {
    let taken = taken(db);
    let mut old: BTreeMap<&str, (Source, Span)> = BTreeMap::new();
    let mut found = Vec::new();
    for source in visible_articles(db) {
        for (from, span) in old_addresses(db, *source) {
            let clash = |message: String| Diagnostic::new(Code::RedirectClash, message).at(source.path(db), *span);
            match (taken.get(from).and_then(|owners| owners.first()), old.get(from.as_str())) {
                (Some(Owner::Article(owner)), _) if owner == source => {
                    found.push(clash(format!("`{from}` is the article's own address")).help("leave it out of `aliases`"));
                }
                (Some(owner), _) => {
                    found.push(clash(format!("`{from}` cannot redirect: it is the address of {}", named(db, owner))));
                }
                (None, Some((other, place))) if other != source => {
                    let place = Place { path: other.path(db).clone(), span: *place };
                    found.push(clash(format!("`{from}` would redirect to two articles")).related(place, "the other one"));
                }
                (None, Some(_)) => found.push(clash(format!("`{from}` is in the list twice"))),
                (None, None) => {
                    old.insert(from, (*source, *span));
                }
            }
        }
    }
    found
}

/// Slugs or headlines that two articles of one language have, so that a reference cannot tell them apart.
fn duplicates(db: &dyn Db, code: Code) -> Vec<Diagnostic> {
    let (kind, help) = match code {
        Code::DuplicateSlug => ("slug", "a reference to it must give the path"),
        _ => ("headline", "a reference to it must give the slug or the path"),
    };
    let mut by_name: BTreeMap<(&Language, &str), Vec<Source>> = BTreeMap::new();
    for (source, address) in visible_addresses(db) {
        let name = if code == Code::DuplicateSlug { &address.slug } else { folded_headline(db, source) };
        by_name.entry((&address.language, name)).or_default().push(source);
    }
    let mut found = Vec::new();
    for sources in by_name.values() {
        let [newest, older @ ..] = sources.as_slice() else { continue };
        let Some(other) = older.first() else { continue };
        let front = front(db, *newest);
        let (shown, span) = match (code, &front.slug) {
            (Code::DuplicateSlug, Some(slug)) => (&slug.value, slug.span),
            (Code::DuplicateSlug, None) => (&address_of(db, *newest).slug, front.title.span),
            _ => (&front.title.value, front.title.span),
        };
        let finding = Diagnostic::new(code, format!("{} articles have the {kind} `{shown}`", sources.len()));
        found.push(finding.at(newest.path(db), span).related(chosen_at(db, *other), "another one").help(help));
    }
    found
}

/// Translations without an original beside them.
fn orphans(db: &dyn Db) -> Vec<Diagnostic> {
    let addresses = || ledger::all(db).iter().map(|entry| (entry.source, &*entry.address));
    let originals: BTreeSet<&str> =
        addresses().filter(|(_, address)| !address.translated).map(|(_, address)| address.stem.as_str()).collect();
    let orphans = addresses().filter(|(_, address)| address.translated && !originals.contains(address.stem.as_str()));
    let finding = |(source, address): (Source, &crate::parse::Address)| {
        let message = format!("there is no original `{}.md`", address.stem);
        let finding = Diagnostic::new(Code::OrphanTranslation, message).at(source.path(db), front(db, source).title.span);
        finding.help(format!("write it, or drop `.{}` from the file's name and set `language: {}`", address.language, address.language))
    };
    orphans.map(finding).collect()
}

//! Which articles a name stands for: a slug, a path, a headline, or an old address.
//!
//! A catalogue of all names, in drawers, and behind it a query a name: a new article or headline asks those names again
//! whose drawer it went into, and only pages whose answer changed hear of it.

use std::hash::{BuildHasher as _, BuildHasherDefault};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};

use super::ledger;
use super::query::{visible, visible_articles};
use crate::parse::query::{articles, front};
use crate::source::{Db, Source};
use crate::text::headline::fold_headline;
use crate::text::near::NearIndex;
use crate::text::percent;

/// A name as a key of queries.
#[salsa::interned(unsafe(no_lifetime), revisions = usize::MAX, debug)]
pub(super) struct NameKey {
    /// The name as written.
    pub(super) text: Box<str>,
}

/// A drawer's number as a key of queries.
#[salsa::interned(unsafe(no_lifetime), revisions = usize::MAX, debug)]
struct DrawerKey {
    #[returns(copy)]
    at: u32,
}

/// How many near names a finding shows.
const SHOWN: usize = 3;
/// Drawers of a catalogue.
const DRAWERS: u32 = 256;

/// Names and what they stand for: those of one drawer, or the drawers of all.
type Drawer<T> = FxHashMap<Box<str>, Vec<T>>;
type Catalogue<T> = Vec<Arc<Drawer<T>>>;
/// A whole path, and whose it is.
type Path = (Box<str>, Source);

/// The drawer that a name is in.
fn drawer_of(db: &dyn Db, name: &str) -> DrawerKey {
    DrawerKey::new(db, number(name))
}

fn number(name: &str) -> u32 {
    let hash = BuildHasherDefault::<FxHasher>::default().hash_one(name);
    u32::try_from(hash >> 32).unwrap_or_default() % DRAWERS
}

fn catalogue<T>(names: impl Iterator<Item = (Box<str>, T)>) -> Catalogue<T> {
    let mut drawers: Vec<Drawer<T>> = (0..DRAWERS).map(|_| Drawer::default()).collect();
    for (name, what) in names {
        if let Some(drawer) = drawers.get_mut(number(&name) as usize) {
            drawer.entry(name).or_default().push(what);
        }
    }
    drawers.into_iter().map(Arc::new).collect()
}

fn drawer<T>(catalogue: &Catalogue<T>, at: u32) -> Arc<Drawer<T>> {
    catalogue.get(at as usize).map(Arc::clone).unwrap_or_default()
}

/// An article's headline.
#[derive(Debug, Clone, PartialEq)]
struct Headline {
    written: Box<str>,
    folded: Box<str>,
}

#[salsa::tracked]
fn headline(db: &dyn Db, source: Source) -> Headline {
    let title = front(db, source).title.value.as_str();
    Headline { written: title.into(), folded: fold_headline(title).into() }
}

/// An article's headline, folded for comparison.
pub(super) fn folded_headline(db: &dyn Db, source: Source) -> &str {
    &headline(db, source).folded
}

/// Asks for what an article adds to the catalogues.
pub(super) fn prepare(db: &dyn Db, source: Source) {
    headline(db, source);
    old_paths_of(db, source);
}

/// The headlines of all articles, folded; hidden ones too: a reference to a draft must say that it is one.
#[salsa::tracked]
fn headlines(db: &dyn Db) -> Catalogue<Source> {
    catalogue(articles(db).iter().map(|source| (headline(db, *source).folded.clone(), *source)))
}

#[salsa::tracked]
fn headline_drawer(db: &dyn Db, key: DrawerKey) -> Arc<Drawer<Source>> {
    drawer(headlines(db), key.at(db))
}

/// The slugs of all articles.
#[salsa::tracked]
fn slugs(db: &dyn Db) -> Catalogue<Source> {
    catalogue(ledger::all(db).iter().map(|entry| (entry.address.slug.as_str().into(), entry.source)))
}

#[salsa::tracked]
fn slug_drawer(db: &dyn Db, key: DrawerKey) -> Arc<Drawer<Source>> {
    drawer(slugs(db), key.at(db))
}

/// The paths of all articles' files and their addresses, bare, by their last parts.
#[salsa::tracked]
fn paths(db: &dyn Db) -> Catalogue<Path> {
    let of = |entry: &ledger::Entry| {
        let source = entry.source;
        let (path, url) = (bare_path(&entry.address.stem), bare_path(&entry.address.url));
        let url = Some(url).filter(|url| *url != path);
        [Some(path), url].into_iter().flatten().map(move |path| (last_part(&path).into(), (path.into(), source)))
    };
    catalogue(ledger::all(db).iter().flat_map(of))
}

#[salsa::tracked]
fn path_drawer(db: &dyn Db, key: DrawerKey) -> Arc<Drawer<Path>> {
    drawer(paths(db), key.at(db))
}

/// The old addresses of all articles, bare, by their last parts.
#[salsa::tracked]
fn old_paths(db: &dyn Db) -> Drawer<Path> {
    let mut found = Drawer::default();
    for source in articles(db) {
        for path in old_paths_of(db, *source) {
            found.entry(last_part(path).into()).or_default().push((path.clone(), *source));
        }
    }
    found
}

#[salsa::tracked]
fn old_paths_of(db: &dyn Db, source: Source) -> Vec<Box<str>> {
    front(db, source).aliases.iter().map(|alias| bare_path(&alias.value).into()).collect()
}

/// The articles that a name stands for, by the first of these that fits one that may be seen, else any: slug, path
/// (whole, or its last parts, with or without the folders of its date), headline, folded headline, old address. All
/// versions of an article are among them.
#[salsa::tracked]
pub(super) fn lookup(db: &dyn Db, name: NameKey) -> Vec<Source> {
    let text = name.text(db).trim();
    let (path, folded) = (bare_path(text), fold_headline(text));
    let last = last_part(&path);
    let alike = headline_drawer(db, drawer_of(db, &folded)).get(folded.as_str());
    let ways = [
        slug_drawer(db, drawer_of(db, text)).get(text).cloned(),
        path_drawer(db, drawer_of(db, last)).get(last).map(|known| matching(known, &path)),
        alike.map(|known| known.iter().copied().filter(|source| *headline(db, *source).written == *text).collect()),
        alike.cloned(),
        old_paths(db).get(last).map(|known| matching(known, &path)),
    ];
    let mut found = ways.into_iter().flatten().filter(|sources| !sources.is_empty()).collect::<Vec<_>>();
    let seen = found.iter().position(|sources| sources.iter().any(|source| visible(db, *source))).unwrap_or_default();
    if seen < found.len() { found.swap_remove(seen) } else { vec![] }
}

/// The articles at a path: those whose path it is; else those whose path without its date it is; else those whose path
/// ends in it.
fn matching(known: &[Path], path: &str) -> Vec<Source> {
    let all = |fits: &dyn Fn(&str) -> bool| -> Vec<Source> {
        let mut found: Vec<Source> = Vec::new();
        for (own, source) in known {
            if fits(own) && !found.contains(source) {
                found.push(*source);
            }
        }
        found
    };
    let ends = |own: &str| own.strip_suffix(path).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
    let ways: [&dyn Fn(&str) -> bool; 3] = [&|own| own == path, &|own| undated(own) == path, &ends];
    ways.into_iter().map(all).find(|found| !found.is_empty()).unwrap_or_default()
}

/// A path without what it may be written with: slashes at its ends, `content/`, its ending, `index`, percent-encoding,
/// query and fragment.
fn bare_path(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let decoded = percent::decode(path);
    let path = decoded.trim_matches('/');
    let path = path.strip_prefix("content/").unwrap_or(path);
    let path = [".md", ".markdown", ".html"].iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path);
    path.strip_suffix("/index").unwrap_or(path).to_owned()
}

/// A bare path without the folders of a date: `2024/06/talks/a-visit` is `talks/a-visit`.
fn undated(path: &str) -> String {
    let is_number = |part: &&str| !part.is_empty() && part.len() <= 4 && part.chars().all(|c| c.is_ascii_digit());
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let kept: Vec<&str> = folders.split('/').filter(|part| !part.is_empty() && !is_number(part)).chain([name]).collect();
    kept.join("/")
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Up to three slugs (for a name that looks like one) or headlines of articles that may be seen, nearest first, which a
/// name was probably meant to be.
#[salsa::tracked]
pub(super) fn nearest(db: &dyn Db, name: NameKey) -> Vec<String> {
    let text = name.text(db);
    let found = if text.contains(char::is_whitespace) {
        near_headlines(db).nearest(text, SHOWN)
    } else {
        near_slugs(db).nearest(last_part(&bare_path(text)), SHOWN)
    };
    found.into_iter().map(str::to_owned).collect()
}

/// Asked only where a name is not found.
#[salsa::tracked]
fn near_slugs(db: &dyn Db) -> NearIndex {
    NearIndex::new(ledger::shown(db).iter().map(|entry| entry.address.slug.as_str()))
}

/// Asked only where a headline is not found.
#[salsa::tracked]
fn near_headlines(db: &dyn Db) -> NearIndex {
    NearIndex::new(visible_articles(db).iter().map(|source| &*headline(db, *source).written))
}

//! Which articles a name stands for: a slug, a path, a headline, or an old address.
//!
//! One index of all names, and behind it a query a name: a new article or headline asks every name again, but only pages
//! whose answer changed hear of it.

use rustc_hash::FxHashMap;

use super::query::{visible, visible_articles};
use crate::parse::query::{address, articles, front};
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

/// How many near names a finding shows.
const SHOWN: usize = 3;

/// The names of one article.
#[derive(Debug, Clone, PartialEq)]
struct Naming {
    slug: String,
    headline: String,
    /// Its file's path and its address, both bare.
    paths: Vec<String>,
    /// Old addresses, bare.
    old: Vec<String>,
}

#[salsa::tracked]
fn naming(db: &dyn Db, source: Source) -> Naming {
    let (address, front) = (address(db, source), front(db, source));
    let mut paths = vec![bare_path(&address.stem)];
    paths.extend(Some(bare_path(&address.url)).filter(|url| paths.iter().all(|path| path != url)));
    Naming {
        slug: address.slug.clone(),
        headline: front.title.value.clone(),
        paths,
        old: front.aliases.iter().map(|alias| bare_path(&alias.value)).collect(),
    }
}

/// What names all articles have, hidden ones too: a reference to a draft must say that it is one.
#[derive(Debug, Clone, PartialEq, Default)]
struct Names {
    slugs: FxHashMap<String, Vec<Source>>,
    /// By the last part of a path: the whole paths.
    paths: FxHashMap<String, Vec<(String, Source)>>,
    headlines: FxHashMap<String, Vec<Source>>,
    folded: FxHashMap<String, Vec<Source>>,
    old: FxHashMap<String, Vec<(String, Source)>>,
}

#[salsa::tracked]
fn names(db: &dyn Db) -> Names {
    let mut names = Names::default();
    for &source in articles(db) {
        let own = naming(db, source);
        names.slugs.entry(own.slug.clone()).or_default().push(source);
        names.headlines.entry(own.headline.clone()).or_default().push(source);
        names.folded.entry(fold_headline(&own.headline)).or_default().push(source);
        for path in &own.paths {
            names.paths.entry(last_part(path).to_owned()).or_default().push((path.clone(), source));
        }
        for path in &own.old {
            names.old.entry(last_part(path).to_owned()).or_default().push((path.clone(), source));
        }
    }
    names
}

/// The articles that a name stands for, by the first of these that fits one that may be seen, else any: slug, path
/// (whole, or its last parts, with or without the folders of its date), headline, folded headline, old address. All
/// versions of an article are among them.
#[salsa::tracked]
pub(super) fn lookup(db: &dyn Db, name: NameKey) -> Vec<Source> {
    let (names, text) = (names(db), name.text(db).trim());
    let path = bare_path(text);
    let ways = [
        names.slugs.get(text).cloned(),
        names.paths.get(last_part(&path)).map(|known| matching(known, &path)),
        names.headlines.get(text).cloned(),
        names.folded.get(&fold_headline(text)).cloned(),
        names.old.get(last_part(&path)).map(|known| matching(known, &path)),
    ];
    let mut found = ways.into_iter().flatten().filter(|sources| !sources.is_empty()).collect::<Vec<_>>();
    let seen = found.iter().position(|sources| sources.iter().any(|source| visible(db, *source))).unwrap_or_default();
    if seen < found.len() { found.swap_remove(seen) } else { vec![] }
}

/// The articles at a path: those whose path it is; else those whose path without its date it is; else those whose path
/// ends in it.
fn matching(known: &[(String, Source)], path: &str) -> Vec<Source> {
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
        headlines(db).nearest(text, SHOWN)
    } else {
        slugs(db).nearest(last_part(&bare_path(text)), SHOWN)
    };
    found.into_iter().map(str::to_owned).collect()
}

/// Asked only where a name is not found.
#[salsa::tracked]
fn slugs(db: &dyn Db) -> NearIndex {
    NearIndex::new(visible_articles(db).iter().map(|source| naming(db, *source).slug.as_str()))
}

/// Asked only where a headline is not found.
#[salsa::tracked]
fn headlines(db: &dyn Db) -> NearIndex {
    NearIndex::new(visible_articles(db).iter().map(|source| naming(db, *source).headline.as_str()))
}

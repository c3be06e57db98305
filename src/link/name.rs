//! Which articles a name stands for: a slug, a path, a headline, or an old address.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::parse::query::{address, articles, front};
use crate::source::{Db, Source};
use crate::text::headline::fold_headline;
use crate::text::similar;

/// A name as a key of queries.
#[salsa::interned(unsafe(no_lifetime), revisions = usize::MAX, debug)]
pub struct NameKey {
    /// The name as written.
    pub text: Box<str>,
}

/// Above this number of articles, slugs are compared only with those that begin alike.
const FEW: usize = 20_000;

/// How many headlines with words in common are compared.
const CANDIDATES: usize = 200;

/// What names all articles have, hidden ones too: a reference to a draft must say that it is one.
#[derive(Debug, Clone, PartialEq, Default)]
struct Names {
    slugs: FxHashMap<String, Vec<Source>>,
    paths: FxHashMap<String, Vec<Source>>,
    headlines: FxHashMap<String, Vec<Source>>,
    folded: FxHashMap<String, Vec<Source>>,
    old: FxHashMap<String, Vec<Source>>,
}

#[salsa::tracked]
fn names(db: &dyn Db) -> Names {
    let mut names = Names::default();
    for &source in articles(db) {
        let (address, front) = (address(db, source), front(db, source));
        let mut add = |map: fn(&mut Names) -> &mut FxHashMap<String, Vec<Source>>, name: String| {
            let sources = map(&mut names).entry(name).or_default();
            if sources.last() != Some(&source) {
                sources.push(source);
            }
        };
        add(|names| &mut names.slugs, address.slug.clone());
        add(|names| &mut names.paths, bare_path(&address.stem).to_owned());
        add(|names| &mut names.paths, bare_path(&address.url).to_owned());
        add(|names| &mut names.headlines, front.title.value.clone());
        add(|names| &mut names.folded, fold_headline(&front.title.value));
        for alias in &front.aliases {
            let path = bare_path(&alias.value);
            add(|names| &mut names.old, path.to_owned());
            if let Some((_, slug)) = path.rsplit_once('/') {
                add(|names| &mut names.old, slug.to_owned());
            }
        }
    }
    names
}

/// The articles that a name stands for, by the first of these that fits any: slug, path, headline, folded headline, old
/// address. Translations of one article are all in it. Hidden articles too.
#[salsa::tracked]
pub fn lookup(db: &dyn Db, name: NameKey) -> Vec<Source> {
    let (names, text) = (names(db), name.text(db).trim());
    let found = names.slugs.get(text);
    let found = found.or_else(|| names.paths.get(bare_path(text)));
    let found = found.or_else(|| names.headlines.get(text));
    let found = found.or_else(|| names.folded.get(&fold_headline(text)));
    found.or_else(|| names.old.get(bare_path(text))).cloned().unwrap_or_default()
}

/// A path without what it may be written with: slashes at its ends, `content/`, `.md`, `index`.
fn bare_path(path: &str) -> &str {
    let path = path.trim_matches('/');
    let path = path.strip_prefix("content/").unwrap_or(path);
    let path = [".md", ".markdown", ".html"].iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path);
    path.strip_suffix("/index").unwrap_or(path)
}

/// Up to three slugs and headlines that a name was probably meant to be, nearest first.
pub fn nearest(db: &dyn Db, name: &str) -> Vec<String> {
    if name.contains(' ') {
        return nearest_headlines(db, name);
    }
    let all = articles(db);
    let begin: String = name.chars().take(2).collect();
    let slugs = all.iter().map(|source| address(db, *source).slug.as_str()).filter(|slug| all.len() < FEW || slug.starts_with(&begin));
    similar::ranked(name, slugs, 3).into_iter().map(str::to_owned).collect()
}

/// Up to three headlines that share most of their words with one that nothing matches.
pub fn nearest_headlines(db: &dyn Db, headline: &str) -> Vec<String> {
    let index = headline_words(db);
    let words = words_of(headline);
    let mut lists: Vec<&Vec<Source>> = words.iter().filter_map(|word| index.get(word)).collect();
    lists.sort_by_key(|list| list.len());
    let mut candidates: Vec<Source> = Vec::new();
    for source in lists.into_iter().flatten() {
        if candidates.len() < CANDIDATES && !candidates.contains(source) {
            candidates.push(*source);
        }
    }
    let mut scored: Vec<(f64, &str)> = candidates
        .iter()
        .map(|source| front(db, *source).title.value.as_str())
        .map(|title| {
            let other = words_of(title);
            let shared = words.iter().filter(|word| other.contains(word)).count();
            #[expect(clippy::cast_precision_loss, reason = "counts of words in a headline")]
            let score = 2.0 * shared as f64 / (words.len() + other.len()).max(1) as f64;
            (score, title)
        })
        .filter(|(score, _)| *score >= 0.5)
        .collect();
    scored.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
    scored.dedup_by(|(_, a), (_, b)| a == b);
    scored.into_iter().take(3).map(|(_, title)| title.to_owned()).collect()
}

/// Articles by the words of their folded headlines; asked only where a headline is not found.
#[salsa::tracked]
fn headline_words(db: &dyn Db) -> BTreeMap<String, Vec<Source>> {
    let mut index: BTreeMap<String, Vec<Source>> = BTreeMap::new();
    for source in articles(db) {
        for word in words_of(&front(db, *source).title.value) {
            index.entry(word).or_default().push(*source);
        }
    }
    index
}

fn words_of(headline: &str) -> Vec<String> {
    let mut words: Vec<String> =
        fold_headline(headline).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
}

//! Time-ordered lists: one pass over the visible articles sorts them into all of them.

use std::collections::BTreeMap;

use super::address::edition;
use super::fallback::borrowers;
use super::query::visible_addresses;
use super::visibility::is_visible;
use super::{ListEntry, ListKey, ListKind};
use crate::config::Language;
use crate::parse::Role;
use crate::parse::query::{address, config, date_of, front, role};
use crate::source::{Db, Source};
use crate::text::slug::slug;

/// A list's name as first written, and its articles, newest first.
pub(super) type Entry = (String, Vec<Source>);

/// The lists that an article belongs to, each with its name as the article writes it (years and months have none). Small, so that an edit of a text or
/// a standfirst sorts nothing anew.
#[salsa::tracked]
pub(super) fn memberships(db: &dyn Db, source: Source) -> Box<[(ListKind, String)]> {
    let (front, address) = (front(db, source), address(db, source));
    let mut kinds = vec![(ListKind::All, String::new())];
    if !address.section.is_empty() {
        kinds.push((ListKind::Section(address.section.clone()), capitalised(&address.section)));
    }
    kinds.extend(front.tags.iter().map(|tag| (ListKind::Tag(slug(tag)), tag.clone())));
    kinds.extend(front.authors.iter().map(|author| (ListKind::Author(slug(author)), author.clone())));
    kinds.extend(front.series.iter().map(|series| (ListKind::Series(slug(series)), series.clone())));
    if let Some(day) = date_of(front).map(|date| date.day()) {
        kinds.push((ListKind::Year(day.year()), String::new()));
        kinds.push((ListKind::Month(day.year(), day.month()), String::new()));
    }
    kinds.into()
}

/// All lists by edition and kind; in languages that borrow, with the originals of missing translations. Every edition that the site names has [`ListKind::All`], and a section that has a page of
/// its own is listed without articles too.
#[salsa::tracked]
pub(super) fn index(db: &dyn Db) -> BTreeMap<(Language, ListKind), Entry> {
    let config = &config(db).value;
    let mut lists: BTreeMap<(Language, ListKind), Entry> = BTreeMap::new();
    for known in &config.languages {
        lists.insert((known.language.clone(), ListKind::All), Entry::default());
    }
    for (language, kind) in section_pages(db).keys() {
        if let ListKind::Section(name) = kind {
            lists.insert((language.clone(), kind.clone()), (capitalised(name), vec![]));
        }
    }
    for (source, address) in visible_addresses(db) {
        let own = edition(config, address);
        for language in std::iter::once(own).chain(borrowers(db, source)) {
            for (kind, label) in memberships(db, source) {
                let (name, sources) = lists.entry((language.clone(), kind.clone())).or_default();
                // A tag written twice in an article lists it once.
                if sources.last() == Some(&source) {
                    continue;
                }
                sources.push(source);
                // The oldest article's way of writing stays, however many follow; one in the language goes before others.
                if language == own || name.is_empty() {
                    name.clone_from(label);
                }
            }
        }
    }
    lists
}

/// All lists with their names and sizes, in the order that [`super::query::lists`] promises.
pub(super) fn entries(db: &dyn Db) -> Vec<ListEntry> {
    let index = index(db);
    let languages = config(db).value.languages.iter().map(|known| &known.language);
    let of = |language| index.iter().filter(move |((of, _), _)| of == language);
    let entry = |((language, kind), (_, articles)): (&(Language, ListKind), &Entry)| {
        let key = ListKey::new(db, language.clone(), kind.clone());
        ListEntry { key, label: label(db, key), count: articles.len() }
    };
    languages.flat_map(of).map(entry).collect()
}

/// A list's name: a section page's headline, an author's name in the site's file, else as first written.
pub(super) fn label(db: &dyn Db, key: ListKey) -> String {
    if let Some(page) = section_page(db, key) {
        return front(db, page).title.value.clone();
    }
    let written = index(db).get(&(key.language(db).clone(), key.kind(db).clone())).map(|(label, _)| label.clone());
    match key.kind(db) {
        ListKind::Author(author) => {
            let known = config(db).value.authors.iter().find(|(name, _)| slug(name) == *author);
            let name = known.map(|(name, known)| if known.name.is_empty() { name.clone() } else { known.name.clone() });
            name.or(written).unwrap_or_else(|| author.clone())
        }
        ListKind::Section(name) => written.unwrap_or_else(|| capitalised(name)),
        ListKind::Tag(name) | ListKind::Series(name) => written.unwrap_or_else(|| name.clone()),
        ListKind::Year(year) => year.to_string(),
        ListKind::Month(year, month) => format!("{year}-{month:02}"),
        ListKind::All => String::new(),
    }
}

/// The file with a list's own text: `content/politics/_index.md`, `content/_index.md` for the home page.
pub(super) fn section_page(db: &dyn Db, key: ListKey) -> Option<Source> {
    section_pages(db).get(&(key.language(db).clone(), key.kind(db).clone())).copied()
}

/// The list that a section page is the text of; `None` for pages deeper in a section, of which no page is made.
pub(super) fn list_of(db: &dyn Db, page: Source) -> Option<ListKey> {
    let (language, kind) = section_pages(db).iter().find(|(_, known)| **known == page)?.0;
    Some(ListKey::new(db, language.clone(), kind.clone()))
}

/// Section pages that may be seen, by edition and list.
#[salsa::tracked]
fn section_pages(db: &dyn Db) -> BTreeMap<(Language, ListKind), Source> {
    let pages = db.concrete().site().pages(db).iter().copied();
    let shown = pages.filter(|page| role(db, *page) == Role::SectionPage && is_visible(db, *page));
    let kind = |page: Source| {
        let folder = page.path(db).folder();
        match folder.strip_prefix("content/") {
            None => (folder == "content").then_some(ListKind::All),
            Some(name) => (!name.contains('/')).then(|| ListKind::Section(name.to_owned())),
        }
    };
    shown.filter_map(|page| Some(((edition(&config(db).value, address(db, page)).clone(), kind(page)?), page))).collect()
}

fn capitalised(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

//! The sitemap (sitemaps.org 0.9): every page that a search engine may show, split at the protocol's limit.

use super::page::list_pages;
use crate::config::Language;
use crate::glossary::LanguageKey;
use crate::glossary::query::keys;
use crate::link::query::{card, lists, visible_articles};
use crate::link::{ListKind, address, how_it_works};
use crate::parse::query::{config, front};
use crate::source::Db;
use crate::view::edition::shown_languages;
use crate::view::html::push_text;
use crate::view::pages::article::{image, modified};
use crate::view::pages::entity::entity_page_count;
use crate::view::urls;

/// How a list of addresses begins; name spaces of extensions and `>` follow.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";
/// The protocol allows 50,000 addresses in a file.
const LIMIT: usize = 50_000;

/// An address, and the day of its last change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    url: String,
    changed: Option<String>,
    /// The address of its picture; may be empty.
    image: String,
}

/// All addresses, in the order of the site's pages.
#[salsa::tracked]
pub fn entries(db: &dyn Db) -> Vec<Entry> {
    let config = &config(db).value;
    let undated = |url: String| Entry { url, changed: None, image: String::new() };
    let mut entries: Vec<Entry> = Vec::new();
    for language in shown_languages(db) {
        entries.extend(
            [address::glossary(config, language), address::archive(config, language), address::corrections(config, language)].map(undated),
        );
        let key_of = LanguageKey::new(db, language.clone());
        entries.extend(how_it_works::place(db, key_of).clone().map(undated));
        entries.extend(keys(db).iter().flat_map(|key| {
            let pages = 1..=entity_page_count(db, *key, key_of);
            pages.map(|number| undated(address::entity_page(config, language, key.id(db), number)))
        }));
    }
    let shown = |language: &Language| shown_languages(db).contains(language);
    entries.extend(lists(db).iter().filter(|entry| shown(entry.key.language(db))).flat_map(|entry| {
        let newest = crate::link::query::list(db, entry.key).first().and_then(|newest| card(db, *newest).date);
        let changed = newest.filter(|_| matches!(entry.key.kind(db), ListKind::All | ListKind::Section(_))).map(|date| date.rfc3339());
        let pages = 1..=list_pages(db, entry.key);
        let url = |number| address::list_page(config, entry.key.language(db), entry.key.kind(db), number);
        pages.map(move |number| Entry { changed: changed.clone(), ..undated(url(number)) })
    }));
    entries.extend(visible_articles(db).iter().map(|article| {
        let changed = modified(front(db, *article)).or(card(db, *article).date);
        Entry { url: card(db, *article).url.clone(), changed: changed.map(|date| date.rfc3339()), image: image(db, *article) }
    }));
    entries
}

/// How many files the sitemap takes, its index left out.
pub fn file_count(db: &dyn Db) -> usize {
    entries(db).len().div_ceil(LIMIT).max(1)
}

/// The name of a file of the sitemap: the only one and the index are `sitemap.xml`.
pub fn file_name(number: usize) -> String {
    if number == 0 { "sitemap.xml".to_owned() } else { format!("sitemap-{number}.xml") }
}

/// A file of the sitemap; 0 is `sitemap.xml`: the index, or the whole where it fits one file.
pub fn sitemap(db: &dyn Db, number: usize) -> String {
    if number == 0 { index(db) } else { part(db, number) }
}

/// The index of a sitemap in several files; or the whole, where it is one.
fn index(db: &dyn Db) -> String {
    let count = file_count(db);
    if count == 1 {
        return part(db, 1);
    }
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for number in 1..=count {
        out.push_str(&format!("<sitemap><loc>{}/{}</loc></sitemap>\n", urls::base(db), file_name(number)));
    }
    out.push_str("</sitemapindex>\n");
    out
}

fn part(db: &dyn Db, number: usize) -> String {
    let mut out = format!("{HEAD} xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">\n");
    for entry in entries(db).iter().skip((number - 1) * LIMIT).take(LIMIT) {
        push_url(&mut out, &urls::absolute(db, &entry.url));
        if let Some(changed) = &entry.changed {
            out.push_str(&format!("<lastmod>{changed}</lastmod>"));
        }
        if !entry.image.is_empty() {
            out.push_str("<image:image><image:loc>");
            push_text(&mut out, &entry.image);
            out.push_str("</image:loc></image:image>");
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// Begins an entry, with its address.
pub(super) fn push_url(out: &mut String, url: &str) {
    out.push_str("<url><loc>");
    push_text(out, url);
    out.push_str("</loc>");
}

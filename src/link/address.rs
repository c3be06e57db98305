//! Addresses of all pages that are no articles. One place, so that no two kinds of page can take the same one unseen.

use crate::config::{Config, Language};
use crate::parse::Address;
use crate::picture::{Head, Make};
use crate::source::{Asset, Db};
use crate::text::percent::encode_path;
use crate::text::slug::slug;

use super::ListKind;

/// The edition that an article belongs to: a translation's language, else the site's main one. Lists, menus and the
/// texts around an article are the edition's; the article's own language may be another.
pub fn edition<'a>(config: &'a Config, address: &'a Address) -> &'a Language {
    if address.translated { &address.language } else { &config.language }
}

/// A list's first page: `/`, `/politics/`, `/tags/war/`, `/2024/06/`; under `/uk/` in other editions than the main one.
pub fn list(config: &Config, language: &Language, kind: &ListKind) -> String {
    match list_path(kind) {
        path if path.is_empty() => home(config, language),
        path => page(config, language, &path),
    }
}

/// A page of a list, from 1: `/politics/page/2/`.
pub fn list_page(config: &Config, language: &Language, kind: &ListKind, number: usize) -> String {
    if number < 2 {
        return list(config, language, kind);
    }
    let path = list_path(kind);
    page(config, language, format!("{path}/page/{number}").trim_start_matches('/'))
}

/// The feed of a page, beside it: `/feed.xml` of `/`, `/politics/feed.xml` of `/politics/` or `/politics.html`.
pub fn feed(page: &str, file_name: &str) -> String {
    format!("{}/{file_name}", page.strip_suffix(".html").unwrap_or(page).trim_end_matches('/'))
}

/// A part of what a feed no longer has, from 1: `/politics/feed-archive/3/feed.xml`. Its name tells its media type.
pub fn feed_archive(page: &str, file_name: &str, number: usize) -> String {
    feed(page, &format!("feed-archive/{number}/{file_name}"))
}

/// The glossary's index.
pub fn glossary(config: &Config, language: &Language) -> String {
    page(config, language, &config.glossary.folder)
}

/// An entity's page: `/glossary/kim-jong-un/`.
pub fn entity(config: &Config, language: &Language, id: &str) -> String {
    page(config, language, &format!("{}/{id}", config.glossary.folder))
}

/// The glossary for programs: `/glossary.json`.
pub fn glossary_data(config: &Config, language: &Language) -> String {
    format!("{}/glossary.json", prefix(config, language))
}

/// The articles for programs: `/articles.json`.
pub fn articles_data(config: &Config, language: &Language) -> String {
    format!("{}/articles.json", prefix(config, language))
}

/// The annotations of an article for programs, beside its page: `/2024/06/a-visit/annotations.jsonld`, or
/// `/2024/06/a-visit.annotations.jsonld` for a page at `/2024/06/a-visit.html`.
pub fn annotations(article: &str) -> String {
    match article.strip_suffix('/') {
        Some(folder) => format!("{folder}/annotations.jsonld"),
        None => format!("{}.annotations.jsonld", article.strip_suffix(".html").unwrap_or(article)),
    }
}

/// The social card of a page, with the beginning of its key in its name: `/2024/06/a-visit/card.1a2b3c4d5e.png`, or
/// `/2024/06/a-visit.card.1a2b3c4d5e.png` for a page at `/2024/06/a-visit.html`.
pub fn social_card(page: &str, key: &str) -> String {
    let key = key.get(..10).unwrap_or(key);
    match page.strip_suffix('/') {
        Some(folder) => format!("{folder}/card.{key}.png"),
        None => format!("{}.card.{key}.png", page.strip_suffix(".html").unwrap_or(page)),
    }
}

/// A page of an entity's mentions, from 1.
pub fn entity_page(config: &Config, language: &Language, id: &str, number: usize) -> String {
    if number < 2 {
        entity(config, language, id)
    } else {
        page(config, language, &format!("{}/{id}/page/{number}", config.glossary.folder))
    }
}

/// The whole archive.
pub fn archive(config: &Config, language: &Language) -> String {
    page(config, language, "archive")
}

/// The corrections page.
pub fn corrections(config: &Config, language: &Language) -> String {
    page(config, language, "corrections")
}

/// The search page.
pub fn search(config: &Config, language: &Language) -> String {
    page(config, language, "search")
}

/// A place for the page that tells how the site works, from 1: the first that is free is taken.
pub fn how_it_works(config: &Config, language: &Language, number: usize) -> String {
    if number < 2 { page(config, language, "how-it-works") } else { page(config, language, &format!("how-it-works-{number}")) }
}

/// A file of the site: its path under `content/` or `static/`, percent-encoded.
pub fn asset(db: &dyn Db, asset: Asset) -> String {
    let path = asset.path(db).as_str();
    let path = path.strip_prefix("content/").or_else(|| path.strip_prefix("static/")).unwrap_or(path);
    format!("/{}", encode_path(path))
}

/// What is made of a picture, beside it: `/2024/06/photo-800.1a2b3c4d5e.webp`.
pub fn picture(db: &dyn Db, picture: Asset, head: &Head, make: Make) -> String {
    let own = asset(db, picture);
    match head.suffix(make) {
        Some((suffix, ending)) => format!("{}{suffix}.{ending}", own.rsplit_once('.').map_or(own.as_str(), |(stem, _)| stem)),
        None => own,
    }
}

/// How a reference names an article by its path: `2024/06/a-visit`.
pub fn readable_path(address: &Address) -> &str {
    address.stem.strip_prefix("content/").unwrap_or(&address.stem)
}

/// The page at a language's own address that stands in for the translation of the article at `url`.
pub fn stand_in(language: &Language, url: &str) -> String {
    format!("/{language}{url}")
}

/// An edition's home page.
fn home(config: &Config, language: &Language) -> String {
    format!("{}/", prefix(config, language))
}

fn page(config: &Config, language: &Language, path: &str) -> String {
    let ending = if config.pretty_urls { "/" } else { ".html" };
    format!("{}/{path}{ending}", prefix(config, language))
}

fn prefix(config: &Config, language: &Language) -> String {
    if *language == config.language { String::new() } else { format!("/{language}") }
}

/// A list's path without slashes at its ends.
fn list_path(kind: &ListKind) -> String {
    match kind {
        ListKind::All => String::new(),
        ListKind::Section(name) => slug(name),
        ListKind::Tag(tag) => format!("tags/{tag}"),
        ListKind::Author(author) => format!("authors/{author}"),
        ListKind::Series(series) => format!("series/{series}"),
        ListKind::Year(year) => format!("{year:04}"),
        ListKind::Month(year, month) => format!("{year:04}/{month:02}"),
    }
}

//! Views of pages that list articles.

use super::page::{alternates, here, page_view, part};
use crate::glossary::LanguageKey;
use crate::link::query::{list, list_label, lists, section_page};
use crate::link::{ListKey, ListKind, address};
use crate::parse::query::{config, document};
use crate::source::{Db, Source};
use crate::view::card::{card_on, list_link};
use crate::view::common::{CardView, PageView, PagerView};
use crate::view::feed::FeedOf;
use crate::view::html::{Place, Writer};
use crate::view::kept::Kept;
use crate::view::list::{ArchiveMonth, ArchiveView, ArchiveYear, HomeView, ListView, SectionDigest};
use crate::view::locale::locale;
use crate::view::structured;
use crate::view::texts::texts;
use crate::view::urls;

/// Articles of a section on the front page.
const DIGEST: usize = 4;

/// Headlines in the description of a front page that has no other.
const TOLD: usize = 3;

/// How many pages a list has; every list has one, also an empty one.
pub fn page_count(db: &dyn Db, key: ListKey) -> usize {
    list(db, key).len().div_ceil(config(db).value.paginate.max(1)).max(1)
}

/// A page of the home page's list.
pub fn home(db: &dyn Db, key: ListKey, number: usize) -> (PageView, HomeView, PagerView) {
    let language = language_of(db, key);
    let (articles, pager) = page_of(db, key, number);
    let first = number == 1;
    let sections = lists(db)
        .iter()
        .filter(|entry| first && entry.key.language(db) == key.language(db) && matches!(entry.key.kind(db), ListKind::Section(_)));
    let sections = sections.map(|entry| SectionDigest {
        link: list_link(db, key.language(db), entry.key.kind(db).clone()),
        articles: list(db, entry.key).iter().take(DIGEST).map(|article| card_on(db, *article, language)).collect(),
    });
    let own = section_page(db, key);
    let view = HomeView { articles, sections: sections.collect(), content: own_text(db, own, language) };
    let mut page = list_head(db, key, number, "home");
    let site = super::site::site_view(db, language);
    page.title = own.map_or_else(String::new, |own| document(db, own).value.front.title.value.clone());
    page.description = own
        .map(|own| document(db, own).value.front.description.clone())
        .filter(|text| !text.is_empty())
        .unwrap_or_else(|| site.description.clone());
    if page.description.is_empty() {
        // A site that does not say what it is about is about its news.
        let newest: Vec<&str> = view.articles.iter().take(TOLD).map(|card| card.title.as_str()).collect();
        page.description = newest.join(" · ");
    }
    page.breadcrumbs.clear();
    page.structured = structured::home(db, &page, site);
    (page, view, pager)
}

/// A page of a section, tag, author or series.
pub fn list_page(db: &dyn Db, key: ListKey, number: usize) -> (PageView, ListView, PagerView) {
    let language = language_of(db, key);
    let (articles, pager) = page_of(db, key, number);
    let own = section_page(db, key);
    let kind = match key.kind(db) {
        ListKind::Tag(_) => "tag",
        ListKind::Author(_) => "author",
        ListKind::Series(_) => "series",
        _ => "section",
    };
    let author = config(db)
        .value
        .authors
        .iter()
        .find(|(name, _)| *key.kind(db) == ListKind::Author(crate::text::slug::slug(name)))
        .map(|(_, author)| author);
    let description = match (author, own) {
        (Some(author), _) => author.description.clone(),
        (None, Some(own)) => document(db, own).value.front.description.clone(),
        (None, None) => String::new(),
    };
    let view = ListView {
        kind,
        title: list_label(db, key).clone(),
        description,
        content: own_text(db, own.filter(|_| number == 1), language),
        articles,
        url: author.and_then(|author| author.url.clone()).unwrap_or_default(),
    };
    let mut page = list_head(db, key, number, kind);
    page.title = view.title.clone();
    page.description = view.description.clone();
    page.section = urls::href(db, &address::list(&config(db).value, key.language(db), key.kind(db)));
    page.breadcrumbs.push(here(&view.title));
    page.structured = structured::list_of(db, "CollectionPage", &page, &view.articles);
    (page, view, pager)
}

/// The archive, a year or a month of it.
pub fn archive(db: &dyn Db, language: LanguageKey, part: Option<ListKey>) -> (PageView, ArchiveView) {
    let (config, tag, locale) = (&config(db).value, language.language(db), locale(db, language));
    let months = lists(db).iter().filter(|entry| entry.key.language(db) == tag);
    let months = months.filter_map(|entry| match entry.key.kind(db) {
        ListKind::Month(year, month) => Some((*year, *month, entry.count)),
        _ => None,
    });
    let shown = part.map(|part| part.kind(db).clone());
    let year = match shown {
        Some(ListKind::Year(year) | ListKind::Month(year, _)) => Some(year),
        _ => None,
    };
    let mut years: Vec<ArchiveYear> = Vec::new();
    let mut months: Vec<_> = months.filter(|(of, ..)| year.is_none_or(|year| *of == year)).collect();
    months.sort_unstable_by_key(|(year, month, _)| std::cmp::Reverse((*year, *month)));
    for (of, month, count) in months {
        let link = list_link_titled(db, language, ListKind::Month(of, month), locale.month_name(month));
        let entry = ArchiveMonth { link, count };
        let title = locale.digits(&of.to_string());
        match years.last_mut().filter(|last| last.link.title == title) {
            Some(last) => {
                last.count += count;
                last.months.push(entry);
            }
            None => years.push(ArchiveYear { link: list_link_titled(db, language, ListKind::Year(of), title), count, months: vec![entry] }),
        }
    }
    let (level, title, url) = match &shown {
        Some(kind @ ListKind::Year(year)) => ("year", locale.digits(&year.to_string()), address::list(config, tag, kind)),
        Some(kind @ ListKind::Month(year, month)) => ("month", locale.month(*year, *month), address::list(config, tag, kind)),
        _ => ("all", texts(db, language).get("nav.archive").to_owned(), address::archive(config, tag)),
    };
    let articles = match part.filter(|_| level == "month") {
        Some(part) => list(db, part).iter().map(|article| card_on(db, *article, language)).collect(),
        None => vec![],
    };
    let mut page = page_view(db, language, "archive", &url);
    page.title = title;
    let other = |other: &crate::config::Language| match &shown {
        Some(kind) => lists(db)
            .iter()
            .any(|entry| entry.key.language(db) == other && entry.key.kind(db) == kind)
            .then(|| address::list(config, other, kind)),
        None => Some(address::archive(config, other)),
    };
    let versions: Vec<_> = crate::view::edition::shown_languages(db).iter().filter_map(|tag| Some((tag.clone(), other(tag)?))).collect();
    page.alternates = alternates(db, &versions, tag);
    if level != "all" {
        let archive = urls::href(db, &address::archive(config, tag));
        page.breadcrumbs.push(crate::view::common::LinkView {
            title: texts(db, language).get("nav.archive").to_owned(),
            url: archive,
            current: false,
        });
    }
    let data = urls::href(db, &address::articles_data(config, tag));
    page.breadcrumbs.push(here(&page.title));
    page.structured = structured::list_of(db, "CollectionPage", &page, &articles);
    (page, ArchiveView { level, years, articles, data })
}

/// The page that hosts show for an address that does not exist.
pub fn not_found(db: &dyn Db, language: LanguageKey) -> PageView {
    let mut page = page_view(db, language, "not-found", "/404.html");
    page.canonical.clear();
    page.title = texts(db, language).get("not-found.title").to_owned();
    page
}

fn list_link_titled(db: &dyn Db, language: LanguageKey, kind: ListKind, title: String) -> crate::view::common::LinkView {
    let url = urls::href(db, &address::list(&config(db).value, language.language(db), &kind));
    crate::view::common::LinkView { title, url, current: false }
}

fn list_head(db: &dyn Db, key: ListKey, number: usize, kind: &'static str) -> PageView {
    let (config, tag) = (&config(db).value, key.language(db));
    let url = |tag: &_| address::list_page(config, tag, key.kind(db), number);
    let mut page = page_view(db, language_of(db, key), kind, &url(tag));
    if *key.kind(db) != ListKind::All {
        page.feeds.extend(FeedOf::List(key).links(db));
    }
    let has_list = |other: &crate::config::Language| {
        lists(db).iter().any(|entry| entry.key.language(db) == other && entry.key.kind(db) == key.kind(db))
    };
    let versions: Vec<_> = crate::view::edition::shown_languages(db)
        .iter()
        .filter(|other| number == 1 && has_list(other))
        .map(|other| (other.clone(), url(other)))
        .collect();
    page.alternates = alternates(db, &versions, tag);
    page.part = part(db, language_of(db, key), (number, page_count(db, key)));
    page
}

/// A list's articles on one of its pages, and the pager. A series is read from its beginning.
fn page_of(db: &dyn Db, key: ListKey, number: usize) -> (Vec<Kept<CardView>>, PagerView) {
    let (config, language) = (&config(db).value, language_of(db, key));
    let articles = list(db, key);
    let from = (number - 1) * config.paginate;
    let ordered: Vec<Source> = match key.kind(db) {
        ListKind::Series(_) => articles.iter().rev().skip(from).take(config.paginate).copied().collect(),
        _ => articles.iter().skip(from).take(config.paginate).copied().collect(),
    };
    let count = page_count(db, key);
    let url = |number: usize| urls::href(db, &address::list_page(config, key.language(db), key.kind(db), number));
    let pager = PagerView {
        number,
        count,
        newer: if number > 1 { url(number - 1) } else { String::new() },
        older: if number < count { url(number + 1) } else { String::new() },
        articles: articles.len(),
    };
    (ordered.into_iter().map(|article| card_on(db, article, language)).collect(), pager)
}

fn language_of(db: &dyn Db, key: ListKey) -> LanguageKey {
    LanguageKey::new(db, key.language(db).clone())
}

/// The HTML of a section page's own text.
fn own_text(db: &dyn Db, own: Option<Source>, language: LanguageKey) -> String {
    own.map(|own| Writer::new(db, own, texts(db, language), Place::Page).body()).unwrap_or_default()
}

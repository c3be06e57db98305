//! What every page says of itself in its head.

use crate::config::headers::table::HeaderTable;
use crate::config::{Config, Language};
use crate::glossary::LanguageKey;
use crate::link::{ListKind, address};
use crate::parse::query::config;
use crate::source::Db;
use crate::view::common::{AlternateView, LinkView, PageView};
use crate::view::edition::shown_languages;
use crate::view::feed::FeedOf;
use crate::view::locale::{locale, own_name};
use crate::view::social;
use crate::view::texts::texts;
use crate::view::urls;

/// The head of a page: the parts that all kinds have, filled in by the caller where they differ.
pub fn page_view(db: &dyn Db, key: LanguageKey, kind: &'static str, url: &str) -> PageView {
    let language = key.language(db);
    PageView {
        kind,
        title: String::new(),
        part: String::new(),
        description: String::new(),
        url: urls::href(db, url),
        canonical: urls::absolute(db, url),
        language: language.tag().to_owned(),
        direction: locale(db, key).direction(),
        numerals: locale(db, key).numerals(),
        locale: locale(db, key).tag().replace('-', "_"),
        alternates: vec![],
        stand_ins: vec![],
        feeds: FeedOf::all(db, language).links(db),
        breadcrumbs: vec![home(db, key)],
        section: String::new(),
        structured: String::new(),
        published: String::new(),
        modified: String::new(),
        annotations: String::new(),
        image: social::site_url(db, key).map(|url| social::view(db, &url, config(db).value.title_in(language))),
        images: vec![],
        policy: headers(db).policy_in_page(url),
        badge: "",
    }
}

/// The table of headers, made ready once.
#[salsa::tracked(no_eq)]
pub fn headers(db: &dyn Db) -> HeaderTable {
    HeaderTable::new(&config(db).value.headers)
}

/// The home page in the breadcrumbs.
pub fn home(db: &dyn Db, key: LanguageKey) -> LinkView {
    let url = urls::href(db, &address::list(&config(db).value, key.language(db), &ListKind::All));
    LinkView { title: texts(db, key).get("nav.home").to_owned(), url, current: false }
}

/// Which page of several one is, in words; empty for the first.
pub fn part(db: &dyn Db, key: LanguageKey, (number, count): (usize, usize)) -> String {
    if number < 2 {
        return String::new();
    }
    let [number, count] = [number, count].map(|n| locale(db, key).digits(&n.to_string()));
    texts(db, key).fill("pager.page", "other", &[("number", &number), ("count", &count)])
}

/// The page itself in the breadcrumbs.
pub fn here(title: &str) -> LinkView {
    LinkView { title: title.to_owned(), url: String::new(), current: true }
}

/// The head of a page that every edition has one of: its texts are `nav.KIND` and `KIND.description`; `address` gives its path.
pub fn standing_page(db: &dyn Db, key: LanguageKey, kind: &'static str, address: impl Fn(&Config, &Language) -> String) -> PageView {
    let (config, language, texts) = (&config(db).value, key.language(db), texts(db, key));
    let mut page = page_view(db, key, kind, &address(config, language));
    page.title = texts.get(&format!("nav.{kind}")).to_owned();
    page.description = texts.get(&format!("{kind}.description")).to_owned();
    page.breadcrumbs.push(here(&page.title));
    let versions: Vec<_> = shown_languages(db).iter().map(|tag| (tag.clone(), address(config, tag))).collect();
    page.alternates = alternates(db, &versions, language);
    page
}

/// The versions of a page in several languages, with `x-default` for the site's main one; none for a single version.
pub fn alternates(db: &dyn Db, versions: &[(Language, String)], current: &Language) -> Vec<AlternateView> {
    if versions.len() < 2 {
        return vec![];
    }
    let main = &config(db).value.language;
    let view = |tag: &str, name: &str, url: &str, current| AlternateView {
        language: tag.to_owned(),
        name: name.to_owned(),
        url: urls::absolute(db, url),
        path: urls::href(db, url),
        current,
    };
    let mut out: Vec<_> =
        versions.iter().map(|(language, url)| view(language.tag(), own_name(language), url, language == current)).collect();
    if let Some((_, url)) = versions.iter().find(|(language, _)| language == main) {
        out.push(view("x-default", "", url, false));
    }
    out
}

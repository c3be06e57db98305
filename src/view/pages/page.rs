//! What every page says of itself in its head.

use crate::config::{Config, Language};
use crate::glossary::{EntityKey, LanguageKey};
use crate::link::{ListKey, ListKind, address};
use crate::parse::query::config;
use crate::source::Db;
use crate::view::common::{AlternateView, FeedView, LinkView, PageView};
use crate::view::edition::shown_languages;
use crate::view::locale::{locale, own_name};
use crate::view::social;
use crate::view::texts::texts;
use crate::view::urls;

/// The media type of Atom (RFC 4287, section 7).
const ATOM: &str = "application/atom+xml";

/// The head of a page: the parts that all kinds have, filled in by the caller where they differ.
pub fn page_view(db: &dyn Db, key: LanguageKey, kind: &'static str, url: &str) -> PageView {
    let language = key.language(db);
    PageView {
        kind,
        title: String::new(),
        description: String::new(),
        url: urls::href(db, url),
        canonical: urls::absolute(db, url),
        language: language.tag().to_owned(),
        direction: locale(db, key).direction(),
        locale: language.tag().replace('-', "_"),
        alternates: vec![],
        feeds: vec![feed(db, language, &ListKind::All)],
        breadcrumbs: vec![home(db, key)],
        structured: String::new(),
        published: String::new(),
        modified: String::new(),
        annotations: String::new(),
        image: social::site_url(db, key).map(|url| social::view(db, &url, config(db).value.title_in(language))),
        images: vec![],
        badge: "",
    }
}

/// The home page in the breadcrumbs.
pub fn home(db: &dyn Db, key: LanguageKey) -> LinkView {
    let url = urls::href(db, &address::list(&config(db).value, key.language(db), &ListKind::All));
    LinkView { title: texts(db, key).get("nav.home").to_owned(), url, current: false }
}

/// The page itself in the breadcrumbs.
pub fn here(title: &str) -> LinkView {
    LinkView { title: title.to_owned(), url: String::new(), current: true }
}

/// The head of a page that every edition has one of: its texts are `nav.KIND` and `KIND.description`; `address` gives its path.
pub fn standing_page(db: &dyn Db, key: LanguageKey, kind: &'static str, address: fn(&Config, &Language) -> String) -> PageView {
    let (config, language, texts) = (&config(db).value, key.language(db), texts(db, key));
    let mut page = page_view(db, key, kind, &address(config, language));
    page.title = texts.get(&format!("nav.{kind}")).to_owned();
    page.description = texts.get(&format!("{kind}.description")).to_owned();
    page.breadcrumbs.push(here(&page.title));
    let versions: Vec<_> = shown_languages(db).iter().map(|tag| (tag.clone(), address(config, tag))).collect();
    page.alternates = alternates(db, &versions, language);
    page
}

/// Whether a list has a feed.
pub fn has_feed(db: &dyn Db, key: ListKey) -> bool {
    match key.kind(db) {
        ListKind::All => true,
        ListKind::Section(_) => config(db).value.feeds.sections,
        _ => false,
    }
}

/// Whether entities have feeds.
pub fn has_entity_feeds(db: &dyn Db) -> bool {
    config(db).value.feeds.entities
}

/// The feed of an entity, whose name in the language is given.
pub fn entity_feed(db: &dyn Db, key: EntityKey, language: &Language, name: &str) -> FeedView {
    let config = &config(db).value;
    FeedView {
        title: format!("{}: {name}", config.title_in(language)),
        url: urls::href(db, &address::entity_feed(config, language, key.id(db))),
        media_type: ATOM,
    }
}

/// The feed of corrections.
pub fn corrections_feed(db: &dyn Db, key: LanguageKey) -> FeedView {
    let (config, language) = (&config(db).value, key.language(db));
    FeedView {
        title: texts(db, key).fill("feed.corrections", "other", &[("title", config.title_in(language))]),
        url: urls::href(db, &address::corrections_feed(config, language)),
        media_type: ATOM,
    }
}

/// A list's feed.
pub fn feed(db: &dyn Db, language: &Language, kind: &ListKind) -> FeedView {
    let config = &config(db).value;
    let title = config.title_in(language);
    let title = match kind {
        ListKind::All => title.to_owned(),
        other => format!("{title}: {}", crate::view::card::list_link(db, language, other.clone()).title),
    };
    FeedView { title, url: urls::href(db, &address::feed(config, language, kind)), media_type: ATOM }
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
        current,
    };
    let mut out: Vec<_> =
        versions.iter().map(|(language, url)| view(language.tag(), own_name(language), url, language == current)).collect();
    if let Some((_, url)) = versions.iter().find(|(language, _)| language == main) {
        out.push(view("x-default", "", url, false));
    }
    out
}

//! The site's view, one for each language.

use crate::config::Language;
use crate::config::site::MenuItem;
use crate::glossary::LanguageKey;
use crate::link::query::{article_at_address, lists, version_for};
use crate::link::{ListKind, address, how_it_works};
use crate::parse::query::config;
use crate::source::Db;
use crate::view::assets::{asset_name, integrity};
use crate::view::card::list_link;
use crate::view::common::{AssetsView, LanguageView, LinkView, SiteUrls, SiteView};
use crate::view::edition::shown_languages;
use crate::view::feed::FeedOf;
use crate::view::locale::{foreign_tag, locale, own_name};
use crate::view::texts::texts;
use crate::view::urls;

/// The site in a language.
#[salsa::tracked]
pub fn site_view(db: &dyn Db, key: LanguageKey) -> SiteView {
    let (config, language) = (&config(db).value, key.language(db));
    let description = config.of_language(language).and_then(|known| known.description.as_deref());
    let asset = |name: &str| urls::href(db, &format!("/{}", asset_name(db, name)));
    SiteView {
        title: config.title_in(language).to_owned(),
        description: description.unwrap_or(&config.description).to_owned(),
        description_language: description.map_or_else(|| foreign_tag(db, language), |_| String::new()),
        base_url: config.base_url.clone(),
        language: language.tag().to_owned(),
        languages: shown_languages(db).iter().map(|other| language_view(db, other, language)).collect(),
        menu: menu(db, key),
        publisher: config.publisher_name().to_owned(),
        logo: config.publisher.logo.as_deref().map(|logo| urls::href(db, logo)).unwrap_or_default(),
        policies: policies(db, key),
        urls: SiteUrls {
            home: urls::href(db, &address::list(config, language, &ListKind::All)),
            glossary: urls::href(db, &address::glossary(config, language)),
            archive: urls::href(db, &address::archive(config, language)),
            corrections: urls::href(db, &address::corrections(config, language)),
            how_it_works: how_it_works::place(db, key).as_deref().map(|url| urls::href(db, url)).unwrap_or_default(),
            search: if config.search { urls::href(db, &address::search(config, language)) } else { String::new() },
            feed: FeedOf::all(db, language).link(db),
        },
        assets: AssetsView {
            style: asset("style.css"),
            script: asset("gloss.js"),
            search: asset("search.js"),
            search_style: asset("search.css"),
            icon: asset("icon.svg"),
            style_integrity: integrity(db, "style.css"),
            script_integrity: integrity(db, "gloss.js"),
            search_integrity: integrity(db, "search.js"),
            search_style_integrity: integrity(db, "search.css"),
        },
        extra: config.extra.clone(),
    }
}

fn language_view(db: &dyn Db, language: &Language, current: &Language) -> LanguageView {
    LanguageView {
        tag: language.tag().to_owned(),
        direction: locale(db, LanguageKey::new(db, language.clone())).direction(),
        name: own_name(language).to_owned(),
        url: urls::href(db, &address::list(&config(db).value, language, &ListKind::All)),
        current: language == current,
    }
}

/// The language's own menu, else the site's in its main language, else the sections.
fn menu(db: &dyn Db, key: LanguageKey) -> Vec<LinkView> {
    let (config, language) = (&config(db).value, key.language(db));
    let own = config.of_language(language).map(|known| known.menu.as_slice()).unwrap_or_default();
    let items: &[MenuItem] = if own.is_empty() && *language == config.language { &config.menu } else { own };
    if !items.is_empty() {
        return items.iter().map(|item| LinkView { title: item.title.clone(), url: urls::href(db, &item.url), current: false }).collect();
    }
    let sections = lists(db).iter().map(|entry| entry.key).filter(|list| list.language(db) == language);
    sections
        .filter(|list| matches!(list.kind(db), ListKind::Section(_)))
        .map(|list| LinkView::clone(&list_link(db, language, list.kind(db).clone())))
        .collect()
}

/// Policy pages, in the language where they are there in it: their titles are texts of the theme, else made from schema.org's names.
fn policies(db: &dyn Db, key: LanguageKey) -> Vec<LinkView> {
    let texts = texts(db, key);
    let title = |name: &str| texts.find(&format!("policy.{name}")).map_or_else(|| name.replace('_', " "), str::to_owned);
    let policies = config(db).value.publisher.policies.iter();
    let readable = |url: &str| match article_at_address(db, url) {
        Some(page) => urls::article_for(db, version_for(db, page, key.language(db)), key),
        None => url.to_owned(),
    };
    policies.map(|(name, url)| LinkView { title: title(name), url: urls::href(db, &readable(url)), current: false }).collect()
}

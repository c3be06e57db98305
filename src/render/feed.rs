//! Atom feeds (RFC 4287) with absolute addresses: the newest articles of a list, or of those that mention an entity, whole;
//! and what was put right.

use serde::Serialize;

use super::feed_item::{self, ItemData};
use super::produce::{Rendered, output_path, render, site_context};
use crate::glossary::{EntityKey, LanguageKey};
use crate::link::query::{card, list};
use crate::link::{ListKey, address};
use crate::parse::query::config;
use crate::source::{Db, Source};
use crate::view::pages::corrections::corrected;
use crate::view::pages::entity::{articles_for, card_of};
use crate::view::pages::page::{corrections_feed as corrections_feed_link, entity_feed as entity_feed_link, feed as feed_link};
use crate::view::urls;

/// A feed: `feed` of `feed.xml`.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct FeedData {
    title: String,
    /// A permanent id: the feed's own address.
    id: String,
    url: String,
    page_url: String,
    /// RFC 3339: the newest change of an item, so that the same articles give the same bytes.
    updated: String,
    language: String,
    items: Vec<ItemData>,
}

/// Mentions in an entity's feed at most.
const MENTIONS: usize = 20;

/// What a feed is of: its title, its address, and that of the page that it belongs to.
struct About {
    title: String,
    url: String,
    page: String,
}

/// A list's feed.
pub fn feed(db: &dyn Db, key: ListKey) -> Rendered {
    let (config, tag) = (&config(db).value, key.language(db));
    let about = About {
        title: feed_link(db, tag, key.kind(db)).title,
        url: address::feed(config, tag, key.kind(db)),
        page: address::list(config, tag, key.kind(db)),
    };
    let items = newest(db, list(db, key)).take(config.feeds.count).map(|article| feed_item::article(db, article));
    atom(db, LanguageKey::new(db, tag.clone()), about, items.collect())
}

/// An entity's feed.
pub fn entity_feed(db: &dyn Db, key: EntityKey, language: LanguageKey) -> Rendered {
    let (config, tag) = (&config(db).value, language.language(db));
    let Some(card) = card_of(db, key, language, None) else { return Rendered::default() };
    let about = About {
        title: entity_feed_link(db, key, tag, &card.name).title,
        url: address::entity_feed(config, tag, key.id(db)),
        page: address::entity(config, tag, key.id(db)),
    };
    let items = newest(db, articles_for(db, key, language)).take(config.feeds.count.min(MENTIONS));
    let items = items.map(|article| feed_item::article(db, article));
    atom(db, language, about, items.collect())
}

/// The feed of what was put right.
pub fn corrections_feed(db: &dyn Db, language: LanguageKey) -> Rendered {
    let (config, tag) = (&config(db).value, language.language(db));
    let about = About {
        title: corrections_feed_link(db, language).title,
        url: address::corrections_feed(config, tag),
        page: address::corrections(config, tag),
    };
    let newest = corrected(db, language).into_iter().take(config.feeds.count);
    atom(db, language, about, newest.map(|item| feed_item::correction(db, &item, language)).collect())
}

/// Articles that have a date, in their order.
fn newest<'a>(db: &'a dyn Db, articles: &'a [Source]) -> impl Iterator<Item = Source> + 'a {
    articles.iter().copied().filter(|article| card(db, *article).date.is_some())
}

fn atom(db: &dyn Db, language: LanguageKey, about: About, items: Vec<ItemData>) -> Rendered {
    let data = FeedData {
        title: about.title,
        id: urls::absolute(db, &about.url),
        url: urls::absolute(db, &about.url),
        page_url: urls::absolute(db, &about.page),
        updated: items
            .iter()
            .map(|item| item.updated.as_str())
            .max_by_key(|updated| updated.parse::<jiff::Timestamp>().ok())
            .unwrap_or("1970-01-01T00:00:00Z")
            .to_owned(),
        language: language.language(db).tag().to_owned(),
        items,
    };
    render(db, "feed.xml", output_path(&about.url), site_context(db, language).with("feed", &data))
}

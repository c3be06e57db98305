//! Feeds with absolute addresses, in three formats: the newest articles of a list, or of those that mention an entity, whole;
//! and what was put right. Atom (RFC 4287) and RSS 2.0 are templates of the theme, JSON Feed 1.1 is data.

use serde::Serialize;

use super::feed_item::{self, ItemData};
use super::feed_json;
use super::produce::{Rendered, output_path, render, site_context, whole};
use crate::config::site::FeedFormat;
use crate::glossary::LanguageKey;
use crate::link::query::{card, list};
use crate::parse::query::config;
use crate::source::{Db, Source};
use crate::view::feed::FeedOf;
use crate::view::pages::corrections::corrected;
use crate::view::pages::entity::articles_for;
use crate::view::urls;

/// A feed: `feed` of `feed.xml` and `rss.xml`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct FeedData {
    /// The site's title, and what the feed is of.
    pub(super) title: String,
    /// The site's description; may be empty.
    pub(super) description: String,
    /// A permanent id: the feed's own address.
    pub(super) id: String,
    /// Its own whole address.
    pub(super) url: String,
    /// The whole address of its page.
    pub(super) page_url: String,
    /// RFC 3339: the newest change of an item, so that the same articles give the same bytes.
    pub(super) updated: String,
    /// The same as RFC 9110 writes dates.
    pub(super) updated_text: String,
    /// The language tag.
    pub(super) language: String,
    /// The hub that tells of changes (W3C `WebSub`); may be empty.
    pub(super) hub: String,
    /// What stands in it, newest first.
    pub(super) items: Vec<ItemData>,
}

/// Articles in the feeds of tags, authors and entities at most: there are many of them, and an article is in several.
const NARROW: usize = 20;

/// A feed in a format.
pub fn feed(db: &dyn Db, of: FeedOf, format: FeedFormat) -> Rendered {
    let (language, address) = (of.language(db), of.address(db, format));
    let data = data(db, of, language, &address);
    let path = output_path(&address);
    let template = match format {
        FeedFormat::Atom => "feed.xml",
        FeedFormat::Rss => "rss.xml",
        FeedFormat::Json => return whole(path, feed_json::text(db, &data)),
    };
    render(db, template, path, site_context(db, language).with("feed", &data))
}

fn data(db: &dyn Db, of: FeedOf, language: LanguageKey, address: &str) -> FeedData {
    let items = items(db, of);
    let newest = items.iter().filter_map(|item| item.updated.parse().ok().map(|at: jiff::Timestamp| (at, &item.updated))).max();
    let (newest, updated) = newest.unzip();
    FeedData {
        title: of.title(db),
        description: crate::view::pages::site::site_view(db, language).description.clone(),
        id: urls::absolute(db, address),
        url: urls::absolute(db, address),
        page_url: urls::absolute(db, &of.page(db)),
        updated: updated.map_or("1970-01-01T00:00:00Z", String::as_str).to_owned(),
        updated_text: feed_item::date_text(newest.unwrap_or_default()),
        language: language.language(db).tag().to_owned(),
        hub: config(db).value.pings.hub.clone().unwrap_or_default(),
        items,
    }
}

/// What stands in a feed, newest first.
fn items(db: &dyn Db, of: FeedOf) -> Vec<ItemData> {
    let count = config(db).value.feeds.count;
    let count = if of.is_narrow(db) { count.min(NARROW) } else { count };
    let articles = |articles: &[Source]| {
        let dated = articles.iter().copied().filter(|article| card(db, *article).date.is_some());
        dated.take(count).map(|article| feed_item::article(db, article)).collect()
    };
    match of {
        FeedOf::List(key) => articles(list(db, key)),
        FeedOf::Entity(key, language) => articles(articles_for(db, key, language)),
        FeedOf::Corrections(language) => {
            corrected(db, language).iter().take(count).map(|item| feed_item::correction(db, item, language)).collect()
        }
    }
}

//! Feeds with absolute addresses, in three formats: the newest articles of a list, or of those that mention an entity, whole;
//! and what was put right. Atom (RFC 4287) and RSS 2.0 are templates of the theme, JSON Feed 1.1 is data.

use serde::Serialize;

use super::feed_item::{self, ItemData};
use super::feed_json;
use super::produce::{Rendered, output_path, render, site_context, whole};
use crate::config::site::FeedFormat;
use crate::link::query::card;
use crate::parse::query::config;
use crate::source::Db;
use crate::view::feed::{FeedOf, FeedPart, dated};
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
    /// For an archive the whole address of the feed that readers subscribe to; else empty (RFC 5005).
    pub(super) current: String,
    /// The whole address of the archive with older items; empty where there are none, or the site keeps none.
    pub(super) prev_archive: String,
    /// What stands in it, newest first.
    pub(super) items: Vec<ItemData>,
}

/// A part of a feed in a format.
pub fn feed(db: &dyn Db, of: FeedOf, format: FeedFormat, part: FeedPart) -> Rendered {
    let language = of.language(db);
    let data = data(db, of, format, part);
    let path = output_path(&of.address(db, format, part));
    let template = match format {
        FeedFormat::Atom => "feed.xml",
        FeedFormat::Rss => "rss.xml",
        FeedFormat::Json => return whole(path, feed_json::text(db, &data)),
    };
    render(db, template, path, site_context(db, language).with("feed", &data))
}

fn data(db: &dyn Db, of: FeedOf, format: FeedFormat, part: FeedPart) -> FeedData {
    let (items, language) = (items(db, of, part), of.language(db));
    let newest = items.iter().filter_map(|item| item.updated.parse().ok().map(|at: jiff::Timestamp| (at, &item.updated))).max();
    let (newest, updated) = newest.unzip();
    let address = |part| urls::absolute(db, &of.address(db, format, part));
    let (current, older, hub) = match part {
        FeedPart::Newest => (String::new(), of.archives(db), config(db).value.pings.hub.clone().unwrap_or_default()),
        FeedPart::Archive(number) => (address(FeedPart::Newest), number.saturating_sub(1), String::new()),
    };
    FeedData {
        title: of.title(db),
        description: crate::view::pages::site::site_view(db, language).description.clone(),
        id: address(FeedPart::Newest),
        url: address(part),
        page_url: urls::absolute(db, &of.page(db)),
        updated: updated.map_or("1970-01-01T00:00:00Z", String::as_str).to_owned(),
        updated_text: feed_item::date_text(newest.unwrap_or_default()),
        language: language.language(db).tag().to_owned(),
        hub,
        current,
        prev_archive: if older > 0 { address(FeedPart::Archive(older)) } else { String::new() },
        items,
    }
}

/// What stands in a part of a feed, newest first.
fn items(db: &dyn Db, of: FeedOf, part: FeedPart) -> Vec<ItemData> {
    let count = of.count(db);
    match of {
        FeedOf::List(key) => {
            let dated = dated(db, key);
            let range = match part {
                FeedPart::Newest => 0..count.min(dated.len()),
                // Counted from the oldest.
                FeedPart::Archive(number) => {
                    let end = dated.len().saturating_sub(number.saturating_sub(1) * count);
                    end.saturating_sub(count)..end
                }
            };
            dated.get(range).unwrap_or_default().iter().map(|article| feed_item::article(db, *article)).collect()
        }
        FeedOf::Entity(key, language) => {
            let dated = articles_for(db, key, language).iter().filter(|article| card(db, **article).date.is_some());
            dated.take(count).map(|article| feed_item::article(db, *article)).collect()
        }
        FeedOf::Corrections(language) => {
            corrected(db, language).iter().take(count).map(|item| feed_item::correction(db, item, language)).collect()
        }
    }
}

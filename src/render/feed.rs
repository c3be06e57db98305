//! Atom feeds (RFC 4287): the newest articles of a list, whole, with absolute addresses.

use serde::Serialize;

use super::produce::{Rendered, output_path, render, site_context};
use crate::glossary::LanguageKey;
use crate::link::query::{card, list};
use crate::link::{ListKey, ListKind, address};
use crate::parse::query::{config, document};
use crate::source::{Db, Source};
use crate::view::card::list_link;
use crate::view::html::{Place, Writer};
use crate::view::pages::article::modified;
use crate::view::pages::page::feed as feed_link;
use crate::view::texts::texts;
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

/// An article in a feed.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct ItemData {
    title: String,
    id: String,
    url: String,
    published: String,
    updated: String,
    language: String,
    authors: Vec<String>,
    tags: Vec<String>,
    summary: String,
    /// HTML, to be escaped by the template.
    content: String,
}

/// A list's feed.
pub fn feed(db: &dyn Db, key: ListKey) -> Rendered {
    let (config, tag) = (&config(db).value, key.language(db));
    let language = LanguageKey::new(db, tag.clone());
    let url = address::feed(config, tag, key.kind(db));
    let newest = list(db, key).iter().filter(|article| card(db, **article).date.is_some()).take(config.feeds.count);
    let items: Vec<ItemData> = newest.map(|article| item(db, *article)).collect();
    let data = FeedData {
        title: feed_link(db, tag, key.kind(db)).title,
        id: urls::absolute(db, &url),
        url: urls::absolute(db, &url),
        page_url: urls::absolute(db, &address::list(config, tag, key.kind(db))),
        updated: items
            .iter()
            .map(|item| item.updated.as_str())
            .max_by_key(|updated| updated.parse::<jiff::Timestamp>().ok())
            .unwrap_or("1970-01-01T00:00:00Z")
            .to_owned(),
        language: tag.tag().to_owned(),
        items,
    };
    render(db, "feed.xml", output_path(&url), site_context(db, language).with("feed", &data))
}

fn item(db: &dyn Db, article: Source) -> ItemData {
    let (card, front) = (card(db, article), &document(db, article).value.front);
    let url = urls::absolute(db, &card.url);
    let published = card.date.map(|date| date.rfc3339()).unwrap_or_default();
    ItemData {
        title: card.title.clone(),
        id: url.clone(),
        url,
        updated: modified(front).or(card.date).map(|date| date.rfc3339()).unwrap_or_default(),
        published,
        language: card.language.tag().to_owned(),
        authors: card
            .authors
            .iter()
            .map(|author| {
                list_link(db, urls::page_language(db, article).language(db), ListKind::Author(crate::text::slug::slug(author)))
                    .title
                    .clone()
            })
            .collect(),
        tags: card.tags.clone(),
        summary: card.description.clone(),
        content: content(db, article).clone(),
    }
}

/// An article's HTML for feed readers, kept: several feeds have it.
#[salsa::tracked]
fn content(db: &dyn Db, article: Source) -> String {
    let texts = texts(db, urls::page_language(db, article));
    let mut writer = Writer::new(db, article, texts, Place::Feed);
    let mut html = writer.body();
    let notes = document(db, article).value.notes.len();
    if notes > 0 {
        html.push_str("<hr>\n<ol>\n");
        for index in 0..notes {
            html.push_str("<li>");
            html.push_str(&writer.note(index));
            html.push_str("</li>\n");
        }
        html.push_str("</ol>\n");
    }
    html
}

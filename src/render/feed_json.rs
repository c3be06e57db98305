//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use serde::Serialize;

use super::feed::FeedData;
use super::feed_item::ItemData;
use crate::parse::query::config;
use crate::source::Db;
use crate::view::assets::asset_name;
use crate::view::urls;

#[derive(Serialize)]
struct Feed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    next_url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    language: &'a str,
    icon: String,
    authors: [Author<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    hubs: Option<[Hub<'a>; 1]>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Hub<'a> {
    r#type: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

/// An article with its whole text; one without a text has its summary for it, as an item must have content.
#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    content_html: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    content_text: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    image: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    date_published: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    date_modified: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    language: &'a str,
}

/// The text of a feed: an object of JSON (RFC 8259).
pub(super) fn text(db: &dyn Db, feed: &FeedData) -> String {
    let config = &config(db).value;
    let data = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page_url,
        feed_url: &feed.url,
        next_url: &feed.prev_archive,
        description: &feed.description,
        language: &feed.language,
        icon: urls::absolute(db, &format!("/{}", asset_name(db, "icon.svg"))),
        authors: [Author { name: config.publisher_name() }],
        hubs: Some(feed.hub.as_str()).filter(|hub| !hub.is_empty()).map(|url| [Hub { r#type: "WebSub", url }]),
        items: feed.items.iter().map(item).collect(),
    };
    // What is made of strings always serialises.
    serde_json::to_string(&data).unwrap_or_default()
}

fn item(item: &ItemData) -> Item<'_> {
    let text = if item.summary.is_empty() { &item.title } else { &item.summary };
    Item {
        id: &item.id,
        url: &item.url,
        title: &item.title,
        content_html: &item.content,
        content_text: if item.content.is_empty() { text } else { "" },
        summary: &item.summary,
        image: &item.image,
        date_published: &item.published,
        date_modified: &item.updated,
        authors: item.authors.iter().map(|name| Author { name }).collect(),
        tags: &item.tags,
        language: &item.language,
    }
}

//! Atom feeds (RFC 4287) with absolute addresses: the newest articles of a list, whole; and those that mention an entity,
//! each by its standfirst and the sentence of the mention.
//!
//! An entity's feed is no copy of its articles: a site has many entities, an article mentions a dozen of them, and with whole
//! texts each edit would write all their feeds anew.

use serde::Serialize;

use super::produce::{Rendered, output_path, render, site_context};
use crate::glossary::{EntityKey, LanguageKey};
use crate::link::query::{card, list, mention_sentence};
use crate::link::{ListKey, ListKind, address};
use crate::parse::query::{config, document, front};
use crate::source::{Db, Source};
use crate::view::card::list_link;
use crate::view::html::{Place, Writer, sentence};
use crate::view::pages::article::modified;
use crate::view::pages::entity::{articles_for, card_of};
use crate::view::pages::page::{entity_feed as entity_feed_link, feed as feed_link};
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
    /// HTML, to be escaped by the template; may be empty.
    content: String,
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
    let items = newest(db, list(db, key)).take(config.feeds.count).map(|article| item(db, article, content(db, article).clone()));
    atom(db, LanguageKey::new(db, tag.clone()), about, items.collect())
}

/// An entity's feed.
pub fn entity_feed(db: &dyn Db, key: EntityKey, language: LanguageKey) -> Rendered {
    let (config, tag) = (&config(db).value, language.language(db));
    let Some(card) = card_of(db, key, language, None) else { return Rendered { artifact: None, findings: vec![] } };
    let about = About {
        title: entity_feed_link(db, key, tag, &card.name).title,
        url: address::entity_feed(config, tag, key.id(db)),
        page: address::entity(config, tag, key.id(db)),
    };
    let items = newest(db, articles_for(db, key, language)).take(config.feeds.count.min(MENTIONS));
    let items = items.map(|article| {
        let found = mention_sentence(db, article, key).as_ref();
        item(db, article, found.map(|found| format!("<p>{}</p>", sentence(found))).unwrap_or_default())
    });
    atom(db, language, about, items.collect())
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

fn item(db: &dyn Db, article: Source, content: String) -> ItemData {
    let card = card(db, article);
    let url = urls::absolute(db, &card.url);
    let published = card.date.map(|date| date.rfc3339()).unwrap_or_default();
    ItemData {
        title: card.title.clone(),
        id: url.clone(),
        url,
        updated: modified(front(db, article)).or(card.date).map(|date| date.rfc3339()).unwrap_or_default(),
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
        content,
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

//! The news sitemap (Google's extension 0.9 of the sitemap protocol): articles of the last two days.

use jiff::Timestamp;

use super::sitemap::{HEAD, push_url};
use crate::config::Language;
use crate::link::query::{card, visible_articles};
use crate::parse::query::config;
use crate::source::{Db, Source};
use crate::view::html::push_text;
use crate::view::urls;

/// Its file in the output.
pub(super) const FILE_NAME: &str = "sitemap-news.xml";
/// Search engines want no older articles here.
const HOURS: i64 = 48;
/// Nor more than so many.
const LIMIT: usize = 1000;

/// What is new by the clock, newest first. Where nothing is, there is no such sitemap: the sitemap protocol's schema wants an
/// entry at least.
#[salsa::tracked]
pub(super) fn entries(db: &dyn Db) -> Vec<Source> {
    let now = db.concrete().site().now(db).as_second();
    let is_new =
        |article: &&Source| card(db, **article).date.is_some_and(|date| (now - HOURS * 3600..=now).contains(&date.instant.as_second()));
    visible_articles(db).iter().filter(is_new).take(LIMIT).copied().collect()
}

/// The first moment after now at which [`entries`] changes by the clock alone, as far as dates of articles decide it.
pub(super) fn changes(db: &dyn Db) -> Option<Timestamp> {
    let now = db.concrete().site().now(db).as_second();
    let dates = visible_articles(db).iter().filter_map(|article| Some(card(db, *article).date?.instant.as_second()));
    let first = dates.flat_map(|date| [date, date + HOURS * 3600 + 1]).filter(|moment| *moment > now).min();
    first.and_then(|second| Timestamp::from_second(second).ok())
}

/// The text of the file.
pub(super) fn sitemap(db: &dyn Db) -> String {
    let config = &config(db).value;
    let mut out = format!("{HEAD} xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n");
    for article in entries(db) {
        let card = card(db, *article);
        push_url(&mut out, &urls::absolute(db, &card.url));
        out.push_str("<news:news><news:publication><news:name>");
        push_text(&mut out, config.title_in(&card.language));
        out.push_str(&format!(
            "</news:name><news:language>{}</news:language></news:publication><news:publication_date>{}</news:publication_date><news:title>",
            language_code(&card.language),
            card.date.map(|date| date.rfc3339()).unwrap_or_default()
        ));
        push_text(&mut out, &card.title);
        out.push_str("</news:title></news:news></url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// The code that the protocol wants: ISO 639, but for the two ways of writing Chinese.
fn language_code(language: &Language) -> &str {
    match language.tag() {
        "zh-tw" | "zh-hant" | "zh-hk" => "zh-tw",
        tag if tag.split('-').next() == Some("zh") => "zh-cn",
        _ => language.primary(),
    }
}

//! The news sitemap (Google's extension 0.9 of the sitemap protocol): articles of the last two days.

use super::sitemap::{HEAD, push_url};
use crate::config::Language;
use crate::link::query::{card, visible_articles};
use crate::parse::query::config;
use crate::source::Db;
use crate::view::html::push_text;
use crate::view::urls;

/// Its file in the output.
pub(super) const FILE_NAME: &str = "sitemap-news.xml";
/// Search engines want no older articles here.
const HOURS: i64 = 48;
/// Nor more than so many.
const LIMIT: usize = 1000;

/// The text of the file, newest articles first; without entries, which is allowed, where nothing is new.
pub(super) fn sitemap(db: &dyn Db) -> String {
    let config = &config(db).value;
    let now = db.concrete().site().now(db);
    let oldest = now.as_second() - HOURS * 3600;
    let dated = visible_articles(db).iter().filter_map(|article| Some((*article, card(db, *article).date?)));
    let new = dated.filter(|(_, date)| (oldest..=now.as_second()).contains(&date.instant.as_second()));
    let mut out = format!("{HEAD} xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n");
    for (article, date) in new.take(LIMIT) {
        let card = card(db, article);
        push_url(&mut out, &urls::absolute(db, &card.url));
        out.push_str("<news:news><news:publication><news:name>");
        push_text(&mut out, config.title_in(&card.language));
        out.push_str(&format!(
            "</news:name><news:language>{}</news:language></news:publication><news:publication_date>{}</news:publication_date><news:title>",
            language_code(&card.language),
            date.rfc3339()
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

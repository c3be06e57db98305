//! What stands in feeds: articles, whole, and corrections.

use serde::Serialize;

use crate::glossary::LanguageKey;
use crate::link::ListKind;
use crate::link::query::{card, first_address};
use crate::parse::query::front;
use crate::source::{Db, Source};
use crate::text::slug::slug;
use crate::view::article::NoteView;
use crate::view::card::{correction_kind, list_link};
use crate::view::html::{Place, Writer, push_text};
use crate::view::locale::locale;
use crate::view::pages::article::{image, modified};
use crate::view::pages::corrections::Corrected;
use crate::view::pages::notes::notes;
use crate::view::texts::{Texts, texts};
use crate::view::urls;

/// An entry of a feed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ItemData {
    /// The headline.
    pub(super) title: String,
    /// A permanent id: the first whole address that it had.
    pub(super) id: String,
    /// The whole address.
    pub(super) url: String,
    /// RFC 3339.
    pub(super) published: String,
    /// The same as [`date_text`] has it.
    published_text: String,
    /// RFC 3339.
    pub(super) updated: String,
    /// The language tag.
    pub(super) language: String,
    /// Names of the authors.
    pub(super) authors: Vec<String>,
    /// Tags, as written.
    pub(super) tags: Vec<String>,
    /// The standfirst; may be empty.
    pub(super) summary: String,
    /// The address of the cover picture; may be empty.
    pub(super) image: String,
    /// HTML, to be escaped by the template; may be empty.
    pub(super) content: String,
}

/// An article, whole.
pub(super) fn article(db: &dyn Db, article: Source) -> ItemData {
    let card = card(db, article);
    let url = urls::absolute(db, &card.url);
    let edition = urls::page_language(db, article).language(db);
    let author = |author: &String| list_link(db, edition, ListKind::Author(slug(author))).title.clone();
    ItemData {
        title: card.title.clone(),
        id: urls::absolute(db, first_address(db, article)),
        url,
        updated: modified(front(db, article)).or(card.date).map(|date| date.rfc3339()).unwrap_or_default(),
        published: card.date.map(|date| date.rfc3339()).unwrap_or_default(),
        published_text: card.date.map(|date| date_text(date.instant)).unwrap_or_default(),
        language: card.language.tag().to_owned(),
        authors: card.authors.iter().map(author).collect(),
        tags: card.tags.clone(),
        summary: card.description.clone(),
        image: image(db, article),
        content: content(db, article).clone(),
    }
}

/// A correction: its kind and its article's headline, and what was put right.
pub(super) fn correction(db: &dyn Db, item: &Corrected<'_>, language: LanguageKey) -> ItemData {
    let card = card(db, item.article);
    let url = urls::absolute(db, &format!("{}#{}", card.url, item.id));
    let kind = texts(db, language).get(&format!("correction.{}", correction_kind(item.correction.kind))).to_owned();
    let mut content = String::from("<p>");
    push_text(&mut content, &item.correction.text);
    content.push_str("</p>");
    let date = item.correction.date.rfc3339();
    ItemData {
        title: format!("{kind}: {}", card.title),
        id: url.clone(),
        url,
        published: date.clone(),
        published_text: date_text(item.correction.date.instant),
        updated: date,
        language: card.language.tag().to_owned(),
        authors: vec![],
        tags: vec![],
        summary: String::new(),
        image: String::new(),
        content,
    }
}

/// A moment as RSS has it: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7, which is a date of RFC 822 too).
pub(super) fn date_text(moment: jiff::Timestamp) -> String {
    jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&moment).unwrap_or_default()
}

/// An article's HTML for feed readers, kept: several feeds have it. What was put right stands first, the notes last: by
/// number, since a feed reader may take ids and links inside of a page away.
#[salsa::tracked]
fn content(db: &dyn Db, article: Source) -> String {
    let key = urls::page_language(db, article);
    let texts = texts(db, key);
    let mut writer = Writer::new(db, article, texts, Place::Feed);
    let mut html = String::new();
    let mut corrections: Vec<_> = front(db, article).corrections.iter().collect();
    corrections.sort_by_key(|correction| std::cmp::Reverse(correction.date));
    for correction in corrections {
        let kind = format!("correction.{}", correction_kind(correction.kind));
        let date = locale(db, key).day(correction.date.day());
        lead(&mut html, &format!("{}, {date}:", texts.get(&kind)));
        push_text(&mut html, &correction.text);
        html.push_str("</p>\n");
    }
    html.push_str(&writer.body());
    let notes = notes(db, article, &mut writer, key);
    if !notes.is_empty() {
        html.push_str("<hr>\n<ol>\n");
        for note in &notes {
            html.push_str("<li>");
            if note.kind != "footnote" {
                lead(&mut html, &heading(note, texts));
                html.push_str("</p>\n");
            }
            html.push_str(&note.content);
            html.push_str("</li>\n");
        }
        html.push_str("</ol>\n");
    }
    html
}

/// Begins a paragraph with words that stand out.
fn lead(html: &mut String, words: &str) {
    html.push_str("<p><strong>");
    push_text(html, words);
    html.push_str("</strong> ");
}

/// What an annotation is, whose words it is about, and the verdict: `Claim · Moscow: contradicted`.
fn heading(note: &NoteView, texts: &Texts) -> String {
    let mut words = texts.get(&format!("note.{}", note.kind)).to_owned();
    if let Some(who) = &note.who {
        words += &format!(" · {}", who.title);
    }
    if !note.rating.is_empty() {
        words += &format!(": {}", note.rating);
    }
    words
}

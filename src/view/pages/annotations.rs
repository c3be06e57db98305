//! The annotations of an article for programs: `annotations.jsonld`, an `AnnotationPage` of the Web Annotation Data Model
//! (W3C Recommendation, 2017).
//!
//! A note is an annotation, its passages are the targets. Positions count code points in the text content of an element (DOM,
//! `textContent`; the marks of notes are text too): of the page's `#text`, which holds an article's body and nothing else, or
//! for a passage in a note of `#note-… .note-text`, which holds that note's words. A theme that puts other words into these
//! elements shifts positions; quotes and fragments still find their place.

use serde::Serialize;

use super::article::{modified, who};
use super::selector::{Selector, position, quote};
use crate::link::address;
use crate::link::query::card;
use crate::parse::document::{Note, NoteKind};
use crate::parse::front::Moment;
use crate::parse::query::{config, document, front};
use crate::source::{Db, Source};
use crate::view::html::text_content::text_content;
use crate::view::html::{PassagePlace, Place, Writer};
use crate::view::texts::texts;
use crate::view::urls;

/// The element that holds an article's body.
const TEXT: &str = "#text";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AnnotationPage<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    part_of: Collection<'a>,
    start_index: usize,
    items: Vec<Annotation<'a>>,
}

#[derive(Serialize)]
struct Collection<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    label: &'a str,
    total: usize,
    first: &'a str,
    last: &'a str,
}

#[derive(Serialize)]
struct Annotation<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    motivation: &'static str,
    creator: Creator<'a>,
    /// The article's: a note has no day of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    body: Vec<Body<'a>>,
    target: Vec<Target<'a>>,
}

#[derive(Serialize)]
struct Creator<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'a str,
    homepage: String,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Body<'a> {
    TextualBody {
        #[serde(skip_serializing_if = "Option::is_none")]
        purpose: Option<&'static str>,
        value: String,
        format: &'static str,
        language: &'a str,
    },
    SpecificResource {
        purpose: &'static str,
        source: String,
    },
}

#[derive(Serialize)]
struct Target<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    source: &'a str,
    selector: Vec<Selector>,
}

/// Whether an article has a note on a passage. A small answer, so that the list of pages stands while texts are
/// edited.
#[salsa::tracked(returns(copy))]
pub fn has_annotations(db: &dyn Db, source: Source) -> bool {
    document(db, source).value.notes.iter().any(|note| note.passages.iter().any(|passage| !passage.is_empty()))
}

/// The text of `annotations.jsonld` of an article: JSON-LD 1.1 with the context of Web Annotation, UTF-8.
pub fn annotations(db: &dyn Db, source: Source) -> String {
    let (document, card) = (&document(db, source).value, card(db, source));
    let (page, file) = (urls::absolute(db, &card.url), urls::absolute(db, &address::annotations(&card.url)));
    let mut writer = Writer::new(db, source, texts(db, urls::page_language(db, source)), Place::Page);
    let passages = passages(&mut writer, document.notes.len());
    let mut words = Writer::new(db, source, texts(db, urls::page_language(db, source)), Place::Feed);
    let dates = dates(db, source);
    let items = document.notes.iter().enumerate().filter_map(|(index, note)| {
        let target: Vec<Target<'_>> =
            passages.iter().filter(|passage| passage.note == index).map(|passage| passage.target(&page)).collect();
        (!target.is_empty()).then(|| Annotation {
            id: format!("{page}#{}", writer.note_id(index)),
            kind: "Annotation",
            motivation: motivation(&note.kind),
            creator: creator(db),
            created: dates.0.clone(),
            modified: dates.1.clone(),
            body: body(db, note, words.note(index), source),
            target,
        })
    });
    let items: Vec<Annotation<'_>> = items.collect();
    let data = AnnotationPage {
        context: "http://www.w3.org/ns/anno.jsonld",
        id: &file,
        kind: "AnnotationPage",
        part_of: Collection {
            id: format!("{file}#collection"),
            kind: "AnnotationCollection",
            label: &card.title,
            total: items.len(),
            first: &file,
            last: &file,
        },
        start_index: 0,
        items,
    };
    // What is made of strings and numbers always serialises.
    serde_json::to_string(&data).unwrap_or_default()
}

/// A passage on the page.
struct Passage {
    /// Its note's index.
    note: usize,
    selectors: Vec<Selector>,
}

impl Passage {
    fn target<'a>(&self, page: &'a str) -> Target<'a> {
        Target { kind: "SpecificResource", source: page, selector: self.selectors.clone() }
    }
}

/// The passages of an article's body, then those of its notes, in the order in which the page has them: on that their ids
/// depend.
fn passages(writer: &mut Writer<'_>, notes: usize) -> Vec<Passage> {
    let html = writer.body();
    let mut found = passages_in(&html, writer, TEXT);
    for note in 0..notes {
        let html = writer.note(note);
        // The id is one of CSS as it is: letters, digits, `-` and `_`, and it begins with a letter.
        found.extend(passages_in(&html, writer, &format!("#{} .note-text", writer.note_id(note))));
    }
    found
}

/// The passages in the HTML that the writer wrote last, which is the content of `element`.
fn passages_in(html: &str, writer: &Writer<'_>, element: &str) -> Vec<Passage> {
    let places = writer.passages();
    if places.is_empty() {
        return vec![];
    }
    // A passage holds no other, so that their starts and ends are in order.
    let marks: Vec<usize> = places.iter().flat_map(|passage| [passage.html.start, passage.html.end]).collect();
    let (text, ends) = text_content(html, &marks);
    let ranges = ends.chunks_exact(2).filter_map(|pair| <[usize; 2]>::try_from(pair).ok()).map(|[start, end]| start..end);
    // A picture has no words to be found by.
    let worded = places.iter().zip(ranges).filter(|(_, range)| !range.is_empty());
    let passage = |(place, range): (&PassagePlace, std::ops::Range<usize>)| Passage {
        note: place.note,
        selectors: vec![
            quote(&text, range.clone()),
            Selector::Element { value: element.to_owned(), refined_by: Box::new(position(&text, range)) },
            Selector::Fragment { conforms_to: "http://tools.ietf.org/rfc/rfc3236", value: place.id.clone() },
        ],
    };
    worded.map(passage).collect()
}

/// Why a note is there (3.3.5).
fn motivation(kind: &NoteKind) -> &'static str {
    match kind {
        NoteKind::Footnote | NoteKind::Context => "commenting",
        NoteKind::Claim { .. } => "assessing",
        NoteKind::Source => "linking",
        NoteKind::Quote { .. } | NoteKind::Translation => "describing",
        NoteKind::Correction => "editing",
    }
}

/// What a note says; for a claim with a verdict, the verdict; and whose words the passage is about: the page of the entity, else
/// the name (3.3.5, `identifying`).
fn body<'a>(db: &'a dyn Db, note: &Note, html: String, source: Source) -> Vec<Body<'a>> {
    let language = card(db, source).language.tag();
    let plain = |purpose, value| Body::TextualBody { purpose: Some(purpose), value, format: "text/plain", language };
    let mut body = vec![Body::TextualBody { purpose: None, value: html.trim_end().to_owned(), format: "text/html", language }];
    if let NoteKind::Claim { rating: Some(rating), .. } = &note.kind {
        body.push(plain("classifying", rating.clone()));
    }
    let who = note.kind.said_by().map(|name| who(db, name, urls::page_language(db, source)));
    body.extend(who.map(|who| match who.url.is_empty() {
        false => Body::SpecificResource { purpose: "identifying", source: urls::on_host(db, &who.url) },
        true => plain("identifying", who.title),
    }));
    body
}

fn creator(db: &dyn Db) -> Creator<'_> {
    let config = &config(db).value;
    Creator { kind: "Organization", name: config.publisher_name(), homepage: format!("{}/", urls::base(db)) }
}

/// When an article was published, and changed in substance: in UTC, as the model asks (3.3.1).
fn dates(db: &dyn Db, source: Source) -> (Option<String>, Option<String>) {
    let utc = |moment: Moment| moment.instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let date = card(db, source).date;
    (date.map(utc), modified(front(db, source)).or(date).map(utc))
}

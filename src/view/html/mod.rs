//! A document's tree as HTML, with the side tables of `link` applied on the way.
//!
//! Output is what CommonMark's reference renderer gives for the core constructs, plus the marks that the theme styles:
//! `a.entity`, `a.ref`, `span.passage`, `a.noteref`, `aside.alert`, `aside.embed`, `section.transcluded`.

mod block;
mod inline;
mod marks;
mod raw;
pub mod text_content;

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use super::texts::Texts;
use super::urls;
use crate::glossary::LanguageKey;
use crate::link::query::{mentions, resolutions};
use crate::link::{Mention, Resolution, Rule, Sentence};
use crate::parse::document::Document;
use crate::parse::query::document;
use crate::parse::tree::TextRange;
use crate::source::{Db, Source};

/// Where the HTML will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the article's own page.
    Page,
    /// In a feed: absolute addresses, no ids, no cards.
    Feed,
    /// In another article, which transcludes it: no ids; notes are linked on their own page.
    Elsewhere,
}

/// Where a passage stands in the HTML that a writer made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassagePlace {
    /// Its note's index.
    pub note: usize,
    /// The id of the element around it.
    pub id: String,
    /// The element's content, in bytes of the HTML.
    pub html: std::ops::Range<usize>,
}

/// Writes parts of one document.
pub struct Writer<'a> {
    db: &'a dyn Db,
    source: Source,
    document: &'a Document,
    resolutions: &'a [Resolution],
    /// Mentions that become links, in order.
    links: Vec<&'a Mention>,
    texts: &'a Texts,
    /// Whose readers the page around it is for.
    reader: LanguageKey,
    place: Place,
    note_ids: Vec<String>,
    /// Whether a picture stands before the next: that one is not waited for.
    pictured: bool,
    /// How often each note was referred to so far.
    uses: Vec<usize>,
    /// Passages in `out`, in order.
    passages: Vec<PassagePlace>,
    /// Put before addresses of the site: its base path, or in feeds the whole base address.
    prefix: String,
    out: String,
}

impl<'a> Writer<'a> {
    /// A writer for the document of `source`.
    pub fn new(db: &'a dyn Db, source: Source, texts: &'a Texts, place: Place) -> Self {
        let document = &document(db, source).value;
        let links = mentions(db, source).list.iter().filter(|mention| mention.linked && mention.rule != Rule::Reference).collect();
        let prefix = match place {
            Place::Feed => urls::base(db).to_owned(),
            _ => urls::base_path(db).to_owned(),
        };
        Self {
            db,
            source,
            document,
            resolutions: resolutions(db, source),
            links,
            texts,
            reader: urls::page_language(db, source),
            place,
            note_ids: note_ids(document),
            pictured: place != Place::Page || document.front.cover.is_some(),
            uses: vec![0; document.notes.len()],
            passages: vec![],
            prefix,
            out: String::new(),
        }
    }

    /// So, for the readers of a language to which the document is not translated.
    #[must_use]
    pub fn read_in(mut self, reader: LanguageKey) -> Self {
        self.reader = reader;
        self
    }

    /// Whether the text stands in for a translation.
    fn stands_in(&self) -> bool {
        self.reader != urls::page_language(self.db, self.source)
    }

    /// The body's HTML.
    pub fn body(&mut self) -> String {
        self.out.reserve(self.document.plain.len() * 2);
        self.passages.clear();
        let document = self.document;
        self.blocks(&document.blocks);
        std::mem::take(&mut self.out)
    }

    /// The HTML of some of the body's blocks.
    pub fn section(&mut self, blocks: &'a [crate::parse::tree::Block]) -> String {
        self.blocks(blocks);
        std::mem::take(&mut self.out)
    }

    /// A note's HTML, by its index.
    pub fn note(&mut self, index: usize) -> String {
        let document = self.document;
        self.passages.clear();
        if let Some(note) = document.notes.get(index) {
            self.blocks(&note.blocks);
        }
        std::mem::take(&mut self.out)
    }

    /// The passages with notes in the HTML that was written last, for a page: with ids.
    pub fn passages(&self) -> &[PassagePlace] {
        &self.passages
    }

    /// The id of a note on its page: `note-arms`.
    pub fn note_id(&self, index: usize) -> String {
        format!("note-{}", self.note_ids.get(index).map_or("", String::as_str))
    }

    /// The ids of the places that refer to a note, as many as the text has: `noteref-arms`, `noteref-arms-2`.
    pub fn reference_ids(&self, index: usize) -> Vec<String> {
        let id = self.note_ids.get(index).map_or("", String::as_str);
        let uses = self.document.notes.get(index).map_or(0, |note| note.uses);
        (1..=uses).map(|number| reference_id(id, number)).collect()
    }

    fn words(&self, range: TextRange) -> &'a str {
        range.of(&self.document.plain)
    }

    fn text(&mut self, text: &str) {
        push_text(&mut self.out, text);
    }

    /// ` name="value"`, escaped.
    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        push_attribute(&mut self.out, value);
        self.out.push('"');
    }

    /// ` href="…"` for an address of the site or elsewhere.
    fn href(&mut self, url: &str) {
        self.out.push_str(" href=\"");
        if url.starts_with('/') && !url.starts_with("//") {
            self.out.push_str(&self.prefix);
        }
        // Writing to a `String` cannot fail.
        let _ = escape_href(&mut self.out, url);
        self.out.push('"');
    }
}

/// Escapes text for an element's content.
pub fn push_text(out: &mut String, text: &str) {
    // Writing to a `String` cannot fail.
    let _ = escape_html_body_text(out, text);
}

/// Escapes text for a double-quoted attribute.
pub fn push_attribute(out: &mut String, text: &str) {
    // Writing to a `String` cannot fail.
    let _ = escape_html(out, text);
}

/// A sentence with its passage in `<mark>`.
pub fn sentence(sentence: &Sentence) -> String {
    let mut out = String::new();
    push_text(&mut out, &sentence.before);
    out.push_str("<mark>");
    push_text(&mut out, &sentence.passage);
    out.push_str("</mark>");
    push_text(&mut out, &sentence.after);
    out
}

fn reference_id(id: &str, number: usize) -> String {
    if number == 1 { format!("noteref-{id}") } else { format!("noteref-{id}-{number}") }
}

/// Ids for notes from their labels, unique in the document and independent of other notes' texts.
fn note_ids(document: &Document) -> Vec<String> {
    let mut ids: Vec<String> = Vec::with_capacity(document.notes.len());
    for note in &document.notes {
        let plain: String = note.label.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
        let mut id = plain.clone();
        let mut number = 2;
        while ids.contains(&id) {
            id = format!("{plain}-{number}");
            number += 1;
        }
        ids.push(id);
    }
    ids
}

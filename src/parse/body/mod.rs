//! The body: Markdown events become our own tree, the plain text, and its map.
//!
//! One walk over the events of `pulldown-cmark`. The events of note definitions are set aside when they come by, and walked
//! after the body, in the order in which the text refers to them: so the plain text of notes stands last, whatever the
//! order of the file, and nothing needs to be moved. What is open is a stack of frames on the heap; its depth is limited,
//! since the tree is walked recursively by all who read it.

mod block;
mod build;
mod frame;
mod heading;
mod inline;
mod link;
mod note;
mod note_tag;
mod passage;
mod plain;
mod quotes;
pub mod read_also;

use std::sync::Arc;

use pulldown_cmark::{Options, Parser};

use super::document::{Document, ZoneKind};
use super::front::Front;
use super::settings::Settings;
use crate::config::Language;
use crate::diagnostic::Diagnostic;
use crate::text::path::SitePath;
use crate::text::span::Span;
use build::Builder;

/// A Markdown file whose front matter has been read.
pub(super) struct Input<'t> {
    /// Its path.
    pub(super) path: &'t SitePath,
    /// Its whole text.
    pub(super) text: &'t str,
    /// Where the body begins.
    pub(super) body_start: u32,
    /// The language of its text.
    pub(super) language: Language,
    /// What the site's file says.
    pub(super) settings: &'t Settings,
}

/// Reads the body, and puts the document together. Findings come in the order of the file.
pub(super) fn read(input: &Input<'_>, front: Arc<Front>) -> (Document, Vec<Diagnostic>) {
    let mut builder = Builder::new(input);
    builder.title(&front.title);
    let body = input.text.get(input.body_start as usize..).unwrap_or_default();
    for (event, range) in Parser::new_ext(body, options(input.settings)).into_offset_iter() {
        let span = Span::new(range.start, range.end).shifted(input.body_start as usize);
        builder.event(event, span);
    }
    let mut blocks = builder.finish_root();
    let read_also = builder.take_read_also(&mut blocks, input);
    let notes = builder.finish_notes();
    let headings = builder.finish_headings();
    let (plain, references, mut findings) = builder.into_parts();
    let (plain, map, zones) = plain.finish();
    findings.sort_by_key(|finding| finding.place.as_ref().map(|place| place.span));
    let document = Document {
        front,
        blocks: blocks.into(),
        headings: headings.into(),
        references: references.into(),
        notes: notes.into(),
        read_also: read_also.into(),
        plain,
        map,
        zones,
        body_start: input.body_start,
    };
    (document, findings)
}

/// CommonMark and the extensions of the manual; mathematics is off, since prices are written with `$`.
fn options(settings: &Settings) -> Options {
    let smart = if settings.smart_punctuation { Options::ENABLE_SMART_PUNCTUATION } else { Options::empty() };
    smart
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}

impl Builder<'_> {
    /// The headline opens the plain text. Its words are mapped exactly where they stand in the file as they are read; a
    /// scalar with escapes or line folds is mapped as a whole.
    fn title(&mut self, title: &super::front::Spanned<String>) {
        let zone = self.plain.open_zone(ZoneKind::Title);
        let written = title.span.of(self.text);
        let source = match written.find(&title.value) {
            Some(at) => Span::new(at, at + title.value.len()).shifted(title.span.start as usize),
            None => title.span,
        };
        self.plain.push(&title.value, source);
        self.plain.close_zone(zone);
        self.plain.end_block();
    }
}

//! Inlines, and the links of mentions laid over them.
//!
//! A mention may begin in one inline and end in another (`**Kim** Jong Un`). It becomes one link where it covers whole
//! siblings, else one link for each run of text that it covers.

use super::{PassagePlace, Place, Writer, reference_id};
use crate::glossary::EntityKey;
use crate::link::{Mention, Resolution};
use crate::parse::tree::{Destination, Inline, TextRange};
use crate::text::span::Span;
use crate::view::{picture, urls};

impl<'a> Writer<'a> {
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        let mut done = 0;
        let mut index = 0;
        while let Some(inline) = inlines.get(index) {
            let extent = extent(inline);
            match extent.and_then(|extent| self.crossing(extent, done)) {
                Some(mention) => match last_covered(inlines, index, mention.range) {
                    Some(last) => {
                        self.across(inlines.get(index..=last).unwrap_or_default(), mention, done);
                        done = mention.range.end;
                        index = last;
                        // What follows the mention in its last inline is still to be written.
                        if let Some(Inline::Text(range)) = inlines.get(last) {
                            self.linked_text(Span { start: done.max(range.start), end: range.end });
                        }
                    }
                    None => self.inline(inline, done),
                },
                None => self.inline(inline, done),
            }
            index += 1;
        }
    }

    /// One inline; text before `done` has been written already.
    fn inline(&mut self, inline: &'a Inline, done: u32) {
        match inline {
            Inline::Text(range) => self.linked_text(Span { start: range.start.max(done).min(range.end), end: range.end }),
            Inline::Code(range) => {
                self.out.push_str("<code>");
                let words = self.words(*range);
                self.text(words);
                self.out.push_str("</code>");
            }
            Inline::SoftBreak(_) => self.out.push('\n'),
            Inline::HardBreak(_) => self.out.push_str("<br>\n"),
            Inline::Emphasis(children) => self.wrapped("em", children),
            Inline::Strong(children) => self.wrapped("strong", children),
            Inline::Strikethrough(children) => self.wrapped("del", children),
            Inline::Link { to, children } => self.link(to, children),
            Inline::Image { to, alt, .. } => self.image(&to.url, *alt),
            Inline::Reference(index, words) => self.reference(*index, words),
            Inline::Plain(children) => self.inlines(children),
            Inline::NoteReference(index) => self.note_reference(*index),
            Inline::Annotated(index, children) => self.annotated(*index, children),
            Inline::Html(html) => self.raw(html),
        }
    }

    fn wrapped(&mut self, name: &str, children: &'a [Inline]) {
        self.out.push_str(&format!("<{name}>"));
        self.inlines(children);
        self.out.push_str(&format!("</{name}>"));
    }

    /// A mention that begins in `extent`, at or after `done`, and ends behind it.
    fn crossing(&self, extent: TextRange, done: u32) -> Option<&'a Mention> {
        let first = self.links.partition_point(|mention| mention.range.start < extent.start.max(done));
        let within = self.links.get(first..)?.iter().take_while(|mention| mention.range.start < extent.end);
        within.filter(|mention| mention.range.end > extent.end).copied().last()
    }

    /// A mention over several siblings as one link: text before it in the first, the link, and no further.
    fn across(&mut self, inlines: &'a [Inline], mention: &'a Mention, done: u32) {
        let Some((first, rest)) = inlines.split_first() else { return };
        if let Inline::Text(range) = first {
            self.linked_text(Span { start: range.start.max(done), end: mention.range.start });
        }
        self.open_entity(mention.entity);
        // Inside the link no other link may stand.
        let links = std::mem::take(&mut self.links);
        for inline in std::iter::once(first).chain(rest) {
            match inline {
                Inline::Text(range) => {
                    let words = self.words(Span { start: range.start.max(mention.range.start), end: range.end.min(mention.range.end) });
                    self.text(words);
                }
                other => self.inline(other, 0),
            }
        }
        self.links = links;
        self.out.push_str("</a>");
    }

    /// Text with the mentions in it linked; of a mention that goes on elsewhere, the part that lies here.
    fn linked_text(&mut self, range: TextRange) {
        let mut at = range.start;
        let first = self.links.partition_point(|mention| mention.range.end <= range.start);
        let mut index = first;
        while let Some(mention) = self.links.get(index).copied().filter(|mention| mention.range.start < range.end) {
            let (start, end) = (mention.range.start.max(at), mention.range.end.min(range.end));
            let before = self.words(Span { start: at, end: start });
            self.text(before);
            self.open_entity(mention.entity);
            let words = self.words(Span { start, end });
            self.text(words);
            self.out.push_str("</a>");
            at = end;
            index += 1;
        }
        let after = self.words(Span { start: at, end: range.end.max(at) });
        self.text(after);
    }

    /// `<a class="entity" …>`; the card is the theme's.
    fn open_entity(&mut self, entity: EntityKey) {
        let url = urls::entity(self.db, entity, self.reader);
        self.out.push_str("<a");
        if self.place != Place::Feed {
            self.out.push_str(" class=\"entity\"");
        }
        self.href(&url);
        if self.place == Place::Page {
            let id = entity.id(self.db).to_string();
            self.attribute("data-card", &id);
        }
        self.out.push('>');
    }

    fn link(&mut self, to: &Destination, children: &'a [Inline]) {
        let target = crate::link::query::asset_url(self.db, self.source, &to.url).unwrap_or_else(|| to.url.clone());
        self.out.push_str("<a");
        self.href(&target);
        if !to.title.is_empty() {
            self.attribute("title", &to.title);
        }
        self.out.push('>');
        self.inlines(children);
        self.out.push_str("</a>");
    }

    pub(super) fn image(&mut self, url: &str, alt: TextRange) {
        let picture = picture::view(self.db, self.source, (url, &self.prefix));
        let alt = self.words(alt);
        // Feed readers know neither the column's width nor, many of them, `<picture>`.
        let offers = !picture.srcset.is_empty() && self.place != Place::Feed;
        if offers {
            self.out.push_str("<picture><source type=\"image/webp\"");
            self.attribute("srcset", &picture.srcset);
            self.attribute("sizes", picture::SIZES);
            self.out.push('>');
        }
        self.out.push_str("<img");
        self.attribute("src", &picture.url);
        if picture.width > 0 {
            self.out.push_str(&format!(" width=\"{}\" height=\"{}\"", picture.width, picture.height));
        }
        self.attribute("alt", alt);
        self.out.push_str(if std::mem::replace(&mut self.pictured, true) { " loading=\"lazy\"" } else { " fetchpriority=\"high\"" });
        self.out.push_str(" decoding=\"async\">");
        if offers {
            self.out.push_str("</picture>");
        }
    }

    fn reference(&mut self, index: usize, words: &'a [Inline]) {
        match self.resolutions.get(index) {
            Some(Resolution::Article { source, fragment }) => self.article_reference(index, (*source, fragment.as_deref()), words),
            Some(Resolution::Entity(entity)) => {
                self.open_entity(*entity);
                if words.is_empty() {
                    let language = self.reader.language(self.db);
                    let found = crate::glossary::query::entity(self.db, *entity).as_ref();
                    self.text(found.map_or("", |entity| entity.name_in(language)));
                    self.trail(index);
                } else {
                    self.inlines(words);
                }
                self.out.push_str("</a>");
            }
            Some(Resolution::Asset(url)) => {
                self.out.push_str("<a");
                self.href(url);
                self.out.push('>');
                self.inlines(words);
                self.out.push_str("</a>");
            }
            Some(Resolution::Unresolved) | None => self.unresolved(index, words),
        }
    }

    fn article_reference(&mut self, index: usize, (target, fragment): (crate::source::Source, Option<&str>), words: &'a [Inline]) {
        let target = self.version(target, fragment);
        let card = crate::link::query::card(self.db, target);
        let mut url = urls::article_for(self.db, target, self.reader);
        if let Some(fragment) = fragment {
            url.push('#');
            url.push_str(fragment);
        }
        self.out.push_str("<a");
        if self.place != Place::Feed {
            self.out.push_str(if card.corrected.is_some() { " class=\"ref corrected\"" } else { " class=\"ref\"" });
        }
        self.href(&url);
        if self.is_foreign(card) {
            self.attribute("hreflang", card.language.tag());
        }
        if words.is_empty() {
            // The words are the article's own.
            self.language(card);
        }
        self.out.push('>');
        if words.is_empty() {
            self.text(&card.title);
            self.trail(index);
        } else {
            self.inlines(words);
        }
        self.out.push_str("</a>");
        self.marks(card);
    }

    /// The version of an article that a reference leads to. Where this text stands in for a translation, its readers prefer one
    /// in their language, whose headings have ids of their own.
    pub(super) fn version(&self, target: crate::source::Source, fragment: Option<&str>) -> crate::source::Source {
        if self.stands_in() && fragment.is_none() {
            crate::link::query::version_for(self.db, target, self.reader.language(self.db))
        } else {
            target
        }
    }

    /// A reference that leads nowhere keeps its words.
    fn unresolved(&mut self, index: usize, words: &'a [Inline]) {
        self.out.push_str("<span class=\"unresolved\">");
        match (words.is_empty(), self.document.references.get(index)) {
            (true, Some(reference)) => {
                let language = urls::language_of(self.db, self.source);
                let hidden = |name: &str| crate::link::query::is_hidden_name(self.db, name, language);
                let name = match &reference.target {
                    // The headline of a draft is nobody's business.
                    crate::parse::document::Target::Article { name, .. } if hidden(name) => "…",
                    crate::parse::document::Target::Article { name, .. } => name,
                    crate::parse::document::Target::File { path, .. } => path,
                    crate::parse::document::Target::Entity { id } => id,
                };
                self.text(name);
                self.trail(index);
            }
            _ => self.inlines(words),
        }
        self.out.push_str("</span>");
    }

    /// Letters right behind a reference that shows its target's title.
    fn trail(&mut self, index: usize) {
        let trail = self.document.references.get(index).map(|reference| reference.trail).unwrap_or_default();
        let words = self.words(trail);
        self.text(words);
    }

    fn annotated(&mut self, index: usize, children: &'a [Inline]) {
        let kind = self.document.notes.get(index).map_or("footnote", |note| note.kind.key());
        let first = self.uses.get(index).copied() == Some(0);
        self.out.push_str(&format!("<span class=\"passage passage-{kind}\""));
        let mut id = String::new();
        if self.place == Place::Page {
            let note = self.note_ids.get(index).cloned().unwrap_or_default();
            id = if first {
                format!("passage-{note}")
            } else {
                format!("passage-{note}-{}", self.uses.get(index).map_or(1, |uses| uses + 1))
            };
            self.attribute("id", &id);
        }
        self.out.push('>');
        let start = self.out.len();
        self.inlines(children);
        self.passages.push(PassagePlace { note: index, id, html: start..self.out.len() });
        self.out.push_str("</span>");
        self.note_reference(index);
    }

    fn note_reference(&mut self, index: usize) {
        let number = crate::view::locale::locale(self.db, self.reader).digits(&(index + 1).to_string());
        let note = self.note_id(index);
        match self.place {
            Place::Page => {
                let Some(uses) = self.uses.get_mut(index) else { return };
                *uses += 1;
                let id = reference_id(self.note_ids.get(index).map_or("", String::as_str), *uses);
                let label = self.texts.fill("note.reference", "other", &[("n", &number)]);
                self.out.push_str("<a class=\"noteref\" role=\"doc-noteref\"");
                self.attribute("id", &id);
                self.attribute("href", &format!("#{note}"));
                self.attribute("aria-label", &label);
                self.out.push_str(&format!(">{number}</a>"));
            }
            Place::Feed => self.out.push_str(&format!("<sup>[{number}]</sup>")),
            Place::Elsewhere => {
                let url = format!("{}#{note}", urls::article_for(self.db, self.source, self.reader));
                self.out.push_str("<a class=\"noteref\"");
                self.href(&url);
                self.out.push_str(&format!(">{number}</a>"));
            }
        }
    }
}

/// The plain text that an inline covers; `None` where it covers none.
fn extent(inline: &Inline) -> Option<TextRange> {
    match inline {
        Inline::Text(range) | Inline::Code(range) | Inline::SoftBreak(range) | Inline::HardBreak(range) => Some(*range),
        Inline::Emphasis(children) | Inline::Strong(children) | Inline::Strikethrough(children) | Inline::Plain(children) => {
            extents(children)
        }
        Inline::Link { children, .. } | Inline::Reference(_, children) | Inline::Annotated(_, children) => extents(children),
        Inline::Image { .. } | Inline::NoteReference(_) | Inline::Html(_) => None,
    }
}

fn extents(inlines: &[Inline]) -> Option<TextRange> {
    let first = inlines.iter().find_map(extent)?;
    let last = inlines.iter().rev().find_map(extent)?;
    Some(Span { start: first.start, end: last.end })
}

/// The index of the sibling in which `range` ends, if one link can stand around all siblings from `first` on: it must cut
/// only through text, and hold nothing that may not stand in a link.
fn last_covered(inlines: &[Inline], first: usize, range: TextRange) -> Option<usize> {
    for (index, inline) in inlines.iter().enumerate().skip(first) {
        if holds_link(inline) {
            return None;
        }
        let Some(extent) = extent(inline) else { continue };
        let is_text = matches!(inline, Inline::Text(_));
        if index == first && !is_text && extent.start != range.start {
            return None;
        }
        if extent.end >= range.end {
            return (is_text || extent.end == range.end).then_some(index);
        }
    }
    None
}

fn holds_link(inline: &Inline) -> bool {
    match inline {
        Inline::Emphasis(children) | Inline::Strong(children) | Inline::Strikethrough(children) | Inline::Plain(children) => {
            children.iter().any(holds_link)
        }
        Inline::Text(_) | Inline::Code(_) | Inline::SoftBreak(_) | Inline::HardBreak(_) => false,
        _ => true,
    }
}

//! Links, references and pictures.

use pulldown_cmark::{CowStr, LinkType, Tag};

use super::build::Builder;
use super::frame::{Frame, Kind};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::document::{Reference, Target, ZoneKind};
use crate::parse::tree::{Destination, Inline, Inlines, TextRange};
use crate::text::percent;
use crate::text::span::Span;

/// Endings of pictures, for `![[picture.jpg]]`.
const PICTURES: &[&str] = &["jpg", "jpeg", "png", "gif", "webp", "avif", "svg"];

/// Whether double brackets are set behind an exclamation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Double {
    Reference,
    Embed,
}

impl<'t> Builder<'t> {
    pub(super) fn start_inline(&mut self, tag: Tag<'t>, span: Span) {
        self.ensure_leaf();
        match tag {
            Tag::Link { link_type: LinkType::WikiLink { has_pothole }, dest_url, .. } => {
                self.start_double(Double::Reference, &dest_url, (has_pothole, span));
            }
            Tag::Image { link_type: LinkType::WikiLink { has_pothole }, dest_url, .. } => {
                self.start_double(Double::Embed, &dest_url, (has_pothole, span));
            }
            Tag::Image { dest_url, title, .. } => self.start_picture(dest_url.into_string(), title.into_string()),
            _ if self.flat(span) => {}
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, (title, span)),
            Tag::Strong => drop(self.push(Kind::Strong)),
            Tag::Strikethrough => drop(self.push(Kind::Strikethrough)),
            _ => drop(self.push(Kind::Emphasis)),
        }
    }

    fn start_link(&mut self, link_type: LinkType, url: &str, (title, span): (CowStr<'t>, Span)) {
        if let Some((path, fragment)) = file(url) {
            return self.start_reference(Target::File { path, fragment }, false, span);
        }
        let address = matches!(link_type, LinkType::Autolink | LinkType::Email);
        let url = match link_type {
            LinkType::Email => format!("mailto:{url}"),
            _ => url.to_owned(),
        };
        let zone = self.plain.open_zone(if address { ZoneKind::Opaque } else { ZoneKind::Link });
        self.push(Kind::Link(Destination { url, title: title.into_string() })).zone = Some(zone);
    }

    fn start_picture(&mut self, url: String, title: String) {
        self.pictures += 1;
        let zone = self.plain.open_zone(ZoneKind::Opaque);
        self.push(Kind::Image(Destination { url, title })).zone = Some(zone);
    }

    /// `[[…]]` or `![[…]]`.
    fn start_double(&mut self, double: Double, written: &str, (has_words, span): (bool, Span)) {
        // In a table's cell the bar is escaped.
        let written = written.strip_suffix('\\').unwrap_or(written).split_whitespace().collect::<Vec<_>>().join(" ");
        let written = written.as_str();
        if written == "@" {
            let zone = self.plain.open_zone(ZoneKind::Plain);
            self.push(Kind::Plain).zone = Some(zone);
            return;
        }
        let ending = written.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        if double == Double::Embed && ending.is_some_and(|ending| PICTURES.contains(&ending.as_str())) {
            self.start_picture(written.to_owned(), String::new());
            return;
        }
        let target = target(written);
        let embed = double == Double::Embed && !matches!(target, Target::Entity { .. });
        if has_words {
            return self.start_reference(target, embed, span);
        }
        let here = self.plain.end();
        let index = self.reference(target, embed, span);
        if let Some(reference) = self.references.get_mut(index) {
            reference.words = TextRange { start: here, end: here };
            reference.trail = reference.words;
        }
        self.trail = (!embed).then_some(span.end);
        self.inline(Inline::Reference(index, Inlines::default()));
        self.last_end = span.end;
        self.muted = 1;
    }

    fn start_reference(&mut self, target: Target, embed: bool, span: Span) {
        let index = self.reference(target, embed, span);
        let zone = self.plain.open_zone(ZoneKind::Reference(index));
        self.push(Kind::Reference(index)).zone = Some(zone);
    }

    fn reference(&mut self, target: Target, embed: bool, span: Span) -> usize {
        self.references.push(Reference { target, embed, words: TextRange::default(), trail: TextRange::default(), span });
        self.references.len() - 1
    }

    /// Closes a link, a reference or a picture.
    pub(super) fn finish_link(&mut self, frame: Frame, span: Span) {
        let words = TextRange { start: frame.start, end: self.plain.end() };
        self.last_end = span.end;
        match frame.kind {
            Kind::Link(to) => self.inline(Inline::Link { to: to.into(), children: frame.inlines.into() }),
            Kind::Reference(index) => {
                if let Some(reference) = self.references.get_mut(index) {
                    reference.words = words;
                }
                self.trail = Some(span.end);
                self.inline(Inline::Reference(index, frame.inlines.into()));
            }
            Kind::Image(to) => {
                let url = &to.url;
                if words.of(&self.plain.text).trim().is_empty() {
                    let finding =
                        Diagnostic::new(Code::MissingAlt, format!("the picture `{url}` has no words for readers who do not see it"));
                    self.findings.push(finding.at(self.path, span).help(format!("write what it shows: `![…]({url})`")));
                }
                self.inline(Inline::Image { to: to.into(), alt: words, span });
            }
            _ => {}
        }
    }
}

/// What stands between double brackets.
fn target(written: &str) -> Target {
    if let Some(id) = written.strip_prefix('@') {
        return Target::Entity { id: id.trim().to_owned() };
    }
    match written.split_once('#') {
        Some((name, fragment)) if !fragment.trim().is_empty() && !fragment.starts_with(' ') => {
            Target::Article { name: name.trim().to_owned(), fragment: Some(fragment.trim().to_owned()) }
        }
        _ => Target::Article { name: written.to_owned(), fragment: None },
    }
}

/// The file and the heading of a link to a Markdown file of this site; `None` for any other address.
fn file(url: &str) -> Option<(String, Option<String>)> {
    let (path, fragment) = match url.split_once('#') {
        Some((path, fragment)) => (path, Some(percent::decode(fragment))),
        None => (url, None),
    };
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
    let outside = path.starts_with("//") || path.split('/').next().is_some_and(|first| first.contains(':')) || path.contains('?');
    (matches!(ending.as_str(), "md" | "markdown") && !outside).then(|| (percent::decode(path), fragment))
}

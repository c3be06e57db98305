//! A last paragraph "Read also:" and a list: the article's own list, as newsrooms type it.

use super::Input;
use super::build::{Builder, Mark};
use crate::config::Language;
use crate::parse::document::Target;
use crate::parse::front::ReadAlsoItem;
use crate::parse::place;
use crate::parse::tree::{Block, Inline, ListItem, TextRange};
use crate::text::span::Span;

/// The words by language, in lower case and without their colon; the site's file adds its own.
const LABELS: &[(&str, &[&str])] = &[
    ("ar", &["اقرأ أيضا", "اقرأ أيضاً", "اقرأ أيضًا", "إقرأ أيضا", "مواضيع ذات صلة"]),
    ("bg", &["прочетете още", "прочетете също", "вижте още", "още по темата", "четете още"]),
    ("cs", &["čtěte také", "čtěte také", "přečtěte si také", "čtěte i", "mohlo by vás zajímat"]),
    ("de", &["lesen sie auch", "lies auch", "mehr zum thema", "lesen sie mehr", "siehe auch"]),
    ("en", &["read also", "see also", "read more", "also read", "related", "further reading"]),
    ("es", &["lea también", "lee también", "leer también", "también le puede interesar", "le puede interesar"]),
    ("fr", &["lire aussi", "à lire aussi", "lisez aussi", "à lire également", "lire également"]),
    ("ja", &["あわせて読みたい", "関連記事", "こちらもお読みください", "併せて読みたい"]),
    ("pl", &["czytaj też", "czytaj także", "przeczytaj też", "przeczytaj także", "zobacz też", "zobacz także", "czytaj również"]),
    ("ru", &["читайте также", "читать также", "смотрите также", "по теме", "материалы по теме"]),
    ("sl", &["preberite tudi", "berite tudi", "beri tudi", "preberi tudi", "glejte tudi"]),
    ("uk", &["читайте також", "читати також", "дивіться також", "за темою", "матеріали за темою", "читайте ще"]),
];

/// Whether some words, with or without a colon, introduce a "Read also" list in a language; `own` are the site's words.
pub fn is_label(words: &str, language: &Language, own: &[String]) -> bool {
    let bare = |words: &str| words.trim().trim_end_matches([':', '：', '.', '…']).trim().to_lowercase();
    let words = bare(words);
    own.iter().any(|label| bare(label) == words)
        || LABELS.iter().any(|(known, labels)| *known == language.primary() && labels.contains(&words.as_str()))
}

impl Builder<'_> {
    /// Takes a trailing "Read also" list out of the body's blocks, and its words out of the plain text.
    pub(super) fn take_read_also(&mut self, blocks: &mut Vec<Block>, input: &Input<'_>) -> Vec<ReadAlsoItem> {
        let [.., Block::Paragraph(label) | Block::Heading(_, label), Block::List { items, .. }] = blocks.as_slice() else { return vec![] };
        let [before, list] = self.marks;
        if !self.is_label(label, (before, list), input) {
            return vec![];
        }
        let items = items.iter().filter_map(|item| self.read_also_item(item)).collect();
        blocks.truncate(blocks.len() - 2);
        self.plain.truncate((before.plain, before.zones));
        self.references.truncate(before.references);
        self.headings.truncate(before.headings);
        self.notes.forget_passages(before.plain);
        items
    }

    /// Whether a block is nothing but the words, with or without a colon.
    fn is_label(&self, label: &[Inline], (before, list): (Mark, Mark), input: &Input<'_>) -> bool {
        let words = TextRange { start: before.plain, end: list.plain.max(before.plain) }.of(&self.plain.text);
        let simple =
            label.iter().all(|inline| matches!(inline, Inline::Text(_) | Inline::Strong(_) | Inline::Emphasis(_) | Inline::SoftBreak(_)));
        if !simple || words.len() > 200 {
            return false;
        }
        is_label(words, &input.language, input.settings.labels(&input.language))
    }

    fn read_also_item(&self, item: &ListItem) -> Option<ReadAlsoItem> {
        let Some(Block::Paragraph(inlines)) = item.blocks.first() else {
            let Some(Block::Embed(index)) = item.blocks.first() else { return None };
            return self.referred(*index, &[]);
        };
        let (first, last) = (inlines.iter().find_map(first_text), inlines.iter().rev().find_map(last_text));
        if let Some(found) = inlines.iter().find_map(|inline| self.linked(inline)) {
            return Some(found);
        }
        let words = TextRange { start: first?.start, end: last?.end };
        let span = self.source_span(words);
        let written = span.of(self.text).trim();
        let plain = words.of(&self.plain.text).trim();
        let target = if place::is_web_address(written) { written } else { plain };
        (!target.is_empty()).then(|| ReadAlsoItem { target: target.to_owned(), title: None, span })
    }

    /// The first link or reference in an inline.
    fn linked(&self, inline: &Inline) -> Option<ReadAlsoItem> {
        match inline {
            Inline::Reference(index, words) => self.referred(*index, words),
            Inline::Link { to, children } => {
                let url = &to.url;
                let words = self.words_of(children);
                let title =
                    words.map(|words| words.of(&self.plain.text).trim().to_owned()).filter(|title| !title.is_empty() && title != url);
                let span = words.map(|words| self.source_span(words)).unwrap_or_default();
                Some(ReadAlsoItem { target: url.clone(), title, span })
            }
            Inline::Strong(children) | Inline::Emphasis(children) => children.iter().find_map(|child| self.linked(child)),
            _ => None,
        }
    }

    fn referred(&self, index: usize, words: &[Inline]) -> Option<ReadAlsoItem> {
        let reference = self.references.get(index)?;
        let target = match &reference.target {
            Target::Article { name, .. } => name.clone(),
            Target::File { path, .. } => path.clone(),
            Target::Entity { id } => format!("@{id}"),
        };
        let title = self.words_of(words).map(|words| words.of(&self.plain.text).trim().to_owned());
        Some(ReadAlsoItem { target, title, span: reference.span })
    }

    fn words_of(&self, inlines: &[Inline]) -> Option<TextRange> {
        let (first, last) = (inlines.iter().find_map(first_text)?, inlines.iter().rev().find_map(last_text)?);
        Some(TextRange { start: first.start, end: last.end })
    }

    /// Where a range of the plain text stands in the file.
    fn source_span(&self, range: TextRange) -> Span {
        let from = self.plain.map.partition_point(|piece| piece.plain.end <= range.start);
        let to = self.plain.map.partition_point(|piece| piece.plain.start < range.end);
        let pieces = self.plain.map.get(from..to).unwrap_or_default();
        match (pieces.first(), pieces.last()) {
            (Some(first), Some(last)) => Span { start: first.to_source(range.start), end: last.to_source(range.end) },
            _ => Span::default(),
        }
    }
}

fn first_text(inline: &Inline) -> Option<TextRange> {
    match inline {
        Inline::Text(range) | Inline::Code(range) => Some(*range),
        _ => children(inline).iter().find_map(first_text),
    }
}

fn last_text(inline: &Inline) -> Option<TextRange> {
    match inline {
        Inline::Text(range) | Inline::Code(range) => Some(*range),
        _ => children(inline).iter().rev().find_map(last_text),
    }
}

fn children(inline: &Inline) -> &[Inline] {
    match inline {
        Inline::Emphasis(children)
        | Inline::Strong(children)
        | Inline::Strikethrough(children)
        | Inline::Plain(children)
        | Inline::Reference(_, children)
        | Inline::Annotated(_, children)
        | Inline::Link { children, .. } => children,
        _ => &[],
    }
}

//! Blocks: containers and leaves.

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Tag};

use super::build::{Builder, Mark, Open};
use super::frame::{Frame, Kind, alignment};
use super::heading::HeadingDraft;
use crate::parse::document::ZoneKind;
use crate::parse::tree::{AlertKind, Block, Definition, Inline, ListItem, Table};
use crate::text::span::Span;

impl<'t> Builder<'t> {
    /// A block begins: text that stood right in a container ends, and between blocks of the body the state is kept.
    pub(super) fn begin_block(&mut self) {
        self.close_implicit();
        self.trail = None;
        self.single_quotes = 0;
        if self.frames.len() == 1 && self.open.is_empty() {
            let here = Mark {
                plain: self.plain.end(),
                zones: self.plain.zones.len(),
                references: self.references.len(),
                headings: self.headings.len(),
            };
            self.marks = [self.marks[1], here];
        }
    }

    pub(super) fn start_block(&mut self, tag: Tag<'t>, span: Span) {
        let container = matches!(tag, Tag::BlockQuote(_) | Tag::List(_) | Tag::DefinitionList);
        let in_flat = self.open.last() == Some(&Open::Flat);
        match tag {
            _ if container && self.flat(span) => {}
            Tag::Item | Tag::DefinitionListDefinition if in_flat => self.open.push(Open::Flat),
            Tag::BlockQuote(kind) => {
                let zone = self.plain.open_zone(ZoneKind::Quote);
                // An alert is the editor's own words: no rule of quotes holds for it.
                match kind.map(alert) {
                    Some(kind) => {
                        self.plain.close_zone(zone);
                        self.push(Kind::Alert(kind));
                    }
                    None => self.push(Kind::Quote).zone = Some(zone),
                }
            }
            Tag::List(start) => drop(self.push(Kind::List { start, tight: true, items: vec![] })),
            Tag::Item => drop(self.push(Kind::Item { task: None })),
            Tag::DefinitionList => drop(self.push(Kind::Definitions(vec![]))),
            Tag::DefinitionListTitle if !in_flat => drop(self.push(Kind::Term)),
            Tag::DefinitionListDefinition => drop(self.push(Kind::Definition)),
            Tag::Table(columns) => {
                let alignments = columns.iter().map(alignment).collect();
                self.push(Kind::Table(Table { alignments, ..Table::default() }));
            }
            Tag::TableHead | Tag::TableRow => drop(self.push(Kind::Row(vec![]))),
            Tag::TableCell => drop(self.push(Kind::Cell)),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',', '\t']).next().unwrap_or_default().to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.push(Kind::Code { language, text: String::new() });
            }
            Tag::HtmlBlock => drop(self.push(Kind::Html(String::new()))),
            Tag::Heading { level, id, classes, .. } => {
                let index = self.headings.len();
                let classes = classes.iter().map(|class| class.to_string()).collect();
                let length = span.of(self.text).trim_end().len();
                let span = Span::new(0, length).shifted(span.start as usize);
                self.headings.push(HeadingDraft::new(level as u8, id.map(|id| id.into_string()), classes, span));
                let zone = self.plain.open_zone(ZoneKind::Heading(index));
                self.push(Kind::Heading(index)).zone = Some(zone);
            }
            _ => {
                self.loosen();
                self.push(Kind::Paragraph);
            }
        }
    }

    /// A paragraph right in an item makes its list a loose one.
    fn loosen(&mut self) {
        if let [.., Frame { kind: Kind::List { tight, .. }, .. }, Frame { kind: Kind::Item { .. }, .. }] = self.frames.as_mut_slice() {
            *tight = false;
        }
    }

    /// Ends the paragraph that text right in a container has opened.
    pub(super) fn close_implicit(&mut self) {
        if matches!(self.top().kind, Kind::Implicit)
            && let Some(frame) = self.frames.pop()
        {
            self.finish_block(frame);
        }
    }

    pub(super) fn finish_block(&mut self, frame: Frame) {
        let Frame { kind, blocks, inlines, start, .. } = frame;
        match kind {
            Kind::Quote => self.block(Block::Quote(blocks.into())),
            Kind::Alert(kind) => self.block(Block::Alert(kind, blocks.into())),
            Kind::List { start, tight, items } => self.block(Block::List { start, tight, items: items.into() }),
            Kind::Item { task } => {
                if let Kind::List { items, .. } = &mut self.top().kind {
                    items.push(ListItem { task, blocks: blocks.into() });
                }
            }
            Kind::Definitions(list) => self.block(Block::Definitions(list.into())),
            Kind::Term => {
                self.plain.end_block();
                if let Kind::Definitions(list) = &mut self.top().kind {
                    list.push(Definition { term: inlines.into(), definitions: vec![] });
                }
            }
            Kind::Definition => {
                if let Kind::Definitions(list) = &mut self.top().kind {
                    match list.last_mut() {
                        Some(term) => term.definitions.push(blocks.into()),
                        None => list.push(Definition { definitions: vec![blocks.into()], ..Definition::default() }),
                    }
                }
            }
            Kind::Table(table) => self.block(Block::Table(table.into())),
            Kind::Row(cells) => {
                if let Kind::Table(Table { head, rows, .. }) = &mut self.top().kind {
                    match head.is_empty() {
                        true => *head = cells,
                        false => rows.push(cells),
                    }
                }
            }
            Kind::Cell => {
                self.plain.end_block();
                if let Kind::Row(cells) = &mut self.top().kind {
                    cells.push(inlines.into());
                }
            }
            Kind::Code { language, text } => self.block(Block::Code { language: language.into(), text: text.into() }),
            Kind::Html(html) => self.block(Block::Html(html.into())),
            Kind::Heading(index) => {
                let text = Span { start, end: self.plain.end() };
                let block = (self.frames.len() == 1 && !self.notes.reading()).then(|| self.top().blocks.len());
                if let Some(heading) = self.headings.get_mut(index) {
                    heading.text = text;
                    heading.block = block;
                }
                self.plain.end_block();
                self.block(Block::Heading(index, inlines.into()));
            }
            _ => self.paragraph(inlines),
        }
    }

    fn paragraph(&mut self, inlines: Vec<Inline>) {
        self.plain.end_block();
        let embed = |inline: &Inline| match inline {
            Inline::Reference(index, _) => self.references.get(*index).filter(|reference| reference.embed).map(|_| *index),
            _ => None,
        };
        // One or more `![[…]]`, each on a line of its own.
        if inlines.iter().all(|inline| matches!(inline, Inline::SoftBreak(_)) || embed(inline).is_some()) {
            let embeds: Vec<usize> = inlines.iter().filter_map(embed).collect();
            embeds.into_iter().for_each(|index| self.block(Block::Embed(index)));
        } else {
            self.block(Block::Paragraph(inlines.into()));
        }
    }

    /// Adds a block to what is open.
    pub(super) fn block(&mut self, block: Block) {
        self.top().blocks.push(block);
    }

    /// Raw HTML; in a block of its own, or (never, with this parser) in a paragraph.
    pub(super) fn html(&mut self, html: &str) {
        match &mut self.top().kind {
            Kind::Html(text) => text.push_str(html),
            _ => self.inline(Inline::Html(html.into())),
        }
    }

    /// A task's state belongs to the innermost item.
    pub(super) fn task(&mut self, done: bool) {
        let item = self.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
            Kind::Item { task } => Some(task),
            _ => None,
        });
        if let Some(task) = item {
            *task = Some(done);
        }
    }
}

fn alert(kind: BlockQuoteKind) -> AlertKind {
    match kind {
        BlockQuoteKind::Note => AlertKind::Note,
        BlockQuoteKind::Tip => AlertKind::Tip,
        BlockQuoteKind::Important => AlertKind::Important,
        BlockQuoteKind::Warning => AlertKind::Warning,
        BlockQuoteKind::Caution => AlertKind::Caution,
    }
}

//! Walks over a document's tree.

use super::document::Document;
use super::tree::{Block, Inline};

/// Visits every inline of a document, its notes included, parents before children.
pub fn each_inline<'d>(document: &'d Document, visit: &mut impl FnMut(&'d Inline)) {
    blocks(&document.blocks, visit);
    for note in &document.notes {
        blocks(&note.blocks, visit);
    }
}

/// Visits every `![[…]]` that stands alone in some blocks: the index of its reference.
pub fn each_embed(blocks: &[Block], visit: &mut impl FnMut(usize)) {
    for block in blocks {
        match block {
            Block::Embed(index) => visit(*index),
            Block::Quote(inner) | Block::Alert(_, inner) => each_embed(inner, visit),
            Block::List { items, .. } => items.iter().for_each(|item| each_embed(&item.blocks, visit)),
            Block::Definitions(entries) => entries.iter().flat_map(|entry| &entry.definitions).for_each(|inner| each_embed(inner, visit)),
            _ => {}
        }
    }
}

/// Visits all raw HTML of a document, its notes included.
pub fn each_html<'d>(document: &'d Document, visit: &mut impl FnMut(&'d str)) {
    for all in document.notes.iter().map(|note| &note.blocks).chain([&document.blocks]) {
        html_blocks(all, visit);
    }
    each_inline(document, &mut |inline| {
        if let Inline::Html(html) = inline {
            visit(html);
        }
    });
}

fn html_blocks<'d>(all: &'d [Block], visit: &mut impl FnMut(&'d str)) {
    for block in all {
        match block {
            Block::Html(html) => visit(html),
            Block::Quote(inner) | Block::Alert(_, inner) => html_blocks(inner, visit),
            Block::List { items, .. } => items.iter().for_each(|item| html_blocks(&item.blocks, visit)),
            Block::Definitions(entries) => entries.iter().flat_map(|entry| &entry.definitions).for_each(|inner| html_blocks(inner, visit)),
            _ => {}
        }
    }
}

fn blocks<'d>(all: &'d [Block], visit: &mut impl FnMut(&'d Inline)) {
    for block in all {
        match block {
            Block::Paragraph(children) | Block::Heading(_, children) => inlines(children, visit),
            Block::Quote(inner) | Block::Alert(_, inner) => blocks(inner, visit),
            Block::List { items, .. } => items.iter().for_each(|item| blocks(&item.blocks, visit)),
            Block::Table(table) => table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| inlines(cell, visit)),
            Block::Definitions(entries) => {
                for entry in entries {
                    inlines(&entry.term, visit);
                    entry.definitions.iter().for_each(|inner| blocks(inner, visit));
                }
            }
            Block::Code { .. } | Block::Rule | Block::Html(_) | Block::Embed(_) => {}
        }
    }
}

fn inlines<'d>(all: &'d [Inline], visit: &mut impl FnMut(&'d Inline)) {
    for inline in all {
        visit(inline);
        match inline {
            Inline::Emphasis(children) | Inline::Strong(children) | Inline::Strikethrough(children) | Inline::Plain(children) => {
                inlines(children, visit)
            }
            Inline::Link { children, .. } | Inline::Reference(_, children) | Inline::Annotated(_, children) => inlines(children, visit),
            _ => {}
        }
    }
}

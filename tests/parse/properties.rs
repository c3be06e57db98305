//! What holds for any text.

use glossator::parse::document::Document;
use glossator::parse::query;
use glossator::parse::tree::TextRange;
use glossator::text::span::Span;
use proptest::prelude::*;

/// Pieces of Markdown that meet in awkward ways.
const PIECES: &[&str] = &[
    "[",
    "]",
    "[^a]",
    "[^b]",
    "\n[^a]: note ",
    "\n[^b]: [!CLAIM claimant=\"@x\"] ",
    "[[",
    "]]",
    "[[a]]",
    "[[@k|Kim]]",
    "'s",
    "’s",
    "s",
    "|",
    "\\",
    "*",
    "**",
    "_",
    "`",
    "``",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "# ",
    "![",
    "](x.md)",
    "](b.png)",
    "(",
    ")",
    "\"",
    "'",
    "--",
    "...",
    "&amp;",
    "<b>",
    "~~",
    "word",
    "слово",
    "日本",
    "é",
    " ",
    "  \n",
    "|a|b|\n|-|-|\n|c|d|\n",
    "[p *q* r][^a]",
    "<https://x.y>",
    "{#id}",
    ": def",
    "[x] ",
    "\t",
    "\r\n",
    "Read also:\n\n- ",
    "---\n",
    "[!NOTE]",
    "![[e]]",
    "\u{feff}",
    "\0",
];

fn markdown() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

fn within(range: Span, text: &str, what: &str) {
    assert!(text.get(range.range()).is_some(), "{what}: {range:?} does not fit {text:?}");
}

/// Whether each letter of the words is written at its own bytes. Dots and hyphens of as many bytes make one mark, the last of
/// which may be a space at the end of a line.
fn same(words: &str, written: &str) -> bool {
    words.char_indices().all(|(at, letter)| match written.get(at..at + letter.len_utf8()) {
        Some("\n") if letter == ' ' => true,
        Some("...") if letter == '…' => true,
        Some(hyphens) if matches!(letter, '—' | '–') => hyphens.trim_ascii_end().bytes().all(|byte| byte == b'-'),
        Some(bytes) => bytes.chars().eq([letter]),
        None => false,
    })
}

/// Every range fits its text; the map is in order, and says the truth.
fn sound(document: &Document, text: &str) {
    let plain = &document.plain;
    let mut end = 0;
    for piece in &document.map {
        assert!(piece.plain.start >= end && piece.plain.start < piece.plain.end, "{piece:?} after {end}");
        end = piece.plain.end;
        within(piece.plain, plain, "plain");
        within(piece.source, text, "source");
        let (words, written) = (piece.plain.of(plain), piece.source.of(text));
        assert!(words.len() != written.len() || same(words, written), "{words:?} is not {written:?}");
    }
    let mut start = 0;
    for zone in &document.zones {
        within(zone.range, plain, "zone");
        assert!(zone.range.start >= start, "zones in order");
        start = zone.range.start;
    }
    let ranges = document.references.iter().map(|reference| reference.words).chain(document.headings.iter().map(|heading| heading.text));
    let passages = document.notes.iter().flat_map(|note| note.passages.iter().copied());
    for range in ranges.chain(passages) {
        within(range, plain, "range");
        within(document.source_span(range), text, "source span");
    }
    for reference in &document.references {
        within(reference.span, text, "reference");
        within(reference.trail, plain, "trail");
    }
    tree(document, plain);
}

fn tree(document: &Document, plain: &str) {
    use glossator::parse::tree::{Block, Inline};
    fn inlines(list: &[Inline], out: &mut Vec<TextRange>) {
        for inline in list {
            match inline {
                Inline::Text(range) | Inline::Code(range) | Inline::SoftBreak(range) | Inline::HardBreak(range) => out.push(*range),
                Inline::Image { alt, .. } => out.push(*alt),
                Inline::Emphasis(children) | Inline::Strong(children) | Inline::Strikethrough(children) | Inline::Plain(children) => {
                    inlines(children, out)
                }
                Inline::Link { children, .. } | Inline::Reference(_, children) | Inline::Annotated(_, children) => inlines(children, out),
                Inline::NoteReference(_) | Inline::Html(_) => {}
            }
        }
    }
    fn blocks(list: &[Block], out: &mut Vec<TextRange>) {
        for block in list {
            match block {
                Block::Paragraph(children) | Block::Heading(_, children) => inlines(children, out),
                Block::Quote(children) | Block::Alert(_, children) => blocks(children, out),
                Block::List { items, .. } => items.iter().for_each(|item| blocks(&item.blocks, out)),
                Block::Table(table) => std::iter::once(&table.head).chain(&table.rows).flatten().for_each(|cell| inlines(cell, out)),
                Block::Definitions(list) => list.iter().for_each(|entry| {
                    inlines(&entry.term, out);
                    entry.definitions.iter().for_each(|definition| blocks(definition, out));
                }),
                Block::Code { .. } | Block::Rule | Block::Html(_) | Block::Embed(_) => {}
            }
        }
    }
    let mut ranges = Vec::new();
    blocks(&document.blocks, &mut ranges);
    document.notes.iter().for_each(|note| blocks(&note.blocks, &mut ranges));
    let mut end = 0;
    for range in ranges {
        within(range, plain, "tree");
        assert!(range.start >= end, "the tree's words are in the order of the plain text: {range:?} after {end} in {plain:?}");
        end = range.end;
    }
}

fn parsed(text: &str) -> (Document, usize) {
    let files = format!("-- gloss.yaml --\ntitle: T\nbase_url: https://example.org\n-- content/a.md --\n{text}");
    let workspace = crate::site(&files);
    let source = workspace.source("content/a.md").expect("the article");
    let checked = query::document(workspace.db(), source);
    sound(&checked.value, source.text(workspace.db()).as_str());
    (checked.value.clone(), checked.findings.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_gives_a_sound_document(body in markdown()) {
        parsed(&format!("---\ntitle: A “title”\n---\n{body}"));
    }

    #[test]
    fn any_front_matter_gives_findings_and_no_panic(lines in prop::collection::vec("[a-z]{0,6}:? ?[-\"'\\[{&*!|>#@%é0-9a-z ,:]{0,12}", 0..8)) {
        parsed(&format!("---\n{}\n---\nBody.\n", lines.join("\n")));
        parsed(&format!("+++\n{}\n+++\nBody.\n", lines.join("\n")));
    }
}

/// Texts in which the rules above once did not hold.
#[test]
fn texts_that_were_misread() {
    for body in ["[[`|a|b|\n|-|-|\n|c|d|\n`]]", "`a\nb` and `` `x ``", "# --\t"] {
        parsed(&format!("---\ntitle: T\n---\n{body}"));
    }
}

/// Text that nests, or is long, is read in linear time and without a deep stack.
#[test]
fn deep_and_long_texts_are_read() {
    for body in [
        ">".repeat(100_000),
        "*".repeat(100_000),
        "[".repeat(100_000),
        "- ".repeat(50_000),
        "*a **b ".repeat(20_000),
        "[a ".repeat(20_000) + &"][^a]".repeat(20_000) + "\n\n[^a]: b",
        "[[".repeat(50_000),
        "![".repeat(50_000),
        "`".repeat(100_000),
        "word ".repeat(400_000),
    ] {
        parsed(&format!("---\ntitle: T\n---\n{body}"));
    }
}

//! The tag of an annotation: `[!CLAIM claimant="@moscow" rating="contradicted" reviewed="2024-06-20"]`.

use crate::diagnostic::{Code, Diagnostic};
use crate::parse::document::NoteKind;
use crate::text::path::SitePath;
use crate::text::span::Span;

/// A tag that was read.
pub(super) struct NoteTag {
    /// What the note is for; `None` where the tag names no kind.
    pub(super) kind: Option<NoteKind>,
    /// Where the note's text begins.
    pub(super) end: u32,
    /// What was wrong.
    pub(super) findings: Vec<Diagnostic>,
}

/// An attribute: its name, its value, and where both stand.
struct Attribute<'t> {
    name: &'t str,
    value: String,
    span: Span,
    value_span: Span,
}

/// The kinds, with the attributes that each takes.
const KINDS: &[(&str, &[&str])] = &[
    ("CONTEXT", &[]),
    ("CLAIM", &["claimant", "rating", "reviewed"]),
    ("SOURCE", &[]),
    ("QUOTE", &["speaker"]),
    ("TRANSLATION", &[]),
    ("CORRECTION", &[]),
];

/// Reads the tag that the text at `range` opens with, if it does.
pub(super) fn read(path: &SitePath, text: &str, range: Span) -> Option<NoteTag> {
    let inside = range.of(text).strip_prefix("[!")?;
    let Some(length) = closing(inside) else { return unclosed(path, text, (inside, range)) };
    let inside = inside.get(..length)?;
    let start = range.start as usize + 2;
    let word = inside.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
    let word_span = Span::new(start, start + word.len());
    let attributes = attributes(inside, (word.len(), start));
    let mut tag = NoteTag { kind: None, end: text_start(text, start + length + 1), findings: vec![] };
    let Some((name, known)) = KINDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)) else {
        let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        let finding = Diagnostic::new(Code::UnknownNoteKind, format!("`{word}` is no kind of annotation"))
            .at(path, word_span)
            .did_you_mean(word, names.iter().copied())
            .note(format!("kinds are `{}`", names.join("`, `")));
        tag.findings.push(finding);
        return Some(tag);
    };
    for attribute in attributes.iter().filter(|attribute| !known.contains(&attribute.name)) {
        let finding = Diagnostic::new(Code::UnknownKey, format!("an annotation of kind `{name}` has no `{}`", attribute.name));
        tag.findings.push(finding.at(path, attribute.span).did_you_mean(attribute.name, known.iter().copied()));
    }
    let value = |name: &str| attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.clone());
    let reviewed = attributes.iter().find(|attribute| attribute.name == "reviewed");
    if let Some(day) = reviewed.filter(|day| day.value.parse::<jiff::civil::Date>().is_err()) {
        let finding = Diagnostic::new(Code::BadDate, format!("`{}` is no day", day.value));
        tag.findings.push(finding.at(path, day.value_span).help("write `reviewed=\"2024-06-20\"`"));
    }
    tag.kind = Some(match *name {
        "CLAIM" => NoteKind::Claim { claimant: value("claimant"), rating: value("rating"), reviewed: value("reviewed") },
        "QUOTE" => NoteKind::Quote { speaker: value("speaker") },
        "SOURCE" => NoteKind::Source,
        "TRANSLATION" => NoteKind::Translation,
        "CORRECTION" => NoteKind::Correction,
        _ => NoteKind::Context,
    });
    Some(tag)
}

/// A tag without its bracket stays text; that is a finding where it looks like a tag.
fn unclosed(path: &SitePath, text: &str, (inside, range): (&str, Span)) -> Option<NoteTag> {
    let length = inside.bytes().take_while(u8::is_ascii_alphabetic).count();
    if length == 0 {
        return None;
    }
    let span = Span::new(range.start as usize, range.start as usize + 2 + length);
    let finding = Diagnostic::new(Code::Syntax, format!("the tag `{}` is never closed", span.of(text)))
        .at(path, span)
        .help("close its quotes, and the tag with `]`: `[!CLAIM claimant=\"…\"]`");
    Some(NoteTag { kind: None, end: 0, findings: vec![finding] })
}

/// Where the closing bracket stands, outside of quotes.
fn closing(inside: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in inside.char_indices() {
        match (quote, letter) {
            (None, ']') => return Some(at),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            // A line without words ends the paragraph.
            (_, '\n') if inside.get(at + 1..).is_some_and(|rest| rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n')) => {
                return None;
            }
            _ => {}
        }
    }
    None
}

/// The attributes from byte `from` of the tag's inside, which begins at `base` in the file.
fn attributes(inside: &str, (from, base): (usize, usize)) -> Vec<Attribute<'_>> {
    let mut out = Vec::new();
    let mut at = from;
    while let Some(rest) = inside.get(at..) {
        at += rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let name = rest.split(|letter: char| letter == '=' || letter.is_whitespace()).next().unwrap_or_default();
        if name.is_empty() && !rest.starts_with('=') {
            break;
        }
        let start = at;
        at += name.len();
        let Some(written) = rest.get(name.len()..).and_then(|rest| rest.strip_prefix('=')) else {
            let span = Span::new(base + start, base + at);
            out.push(Attribute { name, value: String::new(), span, value_span: span });
            continue;
        };
        let (value, length) = match written.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let value = written.get(1..).unwrap_or_default().split(quote).next().unwrap_or_default();
                (value, (value.len() + 2).min(written.len()))
            }
            _ => {
                let value = written.split_whitespace().next().filter(|_| !written.starts_with(char::is_whitespace)).unwrap_or_default();
                (value, value.len())
            }
        };
        let value_span = Span::new(base + at + 1, base + at + 1 + length);
        out.push(Attribute { name, value: value.to_owned(), span: Span::new(base + start, base + start + name.len()), value_span });
        at += 1 + length;
    }
    out
}

/// Where the text behind a tag begins: spaces and one line end are passed over.
fn text_start(text: &str, after: usize) -> u32 {
    let rest = text.get(after..).unwrap_or_default();
    let trimmed = rest.trim_start_matches([' ', '\t']);
    let trimmed = trimmed.strip_prefix("\r\n").or_else(|| trimmed.strip_prefix('\n')).unwrap_or(trimmed);
    let trimmed = trimmed.trim_start_matches([' ', '\t']);
    Span::new(0, after + rest.len() - trimmed.len()).end
}

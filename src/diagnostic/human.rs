//! For people: rustc's frames, with the source line, what is marked in it, notes and help.

use std::io::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::report::{Located, Report};
use super::{Diagnostic, Severity};

/// Characters of a long line that are shown on each side of what is marked.
const AROUND: usize = 60;
/// Marked lines that are shown at most.
const LINES: usize = 4;

/// Whether the frames are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// With ANSI sequences.
    Ansi,
    /// Plain.
    Plain,
}

/// Prints the report, a blank line after each finding, and the counts at its end.
///
/// # Errors
/// Those of `out`.
pub fn print(report: &Report, paint: Paint, out: &mut dyn Write) -> std::io::Result<()> {
    let renderer = match paint {
        Paint::Ansi => Renderer::styled(),
        Paint::Plain => Renderer::plain(),
    };
    let mut text = String::new();
    report.each(|finding, located| {
        text += &renderer.render(&[group(report, finding, located)]);
        text += "\n\n";
    });
    out.write_all(text.as_bytes())
}

fn group<'r>(report: &Report, finding: &'r Diagnostic, located: &[Located<'r>]) -> Group<'r> {
    let mut group = level(finding.severity).primary_title(finding.message.as_str()).id(finding.code.name()).elements([] as [Origin<'_>; 0]);
    let own = usize::from(finding.place.is_some());
    for (number, at) in located.iter().enumerate() {
        let (kind, words) = match number.checked_sub(own) {
            None => (AnnotationKind::Primary, finding.label.as_str()),
            Some(related) => (AnnotationKind::Context, finding.related.get(related).map_or("", |(_, words)| words.as_str())),
        };
        let origin = Origin::path(report.shown(&at.place.path)).line(at.start.line).char_column(at.start.column);
        group = group.element(origin);
        if let Some((excerpt, marked)) = excerpt(at) {
            let annotation = kind.span(marked).label((!words.is_empty()).then_some(words));
            group = group.element(Snippet::source(excerpt).line_start(at.start.line).fold(false).annotation(annotation));
        } else if !words.is_empty() {
            group = group.element(Level::NOTE.message(words));
        }
    }
    let notes = finding.notes.iter().map(|note| Level::NOTE.message(note.as_str()));
    let help = finding.help.iter().map(|help| Level::HELP.message(help.as_str()));
    group.elements(notes).elements(help)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// The lines of a place, cut to what fits a terminal, and what is marked in them; `None` where there is no text to show.
/// Only these lines are handed on: a file may be one line of 50 MB.
fn excerpt(at: &Located<'_>) -> Option<(String, Range<usize>)> {
    let range = at.place.span.range();
    let (before, rest) = at.text.split_at_checked(range.start.min(at.text.len()))?;
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let end = range.end.min(at.text.len());
    let marked = at.text.get(range.start.min(end)..end)?;
    let marked_end = range.start + marked.split_inclusive('\n').take(LINES).map(str::len).sum::<usize>();
    let marked_end = if at.text.get(..marked_end)?.ends_with('\n') { marked_end - 1 } else { marked_end }.max(range.start);
    let line_end = at.text.get(marked_end..)?.find('\n').map_or(at.text.len(), |newline| marked_end + newline);
    if at.text.get(line_start..line_end)?.is_empty() && rest.is_empty() {
        return None;
    }
    let head = cut_start(at.text.get(line_start..range.start)?);
    let middle = cut_middle(at.text.get(range.start..marked_end)?);
    let tail = cut_end(at.text.get(marked_end..line_end)?.trim_end_matches('\r'));
    let start = head.len();
    Some((format!("{head}{middle}{tail}"), start..start + middle.len()))
}

/// The last characters of the text before the mark.
fn cut_start(text: &str) -> String {
    match text.char_indices().rev().nth(AROUND) {
        Some((at, _)) => format!("…{}", text.get(at..).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The first characters of the text behind the mark.
fn cut_end(text: &str) -> String {
    match text.char_indices().nth(AROUND) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The marked text itself, with its middle left out where it is long and on one line.
fn cut_middle(text: &str) -> String {
    if text.contains('\n') {
        return text.split('\n').map(cut_end).collect::<Vec<_>>().join("\n");
    }
    let halves = (text.char_indices().nth(AROUND), text.char_indices().rev().nth(AROUND));
    match halves {
        (Some((first, _)), Some((last, _))) if first < last => {
            format!("{}…{}", text.get(..first).unwrap_or_default(), text.get(last..).unwrap_or_default())
        }
        _ => text.to_owned(),
    }
}

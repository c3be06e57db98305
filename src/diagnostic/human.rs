//! For people: rustc's frames, with the source line, what is marked in it, notes and help.

use std::io::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::report::{Located, Report};
use super::{Diagnostic, Severity};

/// Characters of an overlong line that are handed on, on each side of what is marked. The renderer cuts lines to the
/// terminal's width by itself, but it looks at all of a line first, and a file may be one line of 50 MB.
const AROUND: usize = 400;
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
        let frames: Vec<Frame> = located.iter().map(|at| Frame::new(report, at)).collect();
        let mut rendered = renderer.render(&[group(finding, &frames)]);
        for frame in &frames {
            frame.mend_column(&mut rendered);
        }
        text += &rendered;
        text += "\n\n";
    });
    out.write_all(text.as_bytes())
}

/// What is shown of a place.
struct Frame {
    path: String,
    line: usize,
    column: usize,
    /// The lines, and what is marked in them; `None` where there is no text to show.
    excerpt: Option<Excerpt>,
}

/// Lines of a file, cut where they are overlong.
struct Excerpt {
    text: String,
    marked: Range<usize>,
    /// Characters that were cut off before the text.
    cut: usize,
}

fn group<'f>(finding: &'f Diagnostic, frames: &'f [Frame]) -> Group<'f> {
    let mut group = level(finding.severity).primary_title(finding.message.as_str()).id(finding.code.name()).elements([] as [Origin<'_>; 0]);
    let own = usize::from(finding.place.is_some());
    for (number, frame) in frames.iter().enumerate() {
        let (kind, words) = match number.checked_sub(own) {
            None => (AnnotationKind::Primary, finding.label.as_str()),
            Some(related) => (AnnotationKind::Context, finding.related.get(related).map_or("", |(_, words)| words.as_str())),
        };
        if let Some(excerpt) = &frame.excerpt {
            let annotation = kind.span(excerpt.marked.clone()).label((!words.is_empty()).then_some(words));
            let snippet = Snippet::source(excerpt.text.as_str()).line_start(frame.line).path(frame.path.as_str());
            group = group.element(snippet.fold(false).annotation(annotation));
        } else {
            group = group.element(Origin::path(frame.path.as_str()).line(frame.line).char_column(frame.column));
            if !words.is_empty() {
                group = group.element(Level::NOTE.message(words));
            }
        }
    }
    let notes = finding.notes.iter().map(|note| Level::NOTE.message(note.as_str()));
    let help = finding.help.iter().map(|help| Level::HELP.message(help.as_str()));
    group.elements(notes).elements(help)
}

impl Frame {
    fn new(report: &Report, at: &Located<'_>) -> Self {
        let path = report.shown(&at.place.path);
        Self { path, line: at.start.line, column: at.start.column, excerpt: excerpt(at) }
    }

    /// Puts the right column behind the path where the line was cut before the mark: the renderer counts from the cut.
    fn mend_column(&self, rendered: &mut String) {
        let Some(cut) = self.excerpt.as_ref().map(|excerpt| excerpt.cut).filter(|cut| *cut > 0) else { return };
        let counted = format!("{}:{}:{}", self.path, self.line, self.column - cut);
        *rendered = rendered.replacen(&counted, &format!("{}:{}:{}", self.path, self.line, self.column), 1);
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// The lines of a place, cut where they are overlong; `None` where there is no text to show.
fn excerpt(at: &Located<'_>) -> Option<Excerpt> {
    let end = at.place.span.range().end.min(at.text.len());
    let start = at.place.span.range().start.min(end);
    let line_start = at.text.get(..start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let marked = at.text.get(start..end)?;
    let shown = marked.split_inclusive('\n').take(LINES).map(str::len).sum::<usize>();
    let marked = marked.get(..shown)?.trim_end_matches('\n');
    let behind = at.text.get(start + marked.len()..)?;
    let line_end = behind.find('\n').unwrap_or(behind.len());
    let before = at.text.get(line_start..start)?;
    if at.text.is_empty() {
        return None;
    }
    let head = last_of(before);
    let middle = marked.split('\n').map(first_of).collect::<Vec<_>>().join("\n");
    let tail = first_of(behind.get(..line_end)?.trim_end_matches('\r'));
    let cut = before.get(..before.len() - head.len())?.chars().count();
    let marked = head.len()..head.len() + middle.len();
    Some(Excerpt { text: format!("{head}{middle}{tail}"), marked, cut })
}

/// The last characters of a text.
fn last_of(text: &str) -> &str {
    text.char_indices().rev().nth(AROUND).and_then(|(at, _)| text.get(at..)).unwrap_or(text)
}

/// The first characters of a text.
fn first_of(text: &str) -> &str {
    text.char_indices().nth(AROUND).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

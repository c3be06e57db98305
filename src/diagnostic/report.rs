//! Findings with their places worked out, ready for any printer.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Diagnostic, Place, Severity};
use crate::text::path::SitePath;
use crate::text::span::{LineColumn, LineIndex};

/// Findings in the order of printing, and the texts that they point into.
#[derive(Debug, Default)]
pub struct Report {
    findings: Vec<Diagnostic>,
    texts: BTreeMap<SitePath, Arc<str>>,
    /// What leads from the reader's folder to the site's root, with a slash at its end: empty, `../`, `my-site/`.
    prefix: String,
}

/// A place with its lines and columns.
#[derive(Debug, Clone, Copy)]
pub struct Located<'r> {
    /// The place in bytes.
    pub place: &'r Place,
    /// The file's text; empty if it is not known.
    pub text: &'r str,
    /// Where the span starts.
    pub start: LineColumn,
    /// Where it ends.
    pub end: LineColumn,
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Report {
    /// A report of findings, already sorted; `text` gives the text of a file of the site.
    pub fn new(findings: Vec<Diagnostic>, text: impl Fn(&SitePath) -> Option<Arc<str>>, prefix: String) -> Self {
        let mut texts = BTreeMap::new();
        for place in findings.iter().flat_map(Diagnostic::places) {
            if !texts.contains_key(&place.path)
                && let Some(text) = text(&place.path)
            {
                texts.insert(place.path.clone(), text);
            }
        }
        Self { findings, texts, prefix }
    }

    /// The findings, in order.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// The findings themselves, in order.
    pub fn into_findings(self) -> Vec<Diagnostic> {
        self.findings
    }

    /// How many there are.
    pub fn counts(&self) -> Counts {
        let of = |severity| self.findings.iter().filter(|finding| finding.severity == severity).count();
        Counts { errors: of(Severity::Error), warnings: of(Severity::Warning), notes: of(Severity::Note) }
    }

    /// A file's path as the reader's terminal and editor can open it.
    pub fn shown(&self, path: &SitePath) -> String {
        format!("{}{path}", self.prefix)
    }

    /// Gives each finding to `print` with its places worked out: its own first, then the related ones.
    pub fn each<'r>(&'r self, mut print: impl FnMut(&'r Diagnostic, &[Located<'r>])) {
        let mut indices: BTreeMap<&SitePath, LineIndex<'r>> = BTreeMap::new();
        for finding in &self.findings {
            let located: Vec<Located<'r>> = finding
                .places()
                .map(|place| {
                    let text = self.texts.get(&place.path).map_or("", |text| &**text);
                    let index = indices.entry(&place.path).or_insert_with(|| LineIndex::new(text));
                    Located { place, text, start: index.place(place.span.start), end: index.place(place.span.end) }
                })
                .collect();
            print(finding, &located);
        }
    }
}

impl Diagnostic {
    /// Its own place, if it has one, then the related ones.
    fn places(&self) -> impl Iterator<Item = &Place> {
        self.place.iter().chain(self.related.iter().map(|(place, _)| place))
    }

    /// The located place that is its own, if it has one.
    pub fn own<'l, 'r>(&self, located: &'l [Located<'r>]) -> Option<&'l Located<'r>> {
        self.place.as_ref().and(located.first())
    }
}

impl Counts {
    /// `2 errors, 1 warning`; `no findings`.
    pub fn words(self) -> String {
        let part = |count: usize, word: &str| match count {
            0 => None,
            1 => Some(format!("1 {word}")),
            _ => Some(format!("{count} {word}s")),
        };
        let parts: Vec<String> =
            [part(self.errors, "error"), part(self.warnings, "warning"), part(self.notes, "note")].into_iter().flatten().collect();
        if parts.is_empty() { "no findings".into() } else { parts.join(", ") }
    }
}

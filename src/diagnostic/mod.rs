//! Findings: what is wrong, where, and how to mend it. Plain data here; one file a printed form beside it.

pub mod code;
pub mod github;
pub mod human;
pub mod json;
pub mod report;
pub mod sarif;
pub mod short;

use serde::{Deserialize, Serialize};

use crate::text::path::SitePath;
use crate::text::span::Span;
pub use code::Code;

/// How much a finding matters; errors fail a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The page would be wrong or incomplete: exit code 1.
    Error,
    /// The page is as meant, but something wants a look; an error under `--strict`.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word that is printed.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A span in one of the site's files.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file.
    pub path: SitePath,
    /// Bytes of that file.
    pub span: Span,
}

/// One finding. The derived order is the order of a report: by file, place, code.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Where it is; a finding about the site as a whole has no place.
    pub place: Option<Place>,
    /// What kind of finding it is.
    pub code: Code,
    /// How much it matters; the code's own unless the site's file says otherwise.
    pub severity: Severity,
    /// One sentence without a full stop: `no article is called "a-vist"`.
    pub message: String,
    /// Words under the marked span; empty for none.
    pub label: String,
    /// Further places that belong to it, each with its words.
    pub related: Vec<(Place, String)>,
    /// What is known besides.
    pub notes: Vec<String>,
    /// What to do: `did you mean "a-visit"?`, or lines to paste.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// A finding with its code's own severity and no place yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            place: None,
            code,
            severity: code.severity(),
            message: message.into(),
            label: String::new(),
            related: vec![],
            notes: vec![],
            help: vec![],
        }
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, path: &SitePath, span: Span) -> Self {
        self.place = Some(Place { path: path.clone(), span });
        self
    }

    /// The same, with words under the marked span.
    #[must_use]
    pub fn label(mut self, words: impl Into<String>) -> Self {
        self.label = words.into();
        self
    }

    /// The same, with a further place.
    #[must_use]
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }

    /// The same, with a note.
    #[must_use]
    pub fn note(mut self, words: impl Into<String>) -> Self {
        self.notes.push(words.into());
        self
    }

    /// The same, with help.
    #[must_use]
    pub fn help(mut self, words: impl Into<String>) -> Self {
        self.help.push(words.into());
        self
    }

    /// The same, with "did you mean …" for the nearest of `known` to `word`, if any is near.
    #[must_use]
    pub fn did_you_mean<'k>(self, word: &str, known: impl IntoIterator<Item = &'k str>) -> Self {
        match crate::text::similar::nearest(word, known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }
}

//! Headings' ids.

use std::collections::BTreeSet;

use super::build::Builder;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::document::Heading;
use crate::parse::tree::TextRange;
use crate::text::slug::slug;
use crate::text::span::Span;

/// A heading whose id is not settled yet: given ids count before those that are made from words.
#[derive(Debug)]
pub(super) struct HeadingDraft {
    level: u8,
    given: Option<String>,
    classes: Vec<String>,
    span: Span,
    pub(super) text: TextRange,
    pub(super) block: Option<usize>,
}

impl HeadingDraft {
    /// A heading; level 1, the page's own headline, is set as 2.
    pub(super) fn new(level: u8, given: Option<String>, classes: Vec<String>, span: Span) -> Self {
        Self { level: level.max(2), given, classes, span, text: TextRange::default(), block: None }
    }
}

impl Builder<'_> {
    /// Gives every heading its id: the given one, or its words', with `-2`, `-3` … where that is taken.
    pub(super) fn finish_headings(&mut self) -> Vec<Heading> {
        let drafts = std::mem::take(&mut self.headings);
        let mut taken = BTreeSet::new();
        let mut repeated = Vec::new();
        for draft in &drafts {
            let first = draft.given.as_ref().is_none_or(|id| taken.insert(id.clone()));
            repeated.push(!first);
        }
        let settle = |(draft, repeated): (HeadingDraft, bool)| {
            let id = match draft.given {
                Some(id) if !repeated => id,
                Some(id) => {
                    let finding = Diagnostic::new(Code::DuplicateId, format!("another heading has the id `{id}` already"));
                    let other = free(&id, &mut taken);
                    self.findings.push(finding.at(self.path, draft.span).help(format!("give it another id: `{{#{other}}}`")));
                    other
                }
                None => free(&slug(draft.text.of(&self.plain.text)), &mut taken),
            };
            Heading { level: draft.level, id, classes: draft.classes, text: draft.text, span: draft.span, block: draft.block }
        };
        drafts.into_iter().zip(repeated).map(settle).collect()
    }
}

/// `id`, or the first of `id-2`, `id-3` … that is free.
fn free(id: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number: u32| format!("{id}-{number}"));
    let free = std::iter::once(id.to_owned()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or_default();
    taken.insert(free.clone());
    free
}

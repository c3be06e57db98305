//! The places of a document that could be mentions: every occurrence of a surface that may be searched and that nothing
//! longer overlaps, each with the entities that it could mean.

use std::ops::Range;

use super::Rule;
use super::mention_choice::Choice;
use super::mention_dates::is_month;
use super::mention_words::is_free;
use crate::glossary::EntityKey;
use crate::glossary::matcher::{Found, Hit, Matcher, find_text};
use crate::glossary::surface::How;
use crate::parse::document::Document;
use crate::parse::tree::TextRange;
use crate::text::boundary;
use crate::text::fold::{self, Folded};
use crate::text::span::Span;

/// How far from a name its `near` words may stand, in bytes of the folded text to either side.
const NEAR: usize = 300;

/// A place that could be a mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The words, in the document's plain text.
    pub(super) range: TextRange,
    /// The entities that it could mean, each once, sorted by id. None is left where the article wants none of them.
    pub(super) options: Vec<Meaning>,
}

/// What a place could mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    /// Which entity.
    pub(super) entity: EntityKey,
    /// As what it was found.
    pub(super) rule: Rule,
    /// Whether it is the entity's name or a form of that, not of an alias.
    pub(super) of_name: bool,
    /// Whether one of the words that must stand near does.
    pub(super) near: bool,
}

/// Finds all candidates, in the order of the text; they never overlap each other, nor `taken` ranges. `folded` is the
/// document's plain text.
pub(super) fn scan(document: &Document, folded: &Folded<'_>, matcher: &Matcher, choice: &Choice, taken: &[TextRange]) -> Vec<Candidate> {
    let hits = matcher.find(folded);
    let never: Vec<(Range<usize>, EntityKey)> = hits.iter().flat_map(never_of).collect();
    let mut found: Vec<Candidate> = Vec::new();
    for hit in &hits {
        let Some(range) = searched(document, folded, hit.range.clone(), taken) else { continue };
        if matcher.language().primary() == "en" && is_month(&document.plain, range.start as usize, range.end as usize) {
            continue;
        }
        let options = match choice.pinned(folded.lower().get(hit.range.clone()).unwrap_or_default()) {
            Some(entity) => vec![Meaning { entity, rule: Rule::Pin, of_name: false, near: false }],
            None => meanings(hit, folded, &never),
        };
        if !options.is_empty() {
            found.push(Candidate { range, options });
        }
    }
    for (alias, entity) in choice.pins.iter().filter(|(alias, _)| !matcher.knows(alias)) {
        let ranges = find_text(alias, folded, matcher.language()).into_iter();
        let ranges = ranges.filter_map(|range| searched(document, folded, range, taken));
        found.extend(
            ranges
                .map(|range| Candidate { range, options: vec![Meaning { entity: *entity, rule: Rule::Pin, of_name: false, near: false }] }),
        );
    }
    let mut chosen = longest(found);
    for candidate in &mut chosen {
        candidate.options.retain(|option| choice.wants(option.entity));
    }
    chosen
}

/// What a hit must not be a mention of, and where.
pub(super) fn never_of<'h>(hit: &'h Hit<'_>) -> impl Iterator<Item = (Range<usize>, EntityKey)> + 'h {
    let never = hit.records.iter().filter(|found| found.record.how == How::Never);
    never.map(|found| (hit.range.clone(), found.record.entity))
}

/// The range in the plain text, if it may be searched: inside one block, outside of code and the like, not taken.
fn searched(document: &Document, folded: &Folded<'_>, range: Range<usize>, taken: &[TextRange]) -> Option<TextRange> {
    let range = folded.original(range);
    let span = Span::new(range.start, range.end);
    is_free(document, span, taken).then_some(span)
}

/// The entities that a hit could mean.
fn meanings(hit: &Hit<'_>, folded: &Folded<'_>, never: &[(Range<usize>, EntityKey)]) -> Vec<Meaning> {
    let mut options: Vec<Meaning> = Vec::new();
    let written = hit.records.iter().any(|found| !matches!(found.record.how, How::Spelling | How::Never));
    for found in &hit.records {
        let record = found.record;
        if written && record.how == How::Spelling {
            continue;
        }
        let near = stands_near(found, folded, hit.range.clone());
        if refusal(found, near, &hit.range, never).is_some() || options.iter().any(|option| option.entity == record.entity) {
            continue;
        }
        options.push(Meaning { entity: record.entity, rule: rule(record.how), of_name: record.of_name, near });
    }
    options
}

/// Why a surface does not stand for its entity where it was found, if it does not; `near` tells whether one of its `near`
/// words stands around it.
pub(super) fn refusal(found: &Found<'_>, near: bool, hit: &Range<usize>, never: &[(Range<usize>, EntityKey)]) -> Option<&'static str> {
    let record = found.record;
    // What is never the entity denies what overlaps it, but not a longer name that holds it.
    let denied = |(range, entity): &(Range<usize>, EntityKey)| {
        let overlaps = range.start < hit.end && hit.start < range.end;
        let held = hit.start <= range.start && range.end <= hit.end && range.len() < hit.len();
        *entity == record.entity && overlaps && !held
    };
    if !record.auto {
        Some("the glossary has this alias for pins only (`auto: false`)")
    } else if !near && !found.near.is_empty() {
        Some("none of its `near` words stands around it")
    } else if record.how == How::Never || never.iter().any(denied) {
        Some("the glossary says that these words are never it")
    } else {
        None
    }
}

fn rule(how: How) -> Rule {
    match how {
        How::Name => Rule::Name,
        How::Alias => Rule::Alias,
        How::Form | How::Spelling | How::Never => Rule::Form,
    }
}

/// Whether one of the surface's `near` words stands around the hit; the hit's own words do not count. A word of four or more
/// letters may be the beginning of one (`minister` of `ministers`); one with a capital must be written with it.
pub(super) fn stands_near(found: &Found<'_>, folded: &Folded<'_>, hit: Range<usize>) -> bool {
    if found.near.is_empty() {
        return false;
    }
    let text = folded.text();
    let start = (0..=hit.start.saturating_sub(NEAR)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let end = (hit.end + NEAR..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let stands = |word: &String, around: Range<usize>| {
        let cased = word.chars().any(char::is_uppercase);
        let around = if cased { text.get(around) } else { folded.lower().get(around) }.unwrap_or_default();
        around.match_indices(word.as_str()).any(|(at, _)| begins_word(around, at) && (is_long(word) || ends_word(around, at + word.len())))
    };
    let near = found.near.iter().filter(|word| !word.is_empty());
    near.into_iter().any(|word| stands(word, start..hit.start) || stands(word, hit.end..end))
}

fn is_long(word: &str) -> bool {
    word.chars().nth(3).is_some()
}

fn begins_word(text: &str, at: usize) -> bool {
    !boundary::before(text, at).is_some_and(char::is_alphanumeric)
}

fn ends_word(text: &str, at: usize) -> bool {
    !boundary::behind(text, at).is_some_and(char::is_alphanumeric)
}

/// Of candidates that overlap, the one that begins first; of those, the longest; of equal ones, the first given.
fn longest(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.sort_by_key(|candidate| (candidate.range.start, std::cmp::Reverse(candidate.range.end)));
    let mut end = 0;
    found.retain(|candidate| {
        let free = candidate.range.start >= end;
        if free {
            end = candidate.range.end;
        }
        free
    });
    found
}

/// A text's small letters, folded, for comparing two places of a document.
pub(super) fn key(document: &Document, range: TextRange) -> String {
    fold::lowered(&fold::folded(document.words(range)))
}

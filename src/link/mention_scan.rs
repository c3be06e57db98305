//! The places of a document that could be mentions: every occurrence of a surface that may be searched and that nothing
//! longer overlaps, each with the entities that it could mean.

use std::ops::Range;

use super::Rule;
use super::mention_choice::Choice;
use crate::glossary::EntityKey;
use crate::glossary::matcher::{Hit, Matcher, Record, find_text};
use crate::glossary::surface::How;
use crate::parse::document::{Document, ZoneKind};
use crate::parse::tree::TextRange;
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
    /// Whether one of the words that must stand near does.
    pub(super) near: bool,
}

/// Finds all candidates, in the order of the text; they never overlap each other, nor `taken` ranges.
pub(super) fn scan(document: &Document, matcher: &Matcher, choice: &Choice, taken: &[TextRange]) -> Vec<Candidate> {
    let folded = Folded::new(&document.plain);
    let hits = matcher.find(&folded);
    let never: Vec<(Range<usize>, EntityKey)> = hits.iter().flat_map(never_of).collect();
    let mut found: Vec<Candidate> = Vec::new();
    for hit in &hits {
        let Some(range) = searched(document, &folded, hit.range.clone(), taken) else { continue };
        let options = match choice.pinned(folded.lower().get(hit.range.clone()).unwrap_or_default()) {
            Some(entity) => vec![Meaning { entity, rule: Rule::Pin, near: false }],
            None => meanings(hit, &folded, &never),
        };
        if !options.is_empty() {
            found.push(Candidate { range, options });
        }
    }
    for (alias, entity) in choice.pins.iter().filter(|(alias, _)| !matcher.knows(alias)) {
        let ranges = find_text(alias, &folded, matcher.language()).into_iter();
        let ranges = ranges.filter_map(|range| searched(document, &folded, range, taken));
        found.extend(ranges.map(|range| Candidate { range, options: vec![Meaning { entity: *entity, rule: Rule::Pin, near: false }] }));
    }
    let mut chosen = longest(found);
    for candidate in &mut chosen {
        candidate.options.retain(|option| choice.wants(option.entity));
    }
    chosen
}

/// What a hit must not be a mention of, and where.
fn never_of<'h>(hit: &'h Hit<'_>) -> impl Iterator<Item = (Range<usize>, EntityKey)> + 'h {
    hit.records.iter().filter(|record| record.surface.how == How::Never).map(|record| (hit.range.clone(), record.entity))
}

/// The range in the plain text, if it may be searched: inside one block, outside of code and the like, not taken.
fn searched(document: &Document, folded: &Folded<'_>, range: Range<usize>, taken: &[TextRange]) -> Option<TextRange> {
    let range = folded.original(range);
    let span = Span::new(range.start, range.end);
    let closed = |kind: ZoneKind| matches!(kind, ZoneKind::Opaque | ZoneKind::Plain);
    // Zones are in the order of their start: those that could overlap begin before the range ends.
    let zones = document.zones.partition_point(|zone| zone.range.start < span.end);
    let zones = document.zones.get(..zones).unwrap_or_default();
    let free = !zones.iter().any(|zone| closed(zone.kind) && zone.range.overlaps(span))
        && !taken.iter().any(|words| words.overlaps(span))
        && !span.of(&document.plain).contains('\n');
    free.then_some(span)
}

/// The entities that a hit could mean.
fn meanings(hit: &Hit<'_>, folded: &Folded<'_>, never: &[(Range<usize>, EntityKey)]) -> Vec<Meaning> {
    let mut options: Vec<Meaning> = Vec::new();
    for record in &hit.records {
        let denied = |(range, entity): &(Range<usize>, EntityKey)| {
            *entity == record.entity && range.start < hit.range.end && hit.range.start < range.end
        };
        let near = stands_near(record, folded.lower(), hit.range.clone());
        let fits = record.surface.auto && (near || record.surface.near.is_empty()) && record.surface.how != How::Never;
        if !fits || never.iter().any(denied) || options.iter().any(|option| option.entity == record.entity) {
            continue;
        }
        options.push(Meaning { entity: record.entity, rule: rule(record.surface.how), near });
    }
    options
}

fn rule(how: How) -> Rule {
    match how {
        How::Name => Rule::Name,
        How::Alias => Rule::Alias,
        How::Form | How::Never => Rule::Form,
    }
}

/// Whether a word that begins with one of the record's `near` words stands around the hit. The hit's own words do not count.
fn stands_near(record: &Record, lower: &str, hit: Range<usize>) -> bool {
    if record.surface.near.is_empty() {
        return false;
    }
    let start = (0..=hit.start.saturating_sub(NEAR)).rev().find(|at| lower.is_char_boundary(*at)).unwrap_or_default();
    let end = (hit.end + NEAR..lower.len()).find(|at| lower.is_char_boundary(*at)).unwrap_or(lower.len());
    let around = [lower.get(start..hit.start).unwrap_or_default(), lower.get(hit.end..end).unwrap_or_default()];
    let begins = |text: &str, at: usize| !text.get(..at).and_then(|head| head.chars().next_back()).is_some_and(char::is_alphanumeric);
    let stands = |text: &str, word: &str| text.match_indices(word).any(|(at, _)| begins(text, at));
    record.surface.near.iter().any(|word| !word.is_empty() && around.iter().any(|text| stands(text, word)))
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

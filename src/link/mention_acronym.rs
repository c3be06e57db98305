//! Abbreviations that an article explains itself: where `artificial pancreas (AP)` stands, `AP` is no news agency.

use super::mention_scan::Candidate;
use crate::parse::document::Document;
use crate::parse::tree::TextRange;

/// Letters of an abbreviation at most.
const LONGEST: usize = 8;

/// Drops the candidates that are abbreviations which the article gives another sense. `found` are in the order of the text.
pub(super) fn drop_explained(document: &Document, found: &mut Vec<Candidate>) {
    let mut other: Vec<String> = Vec::new();
    for (at, candidate) in found.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| found.get(at));
        if is_explained(&document.plain, candidate.range, before.map_or(0, |before| before.range.end as usize)) {
            other.push(document.words(candidate.range).to_owned());
        }
    }
    if !other.is_empty() {
        found.retain(|candidate| !other.iter().any(|other| other == document.words(candidate.range)));
    }
}

/// Whether a range is an abbreviation in brackets behind words that it is made of and that are no mention: `end` is where
/// the mention before it ends.
fn is_explained(plain: &str, range: TextRange, end: usize) -> bool {
    let short = range.of(plain);
    let length = short.chars().count();
    if !(2..=LONGEST).contains(&length)
        || !short.chars().all(char::is_uppercase)
        || !plain.get(range.end as usize..).is_some_and(|rest| rest.starts_with(')'))
    {
        return false;
    }
    let Some(before) = plain.get(end..range.start as usize).and_then(|before| before.strip_suffix(" (")) else { return false };
    let words: Vec<&str> = before.rsplit(' ').take(length).collect();
    let initials = words.iter().rev().filter_map(|word| word.chars().next());
    words.len() == length && initials.flat_map(char::to_uppercase).eq(short.chars())
}

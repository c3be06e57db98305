//! Surnames that an article itself introduces: after `Patrick Ryder`, a bare `Ryder` is the same person, though the glossary
//! does not list it, unless another entity claims the word.

use super::Rule;
use super::ambiguity::Decision;
use crate::glossary::{EntityKey, query as glossary};
use crate::parse::document::{Document, ZoneKind};
use crate::parse::tree::TextRange;
use crate::source::Db;
use crate::text::boundary;
use crate::text::span::Span;

/// Shortest surname that is looked for, in letters: shorter ones are too often something else.
const SHORTEST: usize = 3;

/// What may stand behind a name and is none.
const SUFFIXES: &[&str] = &["Jr", "Sr", "II", "III", "IV", "VI", "XIV", "XVI"];

/// Words with a capital that stand before a surname without being a first name. Short forms with a full stop (`Gen.`) need
/// no entry.
const TITLES: &[&str] = &[
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Dr",
    "Sir",
    "Lord",
    "Lady",
    "Dame",
    "President",
    "Minister",
    "Premier",
    "Chancellor",
    "Secretary",
    "Senator",
    "Representative",
    "Congressman",
    "Congresswoman",
    "Governor",
    "Mayor",
    "Judge",
    "Justice",
    "General",
    "Colonel",
    "Captain",
    "Admiral",
    "Major",
    "Sergeant",
    "Lieutenant",
    "Professor",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Pope",
    "Bishop",
    "Chairman",
    "Director",
    "Coach",
    "Ambassador",
    "Commissioner",
    "Speaker",
    "Spokesman",
    "Spokeswoman",
    "Inspector",
    "Detective",
    "Officer",
    "Sheriff",
    "Attorney",
];

/// A surname, the person, and where the text has introduced both.
struct Introduced<'d> {
    surname: &'d str,
    entity: EntityKey,
    end: u32,
}

/// The places where a surname stands alone for a person whose full name stands before it, in no order. `taken` are ranges
/// of references; places that were judged already are left alone, chosen or not.
pub(super) fn surnames(db: &dyn Db, document: &Document, decisions: &[Decision], taken: &[TextRange]) -> Vec<(EntityKey, TextRange)> {
    let introduced = introduced(db, document, decisions);
    let mut found = Vec::new();
    for (index, name) in introduced.iter().enumerate() {
        // Two persons of one surname: it alone tells nothing. The second introduction of one person adds nothing.
        let same = |other: &&Introduced<'_>| other.surname == name.surname;
        if introduced.iter().filter(same).any(|other| other.entity != name.entity)
            || introduced.iter().take(index).any(|other| same(&other))
        {
            continue;
        }
        let after = document.plain.get(name.end as usize..).unwrap_or_default();
        for (at, word) in after.match_indices(name.surname) {
            let start = name.end as usize + at;
            let range = Span::new(start, start + word.len());
            let free = !taken.iter().any(|words| words.overlaps(range)) && !judged(decisions, range);
            if free && stands_alone(&document.plain, range) && is_searched(document, range) {
                found.push((name.entity, range));
            }
        }
    }
    found
}

/// The surnames of persons that were found by a name of several words.
fn introduced<'d>(db: &dyn Db, document: &'d Document, decisions: &[Decision]) -> Vec<Introduced<'d>> {
    let by_name = decisions.iter().filter_map(|decision| {
        let (entity, rule) = decision.chosen?;
        let (_, surname) = document.words(decision.candidate.range).rsplit_once(char::is_whitespace)?;
        let is_name = matches!(rule, Rule::Name | Rule::Alias | Rule::Form) && is_surname(surname);
        let person = is_name && glossary::names(db, entity).as_ref().is_some_and(|names| names.kind == "person");
        person.then_some(Introduced { surname, entity, end: decision.candidate.range.end })
    });
    by_name.collect()
}

fn is_surname(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let plain = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''));
    // `al-Maliki`: the article is small, the name is not.
    let capital = word.rsplit(['-', '’', '\'']).next().is_some_and(|last| last.chars().next().is_some_and(char::is_uppercase));
    letters >= SHORTEST && plain && capital && !SUFFIXES.contains(&word)
}

/// Whether a range lies over a place that was judged. Decisions are in the order of the text and do not overlap.
fn judged(decisions: &[Decision], range: TextRange) -> bool {
    let first = decisions.partition_point(|decision| decision.candidate.range.end <= range.start);
    decisions.get(first).is_some_and(|decision| decision.candidate.range.overlaps(range))
}

/// Whether a word is whole and no part of a longer name: no first name before it, nothing with a capital behind it.
fn stands_alone(plain: &str, range: TextRange) -> bool {
    let (start, end) = (range.start as usize, range.end as usize);
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '‑' | '_' | '@' | '#' | '/');
    if boundary::before(plain, start).is_some_and(|c| joins(c) || matches!(c, '’' | '\'' | '.')) {
        return false;
    }
    let behind = plain.get(end..).unwrap_or_default();
    let mut next = behind.chars();
    match next.next() {
        Some(c) if c.is_alphanumeric() || matches!(c, '_' | '@' | '/') => return false,
        // `Putin-backed` is about Putin; `Smith-Jones` is another name.
        Some('-' | '‑') if next.next().is_some_and(|c| !c.is_lowercase()) => return false,
        Some(' ') if next.next().is_some_and(char::is_uppercase) => return false,
        _ => {}
    }
    let before = plain.get(..start).unwrap_or_default();
    let Some(before) = before.strip_suffix(' ') else { return true };
    let word = before.rsplit(|c: char| !c.is_alphabetic() && !matches!(c, '-' | '’' | '\'')).next().unwrap_or_default();
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    !capital || TITLES.contains(&word) || begins_sentence(before.strip_suffix(word).unwrap_or_default())
}

/// Whether what stands before a word ends a sentence or a block, so that its capital means nothing.
fn begins_sentence(before: &str) -> bool {
    before.is_empty() || before.trim_end_matches([' ', '“', '"', '«', '(', '‘']).ends_with(['.', '!', '?', '\n', ':', '…'])
}

/// Whether a range lies in text that is searched at all.
fn is_searched(document: &Document, range: TextRange) -> bool {
    let closed = |kind: ZoneKind| matches!(kind, ZoneKind::Opaque | ZoneKind::Plain);
    let zones = document.zones.partition_point(|zone| zone.range.start < range.end);
    !document.zones.get(..zones).unwrap_or_default().iter().any(|zone| closed(zone.kind) && zone.range.overlaps(range))
}

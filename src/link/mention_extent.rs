//! How far a mention reaches: what stands directly before or behind a name may belong to it, or make it another's.
//!
//! A surname that the glossary lists stands for its person alone, but `Adam Page` is not `Larry Page`, and `Dan Pfeiffer` is
//! all of `Daniel Pfeiffer`. These are rules of English writing; other languages have theirs in their declension. What a name
//! has beside it whoever bears it is told by `mention_whole.rs`.

use super::Rule;
use super::mention_scan::Candidate;
use super::mention_titles::{is_opening, is_title};
use super::mention_whole;
use super::mention_words::{begins_sentence, is_free};
use crate::config::Language;
use crate::glossary::names::Names;
use crate::glossary::{EntityKey, query as glossary};
use crate::parse::document::Document;
use crate::parse::tree::TextRange;
use crate::source::Db;
use crate::text::fold;
use crate::text::span::Span;

/// What is an institution's name together with the place behind `of`.
const INSTITUTIONS: &[&str] = &[
    "Academy",
    "Bank",
    "Center",
    "Centre",
    "Church",
    "College",
    "Conservatory",
    "Gallery",
    "Hospital",
    "Institute",
    "Library",
    "Museum",
    "Orchestra",
    "School",
    "Theatre",
    "University",
];

/// Given names before a surname at most.
const GIVEN: usize = 3;

/// Widens candidates to what belongs to them, and drops meanings that the words before a name deny.
pub(super) fn settle(db: &dyn Db, document: &Document, language: &Language, found: &mut Vec<Candidate>, taken: &[TextRange]) {
    // Where every noun has a capital, capitals tell no names.
    if matches!(language.primary(), "de" | "lb") {
        return;
    }
    let english = language.primary() == "en";
    let mut at = 0;
    while let Some(candidate) = found.get(at) {
        let before = at.checked_sub(1).and_then(|before| found.get(before));
        let limit = found.get(at + 1).map_or(document.plain.len(), |next| next.range.start as usize);
        let floor = before.map_or(0, |before| before.range.end);
        if is_pinned(candidate) {
            at += 1;
            continue;
        }
        let names = |key: EntityKey| glossary::names(db, key);
        let mut settled = candidate.clone();
        another_follows(&document.plain, &mut settled, limit, names);
        if english {
            another_owns(&document.plain, &mut settled, names);
        }
        given_names(&document.plain, &mut settled, (floor as usize, english), names);
        let kind = settled.options.first().and_then(|option| names(option.entity)).map(|names| names.kind.as_str());
        let kind = kind.filter(|kind| settled.options.iter().all(|option| names(option.entity).is_some_and(|names| names.kind == *kind)));
        if let Some(kind) = kind.filter(|_| english) {
            settled.range = mention_whole::whole(&document.plain, settled.range, kind, (floor as usize, limit));
        }
        // A neighbour's own mention may be part of this one then, but not one that the article pins.
        let within = |other: &Candidate, range: TextRange| other.range.overlaps(range);
        let behind = |range: TextRange| found.iter().skip(at + 1).take_while(move |other| within(other, range));
        let pinned = before.is_some_and(|other| within(other, settled.range) && is_pinned(other)) || behind(settled.range).any(is_pinned);
        if pinned || !is_free(document, settled.range, taken) {
            settled.range = candidate.range;
        }
        let (before, behind) = (before.is_some_and(|other| within(other, settled.range)), behind(settled.range).count());
        if let Some(slot) = found.get_mut(at) {
            *slot = settled;
        }
        found.drain(at + 1..at + 1 + behind);
        if before {
            found.remove(at - 1);
        } else {
            at += 1;
        }
    }
}

fn is_pinned(candidate: &Candidate) -> bool {
    candidate.options.iter().any(|option| option.rule == Rule::Pin)
}

/// Drops persons of one word where another name follows: `Дэвид` of `Дэвид Линч`, `Putin` of `Putin Street`.
fn another_follows<'n>(plain: &str, candidate: &mut Candidate, limit: usize, names: impl Fn(EntityKey) -> Option<&'n Names>) {
    let end = candidate.range.end as usize;
    let Some(rest) = plain.get(end..limit).and_then(|rest| rest.strip_prefix(' ')) else { return };
    let next = rest.split(|letter: char| !letter.is_alphanumeric() && letter != '-').next().unwrap_or_default();
    let name = next.starts_with(char::is_uppercase) && next.chars().any(char::is_lowercase);
    if name && !candidate.range.of(plain).contains(' ') && !in_title_case(plain, end) {
        candidate.options.retain(|option| names(option.entity).is_none_or(|names| names.kind != "person"));
    }
}

/// Drops places that an unknown institution is named after: `Russia` of `Bank of Russia`. `Governor of Texas` and `the north
/// of Norway` speak of the place.
fn another_owns<'n>(plain: &str, candidate: &mut Candidate, names: impl Fn(EntityKey) -> Option<&'n Names>) {
    let head = plain.get(..candidate.range.start as usize).unwrap_or_default();
    let Some(head) = head.strip_suffix(" of ").or_else(|| head.strip_suffix(" of the ")) else { return };
    let owner = head.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    if INSTITUTIONS.contains(&owner) {
        candidate.options.retain(|option| names(option.entity).is_none_or(|names| names.kind != "place"));
    }
}

/// Compares the given names that stand before a surname with each person's.
fn given_names<'n>(plain: &str, candidate: &mut Candidate, (end, english): (usize, bool), names: impl Fn(EntityKey) -> Option<&'n Names>) {
    let word = candidate.range.of(plain);
    if word.contains(' ') || in_title_case(plain, candidate.range.start as usize) {
        return;
    }
    let given = given_before(plain, candidate.range.start as usize, end);
    if given.is_empty() {
        return;
    }
    let folded: Vec<String> = given.iter().map(|(_, word)| plain_letters(word)).collect();
    let mut start = None;
    candidate.options.retain(|option| {
        let Some(own) = names(option.entity).filter(|names| names.kind == "person").and_then(|names| own_given(names, word)) else {
            return true;
        };
        // The words that agree, and all between them and the surname.
        let agrees = folded.iter().position(|word| own.iter().any(|own| agree(word, own)));
        // A word that begins a sentence may have its capital from there.
        let named = english || given.first().is_some_and(|(at, _)| given.len() > 1 || !begins_sentence(plain, *at));
        match agrees {
            Some(at) => {
                start = given.get(at).map(|(at, _)| *at);
                true
            }
            None => !named,
        }
    });
    if let Some(start) = start.filter(|_| !candidate.options.is_empty()) {
        candidate.range = Span::new(start, candidate.range.end as usize);
    }
}

/// The given names of a person whose surname a word is, without marks and in small letters; `None` if it is none.
fn own_given(names: &Names, surname: &str) -> Option<Vec<String>> {
    let surname = plain_letters(surname);
    let mut found: Vec<String> = Vec::new();
    for name in names.own.iter().chain(names.local.values().flatten()) {
        let words: Vec<String> = name.text.split(' ').map(plain_letters).collect();
        let (last, given) = words.split_last()?;
        if given.is_empty() {
            continue;
        }
        if *last == surname || given.iter().skip(1).any(|word| *word == surname) {
            found.extend(given.iter().filter(|word| **word != surname).cloned());
        } else if given.first() == Some(&surname) {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Whether two given names may be one: the same, an initial of it, or a short form that begins it.
fn agree(written: &str, own: &str) -> bool {
    let initials = |word: &str| word.contains('.') || word.chars().nth(1).is_none();
    let starts = written.chars().next() == own.chars().next();
    let (short, long) = if written.len() < own.len() { (written, own) } else { (own, written) };
    let shared = written.chars().zip(own.chars()).take_while(|(one, other)| one == other).count();
    // Cases change the end of a name.
    let case = !written.is_ascii() && shared >= 3 && shared + 2 >= short.chars().count();
    written == own
        || case
        || (starts && (initials(written) || initials(own)))
        || (short.chars().nth(2).is_some() && long.starts_with(short))
}

/// The words with a capital directly before a position that may be given names, each with its place, first to last; what
/// lies before `end` belongs to another mention.
fn given_before(plain: &str, start: usize, end: usize) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = start;
    while let Some(head) = plain.get(end..at).and_then(|head| head.strip_suffix(' ')).filter(|_| found.len() < GIVEN) {
        let word = head.rsplit([' ', '\n', '(', '"', '“', '‘', '—', '–']).next().unwrap_or_default();
        let place = end + head.len() - word.len();
        if !is_given(word) || is_title(word) || (is_opening(word) && begins_sentence(plain, place)) {
            break;
        }
        found.push((place, word));
        at = place;
    }
    found.reverse();
    found
}

/// Whether a word has the shape of a given name or of initials.
fn is_given(word: &str) -> bool {
    let mut letters = word.chars();
    if !letters.next().is_some_and(char::is_uppercase) {
        return false;
    }
    let initials = word.ends_with('.') && word.split_terminator('.').all(|part| part.chars().count() == 1);
    let name = word.chars().all(|letter| letter.is_alphabetic() || letter == '-') && letters.any(char::is_lowercase);
    initials || name
}

/// Whether a headline or heading has most of its words with a capital: there it tells no names.
fn in_title_case(plain: &str, at: usize) -> bool {
    let start = plain.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |line| line + 1);
    let line = plain.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    if line.trim_end().ends_with(['.', '!', '?', '…', '"', '”']) {
        return false;
    }
    let long = || line.split(' ').filter(|word| word.chars().nth(3).is_some());
    let capital = long().filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count();
    capital * 3 > long().count() * 2
}

/// A word folded, without marks, in small letters.
fn plain_letters(word: &str) -> String {
    fold::lowered(&crate::text::marks::unmarked(&fold::folded(word)))
}

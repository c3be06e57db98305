//! One trie for all surfaces of a language.
//!
//! It goes over the folded text in small letters and gives every occurrence; boundaries and case are judged afterwards,
//! so that a longer name that does not fit never hides a shorter one that does. Choosing among what overlaps is left to
//! `link`, which knows the article.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::EntityKey;
use super::attached;
use super::entity::CaseRule;
use super::surface::{How, Surface};
use super::trie::Trie;
use crate::config::Language;
use crate::text::fold::{self, Folded};

/// Finds the surfaces of a language.
pub struct Matcher {
    language: Language,
    trie: Trie,
    /// For each text of the trie, the surfaces that have this text in small letters.
    records: Vec<Vec<Record>>,
}

/// A surface of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Of which entity.
    pub entity: EntityKey,
    /// The surface.
    pub surface: Surface,
}

/// An occurrence of one or more surfaces: whole words in a fitting case.
#[derive(Debug, Clone)]
pub struct Hit<'m> {
    /// Bytes of the folded text.
    pub range: Range<usize>,
    /// The surfaces, sorted by their entities' ids.
    pub records: Vec<&'m Record>,
}

/// Letters of a name whose inner case may differ, at least.
const LOOSE: usize = 5;

/// How well the case of an occurrence fits; greater is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Loose,
    Capitals,
    WordStart,
    Exact,
}

impl Matcher {
    /// Builds it; `records` come sorted by their entities' ids.
    pub fn new(language: Language, records: impl IntoIterator<Item = Record>) -> Self {
        let mut numbers: FxHashMap<Box<str>, usize> = FxHashMap::default();
        let mut texts: Vec<Box<str>> = Vec::new();
        let mut of_text: Vec<Vec<Record>> = Vec::new();
        for record in records {
            let text: Box<str> = fold::lowered(&record.surface.text).into();
            match numbers.get(&text).and_then(|number| of_text.get_mut(*number)) {
                Some(known) => known.push(record),
                None => {
                    numbers.insert(text.clone(), texts.len());
                    texts.push(text);
                    of_text.push(vec![record]);
                }
            }
        }
        Self { language, trie: Trie::new(texts), records: of_text }
    }

    /// The language.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Whether some surface has this folded text, whatever its case.
    pub fn knows(&self, folded: &str) -> bool {
        self.trie.number(&fold::lowered(folded)).is_some()
    }

    /// All occurrences, those that overlap too, in the order of their starts, and of their ends.
    pub fn find<'m>(&'m self, text: &Folded<'_>) -> Vec<Hit<'m>> {
        let mut hits = Vec::new();
        self.trie.find(text.lower(), |range, number| {
            if !is_word(text.text(), range.clone(), &self.language) {
                return;
            }
            let records = self.records.get(number).map(Vec::as_slice).unwrap_or_default();
            let records = fitting(records, text.text(), range.clone());
            if !records.is_empty() {
                hits.push(Hit { range, records });
            }
        });
        hits
    }
}

/// All occurrences of one folded text that is in no glossary: an article's own pin.
pub fn find_text(wanted: &str, text: &Folded<'_>, language: &Language) -> Vec<Range<usize>> {
    let lower = fold::lowered(wanted);
    if lower.is_empty() {
        return vec![];
    }
    let ranges = text.lower().match_indices(&lower).map(|(at, found)| at..at + found.len());
    ranges
        .filter(|range| is_word(text.text(), range.clone(), language))
        .filter(|range| fit(wanted, CaseRule::Name, text.text(), range.clone()).is_some())
        .collect()
}

fn is_word(text: &str, range: Range<usize>, language: &Language) -> bool {
    attached::begins(text, range.start, language) && attached::ends(text, range.end, language) && !attached::in_address(text, range)
}

/// The records whose case fits. Where some fit better, only those: `WHO` is not also the band `Who` in capitals.
fn fitting<'m>(records: &'m [Record], text: &str, range: Range<usize>) -> Vec<&'m Record> {
    let fits: Vec<(Fit, &Record)> =
        records.iter().filter_map(|record| Some((fit_of(&record.surface, text, range.clone())?, record))).collect();
    let best = fits.iter().filter(|(_, record)| record.surface.how != How::Never).map(|(fit, _)| *fit).max();
    let kept = fits.into_iter().filter(|(fit, record)| record.surface.how == How::Never || Some(*fit) == best);
    kept.map(|(_, record)| record).collect()
}

/// How the case of `text[range]` fits a surface.
fn fit_of(surface: &Surface, text: &str, range: Range<usize>) -> Option<Fit> {
    let loose = || {
        let may = surface.loose && surface.case == CaseRule::Name;
        (may && is_loose(&surface.text, text.get(range.clone())?, text.get(..range.start)?)).then_some(Fit::Loose)
    };
    fit(&surface.text, surface.case, text, range.clone()).or_else(loose)
}

/// How the case of `text[range]` fits a text that is the same in small letters.
fn fit(surface: &str, case: CaseRule, text: &str, range: Range<usize>) -> Option<Fit> {
    let written = text.get(range.clone())?;
    if written == surface || case == CaseRule::Any {
        return Some(Fit::Exact);
    }
    if case == CaseRule::Exact {
        return None;
    }
    if differs_at_word_starts(surface, written) {
        return Some(Fit::WordStart);
    }
    let capitals = written.chars().any(char::is_uppercase) && !written.chars().any(char::is_lowercase);
    // A short word in capitals may be an abbreviation of something else, unless all around it is in capitals too.
    let sure = written.chars().filter(|sign| sign.is_alphabetic()).count() > 3 || line_in_capitals(text, range);
    (capitals && sure).then_some(Fit::Capitals)
}

/// Whether only the case inside of a name differs: `Labour party`, `JustGiving`, `Covid`. At the start of a sentence a first
/// capital says nothing, and short abbreviations are other words in small letters (`WHO`, `Who`).
fn is_loose(surface: &str, written: &str, before: &str) -> bool {
    let capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
    let long = written.chars().filter(|sign| sign.is_alphabetic()).nth(LOOSE - 1).is_some();
    let inside = written.chars().skip(1).any(char::is_uppercase);
    let before = before.trim_end_matches([' ', '"', '\'', '(', '[']);
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n']);
    capital(surface) && capital(written) && long && (inside || !begins)
}

/// Whether the two differ only in small first letters of words that are written large, as at the start of a sentence.
fn differs_at_word_starts(surface: &str, written: &str) -> bool {
    let mut inside = false;
    surface.chars().zip(written.chars()).all(|(wanted, got)| {
        let fits = wanted == got || (!inside && wanted.is_lowercase());
        inside = wanted.is_alphanumeric() || wanted == '\'';
        fits
    })
}

fn line_in_capitals(text: &str, range: Range<usize>) -> bool {
    let start = text.get(..range.start).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(range.end..).and_then(|tail| tail.find('\n')).map_or(text.len(), |at| range.end + at);
    let line = text.get(start..end).unwrap_or_default();
    line.len() > range.len() && !line.chars().any(char::is_lowercase)
}

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
use super::trie::{Numbers, Opening, Trie};
use crate::config::Language;
use crate::text::fold::{self, Folded};

/// Finds the surfaces of a language.
pub struct Matcher {
    language: Language,
    trie: Trie,
    records: Vec<Record>,
    /// The texts of all records, one behind the other.
    texts: String,
    /// The words that must stand near, of the records that have such.
    near: FxHashMap<u32, Box<[String]>>,
}

/// A surface of an entity, as the matcher holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Of which entity.
    pub entity: EntityKey,
    /// How the surface came about.
    pub how: How,
    /// Whether it is the entity's name or a form of that, not of an alias.
    pub of_name: bool,
    /// Whether it is looked for where no article pins it.
    pub auto: bool,
    case: CaseRule,
    loose: bool,
    /// Where its text ends among all texts; it begins where the one before it ends.
    end: u32,
}

/// An occurrence of one or more surfaces: whole words in a fitting case.
#[derive(Debug, Clone)]
pub struct Hit<'m> {
    /// Bytes of the folded text.
    pub range: Range<usize>,
    /// The surfaces, sorted by their entities' ids.
    pub records: Vec<Found<'m>>,
}

/// A surface that was found.
#[derive(Debug, Clone, Copy)]
pub struct Found<'m> {
    /// The surface.
    pub record: &'m Record,
    /// Folded words of which one must stand near; empty for no condition.
    pub near: &'m [String],
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
    /// Builds it; the surfaces come sorted by their entities' ids. All their texts together are shorter than 4 GiB.
    pub fn new<'s>(language: Language, surfaces: impl IntoIterator<Item = (EntityKey, &'s Surface)>) -> Self {
        let (mut records, mut texts, mut near) = (Vec::new(), String::new(), FxHashMap::default());
        for (entity, surface) in surfaces {
            texts.push_str(&surface.text);
            let Ok(end) = u32::try_from(texts.len()) else { break };
            let Surface { how, of_name, auto, case, loose, .. } = *surface;
            if let (false, Ok(number)) = (surface.near.is_empty(), u32::try_from(records.len())) {
                near.insert(number, surface.near.clone());
            }
            records.push(Record { entity, how, of_name, auto, case, loose, end });
        }
        records.shrink_to_fit();
        texts.shrink_to_fit();
        let trie = Trie::new(records.len(), |number, lower| {
            let (record, text) = text_of(&records, &texts, number)?;
            fold::lower(text, lower);
            Some(opening(record.case, text, lower))
        });
        Self { language, trie, records, texts, near }
    }

    /// The language.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Whether some surface has this folded text, whatever its case.
    pub fn knows(&self, folded: &str) -> bool {
        let lower = fold::lowered(folded);
        self.trie.numbers(&lower).any(|number| self.text(number).is_some_and(|(_, text)| is_lower(text, &lower)))
    }

    /// All occurrences, those that overlap too, in the order of their starts, and of their ends.
    pub fn find<'m>(&'m self, text: &Folded<'_>) -> Vec<Hit<'m>> {
        let mut hits = Vec::new();
        self.trie.find(text.text(), text.lower(), |range, numbers| {
            let records = self.fitting(numbers, text, range.clone());
            if !records.is_empty() && is_word(text.text(), range.clone(), &self.language) {
                hits.push(Hit { range, records });
            }
        });
        hits
    }

    /// A record with its text.
    fn text(&self, number: usize) -> Option<(&Record, &str)> {
        text_of(&self.records, &self.texts, number)
    }

    /// The records whose text and case fit. Where some fit better, only those: `WHO` is not also the band `Who` in capitals.
    fn fitting<'m>(&'m self, numbers: Numbers<'_>, text: &Folded<'_>, range: Range<usize>) -> Vec<Found<'m>> {
        let lower = text.lower().get(range.clone()).unwrap_or_default();
        let mut fits: Vec<(Fit, Found<'m>)> = Vec::new();
        for number in numbers {
            let Some((record, own)) = self.text(number) else { continue };
            let written = text.text().get(range.clone()).unwrap_or_default();
            // Texts of one hash are nearly always one text.
            if own != written && !is_lower(own, lower) {
                continue;
            }
            let Some(fit) = fit_of((record, own), text.text(), range.clone()) else { continue };
            let near = u32::try_from(number).ok().and_then(|number| self.near.get(&number)).map(|near| &**near).unwrap_or_default();
            fits.push((fit, Found { record, near }));
        }
        let best = fits.iter().filter(|(_, found)| found.record.how != How::Never).map(|(fit, _)| *fit).max();
        fits.retain(|(fit, found)| found.record.how == How::Never || Some(*fit) == best);
        fits.into_iter().map(|(_, found)| found).collect()
    }
}

/// A record with its text among all texts.
fn text_of<'m>(records: &'m [Record], texts: &'m str, number: usize) -> Option<(&'m Record, &'m str)> {
    let record = records.get(number)?;
    let start = number.checked_sub(1).and_then(|before| records.get(before)).map_or(0, |before| before.end);
    Some((record, texts.get(start as usize..record.end as usize)?))
}

/// How a surface's first letter may be written: see [`fit`], which judges the rest.
fn opening(case: CaseRule, text: &str, lower: &str) -> Opening {
    let first = |text: &str| text.chars().next();
    if case == CaseRule::Any || first(text) == first(lower) { Opening::Any } else { Opening::Large }
}

/// Whether `lower` is a text in small letters.
fn is_lower(text: &str, lower: &str) -> bool {
    text.len() == lower.len() && fold::smalls(text).eq(lower.chars())
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

/// Whether a range of bytes of a folded text is a word or several whole ones, as a reader sees it: what is attached to the
/// last one, as a possessive, is not part of it, and no word lies in an address. This is the one notion of a word that names
/// are found by.
pub fn is_word(text: &str, range: Range<usize>, language: &Language) -> bool {
    attached::begins(text, range.start, language) && attached::ends(text, range.end, language) && !attached::in_address(text, range)
}

/// How the case of `text[range]` fits a surface.
fn fit_of((record, own): (&Record, &str), text: &str, range: Range<usize>) -> Option<Fit> {
    let loose = || {
        let may = record.loose && record.case == CaseRule::Name;
        (may && is_loose(own, text.get(range.clone())?, text.get(..range.start)?)).then_some(Fit::Loose)
    };
    fit(own, record.case, text, range.clone()).or_else(loose)
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

/// Whether the line around a range has more than it, and no small letter.
fn line_in_capitals(text: &str, range: Range<usize>) -> bool {
    let start = text.get(..range.start).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(range.end..).and_then(|tail| tail.find('\n')).map_or(text.len(), |at| range.end + at);
    let line = text.get(start..end).unwrap_or_default();
    line.len() > range.len() && !line.chars().any(char::is_lowercase)
}

//! Short names that an article itself introduces: after `Patrick Ryder`, a bare `Ryder` is the same person, though the
//! glossary does not list it, unless another entity claims the word; so are `the Heat` after `Miami Heat`, and `ISW` after
//! `Institute for the Study of War (ISW)`.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::Rule;
use super::ambiguity::Decision;
use super::mention_words::{begins_sentence, capital_words, is_free, is_searched, readings, stands_alone};
use crate::config::site::ShortNames;
use crate::glossary::matcher::is_word;
use crate::glossary::short::Part;
use crate::glossary::{EntityKey, LanguageKey, query as glossary};
use crate::parse::document::Document;
use crate::parse::tree::TextRange;
use crate::source::Db;
use crate::text::fold::Folded;
use crate::text::span::Span;

/// First names that are words too: at the start of a sentence they are not taken for names.
const WORDS: &[&str] = &[
    "Art",
    "Bill",
    "Bob",
    "Chance",
    "Chase",
    "Christian",
    "Dawn",
    "Dean",
    "Dick",
    "Don",
    "Drew",
    "Earl",
    "Faith",
    "Frank",
    "Gene",
    "Grace",
    "Grant",
    "Guy",
    "Hope",
    "Jack",
    "Joy",
    "Mark",
    "Max",
    "May",
    "Miles",
    "Pat",
    "Pierce",
    "Ray",
    "Rich",
    "Rob",
    "Rose",
    "Sue",
    "Ted",
    "Victor",
    "Wade",
    "Will",
];

/// A short name, for whom, and since where in the text.
struct Introduced {
    entity: EntityKey,
    part: Part,
    /// Where the full name ends that brought it in.
    since: u32,
}

/// What the words of a document may stand for: `None` where several entities share a word, so that it tells nothing.
type Known = FxHashMap<String, Option<Introduced>>;

/// The places where a short name stands for an entity whose full name stands before it, in the order of the text. Places
/// that were judged already are left alone, chosen or not. `folded` is the document's plain text.
pub(super) fn found(
    db: &dyn Db,
    document: &Document,
    folded: &Folded<'_>,
    language: LanguageKey,
    decisions: &[Decision],
) -> Vec<(EntityKey, TextRange)> {
    let policy = glossary::settings(db).short_names;
    let mut known = Known::default();
    for decision in decisions.iter().filter(|_| policy != ShortNames::None) {
        introduce(db, document, language, decision, &mut known);
    }
    known.retain(|_, name| policy == ShortNames::All || name.as_ref().is_none_or(|name| name.part == Part::Surname));
    if known.is_empty() {
        return vec![];
    }
    let text = folded.text();
    let mut places: Vec<(EntityKey, TextRange, Cow<'_, str>)> = Vec::new();
    let mut other: Vec<Cow<'_, str>> = Vec::new();
    let long: Vec<&str> = known.keys().map(String::as_str).filter(|key| key.contains(' ')).collect();
    let mut end = 0;
    for (start, word) in capital_words(text) {
        if start < end {
            continue;
        }
        let longest = longest_at(&long, text.get(start..).unwrap_or_default());
        if let Some((key, Some(name))) = longest.and_then(|key| Some((key, known.get(key)?))) {
            let within = start..start + key.len();
            let original = folded.original(within.clone());
            let range = Span::new(original.start, original.end);
            let free = !judged(decisions, range) && is_free(document, range, &[]) && range.start >= name.since;
            if free && is_word(text, within.clone(), language.language(db)) && stands_alone(text, within.clone()) {
                end = within.end;
                places.push((name.entity, range, key.into()));
                continue;
            }
        }
        for key in readings(word) {
            let within = start..start + key.len();
            let key = if known.contains_key(key) { key.into() } else { capitals(key).map_or(key.into(), Cow::Owned) };
            let Some(Some(name)) = known.get(key.as_ref()) else { continue };
            let original = folded.original(within.clone());
            let range = Span::new(original.start, original.end);
            if !is_word(text, within.clone(), language.language(db)) || judged(decisions, range) || !is_searched(document, range) {
                break;
            }
            if !stands_alone(text, within.clone()) {
                // Another John came up: `John` alone is nobody's from here on.
                if name.part == Part::Given && is_followed_by_name(text, within.end) {
                    other.push(key);
                }
            } else if range.start >= name.since && fits(text, within.start, name.part, &key) {
                places.push((name.entity, range, key));
            }
            break;
        }
    }
    places.retain(|(_, _, key)| !other.contains(key));
    places.into_iter().map(|(entity, range, _)| (entity, range)).collect()
}

/// The longest of some names of several words that a text begins with.
fn longest_at<'n>(names: &[&'n str], text: &str) -> Option<&'n str> {
    names.iter().copied().filter(|name| text.starts_with(name)).max_by_key(|name| name.len())
}

/// A word in capitals as a name: `Ryder` for `RYDER`. A short one may be an abbreviation of something else.
fn capitals(word: &str) -> Option<String> {
    let long = word.chars().nth(3).is_some() && word.chars().all(char::is_uppercase);
    let mut letters = word.chars();
    let first = letters.next().filter(|_| long)?;
    Some(std::iter::once(first).chain(letters.flat_map(char::to_lowercase)).collect())
}

/// Adds the short names that a mention by full name brings in.
fn introduce(db: &dyn Db, document: &Document, language: LanguageKey, decision: &Decision, known: &mut Known) {
    let Some((entity, rule)) = decision.chosen else { return };
    let words = document.words(decision.candidate.range);
    if !words.contains(char::is_whitespace) || !matches!(rule, Rule::Name | Rule::Alias | Rule::Form | Rule::Context) {
        return;
    }
    let since = decision.candidate.range.end;
    let mut add = |text: String, part: Part| {
        let shared = |known: &mut Option<Introduced>| {
            if known.as_ref().is_some_and(|known| known.entity != entity) {
                *known = None;
            }
        };
        known.entry(text).and_modify(shared).or_insert(Some(Introduced { entity, part, since }));
    };
    for short in glossary::short_names(db, entity, language) {
        add(short.text.clone(), short.part);
    }
    let behind = document.plain.get(since as usize..).unwrap_or_default();
    if let Some(short) = bracketed(behind).filter(|short| abbreviates(short, words)) {
        add(short.to_owned(), Part::Bare);
    }
}

/// The abbreviation that follows a name in brackets: `(ISW)`.
fn bracketed(behind: &str) -> Option<&str> {
    let inside = behind.strip_prefix(" (")?;
    let end = inside.find([')', ',', ';'])?;
    let short = inside.get(..end)?;
    let capitals = short.chars().filter(|letter| letter.is_uppercase()).count();
    let plain = short.chars().all(|letter| letter.is_alphanumeric());
    (plain && capitals >= 2 && capitals * 2 > short.chars().count() && short.chars().nth(9).is_none()).then_some(short)
}

/// Whether a short form may be made of a name: it begins as the name does, and its letters follow each other there.
pub(super) fn abbreviates(short: &str, name: &str) -> bool {
    let name = name.strip_prefix("The ").unwrap_or(name).to_lowercase();
    let mut letters = name.chars();
    let lower = short.to_lowercase();
    lower.chars().next() == name.chars().next() && lower.chars().all(|letter| letters.any(|other| other == letter))
}

/// Whether a short name may stand at a byte of a folded text.
fn fits(folded: &str, start: usize, part: Part, name: &str) -> bool {
    let before = folded.get(..start).unwrap_or_default();
    match part {
        Part::Surname | Part::Bare => true,
        Part::Given => !(WORDS.contains(&name) && begins_sentence(folded, start)),
        Part::Last => before.ends_with(" the ") || before.ends_with("The "),
    }
}

fn is_followed_by_name(folded: &str, end: usize) -> bool {
    let behind = folded.get(end..).unwrap_or_default();
    behind.strip_prefix(' ').is_some_and(|behind| behind.starts_with(char::is_uppercase))
}

/// Whether a range lies over a place that was judged. Decisions are in the order of the text and do not overlap.
fn judged(decisions: &[Decision], range: TextRange) -> bool {
    let first = decisions.partition_point(|decision| decision.candidate.range.end <= range.start);
    decisions.get(first).is_some_and(|decision| decision.candidate.range.overlaps(range))
}

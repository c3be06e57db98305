//! Short names: what an article may call an entity once it has named it in full. They stand for nothing by themselves.

use super::entity::Gender;
use super::form::{self, Bearer};
use super::names::Names;
use crate::config::Language;
use crate::text::fold;

/// A short name, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// Its text: one word or more.
    pub text: String,
    /// What it is.
    pub part: Part,
}

/// Which part of a full name a short one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// A person's surname, in any case.
    Surname,
    /// A person's first name.
    Given,
    /// An organisation's name without the word for what it is.
    Bare,
    /// An organisation's last word: only behind an article (`the Heat`).
    Last,
}

/// Shortest short name, in letters: shorter ones are too often something else.
const SHORTEST: usize = 3;

/// What may stand behind a surname and is none.
const SUFFIXES: &[&str] = &["Jr", "Sr", "II", "III", "IV", "VI", "VII", "VIII", "XIV", "XVI"];

/// Last words that say what an organisation or a place is; the rest is its name.
const GENERIC: &[&str] = &[
    "Inc.",
    "Incorporated",
    "Corp.",
    "Corporation",
    "Company",
    "Co.",
    "Ltd.",
    "Ltd",
    "Limited",
    "Group",
    "Holdings",
    "Software",
    "Systems",
    "Technologies",
    "Industries",
    "Records",
    "Motors",
    "Motor",
    "Supermarkets",
    "Stores",
    "Pictures",
    "Studios",
    "Entertainment",
    "Media",
    "Energy",
    "Pharmaceuticals",
    "Party",
    "River",
    "Mountain",
    "Island",
];

/// First words that are no name without what follows.
const VAGUE: &[&str] = &[
    "United",
    "National",
    "International",
    "General",
    "First",
    "New",
    "Royal",
    "Central",
    "World",
    "Federal",
    "State",
    "Social",
    "Public",
    "Democratic",
    "People's",
    "Green",
    "Great",
    "North",
    "South",
    "East",
    "West",
    "Northern",
    "Southern",
    "Eastern",
    "Western",
    "The",
    "Global",
    "Universal",
    "Standard",
    "Big",
    "Little",
    "Long",
    "Old",
    "Red",
    "Black",
    "White",
    "Blue",
];

/// Endings of demonyms: `British Airways` is not `British`.
const DEMONYMS: &[&str] = &["an", "ish", "ese", "ic", "al"];

/// The short names of an entity in a language.
pub fn short_names(names: &Names, language: &Language) -> Vec<Short> {
    let mut found: Vec<Short> = Vec::new();
    for name in names.in_language(language) {
        let text = fold::folded(&name.text);
        let words: Vec<&str> = text.trim().split(' ').collect();
        let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
        if words.len() < 2 {
            continue;
        }
        if let Some(ship) = words.first().filter(|first| form::SHIPS.contains(first) && language.primary() == "en") {
            let own = text.trim().strip_prefix(ship).unwrap_or_default().trim_start();
            found.extend(is_name(own).then(|| Short { text: own.to_owned(), part: Part::Bare }));
        }
        match names.kind.as_str() {
            "person" => person((first, last), names.gender, language, &mut found),
            "organization" | "place" if language.primary() == "en" => organization(&text, &words, &names.kind, &mut found),
            _ => {}
        }
    }
    found.sort_by(|a, b| a.text.cmp(&b.text));
    found.dedup_by(|a, b| a.text == b.text);
    found
}

fn person((first, last): (&str, &str), gender: Option<Gender>, language: &Language, found: &mut Vec<Short>) {
    if is_name(last) && !SUFFIXES.contains(&last) {
        found.push(Short { text: last.to_owned(), part: Part::Surname });
        let forms = form::forms(last, Bearer { kind: "person", gender }, language);
        found.extend(forms.into_iter().map(|text| Short { text, part: Part::Surname }));
        // `Mr. Maliki`, and `Al-Maliki` at the start of a sentence.
        if let Some((article, bare)) = last.split_once('-').filter(|(article, bare)| is_name(bare) && matches!(*article, "al" | "el")) {
            let capital = if article == "al" { "Al" } else { "El" };
            found.extend([format!("{capital}-{bare}"), bare.to_owned()].map(|text| Short { text, part: Part::Surname }));
        }
    }
    if language.primary() == "en" && is_name(first) && !first.contains('.') {
        found.push(Short { text: first.to_owned(), part: Part::Given });
    }
}

fn organization(name: &str, words: &[&str], kind: &str, found: &mut Vec<Short>) {
    let (Some(first), Some((last, rest))) = (words.first(), words.split_last()) else { return };
    let vague = VAGUE.contains(first) || (rest.len() == 1 && DEMONYMS.iter().any(|ending| first.ends_with(ending)));
    if GENERIC.contains(last) && !vague {
        let bare = rest.join(" ");
        let bare = bare.trim_end_matches(" and").trim_end_matches(" &").trim_end_matches(',');
        if is_name(bare) {
            found.push(Short { text: bare.to_owned(), part: Part::Bare });
        }
    }
    let linked = [" of ", " for ", " and ", " on ", " to "].iter().any(|word| name.contains(word));
    if kind == "organization" && !linked && last.chars().nth(3).is_some() && is_name(last) {
        found.push(Short { text: (*last).to_owned(), part: Part::Last });
    }
}

/// Whether a word may be a name by itself: letters enough, and a capital (`al-Maliki` has its later).
fn is_name(word: &str) -> bool {
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    let plain = word.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | ' ' | '.'));
    let capital = word.rsplit(['-', '\'', ' ']).next().is_some_and(|last| last.chars().next().is_some_and(char::is_uppercase));
    letters >= SHORTEST && plain && capital
}

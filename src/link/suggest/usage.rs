//! How words are written: what stands in small letters inside of sentences is no name because it once has a capital.

use std::collections::BTreeMap;

use super::run::{Place, is_capital};
use crate::text::fold;
use crate::text::stem::stem;
use crate::text::stop::is_stop_word;

/// How often each word is written in small letters, and with a capital inside of a sentence; by the word in small letters,
/// and for words all in capitals by the word itself: `US` is not `us`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Usage(BTreeMap<String, Count>);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    small: u32,
    capital: u32,
}

impl Usage {
    /// Counts a word.
    pub(super) fn count(&mut self, word: &str, place: Place) {
        let capital = is_capital(word);
        let count = self.0.entry(key(word)).or_default();
        count.small += u32::from(!capital);
        count.capital += u32::from(capital && place == Place::Inside);
    }

    /// Adds what another text has; of an inflecting language, forms of one word count together.
    pub(super) fn add(&mut self, other: &Usage, language: &str) {
        for (word, more) in &other.0 {
            let count = self.0.entry(root(word, language)).or_default();
            count.small += more.small;
            count.capital += more.capital;
        }
    }

    /// Whether a word with a capital is mostly an ordinary word.
    pub(super) fn is_common(&self, word: &str, language: &str) -> bool {
        let key = key(word);
        if is_stop_word(&key, language) {
            return true;
        }
        let count = self.0.get(&root(&key, language)).copied().unwrap_or_default();
        count.small > 0 && count.small * 2 >= count.capital
    }

    /// Whether a word has a capital inside of a sentence somewhere.
    pub(super) fn is_seen(&self, word: &str, language: &str) -> bool {
        self.0.get(&root(&key(word), language)).is_some_and(|count| count.capital > 0)
    }
}

/// A word without what is attached, in small letters unless all its letters are capitals.
fn key(word: &str) -> String {
    let word = fold::folded(word);
    let word = word.strip_suffix("'s").unwrap_or(&word);
    let shouted = word.chars().nth(1).is_some() && word.chars().all(|letter| !letter.is_lowercase());
    if shouted { word.to_owned() } else { word.to_lowercase() }
}

/// What the forms of a word share, in a language that has many.
pub(super) fn root(word: &str, language: &str) -> String {
    if inflects(language) { stem(word, language).into_owned() } else { word.to_owned() }
}

/// Whether names have case forms in a language, of those whose forms are known.
pub(super) fn inflects(language: &str) -> bool {
    matches!(language, "uk" | "ru" | "be" | "pl" | "cs" | "sl" | "bg")
}

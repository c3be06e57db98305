//! What a name is of, and how sure it is that it is one.

use std::collections::BTreeSet;

use super::cue;
use super::group::{Group, Groups};
use super::usage::{Usage, inflects};

/// What is known of the names of a language as a whole.
pub(super) struct Judge<'j> {
    /// Words that persons are called by before their surnames.
    given: BTreeSet<String>,
    usage: &'j Usage,
    language: &'j str,
}

/// Endings of English words that say what comes from where.
const DEMONYMS: &[&str] = &["an", "ic", "i", "ch", "al"];

/// Endings of such words that hardly anything else has.
const LANGUAGES: &[&str] = &["ish", "ese"];

impl<'j> Judge<'j> {
    /// Learns first names: those of the glossary's persons, and those of names that a title or an office stands before.
    pub(super) fn new(groups: &Groups, known: BTreeSet<String>, usage: &'j Usage, language: &'j str) -> Self {
        let mut given = known;
        for group in groups.values().filter(|group| group.person > 0) {
            let firsts = group.forms.keys().filter_map(|form| form.split_once(' ')).map(|(first, _)| first.to_owned());
            given.extend(firsts.filter(|first| !usage.is_common(first, language)));
        }
        Self { given, usage, language }
    }

    /// The kind of a name, where something tells it.
    pub(super) fn kind(&self, name: &str, group: &Group) -> Option<&'static str> {
        let words: Vec<&str> = name.split(' ').collect();
        if words.len() > 1
            && let Some(kind) = self.kind_of_words(&words)
        {
            return Some(kind);
        }
        let is_short = |word: &str| word.chars().nth(1).is_some() && word.chars().all(|c| c.is_uppercase() || c == '.' || c == '&');
        if !group.shorts.is_empty() || (words.len() == 1 && is_short(name)) {
            return Some("organization");
        }
        let called = words.len() > 1 && words.first().is_some_and(|first| self.given.contains(*first));
        let person = group.person * 2 + if called { 2 } else { 0 };
        if person > 0 && person >= group.place {
            Some("person")
        } else if group.place * 4 >= group.places.len() && group.place > 0 {
            Some("place")
        } else {
            None
        }
    }

    /// `Ministry` of `Ministry of Defence`, `Court` of `Supreme Court`.
    fn kind_of_words(&self, words: &[&str]) -> Option<&'static str> {
        let head = words.iter().position(|word| word.chars().next().is_some_and(char::is_lowercase));
        let head = head.and_then(|at| words.get(..at)).unwrap_or(words);
        let told = head.last().and_then(|word| cue::kind(word, self.language));
        told.or_else(|| head.first().and_then(|word| cue::kind(word, self.language)))
    }

    /// How sure it is that something has this name and deserves an entry; greater is surer.
    pub(super) fn weight(&self, (name, kind): (&str, Option<&'static str>), group: &Group) -> f64 {
        let (articles, places) = (group.articles() as f64, group.places.len() as f64);
        let spread = (1.0 + articles).ln() + 0.5 * (1.0 + places).ln();
        let words: Vec<&str> = name.split(' ').collect();
        let common = words.iter().filter(|word| self.usage.is_common(word, self.language)).count();
        let ordinary = 1.0 - 0.5 * common as f64 / words.len() as f64;
        // What stands once may be chance; what stands again needs no word beside it to be a name.
        let once = places < 2.0;
        let told = match (kind, once) {
            (Some(_), _) => 1.0,
            (None, false) => 0.9,
            (None, true) => 0.7,
        };
        let alone = match (once, words.len()) {
            (false, _) => 1.0,
            (true, 1) => 0.4,
            (true, _) => 0.6,
        };
        let before = if self.stands_before(name, group) { 0.2 } else { 1.0 };
        // A word that hardly stands but at the start of sentences owes its capital to that.
        let opening = if words.len() == 1 && places > 2.0 && group.opening as f64 > 0.7 * places { 0.3 } else { 1.0 };
        spread * ordinary * told * alone * before * opening
    }

    /// Whether a word stands for what something is rather than for itself: `Russian` before `troops`, `Білий` before `дім`.
    fn stands_before(&self, name: &str, group: &Group) -> bool {
        let mostly = group.attributive * 2 > group.places.len();
        if self.language != "en" {
            return inflects(self.language) && !name.contains(' ') && mostly;
        }
        let one = name.strip_suffix('s').filter(|one| self.usage.is_seen(one, self.language));
        let ends = |endings: &[&str]| endings.iter().any(|ending| one.unwrap_or(name).ends_with(ending));
        if name.contains(' ') {
            return ends(DEMONYMS) && mostly;
        }
        ends(LANGUAGES) || (ends(DEMONYMS) && (one.is_some() || group.attributive * 3 >= group.places.len()))
    }
}

//! All that the articles of a language say of one name: its spellings, its places, and what stands beside it.

use std::collections::{BTreeMap, BTreeSet};

use super::cue::Beside;
use super::usage::{inflects, root};
use crate::config::Language;
use crate::glossary::entity::CaseRule;
use crate::glossary::names::{NameText, Names};
use crate::glossary::surface::surfaces;
use crate::text::fold;
use crate::text::span::Span;

/// Where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The article's number.
    pub(super) article: usize,
    /// Where in its plain text.
    pub(super) span: Span,
    /// Where the second word begins there, else the name.
    pub(super) second: u32,
}

impl Place {
    /// The same without the first word.
    pub(super) fn tail(self) -> Self {
        Self { span: Span { start: self.second.max(self.span.start), ..self.span }, ..self }
    }
}

/// All that was found of one name.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// Its spellings, folded, and how often each stands.
    pub(super) forms: BTreeMap<String, usize>,
    /// Other names that were joined to it, and how often each stands.
    pub(super) others: BTreeMap<String, usize>,
    /// Abbreviations that texts give in brackets behind it.
    pub(super) shorts: BTreeSet<String>,
    /// Where it stands, with its other names.
    pub(super) places: Vec<Place>,
    /// How often what stands beside it tells a person.
    pub(super) person: usize,
    /// How often what stands beside it tells a place.
    pub(super) place: usize,
    /// How often it opens a sentence.
    pub(super) opening: usize,
    /// How often a word in small letters that is no small word follows: `Russian troops`.
    pub(super) attributive: usize,
}

impl Group {
    /// Adds a place of a spelling.
    pub(super) fn add(&mut self, form: &str, place: Place, beside: Beside) {
        *self.forms.entry(form.to_owned()).or_default() += 1;
        self.places.push(place);
        self.person += usize::from(beside == Beside::Person);
        self.place += usize::from(beside == Beside::Place);
    }

    /// How many articles have it.
    pub(super) fn articles(&self) -> usize {
        self.places.iter().map(|place| place.article).collect::<BTreeSet<_>>().len()
    }

    /// Takes what was found of another group.
    pub(super) fn join(&mut self, other: Group, how: As, language: &Language) {
        match how {
            As::Form => other.forms.iter().for_each(|(form, count)| *self.forms.entry(form.clone()).or_default() += count),
            As::Other => *self.others.entry(other.name(language)).or_default() += other.forms.values().sum::<usize>(),
            As::Longer => {}
        }
        for (form, count) in other.others {
            *self.others.entry(form).or_default() += count;
        }
        self.shorts.extend(other.shorts);
        let tail = |place: Place| if how == As::Longer { place.tail() } else { place };
        self.places.extend(other.places.into_iter().map(tail));
        self.person += other.person;
        self.place += other.place;
        self.attributive += other.attributive;
        self.opening += other.opening;
    }

    /// The spelling that stands for it: the one whose case forms the others are, else the most frequent.
    pub(super) fn name(&self, language: &Language) -> String {
        let plain = |form: &str| form.chars().any(char::is_lowercase);
        let covered = |form: &str| {
            if self.forms.len() < 2 || !inflects(language.primary()) {
                return 0;
            }
            let made = case_forms(form, language);
            self.forms.iter().filter(|(other, _)| made.contains(*other)).map(|(_, count)| count).sum()
        };
        let best = self
            .forms
            .iter()
            .max_by_key(|(form, count)| (plain(form), **count + covered(form), std::cmp::Reverse((form.len(), (*form).clone()))));
        best.map(|(form, _)| form.clone()).unwrap_or_default()
    }
}

/// As what a group is joined to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    /// A spelling.
    Form,
    /// Another name.
    Other,
    /// A longer run of words that ends with the name.
    Longer,
}

/// The case forms of a spelling, if it were a name in the nominative.
pub(super) fn case_forms(form: &str, language: &Language) -> BTreeSet<String> {
    let name = NameText { text: form.to_owned(), is_name: true, auto: true, case: CaseRule::Name, near: vec![] };
    let kinds = if form.contains(' ') { ["person", "organization"].as_slice() } else { ["place"].as_slice() };
    let made = kinds.iter().flat_map(|kind| surfaces(&Names::of_one(name.clone(), kind), language));
    made.map(|surface| surface.text.into_string()).filter(|text| text != form).collect()
}

/// What the spellings of one name share.
pub(super) fn key(form: &str, language: &str) -> String {
    let shouted = !form.contains(' ') && !form.chars().any(char::is_lowercase);
    if shouted {
        return form.to_owned();
    }
    let words = form.split(' ').map(|word| root(&fold::lowered(word), language));
    words.collect::<Vec<_>>().join(" ")
}

/// The groups of a language, by [`key`].
pub(super) type Groups = BTreeMap<String, Group>;

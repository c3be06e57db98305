//! What the glossary lacks: names that articles use and no entity has, and aliases that do no work. For `gloss suggest`; no
//! page needs it, so that nothing is kept.
//!
//! The way: each article gives its runs of words with capitals and how its words are written ([`observe`], on all cores);
//! then, over all articles of a language, what is an ordinary word is cut away, what names the same is joined, and what is
//! left is judged and ranked ([`suggest`]). Rules go by how words are used, not by lists of names; scripts without capitals
//! are left out.

mod alias;
mod cue;
mod cut;
mod group;
mod join;
mod judge;
mod run;
mod usage;

use std::collections::{BTreeMap, BTreeSet};

pub use self::alias::{AmbiguousAlias, UnusedAlias};
use self::cue::Beside;
use self::cut::Setting;
use self::group::{Group, Groups, Place};
use self::judge::Judge;
use self::run::{Run, runs};
use self::usage::Usage;
use super::Sentence;
use super::mention_words::is_searched;
use super::query::mentions;
use super::quotation;
use crate::config::Language;
use crate::glossary::{LanguageKey, query as glossary};
use crate::parse::query::{address, date_of, document, front};
use crate::source::{Db, Source};
use crate::text::fold;
use crate::text::span::Span;
use crate::text::stop::is_stop_word;

/// What one article tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    article: Source,
    runs: Vec<Run>,
    usage: Usage,
    used: alias::Used,
}

/// A name that the glossary lacks.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The name, folded; of one that has case forms, the nominative where it stands somewhere.
    pub name: String,
    /// The language of the articles that use it.
    pub language: Language,
    /// `person`, `organization` or `place`, where something tells it.
    pub kind: Option<&'static str>,
    /// What else it is called, most frequent first: abbreviations, a surname alone. Case forms are none.
    pub aliases: Vec<String>,
    /// In how many articles it stands.
    pub articles: usize,
    /// How often it stands.
    pub places: usize,
    /// The days of the first and the last dated article that uses it.
    pub days: Option<(jiff::civil::Date, jiff::civil::Date)>,
    /// The article with the sample.
    pub sample_in: Source,
    /// Where the name stands there, in the file.
    pub sample_at: Span,
    /// A sentence that uses it.
    pub sample: Sentence,
    /// How sure it is; greater is surer. Comparable within one run only.
    pub weight: f64,
}

/// What is suggested.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Suggestions {
    /// Names, best first.
    pub names: Vec<Suggestion>,
    /// Aliases that no article uses, in the order of the files.
    pub unused: Vec<UnusedAlias>,
    /// Aliases that are decided nowhere, most frequent first.
    pub ambiguous: Vec<AmbiguousAlias>,
    /// Languages of articles in which names cannot be told by capitals.
    pub silent: Vec<Language>,
}

/// Looks at an article.
pub fn observe(db: &dyn Db, article: Source) -> Observed {
    let document = &document(db, article).value;
    let (mut runs, usage) = runs(&document.plain, address(db, article).language.primary());
    runs.retain(|run| run.words.iter().all(|word| is_searched(document, *word)));
    Observed { article, runs, usage, used: alias::used(db, article) }
}

/// Puts together what all articles tell, in whatever order.
pub fn suggest(db: &dyn Db, observed: &[Observed]) -> Suggestions {
    let mut by_language: BTreeMap<&Language, Vec<&Observed>> = BTreeMap::new();
    let mut sorted: Vec<&Observed> = observed.iter().collect();
    sorted.sort_by_key(|one| one.article.path(db));
    for one in sorted {
        by_language.entry(&address(db, one.article).language).or_default().push(one);
    }
    let used: Vec<&alias::Used> = observed.iter().map(|one| &one.used).collect();
    let mut all = Suggestions { unused: alias::unused(db, &used), ambiguous: alias::ambiguous(&used), ..Suggestions::default() };
    for (language, articles) in by_language {
        if articles.iter().all(|one| one.runs.is_empty()) {
            all.silent.push(language.clone());
            continue;
        }
        all.names.extend(Archive { db, language, articles: &articles }.names());
    }
    all.names.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.name.cmp(&b.name)));
    all
}

/// All articles of a language.
struct Archive<'a> {
    db: &'a dyn Db,
    language: &'a Language,
    articles: &'a [&'a Observed],
}

impl Archive<'_> {
    fn names(&self) -> Vec<Suggestion> {
        let language = self.language.primary();
        let mut usage = Usage::default();
        for one in self.articles {
            usage.add(&one.usage, language);
        }
        let mut groups = Groups::new();
        for (number, one) in self.articles.iter().enumerate() {
            self.gather((number, one), &usage, &mut groups);
        }
        join::join(&mut groups, self.language);
        let known = self.known();
        let judge = Judge::new(&groups, self.given_names(), &usage, language);
        let named = groups.values().filter_map(|group| {
            let name = group.name(self.language);
            let is_new = |name: &str| !known.contains(&fold::lowered(name));
            if group.forms.keys().any(|form| !is_new(form)) || name.is_empty() {
                return None;
            }
            let kind = judge.kind(&name, group);
            let weight = judge.weight((&name, kind), group);
            let mut aliases: Vec<(&String, &usize)> = group.others.iter().filter(|(other, _)| is_new(other)).collect();
            aliases.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
            let mut aliases: Vec<String> = aliases.into_iter().map(|(alias, _)| alias.clone()).collect();
            aliases.extend(group.shorts.iter().filter(|short| !group.others.contains_key(*short) && is_new(short)).cloned());
            self.suggestion(group, Suggested { name, kind, aliases, weight })
        });
        named.collect()
    }

    /// Adds the names of an article.
    fn gather(&self, (number, one): (usize, &Observed), usage: &Usage, groups: &mut Groups) {
        let plain = &*document(self.db, one.article).value.plain;
        let known: Vec<Span> = mentions(self.db, one.article).list.iter().map(|mention| mention.range).collect();
        let language = self.language.primary();
        for run in &one.runs {
            for named in cut::names(run, Setting { plain, known: &known, usage, language }) {
                let form = fold::folded(named.span.of(plain));
                let form = form.strip_suffix("'s").or_else(|| form.strip_suffix('\'')).unwrap_or(&form);
                let word = |span: Option<Span>| span.map(|span| span.of(plain)).unwrap_or_default();
                let (before, behind) =
                    (if named.edges.0 { word(run.before) } else { "" }, if named.edges.1 { word(run.behind) } else { "" });
                let beside = if named.titled { Beside::Person } else { cue::beside(before, behind, language) };
                let group: &mut Group = groups.entry(group::key(form, language)).or_default();
                group.add(form, Place { article: number, span: named.span, second: named.second }, beside);
                group.opening += usize::from(named.opens);
                group.attributive += usize::from(!behind.is_empty() && !is_stop_word(behind, language));
                group.shorts.extend(run.short.map(|short| short.of(plain).to_owned()));
            }
        }
    }

    /// Everything that the glossary names in the language, in small letters; with what is short for it.
    fn known(&self) -> BTreeSet<String> {
        let language = LanguageKey::new(self.db, self.language.clone());
        let mut known = BTreeSet::new();
        for key in glossary::keys(self.db) {
            known.extend(glossary::surfaces(self.db, *key, language).iter().map(|surface| fold::lowered(&surface.text)));
            known.extend(glossary::short_names(self.db, *key, language).iter().map(|short| fold::lowered(&short.text)));
        }
        known
    }

    /// First names of the persons that the glossary has.
    fn given_names(&self) -> BTreeSet<String> {
        let persons = glossary::keys(self.db).iter().filter_map(|key| glossary::names(self.db, *key));
        let persons = persons.filter(|names| names.kind == "person");
        let firsts = persons.flat_map(|names| names.in_language(self.language).filter_map(|name| name.text.split_once(' ')));
        firsts.map(|(first, _)| first.to_owned()).collect()
    }

    fn suggestion(&self, group: &Group, suggested: Suggested) -> Option<Suggestion> {
        let db = self.db;
        let article = |number: usize| self.articles.get(number).map(|one| one.article);
        let days = group.places.iter().filter_map(|place| Some(date_of(front(db, article(place.article)?))?.day()));
        let days =
            days.fold(None, |days: Option<(_, _)>, day| Some(days.map_or((day, day), |(first, last)| (day.min(first), day.max(last)))));
        // The sentence that tells most is mostly one that is neither very short nor very long, and has the name whole.
        let sample = group.places.iter().filter_map(|place| {
            let source = article(place.article)?;
            let whole = fold::folded(document(db, source).value.words(place.span)).len();
            Some((whole, std::cmp::Reverse((place.article, place.span)), source))
        });
        let (_, std::cmp::Reverse((_, span)), sample_in) = sample.max_by_key(|(whole, at, _)| (*whole, *at))?;
        Some(Suggestion {
            name: suggested.name,
            language: self.language.clone(),
            kind: suggested.kind,
            aliases: suggested.aliases,
            articles: group.articles(),
            places: group.places.len(),
            days,
            sample: quotation::cut(db, sample_in, span),
            sample_at: document(db, sample_in).value.source_span(span),
            sample_in,
            weight: suggested.weight,
        })
    }
}

/// A name that was judged.
struct Suggested {
    name: String,
    kind: Option<&'static str>,
    aliases: Vec<String>,
    weight: f64,
}

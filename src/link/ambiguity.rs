//! Which of several entities a name means. In this order: the article's pin (decided before), an unambiguous full name of
//! one of them earlier in the article, the one that fits the article best with a clear margin. Else none: a wrong link is
//! worse than no link, and a finding asks the editor.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::Rule;
use super::mention_scan::{self, Candidate, Meaning};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::glossary::context::{self, Context};
use crate::glossary::{EntityKey, query as glossary};
use crate::parse::document::Document;
use crate::source::{Db, Source};

/// Points by which the best must lead. Two shared words of a description, or one thing of more weight, are a clear margin.
const MARGIN: u32 = 2;
/// A word of the description or of a role stands in the article.
const WORD: u32 = 1;
/// A related entity is mentioned in the article.
const RELATED: u32 = 2;
/// It is the entity's name, while it is only an alias of another.
const NAMED: u32 = 2;
/// One of the entity's `near` words stands in the article.
const NEAR: u32 = 3;
/// The entity's full name stands later in the article.
const LATER: u32 = 4;
/// Another name of the entity, that is not its full one, stands in the article.
const OTHER_NAME: u32 = 2;

/// A candidate, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decision {
    /// The place and what it could mean.
    pub(super) candidate: Candidate,
    /// The entity and the rule that chose it; `None` for no mention.
    pub(super) chosen: Option<(EntityKey, Rule)>,
    /// Points of each option, in their order; empty where none were counted.
    points: Vec<u32>,
}

/// Decides all candidates, which come in the order of the text; `named` are the places at which the editor's references
/// name an entity.
pub(super) fn decide(db: &dyn Db, document: &Document, references: Vec<(u32, EntityKey)>, found: Vec<Candidate>) -> Vec<Decision> {
    let references = references.into_iter().map(|(at, entity)| Named { at, entity, words: None });
    let found_names = found.iter().filter_map(|candidate| {
        let entity = full_name(document, candidate)?;
        Some(Named { at: candidate.range.start, entity, words: Some(mention_scan::key(document, candidate.range)) })
    });
    let mut named: Vec<Named> = references.chain(found_names).collect();
    named.sort_by_key(|named| named.at);
    let seen = found.iter().filter_map(|candidate| only(candidate)).map(|only| only.entity);
    let seen: FxHashSet<EntityKey> = seen.chain(named.iter().map(|named| named.entity)).collect();
    let mut article = None;
    let mut decisions = Vec::with_capacity(found.len());
    for candidate in found {
        decisions.push(match candidate.options.as_slice() {
            [] => Decision { candidate, chosen: None, points: vec![] },
            [only] => Decision { chosen: Some((only.entity, only.rule)), candidate, points: vec![] },
            _ => match named_before(&named, &candidate, &Wording::new(document, &candidate)) {
                Some(entity) => Decision { chosen: Some((entity, Rule::EarlierName)), candidate, points: vec![] },
                None => {
                    let wording = Wording::new(document, &candidate);
                    by_context(db, article.get_or_insert_with(|| Article::new(document, &named, &seen)), candidate, &wording)
                }
            },
        });
    }
    decisions
}

/// The entity that a candidate names in full and without doubt: by its name, or by an alias of several words.
fn full_name(document: &Document, candidate: &Candidate) -> Option<EntityKey> {
    let only = only(candidate)?;
    let full = only.rule == Rule::Name || document.words(candidate.range).contains(' ');
    full.then_some(only.entity)
}

/// What a candidate means if it can mean one entity only.
fn only(candidate: &Candidate) -> Option<&Meaning> {
    match candidate.options.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// A place that names an entity without doubt.
struct Named {
    at: u32,
    entity: EntityKey,
    /// Its words in small letters; `None` where an editor's reference names the entity, whatever its words.
    words: Option<String>,
}

/// The words of a candidate, for comparing them with full names.
struct Wording {
    /// The words in small letters.
    key: String,
    /// Whether they are the name of one of the options, not only an alias.
    owned: bool,
}

impl Wording {
    fn new(document: &Document, candidate: &Candidate) -> Self {
        Self { key: mention_scan::key(document, candidate.range), owned: candidate.options.iter().any(|option| option.of_name) }
    }

    /// Whether a place that names an option in full speaks for it here. `Kim` is short for a `Kim Jong Un`; but `Europe`, if
    /// it is an entity's name, does not turn into the `European Union` that it is an alias of.
    fn fits(&self, named: &Named, option: &Meaning) -> bool {
        let holds = |words: &String| words.split(' ').any(|word| of_one(word, &self.key));
        named.entity == option.entity && (!self.owned || option.of_name || named.words.as_ref().is_none_or(holds))
    }
}

/// The one option that was named before the candidate; none if several were.
fn named_before(named: &[Named], candidate: &Candidate, wording: &Wording) -> Option<EntityKey> {
    let before = named.partition_point(|named| named.at < candidate.range.start);
    let before = named.get(..before).unwrap_or_default();
    let mut options = candidate.options.iter();
    let introduced = |option: &&Meaning| before.iter().any(|named| wording.fits(named, option));
    let first = options.by_ref().find(introduced)?;
    (!options.any(|other| introduced(&other))).then_some(first.entity)
}

/// Whether two words are forms of one: they differ in their last letters at most, which a case may change.
fn of_one(word: &str, other: &str) -> bool {
    let (length, longest) = (word.chars().count().min(other.chars().count()), word.chars().count().max(other.chars().count()));
    let shared = word.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    shared >= 2 && shared + 2 >= length && shared + 4 > longest
}

/// What an article offers for a comparison.
struct Article<'a> {
    /// Stems of its words.
    stems: FxHashSet<String>,
    /// Where entities are named in full.
    named: &'a [Named],
    /// Entities that are mentioned without doubt, by whatever name.
    seen: &'a FxHashSet<EntityKey>,
}

impl<'a> Article<'a> {
    fn new(document: &Document, named: &'a [Named], seen: &'a FxHashSet<EntityKey>) -> Self {
        let stems = context::stems(&document.plain).collect();
        Self { stems, named, seen }
    }

    fn points(&self, context: &Context, option: &Meaning, wording: &Wording) -> u32 {
        let shared = |stems: &[String]| stems.iter().filter(|stem| self.stems.contains(*stem)).count();
        let named = self.named.iter().any(|named| named.entity == option.entity);
        let fits = self.named.iter().any(|named| wording.fits(named, option));
        let counts = [
            (shared(&context.words), WORD),
            (usize::from(option.of_name), NAMED),
            (shared(&context.near).max(usize::from(option.near)), NEAR),
            (context.related.iter().filter(|other| self.seen.contains(other)).count(), RELATED),
            (usize::from(fits), LATER),
            (usize::from(!named && self.seen.contains(&option.entity)), OTHER_NAME),
        ];
        counts.iter().map(|(count, weight)| u32::try_from(*count).unwrap_or(u32::MAX).saturating_mul(*weight)).fold(0, u32::saturating_add)
    }
}

fn by_context(db: &dyn Db, article: &Article<'_>, candidate: Candidate, wording: &Wording) -> Decision {
    let points = |option: &Meaning| article.points(glossary::context(db, option.entity), option, wording);
    let points: Vec<u32> = candidate.options.iter().map(points).collect();
    let best = candidate.options.iter().zip(&points).max_by_key(|(_, points)| **points);
    let chosen = best.and_then(|(option, best)| {
        let rivals = candidate.options.iter().zip(&points).filter(|(other, _)| other.entity != option.entity);
        let second = rivals.map(|(_, points)| *points).max().unwrap_or_default();
        (*best >= second + MARGIN).then_some((option.entity, Rule::Context))
    });
    Decision { candidate, chosen, points }
}

impl Decision {
    /// The options that were not chosen, each with the reason.
    pub(super) fn rejected(&self, db: &dyn Db) -> Vec<(EntityKey, String)> {
        let reason = |at: usize, option: &Meaning| match self.chosen {
            Some((chosen, Rule::EarlierName)) => format!("`{}` is named earlier in the article", chosen.id(db)),
            Some((chosen, _)) => {
                let best = self.candidate.options.iter().position(|option| option.entity == chosen).unwrap_or_default();
                format!("the article fits `{}` better ({} to {} points)", chosen.id(db), self.point(best), self.point(at))
            }
            None => format!("{} with {} points, and none leads by {MARGIN}", word(option.rule), self.point(at)),
        };
        let others = self.candidate.options.iter().enumerate();
        let others = others.filter(|(_, option)| self.chosen.is_none_or(|(chosen, _)| chosen != option.entity));
        others.map(|(at, option)| (option.entity, reason(at, option))).collect()
    }

    /// The option with the most points; the first of those with as many.
    fn best(&self) -> usize {
        (0..self.candidate.options.len()).rev().max_by_key(|at| self.point(*at)).unwrap_or_default()
    }

    fn point(&self, at: usize) -> u32 {
        self.points.get(at).copied().unwrap_or_default()
    }
}

fn word(rule: Rule) -> &'static str {
    match rule {
        Rule::Name => "a name",
        Rule::Alias => "an alias",
        _ => "a form",
    }
}

/// One finding for each alias that stays ambiguous in a document, at its first place.
pub(super) fn findings(db: &dyn Db, source: Source, document: &Document, decisions: &[Decision]) -> Vec<Diagnostic> {
    let mut open: BTreeMap<String, Vec<&Decision>> = BTreeMap::new();
    for decision in decisions.iter().filter(|decision| decision.chosen.is_none() && decision.candidate.options.len() > 1) {
        open.entry(mention_scan::key(document, decision.candidate.range)).or_default().push(decision);
    }
    let mut findings: Vec<Diagnostic> = open.values().filter_map(|group| finding(db, source, document, group)).collect();
    findings.sort();
    findings
}

fn finding(db: &dyn Db, source: Source, document: &Document, group: &[&Decision]) -> Option<Diagnostic> {
    let (first, others) = group.split_first()?;
    let words = document.words(first.candidate.range);
    let ids: Vec<&str> = first.candidate.options.iter().map(|option| &**option.entity.id(db)).collect();
    let listed = ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" or ");
    let path = source.path(db);
    let mut finding = Diagnostic::new(Code::AmbiguousMention, format!("`{words}` could mean {listed}"))
        .at(path, document.source_span(first.candidate.range))
        .label("not linked")
        .help(format!("say in the front matter which is meant:\nglossary:\n  pin: {{{}: {}}}", yaml(words), ids.get(first.best())?));
    for other in others.iter().take(3) {
        finding = finding.related(Place { path: path.clone(), span: document.source_span(other.candidate.range) }, "here too");
    }
    match others.len().checked_sub(3) {
        None | Some(0) => {}
        Some(1) => finding = finding.note("and at one more place of this article"),
        Some(more) => finding = finding.note(format!("and at {more} more places of this article")),
    }
    Some(finding)
}

/// Words as a YAML key inside braces: plain where YAML reads them as such, else in double quotes, as JSON writes them.
fn yaml(words: &str) -> String {
    let plain = words.chars().all(|sign| sign.is_alphanumeric() || sign == ' ') && words.starts_with(char::is_alphabetic);
    let keyword = matches!(words.to_lowercase().as_str(), "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n");
    if plain && !keyword { words.to_owned() } else { serde_json::Value::from(words).to_string() }
}

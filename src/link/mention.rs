//! Mentions: where a document speaks of the glossary's entities, and which of these places become links.
//!
//! The way: fold the text, find every surface, keep what may be searched (zones) and what the article wants (pins), choose
//! among what overlaps, decide what is ambiguous, add the editor's own references, then set links by policy. Each step is a
//! file `mention_*.rs` beside this one, and `ambiguity.rs`.

use super::ambiguity::{self, Decision};
use super::mention_choice::Choice;
use super::mention_refused::{self, Refused};
use super::mention_scan::{self, Candidate};
use super::{Mention, Mentions, Rule, mention_policy};
use super::{mention_acronym, mention_extent, mention_introduced};
use crate::glossary::matcher::Matcher;
use crate::glossary::{EntityKey, LanguageKey, query as glossary};
use crate::parse::document::{Document, Target};
use crate::parse::tree::TextRange;
use crate::parse::{self, Role};
use crate::source::{Db, Source};
use crate::text::fold::Folded;
use crate::text::span::Span;

/// A place that was judged: for `gloss explain`.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The words, in the document's plain text.
    pub range: TextRange,
    /// The words in the file.
    pub span: Span,
    /// The entity that was chosen and how, unless none was.
    pub chosen: Option<(EntityKey, Rule)>,
    /// The entities that were not chosen, each with the reason.
    pub rejected: Vec<(EntityKey, String)>,
}

/// A document's mentions.
pub(super) fn mentions(db: &dyn Db, source: Source) -> Mentions {
    let judged = Judged::new(db, source);
    let mut list = judged.list();
    mention_policy::link(db, source, judged.document, &mut list);
    let mut findings = judged.choice.findings.clone();
    findings.extend(ambiguity::findings(db, source, judged.document, &judged.decisions));
    Mentions { list, findings }
}

/// Every place of a document that a surface of the glossary was found at, with what was chosen, what not, and why. It is
/// worked out anew at each call: no page needs it.
pub fn explain(db: &dyn Db, source: Source) -> Vec<Explained> {
    let judged = Judged::new(db, source);
    let by_surface = judged.decisions.iter().map(|decision| Explained {
        range: decision.candidate.range,
        span: judged.document.source_span(decision.candidate.range),
        chosen: decision.chosen,
        rejected: decision.rejected(db),
    });
    let by_surname = judged.surnames.iter().map(|(entity, range)| Explained {
        range: *range,
        span: judged.document.source_span(*range),
        chosen: Some((*entity, Rule::EarlierName)),
        rejected: vec![],
    });
    let dropped = judged.dropped(matcher(db, source)).into_iter().map(|place| judged.rejected(place));
    let mut explained: Vec<Explained> = by_surface.chain(by_surname).chain(dropped).collect();
    explained.sort_by_key(|place| place.range);
    explained
}

/// Names of the glossary that stand in a document where, or as, no name is looked for: in code, as `[[@|…]]`, without a word
/// that must stand near, left out by the front matter. What lies in a longer name that was found is none.
pub fn refused(db: &dyn Db, source: Source) -> Vec<Explained> {
    let judged = Judged::new(db, source);
    let found = judged.list();
    let apart = |range: TextRange| !found.iter().any(|mention| mention.range.overlaps(range) && mention.range.len() > range.len());
    let refused = mention_refused::refused(judged.document, matcher(db, source), &judged.choice, &judged.taken()).into_iter();
    refused.filter(|(range, ..)| apart(*range)).map(|place| judged.rejected(place)).collect()
}

/// The matcher of a document's language.
fn matcher(db: &dyn Db, source: Source) -> &Matcher {
    glossary::matcher(db, LanguageKey::new(db, parse::query::address(db, source).language.clone()))
}

/// A document with everything decided but the links.
struct Judged<'db> {
    document: &'db Document,
    choice: Choice,
    references: Vec<(EntityKey, TextRange, Span)>,
    decisions: Vec<Decision>,
    /// Short names that the article has introduced.
    surnames: Vec<(EntityKey, TextRange)>,
}

impl<'db> Judged<'db> {
    fn new(db: &'db dyn Db, source: Source) -> Self {
        let document = &parse::query::document(db, source).value;
        let language = parse::query::address(db, source).language.clone();
        let mut choice = Choice::new(db, source, &document.front.glossary);
        if parse::query::role(db, source) == Role::Entity {
            // An entity's own text does not mention the entity: it is about it.
            let own = glossary::entities_in(db, source).value.iter();
            choice.ignore.extend(own.map(|entity| EntityKey::new(db, entity.id.as_str())));
        }
        let references = references(db, document);
        let taken: Vec<TextRange> = references.iter().map(|(_, words, _)| *words).collect();
        let folded = Folded::new(&document.plain);
        let mut candidates: Vec<Candidate> = mention_scan::scan(document, &folded, matcher(db, source), &choice, &taken);
        mention_acronym::drop_explained(document, &mut candidates);
        mention_extent::settle(db, document, &language, &mut candidates, &taken);
        let named = references.iter().map(|(entity, words, _)| (words.start, *entity)).collect();
        let decisions = ambiguity::decide(db, document, named, candidates);
        let mut surnames = mention_introduced::found(db, document, &folded, LanguageKey::new(db, language), &decisions);
        surnames.retain(|(entity, range)| choice.wants(*entity) && !taken.iter().any(|words| words.overlaps(*range)));
        Self { document, choice, references, decisions, surnames }
    }

    /// The words of the editor's references: no name is looked for in them.
    fn taken(&self) -> Vec<TextRange> {
        self.references.iter().map(|(_, words, _)| *words).collect()
    }

    fn rejected(&self, (range, entity, reason): Refused) -> Explained {
        let span = self.document.source_span(range);
        Explained { range, span, chosen: None, rejected: vec![(entity, reason.to_owned())] }
    }

    /// Meanings that a place had by its words alone and lost by what stands around it, each with the reason.
    fn dropped(&self, matcher: &Matcher) -> Vec<Refused> {
        let folded = Folded::new(&self.document.plain);
        let mut dropped = Vec::new();
        for candidate in mention_scan::scan(self.document, &folded, matcher, &self.choice, &self.taken()) {
            let decision = self.decisions.iter().find(|decision| decision.candidate.range.overlaps(candidate.range));
            let reason = match decision {
                Some(longer) if longer.chosen.is_some() && longer.candidate.range.len() > candidate.range.len() => {
                    "it is a part of a longer name"
                }
                Some(_) => "the name before or behind it makes it another's",
                None => "the article gives the abbreviation another meaning",
            };
            let kept = |entity| decision.is_some_and(|decision| decision.candidate.options.iter().any(|option| option.entity == entity));
            let lost = candidate.options.iter().map(|option| option.entity).filter(|entity| !kept(*entity));
            dropped.extend(lost.map(|entity| (candidate.range, entity, reason)));
        }
        dropped
    }

    /// The mentions in the order of the text, none linked yet.
    fn list(&self) -> Vec<Mention> {
        let references = self.references.iter().map(|(entity, range, span)| Mention {
            entity: *entity,
            range: *range,
            span: *span,
            rule: Rule::Reference,
            linked: false,
        });
        let found = self.decisions.iter().filter_map(|decision| {
            let (entity, rule) = decision.chosen?;
            let range = decision.candidate.range;
            Some(Mention { entity, range, span: self.document.source_span(range), rule, linked: false })
        });
        let surnames = self.surnames.iter().map(|(entity, range)| {
            let (rule, span) = (Rule::EarlierName, self.document.source_span(*range));
            Mention { entity: *entity, range: *range, span, rule, linked: false }
        });
        let mut list: Vec<Mention> = references.chain(found).chain(surnames).collect();
        list.sort_by_key(|mention| (mention.range, mention.span));
        list
    }
}

/// The editor's references to entities that exist: the words are the entity's mention whatever they are. An id that no
/// entity has is a finding of the references. One inside another's words, as broken brackets may put it, is no mention.
fn references(db: &dyn Db, document: &Document) -> Vec<(EntityKey, TextRange, Span)> {
    let index = glossary::index(db);
    let references = document.references.iter().filter_map(|reference| match &reference.target {
        Target::Entity { id } => {
            let key = EntityKey::new(db, id.as_str());
            index.contains_key(&key).then_some((key, reference.words, reference.span))
        }
        _ => None,
    });
    let mut references: Vec<(EntityKey, TextRange, Span)> = references.collect();
    references.sort_by_key(|(_, words, span)| (words.start, std::cmp::Reverse(words.end), *span));
    let mut end = 0;
    references.retain(|(_, words, _)| {
        let free = words.start >= end;
        end = end.max(words.end);
        free
    });
    references
}

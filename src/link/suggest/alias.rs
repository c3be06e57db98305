//! Aliases that do no work: those that no article uses, and those that never tell whom they mean.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Language;
use crate::glossary::entity::Alias;
use crate::glossary::names::{NameText, Names};
use crate::glossary::surface::surfaces;
use crate::glossary::{EntityKey, query as glossary};
use crate::link::mention::explain;
use crate::link::query::mentions;
use crate::parse::query::document;
use crate::source::{Db, Source};
use crate::text::fold;
use crate::text::span::Span;

/// An alias that no article uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusedAlias {
    /// The entity's id.
    pub entity: String,
    /// The alias.
    pub alias: String,
    /// The file that it stands in.
    pub file: Source,
    /// Where, in bytes of the file.
    pub span: Span,
}

/// Words that could be several entities wherever they stand, and were decided nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmbiguousAlias {
    /// The words, as first written.
    pub alias: String,
    /// The ids of the entities that they could be, sorted.
    pub entities: Vec<String>,
    /// In how many articles they stand.
    pub articles: usize,
    /// How often they stand.
    pub places: usize,
}

/// How one article uses the glossary's names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Used {
    /// Words that are or could be mentions: the entities' ids, and the words in small letters.
    words: BTreeSet<(String, String)>,
    /// Words in small letters that could have been several entities, of which one was chosen.
    decided: BTreeSet<String>,
    /// Words of which none was chosen, in the order of the text.
    open: Vec<Open>,
}

/// A place where nothing told which entity is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Open {
    /// The words in small letters.
    words: String,
    /// As written.
    written: String,
    /// The ids of the entities that they could be.
    entities: Vec<String>,
}

/// Looks at an article.
pub(super) fn used(db: &dyn Db, article: Source) -> Used {
    let (document, found) = (&document(db, article).value, mentions(db, article));
    let lower = |text: &str| fold::lowered(&fold::folded(text));
    let words = found.list.iter().map(|mention| (mention.entity.id(db).to_string(), lower(document.words(mention.range))));
    let mut used = Used { words: words.collect(), ..Used::default() };
    // To explain is to judge anew: only where something was left open.
    if !found.findings.is_empty() {
        for place in explain(db, article).into_iter().filter(|place| place.rejected.len() + usize::from(place.chosen.is_some()) > 1) {
            let written = document.words(place.range);
            let entities: Vec<String> = place.rejected.iter().map(|(entity, _)| entity.id(db).to_string()).collect();
            // What stands there is in use, though it does not tell whom it means.
            used.words.extend(entities.iter().map(|entity| (entity.clone(), lower(written))));
            match place.chosen {
                Some(_) => drop(used.decided.insert(lower(written))),
                None => used.open.push(Open { words: lower(written), written: written.to_owned(), entities }),
            }
        }
    }
    used
}

/// The aliases of all entities that no article uses in any form, in the order of the files.
pub(super) fn unused(db: &dyn Db, articles: &[&Used]) -> Vec<UnusedAlias> {
    let words: BTreeSet<&(String, String)> = articles.iter().flat_map(|used| &used.words).collect();
    let languages = glossary::languages(db);
    let is_used = |id: &str, alias: &Alias, languages: &[Language]| {
        languages.iter().any(|language| spellings(alias, language).into_iter().any(|text| words.contains(&(id.to_owned(), text))))
    };
    let mut found = Vec::new();
    for file in glossary::files(db) {
        for entity in &glossary::entities_in(db, *file).value {
            if glossary::defined_in(db, EntityKey::new(db, entity.id.as_str())) != Some(*file) {
                continue;
            }
            let own = entity.aliases.iter().map(|alias| (alias, languages.as_slice()));
            let local = entity
                .names
                .iter()
                .flat_map(|(language, names)| names.aliases.iter().map(move |alias| (alias, std::slice::from_ref(language))));
            let idle = own.chain(local).filter(|(alias, languages)| alias.auto && !is_used(&entity.id, alias, languages));
            found.extend(idle.map(|(alias, _)| UnusedAlias {
                entity: entity.id.clone(),
                alias: alias.text.clone(),
                file: *file,
                span: alias.span,
            }));
        }
    }
    found
}

/// An alias and its forms in a language, in small letters.
fn spellings(alias: &Alias, language: &Language) -> Vec<String> {
    let name = NameText { text: alias.text.clone(), is_name: false, auto: true, case: alias.case, near: vec![] };
    let all = |kind: &str| surfaces(&Names::of_one(name.clone(), kind), language);
    ["person", "organization"].into_iter().flat_map(all).map(|surface| fold::lowered(&surface.text)).collect()
}

/// The words that were decided in no article, most frequent first.
pub(super) fn ambiguous(articles: &[&Used]) -> Vec<AmbiguousAlias> {
    let decided: BTreeSet<&String> = articles.iter().flat_map(|used| &used.decided).collect();
    let mut found: BTreeMap<&str, AmbiguousAlias> = BTreeMap::new();
    for used in articles {
        let mut seen = BTreeSet::new();
        for Open { words, written, entities } in used.open.iter().filter(|open| !decided.contains(&open.words)) {
            let known =
                found.entry(words).or_insert_with(|| AmbiguousAlias { alias: written.clone(), entities: vec![], articles: 0, places: 0 });
            known.places += 1;
            known.articles += usize::from(seen.insert(words));
            known.entities.extend(entities.iter().cloned());
        }
    }
    let mut found: Vec<AmbiguousAlias> = found.into_values().collect();
    for alias in &mut found {
        alias.entities.sort();
        alias.entities.dedup();
    }
    found.sort_by(|a, b| (b.articles, b.places).cmp(&(a.articles, a.places)).then_with(|| a.alias.cmp(&b.alias)));
    found
}

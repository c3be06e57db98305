//! Reasons: what an article shares with a neighbour, in its own words.

use rustc_hash::FxHashMap;

use super::profile::profile;
use super::table::Table;
use super::term::{self, Kind, Term, kind};
use crate::config::Language;
use crate::link::query::mentioned;
use crate::parse::query::{address, document};
use crate::source::{Db, Source};
use crate::text::boundary::is_spaceless;
use crate::text::slug::slug;

/// How many reasons are named.
const NAMED: usize = 4;
/// Shared terms among which they are looked for, the heaviest.
pub(super) const CONSIDERED: usize = 8;
/// Shorter words are no reason that a reader would understand, but for names in capitals.
const TELLING: usize = 4;

/// What an article shares with a neighbour, by the terms of both: entities, then all else, heaviest first; zeros behind them.
pub(super) fn heaviest(own: &Table, other: impl Iterator<Item = (Term, u16)>) -> [Term; CONSIDERED] {
    let mut terms = own.common(other);
    terms.sort_by_key(|term| (*term == 0, kind(*term) != Kind::Entity));
    terms
}

/// What an article shares with each of others, in words, from the terms that it shares.
pub(super) fn words<'t>(db: &dyn Db, source: Source, shared: impl Iterator<Item = &'t [Term]> + Clone) -> Vec<Vec<String>> {
    let names = names(db, source, shared.clone().flatten().copied());
    let told = |terms: &[Term]| {
        let written = || terms.iter().filter_map(|term| names.get(term)?.as_deref());
        let told = telling(written());
        // A number or a short word is a poor reason, but better than none.
        if told.is_empty() { written().take(1).map(str::to_owned).collect() } else { told }
    };
    shared.map(told).collect()
}

/// Terms as an article writes them.
fn names(db: &dyn Db, source: Source, terms: impl Iterator<Item = Term>) -> FxHashMap<Term, Option<String>> {
    let mut names: FxHashMap<Term, Option<String>> = terms.map(|term| (term, None)).collect();
    if names.is_empty() {
        return names;
    }
    let (document, language) = (&document(db, source).value, &address(db, source).language);
    for tag in &document.front.tags {
        names.entry(term::named(Kind::Tag, &slug(tag))).and_modify(|name| *name = Some(tag.clone()));
    }
    for (key, _) in mentioned(db, source) {
        let term = term::named(Kind::Entity, key.id(db));
        names.entry(term).and_modify(|name| *name = Some(entity_name(db, *key, language)));
    }
    let profile = profile(db, source);
    for (term, name) in names.iter_mut().filter(|(term, _)| matches!(kind(**term), Kind::Word | Kind::Phrase)) {
        let written = profile.written(*term, (&document.front.description, &document.plain), language.primary());
        *name = written.map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    names
}

fn entity_name(db: &dyn Db, key: crate::glossary::EntityKey, language: &Language) -> String {
    let entity = crate::glossary::query::entity(db, key).as_ref();
    entity.map_or_else(|| key.id(db).to_string(), |entity| entity.name_in(language).to_owned())
}

/// Those that tell a reader something, each once: of `Ada Lovelace`, `Ada` and `Lovelace` only the first.
fn telling<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut told: Vec<(String, String)> = Vec::with_capacity(NAMED);
    for name in names.filter(|name| is_telling(name)) {
        let folded = name.to_lowercase();
        // A word of a name that is told, alone or beside another word, tells no more.
        let again = |known: &str| folded.split(' ').any(|word| known.split(' ').any(|part| part == word)) && !folded.contains(known);
        if told.iter().any(|(_, known)| *known == folded || again(known)) {
            continue;
        }
        // In the place of the first of its parts that is told, and of the others.
        let at = told.iter().position(|(_, known)| folded.contains(known.as_str())).unwrap_or(told.len());
        told.retain(|(_, known)| !folded.contains(known.as_str()));
        told.insert(at, (name.to_owned(), folded));
        if told.len() == NAMED {
            break;
        }
    }
    told.into_iter().map(|(name, _)| name).collect()
}

fn is_telling(name: &str) -> bool {
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    name.chars().any(char::is_alphabetic) && (name.chars().count() >= TELLING || capitals > 1 || name.contains(is_spaceless))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_its_parts() {
        let names = ["Lovelace", "engines", "Ada", "Ada Lovelace", "Lovelace wrote", "Lovelace", "2024", "EU", "the", "one more"];
        assert_eq!(telling(names.into_iter()), ["Ada Lovelace", "engines", "EU", "one more"]);
    }
}

//! What is known of an entity besides its names: the words that tell it from others of the same name.

use super::EntityKey;
use super::entity::{Alias, Entity};
use crate::source::Db;
use crate::text::fold;

/// What an article is compared with where a name could mean several entities.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// Stems of the words of its descriptions and roles, sorted, each once.
    pub words: Vec<String>,
    /// Stems of its aliases' `near` words, sorted, each once.
    pub near: Vec<String>,
    /// Entities that it has a relation with, in the order of the file.
    pub related: Vec<EntityKey>,
}

impl Context {
    /// What an entity's file says of it.
    pub(super) fn of(db: &dyn Db, entity: &Entity) -> Self {
        let roles = entity.roles.iter().flat_map(|role| std::iter::once(&role.title).chain(role.titles.values()));
        let descriptions = std::iter::once(&entity.description).chain(entity.names.values().map(|local| &local.description));
        let local: Vec<&Alias> = entity.names.values().flat_map(|local| &local.aliases).collect();
        let near = entity.aliases.iter().chain(local).flat_map(|alias| &alias.near);
        Self {
            words: sorted(roles.chain(descriptions).flat_map(|text| stems(text))),
            near: sorted(near.flat_map(|text| stems(text))),
            related: entity.relations.iter().map(|(_, other)| EntityKey::new(db, other.value.as_str())).collect(),
        }
    }
}

fn sorted(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut words: Vec<String> = words.collect();
    words.sort();
    words.dedup();
    words
}

/// The words of a text as rough stems: folded, in small letters, cut to five letters, so that `minister`, `ministers` and
/// `ministry`, `Корея` and `Кореї`, meet. Words of fewer than four letters say too little and are left out.
pub fn stems(text: &str) -> impl Iterator<Item = String> {
    let lower = fold::lowered(&fold::folded(text));
    let stems: Vec<String> = lower
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| word.chars().nth(3).is_some())
        .map(|word| word.chars().take(if word.chars().count() > 5 { 5 } else { 4 }).collect())
        .collect();
    stems.into_iter()
}

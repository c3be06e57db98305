//! What matters of an entity for finding it: its names, and nothing that an edit of a description would change.

use std::collections::BTreeMap;

use super::entity::{Alias, CaseRule, Entity, Gender};
use crate::config::Language;

/// The names of an entity. No places in files: an entity that merely moves in its file changes nothing here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Its kind's key: forms depend on it.
    pub kind: String,
    /// The gender that the editor gives.
    pub gender: Option<Gender>,
    /// The names that hold in every language: the name first.
    pub own: Vec<NameText>,
    /// The names of a language: the name first, if there is one.
    pub local: BTreeMap<Language, Vec<NameText>>,
    /// Forms that the editor wrote.
    pub forms: Vec<String>,
    /// Surfaces that never stand for it.
    pub never: Vec<String>,
}

/// A name or alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameText {
    /// Its text.
    pub text: String,
    /// Whether it is the name, not an alias.
    pub is_name: bool,
    /// Whether it is looked for where no article pins it.
    pub auto: bool,
    /// How its case counts.
    pub case: CaseRule,
    /// Words of which one must stand near; empty for no condition.
    pub near: Vec<String>,
}

impl Names {
    /// What an entity of a kind with one name and nothing else would have.
    pub fn of_one(name: NameText, kind: &str) -> Self {
        Self { kind: kind.to_owned(), gender: None, own: vec![name], local: BTreeMap::new(), forms: vec![], never: vec![] }
    }

    /// The names of an entity.
    pub fn of(entity: &Entity) -> Self {
        let list = |name: &str, aliases: &[Alias]| -> Vec<NameText> {
            let name = (!name.trim().is_empty()).then(|| NameText::name(name));
            name.into_iter().chain(aliases.iter().map(NameText::alias)).collect()
        };
        Self {
            kind: entity.kind.clone(),
            gender: entity.gender,
            own: list(&entity.name, &entity.aliases),
            local: entity.names.iter().map(|(language, local)| (language.clone(), list(&local.name, &local.aliases))).collect(),
            forms: entity.forms.clone(),
            never: entity.never.clone(),
        }
    }

    /// The gender of one of the names, where it is known: that of a person is the person's, but an organisation's or a
    /// place's other names may have others.
    pub fn gender_of(&self, name: &NameText) -> Option<Gender> {
        self.gender.filter(|_| name.is_name || self.kind == "person")
    }

    /// The names that hold in a language, the entity's own first.
    pub fn in_language<'n>(&'n self, language: &'n Language) -> impl Iterator<Item = &'n NameText> {
        let local = self.local.get(language).or_else(|| self.local.get(&Language::new(language.primary())));
        self.own.iter().chain(local.into_iter().flatten())
    }
}

impl NameText {
    fn name(text: &str) -> Self {
        Self { text: text.to_owned(), is_name: true, auto: true, case: CaseRule::Name, near: vec![] }
    }

    fn alias(alias: &Alias) -> Self {
        Self { text: alias.text.clone(), is_name: false, auto: alias.auto, case: alias.case, near: alias.near.clone() }
    }
}

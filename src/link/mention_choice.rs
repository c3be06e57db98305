//! What an article's front matter says of the glossary: pins, and entities that are or are not looked for.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::{EntityKey, query as glossary};
use crate::parse::front::{GlossaryChoice, Spanned};
use crate::source::{Db, Source};
use crate::text::fold;

/// The article's choice with ids resolved.
pub(super) struct Choice {
    /// Pinned aliases, folded, in the order of the front matter.
    pub(super) pins: Vec<(String, EntityKey)>,
    /// The same by their small letters.
    by_text: FxHashMap<String, EntityKey>,
    /// Entities that are not looked for.
    pub(super) ignore: FxHashSet<EntityKey>,
    /// If given, the only entities that are looked for.
    only: Option<FxHashSet<EntityKey>>,
    /// Ids that no entity has.
    pub(super) findings: Vec<Diagnostic>,
}

impl Choice {
    /// Resolves a choice of the front matter of `source`.
    pub(super) fn new(db: &dyn Db, source: Source, choice: &GlossaryChoice) -> Self {
        let mut findings = Vec::new();
        let mut known = |id: &Spanned<String>| known(db, source, id, &mut findings);
        let mut pins = Vec::new();
        for (alias, id) in &choice.pin {
            if let Some(key) = known(id) {
                pins.push((fold::folded(alias.value.trim()).into_owned(), key));
            }
        }
        let ignore = choice.ignore.iter().filter_map(&mut known).collect();
        let only: FxHashSet<EntityKey> = choice.only.iter().filter_map(&mut known).collect();
        let only = (!choice.only.is_empty()).then_some(only);
        let by_text = pins.iter().map(|(alias, key)| (fold::lowered(alias), *key)).collect();
        Self { pins, by_text, ignore, only, findings }
    }

    /// The entity that a text in small letters is pinned to.
    pub(super) fn pinned(&self, lower: &str) -> Option<EntityKey> {
        if self.by_text.is_empty() { None } else { self.by_text.get(lower).copied() }
    }

    /// Whether an entity is looked for.
    pub(super) fn wants(&self, key: EntityKey) -> bool {
        !self.ignore.contains(&key) && self.only.as_ref().is_none_or(|only| only.contains(&key))
    }
}

/// The key of an id that some entity has; else a finding.
fn known(db: &dyn Db, source: Source, id: &Spanned<String>, findings: &mut Vec<Diagnostic>) -> Option<EntityKey> {
    // Front matter that is wrong in shape has empty ids: that is a finding of `parse`.
    if id.value.is_empty() {
        return None;
    }
    let key = EntityKey::new(db, id.value.as_str());
    if glossary::index(db).contains_key(&key) {
        return Some(key);
    }
    let ids = glossary::keys(db).iter().map(|key| &**key.id(db));
    let finding = Diagnostic::new(Code::UnknownEntity, format!("no entity has the id `{}`", id.value));
    findings.push(finding.at(source.path(db), id.span).did_you_mean(&id.value, ids));
    None
}

//! The questions that one can ask of this stage.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::context::Context;
use super::entity::Entity;
use super::matcher::Matcher;
use super::names::Names;
use super::short::{self, Short};
use super::surface::{self, Surface};
use super::{EntityKey, LanguageKey, check, read};
use crate::config::Language;
use crate::config::site::GlossaryConfig;
use crate::diagnostic::Diagnostic;
use crate::parse::{Checked, Role};
use crate::source::{Db, Source};

/// The entities that one file defines: a YAML list, or a Markdown file of the glossary's folder.
#[salsa::tracked]
pub fn entities_in(db: &dyn Db, source: Source) -> Checked<Vec<Entity>> {
    read::entities(db, source)
}

/// How the site wants its glossary applied: a part of the site's file, so that an edit of another part changes nothing.
#[salsa::tracked]
pub fn settings(db: &dyn Db) -> GlossaryConfig {
    crate::parse::query::config(db).value.glossary.clone()
}

/// The site's languages, the main one first.
#[salsa::tracked]
pub fn languages(db: &dyn Db) -> Vec<Language> {
    crate::parse::query::config(db).value.languages.iter().map(|known| known.language.clone()).collect()
}

/// The files that define entities, sorted by path.
#[salsa::tracked]
pub fn files(db: &dyn Db) -> Vec<Source> {
    let folder = format!("content/{}/", settings(db).folder);
    let site = db.concrete().site();
    let lists = site.lists(db).iter().copied().filter(|list| list.path(db).as_str().starts_with(&folder));
    let pages = site.pages(db).iter().copied().filter(|page| crate::parse::query::role(db, *page) == Role::Entity);
    let mut files: Vec<Source> = lists.chain(pages).collect();
    files.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    files
}

/// Where each entity is defined: its file, and its place among the file's entities. Of two with one id, the first counts.
#[salsa::tracked]
pub fn index(db: &dyn Db) -> FxHashMap<EntityKey, (Source, usize)> {
    let mut index = FxHashMap::default();
    for file in files(db) {
        for (at, entity) in entities_in(db, *file).value.iter().enumerate() {
            index.entry(EntityKey::new(db, entity.id.as_str())).or_insert((*file, at));
        }
    }
    index
}

/// All entities' keys, sorted by id.
#[salsa::tracked]
pub fn keys(db: &dyn Db) -> Vec<EntityKey> {
    let mut keys: Vec<EntityKey> = index(db).keys().copied().collect();
    keys.sort_by(|a, b| a.id(db).cmp(b.id(db)));
    keys
}

/// An entity, if there is one with this id. Its spans are left empty, so that an entity that only moves in its file stays
/// equal: [`place`] tells where it stands.
#[salsa::tracked]
pub fn entity(db: &dyn Db, key: EntityKey) -> Option<Entity> {
    let (file, at) = *index(db).get(&key)?;
    entities_in(db, file).value.get(at).map(Entity::without_spans)
}

/// Where an entity is defined: the file, and the span of its id or name.
pub fn place(db: &dyn Db, key: EntityKey) -> Option<crate::diagnostic::Place> {
    let (file, at) = *index(db).get(&key)?;
    let span = entities_in(db, file).value.get(at)?.span;
    Some(crate::diagnostic::Place { path: file.path(db).clone(), span })
}

/// An entity's names: all that matters for finding it.
pub fn names(db: &dyn Db, key: EntityKey) -> Option<&Names> {
    all_names(db).get(&key).map(|names| &**names)
}

/// The names of all entities: one answer for a text that mentions many, which changes as seldom as [`matcher`].
#[salsa::tracked]
fn all_names(db: &dyn Db) -> FxHashMap<EntityKey, Arc<Names>> {
    keys(db).iter().filter_map(|key| Some((*key, own_names(db, *key).clone()?))).collect()
}

#[salsa::tracked]
fn own_names(db: &dyn Db, key: EntityKey) -> Option<Arc<Names>> {
    entity(db, key).as_ref().map(|entity| Arc::new(Names::of(entity)))
}

/// What else is known of an entity, for telling it from others of the same name.
#[salsa::tracked]
pub fn context(db: &dyn Db, key: EntityKey) -> Context {
    entity(db, key).as_ref().map(|entity| Context::of(db, entity)).unwrap_or_default()
}

/// All surfaces that stand for an entity in a language, each with its case rule and how it came about.
#[salsa::tracked]
pub fn surfaces(db: &dyn Db, key: EntityKey, language: LanguageKey) -> Vec<Surface> {
    own_names(db, key).as_ref().map(|names| surface::surfaces(names, language.language(db))).unwrap_or_default()
}

/// What an article may call an entity once it has named it in full.
pub fn short_names(db: &dyn Db, key: EntityKey, language: LanguageKey) -> &[Short] {
    all_short_names(db, language).get(&key).map(|names| &**names).unwrap_or_default()
}

/// The short names of all entities: one answer, as for their names.
#[salsa::tracked]
fn all_short_names(db: &dyn Db, language: LanguageKey) -> FxHashMap<EntityKey, Arc<[Short]>> {
    let of = |key: &EntityKey| (*key, own_short_names(db, *key, language).clone());
    keys(db).iter().map(of).filter(|(_, names)| !names.is_empty()).collect()
}

#[salsa::tracked]
fn own_short_names(db: &dyn Db, key: EntityKey, language: LanguageKey) -> Arc<[Short]> {
    own_names(db, key).as_ref().map(|names| short::short_names(names, language.language(db))).unwrap_or_default().into()
}

/// What finds the names of a language. It is rebuilt only when a surface changes.
#[salsa::tracked(no_eq)]
pub fn matcher(db: &dyn Db, language: LanguageKey) -> Matcher {
    let surfaces = keys(db).iter().flat_map(|key| surfaces(db, *key, language).iter().map(|surface| (*key, surface)));
    Matcher::new(language.language(db).clone(), surfaces)
}

/// Everything that this stage found wrong in a file that defines entities.
#[salsa::tracked]
pub fn findings_in(db: &dyn Db, source: Source) -> Vec<Diagnostic> {
    check::findings(db, source)
}

/// The file that defines an entity.
#[salsa::tracked(returns(copy))]
pub fn defined_in(db: &dyn Db, key: EntityKey) -> Option<Source> {
    index(db).get(&key).map(|(file, _)| *file)
}

/// Relations seen from their targets: each entity's, with the relation's key, sorted by the id of whose they are.
#[salsa::tracked]
fn inverse_relations(db: &dyn Db) -> FxHashMap<EntityKey, Vec<(String, EntityKey)>> {
    let mut inverse: FxHashMap<EntityKey, Vec<(String, EntityKey)>> = FxHashMap::default();
    for key in keys(db) {
        for (relation, other) in entity(db, *key).iter().flat_map(|entity| &entity.relations) {
            inverse.entry(EntityKey::new(db, other.value.as_str())).or_default().push((relation.clone(), *key));
        }
    }
    inverse
}

/// Entities that have a relation to this one: the relation's key and the entity, sorted by id.
#[salsa::tracked]
pub fn related_to(db: &dyn Db, key: EntityKey) -> Vec<(String, EntityKey)> {
    inverse_relations(db).get(&key).cloned().unwrap_or_default()
}

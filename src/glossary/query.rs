//! The questions that one can ask of this stage.

use super::EntityKey;
use super::entity::Entity;
use crate::parse::Checked;
use crate::source::{Db, Source};

/// The entities that one file defines: a YAML list, or a Markdown file of the glossary's folder.
#[salsa::tracked]
pub fn entities_in(db: &dyn Db, source: Source) -> Checked<Vec<Entity>> {
    let _ = source;
    unimplemented!()
}

/// All entities' keys, sorted by id.
#[salsa::tracked]
pub fn keys(db: &dyn Db) -> Vec<EntityKey> {
    let _ = db;
    unimplemented!()
}

/// An entity, if there is one with this id.
#[salsa::tracked]
pub fn entity(db: &dyn Db, key: EntityKey) -> Option<Entity> {
    let _ = key;
    unimplemented!()
}

/// The file that defines an entity.
#[salsa::tracked(returns(copy))]
pub fn defined_in(db: &dyn Db, key: EntityKey) -> Option<Source> {
    let _ = key;
    unimplemented!()
}

/// Entities that have a relation to this one: the relation's key and the entity, sorted by id.
#[salsa::tracked]
pub fn related_to(db: &dyn Db, key: EntityKey) -> Vec<(String, EntityKey)> {
    let _ = key;
    unimplemented!()
}

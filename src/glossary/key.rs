//! Entities and languages as keys of queries. Handles carry no order: sort by id or tag.

use crate::config::Language;

/// An entity's id as a key of queries. Handles carry no order: sort by id.
#[salsa::interned(unsafe(no_lifetime), revisions = usize::MAX, debug)]
pub struct EntityKey {
    /// The id.
    pub id: Box<str>,
}

/// A language as a key of queries.
#[salsa::interned(unsafe(no_lifetime), revisions = usize::MAX, debug)]
pub struct LanguageKey {
    /// The language.
    pub language: Language,
}

//! Entities become a glossary: names, aliases and forms, and one matcher a language.
//!
//! In: entity files. Out: entities by id, and for each language the automaton that finds them.
//! What must never be: a look at articles (that is `link`).

mod attached;
mod check;
pub mod context;
pub mod entity;
mod form;
pub mod matcher;
pub mod names;
pub mod query;
mod read;
mod read_dates;
pub mod read_entity;
mod read_names;
pub mod surface;

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

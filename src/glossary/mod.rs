//! Entities become a glossary: names, aliases and forms, and one matcher a language.
//!
//! In: entity files. Out: entities by id, and for each language the trie that finds them.
//! What must never be: a look at articles (that is `link`).

mod attached;
mod check;
pub mod context;
pub mod entity;
mod form;
#[expect(missing_docs, reason = "salsa generates `new` without docs")]
pub mod key;
pub mod matcher;
pub mod names;
mod piece;
pub mod query;
mod read;
mod read_dates;
pub mod read_entity;
mod read_names;
pub mod short;
pub mod surface;
mod trie;

pub use key::{EntityKey, LanguageKey};

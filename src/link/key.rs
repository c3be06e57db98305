//! Lists as keys of queries. Handles carry no order: sort by language and kind.

use super::ListKind;
use crate::config::Language;

/// A list in a language, as a key of queries.
#[salsa::interned(unsafe(no_lifetime), revisions = usize::MAX, debug)]
pub struct ListKey {
    /// Of which language its articles are.
    pub language: Language,
    /// Which list.
    pub kind: ListKind,
}

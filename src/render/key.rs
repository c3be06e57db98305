//! Pages as keys of queries.

use super::page::PageKind;

/// A page as a key of queries.
#[salsa::interned(unsafe(no_lifetime), revisions = usize::MAX, debug)]
pub struct Page {
    /// Which.
    pub kind: PageKind,
}

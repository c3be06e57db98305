//! The ledger: where and when each article stands, in one table. Whoever needs that of all articles asks one question, whose
//! answer an edit of a text or a headline leaves as it is.

use std::cmp::Reverse;
use std::sync::Arc;

use super::query::visible;
use crate::parse::Address;
use crate::parse::query::{address, articles, date_of, front};
use crate::source::{Db, Source};

/// An article in the ledger.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) source: Source,
    /// Whether it may be seen.
    pub(super) visible: bool,
    /// When it was published.
    pub(super) instant: Option<jiff::Timestamp>,
    pub(super) address: Arc<Address>,
}

impl Entry {
    /// What the versions of an article share.
    pub(super) fn stem(&self) -> &str {
        &self.address.stem
    }
}

/// An article's own entry.
#[salsa::tracked]
pub(super) fn entry(db: &dyn Db, source: Source) -> Entry {
    Entry {
        source,
        visible: visible(db, source),
        instant: date_of(front(db, source)).map(|date| date.instant),
        address: Arc::clone(address(db, source)),
    }
}

/// All articles, visible or not, sorted by path.
#[salsa::tracked]
pub(super) fn all(db: &dyn Db) -> Vec<Entry> {
    articles(db).iter().map(|source| entry(db, *source).clone()).collect()
}

/// The articles that may be seen, newest first; those of one instant by address.
#[salsa::tracked]
pub(super) fn shown(db: &dyn Db) -> Vec<Entry> {
    let mut shown: Vec<Entry> = all(db).iter().filter(|entry| entry.visible).cloned().collect();
    shown.sort_by(|a, b| Reverse(a.instant).cmp(&Reverse(b.instant)).then_with(|| a.address.url.cmp(&b.address.url)));
    shown
}

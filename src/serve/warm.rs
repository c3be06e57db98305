//! Asks on all cores, before a page is made, what it would ask of every file one after another: what the edits so far left of
//! the answers.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::link;
use crate::parse;
use crate::publish::progress::Silent;
use crate::publish::survey::{each, parts};
use crate::source::Database;

/// For which state of the site the answers are warm.
#[derive(Debug, Default)]
pub(super) struct Warmth {
    /// One more than [`State::changes`]; 0 before the first page.
    changes: AtomicU64,
    /// One more than [`State::far`].
    far: AtomicU64,
}

/// A state of the site, or one before it: then it is warmed once more.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    /// How often it changed.
    pub(super) changes: u64,
    /// How often by more than the body of a page ([`Workspace::far_changes`](crate::source::Workspace)).
    pub(super) far: u64,
}

impl Warmth {
    /// Warms the answers that the pages of articles need, once after every change.
    pub(super) fn warm(&self, db: &Database, state: State) {
        if self.changes.load(Ordering::Relaxed) == state.changes + 1 {
            return;
        }
        let is_far = self.far.load(Ordering::Relaxed) != state.far + 1;
        if is_far {
            heads(db);
            self.far.store(state.far + 1, Ordering::Relaxed);
        }
        // Only now: the first to ask for a table of all articles makes it while the others wait.
        each::<()>(db, parse::query::articles(db), &Silent, |db, article| {
            link::query::resolutions(db, article);
            link::query::prepare_related(db, article);
            vec![]
        });
        parts(db);
        self.changes.store(state.changes + 1, Ordering::Relaxed);
    }
}

/// What front matter adds to the tables of all articles.
fn heads(db: &Database) {
    each::<()>(db, db.site().pages(db), &Silent, |db, page| {
        parse::query::address(db, page);
        vec![]
    });
    each::<()>(db, parse::query::articles(db), &Silent, |db, article| {
        link::query::prepare(db, article);
        vec![]
    });
}

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
    /// One more than the number of changes ([`Workspace::far_changes`](crate::source::Workspace)); 0 before the first page.
    far: AtomicU64,
}

impl Warmth {
    /// Warms the answers that the pages of articles need: for the first page, and once after every change that reached further
    /// than the body of a page. After others hardly anything is to be worked out; what is left is to see that nothing else
    /// changed, and threads that do that together wait for each other as long as they save.
    pub(super) fn warm(&self, db: &Database, far: u64) {
        if self.far.load(Ordering::Relaxed) == far + 1 {
            return;
        }
        heads(db);
        // Only now: the first to ask for a table of all articles makes it while the others wait.
        each::<()>(db, parse::query::articles(db), &Silent, |db, article| {
            link::query::resolutions(db, article);
            link::query::prepare_related(db, article);
            vec![]
        });
        parts(db);
        self.far.store(far + 1, Ordering::Relaxed);
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

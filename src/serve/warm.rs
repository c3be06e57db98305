//! Asks on all cores, before a page is made, what it would ask of every file one after another: what the edits so far left of
//! the answers.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::link;
use crate::parse;
use crate::publish::progress::Silent;
use crate::publish::survey::each;
use crate::source::Database;

/// For which state of the site the answers are warm.
#[derive(Debug, Default)]
pub(super) struct Warmth {
    /// The number of changes so far, and one more; 0 before the first page.
    state: AtomicU64,
}

impl Warmth {
    /// Warms the answers that the pages of articles need, once after every change. `changes` counts those that `db` has, or
    /// fewer: then it is done once more.
    pub(super) fn warm(&self, db: &Database, changes: u64) {
        let before = self.state.load(Ordering::Relaxed);
        if before == changes + 1 {
            return;
        }
        let pages = db.site().pages(db);
        each::<()>(db, pages, &Silent, |db, page| {
            parse::query::document(db, page);
            parse::query::address(db, page);
            vec![]
        });
        let articles = parse::query::articles(db);
        each::<()>(db, articles, &Silent, |db, article| {
            link::query::prepare(db, article);
            vec![]
        });
        // Only now: the first to ask for a table of all articles makes it while the others wait.
        each::<()>(db, articles, &Silent, |db, article| {
            link::query::resolutions(db, article);
            vec![]
        });
        // Later, few of them are asked for again: the edited file, and the parts of its time.
        if before == 0 {
            each::<()>(db, articles, &Silent, |db, article| {
                link::query::prepare_related(db, article);
                vec![]
            });
        }
        each::<()>(db, &link::query::related_parts(db), &Silent, |db, article| {
            link::query::prepare_related_part(db, article);
            vec![]
        });
        self.state.store(changes + 1, Ordering::Relaxed);
    }
}

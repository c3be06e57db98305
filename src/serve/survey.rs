//! Looks for what is wrong, in the background: pages are never kept waiting for it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::live::Live;
use crate::config::rules;
use crate::parse::query::config;
use crate::publish::progress::Silent;
use crate::publish::survey::{survey, trial};
use crate::publish::timing::Timings;
use crate::render::page::pages;

/// How long no file may have changed before a survey begins.
const QUIET: Duration = Duration::from_millis(120);

/// A page that somebody waits for goes first, but findings come at last however many pages are asked for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is looked whether a page is waited for.
const GLANCE: Duration = Duration::from_millis(10);

/// Surveys the site at the start and after every change, on a thread of its own.
pub(super) fn start(live: &Arc<Live>) {
    let live = Arc::clone(live);
    std::thread::spawn(move || {
        let Ok(waiting) = tokio::runtime::Builder::new_current_thread().enable_time().build() else { return };
        let mut revisions = live.revisions();
        loop {
            // Whoever saved wants to see the page first, and may be about to save again.
            while waiting.block_on(async { tokio::time::timeout(QUIET, revisions.changed()).await.is_ok_and(|changed| changed.is_ok()) }) {}
            let ready = Instant::now();
            while live.is_page_awaited() && ready.elapsed() < PATIENCE {
                std::thread::sleep(GLANCE);
            }
            revisions.borrow_and_update();
            // An edit in the midst of a survey begins another.
            if let Some(findings) = live.try_ask(|db| {
                let mut found = survey(db, &Silent, &mut Timings::default());
                found.extend(live.options.unread.iter().cloned());
                found.extend(trial(db, &pages(db)));
                rules::settle(found, &config(db).value.findings, live.options.strictness)
            }) {
                live.found(findings);
                live.shed();
                // What was saved may tell of a time that has come meanwhile.
                live.tick();
            }
            if waiting.block_on(revisions.changed()).is_err() {
                return;
            }
        }
    });
}

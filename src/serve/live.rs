//! The database that everybody asks and the watcher changes.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::pictures::Pictures;
use super::warm::Warmth;
use super::{Clock, Notice, Options};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::report::Report;
use crate::parse::query::keep_documents;
use crate::render::clock::stands_until;
use crate::source::{Database, Workspace, machine};

/// Parsed texts that are kept between edits: those that somebody looks at, and the ones around them.
const DOCUMENTS: usize = 1024;

/// A site that is being edited.
pub(super) struct Live {
    /// Whoever changes it holds it; whoever asks only takes a handle.
    workspace: Mutex<Workspace>,
    pub(super) options: Options,
    notices: Mutex<Sender<Notice>>,
    /// Counts the changes.
    revision: watch::Sender<u64>,
    /// The newest findings, settled.
    findings: watch::Sender<Newest>,
    /// Tells this run of the server from the one before, for pages that come back; and lets only our own pages open files.
    pub(super) token: String,
    /// For which change the answers are warm.
    warmth: Warmth,
    /// How many pages somebody is waiting for.
    awaited: AtomicUsize,
    /// Makes pictures.
    pub(super) pictures: Pictures,
}

/// The newest findings; none before the first survey is done.
pub(super) type Newest = Option<Arc<[Shown]>>;

/// A finding as the overlay shows it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub(super) struct Shown {
    /// `error`, `warning`.
    pub(super) severity: &'static str,
    /// As the terminal prints it, without colours.
    pub(super) text: String,
}

/// A page that somebody is waiting for, as long as it lives.
struct Awaited<'a>(&'a AtomicUsize);

impl<'a> Awaited<'a> {
    fn one_more(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Awaited<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Live {
    pub(super) fn new(mut workspace: Workspace, options: Options, notices: Sender<Notice>) -> Self {
        let pictures = Pictures::new(&options.root);
        keep_documents(workspace.db_mut(), DOCUMENTS);
        Self {
            workspace: Mutex::new(workspace),
            options,
            notices: Mutex::new(notices),
            revision: watch::Sender::new(0),
            findings: watch::Sender::new(None),
            warmth: Warmth::default(),
            awaited: AtomicUsize::new(0),
            pictures,
            token: format!("{:016x}{:016x}", machine::nonce(), machine::nonce()),
        }
    }

    /// Asks the database; `None` if an edit came in between.
    pub(super) fn try_ask<T>(&self, question: impl Fn(&Database) -> T) -> Option<T> {
        let db = self.lock().db().clone();
        salsa::Cancelled::catch(AssertUnwindSafe(|| question(&db))).ok()
    }

    /// Asks the database for a page: what it needs of the other files is asked on all cores first. An edit in between makes the
    /// question be asked again, of the new state.
    pub(super) fn ask_for_page<T>(&self, question: impl Fn(&Database) -> T) -> T {
        let _awaited = Awaited::one_more(&self.awaited);
        loop {
            // Read before the database: what changes between the two is warmed once more.
            let far = self.look(Workspace::far_changes);
            let asked = self.try_ask(|db| {
                self.warmth.warm(db, far);
                question(db)
            });
            if let Some(answer) = asked {
                return answer;
            }
        }
    }

    /// Whether somebody is waiting for a page: then all cores should work for that.
    pub(super) fn is_page_awaited(&self) -> bool {
        self.awaited.load(Ordering::Relaxed) > 0
    }

    /// Changes the site, and tells everybody who waits for that.
    pub(super) fn change(&self, change: impl FnOnce(&mut Workspace)) {
        change(&mut self.lock());
        self.revision.send_modify(|revision| *revision += 1);
    }

    /// Sets a running clock where the time has come for something: an embargo that ends, a new day. Else it stays, as answers of
    /// all files would be doubted for nothing.
    pub(super) fn tick(&self) {
        let now = machine::now();
        if self.options.clock == Clock::Running && self.try_ask(|db| stands_until(db) <= now) == Some(true) {
            self.change(|workspace| workspace.set_now(now));
        }
    }

    /// Lets go of what is needed no more once every question has been asked.
    pub(super) fn shed(&self) {
        self.lock().shed();
    }

    /// Looks at the files without asking anything.
    pub(super) fn look<T>(&self, look: impl FnOnce(&Workspace) -> T) -> T {
        look(&self.lock())
    }

    /// Hears of every change from now on.
    pub(super) fn revisions(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// Hears of findings; the newest are there at once.
    pub(super) fn findings(&self) -> watch::Receiver<Newest> {
        self.findings.subscribe()
    }

    /// Takes new findings, settled and sorted.
    pub(super) fn found(&self, findings: Vec<Diagnostic>) {
        let shown: Vec<Shown> = findings.iter().map(|finding| self.shown(finding)).collect();
        let is_new = self.findings.send_if_modified(|known| {
            let is_new = known.as_deref() != Some(&shown);
            if is_new {
                *known = Some(shown.into());
            }
            is_new
        });
        if is_new {
            self.tell(Notice::Findings(self.report(findings)));
        }
    }

    /// Tells the terminal.
    pub(super) fn tell(&self, notice: Notice) {
        // The terminal may be gone already.
        let _ = self.notices.lock().unwrap_or_else(PoisonError::into_inner).send(notice);
    }

    /// A report of findings, with the lines of the texts as they are now.
    fn report(&self, findings: Vec<Diagnostic>) -> Report {
        self.look(|workspace| Report::new(findings, |path| workspace.text(path), String::new()))
    }

    fn shown(&self, finding: &Diagnostic) -> Shown {
        let report = self.report(vec![finding.clone()]);
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ = crate::diagnostic::human::print(&report, crate::diagnostic::human::Paint::Plain, &mut text);
        Shown { severity: finding.severity.word(), text: String::from_utf8_lossy(&text).trim_end().to_owned() }
    }

    fn lock(&self) -> MutexGuard<'_, Workspace> {
        // A question that panicked left the files as they were.
        self.workspace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

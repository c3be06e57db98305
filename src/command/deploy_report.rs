//! What became of each file, told at the end of a deploy, however it ended.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use super::deploy::print_json;
use super::session::Loudness;
use super::{Failure, Session};
use crate::publish::deploy::plan::{Plan, Upload, Why};
use crate::publish::progress::{Phase, Progress};

/// Notes which files were sent, and passes it on to whoever shows progress.
pub(super) struct Ledger {
    shown: Arc<dyn Progress + Send>,
    sent: Mutex<BTreeSet<String>>,
}

/// How a deploy ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The new release is live.
    Live,
    /// Something stopped it.
    Stopped,
}

impl Ledger {
    /// A ledger in which nothing stands.
    pub(super) fn new(shown: Arc<dyn Progress + Send>) -> Self {
        Self { shown, sent: Mutex::default() }
    }

    fn has(&self, upload: &Upload) -> bool {
        self.sent.lock().is_ok_and(|sent| sent.contains(&upload.path))
    }
}

impl Progress for Ledger {
    fn begin(&self, phase: Phase, total: usize) {
        self.shown.begin(phase, total);
    }

    fn step(&self) {
        self.shown.step();
    }

    fn sent(&self, path: &str, bytes: u64) {
        if let Ok(mut sent) = self.sent.lock() {
            sent.insert(path.to_owned());
        }
        self.shown.sent(path, bytes);
    }

    fn end(&self) {
        self.shown.end();
    }
}

/// Tells of each file what was done; in short, unless more is asked for or a program reads it.
///
/// # Errors
/// Those of the output.
pub(super) fn tell(session: &mut Session, plan: &Plan, ledger: &Ledger, end: End) -> Result<(), Failure> {
    let deleted = match end {
        End::Live => plan.deletes.as_slice(),
        End::Stopped => &[],
    };
    let uploads = plan.uploads.iter().map(|upload| {
        serde_json::json!({"path": upload.path, "done": done(ledger.has(upload), end), "why": upload.why, "size": upload.size, "class": upload.class})
    });
    let deletes = deleted.iter().map(|path| serde_json::json!({"path": path, "done": "deleted"}));
    let report: Vec<serde_json::Value> = uploads.chain(deletes).collect();
    print_json(
        session,
        &serde_json::json!({"release": plan.manifest.release, "live": end == End::Live, "same": plan.same, "report": report}),
    )?;
    if session.loudness == Loudness::Verbose {
        let of = |upload: &Upload| {
            let word = done(ledger.has(upload), end);
            format!("  {word:<8} {} ({}, {})", upload.path, bytes(upload.size), reason(upload.why))
        };
        let lines = plan.uploads.iter().map(of).chain(deleted.iter().map(|path| format!("  deleted  {path}")));
        let lines: Vec<String> = lines.collect();
        if !lines.is_empty() {
            session.result(&lines.join("\n"))?;
        }
    }
    let sent = plan.uploads.iter().filter(|upload| ledger.has(upload)).count();
    if end == End::Stopped && sent > 0 {
        let rest = plan.uploads.len() - sent;
        session.say(&format!("{} of {} had been sent; {rest} were not", sent, files(plan.uploads.len(), "")));
    }
    Ok(())
}

/// What became of a file that was to be sent. Hosts that know files by their digests ask for those that they lack.
fn done(is_sent: bool, end: End) -> &'static str {
    match (is_sent, end) {
        (true, _) => "sent",
        (false, End::Live) => "known",
        (false, End::Stopped) => "unsent",
    }
}

fn reason(why: Why) -> &'static str {
    match why {
        Why::New => "new",
        Why::Changed => "changed",
        Why::Headers => "other headers",
        Why::Unsure => "not known to be right",
    }
}

/// `12 files sent`.
pub(super) fn files(count: usize, what: &str) -> String {
    let what = if what.is_empty() { String::new() } else { format!(" {what}") };
    if count == 1 { format!("1 file{what}") } else { format!("{count} files{what}") }
}

/// A size in the units of the International System.
pub(super) fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} B"),
        1_000..1_000_000 => format!("{}.{} kB", count / 1_000, count % 1_000 / 100),
        _ => format!("{}.{} MB", count / 1_000_000, count % 1_000_000 / 100_000),
    }
}

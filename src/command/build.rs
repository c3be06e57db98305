//! `gloss build`: the site, written to its output folder.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::session::{Loudness, exit_of};
use super::site::{self, OpenSite};
use super::{Exit, Failure, Session, build_times, write};
use crate::link::query;
use crate::parse;
use crate::publish::PublishError;
use crate::publish::build::{self, OnError, Options, Outcome};
use crate::publish::last::{Basis, Last, Tally};
use crate::publish::shard::Shard;
use crate::publish::timing::Detail;
use crate::publish::trace::trace;
use crate::render::clock::stands_until;
use crate::source::Audience;

/// What `gloss build` is told.
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    /// Where to; `public` in the site's root unless said.
    pub output: Option<PathBuf>,
    /// For whom; drafts are part of what editors see.
    pub audience: Option<Audience>,
    /// What errors do.
    pub on_error: OnError,
    /// Which part of the pages is made; all of them, without one.
    pub shard: Option<Shard>,
    /// Whether it is printed where the time went.
    pub timings: Timing,
    /// A file for a viewer of what was done when, and on which thread.
    pub trace: Option<PathBuf>,
    /// What happens where nothing has changed since the last build.
    pub unchanged: Unchanged,
}

/// What happens where nothing has changed since the last build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unchanged {
    /// The output stays, and what the last build said is said again.
    #[default]
    Stays,
    /// The site is built all the same, and every file of the output compared.
    IsBuilt,
}

/// Whether it is printed where the time went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Timing {
    /// Only the whole.
    #[default]
    Whole,
    /// Each phase, and each template.
    Parts,
}

/// Runs it.
///
/// # Errors
/// Where there is no site, it cannot be read, or the output must not be written to.
pub fn run(session: &mut Session, options: &BuildOptions) -> Result<Exit, Failure> {
    let start = Instant::now();
    let root = site::root(session)?;
    let output = options.output.clone().unwrap_or_else(|| build::default_output(&root));
    let audience = options.audience.unwrap_or(Audience::Readers);
    // Asked before the files are read: what changes from here on makes the next build another one.
    let basis = Basis::of(&root, (audience, options.on_error, session.strictness, options.shard));
    if options.unchanged == Unchanged::Stays
        && let Some(last) = basis.as_ref().and_then(|basis| Last::find(&output, basis, session.now))
    {
        return stays(session, (&root, &output), last, start);
    }
    let detail = if options.timings == Timing::Parts || options.trace.is_some() { Detail::Pages } else { Detail::Phases };
    let mut open = site::open_timed(session, detail)?;
    open.workspace.set_audience(audience);
    let mut timings = std::mem::take(&mut open.timings);
    let settings = Options {
        site: open.root.clone(),
        output: output.clone(),
        strictness: session.strictness,
        on_error: options.on_error,
        unread: std::mem::take(&mut open.unread),
        shard: options.shard,
    };
    let progress = session.progress.clone();
    let mut outcome = build::build(open.db(), &settings, &*progress, &mut timings)?;
    let exit = if outcome.failure.is_some() { Exit::Machine } else { exit_of(&outcome.findings) };
    let report = open.report(session, std::mem::take(&mut outcome.findings));
    session.report(&report)?;
    if options.timings == Timing::Parts || session.loudness == Loudness::Verbose {
        session.result(&build_times::table(&timings))?;
    }
    if let Some(file) = &options.trace {
        write::over(file, &trace(&timings))?;
    }
    if outcome.mended {
        session.say("the last build had been cut short; this one mends what it left");
    }
    if outcome.unsound > 0 {
        session.say(&format!("{} of the cache were not whole, and were made again", plural_of(outcome.unsound, ("entry", "entries"))));
    }
    let counts = report.counts().words();
    let exit = match (&outcome.failure, &outcome.written) {
        (Some(failure), _) => return failed(session, &outcome, failure),
        (None, None) => {
            session.result(&format!("nothing was written: {counts}; `{}` is as it was", output.display()))?;
            return Ok(exit);
        }
        (None, Some(written)) if !outcome.complete => {
            let files = written.new + written.changed;
            session.result(&format!("not finished: {counts}; {files} files were written before the first error, none removed"))?;
            return Ok(exit);
        }
        (None, Some(_)) => exit,
    };
    let tally = tally(&open, outcome.pages);
    let part = options.shard.map(|shard| format!("part {shard} of ")).unwrap_or_default();
    let line = format!("{part}{}{}", tally_words(tally), written_words(&outcome));
    session.result(&format!("{line}, {counts}, {:.2} s -> {}", start.elapsed().as_secs_f64(), output.display()))?;
    if let Some(basis) = basis {
        Last::note(&output, basis, session.now..stands_until(open.db()), (report.into_findings(), tally));
    }
    // The process ends here: tearing down a large site's answers piece by piece would only take time.
    std::mem::forget(open);
    Ok(exit)
}

/// Says what was and was not done by a build that the machine stopped.
fn failed(session: &mut Session, outcome: &Outcome, failure: &PublishError) -> Result<Exit, Failure> {
    let done = outcome.written.unwrap_or_default();
    let done = format!(
        "the output is not complete: {} files were made, {} written over, {} already right; nothing was removed. The next build goes on from here",
        done.new, done.changed, done.same
    );
    match failure {
        PublishError::Io { .. } => Err(Failure::Machine(format!("{failure}\n{done}"))),
        PublishError::Refused { help, .. } => Err(Failure::Usage(failure.to_string(), format!("{help}\n{done}"))),
        PublishError::Clash { .. } => {
            session.say(&done);
            Err(Failure::Usage(failure.to_string(), "give one of them another address".into()))
        }
    }
}

/// Says again what the last build said, since one of the same site would say it too.
fn stays(session: &mut Session, (root, output): (&Path, &Path), last: Last, start: Instant) -> Result<Exit, Failure> {
    let exit = exit_of(&last.findings);
    let report = site::report(session, root, last.findings);
    session.report(&report)?;
    if session.loudness == Loudness::Verbose {
        session.say("no file has changed since the last build: nothing was rendered");
    }
    let (tally, counts) = (tally_words(last.tally), report.counts().words());
    session.result(&format!("{tally}, nothing changed, {counts}, {:.2} s -> {}", start.elapsed().as_secs_f64(), output.display()))?;
    Ok(exit)
}

/// How much a built site has.
pub(super) fn tally(open: &OpenSite, pages: usize) -> Tally {
    let db = open.db();
    let articles = query::visible_articles(db);
    let mentions = articles.iter().map(|article| query::mentions(db, *article).list.len()).sum();
    let references = articles.iter().map(|article| parse::query::document(db, *article).value.references.len()).sum();
    Tally { pages, mentions, references }
}

/// `120 pages, 1,004 mentions, 31 references`.
fn tally_words(tally: Tally) -> String {
    format!("{}, {}, {}", plural(tally.pages, "page"), plural(tally.mentions, "mention"), plural(tally.references, "reference"))
}

/// `, 2 pictures made, files: 4 changed`.
fn written_words(outcome: &Outcome) -> String {
    let written = outcome.written.unwrap_or_default();
    let mut changes = Vec::new();
    for (count, word) in [(written.new, "new"), (written.changed, "changed"), (written.removed, "removed")] {
        if count > 0 {
            changes.push(format!("{count} {word}"));
        }
    }
    let made = if outcome.made > 0 { format!(", {} made", plural(outcome.made, "picture")) } else { String::new() };
    let changes = if changes.is_empty() { "nothing changed".into() } else { format!("files: {}", changes.join(", ")) };
    format!("{made}, {changes}")
}

fn plural(count: usize, word: &str) -> String {
    plural_of(count, (word, &format!("{word}s")))
}

fn plural_of(count: usize, (one, many): (&str, &str)) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

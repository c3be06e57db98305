//! A whole build: a survey of the site, then every page rendered on all cores and put where it belongs as it is ready, so
//! that no more of the output is held in memory than the threads work on.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::cache::Use;
use super::error::PublishError;
use super::leak::Leaks;
use super::maker::{Bench, Maker};
use super::progress::{Phase, Progress};
use super::publication::{Publication, Written};
use super::shard::Shard;
use super::survey::{index, relate, survey, trial};
use super::timing::Timings;
use crate::config::rules::{self, Strictness};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::link::query::visible_articles;
use crate::parse;
use crate::picture::Trouble;
use crate::render::artifact::Order;
use crate::render::page::{PageKind, pages};
use crate::render::produce::{Rendered, produce};
use crate::render::route::{page_at, paths};
use crate::render::{Artifact, Content};
use crate::source::Database;
use crate::view::pages::search;
use crate::view::picture::finding;

/// How a build goes.
#[derive(Debug, Clone)]
pub struct Options {
    /// The site's root: what must not be written over.
    pub site: PathBuf,
    /// The output folder.
    pub output: PathBuf,
    /// Whether warnings are errors.
    pub strictness: Strictness,
    /// What happens when there are errors.
    pub on_error: OnError,
    /// What was found wrong while the site was read.
    pub unread: Vec<Diagnostic>,
    /// Which part of the pages is made; all of them, without one.
    pub shard: Option<Shard>,
}

/// What a build does when it finds errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnError {
    /// The output stays as it was.
    #[default]
    Stop,
    /// What can be made is made; references that lead nowhere become warnings and stay text.
    KeepGoing,
}

/// What a build did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What was found, settled and sorted.
    pub findings: Vec<Diagnostic>,
    /// What was written; `None` where errors stopped the build before it wrote.
    pub written: Option<Written>,
    /// How many pages there are.
    pub pages: usize,
    /// How many pictures were made, rather than found in the cache.
    pub made: usize,
    /// How many entries of the cache were not whole, and were made again.
    pub unsound: usize,
    /// Whether the last build had been cut short and was mended.
    pub mended: bool,
    /// Whether everything was written, and what is no longer made was removed.
    pub complete: bool,
    /// Why the output is not complete, though writing had begun.
    pub failure: Option<PublishError>,
}

/// Builds the site.
///
/// # Errors
/// Where the output must not be written to; trouble after writing has begun is told by [`Outcome::failure`].
pub fn build(db: &Database, options: &Options, progress: &dyn Progress, timings: &mut Timings) -> Result<Outcome, PublishError> {
    // Asked first: nobody wants to wait for a build to hear that its output folder is the wrong one.
    super::guard::check(&options.site, &options.output)?;
    let mut found = survey(db, progress, timings);
    found.extend(options.unread.iter().cloned());
    let mut outcome = Outcome { findings: settle(db, found, options), ..Outcome::default() };
    if options.on_error == OnError::Stop && has_errors(&outcome.findings) || has_no_config(&outcome.findings) {
        return Ok(outcome);
    }
    let (tried, (own, others)) = timings.phase(progress, (Phase::Relate, visible_articles(db).len()), |_| {
        let (for_pages, for_index) = (db.clone(), db.clone());
        let (pages, ()) = rayon::join(move || pages(&for_pages), move || index(&for_index));
        outcome.pages = pages.iter().filter(|page| page.is_read(db)).count();
        let tried = trial(db, &pages);
        let (own, others) = parted(db, pages, options.shard);
        relate(db, &own, progress);
        (tried, (own, others))
    });
    outcome.findings.extend(settle(db, tried, options));
    if options.on_error == OnError::Stop && has_errors(&outcome.findings) {
        outcome.findings = rules::settle(outcome.findings, &[], Strictness::Usual);
        return Ok(outcome);
    }
    let publication = Publication::open(&options.site, &options.output)?.compressing(&parse::query::config(db).value.compress);
    outcome.mended = publication.mends();
    let writer = Writer {
        publication: &publication,
        leaks: Leaks::of(db),
        options,
        stopped: AtomicBool::new(false),
        failure: Mutex::default(),
        later: Mutex::default(),
        progress,
    };
    writer.leave(&others);
    let (for_pages, for_index) = (db.clone(), db.clone());
    let (mut rendered, index_time) = timings.phase(progress, (Phase::Render, own.len()), |timings| {
        let render = || -> Vec<Vec<Diagnostic>> {
            own.par_iter().with_min_len(4).map_with(for_pages, |db, page| writer.write(db, page, timings)).collect()
        };
        // The index is made of what pages are found by, not of the pages: it need not wait for them.
        let (mut rendered, (found, time)) = rayon::join(render, || writer.index(for_index));
        rendered.push(found);
        (rendered.into_iter().flatten().collect::<Vec<Diagnostic>>(), time)
    });
    if let Some(time) = index_time {
        timings.beside(Phase::Index, time);
    }
    let later = std::mem::take(&mut *writer.later.lock().unwrap_or_else(PoisonError::into_inner));
    if !later.is_empty() && !writer.stopped.load(Ordering::Relaxed) {
        let maker = Maker::new(&options.site, Use::Write);
        let count = later.len();
        rendered.extend(timings.phase(progress, (Phase::Pictures, count), |_| writer.write_later(db, later, &maker)));
        outcome.made = maker.made();
        outcome.unsound = maker.unsound();
        if !writer.stopped.load(Ordering::Relaxed) {
            maker.sweep();
        }
    }
    let stopped = writer.stopped.load(Ordering::Relaxed);
    outcome.failure = writer.failure.into_inner().unwrap_or_default();
    let rendered = settle(db, rendered, options);
    outcome.findings = rules::settle(outcome.findings.into_iter().chain(rendered).collect(), &[], Strictness::Usual);
    if stopped {
        outcome.written = Some(publication.so_far());
        return Ok(outcome);
    }
    if options.shard.is_some() {
        publication.leave_rest(|path| page_at(db, path).is_some())?;
    }
    match timings.phase(progress, (Phase::Finish, 0), |_| publication.finish()) {
        Ok(written) => (outcome.written, outcome.complete) = (Some(written), true),
        Err(error) => outcome.failure = Some(error),
    }
    Ok(outcome)
}

/// The pages of a part of the site, and the paths of what the other parts make.
fn parted(db: &Database, pages: Vec<PageKind>, shard: Option<Shard>) -> (Vec<PageKind>, Vec<String>) {
    let Some(shard) = shard else { return (pages, vec![]) };
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for (page, path) in std::iter::zip(pages, paths(db)) {
        if shard.has(&path) {
            own.push(page);
        } else {
            others.push(path);
        }
    }
    (own, others)
}

/// What the rendering threads share.
struct Writer<'b> {
    publication: &'b Publication,
    leaks: Leaks,
    options: &'b Options,
    /// Set at the first error: what is rendered from then on is looked at but not written.
    stopped: AtomicBool,
    failure: Mutex<Option<PublishError>>,
    /// What takes long to make, and is made when all pages stand.
    later: Mutex<Vec<Order>>,
    progress: &'b dyn Progress,
}

impl Writer<'_> {
    /// What the other parts make stays as they left it.
    fn leave(&self, others: &[String]) {
        let mut left = others.iter().try_for_each(|path| self.publication.leave(path));
        if self.options.shard.is_some_and(|shard| !shard.is_first()) {
            left = left.and_then(|()| self.publication.leave_folder(search::FOLDER));
        }
        if let Err(error) = left {
            self.fail(error);
        }
    }

    /// Makes the search index and puts it, where the site wants one; gives what was found wrong, and how long it took.
    fn index(&self, db: Database) -> (Vec<Diagnostic>, Option<Duration>) {
        let is_another_part = self.options.shard.is_some_and(|shard| !shard.is_first());
        if is_another_part || !parse::query::config(&db).value.search {
            return (vec![], None);
        }
        let start = Instant::now();
        let found = super::search::put(db.clone(), self.publication, &self.leaks).unwrap_or_else(|error| {
            self.fail(error);
            vec![]
        });
        self.heed(&db, &found);
        (found, Some(start.elapsed()))
    }

    /// Renders a page and puts it; gives what was found wrong.
    fn write(&self, db: &Database, page: &PageKind, timings: &Timings) -> Vec<Diagnostic> {
        if self.failure.lock().is_ok_and(|failure| failure.is_some()) {
            return vec![];
        }
        let path = |rendered: &Rendered| {
            let path = rendered.artifact.as_ref().map(|artifact| &artifact.path).or(rendered.orders.first().map(|order| &order.path));
            (page.made_by(db).to_owned(), path.cloned())
        };
        let rendered = timings.page(|| produce(db, page), path);
        let mut findings = rendered.findings;
        if let Some(artifact) = &rendered.artifact {
            findings.extend(self.leaks.scan(artifact));
        }
        self.heed(db, &findings);
        // A page that leaks is never written, whatever else goes on.
        let leaks = findings.iter().any(|finding| finding.code == Code::Leak);
        if let Some(artifact) = rendered.artifact.filter(|_| !leaks) {
            self.put(&artifact);
        }
        if !rendered.orders.is_empty() {
            self.later.lock().unwrap_or_else(PoisonError::into_inner).extend(rendered.orders);
        }
        self.progress.step();
        findings
    }

    /// Makes what was ordered, and puts it; gives what was found wrong.
    fn write_later(&self, db: &Database, mut later: Vec<Order>, maker: &Maker) -> Vec<Diagnostic> {
        // What is made of one picture is made together.
        later.sort_by(|a, b| (a.work.subject(), &a.path).cmp(&(b.work.subject(), &b.path)));
        // Several templates may ask for one picture.
        later.dedup_by(|a, b| a.path == b.path);
        let pictures: Vec<&[Order]> = later.chunk_by(|a, b| a.work.subject().is_some() && a.work.subject() == b.work.subject()).collect();
        let write = |db: &mut Database, orders: &&[Order]| {
            let (mut bench, mut findings) = (Bench::default(), Vec::new());
            for order in orders.iter().filter(|_| !self.stopped.load(Ordering::Relaxed)) {
                let kept = maker.length(order).map_or(Ok(false), |length| self.publication.keep_named(&order.path, length));
                match kept {
                    Ok(true) => {}
                    Ok(false) => match maker.make(order, &mut bench) {
                        Ok(bytes) => self.put(&Artifact { path: order.path.clone(), content: Content::Bytes(bytes) }),
                        Err(trouble) => findings.push(in_vain(order, &trouble)),
                    },
                    Err(error) => self.fail(error),
                }
                self.progress.step();
            }
            // All that is made of one picture has the same trouble.
            findings.truncate(1);
            self.heed(db, &findings);
            findings
        };
        let found: Vec<Vec<Diagnostic>> = pictures.par_iter().with_max_len(1).map_with(db.clone(), write).collect();
        found.into_iter().flatten().collect()
    }

    /// Stops the build where findings are errors, unless it keeps going.
    fn heed(&self, db: &Database, findings: &[Diagnostic]) {
        if self.options.on_error == OnError::Stop && has_errors(&settle(db, findings.to_vec(), self.options)) {
            self.stopped.store(true, Ordering::Relaxed);
        }
    }

    /// Puts an artifact, unless the build has stopped; a store that fails stops it.
    fn put(&self, artifact: &Artifact) {
        if !self.stopped.load(Ordering::Relaxed)
            && let Err(error) = self.publication.put(artifact)
        {
            self.fail(error);
        }
    }

    /// Stops the build: the store has failed.
    fn fail(&self, error: PublishError) {
        self.stopped.store(true, Ordering::Relaxed);
        if let Ok(mut failure) = self.failure.lock() {
            failure.get_or_insert(error);
        }
    }
}

/// A finding for an order that could not be carried out.
fn in_vain(order: &Order, trouble: &Trouble) -> Diagnostic {
    match order.work.subject() {
        Some(picture) => finding(picture, trouble),
        None => Diagnostic::new(Code::BadPicture, format!("`{}` cannot be drawn: {trouble}", order.path)),
    }
}

/// Applies the site's own severities, and those of a build that keeps going.
fn settle(db: &Database, findings: Vec<Diagnostic>, options: &Options) -> Vec<Diagnostic> {
    let mut findings = rules::settle(findings, &parse::query::config(db).value.findings, options.strictness);
    if options.on_error == OnError::KeepGoing {
        for finding in findings.iter_mut().filter(|finding| leads_nowhere(finding.code)) {
            finding.severity = finding.severity.max(Severity::Warning);
        }
    }
    findings
}

/// Whether a finding is a reference that leads nowhere: its words stay, as text.
fn leads_nowhere(code: Code) -> bool {
    matches!(
        code,
        Code::UnresolvedReference
            | Code::AmbiguousReference
            | Code::UnpublishedReference
            | Code::MissingHeading
            | Code::UnknownEntity
            | Code::MissingFile
    )
}

fn has_errors(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

fn has_no_config(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|finding| finding.code == Code::NoConfig)
}

/// Where a site is built to unless something else is said.
pub fn default_output(site: &Path) -> PathBuf {
    site.join("public")
}

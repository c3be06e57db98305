//! `gloss check`: everything that is wrong with a site, and nothing written.

use rayon::prelude::*;

use super::session::exit_of;
use super::{Exit, Failure, Session, site};
use crate::diagnostic::Diagnostic;
use crate::publish::survey::survey;
use crate::render::page::pages;
use crate::render::produce::produce;

/// Runs it.
///
/// # Errors
/// Where there is no site, or it cannot be read.
pub fn run(session: &mut Session) -> Result<Exit, Failure> {
    let mut open = site::open(session)?;
    let mut timings = std::mem::take(&mut open.timings);
    let progress = session.progress.clone();
    let mut found = survey(open.db(), &*progress, &mut timings);
    // Templates fail only when pages are made of them.
    let rendered: Vec<Vec<Diagnostic>> =
        pages(open.db()).par_iter().map_with(open.db().clone(), |db, page| produce(db, page).findings).collect();
    found.extend(rendered.into_iter().flatten());
    let findings = open.settle(session, found);
    let exit = exit_of(&findings);
    let report = open.report(session, findings);
    session.report(&report)?;
    session.result(&format!("checked {}: {}", open.root.display(), report.counts().words()))?;
    Ok(exit)
}

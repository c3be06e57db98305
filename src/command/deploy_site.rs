//! The site that is deployed: built now, or found as the last build left it, which then is not built again.

use std::path::Path;

use super::build::tally;
use super::session::exit_of;
use super::site::{self, OpenSite};
use super::{Exit, Failure, Session};
use crate::publish::build::{self, OnError, Options};
use crate::publish::deploy::built::{Built, built};
use crate::publish::deploy::manifest::Manifest;
use crate::publish::last::{Basis, Last};
use crate::render::clock::stands_until;
use crate::source::Audience;

/// A whole site that stands in its output folder.
pub(super) struct Standing {
    /// What the last deploy noted of it, where it has not changed since.
    noted: Option<Built>,
    /// Its files, where they had to be read.
    open: Option<OpenSite>,
    last: Option<Last>,
}

/// Makes the site stand in `output`; else gives how the command ends: a site that is not whole is not deployed.
///
/// # Errors
/// Where it cannot be read or the output cannot be written to.
pub(super) fn stand(session: &mut Session, root: &Path, output: &Path) -> Result<Result<Standing, Exit>, Failure> {
    // Asked before the files are read: what changes from here on makes the next build another one.
    let basis = Basis::of(root, (Audience::Readers, OnError::Stop, session.strictness, None));
    let last = basis.as_ref().and_then(|basis| Last::find(output, basis, session.now));
    if let Some(last) = last {
        let report = site::report(session, root, last.findings.clone());
        session.report(&report)?;
        let noted = Built::noted(output, &last.mark());
        let open = if noted.is_some() { None } else { Some(open(session)?) };
        return Ok(Ok(Standing { noted, open, last: Some(last) }));
    }
    let open = open(session)?;
    build(session, open, (output, basis))
}

impl Standing {
    /// What stands there; the digests of pages whose bytes are those of the live release are taken over.
    ///
    /// # Errors
    /// Where the output cannot be read.
    pub(super) fn built(&mut self, output: &Path, live: Option<&Manifest>) -> Result<Built, Failure> {
        match (self.noted.take(), &self.open) {
            (Some(noted), _) => Ok(noted),
            (None, None) => Err(Failure::Machine("the site was not read".into())),
            (None, Some(open)) => {
                let built = built(open.db(), output, live)?;
                if let Some(last) = &self.last {
                    built.note(output, &last.mark());
                }
                Ok(built)
            }
        }
    }
}

fn open(session: &Session) -> Result<OpenSite, Failure> {
    let mut open = site::open(session)?;
    open.workspace.set_audience(Audience::Readers);
    Ok(open)
}

fn build(session: &mut Session, mut open: OpenSite, (output, basis): (&Path, Option<Basis>)) -> Result<Result<Standing, Exit>, Failure> {
    let settings = Options {
        site: open.root.clone(),
        output: output.to_path_buf(),
        strictness: session.strictness,
        on_error: OnError::Stop,
        unread: std::mem::take(&mut open.unread),
        shard: None,
    };
    let mut timings = std::mem::take(&mut open.timings);
    let outcome = build::build(open.db(), &settings, &*session.progress.clone(), &mut timings)?;
    let exit = exit_of(&outcome.findings);
    let report = open.report(session, outcome.findings);
    session.report(&report)?;
    match outcome.failure {
        Some(failure) => Err(Failure::Machine(format!("{failure}\nthe build is not finished, and nothing was deployed"))),
        None if !outcome.complete => {
            session.result("the site is not whole: nothing was deployed")?;
            Ok(Err(if exit == Exit::Fine { Exit::Findings } else { exit }))
        }
        None => {
            let said = (report.into_findings(), tally(&open, outcome.pages));
            let last = basis.and_then(|basis| Last::note(output, basis, session.now..stands_until(open.db()), said));
            Ok(Ok(Standing { noted: None, open: Some(open), last }))
        }
    }
}

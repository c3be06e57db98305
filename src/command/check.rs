//! `gloss check`: everything that is wrong with a site, and nothing written.

use rayon::prelude::*;

use super::session::exit_of;
use super::site::OpenSite;
use super::{Exit, Failure, Session, site};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::link::outside::addresses;
use crate::publish::cache::{Cache, Use};
use crate::publish::outside::{Answer, ask};
use crate::publish::progress::{Phase, Progress};
use crate::publish::survey::survey;
use crate::publish::timing::Timings;
use crate::render::page::pages;
use crate::render::produce::produce;

/// How far it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// At the site.
    Site,
    /// At what it links to, too.
    Outside,
}

/// Runs it.
///
/// # Errors
/// Where there is no site, it cannot be read, or other sites cannot be asked.
pub fn run(session: &mut Session, extent: Extent) -> Result<Exit, Failure> {
    let mut open = site::open(session)?;
    let mut timings = std::mem::take(&mut open.timings);
    let progress = session.progress.clone();
    let mut found = survey(open.db(), &*progress, &mut timings);
    // Templates fail only when pages are made of them.
    let rendered: Vec<Vec<Diagnostic>> =
        pages(open.db()).par_iter().map_with(open.db().clone(), |db, page| produce(db, page).findings).collect();
    found.extend(rendered.into_iter().flatten());
    if extent == Extent::Outside {
        found.extend(outside(&open, &*progress, &mut timings)?);
    }
    let findings = open.settle(session, found);
    let exit = exit_of(&findings);
    let report = open.report(session, findings);
    session.report(&report)?;
    session.result(&format!("checked {}: {}", open.root.display(), report.counts().words()))?;
    Ok(exit)
}

/// What other sites say of the addresses that files name.
fn outside(open: &OpenSite, progress: &dyn Progress, timings: &mut Timings) -> Result<Vec<Diagnostic>, Failure> {
    let found = addresses(open.db());
    let named: Vec<String> = found.keys().cloned().collect();
    let cache = Cache::new(&open.root, Use::Write);
    let answers = timings.phase(progress, (Phase::Ask, named.len()), |_| ask(&named, cache, progress));
    let answers = answers.map_err(|error| Failure::Machine(error.to_string()))?;
    let of_file = |address: &str, answer: &Answer, place: &Place| {
        let finding = match answer {
            Answer::There => return None,
            Answer::Gone(why) => Diagnostic::new(Code::DeadLink, format!("`{address}` leads nowhere: {why}"))
                .help("link to where it stands now, or to a copy in an archive, such as https://web.archive.org"),
            Answer::Untold(why) => Diagnostic::new(Code::UntoldLink, format!("`{address}` does not show itself to a program: {why}"))
                .help("open it in a browser"),
        };
        Some(finding.at(&place.path, place.span))
    };
    let findings = found
        .iter()
        .zip(&answers)
        .flat_map(|((address, places), answer)| places.iter().filter_map(move |place| of_file(address, answer, place)));
    Ok(findings.collect())
}

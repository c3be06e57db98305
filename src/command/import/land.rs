//! Brings what an archive comes to into the site: nothing is written over, and a report tells what was left behind.

use std::sync::Arc;

use super::super::session::exit_of;
use super::super::site::OpenSite;
use super::super::write::{Made, copy, make};
use super::super::{Exit, Failure, Session};
use super::archive::Archive;
use super::ground::Ground;
use super::{Then, repair};
use crate::config::rules;
use crate::diagnostic::report::Report;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::parse::query::config;
use crate::source::archive::read_text;
use crate::text::path::SitePath;

/// How many files were new, and how many there already.
#[derive(Default)]
struct Count {
    new: usize,
    known: usize,
}

/// Writes the archive into the site, or tells what would be written; ends in the report.
///
/// # Errors
/// Where the disk fails; what was written before stays, and another run goes on from there.
pub(super) fn land(
    session: &mut Session,
    open: &mut OpenSite,
    mut archive: Archive,
    (mut ground, then): (Ground, Then),
) -> Result<Exit, Failure> {
    for page in &mut archive.pages {
        ground.spell_all(&page.path, &mut page.front);
    }
    if let Some(first) = ground.foreign.first() {
        let others = if ground.foreign.len() > 1 { format!(" and {} more", ground.foreign.len() - 1) } else { String::new() };
        let note = Diagnostic::new(Code::NotImported, format!("no import made `{first}`{others}, and nothing is written over it"));
        let help = "if the archive has another page for that place, give yours another name and run this again";
        archive.remarks.push(Diagnostic { severity: Severity::Note, ..note.help(help) });
    }
    archive.assets.sort();
    archive.assets.dedup_by(|later, first| later.path == first.path);
    repair::settle(open, &mut archive);
    let (mut pages, mut files) = (Count { new: 0, known: archive.known }, Count::default());
    for page in &archive.pages {
        let made = match then {
            Then::Write => make(&open.root.join(&page.path), &page.text())?,
            Then::Tell if open.root.join(&page.path).is_file() => Made::Kept,
            Then::Tell => Made::New,
        };
        tell(session, (made, then), &page.path)?;
        pages.add(made);
    }
    for asset in &archive.assets {
        let disk = open.root.join(&asset.path);
        let made = match then {
            Then::Write => copy(&asset.from, &disk)?,
            Then::Tell if disk.is_file() => Made::Kept,
            Then::Tell => Made::New,
        };
        tell(session, (made, then), &asset.path)?;
        files.add(made);
    }
    report(session, open, archive, (pages, files, then))
}

impl Count {
    fn add(&mut self, made: Made) {
        match made {
            Made::New => self.new += 1,
            Made::Kept => self.known += 1,
        }
    }
}

/// A line for each file, where all is asked for or nothing is written.
fn tell(session: &mut Session, (made, then): (Made, Then), path: &str) -> Result<(), Failure> {
    let loud = session.loudness == super::super::session::Loudness::Verbose;
    match (made, then) {
        (Made::New, Then::Tell) => session.result(&format!("would make {path}")),
        (Made::New, Then::Write) if loud => session.result(&format!("made {path}")),
        _ => Ok(()),
    }
}

fn report(session: &mut Session, open: &OpenSite, archive: Archive, (pages, files, then): (Count, Count, Then)) -> Result<Exit, Failure> {
    let left = archive.remarks.iter().filter(|remark| remark.code == Code::NotImported && remark.place.is_some()).count();
    let parts = archive.remarks.len() - left;
    let findings = rules::settle(archive.remarks, &config(open.db()).value.findings, session.strictness);
    let exit = exit_of(&findings);
    let here = session.here.clone();
    let texts = archive.texts;
    let text = |path: &SitePath| texts.get(path).cloned().or_else(|| read_text(&here.join(path.as_str())).ok().map(Arc::from));
    let report = Report::new(findings, text, String::new());
    session.report(&report)?;
    let would = if then == Then::Tell { "would be " } else { "" };
    let mut words = format!(
        "{}: {} {would}new, {} there already, {left} not converted",
        counted(pages.new + pages.known + left, "page"),
        pages.new,
        pages.known
    );
    if files.new + files.known > 0 {
        words += &format!("; {}: {} {would}new, {} there already", counted(files.new + files.known, "file"), files.new, files.known);
    }
    if parts > 0 {
        words += &format!("; {}", counted(parts, "remark"));
    }
    session.result(&words)?;
    Ok(exit)
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

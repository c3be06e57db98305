//! Opens the site that a command is about.

use std::path::{Path, PathBuf};

use super::{Failure, Session};
use crate::config::rules;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::report::Report;
use crate::parse::query::config;
use crate::publish::progress::Phase;
use crate::publish::timing::{Detail, Timings};
use crate::source::root::{CONFIG_NAME, find_root, is_site};
use crate::source::walk::{read_file, read_site};
use crate::source::{Change, Database, Source, Text, Workspace};
use crate::text::path::SitePath;

/// A site that has been read.
pub struct OpenSite {
    /// Its root, as the user would write it.
    pub root: PathBuf,
    /// Its files.
    pub workspace: Workspace,
    /// What could not be read.
    pub unread: Vec<Diagnostic>,
    /// How long things took.
    pub timings: Timings,
}

/// The root of the site that the session is about.
///
/// # Errors
/// Where there is none.
pub fn root(session: &Session) -> Result<PathBuf, Failure> {
    match &session.root {
        Some(root) if root.is_dir() => Ok(root.clone()),
        Some(root) => Err(Failure::Usage(format!("there is no folder `{}`", root.display()), "`--root` names a site's folder".into())),
        None => find_root(&session.here).map_err(Failure::io("cannot look for the site"))?.ok_or_else(|| {
            Failure::Usage(
                "there is no `gloss.yaml` here or in a folder above".into(),
                "`gloss init my-site` makes a site; `--root` names one".into(),
            )
        }),
    }
}

/// Reads the site that the session is about.
///
/// # Errors
/// Where there is none, or it cannot be read.
pub fn open(session: &Session) -> Result<OpenSite, Failure> {
    open_timed(session, Detail::Phases)
}

/// Opens the site that the session is about as if it had no file but its `gloss.yaml`.
///
/// # Errors
/// Where there is none.
pub fn open_settings(session: &Session) -> Result<OpenSite, Failure> {
    let root = root(session)?;
    let mut workspace = Workspace::new(Database::new(session.now));
    let path = SitePath::new(CONFIG_NAME);
    if let Some(change) = read_file(&root, &path) {
        workspace.apply([(path, change)]);
    }
    Ok(OpenSite { root, workspace, unread: vec![], timings: Timings::new(Detail::Phases) })
}

/// Reads the site that the session is about, and times what is done with it as closely as this.
///
/// # Errors
/// Where there is none, or it cannot be read.
pub fn open_timed(session: &Session, detail: Detail) -> Result<OpenSite, Failure> {
    let root = root(session)?;
    if session.root.is_some() && !is_site(&root) && !root.join("content").is_dir() {
        let help = format!("`gloss init {}` makes a site there", root.display());
        return Err(Failure::Usage(format!("`{}` is not a site: it has no `gloss.yaml`", root.display()), help));
    }
    let mut timings = Timings::new(detail);
    let mut workspace = Workspace::new(Database::new(session.now));
    let scan = timings
        .phase(&*session.progress, (Phase::Read, 0), |_| {
            let scan = read_site(&root)?;
            workspace.apply(scan.files);
            Ok(scan.findings)
        })
        .map_err(Failure::io(&format!("cannot read `{}`", root.display())))?;
    Ok(OpenSite { root, workspace, unread: scan, timings })
}

/// A report of findings about the site at `root`, which has not been read: only the files that they point into are.
pub fn report(session: &Session, root: &Path, findings: Vec<Diagnostic>) -> Report {
    let text = |path: &SitePath| match read_file(root, path)? {
        Change::Text(Text::Utf8(text)) => Some(text),
        _ => None,
    };
    Report::new(findings, text, prefix(&session.here, root))
}

impl OpenSite {
    /// The database, for asking.
    pub fn db(&self) -> &Database {
        self.workspace.db()
    }

    /// Findings of all stages and of the walk, with the site's own severities, sorted.
    pub fn settle(&self, session: &Session, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let all = findings.into_iter().chain(self.unread.iter().cloned()).collect();
        rules::settle(all, &config(self.db()).value.findings, session.strictness)
    }

    /// A report of findings about this site.
    pub fn report(&self, session: &Session, findings: Vec<Diagnostic>) -> Report {
        Report::new(findings, |path| self.workspace.text(path), prefix(&session.here, &self.root))
    }

    /// The text file that a user means by a path: from the site's root, from the folder where they stand, or by its name alone.
    pub fn find(&self, session: &Session, named: &str) -> Option<Source> {
        let plain = named.trim_start_matches("./");
        let from_here = std::path::absolute(session.here.join(named)).ok();
        let in_site = from_here.as_deref().and_then(|path| path.strip_prefix(std::path::absolute(&self.root).ok()?).ok()?.to_str());
        [Some(plain), in_site].into_iter().flatten().find_map(|path| self.workspace.source(path))
    }
}

/// What leads from one folder to another, with a slash at its end, or nothing for the same: `../`, `my-site/`.
fn prefix(here: &Path, root: &Path) -> String {
    let (Ok(here), Ok(root)) = (here.canonicalize(), root.canonicalize()) else { return String::new() };
    let shared = here.components().zip(root.components()).take_while(|(a, b)| a == b).count();
    let up = here.components().count() - shared;
    let down: Option<Vec<&str>> = root.components().skip(shared).map(|part| part.as_os_str().to_str()).collect();
    match down {
        // A path of many steps up is harder to read than a whole one.
        Some(down) if up <= 2 => "../".repeat(up) + &down.iter().map(|part| format!("{part}/")).collect::<String>(),
        _ => format!("{}/", root.display()),
    }
}

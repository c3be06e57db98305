//! A branch of a git repository as a target, as hosts of pages serve it.
//!
//! A release is a commit on the branch. It is made in an empty repository of its own, from the branch's last tree and the
//! files that changed, and pushed; the push is refused where somebody else was faster, and a deploy that is killed before
//! its end has changed nothing. The site's own repository is not touched.

use std::process::Command;

use super::error::DeployError;
use super::manifest::{self, Manifest};
use super::plan::Live;
use super::target::{Target, Usage, Work};
use super::tool::{again, run};
use crate::config::deploy::Place;
use crate::publish::progress::{Phase, Progress};
use crate::source::machine;

/// Keeps hosts of pages from running the files through a generator of their own.
const NO_GENERATOR: &str = ".nojekyll";

/// A branch.
pub struct Git {
    remote: String,
    branch: String,
    domain: Option<String>,
    usage: Usage,
}

/// A repository of our own, for one piece of work.
struct Workshop<'g> {
    git: &'g Git,
    folder: tempfile::TempDir,
}

impl Git {
    /// The branch of a target.
    pub fn new(target: &Place, usage: Usage) -> Self {
        let (remote, branch, domain) = match target {
            Place::Git { remote, branch, domain } => (remote.clone(), branch.clone(), domain.clone()),
            _ => (String::new(), String::new(), None),
        };
        Self { remote, branch, domain, usage }
    }

    /// The remote's address: a name that the site's own repository knows stands for what it knows it by.
    fn address(&self) -> String {
        let local = self.usage.site.join(&self.remote);
        if local.is_dir() {
            let whole = std::path::absolute(&local).unwrap_or(local);
            return whole.to_string_lossy().into_owned();
        }
        let mut command = program();
        command.current_dir(&self.usage.site).args(["remote", "get-url", "--push", &self.remote]);
        let known = if self.remote.contains(['/', ':']) { None } else { run(&mut command, b"").ok() };
        known.map_or_else(|| self.remote.clone(), |known| line(&known))
    }

    /// The commit that the branch is at, if there is one.
    fn tip(&self) -> Result<Option<String>, DeployError> {
        let reference = format!("refs/heads/{}", self.branch);
        let found = again(|| run(program().current_dir(&self.usage.site).args(["ls-remote", "--", &self.address(), &reference]), b""))?;
        Ok(line(&found).split_whitespace().next().map(str::to_owned))
    }

    /// A repository with the last `depth` commits of the branch, if it has any.
    fn workshop(&self, tip: Option<&str>, depth: usize) -> Result<Workshop<'_>, DeployError> {
        let folder = tempfile::Builder::new().prefix("gloss-deploy-").tempdir();
        let folder = folder.map_err(|error| DeployError::failed(format!("cannot make a folder: {error}")))?;
        let workshop = Workshop { git: self, folder };
        workshop.ask(&["init", "--quiet", "--bare"])?;
        workshop.ask(&["remote", "add", "origin", &self.address()])?;
        if tip.is_some() {
            let depth = format!("--depth={depth}");
            let reference = format!("+refs/heads/{}:refs/live", self.branch);
            // Without the files themselves: those that stay as they are need not come here.
            again(|| workshop.ask(&["fetch", "--quiet", "--no-tags", &depth, "--filter=blob:none", "origin", &reference]))?;
        }
        Ok(workshop)
    }

    fn push(&self, workshop: &Workshop<'_>, (commit, was): (&str, &str)) -> Result<(), DeployError> {
        let reference = format!("refs/heads/{}", self.branch);
        let lease = format!("--force-with-lease={reference}:{was}");
        let pushed = again(|| workshop.ask(&["push", "--quiet", &lease, "origin", &format!("{commit}:{reference}")]));
        match pushed {
            Err(DeployError::Failed { what, .. })
                if ["stale info", "fetch first", "cannot lock ref", "non-fast-forward"].iter().any(|sign| what.contains(sign)) =>
            {
                // A push whose answer was lost finds its own work the second time.
                if self.tip()?.as_deref() == Some(commit) { Ok(()) } else { Err(DeployError::moved()) }
            }
            other => other.map(drop),
        }
    }
}

impl Workshop<'_> {
    fn git(&self) -> Command {
        let mut command = program();
        command.current_dir(self.folder.path()).env("GIT_INDEX_FILE", self.folder.path().join("deploy-index"));
        command
    }

    fn ask(&self, arguments: &[&str]) -> Result<String, DeployError> {
        Ok(line(&run(self.git().args(arguments), b"")?))
    }

    /// The manifest of a commit.
    fn manifest(&self, commit: &str) -> Option<Manifest> {
        let shown = run(self.git().args(["cat-file", "blob", &format!("{commit}:{}", manifest::PATH)]), b"").ok()?;
        Manifest::parse(&shown)
    }

    /// The commits that were fetched, newest first.
    fn commits(&self) -> Result<Vec<String>, DeployError> {
        Ok(self.ask(&["log", "--first-parent", "--format=%H", "refs/live"])?.lines().map(str::to_owned).collect())
    }

    /// Puts small files into the index.
    fn add(&self, path: &str, bytes: &[u8]) -> Result<(), DeployError> {
        let blob = line(&run(self.git().args(["hash-object", "-w", "--stdin"]), bytes)?);
        self.index(format!("100644 {blob}\t{path}\0").as_bytes())
    }

    fn index(&self, lines: &[u8]) -> Result<(), DeployError> {
        run(self.git().args(["update-index", "-z", "--index-info"]), lines).map(drop)
    }

    /// Puts the files of a plan into the index, and takes out those that go.
    fn stage(&self, work: &Work<'_>) -> Result<(), DeployError> {
        let from = std::path::absolute(work.from).map_err(DeployError::io("find", work.from))?;
        for part in work.plan.uploads.chunks(256) {
            let paths: String = part.iter().map(|upload| format!("{}\n", from.join(&upload.path).display())).collect();
            let blobs = run(self.git().args(["hash-object", "-w", "--no-filters", "--stdin-paths"]), paths.as_bytes())?;
            let blobs = String::from_utf8_lossy(&blobs).into_owned();
            let lines: Vec<String> =
                part.iter().zip(blobs.lines()).map(|(upload, blob)| format!("100644 {blob}\t{}\0", upload.path)).collect();
            if lines.len() != part.len() {
                return Err(DeployError::failed("git did not take every file"));
            }
            self.index(lines.concat().as_bytes())?;
            part.iter().for_each(|upload| work.progress.sent(&upload.path, upload.size));
        }
        let gone: String = work.plan.deletes.iter().map(|path| format!("0 {:040}\t{path}\0", 0)).collect();
        self.index(gone.as_bytes())
    }

    /// Commits the index with a manifest; gives the commit.
    fn commit(&self, next: &Manifest, (parent, message): (&str, &str)) -> Result<String, DeployError> {
        self.add(manifest::PATH, &next.to_bytes())?;
        self.add(NO_GENERATOR, b"")?;
        if let Some(domain) = self.git.domain.as_ref().filter(|_| !next.files.contains_key("CNAME")) {
            self.add("CNAME", format!("{domain}\n").as_bytes())?;
        }
        let tree = self.ask(&["write-tree", "--missing-ok"])?;
        let mut command = self.git();
        // Who commits is the user; where nobody said who that is, it is this program.
        if run(self.git().current_dir(&self.git.usage.site).args(["var", "GIT_COMMITTER_IDENT"]), b"").is_err() {
            for role in ["AUTHOR", "COMMITTER"] {
                command.env(format!("GIT_{role}_NAME"), "gloss").env(format!("GIT_{role}_EMAIL"), "gloss@localhost");
            }
        }
        command.args(["commit-tree", &tree, "-m", message]);
        if !parent.is_empty() {
            command.args(["-p", parent]);
        }
        Ok(line(&run(&mut command, b"")?))
    }
}

impl Target for Git {
    fn place(&self) -> String {
        format!("{}, branch {}", self.remote, self.branch)
    }

    fn live(&self) -> Result<Live, DeployError> {
        let Some(tip) = self.tip()? else { return Ok(Live::default()) };
        let workshop = self.workshop(Some(&tip), 1)?;
        // The branch may have moved between the two questions; what was fetched is what is looked at.
        let mark = workshop.ask(&["rev-parse", "refs/live"])?;
        let manifest = workshop.manifest("refs/live");
        let foreign = if manifest.is_none() { workshop.ask(&["ls-tree", "--name-only", "refs/live"])? } else { String::new() };
        let foreign = foreign.lines().next().map(|name| format!("`{name}`"));
        let last = manifest.as_ref().map_or(0, |manifest| manifest.release);
        Ok(Live { manifest, last, foreign, mark, ..Live::default() })
    }

    fn send(&self, work: &Work<'_>) -> Result<(), DeployError> {
        let live = &work.plan.live;
        let workshop = self.workshop(Some(live.mark.as_str()).filter(|mark| !mark.is_empty()), 1)?;
        if !live.mark.is_empty() {
            if workshop.ask(&["rev-parse", "refs/live"])? != live.mark {
                return Err(DeployError::moved());
            }
            // A branch of somebody else is taken over whole: its files stay in the history only.
            if live.manifest.is_some() {
                workshop.ask(&["read-tree", "refs/live"])?;
            }
        }
        work.progress.begin(Phase::Send, work.plan.uploads.len());
        let staged = workshop.stage(work);
        work.progress.end();
        staged?;
        let next = &work.plan.manifest;
        let message = format!("Release {}", next.release);
        let commit = workshop.commit(next, (&live.mark, &message))?;
        verify(work)?;
        self.push(&workshop, (&commit, &live.mark))
    }

    fn releases(&self) -> Result<Vec<Manifest>, DeployError> {
        let Some(tip) = self.tip()? else { return Ok(vec![]) };
        let workshop = self.workshop(Some(&tip), self.usage.keep)?;
        Ok(workshop.commits()?.iter().filter_map(|commit| workshop.manifest(commit)).collect())
    }

    fn restore(&self, to: &Manifest, _: &dyn Progress) -> Result<Manifest, DeployError> {
        let tip = self.tip()?;
        let workshop = self.workshop(tip.as_deref(), self.usage.keep)?;
        let commits = workshop.commits()?;
        let mark = commits.first().cloned().unwrap_or_default();
        let wanted = commits.iter().find(|commit| workshop.manifest(commit).is_some_and(|manifest| manifest.release == to.release));
        let gone = || DeployError::failed(format!("the commit of release {} is gone", to.release));
        workshop.ask(&["read-tree", wanted.ok_or_else(gone)?])?;
        let last = workshop.manifest(&mark).map_or(0, |live| live.release);
        let restores = Some(to.origin());
        let next = Manifest { release: last + 1, restores, time: machine::now().to_string(), ..to.clone() };
        let message = format!("Release {}: back to release {}", next.release, to.origin());
        let commit = workshop.commit(&next, (&mark, &message))?;
        self.push(&workshop, (&commit, &mark))?;
        Ok(next)
    }
}

/// Makes sure that the files that git took are the ones of the plan: the output may have changed under our hands.
fn verify(work: &Work<'_>) -> Result<(), DeployError> {
    for upload in &work.plan.uploads {
        let disk = work.from.join(&upload.path);
        match super::built::digest_file(&disk) {
            Ok((sha256, _)) if sha256 == upload.entry.sha256 => {}
            Ok(_) => return Err(DeployError::failed(format!("`{}` changed while it was deployed", disk.display()))),
            Err(error) => return Err(DeployError::failed(error.to_string())),
        }
    }
    Ok(())
}

/// Git, asking nothing of a terminal and taking nothing from a repository that it happens to be called in.
fn program() -> Command {
    let mut command = Command::new("git");
    command.env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"] {
        command.env_remove(name);
    }
    command
}

fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

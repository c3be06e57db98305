//! A folder of another machine as a target, reached by the system's `ssh` and `rsync`. Laid out as
//! [`super::directory`] lays it out: `releases/N/`, and the link `current` to the live one.
//!
//! `rsync` makes a release beside the live one, from hard links to what is the same there (`--link-dest`) and the bytes of
//! what is not; then its folder gets its name and the link is replaced by a rename. All that the other machine needs is a
//! POSIX shell and `rsync`.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::built::digest;
use super::error::{BESIDE, DeployError};
use super::lease::{self, Lease};
use super::manifest::{self, Manifest};
use super::plan::Live;
use super::shell::Shell;
use super::target::{Locked, Target, Usage, Work};
use super::tool::{again, quoted, run, ssh_options};
use crate::config::deploy::Place;
use crate::publish::progress::{Phase, Progress};
use crate::publish::record;
use crate::source::machine;

/// A folder on a host.
pub struct Rsync {
    host: String,
    port: Option<u16>,
    path: String,
    usage: Usage,
    shell: Shell,
}

/// What separates the parts of an answer; no manifest has such a line.
const MARK: &str = "--gloss--";

/// Where files stand that are half written, in a release that is being made.
const HALF: &str = ".gloss/tmp";

impl Rsync {
    /// The folder of a target.
    pub fn new(target: &Place, usage: Usage) -> Self {
        let (host, port, path) = match target {
            Place::Rsync { host, port, path } => (host.clone(), *port, path.clone()),
            _ => (String::new(), None, String::new()),
        };
        let shell = Shell::new(&host, port);
        Self { host, port, path, usage, shell }
    }

    /// Runs a script there, in the target's folder.
    fn there(&self, script: &str, input: &str) -> Result<String, DeployError> {
        self.shell.run(&format!("set -e; cd {}; {script}", quoted(&self.path)), input)
    }

    /// Takes the lock: a folder, which only one can make. Its lease is judged by that machine's own clock. Gives too what is
    /// live there now; the manifest is left out where one is known, since what a release holds does not change.
    fn lock(&self, known: Option<&Live>) -> Result<(Lock<'_>, Live), DeployError> {
        let lease = Lease::new(machine::now());
        let over = if self.usage.locked == Locked::TakeOver { "true" } else { "[ \"$age\" -gt 120 ]" };
        let with_manifest = known.is_none_or(|live| live.manifest.is_none());
        // A lock that is over is renamed: of several who try, one succeeds. Whoever has it clears away what was left half made.
        let script = format!(
            "set -e; mkdir -p {path}/releases; cd {path}; \
             make() {{ mkdir .gloss-lock 2>/dev/null && echo {token} > .gloss-lock/token && rm -rf releases/.[0-9]*; }}; \
             taken() {{ echo taken; {look}; exit; }}; \
             if make || [ \"$(cat .gloss-lock/token 2>/dev/null)\" = {token} ]; then taken; fi; \
             now=$(date +%s); then=$(stat -c %Y .gloss-lock/token 2>/dev/null || stat -f %m .gloss-lock/token 2>/dev/null || echo $now); age=$((now - then)); \
             if {over} && mv .gloss-lock .gloss-lock.{token} 2>/dev/null; then rm -rf .gloss-lock.{token}; if make; then taken; fi; fi; \
             echo $age",
            path = quoted(&self.path),
            token = lease.token,
            look = look(with_manifest),
        );
        let answer = self.shell.run(&script, "")?;
        if let Some(found) = answer.strip_prefix("taken\n") {
            return Ok((Lock { target: self, token: lease.token, held: Cell::new(true) }, seen(found)));
        }
        Err(DeployError::Busy {
            reason: format!("another deploy has held {} for {} s", self.place(), answer.trim()),
            help: "wait for it; a lock whose holder was killed counts no longer after two minutes, or at once with `--take-over`".into(),
        })
    }

    /// Sends a release's files beside the live one.
    fn transfer(&self, work: &Work<'_>, token: &str) -> Result<(), DeployError> {
        let (next, staged) = (&work.plan.manifest, staged(work.plan.manifest.release));
        let carried = Record::new(work.from, &self.place(), next)?;
        let strays = strays(work.from, next);
        let ssh: Vec<String> = std::iter::once("ssh".to_owned()).chain(ssh_options(self.port)).collect();
        let mut rsync = Command::new("rsync");
        rsync.args(["--recursive", "--links", "--times", "--omit-dir-times", "--chmod=D755,F644"]);
        // Whole folders go faster than files that are named: rsync sends the first before it knows the last.
        rsync.args(["--from0", &format!("--include=/{}", manifest::PATH), "--exclude=/.gloss/*", "--exclude-from=-"]);
        // A host that hangs while its ssh lives.
        rsync.args(["--timeout=60", "-e", &ssh.join(" ")]);
        let live = work.plan.live.manifest.as_ref().map(|_| format!("../{}", work.plan.live.mark));
        // A copy that something else has brought here need not come again.
        match live.or_else(|| work.plan.live.foreign.is_some().then(|| "../..".to_owned())) {
            // Times differ from one machine that builds to another: digests tell what is the same. What a broken connection
            // leaves half written stands apart, and is in no release.
            Some(before) => {
                let made = format!("mkdir -p {} && rsync", quoted(&format!("{}/{staged}/{HALF}", self.path)));
                rsync.arg("--checksum").arg(format!("--rsync-path={made}")).arg(format!("--temp-dir={HALF}"));
                rsync.arg(format!("--link-dest={before}"))
            }
            // With nothing to link to, no file has a second name that would change with it.
            None => rsync.arg("--inplace"),
        };
        rsync.arg("--").args([work.from, &carried.0].map(|folder| format!("{}/", folder.display())));
        // Since 3.2.4 rsync itself quotes the path for the shell there.
        rsync.arg(format!("{}:{}/{staged}/", self.host, self.path));
        // What has come stays: it goes on from there.
        let rsync = std::cell::RefCell::new(rsync);
        self.renewing(token, || again(|| run(&mut rsync.borrow_mut(), &strays)))?;
        // What has come is what lies here; whether that is still what was planned, its length tells.
        let is_planned = |path: &str, size: u64| std::fs::symlink_metadata(work.from.join(path)).is_ok_and(|found| found.len() == size);
        if let Some((path, _)) = next.files.iter().find(|(path, entry)| !is_planned(path, entry.size)) {
            return Err(DeployError::failed(format!("`{}` changed while it was deployed", work.from.join(path).display())));
        }
        work.plan.uploads.iter().for_each(|upload| work.progress.sent(&upload.path, upload.size));
        Ok(())
    }

    /// Makes what was sent a release, and that live: assets of earlier ones are linked, the folder gets its name, the link is
    /// switched, the oldest releases go, and the lock with them. rsync itself compares the digest of every file that it has
    /// written; that none is missing and none too many is counted. All of it in one connection; one that breaks may have got
    /// anywhere, so each step can be done twice.
    fn finish(&self, work: &Work<'_>, lock: &Lock<'_>) -> Result<(), DeployError> {
        let next = &work.plan.manifest;
        let script = format!(
            "S={staged}; R=releases/{number}; T={token}; kept=0; \
             ours() {{ [ \"$(cat .gloss-lock/token)\" = $T ] || {{ echo somebody else has taken over the lock >&2; exit 1; }}; }}; \
             while IFS= read -r path && [ -n \"$path\" ]; do if [ -d $S ] && [ -f current/\"$path\" ]; then kept=$((kept + 1)); \
             mkdir -p $S/\"$(dirname -- \"$path\")\"; ln -f current/\"$path\" $S/\"$path\"; fi; done; \
             if [ -d $S ]; then rm -rf $S/{HALF}; there=$(find $S -type f | wc -l); \
             if [ $there -ne $(({count} + kept + 1)) ]; then echo $((there - 1)) files have come in the place of $(({count} + kept)) >&2; exit 1; fi; ours; mv $S $R; \
             else grep -q -F {time} $R/{manifest} || {{ echo what was sent is gone >&2; exit 1; }}; fi; \
             if [ \"$(readlink current || true)\" != $R ]; then ours; {switch}; fi; {prune}; \
             if [ \"$(cat .gloss-lock/token 2>/dev/null)\" = $T ]; then rm -rf .gloss-lock; fi",
            staged = staged(next.release),
            number = next.release,
            manifest = manifest::PATH,
            time = quoted(&format!("\"time\":\"{}\"", next.time)),
            token = lock.token,
            count = next.files.len(),
            switch = Self::switch(next.release),
            prune = Self::prune(self.usage.keep),
        );
        let kept: String = next.retired.keys().map(|path| format!("{path}\n")).collect();
        self.there(&script, &kept)?;
        lock.held.set(false);
        Ok(())
    }

    /// Does work while the lock is renewed.
    fn renewing<T>(&self, token: &str, work: impl FnOnce() -> Result<T, DeployError>) -> Result<T, DeployError> {
        let (done, wait) = std::sync::mpsc::channel::<()>();
        let script = &format!("[ \"$(cat .gloss-lock/token)\" = {token} ] && touch .gloss-lock/token");
        std::thread::scope(|scope| {
            scope.spawn(move || {
                while wait.recv_timeout(lease::RENEW) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                    // Whether the lock is still ours is asked before the release is made live.
                    let _ = self.there(script, "");
                }
            });
            let result = work();
            drop(done);
            result
        })
    }

    /// The script that removes the oldest releases, by their numbers; never the live one.
    fn prune(keep: usize) -> String {
        format!(
            "ls releases | grep -x '[0-9]*' | sort -n -r | tail -n +{} | while read -r old; do \
             [ releases/\"$old\" = \"$(readlink current)\" ] || rm -rf releases/\"$old\"; done",
            keep + 1
        )
    }

    /// The script that makes a release live.
    fn switch(number: u64) -> String {
        format!(
            "ln -sfn releases/{number} .current-next; \
             mv -T .current-next current 2>/dev/null || mv -h .current-next current 2>/dev/null || {{ rm -f current; mv .current-next current; }}"
        )
    }
}

/// The manifest of a release, in the output folder while rsync takes it along with the files: some shells read what they are
/// sent byte by byte, and would take seconds for it.
struct Record(PathBuf);

impl Record {
    /// Sets it down in the output folder `from`. Only one deploy at a time goes to a place.
    fn new(from: &Path, place: &str, manifest: &Manifest) -> Result<Self, DeployError> {
        let record = Self(from.join(format!(".gloss/for-{}", digest(place.as_bytes()).get(..16).unwrap_or_default())));
        let disk = record.0.join(manifest::PATH);
        #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
        std::fs::create_dir_all(disk.parent().unwrap_or(&disk)).map_err(DeployError::io("write", &disk))?;
        let written = record::write(&disk, &manifest.to_bytes());
        written.map(|()| record).map_err(|error| DeployError::failed(error.to_string()))
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A lock that was taken.
struct Lock<'r> {
    target: &'r Rsync,
    token: String,
    /// Whether it is still to be taken away.
    held: Cell<bool>,
}

impl Drop for Lock<'_> {
    fn drop(&mut self) {
        if !self.held.get() {
            return;
        }
        // If it cannot be taken away, its time runs out.
        let script = format!("if [ \"$(cat .gloss-lock/token)\" = {} ]; then rm -rf .gloss-lock; fi", self.token);
        let _ = self.target.there(&script, "");
    }
}

impl Target for Rsync {
    fn place(&self) -> String {
        format!("{}:{}", self.host, self.path)
    }

    fn reach(&self) {
        self.shell.reach();
    }

    fn live(&self) -> Result<Live, DeployError> {
        let script = format!("if ! cd {} 2>/dev/null; then exit 0; fi; {}", quoted(&self.path), look(true));
        Ok(seen(&self.shell.run(&script, "")?))
    }

    fn send(&self, work: &Work<'_>) -> Result<(), DeployError> {
        let planned = &work.plan.live;
        let (lock, live) = self.lock(Some(planned))?;
        let is_still = match planned.manifest {
            Some(_) => live.mark == planned.mark && live.last == planned.last,
            None => live == *planned,
        };
        if !is_still {
            return Err(DeployError::moved());
        }
        work.progress.begin(Phase::Send, work.plan.uploads.len());
        let sent = self.transfer(work, &lock.token);
        work.progress.end();
        sent.and_then(|()| self.finish(work, &lock)).map_err(|error| error.after(BESIDE))
    }

    fn releases(&self) -> Result<Vec<Manifest>, DeployError> {
        let script = format!("for one in releases/[0-9]*; do cat \"$one\"/{} 2>/dev/null || true; echo; echo {MARK}; done", manifest::PATH);
        let answer = self.there(&script, "")?;
        let separator = format!("{MARK}\n");
        let mut manifests: Vec<Manifest> = answer.split(separator.as_str()).filter_map(|text| Manifest::parse(text.as_bytes())).collect();
        manifests.sort_by_key(|manifest| std::cmp::Reverse(manifest.release));
        Ok(manifests)
    }

    fn restore(&self, to: &Manifest, _: &dyn Progress) -> Result<Manifest, DeployError> {
        let _lock = self.lock(None)?;
        self.there(&format!("[ -d releases/{} ] || exit 1; {}", to.release, Self::switch(to.release)), "")?;
        Ok(to.clone())
    }
}

/// The pattern of each file that lies in the output folder beside those of a release: nobody has asked for it.
fn strays(from: &Path, next: &Manifest) -> Vec<u8> {
    let walk =
        walkdir::WalkDir::new(from).min_depth(1).into_iter().filter_entry(|entry| entry.depth() > 1 || entry.file_name() != ".gloss");
    let found = walk.filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
    let paths = found.filter_map(|entry| entry.path().strip_prefix(from).map(Path::to_owned).ok());
    let stray = paths.filter(|path| !path.to_str().is_some_and(|path| next.files.contains_key(path)));
    stray.flat_map(|path| pattern(path.as_os_str().as_encoded_bytes())).collect()
}

/// A path as rsync takes that one for meant and no other: with a backslash before what would stand for other letters, where
/// there is any.
fn pattern(path: &[u8]) -> Vec<u8> {
    let is_pattern = path.iter().any(|letter| b"*?[".contains(letter));
    let mut pattern = vec![b'/'];
    for letter in path {
        pattern.extend((is_pattern && b"*?[\\".contains(letter)).then_some(b'\\'));
        pattern.push(*letter);
    }
    pattern.push(0);
    pattern
}

/// Where a release is made ready.
fn staged(number: u64) -> String {
    format!("releases/.{number}")
}

/// The script that tells what is live in the folder where it runs; [`seen`] understands it.
fn look(with_manifest: bool) -> String {
    let cat = if with_manifest { format!("cat current/{} 2>/dev/null || true", manifest::PATH) } else { "true".to_owned() };
    format!(
        "readlink current || echo; echo {MARK}; ls releases 2>/dev/null || true; echo {MARK}; \
         ls -A | grep -v -x -e releases -e current -e .gloss-lock -e '.current-next' | head -n 1; echo {MARK}; {cat}"
    )
}

/// What such a script has told.
fn seen(answer: &str) -> Live {
    let separator = format!("{MARK}\n");
    let mut parts = answer.splitn(4, separator.as_str());
    let mut part = || parts.next().unwrap_or_default().trim();
    let (current, releases, stranger, text) = (part(), part(), part(), part());
    let mark = current.rsplit('/').next().unwrap_or_default().to_owned();
    let manifest = Manifest::parse(text.as_bytes());
    let foreign = if manifest.is_some() || (stranger.is_empty() && current.is_empty()) {
        None
    } else if stranger.is_empty() {
        Some("`current`".to_owned())
    } else {
        Some(format!("`{stranger}`"))
    };
    Live { manifest, last: newest(releases), foreign, mark, ..Live::default() }
}

/// The highest number among the names of releases, each on a line.
fn newest(releases: &str) -> u64 {
    releases.lines().filter_map(|name| name.parse().ok()).max().unwrap_or_default()
}

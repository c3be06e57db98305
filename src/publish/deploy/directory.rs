//! A folder of this machine as a target.
//!
//! `releases/N/` holds a release, whole; the link `current` leads to the live one, and a web server serves what it leads to.
//! A release is made beside the others, under a name with a dot, from hard links to files that are as before and copies of
//! those that are not; then its folder gets its name, and the link is replaced by a rename, which readers cannot see half
//! done. A deploy that is killed leaves at most a folder with a dot, which the next one removes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::built::digest_file;
use super::error::{BESIDE, DeployError};
use super::layout::{CURRENT, RELEASES, half_made, numbers, over};
use super::manifest::{self, Entry, Manifest};
use super::plan::Live;
use super::target::{Target, Usage, Work};
use crate::publish::progress::{Phase, Progress};
use crate::source::walk::FOLDERS;

const LOCK: &str = ".gloss-lock";

/// A folder with releases.
pub struct Directory {
    root: PathBuf,
    usage: Usage,
}

impl Directory {
    /// The folder at `path`, from the site's root where it is relative.
    ///
    /// # Errors
    /// Where the folder holds the site, or lies among its sources.
    pub fn new(path: &str, usage: Usage) -> Result<Self, DeployError> {
        let root = usage.site.join(path);
        let whole = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_default();
        let (site, real) = (whole(&usage.site), whole(&root));
        let among = FOLDERS.iter().any(|folder| real.starts_with(site.join(folder)));
        if among || site.starts_with(&real) {
            return Err(DeployError::Refused {
                reason: format!("`{}` is the site's own folder, or lies among its sources", root.display()),
                help: "name a folder outside of the site under `path:`".into(),
            });
        }
        Ok(Self { root, usage })
    }

    fn release(&self, number: u64) -> PathBuf {
        self.root.join(RELEASES).join(number.to_string())
    }

    /// The numbers of the releases that are there.
    fn numbers(&self) -> Result<BTreeSet<u64>, DeployError> {
        Ok(numbers(&names(&self.root.join(RELEASES))?))
    }

    /// The live release's number, by the link.
    fn current(&self) -> Option<u64> {
        std::fs::read_link(self.root.join(CURRENT)).ok()?.file_name()?.to_str()?.parse().ok()
    }

    fn manifest(&self, number: u64) -> Option<Manifest> {
        #[expect(clippy::disallowed_methods, reason = "the target is `publish`'s")]
        let bytes = std::fs::read(self.release(number).join(manifest::PATH)).ok()?;
        Manifest::parse(&bytes)
    }

    /// Held until it is dropped; the system lets go of it when the process ends, however it ends.
    fn lock(&self) -> Result<File, DeployError> {
        let disk = self.root.join(LOCK);
        let file = File::options().create(true).append(true).open(&disk).map_err(DeployError::io("write", &disk))?;
        match file.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => Err(DeployError::Busy {
                reason: format!("another deploy is writing to `{}` now", self.root.display()),
                help: "wait for it, then deploy again".into(),
            }),
            // Some network file systems know no locks.
            Err(std::fs::TryLockError::Error(_)) | Ok(()) => Ok(file),
        }
    }

    /// Makes a release's folder ready beside the others.
    fn stage(&self, work: &Work<'_>) -> Result<PathBuf, DeployError> {
        let next = &work.plan.manifest;
        let staged = self.root.join(RELEASES).join(format!(".{}", next.release));
        let before = self.current().map(|number| self.release(number));
        let sent: BTreeSet<&str> = work.plan.uploads.iter().map(|upload| upload.path.as_str()).collect();
        for (path, entry) in next.standing() {
            let (to, built) = (staged.join(path), work.from.join(path));
            make_folder(to.parent().unwrap_or(&staged))?;
            let old = Some(before.as_ref().unwrap_or(&self.root).join(path)).filter(|_| !sent.contains(path.as_str()));
            // A file that somebody has changed by hand is not taken over.
            let kept = old.filter(|old| std::fs::symlink_metadata(old).is_ok_and(|found| found.is_file() && found.len() == entry.size));
            match kept {
                Some(old) if std::fs::hard_link(&old, &to).is_ok() => {}
                Some(old) => copy(&old, &to, entry)?,
                None if next.files.contains_key(path) => copy(&built, &to, entry)?,
                // An asset of an earlier release that is no longer there: nothing can bring it back.
                None => {}
            }
            if sent.contains(path.as_str()) {
                work.progress.sent(path, entry.size);
            }
        }
        write(&staged.join(manifest::PATH), &next.to_bytes())?;
        Ok(staged)
    }

    /// Makes a release live.
    fn switch(&self, number: u64) -> Result<(), DeployError> {
        let (fresh, current) = (self.root.join(".current"), self.root.join(CURRENT));
        #[expect(clippy::disallowed_methods, reason = "the target is `publish`'s")]
        let _ = std::fs::remove_file(&fresh);
        link(&format!("{RELEASES}/{number}"), &fresh).map_err(DeployError::io("make the link", &fresh))?;
        #[expect(clippy::disallowed_methods, reason = "the target is `publish`'s")]
        std::fs::rename(&fresh, &current).map_err(DeployError::io("switch the link", &current))
    }

    /// Removes what is kept no longer, and what killed deploys left.
    fn prune(&self, live: u64) -> Result<(), DeployError> {
        for number in over(&self.numbers()?, live, self.usage.keep) {
            remove(&self.release(number))?;
        }
        self.clear()
    }

    fn clear(&self) -> Result<(), DeployError> {
        let folder = self.root.join(RELEASES);
        half_made(&names(&folder)?).try_for_each(|name| remove(&folder.join(name)))
    }
}

impl Target for Directory {
    fn place(&self) -> String {
        self.root.display().to_string()
    }

    fn live(&self) -> Result<Live, DeployError> {
        let current = self.current();
        let manifest = current.and_then(|number| self.manifest(number));
        let there = names(&self.root)?;
        let ours = |name: &String| [RELEASES, LOCK, ".current"].contains(&name.as_str()) || (name == CURRENT && manifest.is_some());
        let foreign = if manifest.is_none() { there.iter().find(|name| !ours(name)).map(|name| format!("`{name}`")) } else { None };
        let last = self.numbers()?.last().copied().unwrap_or_default();
        Ok(Live { manifest, last, foreign, mark: current.map(|number| number.to_string()).unwrap_or_default(), ..Live::default() })
    }

    /// A copy that something else has brought to the folder itself.
    fn standing(&self, files: &BTreeMap<String, Entry>, _: &Path) -> Result<BTreeSet<String>, DeployError> {
        let is_there = |path: &str, entry: &Entry| {
            let disk = self.root.join(path);
            let plain = std::fs::symlink_metadata(&disk).is_ok_and(|found| found.is_file() && found.len() == entry.size);
            plain && digest_file(&disk).is_ok_and(|(sha256, _)| sha256 == entry.sha256)
        };
        Ok(files.iter().filter(|(path, entry)| is_there(path, entry)).map(|(path, _)| path.clone()).collect())
    }

    fn send(&self, work: &Work<'_>) -> Result<(), DeployError> {
        let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let (from, root) = (whole(work.from), whole(&self.root));
        if from.starts_with(&root) || root.starts_with(&from) {
            return Err(DeployError::Refused {
                reason: format!("`{}` is where the site is built to, or holds it", self.root.display()),
                help: "name another folder under `path:`, or another output with `--output`".into(),
            });
        }
        make_folder(&self.root.join(RELEASES))?;
        let _lock = self.lock()?;
        if self.live()? != work.plan.live {
            return Err(DeployError::moved());
        }
        self.clear()?;
        work.progress.begin(Phase::Send, work.plan.uploads.len());
        let staged = self.stage(work);
        work.progress.end();
        let (staged, number) = (staged.map_err(|error| error.after(BESIDE))?, work.plan.manifest.release);
        let ready = self.release(number);
        #[expect(clippy::disallowed_methods, reason = "the target is `publish`'s")]
        std::fs::rename(&staged, &ready).map_err(DeployError::io("rename", &staged))?;
        self.switch(number)?;
        self.prune(number).map_err(|error| error.after("the new release is live; older ones are still to be cleared away"))
    }

    fn releases(&self) -> Result<Vec<Manifest>, DeployError> {
        Ok(self.numbers()?.iter().rev().filter_map(|number| self.manifest(*number)).collect())
    }

    fn restore(&self, to: &Manifest, _: &dyn Progress) -> Result<Manifest, DeployError> {
        let _lock = self.lock()?;
        self.switch(to.release)?;
        Ok(to.clone())
    }
}

/// The names in a folder, sorted; none where it is not there.
fn names(folder: &Path) -> Result<BTreeSet<String>, DeployError> {
    #[expect(clippy::disallowed_methods, reason = "the target is `publish`'s")]
    match std::fs::read_dir(folder) {
        Ok(entries) => Ok(entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(error) => Err(DeployError::io("read", folder)(error)),
    }
}

/// Copies a file, and makes sure that it is the one that was meant: the output may have changed under our hands.
fn copy(from: &Path, to: &Path, entry: &Entry) -> Result<(), DeployError> {
    #[expect(clippy::disallowed_methods, reason = "the target is `publish`'s")]
    let mut target = File::create(to).map_err(DeployError::io("write", to))?;
    #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
    let mut source = File::open(from).map_err(DeployError::io("read", from))?;
    std::io::copy(&mut source, &mut target).map_err(DeployError::io("write", to))?;
    match digest_file(to) {
        Ok((sha256, _)) if sha256 == entry.sha256 => Ok(()),
        Ok(_) => Err(DeployError::failed(format!("`{}` changed while it was deployed", from.display()))),
        Err(error) => Err(DeployError::failed(error.to_string())),
    }
}

fn write(disk: &Path, bytes: &[u8]) -> Result<(), DeployError> {
    make_folder(disk.parent().unwrap_or(disk))?;
    #[expect(clippy::disallowed_methods, reason = "the target is `publish`'s")]
    let mut file = File::create(disk).map_err(DeployError::io("write", disk))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(DeployError::io("write", disk))
}

fn make_folder(folder: &Path) -> Result<(), DeployError> {
    #[expect(clippy::disallowed_methods, reason = "the target is `publish`'s")]
    std::fs::create_dir_all(folder).map_err(DeployError::io("make the folder", folder))
}

fn remove(folder: &Path) -> Result<(), DeployError> {
    #[expect(clippy::disallowed_methods, reason = "the target is `publish`'s")]
    std::fs::remove_dir_all(folder).map_err(DeployError::io("remove", folder))
}

#[cfg(unix)]
fn link(target: &str, at: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(target, at)
}

#[cfg(not(unix))]
fn link(target: &str, at: &Path) -> std::io::Result<()> {
    std::os::windows::fs::symlink_dir(target, at)
}

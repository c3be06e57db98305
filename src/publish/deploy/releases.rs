//! A folder on a host that takes files by SFTP and serves what a link in it leads to. Laid out as [`super::directory`] lays
//! it out: `releases/N/`, and the link `current` to the live one.
//!
//! A release is made beside the live one, of second names of what is the same there (where the server can) and the bytes of
//! what is not; then its folder gets its name and the link is replaced by a rename. The lock stands under `.gloss/`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::{BESIDE, DeployError};
use super::layout::{CURRENT, RELEASES, half_made, numbers, over};
use super::lock::{Lock, lost};
use super::manifest::{self, Entry, Manifest};
use super::objects::{Objects, found, standing};
use super::plan::{Live, Upload, Why};
use super::sftp::Sftp;
use super::target::{Target, Usage, Work};
use super::wave;
use crate::publish::progress::{Phase, Progress};

const OWN: &str = ".gloss";

/// A folder with releases, on a host.
pub struct Releases {
    files: Sftp,
    usage: Usage,
}

impl Releases {
    /// The folder of a target.
    pub fn new(files: Sftp, usage: Usage) -> Self {
        Self { files, usage }
    }

    fn lock(&self) -> Lock<'_> {
        Lock { objects: &self.files, locked: self.usage.locked }
    }

    fn carry(&self, work: &Work<'_>, lost_lock: &AtomicBool) -> Result<(), DeployError> {
        let (plan, next) = (work.plan, &work.plan.manifest);
        if !self.is_still(&plan.live)? {
            return Err(DeployError::moved());
        }
        self.clear()?;
        let staged = format!("{RELEASES}/.{}", next.release);
        work.progress.begin(Phase::Send, plan.uploads.len());
        let sent = self.stage(work, &staged, lost_lock);
        work.progress.end();
        sent.and_then(|()| self.verify(next, &staged)).map_err(|error| error.after(BESIDE))?;
        if lost_lock.load(Ordering::Relaxed) {
            return Err(lost());
        }
        self.files.rename(&staged, &release(next.release))?;
        self.switch(next.release)?;
        self.prune(next.release).map_err(|error| error.after("the new release is live; older ones are still to be cleared away"))
    }

    /// Whether the releases are those that the plan was made from; what a release holds does not change.
    fn is_still(&self, live: &Live) -> Result<bool, DeployError> {
        if live.manifest.is_none() {
            return Ok(self.live()? == *live);
        }
        Ok(self.current()? == live.mark && self.newest()? == live.last)
    }

    /// The name of the live release; empty where there is none.
    fn current(&self) -> Result<String, DeployError> {
        let target = self.files.leads_to(CURRENT)?;
        Ok(target.as_deref().and_then(|target| target.rsplit('/').next()).unwrap_or_default().to_owned())
    }

    fn newest(&self) -> Result<u64, DeployError> {
        Ok(self.numbers()?.last().copied().unwrap_or_default())
    }

    /// Makes a release ready beside the others.
    fn stage(&self, work: &Work<'_>, staged: &str, lost_lock: &AtomicBool) -> Result<(), DeployError> {
        let next = &work.plan.manifest;
        let sent: BTreeSet<&str> = work.plan.uploads.iter().map(|upload| upload.path.as_str()).collect();
        let kept: Vec<&str> = next.standing().map(|(path, _)| path.as_str()).filter(|path| !sent.contains(path)).collect();
        // What stands there without a manifest is a copy that something else has brought.
        let before = work.plan.live.manifest.as_ref().map_or_else(|| ".".to_owned(), |_| release_of(&work.plan.live.mark));
        let unlinked = if kept.is_empty() { vec![] } else { self.files.link_all(&kept, (&before, staged))? };
        let again = unlinked.iter().filter_map(|path| next.files.get_key_value(*path)).map(Upload::of);
        let uploads: Vec<Upload> = work.plan.uploads.iter().cloned().chain(again).collect();
        let groups: Vec<&[Upload]> = uploads.chunks(self.files.together()).collect();
        wave::so_many(self.usage.at_once, &groups, |group| {
            if lost_lock.load(Ordering::Relaxed) {
                return Err(lost());
            }
            // Nobody comes to it yet; only what was linked before must not be written into, and has another reason.
            let why = |upload: &Upload| if sent.contains(upload.path.as_str()) { Why::New } else { Why::Unsure };
            let there = |upload: &Upload| Upload { path: format!("{staged}/{}", upload.path), why: why(upload), ..upload.clone() };
            let files: Vec<_> = group.iter().map(|upload| (there(upload), work.from.join(&upload.path))).collect();
            self.files.put_all(&files)?;
            group
                .iter()
                .filter(|upload| sent.contains(upload.path.as_str()))
                .for_each(|upload| work.progress.sent(&upload.path, upload.size));
            Ok(())
        })?;
        // Assets of earlier releases are not in the output.
        for path in unlinked.iter().filter(|path| !next.files.contains_key(**path)) {
            self.files.copy(&format!("{before}/{path}"), &format!("{staged}/{path}"))?;
        }
        self.files.put_small(&format!("{staged}/{}", manifest::PATH), &next.to_bytes())
    }

    /// Looks whether every file came whole.
    fn verify(&self, next: &Manifest, staged: &str) -> Result<(), DeployError> {
        let paths: Vec<String> = next.files.keys().map(|path| format!("{staged}/{path}")).collect();
        let sizes = self.files.sizes(&paths.iter().map(String::as_str).collect::<Vec<_>>())?;
        match next.files.iter().zip(sizes).find(|((_, entry), size)| *size != Some(entry.size)) {
            Some(((path, _), size)) => Err(DeployError::failed(format!("`{path}` is not there as it was sent, but {}", found(size)))),
            None => Ok(()),
        }
    }

    fn switch(&self, number: u64) -> Result<(), DeployError> {
        self.files.lead(CURRENT, &release(number))
    }

    /// The numbers of the releases that are there.
    fn numbers(&self) -> Result<BTreeSet<u64>, DeployError> {
        Ok(numbers(&self.files.names(RELEASES)?))
    }

    fn manifest(&self, number: u64) -> Result<Option<Manifest>, DeployError> {
        let object = self.files.read(&format!("{}/{}", release(number), manifest::PATH))?;
        Ok(object.and_then(|object| Manifest::parse(&object.bytes)))
    }

    /// Removes what is kept no longer.
    fn prune(&self, live: u64) -> Result<(), DeployError> {
        over(&self.numbers()?, live, self.usage.keep).try_for_each(|number| self.files.remove_all(&release(number)))
    }

    /// Removes what killed deploys left half made.
    fn clear(&self) -> Result<(), DeployError> {
        let names = self.files.names(RELEASES)?;
        half_made(&names).try_for_each(|name| self.files.remove_all(&format!("{RELEASES}/{name}")))
    }
}

impl Target for Releases {
    fn place(&self) -> String {
        self.files.place()
    }

    fn live(&self) -> Result<Live, DeployError> {
        let mark = self.current()?;
        let manifest = match mark.parse() {
            Ok(number) => self.manifest(number)?,
            Err(_) => None,
        };
        let ours = |name: &String| [RELEASES, OWN, "current-next"].contains(&name.as_str());
        let foreign = match manifest {
            Some(_) => None,
            None => self.files.names("")?.into_iter().find(|name| !ours(name)).map(|name| format!("`{name}`")),
        };
        Ok(Live { manifest, last: self.newest()?, foreign, mark, ..Live::default() })
    }

    fn standing(&self, files: &BTreeMap<String, Entry>, from: &Path) -> Result<BTreeSet<String>, DeployError> {
        standing(&self.files, files, from)
    }

    fn send(&self, work: &Work<'_>) -> Result<(), DeployError> {
        self.lock().held(|lost_lock| self.carry(work, lost_lock))
    }

    fn releases(&self) -> Result<Vec<Manifest>, DeployError> {
        let manifests: Result<Vec<Option<Manifest>>, DeployError> =
            self.numbers()?.iter().rev().map(|number| self.manifest(*number)).collect();
        Ok(manifests?.into_iter().flatten().collect())
    }

    fn restore(&self, to: &Manifest, _: &dyn Progress) -> Result<Manifest, DeployError> {
        self.lock().held(|_| match self.manifest(to.release)? {
            Some(_) => self.switch(to.release),
            None => Err(DeployError::moved()),
        })?;
        Ok(to.clone())
    }
}

fn release(number: u64) -> String {
    release_of(&number.to_string())
}

fn release_of(name: &str) -> String {
    format!("{RELEASES}/{name}")
}

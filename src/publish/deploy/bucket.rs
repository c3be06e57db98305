//! A bucket as a target: files go one by one, in waves, and readers see each as soon as it is there.
//!
//! Beside the site stand, under `.gloss/`: the manifest; `lock.json`, a lease; `pending.json`, the paths that a deploy in
//! progress touches, so that one that was killed can be mended; `releases/N.json`, the manifests of earlier releases, and
//! `kept/SHA`, copies of files as they were in them, made inside of the bucket before a file is written over. They are what
//! a rollback takes files from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use super::error::DeployError;
use super::lock::{Lock, lost};
use super::manifest::{self, Entry, Manifest};
use super::objects::{If, Objects, standing};
use super::plan::{Live, Plan, Site, Upload, Why, plan};
use super::target::{Target, Usage, Work};
use super::wave;
use crate::publish::progress::{Phase, Progress};
use crate::source::machine;

const PENDING: &str = ".gloss/pending.json";
const RELEASES: &str = ".gloss/releases/";
const KEPT: &str = ".gloss/kept/";

const MENDS: &str = "the live site can be read: no page names a file that is not there; run the same command again to finish";

/// A bucket.
pub struct Bucket<O> {
    objects: O,
    usage: Usage,
}

/// `pending.json`.
#[derive(Serialize, Deserialize)]
struct Pending {
    release: u64,
    paths: BTreeSet<String>,
}

/// Where the bytes of uploads come from.
enum Source<'w> {
    Folder(&'w std::path::Path),
    Kept,
}

/// A deploy that holds the lock.
struct Run<'w> {
    plan: &'w Plan,
    source: Source<'w>,
    progress: &'w dyn Progress,
    /// Set when somebody else has taken the lock.
    lost: &'w AtomicBool,
}

impl<O: Objects> Bucket<O> {
    /// A target on a store of objects.
    pub fn new(objects: O, usage: Usage) -> Self {
        Self { objects, usage }
    }

    /// The store.
    pub fn objects(&self) -> &O {
        &self.objects
    }

    fn lock(&self) -> Lock<'_> {
        Lock { objects: &self.objects, locked: self.usage.locked }
    }

    fn carry(&self, run: &Run<'_>) -> Result<(), DeployError> {
        if self.live()? != run.plan.live {
            return Err(DeployError::moved());
        }
        self.set_aside(run)?;
        run.progress.begin(Phase::Send, run.plan.uploads.len());
        let sent = self.send_waves(run);
        run.progress.end();
        let sent = sent.and_then(|()| self.switch(run));
        sent.map_err(|error| error.after(MENDS))?;
        let cleared = wave::each(&run.plan.deletes, |path| self.objects.delete(path)).and_then(|()| self.prune(&run.plan.manifest));
        let cleared = cleared.and_then(|()| self.objects.delete(PENDING));
        cleared.map_err(|error| error.after("the new release is live; some files that it no longer has are still to be deleted"))
    }

    /// Copies what will be written over or deleted aside, and then notes what will be touched.
    fn set_aside(&self, run: &Run<'_>) -> Result<(), DeployError> {
        let (plan, live) = (run.plan, &run.plan.live);
        if let Some(old) = live.manifest.as_ref().filter(|_| self.usage.keep > 1) {
            self.objects.copy(manifest::PATH, &format!("{RELEASES}{}.json", old.release))?;
            let changed = plan.uploads.iter().filter(|upload| upload.why != Why::New).map(|upload| &upload.path);
            // What an unfinished deploy may have touched, it has set aside itself.
            let known: Vec<&String> = changed.chain(&plan.deletes).filter(|path| !live.unsure.contains(*path)).collect();
            wave::each(&known, |path| match old.entry(path) {
                Some(entry) => self.objects.copy(path, &kept(entry)).map(drop),
                None => Ok(()),
            })?;
        }
        let touched = plan.uploads.iter().map(|upload| &upload.path).chain(&plan.deletes);
        let pending = Pending { release: plan.manifest.release, paths: touched.chain(&live.unsure).cloned().collect() };
        self.objects.put_small(PENDING, &serde_json::to_vec(&pending).unwrap_or_default())
    }

    fn send_waves(&self, run: &Run<'_>) -> Result<(), DeployError> {
        for wave in run.plan.uploads.chunk_by(|a, b| a.wave() == b.wave()) {
            wave::each(wave, |upload| {
                if run.lost.load(Ordering::Relaxed) {
                    return Err(lost());
                }
                self.send_one(upload, &run.source)?;
                run.progress.sent(upload.size);
                Ok(())
            })?;
        }
        Ok(())
    }

    fn send_one(&self, upload: &Upload, source: &Source<'_>) -> Result<(), DeployError> {
        match source {
            Source::Folder(folder) => self.objects.put(upload, &folder.join(&upload.path)),
            Source::Kept if self.objects.copy(&kept(&upload.entry), &upload.path)? => Ok(()),
            Source::Kept => Err(DeployError::failed(format!("the copy of `{}` that was kept is gone", upload.path))),
        }
    }

    /// Looks whether everything is there, and says so in the manifest.
    fn switch(&self, run: &Run<'_>) -> Result<(), DeployError> {
        let next = &run.plan.manifest;
        let there = self.objects.list("")?;
        if let Some((path, _)) = next.files.iter().find(|(path, entry)| there.get(*path) != Some(&entry.size)) {
            return Err(DeployError::failed(format!("`{path}` is not there as it was sent")));
        }
        if run.lost.load(Ordering::Relaxed) {
            return Err(lost());
        }
        let mark = run.plan.live.mark.as_str();
        let condition = if mark.is_empty() { If::Absent } else { If::Tag(mark) };
        self.objects.put_if(manifest::PATH, &next.to_bytes(), condition)?.ok_or_else(DeployError::moved).map(drop)
    }

    /// Deletes the records of releases that are kept no longer, and the copies that only they needed.
    fn prune(&self, live: &Manifest) -> Result<(), DeployError> {
        let numbers = self.numbers()?;
        let keep = self.usage.keep.saturating_sub(1);
        if numbers.len() <= keep {
            return Ok(());
        }
        let mut needed = BTreeSet::new();
        for number in numbers.iter().rev().take(keep) {
            let manifest = self.manifest(*number)?;
            needed.extend(manifest.iter().flat_map(|manifest| manifest.files.iter()).filter_map(|(path, entry)| {
                let same = live.entry(path).is_some_and(|now| now.sha256 == entry.sha256);
                (!same).then(|| kept(entry))
            }));
        }
        let mut over: Vec<String> = self.objects.list(KEPT)?.into_keys().filter(|path| !needed.contains(path)).collect();
        over.extend(numbers.iter().rev().skip(keep).map(|number| format!("{RELEASES}{number}.json")));
        wave::each(&over, |path| self.objects.delete(path))
    }

    /// The numbers of earlier releases.
    fn numbers(&self) -> Result<BTreeSet<u64>, DeployError> {
        let listed = self.objects.list(RELEASES)?;
        Ok(listed.keys().filter_map(|path| path.strip_prefix(RELEASES)?.strip_suffix(".json")?.parse().ok()).collect())
    }

    fn manifest(&self, number: u64) -> Result<Option<Manifest>, DeployError> {
        let object = self.objects.read(&format!("{RELEASES}{number}.json"))?;
        Ok(object.and_then(|object| Manifest::parse(&object.bytes)))
    }
}

impl<O: Objects> Target for Bucket<O> {
    fn place(&self) -> String {
        self.objects.place()
    }

    fn live(&self) -> Result<Live, DeployError> {
        let object = self.objects.read(manifest::PATH)?;
        let manifest = object.as_ref().and_then(|object| Manifest::parse(&object.bytes));
        let pending = self.objects.read(PENDING)?;
        let unfinished = pending.is_some();
        let pending: Option<Pending> = pending.and_then(|pending| serde_json::from_slice(&pending.bytes).ok());
        let last = manifest.as_ref().map_or(0, |manifest| manifest.release);
        let mut unsure = BTreeSet::new();
        if let Some(pending) = pending {
            unsure = pending.paths;
            // What the manifest names was there before it was written.
            if let Some(manifest) = manifest.as_ref().filter(|manifest| manifest.release >= pending.release) {
                unsure.retain(|path| manifest.entry(path).is_none());
            }
            // What it had not come to make is not there, as far as anybody knows.
            let there = self.objects.list("")?;
            let known = |path: &String| manifest.as_ref().is_some_and(|manifest| manifest.entry(path).is_some());
            unsure.retain(|path| crate::publish::record::is_plain(path) && (there.contains_key(path) || known(path)));
        }
        let foreign = match (&object, &manifest) {
            (Some(_), None) => Some(format!("`{}`", manifest::PATH)),
            (None, None) if !unfinished => {
                self.objects.list("")?.into_keys().find(|path| !path.starts_with(".gloss/")).map(|path| format!("`{path}`"))
            }
            _ => None,
        };
        let mark = object.map(|object| object.tag).unwrap_or_default();
        Ok(Live { manifest, last, unsure, unfinished, foreign, mark })
    }

    fn standing(&self, files: &BTreeMap<String, Entry>, from: &std::path::Path) -> Result<BTreeSet<String>, DeployError> {
        standing(&self.objects, files, from)
    }

    fn send(&self, work: &Work<'_>) -> Result<(), DeployError> {
        self.lock().held(|lost| self.carry(&Run { plan: work.plan, source: Source::Folder(work.from), progress: work.progress, lost }))
    }

    fn releases(&self) -> Result<Vec<Manifest>, DeployError> {
        let mut manifests: Vec<Manifest> = self.live()?.manifest.into_iter().collect();
        let live = manifests.first().map_or(0, |live| live.release);
        for number in self.numbers()?.iter().rev().filter(|number| **number != live) {
            manifests.extend(self.manifest(*number)?);
        }
        Ok(manifests)
    }

    fn restore(&self, to: &Manifest, progress: &dyn Progress) -> Result<Manifest, DeployError> {
        let live = self.live()?;
        let now: BTreeMap<String, Entry> = live.manifest.iter().flat_map(|manifest| manifest.files.clone()).collect();
        // A file that is the same keeps the headers that it has: there may be no copy of it with others.
        let same = |path: &String, entry: &Entry| now.get(path).filter(|now| now.sha256 == entry.sha256).cloned();
        let files = to.files.iter().map(|(path, entry)| (path.clone(), same(path, entry).unwrap_or_else(|| entry.clone()))).collect();
        let mut plan = plan(Site { name: to.site.clone(), files, pages: to.pages.clone(), standing: BTreeSet::new() }, live);
        plan.manifest.restores = Some(to.origin());
        plan.manifest.time = machine::now().to_string();
        let there = self.objects.list(KEPT)?;
        if let Some(upload) = plan.uploads.iter().find(|upload| !there.contains_key(&kept(&upload.entry))) {
            return Err(DeployError::failed(format!("`{}` of release {} was not kept", upload.path, to.release)));
        }
        self.lock().held(|lost| self.carry(&Run { plan: &plan, source: Source::Kept, progress, lost }))?;
        Ok(plan.manifest)
    }
}

/// Where a copy of a file stands.
fn kept(entry: &Entry) -> String {
    format!("{KEPT}{}", entry.sha256)
}

//! A bucket as a target: files go one by one, in waves, and readers see each as soon as it is there.
//!
//! Beside the site stand, under `.gloss/`: the manifest; `lock.json`, a lease; `pending.json`, the paths that a deploy in
//! progress touches and which of them readers can come to, so that one that was killed can be mended; `releases/N.json`, the manifests of earlier releases, and
//! `kept/N/SHA`, copies of files that were last live in release N, made inside of the bucket before a file is written over.
//! They are what a rollback takes files from; those of releases before the oldest that is kept are of no use to anybody.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use super::error::DeployError;
use super::lock::{Lock, lost};
use super::manifest::{self, Entry, Manifest};
use super::objects::{FEW, If, Objects, found, standing};
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
#[derive(Default, Serialize, Deserialize)]
struct Pending {
    release: u64,
    paths: BTreeSet<String>,
    /// Of the paths, those that no manifest names and that readers may come to all the same: [`Live::reached`].
    #[serde(default)]
    reached: BTreeSet<String>,
}

/// Where the bytes of uploads come from.
enum Source<'w> {
    Folder(&'w std::path::Path),
    /// Copies in the bucket, by their digests.
    Kept(BTreeMap<String, String>),
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
        if !self.is_still(&run.plan.live)? {
            return Err(DeployError::moved());
        }
        self.set_aside(run)?;
        run.progress.begin(Phase::Send, run.plan.uploads.len());
        let sent = self.send_waves(run);
        run.progress.end();
        let sent = sent.and_then(|()| self.switch(run));
        sent.map_err(|error| error.after(MENDS))?;
        let cleared = wave::each(&run.plan.deletes, |path| self.objects.delete(path)).and_then(|()| self.prune());
        let cleared = cleared.and_then(|()| self.objects.delete(PENDING));
        cleared.map_err(|error| error.after("the new release is live; some files that it no longer has are still to be deleted"))
    }

    /// Whether the bucket is as it was when the plan was made.
    fn is_still(&self, live: &Live) -> Result<bool, DeployError> {
        if live.unfinished {
            return Ok(self.live()? == *live);
        }
        Ok(self.objects.mark(manifest::PATH)?.unwrap_or_default() == live.mark && self.objects.mark(PENDING)?.is_none())
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
                Some(entry) => self.objects.copy(path, &kept(old.release, &entry.sha256)).map(drop),
                None => Ok(()),
            })?;
        }
        self.note(plan, BTreeSet::new())
    }

    /// Notes what a deploy touches, and of that what readers may come to from now on.
    fn note(&self, plan: &Plan, now_reached: BTreeSet<String>) -> Result<(), DeployError> {
        let touched = plan.uploads.iter().map(|upload| &upload.path).chain(&plan.deletes);
        // What somebody else put there and is right as it is may be changed before this deploy is done.
        let adopted = plan.live.reached.iter().filter(|path| plan.manifest.files.contains_key(*path));
        let paths: BTreeSet<String> = touched.chain(&plan.live.unsure).chain(adopted).cloned().collect();
        let reached = paths.intersection(&plan.live.reached).cloned().chain(now_reached).collect();
        let pending = Pending { release: plan.manifest.release, paths, reached };
        self.objects.put_small(PENDING, &serde_json::to_vec(&pending).unwrap_or_default())
    }

    fn send_waves(&self, run: &Run<'_>) -> Result<(), DeployError> {
        let (reached, apart): (Vec<&Upload>, Vec<&Upload>) = run.plan.uploads.iter().partition(|upload| upload.is_reached());
        self.send_files(&apart, run)?;
        if run.lost.load(Ordering::Relaxed) {
            return Err(lost());
        }
        // All that was apart is whole; what goes out now may lead to it.
        if !apart.is_empty() && !reached.is_empty() {
            self.note(run.plan, apart.iter().map(|upload| upload.path.clone()).collect())?;
        }
        self.send_files(&reached, run)
    }

    /// Sends files, which are in order, wave by wave.
    fn send_files(&self, uploads: &[&Upload], run: &Run<'_>) -> Result<(), DeployError> {
        for wave in uploads.chunk_by(|a, b| a.wave() == b.wave()) {
            let groups: Vec<&[&Upload]> = wave.chunks(self.objects.together()).collect();
            wave::so_many(self.usage.at_once, &groups, |group| {
                if run.lost.load(Ordering::Relaxed) {
                    return Err(lost());
                }
                match &run.source {
                    Source::Folder(folder) => {
                        let files: Vec<_> =
                            group.iter().map(|upload| (Upload::clone(upload), folder.join(upload.entry.disk(&upload.path)))).collect();
                        self.objects.put_all(&files)?;
                    }
                    Source::Kept(_) => group.iter().try_for_each(|upload| self.send_one(upload, run))?,
                }
                group.iter().for_each(|upload| run.progress.sent(&upload.path, upload.size));
                Ok(())
            })?;
        }
        Ok(())
    }

    fn send_one(&self, upload: &Upload, run: &Run<'_>) -> Result<(), DeployError> {
        match &run.source {
            Source::Folder(folder) => self.objects.put(upload, &folder.join(upload.entry.disk(&upload.path))),
            Source::Kept(copies) => match copies.get(&upload.entry.sha256) {
                Some(copy) if self.objects.copy(copy, &upload.path)? => Ok(()),
                _ => Err(DeployError::failed(format!("the copy of `{}` that was kept is gone", upload.path))),
            },
        }
    }

    /// Looks whether what was sent is there; where much was sent, also whether somebody has removed something past us, which
    /// is sent again.
    fn verify(&self, run: &Run<'_>) -> Result<(), DeployError> {
        let (uploads, next) = (&run.plan.uploads, &run.plan.manifest);
        let sent: BTreeSet<&str> = uploads.iter().map(|upload| upload.path.as_str()).collect();
        let all: Vec<(&String, &Entry)> =
            next.files.iter().filter(|(path, _)| uploads.len() > FEW || sent.contains(path.as_str())).collect();
        let sizes = self.objects.sizes(&all.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>())?;
        let mut lost = Vec::new();
        for (file, size) in all.into_iter().zip(sizes).filter(|((_, entry), size)| *size != Some(entry.size)) {
            if sent.contains(file.0.as_str()) {
                return Err(DeployError::failed(format!("`{}` is not there as it was sent, but {}", file.0, found(size))));
            }
            lost.push(Upload::of(file));
        }
        wave::each(&lost, |upload| self.send_one(upload, run))
    }

    /// Looks whether everything is there, and says so in the manifest.
    fn switch(&self, run: &Run<'_>) -> Result<(), DeployError> {
        let next = &run.plan.manifest;
        self.verify(run)?;
        if run.lost.load(Ordering::Relaxed) {
            return Err(lost());
        }
        let mark = run.plan.live.mark.as_str();
        let condition = if mark.is_empty() { If::Absent } else { If::Tag(mark) };
        self.objects.put_if(manifest::PATH, &next.to_bytes(), condition)?.ok_or_else(DeployError::moved).map(drop)
    }

    /// What an unfinished deploy has noted, as far as it is still open.
    fn unfinished(&self, manifest: Option<&Manifest>) -> Result<Option<Pending>, DeployError> {
        let Some(object) = self.objects.read(PENDING)? else { return Ok(None) };
        let Ok(mut pending) = serde_json::from_slice::<Pending>(&object.bytes) else { return Ok(Some(Pending::default())) };
        let known = |path: &String| manifest.is_some_and(|manifest| manifest.entry(path).is_some());
        // What a manifest names was there before it was written, and nothing that it names leads to anything else.
        if manifest.is_some_and(|manifest| manifest.release >= pending.release) {
            pending.paths.retain(|path| !known(path));
            pending.reached.clear();
        }
        // What it had not come to make is not there, as far as anybody knows.
        let there = self.objects.list("")?;
        pending.paths.retain(|path| crate::publish::record::is_plain(path) && (there.contains_key(path) || known(path)));
        pending.reached.retain(|path| pending.paths.contains(path));
        Ok(Some(pending))
    }

    /// Deletes the records of releases that are kept no longer, and the copies that only they needed.
    fn prune(&self) -> Result<(), DeployError> {
        let numbers = self.numbers()?;
        let keep = self.usage.keep.saturating_sub(1);
        let oldest = numbers.iter().nth(numbers.len().saturating_sub(keep)).copied().unwrap_or(u64::MAX);
        let mut over: Vec<String> = numbers.iter().rev().skip(keep).map(|number| format!("{RELEASES}{number}.json")).collect();
        if over.is_empty() {
            return Ok(());
        }
        over.extend(self.copies()?.into_iter().filter(|(release, _)| *release < oldest).map(|(_, path)| path));
        wave::each(&over, |path| self.objects.delete(path))
    }

    /// The copies that are kept, each with the last release that its file was live in.
    fn copies(&self) -> Result<Vec<(u64, String)>, DeployError> {
        let release = |path: &String| path.strip_prefix(KEPT)?.split('/').next()?.parse().ok();
        Ok(self.objects.list(KEPT)?.into_keys().filter_map(|path| Some((release(&path)?, path))).collect())
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
        let last = manifest.as_ref().map_or(0, |manifest| manifest.release);
        let pending = self.unfinished(manifest.as_ref())?;
        let unfinished = pending.is_some();
        let (unsure, mut reached) = pending.map(|pending| (pending.paths, pending.reached)).unwrap_or_default();
        let foreign = match (&object, &manifest) {
            (Some(_), None) => Some(format!("`{}`", manifest::PATH)),
            (None, None) if !unfinished => {
                // Somebody else's site may be read there already.
                reached = self.objects.list("")?.into_keys().filter(|path| !path.starts_with(".gloss/")).collect();
                reached.first().map(|path| format!("`{path}`"))
            }
            _ => None,
        };
        let mark = object.map(|object| object.tag).unwrap_or_default();
        Ok(Live { manifest, last, unsure, reached, unfinished, foreign, mark })
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
        let digest = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let copies: BTreeMap<String, String> = self.copies()?.into_iter().map(|(_, path)| (digest(&path), path)).collect();
        if let Some(upload) = plan.uploads.iter().find(|upload| !copies.contains_key(&upload.entry.sha256)) {
            return Err(DeployError::failed(format!("`{}` of release {} was not kept", upload.path, to.release)));
        }
        self.lock().held(|lost| self.carry(&Run { plan: &plan, source: Source::Kept(copies), progress, lost }))?;
        Ok(plan.manifest)
    }
}

/// Where the copy of a file stands that was last live in a release.
fn kept(release: u64, sha256: &str) -> String {
    format!("{KEPT}{release}/{sha256}")
}

//! One build's way into a store: artifacts are put as they come, from many threads; at the end, what is no longer made is
//! removed and the record is written.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use super::compress::{compressed, is_worth};
use super::error::PublishError;
use super::folder::Folder;
use super::guard;
use super::record::{Record, is_plain};
use super::store::{Put, Store, Was};
use crate::config::compress::Encoding;
use crate::render::{Artifact, Content};

/// What a publication did, in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Made anew.
    pub new: usize,
    /// Written over.
    pub changed: usize,
    /// Left as they were, since they had the same bytes.
    pub same: usize,
    /// Removed, since no page makes them any more.
    pub removed: usize,
}

/// A publication under way.
pub struct Publication {
    store: Folder,
    record: Record,
    begun: AtomicBool,
    /// Paths that were put, by their lower-case form: two that differ only in case are one file on many disks.
    made: Mutex<FxHashMap<String, String>>,
    /// In which ways text files are compressed besides.
    encodings: Vec<Encoding>,
    new: AtomicUsize,
    changed: AtomicUsize,
    same: AtomicUsize,
}

impl Publication {
    /// Opens the output folder `output` of the site at `site`, unless it is one that must not be written to.
    ///
    /// # Errors
    /// [`PublishError::Refused`] where the output is not ours or holds the site; else where the disk fails.
    pub fn open(site: &Path, output: &Path) -> Result<Self, PublishError> {
        guard::check(site, output)?;
        let store = Folder::new(output);
        let record = Record::open(output)?;
        let publication = Self {
            store,
            record,
            begun: AtomicBool::new(false),
            made: Mutex::default(),
            encodings: vec![],
            new: AtomicUsize::new(0),
            changed: AtomicUsize::new(0),
            same: AtomicUsize::new(0),
        };
        Ok(publication)
    }

    /// Whether the build before this one was cut short; it is mended now.
    pub fn mends(&self) -> bool {
        self.record.unfinished
    }

    /// From now on text files are compressed in these ways besides.
    #[must_use]
    pub fn compressing(self, encodings: &[Encoding]) -> Self {
        Self { encodings: encodings.to_vec(), ..self }
    }

    /// Makes the artifact's file hold its bytes, and those beside it that are compressed. May be called from many threads at once.
    ///
    /// # Errors
    /// Where two artifacts have one path, or the disk fails.
    pub fn put(&self, artifact: &Artifact) -> Result<Put, PublishError> {
        let put = self.put_alone(artifact)?;
        self.compress(&artifact.path, put)?;
        Ok(put)
    }

    fn put_alone(&self, artifact: &Artifact) -> Result<Put, PublishError> {
        let path = artifact.path.as_str();
        self.claim(path)?;
        if !self.begun.swap(true, Ordering::Relaxed) {
            self.record.begin()?;
        }
        let was = if self.record.known.contains(path) { Was::Ours } else { Was::Unknown };
        if was == Was::Unknown {
            self.record.note(path)?;
        }
        let put = match self.store.put(path, &artifact.content, was) {
            Err(PublishError::Io { source, .. }) if is_shape(&source) && self.clear_way(path)? => {
                self.store.put(path, &artifact.content, was)
            }
            put => put,
        }?;
        let counter = match put {
            Put::New => &self.new,
            Put::Changed => &self.changed,
            Put::Same => &self.same,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        Ok(put)
    }

    /// Leaves a file of an earlier build as it is.
    ///
    /// # Errors
    /// Where another artifact has its path.
    pub fn keep(&self, path: &str) -> Result<(), PublishError> {
        self.keep_alone(path)?;
        self.compress(path, Put::Same)
    }

    fn keep_alone(&self, path: &str) -> Result<(), PublishError> {
        self.claim(path)?;
        self.same.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Leaves a file as it is that another part of the site's builds makes; where none has made it yet, nothing.
    ///
    /// # Errors
    /// Where another artifact has its path.
    pub fn leave(&self, path: &str) -> Result<(), PublishError> {
        let beside = self.encodings.iter().map(|encoding| format!("{path}.{}", encoding.ending()));
        let all = std::iter::once(path.to_owned()).chain(beside);
        all.filter(|path| self.record.known.contains(path)).try_for_each(|path| self.keep_alone(&path))
    }

    /// Leaves all files under a folder as they are (see [`Publication::leave`]).
    ///
    /// # Errors
    /// Where another artifact has the path of one.
    pub fn leave_folder(&self, folder: &str) -> Result<(), PublishError> {
        let inside = format!("{folder}/");
        self.record.known.range(inside.clone()..).take_while(|path| path.starts_with(&inside)).try_for_each(|path| self.keep_alone(path))
    }

    /// Leaves what no page of this part has put, where it is still a file of the site: what another part's templates ask for.
    ///
    /// # Errors
    /// Where the disk fails.
    pub fn leave_rest(&self, is_made: impl Fn(&str) -> bool) -> Result<(), PublishError> {
        let made = self.made.lock().map(|made| made.clone()).unwrap_or_default();
        let rest = self.record.known.iter().filter(|path| !made.contains_key(&path.to_lowercase()));
        rest.filter(|path| is_made(path)).try_for_each(|path| self.keep_alone(path))
    }

    /// Makes the compressed files beside a file that stands now, unless that is the same and they are there.
    fn compress(&self, path: &str, put: Put) -> Result<(), PublishError> {
        if self.encodings.is_empty() || !is_worth(path) {
            return Ok(());
        }
        let mut bytes = None;
        for encoding in &self.encodings {
            let beside = format!("{path}.{}", encoding.ending());
            let is_there = || self.store.root().join(&beside).symlink_metadata().is_ok_and(|file| file.is_file() && file.len() > 0);
            if put == Put::Same && !self.record.unfinished && self.record.known.contains(&beside) && is_there() {
                self.keep_alone(&beside)?;
                continue;
            }
            if bytes.is_none() {
                let disk = self.store.root().join(path);
                #[expect(clippy::disallowed_methods, reason = "this is `publish`")]
                let read = std::fs::read(&disk).map_err(PublishError::io("read", &disk))?;
                bytes = Some(read);
            }
            if let Some(made) = compressed(bytes.as_deref().unwrap_or_default(), *encoding) {
                self.put_alone(&Artifact { path: beside, content: Content::Bytes(made.into()) })?;
            }
        }
        Ok(())
    }

    /// The output folder.
    pub fn root(&self) -> &Path {
        self.store.root()
    }

    /// Takes a file of the last build for what it was, without reading it: for files whose names have a hash of their content.
    /// False where it is not there with this length, or that build was cut short; then it must be put.
    ///
    /// # Errors
    /// Where two artifacts have one path.
    pub fn keep_named(&self, path: &str, length: u64) -> Result<bool, PublishError> {
        let is_there = || self.store.root().join(path).metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() == length);
        if self.record.unfinished || !self.record.known.contains(path) || !is_there() {
            return Ok(false);
        }
        self.keep(path).map(|()| true)
    }

    /// Removes what is no longer made, and writes the record.
    ///
    /// # Errors
    /// Where the disk fails; the next build goes on from there.
    pub fn finish(self) -> Result<Written, PublishError> {
        let mut written = self.so_far();
        let made: BTreeSet<String> = self.made.into_inner().unwrap_or_default().into_values().collect();
        for path in self.record.known.difference(&made) {
            if !self.begun.swap(true, Ordering::Relaxed) {
                self.record.begin()?;
            }
            self.store.delete(path)?;
            written.removed += 1;
        }
        self.record.finish(made)?;
        Ok(written)
    }

    /// What was done until now, for a report of a build that could not go on.
    pub fn so_far(&self) -> Written {
        let of = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
        Written { new: of(&self.new), changed: of(&self.changed), same: of(&self.same), removed: 0 }
    }

    /// Takes a path for this build; each may be taken once.
    fn claim(&self, path: &str) -> Result<(), PublishError> {
        if !is_plain(path) {
            return Err(PublishError::Refused {
                reason: format!("the path `{}` leads out of the output", path.escape_debug()),
                help: "give the page another address".into(),
            });
        }
        let Ok(mut made) = self.made.lock() else { return Ok(()) };
        match made.insert(path.to_lowercase(), path.to_owned()) {
            None => Ok(()),
            Some(other) => {
                let (first, second) = if other.as_str() < path { (other, path.to_owned()) } else { (path.to_owned(), other) };
                Err(PublishError::Clash { first, second })
            }
        }
    }

    /// Removes our own earlier files where a folder of theirs is now a file, or a file of ours is now a folder. False where
    /// nothing of ours stands in the way.
    fn clear_way(&self, path: &str) -> Result<bool, PublishError> {
        let inside = format!("{path}/");
        let below = self.record.known.range(inside.clone()..).take_while(|known| known.starts_with(&inside));
        let above = path.match_indices('/').filter_map(|(at, _)| path.get(..at)).filter(|part| self.record.known.contains(*part));
        let ways: Vec<&str> = below.map(String::as_str).chain(above).collect();
        if let (Ok(made), Some(clash)) = (self.made.lock(), ways.first())
            && ways.iter().any(|way| made.contains_key(&way.to_lowercase()))
        {
            let (first, second) = if *clash < path { (*clash, path) } else { (path, *clash) };
            return Err(PublishError::Clash { first: first.to_owned(), second: second.to_owned() });
        }
        for way in &ways {
            self.store.delete(way)?;
        }
        Ok(!ways.is_empty())
    }
}

/// Whether the disk says that a file is a folder, or a folder a file.
fn is_shape(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(error.kind(), ErrorKind::IsADirectory | ErrorKind::NotADirectory | ErrorKind::AlreadyExists)
}

//! Stamps: what the disk says of files without reading them. While a stamp stays the same, so do the bytes.
//!
//! A file counts as the same while its path, length, time of last change, and on Unix its inode and the time that its inode
//! was last changed (which no program can set) are the same: what git goes by. A file that was changed a moment ago could be
//! changed again within one tick of the disk's clock; therefore a stamp knows when its files are old enough.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::walk;
use crate::text::hex::hex;

/// How coarsely file systems count the time of changes: those that note fractions of microseconds go by the system's tick, of
/// at most 10 ms; the coarsest (FAT) by two seconds. A file older than this cannot be changed without a trace.
const TICK: Duration = Duration::from_millis(100);
/// See [`TICK`].
const COARSE_TICK: Duration = Duration::from_secs(2);

/// A stamp in the making.
#[derive(Debug, Default)]
pub struct Stamp {
    hash: Sha256,
    /// When the youngest file is old enough, in nanoseconds since 1970.
    settled: u128,
}

impl Stamp {
    /// Adds a file. The order of files matters.
    pub fn add(&mut self, path: &str, metadata: &Metadata) {
        let since = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let modified = metadata.modified().map_or(0, since);
        self.hash.update((path.len() as u64).to_le_bytes());
        self.hash.update(path);
        self.hash.update(metadata.len().to_le_bytes());
        self.hash.update(modified.to_le_bytes());
        let changed = inode(metadata, &mut self.hash);
        let last = modified.max(changed);
        let tick = if last.is_multiple_of(1000) { COARSE_TICK } else { TICK };
        self.settled = self.settled.max(last + tick.as_nanos());
    }

    /// Whether one of the files could be changed after `now` without a trace: since it was changed hardly before, or, by a clock
    /// that goes wrong, after it.
    pub fn is_fresh(&self, now: jiff::Timestamp) -> bool {
        u128::try_from(now.as_nanosecond()).unwrap_or_default() <= self.settled
    }

    /// The stamp in hexadecimal digits.
    pub fn digest(self) -> String {
        hex(&self.hash.finalize())
    }
}

/// A stamp of all files of the site at `root`; `None` where one of them, or a folder, cannot be looked at.
pub fn of_site(root: &Path) -> Option<Stamp> {
    let files = walk::files(root).ok().flatten()?;
    let of: Vec<Option<Metadata>> = files.par_iter().map(|(_, disk)| disk.metadata().ok()).collect();
    let mut stamp = Stamp::default();
    for ((path, _), metadata) in std::iter::zip(&files, of) {
        stamp.add(path.as_str(), &metadata?);
    }
    Some(stamp)
}

/// A stamp of the files at `paths` under `root`; `None` where one of them is not there.
pub fn of_files<'p>(root: &Path, paths: impl IntoIterator<Item = &'p String>) -> Option<Stamp> {
    let mut stamp = Stamp::default();
    for path in paths {
        stamp.add(path, &root.join(path).symlink_metadata().ok()?);
    }
    Some(stamp)
}

/// Adds which file it is on the disk; gives when the disk last changed what it knows of it, in nanoseconds since 1970.
#[cfg(unix)]
fn inode(metadata: &Metadata, hash: &mut Sha256) -> u128 {
    use std::os::unix::fs::MetadataExt;
    let changed = i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec());
    hash.update(metadata.dev().to_le_bytes());
    hash.update(metadata.ino().to_le_bytes());
    hash.update(changed.to_le_bytes());
    u128::try_from(changed).unwrap_or_default()
}

#[cfg(not(unix))]
fn inode(_: &Metadata, _: &mut Sha256) -> u128 {
    0
}

//! What takes long to make, kept between builds: `.gloss/cache` in the site's folder. It saves time and decides nothing: an
//! entry that is not whole is as good as none, and without the folder the same bytes are made again.

use std::fs::{File, FileTimes};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use crate::source::machine;

/// The cache's folder in a site's.
const FOLDER: &str = ".gloss/cache";
/// Keeps the cache out of version control without a word in the site's own files.
const IGNORE: &str = "# Made by builds, which can make it again.\n*\n";
/// What an entry begins with.
const MAGIC: &[u8] = b"gloss1\n";
/// Bytes of an entry's digest.
const DIGEST: usize = 32;
/// How long an entry stays that no build asks for: branches come and go.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// How often the time of an entry that is used is set anew.
const TOUCHED: Duration = Duration::from_secs(24 * 60 * 60);

/// How a cache is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Entries are read and added.
    Write,
    /// Entries are read.
    Read,
}

/// The cache of a site. May be used by many threads and processes at once.
pub struct Cache {
    folder: PathBuf,
    how: Use,
    used: Mutex<FxHashSet<String>>,
    unsound: AtomicUsize,
}

impl Cache {
    /// The cache of the site at `site`.
    pub fn new(site: &Path, how: Use) -> Self {
        Self { folder: site.join(FOLDER), how, used: Mutex::default(), unsound: AtomicUsize::new(0) }
    }

    /// The entry of a key of hexadecimal digits; `None` where there is none, or it is not whole.
    pub fn get(&self, key: &str) -> Option<Bytes> {
        let disk = self.place(key);
        if let Ok(mut used) = self.used.lock() {
            used.insert(key.to_owned());
        }
        #[expect(clippy::disallowed_methods, reason = "the cache is `publish`'s")]
        let entry = Bytes::from(std::fs::read(&disk).ok()?);
        let sound = || {
            let rest = entry.strip_prefix(MAGIC)?;
            let (told, bytes) = rest.split_at_checked(DIGEST)?;
            (digest(key, bytes) == told).then_some(())
        };
        if sound().is_none() {
            self.unsound.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        self.touch(&disk);
        Some(entry.slice(MAGIC.len() + DIGEST..))
    }

    /// How many bytes the entry of a key has, as far as its file's size tells; it counts as asked for.
    pub fn length(&self, key: &str) -> Option<u64> {
        if let Ok(mut used) = self.used.lock() {
            used.insert(key.to_owned());
        }
        let disk = self.place(key);
        self.touch(&disk);
        disk.metadata().ok()?.len().checked_sub((MAGIC.len() + DIGEST) as u64)
    }

    /// Keeps an entry. Where that fails the next build makes it again; nothing else depends on it.
    pub fn put(&self, key: &str, bytes: &[u8]) {
        if self.how == Use::Write {
            let _ = self.try_put(key, bytes);
        }
    }

    /// How many entries were not whole.
    pub fn unsound(&self) -> usize {
        self.unsound.load(Ordering::Relaxed)
    }

    /// Removes entries that were not asked for and that no build has used for a month.
    pub fn sweep(&self) {
        let Ok(used) = self.used.lock() else { return };
        let entries = walkdir::WalkDir::new(&self.folder).min_depth(2).max_depth(2).into_iter().filter_map(Result::ok);
        for entry in entries.filter(|entry| entry.file_type().is_file()) {
            let folder = entry.path().parent().and_then(Path::file_name).unwrap_or_default();
            let key = format!("{}{}", folder.to_string_lossy(), entry.file_name().to_string_lossy());
            let is_entry = key.len() == 2 * DIGEST && key.bytes().all(|byte| byte.is_ascii_hexdigit());
            // What a build that was killed was writing has another name, and goes too.
            let is_ours = is_entry || key.ends_with(".new");
            let old = entry.metadata().ok().and_then(|metadata| metadata.modified().ok()).is_some_and(|time| age(time) > KEPT);
            if is_ours && old && !used.contains(&key) {
                #[expect(clippy::disallowed_methods, reason = "the cache is `publish`'s")]
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    /// Notes that an entry was used.
    fn touch(&self, disk: &Path) {
        let stale = || disk.metadata().and_then(|metadata| metadata.modified()).is_ok_and(|time| age(time) > TOUCHED);
        if self.how == Use::Write
            && stale()
            && let Ok(file) = std::fs::OpenOptions::new().append(true).open(disk)
        {
            // A cache that cannot be written to is used all the same.
            let _ = file.set_times(FileTimes::new().set_modified(now()));
        }
    }

    fn place(&self, key: &str) -> PathBuf {
        let (folder, name) = key.split_at_checked(2).unwrap_or(("00", key));
        self.folder.join(folder).join(name)
    }

    fn try_put(&self, key: &str, bytes: &[u8]) -> std::io::Result<()> {
        let disk = self.place(key);
        let folder = disk.parent().unwrap_or(&self.folder);
        if !folder.is_dir() {
            #[expect(clippy::disallowed_methods, reason = "the cache is `publish`'s")]
            std::fs::create_dir_all(folder)?;
            let ignore = self.folder.join(".gitignore");
            if !ignore.is_file() {
                #[expect(clippy::disallowed_methods, reason = "the cache is `publish`'s")]
                std::fs::write(ignore, IGNORE)?;
            }
        }
        let fresh = folder.join(format!("{:016x}.new", machine::nonce()));
        #[expect(clippy::disallowed_methods, reason = "the cache is `publish`'s")]
        let written = File::create(&fresh).and_then(|mut file| {
            file.write_all(MAGIC)?;
            file.write_all(&digest(key, bytes))?;
            file.write_all(bytes)
        });
        #[expect(clippy::disallowed_methods, reason = "the cache is `publish`'s")]
        let kept = written.and_then(|()| std::fs::rename(&fresh, &disk));
        if kept.is_err() {
            #[expect(clippy::disallowed_methods, reason = "the cache is `publish`'s")]
            let _ = std::fs::remove_file(&fresh);
        }
        kept
    }
}

fn digest(key: &str, bytes: &[u8]) -> [u8; DIGEST] {
    Sha256::new().chain_update(key).chain_update(bytes).finalize().into()
}

/// The clock as files have it.
fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(machine::now().as_second()).unwrap_or_default())
}

fn age(time: SystemTime) -> Duration {
    now().duration_since(time).unwrap_or_default()
}

//! The record that a build leaves in its output: `.gloss/build.json` names the files that it made; `.gloss/journal` names
//! those that a build in progress makes beyond it, and stands there only until that build is done. A journal that is found
//! is the mark of an unfinished build.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::error::PublishError;

/// The folder of the record in an output folder. Its presence says that the output is ours.
pub const FOLDER: &str = ".gloss";

const BUILD: &str = "build.json";
const JOURNAL: &str = "journal";
const LOCK: &str = "lock";
const VERSION: u32 = 1;
/// How often the lock is tried, 20 ms apart, before another build is taken to hold it: one that has just ended may have left
/// it for a moment to a process that was started beside it.
const PATIENCE: u32 = 10;

/// `.gloss/build.json`.
#[derive(Serialize, Deserialize)]
struct Build {
    version: u32,
    files: BTreeSet<String>,
}

/// The record of an output folder, held by one build at a time.
pub struct Record {
    folder: PathBuf,
    /// Files that earlier builds made, an unfinished one's included.
    pub known: BTreeSet<String>,
    /// Whether the last build was cut short.
    pub unfinished: bool,
    journal: Mutex<Option<File>>,
    /// Held until the record is dropped, so that two builds do not write to one folder at once.
    _lock: File,
}

impl Record {
    /// Opens the record of the output folder at `root`, making it if there is none.
    ///
    /// # Errors
    /// Where the folder cannot be written to, or another build is writing there.
    pub fn open(root: &Path) -> Result<Self, PublishError> {
        let folder = root.join(FOLDER);
        #[expect(clippy::disallowed_methods, reason = "this is `publish`")]
        std::fs::create_dir_all(&folder).map_err(PublishError::io("make the folder", &folder))?;
        let lock = lock(&folder)?;
        let mut known = read_build(&folder.join(BUILD))?;
        let journal = read_journal(&folder.join(JOURNAL))?;
        let unfinished = journal.is_some();
        known.extend(journal.into_iter().flatten());
        known.retain(|path| is_plain(path));
        Ok(Self { folder, known, unfinished, journal: Mutex::default(), _lock: lock })
    }

    /// Marks the build as under way, before the first file is touched.
    ///
    /// # Errors
    /// Where the journal cannot be written.
    pub fn begin(&self) -> Result<(), PublishError> {
        self.journal("")
    }

    /// Notes that a file is about to be made which the record does not know.
    ///
    /// # Errors
    /// Where the journal cannot be written; then the file must not be made.
    pub fn note(&self, path: &str) -> Result<(), PublishError> {
        self.journal(&format!("{path}\n"))
    }

    fn journal(&self, line: &str) -> Result<(), PublishError> {
        let disk = self.folder.join(JOURNAL);
        let failed = PublishError::io("write", &disk);
        let Ok(mut journal) = self.journal.lock() else { return Err(failed(std::io::Error::other("a thread has failed"))) };
        let write = |file: &mut File| file.write_all(line.as_bytes());
        let result = match journal.as_mut() {
            Some(file) => write(file),
            None => OpenOptions::new().create(true).append(true).open(&disk).and_then(|file| write(journal.insert(file))),
        };
        result.map_err(failed)
    }

    /// Writes what was made, and takes the mark away.
    ///
    /// # Errors
    /// Where the record cannot be written; then the mark stays.
    pub fn finish(self, made: BTreeSet<String>) -> Result<(), PublishError> {
        let disk = self.folder.join(BUILD);
        if made != self.known || self.unfinished || !disk.is_file() {
            let text = serde_json::to_string_pretty(&Build { version: VERSION, files: made }).unwrap_or_default();
            write(&disk, text.as_bytes())?;
        }
        let journal = self.folder.join(JOURNAL);
        #[expect(clippy::disallowed_methods, reason = "this is `publish`")]
        match std::fs::remove_file(&journal) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(PublishError::io("remove", &journal)(error)),
            _ => Ok(()),
        }
    }
}

/// Whether the last build into an output folder was cut short; such an output must not be deployed.
///
/// # Errors
/// Where another build is writing there now: its journal is no sign of one that was cut short.
pub fn is_unfinished(root: &Path) -> Result<bool, PublishError> {
    let folder = root.join(FOLDER);
    let has_journal = || folder.join(JOURNAL).is_file();
    if !has_journal() {
        return Ok(false);
    }
    let _lock = lock(&folder)?;
    // The other build may have ended between the two looks.
    Ok(has_journal())
}

/// The files that the last whole build into an output folder made.
///
/// # Errors
/// Where the record cannot be read.
pub fn files(root: &Path) -> Result<BTreeSet<String>, PublishError> {
    let mut files = read_build(&root.join(FOLDER).join(BUILD))?;
    files.retain(|path| is_plain(path));
    Ok(files)
}

fn lock(folder: &Path) -> Result<File, PublishError> {
    let disk = folder.join(LOCK);
    let file = OpenOptions::new().create(true).append(true).open(&disk).map_err(PublishError::io("write", &disk))?;
    for _ in 0..PATIENCE {
        match file.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
            // Some network file systems know no locks; a build alone needs none.
            Err(std::fs::TryLockError::Error(_)) | Ok(()) => return Ok(file),
        }
    }
    Err(PublishError::io("write to", folder)(std::io::Error::other("another build is writing there now")))
}

/// The files of the record; a record that cannot be understood counts as one that names none: nothing is then removed.
fn read_build(disk: &Path) -> Result<BTreeSet<String>, PublishError> {
    let text = read(disk)?.unwrap_or_default();
    Ok(serde_json::from_slice::<Build>(&text).ok().filter(|build| build.version == VERSION).map(|build| build.files).unwrap_or_default())
}

/// The journal's whole lines; `None` where there is no journal. A last line that was cut short names no file.
fn read_journal(disk: &Path) -> Result<Option<Vec<String>>, PublishError> {
    let Some(bytes) = read(disk)? else { return Ok(None) };
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')).map(str::to_owned).collect()))
}

/// Writes a file of the record whole or not at all.
///
/// # Errors
/// The disk's.
pub(super) fn write(disk: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    let fresh = disk.with_extension("new");
    #[expect(clippy::disallowed_methods, reason = "this is `publish`")]
    std::fs::write(&fresh, bytes).map_err(PublishError::io("write", &fresh))?;
    #[expect(clippy::disallowed_methods, reason = "this is `publish`")]
    std::fs::rename(&fresh, disk).map_err(PublishError::io("write", disk))
}

/// A file of the record; `None` where there is none.
///
/// # Errors
/// The disk's.
pub(super) fn read(disk: &Path) -> Result<Option<Vec<u8>>, PublishError> {
    #[expect(clippy::disallowed_methods, reason = "the record is the output's, not the site's")]
    match std::fs::read(disk) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(PublishError::io("read", disk)(error)),
    }
}

/// Whether a path stays inside the output: a record may have been edited by hand.
pub fn is_plain(path: &str) -> bool {
    !path.is_empty()
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != ".." && part != FOLDER)
        && !path.contains(['\\', '\0', '\n'])
}

//! The search index as a part of the output: made anew only when what pages are found by has changed, since it costs more than
//! the pages do.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::PublishError;
use super::leak::Leaks;
use super::publication::Publication;
use super::record;
use crate::diagnostic::Diagnostic;
use crate::render::search::index;
use crate::render::{Artifact, Content};
use crate::source::Database;
use crate::text::hex::hex;
use crate::view::pages::search::{FOLDER, record as record_of, subjects};
use crate::view::search::SearchRecord;

/// The note of which records the index in the output was made of, beside the record of the build.
const NOTE: &str = "search.json";

/// `.gloss/search.json`.
#[derive(Serialize, Deserialize)]
struct Note {
    /// The digest of all records, and of the version that made the index.
    records: String,
    /// The files of the index with their sizes in bytes.
    files: BTreeMap<String, u64>,
}

/// Makes the output hold the index. Gives what must not be in it; then there is none.
///
/// # Errors
/// Where two artifacts have one path, the disk fails, or the index cannot be made.
pub(super) fn put(db: Database, publication: &Publication, leaks: &Leaks) -> Result<Vec<Diagnostic>, PublishError> {
    let subjects = subjects(&db);
    let records: Vec<SearchRecord> =
        subjects.par_iter().with_min_len(16).map_with(db, |db, subject| record_of(db, *subject)).flatten_iter().collect();
    let lines: Vec<Vec<u8>> = records.par_iter().map(|record| serde_json::to_vec(record).unwrap_or_default()).collect();
    let leaking: Vec<Diagnostic> = lines.par_iter().flat_map_iter(|line| leaks.scan(&shown(line))).collect();
    if !leaking.is_empty() {
        return Ok(leaking);
    }
    let mut digest = Sha256::new();
    digest.update(env!("CARGO_PKG_VERSION"));
    for line in &lines {
        digest.update(line);
        digest.update(b"\n");
    }
    let digest = hex(&digest.finalize());
    let note = publication.root().join(record::FOLDER).join(NOTE);
    if let Some(known) = read(&note).filter(|known| !publication.mends() && known.records == digest && stands(known, publication.root())) {
        return known.files.keys().try_for_each(|path| publication.keep(path)).map(|()| vec![]);
    }
    let artifacts = index(records).map_err(PublishError::io("make", Path::new(FOLDER)))?;
    artifacts.par_iter().try_for_each(|artifact| publication.put(artifact).map(|_| ()))?;
    let files = artifacts.into_iter().map(|artifact| (artifact.path, size(&artifact.content))).collect();
    let text = serde_json::to_vec(&Note { records: digest, files }).unwrap_or_default();
    #[expect(clippy::disallowed_methods, reason = "this is `publish`")]
    std::fs::write(&note, text).map_err(PublishError::io("write", &note))?;
    Ok(vec![])
}

/// A record as something that readers see.
fn shown(line: &[u8]) -> Artifact {
    Artifact { path: FOLDER.to_owned(), content: Content::Bytes(line.to_vec().into()) }
}

fn size(content: &Content) -> u64 {
    match content {
        Content::Bytes(bytes) => bytes.len() as u64,
        Content::File(_) => 0,
    }
}

/// The note of the last build; none where it cannot be understood.
fn read(disk: &PathBuf) -> Option<Note> {
    #[expect(clippy::disallowed_methods, reason = "the note is the output's, not the site's")]
    let text = std::fs::read(disk).ok()?;
    serde_json::from_slice(&text).ok()
}

/// Whether all files of the index are still there, as long as they were.
fn stands(note: &Note, root: &Path) -> bool {
    note.files.iter().all(|(path, bytes)| {
        record::is_plain(path) && root.join(path).symlink_metadata().is_ok_and(|file| file.is_file() && file.len() == *bytes)
    })
}

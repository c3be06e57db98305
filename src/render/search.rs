//! The search index: Pagefind's files, made in memory from the records of all pages.

use std::collections::BTreeMap;
use std::io;

use bytes::Bytes;
use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;

use super::artifact::{Artifact, Content};
use crate::source::Db;
use crate::view::pages::search::{FOLDER, record, subjects};
use crate::view::search::SearchRecord;

/// What of Pagefind's output a page of ours loads: not its own user interfaces, and no worker, whose policy a page cannot set.
fn is_used(name: &str) -> bool {
    matches!(name, "pagefind.js" | "pagefind-entry.json") || name.ends_with(".pagefind") || name.contains(".pf_")
}

/// The files of the index of these records, sorted by path. The same records in the same order give the same bytes.
///
/// # Errors
/// Pagefind's, where there are more pages or words than it can count.
pub fn index(records: Vec<SearchRecord>) -> io::Result<Vec<Artifact>> {
    // Pagefind's functions wait for each other by tokio; none reads or writes a file.
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let files = runtime.block_on(async {
        let mut index = PagefindIndex::new(Some(PagefindServiceConfig::builder().keep_index_url(true).build()))?;
        for SearchRecord { url, language, text, meta, filters, sort } in records {
            index.add_custom_record(url, text, language, Some(meta), Some(filters), Some(sort)).await?;
        }
        index.get_files().await
    });
    let files = files.map_err(io::Error::other)?.into_iter().filter_map(|file| {
        let name = file.filename.to_str()?.replace('\\', "/");
        is_used(&name).then(|| Artifact { path: format!("{FOLDER}/{name}"), content: Content::Bytes(file.contents.into()) })
    });
    let mut files: Vec<Artifact> = files.collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The index of the site as a server needs it: by path, kept until what pages are found by changes. Empty where it cannot be made.
#[salsa::tracked]
pub fn served_index(db: &dyn Db) -> BTreeMap<String, Bytes> {
    let records = subjects(db).into_iter().filter_map(|subject| record(db, subject)).collect();
    let bytes = |artifact: Artifact| match artifact.content {
        Content::Bytes(bytes) => Some((artifact.path, bytes)),
        Content::File(_) => None,
    };
    index(records).unwrap_or_default().into_iter().filter_map(bytes).collect()
}

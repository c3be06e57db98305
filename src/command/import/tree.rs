//! The folder of another tool: its files by path, read when they are wanted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::archive::{Archive, Origin};
use super::{Failure, Session, folder, shown};
use crate::diagnostic::Code;
use crate::source::archive as outside;
use crate::text::path::SitePath;

/// The files of a folder that is imported.
#[derive(Debug)]
pub(super) struct Files {
    /// The folder as the user would write it.
    shown: String,
    /// Where files are, by their path from the folder.
    files: BTreeMap<String, PathBuf>,
    /// What is passed over: links, and names that are no text.
    passed: Vec<String>,
}

impl Files {
    /// Looks through the folder that a user names.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    pub(super) fn read(session: &Session, named: &Path) -> Result<Self, Failure> {
        let root = folder(session, named)?;
        let tree = outside::tree(&root).map_err(Failure::io(&format!("cannot read `{}`", named.display())))?;
        let shown = shown(named).as_str().trim_end_matches('/').to_owned();
        Ok(Self { shown, files: tree.files.into_iter().collect(), passed: tree.passed })
    }

    /// A place in a file.
    pub(super) fn origin(&self, path: &str, at: usize) -> Origin {
        Origin { file: SitePath::new(&format!("{}/{path}", self.shown)), at }
    }

    /// Whether there is a file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Where a file is on the disk.
    pub(super) fn disk(&self, path: &str) -> Option<&PathBuf> {
        self.files.get(path)
    }

    /// All files in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The text of a file; a remark where it has none.
    pub(super) fn text(&self, path: &str, archive: &mut Archive) -> Option<String> {
        match outside::read_text(self.files.get(path)?) {
            Ok(text) => Some(text),
            Err(error) => {
                archive.remark(Code::NotImported, &self.origin(path, 0), format!("`{path}` cannot be read: {error}"));
                None
            }
        }
    }

    /// Tells of what is passed over.
    pub(super) fn passed(&self, archive: &mut Archive) {
        for path in &self.passed {
            archive.remark(
                Code::NotCopied,
                &self.origin(path, 0),
                format!("`{path}` is a link, or its name is no text; it is passed over"),
            );
        }
    }
}

/// A path taken from a folder, with `..` and `.` worked out; `None` where it leads out of the top.
pub(super) fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = if path.starts_with('/') { vec![] } else { folder.split('/').filter(|part| !part.is_empty()).collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder of a path; empty at the top.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The name of a path's end.
pub(super) fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

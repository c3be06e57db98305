//! What a store of objects must be able to do for a bucket to be a target.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::error::DeployError;
use super::manifest::Entry;
use super::plan::Upload;
use super::wave;

/// An object that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The store's mark of this version (an entity tag, RFC 9110).
    pub tag: String,
}

/// A condition of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum If<'t> {
    /// There is nothing at the path.
    Absent,
    /// What is there has this mark.
    Tag(&'t str),
}

/// Objects that are looked at one by one.
pub const FEW: usize = 64;

/// A store of objects. Paths have `/` between their parts. All methods may be called from many threads at once.
///
/// # Errors
/// All of them where the store cannot be reached or refuses; what is merely not there is no error.
#[expect(clippy::missing_errors_doc, reason = "said above, once for all")]
pub trait Objects: Sync {
    /// Where it is, for people; without secrets.
    fn place(&self) -> String;

    /// A small object, if it is there.
    fn read(&self, path: &str) -> Result<Option<Object>, DeployError>;

    /// The mark of an object, if it is there.
    fn mark(&self, path: &str) -> Result<Option<String>, DeployError> {
        Ok(self.read(path)?.map(|object| object.tag))
    }

    /// The size of an object in bytes, if it is there.
    fn size(&self, path: &str) -> Result<Option<u64>, DeployError>;

    /// The sizes of objects in bytes, as many as there are paths; none for those that are not there. A few are looked at one by
    /// one: a listing of a large store takes more requests.
    fn sizes(&self, paths: &[&str]) -> Result<Vec<Option<u64>>, DeployError> {
        if paths.len() > FEW {
            let there = self.list("")?;
            return Ok(paths.iter().map(|path| there.get(*path).copied()).collect());
        }
        let sizes = Mutex::new(BTreeMap::new());
        wave::each(paths, |path| {
            let size = self.size(path)?;
            if let Ok(mut sizes) = sizes.lock() {
                sizes.insert((*path).to_owned(), size);
            }
            Ok(())
        })?;
        let sizes = sizes.into_inner().unwrap_or_default();
        Ok(paths.iter().map(|path| sizes.get(*path).copied().flatten()).collect())
    }

    /// Whether the object is this file of the disk, with the headers that it should have; false where the store cannot tell.
    fn holds(&self, _file: (&str, &Entry), _disk: &Path) -> Result<bool, DeployError> {
        Ok(false)
    }

    /// How many seconds ago an object was written, by the store's own clock: those of two who deploy may differ. None where
    /// it cannot tell, or there is no such object.
    fn age(&self, _path: &str) -> Result<Option<i64>, DeployError> {
        Ok(None)
    }

    /// Puts a file of the disk, with its headers; fails where it is not the file of the plan.
    fn put(&self, upload: &Upload, from: &Path) -> Result<(), DeployError>;

    /// How many files are put together where that saves time.
    fn together(&self) -> usize {
        1
    }

    /// Puts files of the disk as [`Objects::put`] does.
    fn put_all(&self, files: &[(Upload, PathBuf)]) -> Result<(), DeployError> {
        files.iter().try_for_each(|(upload, from)| self.put(upload, from))
    }

    /// Puts a small object if the condition holds; gives its mark, or none where the condition does not hold.
    fn put_if(&self, path: &str, bytes: &[u8], condition: If<'_>) -> Result<Option<String>, DeployError>;

    /// Puts a small object, whatever is there.
    fn put_small(&self, path: &str, bytes: &[u8]) -> Result<(), DeployError>;

    /// Copies an object with its headers, without its bytes coming here; false where it is not there.
    fn copy(&self, from: &str, to: &str) -> Result<bool, DeployError>;

    /// Deletes an object.
    fn delete(&self, path: &str) -> Result<(), DeployError>;

    /// The objects whose paths begin so, with their sizes. `prefix` is empty or ends in `/`.
    fn list(&self, prefix: &str) -> Result<BTreeMap<String, u64>, DeployError>;
}

/// What was found of an object, in words.
pub(super) fn found(size: Option<u64>) -> String {
    size.map_or_else(|| "not at all".to_owned(), |size| format!("with {size} bytes"))
}

/// Of a site's files, which lie in `from`, those that a store holds just so.
///
/// # Errors
/// Where it cannot be reached.
pub(super) fn standing(objects: &dyn Objects, files: &BTreeMap<String, Entry>, from: &Path) -> Result<BTreeSet<String>, DeployError> {
    let there = objects.list("")?;
    let likely: Vec<(&String, &Entry)> = files.iter().filter(|(path, entry)| there.get(*path) == Some(&entry.size)).collect();
    let standing = Mutex::new(BTreeSet::new());
    wave::each(&likely, |(path, entry)| {
        if objects.holds((path, entry), &from.join(entry.disk(path)))?
            && let Ok(mut standing) = standing.lock()
        {
            standing.insert((*path).clone());
        }
        Ok(())
    })?;
    Ok(standing.into_inner().unwrap_or_default())
}

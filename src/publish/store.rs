//! What a place for output must be able to do.

use super::error::PublishError;
use crate::render::Content;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Put {
    /// It was not there before.
    New,
    /// It was there with other bytes.
    Changed,
    /// It was there with the same bytes and was not touched.
    Same,
}

/// A place for output. Paths are relative, with `/`. All methods may be called from many threads at once, for different
/// paths.
pub trait Store: Sync {
    /// Makes the file at `path` hold `content`; touches nothing if it does already. `was` tells what is known of the path.
    ///
    /// # Errors
    /// Where the store fails. A file that could not be written keeps its old bytes wherever the store can help it.
    fn put(&self, path: &str, content: &Content, was: Was) -> Result<Put, PublishError>;

    /// Removes the file at `path`, and folders that are empty without it. A file that is not there is no error.
    ///
    /// # Errors
    /// Where the store fails.
    fn delete(&self, path: &str) -> Result<(), PublishError>;
}

/// What is known of a path before it is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Was {
    /// An earlier build of ours made it, as far as the record knows.
    Ours,
    /// No build of ours made it: a file there is somebody else's, and is not overwritten.
    Unknown,
}

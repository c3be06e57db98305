//! What a build makes: a path and its bytes.

use std::path::PathBuf;

use bytes::Bytes;

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Its path in the output, with `/`, without a leading one: `2024/06/a-visit/index.html`.
    pub path: String,
    /// What it holds.
    pub content: Content,
}

/// What an artifact holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Bytes),
    /// A copy of a file of the site.
    File(PathBuf),
}

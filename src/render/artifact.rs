//! What a build makes: a path and its bytes.

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

use crate::picture::card::Card;
use crate::picture::{Head, Make};
use crate::source::AssetContent;
use crate::text::path::SitePath;

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

/// A file of the output that takes long to make. Whoever wants the bytes makes them; they depend on nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its path in the output.
    pub path: String,
    /// What is to be done.
    pub work: Work,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Something is to be made of a picture.
    Picture(Box<PictureWork>),
    /// A social card is to be drawn.
    Card(Arc<Card>),
}

impl Work {
    /// What its bytes are known by: 64 hexadecimal digits.
    pub fn key(&self) -> String {
        match self {
            Work::Picture(work) => work.head.key(work.make),
            Work::Card(card) => card.key(),
        }
    }

    /// The picture that it is about: what is made of one is best made together.
    pub fn subject(&self) -> Option<&SitePath> {
        match self {
            Work::Picture(work) => Some(&work.path),
            Work::Card(_) => None,
        }
    }
}

/// Something to be made of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureWork {
    /// The picture's path in the site.
    pub path: SitePath,
    /// Its file.
    pub from: AssetContent,
    /// What its file says.
    pub head: Head,
    /// What is made of it.
    pub make: Make,
}

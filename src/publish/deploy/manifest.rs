//! The manifest: what a target holds, as the target's own record. `.gloss/manifest.json` in what is served.
//!
//! It is written last, after every file that it names, and is compared with what was built in place of a listing. Where it
//! stands, all of its files are there with these bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::compress::Encoding;

/// Where it stands, in what is served.
pub const PATH: &str = ".gloss/manifest.json";

const VERSION: u32 = 1;

/// What a target holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of this record.
    pub version: u32,
    /// The site's `base_url`: another site's manifest is the mark of another site.
    pub site: String,
    /// The release's number, from 1.
    pub release: u64,
    /// The release whose files this one brings back, where it is a rollback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restores: Option<u64>,
    /// When it was deployed (RFC 3339).
    pub time: String,
    /// The files, by their paths in the output.
    pub files: BTreeMap<String, Entry>,
    /// Assets of earlier releases that stay for a while, for pages in caches.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub retired: BTreeMap<String, Retired>,
    /// Pages that readers may have kept the address of, by the path of their file.
    #[serde(default)]
    pub pages: BTreeMap<String, Page>,
}

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// How many bytes.
    pub size: u64,
    /// A digest of the headers that it is served with.
    pub headers: String,
    /// How it is compressed, where it is stored so and served with `Content-Encoding`; bytes and size are then those of what is
    /// stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
}

impl Entry {
    /// Where the bytes of the file at `path` lie in the output folder.
    pub fn disk(&self, path: &str) -> String {
        self.encoding.map_or_else(|| path.to_owned(), |encoding| format!("{path}.{}", encoding.ending()))
    }
}

/// An asset that the site has no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retired {
    /// What it is.
    #[serde(flatten)]
    pub entry: Entry,
    /// For how many releases the site has been without it, from 1.
    pub age: u32,
}

/// What an editor knows a page by, and digests of what it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// What it is.
    pub kind: PageKind,
    /// Its headline or name.
    pub title: String,
    /// Its address from the site's base.
    pub url: String,
    /// The file that it is written in.
    pub file: String,
    /// A digest of its own text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// A digest of what its glossary shows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub glossary: String,
    /// A digest of what it lists as related.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub related: String,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PageKind {
    /// An article.
    Article,
    /// An entity of the glossary.
    Entity,
    /// An old address that leads to a new one.
    Redirect,
}

impl Manifest {
    /// A manifest of nothing.
    pub fn new(site: &str, release: u64) -> Self {
        Self {
            version: VERSION,
            site: site.to_owned(),
            release,
            restores: None,
            time: String::new(),
            files: BTreeMap::new(),
            retired: BTreeMap::new(),
            pages: BTreeMap::new(),
        }
    }

    /// A manifest from its bytes; none where they are no manifest that this program understands, or name files outside of
    /// the target.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        let plain = manifest.files.keys().chain(manifest.retired.keys()).all(|path| crate::publish::record::is_plain(path));
        (manifest.version == VERSION && plain).then_some(manifest)
    }

    /// Its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Everything that stands at the target: files, and assets that stay for a while.
    pub fn standing(&self) -> impl Iterator<Item = (&String, &Entry)> {
        self.files.iter().chain(self.retired.iter().map(|(path, retired)| (path, &retired.entry)))
    }

    /// What stands at a path.
    pub fn entry(&self, path: &str) -> Option<&Entry> {
        self.files.get(path).or_else(|| self.retired.get(path).map(|retired| &retired.entry))
    }

    /// The release whose files these are.
    pub fn origin(&self) -> u64 {
        self.restores.unwrap_or(self.release)
    }
}

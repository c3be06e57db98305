//! The inputs: everything that an answer may depend on.

use std::sync::Arc;

use bytes::Bytes;

use crate::picture::{Head, Trouble};
use crate::text::path::SitePath;

/// What a file holds, as far as a text file can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// UTF-8 text, without a byte order mark.
    Utf8(Arc<str>),
    /// Not UTF-8; how many bytes from the start are.
    NotUtf8 {
        /// Bytes before the first that is wrong.
        valid_up_to: usize,
    },
    /// Larger than [`Text::LIMIT`].
    TooLarge {
        /// Its size.
        bytes: u64,
    },
    /// The system did not let it be read; its words.
    Unreadable(String),
    /// A symbolic link that leads out of the site.
    OutsideSite,
}

impl Text {
    /// The largest text that is read, in bytes.
    pub const LIMIT: u64 = 64 << 20;

    /// The text, or `""` where it cannot be read (which is a finding of `parse`).
    pub fn as_str(&self) -> &str {
        match self {
            Text::Utf8(text) => text,
            _ => "",
        }
    }
}

/// A text file of the site. The handle stays the same while the file exists; its text changes.
#[salsa::input(debug)]
pub struct Source {
    /// Its path in the site.
    pub path: SitePath,
    /// Of a Markdown file, all that says what its front matter is ([`fence::head`](crate::text::fence::head)); else empty.
    /// What asks only for this is not even looked at again after an edit of a body.
    pub head: Arc<str>,
    /// What it holds now, the head included.
    pub text: Text,
}

/// What a file that is not read as text holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssetContent {
    /// Held in memory: small style sheets, scripts and pictures, whose names carry a hash of their content.
    Bytes(Bytes),
    /// On the disk, copied at publication; known by its size and the time of its last change, a picture by its content too.
    File {
        /// Its absolute path.
        path: std::path::PathBuf,
        /// Bytes.
        length: u64,
        /// Nanoseconds since 1970.
        modified: i128,
        /// Of a file that is named as a picture, what its bytes say.
        picture: Option<Result<Head, Trouble>>,
    },
}

/// A file that goes to the output as it is: from `static/`, or beside an article.
#[salsa::input(debug)]
pub struct Asset {
    /// Its path in the site.
    pub path: SitePath,
    /// What it holds now.
    pub content: AssetContent,
}

/// For whom the site is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Readers: drafts, embargoed and expired pages do not exist.
    Readers,
    /// Editors: everything is shown, with a badge.
    Editors,
}

/// The site: which files there are, and the few facts that come from outside of them. All lists are sorted by path.
#[salsa::input(singleton, debug)]
pub struct Site {
    /// `gloss.yaml`, if there is one.
    #[returns(copy)]
    pub config: Option<Source>,
    /// Markdown files under `content/`: articles, section pages, entities with a body.
    pub pages: Vec<Source>,
    /// YAML files under `content/`: lists of entities.
    pub lists: Vec<Source>,
    /// Files under `templates/`.
    pub templates: Vec<Source>,
    /// YAML files under `data/`.
    pub data: Vec<Source>,
    /// Files under `static/`, and all others under `content/`.
    pub assets: Vec<Asset>,
    /// The clock.
    #[returns(copy)]
    pub now: jiff::Timestamp,
    /// For whom.
    #[returns(copy)]
    pub audience: Audience,
}

//! What can stop a publication.

use std::path::{Path, PathBuf};

/// Why nothing, or not everything, was published.
#[derive(Debug)]
pub enum PublishError {
    /// The output is not one that may be written to: nothing was touched.
    Refused {
        /// Why, as a sentence without a full stop.
        reason: String,
        /// What to do.
        help: String,
    },
    /// Two artifacts want the same path, or paths that only differ in case, which many disks cannot tell apart.
    Clash {
        /// The one that sorts first.
        first: String,
        /// The other.
        second: String,
    },
    /// The machine failed.
    Io {
        /// What was tried: `write`, `read`, `remove`.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
}

impl PublishError {
    /// Turns the system's answer to `action` on `path` into an error.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| PublishError::Io { action, path: path.to_path_buf(), source }
    }
}

impl std::fmt::Display for PublishError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PublishError::Refused { reason, .. } => f.write_str(reason),
            PublishError::Clash { first, second } if first == second => write!(f, "two pages would be written to `{first}`"),
            PublishError::Clash { first, second } => {
                write!(f, "`{first}` and `{second}` differ only in case, or one lies inside the other: many disks hold only one of them")
            }
            PublishError::Io { action, path, source } => {
                let words = source.to_string();
                let words = words.split(" (os error").next().unwrap_or_default().to_lowercase();
                write!(f, "cannot {action} `{}`: {words}", path.display())
            }
        }
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            PublishError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// The error that others are only told of.
pub(super) fn deepest(error: &dyn std::error::Error) -> &dyn std::error::Error {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause
}

/// Why a request had no answer: the words of the deepest cause, without the system's number and the address.
pub(super) fn unanswered(error: &reqwest::Error) -> String {
    let words = deepest(error).to_string();
    words.split(" (os error").next().unwrap_or_default().split(" for url").next().unwrap_or_default().to_lowercase()
}

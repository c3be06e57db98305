//! What can stop a deploy.

use std::path::Path;

/// Why nothing, or not everything, was deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeployError {
    /// What is asked for cannot be: the reason, and what to do.
    Refused {
        /// Why, as a sentence without a full stop.
        reason: String,
        /// What to do.
        help: String,
    },
    /// Somebody else is deploying, or has deployed in the meantime.
    Busy {
        /// Who and when, as a sentence without a full stop.
        reason: String,
        /// What to do.
        help: String,
    },
    /// The machine or the network failed.
    Failed {
        /// What failed, with the answer.
        what: String,
        /// What was and was not done.
        done: String,
    },
}

/// What is said where nothing had begun.
pub const NOTHING_DONE: &str = "nothing was sent; the live site is as it was";

/// What is said where a release was being made beside the live one.
pub const BESIDE: &str = "the live site is as it was; what was sent stands beside it, and the next deploy clears it away";

impl DeployError {
    /// A failure before anything was sent.
    pub fn failed(what: impl Into<String>) -> Self {
        DeployError::Failed { what: what.into(), done: NOTHING_DONE.into() }
    }

    /// Turns the system's answer to `action` on `path` into an error.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |error| {
            let words = error.to_string();
            let words = words.split(" (os error").next().unwrap_or_default().to_lowercase();
            DeployError::failed(format!("cannot {action} `{}`: {words}", path.display()))
        }
    }

    /// The target is not as it was when the plan was made.
    pub fn moved() -> Self {
        DeployError::Busy {
            reason: "the target has changed since the plan was made: somebody else has deployed".into(),
            help: "deploy again; the new plan will start from what is there now".into(),
        }
    }

    /// The same, saying what was and was not done where it is a failure.
    #[must_use]
    pub fn after(self, words: &str) -> Self {
        match self {
            DeployError::Failed { what, .. } => DeployError::Failed { what, done: words.to_owned() },
            other => other,
        }
    }
}

impl std::fmt::Display for DeployError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DeployError::Refused { reason, .. } | DeployError::Busy { reason, .. } => f.write_str(reason),
            DeployError::Failed { what, .. } => f.write_str(what),
        }
    }
}

impl std::error::Error for DeployError {}

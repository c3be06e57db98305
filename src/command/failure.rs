//! How a command ends.

use crate::publish::PublishError;
use crate::publish::deploy::DeployError;

/// A command that ran to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Code 0: nothing is wrong.
    Fine,
    /// Code 1: there are findings of level error.
    Findings,
    /// Code 2: the site's own file is wrong, so that nothing could be done.
    Config,
    /// Code 3: the machine failed on the way; what was and was not done has been said.
    Machine,
}

impl Exit {
    /// The process's exit code.
    pub fn code(self) -> u8 {
        match self {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::Config => 2,
            Exit::Machine => 3,
        }
    }
}

/// A command that could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// Code 2: it was asked for something that cannot be: the reason, and what to do (may be empty).
    Usage(String, String),
    /// Code 3: the machine failed: disk full, permission denied.
    Machine(String),
    /// Whoever read the output has gone; nobody is left to be told.
    Closed,
}

impl Failure {
    /// A failure of the system while it did something: `cannot write `a.md``.
    pub fn io(what: &str) -> impl FnOnce(std::io::Error) -> Self {
        move |error| {
            if error.kind() == std::io::ErrorKind::BrokenPipe {
                return Failure::Closed;
            }
            let words = error.to_string();
            Failure::Machine(format!("{what}: {}", words.split(" (os error").next().unwrap_or_default().to_lowercase()))
        }
    }

    /// The process's exit code.
    pub fn code(&self) -> u8 {
        match self {
            Failure::Usage(..) => 2,
            Failure::Machine(_) => 3,
            Failure::Closed => 0,
        }
    }
}

/// Errors of printing.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure::io("cannot print")(error)
    }
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Refused { ref help, .. } => Failure::Usage(error.to_string(), help.clone()),
            PublishError::Clash { .. } => Failure::Usage(error.to_string(), "give one of them another address".into()),
            PublishError::Io { .. } => Failure::Machine(error.to_string()),
        }
    }
}

impl From<DeployError> for Failure {
    fn from(error: DeployError) -> Self {
        match error {
            DeployError::Refused { reason, help } | DeployError::Busy { reason, help } => Failure::Usage(reason, help),
            DeployError::Failed { what, done } => Failure::Machine(format!("{what}\n{done}")),
        }
    }
}

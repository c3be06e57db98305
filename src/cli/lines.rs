//! Progress where there is no terminal: a line for each long phase, so that a log tells what it waits for.

use std::io::Write;

use crate::publish::progress::{Phase, Progress};

/// Steps from which on a phase is long enough for a line.
const MANY: usize = 2_000;

/// A line on the error stream at the start of each phase of at least so many steps.
pub(super) struct Lines {
    at_least: usize,
}

impl Lines {
    /// Lines for long phases.
    pub(super) fn long() -> Self {
        Self { at_least: MANY }
    }

    /// Lines for all phases.
    pub(super) fn all() -> Self {
        Self { at_least: 0 }
    }
}

impl Progress for Lines {
    fn begin(&self, phase: Phase, total: usize) {
        if total >= self.at_least {
            let count = if total == 0 { String::new() } else { format!(" {total}") };
            // A log that cannot be written to stops no build.
            let _ = writeln!(std::io::stderr(), "{}{count}", phase.word());
        }
    }

    fn step(&self) {}

    fn sent(&self, _: &str, _: u64) {}

    fn end(&self) {}
}

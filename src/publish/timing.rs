//! How long the parts of a build took.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::progress::{Phase, Progress};

/// How closely a build is timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Phase by phase.
    #[default]
    Phases,
    /// Each page too.
    Pages,
}

/// A stretch of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The phase's word, or what made the page: a template's name.
    pub work: String,
    /// Of a page, its path in the output.
    pub path: Option<String>,
    /// From the beginning of the timing.
    pub start: Duration,
    /// How long it took.
    pub length: Duration,
    /// On which of the threads, from 1; 0 is the one that leads.
    pub thread: usize,
}

/// The times of a build, in the order of the work.
#[derive(Debug)]
pub struct Timings {
    origin: Instant,
    detail: Detail,
    phases: Vec<Stretch>,
    pages: Mutex<Vec<Stretch>>,
}

impl Default for Timings {
    fn default() -> Self {
        Self::new(Detail::Phases)
    }
}

impl Timings {
    /// Begins now.
    pub fn new(detail: Detail) -> Self {
        Self { origin: Instant::now(), detail, phases: vec![], pages: Mutex::default() }
    }

    /// Does a phase's work, shown by `progress`, and notes how long it took. The work is lent the timings, for its pages.
    pub fn phase<T>(&mut self, progress: &dyn Progress, (phase, total): (Phase, usize), work: impl FnOnce(&Self) -> T) -> T {
        progress.begin(phase, total);
        let start = self.origin.elapsed();
        let value = work(self);
        self.push(phase, start);
        progress.end();
        value
    }

    /// Notes a phase that was done beside another, and has just ended.
    pub fn beside(&mut self, phase: Phase, length: Duration) {
        self.push(phase, self.origin.elapsed().saturating_sub(length));
    }

    /// Does the work on a page, and notes how long it took where that is asked for; `name` gives what made it, and its path.
    pub fn page<T>(&self, work: impl FnOnce() -> T, name: impl FnOnce(&T) -> (String, Option<String>)) -> T {
        if self.detail == Detail::Phases {
            return work();
        }
        let start = self.origin.elapsed();
        let value = work();
        let length = self.origin.elapsed().saturating_sub(start);
        let (work, path) = name(&value);
        let thread = rayon::current_thread_index().map_or(0, |index| index + 1);
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).push(Stretch { work, path, start, length, thread });
        value
    }

    /// The phases.
    pub fn phases(&self) -> &[Stretch] {
        &self.phases
    }

    /// The pages, as far as they were timed, in the order in which they were done.
    pub fn pages(&self) -> Vec<Stretch> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn push(&mut self, phase: Phase, start: Duration) {
        let length = self.origin.elapsed().saturating_sub(start);
        self.phases.push(Stretch { work: phase.word().to_owned(), path: None, start, length, thread: 0 });
    }
}

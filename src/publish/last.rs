//! What the last whole build into an output folder was made from, and what it said. A build of the same would write nothing
//! and say the same: so it is left out, and said again.
//!
//! `.gloss/last.json` saves time and decides nothing: where it is missing, of another version or about anything else, the site
//! is built.

use std::ops::Range;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::build::OnError;
use super::record::{self, FOLDER};
use super::shard::Shard;
use crate::config::rules::Strictness;
use crate::diagnostic::Diagnostic;
use crate::source::{Audience, machine, stamp};
use crate::text::hex::hex;

const NAME: &str = "last.json";
const VERSION: u32 = 1;

/// What a build is made from but for the clock: the site's files, the program, and what it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis(String);

impl Basis {
    /// What a build of the site at `root` would be made from now; `None` where that cannot be told without reading every
    /// file, as when one of them has changed within the last seconds.
    pub fn of(root: &Path, told: (Audience, OnError, Strictness, Option<Shard>)) -> Option<Self> {
        let now = machine::now();
        let files = stamp::of_site(root).filter(|files| !files.is_fresh(now))?;
        Some(Self(format!("{} {} {told:?}", files.digest(), machine::program()?)))
    }
}

/// How much a site has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Pages that a reader opens.
    pub pages: usize,
    /// Mentions of entities.
    pub mentions: usize,
    /// References from article to article.
    pub references: usize,
}

/// A whole build that was done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Last {
    version: u32,
    basis: Basis,
    /// A stamp of the files that it made.
    made: String,
    /// The clock's time then, and the time until which the clock alone changes nothing, in milliseconds since 1970.
    clock: Range<i64>,
    /// What it found, settled and sorted.
    pub findings: Vec<Diagnostic>,
    /// What the site had.
    pub tally: Tally,
}

impl Last {
    /// The last build into `output`, if one from the same basis at `now` would write nothing: its files are still there as it
    /// left them, and nothing has happened by the clock alone.
    pub fn find(output: &Path, basis: &Basis, now: Timestamp) -> Option<Self> {
        let text = record::read(&file(output)).ok()??;
        let last: Self = serde_json::from_slice(&text).ok()?;
        let is_same = last.version == VERSION && last.basis == *basis && last.clock.contains(&now.as_millisecond());
        (is_same && !record::is_unfinished(output).ok()? && made(output)? == last.made).then_some(last)
    }

    /// Notes a whole build into `output`, which has just ended, and gives it. Where that cannot be noted, the next one builds
    /// anew.
    pub fn note(output: &Path, basis: Basis, clock: Range<Timestamp>, (findings, tally): (Vec<Diagnostic>, Tally)) -> Option<Self> {
        let made = made(output)?;
        let clock = clock.start.as_millisecond()..clock.end.as_millisecond();
        let last = Self { version: VERSION, basis, made, clock, findings, tally };
        record::write(&file(output), &serde_json::to_vec(&last).unwrap_or_default()).ok()?;
        Some(last)
    }

    /// A mark of this build that no other has.
    pub fn mark(&self) -> String {
        hex(&Sha256::digest(serde_json::to_vec(self).unwrap_or_default()))
    }
}

fn file(output: &Path) -> PathBuf {
    output.join(FOLDER).join(NAME)
}

/// A stamp of the files that the last build made.
fn made(output: &Path) -> Option<String> {
    let files = record::files(output).ok()?;
    stamp::of_files(output, &files).map(stamp::Stamp::digest)
}

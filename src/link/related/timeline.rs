//! The articles of a language in order of time, cut into chunks: what is added at the end changes no chunk before it.

use rustc_hash::FxHashMap;

use crate::glossary::LanguageKey;
use crate::link::ledger;
use crate::parse::query::{address, config};
use crate::source::{Db, Source};

/// Articles in a chunk.
pub(super) const CHUNK: usize = 256;

/// An article's place among those of its language, oldest first.
pub(super) type Place = u32;

/// Where an article stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    /// Its place.
    pub(super) place: Place,
    /// The first place of those that are newer than it, and may not be its neighbours; else the number of all articles.
    pub(super) end: Place,
}

impl Position {
    /// The number of its chunk.
    pub(super) fn chunk(self) -> u32 {
        self.place / number(CHUNK)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Timeline {
    sources: Vec<Source>,
    instants: Vec<Option<jiff::Timestamp>>,
    places: FxHashMap<Source, Place>,
}

#[salsa::tracked]
fn timeline(db: &dyn Db, language: LanguageKey) -> Timeline {
    let own = language.language(db);
    let (sources, instants): (Vec<Source>, Vec<Option<jiff::Timestamp>>) =
        ledger::shown(db).iter().rev().filter(|entry| entry.address.language == *own).map(|entry| (entry.source, entry.instant)).unzip();
    let places = sources.iter().enumerate().map(|(place, source)| (*source, number(place))).collect();
    Timeline { sources, instants, places }
}

/// The articles of a chunk, oldest first.
#[salsa::tracked]
pub(super) fn chunk(db: &dyn Db, language: LanguageKey, index: u32) -> Vec<Source> {
    timeline(db, language).sources.chunks(CHUNK).nth(index as usize).map(<[Source]>::to_vec).unwrap_or_default()
}

/// The first article of each chunk.
pub(super) fn chunk_starts(db: &dyn Db, language: LanguageKey) -> impl Iterator<Item = Source> {
    timeline(db, language).sources.iter().step_by(CHUNK).copied()
}

/// Where an article stands; `None` for one that readers cannot see.
#[salsa::tracked(returns(copy))]
pub(super) fn position(db: &dyn Db, source: Source) -> Option<Position> {
    let timeline = timeline(db, LanguageKey::new(db, address(db, source).language.clone()));
    let place = *timeline.places.get(&source)?;
    let newer = match timeline.instants.get(place as usize)? {
        Some(own) if !config(db).value.read_also.include_newer => timeline.instants.partition_point(|other| *other <= Some(*own)),
        _ => timeline.sources.len(),
    };
    Some(Position { place, end: number(newer) })
}

pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

//! What computed neighbours cost: `cargo bench --bench related [-- ARTICLES ...]`.
//!
//! Archives of 10,000, 30,000 and 100,000 articles in memory, each of some 500 words. After the texts are parsed and their mentions
//! found, it takes the time and the memory that all lists take, the time of one list while the index stands, and the time
//! from an edit to the new list of the edited article, for the newest article and for one in the middle.

#![expect(clippy::print_stdout, reason = "that is what a measurement is for")]
#![expect(clippy::disallowed_methods, reason = "the system knows how much memory and time is taken")]

mod archive;
mod memory;
mod words;

use std::time::Instant;

use archive::{article, path, site, text};
use glossator::link::query::{mentioned, related, visible_articles};
use glossator::parse::query::{articles, document};
use glossator::publish::survey::index;
use glossator::source::{Database, Source};
use memory::memory;
use rayon::prelude::*;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: &[usize] = &[10_000, 30_000, 100_000];
/// Articles whose lists are asked for one by one, after those of all others.
const ALONE: usize = 500;

/// Seconds that all threads have worked (Linux; elsewhere 0).
fn worked() -> f64 {
    let times = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = times.rsplit(')').next().unwrap_or_default();
    // In the program and in the system, which gives it memory.
    behind_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Seconds on the clock and seconds of work that something takes.
fn taken(work: impl FnOnce()) -> (f64, f64) {
    let (start, before) = (Instant::now(), worked());
    work();
    (start.elapsed().as_secs_f64(), worked() - before)
}

fn all(db: &Database, sources: &[Source], ask: impl Fn(&Database, Source) + Sync) {
    sources.par_iter().for_each_with(db.clone(), |db, source| ask(db, *source));
}

fn measure(count: usize) {
    let mut workspace = site(count);
    let db = workspace.db();
    let sources = articles(db).clone();
    let (parsed, _) = taken(|| {
        all(db, &sources, |db, source| {
            document(db, source);
            mentioned(db, source);
        })
    });
    let (alone, rest): (Vec<_>, Vec<_>) = sources.iter().enumerate().partition(|(at, _)| at % (count / ALONE).max(1) == 0);
    let [alone, rest] = [alone, rest].map(|part| part.into_iter().map(|(_, source)| *source).collect::<Vec<Source>>());
    let before = memory();
    let (seconds, work) = taken(|| {
        // As a build does it: the index first, on all cores.
        index(db);
        all(db, &rest, |db, source| _ = related(db, source));
    });
    let more = memory() - before;
    let (one_by_one, _) = taken(|| {
        for source in &alone {
            related(db, *source);
        }
    });
    let each = one_by_one / alone.len() as f64;
    println!(
        "{count} articles, parsed in {parsed:.1} s: all lists {seconds:.2} s ({:.0} µs of work each), {more:.0} MB; one list {:.0} µs",
        work * 1e6 / rest.len() as f64,
        each * 1e6
    );
    for (which, at) in [("newest", count - 1), ("middle", count / 2)] {
        workspace.apply([(path(at), text(article(at) + "An afterthought.\n"))]);
        // What any page asks after an edit, so not counted here.
        let (checked, _) = taken(|| _ = visible_articles(workspace.db()));
        let (seconds, _) = taken(|| {
            if let Some(source) = workspace.source(path(at).as_str()) {
                related(workspace.db(), source);
            }
        });
        println!(
            "  the {which} article is edited: its list after {:.1} ms, besides {:.1} ms for what is visible",
            seconds * 1e3,
            checked * 1e3
        );
    }
}

fn main() {
    let given: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    for count in if given.is_empty() { SIZES } else { &given } {
        measure(*count);
    }
}

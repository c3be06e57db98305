//! What the stages cost an article: `cargo bench --bench stages [-- ARTICLES]`.
//!
//! An archive in memory is asked, stage by stage and on one thread, for all its documents, mentions, neighbours, texts in
//! HTML and pages. Printed is the work of this thread alone in microseconds an article, so that what else runs on the
//! machine tells little; the least of a few passes counts, each through a site of its own, which has no answer yet.

#![expect(clippy::print_stdout, reason = "that is what a measurement is for")]
#![expect(clippy::disallowed_methods, reason = "the system knows how long a thread has worked")]

mod archive;
mod memory;
mod words;

use archive::site;
use glossator::glossary::LanguageKey;
use glossator::glossary::query::matcher;
use glossator::link::query::{lists, mentioned, related};
use glossator::parse::query::{articles, config, document};
use glossator::render::page::{PageKind, pages};
use glossator::render::produce::produce;
use glossator::source::{Database, Source};
use glossator::view::html::{Place, Writer};
use glossator::view::texts::texts;
use memory::memory;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ARTICLES: usize = 2_000;
const PASSES: usize = 3;

/// What an article's share of something is, in microseconds, and the kB that are kept of it.
type Share = (&'static str, f64, f64);

/// Seconds that this thread has worked (Linux; elsewhere 0).
fn worked() -> f64 {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    times.split_whitespace().next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or_default() / 1e9
}

/// One pass through a new site: what each stage takes, in order.
fn pass(count: usize) -> Vec<Share> {
    let workspace = site(count);
    let db = workspace.db();
    let sources = articles(db).clone();
    let language = LanguageKey::new(db, config(db).value.language.clone());
    let mut shares = Vec::new();
    let mut share = |name: &'static str, work: &mut dyn FnMut()| {
        let (before, held) = (worked(), memory());
        work();
        shares.push((name, (worked() - before) * 1e6 / count as f64, (memory() - held) * 1e3 / count as f64));
    };
    share("documents parsed", &mut || each(&sources, |source| _ = document(db, source)));
    share("matcher of all names", &mut || _ = matcher(db, language));
    share("names found", &mut || each(&sources, |source| _ = mentioned(db, source)));
    share("lists", &mut || _ = lists(db));
    share("neighbours: terms and index", &mut || each(&sources[count - 1..], |source| _ = related(db, source)));
    share("neighbours: an article's list", &mut || each(&sources, |source| _ = related(db, source)));
    share("text as HTML", &mut || each(&sources, |source| _ = Writer::new(db, source, texts(db, language), Place::Page).body()));
    share("article pages", &mut || each(&sources, |source| _ = produce(db, &PageKind::Article(source))));
    share("article pages, asked again", &mut || each(&sources, |source| _ = produce(db, &PageKind::Article(source))));
    share("all other pages and feeds", &mut || others(db));
    shares
}

fn each(sources: &[Source], mut ask: impl FnMut(Source)) {
    sources.iter().for_each(|source| ask(*source));
}

fn others(db: &Database) {
    for page in pages(db).iter().filter(|page| !matches!(page, PageKind::Article(_))) {
        produce(db, page);
    }
}

fn main() {
    let count = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(ARTICLES).max(1);
    let mut least = pass(count);
    for _ in 1..PASSES {
        for (kept, (_, again, _)) in least.iter_mut().zip(pass(count)) {
            kept.1 = kept.1.min(again);
        }
    }
    println!("{count} articles, for each µs of one core and kB that are kept:");
    for (name, microseconds, kept) in least {
        println!("{microseconds:>9.1}{kept:>9.1}  {name}");
    }
}

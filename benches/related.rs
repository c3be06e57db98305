//! What computed neighbours cost: `cargo bench --bench related [-- ARTICLES ...]`.
//!
//! Archives of 10,000, 30,000 and 100,000 articles in memory, each of some 500 words: words are as frequent as in a language,
//! and a story of a dozen articles has words, names and a tag of its own. After the texts are parsed and their mentions
//! found, it takes the time and the memory that all lists take, the time of one list while the index stands, and the time
//! from an edit to the new list of the edited article, for the newest article and for one in the middle.

#![expect(clippy::print_stdout, reason = "that is what a measurement is for")]
#![expect(clippy::disallowed_methods, reason = "the system knows how much memory and time is taken")]

mod words;

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use glossator::link::query::{mentioned, related, visible_articles};
use glossator::parse::query::{articles, document};
use glossator::source::{Change, Database, Source, Text, Workspace};
use glossator::text::path::SitePath;
use rayon::prelude::*;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: &[usize] = &[10_000, 30_000, 100_000];
/// Articles whose lists are asked for one by one, after those of all others.
const ALONE: usize = 500;
/// Different words of the language, and entities of the glossary.
const WORDS: usize = 60_000;
const ENTITIES: usize = 2_000;
/// Articles of a story, and words of an article.
const STORY: usize = 12;
const LENGTH: usize = 500;

const SYLLABLES: &[&str] = &["ba", "vo", "gri", "den", "zhu", "zo", "kra", "lev", "mi", "nor", "po", "ra", "ste", "tu", "han", "cher"];

/// The most frequent words tell nothing, as in a language.
const STOP_WORDS: &[&str] = &[
    "the", "of", "to", "and", "in", "that", "for", "is", "on", "was", "with", "as", "at", "by", "it", "from", "be", "he", "has", "are",
    "have", "an", "his", "not", "but", "they", "their", "who", "which", "were",
];

/// Numbers that look like chance and are the same each time (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((mixed ^ (mixed >> 27)) >> 11) as usize % end
    }

    /// A word as a text has it: the second most frequent one is half as frequent as the first.
    fn word(&mut self) -> String {
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        let rank = (WORDS as f64).powf(share) as usize;
        STOP_WORDS.get(rank).map_or_else(|| word(rank), |word| (*word).to_owned())
    }
}

/// A word that differs for each number below 65,536.
fn word(number: usize) -> String {
    words::word(number, SYLLABLES)
}

fn name(entity: usize) -> String {
    let capital = |word: String| word[..1].to_uppercase() + &word[1..];
    format!("{} {}", capital(word(entity * 29 + 7)), capital(word(entity * 31 + 11)))
}

fn article(at: usize) -> String {
    let (story, mut chance) = (at / (STORY * 8) * 8 + at % 8, Chance(at as u64));
    let mut of_story = Chance(story as u64 + (1 << 40));
    let subject: Vec<String> = (0..30).map(|_| word(of_story.below(WORDS))).collect();
    let people: Vec<String> = (0..4).map(|_| name(of_story.below(ENTITIES))).collect();
    let title = format!("{} {} {}", subject[chance.below(30)], chance.word(), subject[chance.below(30)]);
    let day = jiff::civil::date(1990, 1, 1).saturating_add(jiff::Span::new().days((at / 8) as i64));
    let mut text = format!("---\ntitle: {title}\ndate: {day}\ntags: [subject-{}]\n---\n", story % 97);
    for count in 1..=LENGTH {
        match chance.below(12) {
            0 => text += &subject[chance.below(30)],
            1 if count % 8 == 0 => text += &people[chance.below(4)],
            _ => text += &chance.word(),
        }
        text += match count {
            _ if count % 80 == 0 => ".\n\n",
            _ if count % 16 == 0 => ". ",
            _ => " ",
        };
    }
    text
}

fn path(at: usize) -> SitePath {
    SitePath::new(&format!("content/a{at:06}.md"))
}

fn text(words: String) -> Change {
    Change::Text(Text::Utf8(Arc::from(words)))
}

fn site(count: usize) -> Workspace {
    let mut glossary = String::new();
    for entity in 0..ENTITIES {
        let _ = writeln!(glossary, "- {{id: e{entity}, name: {}, kind: person}}", name(entity));
    }
    let mut workspace = Workspace::new(Database::new("2064-07-01T12:00:00Z".parse().expect("a valid instant")));
    let config = "title: Briefing\nbase_url: https://example.org\n".to_owned();
    let rest = [(SitePath::new("gloss.yaml"), text(config)), (SitePath::new("content/glossary/all.yaml"), text(glossary))];
    workspace.apply(rest.into_iter().chain((0..count).map(|at| (path(at), text(article(at))))));
    workspace
}

/// Memory that the process holds, in MB (Linux; elsewhere 0).
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap_or_default() / 1000.0
}

/// Seconds that all threads have worked (Linux; elsewhere 0).
fn worked() -> f64 {
    let times = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = times.rsplit(')').next().unwrap_or_default();
    behind_name.split_whitespace().nth(11).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or_default() / 100.0
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
    let (seconds, work) = taken(|| all(db, &rest, |db, source| _ = related(db, source)));
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

//! What the names of a big glossary cost: `cargo bench --bench matcher`.
//!
//! 50,000 persons with two-word names in Ukrainian: how long their forms take, how long and how much memory the matcher of
//! 300,000 of the surfaces does, and how fast it reads 20 MB of text, in which every fortieth word begins a name, each
//! sentence has a capital, and one other word of ten is spelt as some name's first word is, in small letters.

#![expect(clippy::print_stdout, reason = "that is what a measurement is for")]

mod memory;
mod words;

use std::time::Instant;

use glossator::config::Language;
use glossator::glossary::EntityKey;
use glossator::glossary::matcher::Matcher;
use glossator::glossary::names::{NameText, Names};
use glossator::glossary::surface::{Surface, surfaces};
use glossator::source::Database;
use glossator::text::fold::Folded;
use memory::memory;
use words::word;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ENTITIES: usize = 50_000;
const SURFACES: usize = 300_000;
const TEXT: usize = 20_000_000;
/// Measurements of one thing; the best counts, since other work on the machine only adds.
const TIMES: usize = 5;

const OF_NAMES: &[&str] = &["ба", "во", "гри", "ден", "жу", "зо", "кра", "лев", "ми", "нор", "по", "ра", "сте", "ту", "хан", "чер"];
const OF_WORDS: &[&str] = &["та", "ни", "про", "сво", "ді", "ча", "ве", "лю", "мо", "рі", "зна", "ка", "го", "ли", "ну", "ші"];

fn name(at: usize) -> String {
    let capital = |word: String| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    format!("{} {}ко", capital(word(at * 7, OF_NAMES)), capital(word(at * 13 + 5, OF_NAMES)))
}

fn names(at: usize) -> Names {
    let own = vec![NameText { text: name(at), is_name: true, auto: true, case: Default::default(), near: vec![] }];
    Names { kind: "person".into(), gender: None, own, local: Default::default(), forms: vec![], never: vec![] }
}

fn text() -> String {
    let (mut text, mut at, mut begins) = (String::new(), 0, true);
    while text.len() < TEXT {
        at += 1;
        let word = match at % 40 {
            0 => name(at % ENTITIES),
            10 | 20 | 30 => word(at * 31 % 65_536, OF_NAMES),
            _ => word(at * at % 30_011, OF_WORDS),
        };
        let mut letters = word.chars();
        match letters.next().filter(|_| begins) {
            Some(first) => text.extend(first.to_uppercase().chain(letters)),
            None => text += &word,
        }
        begins = at % 12 == 0;
        text += if begins { ".\n" } else { " " };
    }
    text
}

/// The least seconds that something takes, and what it gives.
fn least<T>(mut work: impl FnMut() -> T) -> (f64, T) {
    let mut run = || {
        let start = Instant::now();
        let made = work();
        (start.elapsed().as_secs_f64(), made)
    };
    (1..TIMES).fold(run(), |best, _| {
        let next = run();
        if next.0 < best.0 { next } else { best }
    })
}

fn main() {
    let db = Database::logging("2024-07-01T12:00:00Z".parse().expect("a valid instant"));
    let language = Language::new("uk");
    let names: Vec<Names> = (0..ENTITIES).map(names).collect();

    let all: Vec<Vec<Surface>> = names.iter().map(|names| surfaces(names, &language)).collect();
    let count: usize = all.iter().map(Vec::len).sum();
    let keys: Vec<EntityKey> = (0..ENTITIES).map(|at| EntityKey::new(&db, format!("e{at:05}").as_str())).collect();
    let share = SURFACES / ENTITIES;
    let some = || keys.iter().zip(&all).flat_map(|(key, all)| all.iter().take(share).map(|surface| (*key, surface)));
    // First of all: what was freed would be taken anew without a trace.
    let before = memory();
    let matcher = Matcher::new(language.clone(), some());
    let taken = memory() - before;
    let (seconds, _) = least(|| names.iter().map(|names| surfaces(names, &language).len()).sum::<usize>());
    println!("forms of {ENTITIES} entities: {count} surfaces in {seconds:.2} s, {:.1} µs an entity", seconds * 1e6 / ENTITIES as f64);
    let (seconds, _) = least(|| Matcher::new(language.clone(), some()));
    println!("matcher of {} surfaces: {seconds:.2} s, {taken:.0} MB", some().count());
    let every = || keys.iter().zip(&all).flat_map(|(key, all): (_, &Vec<Surface>)| all.iter().map(|surface| (*key, surface)));
    let (seconds, _) = least(|| Matcher::new(language.clone(), every()));
    println!("matcher of {count} surfaces: {seconds:.2} s");

    let text = text();
    let (seconds, folded) = least(|| Folded::new(&text));
    println!("folding {} MB: {:.0} MB/s", text.len() / 1_000_000, text.len() as f64 / 1e6 / seconds);
    let (seconds, hits) = least(|| matcher.find(&folded).len());
    println!("{hits} mentions in {} MB: {:.0} MB/s", text.len() / 1_000_000, text.len() as f64 / 1e6 / seconds);
}

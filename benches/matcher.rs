//! How long forms and the trie of a big glossary take, and how fast it reads: `cargo bench --bench matcher`.
//!
//! 50,000 entities with some 300,000 surfaces, and 20 MB of text in which every fortieth word is a name.

#![expect(clippy::print_stdout, reason = "that is what a measurement is for")]

use std::time::Instant;

use glossator::config::Language;
use glossator::glossary::EntityKey;
use glossator::glossary::matcher::{Matcher, Record};
use glossator::glossary::names::{NameText, Names};
use glossator::glossary::surface::surfaces;
use glossator::source::Database;
use glossator::text::fold::Folded;

const ENTITIES: usize = 50_000;
const SURFACES: usize = 300_000;
const SYLLABLES: &[&str] = &["ба", "во", "гри", "ден", "жу", "зо", "кра", "лев", "ми", "нор", "по", "ра", "сте", "ту", "хан", "чер"];

/// A word that differs for each number.
fn word(mut number: usize) -> String {
    let mut word = String::new();
    for _ in 0..4 {
        word += SYLLABLES[number % SYLLABLES.len()];
        number /= SYLLABLES.len();
    }
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn main() {
    let db = Database::logging("2024-07-01T12:00:00Z".parse().expect("a valid instant"));
    let language = Language::new("uk");
    let names: Vec<Names> = (0..ENTITIES)
        .map(|at| {
            let text = format!("{} {}ко", word(at * 7), word(at * 13 + 5));
            let own = vec![NameText { text, is_name: true, auto: true, case: Default::default(), near: vec![] }];
            Names { kind: "person".into(), gender: None, own, local: Default::default(), forms: vec![], never: vec![] }
        })
        .collect();

    let start = Instant::now();
    let mut records = Vec::new();
    for (at, names) in names.iter().enumerate() {
        let entity = EntityKey::new(&db, format!("e{at}").as_str());
        records.extend(surfaces(names, &language).into_iter().map(|surface| Record { entity, surface }));
    }
    println!("forms of {ENTITIES} entities: {} surfaces in {:.2?}", records.len(), start.elapsed());

    records.truncate(SURFACES);
    let count = records.len();
    let start = Instant::now();
    let matcher = Matcher::new(language, records);
    println!("trie of {count} surfaces: {:.2?}", start.elapsed());

    let mut text = String::new();
    let mut at = 0;
    while text.len() < 20_000_000 {
        at += 1;
        if at % 40 == 0 {
            text += &names[at % 1_000].own[0].text;
        } else {
            text += &word(at * 31).to_lowercase();
        }
        text += if at % 12 == 0 { ".\n" } else { " " };
    }
    let folded = Folded::new(&text);
    let start = Instant::now();
    let hits = matcher.find(&folded).len();
    let seconds = start.elapsed().as_secs_f64();
    println!("{hits} mentions in {} MB: {:.0} MB/s", text.len() / 1_000_000, text.len() as f64 / 1e6 / seconds);
}

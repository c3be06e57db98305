//! An archive of articles in memory, the same each time: words are as frequent as in a language, and a story of a dozen articles
//! has words, names and a tag of its own.

use std::fmt::Write as _;
use std::sync::Arc;

use glossator::source::{Change, Database, Text, Workspace};
use glossator::text::path::SitePath;

use crate::words;

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

/// The text of an article.
pub(crate) fn article(at: usize) -> String {
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

/// Where it lies.
pub(crate) fn path(at: usize) -> SitePath {
    SitePath::new(&format!("content/a{at:06}.md"))
}

/// A file with these words.
pub(crate) fn text(words: String) -> Change {
    Change::Text(Text::Utf8(Arc::from(words)))
}

/// A site of so many articles.
pub(crate) fn site(count: usize) -> Workspace {
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

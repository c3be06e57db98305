//! Computed neighbours: articles that share rare words, names, tags and entities, nearer ones first.
//!
//! - [`profile`]: an article's terms, from its headline, standfirst, text, tags and mentions.
//! - [`timeline`]: articles in order of time, in chunks.
//! - [`weight`]: how much each term tells, by its rarity among the articles of its time.
//! - [`postings`]: which articles have a term.
//! - [`table`]: an article's terms, to be asked for those of others.
//! - [`candidates`]: those that share the heaviest terms.
//! - [`rank`]: scores of candidates by all terms.
//! - [`reason`]: what two share, in words.
//!
//! Unless the site wants newer ones too, an article's neighbours depend on nothing that is published later than its own
//! chunk: the pages of an archive do not change by themselves, and an edit of today's article asks nothing of them.

mod candidates;
mod postings;
mod profile;
mod rank;
mod reason;
mod table;
mod term;
mod timeline;
mod weight;

use self::reason::CONSIDERED;
use self::term::Term;
use self::weight::Article;
use super::Related;
use crate::glossary::LanguageKey;
use crate::parse::query::{address, config};
use crate::source::{Db, Source};

/// Asks for what an article itself adds to the index.
pub(super) fn prepare(db: &dyn Db, source: Source) {
    profile::profile(db, source);
}

/// One article of each part of the index, of all languages. Parts of neighbouring times stand apart: those that an edit
/// changes are neighbours, and threads take the list in stretches.
pub(super) fn parts(db: &dyn Db) -> Vec<Source> {
    let languages = config(db).value.languages.iter().map(|known| LanguageKey::new(db, known.language.clone()));
    let parts: Vec<Source> = languages.flat_map(|language| timeline::chunk_starts(db, language)).collect();
    let every_second = |from| parts.iter().skip(from).step_by(2).copied();
    every_second(0).chain(every_second(1)).collect()
}

/// Asks for the part of the index that an article is in.
pub(super) fn prepare_part(db: &dyn Db, source: Source) {
    if let Some(position) = timeline::position(db, source) {
        let language = LanguageKey::new(db, address(db, source).language.clone());
        postings::node(db, language, 0, position.chunk());
    }
}

/// The nearest articles, nearest first, without those that the editor's list, the text or the series has already.
pub(super) fn related(db: &dyn Db, source: Source) -> Vec<Related> {
    let Some(ranking) = rank::rank(db, source) else { return vec![] };
    let related = |(score, other): &(f64, Article)| {
        let shared = Shared(reason::heaviest(&ranking.own, other.weighed()));
        Related { source: other.entry.source, score: *score, shared }
    };
    ranking.found.iter().map(related).collect()
}

/// What an article shares with others, in its own words.
pub(super) fn words<'s>(db: &dyn Db, source: Source, shared: impl Iterator<Item = &'s Shared> + Clone) -> Vec<Vec<String>> {
    reason::words(db, source, shared.map(Shared::terms))
}

/// What two articles share, heaviest first: for [`super::query::shared_words`], which says it in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shared([Term; CONSIDERED]);

impl Shared {
    fn terms(&self) -> &[Term] {
        self.0.split(|term| *term == 0).next().unwrap_or_default()
    }
}

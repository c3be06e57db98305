//! Terms: what two articles may share, as numbers that are the same in every build.

use std::cell::RefCell;
use std::hash::Hasher;
use std::ops::{ControlFlow, Range};

use rustc_hash::{FxHashMap, FxHasher};

use crate::text::boundary::is_spaceless;
use crate::text::stem::stem;
use crate::text::stop::is_stop_word;
use crate::text::words::words;

/// A term: a hash of what it is in [`BITS`] bits, with its [`Kind`] in the lowest two. Two that clash by chance are taken for
/// one, which among the few hundred terms of two articles hardly happens, and then only lifts one neighbour a little.
pub(super) type Term = u32;
/// The bits of a term's number; the others are free for what is kept beside it.
pub(super) const BITS: u32 = 28;

/// What a term stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, by its stem; numbers as they are.
    Word,
    /// Two words that stand together: names, and what things are called.
    Phrase,
    /// A tag, by slug.
    Tag,
    /// An entity that both mention, by id.
    Entity,
}

/// Which kind a term is of.
pub(super) fn kind(term: Term) -> Kind {
    match term & 3 {
        0 => Kind::Word,
        1 => Kind::Phrase,
        2 => Kind::Tag,
        _ => Kind::Entity,
    }
}

/// The term of a tag's slug or an entity's id.
pub(super) fn named(kind: Kind, name: &str) -> Term {
    term(kind, hash(name.as_bytes()))
}

/// Calls back for each term of a text, words and phrases, in order: with the term, where it stands, and the number of words
/// before it.
pub(super) fn for_each(text: &str, language: &str, mut each: impl FnMut(Term, Range<usize>, usize) -> ControlFlow<()>) {
    LEXICON.with_borrow_mut(|lexicon| {
        let lexicon = lexicon.of(language);
        let mut before: Option<(u64, usize)> = None;
        for (count, word) in words(text).enumerate() {
            let Some(stem) = lexicon.stem(word.text, language) else {
                before = None;
                continue;
            };
            if each(term(Kind::Word, stem), word.start..word.end(), count).is_break() {
                return;
            }
            if let Some((first, start)) = before.filter(|_| word.follows)
                && each(term(Kind::Phrase, first.rotate_left(17) ^ stem), start..word.end(), count).is_break()
            {
                return;
            }
            before = Some((stem, word.start));
        }
    });
}

fn term(kind: Kind, hash: u64) -> Term {
    // A tag and the word that it is stand apart.
    let own = hash.wrapping_add((kind as u64) << 32);
    let mixed = (own ^ (own >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    // Zero stands for no term.
    (((mixed >> (u64::BITS - BITS)) as u32) & !3 | kind as u32).max(4)
}

/// FNV-1a: simple, and the same on every machine and in every version.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

thread_local! {
    /// Stems of words that this thread has met: a text's words are mostly those of other texts. It only saves work.
    static LEXICON: RefCell<Lexicons> = RefCell::default();
}

/// Words that are kept a language; then the lexicon starts anew.
const KEPT: usize = 1 << 17;

#[derive(Default)]
struct Lexicons {
    list: Vec<(Box<str>, Lexicon)>,
}

impl Lexicons {
    fn of(&mut self, language: &str) -> &mut Lexicon {
        let at = self.list.iter().position(|(known, _)| **known == *language).unwrap_or_else(|| {
            self.list.push((language.into(), Lexicon::default()));
            self.list.len() - 1
        });
        match self.list.get_mut(at) {
            Some((_, lexicon)) => lexicon,
            None => unreachable!("it was just found or added"),
        }
    }
}

/// Words of one language by the hash of their letters as written, with the hashes of their stems; none for words that tell
/// nothing. (Of 64 bits, so that no two words of a language are likely to share one.)
#[derive(Default)]
struct Lexicon {
    words: FxHashMap<u64, Option<u64>>,
}

impl Lexicon {
    fn stem(&mut self, word: &str, language: &str) -> Option<u64> {
        let mut hasher = FxHasher::default();
        hasher.write(word.as_bytes());
        let key = hasher.finish();
        if let Some(known) = self.words.get(&key) {
            return *known;
        }
        let found = stem_of(word, language);
        if self.words.len() >= KEPT {
            self.words.clear();
        }
        self.words.insert(key, found);
        found
    }
}

fn stem_of(word: &str, language: &str) -> Option<u64> {
    let mut lower = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '’' | 'ʼ' => lower.push('\''),
            '\u{301}' | '\u{ad}' => {}
            c => lower.extend(c.to_lowercase()),
        }
    }
    let mut letters = lower.chars();
    let first = letters.next()?;
    let tells = match letters.next() {
        // One letter is no word; one digit is a number.
        None => first.is_numeric(),
        // Two kana are mostly an ending or a particle.
        Some(second) if is_spaceless(first) => !(is_hiragana(first) && is_hiragana(second)),
        Some(_) => !is_stop_word(&lower, language),
    };
    tells.then(|| hash(stem(&lower, language).as_bytes()))
}

fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{309f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, language: &str) -> Vec<String> {
        let mut found = Vec::new();
        for_each(text, language, |_, range, _| {
            found.push(text[range].to_owned());
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn words_and_phrases_without_those_that_tell_nothing() {
        let found = ["Ada", "Lovelace", "Ada Lovelace", "saw", "Lovelace saw", "engines", "1.5", "engines 1.5"];
        assert_eq!(of("Ada Lovelace saw the engines 1.5.", "en"), found);
        assert_eq!(of("Вибори. Про вибори", "uk"), ["Вибори", "вибори"]);
    }

    #[test]
    fn forms_of_a_word_are_one_term() {
        let term = |text: &str, language| {
            let mut first = 0;
            for_each(text, language, |term, _, _| {
                first = term;
                ControlFlow::Break(())
            });
            first
        };
        assert_eq!(term("Elections", "en"), term("election", "en"));
        assert_eq!(term("виборів", "uk"), term("вибора\u{301}х", "uk"));
        assert_ne!(term("election", "en"), term("elector", "en"));
        assert_eq!(kind(named(Kind::Entity, "ada")), Kind::Entity);
        assert_ne!(named(Kind::Entity, "ada") & !3, named(Kind::Tag, "adb") & !3);
    }
}

//! Runs of words that could be a name: words with capitals, and what joins them.

use super::cue;
use super::usage::Usage;
use crate::link::mention_words::begins_sentence;
use crate::text::sentence::stands_before_names;
use crate::text::span::Span;
use crate::text::stop::is_stop_word;
use crate::text::words::{Word, words};

/// Letters of an abbreviation in brackets.
const ABBREVIATION: std::ops::RangeInclusive<usize> = 2..=8;

/// Words of a line from which on its capitals may be those of a headline.
const LINE: usize = 4;

/// Words that could be a name, or hold one. Spans are bytes of the plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// Its words, those in small letters that join others too.
    pub(super) words: Vec<Span>,
    /// Whether its first word would have a capital anyway: at the start of a sentence.
    pub(super) opens: bool,
    /// Its abbreviation, which the text gives in brackets behind it; then the words are all those that it is made of.
    pub(super) short: Option<Span>,
    /// The word before it in its sentence, if it is in small letters.
    pub(super) before: Option<Span>,
    /// The word behind it, if only a space stands between and it is in small letters.
    pub(super) behind: Option<Span>,
}

/// The runs of a plain text in its order, and how its words are written. Lines without a full stop in which most
/// words have capitals, as headlines of some languages do, tell nothing and are left out.
pub(super) fn runs(plain: &str, language: &str) -> (Vec<Run>, Usage) {
    let (mut runs, mut usage) = (Vec::new(), Usage::default());
    let mut start = 0;
    for text in plain.split_inclusive('\n') {
        let words: Vec<Word<'_>> = words(text).map(|word| Word { start: word.start + start, ..word }).collect();
        start += text.len();
        if !text.trim_end().ends_with(['.', '!', '?', '…', '”', '»']) && is_headline(&words) {
            continue;
        }
        let line = Line { plain, words: &words, language };
        for word in &words {
            usage.count(word.text, if opens(plain, word.start) { Place::Opening } else { Place::Inside });
        }
        line.runs(&mut runs);
    }
    (runs, usage)
}

/// Where in a sentence a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// At its start, or that of a quotation in it.
    Opening,
    /// Behind another word.
    Inside,
}

/// Whether a word begins with a capital.
pub(super) fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn opens(plain: &str, at: usize) -> bool {
    let before = plain.get(..at).unwrap_or_default();
    begins_sentence(plain, at) || before.ends_with(['"', '“', '«', '„', '‘']) || before.trim_end().ends_with(['–', '—', '•'])
}

/// Whether most words have capitals, or two and more have nothing else.
fn is_headline(words: &[Word<'_>]) -> bool {
    let shouted = |word: &Word<'_>| !word.text.chars().any(char::is_lowercase);
    if words.len() > 1 && words.iter().all(shouted) && words.iter().any(|word| word.text.chars().nth(3).is_some()) {
        return true;
    }
    let long: Vec<_> = words.iter().skip(1).filter(|word| word.text.chars().nth(3).is_some()).collect();
    let capitals = long.iter().filter(|word| is_capital(word.text)).count();
    long.len() >= LINE && capitals * 10 >= long.len() * 7
}

struct Line<'l> {
    plain: &'l str,
    words: &'l [Word<'l>],
    language: &'l str,
}

impl Line<'_> {
    fn runs(&self, out: &mut Vec<Run>) {
        let mut at = 0;
        while let Some(word) = self.words.get(at) {
            if !is_capital(word.text) {
                at += 1;
                continue;
            }
            let (first, last) = (self.first(at), self.last(at));
            let run = match self.abbreviated(last) {
                Some(run) => {
                    // The abbreviation itself is no name of its own here.
                    at = last + 2;
                    out.retain(|known| known.words.first() < run.words.first());
                    run
                }
                None => {
                    at = last + 1;
                    self.run(first, last)
                }
            };
            out.push(run);
        }
        // What is explained may begin before a capital that a run was made of already: `Рада безпеки (РБ)`.
        for (at, _) in self.words.iter().enumerate().filter(|(_, word)| !is_capital(word.text)) {
            if let Some(run) = self.abbreviated(at) {
                let (from, to) = (run.words.first().map(|word| word.start), run.words.last().map(|word| word.end));
                let short = run.short;
                out.retain(|known| {
                    let start = known.words.first().map(|word| word.start);
                    !(start >= from && start <= to) && known.words.first().copied() != short
                });
                out.push(run);
            }
        }
    }

    fn run(&self, first: usize, last: usize) -> Run {
        let span = |word: &Word<'_>| Span::new(word.start, word.end());
        let small = |word: &&Word<'_>| !is_capital(word.text);
        let before = first.checked_sub(1).filter(|at| self.gap(*at) == " ").and_then(|at| self.words.get(at)).filter(small);
        let behind = self.words.get(last + 1).filter(|_| self.gap(last) == " ").filter(small);
        Run {
            words: self.words.get(first..=last).unwrap_or_default().iter().map(span).collect(),
            opens: self.words.get(first).is_some_and(|word| opens(self.plain, word.start)),
            short: None,
            before: before.map(span),
            behind: behind.map(span),
        }
    }

    /// What stands between a word and the next.
    fn gap(&self, at: usize) -> &str {
        let (Some(word), Some(next)) = (self.words.get(at), self.words.get(at + 1)) else { return "" };
        match self.plain.get(word.end()..next.start).unwrap_or_default() {
            "\u{a0}" => " ",
            "‑" => "-",
            gap => gap,
        }
    }

    /// Whether a word and the next may be one name.
    fn joins(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        // What somebody has is another's name: `Putin's Russia`.
        if word.text.ends_with("'s") || word.text.ends_with("’s") {
            return false;
        }
        match self.gap(at) {
            " " | "-" | "&" | " & " => true,
            "." | ". " => word.text.chars().nth(1).is_none() || stands_before_names(word.text),
            _ => false,
        }
    }

    /// `al` of `al-Maliki`.
    fn first(&self, at: usize) -> usize {
        let Some(before) = at.checked_sub(1) else { return at };
        let short = self.words.get(before).is_some_and(|word| word.text.chars().nth(3).is_none() && !is_capital(word.text));
        if short && self.gap(before) == "-" { before } else { at }
    }

    fn last(&self, first: usize) -> usize {
        let mut last = first;
        while self.joins(last) {
            let mut next = last + 1;
            let capital = |at: usize| self.words.get(at).is_some_and(|word| is_capital(word.text));
            let numbered =
                self.gap(last) == "-" && self.words.get(next).is_some_and(|word| word.text.starts_with(|c: char| c.is_ascii_digit()));
            // Up to two words in small letters join what has capitals: `of the`.
            while !capital(next) && next < last + 3 && self.is_connector(first, next) {
                next += 1;
            }
            match capital(next) || numbered {
                true => last = next,
                false => break,
            }
        }
        last
    }

    fn is_connector(&self, first: usize, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let gap = self.gap(at);
        if gap != " " && gap != "-" {
            return false;
        }
        let so_far = self.words.get(first..at).unwrap_or_default();
        // `Strategic and International Studies` only behind `Center for`: else two are named.
        cue::connects(word.text, self.language) || (word.text == "and" && so_far.iter().any(|word| word.text == "for"))
    }

    /// The words that an abbreviation in brackets behind the word `last` is made of.
    fn abbreviated(&self, last: usize) -> Option<Run> {
        let short = self.words.get(last + 1).filter(|_| self.gap(last) == " (")?;
        let letters: Vec<char> = short.text.chars().collect();
        let closed = self.plain.get(short.end()..).is_some_and(|rest| rest.starts_with(')'));
        if !closed || !ABBREVIATION.contains(&letters.len()) || !letters.iter().all(|letter| letter.is_uppercase()) {
            return None;
        }
        let (mut first, mut left) = (last + 1, letters.as_slice());
        while let Some((letter, rest)) = left.split_last() {
            first = first.checked_sub(1)?;
            let word = self.words.get(first)?;
            if first < last && !matches!(self.gap(first), " " | "-" | "\n") {
                return None;
            }
            if word.text.chars().next().is_some_and(|initial| initial.to_uppercase().eq([*letter])) {
                left = rest;
            } else if !is_stop_word(&word.text.to_lowercase(), self.language) {
                return None;
            }
        }
        let begins = self.words.get(first).is_some_and(|word| is_capital(word.text));
        begins.then(|| Run { short: Some(Span::new(short.start, short.end())), ..self.run(first, last) })
    }
}

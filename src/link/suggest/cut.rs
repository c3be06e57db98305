//! Which part of a run is a name: without titles, days, words that only begin a sentence, and names that are known.

use super::cue;
use super::run::{Place, Run, is_capital};
use super::usage::{Usage, inflects};
use crate::link::mention_titles::{is_opening, is_title};
use crate::text::sentence::stands_before_names;
use crate::text::span::Span;
use crate::text::stop::is_stop_word;

/// Words before a title that belong to it at most: `former Iraqi Prime Minister`.
const BEFORE_TITLE: usize = 2;

/// A name in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    /// Where it stands.
    pub(super) span: Span,
    /// Where its second word begins, else it itself.
    pub(super) second: u32,
    /// Whether a title stands before it.
    pub(super) titled: bool,
    /// Whether it stands where its run begins, and ends where that ends.
    pub(super) edges: (bool, bool),
    /// Whether its first word would have a capital anyway.
    pub(super) opens: bool,
}

/// What judging needs to know of a text and its language.
#[derive(Clone, Copy)]
pub(super) struct Setting<'s> {
    /// The plain text.
    pub(super) plain: &'s str,
    /// The places of names that are known, in order.
    pub(super) known: &'s [Span],
    /// How words are written in all texts of the language.
    pub(super) usage: &'s Usage,
    /// The language's primary subtag.
    pub(super) language: &'s str,
}

/// The names in a run.
pub(super) fn names(run: &Run, setting: Setting<'_>) -> Vec<Named> {
    let (Some(first), Some(last)) = (run.words.first(), run.words.last()) else { return vec![] };
    if run.short.is_some() {
        let span = Span { start: first.start, end: last.end };
        let known = setting.known.iter().any(|known| known.contains(span));
        return if known {
            vec![]
        } else {
            vec![Named { span, second: second(&run.words), titled: false, edges: (true, true), opens: run.opens }]
        };
    }
    let pieces = run.words.split(|word| cue::is_time(setting.text(*word), setting.language));
    let named = pieces.flat_map(|piece| setting.parts(piece)).filter_map(|piece| {
        let place = if run.opens && piece.first() == Some(first) { Place::Opening } else { Place::Inside };
        let (words, titled) = setting.name(piece, place)?;
        let span = Span { start: words.first()?.start, end: words.last()?.end };
        let edges = (words.first() == Some(first), words.last() == Some(last));
        Some(Named { span, second: second(words), titled, edges, opens: run.opens && edges.0 })
    });
    named.collect()
}

fn second(words: &[Span]) -> u32 {
    words.get(1).or(words.first()).map_or(0, |word| word.start)
}

impl<'s> Setting<'s> {
    fn text(self, word: Span) -> &'s str {
        word.of(self.plain)
    }

    fn is_common(self, word: Span) -> bool {
        self.usage.is_common(self.text(word), self.language)
    }

    /// The name in words without days, and whether a title stood before it.
    fn name(self, piece: &[Span], place: Place) -> Option<(&[Span], bool)> {
        let mut words = self.trimmed(piece);
        let mut opens = place == Place::Opening && words.first() == piece.first();
        // The word that opens a sentence has its capital from there, and those behind it are judged by themselves.
        while let Some((first, rest)) = words.split_first() {
            let text = self.text(*first);
            let empty = is_stop_word(&text.to_lowercase(), self.language) && text.chars().any(char::is_lowercase);
            let opening = opens && ((self.language == "en" && is_opening(text)) || (self.is_common(*first) && !self.is_title(*first)));
            if !empty && !opening {
                break;
            }
            (words, opens) = (self.trimmed(rest), false);
        }
        let (words, titled) = self.without_title(words);
        let words = self.without_known(words);
        let place = if opens && words.first() == piece.first() { Place::Opening } else { Place::Inside };
        self.is_name(words, place).then_some((words, titled))
    }

    /// Words without small ones at the ends; those that a hyphen binds stay (`al-Maliki`).
    fn trimmed(self, mut words: &[Span]) -> &[Span] {
        let small = |word: &Span| !self.text(*word).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        while let Some((first, rest)) = words.split_first() {
            if !small(first) || self.plain.get(first.end as usize..).is_some_and(|rest| rest.starts_with('-')) {
                break;
            }
            words = rest;
        }
        while let Some((last, rest)) = words.split_last() {
            if !small(last) {
                break;
            }
            words = rest;
        }
        words
    }

    fn is_title(self, word: Span) -> bool {
        let text = self.text(word);
        let stopped = self.plain.get(word.end as usize..).is_some_and(|rest| rest.starts_with('.'));
        // `Sen. Bayh`, but `St. Louis`.
        let short = stopped && text != "St" && text.chars().nth(1).is_some() && stands_before_names(text);
        short || (self.language == "en" && is_title(text))
    }

    /// Whether what stands behind `of` belongs to the words before it: `Bank of Russia`, but `Smith of Chicago`.
    fn takes_more(self, head: Span) -> bool {
        self.is_common(head) || self.is_title(head) || cue::kind(self.text(head), self.language).is_some()
    }

    /// The words cut where a person's name or the like ends before `of`.
    fn parts(self, piece: &[Span]) -> Vec<&[Span]> {
        let mut parts = Vec::new();
        let mut rest = piece;
        let linked = |pair: &[Span]| matches!(pair, [head, word] if matches!(self.text(*word), "of" | "for") && !self.takes_more(*head));
        while let Some(at) = rest.windows(2).position(linked) {
            let (name, behind) = rest.split_at(at + 1);
            parts.push(name);
            rest = behind;
        }
        parts.push(rest);
        parts
    }

    /// `Nouri al-Maliki` of `Iraqi Prime Minister Nouri al-Maliki`, `Hillary Clinton` of `Secretary of State Hillary Clinton`.
    fn without_title(self, words: &[Span]) -> (&[Span], bool) {
        let Some(title) = words.iter().take(BEFORE_TITLE + 1).position(|word| self.is_title(*word)) else {
            return (words, false);
        };
        let behind = words.get(title..).unwrap_or_default();
        let titles = behind.iter().take_while(|word| self.is_title(**word)).count();
        let mut rest = behind.get(titles..).unwrap_or_default();
        if rest.first().is_some_and(|word| matches!(self.text(*word), "of" | "for")) {
            let of_what = rest.iter().position(|word| is_capital(self.text(*word))).unwrap_or(rest.len());
            rest = rest.get(of_what + 1..).unwrap_or_default();
            if rest.is_empty() {
                // `President of Russia`: the country, if anything.
                return (behind.get(titles + of_what..).unwrap_or_default(), false);
            }
        }
        let rest = self.trimmed(rest);
        match rest.first() {
            // `World Health Organization`, `Foreign Policy`: the title is none.
            Some(first) if self.is_common(*first) => (words, false),
            Some(_) => (rest, true),
            None => (&[], false),
        }
    }

    /// What is left of words where the glossary knows some of them: nothing where it knows all, what stands before known names
    /// at the end; a longer name that begins with a known one is another (`Iraq Study Group`), but not in a language where what
    /// stands first is mostly a genitive (`Німеччини Ангела Меркель`).
    fn without_known(self, mut words: &[Span]) -> &[Span] {
        let knows = |word: &Span| self.known.iter().find(|known| known.overlaps(*word));
        while let Some(known) = words.last().and_then(knows) {
            let before = words.iter().take_while(|word| word.end <= known.start).count();
            words = self.trimmed(words.get(..before).unwrap_or_default());
        }
        while let Some(known) = words.first().and_then(knows).filter(|_| inflects(self.language)) {
            let within = words.iter().take_while(|word| word.start < known.end).count();
            words = self.trimmed(words.get(within..).unwrap_or_default());
        }
        words
    }

    fn is_name(self, words: &[Span], place: Place) -> bool {
        let opens = place == Place::Opening;
        let Some((last, before)) = words.split_last() else { return false };
        let text = self.text(*last);
        let letters = words.iter().flat_map(|word| self.text(*word).chars()).filter(|c| c.is_alphabetic()).count();
        if letters < 2 || self.is_title(*last) {
            return false;
        }
        let initial = |word: &Span| self.text(*word).chars().nth(1).is_none();
        if before.iter().all(initial) {
            // One word, initials before it left out of account.
            return !self.is_common(*last) && !initial(last) && (!opens || self.usage.is_seen(text, self.language));
        }
        !opens || !words.iter().all(|word| self.is_common(*word))
    }
}

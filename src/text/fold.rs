//! Folding: a text without the differences that a reader does not see, and the way back to the text itself.
//!
//! Folded are: canonical equivalence (NFC, UAX #15), typographic quotes, apostrophes and dashes, no-break and other
//! spaces (a run of them is one space), soft and invisible characters, and stress marks on Cyrillic vowels. Line feeds
//! stay. Case stays in [`Folded::text`] and is gone in [`Folded::lower`]; both have the same offsets.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::fold_sign::{is_invisible, is_mark, is_space, plain_run, plain_sign};

/// A folded text. Offsets are bytes of UTF-8.
pub struct Folded<'t> {
    text: Cow<'t, str>,
    lower: String,
    changes: Vec<Change>,
}

/// A stretch that folding changed; between two of them byte stands for byte.
#[derive(Clone)]
struct Change {
    folded: Range<usize>,
    original: Range<usize>,
}

impl<'t> Folded<'t> {
    /// Folds a text.
    pub fn new(original: &'t str) -> Self {
        let (text, changes) = fold(original);
        let lower = lowered(&text);
        Self { text, lower, changes }
    }

    /// The folded text, in its own case.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The folded text in small letters: character for character as long as [`Folded::text`]. (The few letters whose
    /// small form has another length in UTF-8 stay as they are.)
    pub fn lower(&self) -> &str {
        &self.lower
    }

    /// The range of the original text that a range of the folded text stands for. What folding dropped at its edges is
    /// left outside; of what it joined, the whole is inside.
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        let start = self.start(folded.start);
        start..self.end(folded.end).max(start)
    }

    /// The first position of the folded text that stands for the original's position `at` or a later one.
    pub fn folded(&self, at: usize) -> usize {
        let before = self.changes.partition_point(|change| change.original.end <= at);
        let shifted = match before.checked_sub(1).and_then(|last| self.changes.get(last)) {
            Some(last) => last.folded.end + (at - last.original.end),
            None => at,
        };
        match self.changes.get(before) {
            Some(next) if next.original.start < at => next.folded.end,
            _ => shifted.min(self.text.len()),
        }
    }

    fn start(&self, at: usize) -> usize {
        let before = self.changes.partition_point(|change| change.folded.end <= at);
        match self.changes.get(before) {
            Some(next) if next.folded.start < at => return next.original.start,
            _ => {}
        }
        match before.checked_sub(1).and_then(|last| self.changes.get(last)) {
            Some(last) => last.original.end + (at - last.folded.end),
            None => at,
        }
    }

    fn end(&self, at: usize) -> usize {
        let before = self.changes.partition_point(|change| change.folded.start < at);
        match before.checked_sub(1).and_then(|last| self.changes.get(last)) {
            Some(last) => last.original.end + at.saturating_sub(last.folded.end),
            None => at,
        }
    }
}

/// A text folded, where the way back is not wanted: for names, headlines and words that are compared.
pub fn folded(text: &str) -> Cow<'_, str> {
    fold(text).0
}

/// A folded text in small letters, as [`Folded::lower`].
pub fn lowered(folded: &str) -> String {
    let mut lower = String::with_capacity(folded.len());
    self::lower(folded, &mut lower);
    lower
}

/// The characters of a folded text in small letters.
pub fn smalls(folded: &str) -> impl Iterator<Item = char> {
    folded.chars().map(small)
}

/// Puts a folded text in small letters behind what a buffer holds.
pub fn lower(folded: &str, lower: &mut String) {
    let (start, mut rest) = (lower.len(), folded);
    // Runs of ASCII are lowered at once: even in a text with other signs they are most of it.
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (run, tail) = rest.split_at(at);
        lower.push_str(run);
        let others = tail.bytes().position(|byte| byte.is_ascii()).unwrap_or(tail.len());
        let (others, tail) = tail.split_at(others);
        lower.extend(others.chars().map(small));
        rest = tail;
    }
    lower.push_str(rest);
    if let Some(own) = lower.get_mut(start..) {
        own.make_ascii_lowercase();
    }
}

/// A letter's small form, if it is one letter of the same length in UTF-8; else the letter.
fn small(letter: char) -> char {
    match letter {
        'a'..='z' | 'а'..='џ' => return letter,
        'А'..='Я' => return char::from_u32(u32::from(letter) + 0x20).unwrap_or(letter),
        _ => {}
    }
    if matches!(letter, '\u{2000}'..='\u{20FF}' | '\u{3000}'..='\u{9FFF}') {
        return letter; // Punctuation, kana and ideographs have no case.
    }
    let mut small = letter.to_lowercase();
    match (small.next(), small.next()) {
        (Some(only), None) if only.len_utf8() == letter.len_utf8() => only,
        _ => letter,
    }
}

fn fold(original: &str) -> (Cow<'_, str>, Vec<Change>) {
    let mut changes: Vec<Change> = Vec::new();
    let mut out = String::new();
    let mut copied = 0;
    let mut at = plain_run(original);
    let mut buffer = String::new();
    while let Some(length) = next_cluster(original, at) {
        let cluster = original.get(at..at + length).unwrap_or_default();
        buffer.clear();
        if replacement(cluster, &mut buffer) {
            out.push_str(original.get(copied..at).unwrap_or_default());
            let start = out.len();
            out.push_str(&buffer);
            changes.push(Change { folded: start..out.len(), original: at..at + length });
            copied = at + length;
        }
        at += length;
        at += plain_run(original.get(at..).unwrap_or_default());
    }
    if changes.is_empty() {
        return (Cow::Borrowed(original), changes);
    }
    out.push_str(original.get(copied..).unwrap_or_default());
    (Cow::Owned(out), changes)
}

/// Bytes of the next stretch that is folded as a whole: a run of spaces, or a character with the marks that follow it.
/// `None` at the end.
fn next_cluster(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let mut chars = rest.char_indices();
    let (_, first) = chars.next()?;
    let belongs: fn(char) -> bool = if is_space(first) { is_space } else { is_mark };
    let mut end = first.len_utf8();
    for (start, next) in chars {
        match next {
            // An invisible sign between a letter and its mark, or between spaces, is theirs; behind them it is not.
            _ if is_invisible(next) => {}
            _ if belongs(next) => end = start + next.len_utf8(),
            _ => break,
        }
    }
    Some(end)
}

/// Writes what a cluster folds to; false if it stays as it is.
fn replacement(cluster: &str, out: &mut String) -> bool {
    let mut chars = cluster.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else { return false };
    if is_space(first) {
        out.push(' ');
        return cluster != " ";
    }
    if second.is_none() {
        if let Some(plain) = plain_sign(first) {
            out.push(plain);
            return true;
        }
        if is_invisible(first) {
            return true;
        }
        if first < '\u{300}' || is_nfc_quick(std::iter::once(first)) == IsNormalized::Yes {
            return false;
        }
    }
    let stressed = "аеиоуыэюяіїєАЕИОУЫЭЮЯІЇЄ";
    let mut base = '\0';
    let kept = cluster.chars().filter(|sign| !is_invisible(*sign)).nfd().filter(|sign| {
        if canonical_combining_class(*sign) == 0 {
            base = *sign;
        }
        !(matches!(sign, '\u{300}' | '\u{301}') && stressed.contains(base))
    });
    out.extend(kept.nfc().map(|sign| plain_sign(sign).unwrap_or(sign)));
    out != cluster
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(original: &str, expected: &str) {
        let folded = Folded::new(original);
        assert_eq!(folded.text(), expected);
        assert_eq!(folded.lower(), lowered(expected));
    }

    #[test]
    fn signs_and_spaces() {
        check("Putin’s «word» — now", "Putin's \"word\" - now");
        check("Kim\u{A0}\u{A0}Jong \t Un\nsaid", "Kim Jong Un\nsaid");
        check("Krem\u{AD}lin\u{200B}", "Kremlin");
        check("`a`", "'a'");
    }

    #[test]
    fn marks() {
        check("Пу\u{301}тин", "Путин");
        check("Кие\u{301}в и\u{306}", "Киев й");
        check("cafe\u{301}", "café");
        check("\u{1112}\u{1161}\u{11AB}", "한");
        check("\u{212B}", "Å");
        // The acute of a Macedonian consonant is a letter's own.
        check("Г\u{301}орче", "Ѓорче");
    }

    #[test]
    fn ranges_lead_back() {
        let original = "«Пу\u{301}тин\u{AD}» Kim\u{A0} Un";
        let folded = Folded::new(original);
        let of = |word: &str| {
            let start = folded.text().find(word).expect("the word is there");
            original.get(folded.original(start..start + word.len()))
        };
        assert_eq!(of("Путин"), Some("Пу\u{301}тин"));
        assert_eq!(of("Kim Un"), Some("Kim\u{A0} Un"));
        assert_eq!(of("\""), Some("«"));
    }

    fn texts() -> impl Strategy<Value = String> {
        let sign = prop_oneof![
            4 => "[a-cA-C]".prop_map(String::from),
            3 => "[а-гіїА-Г]".prop_map(String::from),
            2 => prop::sample::select(vec!["\u{301}", "\u{300}", "\u{306}", "\u{308}", "\u{327}", "\u{AD}", "\u{200D}", "\u{FE0F}"])
                .prop_map(String::from),
            2 => prop::sample::select(vec![" ", "\u{A0}", "\t", "\n", "\r\n", "\u{3000}"]).prop_map(String::from),
            2 => prop::sample::select(vec!["’", "«", "–", "`", "'", "-", "İ", "ß", "ẞ", "한", "\u{1112}", "\u{1161}", "日", "\u{212B}"])
                .prop_map(String::from),
            1 => any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(sign, 0..24).prop_map(|signs| signs.concat())
    }

    proptest! {
        #[test]
        fn folding_is_done_once(text in texts()) {
            let once = folded(&text).into_owned();
            prop_assert_eq!(folded(&once), once.as_str());
        }

        #[test]
        fn plain_characters_fold_as_any_others(text in texts()) {
            let (mut alone, mut at) = (String::new(), 0);
            while let Some(length) = next_cluster(&text, at) {
                let cluster = &text[at..at + length];
                let mut other = String::new();
                alone.push_str(if replacement(cluster, &mut other) { &other } else { cluster });
                at += length;
            }
            prop_assert_eq!(folded(&text), alone);
        }

        #[test]
        fn offsets_never_shift(text in texts()) {
            let folded = Folded::new(&text);
            prop_assert_eq!(folded.lower().len(), folded.text().len());
            let ends: Vec<usize> = folded.text().char_indices().map(|(at, _)| at).chain([folded.text().len()]).collect();
            let mut last = 0;
            for pair in ends.windows(2) {
                let range = folded.original(pair[0]..pair[1]);
                prop_assert!(text.get(range.clone()).is_some(), "cuts a character: {:?}", range);
                prop_assert!(range.start >= last, "goes back");
                last = range.start;
                let sign = &folded.text()[pair[0]..pair[1]];
                let back = super::folded(&text[range.clone()]).into_owned();
                prop_assert!(back.contains(sign), "{:?} stands for {:?}", sign, &text[range]);
                prop_assert!(folded.lower().is_char_boundary(pair[0]));
            }
        }

        #[test]
        fn positions_go_there_and_back(text in texts()) {
            let folded = Folded::new(&text);
            for (at, _) in text.char_indices() {
                let there = folded.folded(at);
                prop_assert!(folded.text().is_char_boundary(there));
                prop_assert!(folded.original(there..there).start >= at);
            }
        }
    }
}

//! The words of a text, where they stand: what counts as one word when texts are compared.
//!
//! A number keeps its points (`1.62.1`, `3,5`), a word its apostrophes (`O'Brien`). Of scripts that are written without
//! spaces, every two neighbouring letters are a word: that is enough to tell texts apart without a dictionary.

use super::boundary::{is_cyrillic, is_japanese, is_spaceless};

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'t> {
    /// As written.
    pub text: &'t str,
    /// Its offset in bytes.
    pub start: usize,
    /// Whether nothing but space or a hyphen parts it from the word before: two such words may be one name.
    pub follows: bool,
}

impl Word<'_> {
    /// Where it ends, in bytes.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The words of a text in order. Addresses (`https://…`) are none.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0, follows: false }
}

/// How many words a reader reads: one with a hyphen is one, and of scripts without spaces two letters are one.
pub fn count(text: &str) -> usize {
    let (mut words, mut spaceless, mut inside, mut at) = (0, 0, false, 0);
    while let Some(byte) = text.as_bytes().get(at) {
        let letters = plain_length(text.as_bytes().get(at..).unwrap_or_default());
        if letters > 0 {
            words += usize::from(!inside);
            inside = true;
            at += letters;
            continue;
        }
        if byte.is_ascii() {
            inside &= matches!(byte, b'\'' | b'-');
            at += 1;
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        match Class::beyond_ascii(c) {
            Class::Letter => {
                words += usize::from(!inside);
                inside = true;
            }
            Class::Spaceless => {
                spaceless += 1;
                inside = false;
            }
            _ => inside &= matches!(c, '’' | '‑'),
        }
        at += c.len_utf8();
    }
    words + spaceless / 2
}

/// Whether a letter or a digit: [`char::is_alphanumeric`], but quick for the scripts that most texts are in.
#[inline]
pub fn is_letter(c: char) -> bool {
    matches!(Class::of(c), Class::Letter | Class::Spaceless)
}

/// See [`words`].
pub struct Words<'t> {
    text: &'t str,
    at: usize,
    follows: bool,
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        loop {
            let start = self.skip()?;
            let rest = self.text.get(start..)?;
            let follows = std::mem::replace(&mut self.follows, true);
            let first = rest.chars().next()?;
            if !first.is_ascii() && is_spaceless(first) {
                match self.pair(rest, start) {
                    Some(word) => return Some(word),
                    None => continue,
                }
            }
            let length = length(rest);
            self.at = start + length;
            if rest.as_bytes().get(length) == Some(&b':') && rest.get(length..).is_some_and(|after| after.starts_with("://")) {
                self.at += rest.get(length..)?.find(char::is_whitespace).unwrap_or(rest.len() - length);
                self.follows = false;
                continue;
            }
            return Some(Word { text: rest.get(..length)?, start, follows });
        }
    }
}

impl<'t> Words<'t> {
    /// The first two letters of a text in a script without spaces; the next word begins with the second one.
    fn pair(&mut self, rest: &'t str, start: usize) -> Option<Word<'t>> {
        self.follows = false;
        let mut letters = rest.char_indices().skip(1);
        let second = letters.next();
        let end = letters.next().map_or(rest.len(), |(at, _)| at);
        self.at = start + second.map_or(rest.len(), |(at, _)| at);
        second.filter(|(_, letter)| is_spaceless(*letter))?;
        Some(Word { text: rest.get(..end)?, start, follows: false })
    }

    /// The start of the next word, past what stands between.
    fn skip(&mut self) -> Option<usize> {
        let mut at = self.at;
        loop {
            let byte = *self.text.as_bytes().get(at)?;
            let (class, length) = match Class::of_byte(byte) {
                Some(class) => (class, 1),
                None => {
                    let c = self.text.get(at..)?.chars().next()?;
                    (Class::of(c), c.len_utf8())
                }
            };
            match class {
                Class::Letter | Class::Spaceless => return Some(at),
                Class::Joint => {}
                Class::Other => self.follows = false,
            }
            at += length;
        }
    }
}

/// What a character is to words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter or a digit of a script with spaces.
    Letter,
    /// A letter of a script without.
    Spaceless,
    /// What stands between words that may be one name.
    Joint,
    /// All else.
    Other,
}

/// The classes of ASCII; none for bytes of longer characters.
const CLASSES: [Option<Class>; 256] = {
    let mut classes = [None; 256];
    let mut byte = 0;
    while byte < 128 {
        let ascii = byte as u8;
        classes[byte] = Some(match ascii {
            b' ' | b'-' | b'\n' => Class::Joint,
            _ if ascii.is_ascii_alphanumeric() => Class::Letter,
            _ => Class::Other,
        });
        byte += 1;
    }
    classes
};

impl Class {
    #[inline]
    fn of_byte(byte: u8) -> Option<Self> {
        CLASSES.get(usize::from(byte)).copied().flatten()
    }

    #[inline]
    fn of(c: char) -> Self {
        let ascii = u8::try_from(c).ok().and_then(Self::of_byte);
        match ascii {
            Some(class) => class,
            None => Self::beyond_ascii(c),
        }
    }

    fn beyond_ascii(c: char) -> Self {
        match c {
            _ if is_cyrillic(c) => Self::Letter,
            _ if matches!(c, '‑' | '\u{a0}') => Self::Joint,
            _ if !is_letter_beyond_ascii(c) => Self::Other,
            _ if is_spaceless(c) => Self::Spaceless,
            _ => Self::Letter,
        }
    }
}

/// Whether a letter or a digit beyond ASCII; the scripts that most texts are in are told without a look at Unicode's tables.
fn is_letter_beyond_ascii(c: char) -> bool {
    match c {
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        _ => is_cyrillic(c) || is_japanese(c) || c.is_alphanumeric(),
    }
}

/// How many bytes of plain letters a text begins with, of ASCII and of Cyrillic: most words are such to their end.
fn plain_length(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        at += match (Class::of_byte(*byte), byte) {
            (Some(Class::Letter), _) => 1,
            // The lead bytes of U+0400 to U+047F and of U+04C0 to U+04FF.
            (None, 0xd0 | 0xd1 | 0xd3) => 2,
            _ => break,
        };
    }
    at
}

/// How long the word is that a text begins with, in bytes.
fn length(text: &str) -> usize {
    let plain = plain_length(text.as_bytes());
    match text.as_bytes().get(plain) {
        None => return plain,
        Some(byte) if byte.is_ascii() && !matches!(byte, b'\'' | b'.' | b',') => return plain,
        Some(_) => {}
    }
    let mut end = plain;
    let mut before = plain.checked_sub(1).and_then(|last| text.as_bytes().get(last)).map_or(' ', |byte| char::from(*byte));
    let mut letters = text.get(plain..).unwrap_or_default().chars();
    while let Some(c) = letters.next() {
        let next = || letters.clone().next();
        let inside = match c {
            c if is_cyrillic(c) => true,
            '\'' | '’' | 'ʼ' => next().is_some_and(char::is_alphabetic),
            '.' | ',' => before.is_ascii_digit() && next().is_some_and(|next| next.is_ascii_digit()),
            // Stress marks and soft hyphens part nothing.
            '\u{300}'..='\u{36f}' | '\u{ad}' => true,
            c => Class::of(c) == Class::Letter,
        };
        if !inside {
            break;
        }
        before = c;
        end += c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&str> {
        words(text).map(|word| word.text).collect()
    }

    #[test]
    fn numbers_and_names_stay_whole() {
        assert_eq!(of("Rust 1.62.1, 3,5 % of O’Brien's."), ["Rust", "1.62.1", "3,5", "of", "O’Brien's"]);
        assert_eq!(of("об'єкт – Тарасівна"), ["об'єкт", "Тарасівна"]);
        assert_eq!(of("ґанок, ӏҋҁ Ѐԯ, 5км×Ӿ"), ["ґанок", "ӏҋҁ", "Ѐԯ", "5км", "Ӿ"]);
        assert_eq!(of("see https://example.org/a-b?c now"), ["see", "now"]);
    }

    #[test]
    fn scripts_without_spaces_go_by_pairs() {
        assert_eq!(of("東京都 A 駅"), ["東京", "京都", "A"]);
        assert_eq!(of("B東京"), ["B", "東京"]);
    }

    #[test]
    fn a_stop_parts_what_a_space_does_not() {
        let follows: Vec<bool> = words("Ada Lovelace, Charles-Babbage. Done").map(|word| word.follows).collect();
        assert_eq!(follows, [false, true, false, true, false]);
    }

    #[test]
    fn letters_are_those_of_unicode() {
        let differ = (char::MIN..=char::MAX).find(|c| is_letter(*c) != c.is_alphanumeric());
        assert_eq!(differ, None);
    }

    #[test]
    fn readers_count_words() {
        assert_eq!(count("It’s a well-known 5-year plan – 2024."), 6);
        assert_eq!(count("東京都で a"), 3);
    }

    #[test]
    fn words_stand_where_they_say() {
        let text = "(«Ї́жа» — 12.5km’s) 東京\u{301}x ://";
        assert!(words(text).all(|word| text.get(word.start..word.end()) == Some(word.text)));
    }
}

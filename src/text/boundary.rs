//! Word boundaries, asked at one position: UAX #29, and what scripts without spaces need.

use unicode_segmentation::UnicodeSegmentation;

/// Characters to either side that the rules of UAX #29 are given: more than any of them looks at in running text.
const REACH: usize = 8;

/// Whether a name may begin at `at`: at a word boundary (UAX #29, section 4), or between two characters of scripts that
/// are written without spaces. `at` is a byte offset; false where it cuts a character.
pub fn may_begin(text: &str, at: usize) -> bool {
    boundary(text, at, is_spaceless)
}

/// Whether a name may end at `at`. Korean is written with spaces, but its particles join the word before them.
pub fn may_end(text: &str, at: usize) -> bool {
    boundary(text, at, |letter| is_spaceless(letter) || is_hangul(letter))
}

/// The character before a position.
pub fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The character behind a position.
pub fn behind(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn boundary(text: &str, at: usize, joins_freely: impl Fn(char) -> bool) -> bool {
    let bytes = text.as_bytes();
    // Nearly every question is answered here: two ASCII letters, or a space.
    if let (Some(left), Some(right)) = (at.checked_sub(1).and_then(|left| bytes.get(left)), bytes.get(at)) {
        if left.is_ascii_alphanumeric() && right.is_ascii_alphanumeric() {
            return false;
        }
        if (*left == b' ') != (*right == b' ') && left.is_ascii() && right.is_ascii() {
            return true;
        }
    }
    let (Some(head), Some(tail)) = (text.get(..at), text.get(at..)) else { return false };
    let (Some(left), Some(right)) = (head.chars().next_back(), tail.chars().next()) else { return true };
    // And in texts of other letters, here.
    if (left == ' ' && joins(right)) || (joins(left) && right == ' ') {
        return true;
    }
    if is_vowel_sign(right) {
        return false;
    }
    if joins_freely(left) && joins_freely(right) {
        return true;
    }
    let start = head.char_indices().rev().nth(REACH - 1).map_or(0, |(start, _)| start);
    let end = tail.char_indices().nth(REACH).map_or(text.len(), |(end, _)| at + end);
    let window = text.get(start..end).unwrap_or_default();
    window.split_word_bound_indices().any(|(bound, _)| start + bound == at)
}

/// Whether a letter belongs to a script that sets no spaces between words: Han, kana, Thai, Lao, Khmer, Burmese.
pub fn is_spaceless(letter: char) -> bool {
    matches!(letter, '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{3035}'
        | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}'
        | '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

fn is_hangul(letter: char) -> bool {
    matches!(letter, '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}')
}

/// Whether a character is a letter or a digit that never has a word's border beside another such one (UAX #29, WB5 and WB8
/// to WB10): of ASCII, and letters of Latin, Greek and Cyrillic. Others may be parted from what is beside them.
pub const fn joins(letter: char) -> bool {
    match letter {
        '\u{D7}' | '\u{F7}' | '\u{387}' | '\u{38B}' | '\u{38D}' | '\u{3A2}' | '\u{3F6}' => false,
        '\u{C0}'..='\u{24F}' | '\u{386}'..='\u{3FF}' | '\u{1E00}'..='\u{1EFF}' => true,
        _ => letter.is_ascii_alphanumeric() || is_cyrillic(letter),
    }
}

/// Whether a letter of Cyrillic, as the modern and the old alphabets have them.
pub const fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}')
}

/// Whether a letter that most Japanese and Chinese texts are in: kana, and the common ideographs.
pub const fn is_japanese(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}')
}

/// Signs of those scripts that belong to the letter before them, and vowels and finals of Korean that are written apart.
fn is_vowel_sign(sign: char) -> bool {
    matches!(sign, '\u{0E30}'..='\u{0E3A}' | '\u{0E45}'..='\u{0E4E}' | '\u{0EB0}'..='\u{0EBC}' | '\u{0EC8}'..='\u{0ECE}'
        | '\u{1160}'..='\u{11FF}' | '\u{102B}'..='\u{103E}' | '\u{17B4}'..='\u{17D3}' | '\u{3099}'..='\u{309A}' | '\u{FF9E}'..='\u{FF9F}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `|` in `marked` is the position that is asked.
    #[track_caller]
    fn check(marked: &str, begin: bool, end: bool) {
        let at = marked.find('|').expect("a position is marked");
        let text = marked.replacen('|', "", 1);
        assert_eq!((may_begin(&text, at), may_end(&text, at)), (begin, end), "{marked}");
    }

    #[test]
    fn positions() {
        check("|Kim", true, true);
        check("Kim|", true, true);
        check("Kim| said", true, true);
        check("Kim|ono", false, false);
        check("Kremlin|-backed", true, true);
        check("Ки|ев", false, false);
        check("O'|Brien", false, false);
        check("U.S.|A", false, false);
        check("Kim|’s", false, false);
        check("田村|一郎", true, true);
        check("プー|チン", true, true);
        check("NATO|軍", true, true);
        check("軍|NATO", true, true);
        check("김정은|은", false, true);
        check("ก|ำ", false, false);
        check("한국|\u{1160}", false, false);
        check("naı\u{308}|ve", false, false);
    }

    proptest! {
        #[test]
        fn agrees_with_the_standard(text in "[a-cа-вA-C'’.:,_ \u{301}0-2\\-\u{5D0}é]{0,20}") {
            let bounds: Vec<usize> = text.split_word_bound_indices().map(|(at, _)| at).chain([text.len()]).collect();
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                prop_assert_eq!(may_begin(&text, at), bounds.contains(&at) || text.is_empty(), "at {} of {:?}", at, text);
            }
        }
    }
}

//! What may be attached to a name without being part of it: possessives, contractions, elided articles, suffixes behind
//! an apostrophe. UAX #29 sees one word there (rules WB6 and WB7); a reader sees a name and something with it.

use std::ops::Range;

use crate::config::Language;
use crate::text::boundary;

/// Whether a name that begins at `at` of a folded text begins a word, for a reader.
pub(super) fn begins(text: &str, at: usize, language: &Language) -> bool {
    (boundary::may_begin(text, at) && !follows_initial(text, at)) || follows_elision(text, at, language)
}

/// `K-Fed`, `F-16`: a letter and a hyphen before a word make another name of it.
fn follows_initial(text: &str, at: usize) -> bool {
    let Some(head) = text.get(..at).and_then(|head| head.strip_suffix('-')) else { return false };
    let mut before = head.chars().rev();
    before.next().is_some_and(char::is_uppercase) && !before.next().is_some_and(|letter| letter.is_alphanumeric() || letter == '.')
}

/// Whether a name that ends at `at` of a folded text ends a word, for a reader.
pub(super) fn ends(text: &str, at: usize, language: &Language) -> bool {
    (boundary::may_end(text, at) && !is_derived(text, at, language)) || carries_suffix(text, at, language)
}

/// Suffixes that a hyphen parts from an abbreviation and that make another word of it: who belongs to it, what is of its
/// kind (after «Русская грамматика», 1980, on nouns and adjectives that abbreviations are the stems of). Without their endings.
const DERIVING: &[(&str, &[&str])] =
    &[("uk", &["шник", "шниц", "шн", "івськ", "вськ", "івець", "івц"]), ("ru", &["шник", "шниц", "шн", "овск", "вск", "овец", "овц"])];

/// Whether the name before `at` is the stem of a longer word: `СБУ-шник`.
fn is_derived(text: &str, at: usize, language: &Language) -> bool {
    let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix('-')) else { return false };
    let suffixes = DERIVING.iter().find(|(known, _)| *known == language.primary()).map(|(_, suffixes)| *suffixes).unwrap_or_default();
    let capital = boundary::before(text, at).is_some_and(char::is_uppercase);
    capital && suffixes.iter().any(|suffix| rest.starts_with(suffix))
}

/// `l'Ukraine`, `dell'Ucraina`, `d'Espanya`.
fn follows_elision(text: &str, at: usize, language: &Language) -> bool {
    let elided: &[&str] = match language.primary() {
        "fr" | "oc" => &["l", "d", "j", "m", "n", "s", "t", "c", "qu", "lorsqu", "puisqu", "jusqu", "quoiqu", "entr"],
        "it" => &["l", "d", "un", "dell", "nell", "all", "sull", "dall", "quell", "sant", "c"],
        "ca" => &["l", "d", "s", "n", "m", "t"],
        _ => return false,
    };
    let Some(head) = text.get(..at).and_then(|head| head.strip_suffix('\'')) else { return false };
    let word = head.rsplit(|sign: char| !sign.is_alphabetic()).next().unwrap_or(head).to_lowercase();
    elided.contains(&word.as_str())
}

/// `Putin's`, `Trump'd`, `Ankara'da`, `NATO:n`.
fn carries_suffix(text: &str, at: usize, language: &Language) -> bool {
    let Some(rest) = text.get(at..) else { return false };
    let Some(last) = boundary::before(text, at) else { return false };
    let Some(behind) = rest.strip_prefix(['\'', ':']).filter(|_| last.is_alphanumeric() || last == '.') else { return false };
    let apostrophe = rest.starts_with('\'');
    let suffix = behind.split(|sign: char| !sign.is_alphanumeric()).next().unwrap_or(behind);
    match language.primary() {
        // The apostrophe parts every suffix from a name.
        "tr" | "az" | "crh" | "tk" => !suffix.is_empty(),
        // The colon, or the apostrophe, parts case endings from abbreviations and foreign names.
        "fi" | "et" | "sv" => suffix.chars().count() <= 4,
        _ if !apostrophe => false,
        // In capitals behind capitals alone: `Jong'D` is another name.
        _ => is_contraction(suffix) || (last.is_uppercase() && is_contraction(&suffix.to_lowercase())),
    }
}

/// Endings of English behind an apostrophe.
fn is_contraction(suffix: &str) -> bool {
    matches!(suffix, "s" | "d" | "ll" | "re" | "ve")
}

/// Whether a range is a part of an address of the web or of mail that stands in the text: what looks like a name there is
/// none. A leading `@` or `#`, as before the name of an account, is no address.
pub(super) fn in_address(text: &str, range: Range<usize>) -> bool {
    let (Some(head), Some(tail)) = (text.get(..range.start), text.get(range.end..)) else { return false };
    let part = |sign: char| sign.is_ascii_graphic() && !matches!(sign, '<' | '>' | '"' | '(' | ')' | '[' | ']' | '|');
    let head = head.rsplit(|sign| !part(sign)).next().unwrap_or_default();
    let mailbox = |sign: char| sign.is_ascii_alphanumeric();
    let host = head.strip_suffix('@').is_some_and(|head| head.ends_with(mailbox));
    let name = tail.strip_prefix('@').is_some_and(|tail| tail.starts_with(mailbox));
    head.contains("://") || head.contains("www.") || host || name
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name stands in brackets.
    #[track_caller]
    fn check(language: &str, marked: &str, expected: bool) {
        let language = Language::new(language);
        let (start, end) = (marked.find('[').expect("["), marked.find(']').expect("]") - 1);
        let text: String = marked.replace(['[', ']'], "");
        assert_eq!(begins(&text, start, &language) && ends(&text, end, &language), expected, "{marked}");
    }

    #[test]
    fn names_with_something_attached() {
        check("en", "[Putin]'s plan", true);
        check("en", "the [Browns]' house", true);
        check("en", "[Trump]'ll go", true);
        check("en", "[TRUMP]'S PLAN", true);
        check("en", "[Trump]'S", false);
        check("en", "[O]'Brien", false);
        check("en", "O'[Brien]", false);
        check("en", "the [U.S.]'s", true);
        check("uk", "[п]'ять", false);
        check("fr", "l'[Ukraine]", true);
        check("en", "l'[Ukraine]", false);
        check("it", "Dell'[Ucraina]", true);
        check("tr", "[Ankara]'da", true);
        check("fi", "[NATO]:n", true);
        check("en", "[Kim]chi", false);
        check("en", "K-[Fed]", false);
        check("en", "US-[China] talks", true);
        check("uk", "[СБУ]-шник", false);
        check("uk", "[НАТО]-подібний", true);
        check("ru", "[МВД]-шный", false);
    }

    #[test]
    fn addresses() {
        let check = |text: &str, name: &str, expected: bool| {
            let start = text.rfind(name).expect("the name");
            assert_eq!(in_address(text, start..start + name.len()), expected, "{text}");
        };
        check("see https://example.org/Kim", "Kim", true);
        check("www.NATO", "NATO", true);
        check("Kim@example.org", "Kim", true);
        check("press@NATO", "NATO", true);
        check("@NATO", "NATO", false);
        check("(https://example.org) Kim", "Kim", false);
        check("https://example.orgと田村", "田村", false);
    }
}

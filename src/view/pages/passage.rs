//! Text fragments (WICG, URL Fragment Text Directives): an address that leads to words of a page.

use crate::link::Sentence;
use crate::text::percent;

/// Words beside a passage that tell it from the same words elsewhere on the page.
const WORDS: usize = 2;

/// The address of a page at the words of a sentence; without a sentence, the page's.
pub(super) fn at_words(page: &str, sentence: Option<&Sentence>) -> String {
    sentence.map_or_else(|| page.to_owned(), |sentence| format!("{page}#:~:text={}", text_directive(sentence)))
}

/// The text directive of a passage in its sentence: `before-,passage,-after`. Words before it are given where there are
/// some: the headline often has the same name. Words after it only where there are none, or where something is attached to
/// the passage (`Kim's`), since a passage without them must end a word. What is given must stand there as it is, so that
/// fewer words find more.
fn text_directive(sentence: &Sentence) -> String {
    let Sentence { before, passage, after } = sentence;
    let attached = after.starts_with(|sign: char| !sign.is_whitespace() && !matches!(sign, '.' | ',' | ';' | ':' | '!' | '?'));
    let mut out = String::new();
    if !before.trim().is_empty() {
        encode(tail(before), &mut out);
        out.push_str("-,");
    }
    encode(passage, &mut out);
    if !after.trim().is_empty() && (attached || before.trim().is_empty()) {
        out.push_str(",-");
        encode(head(after), &mut out);
    }
    out
}

fn tail(text: &str) -> &str {
    let text = text.trim();
    text.rmatch_indices(char::is_whitespace).nth(WORDS - 1).map_or(text, |(at, _)| text.get(at..).unwrap_or_default().trim_start())
}

fn head(text: &str) -> &str {
    let text = text.trim();
    text.match_indices(char::is_whitespace).nth(WORDS - 1).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// Percent-encoded, with `-`, `,` and `&` encoded too, which divide a directive.
fn encode(text: &str, out: &mut String) {
    percent::encode(text, |byte| byte.is_ascii_alphanumeric(), out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check((before, passage, after): (&str, &str, &str), expected: &str) {
        let sentence = Sentence { before: before.into(), passage: passage.into(), after: after.into() };
        assert_eq!(text_directive(&sentence), expected);
    }

    #[test]
    fn directives() {
        check(("", "Kim", ""), "Kim");
        check(("They said that ", "Kim", " came."), "said%20that-,Kim");
        check(("", "Kim Jong Un", " came. Then"), "Kim%20Jong%20Un,-came%2E%20Then");
        check(("", "Kim", ", who came"), "Kim,-%2C%20who");
        check(("Of ", "Kim", "'s plan"), "Of-,Kim,-%27s%20plan");
        check(("a-b, ", "Їжа", ""), "a%2Db%2C-,%D0%87%D0%B6%D0%B0");
    }
}

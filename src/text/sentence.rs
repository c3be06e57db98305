//! Sentences: which one stands around a passage (UAX #29, with abbreviations and initials kept together).

use unicode_segmentation::UnicodeSegmentation;

use super::span::Span;

/// The longest stretch on each side that is looked at, in bytes: a paragraph longer than that is cut there.
const REACH: usize = 2_000;

/// Abbreviations that stand before a name, lower case, without the full stop: a sentence never ends with them.
const BEFORE_NAMES: &[&str] = &[
    "adm",
    "brig",
    "capt",
    "cmdr",
    "col",
    "cpl",
    "dr",
    "e.g",
    "fr",
    "gen",
    "gov",
    "hon",
    "hr",
    "i.e",
    "im",
    "insp",
    "inż",
    "lt",
    "maj",
    "messrs",
    "mgr",
    "mlle",
    "mme",
    "mr",
    "mrs",
    "ms",
    "mt",
    "np",
    "např",
    "npr",
    "pres",
    "prof",
    "rep",
    "rev",
    "sen",
    "sgt",
    "st",
    "supt",
    "tzv",
    "tzw",
    "ul",
    "viz",
    "vs",
    "акад",
    "бул",
    "вул",
    "ген",
    "гр",
    "ім",
    "им",
    "напр",
    "обл",
    "полк",
    "пор",
    "просп",
    "проф",
    "ред",
    "смт",
    "см",
    "ст",
    "тов",
    "ул",
];

/// Abbreviations that stand before a number: `No. 5`, `Jan. 12`.
const BEFORE_NUMBERS: &[&str] = &[
    "apr", "approx", "art", "aug", "ca", "dec", "est", "feb", "fig", "jan", "jul", "jun", "mar", "no", "nos", "nov", "nr", "oct", "p",
    "par", "pp", "sec", "sep", "sept", "vol", "п", "рис", "стор", "стр",
];

/// The sentence of `plain` in which `passage` begins, as a span without white space at its ends; never across a line end,
/// and always around the whole passage. An empty passage is the place of words that are still to come: `One.  says so.`
/// is two sentences where the words come before `says`.
pub fn sentence_around(plain: &str, passage: Span) -> Span {
    let (start, end) = paragraph(plain, passage);
    let (Some(before), Some(after)) = (plain.get(start..passage.start as usize), plain.get(passage.start as usize..end)) else {
        return passage;
    };
    // Stands for the words to come; a capital, as a name has.
    let words = if passage.is_empty() { "X" } else { "" };
    let text = format!("{before}{words}{after}");
    let first = before.len();
    let last = (first + passage.len() + words.len()).min(text.len());
    let (mut from, mut at, mut to) = (0, 0, text.len());
    for sentence in text.split_sentence_bounds() {
        at += sentence.len();
        let ends = !continues(sentence, text.get(at..).unwrap_or_default());
        if ends && at >= last {
            to = at;
            break;
        }
        if ends && at <= first {
            from = at;
        }
    }
    trimmed(plain, start + from, start + to - words.len())
}

/// The paragraph of the passage, at most [`REACH`] bytes beyond it on each side.
fn paragraph(plain: &str, passage: Span) -> (usize, usize) {
    let (start, end) = (passage.start as usize, (passage.end as usize).min(plain.len()));
    let before = plain.get(..start).unwrap_or_default();
    let mut from = before.rfind('\n').map_or(0, |at| at + 1).max(start.saturating_sub(REACH));
    while !plain.is_char_boundary(from) {
        from += 1;
    }
    let after = plain.get(end..).unwrap_or_default();
    let mut to = (end + after.find('\n').unwrap_or(after.len())).min(end + REACH).min(plain.len());
    while !plain.is_char_boundary(to) {
        to -= 1;
    }
    (from.min(start), to.max(end))
}

/// Whether what looks like the end of a sentence is not one: an abbreviation, an initial, or a small letter follows
/// (`"Why?" he asked`). UAX #29 itself tells only full stops before small letters.
fn continues(sentence: &str, rest: &str) -> bool {
    let rest = rest.trim_start();
    if rest.chars().next().is_some_and(char::is_lowercase) {
        return true;
    }
    let Some(stopped) = sentence.trim_end().strip_suffix('.') else { return false };
    let opening = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '«' | '“' | '„' | '"' | '‘' | '/');
    let last = stopped.rsplit(opening).next().unwrap_or_default();
    let initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    // `U.S.`, `В.О.`: more often within a sentence than at its end.
    let dotted = last.contains('.') && last.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
    let word = last.to_lowercase();
    let before_number = rest.starts_with(|c: char| c.is_numeric()) && BEFORE_NUMBERS.contains(&word.as_str());
    !rest.is_empty() && (initial || dotted || before_number || BEFORE_NAMES.contains(&word.as_str()))
}

fn trimmed(plain: &str, start: usize, end: usize) -> Span {
    let text = plain.get(start..end).unwrap_or_default();
    let from = start + (text.len() - text.trim_start().len());
    Span::new(from, from + text.trim().len())
}

#[cfg(test)]
mod tests {
    use super::sentence_around;
    use crate::text::span::Span;

    /// In `marked` the passage stands between `[` and `]`; what is checked is the sentence around it.
    #[track_caller]
    fn check(marked: &str, expected: &str) {
        let start = marked.find('[').expect("a passage");
        let end = marked.find(']').expect("a passage") - 1;
        let plain = marked.replacen('[', "", 1).replacen(']', "", 1);
        assert_eq!(sentence_around(&plain, Span::new(start, end)).of(&plain), expected);
    }

    #[test]
    fn plain_sentences() {
        check("One is here. [Two] is there. Three.", "Two is there.");
        check("One is here! Two? [Three].", "Three.");
        check("Title\nFirst [one]. Next.\nOther.\n", "First one.");
        check("No stop at the [end]", "No stop at the end");
        check("Перше речення. [Друге] речення тут! Третє.", "Друге речення тут!");
        check("一つ目です。[二つ]目です。三つ目。", "二つ目です。");
        check("पहला वाक्य। [दूसरा] वाक्य। तीसरा।", "दूसरा वाक्य।");
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        check(
            "It began. Mr. [Smith] met Gen. Lee in the U.S. Senate on Jan. 12. Then he left.",
            "Mr. Smith met Gen. Lee in the U.S. Senate on Jan. 12.",
        );
        check("He met J. F. [Kennedy] there. Next.", "He met J. F. Kennedy there.");
        check("Він приїхав на вул. Банкову до В. [Зеленського]. Далі.", "Він приїхав на вул. Банкову до В. Зеленського.");
        check("He said no. [Then] he left.", "Then he left.");
    }

    #[test]
    fn words_of_attribution_belong_to_what_was_said() {
        check("It was late. “[Why]?” he asked. Nobody knew.", "“Why?” he asked.");
        check("He said: “It is over.” [Nobody] believed him.", "Nobody believed him.");
    }

    #[test]
    fn passages_at_borders() {
        check("One. [] says so. Three.", "says so.");
        check("One. It is said by [].", "It is said by .");
        check("One. It is said by []", "It is said by");
        check("[One. Two.] Three.", "One. Two.");
        check("[]", "");
    }

    #[test]
    fn a_paragraph_without_end_is_cut() {
        let plain = format!("{} needle {}", "word ".repeat(2_000), "word ".repeat(2_000));
        let at = plain.find("needle").expect("there");
        assert!(sentence_around(&plain, Span::new(at, at + 6)).len() < 4_100);
    }
}

//! Sentences: which one stands around a passage (UAX #29, section 5, with abbreviations and initials kept together).

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use unicode_segmentation::UnicodeSegmentation;

use super::boundary::{is_cyrillic, is_japanese};
use super::span::Span;

/// The longest stretch on each side of a passage that is looked at, in bytes: a line longer than that is cut there.
const REACH: usize = 2_000;

/// The longest sentence that is given whole, in bytes; of a longer one, what stands around the passage.
const LONGEST: usize = 600;

/// Abbreviations that stand before a name, lower case, without the full stop: a sentence never ends with them.
static BEFORE_NAMES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    "\
    adm brig capt cmdr col cpl dr e.g fr gen gov hon hr i.e im insp inż lt maj messrs mgr mlle mme mr mrs ms mt např \
    np npr pres prof rep rev sen sgt st supt tzv tzw ul viz vs акад бул вул ген гр им напр обл полк пор просп проф \
    ред см смт ст тов ул ім"
        .split_whitespace()
        .collect()
});

/// Abbreviations that stand before a number: `No. 5`, `Jan. 12`.
static BEFORE_NUMBERS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    "\
    approx apr art aug ca dec est feb fig jan jul jun mar no nos nov nr oct p par pp sec sep sept vol п рис стор стр"
        .split_whitespace()
        .collect()
});

/// The sentence of a plain text around a passage, without spaces at its ends. Lines of the text are never joined. Where the
/// passage itself runs over a sentence's end, all its sentences; where it does not fit the text, an empty span at its end.
///
/// An empty passage is the place of words that are still to come: `One.  says so.` is two sentences where the words come
/// before `says`.
pub fn sentence_around(plain: &str, passage: Span) -> Span {
    let (start, end) = (passage.start as usize, passage.end as usize);
    let (Some(head), Some(tail), Some(words)) = (plain.get(..start), plain.get(end..), plain.get(start..end)) else {
        return Span::new(plain.len(), plain.len());
    };
    let (head, tail) = (after_sure_end(end_of_line(head)), start_of_line(tail));
    // Stands for the words to come; a capital, as a name has.
    let words = if words.is_empty() { "X" } else { words };
    let text = format!("{head}{words}{tail}");
    let (from, to) = plain_sentence(&text, head.len() + words.len()).unwrap_or_else(|| segmented(&text, head.len(), words.len()));
    let from = start - (head.len() - from);
    let to = end + (to - head.len() - words.len());
    let (from, to) = shortened(plain, passage, from, to);
    let sentence = plain.get(from..to).unwrap_or_default();
    let lead = (sentence.len() - sentence.trim_start().len()).min(start.saturating_sub(from));
    let trail = (sentence.len() - sentence.trim_end().len()).min(to.saturating_sub(end));
    Span::new(from + lead, to - trail)
}

/// The sentence around a passage that ends at `end`, where it takes no rules to see: nothing before that could end one, and
/// what ends it is a full stop before a space and a capital, or the text's end. Most sentences are such.
fn plain_sentence(text: &str, end: usize) -> Option<(usize, usize)> {
    let (before, behind) = text.split_at_checked(end)?;
    if before.contains(may_end) {
        return None;
    }
    let Some(at) = behind.find(may_end) else { return Some((0, text.len())) };
    if let Some(rest) = behind.get(at..).and_then(|rest| rest.strip_prefix('。')).filter(|rest| begins(rest)) {
        return Some((0, text.len() - rest.len()));
    }
    let (sentence, rest) = text.split_at_checked(end + at + 1).filter(|(sentence, _)| sentence.ends_with('.'))?;
    let rest = rest.strip_prefix(' ').filter(|rest| rest.starts_with(char::is_uppercase))?;
    (!continues(sentence, rest)).then(|| (0, text.len() - rest.len()))
}

/// Whether a character could end a sentence, or is not known not to.
fn may_end(c: char) -> bool {
    match c {
        '.' | '!' | '?' | '\n' | '\r' => true,
        '’' | '‘' | '“' | '”' | '«' | '»' | '„' | '–' | '—' | '、' | '「' | '」' => false,
        _ => !c.is_ascii() && !is_cyrillic(c) && !is_japanese(c) && !c.is_alphanumeric(),
    }
}

/// The sentence around a passage by the rules of UAX #29, before it `head` bytes.
fn segmented(text: &str, head: usize, words: usize) -> (usize, usize) {
    let (mut from, mut at, mut to) = (0, 0, text.len());
    for sentence in text.split_sentence_bounds() {
        at += sentence.len();
        let ends = !continues(sentence, text.get(at..).unwrap_or_default());
        if ends && at >= head + words {
            to = at;
            break;
        }
        if ends && at <= head {
            from = at;
        }
    }
    (from, to)
}

/// The part of the last line of a text that is near enough to its end.
fn end_of_line(text: &str) -> &str {
    let mut from = text.rfind('\n').map_or(0, |at| at + 1).max(text.len().saturating_sub(REACH));
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}

/// The part of a text behind the last place where a sentence ends whatever stands before: a word that is no abbreviation, a
/// full stop, a space and a capital (UAX #29, SB11). There is no need to look for sentences further back.
fn after_sure_end(text: &str) -> &str {
    let behind = text.rmatch_indices(". ").filter_map(|(at, stop)| text.split_at_checked(at + stop.len()));
    let mut sure = behind.filter(|(before, rest)| rest.starts_with(char::is_uppercase) && !continues(before, rest));
    let text = sure.next().map_or(text, |(_, rest)| rest);
    let mut sure = text.rmatch_indices('。').filter_map(|(at, stop)| text.get(at + stop.len()..)).filter(|rest| begins(rest));
    sure.next().unwrap_or(text)
}

/// Whether a text begins with a letter of a script without spaces: before it, a full stop of that script ends the sentence.
fn begins(text: &str) -> bool {
    text.starts_with(is_japanese)
}

/// The part of the first line of a text that is near enough to its start.
fn start_of_line(text: &str) -> &str {
    let mut to = text.find('\n').unwrap_or(text.len()).min(REACH);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(..to).unwrap_or_default()
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
    let before_number = || rest.starts_with(|c: char| c.is_numeric()) && listed(&BEFORE_NUMBERS, last);
    !rest.is_empty() && (initial || dotted || before_number() || listed(&BEFORE_NAMES, last))
}

/// Whether a word is an abbreviation that stands before a name, its full stop left out: `Mr`, `Gen`.
pub fn stands_before_names(word: &str) -> bool {
    listed(&BEFORE_NAMES, word)
}

/// Whether a word is in a list, in whatever case. No word of a list is longer than six letters.
fn listed(words: &FxHashSet<&str>, word: &str) -> bool {
    word.chars().nth(6).is_none() && words.contains(word.to_lowercase().as_str())
}

/// A very long sentence cut to what stands around the passage, at spaces.
fn shortened(plain: &str, passage: Span, from: usize, to: usize) -> (usize, usize) {
    if to - from <= LONGEST {
        return (from, to);
    }
    let (start, end) = (passage.start as usize, passage.end as usize);
    let room = LONGEST.saturating_sub(passage.len()) / 2;
    let from = if start - from > room { after_space(plain, start - room, start) } else { from };
    let to = if to - end > room { before_space(plain, end, end + room) } else { to };
    (from, to)
}

/// The first position behind a space in `from..to`, else `to`.
fn after_space(plain: &str, from: usize, to: usize) -> usize {
    plain.as_bytes().get(from..to).and_then(|bytes| bytes.iter().position(|byte| *byte == b' ')).map_or(to, |at| from + at + 1)
}

/// The last position before a space in `from..to`, else `from`.
fn before_space(plain: &str, from: usize, to: usize) -> usize {
    plain.as_bytes().get(from..to).and_then(|bytes| bytes.iter().rposition(|byte| *byte == b' ')).map_or(from, |at| from + at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
        check("One. [] says so. Three.", " says so.");
        check("One. It is said by [].", "It is said by .");
        check("One. It is said by []", "It is said by ");
        check("[One. Two.] Three.", "One. Two.");
        check("[]", "");
    }

    #[test]
    fn a_paragraph_without_end_is_cut() {
        let plain = format!("{} needle {}", "word ".repeat(2_000), "word ".repeat(2_000));
        let at = plain.find("needle").expect("there");
        assert!(sentence_around(&plain, Span::new(at, at + 6)).len() < 700);
    }

    #[test]
    fn passages_of_several_sentences_and_quotations() {
        check("Talks with J. [Smith] failed. He left.", "Talks with J. Smith failed.");
        check("One [two. Three] four. Five.", "One two. Three four.");
        check("He said: “[Kim] left.” So it was.", "He said: “Kim left.”");
        check("He left.\u{a0}[Kim] stayed", "Kim stayed");
    }

    proptest! {
        #[test]
        fn what_stands_before_a_sure_end_changes_nothing(
            before in "[a-zA-Z .!?«»”日。]{0,80}",
            after in "[A-Z][a-zA-Z .!?«»”日。]{0,80}",
            at in 0usize..80,
        ) {
            let at = (0..=at.min(after.len())).rev().find(|at| after.is_char_boundary(*at)).unwrap_or(0);
            let (long, short) = (format!("{before} therefore. {after}"), format!("Therefore. {after}"));
            let shift = long.len() - short.len();
            let passage = |plain: &str| Span::new(plain.len() - after.len() + at, plain.len());
            let (a, b) = (sentence_around(&long, passage(&long)), sentence_around(&short, passage(&short)));
            prop_assert_eq!((a.start as usize, a.end as usize), (b.start as usize + shift, b.end as usize + shift));
        }

        #[test]
        fn plain_sentences_are_those_of_the_rules(text in "[a-zA-ZÄя日の]{0,9}( [a-zA-Zя’日]{1,9}){0,4}([.!? ”。」]{1,3}[a-zA-Z0-9Я日、]{1,6}){0,6}", words in 0usize..9) {
            let words = (0..=words.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            if let Some(plain) = plain_sentence(&text, words) {
                prop_assert_eq!(plain, segmented(&text, 0, words));
            }
        }

        #[test]
        fn a_sentence_holds_its_passage(plain in "[a-zA-Z .!?\n«»”日。]{0,200}", at in 0usize..200, length in 0usize..40) {
            let cut = |at: usize| (0..=at.min(plain.len())).rev().find(|at| plain.is_char_boundary(*at)).unwrap_or(0);
            let passage = Span::new(cut(at), cut(at + length));
            let sentence = sentence_around(&plain, passage);
            prop_assert!(plain.get(sentence.range()).is_some());
            prop_assert!(sentence.contains(passage), "{:?} lacks {:?}", sentence, passage);
        }
    }
}

//! What English writes beside a name as a part of it: `U.S. Congress`, `Apple Inc.`, `Denver, Colorado`, `Punjab Province`,
//! `King Hussein`, `M. Scott Carpenter`.

use super::mention_region;
use super::mention_words::begins_sentence;
use crate::parse::tree::TextRange;
use crate::text::boundary;
use crate::text::span::Span;

/// What may follow an organisation's name and belongs to it.
const COMPANY: &[&str] = &[
    "Inc.",
    "Inc",
    "Corp.",
    "Corp",
    "Corporation",
    "Incorporated",
    "Ltd.",
    "Ltd",
    "Limited",
    "Co.",
    "LLC",
    "L.L.C.",
    "PLC",
    "plc",
    "AG",
    "GmbH",
    "S.A.",
    "N.V.",
];

/// How the American state and its bodies are named: `U.S. Congress`.
const AMERICAN: &[&str] = &["U.S. ", "US "];

/// What may follow a place's name and says no more than what it is. A county, a city or an
/// oblast of the same name is another place.
const CLASSES: &[&str] = &["Province", "Kingdom", "Peninsula", "Island"];

/// Ranks and styles that are written out before a person's name and are a part of it. An office, as `President`, and a form
/// of address, as `Mr`, are not.
const RANKS: &[&str] = &[
    "Admiral",
    "Archbishop",
    "Archduke",
    "Baron",
    "Baroness",
    "Bishop",
    "Brigadier",
    "Captain",
    "Cardinal",
    "Colonel",
    "Commander",
    "Commodore",
    "Corporal",
    "Count",
    "Countess",
    "Dame",
    "Duchess",
    "Duke",
    "Emperor",
    "Empress",
    "General",
    "Imam",
    "King",
    "Lady",
    "Lieutenant",
    "Lord",
    "Major",
    "Marshal",
    "Pope",
    "Prince",
    "Princess",
    "Professor",
    "Queen",
    "Rabbi",
    "Rear",
    "Saint",
    "Sergeant",
    "Sheikh",
    "Sir",
    "Sultan",
    "Vice",
];

/// The range of a name with what belongs to it, in bytes of a plain text. `floor` is where the mention before it ends, and
/// `limit` where the next begins: those may be parts of this one.
pub(super) fn whole(plain: &str, name: TextRange, kind: &str, (floor, limit): (usize, usize)) -> TextRange {
    let (start, end) = (name.start as usize, name.end as usize);
    match kind {
        "organization" => Span::new(american(plain, start).unwrap_or(start), company(plain, end, limit).unwrap_or(end)),
        "place" => {
            let end = class(plain, end, limit).unwrap_or(end);
            Span::new(start, mention_region::end(plain, (start, end)).unwrap_or(end))
        }
        "person" => Span::new(styled(plain, name, floor), end),
        _ => name,
    }
}

/// The start of a `U.S.` directly before a position.
fn american(plain: &str, start: usize) -> Option<usize> {
    let head = plain.get(..start)?;
    let whose = AMERICAN.iter().find(|whose| head.ends_with(**whose))?;
    let at = start - whose.len();
    boundary::may_begin(plain, at).then_some(at)
}

/// The end of the word for a legal form that follows an organisation's name.
fn company(plain: &str, end: usize, limit: usize) -> Option<usize> {
    let tail = plain.get(end..limit)?;
    let rest = tail.strip_prefix(", ").or_else(|| tail.strip_prefix(' '))?;
    word_of(COMPANY, plain, end + tail.len() - rest.len())
}

/// The end of the word for what a place is that follows its name.
fn class(plain: &str, end: usize, limit: usize) -> Option<usize> {
    plain.get(end..limit)?.strip_prefix(' ')?;
    word_of(CLASSES, plain, end + 1)
}

/// The end of the longest of some words that stands at a position.
fn word_of(words: &[&str], plain: &str, at: usize) -> Option<usize> {
    let rest = plain.get(at..)?;
    let ends = words.iter().filter(|word| rest.starts_with(**word)).map(|word| at + word.len());
    ends.filter(|end| boundary::may_end(plain, *end)).max()
}

/// The start of a person's name with the initials before it, if it is of several words, and the ranks before those.
fn styled(plain: &str, name: TextRange, floor: usize) -> usize {
    let mut start = name.start as usize;
    let before = |at: usize| {
        let head = plain.get(floor..at)?.strip_suffix(' ')?;
        let word = head.rsplit(|sign: char| sign.is_whitespace() || matches!(sign, '(' | '"' | '“' | '‘' | '—' | '–')).next()?;
        Some((floor + head.len() - word.len(), word))
    };
    let initial =
        |word: &str| word.strip_suffix('.').is_some_and(|letter| letter.chars().count() == 1 && letter.chars().all(char::is_uppercase));
    while let Some((at, _)) = before(start).filter(|(_, word)| initial(word) && name.of(plain).contains(' ')) {
        start = at;
    }
    let mut styled = start;
    while let Some((at, _)) = before(styled).filter(|(_, word)| RANKS.contains(word)) {
        styled = at;
    }
    // `Attorney General` is an office.
    let office = before(styled).is_some_and(|(at, word)| word.starts_with(char::is_uppercase) && !begins_sentence(plain, at));
    if office { start } else { styled }
}

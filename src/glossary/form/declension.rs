//! The machine of all declensions: a word's forms in each case by the rows of a language's table, and the forms of a name
//! of several words, in which one case at a time is put on every word that takes it.
//!
//! The gender of a name, unless the editor gives it, and whether it is a plural, are unknown here: every guess that the
//! endings allow is taken.
//! What comes out of a wrong guess is no word and stands in no text.

use super::super::entity::Gender;
use super::Bearer;

/// Genders and numbers of nouns, and the mark of adjectives; a row may hold for several.
pub(super) const M: u8 = 1;
/// Feminine.
pub(super) const F: u8 = 2;
/// Neuter.
pub(super) const N: u8 = 4;
/// Plural.
pub(super) const P: u8 = 8;
/// Adjectives, and names that are declined as such.
pub(super) const A: u8 = 16;

/// Cases besides the nominative, in this order: genitive, dative, accusative, instrumental, locative, vocative.
const CASES: usize = 6;
/// Forms of a name in one case at most: a bound for names of many words with many endings each.
const PER_CASE: usize = 12;
/// Bytes that a case adds to a word, mostly at most.
const ENDING: usize = 9;
/// Words of a name that are declined together at most, where it is not known which of them agree.
const TOGETHER: usize = 3;

/// Prepositions inside of the names of places that are written with hyphens: what follows them stands as it is.
const PREPOSITIONS: &[&str] = &["на", "над", "у", "в", "під", "под", "при", "nad", "na", "pod", "pri", "ob", "am", "an", "on", "sur"];

/// Words for `and`.
const CONJUNCTIONS: &[&str] = &["і", "й", "та", "и", "i", "oraz", "a", "in"];

/// What women's surnames end in that are declined.
const VOWELS: &[char] = &['а', 'я', 'a', 'á', 'e', 'é', 'ě', 'í', 'i'];

/// A row of a table of declensions: for whom it holds, letters of which one stands before the ending (empty: any), the
/// ending of the nominative, and the endings of the other cases: by spaces, variants by `|`, none as `-`. A word that is not
/// declined has no endings at all. An ending behind `+` is a man's: `Миколові`, of no `Ангела`.
pub(super) struct Row(pub(super) u8, pub(super) &'static str, pub(super) &'static str, pub(super) &'static str);

/// A language's declension.
pub(super) struct Grammar {
    /// Its table. Of rows that fit a word, those with the longest ending count, nouns and adjectives apart.
    pub(super) rows: &'static [Row],
    /// Endings of abbreviations that are written in capitals, for those that end in a letter of the first text.
    pub(super) acronyms: &'static [(&'static str, &'static str)],
    /// Suffixes that make relational adjectives of the names of places (`росій-ськ-ий`).
    pub(super) relational: &'static [&'static str],
    /// Adjectives of possession of a person's name of one word (`Trumpov`): the ending of the nominative, and what takes its
    /// place before each of [`Grammar::possessive`].
    pub(super) possessors: &'static [Row],
    /// The endings of these adjectives, by spaces; one behind `=` takes the place of `ov` too.
    pub(super) possessive: &'static str,
    /// Whether only the first word takes an ending, as the article of Bulgarian.
    pub(super) first_only: bool,
}

/// A word in each case: the nominative first.
type Declined = [Vec<String>; CASES + 1];

impl Grammar {
    /// The forms of a folded name, without the name itself. A name in quotes has its forms inside of them.
    pub(super) fn forms(&self, name: &str, bearer: Bearer<'_>) -> Vec<String> {
        if let Some(inside) = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).filter(|inside| !inside.contains('"')) {
            return self.forms(inside, bearer).into_iter().map(|form| format!("\"{form}\"")).collect();
        }
        // Of a short word in small letters, the forms are too often other words.
        if name.chars().nth(3).is_none() && name.starts_with(char::is_lowercase) {
            return vec![];
        }
        // An adjective that is a place's name stands as it is written: it says of what kind a thing is, and its forms agree
        // with that thing.
        if bearer.kind == "place" && self.is_adjective(name) {
            return vec![];
        }
        let words: Vec<&str> = name.split(' ').collect();
        let person = bearer.kind == "person";
        let mut forms = Vec::new();
        let mut previous = None;
        let guesses: &[u8] = match bearer.gender {
            Some(Gender::Masculine) => &[M],
            Some(Gender::Feminine) => &[F],
            Some(Gender::Neuter) => &[N],
            None if person && !self.first_only => &[M, F],
            None => &[M, F, N, P],
        };
        for guess in guesses {
            let mut declined: Vec<Option<Declined>> = words.iter().map(|word| self.word(word, *guess, person && words.len() > 1)).collect();
            // `Ангели Меркель`: a woman's surname that ends in a consonant stays as it is, each of several.
            let surnames = words.iter().zip(&mut declined).skip(1).filter(|_| person && *guess == F);
            surnames.filter(|(word, _)| !word.ends_with(VOWELS)).for_each(|(_, slot)| *slot = None);
            // Most endings do not tell the gender: then both guesses are one.
            if previous.as_ref() == Some(&declined) {
                continue;
            }
            for chosen in self.patterns(&words, &declined, (*guess, person)) {
                join(&words, &declined, &chosen, &mut forms);
            }
            previous = Some(declined);
        }
        if person && words.len() == 1 {
            self.add_possessives(name, &mut forms);
        }
        if !person && !self.first_only {
            self.add_coordinated(&words, &mut forms);
        }
        forms.sort_unstable();
        forms.dedup();
        forms.retain(|form| form != name);
        forms
    }

    /// Whether a text is one adjective in small letters: by its suffix, or since no noun ends as it does.
    pub(super) fn is_adjective(&self, text: &str) -> bool {
        let one = text.starts_with(char::is_lowercase) && !text.contains([' ', '-', '.']);
        let stems = self.rows.iter().filter(|row| row.0 & A != 0).filter_map(|row| text.strip_suffix(row.2));
        let relational = |stem: &str| self.relational.iter().any(|suffix| stem.ends_with(suffix));
        one && (stems.into_iter().any(relational) || best(self.rows, text, M | F | N | P).is_adjective())
    }

    fn add_possessives(&self, name: &str, forms: &mut Vec<String>) {
        for row in best(self.possessors, name, M | F).nouns {
            let stem = name.strip_suffix(row.2).unwrap_or(name);
            for middle in row.3.split('|') {
                let endings = self.possessive.split(' ');
                forms.extend(endings.map(|ending| match ending.strip_prefix('=') {
                    Some(whole) => format!("{stem}{}{whole}", middle.strip_suffix("ov").unwrap_or(middle)),
                    None => format!("{stem}{middle}{}", ending.trim_start_matches('-')),
                }));
            }
        }
    }

    /// `Prawa i Sprawiedliwości`: two nouns side by side, each with a gender of its own. What a noun governs is not parted.
    fn add_coordinated(&self, words: &[&str], forms: &mut Vec<String>) {
        let Some(at) = words.iter().position(|word| CONJUNCTIONS.contains(word)) else { return };
        let (left, right) = (words.get(..at).unwrap_or_default(), words.get(at + 1..).unwrap_or_default());
        let sides = |words: &[&str]| {
            let mut sides: Vec<(Vec<Option<Declined>>, Vec<bool>)> = Vec::new();
            for guess in [M, F, N, P] {
                let declined: Vec<Option<Declined>> = words.iter().map(|word| self.word(word, guess, false)).collect();
                let chosen = self.head(words, &declined, guess);
                if chosen.contains(&true) && !sides.iter().any(|side| side.0 == declined) {
                    sides.push((declined, chosen));
                }
            }
            sides
        };
        let others = sides(right);
        for (declined, chosen) in sides(left).into_iter().filter(|(_, chosen)| !chosen.contains(&false)) {
            for (other, also) in &others {
                let declined: Vec<Option<Declined>> = declined.iter().cloned().chain([None]).chain(other.iter().cloned()).collect();
                let chosen: Vec<bool> = chosen.iter().copied().chain([false]).chain(also.iter().copied()).collect();
                join(words, &declined, &chosen, forms);
            }
        }
    }

    /// Which words are declined, in each way that makes sense.
    fn patterns(&self, words: &[&str], declined: &[Option<Declined>], (guess, person): (u8, bool)) -> Vec<Vec<bool>> {
        let takes = |at: usize| declined.get(at).is_some_and(Option::is_some);
        if self.first_only {
            return vec![(0..words.len()).map(|at| at == 0 && takes(at)).collect()];
        }
        let all: Vec<bool> = (0..words.len()).map(takes).collect();
        let last: Vec<bool> = (0..words.len()).map(|at| at + 1 == words.len() && takes(at)).collect();
        let head = self.head(words, declined, guess);
        // `Кім Чен Ина`: of an Asian name, as of one whose first part is foreign, the last part alone may be declined.
        let mut patterns = match words.len() {
            _ if person => vec![all, last],
            ..=2 => vec![head, all, last],
            3..=TOGETHER => vec![head, all],
            _ => vec![head],
        };
        patterns.dedup();
        patterns.retain(|chosen| chosen.contains(&true));
        patterns
    }

    /// The head of a name: adjectives, a noun, and adjectives behind it. What follows stands in a case of its own.
    fn head(&self, words: &[&str], declined: &[Option<Declined>], guess: u8) -> Vec<bool> {
        let mut chosen = vec![false; words.len()];
        let mut noun = false;
        for ((slot, word), forms) in chosen.iter_mut().zip(words).zip(declined) {
            let adjective = !best(self.rows, word, guess).adjectives.is_empty();
            if forms.is_none() || (noun && !adjective) {
                break;
            }
            noun |= !adjective;
            *slot = true;
        }
        chosen
    }

    /// A word in every case, if it is declined at all.
    fn word(&self, word: &str, guess: u8, of_person: bool) -> Option<Declined> {
        let first = word.chars().next()?;
        // Particles (`де`, `van`), initials and numbers stay as they are.
        if (of_person && first.is_lowercase()) || !first.is_alphabetic() || word.ends_with('.') {
            return None;
        }
        if word.chars().nth(1).is_some() && !word.chars().any(char::is_lowercase) {
            return self.acronym(word);
        }
        if let Some((head, tail)) = word.rsplit_once('-').filter(|(head, _)| !head.is_empty()) {
            return self.compound(head, tail, guess);
        }
        let mut declined: Declined = Default::default();
        let fitting = best(self.rows, word, guess);
        let adjective = fitting.is_adjective();
        for row in fitting.nouns.into_iter().filter(|row| !adjective && !row.3.is_empty()).chain(fitting.adjectives) {
            let stem = word.strip_suffix(row.2).unwrap_or(word);
            for (case, endings) in declined.iter_mut().skip(1).zip(row.3.split(' ')) {
                let all = endings.split('|').filter(|ending| guess != F || !ending.starts_with('+'));
                case.extend(all.map(|ending| format!("{stem}{}", ending.trim_start_matches(['-', '+']))));
            }
        }
        let found = declined.iter().any(|case| !case.is_empty());
        found.then(|| with_nominative(declined, word))
    }

    /// `Карабах` of `Нагорний-Карабах`, and both where both are declined; the first alone of `Франкфурт-на-Майні`.
    fn compound(&self, head: &str, tail: &str, guess: u8) -> Option<Declined> {
        if let Some((place, preposition)) = head.split_once('-').filter(|(_, inside)| PREPOSITIONS.contains(inside)) {
            let places = self.word(place, guess, false)?;
            return Some(places.map(|case| case.into_iter().map(|place| format!("{place}-{preposition}-{tail}")).collect()));
        }
        let tails = self.word(tail, guess, false)?;
        let heads = self.word(head, guess, false);
        let mut declined: Declined = Default::default();
        for (at, (case, tails)) in declined.iter_mut().zip(&tails).enumerate().skip(1) {
            let heads = heads.as_ref().and_then(|heads| heads.get(at)).map(Vec::as_slice).unwrap_or_default();
            for tail in tails {
                case.push(format!("{head}-{tail}"));
                case.extend(heads.iter().map(|head| format!("{head}-{tail}")));
            }
            case.truncate(PER_CASE);
        }
        Some(with_nominative(declined, &format!("{head}-{tail}")))
    }

    fn acronym(&self, word: &str) -> Option<Declined> {
        let last = word.chars().next_back()?;
        let mut declined: Declined = Default::default();
        let (_, cases) = self.acronyms.iter().find(|(letters, _)| letters.contains(last))?;
        for (case, endings) in declined.iter_mut().skip(1).zip(cases.split(' ')) {
            case.extend(endings.split('|').map(|ending| format!("{word}{ending}")));
        }
        Some(with_nominative(declined, word))
    }
}

/// The rows that fit a word best: of nouns, and of adjectives.
#[derive(Default)]
struct Fitting<'r> {
    nouns: Vec<&'r Row>,
    adjectives: Vec<&'r Row>,
}

impl Fitting<'_> {
    /// Whether an adjective fits better than any noun: `-ский` is no noun in `-й`.
    fn is_adjective(&self) -> bool {
        let heaviest = |rows: &[&Row]| rows.first().map(|row| weight(row)).unwrap_or_default();
        heaviest(&self.adjectives) > heaviest(&self.nouns)
    }
}

fn best<'r>(rows: &'r [Row], word: &str, guess: u8) -> Fitting<'r> {
    let mut found = Fitting::default();
    if word.chars().nth(1).is_none() {
        return found;
    }
    for row in rows.iter().filter(|row| row.0 & guess != 0) {
        let Some(stem) = word.strip_suffix(row.2) else { continue };
        let before = stem.chars().next_back();
        let fits = (row.1.is_empty() && !row.2.is_empty()) || before.is_some_and(|letter| row.1.contains(letter));
        if !fits {
            continue;
        }
        let class = if row.0 & A == 0 { &mut found.nouns } else { &mut found.adjectives };
        match class.first().map_or(std::cmp::Ordering::Greater, |known| weight(row).cmp(&weight(known))) {
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => class.push(row),
            std::cmp::Ordering::Greater => *class = vec![row],
        }
    }
    found
}

/// How closely a row describes a word.
fn weight(row: &Row) -> usize {
    row.2.chars().count() * 2 + usize::from(!row.1.is_empty())
}

fn with_nominative(mut declined: Declined, word: &str) -> Declined {
    for case in &mut declined {
        if case.is_empty() {
            case.push(word.to_owned());
        }
    }
    declined
}

/// A name in every case: the chosen words declined, the others as they are.
fn join(words: &[&str], declined: &[Option<Declined>], chosen: &[bool], forms: &mut Vec<String>) {
    for case in 1..=CASES {
        let mut heads = vec![String::with_capacity(words.iter().map(|word| word.len() + ENDING).sum())];
        for ((word, own), chosen) in words.iter().zip(declined).zip(chosen) {
            let variants = own.as_ref().filter(|_| *chosen).and_then(|own| own.get(case)).map(Vec::as_slice).unwrap_or_default();
            match variants {
                [] => heads.iter_mut().for_each(|head| push(head, word)),
                [only] => heads.iter_mut().for_each(|head| push(head, only)),
                _ => {
                    let mut longer = Vec::with_capacity(PER_CASE);
                    for (head, variant) in heads.iter().flat_map(|head| variants.iter().map(move |variant| (head, variant))).take(PER_CASE)
                    {
                        let mut longer_head = String::with_capacity(head.capacity());
                        longer_head.push_str(head);
                        let mut head = longer_head;
                        push(&mut head, variant);
                        longer.push(head);
                    }
                    heads = longer;
                }
            }
        }
        forms.append(&mut heads);
    }
}

fn push(head: &mut String, word: &str) {
    if !head.is_empty() {
        head.push(' ');
    }
    head.push_str(word);
}

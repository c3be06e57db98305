//! Other spellings of a name, whatever its language declines: what an editor writes one way and an article another.

use crate::text::marks::unmarked;

/// Languages in which a name's first letter and surname may stand for it: `В. Зеленський`, `В.Зеленський`.
const INITIALS: &[&str] = &["uk", "ru", "bg", "be"];

/// What stands before the name of a ship.
pub(in super::super) const SHIPS: &[&str] =
    &["USS", "USNS", "USCGC", "HMS", "HMAS", "HMCS", "HMNZS", "INS", "RMS", "RFA", "SS", "MV", "MT", "RV"];

/// Words at the start of Arabic names that are written with a hyphen or a space.
const ARTICLES: &[&str] = &["Al ", "El ", "al-", "el-", "Al-", "El-"];

/// Other spellings of a folded name of an entity of this kind, themselves to be put in their forms.
pub(super) fn variants(name: &str, kind: &str, language: &str) -> Vec<String> {
    let mut found = Vec::new();
    if kind == "person" {
        found.extend(without_middle(name));
    }
    if name.contains('-') && name.chars().any(char::is_alphabetic) {
        found.push(name.replace('-', " "));
    }
    if language == "en" {
        found.extend(english(name));
        found.extend(without_owner(name, kind).map(str::to_owned));
    }
    found
}

/// A form with its number written in other ways: `Nord Stream-2` and `Nord Stream - 2` for `Nord Stream 2`.
pub(in super::super) fn renumbered(form: &str) -> Vec<String> {
    const GAPS: [&str; 3] = [" - ", "-", " "];
    let name = form.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let number = form.strip_prefix(name).unwrap_or_default();
    let parted = GAPS.iter().find_map(|gap| Some((gap, name.strip_suffix(gap)?)));
    let Some((own, head)) = parted.filter(|(_, head)| (1..=4).contains(&number.len()) && head.ends_with(char::is_alphabetic)) else {
        return vec![];
    };
    GAPS.iter().filter(|gap| *gap != own).map(|gap| format!("{head}{gap}{number}")).collect()
}

/// `Martin Ginsburg` for `Martin D. Ginsburg`: first and last name of three.
fn without_middle(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let [first, middle, last] = words.as_slice() else { return None };
    let plain = |word: &str| word.chars().nth(2).is_some() && word.starts_with(char::is_uppercase) && !word.ends_with('.');
    (plain(first) && plain(last) && middle.starts_with(char::is_uppercase)).then(|| format!("{first} {last}"))
}

/// A person's name, or a form of it, with initials: `В. Зеленського`, `В.Зеленського`.
pub(super) fn initials(name: &str, language: &str) -> Vec<String> {
    let letter = |word: &str| word.chars().next().filter(|first| first.is_uppercase() && word.chars().nth(2).is_some());
    let Some((given, last)) = name.rsplit_once(' ').filter(|(_, last)| INITIALS.contains(&language) && letter(last).is_some()) else {
        return vec![];
    };
    let short = |initials: &[char], gap: &str| {
        let mut short = String::with_capacity(last.len() + 8);
        for (at, initial) in initials.iter().enumerate() {
            short.push_str(if at == 0 { "" } else { gap });
            short.extend([*initial, '.']);
        }
        short
    };
    let with = |initials: &[char], (inner, outer): (&str, &str)| short(initials, inner) + outer + last;
    match given.split_once(' ') {
        None => letter(given).map(|first| vec![with(&[first], ("", " ")), with(&[first], ("", ""))]).unwrap_or_default(),
        Some((first, middle)) if !middle.contains(' ') => match (letter(first), letter(middle)) {
            (Some(first), Some(middle)) => vec![
                with(&[first], ("", " ")),
                with(&[first], ("", "")),
                with(&[first, middle], (" ", " ")),
                with(&[first, middle], ("", " ")),
            ],
            _ => vec![],
        },
        Some(_) => vec![],
    }
}

/// Numbers at the end of a name, each in the ways it is written. A single letter may be something else.
const NUMBERS: &[&[&str]] = &[
    &["1", "One"],
    &["2", "Two", "II"],
    &["3", "Three", "III"],
    &["4", "Four", "IV"],
    &["5", "Five"],
    &["6", "Six", "VI"],
    &["7", "Seven", "VII"],
    &["8", "Eight", "VIII"],
    &["9", "Nine", "IX"],
    &["10", "Ten"],
];

/// `Formula 1` for `Formula One`, `World War Two` for `World War II`.
fn numbered(name: &str) -> Vec<String> {
    let Some((head, number)) = name.rsplit_once(' ') else { return vec![] };
    let ways = NUMBERS.iter().find(|ways| ways.contains(&number)).copied().unwrap_or_default();
    ways.iter().filter(|way| **way != number).map(|way| format!("{head} {way}")).collect()
}

/// `McDonalds` for `McDonald's`: the apostrophe is often left out, of several any one.
fn without_apostrophe(name: &str) -> Vec<String> {
    let places = name.match_indices("'s").filter(|(at, _)| !name.get(at + 2..).is_some_and(|rest| rest.starts_with(char::is_alphabetic)));
    places.filter_map(|(at, _)| Some(format!("{}{}", name.get(..at)?, name.get(at + 1..)?))).collect()
}

/// The call sign of a station without its band: `WXYZ` for `WXYZ-FM`.
fn call_sign(name: &str) -> Option<String> {
    let sign = ["-FM", "-AM", "-TV"].iter().find_map(|band| name.strip_suffix(band))?;
    (sign.chars().nth(2).is_some() && sign.chars().all(char::is_uppercase)).then(|| sign.to_owned())
}

/// Abbreviations of countries and the like: what follows them is a name in other countries too (`US Supreme Court`).
const COUNTRIES: &[&str] = &["EU", "GB", "NZ", "UAE", "UK", "UN", "US", "USSR"];

/// `World Cup` for `FIFA World Cup`: two words or more without the abbreviation of whose they are. Ships need theirs, since
/// they bear the names of others.
fn without_owner<'n>(name: &'n str, kind: &str) -> Option<&'n str> {
    let (owner, rest) = name.split_once(' ')?;
    let short = owner.chars().nth(1).is_some() && owner.starts_with(char::is_alphabetic) && !owner.chars().any(char::is_lowercase);
    let plain = owner.chars().all(char::is_alphanumeric) && !COUNTRIES.contains(&owner) && !SHIPS.contains(&owner);
    let whole = rest.contains(' ') && rest.starts_with(char::is_uppercase) && !matches!(kind, "person" | "place");
    (short && plain && whole).then_some(rest)
}

fn english(name: &str) -> Vec<String> {
    let mut found = numbered(name);
    found.extend(without_apostrophe(name));
    found.extend(call_sign(name));
    let plain = unmarked(name);
    if plain != name {
        found.push(plain);
    }
    // `the New York Times`. One word that is left is too often something else.
    found.extend(name.strip_prefix("The ").filter(|rest| rest.contains(' ')).map(str::to_owned));
    for article in ARTICLES {
        if let Some(rest) = name.strip_prefix(article) {
            let own = article.trim_end_matches([' ', '-']);
            found.extend([format!("{own}-{rest}"), format!("{own} {rest}")]);
        }
    }
    if let Some(rest) = name.strip_prefix("United States ") {
        found.extend([format!("U.S. {rest}"), format!("US {rest}")]);
    }
    for whose in ["United States ", "U.S. ", "US ", ""] {
        if let Some(field) = name.strip_prefix(whose).and_then(|rest| rest.strip_prefix("Department of ")) {
            found.push(format!("{field} Department"));
        }
    }
    for (one, other) in [(" & ", " and "), (" and ", " & ")] {
        if name.contains(one) {
            found.push(name.replace(one, other));
        }
    }
    found.retain(|variant| variant != name);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, kind: &str, language: &str, expected: &[&str]) {
        let found = variants(name, kind, language);
        for one in expected {
            assert!(found.iter().any(|found| found == one), "{one} of {name} in {found:?}");
        }
    }

    #[test]
    fn spellings() {
        check("Martin D. Ginsburg", "person", "en", &["Martin Ginsburg"]);
        check("Віктор Федорович Янукович", "person", "uk", &["Віктор Янукович"]);
        assert!(initials("Віктора Федоровича Януковича", "uk").contains(&"В.Ф. Януковича".to_owned()));
        check("Recep Tayyip Erdoğan", "person", "en", &["Recep Tayyip Erdogan", "Recep Erdoğan"]);
        check("The New York Times", "organization", "en", &["New York Times"]);
        check("Al Jazeera", "organization", "en", &["Al-Jazeera"]);
        check("United States Department of Labor", "organization", "en", &["U.S. Department of Labor", "Labor Department"]);
        check("Smith & Sons", "organization", "en", &["Smith and Sons"]);
        check("Formula One", "event", "en", &["Formula 1"]);
        check("World War II", "event", "en", &["World War 2", "World War Two"]);
        check("Miller's Tailor's Shop", "work", "en", &["Millers Tailor's Shop", "Miller's Tailors Shop"]);
        check("FIFA World Cup", "event", "en", &["World Cup"]);
        assert!(variants("US Supreme Court", "organization", "en").is_empty());
        assert!(variants("USS Mary B. Jones", "weapon", "en").is_empty());
        check("WXYZ-FM", "organization", "en", &["WXYZ"]);
        assert!(variants("The Sun", "organization", "en").is_empty());
    }

    #[test]
    fn numbers() {
        assert_eq!(renumbered("Nord Stream 2"), ["Nord Stream - 2", "Nord Stream-2"]);
        assert_eq!(renumbered("Nord Stream - 2"), ["Nord Stream-2", "Nord Stream 2"]);
        for other in ["World War II", "in 1999 2000", "1999", "F16", "Covid-202020"] {
            assert!(renumbered(other).is_empty(), "{other}");
        }
    }
}

//! German: the genitive of names, and adjectives inside of them. After the «Amtliche Regelung der deutschen Rechtschreibung»
//! (2024), apostrophe and genitive, and the Leibniz-Institut für Deutsche Sprache, «grammis», strong and weak adjectives.

/// Endings that an adjective has in one case or another.
const ENDINGS: &[&str] = &["e", "en", "er", "es", "em"];

/// Words that end as adjectives do and are none.
const ARTICLES: &[&str] = &["Der", "Die", "Das", "Des", "Dem", "Den", "Eine", "Einer", "The"];

/// Letters of an adjective without its ending, at least.
const STEM: usize = 3;

/// The forms of a name of this kind. `Merkel` gives `Merkels`, and a name in s, ß, x, z takes an apostrophe, which needs no
/// form. Of names that are no person's, nouns may have the long genitive (`Bundestages`), and adjectives each of their
/// endings: `des Deutschen Bundestages`, `den Vereinigten Staaten`.
pub(super) fn forms(name: &str, kind: &str) -> Vec<String> {
    let mut forms: Vec<String> = short_genitive(name).into_iter().collect();
    if kind == "person" {
        return forms;
    }
    let long = kind != "place";
    forms.extend(long_genitive(name).filter(|_| long));
    for declined in declined(name) {
        forms.extend(short_genitive(&declined));
        forms.extend(long_genitive(&declined).filter(|_| long));
        forms.push(declined);
    }
    forms.retain(|form| form != name);
    forms.sort_unstable();
    forms.dedup();
    forms
}

fn short_genitive(name: &str) -> Option<String> {
    (name.ends_with(char::is_alphabetic) && !is_sibilant(name)).then(|| format!("{name}s"))
}

/// Behind a consonant, in words that are not written in capitals.
fn long_genitive(name: &str) -> Option<String> {
    let last = name.rsplit([' ', '-']).next().unwrap_or(name);
    let noun = last.chars().skip(1).any(char::is_lowercase) && !last.ends_with(['a', 'e', 'i', 'o', 'u', 'y', 'ä', 'ö', 'ü', 'é']);
    (noun && name.ends_with(char::is_alphabetic)).then(|| format!("{name}es"))
}

fn is_sibilant(name: &str) -> bool {
    name.ends_with(['s', 'ß', 'x', 'z', 'S', 'X', 'Z'])
}

/// The name with the adjectives before its noun in each ending. What is made of a town's name keeps its own:
/// `Frankfurter Allgemeinen Zeitung`.
fn declined(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let stems: Vec<Option<&str>> = words.iter().map(|word| stem(word)).collect();
    // What stands before the first word that is no adjective; the last word is the noun.
    let count = stems.iter().take(words.len().saturating_sub(1)).take_while(|stem| stem.is_some()).count();
    if count == 0 || !words.get(count).is_some_and(|noun| noun.starts_with(char::is_uppercase)) {
        return vec![];
    }
    let mut found = Vec::new();
    for ending in ENDINGS {
        for keeps in ["", "er"] {
            let adjective = |(at, (word, stem)): (usize, (&&str, &Option<&str>))| match stem {
                Some(stem) if at < count && (keeps.is_empty() || !word.ends_with(keeps)) => format!("{stem}{ending}"),
                _ => (*word).to_owned(),
            };
            let all: Vec<String> = words.iter().zip(&stems).enumerate().map(adjective).collect();
            found.push(all.join(" "));
        }
    }
    found
}

/// An adjective with a capital without its ending.
fn stem(word: &str) -> Option<&str> {
    let ending = ENDINGS.iter().filter(|ending| word.ends_with(**ending)).max_by_key(|ending| ending.len())?;
    let stem = word.strip_suffix(ending)?;
    let adjective = word.starts_with(char::is_uppercase) && stem.chars().nth(STEM - 1).is_some() && !ARTICLES.contains(&word);
    adjective.then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn genitives() {
        assert_eq!(forms("Angela Merkel", "person"), ["Angela Merkels"]);
        assert_eq!(forms("NATO", "organization"), ["NATOs"]);
        assert_eq!(forms("Kongress", "organization"), ["Kongresses"]);
        assert!(forms("Hans", "person").is_empty());
    }

    #[test]
    fn adjectives() {
        let has = |name: &str, form: &str| forms(name, "organization").iter().any(|found| found == form);
        assert!(has("Deutscher Bundestag", "Deutschen Bundestages"));
        assert!(has("Rotes Kreuz", "Rote Kreuz"));
        assert!(has("Frankfurter Allgemeine Zeitung", "Frankfurter Allgemeinen Zeitung"));
        assert!(!has("Die Linke", "Dien Linke"));
        assert!(!has("Alternative für Deutschland", "Alternativen für Deutschland"));
    }
}

//! Stems: what the forms of a word have in common, by the rules of the Snowball project for each language.

use std::borrow::Cow;

use snowball_stemmers_rs::{Algorithm, Stemmer};

/// Letters of a word that count in a language without rules: what follows is mostly an ending, where words have any.
const KEPT: usize = 7;

/// The stem of a word in small letters; `language` is a primary subtag. A word with a digit in it is its own stem.
pub fn stem<'w>(word: &'w str, language: &str) -> Cow<'w, str> {
    if word.contains(|c: char| c.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    match algorithm(language) {
        Some(algorithm) => Stemmer::create(algorithm).stem(word),
        None => Cow::Borrowed(word.char_indices().nth(KEPT).and_then(|(at, _)| word.get(..at)).unwrap_or(word)),
    }
}

fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "hy" => Algorithm::Armenian,
        "eu" => Algorithm::Basque,
        "ca" => Algorithm::Catalan,
        "cs" | "sk" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "eo" => Algorithm::Esperanto,
        "et" => Algorithm::Estonian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "id" => Algorithm::Indonesian,
        "ga" => Algorithm::Irish,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "ne" => Algorithm::Nepali,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "fa" => Algorithm::Persian,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        "uk" => Algorithm::Ukrainian,
        "yi" => Algorithm::Yiddish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let cases: &[(&str, &[&str])] = &[
            ("en", &["election", "elections"]),
            ("en", &["accept", "accepted", "accepting"]),
            ("uk", &["вибори", "виборів", "виборах"]),
            ("ru", &["выборы", "выборов", "выборах"]),
            ("pl", &["prezydent", "prezydenta", "prezydentem"]),
            ("de", &["regierung", "regierungen"]),
            ("be", &["выбаршчык", "выбаршчыкі"]),
        ];
        for (language, forms) in cases {
            let stems: Vec<_> = forms.iter().map(|form| stem(form, language)).collect();
            assert!(stems.iter().all(|found| Some(found) == stems.first()), "{language}: {stems:?}");
        }
    }

    #[test]
    fn a_number_is_its_own_stem() {
        assert_eq!(stem("2024s", "en"), "2024s");
    }

    proptest! {
        #[test]
        fn no_word_is_too_strange(word in "\\PC{0,12}") {
            for language in ["ar", "cs", "de", "el", "en", "es", "et", "fa", "fi", "fr", "hi", "hu", "it", "ne", "nl", "pl", "pt", "ro", "ru", "sr", "ta", "tr", "uk", "yi"] {
                stem(&word.to_lowercase(), language);
            }
        }
    }
}

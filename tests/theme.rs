//! The built-in theme's texts: every language whole, every key that templates ask for known, plurals by CLDR category.

use std::collections::{BTreeMap, BTreeSet};

use glossator::view::builtin;

#[path = "theme/reference.rs"]
mod reference;

/// The languages of the theme, each with its plural categories (CLDR, "cardinal").
const CATEGORIES: [(&str, &[&str]); 8] = [
    ("ar", &["few", "many", "one", "other", "two", "zero"]),
    ("de", &["one", "other"]),
    ("en", &["one", "other"]),
    ("es", &["many", "one", "other"]),
    ("fr", &["many", "one", "other"]),
    ("pl", &["few", "many", "one", "other"]),
    ("ru", &["few", "many", "one", "other"]),
    ("uk", &["few", "many", "one", "other"]),
];

/// The texts of a language: each key with its plural categories, or none for one text.
fn texts(language: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let yaml = builtin::template(&format!("i18n/{language}.yaml")).expect("the language's file");
    let parsed: BTreeMap<String, serde_yaml::Value> = serde_yaml::from_str(&yaml).expect("a map of texts");
    let entry = |value: serde_yaml::Value| match value {
        serde_yaml::Value::String(text) => BTreeMap::from([(String::new(), text)]),
        other => serde_yaml::from_value(other).expect("a text, or a map of plural categories"),
    };
    parsed.into_iter().map(|(key, value)| (key, entry(value))).collect()
}

/// `{name}` places of a text.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

#[test]
fn languages_have_the_same_keys_and_places() {
    let english = texts("en");
    for (language, _) in CATEGORIES {
        let own = texts(language);
        let missing: Vec<_> = english.keys().filter(|key| !own.contains_key(*key)).collect();
        let foreign: Vec<_> = own.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(missing.is_empty() && foreign.is_empty(), "{language}: missing {missing:?}, unknown {foreign:?}");
        for (key, forms) in &own {
            let wanted: BTreeSet<_> = english[key].values().flat_map(|text| places(text)).collect();
            let found: BTreeSet<_> = forms.values().flat_map(|text| places(text)).collect();
            assert_eq!(found, wanted, "{language}: places of `{key}`");
        }
    }
}

#[test]
fn every_language_is_here() {
    let files = builtin::templates().into_iter().filter_map(|path| Some(path.strip_prefix("i18n/")?.strip_suffix(".yaml")?.to_owned()));
    assert_eq!(files.collect::<Vec<_>>(), CATEGORIES.map(|(language, _)| language));
}

/// French sets a narrow no-break space before these signs, and inside of its quotes.
#[test]
fn french_signs_have_their_space() {
    let texts = texts("fr");
    let texts: Vec<&String> = texts.values().flat_map(BTreeMap::values).collect();
    for text in &texts {
        let signs = text.char_indices().filter(|(_, sign)| ":;!?»".contains(*sign));
        for (at, _) in signs {
            assert!(text[..at].ends_with('\u{202f}'), "`{text}` at {at}");
        }
        assert!(text.split('«').skip(1).all(|quoted| quoted.starts_with('\u{202f}')), "`{text}`");
    }
    assert!(texts.iter().any(|text| text.contains('\u{202f}')));
}

#[test]
fn categories_are_those_of_the_library() {
    for (language, categories) in CATEGORIES {
        let locale: icu::locale::Locale = language.parse().expect("a language");
        let rules = icu::plurals::PluralRules::try_new_cardinal((&locale).into()).expect("rules");
        let mut found: Vec<String> = rules.categories().map(|category| format!("{category:?}").to_lowercase()).collect();
        found.sort();
        assert_eq!(found, categories, "{language}");
    }
}

/// A text with a number that stands for several numbers must show which.
#[test]
fn plurals_of_many_numbers_show_the_number() {
    for (language, _) in CATEGORIES {
        for (key, forms) in texts(language).into_iter().filter(|(key, forms)| !forms.contains_key("") && key != "corrections.box") {
            for (category, text) in forms.iter().filter(|(category, _)| !matches!(category.as_str(), "zero" | "one" | "two")) {
                assert!(text.contains("{n}"), "{language}: `{key}`, {category}");
            }
            // In these languages `one` stands for 21 and 101 too.
            if ["uk", "ru"].contains(&language) {
                assert!(forms["one"].contains("{n}"), "{language}: `{key}`, one");
            }
        }
    }
}

#[test]
fn plurals_have_all_categories_of_their_language() {
    for (language, categories) in CATEGORIES {
        for (key, forms) in texts(language).into_iter().filter(|(_, forms)| !forms.contains_key("")) {
            let found: Vec<&str> = forms.keys().map(String::as_str).collect();
            assert_eq!(found, categories, "{language}: categories of `{key}`");
        }
    }
}

#[test]
fn templates_ask_only_for_texts_that_there_are() {
    let english = texts("en");
    for name in builtin::templates().iter().filter(|name| name.ends_with(".html")) {
        let template = builtin::template(name).expect("a listed template");
        for asked in template.split("t(key=\"").skip(1) {
            let key = asked.split('"').next().unwrap_or_default();
            // `t(key="genre." ~ …)` asks for one of a family.
            let known = if key.ends_with('.') { english.keys().any(|known| known.starts_with(key)) } else { english.contains_key(key) };
            assert!(known, "{name} asks for `{key}`");
        }
    }
}

#[test]
fn templates_have_no_inline_script_and_no_inline_style() {
    for name in builtin::templates().iter().filter(|name| name.ends_with(".html")) {
        let template = builtin::template(name).expect("a listed template");
        for inline in ["<style", " style=\"", " onclick=", "javascript:"] {
            assert!(!template.contains(inline), "{name} has `{inline}`: a strict Content-Security-Policy forbids it");
        }
    }
}

#[test]
fn the_style_sheet_is_small() {
    let size = |name: &str| builtin::file(name).expect("a built-in file").len();
    assert!(size("style.css") <= 32 * 1024, "the style sheet has {} bytes", size("style.css"));
}

//! Forms of names by a language's grammar: one file a language, a table each where the language declines. They are additive:
//! what is returned here stands for the entity besides the name itself.

mod bulgarian;
mod czech;
mod declension;
mod english;
mod german;
mod polish;
mod russian;
mod slovene;
mod spelling;
mod ukrainian;

use declension::Grammar;

use crate::config::Language;

/// The forms of a folded name of an entity of this kind, and its other spellings, without the name itself; may name a form
/// twice. Languages whose grammar is not known have spellings alone.
pub(super) fn forms(name: &str, kind: &str, language: &Language) -> Vec<String> {
    let language = language.primary();
    let mut forms = declined(name, kind, language);
    if kind == "person" {
        let mut short: Vec<String> =
            forms.iter().map(String::as_str).chain([name]).flat_map(|form| spelling::initials(form, language)).collect();
        short.sort_unstable();
        short.dedup();
        forms.extend(short);
    }
    for variant in spelling::variants(name, kind, language) {
        forms.extend(declined(&variant, kind, language));
        forms.push(variant);
    }
    let numbers: Vec<String> = forms.iter().map(String::as_str).chain([name]).filter_map(spelling::renumbered).collect();
    forms.extend(numbers);
    if language == "ru" {
        // The dots of ё are left out as a rule.
        let undotted: Vec<String> = forms
            .iter()
            .map(String::as_str)
            .chain([name])
            .filter(|form| form.contains(['ё', 'Ё']))
            .map(|form| form.replace('ё', "е").replace('Ё', "Е"))
            .collect();
        forms.extend(undotted);
    }
    forms
}

fn declined(name: &str, kind: &str, language: &str) -> Vec<String> {
    match language {
        "en" => english::forms(name, kind),
        "de" => german::forms(name),
        other => grammar(other).map(|grammar| grammar.forms(name, kind)).unwrap_or_default(),
    }
}

fn grammar(language: &str) -> Option<&'static Grammar> {
    Some(match language {
        "uk" => &ukrainian::GRAMMAR,
        "ru" => &russian::GRAMMAR,
        "pl" => &polish::GRAMMAR,
        "cs" => &czech::GRAMMAR,
        "bg" => &bulgarian::GRAMMAR,
        "sl" => &slovene::GRAMMAR,
        _ => return None,
    })
}

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
pub(super) use spelling::{SHIPS, renumbered};

use super::entity::Gender;
use crate::config::Language;

/// Who or what bears a name: all that forms depend on besides its letters.
#[derive(Clone, Copy)]
pub(super) struct Bearer<'n> {
    /// The kind's key.
    pub(super) kind: &'n str,
    /// The gender, where the editor gives it.
    pub(super) gender: Option<Gender>,
}

/// The forms of a folded name of such a bearer, and its other spellings but those of its number ([`renumbered`]), without
/// the name itself; may name a form twice. Languages whose grammar is not known have spellings alone.
pub(super) fn forms(name: &str, bearer: Bearer<'_>, language: &Language) -> Vec<String> {
    let kind = bearer.kind;
    let language = language.primary();
    let mut forms = declined(name, bearer, language);
    if kind == "person" {
        let mut short: Vec<String> =
            forms.iter().map(String::as_str).chain([name]).flat_map(|form| spelling::initials(form, language)).collect();
        short.sort_unstable();
        short.dedup();
        forms.extend(short);
    }
    for variant in spelling::variants(name, kind, language) {
        forms.extend(declined(&variant, bearer, language));
        forms.push(variant);
    }
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

/// Whether a folded text is one adjective in small letters, by the grammar of a language.
pub(super) fn is_adjective(text: &str, language: &Language) -> bool {
    grammar(language.primary()).is_some_and(|grammar| grammar.is_adjective(text))
}

fn declined(name: &str, bearer: Bearer<'_>, language: &str) -> Vec<String> {
    match language {
        "en" => english::forms(name, bearer.kind),
        "de" => german::forms(name, bearer.kind),
        other => grammar(other).map(|grammar| grammar.forms(name, bearer)).unwrap_or_default(),
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

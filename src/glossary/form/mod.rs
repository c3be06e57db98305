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
mod ukrainian;

use declension::Grammar;

use crate::config::Language;

/// The forms of a folded name of an entity of this kind, without the name itself; may name a form twice. Languages whose
/// grammar is not known have none.
pub(super) fn forms(name: &str, kind: &str, language: &Language) -> Vec<String> {
    match language.primary() {
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

//! Forms of names by a language's grammar: one file a language. They are additive: what is returned here stands for the
//! entity besides the name itself.

mod english;

use crate::config::Language;

/// The forms of a folded name of an entity of this kind, without the name itself; may name a form twice. Languages whose
/// grammar is not known have none.
pub(super) fn forms(name: &str, kind: &str, language: &Language) -> Vec<String> {
    match language.primary() {
        "en" => english::forms(name, kind),
        _ => vec![],
    }
}

//! English: plurals of demonyms. Possessives need no form, since a name may end before them.

/// Endings of adjectives that name a people and are nouns too: `Ukrainian`, `Iraqi`, `Greek`.
const DEMONYMS: &[&str] = &["an", "ian", "qi", "li", "ni", "di", "iti", "eek", "iet", "lav", "ard"];

/// Endings of what the members of a party or a movement are called.
const MEMBERS: &[&str] = &["ive", "al", "crat", "ist", "ite"];

/// The plural of a demonym, `Ukrainians` of `Ukrainian`, and of members, `Democrats` of `Democrat`. Only places and groups
/// have such.
pub(super) fn forms(name: &str, kind: &str) -> Vec<String> {
    let last = name.rsplit(' ').next().unwrap_or(name);
    let noun = last.chars().next().is_some_and(char::is_uppercase) && last.chars().count() > 4;
    let ends = |endings: &[&str]| noun && endings.iter().any(|ending| last.ends_with(ending));
    let people = match kind {
        "place" => ends(DEMONYMS),
        "organization" => ends(DEMONYMS) || (name == last && ends(MEMBERS)),
        _ => false,
    };
    if people { vec![format!("{name}s")] } else { vec![] }
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn plurals_of_demonyms() {
        assert_eq!(forms("Ukrainian", "place"), ["Ukrainians"]);
        assert_eq!(forms("North Korean", "place"), ["North Koreans"]);
        assert!(forms("Ukraine", "place").is_empty());
        assert!(forms("Aslan", "person").is_empty());
        assert_eq!(forms("Conservative", "organization"), ["Conservatives"]);
        assert!(forms("Montreal", "place").is_empty());
    }
}

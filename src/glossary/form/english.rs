//! English: plurals of demonyms. Possessives need no form, since a name may end before them.

/// Endings of adjectives that name a people and are nouns too: `Ukrainian`, `Iraqi`, `Greek`.
const DEMONYMS: &[&str] = &["an", "ian", "qi", "li", "ni", "di", "iti", "eek", "lav", "ard"];

/// The plural of a demonym: `Ukrainian` gives `Ukrainians`. Only places and groups have demonyms.
pub(super) fn forms(name: &str, kind: &str) -> Vec<String> {
    let grouped = matches!(kind, "place" | "organization");
    let last = name.rsplit(' ').next().unwrap_or(name);
    let noun = last.chars().next().is_some_and(char::is_uppercase) && last.chars().count() > 4;
    if grouped && noun && DEMONYMS.iter().any(|ending| last.ends_with(ending)) { vec![format!("{name}s")] } else { vec![] }
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
    }
}

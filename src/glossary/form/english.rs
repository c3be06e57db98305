//! English: plurals. Possessives need no form, since a name may end before them. After R. Quirk and others, «A Comprehensive
//! Grammar of the English Language» (1985), 5.79 to 5.81, regular plurals.

/// Endings of adjectives that name a people and are nouns too: `Ukrainian`, `Iraqi`, `Greek`.
const DEMONYMS: &[&str] = &["an", "ian", "qi", "li", "ni", "di", "iti", "eek", "iet", "lav", "ard"];

/// Endings of what the members of a party or a movement are called.
const MEMBERS: &[&str] = &["ive", "al", "crat", "ist", "ite"];

/// Words behind which the rest of a name says more of its noun: `rules of engagement`.
const LINKS: &[&str] = &[" of ", " for ", " in ", " on ", " to "];

/// The plural of a demonym, `Ukrainians` of `Ukrainian`, of members, `Democrats` of `Democrat`, and of what there are many of:
/// terms and weapons. Names of other kinds have none: of `Wagners` and `Wests` none is the entity.
pub(super) fn forms(name: &str, kind: &str) -> Vec<String> {
    let last = name.rsplit(' ').next().unwrap_or(name);
    let noun = last.chars().next().is_some_and(char::is_uppercase) && last.chars().count() > 4;
    let ends = |endings: &[&str]| noun && endings.iter().any(|ending| last.ends_with(ending));
    let people = match kind {
        "term" | "weapon" => return plural(name).into_iter().collect(),
        "place" => ends(DEMONYMS),
        "organization" => ends(DEMONYMS) || (name == last && ends(MEMBERS)),
        _ => false,
    };
    if people { vec![format!("{name}s")] } else { vec![] }
}

/// The regular plural of a noun, with what stands before and behind it; none of what ends in s, which may be one already.
fn plural(name: &str) -> Option<String> {
    let end = LINKS.iter().filter_map(|link| name.find(link)).min().unwrap_or(name.len());
    let (noun, rest) = name.split_at_checked(end)?;
    let last = noun.chars().next_back().filter(|last| last.is_alphanumeric() && !matches!(last, 's' | 'S'))?;
    let y = noun.strip_suffix('y').filter(|stem| stem.ends_with(|letter: char| !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')));
    let hisses = matches!(last, 'x' | 'z') || noun.ends_with("ch") || noun.ends_with("sh");
    Some(match y {
        Some(stem) => format!("{stem}ies{rest}"),
        None if hisses => format!("{noun}es{rest}"),
        None => format!("{noun}s{rest}"),
    })
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

    #[test]
    fn plurals_of_things() {
        for (name, expected) in [("F-16", "F-16s"), ("missile battery", "missile batteries"), ("strike on depots", "strikes on depots")] {
            assert_eq!(forms(name, "weapon"), [expected]);
        }
        assert_eq!(forms("ICBM", "term"), ["ICBMs"]);
        assert_eq!(forms("hoax", "term"), ["hoaxes"]);
        assert!(forms("sanctions", "term").is_empty());
        assert!(forms("Ryder", "person").is_empty());
    }
}

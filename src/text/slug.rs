//! Slugs: the part of an address that is made from words, in any script.

/// A slug of ASCII letters, digits and `-` (transliterated where the script is another); stable for the same words.
pub fn slug(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in deunicode::deunicode(words).chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '\'' => {}
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

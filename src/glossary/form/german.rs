//! German: the genitive of names. After the «Amtliche Regelung der deutschen Rechtschreibung» (2024), apostrophe and genitive.

/// `Merkel` gives `Merkels`. A name in s, ß, x, z takes an apostrophe, which needs no form.
pub(super) fn forms(name: &str) -> Vec<String> {
    let sibilant = name.ends_with(['s', 'ß', 'x', 'z', 'S', 'X', 'Z', '.']);
    if sibilant || !name.ends_with(char::is_alphabetic) { vec![] } else { vec![format!("{name}s")] }
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn genitives() {
        assert_eq!(forms("Angela Merkel"), ["Angela Merkels"]);
        assert_eq!(forms("NATO"), ["NATOs"]);
        assert!(forms("Hans").is_empty());
    }
}

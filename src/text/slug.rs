//! Words as they stand in addresses and ids: lower-case ASCII letters, digits and `-`.

/// The slug of some words, from any script: `Київ: що далі?` gives `kiyiv-shcho-dali`. Words without a letter or digit
/// give a name made from their bytes, so that a slug is never empty; the same words always give the same slug.
pub fn slug(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut push = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            out.push(letter.to_ascii_lowercase());
        } else if !matches!(letter, '\'' | '’' | 'ʼ' | '`') && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    };
    for letter in words.chars() {
        match letter {
            _ if letter.is_ascii() || letter == '’' || letter == 'ʼ' => push(letter),
            _ if letter.is_alphanumeric() => deunicode::deunicode_char(letter).unwrap_or_default().chars().for_each(|ascii| {
                // Ideographs come as words of their own, with a space behind them; soft signs as apostrophes.
                push(ascii);
            }),
            _ => push(' '),
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    if out.is_empty() { fallback(words) } else { out }
}

/// A name for words that have no letters: FNV-1a of their bytes, 32 bits in hexadecimal.
fn fallback(words: &str) -> String {
    let hash = words.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("x{hash:08x}")
}

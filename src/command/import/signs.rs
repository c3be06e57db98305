//! Markdown signs that pass through the converter of HTML unchanged, and signs of the text that must not become Markdown's.

use crate::text::markdown::escape_line;

/// Characters of a private plane stand for ASCII while the converter works: it takes them for letters.
const PLANE: u32 = 0x10_F000;

/// ASCII as characters that the converter leaves alone.
pub(super) fn raw(markdown: &str) -> String {
    markdown.chars().map(|c| if c.is_ascii() { char::from_u32(PLANE + c as u32).unwrap_or(c) } else { c }).collect()
}

/// A text's own characters of that plane taken out, so that it cannot write signs.
pub(super) fn without_signs(text: &str) -> String {
    let ours = |c: &char| (PLANE..PLANE + 128).contains(&(*c as u32));
    if text.chars().any(|c| ours(&c)) { text.chars().filter(|c| !ours(c)).collect() } else { text.to_owned() }
}

/// What the converter gave, with the signs in their place.
pub(super) fn settle(markdown: &str) -> String {
    let sign = |c: char| (c as u32).checked_sub(PLANE).filter(|ascii| *ascii < 128).and_then(char::from_u32).unwrap_or(c);
    markdown.chars().map(sign).collect()
}

/// A text of the HTML as Markdown that reads as that text, out of the converter's reach. White space at its ends stays.
pub(super) fn plain(text: &str, stands: Stands) -> String {
    let words = text.trim();
    let Some(at) = text.find(words).filter(|_| !words.is_empty()) else { return text.to_owned() };
    let (before, behind) = (text.get(..at).unwrap_or_default(), text.get(at + words.len()..).unwrap_or_default());
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut safe = match stands.before {
        Before::Nothing => escape_line(&line),
        // What begins no line is no sign of a block.
        Before::Text => escape_line(&format!("\u{0}{line}")).replacen('\u{0}', "", 1),
    };
    if stands.behind == Behind::Link && behind.is_empty() && safe.ends_with('!') {
        safe.insert(safe.len() - 1, '\\');
    }
    // A heading's id, which only an editor gives.
    let safe = safe.replace("{#", "\\{#").replace("{.", "\\{.");
    let signs = |letter: char| if letter.is_ascii_punctuation() { raw(letter.encode_utf8(&mut [0; 4])) } else { letter.to_string() };
    format!("{before}{}{behind}", safe.chars().map(signs).collect::<String>())
}

/// What stands around a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stands {
    pub(super) before: Before,
    pub(super) behind: Behind,
}

/// What stands before a text in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// The line begins with it.
    Nothing,
    /// Other text.
    Text,
}

/// What stands behind a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// A link: an exclamation mark before it would make it a picture.
    Link,
    /// Anything else.
    Other,
}

/// A comment that readers do not see and editors find: what could not be carried over, as it was written.
pub(super) fn comment(written: &str) -> String {
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ").replace("--", "- -").replace('>', "&gt;");
    format!("<!-- not converted: {line} -->")
}

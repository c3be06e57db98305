//! Markdown signs that pass through the converter of HTML unchanged, and signs of the text that must not become Markdown's.

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

/// A text of the HTML, with what the converter does not escape, or escapes without need, made safe. Whether a link follows
/// right behind it is told by `linked`.
pub(super) fn plain(text: &str, linked: Behind) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let rest = text.get(at + letter.len_utf8()..).unwrap_or_default();
        let inside = text.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric)) && rest.starts_with(char::is_alphanumeric);
        match letter {
            '&' if is_entity(rest) => out.push_str(&raw("\\&")),
            '~' | '|' | '$' => out.push_str(&raw(&format!("\\{letter}"))),
            '_' if inside => out.push_str(&raw("_")),
            '!' if rest.is_empty() && linked == Behind::Link => out.push_str(&raw("\\!")),
            ':' if at == 0 && rest.starts_with(' ') => out.push_str(&raw("\\:")),
            // A heading's id, which only an editor gives.
            '{' if rest.starts_with(['#', '.']) => out.push_str(&raw("\\{")),
            _ => out.push(letter),
        }
    }
    out
}

/// What stands behind a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// A link: an exclamation mark before it would make it a picture.
    Link,
    /// Anything else.
    Other,
}

/// Whether what follows `&` makes it a character reference (CommonMark, section 2.5).
fn is_entity(after: &str) -> bool {
    let Some((name, _)) = after.split_once(';') else { return false };
    let name = name.strip_prefix('#').unwrap_or(name);
    (1..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A comment that readers do not see and editors find: what could not be carried over, as it was written.
pub(super) fn comment(written: &str) -> String {
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ").replace("--", "- -").replace('>', "&gt;");
    format!("<!-- not converted: {line} -->")
}

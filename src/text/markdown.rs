//! Plain text as Markdown that reads as that text: every character that Markdown would take for a sign is escaped, and no
//! other, so that the file stays pleasant to edit.

/// A line of plain text as a line of Markdown (CommonMark, section 2.4). `line` holds no line break.
pub fn escape_line(line: &str) -> String {
    let line = line.trim();
    let mut out = String::with_capacity(line.len() + 8);
    let start = start_escape(line);
    for (at, letter) in line.char_indices() {
        if start == Some(at) || is_sign(line, at, letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// Where a line wants an escape to be no list item, heading, quotation, rule, table, fence or definition.
fn start_escape(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let rest = line.get(first.len_utf8()..).unwrap_or_default();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let behind = line.get(digits..).unwrap_or_default();
    match first {
        // `>` and `#` count anywhere in a run; the first one escaped ends it.
        '>' => Some(0),
        '#' if line.trim_start_matches('#').starts_with([' ', '\t']) || line.trim_start_matches('#').is_empty() => Some(0),
        '+' | '-' | ':' if rest.is_empty() || rest.starts_with([' ', '\t']) => Some(0),
        '-' | '=' if line.chars().all(|letter| letter == first || letter == ' ') => Some(0),
        // Front matter of TOML, and a rule.
        '+' if line.chars().all(|letter| letter == '+') => Some(0),
        // Digits are escaped behind them: `2024\. A year`.
        '0'..='9' if digits <= 9 && behind.starts_with(['.', ')']) => {
            Some(digits).filter(|_| matches!(behind.as_bytes().get(1), None | Some(b' ' | b'\t')))
        }
        _ => None,
    }
}

/// Whether Markdown takes the letter for a sign where it stands.
fn is_sign(line: &str, at: usize, letter: char) -> bool {
    let before = line.get(..at).and_then(|before| before.chars().next_back());
    let after = line.get(at + letter.len_utf8()..).unwrap_or_default();
    let next = after.chars().next();
    match letter {
        // A backslash before a letter is a backslash.
        '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
        '`' | '*' | '[' | ']' | '|' | '~' | '$' => true,
        // Inside a word it is a letter: `snake_case`.
        '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
        // A tag, an address or a comment begins with one of these; `a < b` does not.
        '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
        '&' => is_entity(after),
        _ => false,
    }
}

/// Whether what follows `&` makes it a character reference (section 2.5).
fn is_entity(after: &str) -> bool {
    let Some((name, _)) = after.split_once(';') else { return false };
    let name = name.strip_prefix('#').unwrap_or(name);
    !name.is_empty() && name.len() <= 32 && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::escape_line;

    #[test]
    fn only_signs_are_escaped() {
        for (plain, markdown) in [
            ("Kim said: \"we agree\" (and left).", "Kim said: \"we agree\" (and left)."),
            ("# 1 in the list", "\\# 1 in the list"),
            ("#hashtag", "#hashtag"),
            ("- a dash", "\\- a dash"),
            ("-5 degrees", "-5 degrees"),
            ("--- ", "\\---"),
            ("2024. A year", "2024\\. A year"),
            ("3.5 million", "3.5 million"),
            ("> quoted", "\\> quoted"),
            ("5 * 3 [sic] a_b _c_", "5 \\* 3 \\[sic\\] a_b \\_c\\_"),
            ("AT&T and &amp; and Q&A;", "AT&T and \\&amp; and Q\\&A;"),
            ("a < b <i>", "a < b \\<i>"),
            ("C:\\Users\\*", "C:\\Users\\\\\\*"),
            (": a definition", "\\: a definition"),
        ] {
            assert_eq!(escape_line(plain), markdown, "{plain}");
        }
    }
}

//! WordPress' shortcodes: `[name key="value"]…[/name]`.

use std::ops::Range;

/// A tag in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its bytes, brackets included.
    pub(super) range: Range<usize>,
    /// Its name.
    pub(super) name: String,
    /// Its attributes in order; a value alone has an empty key.
    pub(super) attributes: Vec<(String, String)>,
    /// Which of the two it is.
    pub(super) kind: Kind,
}

/// Which part of a shortcode a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `[name]`.
    Opening,
    /// `[/name]`.
    Closing,
    /// `[name /]`.
    Whole,
}

impl Tag {
    /// An attribute; empty without one.
    pub(super) fn get(&self, key: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

/// All tags of a text. What only looks like one is left out: words in brackets have neither attributes nor a closing tag,
/// and no name that only a program would give.
pub(super) fn tags(text: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('[')).map(|open| at + open) {
        at = open + 1;
        if let Some(tag) = tag(text, open) {
            at = tag.range.end;
            found.push(tag);
        }
    }
    let closed: Vec<String> = found.iter().filter(|tag| tag.kind == Kind::Closing).map(|tag| tag.name.clone()).collect();
    let opened: Vec<String> = found.iter().filter(|tag| tag.kind != Kind::Closing).map(|tag| tag.name.clone()).collect();
    found.retain(|tag| match tag.kind {
        Kind::Closing => opened.contains(&tag.name),
        Kind::Whole => true,
        Kind::Opening => {
            let keyed = tag.attributes.iter().any(|(key, _)| !key.is_empty());
            KNOWN.contains(&tag.name.as_str())
                || keyed
                || closed.contains(&tag.name)
                || (tag.attributes.is_empty() && tag.name.contains(['_', '-']))
        }
    });
    found
}

/// Names that stand alone.
const KNOWN: &[&str] = &["gallery", "playlist", "archives", "sitemap", "toc"];

fn tag(text: &str, open: usize) -> Option<Tag> {
    let inner_start = open + 1;
    let rest = text.get(inner_start..)?;
    let (closing, name_start) = if rest.starts_with('/') { (true, inner_start + 1) } else { (false, inner_start) };
    let name: String = text.get(name_start..)?.chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).take(60).collect();
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let end = end_of(text, name_start + name.len())?;
    let inner = text.get(name_start + name.len()..end)?;
    // A footnote, a link of Markdown, a doubled bracket: none of these is a shortcode.
    let behind = text.get(end + 1..).unwrap_or_default();
    if behind.starts_with('(') || text.get(..open).is_some_and(|before| before.ends_with('[')) {
        return None;
    }
    if !(inner.is_empty() || inner.starts_with([' ', '\n', '\t', '/', '='])) {
        return None;
    }
    let (inner, whole) = inner.trim().strip_suffix('/').map_or((inner.trim(), false), |inner| (inner, true));
    let kind = match (closing, whole) {
        (true, _) => Kind::Closing,
        (_, true) => Kind::Whole,
        _ => Kind::Opening,
    };
    Some(Tag { range: open..end + 1, name: name.to_ascii_lowercase(), attributes: attributes(inner), kind })
}

/// Where the bracket is that closes a tag; brackets in quotes do not.
fn end_of(text: &str, from: usize) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in text.get(from..)?.char_indices().take(4000) {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '"') => quote = Some('"'),
            (None, ']') => return Some(from + at),
            (None, '[') => return None,
            _ => {}
        }
    }
    None
}

/// `key="value" key='value' key=value value`, with typographic quotes as editors paste them.
pub(super) fn attributes(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let name_end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (word, behind) = rest.split_at(name_end);
        let spaced = behind.trim_start();
        let quoted_word = word.starts_with(['"', '\'', '“', '”']);
        if let Some(value) = spaced.strip_prefix('=').filter(|_| !quoted_word) {
            let (value, left) = value_of(value.trim_start());
            found.push((word.to_ascii_lowercase(), value));
            rest = left.trim_start();
        } else {
            let (value, left) = value_of(rest);
            found.push((String::new(), value));
            rest = left.trim_start();
        }
    }
    found
}

/// A value, in quotes or not, and what is behind it.
fn value_of(text: &str) -> (String, &str) {
    let close: &[char] = match text.chars().next() {
        Some('"' | '“' | '”' | '″') => &['"', '”', '“', '″'],
        Some('\'' | '‘' | '’') => &['\'', '’'],
        Some('`') => &['`'],
        _ => {
            let end = text.find(char::is_whitespace).unwrap_or(text.len());
            let end = if end == 0 { text.chars().next().map_or(0, char::len_utf8) } else { end };
            return (text.get(..end).unwrap_or_default().to_owned(), text.get(end..).unwrap_or_default());
        }
    };
    let inner = text.chars().next().and_then(|first| text.get(first.len_utf8()..)).unwrap_or_default();
    let escaped = |at: usize| inner.get(..at).is_some_and(|before| before.ends_with('\\'));
    match inner.char_indices().find(|(at, letter)| close.contains(letter) && !escaped(*at)) {
        Some((end, letter)) => {
            (inner.get(..end).unwrap_or_default().replace("\\\"", "\""), inner.get(end + letter.len_utf8()..).unwrap_or_default())
        }
        None => (inner.to_owned(), ""),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, tags};

    #[test]
    fn words_in_brackets_are_no_shortcodes() {
        let names = |text: &str| tags(text).iter().map(|tag| (tag.name.clone(), tag.kind)).collect::<Vec<_>>();
        assert_eq!(names("He [sic] said [the minister] that [...] [1] [a link](x) [[caption]]"), []);
        assert_eq!(names("[gallery ids=\"1,2\"]"), [("gallery".into(), Kind::Opening)]);
        assert_eq!(names("[contact-form-7 id=\"a]b\" title=x]"), [("contact-form-7".into(), Kind::Opening)]);
        assert_eq!(names("[su_note]a[/su_note]"), [("su_note".into(), Kind::Opening), ("su_note".into(), Kind::Closing)]);
        let found = tags("[embed width=“300” height='2' wide]x[/embed]");
        let expected: Vec<(String, String)> =
            [("width", "300"), ("height", "2"), ("", "wide")].iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        assert_eq!(found.first().map(|tag| tag.attributes.clone()), Some(expected));
    }
}

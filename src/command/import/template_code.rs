//! Calls in Markdown that another generator fills: Hugo's `{{< name … >}}` and Zola's `{{ name(…) }}`, `{% name(…) %}`.

use std::ops::Range;

use super::shortcode::attributes;

/// A call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    /// All of it: with what stands between it and its end, where it has one.
    pub(super) range: Range<usize>,
    /// The opening tag alone.
    pub(super) tag: Range<usize>,
    /// What stands between the tags; empty where there is no end.
    pub(super) inner: Range<usize>,
    /// Its name.
    pub(super) name: String,
    /// Its arguments in order; one without a name has an empty one.
    pub(super) arguments: Vec<(String, String)>,
}

impl Call {
    /// An argument by name; empty without one.
    pub(super) fn get(&self, name: &str) -> &str {
        self.arguments.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The first argument without a name, or that of a name.
    pub(super) fn first(&self, name: &str) -> &str {
        let named = self.get(name);
        if named.is_empty() { self.get("") } else { named }
    }

    /// The n-th argument without a name, from 0.
    pub(super) fn nth(&self, at: usize) -> &str {
        self.arguments.iter().filter(|(name, _)| name.is_empty()).nth(at).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// Whether it has an end of its own.
    pub(super) fn is_pair(&self) -> bool {
        self.tag != self.range
    }
}

/// A tag before it is known what closes it.
struct Tag {
    range: Range<usize>,
    name: String,
    arguments: Vec<(String, String)>,
    closing: bool,
    alone: bool,
}

/// Hugo's calls. Those that are written to be shown (`{{</* … */>}}`) are none.
pub(super) fn hugo(text: &str) -> Vec<Call> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("{{")).map(|start| at + start) {
        at = start + 2;
        let rest = text.get(at..).unwrap_or_default();
        let (open, close) = match rest.chars().next() {
            Some('<') => ('<', ">}}"),
            Some('%') => ('%', "%}}"),
            _ => continue,
        };
        let Some(length) = rest.find(close) else { continue };
        let inner = rest.get(open.len_utf8()..length).unwrap_or_default().trim();
        if inner.starts_with("/*") || inner.len() > 20_000 {
            continue;
        }
        let end = at + length + close.len();
        at = end;
        let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner.trim()));
        let (alone, inner) = inner.strip_suffix('/').map_or((false, inner), |inner| (true, inner.trim()));
        let name: String = inner.chars().take_while(|letter| !letter.is_whitespace()).collect();
        let arguments = attributes(inner.get(name.len()..).unwrap_or_default());
        if !name.is_empty() {
            tags.push(Tag { range: start..end, name, arguments, closing, alone });
        }
    }
    paired(&tags)
}

/// Zola's calls.
pub(super) fn zola(text: &str) -> Vec<Call> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('{')).map(|start| at + start) {
        at = start + 1;
        let rest = text.get(start..).unwrap_or_default();
        let (close, body) = if rest.starts_with("{{") {
            ("}}", false)
        } else if rest.starts_with("{%") {
            ("%}", true)
        } else {
            continue;
        };
        let Some(length) = rest.find(close) else { continue };
        let inner = rest.get(2..length).unwrap_or_default().trim();
        let end = start + length + close.len();
        let (name, arguments) = inner.split_once('(').unwrap_or((inner, ""));
        let name = name.trim().to_owned();
        let is_end = body && name == "end";
        let named = !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || "_:".contains(letter));
        if named && (is_end || (inner.contains('(') && inner.ends_with(')'))) {
            let arguments = arguments.strip_suffix(')').unwrap_or(arguments);
            tags.push(Tag { range: start..end, name, arguments: listed(arguments), closing: is_end, alone: !body });
            at = end;
        }
    }
    // An end names nothing: it closes what is open.
    let mut open = Vec::new();
    for index in 0..tags.len() {
        let Some(tag) = tags.get(index) else { break };
        match (tag.closing, tag.alone) {
            (true, _) => {
                let name = open.pop().unwrap_or_default();
                if let Some(tag) = tags.get_mut(index) {
                    tag.name = name;
                }
            }
            (false, false) => open.push(tag.name.clone()),
            _ => {}
        }
    }
    paired(&tags)
}

/// `id="x", list=[1, 2], wide=true`.
fn listed(text: &str) -> Vec<(String, String)> {
    let (mut found, mut piece, mut quote, mut depth) = (Vec::new(), String::new(), None, 0);
    for letter in text.chars().chain([',']) {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(letter),
            (None, '[') => depth += 1,
            (None, ']') => depth -= 1,
            (None, ',') if depth <= 0 => {
                if let Some((name, value)) = piece.split_once('=') {
                    found.push((name.trim().to_owned(), value.trim().to_owned()));
                }
                piece.clear();
                continue;
            }
            _ => {}
        }
        let mark = matches!(letter, '"' | '`') || (letter == '\'' && quote != Some('"'));
        if !mark {
            piece.push(letter);
        }
    }
    found
}

/// Calls with what closes them; what stands inside of another call's is among them too, behind it.
fn paired(tags: &[Tag]) -> Vec<Call> {
    let mut calls = Vec::new();
    for (index, tag) in tags.iter().enumerate().filter(|(_, tag)| !tag.closing) {
        let mut depth = 0;
        let close = tags.get(index + 1..).unwrap_or_default().iter().filter(|other| other.name == tag.name && !tag.alone).find(|other| {
            if !other.closing {
                depth += usize::from(!other.alone);
                return false;
            }
            let own = depth == 0;
            depth = depth.saturating_sub(1);
            own
        });
        let end = close.map_or(tag.range.end, |close| close.range.end);
        let inner = tag.range.end..close.map_or(tag.range.end, |close| close.range.start);
        calls.push(Call {
            range: tag.range.start..end,
            tag: tag.range.clone(),
            inner,
            name: tag.name.clone(),
            arguments: tag.arguments.clone(),
        });
    }
    calls
}

#[cfg(test)]
mod tests {
    use super::{Call, hugo, zola};

    fn shown(calls: &[Call], text: &str) -> Vec<String> {
        calls.iter().map(|call| format!("{} {:?} {:?}", call.name, call.arguments, &text[call.inner.clone()])).collect()
    }

    #[test]
    fn calls_with_their_ends() {
        let text = "{{< a \"x y\" k=\"v\" >}} {{% b %}}in {{< a >}} {{% /b %}} {{</* no */>}} {{ .Title }} {{< open";
        let expected = ["a [(\"\", \"x y\"), (\"k\", \"v\")] \"\"", "b [] \"in {{< a >}} \"", "a [] \"\""];
        assert_eq!(shown(&hugo(text), text), expected);
        let text = "{{ a(id=\"x, y\", n=[1, 2]) }} {% b(by='it') %}in{% end %} {{ page.title }} { c }";
        let expected = ["a [(\"id\", \"x, y\"), (\"n\", \"[1, 2]\")] \"\"", "b [(\"by\", \"it\")] \"in\""];
        assert_eq!(shown(&zola(text), text), expected);
    }
}

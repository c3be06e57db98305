//! YAML that says all it has to say in one reading: maps and lists of words, numbers and quoted text, each on one line.
//!
//! Whatever has an anchor, a tag, a merge key, a text in several lines, a key twice or a mistake is left to the two readers of
//! [`super::yaml`]; a property test holds that both say the same.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_yaml::Value as Yaml;

use super::node::{Entry, Node, Value};
use super::span::Span;
use super::yaml_offsets::Offsets;

/// Deeper than that is left to the reader that has a limit of its own and words for it.
const DEPTH: usize = 16;

/// A collection whose end is not yet reached.
enum Open {
    List(Span, Vec<Node>),
    /// With the key whose value comes next.
    Map(Span, Vec<Entry>, Option<(String, Span)>),
}

/// Reads a text that begins at byte `base` of its file; spans are of the file. `None` for what needs more than one reading.
pub(super) fn read(yaml: &str, base: usize) -> Option<Node> {
    // The readers differ in what they take for a space, the end of a line, a mark between documents and a map on one line.
    let mark = |line: &str| line.starts_with("---") || line.starts_with("...") || line.starts_with('%');
    if yaml.contains(['{', '\t', '\u{85}', '\u{2028}', '\u{2029}', '\u{feff}']) || yaml.lines().any(mark) {
        return None;
    }
    let offsets = Offsets::new(yaml, base);
    let (mut open, mut root): (Vec<Open>, Option<Node>) = (Vec::new(), None);
    for event in Parser::new_from_str(yaml) {
        let (event, span) = event.ok()?;
        let span = offsets.span(span);
        let node = match event {
            Event::StreamStart | Event::DocumentStart(false) | Event::DocumentEnd | Event::StreamEnd => continue,
            // One document, without marks, and nothing behind it.
            _ if root.is_some() || open.len() > DEPTH => return None,
            Event::Scalar(text, style, 0, None) => {
                let in_brackets = matches!(open.last(), Some(Open::List(start, _)) if is_flow(*start));
                if in_brackets && style == ScalarStyle::Plain && text.contains([':', '?']) {
                    return None;
                }
                let written = yaml.get(span.start as usize - base..span.end as usize - base)?;
                Node { value: scalar(text, style).filter(|_| !written.contains(['\n', '\r']))?, span }
            }
            Event::SequenceStart(0, None) => {
                open.push(Open::List(span, Vec::new()));
                continue;
            }
            Event::MappingStart(0, None) => {
                open.push(Open::Map(span, Vec::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop()?.close(span)?,
            _ => return None,
        };
        match open.last_mut() {
            Some(around) => around.add(node)?,
            None => root = Some(node),
        }
    }
    root
}

impl Open {
    /// Puts a part in; `None` for what is read in two ways.
    fn add(&mut self, node: Node) -> Option<()> {
        match self {
            // A map without braces in brackets: the readers differ in where its colon may stand.
            Open::List(start, _) if is_flow(*start) && matches!(node.value, Value::Map(_)) => return None,
            Open::List(_, items) => items.push(node),
            Open::Map(_, entries, key) => match key.take() {
                Some((key, key_span)) => entries.push(Entry { key, key_span, node }),
                None if matches!(node.value, Value::List(_) | Value::Map(_) | Value::Null) => return None,
                None => *key = Some((node.value.key_text(), node.span)).filter(|(key, _)| key != "<<"),
            },
        }
        Some(())
    }

    /// A block collection ends with its last part, not where the next line begins; a flow collection at its bracket.
    fn close(self, end: Span) -> Option<Node> {
        let (start, last, value) = match self {
            Open::List(start, items) => (start, items.last().map(|item| item.span.end), Value::List(items)),
            Open::Map(_, _, Some(_)) => return None,
            Open::Map(start, entries, None) => {
                let mut keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
                keys.sort_unstable();
                if keys.windows(2).any(|pair| pair.first() == pair.last()) {
                    return None;
                }
                (start, entries.last().map(|entry| entry.node.span.end), Value::Map(entries))
            }
        };
        let end = if is_flow(start) { end.end } else { last.unwrap_or(start.end) };
        Some(Node { value, span: Span { start: start.start, end: end.max(start.start) } })
    }
}

/// Whether a collection is in brackets, by where it starts.
fn is_flow(start: Span) -> bool {
    start.start < start.end
}

/// What a scalar is; `None` for one that needs more than one reading.
fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Option<Value> {
    match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Some(Value::String(text.into_owned())),
        // A sign of YAML's own that may begin a word here and not there.
        ScalarStyle::Plain if !text.is_empty() && !text.starts_with(|first: char| first.is_alphanumeric() || "+-._~/".contains(first)) => {
            None
        }
        ScalarStyle::Plain if is_word(&text) => Some(Value::String(text.into_owned())),
        ScalarStyle::Plain => match serde_yaml::from_str(&text).ok()? {
            Yaml::Null => Some(Value::Null),
            Yaml::Bool(value) => Some(Value::Bool(value)),
            Yaml::Number(number) => number.as_i64().map(Value::Int).or_else(|| number.as_f64().map(Value::Float)),
            Yaml::String(text) => Some(Value::String(text)),
            _ => None,
        },
        ScalarStyle::Literal | ScalarStyle::Folded => None,
    }
}

/// Whether a plain scalar is a text for certain: numbers begin with a digit, a sign or a point and have few other signs (and
/// no two hyphens, as dates have); of words only three are none.
fn is_word(text: &str) -> bool {
    let of_number = |byte: u8| byte.is_ascii_hexdigit() || b"+-._xoinXOIN".contains(&byte);
    match text.bytes().next() {
        None | Some(b'~') => false,
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => {
            !text.bytes().all(of_number) || text.bytes().skip(1).filter(|byte| *byte == b'-').count() > 1
        }
        _ => !["true", "false", "null"].iter().any(|word| text.eq_ignore_ascii_case(word)),
    }
}

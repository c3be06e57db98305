//! YAML as a [`Node`] tree.
//!
//! Two readers share the work: `serde_yaml` decides what a value *is* (its schema is the one that editors know), and the
//! events of `saphyr-parser` tell where it *stands*, which serde has no way to say. Where the two disagree on the shape, a
//! value keeps the place of what it is part of. Text without the finer points of YAML, as nearly all front matter is, says
//! both in one reading (`yaml_plain`).

use saphyr_parser::{Event, Parser};
use serde_yaml::Value as Yaml;

use super::node::{Entry, Node, SyntaxError, Value};
use super::span::Span;
use super::yaml_offsets::Offsets;
use super::yaml_plain;

/// Reads the YAML at `range` of a file's text; spans are of the file.
pub fn parse(text: &str, range: Span) -> Result<Node, SyntaxError> {
    let yaml = range.of(text);
    yaml_plain::read(yaml, range.start as usize).map_or_else(|| read(text, yaml, range), Ok)
}

/// Reads any YAML.
fn read(text: &str, yaml: &str, range: Span) -> Result<Node, SyntaxError> {
    let mut value: Yaml = serde_yaml::from_str(yaml).map_err(|error| {
        let found = syntax_error(&error, yaml, range);
        // The reader gives the place of the whole map for a key that stands twice in it.
        let Some((_, key)) = found.message.split_once("duplicate entry with key ") else { return found };
        let span = Places::read(yaml, range).repeated_key(text).unwrap_or(found.span);
        SyntaxError { message: format!("the key `{}` is there twice", key.trim_matches('"')), span }
    })?;
    if yaml.contains("<<") {
        value.apply_merge().map_err(|error| syntax_error(&error, yaml, range))?;
    }
    let places = Places::read(yaml, range);
    Ok(places.node(value, places.root, range))
}

/// A reader's error as ours: its words without the place, which it repeats at their end.
fn syntax_error(error: &serde_yaml::Error, yaml: &str, range: Span) -> SyntaxError {
    let words = error.to_string();
    let message = words.split(" at line ").next().unwrap_or(&words).to_owned();
    let at = error.location().map_or(0, |place| place.index()).min(yaml.len());
    let at = (0..=at).rev().find(|at| yaml.is_char_boundary(*at)).unwrap_or_default();
    let length = yaml.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    SyntaxError { message, span: Span::new(at, at + length).shifted(range.start as usize) }
}

/// The shape of a YAML text with the places of its parts, as an arena: an alias is its anchor's index.
struct Places {
    shapes: Vec<Shape>,
    root: Option<usize>,
}

struct Shape {
    span: Span,
    map: bool,
    children: Vec<usize>,
}

impl Places {
    /// Walks the events once. What cannot be read ends the walk: the parts so far have their places.
    fn read(yaml: &str, range: Span) -> Places {
        let offsets = Offsets::new(yaml, range.start as usize);
        let mut places = Places { shapes: Vec::new(), root: None };
        let mut open: Vec<usize> = Vec::new();
        let mut anchors: Vec<(usize, usize)> = Vec::new();
        for event in Parser::new_from_str(yaml) {
            let Ok((event, span)) = event else { break };
            let span = offsets.span(span);
            let (shape, anchor) = match event {
                Event::Scalar(_, _, anchor, _) => (places.add(span), anchor),
                Event::SequenceStart(anchor, _) => (places.add(span), anchor),
                Event::MappingStart(anchor, _) => (places.add_map(span), anchor),
                Event::Alias(anchor) => {
                    let known = anchors.iter().find(|(id, _)| *id == anchor).map(|(_, shape)| *shape);
                    (known.unwrap_or_else(|| places.add(span)), 0)
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    if let Some(done) = open.pop() {
                        places.close(done, span.end);
                    }
                    continue;
                }
                Event::DocumentEnd => break,
                _ => continue,
            };
            if anchor != 0 {
                anchors.push((anchor, shape));
            }
            match open.last().and_then(|parent| places.shapes.get_mut(*parent)) {
                Some(parent) => parent.children.push(shape),
                None => places.root = places.root.or(Some(shape)),
            }
            if matches!(event, Event::SequenceStart(..) | Event::MappingStart(..)) {
                open.push(shape);
            }
        }
        places
    }

    fn add(&mut self, span: Span) -> usize {
        self.shapes.push(Shape { span, map: false, children: Vec::new() });
        self.shapes.len() - 1
    }

    fn add_map(&mut self, span: Span) -> usize {
        self.shapes.push(Shape { span, map: true, children: Vec::new() });
        self.shapes.len() - 1
    }

    /// The first key that stands in its map already.
    fn repeated_key(&self, text: &str) -> Option<Span> {
        let key = |shape: &usize| self.shapes.get(*shape).map(|key| key.span);
        self.shapes.iter().filter(|shape| shape.map).find_map(|map| {
            let mut seen = std::collections::BTreeSet::new();
            map.children.iter().step_by(2).filter_map(key).find(|key| !seen.insert(key.of(text).trim_matches(['"', '\''])))
        })
    }

    /// A block collection ends with its last part, not where the next line begins; a flow collection at its bracket.
    fn close(&mut self, shape: usize, end: u32) {
        let last =
            self.shapes.get(shape).and_then(|done| done.children.last()).and_then(|last| self.shapes.get(*last)).map(|last| last.span.end);
        if let Some(done) = self.shapes.get_mut(shape) {
            let flow = done.span.start < done.span.end;
            done.span.end = if flow { end } else { last.unwrap_or(done.span.end) }.max(done.span.start);
        }
    }

    /// A value with its places; `around` stands in where the shapes do not agree.
    fn node(&self, value: Yaml, shape: Option<usize>, around: Span) -> Node {
        if let Yaml::Tagged(tagged) = value {
            return self.node(tagged.value, shape, around);
        }
        let shape = shape.and_then(|shape| self.shapes.get(shape));
        let span = shape.map_or(around, |shape| shape.span);
        let children: &[usize] = shape.map_or(&[], |shape| &shape.children);
        let value = match value {
            Yaml::Null => Value::Null,
            Yaml::Bool(value) => Value::Bool(value),
            Yaml::Number(number) => match number.as_i64() {
                Some(whole) => Value::Int(whole),
                None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            Yaml::String(text) => Value::String(text),
            Yaml::Sequence(items) => {
                let place = |at: usize| children.get(at).copied();
                Value::List(items.into_iter().enumerate().map(|(at, item)| self.node(item, place(at), span)).collect())
            }
            Yaml::Mapping(entries) => {
                let entry = |(at, (key, value)): (usize, (Yaml, Yaml))| {
                    let key = self.node(key, children.get(2 * at).copied(), span);
                    let node = self.node(value, children.get(2 * at + 1).copied(), key.span);
                    Entry { key: key.value.key_text(), key_span: key.span, node }
                };
                Value::Map(entries.into_iter().enumerate().map(entry).collect())
            }
            Yaml::Tagged(_) => Value::Null,
        };
        Node { value, span }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            6 => prop::sample::select(vec!["\n", "a: ", "b:", "- ", "  ", " ", "\n  - ", "\n  c: ", "\nd: "]),
            3 => prop::sample::select(vec!["word", "Über uns", "12", "-1", "0x1F", "007", "1e3", "~", "true", "2024-01-05", ".inf", "é"]),
            3 => prop::sample::select(vec!["\"q\\t\\u00e9\"", "'it''s'", "[", "]", "{", "}", ",", ": ", "# c", ":", "x: y", "?", "-", "\t"]),
            1 => prop::sample::select(vec!["&a ", "*a", "!t ", "<<: ", "|\n", ">\n", "---\n", "...", "%", "@", "\"", "'", "`", "\u{85}", "\u{feff}"]),
        ];
        prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn one_reading_says_what_two_do(text in texts()) {
            let range = Span::new(0, text.len());
            if let Some(node) = yaml_plain::read(&text, 0) {
                prop_assert_eq!(Ok(node), read(&text, &text, range));
            }
        }
    }
}

//! Front matter of other tools: its keys, taken one by one; what is left goes along as free data.

use crate::diagnostic::Diagnostic;
use crate::parse::matter;
use crate::text::node::{Entry, Node, Value};
use crate::text::path::SitePath;
use crate::text::span::Span;
use crate::text::yaml;

use super::date;

/// The keys of a file, and where its body begins.
#[derive(Debug, Default)]
pub(super) struct Keys {
    entries: Vec<Entry>,
    /// Where the body begins, in bytes.
    pub(super) body: usize,
    /// Dates that are none: the key, what it says, where it stands.
    pub(super) odd: Vec<(String, String, usize)>,
}

impl Keys {
    /// Reads the front matter of a file: YAML between `---`, TOML between `+++`, or a JSON object (Hugo's third way).
    ///
    /// # Errors
    /// What cannot be read in it.
    pub(super) fn read(path: &SitePath, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let first = text.lines().next().unwrap_or_default().trim_end();
        if first == "{" || first.starts_with("{\"") {
            return Self::json(path, text).map_err(|finding| vec![*finding]);
        }
        let matter = matter::read(path, text);
        if !matter.findings.is_empty() {
            return Err(matter.findings);
        }
        Ok(Self::of(matter.node, matter.body_start as usize))
    }

    fn json(path: &SitePath, text: &str) -> Result<Self, Box<Diagnostic>> {
        let mut stream = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
        let syntax = |message: &str| Box::new(Diagnostic::new(crate::diagnostic::Code::Syntax, message).at(path, Span::new(0, 1)));
        match stream.next() {
            Some(Ok(serde_json::Value::Object(_))) => {}
            _ => return Err(syntax("the JSON front matter cannot be read")),
        }
        let end = stream.byte_offset();
        let node = yaml::parse(text, Span::new(0, end)).map_err(|error| syntax(&error.message))?;
        Ok(Self::of(Some(node), end))
    }

    /// The keys of a map.
    pub(super) fn of(node: Option<Node>, body: usize) -> Self {
        let entries = match node.map(|node| node.value) {
            Some(Value::Map(entries)) => entries,
            _ => vec![],
        };
        Self { entries, body, odd: vec![] }
    }

    /// Takes a key, in capitals or small letters.
    pub(super) fn take(&mut self, key: &str) -> Option<Node> {
        let at = self.entries.iter().position(|entry| entry.key.eq_ignore_ascii_case(key))?;
        Some(self.entries.remove(at).node)
    }

    /// Takes a key's text; empty without one.
    pub(super) fn text(&mut self, key: &str) -> String {
        self.take(key).map(|node| scalar(&node)).unwrap_or_default()
    }

    /// Takes the first of some keys that says something.
    pub(super) fn first(&mut self, keys: &[&str]) -> String {
        keys.iter().map(|key| self.text(key)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// Takes a key's list; one text is a list of one.
    pub(super) fn list(&mut self, key: &str) -> Vec<String> {
        self.take(key).map(|node| list(&node)).unwrap_or_default()
    }

    /// Takes a yes or no.
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        match self.text(key).to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => None,
        }
    }

    /// Takes a date.
    pub(super) fn date(&mut self, key: &str) -> Option<String> {
        let node = self.take(key)?;
        let written = scalar(&node);
        let found = date::iso(&written);
        if found.is_none() && !written.is_empty() {
            self.odd.push((key.to_owned(), written, node.span.start as usize));
        }
        found
    }

    /// Takes the keys of a map.
    pub(super) fn map(&mut self, key: &str) -> Keys {
        Self::of(self.take(key), 0)
    }

    /// The keys that nobody took, as free data.
    pub(super) fn rest(&mut self) -> serde_json::Map<String, serde_json::Value> {
        let set = std::mem::take(&mut self.entries).into_iter().filter(|entry| !matches!(entry.node.value, Value::Null));
        set.map(|entry| (entry.key, entry.node.to_json())).collect()
    }

    /// The keys that nobody took, one by one.
    pub(super) fn entries(self) -> Vec<Entry> {
        self.entries
    }
}

/// The text of a single value; empty for lists and maps.
pub(super) fn scalar(node: &Node) -> String {
    match &node.value {
        Value::String(text) => text.trim().to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        _ => String::new(),
    }
}

/// The texts of a list; of maps in it their `name`.
fn list(node: &Node) -> Vec<String> {
    let texts = match &node.value {
        Value::List(items) => items.iter().map(|item| item.get("name").map_or_else(|| scalar(item), scalar)).collect(),
        Value::Map(_) => node.get("name").map(scalar).into_iter().collect(),
        _ => vec![scalar(node)],
    };
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}

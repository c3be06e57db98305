//! From structured text to typed values, with a finding for every mistake.
//!
//! ```text
//! let mut reader = Reader::new(path, text);
//! let mut map = reader.map(node, "an entity")?;      // a finding, and None, where the node is no map
//! let name = map.text("name");                       // a finding where it is no text
//! let kind = map.choice("kind", &[("person", Kind::Person), …]);
//! for role in map.items("roles") { let mut role = map.reader.map(role.node, "a role")?; … role.finish(""); }
//! map.finish("free keys belong under `extra:`");     // a finding for each key that was not asked for
//! let findings = reader.findings;
//! ```
//!
//! A key without a value is an absent key. Every key that is asked for is a known key, so that what "did you mean" offers
//! cannot differ from what is read.

use crate::diagnostic::{Code, Diagnostic};
use crate::text::node::{Entry, Node, Spanned, Value};
use crate::text::path::SitePath;
use crate::text::similar::nearest;
use crate::text::span::Span;

/// What a flag must be.
const FLAG: &str = "`true` or `false`";

/// Reads one file, and gathers what is wrong in it.
pub struct Reader<'a> {
    /// The file.
    pub path: &'a SitePath,
    /// Its text.
    pub text: &'a str,
    /// What was wrong so far.
    pub findings: Vec<Diagnostic>,
}

/// A value, and the key that a finding about it names.
#[derive(Debug, Clone, Copy)]
pub struct Field<'n> {
    /// The key.
    pub key: &'n str,
    /// The value.
    pub node: &'n Node,
}

/// A map whose keys are taken one by one.
pub struct Map<'r, 'a, 'n> {
    /// The reader, for the values of this map.
    pub reader: &'r mut Reader<'a>,
    entries: &'n [Entry],
    span: Span,
    what: &'static str,
    known: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    /// A reader of the file at `path` with this text.
    pub fn new(path: &'a SitePath, text: &'a str) -> Self {
        Self { path, text, findings: Vec::new() }
    }

    /// Adds a finding at a place of this file.
    pub fn report(&mut self, span: Span, finding: Diagnostic) {
        self.findings.push(finding.at(self.path, span));
    }

    /// The node as a map; `what` it is, for findings: "a role".
    pub fn map<'r, 'n>(&'r mut self, node: &'n Node, what: &'static str) -> Option<Map<'r, 'a, 'n>> {
        match &node.value {
            Value::Map(entries) => Some(Map { entries, span: node.span, what, known: Vec::new(), reader: self }),
            _ => {
                let message = format!("{what} must be a map of keys, but it is {}", node.kind());
                self.report(node.span, Diagnostic::new(Code::WrongType, message));
                None
            }
        }
    }

    /// The field's text. A number or a boolean is taken as it was written: `title: 1984`.
    pub fn text(&mut self, field: Field<'_>) -> Option<Spanned<String>> {
        let value = match &field.node.value {
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => field.node.span.of(self.text).to_owned(),
            _ => {
                self.wrong_type(field, "text");
                return None;
            }
        };
        Some(Spanned { value, span: field.node.span })
    }

    /// The field as true or false.
    pub fn flag(&mut self, field: Field<'_>) -> Option<bool> {
        match field.node.value {
            Value::Bool(value) => Some(value),
            _ => {
                self.wrong_type(field, FLAG);
                None
            }
        }
    }

    /// The field's items; a value that is no list is one item.
    pub fn items<'n>(&mut self, field: Field<'n>) -> Vec<Field<'n>> {
        let of = |node: &'n Node| Field { key: field.key, node };
        match &field.node.value {
            Value::List(items) => items.iter().filter(|item| item.value != Value::Null).map(of).collect(),
            _ => vec![field],
        }
    }

    /// The field's entries, for maps whose keys are the editor's own.
    pub fn entries<'n>(&mut self, field: Field<'n>) -> &'n [Entry] {
        match &field.node.value {
            Value::Map(entries) => entries,
            _ => {
                self.wrong_type(field, "a map of keys");
                &[]
            }
        }
    }

    /// What one of these words stands for.
    pub fn choice<T: Copy>(&mut self, field: Field<'_>, choices: &[(&'static str, T)]) -> Option<T> {
        let word = self.text(field)?;
        if let Some((_, value)) = choices.iter().find(|(known, _)| *known == word.value) {
            return Some(*value);
        }
        let names: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
        let finding = Diagnostic::new(Code::UnknownValue, format!("`{}` is no value of `{}`", word.value, field.key))
            .did_you_mean(&word.value, names.iter().copied())
            .note(format!("`{}` is one of `{}`", field.key, names.join("`, `")));
        self.report(word.span, finding);
        None
    }

    /// Reports that a field is not of the type that it must be; `wanted` says what it must be: "text".
    pub fn wrong_type(&mut self, field: Field<'_>, wanted: &str) {
        let written = field.node.span.of(self.text);
        let found = match field.node.value {
            Value::Int(_) | Value::Float(_) | Value::Bool(_) => format!("`{written}`"),
            _ => field.node.kind().to_owned(),
        };
        let mut finding = Diagnostic::new(Code::WrongType, format!("`{}` must be {wanted}, but it is {found}", field.key));
        // YAML 1.1 took these words for booleans; YAML 1.2, which is read here, does not.
        let meant = match &field.node.value {
            Value::String(word) if wanted == FLAG => match word.to_ascii_lowercase().as_str() {
                "yes" | "on" | "true" => Some("true"),
                "no" | "off" | "false" => Some("false"),
                _ => None,
            },
            _ => None,
        };
        if let Some(meant) = meant {
            finding = finding.help(format!("write `{}: {meant}`", field.key));
        }
        self.report(field.node.span, finding);
    }
}

impl<'n> Map<'_, '_, 'n> {
    /// The value of a key, if it has one. From now on the key is a known one.
    pub fn take(&mut self, key: &'static str) -> Option<Field<'n>> {
        self.known.push(key);
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        (entry.node.value != Value::Null).then_some(Field { key, node: &entry.node })
    }

    /// Where the key stands, else the whole map.
    pub fn key_span(&self, key: &str) -> Span {
        self.entries.iter().find(|entry| entry.key == key).map_or(self.span, |entry| entry.key_span)
    }

    /// The key's text, or empty.
    pub fn text(&mut self, key: &'static str) -> String {
        self.optional(key).map(|text| text.value).unwrap_or_default()
    }

    /// The key's text with its place, if there is one.
    pub fn optional(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let field = self.take(key)?;
        self.reader.text(field)
    }

    /// The key's text; a finding where it is missing, with the line to add.
    pub fn required(&mut self, key: &'static str, example: &str) -> Option<Spanned<String>> {
        if let Some(field) = self.take(key) {
            return self.reader.text(field);
        }
        // A misspelt key is one mistake, and `finish` reports it.
        if self.entries.iter().any(|entry| entry.key != key && nearest(&entry.key, [key]).is_some()) {
            return None;
        }
        let span = self.entries.iter().find(|entry| entry.key == key).map_or(self.head(), |entry| entry.key_span);
        let finding = Diagnostic::new(Code::MissingKey, format!("{} has no `{key}`", self.what)).help(format!("add `{key}: {example}`"));
        self.reader.report(span, finding);
        None
    }

    /// The key as true or false, if it is there.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let field = self.take(key)?;
        self.reader.flag(field)
    }

    /// The key as a number, if it is there.
    pub fn number(&mut self, key: &'static str) -> Option<f64> {
        let field = self.take(key)?;
        match field.node.value {
            Value::Int(whole) => Some(whole as f64),
            Value::Float(number) if number.is_finite() => Some(number),
            _ => {
                self.reader.wrong_type(field, "a number");
                None
            }
        }
    }

    /// The key as a whole number from 0, if it is there.
    pub fn count(&mut self, key: &'static str) -> Option<usize> {
        let field = self.take(key)?;
        let count = match field.node.value {
            Value::Int(whole) => usize::try_from(whole).ok(),
            _ => None,
        };
        if count.is_none() {
            self.reader.wrong_type(field, "a whole number from 0");
        }
        count
    }

    /// The key's items; one value stands for a list of one; none where the key is absent.
    pub fn items(&mut self, key: &'static str) -> Vec<Field<'n>> {
        match self.take(key) {
            Some(field) => self.reader.items(field),
            None => vec![],
        }
    }

    /// The key's items, all texts.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        let items = self.items(key);
        items.into_iter().filter_map(|item| self.reader.text(item)).collect()
    }

    /// What the key's word stands for, if it is there.
    pub fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&'static str, T)]) -> Option<T> {
        let field = self.take(key)?;
        self.reader.choice(field, choices)
    }

    /// Reports every key that was not asked for; `hint` is help besides, or empty.
    pub fn finish(self, hint: &str) {
        for entry in self.entries.iter().filter(|entry| !self.known.contains(&entry.key.as_str())) {
            let mut finding = Diagnostic::new(Code::UnknownKey, format!("{} has no key `{}`", self.what, entry.key))
                .did_you_mean(&entry.key, self.known.iter().copied());
            if !hint.is_empty() {
                finding = finding.help(hint);
            }
            self.reader.report(entry.key_span, finding);
        }
    }

    /// The map's first key: where something that is missing would stand.
    fn head(&self) -> Span {
        self.entries.first().map_or(self.span, |entry| entry.key_span)
    }
}

//! TOML as a [`Node`] tree.

use toml::de::{DeTable, DeValue};

use super::node::{Entry, Node, SyntaxError, Value};
use super::span::Span;

/// Reads the TOML at `range` of a file's text; spans are of the file.
pub fn parse(text: &str, range: Span) -> Result<Node, SyntaxError> {
    let toml = range.of(text);
    let base = range.start as usize;
    let table = DeTable::parse(toml).map_err(|error| SyntaxError {
        message: error.message().lines().next().unwrap_or("this is not TOML").to_owned(),
        span: error.span().map_or(Span::new(0, 0), |at| Span::new(at.start, at.end)).shifted(base),
    })?;
    let mut entries = map(table.get_ref(), base);
    // A table of a key with dots is sorted by key in the parser; the order of the file is what a reader expects.
    entries.sort_by_key(|entry| entry.key_span);
    Ok(Node { value: Value::Map(entries), span: range })
}

fn map(table: &DeTable<'_>, base: usize) -> Vec<Entry> {
    let entry = |(key, value): (&toml::Spanned<std::borrow::Cow<'_, str>>, &toml::Spanned<DeValue<'_>>)| Entry {
        key: key.get_ref().to_string(),
        key_span: Span::new(key.span().start, key.span().end).shifted(base),
        node: node(value, base),
    };
    table.iter().map(entry).collect()
}

fn node(value: &toml::Spanned<DeValue<'_>>, base: usize) -> Node {
    let span = Span::new(value.span().start, value.span().end).shifted(base);
    let value = match value.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(whole) => Value::Int(whole),
            Err(_) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        },
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| node(item, base)).collect()),
        DeValue::Table(table) => Value::Map(map(table, base)),
    };
    Node { value, span }
}

//! `gloss correct`: a correction is added to an article's front matter. Nothing else of the file changes.

use serde_json::{Value as Json, json};

use super::write::{read, replace, yaml};
use super::{Exit, Failure, Session, explain, site};
use crate::parse::front::Moment;
use crate::parse::matter::{self, Matter};
use crate::parse::query::config;
use crate::text::node::{Entry, Node, Value};
use crate::text::path::SitePath;

/// A correction as it is written.
struct Correction {
    /// When: ISO 8601 with the offset of the site's zone.
    date: String,
    /// The kind's word.
    kind: &'static str,
    /// What was wrong and what is right, on one line.
    text: String,
}

/// Adds a correction of a kind to the article that a path, an address or a slug names, dated now.
///
/// # Errors
/// Where there is no such article, the text is empty, the front matter is none that can be added to, or the disk fails; the
/// file stays as it was.
pub fn run(session: &mut Session, page: &str, (kind, text): (&'static str, &str)) -> Result<Exit, Failure> {
    let open = site::open(session)?;
    let db = open.db();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(Failure::Usage("a correction says what was wrong and what is right".into(), "give its text in quotes".into()));
    }
    let source = explain::find(&open, session, page)
        .ok_or_else(|| Failure::Usage(format!("there is no article `{page}`"), "give its file, its address or its slug".into()))?;
    let offset = config(db).value.timezone.to_offset(session.now);
    let date = Moment { instant: session.now, offset, has_time: true }.rfc3339();
    let (path, disk) = (source.path(db), open.root.join(source.path(db).as_str()));
    let before = read(&disk)?.unwrap_or_default();
    let correction = Correction { date, kind, text };
    let after = corrected(path, &before, &correction).ok_or_else(|| {
        Failure::Usage(
            format!("the front matter of `{path}` is none that a correction can be added to"),
            format!(
                "`gloss check` tells what is wrong with it; else write the list `corrections:` with an item a line, and in it\n{}",
                correction.yaml("  ")
            ),
        )
    })?;
    replace(&disk, &after)?;
    let shown = disk.strip_prefix(&session.here).unwrap_or(&disk).display().to_string();
    session.result(&format!("added a {kind} to {shown}"))?;
    Ok(Exit::Fine)
}

/// The file's text with a correction more; `None` where it would not be read as what it is, after all else as before.
fn corrected(path: &SitePath, file: &str, correction: &Correction) -> Option<String> {
    let text = file.strip_prefix('\u{feff}').unwrap_or(file);
    let mark = file.len() - text.len();
    let old = matter::read(path, text);
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (cut, added) = match (in_brackets(text, &old, correction), text.starts_with("+++")) {
        (Some(edit), _) => edit,
        (None, true) => toml_edit(&old, correction),
        (None, false) => yaml_edit(text, &old, correction)?,
    };
    let mut new = text.to_owned();
    new.get(cut.clone())?;
    new.replace_range(cut, &added.replace('\n', newline));
    let read = matter::read(path, &new);
    let mut expected = old.node.as_ref()?.to_json();
    let list = expected.as_object_mut()?.entry("corrections").or_insert(Json::Null);
    if list.is_null() {
        *list = json!([]);
    }
    list.as_array_mut()?.push(correction.json());
    let same_keys = read.findings.is_empty() && read.node.as_ref()?.to_json() == expected;
    let same_body = new.get(read.body_start as usize..) == text.get(old.body_start as usize..);
    (same_keys && same_body).then(|| format!("{}{new}", file.get(..mark).unwrap_or_default()))
}

/// What is put where if the list, or in YAML all front matter, stands in brackets: behind the last item, with a comma.
fn in_brackets(text: &str, old: &Matter, correction: &Correction) -> Option<(std::ops::Range<usize>, String)> {
    let Node { value: Value::Map(entries), span } = old.node.as_ref()? else { return None };
    let is_toml = text.starts_with("+++");
    let item = if is_toml { correction.inline_toml() } else { correction.inline_yaml() };
    let Some(Entry { node, .. }) = entries.iter().find(|entry| entry.key == "corrections") else {
        let last = entries.last()?.node.span;
        let end = text.get(..last.end as usize)?.trim_end().len();
        return span.of(text).starts_with('{').then(|| (end..end, format!(", corrections: [{item}]")));
    };
    let Value::List(items) = &node.value else { return None };
    let (at, added) = match items.last() {
        // The place of an item may reach over what follows it.
        Some(last) if last.span.of(text).starts_with('{') && node.span.of(text).starts_with('[') => {
            (last.span.start as usize + last.span.of(text).rfind('}')? + 1, format!(", {item}"))
        }
        None if is_toml => (node.span.start as usize + 1, item),
        _ => return None,
    };
    Some((at..at, added))
}

/// What is put where in YAML.
fn yaml_edit(text: &str, old: &Matter, correction: &Correction) -> Option<(std::ops::Range<usize>, String)> {
    let Node { value: Value::Map(entries), .. } = old.node.as_ref()? else { return None };
    let Some(Entry { key_span, node, .. }) = entries.iter().find(|entry| entry.key == "corrections") else {
        let end = old.span.end as usize;
        return Some((end..end, format!("corrections:\n{}", correction.yaml("  "))));
    };
    match &node.value {
        Value::List(items) if !items.is_empty() => {
            let last = items.last()?.span;
            // The dash before the last item tells how far a list is indented here.
            let start = text.get(..last.start as usize)?.rfind('\n').map_or(0, |at| at + 1);
            let indent = text.get(start..last.start as usize)?.trim_end().strip_suffix('-')?;
            let end = line_end(text, text.get(..last.end as usize)?.trim_end().len());
            Some((end..end, format!("\n{}", correction.yaml(indent).trim_end())))
        }
        Value::List(_) => {
            let colon = key_span.end as usize + text.get(key_span.end as usize..)?.find(':')? + 1;
            let end = line_end(text, colon);
            // Brackets with nothing in them; a comment behind them stays.
            let comment = text.get(colon..end)?.trim_start().strip_prefix('[')?.trim_start().strip_prefix(']')?;
            Some((colon..end, format!("{comment}\n{}", correction.yaml("  ").trim_end())))
        }
        Value::Null => {
            let end = line_end(text, key_span.end as usize);
            Some((end..end, format!("\n{}", correction.yaml("  ").trim_end())))
        }
        _ => None,
    }
}

/// What is put where in TOML: a table of its own may always stand last.
fn toml_edit(old: &Matter, correction: &Correction) -> (std::ops::Range<usize>, String) {
    let (end, text) = (old.span.end as usize, json!(correction.text));
    (end..end, format!("\n[[corrections]]\ndate = \"{}\"\nkind = \"{}\"\ntext = {text}\n", correction.date, correction.kind))
}

/// Where the line of a place ends, before its line end.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.lines().next().unwrap_or_default().len()
}

impl Correction {
    fn yaml(&self, indent: &str) -> String {
        let Self { date, kind, text } = self;
        format!("{indent}- date: {date}\n{indent}  kind: {kind}\n{indent}  text: {}\n", yaml(text))
    }

    fn inline_yaml(&self) -> String {
        let Self { date, kind, text } = self;
        // JSON's strings are YAML's too.
        format!("{{date: {date}, kind: {kind}, text: {}}}", json!(text))
    }

    fn inline_toml(&self) -> String {
        let Self { date, kind, text } = self;
        format!("{{ date = \"{date}\", kind = \"{kind}\", text = {} }}", json!(text))
    }

    fn json(&self) -> Json {
        json!({ "date": self.date, "kind": self.kind, "text": self.text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files with `§` where the entry goes, and how far it is indented there.
    const CASES: &[(&str, &str)] = &[
        ("---\ntitle: A # the title\n\ndraft: false\n§---\nText.\n", "  "),
        ("---\ncorrections: # all of them\n- {date: 2024-06-01, text: One} # the first\n§# next\ntitle: A\n---\n", ""),
        ("---\ncorrections:\n    - date: 2024-06-01\n      text: |-\n        One\n\n        line\n§\ntitle: A\n---\n", "    "),
        ("---\ncorrections: # none\n§title: A\n---\n", "  "),
        ("\u{feff}---\r\ntitle: A\r\n§---\r\nText.\r\n", "  "),
    ];

    fn correction() -> Correction {
        Correction { date: "2024-07-01T12:00:00+00:00".into(), kind: "update", text: "Two, not one".into() }
    }

    fn made(before: &str) -> Option<String> {
        corrected(&SitePath::new("content/a.md"), before, &correction())
    }

    #[test]
    fn only_the_entry_is_added() {
        for (file, indent) in CASES {
            let newline = if file.contains("\r\n") { "\r\n" } else { "\n" };
            let entry = correction().yaml(indent).replace('\n', newline);
            // Without a list its key is added too.
            let entry = if file.contains("corrections:") { entry } else { format!("corrections:{newline}{entry}") };
            assert_eq!(made(&file.replace('§', "")), Some(file.replace('§', &entry)), "{file}");
        }
        let toml = "+++\ntitle = \"A\" # title\n[extra]\na = 1\n+++\nText.\n";
        let table = "\n[[corrections]]\ndate = \"2024-07-01T12:00:00+00:00\"\nkind = \"update\"\ntext = \"Two, not one\"\n";
        assert_eq!(made(toml), Some(toml.replace("+++\nText", &format!("{table}+++\nText"))));
        assert_eq!(
            made("---\ncorrections: [] # none\ntitle: A\n---\n"),
            Some(format!("---\ncorrections: # none\n{}title: A\n---\n", correction().yaml("  ")))
        );
    }

    #[test]
    fn what_stands_in_brackets_grows_in_them() {
        for file in [
            "---\ntitle: A\ncorrections: [{date: 2024-06-01, text: One}§] # one\n---\n",
            "---\ncorrections: [\n  {date: 2024-06-01, text: \"One]\"}§,\n]\ntitle: A\n---\nText.\n",
            "---\ncorrections: [ {date: 2024-06-01, text: One}§ ]\n---\n",
            "---\ncorrections: [\n  {date: 2024-06-01, text: One}§ # one\n]\n---\n",
        ] {
            let item = format!(", {}", correction().inline_yaml());
            assert_eq!(made(&file.replace('§', "")), Some(file.replace('§', &item)), "{file}");
        }
        let key = format!(", corrections: [{}]", correction().inline_yaml());
        assert_eq!(made("---\n{title: A}\n---\n"), Some(format!("---\n{{title: A{key}}}\n---\n")));
        let table = correction().inline_toml();
        assert_eq!(made("+++\ncorrections = []\n+++\n"), Some(format!("+++\ncorrections = [{table}]\n+++\n")));
        assert_eq!(
            made("+++\ncorrections = [{ date = 2024-06-01, text = \"One\" }] # one\n+++\n"),
            Some(format!("+++\ncorrections = [{{ date = 2024-06-01, text = \"One\" }}, {table}] # one\n+++\n"))
        );
    }

    #[test]
    fn what_cannot_be_added_to_stays() {
        for file in ["Text.\n", "---\ntitle: A\nText.\n", "---\ntitle: [\n---\n", "---\ncorrections: none\n---\n"] {
            assert_eq!(made(file), None, "{file}");
        }
    }
}

//! Parts of the site's file whose keys are the site's own: severities, link policies, kinds of entities.

use std::collections::BTreeMap;

use super::read::LINK_POLICIES;
use super::reader::{Field, Map, Reader};
use super::site::{FindingRule, LinkPolicy};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::text::node::Value;

/// The words of a severity; `off` leaves findings out.
const SEVERITIES: &[(&str, Option<Severity>)] =
    &[("error", Some(Severity::Error)), ("warning", Some(Severity::Warning)), ("note", Some(Severity::Note)), ("off", None)];

/// `findings`: a map of code (or `*`) to severity, or a list of `{code, path, severity}`.
pub(super) fn findings(map: &mut Map<'_, '_, '_>) -> Vec<FindingRule> {
    let Some(field) = map.take("findings") else { return vec![] };
    if let Value::List(_) = field.node.value {
        let items = map.reader.items(field);
        return items.into_iter().filter_map(|item| rule(map.reader, item)).collect();
    }
    let mut rules = Vec::new();
    for entry in map.reader.entries(field) {
        let known = match code(&entry.key) {
            Ok(code) => Some(code),
            Err(finding) => {
                map.reader.report(entry.key_span, *finding);
                None
            }
        };
        let severity = map.reader.choice(Field { key: &entry.key, node: &entry.node }, SEVERITIES);
        if let (Some(code), Some(severity)) = (known, severity) {
            rules.push(FindingRule { code, path: None, severity });
        }
    }
    // A rule for one code counts before the rule for all.
    rules.sort_by_key(|rule| rule.code.is_none());
    rules
}

fn rule(reader: &mut Reader<'_>, item: Field<'_>) -> Option<FindingRule> {
    let mut map = reader.map(item.node, "a rule of `findings`")?;
    let known = match map.optional("code") {
        Some(name) => match code(&name.value) {
            Ok(code) => Some(code),
            Err(finding) => {
                map.reader.report(name.span, *finding);
                None
            }
        },
        None => Some(None),
    };
    let path = map.optional("path").map(|path| path.value);
    let severity = match map.take("severity") {
        Some(field) => map.reader.choice(field, SEVERITIES),
        None => map.required("severity", "warning").and(None),
    };
    map.finish("");
    Some(FindingRule { code: known?, path, severity: severity? })
}

/// A code's name; `*` is all. The finding is boxed, being far larger than the code.
fn code(name: &str) -> Result<Option<Code>, Box<Diagnostic>> {
    if name == "*" {
        return Ok(None);
    }
    let known = Code::ALL.iter().find(|code| code.name() == name);
    known.map(|code| Some(*code)).ok_or_else(|| {
        let finding = Diagnostic::new(Code::UnknownValue, format!("`{name}` is no kind of finding"));
        Box::new(finding.did_you_mean(name, Code::ALL.iter().map(|code| code.name())))
    })
}

/// A map of a name (a kind, a section) to a link policy.
pub(super) fn policies(map: &mut Map<'_, '_, '_>, key: &'static str) -> BTreeMap<String, LinkPolicy> {
    let Some(field) = map.take(key) else { return BTreeMap::new() };
    let entries = map.reader.entries(field).iter();
    let policy = |entry: &crate::text::node::Entry| {
        let policy = map.reader.choice(Field { key: &entry.key, node: &entry.node }, LINK_POLICIES)?;
        Some((entry.key.clone(), policy))
    };
    entries.filter_map(policy).collect()
}

/// `kinds`: a list of keys, or a map of key to a name or to names by language.
pub(super) fn kinds(map: &mut Map<'_, '_, '_>) -> BTreeMap<String, BTreeMap<String, String>> {
    let Some(field) = map.take("kinds") else { return BTreeMap::new() };
    if !matches!(field.node.value, Value::Map(_)) {
        let items = map.reader.items(field).into_iter();
        return items.filter_map(|item| map.reader.text(item)).map(|kind| (kind.value, BTreeMap::new())).collect();
    }
    let mut kinds = BTreeMap::new();
    for entry in map.reader.entries(field) {
        let names = Field { key: &entry.key, node: &entry.node };
        let mut of_kind = BTreeMap::new();
        if let Value::Map(entries) = &entry.node.value {
            for name in entries {
                if let Some(words) = map.reader.text(Field { key: &name.key, node: &name.node }) {
                    of_kind.insert(name.key.to_ascii_lowercase(), words.value);
                }
            }
        } else if entry.node.value != Value::Null
            && let Some(words) = map.reader.text(names)
        {
            of_kind.insert("en".into(), words.value);
        }
        kinds.insert(entry.key.clone(), of_kind);
    }
    kinds
}

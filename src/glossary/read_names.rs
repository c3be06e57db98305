//! Aliases, and names in other languages.

use std::collections::BTreeMap;

use super::entity::{Alias, CaseRule, LocalNames};
use super::read_entity::{Setting, language};
use crate::config::Language;
use crate::config::reader::{Field, Map, Reader};
use crate::text::node::Value;

/// The key `aliases`: texts, or maps with a rule.
pub(super) fn aliases(map: &mut Map<'_, '_, '_>) -> Vec<Alias> {
    let items = map.items("aliases");
    items.into_iter().filter_map(|item| alias(map.reader, item)).collect()
}

fn alias(reader: &mut Reader<'_>, field: Field<'_>) -> Option<Alias> {
    if !matches!(field.node.value, Value::Map(_)) {
        let text = reader.text(field)?;
        let alias = Alias { text: text.value.trim().to_owned(), auto: true, case: CaseRule::Name, near: vec![], span: text.span };
        return (!alias.text.is_empty()).then_some(alias);
    }
    let mut map = reader.map(field.node, "an alias")?;
    let text = map.required("text", "Kim");
    let auto = map.flag("auto").unwrap_or(true);
    let case = map.choice("case", &[("name", CaseRule::Name), ("exact", CaseRule::Exact), ("any", CaseRule::Any)]).unwrap_or_default();
    let near = map.texts("near").into_iter().map(|word| word.value).collect();
    map.finish("");
    let text = text.filter(|text| !text.value.trim().is_empty())?;
    Some(Alias { text: text.value.trim().to_owned(), auto, case, near, span: text.span })
}

/// The key `names`: by language, a name alone or a map with aliases and a description.
pub(super) fn local(map: &mut Map<'_, '_, '_>, setting: Setting<'_>) -> BTreeMap<Language, LocalNames> {
    let Some(field) = map.take("names") else { return BTreeMap::new() };
    let mut names = BTreeMap::new();
    for entry in map.reader.entries(field) {
        if entry.node.value == Value::Null {
            continue;
        }
        let language = language(map.reader, entry, setting);
        let field = Field { key: "names", node: &entry.node };
        names.extend(local_names(map.reader, field).map(|local| (language, local)));
    }
    names
}

fn local_names(reader: &mut Reader<'_>, field: Field<'_>) -> Option<LocalNames> {
    if !matches!(field.node.value, Value::Map(_)) {
        let name = reader.text(field)?.value;
        return Some(LocalNames { name: name.trim().to_owned(), ..LocalNames::default() });
    }
    let mut map = reader.map(field.node, "an entity's names in a language")?;
    let local = LocalNames { name: map.text("name").trim().to_owned(), aliases: aliases(&mut map), description: map.text("description") };
    map.finish("");
    Some(local)
}

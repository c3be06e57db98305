//! Stubs of entities, added to a file of the glossary: nothing that stands there is lost or changed.

use std::collections::BTreeSet;

use super::site::OpenSite;
use super::suggest::{counted, sentence};
use super::write::{make, read, replace, yaml};
use super::{Failure, Session};
use crate::glossary::query as glossary;
use crate::link::suggest::Suggestion;
use crate::parse::query::config;
use crate::text::node::{Node, Value};
use crate::text::slug::slug;
use crate::text::span::Span;
use crate::text::yaml as structure;

/// The file's name in the glossary's folder.
const FILE: &str = "suggested.yaml";

/// Adds a stub for each name to the end of `suggested.yaml`, and tells what was done. The file is made if there is none.
///
/// # Errors
/// Where the file is there but is no list of entities that can be added to, or the disk fails; then it stays as it was.
pub(super) fn write(open: &OpenSite, session: &Session, names: &[Suggestion]) -> Result<String, Failure> {
    let folder = format!("content/{}", config(open.db()).value.glossary.folder);
    let (path, disk) = (format!("{folder}/{FILE}"), open.root.join(&folder).join(FILE));
    let shown = disk.strip_prefix(&session.here).unwrap_or(&disk).display().to_string();
    if names.is_empty() {
        return Ok(format!("nothing to add to {shown}"));
    }
    let there = read(&disk)?;
    let before = there.as_deref().unwrap_or_default();
    let added = stubs(open, names);
    let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    let whole = format!("{before}{gap}{added}");
    let entities = |text: &str| match structure::parse(text, Span::new(0, text.len())) {
        Ok(Node { value: Value::List(items), .. }) => Some(items.len()),
        Ok(Node { value: Value::Null, .. }) => Some(0),
        _ => None,
    };
    // A list in brackets, a single entity, a mistake in the file: what is added would not be read.
    let fits = entities(before).is_some_and(|known| entities(&whole) == Some(known + names.len()));
    if !fits {
        return Err(Failure::Usage(
            format!("`{path}` is no list of entities to which some can be added"),
            "begin each entity in it with a dash at the start of a line, or move the file".into(),
        ));
    }
    match there {
        Some(_) => replace(&disk, &whole)?,
        None => {
            make(&disk, &whole)?;
        }
    }
    Ok(format!("added {} to {shown}", if names.len() == 1 { "1 entity".to_owned() } else { format!("{} entities", names.len()) }))
}

/// The stubs as YAML: a list, each entity after a comment that says where its name comes from.
fn stubs(open: &OpenSite, names: &[Suggestion]) -> String {
    let db = open.db();
    let mut taken: BTreeSet<String> = glossary::keys(db).iter().map(|key| key.id(db).to_string()).collect();
    let mut out = String::new();
    for name in names {
        let base = Some(slug(&name.name)).filter(|id| !id.is_empty()).unwrap_or_else(|| "entity".into());
        let id = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}"))).find(|id| !taken.contains(id)).unwrap_or(base);
        // A surname alone is the person's where the full name stands before it: as an alias it would be everywhere.
        let own = |alias: &&String| !name.name.split(' ').any(|word| word == **alias) || name.kind != Some("person");
        let aliases: Vec<String> =
            name.aliases.iter().filter(own).map(|alias| serde_json::Value::from(alias.as_str()).to_string()).collect();
        out += &format!("# {}, as in {}: {}\n", counted(name), name.sample_in.path(db), sentence(name));
        out += &format!("- id: {id}\n  name: {}\n  kind: {}", yaml(&name.name), name.kind.unwrap_or("term # nothing told its kind"));
        if !aliases.is_empty() {
            out += &format!("\n  aliases: [{}]", aliases.join(", "));
        }
        out.push('\n');
        taken.insert(id);
    }
    out
}

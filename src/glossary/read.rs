//! Entity files: a YAML list of entities, or a Markdown file whose front matter is one.

use super::entity::Entity;
use super::read_entity::{Setting, entity};
use crate::config::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::{self, Checked, matter};
use crate::source::{Db, Source, Text};
use crate::text::node::{Node, Value};
use crate::text::path::SitePath;
use crate::text::span::Span;
use crate::text::{slug, yaml};

/// The entities that a file defines.
pub(super) fn entities(db: &dyn Db, source: Source) -> Checked<Vec<Entity>> {
    let path = source.path(db);
    let is_page = !matches!(path.extension().to_ascii_lowercase().as_str(), "yaml" | "yml");
    let text = match source.text(db) {
        Text::Utf8(text) => text,
        // Of a page that cannot be read, its document tells.
        _ if is_page => return Checked { value: vec![], findings: vec![] },
        text => return Checked { value: vec![], findings: parse::read::unreadable(path, text).into_iter().collect() },
    };
    let setting = Setting { kinds: &super::query::settings(db).kinds, languages: super::query::languages(db) };
    if is_page { page(path, text, setting) } else { list(path, text, setting) }
}

/// A YAML file: a list of entities, or one.
fn list(path: &SitePath, text: &str, setting: Setting<'_>) -> Checked<Vec<Entity>> {
    let mut reader = Reader::new(path, text);
    let mut entities = Vec::new();
    match yaml::parse(text, Span::new(0, text.len())) {
        Err(error) => reader.findings.push(matter::syntax_finding(path, text, error)),
        Ok(Node { value: Value::Null, .. }) => {}
        Ok(Node { value: Value::List(items), .. }) => {
            entities.extend(items.iter().filter_map(|item| entity(&mut reader, item, setting, None)));
        }
        Ok(node @ Node { value: Value::Map(_), .. }) => {
            let name = file_id(path);
            entities.extend(entity(&mut reader, &node, setting, Some(&name)));
        }
        Ok(node) => {
            let finding = Diagnostic::new(Code::WrongType, format!("a file of entities is a list, but this is {}", node.kind()));
            reader
                .report(node.span, finding.help("begin each entity with a dash:\n- id: kim-jong-un\n  name: Kim Jong Un\n  kind: person"));
        }
    }
    Checked { value: entities, findings: reader.findings }
}

/// A Markdown file: front matter, and a body that the entity's page shows.
fn page(path: &SitePath, text: &str, setting: Setting<'_>) -> Checked<Vec<Entity>> {
    let matter = matter::read(path, text);
    let mut reader = Reader::new(path, text);
    reader.findings.extend(matter.findings);
    let Some(node) = matter.node else {
        if reader.findings.is_empty() {
            let finding = Diagnostic::new(Code::MissingKey, "an entity has no `name`");
            let help = "open the file with front matter:\n---\nname: Kim Jong Un\nkind: person\n---";
            reader.report(Span::default(), finding.help(help));
        }
        return Checked { value: vec![], findings: reader.findings };
    };
    let read = entity(&mut reader, &node, setting, Some(&file_id(path)));
    let body = text.get(matter.body_start as usize..).unwrap_or_default();
    let read = read.map(|entity| Entity { has_body: !body.trim().is_empty(), ..entity });
    Checked { value: read.into_iter().collect(), findings: reader.findings }
}

/// The id of an entity that names none: its file's name, or of `NAME/index.md` the folder's.
fn file_id(path: &SitePath) -> String {
    let name = path.file_name().split('.').next().unwrap_or_default();
    let name = if name == "index" { path.folder().rsplit('/').next().unwrap_or(name) } else { name };
    slug::slug(name)
}

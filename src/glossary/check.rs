//! What is wrong between entities: ids given twice, relations to entities that do not exist.

use super::{EntityKey, query};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::{Db, Source};

/// What is wrong in a file that defines entities, in the order of the file.
pub(super) fn findings(db: &dyn Db, source: Source) -> Vec<Diagnostic> {
    let checked = query::entities_in(db, source);
    let index = query::index(db);
    let path = source.path(db);
    let mut findings = checked.findings.clone();
    for (at, entity) in checked.value.iter().enumerate() {
        let first = index.get(&EntityKey::new(db, entity.id.as_str()));
        if let Some((file, place)) = first.filter(|first| **first != (source, at)) {
            let other = query::entities_in(db, *file).value.get(*place);
            let there = Place { path: file.path(db).clone(), span: other.map(|other| other.span).unwrap_or_default() };
            let finding = Diagnostic::new(Code::DuplicateEntity, format!("a second entity has the id `{}`", entity.id))
                .at(path, entity.span)
                .related(there, "the first one, which counts")
                .help("give one of them another id, or join them");
            findings.push(finding);
        }
        for (relation, other) in &entity.relations {
            if !index.contains_key(&EntityKey::new(db, other.value.as_str())) {
                let ids = query::keys(db).iter().map(|key| &**key.id(db));
                let finding =
                    Diagnostic::new(Code::UnknownEntity, format!("`{relation}` leads to `{}`, but no entity has that id", other.value));
                findings.push(finding.at(path, other.span).did_you_mean(&other.value, ids));
            }
        }
    }
    findings.sort();
    findings
}

//! `gloss list forms`: what stands for an entity in texts of each of the site's languages, for an editor to review.

use serde_json::json;

use super::Failure;
use super::list::Form;
use crate::glossary::surface::How;
use crate::glossary::{EntityKey, LanguageKey, query as glossary};
use crate::source::Database;
use crate::text::similar::ranked;

/// The lines: `{"entity","language","text","how"}` each, or the same for people. Of one entity, by id or name, or of all.
pub(super) fn lines(db: &Database, entity: Option<&str>, form: Form) -> Result<String, Failure> {
    let wanted = match entity {
        Some(entity) => vec![find(db, entity)?],
        None => glossary::keys(db).clone(),
    };
    let mut out = String::new();
    for key in wanted {
        for language in glossary::languages(db) {
            let id = key.id(db);
            for surface in glossary::surfaces(db, key, LanguageKey::new(db, language.clone())) {
                let (text, how) = (&surface.text, word(surface.how));
                out += &match form {
                    Form::Lines => format!("{id} [{}] {text} ({how})\n", language.tag()),
                    Form::Json => format!("{}\n", json!({"entity": id, "language": language.tag(), "text": text, "how": how})),
                };
            }
        }
    }
    Ok(out)
}

fn find(db: &Database, wanted: &str) -> Result<EntityKey, Failure> {
    let keys = glossary::keys(db);
    let named = |key: &&EntityKey| glossary::entity(db, **key).as_ref().is_some_and(|entity| entity.name == wanted);
    let found = keys.iter().find(|key| &**key.id(db) == wanted).or_else(|| keys.iter().find(named));
    found.copied().ok_or_else(|| {
        let near = ranked(wanted, keys.iter().map(|key| &**key.id(db)), 3);
        let help = near.iter().map(|near| format!("did you mean `{near}`?")).collect::<Vec<_>>().join("\n");
        Failure::Usage(format!("no entity has the id or name `{wanted}`"), help)
    })
}

fn word(how: How) -> &'static str {
    match how {
        How::Never => "never",
        How::Name => "name",
        How::Alias => "alias",
        How::Form | How::Spelling => "form",
    }
}

//! A piece of a page that many pages share: an entity's entry in "Who and what". It is rendered once for each state of the
//! entity's role, not once an article.

use super::engine::engine;
use super::function::with_database;
use super::produce::{failed, site_context};
use crate::diagnostic::Diagnostic;
use crate::glossary::{EntityKey, LanguageKey};
use crate::parse::front::Moment;
use crate::picture::Make;
use crate::source::{Asset, Db};
use crate::view::entity::{CountedEntityView, EntityCardView};
use crate::view::kept::Kept;
use crate::view::pages::entity::{RoleState, card_in, role_state};

/// Sets the entries of the entities of an article of a date; gives the pictures that the template asks for.
///
/// # Errors
/// A finding where the template fails.
pub(super) fn fill(
    db: &dyn Db,
    entities: &mut [CountedEntityView],
    language: LanguageKey,
    date: Option<Moment>,
) -> Result<Vec<(Asset, Make)>, Box<Diagnostic>> {
    let mut pictures = vec![];
    for entity in entities {
        let key = EntityKey::new(db, entity.card.id.as_str());
        if let Some((card, asked)) = with_entry(db, key, language, role_state(db, key, date)).as_ref().map_err(Clone::clone)? {
            entity.card = card.clone();
            pictures.extend_from_slice(asked);
        }
    }
    Ok(pictures)
}

/// An entity's card with its entry, and the pictures that the template asks for.
type Entry = (Kept<EntityCardView>, Vec<(Asset, Make)>);

#[salsa::tracked]
fn with_entry(db: &dyn Db, key: EntityKey, language: LanguageKey, state: RoleState) -> Result<Option<Entry>, Box<Diagnostic>> {
    let Some(card) = card_in(db, key, language, state) else { return Ok(None) };
    let parts = site_context(db, language).with("entity", card);
    let (entry, asked) = with_database(db, language, || engine(db).tera.render("parts/who-entry.html", parts.context()));
    let entry = entry.map_err(|error| Box::new(failed(db, &error)))?;
    Ok(Some((Kept::new(EntityCardView { entry, ..EntityCardView::clone(card) }), asked)))
}

//! Pieces of pages that many pages share: an entity's entry in "Who and what", and its card. Each is rendered once for each
//! state of the entity's role, not once an article.

use super::engine::engine;
use super::function::with_database;
use super::produce::{failed, site_context};
use crate::diagnostic::Diagnostic;
use crate::glossary::{EntityKey, LanguageKey};
use crate::parse::front::Moment;
use crate::source::Db;
use crate::view::entity::EntityCardView;
use crate::view::html::push_text;
use crate::view::pages::entity::{RoleState, card_in, role_state};
use crate::view::texts::texts;

/// Stands in a kept card for the day of the article: of the private use area, so that no text has it.
const DAY: &str = "\u{f8ff}";

/// Whether a card names a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Dating {
    Dated,
    Undated,
}

/// The entry and the card of an entity, as HTML.
#[derive(Debug, Clone, PartialEq, Default)]
struct Pieces {
    entry: String,
    popover: String,
}

/// Sets the pieces of the cards of an article of a date.
///
/// # Errors
/// A finding where one of the templates fails.
pub(super) fn fill(db: &dyn Db, cards: &mut [EntityCardView], language: LanguageKey, date: Option<Moment>) -> Result<(), Box<Diagnostic>> {
    for card in cards {
        let key = EntityKey::new(db, card.id.as_str());
        let dating = if card.as_of.is_some() { Dating::Dated } else { Dating::Undated };
        let pieces = pieces(db, key, language, (role_state(db, key, date), dating)).as_ref().map_err(Clone::clone)?;
        let mut day = String::new();
        push_text(&mut day, card.as_of.as_ref().map_or("", |as_of| as_of.text.as_str()));
        card.entry.clone_from(&pieces.entry);
        card.popover = pieces.popover.replace(DAY, &day);
    }
    Ok(())
}

#[salsa::tracked]
fn pieces(db: &dyn Db, key: EntityKey, language: LanguageKey, (state, dating): (RoleState, Dating)) -> Result<Pieces, Box<Diagnostic>> {
    let Some(card) = card_in(db, key, language, state) else { return Ok(Pieces::default()) };
    let texts = texts(db, language);
    let as_of = match dating {
        Dating::Dated => texts.fill("card.as_of", "other", &[("date", DAY)]),
        Dating::Undated => String::new(),
    };
    let parts = site_context(db, language).with("entity", card).with("card_as_of", &as_of).with("card_more", &texts.get("card.more"));
    let render =
        |name: &str| with_database(db, || engine(db).tera.render(name, parts.context())).map_err(|error| Box::new(failed(db, &error)));
    Ok(Pieces { entry: render("parts/who-entry.html")?, popover: render("parts/entity-popover.html")? })
}

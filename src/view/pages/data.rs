//! The glossary for programs: `glossary.json`.

use serde::Serialize;

use super::entity::{articles_for, card_of, other_names};
use crate::glossary::query::{entity, keys};
use crate::glossary::{EntityKey, LanguageKey};
use crate::link::address;
use crate::link::query::card;
use crate::parse::query::config;
use crate::source::Db;
use crate::view::feed::{FeedOf, FeedPart};
use crate::view::urls;

/// The whole file.
#[derive(Serialize)]
struct GlossaryData<'a> {
    /// The site's title in the language.
    site: &'a str,
    /// The language tag (BCP 47).
    language: &'a str,
    /// The glossary's index.
    url: String,
    /// All entities, sorted by id.
    entities: Vec<EntityData<'a>>,
}

/// An entity. Every key is always there.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EntityData<'a> {
    id: &'a str,
    name: String,
    kind: &'a str,
    url: String,
    /// Empty where there is none.
    description: String,
    /// Its other names, in the order of the file.
    aliases: Vec<String>,
    /// Addresses of the same entity elsewhere, Wikidata's first.
    same_as: Vec<String>,
    /// Its feed, in the first of the site's formats; `null` where the site has none for entities.
    feed: Option<String>,
    #[serde(flatten)]
    coverage: &'a Coverage,
}

/// How an entity is covered, for readers of a language. A small answer, so that an edit of a headline or a text, which
/// changes no count and no day, makes no file anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// How many articles mention it.
    articles: usize,
    /// The day of the first article that does, in the article's zone (ISO 8601); `None` without a dated one.
    first: Option<String>,
    /// The day of the last.
    last: Option<String>,
}

/// The text of `glossary.json` in a language: an object of JSON (RFC 8259).
pub fn glossary(db: &dyn Db, language: LanguageKey) -> String {
    let (config, tag) = (&config(db).value, language.language(db));
    let data = GlossaryData {
        site: config.title_in(tag),
        language: tag.tag(),
        url: urls::absolute(db, &address::glossary(config, tag)),
        entities: keys(db).iter().filter_map(|key| entity_data(db, *key, language)).collect(),
    };
    // What is made of strings and numbers always serialises.
    serde_json::to_string(&data).unwrap_or_default()
}

fn entity_data(db: &dyn Db, key: EntityKey, language: LanguageKey) -> Option<EntityData<'_>> {
    let (found, card) = (entity(db, key).as_ref()?, card_of(db, key, language, None)?);
    let (config, tag) = (&config(db).value, language.language(db));
    let feed = FeedOf::Entity(key, language);
    let feed = feed.formats(db).first().map(|format| urls::absolute(db, &feed.address(db, *format, FeedPart::Newest)));
    Some(EntityData {
        id: &found.id,
        name: card.name.clone(),
        kind: &found.kind,
        url: urls::absolute(db, &address::entity(config, tag, &found.id)),
        description: card.description.clone(),
        aliases: other_names(found, &card.name, tag),
        same_as: found.elsewhere(),
        feed,
        coverage: coverage(db, key, language),
    })
}

#[salsa::tracked]
fn coverage(db: &dyn Db, key: EntityKey, language: LanguageKey) -> Coverage {
    let articles = articles_for(db, key, language);
    let days: Vec<_> = articles.iter().filter_map(|article| card(db, *article).date).map(|date| date.day()).collect();
    Coverage {
        articles: articles.len(),
        first: days.iter().min().map(ToString::to_string),
        last: days.iter().max().map(ToString::to_string),
    }
}

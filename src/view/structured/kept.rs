//! Nodes that many pages have: entities, authors, the publisher. Each is written once.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::{list, object, set};
use crate::glossary::query::entity as entity_of;
use crate::glossary::{EntityKey, LanguageKey};
use crate::link::{ListKey, ListKind, address, how_it_works};
use crate::parse::query::config;
use crate::source::Db;
use crate::text::slug::slug;
use crate::view::card::list_link;
use crate::view::entity::EntityCardView;
use crate::view::pages::entity::card_of;
use crate::view::urls;

/// The policy about what was wrong.
const CORRECTIONS: &str = "corrections_policy";
/// The policy about how the publisher works.
const PRINCIPLES: &str = "publishing_principles";

/// A node as text.
#[derive(Debug, Clone)]
pub(super) struct Json(Box<RawValue>);

impl Json {
    fn new(node: &impl Serialize) -> Self {
        Self(serde_json::value::to_raw_value(node).unwrap_or_default())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// An entity with its schema.org type, for readers of a language.
#[salsa::tracked]
pub(super) fn entity(db: &dyn Db, key: EntityKey, language: LanguageKey) -> Option<Json> {
    // A role says nothing here, so any day will do.
    card_of(db, key, language, None).map(|card| Json::new(&typed(db, &card)))
}

/// The publisher, as a `NewsMediaOrganization` with its policies.
#[salsa::tracked]
pub(super) fn publisher(db: &dyn Db) -> Json {
    let config = &config(db).value;
    let name = config.publisher_name();
    let mut node = object(json!({
        "@type": "NewsMediaOrganization",
        "@id": format!("{}/#publisher", urls::base(db)),
        "name": name,
        "url": format!("{}/", urls::base(db)),
    }));
    if let Some(logo) = &config.publisher.logo {
        node.insert("logo".into(), json!({ "@type": "ImageObject", "url": urls::absolute(db, logo) }));
    }
    for (policy, url) in &config.publisher.policies {
        node.insert(camel_case(policy), json!(urls::absolute(db, url)));
    }
    // Where the site has no pages about it, what was put right and how the site works is told on ones of our own.
    let language = LanguageKey::new(db, config.language.clone());
    let own =
        [(CORRECTIONS, Some(address::corrections(config, &config.language))), (PRINCIPLES, how_it_works::place(db, language).clone())];
    for (policy, page) in own.into_iter().filter(|(policy, _)| !config.publisher.policies.contains_key(*policy)) {
        node.extend(page.map(|page| (camel_case(policy), json!(urls::absolute(db, &page)))));
    }
    Json::new(&node)
}

/// The author whose list this is, by the name that articles give.
pub(super) fn author<'db>(db: &'db dyn Db, name: &str) -> &'db Json {
    let language = config(db).value.language.clone();
    author_of(db, ListKey::new(db, language, ListKind::Author(slug(name))), name.to_owned())
}

#[salsa::tracked]
fn author_of(db: &dyn Db, key: ListKey, name: String) -> Json {
    let known = config(db).value.authors.get(&name);
    let shown = known.map(|author| author.name.as_str()).filter(|shown| !shown.is_empty()).unwrap_or(&name);
    let page = || urls::on_host(db, &list_link(db, key.language(db), key.kind(db).clone()).url);
    let url = known.and_then(|author| author.url.clone()).unwrap_or_else(page);
    let kind = if known.is_some_and(|author| author.organization) { "Organization" } else { "Person" };
    let mut node = object(json!({ "@type": kind, "name": shown, "url": url }));
    list(&mut node, "sameAs", known.iter().flat_map(|author| &author.same_as).map(|url| json!(url)).collect());
    Json::new(&node)
}

/// An entity with its schema.org type.
pub(super) fn typed(db: &dyn Db, card: &EntityCardView) -> Map<String, Value> {
    let kind = match card.kind.as_str() {
        "person" => "Person",
        "organization" => "Organization",
        "place" => "Place",
        "event" => "Event",
        "work" => "CreativeWork",
        "law" => "Legislation",
        "weapon" => "Product",
        _ => "DefinedTerm",
    };
    let mut node = object(json!({ "@type": kind, "name": card.name, "url": urls::on_host(db, &card.url) }));
    if kind == "DefinedTerm" {
        let config = &config(db).value;
        let terms = urls::absolute(db, &crate::link::address::glossary(config, &config.language));
        node.insert("inDefinedTermSet".into(), json!(terms));
        set(&mut node, "termCode", &card.id);
        set(&mut node, "description", &card.description);
    }
    if let Some(found) = entity_of(db, EntityKey::new(db, card.id.as_str())).as_ref() {
        list(&mut node, "sameAs", found.elsewhere().into_iter().map(Value::String).collect());
    }
    node
}

fn camel_case(snake: &str) -> String {
    let mut parts = snake.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut out, part| {
        let mut chars = part.chars();
        out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(chars.as_str());
        out
    })
}

//! Structured data: JSON-LD with the vocabulary of schema.org, as the text of a `<script type="application/ld+json">`.

mod article;
mod claim;
mod kept;

use serde::Serialize;
use serde_json::{Map, Value, json};

pub use self::article::article;
use super::common::{CardView, PageView, SiteView};
use super::entity::{EntityCardView, EntityView, GlossaryView};
use super::kept::Kept;
use super::urls;
use crate::glossary::EntityKey;
use crate::glossary::query::entity as entity_of;
use crate::source::Db;

/// An entity: its real type, in the glossary's set of terms.
pub fn entity(db: &dyn Db, key: EntityKey, page: &PageView, view: &EntityView) -> String {
    let mut node = kept::typed(db, &view.card);
    set(&mut node, "@id", &format!("{}#entity", page.canonical));
    set(&mut node, "mainEntityOfPage", &page.canonical);
    set(&mut node, "description", &view.card.description);
    list(&mut node, "alternateName", view.aliases.iter().map(|name| json!(name)).collect());
    if let Some(found) = entity_of(db, key).as_ref() {
        for (name, date) in &found.dates {
            let property = match name.as_str() {
                "born" => "birthDate",
                "died" => "deathDate",
                "founded" => "foundingDate",
                "dissolved" => "dissolutionDate",
                "start" => "startDate",
                "end" => "endDate",
                _ => continue,
            };
            set(&mut node, property, &date.iso());
        }
    }
    document(&(node, Breadcrumbs::of(db, page)))
}

/// The glossary: a `DefinedTermSet`.
pub fn glossary(db: &dyn Db, page: &PageView, view: &GlossaryView) -> String {
    let cards = view.letters.iter().flat_map(|letter| &letter.entities).map(|entity| &entity.card);
    let term = |card: &Kept<EntityCardView>| {
        let mut node =
            object(json!({ "@type": "DefinedTerm", "name": card.name, "url": urls::on_host(db, &card.url), "termCode": card.id }));
        set(&mut node, "inDefinedTermSet", &page.canonical);
        set(&mut node, "description", &card.description);
        node
    };
    let set = json!({
        "@type": "DefinedTermSet",
        "@id": format!("{}#set", page.canonical),
        "name": page.title,
        "url": page.canonical,
        "inLanguage": page.language,
        "hasDefinedTerm": cards.map(term).collect::<Vec<_>>(),
    });
    document(&(set, Breadcrumbs::of(db, page)))
}

/// The home page: the site and who publishes it.
pub fn home(db: &dyn Db, page: &PageView, site: &SiteView) -> String {
    let mut node = object(json!({
        "@type": "WebSite",
        "@id": format!("{}/#site", urls::base(db)),
        "name": site.title,
        "url": page.canonical,
        "inLanguage": page.language,
        "publisher": kept::publisher(db),
    }));
    set(&mut node, "description", &site.description);
    document(&[node])
}

/// A page of a schema.org kind, with the articles that it lists.
pub fn list_of(db: &dyn Db, kind: &'static str, page: &PageView, articles: &[Kept<CardView>]) -> String {
    let items = std::iter::zip(1.., articles).map(|(position, card)| ListItem {
        position,
        url: Some(urls::on_host(db, &card.url)),
        name: &card.title,
        item: None,
    });
    let items: Vec<ListItem<'_>> = items.collect();
    let listing = Listing {
        kind,
        id: &page.canonical,
        name: &page.title,
        url: &page.canonical,
        language: &page.language,
        description: &page.description,
        main: (!items.is_empty()).then_some(ItemList { items }),
    };
    document(&(listing, Breadcrumbs::of(db, page)))
}

/// A page that lists others.
#[derive(Serialize)]
struct Listing<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: &'a str,
    name: &'a str,
    url: &'a str,
    #[serde(rename = "inLanguage")]
    language: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(rename = "mainEntity", skip_serializing_if = "Option::is_none")]
    main: Option<ItemList<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct ItemList<'a> {
    #[serde(rename = "itemListElement")]
    items: Vec<ListItem<'a>>,
}

/// A page by its place in a list, or on the way to a page.
#[derive(Serialize)]
#[serde(tag = "@type")]
struct ListItem<'a> {
    position: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
}

/// The way from the home page to a page.
#[derive(Serialize)]
#[serde(tag = "@type", rename = "BreadcrumbList")]
struct Breadcrumbs<'a> {
    #[serde(rename = "itemListElement")]
    items: Vec<ListItem<'a>>,
}

impl<'a> Breadcrumbs<'a> {
    fn of(db: &dyn Db, page: &'a PageView) -> Self {
        let items = std::iter::zip(1.., &page.breadcrumbs).map(|(position, link)| {
            let item = if link.url.is_empty() { page.canonical.clone() } else { urls::on_host(db, &link.url) };
            ListItem { position, url: None, name: &link.title, item: Some(item) }
        });
        Self { items: items.collect() }
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn set(node: &mut Map<String, Value>, name: &str, value: &str) {
    if !value.is_empty() {
        node.insert(name.to_owned(), json!(value));
    }
}

fn list(node: &mut Map<String, Value>, name: &str, items: Vec<Value>) {
    if !items.is_empty() {
        node.insert(name.to_owned(), Value::Array(items));
    }
}

/// The text of the script, for nodes that serialise as an array: `<` is escaped, so that no word of an article can end the
/// element (HTML, 4.12.1.3).
fn document(graph: &impl Serialize) -> String {
    #[derive(Serialize)]
    struct Document<'a, T> {
        #[serde(rename = "@context")]
        context: &'static str,
        #[serde(rename = "@graph")]
        graph: &'a T,
    }
    // What is made of strings and numbers always serialises.
    let text = serde_json::to_string(&Document { context: "https://schema.org", graph }).unwrap_or_default();
    if text.contains('<') { text.replace('<', "\\u003c") } else { text }
}

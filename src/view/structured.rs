//! Structured data: JSON-LD with the vocabulary of schema.org, as the text of a `<script type="application/ld+json">`.

use serde_json::{Map, Value, json};

use super::article::ArticleView;
use super::common::{CardView, PageView, SiteView};
use super::entity::{EntityCardView, EntityView, GlossaryView};
use super::urls;
use crate::glossary::query::entity as entity_of;
use crate::glossary::{EntityKey, LanguageKey};
use crate::parse::query::{config, front};
use crate::source::{Db, Source};

/// Entities of an article that count as what it is about; the others are mentioned.
const ABOUT: usize = 3;

/// An article: `NewsArticle` or its like, and the way to it.
pub fn article(db: &dyn Db, source: Source, page: &PageView, view: &ArticleView) -> String {
    let front = front(db, source);
    // A page without a date is no news: `about`, policies.
    if page.published.is_empty() {
        return list_of(db, "WebPage", page, &[]);
    }
    let kind = match view.genre {
        "analysis" => "AnalysisNewsArticle",
        "background" => "BackgroundNewsArticle",
        "opinion" => "OpinionNewsArticle",
        "fact-check" => "ReportageNewsArticle",
        _ => "NewsArticle",
    };
    let mut node = object(json!({
        "@type": kind,
        "@id": format!("{}#article", page.canonical),
        "mainEntityOfPage": page.canonical,
        "url": page.canonical,
        "headline": view.title,
        "inLanguage": page.language,
        "isAccessibleForFree": true,
        "wordCount": view.words,
        "publisher": publisher(db),
    }));
    set(&mut node, "description", &view.description);
    set(&mut node, "datePublished", &page.published);
    set(&mut node, "dateModified", &page.modified);
    set(&mut node, "image", &page.image);
    set(&mut node, "articleSection", view.section.as_ref().map_or("", |section| section.title.as_str()));
    list(&mut node, "author", front.authors.iter().map(|name| author(db, name)).collect());
    list(&mut node, "keywords", view.tags.iter().map(|tag| json!(tag.title)).collect());
    let (about, mentions): (Vec<_>, Vec<_>) = view.entities.iter().enumerate().partition(|(index, _)| *index < ABOUT);
    list(&mut node, "about", about.into_iter().map(|(_, card)| typed(db, card)).collect());
    list(&mut node, "mentions", mentions.into_iter().map(|(_, card)| typed(db, card)).collect());
    list(&mut node, "citation", view.sources.iter().map(citation).collect());
    list(&mut node, "correction", front.corrections.iter().map(correction).collect());
    let claims = view.notes.iter().filter(|note| note.kind == "claim" && !note.rating.is_empty()).map(|note| claim_review(db, page, note));
    let mut graph = vec![Value::Object(node), breadcrumbs(db, page)];
    graph.extend(claims);
    document(graph)
}

/// An entity: its real type, in the glossary's set of terms.
pub fn entity(db: &dyn Db, key: EntityKey, page: &PageView, view: &EntityView) -> String {
    let mut node = object(typed(db, &view.card));
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
    document(vec![Value::Object(node), breadcrumbs(db, page)])
}

/// The glossary: a `DefinedTermSet`.
pub fn glossary(db: &dyn Db, page: &PageView, view: &GlossaryView) -> String {
    let cards = view.letters.iter().flat_map(|letter| &letter.entities);
    let term = |card: &EntityCardView| {
        let mut node = object(json!({ "@type": "DefinedTerm", "name": card.name, "url": on_host(db, &card.url), "termCode": card.id }));
        set(&mut node, "inDefinedTermSet", &page.canonical);
        set(&mut node, "description", &card.description);
        Value::Object(node)
    };
    let set = json!({
        "@type": "DefinedTermSet",
        "@id": format!("{}#set", page.canonical),
        "name": page.title,
        "url": page.canonical,
        "inLanguage": page.language,
        "hasDefinedTerm": cards.map(term).collect::<Vec<_>>(),
    });
    document(vec![set, breadcrumbs(db, page)])
}

/// The home page: the site and who publishes it.
pub fn home(db: &dyn Db, page: &PageView, site: &SiteView) -> String {
    let mut node = object(json!({
        "@type": "WebSite",
        "@id": format!("{}/#site", urls::base(db)),
        "name": site.title,
        "url": page.canonical,
        "inLanguage": page.language,
        "publisher": publisher(db),
    }));
    set(&mut node, "description", &site.description);
    document(vec![Value::Object(node)])
}

/// A page of a schema.org kind, with the articles that it lists.
pub fn list_of(db: &dyn Db, kind: &str, page: &PageView, articles: &[CardView]) -> String {
    let item = |(index, card): (usize, &CardView)| json!({ "@type": "ListItem", "position": index + 1, "url": on_host(db, &card.url), "name": card.title });
    let mut node =
        object(json!({ "@type": kind, "@id": page.canonical, "name": page.title, "url": page.canonical, "inLanguage": page.language }));
    set(&mut node, "description", &page.description);
    if !articles.is_empty() {
        node.insert(
            "mainEntity".into(),
            json!({ "@type": "ItemList", "itemListElement": articles.iter().enumerate().map(item).collect::<Vec<_>>() }),
        );
    }
    document(vec![Value::Object(node), breadcrumbs(db, page)])
}

/// The publisher, as a `NewsMediaOrganization` with its policies.
fn publisher(db: &dyn Db) -> Value {
    let config = &config(db).value;
    let name = if config.publisher.name.is_empty() { &config.title } else { &config.publisher.name };
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
    Value::Object(node)
}

fn author(db: &dyn Db, name: &str) -> Value {
    let known = config(db).value.authors.get(name);
    let shown = known.map(|author| author.name.as_str()).filter(|shown| !shown.is_empty()).unwrap_or(name);
    let language = LanguageKey::new(db, config(db).value.language.clone());
    let kind = crate::link::ListKind::Author(crate::text::slug::slug(name));
    let page = super::card::list_link(db, language.language(db), kind).url;
    let mut node = object(
        json!({ "@type": "Person", "name": shown, "url": known.and_then(|author| author.url.clone()).unwrap_or_else(|| on_host(db, &page)) }),
    );
    list(&mut node, "sameAs", known.iter().flat_map(|author| &author.same_as).map(|url| json!(url)).collect());
    Value::Object(node)
}

/// An entity with its schema.org type.
fn typed(db: &dyn Db, card: &EntityCardView) -> Value {
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
    let mut node = object(json!({ "@type": kind, "name": card.name, "url": on_host(db, &card.url) }));
    if kind == "DefinedTerm" {
        let config = &config(db).value;
        let terms = urls::absolute(db, &crate::link::address::glossary(config, &config.language));
        node.insert("inDefinedTermSet".into(), json!(terms));
        set(&mut node, "termCode", &card.id);
        set(&mut node, "description", &card.description);
    }
    if let Some(found) = entity_of(db, EntityKey::new(db, card.id.as_str())).as_ref() {
        let wikidata = found.wikidata.iter().map(|item| json!(format!("https://www.wikidata.org/entity/{item}")));
        list(&mut node, "sameAs", wikidata.chain(found.same_as.iter().map(|url| json!(url))).collect());
    }
    Value::Object(node)
}

fn citation(source: &super::article::SourceView) -> Value {
    let mut node = object(json!({ "@type": "CreativeWork", "name": source.title }));
    set(&mut node, "url", &source.url);
    set(&mut node, "archivedAt", &source.archived_url);
    if !source.publisher.is_empty() {
        node.insert("publisher".into(), json!({ "@type": "Organization", "name": source.publisher }));
    }
    if let Some(date) = &source.date {
        set(&mut node, "datePublished", &date.iso);
    }
    Value::Object(node)
}

fn correction(correction: &crate::parse::front::Correction) -> Value {
    json!({ "@type": "CorrectionComment", "text": correction.text, "datePublished": correction.date.rfc3339() })
}

/// A checked claim (schema.org `ClaimReview`), with the verdict that the page shows in words.
fn claim_review(db: &dyn Db, page: &PageView, note: &super::article::NoteView) -> Value {
    let mut claim = object(json!({ "@type": "Claim", "appearance": { "@type": "CreativeWork", "url": page.canonical } }));
    if let Some(who) = &note.who {
        let mut author = object(json!({ "@type": "Organization", "name": who.title }));
        set(&mut author, "sameAs", &if who.url.is_empty() { String::new() } else { on_host(db, &who.url) });
        claim.insert("author".into(), Value::Object(author));
    }
    let mut node = object(json!({
        "@type": "ClaimReview",
        "@id": format!("{}#{}", page.canonical, note.id),
        "url": format!("{}#{}", page.canonical, note.id),
        "claimReviewed": note.passage,
        "author": publisher(db),
        "reviewRating": { "@type": "Rating", "alternateName": note.rating },
        "itemReviewed": claim,
    }));
    set(&mut node, "datePublished", note.reviewed.as_ref().map_or(&page.published, |date| &date.iso));
    Value::Object(node)
}

fn breadcrumbs(db: &dyn Db, page: &PageView) -> Value {
    let item = |(index, link): (usize, &super::common::LinkView)| {
        let url = if link.url.is_empty() { page.canonical.clone() } else { on_host(db, &link.url) };
        json!({ "@type": "ListItem", "position": index + 1, "name": link.title, "item": url })
    };
    json!({ "@type": "BreadcrumbList", "itemListElement": page.breadcrumbs.iter().enumerate().map(item).collect::<Vec<_>>() })
}

/// A whole address from one that a page prints (from `/` of the host).
fn on_host(db: &dyn Db, url: &str) -> String {
    let (base, path) = (urls::base(db), urls::base_path(db));
    if url.starts_with('/') { format!("{}{url}", base.strip_suffix(path).unwrap_or(base)) } else { url.to_owned() }
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

/// The text of the script: `<` is escaped, so that no word of an article can end the element (HTML, 4.12.1.3).
fn document(graph: Vec<Value>) -> String {
    // A value made of strings and numbers always serialises.
    let text = serde_json::to_string(&json!({ "@context": "https://schema.org", "@graph": graph })).unwrap_or_default();
    if text.contains('<') { text.replace('<', "\\u003c") } else { text }
}

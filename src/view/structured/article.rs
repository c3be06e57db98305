//! An article's node: `NewsArticle` or its like, with what it is about, what it rests on, and the claims that it checks.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::kept::{self, Json};
use super::{Breadcrumbs, claim, document, list_of, object, set};
use crate::glossary::EntityKey;
use crate::link::query::mentions;
use crate::parse::document::ZoneKind;
use crate::parse::front::{Correction, Cover};
use crate::parse::query::{document as document_of, front};
use crate::source::{Db, Source};
use crate::view::article::{ArticleView, SourceView};
use crate::view::common::PageView;
use crate::view::urls;

/// Entities of an article that count as what it is about; the others are mentioned.
const ABOUT: usize = 3;

/// Letters of a headline in structured data at most: what search engines have asked for, and some validators still do.
const HEADLINE: usize = 110;

/// An article, and the way to it.
pub fn article(db: &dyn Db, source: Source, page: &PageView, view: &ArticleView) -> String {
    let front = front(db, source);
    // A page without a date is no news: `about`, policies.
    if page.published.is_empty() {
        return list_of(db, "WebPage", page, &[]);
    }
    let language = urls::page_language(db, source);
    let short = short(&view.title);
    // What the headline names comes first, then what the text names most.
    let headline = headline(db, source);
    let keys = view.entities.iter().map(|entity| EntityKey::new(db, entity.card.id.as_str()));
    let (named, others): (Vec<EntityKey>, Vec<EntityKey>) = keys.partition(|key| headline.contains(key));
    let mut about: Vec<&Json> = named.into_iter().chain(others).filter_map(|key| kept::entity(db, key, language).as_ref()).collect();
    let mentions = about.split_off(about.len().min(ABOUT));
    let node = Article {
        kind: match view.genre {
            "analysis" => "AnalysisNewsArticle",
            "background" => "BackgroundNewsArticle",
            "opinion" => "OpinionNewsArticle",
            "fact-check" => "ReportageNewsArticle",
            _ => "NewsArticle",
        },
        id: format!("{}#article", page.canonical),
        page: &page.canonical,
        url: &page.canonical,
        whole: if short.len() < view.title.len() { &view.title } else { "" },
        headline: &short,
        language: &view.language,
        free: true,
        words: view.words,
        publisher: kept::publisher(db),
        description: &view.description,
        published: &page.published,
        modified: &page.modified,
        images: images(page, front.cover.as_ref()),
        section: view.section.as_ref().map_or("", |section| section.title.as_str()),
        // What nobody signs is the publisher's.
        authors: match front.authors.as_slice() {
            [] => vec![kept::publisher(db)],
            names => names.iter().map(|name| kept::author(db, name)).collect(),
        },
        keywords: view.tags.iter().map(|tag| tag.title.as_str()).collect(),
        about,
        mentions,
        backstory: &view.backstory,
        citations: view.sources.iter().map(citation).collect(),
        rests_on: view.sources.iter().map(|source| source.url.as_str()).filter(|url| !url.is_empty()).collect(),
        corrections: front.corrections.iter().map(correction).collect(),
    };
    let notes = document_of(db, source).value.notes.iter().zip(&view.notes);
    let claims = notes.filter_map(|note| claim::review(db, page, note));
    let mut graph = vec![Node::Article(Box::new(node)), Node::Breadcrumbs(Breadcrumbs::of(db, page))];
    graph.extend(claims.map(Node::Claim));
    document(&graph)
}

/// A headline as search engines show it whole: one that is longer is cut between words.
fn short(headline: &str) -> Cow<'_, str> {
    if headline.char_indices().nth(HEADLINE).is_none() {
        return Cow::Borrowed(headline);
    }
    let end = headline.char_indices().nth(HEADLINE - 1).map_or(headline.len(), |(end, _)| end);
    let start = headline.get(..end).unwrap_or_default();
    // A script without spaces is cut between letters.
    let words = start.rfind(char::is_whitespace).and_then(|at| start.get(..at)).unwrap_or(start);
    Cow::Owned(format!("{}…", words.trim_end_matches([' ', ',', ':', ';', '–', '—'])))
}

/// The entities that an article's headline mentions.
fn headline(db: &dyn Db, source: Source) -> Vec<EntityKey> {
    let zones = document_of(db, source).value.zones.iter();
    let title = zones.filter(|zone| zone.kind == ZoneKind::Title).map(|zone| zone.range).next().unwrap_or_default();
    mentions(db, source).list.iter().filter(|mention| title.contains(mention.range)).map(|mention| mention.entity).collect()
}

#[derive(Serialize)]
#[serde(untagged)]
enum Node<'a> {
    Article(Box<Article<'a>>),
    Breadcrumbs(Breadcrumbs<'a>),
    Claim(Map<String, Value>),
}

#[derive(Serialize)]
struct Article<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "mainEntityOfPage")]
    page: &'a str,
    url: &'a str,
    headline: &'a str,
    #[serde(rename = "alternativeHeadline", skip_serializing_if = "str::is_empty")]
    whole: &'a str,
    #[serde(rename = "inLanguage")]
    language: &'a str,
    #[serde(rename = "isAccessibleForFree")]
    free: bool,
    #[serde(rename = "wordCount")]
    words: usize,
    publisher: &'a Json,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(rename = "datePublished")]
    published: &'a str,
    #[serde(rename = "dateModified", skip_serializing_if = "str::is_empty")]
    modified: &'a str,
    #[serde(rename = "image", skip_serializing_if = "Vec::is_empty")]
    images: Vec<Value>,
    #[serde(rename = "articleSection", skip_serializing_if = "str::is_empty")]
    section: &'a str,
    #[serde(rename = "author", skip_serializing_if = "Vec::is_empty")]
    authors: Vec<&'a Json>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    about: Vec<&'a Json>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<&'a Json>,
    #[serde(skip_serializing_if = "str::is_empty")]
    backstory: &'a str,
    #[serde(rename = "citation", skip_serializing_if = "Vec::is_empty")]
    citations: Vec<Map<String, Value>>,
    #[serde(rename = "isBasedOn", skip_serializing_if = "Vec::is_empty")]
    rests_on: Vec<&'a str>,
    #[serde(rename = "correction", skip_serializing_if = "Vec::is_empty")]
    corrections: Vec<Value>,
}

/// The article's picture: its cuts, else as it is. With what is said of whose it is, and how it came to be.
fn images(page: &PageView, cover: Option<&Cover>) -> Vec<Value> {
    let one: Vec<&str> = page.image.iter().map(|image| image.url.as_str()).collect();
    let urls = if page.images.is_empty() { one } else { page.images.iter().map(String::as_str).collect() };
    let node = |url: &str| {
        let mut node = object(json!({ "@type": "ImageObject", "url": url }));
        if let Some(cover) = cover {
            set(&mut node, "creditText", &cover.credit);
            set(&mut node, "license", &cover.license);
            set(&mut node, "copyrightNotice", &cover.copyright);
            if let Some(origin) = cover.origin {
                set(&mut node, "digitalSourceType", &format!("https://schema.org/{origin}DigitalSource"));
            }
        }
        if node.len() > 2 { Value::Object(node) } else { json!(url) }
    };
    urls.into_iter().map(node).collect()
}

fn citation(source: &SourceView) -> Map<String, Value> {
    let mut node = object(json!({ "@type": "CreativeWork", "name": source.title }));
    set(&mut node, "url", &source.url);
    set(&mut node, "archivedAt", &source.archived_url);
    if !source.publisher.is_empty() {
        node.insert("publisher".into(), json!({ "@type": "Organization", "name": source.publisher }));
    }
    if let Some(date) = &source.date {
        set(&mut node, "datePublished", &date.iso);
    }
    node
}

fn correction(correction: &Correction) -> Value {
    json!({ "@type": "CorrectionComment", "text": correction.text, "datePublished": correction.date.rfc3339() })
}

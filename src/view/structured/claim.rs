//! A claim that an article checks: `ClaimReview` (schema.org), with the verdict in the words that the page shows.

use serde_json::{Map, Value, json};

use super::{kept, list, object, set};
use crate::glossary::EntityKey;
use crate::glossary::query::entity as entity_of;
use crate::parse::document::{Note, NoteKind};
use crate::source::Db;
use crate::view::article::NoteView;
use crate::view::common::{LinkView, PageView};
use crate::view::urls;

/// The review of a note's claim; `None` for other notes, and where what the type requires is not there: words that are
/// reviewed, and a verdict. Its day is that of the review, else of the article.
pub(super) fn review(db: &dyn Db, page: &PageView, (note, view): (&Note, &NoteView)) -> Option<Map<String, Value>> {
    let NoteKind::Claim { claimant, .. } = &note.kind else { return None };
    let (passage, rating) = (view.passage.trim(), view.rating.trim());
    if passage.is_empty() || rating.is_empty() {
        return None;
    }
    let mut claim = object(json!({ "@type": "Claim", "appearance": { "@type": "CreativeWork", "url": page.canonical } }));
    if let Some((claimant, who)) = claimant.as_deref().zip(view.who.as_ref()) {
        claim.insert("author".into(), Value::Object(author(db, claimant, who)));
    }
    let url = format!("{}#{}", page.canonical, view.id);
    let mut node = object(json!({
        "@type": "ClaimReview",
        "@id": url,
        "url": url,
        "claimReviewed": passage,
        "author": kept::publisher(db),
        "reviewRating": { "@type": "Rating", "alternateName": rating },
        "itemReviewed": claim,
    }));
    set(&mut node, "inLanguage", &page.language);
    set(&mut node, "datePublished", view.reviewed.as_ref().map_or(&page.published, |date| &date.iso));
    Some(node)
}

/// Who claims: a person or an organisation, as the glossary knows, else a mere name.
fn author(db: &dyn Db, claimant: &str, who: &LinkView) -> Map<String, Value> {
    let entity = claimant.strip_prefix('@').and_then(|id| entity_of(db, EntityKey::new(db, id)).as_ref());
    let kind = match entity.map(|entity| entity.kind.as_str()) {
        Some("person") => "Person",
        // Who says "Moscow denies" means a government, so that the city's addresses elsewhere are not the claimant's.
        Some("organization" | "place") => "Organization",
        _ => "Thing",
    };
    let mut node = object(json!({ "@type": kind, "name": who.title }));
    if !who.url.is_empty() {
        set(&mut node, "url", &urls::on_host(db, &who.url));
    }
    if let Some(entity) = entity.filter(|entity| entity.kind != "place") {
        list(&mut node, "sameAs", entity.elsewhere().into_iter().map(Value::String).collect());
    }
    node
}

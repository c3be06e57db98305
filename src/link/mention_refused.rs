//! Names of the glossary that stand in a text and are not even looked at there, each with the reason: for `gloss explain`.

use super::mention_choice::Choice;
use super::mention_dates::is_month;
use super::mention_scan::{never_of, refusal, stands_near};
use super::mention_words::is_searched;
use crate::glossary::EntityKey;
use crate::glossary::matcher::Matcher;
use crate::parse::document::{Document, ZoneKind};
use crate::parse::tree::TextRange;
use crate::text::fold::Folded;
use crate::text::span::Span;

/// A place, the entity that its words could name, and why they do not.
pub(super) type Refused = (TextRange, EntityKey, &'static str);

/// All such places, in the order of the text; those in `taken`, the words of references, are left out.
pub(super) fn refused(document: &Document, matcher: &Matcher, choice: &Choice, taken: &[TextRange]) -> Vec<Refused> {
    let folded = Folded::new(&document.plain);
    let hits = matcher.find(&folded);
    let never: Vec<_> = hits.iter().flat_map(never_of).collect();
    let mut out: Vec<Refused> = Vec::new();
    for hit in &hits {
        let range = folded.original(hit.range.clone());
        let range = Span::new(range.start, range.end);
        if range.of(&document.plain).contains('\n') || taken.iter().any(|words| words.overlaps(range)) {
            continue;
        }
        let place = by_place(document, matcher, range);
        let pinned = choice.pinned(folded.lower().get(hit.range.clone()).unwrap_or_default());
        for found in &hit.records {
            let entity = found.record.entity;
            let own = || match pinned {
                Some(pinned) if pinned != entity => Some("the front matter pins these words to another"),
                Some(_) => None,
                None => refusal(found, stands_near(found, &folded, hit.range.clone()), &hit.range, &never),
            };
            let unwanted = || (!choice.wants(entity)).then_some("the front matter leaves it out");
            if let Some(reason) =
                place.or_else(own).or_else(unwanted).filter(|_| !out.iter().any(|(at, of, _)| (*at, *of) == (range, entity)))
            {
                out.push((range, entity, reason));
            }
        }
    }
    out
}

/// Why no name is looked for at a place.
fn by_place(document: &Document, matcher: &Matcher, range: TextRange) -> Option<&'static str> {
    if !is_searched(document, range) {
        let plain = document.zones.iter().any(|zone| zone.kind == ZoneKind::Plain && zone.range.overlaps(range));
        return Some(if plain { "the editor writes that it is no mention" } else { "it stands in code, an address or a picture's words" });
    }
    let month = matcher.language().primary() == "en" && is_month(&document.plain, range.start as usize, range.end as usize);
    month.then_some("it is a month")
}

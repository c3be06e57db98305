//! Which mentions become links: the policy of the article, else of its section, else of the kind of entity, else of the site.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Mention, Rule};
use crate::config::site::{GlossaryConfig, LinkPolicy};
use crate::glossary::{EntityKey, query as glossary};
use crate::parse;
use crate::parse::document::{Document, ZoneKind};
use crate::parse::tree::TextRange;
use crate::source::{Db, Source};

/// Sets `linked` of a document's mentions, which come in the order of the text.
pub(super) fn link(db: &dyn Db, source: Source, document: &Document, mentions: &mut [Mention]) {
    let settings = glossary::settings(db);
    let section = &parse::query::address(db, source).section;
    let whole = document.front.glossary.link.or_else(|| settings.link_sections.get(section).copied());
    let mut policies: FxHashMap<EntityKey, LinkPolicy> = FxHashMap::default();
    let mut linked: FxHashSet<(EntityKey, Part)> = FxHashSet::default();
    for mention in mentions {
        let policy = *policies.entry(mention.entity).or_insert_with(|| policy(db, settings, whole, mention.entity));
        if mention.rule == Rule::Reference {
            // The editor's own link is one whatever the policy, and the first of its part.
            mention.linked = !inside(document, mention.range, |kind| kind == ZoneKind::Link);
            linked.insert((mention.entity, part(document, mention.range, policy)));
            continue;
        }
        if policy == LinkPolicy::None || inside(document, mention.range, |kind| unlinked(kind, settings)) {
            continue;
        }
        mention.linked = linked.insert((mention.entity, part(document, mention.range, policy))) || policy == LinkPolicy::All;
    }
}

fn policy(db: &dyn Db, settings: &GlossaryConfig, whole: Option<LinkPolicy>, entity: EntityKey) -> LinkPolicy {
    let kind = || glossary::names(db, entity).and_then(|names| settings.link_kinds.get(&names.kind).copied());
    whole.or_else(kind).unwrap_or(settings.link)
}

/// A part of an article in which the first mention of an entity is linked.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    /// All of it.
    Whole,
    /// What follows a number of headings.
    Section(usize),
    /// A note, by its index.
    Note(usize),
}

fn part(document: &Document, range: TextRange, policy: LinkPolicy) -> Part {
    if policy != LinkPolicy::FirstPerSection {
        return Part::Whole;
    }
    let note = zones(document, range).find_map(|kind| match kind {
        ZoneKind::Note(index) => Some(Part::Note(index)),
        _ => None,
    });
    note.unwrap_or_else(|| Part::Section(document.headings.partition_point(|heading| heading.text.start <= range.start)))
}

/// Whether mentions in such a zone are only counted.
fn unlinked(kind: ZoneKind, settings: &GlossaryConfig) -> bool {
    match kind {
        ZoneKind::Title | ZoneKind::Link | ZoneKind::Reference(_) | ZoneKind::Opaque | ZoneKind::Plain => true,
        ZoneKind::Heading(_) => !settings.link_headings,
        ZoneKind::Quote => !settings.link_quotes,
        ZoneKind::Note(_) => false,
    }
}

fn inside(document: &Document, range: TextRange, holds: impl Fn(ZoneKind) -> bool) -> bool {
    zones(document, range).any(holds)
}

/// The kinds of the zones that share a byte with a range, or hold the place of an empty one.
fn zones(document: &Document, range: TextRange) -> impl Iterator<Item = ZoneKind> {
    let holds = move |zone: TextRange| zone.overlaps(range) || (range.is_empty() && zone.start <= range.start && range.end < zone.end);
    document.zones.iter().filter(move |zone| holds(zone.range)).map(|zone| zone.kind)
}

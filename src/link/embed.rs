//! Transclusion: what `![[…]]` sets into a page, and the circles that it must not run in.

use std::ops::Range;

use super::Resolution;
use super::query::resolutions;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::document::Document;
use crate::parse::query::document;
use crate::parse::walk::each_embed;
use crate::source::{Db, Source};

/// What is set in the place of an embed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Embed {
    /// A card of the article.
    Card(Source),
    /// A section of the article: a range of its top-level blocks.
    Section {
        /// The article.
        source: Source,
        /// The heading's id.
        fragment: String,
        /// Which of its blocks, the heading first.
        blocks: Range<usize>,
    },
    /// Nothing: the reference is unresolved, or leads in a circle; a finding says so.
    Nothing,
}

/// How many sections one embed may set, those in its sections included.
const LIMIT: usize = 1_000;

/// A stretch of an article that is being set: its file and its blocks.
type Stretch = (Source, Range<usize>);

/// What the embed with this reference sets. Circles, and sections in sections without measure, are cut: a renderer may
/// follow it without a guard of its own.
pub(super) fn embed(db: &dyn Db, source: Source, reference: usize) -> Embed {
    match target(db, source, reference) {
        Embed::Section { source, blocks, .. } if circle(db, (source, blocks.clone())).is_some() || swells(db, (source, blocks.clone())) => {
            Embed::Nothing
        }
        other => other,
    }
}

/// A finding for every embed of a document that leads in a circle, or swells.
pub(super) fn findings(db: &dyn Db, source: Source) -> Vec<Diagnostic> {
    let document = &document(db, source).value;
    let mut found = Vec::new();
    each_embed(&document.blocks, &mut |reference| {
        let Embed::Section { source: target, blocks, fragment } = target(db, source, reference) else { return };
        let name = format!("`{}#{fragment}`", target.path(db));
        let span = document.references.get(reference).map(|reference| reference.span).unwrap_or_default();
        if let Some(way) = circle(db, (target, blocks.clone())) {
            let way: Vec<String> = way.iter().map(|stretch| named(db, stretch)).collect();
            let finding = Diagnostic::new(Code::TransclusionCycle, format!("{name} includes itself")).at(source.path(db), span);
            found.push(finding.note(way.join(" -> ")).help("link to one of them instead: `[[…]]` without `!`"));
        } else if swells(db, (target, blocks)) {
            let message = format!("{name} includes more than {LIMIT} sections");
            found.push(Diagnostic::new(Code::TooDeep, message).at(source.path(db), span));
        }
    });
    found
}

/// What an embed names, circles or not.
fn target(db: &dyn Db, source: Source, reference: usize) -> Embed {
    match resolutions(db, source).get(reference) {
        Some(Resolution::Article { source, fragment: None }) => Embed::Card(*source),
        Some(Resolution::Article { source, fragment: Some(id) }) => match section(&document(db, *source).value, id) {
            Some(blocks) => Embed::Section { source: *source, fragment: id.clone(), blocks },
            None => Embed::Card(*source),
        },
        _ => Embed::Nothing,
    }
}

/// The articles of which a document sets sections, each once, sorted by path; those of the sections that it sets, too.
pub fn transcluded(db: &dyn Db, source: Source) -> Vec<Source> {
    let mut seen: Vec<Stretch> = vec![(source, 0..document(db, source).value.blocks.len())];
    let mut at = 0;
    while let Some(stretch) = seen.get(at).cloned() {
        let fresh: Vec<Stretch> = inside(db, &stretch).into_iter().filter(|next| !seen.contains(next)).collect();
        seen.extend(fresh);
        at += 1;
    }
    let mut sources: Vec<Source> = seen.into_iter().skip(1).map(|(source, _)| source).collect();
    sources.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    sources.dedup();
    sources
}

/// The top-level blocks of a section: its heading, and all up to the next heading of the same or a higher level.
fn section(document: &Document, id: &str) -> Option<Range<usize>> {
    let heading = document.headings.iter().find(|heading| heading.id == id)?;
    let start = heading.block?;
    let ends = |other: &&crate::parse::document::Heading| other.level <= heading.level && other.block.is_some_and(|block| block > start);
    let end = document.headings.iter().filter(ends).filter_map(|other| other.block).min().unwrap_or(document.blocks.len());
    Some(start..end)
}

/// The way from a stretch back to itself, if embeds lead there.
fn circle(db: &dyn Db, start: Stretch) -> Option<Vec<Stretch>> {
    let mut seen: Vec<Stretch> = Vec::new();
    let mut ways: Vec<Vec<Stretch>> = vec![vec![start.clone()]];
    while let Some(way) = ways.pop() {
        for stretch in way.last().map(|last| inside(db, last)).unwrap_or_default() {
            let longer: Vec<Stretch> = way.iter().cloned().chain([stretch.clone()]).collect();
            if stretch == start {
                return Some(longer);
            }
            if !seen.contains(&stretch) {
                seen.push(stretch);
                ways.push(longer);
            }
        }
    }
    None
}

/// Whether a stretch, with all that it includes, sets more than [`LIMIT`] sections. Asked where it is in no circle; circles
/// deeper inside are cut.
fn swells(db: &dyn Db, start: Stretch) -> bool {
    let mut ways: Vec<Vec<Stretch>> = vec![vec![start]];
    let mut count = 0;
    while let Some(way) = ways.pop() {
        count += 1;
        if count > LIMIT {
            return true;
        }
        let next = way.last().map(|last| inside(db, last)).unwrap_or_default();
        ways.extend(
            next.into_iter().filter(|stretch| !way.contains(stretch)).map(|stretch| way.iter().cloned().chain([stretch]).collect()),
        );
    }
    false
}

/// The sections that a stretch includes itself, in order.
fn inside(db: &dyn Db, (source, blocks): &Stretch) -> Vec<Stretch> {
    let document = &document(db, *source).value;
    let mut sections = Vec::new();
    each_embed(document.blocks.get(blocks.clone()).unwrap_or_default(), &mut |reference| {
        if let Embed::Section { source, blocks, .. } = target(db, *source, reference) {
            sections.push((source, blocks));
        }
    });
    sections
}

/// A stretch in words: its file and its heading.
fn named(db: &dyn Db, (source, blocks): &Stretch) -> String {
    let headings = &document(db, *source).value.headings;
    let id = headings.iter().find(|heading| heading.block == Some(blocks.start)).map_or("", |heading| heading.id.as_str());
    format!("{}#{id}", source.path(db))
}

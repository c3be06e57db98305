//! Why a page is as it is: its mentions, references, neighbours, and what it depends on.

use std::fmt::Write;

use super::explain_dependencies;
use crate::link::mention::{Explained, explain, refused};
use crate::link::query::{backlinks, mentions, read_also, reference_sentence, related, resolutions, shared_words, translations};
use crate::link::visibility::hidden;
use crate::link::{Hidden, ReadAlsoTarget, Resolution};
use crate::parse::document::Target;
use crate::parse::query::{address, document};
use crate::parse::tree::TextRange;
use crate::source::{Database, Source};
use crate::text::span::{LineIndex, Span};

/// Writes everything that is known of a page.
pub(super) fn write(db: &Database, page: Source, out: &mut String) -> std::fmt::Result {
    let document = &document(db, page).value;
    let address = address(db, page);
    writeln!(out, "{}", document.front.title.value)?;
    writeln!(out, "  file     {}", page.path(db))?;
    writeln!(out, "  address  {}", address.url)?;
    writeln!(out, "  language {}", address.language)?;
    if !address.section.is_empty() {
        writeln!(out, "  section  {}", address.section)?;
    }
    match hidden(db, page) {
        None => {}
        Some(Hidden::Draft) => writeln!(out, "  hidden   it is a draft")?,
        Some(Hidden::Embargoed(from)) => writeln!(out, "  hidden   until {}", from.rfc3339())?,
        Some(Hidden::Expired(until)) => writeln!(out, "  hidden   since {}", until.rfc3339())?,
    }
    for other in translations(db, page).iter().filter(|other| **other != page) {
        writeln!(out, "  also in  {}", other.path(db))?;
    }
    mention_text(db, page, out)?;
    reference_text(db, page, out)?;
    neighbour_text(db, page, out)?;
    explain_dependencies::write(db, page, out)
}

/// The mentions in the order of the text; between and below them what could have been one, and why it is none.
fn mention_text(db: &Database, page: Source, out: &mut String) -> std::fmt::Result {
    let found = &mentions(db, page).list;
    writeln!(out, "\nmentions: {}", found.len())?;
    let (file, document) = (page.text(db).as_str(), &document(db, page).value);
    let lines = LineIndex::new(file);
    // What a reference without words of its own shows stands in no text: then as it is written.
    let words = |range: TextRange, span: Span| if range.is_empty() { span.of(file) } else { document.words(range) };
    let judged = explain(db, page).into_iter().chain(refused(db, page)).filter(|place| !place.rejected.is_empty());
    let mut judged: Vec<Explained> = judged.collect();
    judged.sort_by_key(|place| place.range);
    let mut places: Vec<(TextRange, Span)> = found.iter().map(|mention| (mention.range, mention.span)).collect();
    places.extend(judged.iter().map(|place| (place.range, place.span)));
    places.sort_unstable();
    places.dedup();
    for (range, span) in places {
        let at = lines.place(span.start);
        write!(out, "  {:>4}:{:<3} {} -> ", at.line, at.column, words(range, span))?;
        match found.iter().find(|mention| (mention.range, mention.span) == (range, span)) {
            Some(mention) => {
                let linked = if mention.linked { "a link" } else { "no link: the policy, or its place" };
                writeln!(out, "{} ({}; {linked})", mention.entity.id(db), mention.rule.reason())?;
            }
            None => writeln!(out, "no mention")?,
        }
        for (entity, reason) in judged.iter().filter(|place| (place.range, place.span) == (range, span)).flat_map(|place| &place.rejected) {
            writeln!(out, "           not {}: {reason}", entity.id(db))?;
        }
    }
    Ok(())
}

fn reference_text(db: &Database, page: Source, out: &mut String) -> std::fmt::Result {
    let references = &document(db, page).value.references;
    writeln!(out, "\nreferences: {}", references.len())?;
    let lines = LineIndex::new(page.text(db).as_str());
    for (reference, resolution) in references.iter().zip(resolutions(db, page)) {
        let at = lines.place(reference.span.start);
        let name = match &reference.target {
            Target::Article { name, .. } => name.clone(),
            Target::File { path, .. } => path.clone(),
            Target::Entity { id } => format!("@{id}"),
        };
        let end = match resolution {
            Resolution::Article { source, fragment: Some(fragment) } => format!("{}#{fragment}", source.path(db)),
            Resolution::Article { source, fragment: None } => source.path(db).to_string(),
            Resolution::Entity(key) => format!("the entity {}", key.id(db)),
            Resolution::Asset(path) => path.clone(),
            Resolution::Unresolved => "nothing".into(),
        };
        writeln!(out, "  {:>4}:{:<3} {name} -> {end}", at.line, at.column)?;
    }
    let back = backlinks(db, page);
    writeln!(out, "\nreferred to by: {}", back.len())?;
    for from in back {
        match reference_sentence(db, *from, page) {
            Some(found) => writeln!(out, "  {}: {}[{}]{}", from.path(db), found.before, found.passage, found.after)?,
            None => writeln!(out, "  {}", from.path(db))?,
        }
    }
    Ok(())
}

fn neighbour_text(db: &Database, page: Source, out: &mut String) -> std::fmt::Result {
    let list = read_also(db, page);
    writeln!(out, "\nread also: {}", list.len())?;
    for item in list {
        let target = match &item.target {
            ReadAlsoTarget::Article(source) => source.path(db).to_string(),
            ReadAlsoTarget::Outside { url, .. } => url.clone(),
            ReadAlsoTarget::Unresolved { title } => format!("\"{title}\", which matches no article"),
        };
        writeln!(out, "  {target} ({})", if item.computed { "computed" } else { "an editor's" })?;
    }
    let near = related(db, page);
    writeln!(out, "\nnearest articles: {}", near.len())?;
    let words = shared_words(db, page, near.iter().map(|near| &near.shared));
    for (near, shared) in std::iter::zip(near, words) {
        writeln!(out, "  {:.3} {}: {}", near.score, near.source.path(db), shared.join(", "))?;
    }
    Ok(())
}

impl crate::link::Rule {
    /// Why a mention is taken to mean its entity, in words.
    fn reason(self) -> &'static str {
        use crate::link::Rule;
        match self {
            Rule::Name => "its name",
            Rule::Alias => "an alias",
            Rule::Form => "a form of its name or an alias",
            Rule::Reference => "the editor refers to it",
            Rule::Pin => "pinned in the front matter",
            Rule::EarlierName => "its full name stands earlier",
            Rule::Context => "the article fits it best",
        }
    }
}

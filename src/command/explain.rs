//! `gloss explain`: what a kind of finding means; or why a page has its mentions, links and neighbours.

use std::fmt::Write;

use super::session::Session;
use super::site::OpenSite;
use super::{Exit, Failure, site};
use crate::diagnostic::Code;
use crate::link::query::{backlinks, mentions, read_also, related, resolutions, translations};
use crate::link::visibility::hidden;
use crate::link::{Hidden, ReadAlsoTarget, Resolution};
use crate::parse::document::Target;
use crate::parse::query::{address, articles, document};
use crate::source::{Database, Source};
use crate::text::similar::ranked;
use crate::text::span::LineIndex;

/// Runs it.
///
/// # Errors
/// Where the subject is neither a finding nor a page.
pub fn run(session: &mut Session, subject: &str) -> Result<Exit, Failure> {
    if let Some(code) = Code::ALL.iter().find(|code| code.name() == subject) {
        writeln!(session.out, "{}[{}]\n\n{}", code.severity().word(), code.name(), code.explanation().trim())?;
        return Ok(Exit::Fine);
    }
    let near = |pages: &[&str]| {
        let codes = Code::ALL.iter().map(|code| code.name());
        let near = ranked(subject, codes.chain(pages.iter().copied()), 3);
        let help = near.iter().map(|near| format!("did you mean `{near}`?")).collect::<Vec<_>>().join("\n");
        Failure::Usage(format!("`{subject}` is neither a kind of finding nor a page"), help)
    };
    let open = match site::open(session) {
        Ok(open) => open,
        // Outside of a site only kinds of findings can be meant.
        Err(Failure::Usage(..)) => return Err(near(&[])),
        Err(failure) => return Err(failure),
    };
    let db = open.db();
    let Some(page) = find(&open, session, subject) else {
        let slugs: Vec<&str> = articles(db).iter().map(|article| address(db, *article).slug.as_str()).collect();
        return Err(near(&slugs));
    };
    let mut text = String::new();
    page_text(db, page, &mut text).map_err(|_| Failure::Machine("cannot put the explanation together".into()))?;
    session.out.write_all(text.as_bytes())?;
    Ok(Exit::Fine)
}

/// The page that a path, an address or a slug names.
pub(super) fn find(open: &OpenSite, session: &Session, subject: &str) -> Option<Source> {
    let db = open.db();
    let by_path = open.find(session, subject).filter(|source| articles(db).contains(source));
    let by_address = || articles(db).iter().copied().find(|article| address(db, *article).url == subject);
    let by_slug = || articles(db).iter().copied().find(|article| address(db, *article).slug == subject);
    by_path.or_else(by_address).or_else(by_slug)
}

fn page_text(db: &Database, page: Source, out: &mut String) -> std::fmt::Result {
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
    neighbour_text(db, page, out)
}

fn mention_text(db: &Database, page: Source, out: &mut String) -> std::fmt::Result {
    let found = &mentions(db, page).list;
    writeln!(out, "\nmentions: {}", found.len())?;
    let lines = LineIndex::new(page.text(db).as_str());
    for mention in found {
        let at = lines.place(mention.span.start);
        let words = document(db, page).value.words(mention.range);
        let linked = if mention.linked { "a link" } else { "no link: the policy, or its place" };
        writeln!(out, "  {:>4}:{:<3} {words} -> {} ({}; {linked})", at.line, at.column, mention.entity.id(db), mention.rule.reason())?;
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
        writeln!(out, "  {}", from.path(db))?;
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
    for near in near {
        writeln!(out, "  {:.3} {}: {}", near.score, near.source.path(db), near.shared.join(", "))?;
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

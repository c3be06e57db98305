//! `gloss suggest`: names that articles use and the glossary lacks, and aliases that do no work.

use rayon::prelude::*;
use serde_json::json;

use super::list::Form;
use super::site::OpenSite;
use super::{Exit, Failure, Session, list, site, stub};
use crate::link::suggest::{AmbiguousAlias, Suggestion, Suggestions, UnusedAlias, observe, suggest};
use crate::parse::query::articles;
use crate::publish::progress::Phase;
use crate::source::Database;
use crate::text::span::LineIndex;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuggestOptions {
    /// Names, unused aliases and ambiguous aliases at most, each.
    pub limit: usize,
    /// Articles that a name must stand in.
    pub at_least: usize,
    /// What becomes of the names.
    pub then: Then,
}

/// What becomes of the suggested names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// They are printed.
    Print,
    /// They are printed, and go as stubs into a file of the glossary.
    Write,
}

/// Runs it.
///
/// # Errors
/// Where there is no site, it cannot be read, the form is one for findings only, or the stubs cannot be written.
pub fn run(session: &mut Session, options: &SuggestOptions) -> Result<Exit, Failure> {
    let form = list::form(session)?;
    let mut open = site::open(session)?;
    let mut found = find(session, &mut open);
    found.names.retain(|name| name.articles >= options.at_least);
    found.names.truncate(options.limit);
    found.unused.truncate(options.limit);
    found.ambiguous.truncate(options.limit);
    let text = match form {
        Form::Json => objects(open.db(), &found),
        Form::Lines => lines(open.db(), &found),
    };
    session.out.write_all(text.as_bytes())?;
    for language in &found.silent {
        session.say(&format!("no names are looked for in texts of the language `{language}`: capitals tell none there"));
    }
    if options.then == Then::Write {
        let written = stub::write(&open, session, &found.names)?;
        session.result(&written)?;
    }
    Ok(Exit::Fine)
}

/// Looks at all articles on all cores, and puts together what they tell.
fn find(session: &Session, open: &mut OpenSite) -> Suggestions {
    let OpenSite { workspace, timings, .. } = open;
    let db = workspace.db();
    let articles = articles(db);
    let observed: Vec<_> = timings.phase(&*session.progress, (Phase::Link, articles.len()), |_| {
        let progress = &*session.progress;
        let look = |db: &mut Database, article: &crate::source::Source| {
            progress.step();
            observe(db, *article)
        };
        articles.par_iter().with_min_len(8).map_with(db.clone(), look).collect()
    });
    suggest(db, &observed)
}

fn lines(db: &Database, found: &Suggestions) -> String {
    let mut out = String::new();
    for name in &found.names {
        let (path, line, column) = place(db, name);
        let also = if name.aliases.is_empty() { String::new() } else { format!("; also {}", name.aliases.join(", ")) };
        let kind = name.kind.unwrap_or("kind unknown");
        out += &format!("{} ({kind}{also}): {}\n", name.name, counted(name));
        out += &format!("    {path}:{line}:{column}: {}\n", sentence(name));
    }
    for UnusedAlias { entity, alias, file, span } in &found.unused {
        let at = LineIndex::new(file.text(db).as_str()).place(span.start);
        out += &format!("{}:{}:{}: no article uses the alias `{alias}` of `{entity}`\n", file.path(db), at.line, at.column);
    }
    for AmbiguousAlias { alias, entities, articles, places } in &found.ambiguous {
        out += &format!("`{alias}` is never decided between {} ({places} times in {articles} articles)\n", entities.join(" and "));
    }
    out
}

/// An object a line; what it is says `what`.
fn objects(db: &Database, found: &Suggestions) -> String {
    let mut out = String::new();
    for name in &found.names {
        let (path, line, column) = place(db, name);
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        let object = json!({
            "what": "entity",
            "name": name.name,
            "language": name.language.tag(),
            "kind": name.kind,
            "aliases": name.aliases,
            "articles": name.articles,
            "places": name.places,
            "first": day(name.days.map(|(first, _)| first)),
            "last": day(name.days.map(|(_, last)| last)),
            "sample": sentence(name),
            "file": path,
            "line": line,
            "column": column,
        });
        out += &format!("{object}\n");
    }
    for UnusedAlias { entity, alias, file, span } in &found.unused {
        let at = LineIndex::new(file.text(db).as_str()).place(span.start);
        let object = json!({
            "what": "unused-alias", "alias": alias, "entity": entity,
            "file": file.path(db).as_str(), "line": at.line, "column": at.column,
        });
        out += &format!("{object}\n");
    }
    for AmbiguousAlias { alias, entities, articles, places } in &found.ambiguous {
        let object = json!({"what": "ambiguous-alias", "alias": alias, "entities": entities, "articles": articles, "places": places});
        out += &format!("{object}\n");
    }
    out
}

/// `12 articles, 2024-01-02 to 2024-06-01`.
pub(super) fn counted(name: &Suggestion) -> String {
    let articles = if name.articles == 1 { "1 article".to_owned() } else { format!("{} articles", name.articles) };
    match name.days {
        Some((first, last)) if first == last => format!("{articles}, {first}"),
        Some((first, last)) => format!("{articles}, {first} to {last}"),
        None => articles,
    }
}

/// The sample on one line.
pub(super) fn sentence(name: &Suggestion) -> String {
    let sample = &name.sample;
    let whole = format!("{}{}{}", sample.before, sample.passage, sample.after);
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn place<'db>(db: &'db Database, name: &Suggestion) -> (&'db str, usize, usize) {
    let at = LineIndex::new(name.sample_in.text(db).as_str()).place(name.sample_at.start);
    (name.sample_in.path(db).as_str(), at.line, at.column)
}

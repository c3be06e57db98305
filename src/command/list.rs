//! `gloss list`: the tool's knowledge as data, one line each.

use rayon::prelude::*;
use serde_json::{Value, json};

use super::session::Format;
use super::site::OpenSite;
use super::{Exit, Failure, Session, list_forms, site};
use crate::link::query::{backlinks, mentions, related, shared_words, visible};
use crate::link::visibility::hidden;
use crate::link::{Hidden, Mention, Rule};
use crate::parse::query::{address, articles, document, front};
use crate::source::{Database, Source};
use crate::text::span::LineIndex;

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Mentions of entities, in all articles.
    Mentions,
    /// The nearest articles of each.
    Related,
    /// What stands for entities in texts.
    Forms,
    /// Drafts.
    Drafts,
    /// Articles that are published later.
    Scheduled,
    /// Articles that were published until some time ago.
    Expired,
    /// Articles that may be seen and no other refers to.
    Unreferenced,
}

/// Runs it.
///
/// # Errors
/// Where there is no site, it cannot be read, the form is one for findings only, or there is no such entity.
pub fn run(session: &mut Session, what: What, entity: Option<&str>) -> Result<Exit, Failure> {
    let form = form(session)?;
    if entity.is_some() && what != What::Forms {
        return Err(Failure::Usage("only `gloss list forms` takes an entity".into(), "leave it out".into()));
    }
    let open = site::open(session)?;
    if what == What::Forms {
        let text = list_forms::lines(open.db(), entity, form)?;
        session.out.write_all(text.as_bytes())?;
        return Ok(Exit::Fine);
    }
    let articles = articles(open.db());
    let line = |db: &Database, article: Source| match what {
        What::Mentions => mention_lines(db, article, form),
        What::Related => related_line(db, article, form),
        What::Unreferenced if visible(db, article) && backlinks(db, article).is_empty() => article_line(db, article, (None, form)),
        What::Unreferenced => String::new(),
        _ => hidden_line(db, article, (what, form)),
    };
    for_all(&open, articles, line, |text| {
        session.out.write_all(text.as_bytes())?;
        Ok(())
    })?;
    session.out.flush()?;
    // As after a build: the process ends, and its memory with it.
    std::mem::forget(open);
    Ok(Exit::Fine)
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Lines,
    Json,
}

/// The form that the session asks for.
///
/// # Errors
/// Where it is one for findings only.
pub(super) fn form(session: &Session) -> Result<Form, Failure> {
    match session.format {
        Format::Human | Format::Short => Ok(Form::Lines),
        Format::Json => Ok(Form::Json),
        Format::Github | Format::Sarif => Err(Failure::Usage("lists have no such form".into(), "use `--format jsonl`, or none".into())),
    }
}

/// Works out the lines of many articles on all cores, and prints them in order, a batch at a time.
fn for_all(
    open: &OpenSite,
    articles: &[Source],
    line: impl Fn(&Database, Source) -> String + Sync,
    mut print: impl FnMut(&str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for batch in articles.chunks(4096) {
        let texts: Vec<String> = batch.par_iter().map_with(open.db().clone(), |db, article| line(db, *article)).collect();
        for text in texts {
            print(&text)?;
        }
    }
    Ok(())
}

fn mention_lines(db: &Database, article: Source, form: Form) -> String {
    let found = &mentions(db, article).list;
    if found.is_empty() {
        return String::new();
    }
    let text = article.text(db).as_str();
    let lines = LineIndex::new(text);
    let path = article.path(db).as_str();
    let mut out = String::new();
    for mention in found {
        let at = lines.place(mention.span.start);
        let words = document(db, article).value.words(mention.range);
        let entity = mention.entity.id(db);
        out += &match form {
            Form::Lines => {
                let linked = if mention.linked { "linked" } else { "not linked" };
                format!("{path}:{}:{}: {words} -> {entity} ({}, {linked})\n", at.line, at.column, mention.rule.word())
            }
            Form::Json => {
                format!("{}\n", mention_object(mention, json!({"file": path, "line": at.line, "column": at.column}), (words, entity)))
            }
        };
    }
    out
}

/// `{"file","line","column","start","end","text","entity","rule","linked"}`; offsets are bytes of the file.
fn mention_object(mention: &Mention, mut object: Value, (words, entity): (&str, &str)) -> Value {
    if let Value::Object(fields) = &mut object {
        fields.insert("start".into(), json!(mention.span.start));
        fields.insert("end".into(), json!(mention.span.end));
        fields.insert("text".into(), json!(words));
        fields.insert("entity".into(), json!(entity));
        fields.insert("rule".into(), json!(mention.rule.word()));
        fields.insert("linked".into(), json!(mention.linked));
    }
    object
}

fn related_line(db: &Database, article: Source, form: Form) -> String {
    if !visible(db, article) {
        return String::new();
    }
    let path = article.path(db).as_str();
    let near = related(db, article);
    let shared = shared_words(db, article, near.iter().map(|near| &near.shared));
    let near = std::iter::zip(near, shared);
    match form {
        Form::Lines => {
            let lines = near.map(|(near, shared)| format!("    {:.3} {} ({})\n", near.score, near.source.path(db), shared.join(", ")));
            std::iter::once(format!("{path}\n")).chain(lines).collect()
        }
        Form::Json => {
            let near: Vec<Value> =
                near.map(|(near, shared)| json!({"file": near.source.path(db).as_str(), "score": near.score, "shared": shared})).collect();
            format!("{}\n", json!({"file": path, "related": near}))
        }
    }
}

/// A line for an article that readers cannot see, if it is of the kind that is asked for.
fn hidden_line(db: &Database, article: Source, (what, form): (What, Form)) -> String {
    let time = match (what, hidden(db, article)) {
        (What::Drafts, Some(Hidden::Draft)) => None,
        (What::Scheduled, Some(Hidden::Embargoed(moment))) | (What::Expired, Some(Hidden::Expired(moment))) => Some(moment.rfc3339()),
        _ => return String::new(),
    };
    article_line(db, article, (time, form))
}

/// A line for an article, with a time where one matters.
fn article_line(db: &Database, article: Source, (time, form): (Option<String>, Form)) -> String {
    let (path, title, url) = (article.path(db).as_str(), &front(db, article).title.value, &address(db, article).url);
    match form {
        Form::Lines => format!("{path}: {}{title}\n", time.map(|time| format!("{time}: ")).unwrap_or_default()),
        Form::Json => format!("{}\n", json!({"file": path, "title": title, "url": url, "time": time})),
    }
}

impl Rule {
    /// The word for it in lists.
    pub fn word(self) -> &'static str {
        match self {
            Rule::Name => "name",
            Rule::Alias => "alias",
            Rule::Form => "form",
            Rule::Reference => "reference",
            Rule::Pin => "pin",
            Rule::EarlierName => "earlier-name",
            Rule::Context => "context",
        }
    }
}

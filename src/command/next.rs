//! `gloss next`: when the site changes by the clock alone, for whatever starts the next build.

use serde_json::json;

use super::list::{Form, form};
use super::{Exit, Failure, Session, site};
use crate::link::visibility::{Becomes, Turn, turns};
use crate::parse::query::{address, front};
use crate::source::Db;

/// How much is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What happens at the next moment at which anything does.
    Next,
    /// All that is to come.
    All,
}

/// Runs it: a line for each article that is published or expires, soonest first, beginning with the moment (RFC 3339).
///
/// # Errors
/// Where there is no site, it cannot be read, or the form is one for findings only.
pub fn run(session: &mut Session, extent: Extent) -> Result<Exit, Failure> {
    let form = form(session)?;
    let open = site::open(session)?;
    let turns = turns(open.db());
    let first = turns.first().map(|turn| turn.at.instant);
    for turn in turns.iter().filter(|turn| extent == Extent::All || Some(turn.at.instant) == first) {
        writeln!(session.out, "{}", line(open.db(), turn, form))?;
    }
    if turns.is_empty() {
        session.say("no article is published or expires by itself");
    }
    Ok(Exit::Fine)
}

fn line(db: &dyn Db, turn: &Turn, form: Form) -> String {
    let (time, path) = (turn.at.rfc3339(), turn.article.path(db).as_str());
    let (title, url) = (&front(db, turn.article).title.value, &address(db, turn.article).url);
    let becomes = match turn.into {
        Becomes::Published => "published",
        Becomes::Expired => "expired",
    };
    match form {
        Form::Lines => format!("{time} {becomes} {path}: {title}"),
        Form::Json => json!({"time": time, "becomes": becomes, "file": path, "title": title, "url": url}).to_string(),
    }
}

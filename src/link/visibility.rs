//! Who may see what: the one set that pages, lists, feeds, references and entity pages all ask.

use super::Hidden;
use crate::parse::front::{Front, Moment};
use crate::parse::query::{articles, front};
use crate::source::{Audience, Db, Source};

/// Why readers cannot see an article at the clock's time, if they cannot.
#[salsa::tracked(returns(copy))]
pub fn hidden(db: &dyn Db, source: Source) -> Option<Hidden> {
    let front: &Front = front(db, source);
    if front.draft {
        return Some(Hidden::Draft);
    }
    // The clock is asked only by those that depend on it.
    let now = || db.concrete().site().now(db);
    if let Some(from) = front.publish_at.filter(|from| from.instant > now()) {
        return Some(Hidden::Embargoed(from));
    }
    front.expires_at.filter(|until| until.instant <= now()).map(Hidden::Expired)
}

/// Whether an article is part of the site: readers see what is not hidden, editors everything.
pub fn is_visible(db: &dyn Db, source: Source) -> bool {
    hidden(db, source).is_none() || db.concrete().site().audience(db) == Audience::Editors
}

/// What the clock will do to an article by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// When.
    pub at: Moment,
    /// To which article.
    pub article: Source,
    /// What it becomes.
    pub into: Becomes,
}

/// What an article becomes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Becomes {
    /// Readers see it from then on.
    Published,
    /// Readers see it no more.
    Expired,
}

/// All that the clock will do from now on, soonest first: embargoes that end, and articles that expire. A draft waits for its
/// editor, whatever its dates say.
pub fn turns(db: &dyn Db) -> Vec<Turn> {
    let now = db.concrete().site().now(db);
    let mut turns = Vec::new();
    for article in articles(db).iter().copied().filter(|article| !front(db, *article).draft) {
        let front: &Front = front(db, article);
        let published = front.publish_at.map(|at| Turn { at, article, into: Becomes::Published });
        // What expires before it is published is never seen.
        let expires = front.expires_at.filter(|end| front.publish_at.is_none_or(|start| start.instant < end.instant));
        let expired = expires.map(|at| Turn { at, article, into: Becomes::Expired });
        turns.extend(published.into_iter().chain(expired).filter(|turn| turn.at.instant > now));
    }
    turns.sort_by_key(|turn| (turn.at.instant, turn.article.path(db), turn.into));
    turns
}

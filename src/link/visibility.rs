//! Who may see what: the one set that pages, lists, feeds, references and entity pages all ask.

use super::Hidden;
use crate::parse::front::Front;
use crate::parse::query::front;
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

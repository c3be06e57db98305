//! The questions that one can ask of this stage.

use super::document::Document;
use super::front::{Front, Moment};
use super::{Address, Checked, Role};
use crate::config::Config;
use crate::source::{Db, Source};

/// The site's file.
#[salsa::tracked]
pub fn config(db: &dyn Db) -> Checked<Config> {
    let _ = db;
    unimplemented!()
}

/// A parsed Markdown file.
#[salsa::tracked]
pub fn document(db: &dyn Db, source: Source) -> Checked<Document> {
    let _ = source;
    unimplemented!()
}

/// The front matter alone, so that an edit of a body changes nothing for those who ask only for it.
#[salsa::tracked]
pub fn front(db: &dyn Db, source: Source) -> Front {
    document(db, source).value.front.clone()
}

/// What a Markdown file is.
#[salsa::tracked(returns(copy))]
pub fn role(db: &dyn Db, source: Source) -> Role {
    let _ = source;
    unimplemented!()
}

/// Where a page stands.
#[salsa::tracked]
pub fn address(db: &dyn Db, source: Source) -> Address {
    let _ = source;
    unimplemented!()
}

/// All articles, visible or not, sorted by path.
#[salsa::tracked]
pub fn articles(db: &dyn Db) -> Vec<Source> {
    db.concrete().site().pages(db).iter().copied().filter(|page| role(db, *page) == Role::Article).collect()
}

/// The article's date: its `date`, else its first publication, else none.
pub fn date_of(front: &Front) -> Option<Moment> {
    front.date.or(front.publish_at)
}

//! How long what was rendered stands: the clock is an input like any other.

use jiff::Timestamp;

use super::sitemap_news;
use crate::link::visibility::turns;
use crate::parse::query::config;
use crate::source::Db;

/// A moment up to which the clock alone changes no byte of the site: the next embargo, expiry, entry or exit of the news
/// sitemap, or the next midnight in the site's time zone, when roles begin and end.
pub fn stands_until(db: &dyn Db) -> Timestamp {
    let now = db.concrete().site().now(db);
    let zone = &config(db).value.timezone;
    let tomorrow = zone.to_datetime(now).date().tomorrow();
    let midnight = tomorrow.and_then(|tomorrow| zone.to_timestamp(tomorrow.at(0, 0, 0, 0))).unwrap_or(now);
    let turn = turns(db).first().map(|turn| turn.at.instant);
    [turn, sitemap_news::changes(db)].into_iter().flatten().fold(midnight, Timestamp::min)
}

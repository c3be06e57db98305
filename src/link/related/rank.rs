//! Ranking: an article's heaviest terms find candidates, all its terms weigh them.
//!
//! What it costs is bounded: so many look-ups, so many articles a term (those nearest in time), so many candidates. So an
//! article's neighbours cost about the same in an archive of a thousand and of a hundred thousand.

use super::candidates::candidates;
use super::postings::LENGTH;
use super::profile::profile;
use super::table::Table;
use super::timeline::{CHUNK, position};
use super::weight::{Article, WHOLE, leaf};
use crate::config::site::ReadAlsoConfig;
use crate::glossary::LanguageKey;
use crate::link::query::{list, outgoing};
use crate::link::{ListKey, ListKind, read_also};
use crate::parse::query::{address, config, front};
use crate::source::{Db, Source};
use crate::text::slug::slug;

/// What part of the rough likeness of the last one wanted a candidate must have to be weighed.
const PROMISING: f64 = 0.5;
/// Above this likeness (cosine) two articles tell the same, and the second adds little: so much is left of it.
const SAME: (f64, f64) = (0.95, 0.5);
/// What is left of the likeness of articles that lie endlessly far apart in time.
const TIMELESS: f64 = 0.5;
/// How much more an article counts whose whole headline stands in the text.
const HEADLINE: f64 = 0.4;
/// The length at which an article is neither held back nor favoured: it only sets the scale of scores.
const TYPICAL: f64 = 40_000.0;

/// An article's terms, and the nearest articles, nearest first.
pub(super) struct Ranking<'db> {
    pub(super) own: Table<'db>,
    pub(super) found: Vec<(f64, Article<'db>)>,
}

/// Ranks the neighbours of an article; `None` if readers cannot see it.
pub(super) fn rank(db: &dyn Db, source: Source) -> Option<Ranking<'_>> {
    let settings = &config(db).value.read_also;
    let language = LanguageKey::new(db, address(db, source).language.clone());
    let position = position(db, source)?;
    let own = leaf(db, language, position.chunk()).article(position.place as usize % CHUNK)?;
    let left_out = left_out(db, source, language);
    let table = Table::new(&profile(db, source).terms, own.weighed());
    let mut likely: Vec<(f64, Article)> = candidates(db, own, (language, position), settings)
        .into_iter()
        .filter(|(_, other)| other.entry.stem != own.entry.stem && (!settings.same_section || other.entry.section == own.entry.section))
        .filter(|(_, other)| other.entry.source != source && !left_out.contains(&other.entry.source))
        .collect();
    leave_promising(&mut likely, settings.count);
    let mut found: Vec<(f64, Article)> = likely.into_iter().map(|(_, other)| (score(own, other, &table, settings), other)).collect();
    let url = |other: &Article| address(db, other.entry.source).url.as_str();
    let order = |(a, x): &(f64, Article), (b, y): &(f64, Article)| b.total_cmp(a).then_with(|| url(x).cmp(url(y)));
    found.sort_unstable_by(order);
    found.truncate(settings.count);
    Some(Ranking { own: table, found })
}

/// Articles that the page has elsewhere: in the editor's list, in the text, and before and after it in its series.
fn left_out(db: &dyn Db, source: Source, language: LanguageKey) -> Vec<Source> {
    let mut left_out: Vec<Source> = read_also::manual_articles(db, source).iter().copied().chain(outgoing(db, source)).collect();
    if let Some(series) = &front(db, source).series {
        let parts = list(db, ListKey::new(db, language.language(db).clone(), ListKind::Series(slug(series))));
        let at = parts.iter().position(|part| *part == source);
        left_out.extend(at.and_then(|at| parts.get(at.checked_sub(1)?)));
        left_out.extend(at.and_then(|at| parts.get(at + 1)));
    }
    left_out
}

/// Takes out what is so much less likely than what there is enough of that weighing it exactly would be in vain.
fn leave_promising(likely: &mut Vec<(f64, Article)>, count: usize) {
    let Some(last) = count.checked_sub(1).filter(|last| *last < likely.len()) else { return };
    let (_, (least, _), _) = likely.select_nth_unstable_by(last, |(a, _), (b, _)| b.total_cmp(a));
    let least = *least * PROMISING;
    likely.retain(|(likeness, _)| *likeness >= least);
}

/// How near one article is to another: what they share by weight, more where the headline of the other one stands in the
/// text, with a mild preference for nearness in time, and a penalty for telling the same.
fn score(own: Article, other: Article, table: &Table, settings: &ReadAlsoConfig) -> f64 {
    let mut product: u64 = 0;
    for (term, weight) in other.weighed() {
        product += u64::from(table.weight(term)) * u64::from(weight);
    }
    let product = real(product);
    let headline: u32 = other.headline().iter().filter(|(term, _)| table.has(*term)).map(|(_, share)| u32::from(*share)).sum();
    let (own_length, length) = (f64::from(own.entry.length), f64::from(other.entry.length));
    let likeness = product / (own_length * length.powf(LENGTH) * TYPICAL.powf(1.0 - LENGTH));
    let (same, left) = SAME;
    let fresh = if product / (own_length * length) > same { left } else { 1.0 };
    likeness
        * (1.0 + HEADLINE * f64::from(headline) / WHOLE)
        * nearness((own.entry.instant, other.entry.instant), settings.half_life)
        * fresh
}

/// What is left of a likeness at a distance in time.
pub(super) fn nearness(instants: (Option<jiff::Timestamp>, Option<jiff::Timestamp>), half_life: f64) -> f64 {
    let days = if let (Some(a), Some(b)) = instants { days(a, b) } else { half_life };
    TIMELESS + (1.0 - TIMELESS) * (-days / half_life.max(1.0)).exp2()
}

#[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit")]
fn days(a: jiff::Timestamp, b: jiff::Timestamp) -> f64 {
    (a.as_second() - b.as_second()).abs() as f64 / 86_400.0
}

#[expect(clippy::cast_precision_loss, reason = "the sum of some hundred products of two 16-bit numbers fits")]
fn real(product: u64) -> f64 {
    product as f64
}

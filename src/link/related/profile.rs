//! What an article is about, as far as neighbours are computed from it.

use std::ops::ControlFlow;

use super::term::{self, BITS, Kind, Term};
use crate::link::query::mentioned;
use crate::parse::query::{address, date_of, document};
use crate::source::{Db, Source};
use crate::text::boundary::is_spaceless;
use crate::text::slug::slug;
use crate::text::words::is_letter;

/// What neighbours are computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Profile {
    /// Its terms, each once, in the order of their numbers.
    pub(super) terms: Box<[Held]>,
    /// Where each word and phrase begins first: its [`Place`], in the order of the terms.
    places: Box<[Place]>,
    /// The terms of its headline, each once, in the order of their numbers.
    pub(super) headline: Box<[Term]>,
    /// When it was published.
    pub(super) instant: Option<jiff::Timestamp>,
    /// Its section, as a hash.
    pub(super) section: u64,
    /// What its translations share, as a hash.
    pub(super) stem: u64,
}

/// A term that an article has, and how much: how often, and more where it stands in the headline or near the top. Both in
/// one number, as every article of an archive has hundreds; in the order of the terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Held(u32);

/// The amounts that are told apart, in halves.
const AMOUNTS: [u8; 16] = [0, 2, 4, 6, 8, 10, 12, 14, 16, 20, 26, 34, 46, 64, 100, 180];

impl Held {
    fn new(term: Term, amount: u8) -> Self {
        let step = AMOUNTS.partition_point(|known| *known <= amount) - 1;
        Self(term << (u32::BITS - BITS) | u32::try_from(step).unwrap_or_default())
    }

    /// The term.
    pub(super) fn term(self) -> Term {
        self.0 >> (u32::BITS - BITS)
    }

    /// Which of the amounts: below [`Self::STEPS`].
    pub(super) fn step(self) -> usize {
        (self.0 & ((1 << (u32::BITS - BITS)) - 1)) as usize
    }

    /// Each amount that is told apart.
    pub(super) fn amounts() -> impl Iterator<Item = f64> {
        AMOUNTS.iter().map(|halves| f64::from(*halves) / 2.0)
    }
}

/// Where a term stands: in which of [`PARTS`] parts of the description and the plain text, one behind the other.
type Place = u8;
/// The place of what stands nowhere: tags and entities.
const NOWHERE: Place = Place::MAX;
/// Parts of a text that are told apart, each some words long.
const PARTS: usize = NOWHERE as usize;

/// A term in the text counts so much, in halves.
const TEXT: u8 = 2;
/// In the headline.
const HEADLINE: u8 = 6;
/// At the top of the text, besides.
const TOP: u8 = 2;
/// Words of the standfirst and the text that are its top.
const TOP_WORDS: usize = 60;
/// Words of a text that are read: what a long transcript is about stands before that.
const READ: usize = 4000;
/// A mention of an entity counts so much; of more mentions, these count alone.
const MENTION: (u8, usize) = (2, 4);

/// An article's profile.
#[salsa::tracked]
pub(super) fn profile(db: &dyn Db, source: Source) -> Profile {
    let (document, address) = (&document(db, source).value, address(db, source));
    let (front, language) = (&document.front, address.language.primary());
    let mut found: Vec<u64> = Vec::new();
    let mut headline: Vec<Term> = Vec::new();
    let (title, body) = document.plain.split_once('\n').unwrap_or((&document.plain, ""));
    let plain = front.description.len();
    let length = plain + document.plain.len();
    let place = |at: usize| Place::try_from(at * PARTS / length).unwrap_or(NOWHERE);
    term::for_each(title, language, |term, range, _| {
        headline.push(term);
        found.push(joined(term, place(plain + range.start), HEADLINE));
        ControlFlow::Continue(())
    });
    headline.sort_unstable();
    headline.dedup();
    for (text, first) in [(front.description.as_str(), 0), (body, plain + document.plain.len() - body.len())] {
        term::for_each(text, language, |term, range, before| {
            found.push(joined(term, place(first + range.start), if before < TOP_WORDS { TEXT + TOP } else { TEXT }));
            if before < READ { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    }
    found.extend(front.tags.iter().map(|tag| joined(term::named(Kind::Tag, &slug(tag)), NOWHERE, TEXT)));
    found.extend(mentioned(db, source).iter().map(|(entity, count)| {
        let (each, most) = MENTION;
        let amount = each.saturating_mul(u8::try_from((*count).min(most)).unwrap_or_default());
        joined(term::named(Kind::Entity, entity.id(db)), NOWHERE, amount)
    }));
    found.sort_unstable();
    let mut terms: Vec<Held> = Vec::with_capacity(found.len());
    let mut places: Vec<Place> = Vec::with_capacity(found.len());
    for same in found.chunk_by(|a, b| apart(*a).0 == apart(*b).0) {
        let amount = same.iter().fold(0, |sum: u8, one| sum.saturating_add(apart(*one).2));
        let first = same.first().map(|first| apart(*first));
        terms.extend(first.map(|(term, ..)| Held::new(term, amount)));
        places.extend(first.map(|(_, place, _)| place));
    }
    Profile {
        // Copied, so that what is kept for each article is no longer than it must be.
        terms: terms.as_slice().into(),
        places: places.as_slice().into(),
        headline: headline.into(),
        instant: date_of(front).map(|date| date.instant),
        section: term::hash(address.section.as_bytes()),
        stem: term::hash(address.stem.as_bytes()),
    }
}

impl Profile {
    /// The first words of an article, by its description and its plain text, that are one of its terms, as they stand there.
    pub(super) fn written<'t>(&self, term: Term, (description, plain): (&'t str, &'t str), language: &str) -> Option<&'t str> {
        let place = *self.places.get(self.terms.binary_search_by_key(&term, |held| held.term()).ok()?)?;
        if place == NOWHERE {
            return None;
        }
        let at = (usize::from(place) * (description.len() + plain.len())).div_ceil(PARTS);
        let (text, at) = if at < description.len() { (description, at) } else { (plain, at - description.len()) };
        let start = (at..text.len()).find(|at| begins_word(text, *at))?;
        let rest = text.get(start..)?;
        let mut found = None;
        term::for_each(rest, language, |other, range, _| {
            if other != term {
                return ControlFlow::Continue(());
            }
            found = rest.get(range);
            ControlFlow::Break(())
        });
        found
    }
}

/// Whether a word may begin at a byte of a text: one that spaces part begins behind something else than a letter.
fn begins_word(text: &str, at: usize) -> bool {
    let Some((before, rest)) = text.split_at_checked(at) else { return false };
    rest.starts_with(is_spaceless) || rest.starts_with(is_letter) && !before.ends_with(is_letter)
}

/// A term, its place and its amount as one number: that is quickly sorted.
fn joined(term: Term, place: Place, amount: u8) -> u64 {
    u64::from(term) << 16 | u64::from(place) << 8 | u64::from(amount)
}

#[expect(clippy::cast_possible_truncation, reason = "it is three numbers joined")]
fn apart(joined: u64) -> (Term, Place, u8) {
    ((joined >> 16) as Term, (joined >> 8) as Place, joined as u8)
}

//! What an article is about, as far as neighbours are computed from it.

use std::ops::ControlFlow;

use super::term::{self, Kind, Term, kind};
use crate::link::query::mentioned;
use crate::parse::query::{address, date_of, document};
use crate::source::{Db, Source};
use crate::text::slug::slug;
use crate::text::words::words;

/// What neighbours are computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Profile {
    /// Its terms, each once, in the order of their numbers.
    pub(super) terms: Box<[Term]>,
    /// How much each term is there: how often, in halves, and more where it stands in the headline or near the top.
    pub(super) amounts: Box<[u8]>,
    /// Where each word and phrase begins first: its [`Place`], in the order of the terms.
    places: Box<[Place]>,
    /// The terms of its headline, each once, in the order of their numbers.
    pub(super) headline: Box<[Term]>,
    /// When it was published.
    pub(super) instant: Option<jiff::Timestamp>,
    /// Its section.
    pub(super) section: Box<str>,
    /// What its translations share.
    pub(super) stem: Box<str>,
}

/// Where a term stands: a byte of the description, or of the plain text if so much is added as the description is long.
type Place = u16;
/// The place of what stands nowhere (tags, entities), or too far down.
const NOWHERE: Place = Place::MAX;

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
    let place = |at: usize| Place::try_from(at).unwrap_or(NOWHERE);
    let plain = front.description.len();
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
    let mut terms: Vec<Term> = Vec::with_capacity(found.len());
    let mut amounts: Vec<u8> = Vec::with_capacity(found.len());
    let mut places: Vec<Place> = Vec::with_capacity(found.len());
    for one in found {
        let (term, place, amount) = apart(one);
        match amounts.last_mut() {
            Some(sum) if terms.last() == Some(&term) => *sum = sum.saturating_add(amount),
            _ => {
                terms.push(term);
                amounts.push(amount);
                places.push(place);
            }
        }
    }
    Profile {
        // Copied, so that what is kept for each article is no longer than it must be.
        terms: terms.as_slice().into(),
        amounts: amounts.as_slice().into(),
        places: places.as_slice().into(),
        headline: headline.into(),
        instant: date_of(front).map(|date| date.instant),
        section: address.section.as_str().into(),
        stem: address.stem.as_str().into(),
    }
}

impl Profile {
    /// The first words of an article, by its description and its plain text, that have one of its terms, as they stand there.
    pub(super) fn written<'t>(&self, term: Term, description: &'t str, plain: &'t str) -> Option<&'t str> {
        let place = *self.places.get(self.terms.binary_search(&term).ok()?)?;
        if place == NOWHERE {
            return None;
        }
        let at = usize::from(place);
        let text = if at < description.len() { description.get(at..)? } else { plain.get(at - description.len()..)? };
        let mut words = words(text);
        let first = words.next()?;
        let last = if kind(term) == Kind::Phrase { words.next()? } else { first };
        text.get(..last.end())
    }
}

/// A term, its place and its amount as one number: that is quickly sorted.
fn joined(term: Term, place: Place, amount: u8) -> u64 {
    u64::from(term) << 24 | u64::from(place) << 8 | u64::from(amount)
}

#[expect(clippy::cast_possible_truncation, reason = "it is three numbers joined")]
fn apart(joined: u64) -> (Term, Place, u8) {
    ((joined >> 24) as Term, (joined >> 8) as Place, joined as u8)
}

//! What an article is about, as far as neighbours are computed from it.

use std::ops::ControlFlow;

use super::term::{self, Kind, Term};
use crate::link::query::mentioned;
use crate::parse::query::{address, date_of, document};
use crate::source::{Db, Source};
use crate::text::slug::slug;

/// What neighbours are computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Profile {
    /// Its terms, each once, in the order of their numbers.
    pub(super) terms: Box<[Term]>,
    /// How much each term is there: how often, in halves, and more where it stands in the headline or near the top.
    pub(super) amounts: Box<[u8]>,
    /// The terms of its headline, each once, in the order of their numbers.
    pub(super) headline: Box<[Term]>,
    /// When it was published.
    pub(super) instant: Option<jiff::Timestamp>,
    /// Its section.
    pub(super) section: Box<str>,
    /// What its translations share.
    pub(super) stem: Box<str>,
}

/// A term in the text counts so much, in halves.
const TEXT: u8 = 2;
/// In the headline.
const HEADLINE: u8 = 6;
/// At the top of the text, besides.
const TOP: u8 = 1;
/// Words of the standfirst and the text that are its top.
const TOP_WORDS: usize = 80;
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
    term::for_each(&front.title.value, language, |term, _, _| {
        headline.push(term);
        found.push(joined(term, HEADLINE));
        ControlFlow::Continue(())
    });
    headline.sort_unstable();
    headline.dedup();
    let body = document.plain.split_once('\n').map_or("", |(_, body)| body);
    for text in [front.description.as_str(), body] {
        term::for_each(text, language, |term, _, before| {
            found.push(joined(term, if before < TOP_WORDS { TEXT + TOP } else { TEXT }));
            if before < READ { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    }
    found.extend(front.tags.iter().map(|tag| joined(term::named(Kind::Tag, &slug(tag)), TEXT)));
    found.extend(mentioned(db, source).iter().map(|(entity, count)| {
        let (each, most) = MENTION;
        joined(term::named(Kind::Entity, entity.id(db)), each.saturating_mul(u8::try_from((*count).min(most)).unwrap_or_default()))
    }));
    found.sort_unstable();
    let mut terms: Vec<Term> = Vec::with_capacity(found.len());
    let mut amounts: Vec<u8> = Vec::with_capacity(found.len());
    for one in found {
        let (term, amount) = apart(one);
        match amounts.last_mut() {
            Some(sum) if terms.last() == Some(&term) => *sum = sum.saturating_add(amount),
            _ => {
                terms.push(term);
                amounts.push(amount);
            }
        }
    }
    Profile {
        // Copied, so that what is kept for each article is no longer than it must be.
        terms: terms.as_slice().into(),
        amounts: amounts.as_slice().into(),
        headline: headline.into(),
        instant: date_of(front).map(|date| date.instant),
        section: address.section.as_str().into(),
        stem: address.stem.as_str().into(),
    }
}

/// A term and its amount as one number: that is quickly sorted.
fn joined(term: Term, amount: u8) -> u64 {
    u64::from(term) << 8 | u64::from(amount)
}

#[expect(clippy::cast_possible_truncation, reason = "it is two numbers joined")]
fn apart(joined: u64) -> (Term, u8) {
    ((joined >> 8) as Term, joined as u8)
}

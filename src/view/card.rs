//! An article as others show it.

use super::common::{CardView, LinkView};
use super::kept::Kept;
use super::locale::{Locale, locale, own_name};
use super::urls;
use crate::config::Language;
use crate::glossary::LanguageKey;
use crate::link::fallback::borrowers;
use crate::link::query::{card, list_label};
use crate::link::{Hidden, ListKey, ListKind, address};
use crate::parse::front::{CorrectionKind, Genre};
use crate::parse::query::config;
use crate::source::{Db, Source};

/// An article's card in its own language.
#[salsa::tracked]
pub fn card_view(db: &dyn Db, source: Source) -> Kept<CardView> {
    let card = card(db, source);
    let locale = locale(db, urls::page_language(db, source));
    Kept::new(CardView {
        title: card.title.clone(),
        url: urls::href(db, &card.url),
        date: card.date.map(|date| locale.date(date)),
        description: card.description.clone(),
        language: card.language.tag().to_owned(),
        direction: locale_of(db, &card.language).direction(),
        language_name: own_name(&card.language).to_owned(),
        foreign: false,
        section: section_link(db, urls::page_language(db, source).language(db), &card.section),
        genre: genre(card.genre),
        corrected: card.corrected.map(|(_, moment)| locale.date(moment)),
        corrected_kind: card.corrected.map_or("", |(kind, _)| correction_kind(kind)),
        badge: badge(card.hidden),
    })
}

/// An article's card on a page of a language.
pub fn card_on(db: &dyn Db, source: Source, page: LanguageKey) -> Kept<CardView> {
    let foreign = urls::language_of(db, source) != page.language(db);
    if foreign { foreign_card(db, source, page) } else { card_view(db, source) }.clone()
}

/// An article's card on a page of another language than its own.
#[salsa::tracked]
fn foreign_card(db: &dyn Db, source: Source, page: LanguageKey) -> Kept<CardView> {
    let (card, locale) = (card(db, source), locale(db, page));
    let (own, language) = (card_view(db, source), page.language(db));
    let borrowed = borrowers(db, source).contains(&language);
    Kept::new(CardView {
        foreign: true,
        url: urls::href(db, &urls::article_for(db, source, page)),
        section: if borrowed { section_link(db, language, &card.section) } else { own.section.clone() },
        date: card.date.map(|date| locale.date(date)),
        corrected: card.corrected.map(|(_, moment)| locale.date(moment)),
        ..CardView::clone(own)
    })
}

fn locale_of<'d>(db: &'d dyn Db, language: &Language) -> &'d Locale {
    locale(db, LanguageKey::new(db, language.clone()))
}

/// A section's title and page, if it has a name.
pub fn section_link(db: &dyn Db, language: &Language, section: &str) -> Option<Kept<LinkView>> {
    (!section.is_empty()).then(|| list_link(db, language, ListKind::Section(section.to_owned())))
}

/// A list's title and page.
pub fn list_link(db: &dyn Db, language: &Language, kind: ListKind) -> Kept<LinkView> {
    link_to(db, ListKey::new(db, language.clone(), kind)).clone()
}

#[salsa::tracked]
fn link_to(db: &dyn Db, key: ListKey) -> Kept<LinkView> {
    let url = urls::href(db, &address::list(&config(db).value, key.language(db), key.kind(db)));
    Kept::new(LinkView { title: list_label(db, key).clone(), url, current: false })
}

/// A genre's key.
pub fn genre(genre: Genre) -> &'static str {
    match genre {
        Genre::News => "news",
        Genre::Analysis => "analysis",
        Genre::Background => "background",
        Genre::Opinion => "opinion",
        Genre::FactCheck => "fact-check",
    }
}

/// A correction's key.
pub fn correction_kind(kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::Correction => "correction",
        CorrectionKind::Clarification => "clarification",
        CorrectionKind::Update => "update",
        CorrectionKind::Retraction => "retraction",
    }
}

/// The badge that editors see on what readers do not.
pub fn badge(hidden: Option<Hidden>) -> &'static str {
    match hidden {
        Some(Hidden::Draft) => "draft",
        Some(Hidden::Embargoed(_)) => "embargo",
        Some(Hidden::Expired(_)) => "expired",
        None => "",
    }
}

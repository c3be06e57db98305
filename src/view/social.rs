//! Social cards: what stands on them, for articles without a picture and for the site.

use std::sync::Arc;

use bytes::Bytes;

use super::card::section_link;
use super::locale::locale;
use super::pages::site::site_view;
use super::picture::SocialView;
use super::urls;
use crate::config::site::SocialCards;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::LanguageKey;
use crate::link::query::{card as card_of, visible_articles};
use crate::link::{ListKind, address};
use crate::parse::query::{address as address_of, config, front};
use crate::picture::card::Card;
use crate::picture::font::{FontSet, is_font};
use crate::source::{AssetContent, Db, Source};
use crate::text::node::Spanned;
use crate::text::path::SitePath;

/// The fonts of cards; none where the site wants no cards.
#[salsa::tracked]
pub fn fonts(db: &dyn Db) -> Option<Arc<FontSet>> {
    let cards = &config(db).value.social_cards;
    let more: Vec<Bytes> = cards.fonts.iter().filter_map(|font| font_at(db, font).ok()).collect();
    (cards.of != SocialCards::None).then(|| if more.is_empty() { FontSet::built_in() } else { Arc::new(FontSet::new(&more)) })
}

/// Whether articles without a picture have cards of their own.
pub fn of_articles(db: &dyn Db) -> bool {
    config(db).value.social_cards.of == SocialCards::Articles
}

/// The card of an article; none where it has a picture of its own, or the site wants no cards.
#[salsa::tracked]
pub fn article(db: &dyn Db, source: Source) -> Option<Arc<Card>> {
    let fonts = fonts(db).as_ref().filter(|_| of_articles(db) && front(db, source).cover.is_none())?;
    let (card, edition) = (card_of(db, source), urls::page_language(db, source));
    let language = LanguageKey::new(db, card.language.clone());
    let section = section_link(db, edition.language(db), &card.section);
    Some(Arc::new(Card {
        site: set(fonts, config(db).value.title_in(edition.language(db))),
        kicker: set(fonts, section.as_ref().map_or("", |section| section.title.as_str())),
        headline: set(fonts, &card.title),
        foot: set(fonts, &card.date.map(|date| locale(db, language).day(date.day())).unwrap_or_default()),
        rtl: locale(db, language).direction() == "rtl",
        fonts: Arc::clone(fonts),
    }))
}

/// The card of the site, for its pages that are no articles.
#[salsa::tracked]
pub fn site(db: &dyn Db, language: LanguageKey) -> Option<Arc<Card>> {
    let (fonts, site) = (fonts(db).as_ref()?, site_view(db, language));
    Some(Arc::new(Card {
        site: String::new(),
        kicker: String::new(),
        headline: set(fonts, &site.title),
        foot: set(fonts, &site.description),
        rtl: locale(db, language).direction() == "rtl",
        fonts: Arc::clone(fonts),
    }))
}

/// The address of an article's card in the site, if it has one.
pub fn article_url(db: &dyn Db, source: Source) -> Option<String> {
    Some(address::social_card(&address_of(db, source).url, &article(db, source).as_ref()?.key()))
}

/// The address of the site's card, if it has one.
pub fn site_url(db: &dyn Db, language: LanguageKey) -> Option<String> {
    let home = address::list(&config(db).value, language.language(db), &ListKind::All);
    Some(address::social_card(&home, &site(db, language).as_ref()?.key()))
}

/// A card as a page's picture.
pub fn view(db: &dyn Db, url: &str, alt: &str) -> SocialView {
    let (width, height) = Card::SIZE;
    SocialView { url: urls::absolute(db, url), width, height, alt: alt.to_owned() }
}

/// Fonts that are none, and headlines that no font can set.
#[salsa::tracked]
pub fn findings(db: &dyn Db) -> Vec<Diagnostic> {
    let named = config(db).value.social_cards.fonts.iter();
    let mut found: Vec<Diagnostic> = named.filter_map(|font| font_at(db, font).err()).map(|finding| *finding).collect();
    let Some(fonts) = fonts(db).as_ref().filter(|_| of_articles(db)) else { return found };
    let lacking = |article: &&Source| article_letter(db, **article, fonts).is_some();
    let mut lacking = visible_articles(db).iter().filter(lacking);
    if let Some(first) = lacking.next() {
        let letter = article_letter(db, *first, fonts).unwrap_or_default();
        let count = 1 + lacking.count();
        let words = if count == 1 { "a headline has".to_owned() } else { format!("{count} headlines have") };
        found.push(
            Diagnostic::new(Code::CardLetters, format!("{words} letters that no font of social cards has, such as `{letter}`"))
                .at(first.path(db), front(db, *first).title.span)
                .note("such a card shows no headline")
                .help("add a font that has them: `social_cards: {fonts: [static/fonts/NAME.ttf]}`; or `social_cards: false`"),
        );
    }
    found
}

/// A letter of an article's headline that its card lacks.
fn article_letter(db: &dyn Db, article: Source, fonts: &FontSet) -> Option<char> {
    let front = front(db, article);
    fonts.lacks(&front.title.value).filter(|_| front.cover.is_none())
}

/// A text that the fonts can set; else none: half of it would be worse.
fn set(fonts: &FontSet, text: &str) -> String {
    if fonts.lacks(text).is_none() { text.chars().filter(|letter| !letter.is_control()).collect() } else { String::new() }
}

/// A font of the site, or what is wrong with it.
fn font_at(db: &dyn Db, font: &Spanned<String>) -> Result<Bytes, Box<Diagnostic>> {
    let at = |finding: Diagnostic| Box::new(finding.at(&SitePath::new("gloss.yaml"), font.span));
    let mut assets = db.concrete().site().assets(db).iter();
    let Some(asset) = assets.find(|asset| asset.path(db).as_str() == font.value) else {
        let finding = Diagnostic::new(Code::MissingFile, format!("there is no file `{}`", font.value));
        return Err(at(finding.help("write its path from the site's root: `static/fonts/NAME.ttf`")));
    };
    match asset.content(db) {
        AssetContent::Bytes(bytes) if is_font(bytes) => Ok(bytes.clone()),
        _ => Err(at(Diagnostic::new(Code::BadFont, format!("`{}` is no font that cards can be set in", font.value))
            .help("a TrueType or OpenType file under `static/`, of at most 32 MiB"))),
    }
}

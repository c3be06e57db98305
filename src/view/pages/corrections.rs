//! The corrections of all articles of a language: their page, and what their feed is made of.

use super::article::correction_id;
use super::page::standing_page;
use crate::glossary::LanguageKey;
use crate::link::address;
use crate::link::query::{card, visible_articles};
use crate::parse::front::Correction;
use crate::parse::query::front;
use crate::source::{Db, Source};
use crate::view::card::{card_on, correction_kind};
use crate::view::common::PageView;
use crate::view::edition::is_shown;
use crate::view::feed::FeedOf;
use crate::view::list::{CorrectionItem, CorrectionsView};
use crate::view::locale::locale;
use crate::view::structured;
use crate::view::urls;

/// A correction, and where it stands.
pub struct Corrected<'a> {
    /// The article.
    pub article: Source,
    /// What was put right.
    pub correction: &'a Correction,
    /// Its id on the article's page.
    pub id: String,
}

/// The corrections of all articles of a language, newest first: what its feed has.
pub fn corrected(db: &dyn Db, language: LanguageKey) -> Vec<Corrected<'_>> {
    newest_first(db, |article| urls::page_language(db, article) == language)
}

/// The corrections of the articles that a reader of a language is shown, newest first.
pub(super) fn shown(db: &dyn Db, language: LanguageKey) -> Vec<Corrected<'_>> {
    newest_first(db, |article| is_shown(db, article, language))
}

fn newest_first(db: &dyn Db, is_wanted: impl Fn(Source) -> bool) -> Vec<Corrected<'_>> {
    let articles = visible_articles(db).iter().copied().filter(|article| card(db, *article).corrected.is_some());
    let articles = articles.filter(|article| is_wanted(*article));
    let mut all: Vec<Corrected<'_>> = articles
        .flat_map(|article| {
            let corrections = front(db, article).corrections.iter().enumerate();
            corrections.map(move |(index, correction)| Corrected { article, correction, id: correction_id(index) })
        })
        .collect();
    all.sort_by_key(|item| std::cmp::Reverse(item.correction.date));
    all
}

/// The corrections page.
pub fn corrections(db: &dyn Db, language: LanguageKey) -> (PageView, CorrectionsView) {
    let locale = locale(db, language);
    let view = |item: Corrected<'_>| CorrectionItem {
        card: card_on(db, item.article, language),
        date: locale.date(item.correction.date),
        kind: correction_kind(item.correction.kind),
        text: item.correction.text.clone(),
        url: urls::href(db, &format!("{}#{}", urls::article_for(db, item.article, language), item.id)),
    };
    let items = shown(db, language).into_iter().map(view).collect();
    let mut page = standing_page(db, language, "corrections", address::corrections);
    page.structured = structured::list_of(db, "CollectionPage", &page, &[]);
    let feed = FeedOf::Corrections(language);
    page.feeds.extend(feed.links(db));
    (page, CorrectionsView { items, feed: feed.link(db) })
}

//! Pages that list articles: home, section, tag, author, series, archive, corrections.

use serde::Serialize;

use super::common::{CardView, DateView, FeedView, LinkView};
use super::kept::Kept;

/// The home page: `home`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HomeView {
    /// The newest articles; on later pages of the list, that page's.
    pub articles: Vec<Kept<CardView>>,
    /// Sections with their newest articles; empty on later pages of the list.
    pub sections: Vec<SectionDigest>,
    /// The home page's own text as safe HTML (`content/_index.md`); may be empty.
    pub content: String,
}

/// A section with its newest articles.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionDigest {
    /// Its title and page.
    pub link: Kept<LinkView>,
    /// Up to four.
    pub articles: Vec<Kept<CardView>>,
}

/// A section, tag, author or series: `list`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListView {
    /// `section`, `tag`, `author`, `series`.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// One sentence; may be empty.
    pub description: String,
    /// A section page's own text as safe HTML; may be empty.
    pub content: String,
    /// This page's articles; newest first, oldest first in a series.
    pub articles: Vec<Kept<CardView>>,
    /// An author's page elsewhere; may be empty.
    pub url: String,
}

/// The archive, or a year or a month of it: `archive`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchiveView {
    /// `all`, `year`, `month`.
    pub level: &'static str,
    /// Years, newest first: of the whole archive, or the one that is shown.
    pub years: Vec<ArchiveYear>,
    /// A month's articles, newest first.
    pub articles: Vec<Kept<CardView>>,
    /// The address of the articles for programs.
    pub data: String,
}

/// A year of the archive.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchiveYear {
    /// The year and its page.
    pub link: LinkView,
    /// How many articles.
    pub count: usize,
    /// Its months, newest first, with their names in the page's language.
    pub months: Vec<ArchiveMonth>,
}

/// A month of the archive.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchiveMonth {
    /// The month and its page.
    pub link: LinkView,
    /// How many articles.
    pub count: usize,
}

/// The corrections page: `corrections`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CorrectionsView {
    /// Newest first.
    pub items: Vec<CorrectionItem>,
    /// Their feed.
    pub feed: Option<FeedView>,
}

/// A correction with its article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CorrectionItem {
    /// The article.
    pub card: Kept<CardView>,
    /// When.
    pub date: DateView,
    /// `correction`, `clarification`, `update`, `retraction`.
    pub kind: &'static str,
    /// In words.
    pub text: String,
    /// The address of the correction on the article's page.
    pub url: String,
}

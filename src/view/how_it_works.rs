//! The page that tells readers how the site works.

use serde::Serialize;

use super::common::{FeedView, LinkView};

/// The page that tells how the site works: `how_it_works`. It has what the site has, and nothing that it has not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HowItWorksView {
    /// Entries of the glossary; 0 for a site without one.
    pub entries: usize,
    /// Whether names in articles can be links.
    pub linked: bool,
    /// Whether the glossary says who was what when.
    pub roles: bool,
    /// What stands beside and below texts, of `notes`, `claims`, `sources`, `backstory`.
    pub beside: Vec<&'static str>,
    /// How many corrections there are.
    pub corrections: usize,
    /// Whether editors have chosen further reading for an article.
    pub chosen: bool,
    /// What computed further reading shares with an article, in words; empty where none is computed.
    pub shared: Vec<String>,
    /// Whether it is certain that pages set no cookies, load nothing from elsewhere and do without scripts: nothing of the theme
    /// and of its headers is changed, and no text has a picture from elsewhere, or HTML with attributes.
    pub self_contained: bool,
    /// The feeds of all articles and of corrections, their formats in their titles.
    pub feeds: Vec<FeedView>,
    /// What else has feeds, in words.
    pub feeds_of: Vec<String>,
    /// Whether articles have annotations for programs.
    pub annotations: bool,
    /// Files for programs.
    pub data: Vec<LinkView>,
}

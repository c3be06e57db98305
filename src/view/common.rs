//! What every page has.

use serde::Serialize;

use super::kept::Kept;
use super::picture::SocialView;

/// The site, in the page's language: `site`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteView {
    /// The site's title.
    pub title: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// The language tag of that sentence, where it is another than the page's; else empty.
    pub description_language: String,
    /// Scheme, host and path, without a trailing slash.
    pub base_url: String,
    /// The page's language tag.
    pub language: String,
    /// All languages of the site.
    pub languages: Vec<LanguageView>,
    /// The menu: the site's own, else its sections.
    pub menu: Vec<LinkView>,
    /// The publisher's name.
    pub publisher: String,
    /// The publisher's logo; may be empty.
    pub logo: String,
    /// Policy pages: title and address.
    pub policies: Vec<LinkView>,
    /// Addresses of the standing pages in the page's language.
    pub urls: SiteUrls,
    /// The theme's files, with a hash of their content in their names.
    pub assets: AssetsView,
    /// `extra` of the site's file.
    pub extra: serde_json::Value,
}

/// Addresses of the standing pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SiteUrls {
    pub home: String,
    pub glossary: String,
    pub archive: String,
    pub corrections: String,
    /// The page that tells how the site works; empty for a site without it.
    pub how_it_works: String,
    /// Empty for a site without a search index.
    pub search: String,
    pub feed: Option<FeedView>,
}

/// The theme's files.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssetsView {
    /// The style sheet's address.
    pub style: String,
    /// The script's address.
    pub script: String,
    /// The address of the search page's script.
    pub search: String,
    /// The address of the search page's style sheet.
    pub search_style: String,
    /// The favicon's address.
    pub icon: String,
    /// What the style sheet is checked by; may be empty.
    pub style_integrity: String,
    /// What the script is checked by; may be empty.
    pub script_integrity: String,
    /// What the search page's script is checked by; may be empty.
    pub search_integrity: String,
    /// What the search page's style sheet is checked by; may be empty.
    pub search_style_integrity: String,
}

/// A language of the site.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LanguageView {
    /// Its tag.
    pub tag: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// Its name in itself: `Українська`.
    pub name: String,
    /// The address of its home page.
    pub url: String,
    /// Whether it is the page's.
    pub current: bool,
}

/// Words and an address.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkView {
    /// The words.
    pub title: String,
    /// The address.
    pub url: String,
    /// Whether it leads to the page itself or to a list that the page is in.
    pub current: bool,
}

/// The page as a page: `page`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageView {
    /// What kind of page: `article`, `home`, `section`, `tag`, `author`, `series`, `entity`, `glossary`, `archive`,
    /// `corrections`, `how-it-works`, `search`, `not-found`.
    pub kind: &'static str,
    /// The words of `<title>` without the site's.
    pub title: String,
    /// Which page of several it is, in words; empty on the first.
    pub part: String,
    /// The words of `<meta name="description">`; may be empty.
    pub description: String,
    /// The address's path.
    pub url: String,
    /// The whole address; empty where a page must not have a canonical one (404).
    pub canonical: String,
    /// The language tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The language's digits, as the Unicode extension `nu` names them: `latn`, `arab`.
    pub numerals: &'static str,
    /// The language tag for Open Graph: `en_GB`-like, or the bare tag.
    pub locale: String,
    /// The page in other languages, itself included; empty where it has none.
    pub alternates: Vec<AlternateView>,
    /// Where the menu of languages leads besides: to pages that stand in for missing translations.
    pub stand_ins: Vec<AlternateView>,
    /// Feeds of this page.
    pub feeds: Vec<FeedView>,
    /// The way from the home page, itself last and without an address.
    pub breadcrumbs: Vec<LinkView>,
    /// The address of the section that it is in, or of the list that it is a page of; may be empty.
    pub section: String,
    /// JSON-LD as safe text for a `<script type="application/ld+json">`; may be empty.
    pub structured: String,
    /// RFC 3339; empty for pages that are not articles.
    pub published: String,
    /// RFC 3339; empty for pages that are not articles.
    pub modified: String,
    /// The address of the page's annotations for programs, as `annotations.jsonld`; empty for a page without them.
    pub annotations: String,
    /// The page's picture for social networks.
    pub image: Option<SocialView>,
    /// Whole addresses of cuts of it, 16:9, 4:3 and 1:1, for search engines; empty where it is not large enough.
    pub images: Vec<String>,
    /// What the page may load and run, for hosts that serve no headers; may be empty.
    pub policy: String,
    /// A badge for editors: `draft`, `embargo`, `expired`; empty for readers.
    pub badge: &'static str,
}

/// The page in another language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AlternateView {
    /// The language tag, or `x-default`.
    pub language: String,
    /// The language's name in itself; empty for `x-default`.
    pub name: String,
    /// The whole address.
    pub url: String,
    /// Its path, for links.
    pub path: String,
    /// Whether it is the page itself.
    pub current: bool,
}

/// A feed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeedView {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its media type.
    pub media_type: &'static str,
}

/// A date, in the page's language and the zone it was written in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DateView {
    /// RFC 3339, for `<time datetime>`.
    pub iso: String,
    /// `2024-06-19`.
    pub day: String,
    /// `19 June 2024`.
    pub text: String,
    /// With the time of day and the zone, where one was written: `19 June 2024, 14:20 UTC`.
    pub long: String,
}

/// An article in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardView {
    /// The headline.
    pub title: String,
    /// Its address.
    pub url: String,
    /// When it was published.
    pub date: Option<DateView>,
    /// The standfirst; may be empty.
    pub description: String,
    /// The language tag of its text.
    pub language: String,
    /// `ltr` or `rtl`, of its text.
    pub direction: &'static str,
    /// That language's name in itself: `Українська`.
    pub language_name: String,
    /// Whether that is another language than the page's.
    pub foreign: bool,
    /// Its section.
    pub section: Option<Kept<LinkView>>,
    /// `news`, `analysis`, `background`, `opinion`, `fact-check`.
    pub genre: &'static str,
    /// The day of its last correction, if it has one.
    pub corrected: Option<DateView>,
    /// `correction`, `clarification`, `update`, `retraction`; empty without one.
    pub corrected_kind: &'static str,
    /// A badge for editors; empty for readers.
    pub badge: &'static str,
}

/// Which page of a list this is: `pager`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PagerView {
    /// From 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
    /// The address of the page with newer articles; empty on the first.
    pub newer: String,
    /// The address of the page with older ones; empty on the last.
    pub older: String,
    /// How many articles the list has.
    pub articles: usize,
}

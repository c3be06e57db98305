//! An article's page.

use serde::Serialize;

use super::common::{CardView, DateView, LinkView};
use super::entity::CountedEntityView;
use super::kept::Kept;
use super::picture::PictureView;

/// An article: `article`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArticleView {
    /// The headline.
    pub title: String,
    /// The standfirst; may be empty.
    pub description: String,
    /// Its address.
    pub url: String,
    /// The language tag of its text, which may be another than the page's.
    pub language: String,
    /// `ltr` or `rtl`, of its text.
    pub direction: &'static str,
    /// When it was published.
    pub date: Option<DateView>,
    /// When it was changed in substance.
    pub updated: Option<DateView>,
    /// `news`, `analysis`, `background`, `opinion`, `fact-check`.
    pub genre: &'static str,
    /// Its section.
    pub section: Option<Kept<LinkView>>,
    /// Its authors, with their pages.
    pub authors: Vec<Kept<LinkView>>,
    /// Its tags, with their pages.
    pub tags: Vec<Kept<LinkView>>,
    /// The authors' accounts in the fediverse: `@mary@social.example`.
    pub creators: Vec<String>,
    /// Minutes of reading, at least 1.
    pub reading_minutes: usize,
    /// Words of the body.
    pub words: usize,
    /// Its picture.
    pub cover: Option<CoverView>,
    /// The body as safe HTML.
    pub content: String,
    /// Headings of level 2 and 3.
    pub contents: Vec<HeadingView>,
    /// Who and what: the glossary of just this article, most often mentioned first.
    pub entities: Vec<CountedEntityView>,
    /// Read also.
    pub read_also: Vec<ReadAlsoView>,
    /// Articles that refer to this one, newest first.
    pub backlinks: Vec<BacklinkView>,
    /// What was put right, newest first.
    pub corrections: Vec<CorrectionView>,
    /// How and why it was made, in the article's language; may be empty.
    pub backstory: String,
    /// What it rests on.
    pub sources: Vec<SourceView>,
    /// Notes, in the order of their numbers.
    pub notes: Vec<NoteView>,
    /// The series that it belongs to.
    pub series: Option<SeriesView>,
    /// For readers of the site's languages that it is not translated to: that it is not, in these.
    pub untranslated: Vec<UntranslatedView>,
    /// The article's own page, on a page that shows it in place of a translation.
    pub original: Option<OriginalView>,
    /// `extra` of the front matter.
    pub extra: serde_json::Value,
}

/// What a reader of another language is told of an article that is not translated to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UntranslatedView {
    /// That language's tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The words.
    pub text: String,
    /// The home page in that language.
    pub home: LinkView,
}

/// The own page of an article whose text stands in for a translation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OriginalView {
    /// Its address.
    pub url: String,
    /// The text's language tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// That language's name in itself: `Українська`.
    pub name: String,
}

/// A picture with its words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct CoverView {
    #[serde(flatten)]
    pub picture: PictureView,
    pub alt: String,
    pub caption: String,
    pub credit: String,
    pub license: String,
    pub copyright: String,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct HeadingView {
    pub level: u8,
    pub id: String,
    pub text: String,
}

/// An item of "Read also".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadAlsoView {
    /// The headline, or the words of an outside link.
    pub title: String,
    /// The address; empty for a headline that nothing matches.
    pub url: String,
    /// Whether it leads out of the site.
    pub outside: bool,
    /// Whether it was computed.
    pub computed: bool,
    /// Why it was computed, in words: names and tags that both share.
    pub shared: Vec<String>,
    /// The article's card, if it is one of this site.
    pub card: Option<Kept<CardView>>,
}

/// An article that refers to this one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BacklinkView {
    /// Its card.
    pub card: Kept<CardView>,
    /// Its address, with the words of the reference as a text fragment where they stand in a sentence.
    pub url: String,
    /// The sentence of the reference as safe HTML, the reference in `<mark>`; may be empty.
    pub sentence: String,
}

/// A correction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CorrectionView {
    /// When.
    pub date: DateView,
    /// `correction`, `clarification`, `update`, `retraction`.
    pub kind: &'static str,
    /// In words.
    pub text: String,
    /// Its id on the page.
    pub id: String,
}

/// Something that the article rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SourceView {
    pub title: String,
    pub url: String,
    pub publisher: String,
    pub date: Option<DateView>,
    pub archived_url: String,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoteView {
    /// From 1.
    pub number: usize,
    /// Its id on the page: `note-arms`.
    pub id: String,
    /// `footnote`, `context`, `claim`, `source`, `quote`, `translation`, `correction`.
    pub kind: &'static str,
    /// Its text as safe HTML.
    pub content: String,
    /// Ids of the places that refer to it: `noteref-arms`, `noteref-arms-2`.
    pub references: Vec<String>,
    /// The passage in words; empty for an ordinary footnote.
    pub passage: String,
    /// Who claims or speaks, with a page if it is an entity.
    pub who: Option<LinkView>,
    /// The verdict of a claim; may be empty.
    pub rating: String,
    /// When the claim was reviewed.
    pub reviewed: Option<DateView>,
}

/// The series of an article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeriesView {
    /// Its name and page.
    pub link: Kept<LinkView>,
    /// The part before this one in time.
    pub previous: Option<Kept<CardView>>,
    /// The part after this one.
    pub next: Option<Kept<CardView>>,
    /// Which part this is, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
}

//! Front matter, typed.

use crate::config::Language;
use crate::config::site::LinkPolicy;
pub use crate::text::node::Spanned;
use crate::text::span::Span;

/// A date that an editor wrote, made whole with the site's time zone (ISO 8601).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment {
    /// The instant; midnight in the zone where only a day was written.
    pub instant: jiff::Timestamp,
    /// The offset in force at that instant.
    pub offset: jiff::tz::Offset,
    /// Whether a time of day was written.
    pub has_time: bool,
}

impl Moment {
    /// The day and time on the clock of the place.
    pub fn civil(&self) -> jiff::civil::DateTime {
        self.offset.to_datetime(self.instant)
    }

    /// The day.
    pub fn day(&self) -> jiff::civil::Date {
        self.civil().date()
    }

    /// RFC 3339 with an offset, for `<time datetime>`, feeds and structured data: `2024-06-19T14:20:00+03:00`.
    pub fn rfc3339(&self) -> String {
        let civil = self.civil();
        let seconds = self.offset.seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let minutes = seconds.unsigned_abs() / 60;
        if seconds == 0 {
            return format!("{}Z", civil.strftime("%Y-%m-%dT%H:%M:%S"));
        }
        format!("{}{sign}{:02}:{:02}", civil.strftime("%Y-%m-%dT%H:%M:%S"), minutes / 60, minutes % 60)
    }
}

/// What kind of journalism the article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Genre {
    /// News.
    #[default]
    News,
    /// Analysis.
    Analysis,
    /// Background.
    Background,
    /// Opinion.
    Opinion,
    /// Fact check.
    FactCheck,
}

/// The picture of an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cover {
    /// A path beside the article or under `static/`, or an address.
    pub src: Spanned<String>,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Whose it is.
    pub credit: String,
    /// Words below it.
    pub caption: String,
    /// The address of its licence; may be empty.
    pub license: String,
    /// Who has the rights in it; may be empty.
    pub copyright: String,
    /// How it came to be, if that is said: a term of IPTC's digital source types.
    pub origin: Option<&'static str>,
}

/// What was put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorrectionKind {
    /// A fact was wrong.
    #[default]
    Correction,
    /// A passage could be misread.
    Clarification,
    /// Something new became known.
    Update,
    /// The article is withdrawn.
    Retraction,
}

/// A correction of an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Correction {
    /// When.
    pub date: Moment,
    /// What was wrong and what is right; inline Markdown is not read, it is plain text.
    pub text: String,
    /// Of what kind.
    pub kind: CorrectionKind,
    /// Where it stands.
    pub span: Span,
}

/// Something that the article rests on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceItem {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: String,
    /// When.
    pub date: Option<Moment>,
    /// A copy in an archive.
    pub archived_url: Option<String>,
}

/// How this article uses the glossary.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct GlossaryChoice {
    /// Alias -> entity id: what an ambiguous alias means here.
    pub pin: Vec<(Spanned<String>, Spanned<String>)>,
    /// Entities that are not looked for here.
    pub ignore: Vec<Spanned<String>>,
    /// If not empty, the only entities that are looked for here.
    pub only: Vec<Spanned<String>>,
    /// Which mentions become links here.
    pub link: Option<LinkPolicy>,
}

/// An item of a "Read also" list, as written in front matter or typed at the end of the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReadAlsoItem {
    /// A slug, a path, a headline, or the address of a link.
    pub target: String,
    /// The words of a Markdown link or of a `title:` key, if given.
    pub title: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// The front matter of an article or a section page. Absent keys are `None` or empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Front {
    /// The headline. Where the key is missing (a finding), the file's name.
    pub title: Spanned<String>,
    /// When it was published.
    pub date: Option<Moment>,
    /// When it was last changed in substance.
    pub updated: Option<Moment>,
    /// One sentence: the standfirst.
    pub description: String,
    /// The last part of its address.
    pub slug: Option<Spanned<String>>,
    /// Its whole address, from `/`.
    pub url: Option<Spanned<String>>,
    /// Its section.
    pub section: Option<Spanned<String>>,
    /// The series that it belongs to.
    pub series: Option<String>,
    /// What kind of journalism it is.
    pub genre: Genre,
    /// Tags as written.
    pub tags: Vec<String>,
    /// Authors, by name or by key of the site's `authors`.
    pub authors: Vec<String>,
    /// The language of the text, where it is written.
    pub language: Option<Language>,
    /// Its picture.
    pub cover: Option<Cover>,
    /// Not for readers yet.
    pub draft: bool,
    /// The page does not exist before.
    pub publish_at: Option<Moment>,
    /// The page does not exist from then on.
    pub expires_at: Option<Moment>,
    /// Old addresses that redirect here.
    pub aliases: Vec<Spanned<String>>,
    /// "Read also" of the front matter.
    pub read_also: Vec<ReadAlsoItem>,
    /// How it uses the glossary.
    pub glossary: GlossaryChoice,
    /// What was put right, oldest first.
    pub corrections: Vec<Correction>,
    /// How and why it was made, in a few sentences; may be empty.
    pub backstory: String,
    /// What it rests on.
    pub sources: Vec<SourceItem>,
    /// A template of its own.
    pub template: Option<Spanned<String>>,
    /// Free data for templates, as JSON text (`null` where absent): text compares and hashes.
    pub extra: String,
    /// The keys of [`INHERITED`] that are written.
    pub written: Vec<&'static str>,
}

/// What a translation has from its original where it does not say it itself: all that is not words of the text, its address,
/// or its own history.
pub const INHERITED: [&str; 13] =
    ["date", "section", "series", "genre", "tags", "authors", "cover", "draft", "publish_at", "expires_at", "sources", "template", "extra"];

impl Front {
    /// A translation's front matter, with what it leaves to its original's. Places are not taken along: they are another file's.
    pub fn inheriting(&self, original: &Self) -> Self {
        let is_left = |key: &str| !self.written.contains(&key);
        let placeless = |value: &Spanned<String>| Spanned { value: value.value.clone(), span: Span::default() };
        let mut front = self.clone();
        for key in INHERITED.into_iter().filter(|key| is_left(key)) {
            match key {
                "date" => front.date = original.date,
                "section" => front.section = original.section.as_ref().map(placeless),
                "series" => front.series.clone_from(&original.series),
                "genre" => front.genre = original.genre,
                "tags" => front.tags.clone_from(&original.tags),
                "authors" => front.authors.clone_from(&original.authors),
                "cover" => front.cover = original.cover.as_ref().map(|cover| Cover { src: placeless(&cover.src), ..cover.clone() }),
                "draft" => front.draft = original.draft,
                "publish_at" => front.publish_at = original.publish_at,
                "expires_at" => front.expires_at = original.expires_at,
                "sources" => front.sources.clone_from(&original.sources),
                "template" => front.template = original.template.as_ref().map(placeless),
                "extra" => front.extra.clone_from(&original.extra),
                _ => {}
            }
        }
        front
    }
}

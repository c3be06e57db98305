//! An entity's card and page, and the glossary's index.

use serde::Serialize;

use super::article::CoverView;
use super::common::{CardView, FeedView, LinkView};
use super::kept::Kept;

/// An entity as a page of a date shows it: on cards and in "Who and what".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntityCardView {
    /// Its id.
    pub id: String,
    /// Its name in the page's language.
    pub name: String,
    /// The address of its page.
    pub url: String,
    /// Its kind's key.
    pub kind: String,
    /// Its kind in the page's language.
    pub kind_label: String,
    /// The card's sentence; may be empty.
    pub description: String,
    /// The language tag of that sentence, where it is another than the page's; else empty.
    pub description_language: String,
    /// The role on the article's date; may be empty.
    pub role: String,
    /// The language tag of the role's words, where it is another than the page's; else empty.
    pub role_language: String,
    /// The role's time: `since December 2011`, `2008–2012`; may be empty.
    pub role_period: String,
    /// Whether that role has ended since, so that the card says "then".
    pub then: bool,
    /// On an article's page: its entry in "Who and what" as safe HTML, made by `parts/who-entry.html`.
    pub entry: String,
    /// Its picture.
    pub image: Option<CoverView>,
}

/// An entity with a number of mentions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountedEntityView {
    /// Its card.
    pub card: Kept<EntityCardView>,
    /// How often the article mentions it; in the glossary's index, how many articles do.
    pub count: usize,
}

/// An entity's page: `entity`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntityView {
    /// Its card, as of today.
    pub card: Kept<EntityCardView>,
    /// Other names in the page's language.
    pub aliases: Vec<String>,
    /// The file's own text as safe HTML; may be empty.
    pub content: String,
    /// What it was when, newest first.
    pub roles: Vec<RoleView>,
    /// Relations, in both directions.
    pub relations: Vec<RelationView>,
    /// Facts with a date: `born`, `founded`, …: the label in the page's language, and the date.
    pub dates: Vec<FactView>,
    /// Wikidata's address; may be empty.
    pub wikidata: String,
    /// The same entity elsewhere.
    pub same_as: Vec<String>,
    /// Articles that mention it, newest first.
    pub mentions: Vec<EntityMentionView>,
    /// Who and what it is mentioned with most: entity and number of shared articles.
    pub companions: Vec<CompanionView>,
    /// Articles a year, oldest first, without gaps.
    pub years: Vec<YearView>,
    /// Its feed, where the site has them for entities.
    pub feed: Option<FeedView>,
}

impl EntityView {
    /// A view that has only a card.
    pub fn of(card: Kept<EntityCardView>) -> Self {
        Self {
            card,
            aliases: vec![],
            content: String::new(),
            roles: vec![],
            relations: vec![],
            dates: vec![],
            wikidata: String::new(),
            same_as: vec![],
            mentions: vec![],
            companions: vec![],
            years: vec![],
            feed: None,
        }
    }
}

/// A role in a time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoleView {
    /// In words.
    pub title: String,
    /// The language tag of these words, where it is another than the page's; else empty.
    pub language: String,
    /// Its time in words.
    pub period: String,
    /// Whether it lasts.
    pub current: bool,
}

/// A relation to another entity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RelationView {
    /// The relation in the page's language: `leads`, `is led by`.
    pub label: String,
    /// The other entity.
    pub entity: LinkView,
}

/// A fact with a date.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct FactView {
    pub label: String,
    pub text: String,
}

/// An article that mentions the entity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntityMentionView {
    /// Its card.
    pub card: Kept<CardView>,
    /// The sentence as safe HTML, the mention in `<mark>`; may be empty.
    pub sentence: String,
    /// The article's address with a text fragment that leads to the mention.
    pub url: String,
}

/// Another entity that the same articles mention.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct CompanionView {
    pub entity: LinkView,
    pub count: usize,
}

/// Articles of a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct YearView {
    pub year: i16,
    pub count: usize,
    /// Share of the greatest year, 0 to 100.
    pub percent: usize,
}

/// The glossary's index: `glossary`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GlossaryView {
    /// Kinds that have entities, with their number.
    pub kinds: Vec<KindView>,
    /// Entities by first letter, in the collation of the page's language.
    pub letters: Vec<LetterView>,
    /// How many entities there are.
    pub count: usize,
    /// The address of the glossary for programs.
    pub data: String,
}

/// A kind of entity.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct KindView {
    pub key: String,
    pub label: String,
    pub count: usize,
}

/// Entities under a letter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LetterView {
    /// The letter in upper case, or `#`.
    pub letter: String,
    /// The entities, each with the number of articles that mention it.
    pub entities: Vec<CountedEntityView>,
}

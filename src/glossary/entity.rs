//! What a glossary says of an entity.

use std::collections::BTreeMap;

use crate::config::Language;
use crate::parse::front::Spanned;
use crate::text::span::Span;

/// An entity: a person, organisation, place, event, work, law, weapon, term, or a kind that the site adds.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Its id: given, or the file's name. ASCII letters, digits and `-`.
    pub id: String,
    /// Its name in the site's main language.
    pub name: String,
    /// Its kind's key.
    pub kind: String,
    /// The grammatical gender of its name, where the editor gives it; of a person, all the names' in every language.
    pub gender: Option<Gender>,
    /// Other names in the site's main language. They hold in every language, as the name does.
    pub aliases: Vec<Alias>,
    /// One sentence: the card.
    pub description: String,
    /// What it was when.
    pub roles: Vec<EntityRole>,
    /// Names in other languages.
    pub names: BTreeMap<Language, LocalNames>,
    /// Its item in Wikidata, `Q56226`.
    pub wikidata: Option<String>,
    /// The same entity elsewhere: addresses.
    pub same_as: Vec<String>,
    /// Its picture.
    pub image: Option<EntityImage>,
    /// Relations: the relation's key (`leads`) and the other entity's id.
    pub relations: Vec<(String, Spanned<String>)>,
    /// Dates by key: `born`, `died`, `founded`, `dissolved`, `start`, `end`.
    pub dates: BTreeMap<String, PartialDate>,
    /// Surfaces that stand for it besides those that are generated, and surfaces that never do.
    pub forms: Vec<String>,
    /// Surfaces that are never a mention of it.
    pub never: Vec<String>,
    /// The file's own text below the front matter, for entities in Markdown files.
    pub has_body: bool,
    /// Where it is defined: the span of its id or name in its file.
    pub span: Span,
}

/// A grammatical gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// `m`.
    Masculine,
    /// `f`.
    Feminine,
    /// `n`.
    Neuter,
}

/// Another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// Its text.
    pub text: String,
    /// Whether it is looked for in texts (`auto: false`: only where pinned).
    pub auto: bool,
    /// How its case counts.
    pub case: CaseRule,
    /// Words that must stand near for it to mean this entity.
    pub near: Vec<String>,
    /// Where it stands in its file.
    pub span: Span,
}

/// How case counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CaseRule {
    /// A name's: as written, or all capitals.
    #[default]
    Name,
    /// Exactly as written.
    Exact,
    /// Any.
    Any,
}

/// Names in another language.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LocalNames {
    /// The name; empty if only aliases are given.
    pub name: String,
    /// Other names.
    pub aliases: Vec<Alias>,
    /// The card's sentence in it.
    pub description: String,
}

/// What an entity was in a time.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityRole {
    /// In words: `Leader of North Korea`.
    pub title: String,
    /// In other languages.
    pub titles: BTreeMap<Language, String>,
    /// From when, if known.
    pub from: Option<PartialDate>,
    /// Until when; `None` while it lasts.
    pub to: Option<PartialDate>,
}

/// A day, a month or a year (ISO 8601 reduced precision).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    /// Year.
    pub year: i16,
    /// Month, 1 to 12, if known.
    pub month: Option<i8>,
    /// Day of the month, if known.
    pub day: Option<i8>,
}

impl Entity {
    /// The name for readers of a language: the one in it, else its own.
    pub fn name_in(&self, language: &Language) -> &str {
        self.names.get(language).map(|local| local.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(&self.name)
    }

    /// Addresses that stand for the same entity elsewhere: Wikidata's first, in the form of its data model, then those given.
    pub fn elsewhere(&self) -> Vec<String> {
        let wikidata = self.wikidata.iter().map(|item| format!("https://www.wikidata.org/entity/{item}"));
        wikidata.chain(self.same_as.iter().cloned()).collect()
    }
}

impl PartialDate {
    /// As ISO 8601 with reduced precision: `2011`, `2011-12`, `2011-12-17`.
    pub fn iso(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            _ => format!("{:04}", self.year),
        }
    }
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityImage {
    /// A path beside the entity's file or under `static/`, or an address.
    pub src: Spanned<String>,
    /// What it shows.
    pub alt: String,
    /// Whose it is.
    pub credit: String,
}

impl Entity {
    /// The same entity, with all spans empty.
    #[must_use]
    pub fn without_spans(&self) -> Self {
        let mut entity = self.clone();
        entity.span = Span::default();
        let locals = entity.names.values_mut().flat_map(|local| local.aliases.iter_mut());
        for alias in entity.aliases.iter_mut().chain(locals) {
            alias.span = Span::default();
        }
        for (_, other) in &mut entity.relations {
            other.span = Span::default();
        }
        if let Some(image) = &mut entity.image {
            image.src.span = Span::default();
        }
        entity
    }
}

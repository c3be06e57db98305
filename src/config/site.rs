//! What the site's file says, typed, with every default filled in.

use std::collections::BTreeMap;

use super::compress::Encoding;
use super::deploy::{Host, PingsConfig, TargetConfig};
use super::headers::HeadersConfig;
use super::language::{Fallback, Language};
use super::standing::{RobotsConfig, SecurityConfig, TrustConfig};
use crate::diagnostic::{Code, Severity};
use crate::picture::Recipe;
use crate::text::node::Spanned;

/// The site's file.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// Scheme and host, and a path if the site does not stand at the host's root; without a trailing slash.
    pub base_url: String,
    /// The language of texts that name none.
    pub language: Language,
    /// All languages, the main one first.
    pub languages: Vec<LanguageConfig>,
    /// What stands in for missing translations, in languages that do not say.
    pub fallback: Fallback,
    /// One sentence about the site.
    pub description: String,
    /// The time zone of dates that name none; an IANA name.
    pub timezone: jiff::tz::TimeZone,
    /// Who publishes.
    pub publisher: Publisher,
    /// Authors by the name that front matter uses.
    pub authors: BTreeMap<String, AuthorConfig>,
    /// The menu of the main language; empty means: the sections.
    pub menu: Vec<MenuItem>,
    /// Articles on a page of a list.
    pub paginate: usize,
    /// `/a-visit/` (true) or `/a-visit.html`.
    pub pretty_urls: bool,
    /// Whether quotes, dashes and dots as typed become those of the text's language.
    pub smart_punctuation: bool,
    /// How the glossary is applied.
    pub glossary: GlossaryConfig,
    /// How "Read also" is made.
    pub read_also: ReadAlsoConfig,
    /// Which feeds there are.
    pub feeds: FeedsConfig,
    /// Whether a build makes a search index and a search page.
    pub search: bool,
    /// Whether a page tells readers how the site works.
    pub how_it_works: bool,
    /// Whether pages have social cards, and how they are set.
    pub social_cards: SocialCardsConfig,
    /// What is made of pictures.
    pub images: Recipe,
    /// In which ways text files are compressed beforehand; none twice.
    pub compress: Vec<Encoding>,
    /// Which programs may gather the site's texts.
    pub robots: RobotsConfig,
    /// The lines of `trust.txt`; none without such a file.
    pub trust: Option<TrustConfig>,
    /// `security.txt`, if there is one.
    pub security: Option<SecurityConfig>,
    /// Severities that the site sets, first match wins.
    pub findings: Vec<FindingRule>,
    /// Headers that files are served with.
    pub headers: HeadersConfig,
    /// What serves the site, where it reads files of its own.
    pub host: Option<Host>,
    /// Where the site is deployed to.
    pub deploy: Vec<TargetConfig>,
    /// Who is told of changes.
    pub pings: PingsConfig,
    /// Free data for templates.
    pub extra: serde_json::Value,
}

/// A language of the site, with what differs in it.
#[derive(Debug, Clone, PartialEq)]
pub struct LanguageConfig {
    /// Which.
    pub language: Language,
    /// The site's title in it.
    pub title: Option<String>,
    /// The site's description in it.
    pub description: Option<String>,
    /// Its menu.
    pub menu: Vec<MenuItem>,
    /// Words that introduce a "Read also" list at the end of a text, besides the built-in ones.
    pub read_also_labels: Vec<String>,
    /// What stands in for translations to it that are missing, if it says.
    pub fallback: Option<Fallback>,
}

/// The publisher, for readers and for structured data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Publisher {
    /// Its name; the site's title where empty.
    pub name: String,
    /// Its logo, a path under `static/` or an address.
    pub logo: Option<String>,
    /// Pages of policies by schema.org's property names in snake case: `corrections_policy: /corrections-policy/`.
    pub policies: BTreeMap<String, String>,
}

/// An author.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AuthorConfig {
    /// The name as printed; the key where empty.
    pub name: String,
    /// A page about the author elsewhere.
    pub url: Option<String>,
    /// The same person elsewhere.
    pub same_as: Vec<String>,
    /// A sentence about the author.
    pub description: String,
    /// Whether it is an organisation, as a desk or an agency is, rather than a person.
    pub organization: bool,
    /// The author's account in the fediverse: `@mary@social.example`.
    pub fediverse: Option<String>,
}

/// An entry of a menu.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MenuItem {
    /// Its words.
    pub title: String,
    /// A path in the site or an address.
    pub url: String,
}

/// Which mentions become links. Every mention counts for the entity's page all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LinkPolicy {
    /// The first of an entity in an article.
    #[default]
    First,
    /// The first in each section of an article.
    FirstPerSection,
    /// Every one.
    All,
    /// None.
    None,
}

/// Which short names an article that names an entity in full brings in for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ShortNames {
    /// Surnames, first names, parts of an organisation's name, abbreviations in brackets.
    #[default]
    All,
    /// Surnames alone.
    Surnames,
    /// None: only what the glossary lists stands for an entity.
    None,
}

/// How the glossary is applied.
#[derive(Debug, Clone, PartialEq)]
pub struct GlossaryConfig {
    /// The folder of entities, under `content/`; without slashes at its ends.
    pub folder: String,
    /// Which mentions become links.
    pub link: LinkPolicy,
    /// Policies by kind of entity, which win over `link`.
    pub link_kinds: BTreeMap<String, LinkPolicy>,
    /// Policies by section, which win over both.
    pub link_sections: BTreeMap<String, LinkPolicy>,
    /// Whether mentions in headings become links.
    pub link_headings: bool,
    /// Whether mentions in block quotes become links.
    pub link_quotes: bool,
    /// Which short names an article introduces.
    pub short_names: ShortNames,
    /// Kinds besides the built-in ones: key, and names by language tag.
    pub kinds: BTreeMap<String, BTreeMap<String, String>>,
}

/// How "Read also" is made.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadAlsoConfig {
    /// Length of the list with the computed ones.
    pub count: usize,
    /// Whether computed ones may be newer than the article.
    pub include_newer: bool,
    /// Days after which nearness in time counts half.
    pub half_life: f64,
    /// Weight of shared entities, of terms, and of tags.
    pub weights: ReadAlsoWeights,
    /// Only articles of the same section are computed.
    pub same_section: bool,
}

/// What counts how much when related articles are computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReadAlsoWeights {
    /// Shared entities.
    pub entities: f64,
    /// Shared words.
    pub terms: f64,
    /// Shared tags.
    pub tags: f64,
}

/// A format of feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedFormat {
    /// Atom (RFC 4287).
    Atom,
    /// RSS 2.0.
    Rss,
    /// JSON Feed 1.1.
    Json,
}

/// Which feeds there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedsConfig {
    /// In which formats each is written; at least one.
    pub formats: Vec<FeedFormat>,
    /// Items in a feed.
    pub count: usize,
    /// Whether sections have one of their own.
    pub sections: bool,
    /// Whether tags have one of their own.
    pub tags: bool,
    /// Whether authors have one of their own.
    pub authors: bool,
    /// Whether entities have one of their own.
    pub entities: bool,
    /// Whether what the feeds of the site and of its sections no longer have stands in archives (RFC 5005).
    pub archives: bool,
}

/// Which pages have social cards of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SocialCards {
    /// None, and the site has none.
    None,
    /// The site has one, for all pages without a picture.
    Site,
    /// Each article without a picture, and the site.
    Articles,
}

/// Whether pages have social cards, and how they are set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocialCardsConfig {
    /// Which have them.
    pub of: SocialCards,
    /// Fonts besides the built-in ones, by their paths in the site.
    pub fonts: Vec<Spanned<String>>,
}

/// What a site says about a kind of finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRule {
    /// Which kind; `None` for all.
    pub code: Option<Code>,
    /// Paths that it holds for, with `*` and `**`; `None` for all.
    pub path: Option<String>,
    /// The severity, or `None` to leave such findings out.
    pub severity: Option<Severity>,
}

impl Default for Config {
    fn default() -> Self {
        let language = Language::new("en");
        Self {
            title: String::new(),
            base_url: String::new(),
            languages: vec![LanguageConfig::new(language.clone())],
            language,
            fallback: Fallback::default(),
            description: String::new(),
            timezone: jiff::tz::TimeZone::UTC,
            publisher: Publisher::default(),
            authors: BTreeMap::new(),
            menu: vec![],
            paginate: 50,
            pretty_urls: true,
            smart_punctuation: true,
            glossary: GlossaryConfig::default(),
            read_also: ReadAlsoConfig::default(),
            feeds: FeedsConfig::default(),
            search: false,
            how_it_works: true,
            social_cards: SocialCardsConfig { of: SocialCards::Site, fonts: vec![] },
            images: Recipe::default(),
            compress: vec![],
            robots: RobotsConfig::default(),
            trust: None,
            security: None,
            findings: vec![],
            headers: HeadersConfig::default(),
            host: None,
            deploy: vec![],
            pings: PingsConfig::default(),
            extra: serde_json::Value::Null,
        }
    }
}

impl LanguageConfig {
    /// A language of which nothing is said.
    pub fn new(language: Language) -> Self {
        Self { language, title: None, description: None, menu: vec![], read_also_labels: vec![], fallback: None }
    }
}

impl Default for FeedsConfig {
    fn default() -> Self {
        Self {
            formats: vec![FeedFormat::Atom, FeedFormat::Json],
            count: 50,
            sections: true,
            tags: true,
            authors: true,
            entities: true,
            archives: false,
        }
    }
}

impl Default for GlossaryConfig {
    fn default() -> Self {
        Self {
            folder: "glossary".into(),
            link: LinkPolicy::First,
            link_kinds: BTreeMap::new(),
            link_sections: BTreeMap::new(),
            link_headings: false,
            link_quotes: false,
            short_names: ShortNames::All,
            kinds: BTreeMap::new(),
        }
    }
}

impl Default for ReadAlsoConfig {
    fn default() -> Self {
        Self {
            count: 5,
            include_newer: false,
            half_life: 365.0,
            weights: ReadAlsoWeights { entities: 1.0, terms: 1.0, tags: 0.5 },
            same_section: false,
        }
    }
}

impl Config {
    /// The publisher's name: the site's title where it has none of its own.
    pub fn publisher_name(&self) -> &str {
        if self.publisher.name.is_empty() { &self.title } else { &self.publisher.name }
    }

    /// Whether the site has this language.
    pub fn has_language(&self, language: &Language) -> bool {
        self.languages.iter().any(|known| known.language == *language)
    }

    /// What is said of a language, if the site has it.
    pub fn of_language(&self, language: &Language) -> Option<&LanguageConfig> {
        self.languages.iter().find(|known| known.language == *language)
    }

    /// What stands in for translations to a language that are missing; nothing in the main one, whose texts are the originals.
    pub fn fallback_in(&self, language: &Language) -> Fallback {
        let own = self.of_language(language).filter(|_| *language != self.language);
        own.map_or(Fallback::None, |known| known.fallback.unwrap_or(self.fallback))
    }

    /// The name of a kind that the site adds, in a language, else in any.
    pub fn kind_label(&self, kind: &str, language: &Language) -> Option<&str> {
        let names = self.glossary.kinds.get(kind)?;
        names.get(language.tag()).or_else(|| names.get(self.language.tag())).or_else(|| names.values().next()).map(String::as_str)
    }

    /// The site's title in a language.
    pub fn title_in(&self, language: &Language) -> &str {
        self.of_language(language).and_then(|known| known.title.as_deref()).unwrap_or(&self.title)
    }

    /// The path of `base_url`, without a trailing slash: empty for a site at its host's root.
    pub fn base_path(&self) -> &str {
        let rest = self.base_url.split_once("://").map_or(self.base_url.as_str(), |(_, rest)| rest);
        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default()
    }
}

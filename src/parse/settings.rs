//! What parsing needs of the site's file: a small answer, so that an edit of a menu parses no article again.

use crate::config::Config;
use crate::config::Language;

/// The part of the site's file that parsing depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The zone of dates that name none.
    pub timezone: jiff::tz::TimeZone,
    /// All languages, the main one first, each with its words for "Read also" besides the built-in ones.
    pub languages: Vec<(Language, Vec<String>)>,
    /// The folder of entities under `content/`.
    pub glossary_folder: String,
    /// Whether addresses end in `/` (else in `.html`).
    pub pretty_urls: bool,
    /// Whether typed quotes, dashes and dots become typographic ones.
    pub smart_punctuation: bool,
}

impl Settings {
    /// The part of `config` that parsing depends on.
    pub fn of(config: &Config) -> Self {
        Self {
            timezone: config.timezone.clone(),
            languages: config.languages.iter().map(|known| (known.language.clone(), known.read_also_labels.clone())).collect(),
            glossary_folder: config.glossary.folder.clone(),
            pretty_urls: config.pretty_urls,
            smart_punctuation: config.smart_punctuation,
        }
    }

    /// The language of texts that name none.
    pub fn main_language(&self) -> Language {
        self.languages.first().map_or_else(|| Language::new("en"), |(language, _)| language.clone())
    }

    /// The site's language with this tag, if it has it.
    pub fn language(&self, tag: &str) -> Option<&Language> {
        self.languages.iter().map(|(language, _)| language).find(|language| language.tag().eq_ignore_ascii_case(tag))
    }

    /// The site's words for "Read also" in a language.
    pub fn labels(&self, language: &Language) -> &[String] {
        self.languages.iter().find(|(known, _)| known == language).map_or(&[], |(_, labels)| labels)
    }
}

//! Texts of the user interface: `templates/i18n/LANGUAGE.yaml`, built in or the site's own.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::builtin;
use super::edition::shown_languages;
use super::locale::locale;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::LanguageKey;
use crate::source::Db;
use crate::text::span::Span;

/// A text: one, or one for each CLDR plural category.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(untagged)]
enum Entry {
    Plain(String),
    Plural(BTreeMap<String, String>),
}

/// The texts of one language, with those of English where it lacks one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Texts {
    entries: FxHashMap<String, Entry>,
}

impl Texts {
    /// The text of a key; the key itself where no language has it.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.entry(key, "other").unwrap_or(key)
    }

    /// The text of a key, if there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.entry(key, "other")
    }

    /// The text of a key for a plural category, its `{name}` places filled in.
    pub fn fill(&self, key: &str, category: &str, places: &[(&str, &str)]) -> String {
        let mut text = self.entry(key, category).unwrap_or(key).to_owned();
        for (name, value) in places {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// The text of a key for each plural category that it has; for `other` alone where it is one text.
    pub fn forms(&self, key: &str) -> impl Iterator<Item = (String, String)> + use<> {
        let forms = match self.entries.get(key) {
            Some(Entry::Plural(forms)) => forms.clone(),
            Some(Entry::Plain(text)) => BTreeMap::from([("other".to_owned(), text.clone())]),
            None => BTreeMap::new(),
        };
        forms.into_iter()
    }

    fn entry(&self, key: &str, category: &str) -> Option<&str> {
        match self.entries.get(key)? {
            Entry::Plain(text) => Some(text),
            Entry::Plural(forms) => forms.get(category).or_else(|| forms.get("other")).map(String::as_str),
        }
    }

    fn overlay(&mut self, yaml: &str) -> Result<(), serde_yaml::Error> {
        self.entries.extend(serde_yaml::from_str::<Option<FxHashMap<String, Entry>>>(yaml)?.unwrap_or_default());
        Ok(())
    }
}

/// The texts of a language. A file of the site is laid over the built-in one key by key.
#[salsa::tracked]
pub fn texts(db: &dyn Db, language: LanguageKey) -> Texts {
    let language = language.language(db);
    let mut texts = Texts::default();
    for tag in ["en", language.primary(), language.tag()] {
        let name = format!("{tag}.yaml");
        if let Some(yaml) = builtin::template(&format!("i18n/{name}")) {
            // The built-in files are held whole by a test; a site's broken one is a finding of `findings`.
            let _ = texts.overlay(&yaml);
        }
        if let Some(own) = own_file(db, &name) {
            let _ = texts.overlay(own.text(db).as_str());
        }
    }
    texts
}

/// A text with a number, in the plural category of its language.
pub fn count_text(db: &dyn Db, language: LanguageKey, key: &str, n: usize) -> String {
    let locale = locale(db, language);
    texts(db, language).fill(key, locale.plural(n), &[("n", &locale.number(n))])
}

/// What is wrong with the site's own texts, and which languages of the site have none.
#[salsa::tracked]
pub fn findings(db: &dyn Db) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for source in db.concrete().site().templates(db).iter().filter(|source| is_text_file(source.path(db).as_str())) {
        if let Err(error) = Texts::default().overlay(source.text(db).as_str()) {
            let at = error.location().map_or(0, |location| location.index());
            found.push(Diagnostic::new(Code::Syntax, format!("{error}")).at(source.path(db), Span::new(at, at)));
        }
    }
    for language in shown_languages(db) {
        let file = |tag: &str| format!("{tag}.yaml");
        let names = [file(language.primary()), file(language.tag())];
        if !names.iter().any(|name| builtin::template(&format!("i18n/{name}")).is_some() || own_file(db, name).is_some()) {
            found.push(
                Diagnostic::new(Code::MissingTranslation, format!("the theme has no texts in `{}`; English stands in", language))
                    .help(format!("add `templates/i18n/{}.yaml`; the built-in `en.yaml` lists the keys", language)),
            );
        }
    }
    found
}

fn is_text_file(path: &str) -> bool {
    path.starts_with("templates/i18n/") && path.ends_with(".yaml")
}

fn own_file(db: &dyn Db, name: &str) -> Option<crate::source::Source> {
    let path = format!("templates/i18n/{name}");
    db.concrete().site().templates(db).iter().copied().find(|source| source.path(db).as_str() == path)
}

//! Addresses as pages print them: from `/` of the host, or whole.

use super::locale::locale;
use super::texts::texts;
use crate::config::Language;
use crate::glossary::{EntityKey, LanguageKey};
use crate::link::address;
use crate::link::fallback::stand_in;
use crate::parse::front::{CorrectionKind, Moment};
use crate::parse::query::{address as address_of, config};
use crate::source::{Db, Source};

/// Scheme, host and path of the site, without a trailing slash.
pub fn base(db: &dyn Db) -> &str {
    &config(db).value.base_url
}

/// The site's path on its host: empty at the root.
pub fn base_path(db: &dyn Db) -> &str {
    config(db).value.base_path()
}

/// An address of the site as a page prints it; other addresses stay as they are.
pub fn href(db: &dyn Db, url: &str) -> String {
    if url.starts_with('/') && !url.starts_with("//") { format!("{}{url}", base_path(db)) } else { url.to_owned() }
}

/// An address of the site as feeds and structured data need it: whole.
pub fn absolute(db: &dyn Db, url: &str) -> String {
    if url.starts_with('/') && !url.starts_with("//") { format!("{}{url}", base(db)) } else { url.to_owned() }
}

/// A whole address from one that a page prints (from `/` of the host).
pub fn on_host(db: &dyn Db, url: &str) -> String {
    let (base, path) = (base(db), base_path(db));
    if url.starts_with('/') { format!("{}{url}", base.strip_suffix(path).unwrap_or(base)) } else { url.to_owned() }
}

/// The language of a document's text.
pub fn language_of(db: &dyn Db, source: Source) -> &Language {
    &address_of(db, source).language
}

/// The language in which the page around a document speaks: its edition's, which may be another than the text's.
pub fn page_language(db: &dyn Db, source: Source) -> LanguageKey {
    LanguageKey::new(db, address::edition(&config(db).value, address_of(db, source)).clone())
}

/// An article's address in the site.
pub fn article(db: &dyn Db, source: Source) -> String {
    address_of(db, source).url.clone()
}

/// Where readers of a language find an article: at the page that stands in for its translation, else at its own address.
pub fn article_for(db: &dyn Db, source: Source, reader: LanguageKey) -> String {
    stand_in(db, source, reader).map_or_else(|| article(db, source), str::to_owned)
}

/// An entity's address in the site, for readers of a language.
pub fn entity(db: &dyn Db, entity: EntityKey, reader: LanguageKey) -> String {
    address::entity(&config(db).value, reader.language(db), entity.id(db))
}

/// `corrected on 20 June 2024`, in a language.
pub fn corrected_mark(db: &dyn Db, language: LanguageKey, kind: CorrectionKind, moment: Moment) -> String {
    let key = match kind {
        CorrectionKind::Correction => "mark.correction",
        CorrectionKind::Clarification => "mark.clarification",
        CorrectionKind::Update => "mark.update",
        CorrectionKind::Retraction => "mark.retraction",
    };
    texts(db, language).fill(key, "other", &[("date", &locale(db, language).day(moment.day()))])
}

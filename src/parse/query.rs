//! The questions that one can ask of this stage.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::document::Document;
use super::front::{Front, Moment};
use super::settings::Settings;
use super::{Address, Checked, Role, matter, place, read};
use crate::config::Config;
use crate::config::read as config_read;
use crate::config::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Database, Db, Source};
use crate::text::path::SitePath;
use crate::text::span::Span;
use crate::text::yaml;

/// The site's file. The site of a missing or broken file has the defaults, without title and address.
#[salsa::tracked]
pub fn config(db: &dyn Db) -> Checked<Config> {
    let Some(source) = db.concrete().site().config(db) else {
        let finding = Diagnostic::new(Code::NoConfig, "the site has no `gloss.yaml`")
            .help("run `gloss init`, or write a `gloss.yaml` with `title` and `base_url`");
        return Checked { value: Config::default(), findings: vec![finding] };
    };
    let (path, text) = (source.path(db), source.text(db));
    if let Some(finding) = read::unreadable(path, text) {
        return Checked { value: Config::default(), findings: vec![finding] };
    }
    let text = text.as_str();
    let mut reader = Reader::new(path, text);
    let value = match yaml::parse(text, Span::new(0, text.len())) {
        Ok(node) => config_read::read(&mut reader, &node),
        Err(error) => {
            reader.findings.push(matter::syntax_finding(path, text, error));
            Config::default()
        }
    };
    reader.findings.sort_by_key(|finding| finding.place.as_ref().map(|place| place.span));
    Checked { value, findings: reader.findings }
}

/// What parsing needs of the site's file.
#[salsa::tracked]
pub fn settings(db: &dyn Db) -> Settings {
    Settings::of(&config(db).value)
}

/// A parsed Markdown file. All are kept, unless [`keep_documents`] was called.
#[salsa::tracked(lru = 0)]
pub fn document(db: &dyn Db, source: Source) -> Checked<Document> {
    read::read(source.path(db), source.text(db), opening(db, source), settings(db))
}

/// What is wrong with a Markdown file by itself.
#[salsa::tracked]
pub fn findings_in(db: &dyn Db, source: Source) -> Box<[Diagnostic]> {
    document(db, source).findings.as_slice().into()
}

/// From the next change on, keeps only so many parsed files, those that were asked for last: a text is parsed again sooner than
/// read from the disk, and all of them are a good part of what a server holds.
pub fn keep_documents(db: &mut Database, count: usize) {
    document::set_lru_capacity(db, count);
}

/// The front matter alone, so that an edit of a body changes nothing for those who ask only for it.
pub fn front(db: &dyn Db, source: Source) -> &Front {
    &opening(db, source).value.front
}

/// The front matter of a file, with what a translation leaves to its original, and where the body begins.
fn opening(db: &dyn Db, source: Source) -> &Checked<read::Opening> {
    // A file's name tells that it is none before any table is asked.
    if place::may_be_translation(source.path(db)) { inheriting(db, source) } else { own_opening(db, source) }
}

#[salsa::tracked]
fn own_opening(db: &dyn Db, source: Source) -> Checked<read::Opening> {
    read::opening(source.path(db), source.head(db), settings(db))
}

#[salsa::tracked]
fn inheriting(db: &dyn Db, source: Source) -> Checked<read::Opening> {
    let own = own_opening(db, source).clone();
    match originals(db).get(&source) {
        Some(original) => read::inheriting(own, &own_opening(db, *original).value),
        None => own,
    }
}

/// The original of each translation that has one: `a-visit.md` of `a-visit.uk.md`.
#[salsa::tracked]
fn originals(db: &dyn Db) -> FxHashMap<Source, Source> {
    let (pages, settings) = (db.concrete().site().pages(db), settings(db));
    let is_translation = |page: &Source| place::translated_to(source_path(db, *page), settings).is_some();
    let (translations, others): (Vec<Source>, Vec<Source>) = pages.iter().partition(|page| is_translation(page));
    if translations.is_empty() {
        return FxHashMap::default();
    }
    let stem = |page: Source| place::parts(source_path(db, page)).stem;
    let by_stem: FxHashMap<&str, Source> = others.into_iter().map(|page| (stem(page), page)).collect();
    translations.into_iter().filter_map(|page| Some((page, *by_stem.get(stem(page))?))).collect()
}

fn source_path(db: &dyn Db, source: Source) -> &SitePath {
    source.path(db)
}

/// What a Markdown file is.
#[salsa::tracked(returns(copy))]
pub fn role(db: &dyn Db, source: Source) -> Role {
    place::role(source.path(db), settings(db))
}

/// Where a page stands.
#[salsa::tracked]
pub fn address(db: &dyn Db, source: Source) -> Arc<Address> {
    Arc::new(place::address(source.path(db), front(db, source), settings(db)))
}

/// All articles, visible or not, sorted by path.
#[salsa::tracked]
pub fn articles(db: &dyn Db) -> Vec<Source> {
    db.concrete().site().pages(db).iter().copied().filter(|page| role(db, *page) == Role::Article).collect()
}

/// The article's date: its `date`, else its first publication, else none.
pub fn date_of(front: &Front) -> Option<Moment> {
    front.date.or(front.publish_at)
}

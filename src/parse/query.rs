//! The questions that one can ask of this stage.

use super::document::Document;
use super::front::{Front, Moment};
use super::settings::Settings;
use super::{Address, Checked, Role, matter, place, read};
use crate::config::Config;
use crate::config::read as config_read;
use crate::config::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Db, Source};
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

/// A parsed Markdown file.
#[salsa::tracked]
pub fn document(db: &dyn Db, source: Source) -> Checked<Document> {
    read::read(source.path(db), source.text(db), opening(db, source), settings(db))
}

/// The front matter alone, so that an edit of a body changes nothing for those who ask only for it.
pub fn front(db: &dyn Db, source: Source) -> &Front {
    &opening(db, source).value.front
}

#[salsa::tracked]
fn opening(db: &dyn Db, source: Source) -> Checked<read::Opening> {
    read::opening(source.path(db), source.head(db), settings(db))
}

/// What a Markdown file is.
#[salsa::tracked(returns(copy))]
pub fn role(db: &dyn Db, source: Source) -> Role {
    place::role(source.path(db), settings(db))
}

/// Where a page stands.
#[salsa::tracked]
pub fn address(db: &dyn Db, source: Source) -> Address {
    place::address(source.path(db), front(db, source), settings(db))
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

//! "Read also": the editor's items, and the computed ones that top them up.

use super::query::{card, related};
use super::resolve::{Miss, article_named, reason};
use super::{ReadAlso, ReadAlsoTarget, file, name};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::front::ReadAlsoItem;
use crate::parse::query::{address, config, document};
use crate::source::{Db, Source};
use crate::text::headline::fold_headline;

/// The editor's items, and what was wrong with them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Manual {
    pub(super) items: Vec<ReadAlso>,
    pub(super) findings: Vec<Diagnostic>,
}

/// The editor's items: those of the front matter, then those typed at the end of the text.
#[salsa::tracked]
pub(super) fn manual(db: &dyn Db, source: Source) -> Manual {
    let document = &document(db, source).value;
    let mut manual = Manual { items: vec![], findings: vec![] };
    for item in document.front.read_also.iter().chain(&document.read_also) {
        let (target, finding) = resolve(db, source, item);
        manual.findings.extend(finding.map(|finding| finding.at(source.path(db), item.span)));
        let redundant = match &target {
            ReadAlsoTarget::Article(article) if *article == source => Some("the article names itself"),
            target if manual.items.iter().any(|known| known.target == *target) => Some("the item is in the list already"),
            _ => None,
        };
        match redundant {
            Some(message) => manual.findings.push(Diagnostic::new(Code::ReadAlsoRedundant, message).at(source.path(db), item.span)),
            None => manual.items.push(ReadAlso { target, shared: vec![], computed: false }),
        }
    }
    manual
}

/// The articles among the editor's items.
#[salsa::tracked]
pub(super) fn manual_articles(db: &dyn Db, source: Source) -> Vec<Source> {
    let articles = manual(db, source).items.iter().filter_map(|item| match item.target {
        ReadAlsoTarget::Article(article) => Some(article),
        _ => None,
    });
    articles.collect()
}

/// The whole list of a page.
pub(super) fn list(db: &dyn Db, source: Source) -> Vec<ReadAlso> {
    let mut items = manual(db, source).items.clone();
    let room = config(db).value.read_also.count.saturating_sub(items.len());
    // The nearest are asked for only where there is room: an editor's full list depends on no other article.
    if room > 0 {
        items.extend(related(db, source).iter().take(room).map(|found| ReadAlso {
            target: ReadAlsoTarget::Article(found.source),
            shared: found.shared.clone(),
            computed: true,
        }));
    }
    items
}

fn resolve(db: &dyn Db, source: Source, item: &ReadAlsoItem) -> (ReadAlsoTarget, Option<Diagnostic>) {
    let (config, text) = (&config(db).value, item.target.trim());
    if text.starts_with("https://") || text.starts_with("http://") {
        let own = text.strip_prefix(config.base_url.as_str()).and_then(|path| article_named(db, path, &address(db, source).language).ok());
        let title = item.title.clone().unwrap_or_else(|| text.to_owned());
        return (own.map_or_else(|| ReadAlsoTarget::Outside { title, url: text.to_owned() }, ReadAlsoTarget::Article), None);
    }
    if let Some(page) = text.ends_with(".md").then(|| file::page_at(db, source, text)).flatten() {
        return (ReadAlsoTarget::Article(page), None);
    }
    let title = || item.title.clone().unwrap_or_else(|| text.to_owned());
    match article_named(db, text, &address(db, source).language) {
        Ok(article) => (ReadAlsoTarget::Article(article), None),
        Err(miss) => (ReadAlsoTarget::Unresolved { title: title() }, Some(missed(db, text, miss))),
    }
}

fn missed(db: &dyn Db, text: &str, miss: Miss) -> Diagnostic {
    match miss {
        Miss::None => {
            let finding = Diagnostic::new(Code::ReadAlsoUnresolved, format!("no article has the headline `{text}`"));
            let near = if fold_headline(text).contains(' ') { name::nearest_headlines(db, text) } else { name::nearest(db, text) };
            let finding = near.into_iter().fold(finding, |finding, near| finding.help(format!("did you mean `{near}`?")));
            finding.note("it stays in the list as text; a link `[headline](https://…)` leads to another site")
        }
        Miss::Several(sources) => {
            let finding = Diagnostic::new(Code::ReadAlsoUnresolved, format!("`{text}` stands for {} articles", sources.len()));
            let paths = sources
                .iter()
                .map(|source| format!("`{}` ({})", super::address::readable_path(address(db, *source)), card(db, *source).title));
            paths.fold(finding, |finding, path| finding.help(format!("write {path}")))
        }
        Miss::Hidden(source, why) => {
            Diagnostic::new(Code::ReadAlsoUnresolved, format!("readers cannot see `{text}`: {}", reason(db, source, why)))
        }
    }
}

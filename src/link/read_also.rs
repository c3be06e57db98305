//! "Read also": the editor's items, and the computed ones that top them up.

use super::name::{self, NameKey};
use super::query::{card, related, translations};
use super::resolve::{Miss, article_at, article_named, reason};
use super::{ReadAlso, ReadAlsoTarget, Shared};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::front::ReadAlsoItem;
use crate::parse::query::{address, config, document};
use crate::source::{Db, Source};

/// The editor's items, and what was wrong with them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Manual {
    pub(super) items: Vec<ReadAlso>,
    pub(super) findings: Vec<Diagnostic>,
}

/// The editor's items: those of the front matter, then those typed at the end of the text. An item that names an article
/// which may not be seen is left out: its words may be the headline.
#[salsa::tracked]
pub(super) fn manual(db: &dyn Db, source: Source) -> Manual {
    let document = &document(db, source).value;
    let mut manual = Manual { items: vec![], findings: vec![] };
    for item in document.front.read_also.iter().chain(&document.read_also) {
        let (target, finding) = resolve(db, source, item);
        manual.findings.extend(finding.map(|finding| finding.at(source.path(db), item.span)));
        let Some(target) = target else { continue };
        match redundant(db, source, &target, &manual.items) {
            Some(message) => manual.findings.push(Diagnostic::new(Code::ReadAlsoRedundant, message).at(source.path(db), item.span)),
            None => manual.items.push(ReadAlso { target, shared: Shared::default(), computed: false }),
        }
    }
    manual
}

/// Why an item adds nothing, if so.
fn redundant(db: &dyn Db, source: Source, target: &ReadAlsoTarget, items: &[ReadAlso]) -> Option<&'static str> {
    match target {
        ReadAlsoTarget::Article(article) if *article == source => return Some("the article names itself"),
        ReadAlsoTarget::Article(article) if address(db, *article).stem == address(db, source).stem => {
            return Some("the article names its own translation");
        }
        _ => {}
    }
    let same = |known: &ReadAlso| match (&known.target, target) {
        (ReadAlsoTarget::Outside { url: known, .. }, ReadAlsoTarget::Outside { url, .. }) => known == url,
        (known, target) => known == target,
    };
    items.iter().any(same).then_some("the item is in the list already")
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
    if room > 0 && !is_policy(db, source) {
        items.extend(related(db, source).iter().take(room).map(|found| ReadAlso {
            target: ReadAlsoTarget::Article(found.source),
            shared: found.shared,
            computed: true,
        }));
    }
    items
}

/// Whether a page, or a version of it, is one of the publisher's policies: it stays as it is, whatever is written elsewhere.
fn is_policy(db: &dyn Db, source: Source) -> bool {
    let policies = &config(db).value.publisher.policies;
    let is_named = |page: &Source| policies.values().any(|url| *url == address(db, *page).url);
    !policies.is_empty() && translations(db, source).iter().any(is_named)
}

/// What an item leads to, and what is wrong with it.
fn resolve(db: &dyn Db, source: Source, item: &ReadAlsoItem) -> (Option<ReadAlsoTarget>, Option<Diagnostic>) {
    let (language, written) = (&address(db, source).language, item.target.trim());
    let text = bare_reference(written);
    if is_outside(text) {
        let own = own_path(&config(db).value, text).and_then(|path| article_named(db, path, language).ok());
        let title = || item.title.clone().unwrap_or_else(|| text.to_owned());
        return (Some(own.map_or_else(|| ReadAlsoTarget::Outside { title: title(), url: text.to_owned() }, ReadAlsoTarget::Article)), None);
    }
    let at_path = text.ends_with(".md").then(|| article_at(db, source, text)).flatten();
    match at_path.unwrap_or_else(|| article_named(db, text, language)) {
        Ok(article) => (Some(ReadAlsoTarget::Article(article)), None),
        Err(miss) => {
            let hidden = matches!(miss, Miss::Hidden(..));
            let title = item.title.clone().unwrap_or_else(|| text.to_owned());
            ((!hidden).then_some(ReadAlsoTarget::Unresolved { title }), Some(missed(db, text, miss)))
        }
    }
}

/// The name in an item that is typed as a reference: `a-visit` of `[[a-visit#treaty|the treaty]]`.
fn bare_reference(text: &str) -> &str {
    match text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        Some(inside) => inside.split(['|', '#']).next().unwrap_or(inside).trim_end_matches('\\').trim(),
        None => text,
    }
}

fn is_outside(text: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| text.starts_with(scheme))
}

/// The path of a whole address of this site.
fn own_path<'t>(config: &Config, url: &'t str) -> Option<&'t str> {
    let path = url.strip_prefix(config.base_url.as_str())?;
    (!config.base_url.is_empty() && path.starts_with('/')).then_some(path)
}

fn missed(db: &dyn Db, text: &str, miss: Miss) -> Diagnostic {
    match miss {
        Miss::None => {
            let finding = Diagnostic::new(Code::ReadAlsoUnresolved, format!("no article has the headline `{text}`"));
            let near = name::nearest(db, NameKey::new(db, text));
            let finding = near.iter().fold(finding, |finding, near| finding.help(format!("did you mean `{near}`?")));
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

//! A plan in the editor's terms: which articles come, change and go, and what of them changed.

use super::manifest::{Page, PageKind};
use super::plan::Plan;

/// What becomes of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Readers get it for the first time.
    Added,
    /// Readers get another version.
    Changed,
    /// Readers lose it.
    Removed,
}

/// An article that readers will see change.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct News {
    /// What becomes of it.
    pub change: Change,
    /// Its headline.
    pub title: String,
    /// Its address from the site's base.
    pub url: String,
    /// The file that it is written in.
    pub file: String,
    /// What of it changed: `text`, `glossary`, `related`; or `page`, where it is none of them but what stands around.
    pub what: Vec<&'static str>,
}

/// The articles that a plan changes, in the order of change and address.
pub fn news(plan: &Plan) -> Vec<News> {
    let none = std::collections::BTreeMap::new();
    let old = plan.live.manifest.as_ref().map_or(&none, |manifest| &manifest.pages);
    let of = |change: Change, page: &Page, what: Vec<&'static str>| News {
        change,
        title: page.title.clone(),
        url: page.url.clone(),
        file: page.file.clone(),
        what,
    };
    let is_article = |page: &Page| page.kind == PageKind::Article;
    let mut news = Vec::new();
    for upload in &plan.uploads {
        let Some(page) = plan.manifest.pages.get(&upload.path).filter(|page| is_article(page)) else { continue };
        match old.get(&upload.path).filter(|page| is_article(page)) {
            Some(known) => news.push(of(Change::Changed, page, differences(known, page))),
            None => news.push(of(Change::Added, page, vec![])),
        }
    }
    let removed = old.iter().filter(|(path, page)| is_article(page) && !plan.manifest.pages.get(*path).is_some_and(is_article));
    news.extend(removed.map(|(_, page)| of(Change::Removed, page, vec![])));
    news.sort_by(|a, b| (a.change, &a.url).cmp(&(b.change, &b.url)));
    news
}

fn differences(old: &Page, new: &Page) -> Vec<&'static str> {
    let parts = [("text", &old.text, &new.text), ("glossary", &old.glossary, &new.glossary), ("related", &old.related, &new.related)];
    let different: Vec<&'static str> = parts.iter().filter(|(_, old, new)| old != new).map(|(word, ..)| *word).collect();
    if different.is_empty() { vec!["page"] } else { different }
}

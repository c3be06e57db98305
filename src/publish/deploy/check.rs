//! What stops a deploy before it begins, unless it is allowed: mistakes that readers would feel at once.

use std::collections::BTreeSet;

use super::manifest::{Page, PageKind};
use super::plan::Plan;
use crate::diagnostic::{Code, Diagnostic};

/// The share of files, in hundredths, and the number of files that may go without a word.
const MANY_SHARE: usize = 25;
const MANY: usize = 256;

/// Addresses that are named in one finding.
const NAMED: usize = 10;

/// What an editor may allow, each by a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Allow {
    /// A site without articles.
    Empty,
    /// A site without a home page, or without a page for addresses that do not exist.
    Missing,
    /// A target that holds something else.
    Foreign,
    /// Many deletions.
    Deletions,
    /// Addresses that vanish.
    Gone,
}

/// Looks for reasons not to go on. `ended` are files of articles that are over by their own date: their addresses may go.
pub fn check(plan: &Plan, ended: &BTreeSet<String>, allowed: &BTreeSet<Allow>) -> Vec<Diagnostic> {
    let all = [
        (Allow::Empty, empty(plan)),
        (Allow::Missing, missing(plan)),
        (Allow::Foreign, foreign(plan)),
        (Allow::Deletions, deletions(plan)),
        (Allow::Gone, gone(plan, ended)),
    ];
    all.into_iter().filter(|(allow, _)| !allowed.contains(allow)).flat_map(|(_, findings)| findings).collect()
}

fn empty(plan: &Plan) -> Vec<Diagnostic> {
    if plan.manifest.pages.values().any(|page| page.kind == PageKind::Article) {
        return vec![];
    }
    vec![
        Diagnostic::new(Code::EmptySite, "the site has no article that readers may see")
            .help("`gloss list drafts` and `gloss list scheduled` show what waits; `--allow-empty` deploys it as it is"),
    ]
}

fn missing(plan: &Plan) -> Vec<Diagnostic> {
    let missing = ["index.html", "404.html"].into_iter().filter(|path| !plan.manifest.files.contains_key(*path));
    missing
        .map(|path| {
            Diagnostic::new(Code::MissingPage, format!("the build made no `{path}`"))
                .help("look for what keeps it from being made; `--allow-missing` deploys without it")
        })
        .collect()
}

fn foreign(plan: &Plan) -> Vec<Diagnostic> {
    let other = plan.live.manifest.as_ref().map(|manifest| &manifest.site).filter(|site| **site != plan.manifest.site);
    let what = match (other, &plan.live.foreign) {
        (Some(site), _) => format!("the target holds another site, {site}"),
        (None, Some(what)) => format!("the target holds something that no deploy of this site put there: {what}"),
        (None, None) => return vec![],
    };
    vec![
        Diagnostic::new(Code::ForeignTarget, what)
            .note(format!("this site is {}", plan.manifest.site))
            .help("name another place in `deploy:`; `--adopt` takes this one over"),
    ]
}

fn deletions(plan: &Plan) -> Vec<Diagnostic> {
    let all = plan.live.manifest.as_ref().map_or(0, |manifest| manifest.files.len());
    let lost = plan.lost();
    if lost.len() <= MANY && lost.len() * 100 <= all * MANY_SHARE {
        return vec![];
    }
    vec![
        Diagnostic::new(Code::ManyDeletions, format!("{} of the {all} files of the live site would go", lost.len()))
            .note(format!("among them {}", named(&lost)))
            .help("`--allow-deletions` lets them go"),
    ]
}

fn gone(plan: &Plan, ended: &BTreeSet<String>) -> Vec<Diagnostic> {
    let Some(live) = &plan.live.manifest else { return vec![] };
    let gone = live.pages.iter().filter(|(path, page)| !plan.manifest.files.contains_key(*path) && !ended.contains(&page.file));
    gone.map(|(_, page)| {
        let finding = Diagnostic::new(Code::AddressGone, format!("readers would lose {}", page.url)).note(match page.kind {
            PageKind::Article => format!("it is \"{}\", of `{}`", page.title, page.file),
            PageKind::Entity => format!("it is the page of {}, of `{}`", page.title, page.file),
            PageKind::Redirect => format!("it led to {}", page.title),
        });
        let line = format!("aliases: [{}]", page.url);
        let finding = match successor(plan, page) {
            Some(heir) => finding.help(format!("add `{line}` to `{}`", heir.file)),
            None => finding.help(format!("add `{line}` to the article that takes its place")),
        };
        finding.help("`--allow-gone` lets it go")
    })
    .collect()
}

/// The article that now stands for a page: of the same file, of the same text, or of the same headline.
fn successor<'p>(plan: &'p Plan, page: &Page) -> Option<&'p Page> {
    let articles = || plan.manifest.pages.values().filter(|known| known.kind == PageKind::Article);
    if page.kind == PageKind::Redirect {
        return articles().find(|known| known.url == page.title);
    }
    if page.kind == PageKind::Entity {
        return None;
    }
    articles()
        .find(|known| known.file == page.file)
        .or_else(|| articles().find(|known| !page.text.is_empty() && known.text == page.text))
        .or_else(|| articles().find(|known| known.title == page.title))
}

fn named(paths: &[&str]) -> String {
    let shown: Vec<String> = paths.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    let rest = paths.len().saturating_sub(NAMED);
    if rest == 0 { shown.join(", ") } else { format!("{} and {rest} more", shown.join(", ")) }
}

//! Asks a site every question once, on all cores, and collects what is wrong with it: the whole of `gloss check`, and the
//! first part of a build, which finds the answers remembered.
//!
//! The work goes in phases, each over many files at once, so that threads do not wait for each other inside a query.

use rayon::prelude::*;

use super::progress::{Phase, Progress, Silent};
use super::timing::Timings;
use crate::diagnostic::Diagnostic;
use crate::render::page::PageKind;
use crate::render::produce::produce;
use crate::source::{Database, Source};
use crate::{glossary, link, parse, render, view};

/// All findings of all stages but rendering, in no order.
pub fn survey(db: &Database, progress: &dyn Progress, timings: &mut Timings) -> Vec<Diagnostic> {
    let site = db.site();
    let pages = site.pages(db);
    let mut findings = parse::query::config(db).findings.clone();
    findings.extend(timings.phase(progress, (Phase::Parse, pages.len()), |_| {
        each(db, pages, progress, |db, page| parse::query::findings_in(db, page).to_vec())
    }));
    let glossary: Vec<Source> = site.lists(db).iter().chain(pages).copied().collect();
    findings.extend(timings.phase(progress, (Phase::Glossary, 0), |_| {
        let found = each(db, &glossary, progress, |db, file| match is_glossary(db, file) {
            true => glossary::query::findings_in(db, file).clone(),
            false => vec![],
        });
        glossary::query::keys(db);
        found
    }));
    let articles = parse::query::articles(db);
    findings.extend(timings.phase(progress, (Phase::Link, articles.len()), |_| {
        // Each question for all articles before the next: the first to ask for a table of the whole site makes it, and
        // nobody waits for that with a question of its own half answered.
        each::<()>(db, articles, &Silent, |db, article| {
            link::query::prepare(db, article);
            link::query::mentioned(db, article);
            vec![]
        });
        let (for_site, for_articles) = (db.clone(), db.clone());
        let of_articles = move || each(&for_articles, articles, progress, |db, article| link::query::findings_in(db, article).clone());
        let (mut found, of_site) = rayon::join(of_articles, move || link::query::findings(&for_site).clone());
        found.extend(of_site);
        found
    }));
    findings.extend(view::texts::findings(db).iter().cloned());
    findings.extend(view::picture::findings(db).iter().cloned());
    findings.extend(view::social::findings(db).iter().cloned());
    findings.extend(render::engine::engine(db).findings.iter().cloned());
    // Templates and data that are no text: the stages that use them take them for empty.
    let others = site.templates(db).iter().chain(site.data(db));
    findings.extend(others.filter_map(|file| parse::read::unreadable(file.path(db), file.text(db))));
    findings
}

/// Makes the index of which articles are like which.
pub fn index(db: &Database) {
    each::<()>(db, parse::query::articles(db), &Silent, |db, article| {
        link::query::prepare_related(db, article);
        vec![]
    });
    parts(db);
}

/// Makes those parts of the index that are not as they were: after an edit, two or three.
pub fn parts(db: &Database) {
    each::<()>(db, &link::query::related_parts(db), &Silent, |db, article| {
        link::query::prepare_related_part(db, article);
        vec![]
    });
}

/// Asks for the "Read also" lists of the articles among pages, which nothing can be wrong with: only for those that are about to
/// be rendered.
pub fn relate(db: &Database, pages: &[PageKind], progress: &dyn Progress) {
    let article = |page: &PageKind| if let PageKind::Article(source) = page { Some(*source) } else { None };
    each::<()>(db, &pages.iter().filter_map(article).collect::<Vec<Source>>(), progress, |db, article| {
        link::query::read_also(db, article);
        vec![]
    });
}

/// Renders one page of each kind, and every article that names a template of its own, before anything is written: a
/// template that fails, fails here, and the output stays as it was.
pub fn trial(db: &Database, pages: &[PageKind]) -> Vec<Diagnostic> {
    let mut kinds = Vec::new();
    let mut findings = Vec::new();
    // What no template makes cannot fail.
    for page in pages.iter().filter(|page| !matches!(page.made_by(db), "data" | "sitemaps" | "files")) {
        let list = if let PageKind::List(key, _) = page { Some(std::mem::discriminant(key.kind(db))) } else { None };
        let kind = (std::mem::discriminant(page), list);
        let own = matches!(page, PageKind::Article(source) if parse::query::front(db, *source).template.is_some());
        if own || !kinds.contains(&kind) {
            kinds.push(kind);
            findings.extend(produce(db, page).findings);
        }
    }
    findings
}

/// Whether a file defines entities: every list under `content/`, and Markdown files in the glossary's folder.
fn is_glossary(db: &Database, file: Source) -> bool {
    !file.path(db).extension().to_ascii_lowercase().starts_with('m') || parse::query::role(db, file) == parse::Role::Entity
}

/// Asks a question of many files on all cores. Only outside of queries: a thread that waits inside of one could be given
/// work that waits for it.
pub fn each<T: Send>(db: &Database, files: &[Source], progress: &dyn Progress, ask: impl Fn(&Database, Source) -> Vec<T> + Sync) -> Vec<T> {
    let answers: Vec<Vec<T>> = files
        .par_iter()
        .with_min_len(8)
        .map_with(db.clone(), |db, file| {
            let answer = ask(db, *file);
            progress.step();
            answer
        })
        .collect();
    answers.into_iter().flatten().collect()
}

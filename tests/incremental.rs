//! Invariants 1, 3 and 7: an incremental result equals a clean one, byte for byte, and only what an edit reached is worked
//! out anew.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::sync::Arc;

use glossator::parse::query::{self as parse, keep_documents};
use glossator::render::Page;
use glossator::render::artifact::Content;
use glossator::render::page::pages;
use glossator::render::produce::rendered;
use glossator::source::{Change, Database, Text, Workspace};
use glossator::text::path::SitePath;
use proptest::prelude::*;

const SITE: &str = include_str!("incremental/site.txt");

fn noon() -> jiff::Timestamp {
    "2024-05-01T12:00:00Z".parse().unwrap()
}

/// All files of the output, made by asking for every page.
fn output(workspace: &Workspace) -> BTreeMap<String, Vec<u8>> {
    let db = workspace.db();
    let mut files = BTreeMap::new();
    for kind in pages(db) {
        let made = rendered(db, Page::new(db, kind));
        assert!(made.findings.is_empty(), "{:#?}", made.findings);
        if let Some(artifact) = &made.artifact {
            let Content::Bytes(bytes) = &artifact.content else { panic!("a site in memory has no files") };
            files.insert(artifact.path.clone(), bytes.to_vec());
        }
    }
    files
}

fn text(words: &str) -> Change {
    Change::Text(Text::Utf8(Arc::from(words)))
}

/// The text of a file of the site.
fn file(path: &str) -> String {
    glossator::source::workspace::split_files(SITE).into_iter().find(|(known, _)| known.as_str() == path).map(|(_, text)| text).unwrap()
}

/// Asks for the whole site, makes the change, asks again: which queries ran the second time, counted by name.
fn work_after(path: &str, change: impl FnOnce(String) -> Change) -> BTreeMap<String, usize> {
    let mut workspace = Workspace::from_text(Database::logging(noon()), SITE);
    output(&workspace);
    workspace.db().take_log();
    let before = if SITE.contains(&format!("-- {path} --")) { file(path) } else { String::new() };
    workspace.apply([(SitePath::new(path), change(before))]);
    output(&workspace);
    let mut counts = BTreeMap::new();
    for query in workspace.db().take_log() {
        *counts.entry(query.split('(').next().unwrap_or_default().to_owned()).or_default() += 1;
    }
    counts
}

fn count(work: &BTreeMap<String, usize>, query: &str) -> usize {
    work.get(query).copied().unwrap_or_default()
}

#[test]
fn no_change_no_work() {
    let work = work_after("content/2024/03/third.md", |before| text(&before));
    assert_eq!(work, BTreeMap::new());
}

/// What one edit of a body costs in a site of any size: the document is parsed and scanned, its facts are compared, and no
/// list, card or reference of another page is asked anew; neighbours are weighed anew in its chunk of the archive.
fn assert_one_document(work: &BTreeMap<String, usize>) {
    assert_eq!((count(work, "document"), count(work, "mentions")), (1, 1), "{work:#?}");
    assert_eq!((count(work, "profile"), count(work, "leaf"), count(work, "node")), (1, 1, 1), "{work:#?}");
    let of_the_whole_site = ["card", "list", "lists", "visible_articles", "backlinks", "articles_mentioning", "matcher", "site_view"];
    assert!(of_the_whole_site.iter().all(|query| count(work, query) == 0), "{work:#?}");
}

#[test]
fn a_body_edit_renders_its_page_and_its_feeds() {
    let work = work_after("content/2024/03/third.md", |before| text(&format!("{before}\nA paragraph that no other page shows.\n")));
    assert_one_document(&work);
    // The page and the one that stands in for its translation, and the feeds that have the article whole: of the site and the section in two formats each, of its tag, of Ada
    // Lovelace in two languages.
    assert_eq!(count(&work, "rendered"), 2 + 2 * 2 + 3, "{work:#?}");
}

#[test]
fn what_was_let_go_of_is_parsed_again_only_where_it_is_needed() {
    let mut workspace = Workspace::from_text(Database::logging(noon()), SITE);
    keep_documents(workspace.db_mut(), 1);
    output(&workspace);
    workspace.shed();
    workspace.db().take_log();
    output(&workspace);
    assert_eq!(workspace.db().take_log(), Vec::<String>::new(), "all that was made of the texts is still known");
    for page in workspace.db().site().pages(workspace.db()) {
        parse::document(workspace.db(), *page);
    }
    let work = workspace.db().take_log();
    assert!(
        work.len() + 1 >= workspace.db().site().pages(workspace.db()).len() && work.iter().all(|query| query.starts_with("document")),
        "{work:?}"
    );
}

#[test]
fn an_edit_of_a_sentence_renders_those_that_show_the_sentence() {
    let work = work_after("content/2024/03/third.md", |before| text(&before.replace("Nothing about", "Not a thing about")));
    assert_one_document(&work);
    // Besides its pages and feeds: those of the article that it refers to, and the page of Ada Lovelace in two languages.
    assert_eq!(count(&work, "rendered"), 2 + 2 * 2 + 3 + 2 + 2, "{work:#?}");
}

#[test]
fn a_title_edit_renders_those_that_show_it() {
    let work = work_after("content/2024/03/third.md", |before| text(&before.replace("title: Third", "title: The third")));
    assert_eq!(count(&work, "document"), 1, "{work:#?}");
    assert_eq!(count(&work, "card"), 1, "{work:#?}");
}

#[test]
fn a_description_of_the_glossary_rebuilds_no_matcher_and_scans_nothing() {
    let work = work_after("content/glossary/people.yaml", |before| text(&before.replace("Mathematician", "Countess and mathematician")));
    assert_eq!((count(&work, "document"), count(&work, "mentions"), count(&work, "matcher")), (0, 0, 0), "{work:#?}");
    assert!(count(&work, "rendered") >= 3, "{work:#?}");
}

#[test]
fn a_new_article_parses_one() {
    let new = "---\ntitle: Fifth\ndate: 2024-04-20\nsection: politics\n---\n\nBabbage again.\n";
    let work = work_after("content/2024/04/fifth.md", |_| text(new));
    assert_eq!((count(&work, "document"), count(&work, "mentions")), (1, 1), "{work:#?}");
}

#[test]
fn the_clock_changes_only_what_depends_on_it() {
    let mut workspace = Workspace::from_text(Database::logging(noon()), SITE);
    let before = output(&workspace);
    assert!(!before.keys().any(|path| path.contains("fourth")));
    workspace.set_now("2024-06-02T00:00:00Z".parse().unwrap());
    let after = output(&workspace);
    assert!(after.contains_key("2024/03/fourth/index.html"));
    let mut clean = Workspace::from_text(Database::new(noon()), SITE);
    clean.set_now("2024-06-02T00:00:00Z".parse().unwrap());
    assert_eq!(after, output(&clean));
}

#[test]
fn what_must_not_be_seen_is_nowhere() {
    let output = output(&Workspace::from_text(Database::new(noon()), SITE));
    for (path, bytes) in output {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("A draft") && !text.contains("Not to be seen") && !text.contains("Under embargo"), "{path}");
    }
}

/// A change of the site, of any of the kinds that editors make.
#[derive(Debug, Clone)]
enum Edit {
    Append(usize, String),
    Retitle(usize, String),
    Redate(usize, u8),
    Draft(usize),
    Restore(usize),
    Delete(usize),
    Rename(usize, String),
    Add(String, String),
    Glossary(String),
    DropGlossary,
    Config(usize),
    Template(bool),
}

fn edits() -> impl Strategy<Value = Edit> {
    let body = "(Ada Lovelace|Babbage|Charles Babbage|the Analytical Engine|\\[\\[second\\]\\]|\\[\\[first#notes\\]\\]|\\[\\[Third\\]\\]|words)( and (Babbage|\\[\\[third\\]\\]|more))?\\.";
    let name = "(alpha|beta|gamma)";
    prop_oneof![
        (0..6usize, body).prop_map(|(at, words)| Edit::Append(at, words)),
        (0..6usize, "(Second|Third|New [a-c])").prop_map(|(at, title)| Edit::Retitle(at, title)),
        (0..6usize, 1..28u8).prop_map(|(at, day)| Edit::Redate(at, day)),
        (0..6usize).prop_map(Edit::Draft),
        (0..6usize).prop_map(Edit::Restore),
        (0..6usize).prop_map(Edit::Delete),
        (0..6usize, name).prop_map(|(at, name)| Edit::Rename(at, name)),
        (name, body).prop_map(|(name, words)| Edit::Add(name, words)),
        "(Ada|Lovelace|Engine)".prop_map(Edit::Glossary),
        Just(Edit::DropGlossary),
        (1..5usize).prop_map(Edit::Config),
        any::<bool>().prop_map(Edit::Template),
    ]
}

const ARTICLES: [&str; 6] = [
    "content/2024/01/first.md",
    "content/2024/01/first.uk.md",
    "content/2024/02/second.md",
    "content/2024/03/third.md",
    "content/2024/03/fourth.md",
    "content/2024/04/draft.md",
];

/// The changes of files that an edit makes, given the files as they are.
fn changes(files: &BTreeMap<String, String>, edit: &Edit) -> Vec<(String, Option<String>)> {
    let of = |at: &usize| (ARTICLES[*at].to_owned(), files.get(ARTICLES[*at]).cloned());
    let edited = |at: &usize, change: &dyn Fn(&str) -> String| match of(at) {
        (path, Some(text)) => vec![(path, Some(change(&text)))],
        _ => vec![],
    };
    match edit {
        Edit::Append(at, words) => edited(at, &|text| format!("{text}\n{words}\n")),
        Edit::Retitle(at, title) => edited(at, &|text| replace_line(text, "title:", &format!("title: {title}"))),
        Edit::Redate(at, day) => edited(at, &|text| replace_line(text, "date:", &format!("date: 2024-02-{day:02}"))),
        Edit::Draft(at) => edited(at, &|text| text.replacen("title:", "draft: true\ntitle:", usize::from(!text.contains("draft:")))),
        Edit::Restore(at) => vec![(ARTICLES[*at].to_owned(), Some(file(ARTICLES[*at])))],
        Edit::Delete(at) => vec![(ARTICLES[*at].to_owned(), None)],
        Edit::Rename(at, name) => match of(at) {
            (path, Some(text)) => vec![(path, None), (format!("content/2024/05/{name}.md"), Some(text))],
            _ => vec![],
        },
        Edit::Add(name, words) => {
            vec![(format!("content/2024/05/{name}.md"), Some(format!("---\ntitle: About {name}\ndate: 2024-04-30\n---\n\n{words}\n")))]
        }
        Edit::Glossary(alias) => vec![(
            "content/glossary/people.yaml".to_owned(),
            Some(file("content/glossary/people.yaml").replace(
                "  kind: person\n  description: Mathematician",
                &format!("  aliases: [{alias}]\n  kind: person\n  description: M"),
            )),
        )],
        Edit::DropGlossary => vec![("content/glossary/people.yaml".to_owned(), None)],
        Edit::Config(count) => {
            vec![("gloss.yaml".to_owned(), Some(file("gloss.yaml").replace("paginate: 3", &format!("paginate: {count}"))))]
        }
        Edit::Template(own) => vec![("templates/corrections.html".to_owned(), own.then(|| "{{ page.title }}\n".to_owned()))],
    }
}

fn replace_line(text: &str, key: &str, line: &str) -> String {
    text.lines().map(|old| if old.starts_with(key) { line } else { old }).map(|line| format!("{line}\n")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn incremental_equals_clean(script in proptest::collection::vec(edits(), 1..8), kept in 0_usize..3) {
        let mut files: BTreeMap<String, String> =
            glossator::source::workspace::split_files(SITE).into_iter().map(|(path, text)| (path.as_str().to_owned(), text)).collect();
        let mut workspace = Workspace::from_text(Database::new(noon()), SITE);
        // None of them means all.
        keep_documents(workspace.db_mut(), kept);
        output(&workspace);
        for edit in &script {
            for (path, text) in changes(&files, edit) {
                let change = text.as_ref().map_or(Change::Gone, |words| self::text(words));
                match text {
                    Some(text) => files.insert(path.clone(), text),
                    None => files.remove(&path),
                };
                workspace.apply([(SitePath::new(&path), change)]);
            }
            let case: String = files.iter().map(|(path, text)| format!("-- {path} --\n{text}")).collect();
            let clean = output(&Workspace::from_text(Database::new(noon()), &case));
            prop_assert_eq!(&output(&workspace), &clean, "after {:?}", edit);
        }
    }
}

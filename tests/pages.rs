//! Views and rendering: what stands on the pages of small sites.
//!
//! A case is a file of `tests/pages`: a site, and after a line `== PATH` what the output file PATH must hold, a line each; a
//! line that begins with `! ` must not be in it. `== ! PATH` says that there is no such file. The file `search:URL` is what
//! the page at URL is found by.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use glossator::render::Page;
use glossator::render::artifact::Content;
use glossator::render::page::pages;
use glossator::render::produce::rendered;
use glossator::source::{Database, Workspace};
use glossator::view::pages::search::{record, subjects};
use glossator::view::search::SearchRecord;

fn output(site: &str) -> BTreeMap<String, String> {
    let now = "2024-07-01T12:00:00Z".parse().unwrap();
    let workspace = Workspace::from_text(Database::new(now), site);
    let db = workspace.db();
    let mut files = BTreeMap::new();
    for kind in pages(db) {
        let made = rendered(db, Page::new(db, kind));
        assert!(made.findings.is_empty(), "{:#?}", made.findings);
        if let Some(artifact) = &made.artifact {
            let Content::Bytes(bytes) = &artifact.content else { panic!("a site in memory has no files") };
            let double = files.insert(artifact.path.clone(), String::from_utf8_lossy(bytes).into_owned());
            assert!(double.is_none(), "written twice: {}", artifact.path);
        }
    }
    // What a page is found by, under its address: the files of the index are compressed.
    for record in subjects(db).into_iter().filter_map(|subject| record(db, subject)) {
        files.insert(format!("search:{}", record.url), one_line(&record));
    }
    files
}

/// A record as JSON with a space behind each colon and comma.
fn one_line(record: &SearchRecord) -> String {
    let pretty = serde_json::to_string_pretty(record).unwrap();
    let lines: Vec<&str> = pretty.lines().map(str::trim).collect();
    lines.join(" ").replace("[ ", "[").replace(" ]", "]")
}

/// Checks one case; gives what is wrong with it.
fn check(name: &str, case: &str) -> Vec<String> {
    let (site, expectations) = case.split_once("\n== ").expect("a case expects something");
    let files = output(site);
    let mut wrong = Vec::new();
    for expectation in expectations.split("\n== ") {
        let (path, lines) = expectation.split_once('\n').unwrap_or((expectation, ""));
        if let Some(absent) = path.strip_prefix("! ") {
            if files.contains_key(absent.trim()) {
                wrong.push(format!("{name}: `{absent}` should not be there"));
            }
            continue;
        }
        let Some(text) = files.get(path.trim()) else {
            wrong.push(format!("{name}: no file `{path}`; there are {:?}", files.keys()));
            continue;
        };
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (expected, part) = line.strip_prefix("! ").map_or((true, line), |part| (false, part));
            if text.contains(part) != expected {
                let start = text.find("<main").unwrap_or(0);
                wrong.push(format!("{name}: `{path}` {} `{part}`\n{}", if expected { "lacks" } else { "has" }, &text[start..]));
            }
        }
    }
    wrong
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its cases")]
fn cases() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 5);
    let wrong: Vec<String> = paths
        .iter()
        .flat_map(|path| check(&path.file_name().unwrap().to_string_lossy(), &std::fs::read_to_string(path).unwrap()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The head that all cases share would hide what they are about; this one is the shortest site.
#[test]
fn the_shortest_site_has_its_standing_pages() {
    let files = output("-- gloss.yaml --\ntitle: T\nbase_url: https://t.example\n");
    for path in [
        "index.html",
        "404.html",
        "robots.txt",
        "sitemap.xml",
        "feed.xml",
        "glossary/index.html",
        "archive/index.html",
        "corrections/index.html",
    ] {
        assert!(files.contains_key(path), "{path} in {:?}", files.keys());
    }
}

#[test]
fn structured_data_is_json_and_cannot_end_its_element() {
    let site = "-- gloss.yaml --\ntitle: T\nbase_url: https://t.example\n-- content/a.md --\n---\ntitle: \"</script><b>\"\ndate: 2024-06-01\n---\nText.\n";
    let page = &output(site)["a/index.html"];
    let (_, rest) = page.split_once("<script type=\"application/ld+json\">").unwrap();
    let (json, _) = rest.split_once("</script>").unwrap();
    let data: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(data["@graph"][0]["headline"], "</script><b>");
    assert_eq!(data["@graph"][0]["@type"], "NewsArticle");
}

/// The feeds of a site with so many articles, two to a feed: each part of the Atom feed and of the JSON feed, by its address.
fn parts(articles: usize) -> BTreeMap<String, String> {
    let mut site = "-- gloss.yaml --\ntitle: T\nbase_url: https://t.example\nfeeds: {count: 2, archives: true}\n".to_owned();
    for number in 1..=articles {
        site += &format!("-- content/a{number}.md --\n---\ntitle: A{number}\ndate: 2024-06-{number:02}\n---\nText.\n");
    }
    let parts = output(&site).into_iter().filter(|(path, _)| path.ends_with("feed.xml") || path.ends_with("feed.json"));
    parts.map(|(path, text)| (format!("https://t.example/{path}"), text)).collect()
}

/// The text between two others, as often as it is there.
fn between<'t>(text: &'t str, before: &str, after: &str) -> Vec<&'t str> {
    text.split(before).skip(1).filter_map(|rest| rest.split(after).next()).collect()
}

#[test]
fn feeds_lead_to_all_that_they_had_and_archives_stay_as_they_are() {
    let mut before = BTreeMap::new();
    for count in 0..=7 {
        let parts = parts(count);
        for (start, older, id) in [
            ("feed.xml", "rel=\"prev-archive\" type=\"application/atom+xml\" href=\"", "<title>A"),
            ("feed.json", "\"next_url\":\"", "\"title\":\"A"),
        ] {
            let (mut url, mut seen, mut archived) = (format!("https://t.example/{start}"), vec![], vec![]);
            loop {
                let items = between(&parts[&url], id, if start == "feed.xml" { "<" } else { "\"" });
                seen.extend(items.iter().map(|item| item.parse::<usize>().unwrap()));
                if url.contains("feed-archive") {
                    assert_eq!(items.len(), 2, "{url} is full");
                    archived.extend(items);
                }
                match between(&parts[&url], older, "\"").first() {
                    Some(next) => url = (*next).to_owned(),
                    None => break,
                }
            }
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen, (1..=count).collect::<Vec<_>>(), "{start} of {count} articles");
            archived.sort_unstable();
            let twice = archived.len();
            archived.dedup();
            assert_eq!(archived.len(), twice, "no archive has what another has");
        }
        let archives: BTreeMap<String, String> = parts.into_iter().filter(|(url, _)| url.contains("feed-archive")).collect();
        for (url, text) in &before {
            assert_eq!(archives.get(url), Some(text), "{url} with {count} articles");
        }
        before = archives;
    }
    assert_eq!(before.len(), 6, "three archives in two formats: {:?}", before.keys());
}

//! The plan, which is pure: what goes out, in which order, and what goes.

use std::collections::{BTreeMap, BTreeSet};

use glossator::config::headers::class::{Class, class};
use glossator::config::headers::table::{HeaderTable, Headers};
use glossator::config::headers::{HeaderRule, HeadersConfig};
use glossator::publish::deploy::built::headers_digest;
use glossator::publish::deploy::manifest::{Entry, Manifest};
use glossator::publish::deploy::plan::{Live, Site, Why, plan};
use proptest::prelude::*;

fn entry(path: &str, content: u8) -> Entry {
    Entry { sha256: format!("{content:064x}"), size: u64::from(content), headers: headers_digest(&headers(path)), encoding: None }
}

fn headers(path: &str) -> Headers {
    HeaderTable::default().of(path)
}

fn site(files: &[(&str, u8)]) -> Site {
    let files = files.iter().map(|(path, content)| ((*path).to_owned(), entry(path, *content))).collect();
    Site { name: "https://example.org".into(), files, ..Site::default() }
}

fn live(site: Site) -> Live {
    let manifest = plan(site, Live::default()).manifest;
    Live { manifest: Some(manifest), last: 1, ..Live::default() }
}

#[test]
fn files_go_out_in_waves() {
    let old = live(site(&[("a/index.html", 1), ("index.html", 1)]));
    let new = site(&[
        ("index.html", 2),
        ("a/index.html", 1),
        ("b/index.html", 1),
        ("style.0123456789.css", 1),
        ("img/a.png", 1),
        ("sitemap.xml", 1),
        ("robots.txt", 1),
        ("feed.xml", 1),
    ]);
    let plan = plan(new, old);
    let order: Vec<&str> = plan.uploads.iter().map(|upload| upload.path.as_str()).collect();
    assert_eq!(order, ["style.0123456789.css", "img/a.png", "b/index.html", "feed.xml", "robots.txt", "sitemap.xml", "index.html"]);
    assert_eq!((plan.same, plan.manifest.release, plan.deletes.len()), (1, 2, 0));
}

#[test]
fn what_readers_can_come_to_goes_after_what_they_cannot() {
    let old = live(site(&[("index.html", 1), ("feed.xml", 1), ("data.json", 1)]));
    let there = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<BTreeSet<String>>();
    // An unfinished deploy made two pages and an asset, and came to name one of the pages.
    let old = Live { unsure: there(&["a/index.html", "b/index.html", "x.0123456789.css"]), reached: there(&["b/index.html"]), ..old };
    let new = [("index.html", 2), ("feed.xml", 2), ("data.json", 2), ("a/index.html", 1), ("b/index.html", 1), ("c/index.html", 1)];
    let new = site(&[&new[..], &[("c/feed.xml", 1), ("new.json", 1), ("x.0123456789.css", 1)]].concat());
    let plan = plan(new, old);
    let waves: Vec<Vec<&str>> =
        plan.uploads.chunk_by(|a, b| a.wave() == b.wave()).map(|wave| wave.iter().map(|upload| upload.path.as_str()).collect()).collect();
    let apart = [vec!["x.0123456789.css"], vec!["new.json"], vec!["a/index.html", "c/index.html"], vec!["c/feed.xml"]];
    let reached = [vec!["data.json"], vec!["b/index.html", "index.html"], vec!["feed.xml"]];
    assert_eq!(waves, [&apart[..], &reached[..]].concat());
    let why = |path: &str| plan.uploads.iter().find(|upload| upload.path == path).map(|upload| upload.why);
    assert_eq!((why("a/index.html"), why("b/index.html")), (Some(Why::New), Some(Why::Unsure)));
}

#[test]
fn classes_and_headers_come_from_one_table() {
    assert_eq!(class("own.00ff00ff00.js"), Class::Asset);
    assert_eq!(class("2024.html"), Class::Page);
    assert_eq!(class("papers/report.0123456789.final.pdf"), Class::Other, "the hash stands before the ending");
    assert_eq!(class("pagefind/index/en_1a2b3c4.pf_index"), Class::Asset);
    assert_eq!(class("pagefind/pagefind-entry.json"), Class::Index);
    assert_eq!((class("tags/war/feed.json"), class("glossary.json")), (Class::Index, Class::Other));
    assert_eq!(headers("a/index.html").content_type, "text/html; charset=utf-8");
    assert!(headers("own.00ff00ff00.css").cache_control.contains("immutable"));
    assert!(headers("a/index.html").cache_control.contains("no-cache"));
    assert_eq!(headers("x.unknown").content_type, "application/octet-stream");
    // The site's own rules stand over it, the first that says something first.
    let rule = |path: &str, cache: Option<&str>, media: Option<&str>| HeaderRule {
        path: path.into(),
        content_type: media.map(str::to_owned),
        cache_control: cache.map(str::to_owned),
        ..HeaderRule::default()
    };
    let rules = vec![rule("*.pdf", Some("no-store"), None), rule("**", Some("private"), Some("text/x-own")), rule("[", None, None)];
    let table = HeaderTable::new(&HeadersConfig { rules, ..HeadersConfig::default() });
    assert_eq!((table.of("a.pdf").cache_control, table.of("a.pdf").content_type), ("no-store".into(), "text/x-own".into()));
    assert_eq!(table.of("a/b.pdf").cache_control, "private", "a star stays in its folder");
}

#[test]
fn a_change_of_headers_alone_is_seen() {
    let mut old = live(site(&[("index.html", 1)]));
    old.manifest.as_mut().unwrap().files.get_mut("index.html").unwrap().headers = "others".into();
    let plan = plan(site(&[("index.html", 1)]), old);
    assert_eq!(plan.uploads[0].why, Why::Headers);
}

#[test]
fn a_manifest_that_climbs_is_none() {
    let mut manifest = Manifest::new("https://example.org", 1);
    assert!(Manifest::parse(&manifest.to_bytes()).is_some());
    manifest.files.insert("../../etc/passwd".into(), entry("a", 1));
    assert!(Manifest::parse(&manifest.to_bytes()).is_none());
    assert!(Manifest::parse(b"{}").is_none() && Manifest::parse(b"").is_none());
}

fn any_files() -> impl Strategy<Value = BTreeMap<String, u8>> {
    let path = prop::sample::select(vec![
        "index.html",
        "404.html",
        "a/index.html",
        "b/index.html",
        "feed.xml",
        "x.0123456789.css",
        "y.abcdef0123.js",
        "img.png",
    ]);
    prop::collection::btree_map(path.prop_map(str::to_owned), 0..3_u8, 0..8)
}

proptest! {
    /// What stands at the target, then what the plan sends and deletes, is what its manifest says.
    #[test]
    fn a_plan_leads_to_its_manifest(history in prop::collection::vec(any_files(), 1..6), unsure in prop::collection::btree_set("[a-c]/index.html", 0..3)) {
        let mut there: BTreeMap<String, String> = BTreeMap::new();
        let mut state = Live::default();
        for files in history {
            let pairs: Vec<(&str, u8)> = files.iter().map(|(path, content)| (path.as_str(), *content)).collect();
            let made = plan(site(&pairs), Live { unsure: unsure.clone(), ..state.clone() });
            for upload in &made.uploads {
                there.insert(upload.path.clone(), upload.entry.sha256.clone());
            }
            let twice: BTreeSet<&String> = made.uploads.iter().map(|upload| &upload.path).collect();
            prop_assert_eq!(twice.len(), made.uploads.len());
            prop_assert!(made.deletes.iter().all(|path| !twice.contains(path)));
            for path in &made.deletes {
                there.remove(path);
            }
            let said: BTreeMap<String, String> = made.manifest.standing().map(|(path, entry)| (path.clone(), entry.sha256.clone())).collect();
            prop_assert_eq!(&there, &said);
            let again = plan(site(&pairs), Live { manifest: Some(made.manifest.clone()), last: made.manifest.release, ..Live::default() });
            prop_assert!(again.is_empty(), "a second deploy has nothing to do");
            state = Live { last: made.manifest.release, manifest: Some(made.manifest), ..Live::default() };
        }
    }
}

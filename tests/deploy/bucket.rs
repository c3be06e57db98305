//! The steps of a deploy to a bucket, on a store in memory that fails at every single request in turn.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use glossator::config::headers::table::HeaderTable;
use glossator::publish::deploy::bucket::Bucket;
use glossator::publish::deploy::built::digest;
use glossator::publish::deploy::built::headers_digest;
use glossator::publish::deploy::manifest::Entry;
use glossator::publish::deploy::plan::{Site, plan};
use glossator::publish::deploy::target::{Locked, Usage};
use glossator::publish::deploy::{DeployError, Target, Work};
use glossator::publish::progress::Silent;
use proptest::prelude::*;

use crate::memory::Memory;
use crate::site::dead_ends;

type Files = BTreeMap<String, String>;

/// A site of pages that lead to each other and to a style sheet whose name depends on its content.
fn files(pages: &[(u8, u8)], sheet: u8) -> Files {
    let sheet = (format!("style.{:010x}.css", u64::from(sheet)), format!("p {{ margin: {sheet}px }}"));
    let links: String = pages.iter().map(|(page, _)| format!("<a href=\"/page-{page}/\">")).collect();
    let html = |text: &str| format!("<link href=\"/{}\">{links}{text}", sheet.0);
    let mut files: Files = pages.iter().map(|(page, version)| (format!("page-{page}/index.html"), html(&version.to_string()))).collect();
    files.extend([
        ("index.html".into(), html("home")),
        ("404.html".into(), html("nothing")),
        ("feed.xml".into(), links.clone()),
        sheet.clone(),
    ]);
    files
}

fn site(files: &Files) -> Site {
    let entry = |path: &str, text: &str| Entry {
        sha256: digest(text.as_bytes()),
        size: text.len() as u64,
        headers: headers_digest(&HeaderTable::default().of(path)),
        encoding: None,
    };
    Site {
        name: "https://example.org".into(),
        files: files.iter().map(|(path, text)| (path.clone(), entry(path, text))).collect(),
        ..Site::default()
    }
}

fn bucket(memory: &Memory, locked: Locked) -> Bucket<&Memory> {
    Bucket::new(memory, Usage { site: ".".into(), keep: 3, at_once: 4, locked })
}

/// Deploys files, taking over the lock of one that was killed.
fn deploy(memory: &Memory, files: &Files) -> Result<u64, DeployError> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let disk = folder.path().join(path);
        std::fs::create_dir_all(disk.parent().unwrap()).unwrap();
        std::fs::write(disk, text).unwrap();
    }
    let target = bucket(memory, Locked::TakeOver);
    let plan = plan(site(files), target.live()?);
    if !plan.is_empty() {
        target.send(&Work { plan: &plan, from: folder.path(), progress: &Silent })?;
    }
    Ok(plan.manifest.release)
}

/// The site's files, with older style sheets left out.
fn without_old_sheets(memory: &Memory, files: &Files) -> Files {
    let served = memory.served().into_iter();
    let texts = served.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()));
    texts.filter(|(path, _)| !path.ends_with(".css") || files.contains_key(path)).collect()
}

fn check_readers(memory: &Memory, when: &str) {
    let served = memory.served();
    if served.contains_key("index.html") {
        let (dead, _) = dead_ends(|path| served.get(path).cloned());
        assert!(dead.is_empty(), "{when}: {dead:?} of {:?}", served.keys());
    }
}

#[test]
fn killed_at_any_request_the_next_deploy_ends_where_a_clean_one_does() {
    let first = files(&[(1, 1), (2, 1), (3, 1)], 1);
    let second = files(&[(1, 2), (3, 1), (4, 1)], 2);
    let before = Memory::default();
    deploy(&before, &first).unwrap();
    let whole = before.mended();
    deploy(&whole, &second).unwrap();
    let requests = whole.requests.load(Ordering::SeqCst);
    for at in 1..requests {
        let store = before.mended();
        store.fuse.store(at, Ordering::SeqCst);
        let cut = deploy(&store, &second);
        assert!(cut.is_err() || at + 2 >= requests, "request {at} of {requests} was needed");
        check_readers(&store, &format!("killed at request {at}"));
        // To the same site, to the one before, and to a third: each ends as if nothing had happened.
        for next in [&second, &first, &files(&[(5, 1)], 3)] {
            let store = store.mended();
            deploy(&store, next).unwrap();
            assert_eq!(&without_old_sheets(&store, next), next, "killed at request {at}");
            check_readers(&store, &format!("mended after request {at}"));
            assert!(store.objects.lock().unwrap().keys().all(|path| !path.ends_with("pending.json")));
        }
    }
}

#[test]
fn killed_twice_no_page_leads_to_one_that_is_absent() {
    let home = files(&[], 1);
    let before = Memory::default();
    deploy(&before, &home).unwrap();
    // Of what the first of them made, the second keeps a part, changes it and adds to it: the part may be half made and known
    // to nobody, or whole and named by the home page.
    let (first, second) = (files(&[(1, 1), (2, 1), (3, 1)], 1), files(&[(1, 2), (3, 2), (4, 1), (5, 1)], 2));
    let requests = |store: &Memory, files: &Files| {
        let whole = store.mended();
        deploy(&whole, files).unwrap();
        whole.requests.load(Ordering::SeqCst)
    };
    for at in 1..requests(&before, &first) {
        let once = before.mended();
        once.fuse.store(at, Ordering::SeqCst);
        let _ = deploy(&once, &first);
        let once = once.mended();
        check_readers(&once, &format!("killed at request {at}"));
        // Every other request, from the first or the second on: all of them take a while.
        for again in (1 + at % 2..requests(&once, &second)).step_by(2) {
            let twice = once.mended();
            twice.fuse.store(again, Ordering::SeqCst);
            let _ = deploy(&twice, &second);
            check_readers(&twice, &format!("killed at request {at}, and again at {again}"));
        }
    }
}

#[test]
fn a_site_that_something_else_put_there_can_be_read_while_it_is_adopted() {
    let (theirs, ours) = (files(&[(1, 1), (2, 1)], 1), files(&[(1, 2), (3, 1), (4, 1)], 1));
    let before = Memory::default();
    before.objects.lock().unwrap().extend(theirs.into_iter().map(|(path, text)| (path, (text.into_bytes(), 0))));
    for at in 1..60 {
        let store = before.mended();
        store.fuse.store(at, Ordering::SeqCst);
        let _ = deploy(&store, &ours);
        let store = store.mended();
        check_readers(&store, &format!("killed at request {at}"));
        deploy(&store, &ours).unwrap();
        check_readers(&store, &format!("mended after request {at}"));
    }
}

#[test]
fn only_what_changed_is_put_and_nothing_costs_little() {
    let store = Memory::default();
    let pages = |version: u8| (1..40).map(|page| (page, if page == 1 { version } else { 1 })).collect::<Vec<_>>();
    let (first, second) = (files(&pages(1), 1), files(&pages(2), 1));
    deploy(&store, &first).unwrap();
    assert_eq!(store.puts.load(Ordering::SeqCst), first.len());
    assert!((2..=4).contains(&store.most.load(Ordering::SeqCst)), "several at a time, and not more than was said");
    deploy(&store, &second).unwrap();
    assert_eq!(store.puts.load(Ordering::SeqCst), first.len() + 1);
    let requests = store.requests.load(Ordering::SeqCst);
    deploy(&store, &second).unwrap();
    assert_eq!(store.requests.load(Ordering::SeqCst) - requests, 2, "the manifest, and whether something is unfinished");
}

#[test]
fn what_others_have_in_a_bucket_costs_nothing_and_stays() {
    let store = Memory::default();
    deploy(&store, &files(&[(1, 1), (2, 1)], 1)).unwrap();
    let theirs = (0..50_000).map(|number| (format!("theirs/{number}.txt"), (vec![b'x'], 0)));
    store.objects.lock().unwrap().extend(theirs);
    for version in 2..=6 {
        let (requests, listed) = (store.requests.load(Ordering::SeqCst), store.listed.load(Ordering::SeqCst));
        deploy(&store, &files(&[(1, version), (2, 1)], 1)).unwrap();
        let (requests, listed) = (store.requests.load(Ordering::SeqCst) - requests, store.listed.load(Ordering::SeqCst) - listed);
        assert!(requests < 30 && listed < 20, "{requests} requests, {listed} listed");
    }
    assert_eq!(store.served().keys().filter(|path| path.starts_with("theirs/")).count(), 50_000);
}

#[test]
fn what_somebody_has_removed_comes_back_with_a_large_deploy() {
    let store = Memory::default();
    let pages: Vec<(u8, u8)> = (0..80).map(|page| (page, 1)).collect();
    deploy(&store, &files(&pages, 1)).unwrap();
    store.objects.lock().unwrap().remove("404.html");
    let mut next = files(&pages, 1);
    // More files than are looked at one by one.
    next.iter_mut().filter(|(path, _)| *path != "404.html").for_each(|(_, text)| text.push_str(" again"));
    deploy(&store, &next).unwrap();
    assert_eq!(without_old_sheets(&store, &next), next);
}

#[test]
fn rollback_restores_what_was_kept() {
    let store = Memory::default();
    let versions: Vec<Files> = (1..=5).map(|version| files(&[(1, version), (version, 1)], version)).collect();
    for files in &versions {
        deploy(&store, files).unwrap();
    }
    let target = bucket(&store, Locked::Respect);
    let releases = target.releases().unwrap();
    assert_eq!(releases.iter().map(|release| release.release).collect::<Vec<_>>(), [5, 4, 3]);
    let now = target.restore(&releases[2], &Silent).unwrap();
    assert_eq!((now.release, now.restores), (6, Some(3)));
    assert_eq!(without_old_sheets(&store, &versions[2]), versions[2]);
    check_readers(&store, "rolled back");
    // And forward again, to what was live before.
    let releases = target.releases().unwrap();
    target.restore(releases.iter().find(|release| release.release == 5).unwrap(), &Silent).unwrap();
    assert_eq!(without_old_sheets(&store, &versions[4]), versions[4]);
    let kept = store.objects.lock().unwrap().keys().filter(|path| path.contains("/kept/")).count();
    assert!(kept <= versions[0].len() * 3, "copies that nobody needs are deleted: {kept}");
}

#[test]
fn of_two_at_once_the_second_is_refused() {
    let store = Memory::default();
    let (first, second) = (files(&[(1, 1)], 1), files(&[(1, 2)], 1));
    deploy(&store, &first).unwrap();
    // One is killed while it holds the lock.
    let held = store.mended();
    held.fuse.store(5, Ordering::SeqCst);
    assert!(deploy(&held, &second).is_err());
    let held = held.mended();
    let target = bucket(&held, Locked::Respect);
    let plan = plan(site(&second), target.live().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let work = Work { plan: &plan, from: folder.path(), progress: &Silent };
    assert!(matches!(target.send(&work), Err(DeployError::Busy { .. })));
    // A plan from before somebody else's deploy is not carried out.
    let target = bucket(&store, Locked::Respect);
    let old = glossator::publish::deploy::plan::plan(site(&second), target.live().unwrap());
    deploy(&store, &files(&[(9, 9)], 9)).unwrap();
    let before = store.served();
    let work = Work { plan: &old, from: folder.path(), progress: &Silent };
    assert!(matches!(target.send(&work), Err(DeployError::Busy { .. })));
    assert_eq!(store.served(), before);
}

fn any_site() -> impl Strategy<Value = Files> {
    (prop::collection::btree_map(0..6_u8, 0..3_u8, 0..5), 0..4_u8)
        .prop_map(|(pages, sheet)| files(&pages.into_iter().collect::<Vec<_>>(), sheet))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    /// After any deploys, killed at any requests, a last one that is not killed leaves the site and nothing else.
    #[test]
    fn any_history_ends_in_the_last_site(history in prop::collection::vec((any_site(), 0..40_usize), 1..6), last in any_site()) {
        let mut store = Memory::default();
        for (files, fuse) in &history {
            store.fuse.store(*fuse, Ordering::SeqCst);
            let _ = deploy(&store, files);
            store = store.mended();
            check_readers(&store, "on the way");
        }
        deploy(&store, &last).unwrap();
        prop_assert_eq!(&without_old_sheets(&store, &last), &last);
    }
}

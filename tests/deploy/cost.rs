//! What a deploy costs where little has changed: one look at what is there, and what has changed.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use crate::run::tree;
use crate::s3::Bucket;
use crate::site::{World, article, json, round, served};
use crate::ssh::{Host, world};

/// Articles of the site: more than a home page, a feed or a list of a section names.
const ARTICLES: usize = 105;

/// Deploys a site of many pages, changes three of them, and builds it.
fn three_changed(world: &impl World, site: &Path) -> Changed {
    (0..3).for_each(|number| round(site, (number, ARTICLES)));
    world.well("deploy");
    let before = tree(&site.join("public"));
    for number in [0, 50, 100] {
        let text = std::fs::read_to_string(site.join(format!("content/2024/06/many-{number}.md"))).unwrap();
        let (_, body) = text.rsplit_once("---\n").unwrap();
        article(site, &format!("many-{number}"), &format!("{body}\nWhat was said later."));
    }
    world.well("build");
    let after = tree(&site.join("public"));
    assert!(before.len() > ARTICLES && before.keys().all(|path| after.contains_key(path) || path.contains("search")));
    let files: BTreeMap<String, Vec<u8>> = after.into_iter().filter(|(path, bytes)| before.get(path) != Some(bytes)).collect();
    let (pages, entries): (Vec<&str>, Vec<&str>) = files.keys().map(String::as_str).partition(|path| path.starts_with("2024/06/many-"));
    assert_eq!(pages.len(), 3, "{pages:?}");
    // What shows the newest articles, or a piece of each one's text.
    let is_entry = |path: &str| ["index.html", "feed", "sitemap", "search"].iter().any(|word| path.contains(word));
    assert!(entries.iter().all(|path| is_entry(path)) && entries.len() < 20, "{entries:?}");
    Changed { bytes: files.values().map(Vec::len).sum(), paths: files.into_keys().collect() }
}

/// Files that a build has changed.
struct Changed {
    paths: Vec<String>,
    bytes: usize,
}

/// Deploys; the files that are sent are those that changed.
fn deploy(world: &impl World, changed: &Changed) {
    let plan = json(&world.well("deploy --format json"));
    let mut sent: Vec<&str> = plan["uploads"].as_array().unwrap().iter().filter_map(|file| file["path"].as_str()).collect();
    sent.sort_unstable();
    assert_eq!(sent, changed.paths);
}

#[test]
fn three_changed_pages_cost_a_bucket_one_look_and_what_changed() {
    let world = Bucket::new();
    let changed = three_changed(&world, &world.site);
    world.proxy.counts.asked.lock().unwrap().clear();
    deploy(&world, &changed);
    let asked = std::mem::take(&mut *world.proxy.counts.asked.lock().unwrap());
    let look = asked.iter().filter(|line| line.starts_with("GET"));
    assert_eq!(look.collect::<Vec<_>>(), ["GET /news/site/.gloss/manifest.json", "GET /news?list-type=2&prefix=site/.gloss/releases/"]);
    let files = |method: &str| -> Vec<&str> {
        let paths = asked.iter().filter_map(|line| line.strip_prefix(method)?.strip_prefix(" /news/site/"));
        let mut paths: Vec<&str> = paths.filter(|path| !path.starts_with(".gloss/")).collect();
        paths.sort_unstable();
        paths
    };
    assert_eq!(files("PUT"), changed.paths);
    assert_eq!(files("HEAD"), changed.paths, "each is looked at when it is there");
    // What was there is copied aside; the rest is the lock, the record, and whether both are still as they were.
    assert!(asked.len() <= 3 * changed.paths.len() + 12, "{asked:#?}");
}

#[test]
fn three_changed_pages_cost_a_host_one_look_and_what_changed() {
    for kind in ["sftp", "sftp, layout: releases", "rsync"] {
        let world = world(kind);
        let changed = three_changed(&world, &world.site);
        let before = inodes(&world);
        let counts = &world.proxy.counts;
        [&counts.connections, &counts.sent, &counts.answered].iter().for_each(|count| count.store(0, Ordering::SeqCst));
        deploy(&world, &changed);
        let after = inodes(&world);
        let fresh: Vec<&String> = after.iter().filter(|(path, inode)| before.get(*path) != Some(inode)).map(|(path, _)| path).collect();
        assert_eq!(fresh, changed.paths.iter().collect::<Vec<_>>(), "{kind}: what did not change is the file that was there");
        let [connections, sent, answered] = [&counts.connections, &counts.sent, &counts.answered].map(|count| count.load(Ordering::SeqCst));
        assert!(connections <= 2, "{kind}: {connections} connections");
        // The record goes there and comes back once; of what stays, at most names.
        let record = std::fs::metadata(root(&world).join(".gloss/manifest.json")).unwrap().len() as usize;
        let names = 500 * after.len();
        assert!(sent < changed.bytes + record + names, "{kind}: {sent} bytes were sent, of {} that changed", changed.bytes);
        assert!(answered < record + names, "{kind}: {answered} bytes came back, of {record}");
    }
}

/// The files that readers get, by their paths.
fn inodes(world: &Host) -> BTreeMap<String, u64> {
    let root = root(world);
    let inode = |path: &String| std::fs::metadata(root.join(path)).unwrap().ino();
    served(&root).into_keys().map(|path| (path.clone(), inode(&path))).collect()
}

/// The folder that readers get.
fn root(world: &Host) -> PathBuf {
    let current = world.www.join("current");
    if current.exists() { current.canonicalize().unwrap() } else { world.www.clone() }
}

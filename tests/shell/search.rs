//! The search index as a part of the output.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use glossator::render::search::index;
use glossator::source::{Database, Workspace};
use glossator::view::pages::search::{record, subjects};

use crate::run::{NOW, run, tree, write_site};

const SITE: &str = "\
-- gloss.yaml --
title: Briefings
base_url: https://briefings.example
languages: [en, uk, ar]
search: true
-- content/glossary/people.yaml --
- {id: zelensky, name: Volodymyr Zelensky, kind: person, names: {uk: {name: Володимир Зеленський}}}
-- content/2024/06/talks.md --
---
title: Talks
date: 2024-06-20
tags: [talks, peace]
---
Volodymyr Zelensky spoke of seven things.
-- content/2024/06/talks.uk.md --
---
title: Переговори
---
Володимир Зеленський говорив про сім речей.
-- content/2024/06/other.ar.md --
---
title: حديث
---
كلام قليل.
-- content/hidden.md --
---
title: Nobody may read this headline
draft: true
---
Words that nobody may read.
";

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_site(folder.path(), SITE);
    folder
}

fn edit(root: &Path, path: &str, change: impl Fn(&str) -> String) {
    let path = root.join(path);
    fs::write(&path, change(&fs::read_to_string(&path).unwrap())).unwrap();
}

/// The files of the index.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(&root.join("public")).into_iter().filter(|(path, _)| path.starts_with("pagefind/")).collect()
}

#[test]
fn the_index_has_a_fragment_for_each_page_that_readers_may_see_and_nothing_that_is_not_used() {
    let folder = site();
    assert_eq!(run(folder.path(), "build").code, 0);
    let files = files(folder.path());
    let entry: serde_json::Value = serde_json::from_slice(&files["pagefind/pagefind-entry.json"]).unwrap();
    // Each language has its articles and a page for the one entity.
    for (language, pages) in [("ar", 2), ("en", 2), ("uk", 2)] {
        assert_eq!(entry["languages"][language]["page_count"], pages, "{language}");
        let fragments = files.keys().filter(|path| path.starts_with(&format!("pagefind/fragment/{language}_")));
        assert_eq!(fragments.count(), pages, "{language}");
    }
    assert!(files.contains_key("pagefind/pagefind.js") && files.contains_key("pagefind/wasm.ar.pagefind"), "{:?}", files.keys());
    assert!(!files.keys().any(|path| path.contains("-ui.") || path.contains("worker") || path.contains("highlight")), "{:?}", files.keys());
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let workspace = Workspace::from_text(Database::new(NOW.parse().unwrap()), SITE);
    let made = || index(subjects(workspace.db()).into_iter().filter_map(|subject| record(workspace.db(), subject)).collect()).unwrap();
    let first = made();
    assert!(first.len() > 10);
    for _ in 0..3 {
        assert_eq!(made(), first);
    }
}

#[test]
fn an_index_is_made_anew_only_where_texts_have_changed_and_then_equals_that_of_a_clean_build() {
    let folder = site();
    run(folder.path(), "build");
    let (public, before) = (folder.path().join("public"), files(folder.path()));
    let note = fs::metadata(public.join(".gloss/search.json")).unwrap().modified().unwrap();
    let again = run(folder.path(), "build");
    assert!(again.out.contains("nothing changed"), "{again:#?}");
    // A menu is on every page, but no page is found by it.
    edit(folder.path(), "gloss.yaml", |text| format!("{text}menu: [{{title: Elsewhere, url: /elsewhere/}}]\n"));
    run(folder.path(), "build");
    assert_eq!(files(folder.path()), before);
    assert_eq!(fs::metadata(public.join(".gloss/search.json")).unwrap().modified().unwrap(), note, "it was not made anew");
    edit(folder.path(), "content/2024/06/talks.md", |text| text.replace("seven", "eight"));
    run(folder.path(), "build");
    let edited = files(folder.path());
    assert_ne!(edited, before);
    let clean = site();
    edit(clean.path(), "content/2024/06/talks.md", |text| text.replace("seven", "eight"));
    run(clean.path(), "build");
    assert_eq!(edited, files(clean.path()));
}

#[test]
fn an_index_that_was_damaged_is_mended() {
    let folder = site();
    run(folder.path(), "build");
    let before = files(folder.path());
    let public = folder.path().join("public");
    fs::remove_file(public.join("pagefind/pagefind.js")).unwrap();
    fs::write(public.join(".gloss/search.json"), "{").unwrap();
    run(folder.path(), "build");
    assert_eq!(files(folder.path()), before);
    fs::write(public.join("pagefind/pagefind-entry.json"), "{}").unwrap();
    run(folder.path(), "build");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_site_that_turns_search_off_loses_the_index() {
    let folder = site();
    run(folder.path(), "build");
    edit(folder.path(), "gloss.yaml", |text| text.replace("search: true", "search: false"));
    run(folder.path(), "build");
    assert!(files(folder.path()).is_empty());
    assert!(!folder.path().join("public/search/index.html").exists());
    edit(folder.path(), "gloss.yaml", |text| text.replace("search: false", "search: true"));
    run(folder.path(), "build");
    assert!(!files(folder.path()).is_empty());
}

#[test]
fn a_new_site_has_search() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), "init . --title T --base-url https://t.example --language uk").code, 0);
    assert_eq!(run(folder.path(), "build").code, 0);
    assert!(files(folder.path()).contains_key("pagefind/wasm.unknown.pagefind"));
    assert!(folder.path().join("public/search/index.html").is_file());
}

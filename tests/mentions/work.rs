//! What an edit of the glossary makes anew, by the log of executed queries.

use std::sync::Arc;

use glossator::link::query::{mentioned, mentions};
use glossator::parse::query::articles;
use glossator::source::{Change, Text, Workspace};
use glossator::text::path::SitePath;

use crate::site;

const SITE: &str = "\
-- gloss.yaml --
title: Test
base_url: https://example.org
language: en
-- content/glossary/e.yaml --
- {id: kim-jong-un, name: Kim Jong Un, kind: person, aliases: [Kim], description: Leader of North Korea.}
- {id: kim-dotcom, name: Kim Dotcom, kind: person, aliases: [Kim], description: Founder of a hosting service.}
- {id: moscow, name: Moscow, kind: place, description: A capital.}
-- content/a.md --
---
title: Moscow
---
Kim Jong Un in Moscow.
-- content/b.md --
---
title: Ambiguous
---
Kim.
-- content/c.md --
---
title: Other
---
No name.
";

fn ask(workspace: &Workspace) {
    let db = workspace.db();
    for page in articles(db) {
        mentions(db, *page);
        mentioned(db, *page);
    }
}

/// Replaces `from` by `to` in a file; gives how often each of the named queries ran because of it.
#[track_caller]
fn check(path: &str, (from, to): (&str, &str), expected: [(&str, usize); 3]) {
    let mut workspace = site(SITE);
    ask(&workspace);
    workspace.db().take_log();
    let before = workspace.source(path).expect("the file").text(workspace.db()).as_str().to_owned();
    let after = before.replace(from, to);
    assert_ne!(before, after, "the edit changes nothing");
    workspace.apply([(SitePath::new(path), Change::Text(Text::Utf8(Arc::from(after))))]);
    ask(&workspace);
    let log = workspace.db().take_log();
    for (query, times) in expected {
        let ran = log.iter().filter(|entry| entry.split('(').next().is_some_and(|name| name.rsplit("::").next() == Some(query))).count();
        assert_eq!(ran, times, "{query} ran {ran} times: {log:#?}");
    }
}

const GLOSSARY: &str = "content/glossary/e.yaml";

#[test]
fn a_description_builds_no_automaton_and_scans_no_article() {
    check(GLOSSARY, ("A capital", "The capital"), [("matcher", 0), ("mentions", 0), ("mentioned", 0)]);
}

#[test]
fn a_description_that_tells_two_entities_apart_is_looked_at_where_it_counts() {
    check(GLOSSARY, ("Leader of", "Chairman of"), [("matcher", 0), ("mentions", 1), ("mentioned", 0)]);
}

#[test]
fn an_entity_that_moves_in_its_file_changes_nothing() {
    check(GLOSSARY, ("- {id: kim-jong-un", "# A comment.\n- {id: kim-jong-un"), [("matcher", 0), ("names", 0), ("mentions", 0)]);
}

#[test]
fn a_new_alias_builds_the_automaton_and_scans_all() {
    check(GLOSSARY, ("name: Moscow,", "name: Moscow, aliases: [Moskva],"), [("matcher", 1), ("mentions", 3), ("mentioned", 0)]);
}

#[test]
fn an_edit_of_a_body_scans_that_article() {
    check("content/c.md", ("No name", "Moscow"), [("matcher", 0), ("mentions", 1), ("mentioned", 1)]);
    check("content/c.md", ("No name", "A name"), [("matcher", 0), ("mentions", 1), ("mentioned", 0)]);
}

/// Names of one language are nothing to the matcher of another.
#[test]
fn a_name_of_one_language_builds_that_language_alone() {
    let files = "-- gloss.yaml --\ntitle: Test\nbase_url: https://example.org\nlanguage: en\nlanguages: [en, uk]\n\
        -- content/glossary/e.yaml --\n- {id: kyiv, name: Kyiv, kind: place, names: {uk: Київ}}\n\
        -- content/a.md --\n---\ntitle: English\n---\nKyiv.\n-- content/a.uk.md --\n---\ntitle: Українська\n---\nКиїв.\n";
    let mut workspace = site(files);
    ask(&workspace);
    workspace.db().take_log();
    let text = "- {id: kyiv, name: Kyiv, kind: place, names: {uk: Києвоград}}\n";
    workspace.apply([(SitePath::new(GLOSSARY), Change::Text(Text::Utf8(Arc::from(text))))]);
    ask(&workspace);
    let log = workspace.db().take_log();
    let ran = |query: &str| {
        log.iter().filter(|entry| entry.split('(').next().is_some_and(|name| name.rsplit("::").next() == Some(query))).count()
    };
    // The English article that mentions it is judged anew, since given names of any language count, and comes out equal.
    assert_eq!((ran("matcher"), ran("mentions"), ran("mentioned")), (1, 2, 1), "{log:#?}");
}

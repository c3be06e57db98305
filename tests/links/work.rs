//! Invariants 3 and 7: which queries run after an edit. Pages hear only of what they show of others.

use std::collections::BTreeMap;
use std::sync::Arc;

use glossator::link::query;
use glossator::parse::query as parsed;
use glossator::source::{Change, Db, Text, Workspace};
use glossator::text::path::SitePath;

const SITE: &str = "\
-- gloss.yaml --
title: Briefing
base_url: https://example.org
-- content/a.md --
---
title: Alpha
date: 2024-01-01
tags: [first]
aliases: [/old-alpha/]
---
Text about nothing.

## Part
-- content/b.md --
---
title: Beta
date: 2024-01-02
tags: [first]
read_also: [a]
---
It refers to [[a#part|Alpha]] once. ![A picture](picture.jpg)
-- content/c.md --
---
title: Gamma
date: 2024-01-03
---
It refers to [[b]] and to [[missing]].
-- content/picture.jpg --
";

/// Asks for all that pages ask of this stage.
fn ask(db: &dyn Db) {
    for source in parsed::articles(db).iter().copied() {
        query::card(db, source);
        query::resolutions(db, source);
        query::read_also(db, source);
        query::findings_in(db, source);
        for from in query::backlinks(db, source) {
            query::reference_sentence(db, *from, source);
        }
        query::translations(db, source);
    }
    for entry in query::lists(db) {
        query::list(db, entry.key);
    }
    query::redirects(db);
    query::findings(db);
}

/// How often each query ran after a change, by name.
fn work_after(path: &str, change: Change) -> BTreeMap<String, usize> {
    let mut workspace: Workspace = super::site(SITE);
    ask(workspace.db());
    workspace.db().take_log();
    workspace.apply([(SitePath::new(path), change)]);
    ask(workspace.db());
    let mut counts = BTreeMap::new();
    for query in workspace.db().take_log() {
        *counts.entry(query.split('(').next().unwrap_or_default().to_owned()).or_default() += 1;
    }
    counts
}

/// The text of a file of the site, with `old` replaced by `new`.
fn edited(path: &str, old: &str, new: &str) -> Change {
    let files = glossator::source::workspace::split_files(SITE);
    let (_, text) = files.into_iter().find(|(known, _)| known.as_str() == path).expect("a file of the site");
    assert!(text.contains(old), "`{path}` has no `{old}`");
    Change::Text(Text::Utf8(Arc::from(text.replace(old, new))))
}

/// These queries ran so often, each in its turn.
#[track_caller]
fn check(work: &BTreeMap<String, usize>, expected: &[(&str, usize)]) {
    for (query, count) in expected {
        assert_eq!(work.get(*query).copied().unwrap_or_default(), *count, "`{query}` of {work:#?}");
    }
}

#[test]
fn a_body_edit_asks_no_name_and_no_other_page() {
    let work = work_after("content/a.md", edited("content/a.md", "about nothing", "about something"));
    check(
        &work,
        &[
            ("document", 1),
            ("resolved", 1),
            ("findings_in", 1),
            ("headlines", 0),
            ("slugs", 0),
            ("lookup", 0),
            ("card", 0),
            ("visible_articles", 0),
        ],
    );
    check(&work, &[("index", 0), ("list", 0), ("redirects", 0), ("reference_sentence", 0)]);
    // The words of a text say which articles are near: those of its chunk of the archive are weighed anew.
    check(&work, &[("profile", 1), ("leaf", 1), ("node", 1), ("chunk", 0), ("position", 0)]);
}

#[test]
fn an_edit_around_a_reference_changes_its_sentence_alone() {
    let work = work_after("content/b.md", edited("content/b.md", "once", "twice"));
    check(&work, &[("document", 1), ("resolved", 1), ("reference_sentence", 1), ("outgoing", 0), ("backlinks", 0), ("card", 0)]);
}

#[test]
fn a_headline_edit_asks_the_names_of_its_drawer_again_but_resolves_no_page() {
    let work = work_after("content/a.md", edited("content/a.md", "title: Alpha", "title: Aleph"));
    // Only the edited page is resolved anew: what the names of the others stand for has not changed.
    check(
        &work,
        &[
            ("document", 1),
            ("headline", 1),
            ("headlines", 1),
            ("slugs", 0),
            ("paths", 0),
            ("lookup", 0),
            ("resolved", 1),
            ("card", 1),
            ("list", 0),
            ("redirects", 0),
        ],
    );
}

#[test]
fn a_new_article_resolves_only_itself_and_who_missed_it() {
    let new = |slug: &str| {
        let text = format!("---\ntitle: Delta\ndate: 2024-01-04\nslug: {slug}\n---\nText.\n");
        work_after("content/d.md", Change::Text(Text::Utf8(Arc::from(text))))
    };
    check(&new("delta"), &[("document", 1), ("resolved", 1)]);
    check(&new("missing"), &[("document", 1), ("resolved", 2)]);
}

#[test]
fn a_new_file_asks_only_who_asked_for_it() {
    let work = work_after("content/other.jpg", Change::Asset(glossator::source::AssetContent::Bytes(bytes::Bytes::new())));
    check(&work, &[("document", 0), ("resolved", 0), ("findings_in", 0)]);
    let gone = work_after("content/picture.jpg", Change::Gone);
    check(&gone, &[("document", 0), ("resolved", 0), ("findings_in", 1)]);
}

#[test]
fn a_draft_that_nobody_refers_to_changes_nothing_that_is_shown() {
    let text = "---\ntitle: Delta\ndraft: true\naliases: [/old/]\ntags: [first]\n---\nText.\n";
    let work = work_after("content/d.md", Change::Text(Text::Utf8(Arc::from(text))));
    check(&work, &[("document", 1), ("list", 0), ("redirects", 0), ("backlinks", 1), ("reference_sentence", 0)]);
}

/// In an archive of more than a chunk, an edit reaches the neighbours of articles of its own time and later ones alone, and
/// what is published later reaches no older one.
#[test]
fn old_articles_have_their_neighbours_for_good() {
    let first = jiff::civil::date(2023, 1, 1);
    let article = |at: i64| {
        let day = first.saturating_add(jiff::Span::new().days(at));
        format!("-- content/a{at:03}.md --\n---\ntitle: Report {at}\ndate: {day}\n---\nOf subject {} and matter {}.\n", at % 7, at % 11)
    };
    let config = "-- gloss.yaml --\ntitle: Briefing\nbase_url: https://example.org\n";
    let mut workspace: Workspace = super::site(&format!("{config}{}", (0..300).map(article).collect::<String>()));
    let ask = |workspace: &Workspace| {
        let near = |source: &glossator::source::Source| query::related(workspace.db(), *source).clone();
        parsed::articles(workspace.db()).iter().map(near).collect::<Vec<_>>()
    };
    let before = ask(&workspace);
    let mut change = |path: &str, text: &str| {
        workspace.db().take_log();
        workspace.apply([(SitePath::new(path), Change::Text(Text::Utf8(Arc::from(text))))]);
        let near = ask(&workspace);
        let log = workspace.db().take_log();
        let count = move |name: &str| log.iter().filter(|query| query.split('(').next() == Some(name)).count();
        (near, count)
    };
    let (after, count) = change("content/a299.md", "---\ntitle: Report 299\ndate: 2023-10-27\n---\nOf subject 5 and something else.\n");
    assert!(before[..256] == after[..256], "an older chunk has other neighbours");
    assert_eq!((count("profile"), count("leaf"), count("node")), (1, 1, 1));
    assert!(count("related") <= 300 - 256, "{}", count("related"));
    let (after, count) = change("content/a300.md", "---\ntitle: Report 300\ndate: 2023-10-28\n---\nOf subject 6 and matter 3.\n");
    assert!(before[..256] == after[..256], "an older chunk has other neighbours");
    assert_eq!((count("leaf"), count("node")), (1, 1));
    assert!(count("related") <= 301 - 256, "{}", count("related"));
}

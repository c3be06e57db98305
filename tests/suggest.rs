//! What the glossary lacks: cases under `tests/suggest/cases/`, each a whole site in one text, and what always holds.

#![expect(clippy::disallowed_methods, reason = "cases are files of the repository")]

use std::fmt::Write;

use glossator::config::Language;
use glossator::glossary::{LanguageKey, query as glossary};
use glossator::link::suggest::{Suggestions, observe, suggest};
use glossator::parse::query::articles;
use glossator::source::{Database, Workspace};
use proptest::prelude::*;

fn site(files: &str) -> Workspace {
    Workspace::from_text(Database::new("2024-07-01T12:00:00Z".parse().expect("a valid instant")), files)
}

fn suggested(workspace: &Workspace) -> Suggestions {
    let db = workspace.db();
    let observed: Vec<_> = articles(db).iter().map(|article| observe(db, *article)).collect();
    suggest(db, &observed)
}

#[test]
fn cases() {
    insta::glob!("suggest/cases/*.txt", |path| {
        let workspace = site(&std::fs::read_to_string(path).expect("a readable case"));
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "suggest/expected" }, {
            insta::assert_snapshot!(dump(&workspace, &suggested(&workspace)));
        });
    });
}

fn dump(workspace: &Workspace, found: &Suggestions) -> String {
    let db = workspace.db();
    let mut out = String::new();
    for name in &found.names {
        let kind = name.kind.unwrap_or("unknown");
        let days = name.days.map(|(first, last)| format!("{first}..{last}")).unwrap_or_default();
        let sample = format!("{}[{}]{}", name.sample.before, name.sample.passage, name.sample.after);
        writeln!(out, "{} ({kind}, {}) {} in {} {days}", name.name, name.language, name.places, name.articles).expect("a string");
        if !name.aliases.is_empty() {
            writeln!(out, "    also {}", name.aliases.join(", ")).expect("a string");
        }
        writeln!(out, "    {} {sample}", name.sample_in.path(db)).expect("a string");
    }
    for alias in &found.unused {
        let text = alias.file.text(db).as_str().get(alias.span.range()).unwrap_or_default();
        writeln!(out, "unused: {} of {} ({} {text:?})", alias.alias, alias.entity, alias.file.path(db)).expect("a string");
    }
    for alias in &found.ambiguous {
        writeln!(out, "ambiguous: {} {:?} {} in {}", alias.alias, alias.entities, alias.places, alias.articles).expect("a string");
    }
    for language in &found.silent {
        writeln!(out, "silent: {language}").expect("a string");
    }
    out
}

/// A case that was renamed or dropped must not leave its expectation behind.
#[test]
fn every_expectation_has_its_case() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suggest");
    for entry in std::fs::read_dir(format!("{folder}/expected")).expect("a folder of expectations") {
        let name = entry.expect("an entry").file_name().into_string().expect("a UTF-8 name");
        let case = name.strip_prefix("cases@").and_then(|name| name.strip_suffix(".snap")).expect("an expectation");
        assert!(std::path::Path::new(&format!("{folder}/cases/{case}")).exists(), "no case has the expectation {name}");
    }
}

const NAMES: &[&str] = &[
    "Ada Lovelace",
    "Charles Babbage",
    "Royal Society",
    "London",
    "Institute for the Study of Engines",
    "ISE",
    "Zürich",
    "AT&T",
    "Nouri al-Maliki",
    "D'Arcy Thompson",
    "U.S. Congress",
    "Lovelace",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// What the glossary names, in any form, is never proposed; whatever the text.
    #[test]
    fn nothing_that_is_named_is_proposed(
        known in prop::sample::subsequence(NAMES, 0..NAMES.len()),
        text in prop::collection::vec((prop::sample::select(NAMES), "( (said|of|and|in|the) |\\. The |, | \\(|\\) |'s |-)"), 1..40),
        kind in prop::sample::select(vec!["person", "place", "organization", "term"]),
        language in prop::sample::select(vec!["en", "uk", "de"]),
    ) {
        let body: String = text.iter().map(|(name, gap)| format!("{name}{gap}")).collect();
        let entities: String = known.iter().enumerate().map(|(at, name)| format!("- {{id: e{at}, name: {name:?}, kind: {kind}}}\n")).collect();
        let workspace = site(&format!(
            "-- gloss.yaml --\ntitle: T\nbase_url: https://t.example\nlanguage: {language}\n-- content/glossary/e.yaml --\n{entities}\
             -- content/a.md --\n---\ntitle: '1'\n---\nSo it went: {body}\n"
        ));
        let db = workspace.db();
        let matcher = glossary::matcher(db, LanguageKey::new(db, Language::new(language)));
        for name in suggested(&workspace).names {
            for text in std::iter::once(&name.name).chain(&name.aliases) {
                prop_assert!(!matcher.knows(text), "{text} is named already");
            }
        }
    }

    #[test]
    fn any_text_is_looked_through(text in "(\\PC|[A-ZА-Я][a-zа-я]{0,4}|[ .\\-'()&]){0,80}", language in prop::sample::select(vec!["en", "uk", "ja"])) {
        let body = text.replace('\n', " ");
        let site = site(&format!("-- gloss.yaml --\ntitle: T\nbase_url: https://t.example\nlanguage: {language}\n-- content/a.md --\n---\ntitle: '1'\n---\n{body}\n"));
        suggested(&site);
    }
}

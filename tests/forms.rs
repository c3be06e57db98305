//! Names in their grammatical cases: a file a language under `tests/forms/`, and what always holds of forms.

#![expect(clippy::disallowed_methods, reason = "cases are files of the repository")]

use glossator::config::Language;
use glossator::glossary::surface::{How, Surface};
use glossator::glossary::{EntityKey, LanguageKey, query as glossary};
use glossator::link::query::mentions;
use glossator::parse::query::document;
use glossator::source::{Database, Workspace};
use glossator::text::fold::folded;
use proptest::prelude::*;

/// The files of cases and their languages.
const FILES: &[(&str, &str)] = &[
    ("bulgarian", "bg"),
    ("czech", "cs"),
    ("english", "en"),
    ("german", "de"),
    ("polish", "pl"),
    ("russian", "ru"),
    ("slovene", "sl"),
    ("ukrainian", "uk"),
];

/// A site with one entity, and an article of one sentence a text.
fn site(language: &str, (kind, name): (&str, &str), texts: &[&str]) -> Workspace {
    let now = "2024-07-01T12:00:00Z".parse().expect("a valid instant");
    let body = texts.join("\n\n");
    let name = serde_json::Value::from(name);
    let files = format!(
        "-- gloss.yaml --\ntitle: Test\nbase_url: https://example.org\nlanguage: {language}\nglossary: {{link: all}}\n\
         -- content/glossary/e.yaml --\n- {{id: one, name: {name}, kind: {kind}}}\n\
         -- content/a.md --\n---\ntitle: '1'\n---\n{body}\n"
    );
    Workspace::from_text(Database::logging(now), &files)
}

fn surfaces(workspace: &Workspace, language: &str) -> Vec<Surface> {
    let db = workspace.db();
    glossary::surfaces(db, EntityKey::new(db, "one"), LanguageKey::new(db, Language::new(language))).clone()
}

/// The words of every mention in the article.
fn found(workspace: &Workspace) -> Vec<String> {
    let (db, page) = (workspace.db(), workspace.source("content/a.md").expect("the page"));
    let document = &document(db, page).value;
    mentions(db, page).list.iter().map(|mention| folded(document.words(mention.range)).into_owned()).collect()
}

/// A case: kind, name, forms that are found, and forms that are not.
struct Case {
    kind: String,
    name: String,
    wanted: Vec<String>,
    unwanted: Vec<String>,
}

fn cases(file: &str) -> Vec<Case> {
    let path = format!("{}/tests/forms/{file}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a readable file of cases");
    let list = |text: &str| text.split(',').map(str::trim).filter(|form| !form.is_empty()).map(str::to_owned).collect();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let cases = lines.map(|line| {
        let mut parts = line.splitn(3, '|').map(str::trim);
        let (kind, name, forms) = (parts.next(), parts.next(), parts.next().expect("three columns"));
        let (wanted, unwanted) = forms.split_once('!').unwrap_or((forms, ""));
        Case { kind: kind.expect("a kind").into(), name: name.expect("a name").into(), wanted: list(wanted), unwanted: list(unwanted) }
    });
    cases.collect()
}

#[test]
fn names_have_their_cases() {
    let mut wrong = Vec::new();
    for (file, language) in FILES {
        for case in cases(file) {
            let workspace = site(language, (&case.kind, &case.name), &["x"]);
            let all = surfaces(&workspace, language);
            let has = |form: &String| all.iter().any(|surface| *surface.text == **form);
            wrong.extend(case.wanted.iter().filter(|form| !has(form)).map(|form| format!("{language}: {} lacks {form}", case.name)));
            wrong.extend(case.unwanted.iter().filter(|form| has(form)).map(|form| format!("{language}: {} has {form}", case.name)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every form that is made is found where it stands, whole and alone.
#[test]
fn every_form_is_found_in_a_text() {
    for (file, language) in FILES {
        for case in cases(file) {
            let named = (case.kind.as_str(), case.name.as_str());
            let all = surfaces(&site(language, named, &["x"]), language);
            let texts: Vec<String> = all.iter().map(|surface| format!("1 {}, 2", surface.text)).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let words = found(&site(language, named, &texts));
            let wanted: Vec<&str> = all.iter().map(|surface| &*surface.text).collect();
            assert_eq!(words, wanted, "{language}: {}", case.name);
        }
    }
}

/// The number of forms stays small, whatever the name.
fn is_bounded(all: &[Surface], name: &str) -> bool {
    let words = name.split(' ').count();
    all.iter().filter(|surface| surface.how == How::Form).count() <= 1200 && (words > 1 || all.len() <= 250)
}

proptest! {
    #[test]
    fn any_name_has_forms_that_are_found(
        name in "[А-ЯІЇЄ][а-яіїє']{1,9}([ -][А-ЯІЇЄа-яіїє][а-яіїє]{1,8}){0,4}",
        language in prop::sample::select(vec!["uk", "ru", "bg"]),
        kind in prop::sample::select(vec!["person", "place", "organization", "term"]),
    ) {
        let all = surfaces(&site(language, (kind, &name), &["x"]), language);
        prop_assert!(is_bounded(&all, &name), "{} forms of {name}", all.len());
        prop_assert!(all.iter().all(|surface| !surface.text.is_empty() && surface.text.trim() == &*surface.text));
    }

    #[test]
    fn any_latin_name_has_forms_that_are_found(
        name in "[A-ZČŠŽŁ][a-zéčšžłóýůńě]{1,9}([ -][A-ZČŠŽa-z][a-zéčšžłóýůńě]{1,8}){0,4}",
        language in prop::sample::select(vec!["pl", "cs", "sl", "en", "de"]),
        kind in prop::sample::select(vec!["person", "place", "organization", "term"]),
    ) {
        let workspace = site(language, (kind, &name), &["x"]);
        let all = surfaces(&workspace, language);
        prop_assert!(is_bounded(&all, &name), "{} forms of {name}", all.len());
        let texts: Vec<String> = all.iter().take(40).map(|surface| format!("1 {}, 2", surface.text)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let words = found(&site(language, (kind, &name), &texts));
        let wanted: Vec<&str> = all.iter().take(40).map(|surface| &*surface.text).collect();
        prop_assert_eq!(words, wanted);
    }
}

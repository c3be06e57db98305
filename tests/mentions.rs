//! Entities and their mentions: cases under `tests/mentions/cases/`, each a whole site in one text, and what always holds.

#![expect(clippy::disallowed_methods, reason = "cases are files of the repository")]

#[path = "mentions/properties.rs"]
mod properties;
#[path = "mentions/work.rs"]
mod work;

use std::fmt::Write;

use glossator::diagnostic::{Code, Diagnostic};
use glossator::glossary::query as glossary;
use glossator::link::mention::{explain, refused};
use glossator::link::query::{mentioned, mentions};
use glossator::parse::query::{address, document};
use glossator::source::{Database, Source, Workspace};
use glossator::text::span::LineIndex;

/// A site in memory; the clock stands.
fn site(files: &str) -> Workspace {
    let now = "2024-07-01T12:00:00Z".parse().expect("a valid instant");
    Workspace::from_text(Database::logging(now), files)
}

/// Every case against its snapshot: what the entity files hold wrong, then each page's mentions and findings.
#[test]
fn cases() {
    insta::glob!("mentions/cases/*.txt", |path| {
        let files = std::fs::read_to_string(path).expect("a readable case");
        let workspace = site(&files);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "mentions/expected" }, {
            insta::assert_snapshot!(dump(&workspace));
        });
    });
}

/// A case that was renamed or dropped must not leave its expectation behind.
#[test]
fn every_expectation_has_its_case() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mentions");
    for entry in std::fs::read_dir(format!("{folder}/expected")).expect("a folder of expectations") {
        let name = entry.expect("an entry").file_name().into_string().expect("a UTF-8 name");
        let case = name.strip_prefix("cases@").and_then(|name| name.strip_suffix(".snap")).expect("an expectation");
        assert!(std::path::Path::new(&format!("{folder}/cases/{case}")).exists(), "no case has the expectation {name}");
    }
}

/// Each kind of finding that this room makes is made by some case.
#[test]
fn every_code_has_a_case() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mentions/expected");
    let all: String = std::fs::read_dir(folder)
        .expect("a folder of expectations")
        .map(|entry| std::fs::read_to_string(entry.expect("an entry").path()).expect("a readable expectation"))
        .collect();
    use Code::*;
    let codes = [
        AmbiguousMention,
        UnknownEntity,
        DuplicateEntity,
        DateOrder,
        BadDate,
        UnknownKey,
        UnknownValue,
        MissingKey,
        WrongType,
        BadUrl,
        MissingAlt,
        UnknownLanguage,
        Syntax,
    ];
    for code in codes {
        assert!(all.contains(&format!("[{}]", code.name())), "no case has a finding of the kind {}", code.name());
    }
}

fn dump(workspace: &Workspace) -> String {
    let db = workspace.db();
    let mut out = String::new();
    for file in glossary::files(db) {
        findings(&mut out, workspace, glossary::findings_in(db, *file));
    }
    for page in db.site().pages(db) {
        let _ = writeln!(out, "== {} [{}]", page.path(db), address(db, *page).language);
        page_mentions(&mut out, db, *page);
        findings(&mut out, workspace, &mentions(db, *page).findings);
    }
    out
}

fn page_mentions(out: &mut String, db: &Database, page: Source) {
    let (document, text) = (&document(db, page).value, page.text(db).as_str());
    let lines = LineIndex::new(text);
    for mention in &mentions(db, page).list {
        let place = lines.place(mention.span.start);
        let (words, rule) = (document.words(mention.range), format!("{:?}", mention.rule).to_lowercase());
        let linked = if mention.linked { ", linked" } else { "" };
        let _ = writeln!(out, "{}:{} {words:?} {} ({rule}{linked})", place.line, place.column, mention.entity.id(db));
        let source = mention.span.of(text);
        if source != words {
            let _ = writeln!(out, "    written {source:?}");
        }
    }
    for place in explain(db, page).into_iter().chain(refused(db, page)) {
        for (entity, reason) in &place.rejected {
            let _ = writeln!(out, "{}: not {}: {reason}", document.words(place.range), entity.id(db));
        }
    }
    let counts: Vec<String> = mentioned(db, page).iter().map(|(entity, count)| format!("{} {count}", entity.id(db))).collect();
    let _ = writeln!(out, "in all: {}", counts.join(", "));
}

fn findings(out: &mut String, workspace: &Workspace, findings: &[Diagnostic]) {
    for finding in findings {
        let place = finding.place.as_ref().expect("a place");
        let text = workspace.source(place.path.as_str()).map(|source| source.text(workspace.db()).as_str()).unwrap_or_default();
        let at = LineIndex::new(text).place(place.span.start);
        let marked = place.span.of(text);
        let word = finding.severity.word();
        let _ = writeln!(out, "{word}[{}] {}:{}:{} {marked:?}", finding.code.name(), place.path, at.line, at.column);
        let _ = writeln!(out, "    {}", finding.message);
        let related = finding.related.iter().map(|(place, words)| format!("{words}: {} {:?}", place.path, place.span));
        for line in finding.notes.iter().cloned().chain(related).chain(finding.help.iter().cloned()) {
            let _ = writeln!(out, "    | {}", line.replace('\n', "\n    | "));
        }
    }
}

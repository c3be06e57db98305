//! What the stage `link` makes of sites: cases under `tests/links/`, each a whole site in one text, and the work that edits
//! cause.

#[path = "links/dump.rs"]
mod dump;
#[path = "links/work.rs"]
mod work;

use glossator::source::{Audience, Database, Workspace};

/// A site in memory; its clock stands at noon unless a line `now: …` before the first file sets it, and it is for readers
/// unless a line says `audience: editors`.
fn site(files: &str) -> Workspace {
    let setting = |key: &str| files.lines().take_while(|line| !line.starts_with("-- ")).find_map(|line| line.strip_prefix(key));
    let now = setting("now: ").unwrap_or("2024-07-01T12:00:00Z").parse().expect("a valid instant");
    let mut workspace = Workspace::from_text(Database::logging(now), files);
    if setting("audience: ") == Some("editors") {
        workspace.set_audience(Audience::Editors);
    }
    workspace
}

/// Every case against its snapshot. A line `show: …` before the first file names the parts of the dump that it is about.
#[test]
#[expect(clippy::disallowed_methods, reason = "cases are files")]
fn cases() {
    insta::glob!("links/cases/*.txt", |path| {
        let files = std::fs::read_to_string(path).expect("a readable case");
        let shown = files.lines().find_map(|line| line.strip_prefix("show: ")).expect("a line `show: …`").to_owned();
        let workspace = site(&files);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "links/expected" }, {
            insta::assert_snapshot!(dump::dump(&workspace, &shown));
        });
    });
}

/// No expectation outlives its case.
#[test]
#[expect(clippy::disallowed_methods, reason = "cases are files")]
fn every_expectation_has_its_case() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links");
    for entry in std::fs::read_dir(folder.join("expected")).expect("a folder of expectations") {
        let name = entry.expect("a readable folder").file_name().to_string_lossy().into_owned();
        let case =
            name.strip_prefix("cases@").and_then(|rest| rest.strip_suffix(".snap")).unwrap_or_else(|| panic!("`{name}` is no expectation"));
        assert!(folder.join("cases").join(case).exists(), "`{name}` has no case");
    }
}

/// Every kind of finding of this stage is shown by a case.
#[test]
#[expect(clippy::disallowed_methods, reason = "cases are files")]
fn every_finding_of_the_stage_is_shown() {
    use glossator::diagnostic::Code;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links/expected");
    let all: String = std::fs::read_dir(folder)
        .expect("a folder of expectations")
        .map(|entry| std::fs::read_to_string(entry.expect("a readable folder").path()).expect("a readable expectation"))
        .collect();
    let codes = [
        Code::UnresolvedReference,
        Code::AmbiguousReference,
        Code::UnpublishedReference,
        Code::MissingHeading,
        Code::TransclusionCycle,
        Code::UnknownEntity,
        Code::MissingFile,
        Code::ReadAlsoUnresolved,
        Code::ReadAlsoRedundant,
        Code::DuplicateUrl,
        Code::DuplicateSlug,
        Code::DuplicateTitle,
        Code::RedirectClash,
        Code::OrphanTranslation,
        Code::TooDeep,
    ];
    for code in codes {
        assert!(all.contains(&format!("[{}]", code.name())), "no case shows `{}`", code.name());
    }
}

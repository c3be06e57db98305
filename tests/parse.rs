//! What the stage `parse` makes of files: cases under `tests/parse/`, each a whole site in one text.

#[path = "parse/dump.rs"]
mod dump;
#[path = "parse/properties.rs"]
mod properties;

use glossator::source::{Database, Workspace};

/// A site in memory; the clock stands.
fn site(files: &str) -> Workspace {
    let now = "2024-07-01T12:00:00Z".parse().expect("a valid instant");
    Workspace::from_text(Database::logging(now), files)
}

/// Every case against its snapshot: the site's findings, then each page's address, front matter, tree, and findings.
#[test]
fn cases() {
    insta::glob!("parse/cases/*.txt", |path| {
        #[expect(clippy::disallowed_methods, reason = "a test's case is no file of a site")]
        let files = std::fs::read_to_string(path).expect("a readable case");
        let workspace = site(&files);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "parse/expected" }, {
            insta::assert_snapshot!(dump::site(&workspace));
        });
    });
}

//! What the stage `parse` makes of files: cases under `tests/parse/`, each a whole site in one text.

#[path = "parse/dump.rs"]
mod dump;
#[path = "parse/properties.rs"]
mod properties;

use glossator::parse::query;
use glossator::source::{Change, Database, Text, Workspace};
use glossator::text::path::SitePath;

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

/// The names of a file's findings.
fn codes(workspace: &Workspace, path: &str) -> Vec<&'static str> {
    let source = workspace.source(path).expect("a file of the site");
    query::document(workspace.db(), source).findings.iter().map(|finding| finding.code.name()).collect()
}

/// What cannot be read is one finding, and an empty article under its own name.
#[test]
fn unreadable_files_are_findings() {
    let cases = [
        (Text::NotUtf8 { valid_up_to: 7 }, "not-utf8"),
        (Text::TooLarge { bytes: 1 << 30 }, "too-large"),
        (Text::Unreadable("permission denied".into()), "unreadable"),
        (Text::OutsideSite, "outside-site"),
    ];
    for (text, code) in cases {
        let mut workspace = site("-- gloss.yaml --\ntitle: T\nbase_url: https://example.org\n");
        workspace.apply([(SitePath::new("content/a.md"), Change::Text(text.clone()))]);
        assert_eq!(codes(&workspace, "content/a.md"), [code]);
        let source = workspace.source("content/a.md").expect("the article");
        assert_eq!(query::front(workspace.db(), source).title.value, "a");
        workspace.apply([(SitePath::new("gloss.yaml"), Change::Text(text))]);
        let config = &query::config(workspace.db()).findings;
        assert_eq!(config.iter().map(|finding| finding.code.name()).collect::<Vec<_>>(), [code]);
    }
}

/// Nesting beyond the limit is one finding a file, whatever nests.
#[test]
fn deep_nesting_is_a_finding() {
    for (body, expected) in [
        (format!("{}deep", "> ".repeat(101)), &["too-deep"][..]),
        (format!("{}deep", "> ".repeat(100)), &[]),
        (format!("{}deep", "- ".repeat(500)), &["too-deep"]),
        (format!("{}x{}", "*a **b ".repeat(60), " c** d*".repeat(60)), &["too-deep"]),
    ] {
        let workspace =
            site(&format!("-- gloss.yaml --\ntitle: T\nbase_url: https://example.org\n-- content/a.md --\n---\ntitle: A\n---\n{body}\n"));
        assert_eq!(codes(&workspace, "content/a.md"), expected, "{}", body.get(..20).unwrap_or_default());
    }
}

/// An edit of the site's menu parses no article again; an edit of a body moves no address.
#[test]
fn edits_reach_only_what_depends_on_them() {
    let mut workspace = site("-- gloss.yaml --\ntitle: T\nbase_url: https://example.org\n-- content/a.md --\n---\ntitle: A\n---\nBody.\n");
    let source = workspace.source("content/a.md").expect("the article");
    query::address(workspace.db(), source);
    workspace.db().take_log();
    let menu = "title: T\nbase_url: https://example.org\nmenu: [{title: A, url: /a/}]\n";
    workspace.apply([(SitePath::new("gloss.yaml"), Change::Text(Text::Utf8(menu.into())))]);
    query::address(workspace.db(), source);
    let ran = |workspace: &Workspace| -> Vec<String> {
        let names = workspace.db().take_log();
        names.iter().map(|name| name.split('(').next().unwrap_or_default().rsplit("::").next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(ran(&workspace), ["config", "settings"]);
    workspace.apply([(SitePath::new("content/a.md"), Change::Text(Text::Utf8("---\ntitle: A\n---\nAnother body.\n".into())))]);
    query::address(workspace.db(), source);
    assert_eq!(ran(&workspace), [""; 0]);
}

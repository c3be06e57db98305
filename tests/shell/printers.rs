//! Each printed form of findings, on one report that has everything in it.

use std::sync::Arc;

use glossator::config::rules::{Strictness, settle};
use glossator::config::site::FindingRule;
use glossator::diagnostic::human::{self, Paint};
use glossator::diagnostic::report::Report;
use glossator::diagnostic::{Code, Diagnostic, Place, Severity, github, json, sarif, short};
use glossator::text::path::SitePath;
use glossator::text::span::Span;

const ARTICLE: &str = "---\ntitle: Перша стаття\ntagz: [one]\n---\nText with a [[nowhere]] in it,\nand a second line: 100% sure.\n";

fn of(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap();
    Span::new(start, start + words.len())
}

/// Findings with and without place, label, related places, notes and help; in a long line; over several lines.
fn report() -> Report {
    let long = format!("{} [[gone]] {}\n", "слово ".repeat(4000), "word ".repeat(200_000));
    let (article, line) = (SitePath::new("content/a, b.md"), SitePath::new("content/long.md"));
    let findings = vec![
        Diagnostic::new(Code::NoConfig, "the site has no `gloss.yaml`").help("`gloss init` makes one"),
        Diagnostic::new(Code::UnknownKey, "an article has no key `tagz`")
            .at(&article, of(ARTICLE, "tagz"))
            .did_you_mean("tagz", ["tags", "title"]),
        Diagnostic::new(Code::UnresolvedReference, "no article is called `nowhere`")
            .at(&article, of(ARTICLE, "[[nowhere]]"))
            .label("leads nowhere")
            .related(Place { path: article.clone(), span: of(ARTICLE, "Перша стаття") }, "in this article")
            .note("a note: with 100%\nand a second line"),
        Diagnostic::new(Code::UnusedNote, "over two lines").at(&article, of(ARTICLE, "in it,\nand")),
        Diagnostic::new(Code::NotUtf8, "a file without a text").at(&SitePath::new("content/b.md"), Span::default()),
        Diagnostic::new(Code::UnresolvedReference, "in a very long line").at(&line, of(&long, "[[gone]]")),
    ];
    let texts = [(article, Arc::from(ARTICLE)), (line, Arc::from(long))];
    Report::new(
        findings,
        move |path| texts.iter().find(|(known, _)| known == path).map(|(_, text): &(_, Arc<str>)| text.clone()),
        "site/".into(),
    )
}

fn printed(print: impl Fn(&Report, &mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    print(&report(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn check(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "expected" }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn frames_for_people() {
    let plain = printed(|report, out| human::print(report, Paint::Plain, out));
    assert!(plain.contains("site/content/long.md:1:24002"), "the column counts from the line's start, not from where it was cut");
    check("human", &plain);
    let painted = printed(|report, out| human::print(report, Paint::Ansi, out));
    assert!(painted.contains("\u{1b}["), "colours");
}

#[test]
fn a_line_each() {
    let text = printed(short::print);
    check("short", &text);
}

#[test]
fn objects() {
    let text = printed(json::print);
    for line in text.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
    check("json", &text);
}

#[test]
fn workflow_annotations() {
    check("github", &printed(github::print));
}

#[test]
fn sarif_log() {
    let log: serde_json::Value = serde_json::from_str(&printed(sarif::print)).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), Code::ALL.len());
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"], "the rule's index points at the rule");
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
    }
    assert!(rules.iter().all(|rule| !rule["shortDescription"]["text"].as_str().unwrap().is_empty()));
    check("sarif", &serde_json::to_string_pretty(&run["results"]).unwrap());
}

#[test]
fn the_site_sets_severities() {
    let rule = |code, path: Option<&str>, severity| FindingRule { code, path: path.map(str::to_owned), severity };
    let finding = |code, path: &str| Diagnostic::new(code, "words").at(&SitePath::new(path), Span::default());
    let rules = [
        rule(Some(Code::MissingAlt), Some("content/2019/**"), None),
        rule(Some(Code::MissingAlt), None, Some(Severity::Error)),
        rule(None, Some("content/*.md"), Some(Severity::Note)),
    ];
    let found = vec![
        finding(Code::MissingAlt, "content/2019/06/a.md"),
        finding(Code::MissingAlt, "content/2020/a.md"),
        finding(Code::MissingAlt, "content/2020/a.md"),
        finding(Code::UnusedNote, "content/b.md"),
        finding(Code::UnusedNote, "content/2020/b.md"),
        Diagnostic::new(Code::UnusedNote, "without a place"),
    ];
    let settled = |strictness| -> Vec<(Option<String>, Severity)> {
        let findings = settle(found.clone(), &rules, strictness);
        findings.into_iter().map(|finding| (finding.place.map(|place| place.path.to_string()), finding.severity)).collect()
    };
    let path = |path: &str| Some(path.to_owned());
    assert_eq!(
        settled(Strictness::Usual),
        [
            (None, Severity::Warning),
            (path("content/2020/a.md"), Severity::Error),
            (path("content/2020/b.md"), Severity::Warning),
            (path("content/b.md"), Severity::Note),
        ]
    );
    assert!(settled(Strictness::Strict).iter().all(|(_, severity)| *severity != Severity::Warning));
}

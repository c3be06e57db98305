//! What stops a deploy, and what lets it go on.

use crate::run::{run, tree};
use crate::site::{article, beside, refused, served, site, well};

fn edit(path: &std::path::Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} in {text}");
    std::fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn an_address_that_vanishes_stops_the_deploy_with_the_line_to_add() {
    let (_folder, site, www) = beside();
    for number in 0..20 {
        article(&site, &format!("many-{number}"), "Text.");
    }
    well(&site, "deploy");
    let before = served(&www.join("current"));
    edit(&site.join("content/2024/06/first.md"), "date:", "slug: a-better-slug\ndate:");
    let ran = run(&site, "deploy");
    refused(&ran, "address-gone");
    assert!(ran.out.contains("add `aliases: [/2024/06/first/]` to `content/2024/06/first.md`"), "{ran:#?}");
    assert_eq!(served(&www.join("current")), before, "nothing was deployed");
    edit(&site.join("content/2024/06/first.md"), "date:", "aliases: [/2024/06/first/]\ndate:");
    well(&site, "deploy");
    // A redirect that goes is an address that goes.
    edit(&site.join("content/2024/06/first.md"), "aliases: [/2024/06/first/]\n", "");
    let ran = run(&site, "deploy");
    refused(&ran, "address-gone");
    assert!(ran.out.contains("`content/2024/06/first.md`"), "{ran:#?}");
    well(&site, "deploy --allow-gone");
    // An article that is over by its own date may go without a word.
    edit(&site.join("content/2024/06/many-3.md"), "date:", "expires_at: 2024-06-20\ndate:");
    let ran = well(&site, "deploy");
    assert!(ran.contains("removed  The article many-3  /2024/06/many-3/"), "{ran}");
}

#[test]
fn another_site_is_not_written_over() {
    let (_folder, site, www) = beside();
    well(&site, "deploy");
    edit(&site.join("gloss.yaml"), "https://example.org", "https://other.example");
    let ran = run(&site, "deploy");
    refused(&ran, "foreign-target");
    assert!(ran.out.contains("https://example.org") && ran.out.contains("--adopt"), "{ran:#?}");
    refused(&run(&site, "rollback"), "foreign-target");
    well(&site, "deploy --adopt");
    assert_eq!(served(&www.join("current")), tree(&site.join("public")));
}

#[test]
fn many_deletions_and_an_empty_site_stop_the_deploy() {
    let (_folder, site, www) = beside();
    for number in 0..20 {
        article(&site, &format!("many-{number}"), "Text.");
    }
    well(&site, "deploy");
    for number in 0..20 {
        std::fs::remove_file(site.join(format!("content/2024/06/many-{number}.md"))).unwrap();
    }
    let ran = run(&site, "deploy");
    refused(&ran, "many-deletions");
    refused(&run(&site, "deploy --allow-deletions"), "address-gone");
    edit(&site.join("content/2024/06/first.md"), "[[second]]", "nothing");
    for name in ["first", "second"] {
        edit(&site.join(format!("content/2024/06/{name}.md")), "date:", "draft: true\ndate:");
    }
    refused(&run(&site, "deploy --allow-deletions --allow-gone"), "empty-site");
    assert!(www.join("current/2024/06/first/index.html").exists());
    well(&site, "deploy --allow-deletions --allow-gone --allow-empty");
    assert!(!www.join("current/2024/06/first/index.html").exists());
}

#[test]
fn a_site_with_errors_or_a_leak_is_not_deployed() {
    let (_folder, site, www) = beside();
    article(&site, "broken", "[[nowhere]]");
    let ran = run(&site, "deploy");
    refused(&ran, "unresolved-reference");
    assert!(ran.out.contains("nothing was deployed") && !www.exists(), "{ran:#?}");
    article(&site, "broken", "Text.");
    std::fs::write(site.join("content/secret.md"), "---\ntitle: A headline nobody may read\npublish_at: 2024-09-01\n---\n").unwrap();
    std::fs::create_dir_all(site.join("templates")).unwrap();
    std::fs::write(site.join("templates/404.html"), "A headline nobody may read").unwrap();
    refused(&run(&site, "deploy"), "leak");
    assert!(!www.exists());
    std::fs::remove_file(site.join("templates/404.html")).unwrap();
    // A draft that somebody has built for a look is not part of what is deployed.
    well(&site, "build --drafts");
    well(&site, "deploy");
    assert!(!www.join("current/secret/index.html").exists());
}

#[test]
fn targets_are_named_and_read_with_care() {
    let folder = site("  a: {kind: directory, path: ../a}\n  b: {kind: directory, path: ../b}\n");
    let ran = run(folder.path(), "deploy");
    assert!(ran.code == 2 && ran.err.contains("say which: `a`, `b`"), "{ran:#?}");
    let ran = run(folder.path(), "deploy c");
    assert!(ran.code == 2 && ran.err.contains("there is no target `c`"), "{ran:#?}");
    for (target, words) in [
        ("{kind: directry, path: x}", "did you mean `directory`?"),
        ("{kind: directory}", "has no `path`"),
        ("{kind: s3, bucket: x, secret_access_key: hunter2}", "never stand in this file"),
        ("{kind: git, remote: --upload-pack=x}", "taken for an option"),
        ("{kind: rsync, host: -oProxyCommand=x, path: /x}", "taken for an option"),
    ] {
        let folder = site(&format!("  live: {target}\n"));
        let ran = run(folder.path(), "deploy");
        assert!(ran.code == 2 && format!("{}{}", ran.out, ran.err).contains(words), "{target}: {ran:#?}");
    }
    assert_eq!(run(site("").path(), "deploy").code, 2);
}

#[test]
fn a_token_in_the_file_is_refused_and_not_shown() {
    for target in [
        "{kind: git, remote: \"https://hunter2@host.example/a.git\"}",
        "{kind: git, remote: \"https://me:hunter2@host.example/a.git\"}",
        "{kind: git, remote: \"ssh://me:hunter2@host.example/a.git\"}",
        "{kind: s3, bucket: news, endpoint: \"https://me:hunter2@host.example\"}",
        "{kind: s3, bucket: news, secret_access_key: hunter2}",
    ] {
        let folder = site(&format!("  live: {target}\n"));
        for format in ["human", "short", "json", "sarif"] {
            let ran = run(folder.path(), &format!("deploy --format {format}"));
            assert_eq!(ran.code, 2, "{ran:#?}");
            assert!(!format!("{}{}", ran.out, ran.err).contains("hunter2"), "{ran:#?}");
        }
    }
}

/// A build always makes a home page and a page for what does not exist; the guard is asked directly.
#[test]
fn a_site_without_a_home_page_is_stopped() {
    use glossator::publish::deploy::{check, plan};
    let plan = plan::plan(plan::Site::default(), plan::Live::default());
    let allowed = [check::Allow::Empty].into();
    let found = check::check(&plan, &Default::default(), &allowed);
    let codes: Vec<&str> = found.iter().map(|finding| finding.code.name()).collect();
    assert_eq!(codes, ["missing-page", "missing-page"]);
}

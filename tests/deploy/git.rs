//! A branch of a bare repository as a target.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::run::{gloss, run, tree};
use crate::site::{article, kill_deploys, refused, round, site, well};

/// A site beside a bare repository.
fn beside() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (root, bare) = (folder.path().join("site"), folder.path().join("pages.git"));
    std::fs::rename(site("  live: {kind: git, remote: ../pages.git, domain: news.example.org}\n").keep(), &root).unwrap();
    git(folder.path(), &["init", "--quiet", "--bare", "pages.git"]);
    (folder, root, bare)
}

fn git(here: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git").current_dir(here).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// What a host of pages would serve: the branch, checked out.
fn served(bare: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["clone", "--quiet", "--branch", "gh-pages", &bare.to_string_lossy(), "pages"]);
    let mut files = tree(&folder.path().join("pages"));
    files.retain(|path, _| !path.starts_with(".git/") && path != ".nojekyll" && path != "CNAME");
    files
}

#[test]
fn a_release_is_a_commit_and_a_rollback_is_one_too() {
    let (_folder, site, bare) = beside();
    let count = || git(&bare, &["rev-list", "--count", "gh-pages"]);
    assert!(well(&site, "deploy --dry-run").contains("release 1, the first"));
    assert!(git(&bare, &["branch", "--list"]).is_empty(), "a dry run writes nothing");
    well(&site, "deploy");
    let first = served(&bare);
    assert_eq!(first, tree(&site.join("public")));
    assert_eq!(git(&bare, &["show", "gh-pages:CNAME"]), "news.example.org");
    assert_eq!(git(&bare, &["show", "gh-pages:.nojekyll"]), "");
    assert!(well(&site, "deploy").contains("up to date"));
    assert_eq!(count(), "1");

    article(&site, "third", "A third one: [[first]].");
    well(&site, "deploy");
    let second = served(&bare);
    assert_eq!(second, tree(&site.join("public")));
    assert_eq!(count(), "2");
    let changed = git(&bare, &["diff", "--name-only", "gh-pages~1", "gh-pages"]);
    assert!(changed.contains("2024/06/third/index.html") && !changed.contains("note.txt"), "{changed}");

    std::fs::remove_file(site.join("content/2024/06/third.md")).unwrap();
    well(&site, "deploy --allow-gone --allow-deletions");
    assert_eq!(served(&bare), first);
    well(&site, "rollback");
    assert_eq!(served(&bare), second);
    well(&site, "rollback --to 1");
    assert_eq!((served(&bare), count()), (first, "5".into()));
    assert!(well(&site, "rollback --list").contains("again release 1, live"));
}

#[test]
fn somebody_else_s_branch_and_a_faster_deploy_are_left_alone() {
    let (folder, site, bare) = beside();
    git(folder.path(), &["clone", "--quiet", "pages.git", "theirs"]);
    let theirs = folder.path().join("theirs");
    std::fs::write(theirs.join("theirs.txt"), "Not ours.").unwrap();
    git(&theirs, &["checkout", "--quiet", "-b", "gh-pages"]);
    git(&theirs, &["add", "."]);
    git(&theirs, &["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "Theirs"]);
    git(&theirs, &["push", "--quiet", "origin", "gh-pages"]);
    refused(&run(&site, "deploy"), "foreign-target");
    assert_eq!(served(&bare).len(), 1);
    well(&site, "deploy --adopt");
    assert!(!served(&bare).contains_key("theirs.txt"), "it is in the history");

    // Two at once: whoever pushes second is told, and nothing of it is there.
    let children: Vec<_> = (0..4)
        .map(|number| {
            let copy = folder.path().join(format!("copy-{number}"));
            assert!(Command::new("cp").args(["-r"]).arg(&site).arg(&copy).status().unwrap().success());
            article(&copy, &format!("by-{number}"), "Text.");
            let child = gloss(&copy).arg("deploy").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            (copy, child)
        })
        .collect();
    let mut won = vec![];
    for (copy, child) in children {
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        match output.status.code() {
            Some(0) => won.push(copy),
            Some(1) => assert!(said.contains("target-busy") || said.contains("address-gone"), "{said}"),
            code => panic!("{code:?}: {said} {}", String::from_utf8_lossy(&output.stderr)),
        }
    }
    assert!(!won.is_empty());
    let live = served(&bare);
    assert!(won.iter().any(|copy| live == tree(&copy.join("public"))), "the branch is one of the sites, whole");
}

fn deploying(site: &Path) -> Command {
    let mut command = gloss(site);
    // What a killed one leaves goes with the test's folder.
    command.arg("deploy").env("TMPDIR", site.parent().unwrap());
    command
}

#[test]
fn killed_at_any_moment_the_branch_is_whole() {
    let (_folder, site, bare) = beside();
    for number in 0..3 {
        round(&site, (number, 60));
    }
    well(&site, "deploy");
    kill_deploys(
        &site,
        60,
        || deploying(&site),
        || {
            let live = served(&bare);
            Box::new(move |path| live.get(path).cloned())
        },
    );
    git(&bare, &["fsck", "--strict", "--no-dangling"]);
}

#[test]
fn a_repository_that_is_not_there_is_told() {
    let folder = site("  live: {kind: git, remote: ../nowhere.git}\n");
    let ran = run(folder.path(), "deploy");
    assert_eq!(ran.code, 3, "{ran:#?}");
    assert!(ran.err.contains("git failed") && ran.err.contains("nothing was sent"), "{ran:#?}");
}

//! A folder as a target.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use crate::run::{finish, gloss, run, tree};
use crate::site::{article, beside, copy_tree, counts, json, kill_deploys, refused, round, served, well};

#[test]
fn only_what_changed_is_sent_and_the_plan_says_what() {
    let (_folder, site, www) = beside();
    let ran = well(&site, "deploy");
    assert!(ran.contains("added    The first briefing  /2024/06/first/") && ran.contains("release 1 is live"), "{ran}");
    assert_eq!(served(&www.join("current")), tree(&site.join("public")));
    let note = |release: u64| std::fs::metadata(www.join(format!("releases/{release}/note.txt"))).unwrap().ino();

    let ran = well(&site, "deploy");
    assert!(ran.contains("up to date: release 1"), "{ran}");
    assert!(!www.join("releases/2").exists());

    article(&site, "third", "A third one: [[first]].");
    let ran = well(&site, "deploy --format json");
    let plan = json(&ran);
    let articles: Vec<String> =
        plan["articles"].as_array().unwrap().iter().map(|a| format!("{} {} {}", a["change"], a["url"], a["what"])).collect();
    assert!(articles.contains(&r#""added" "/2024/06/third/" []"#.to_owned()), "{articles:?}");
    assert!(articles.contains(&r#""changed" "/2024/06/first/" ["related"]"#.to_owned()), "a backlink: {articles:?}");
    assert_eq!(served(&www.join("current")), tree(&site.join("public")));
    assert_eq!(note(1), note(2), "what did not change is one file");

    // One word in one text: its page, and what holds its text.
    article(&site, "third", "A third one, again: [[first]].");
    let ran = well(&site, "deploy --format json");
    let all = tree(&site.join("public")).len();
    assert!(counts(&ran).0 <= 8 && counts(&ran).0 * 3 < all, "{ran}");
    assert!(ran.contains(r#""url":"/2024/06/third/","file":"content/2024/06/third.md","what":["text"#), "{ran}");

    let description = "- id: kyiv\n  name: Kyiv\n  kind: place\n  description: The capital.\n";
    std::fs::write(site.join("content/glossary/places.yaml"), description).unwrap();
    let ran = well(&site, "deploy");
    assert!(ran.contains("changed  The first briefing  /2024/06/first/  (glossary)"), "{ran}");
}

#[test]
fn a_dry_run_writes_nothing() {
    let (_folder, site, www) = beside();
    assert!(well(&site, "deploy --dry-run").contains("release 1, the first"));
    assert!(!www.exists());
    well(&site, "deploy");
    let before = tree(&www);
    article(&site, "third", "Text.");
    assert!(well(&site, "deploy live --dry-run").contains("added    The article third"));
    assert_eq!(tree(&www), before);
}

#[test]
fn rollback_restores_bytes_and_five_releases_are_kept() {
    let (_folder, site, www) = beside();
    let mut states = vec![];
    for number in 1..=7 {
        article(&site, "third", &format!("Text {number}."));
        well(&site, "deploy");
        states.push(served(&www.join("current")));
    }
    let kept: Vec<String> = well(&site, "rollback --list").lines().map(|line| line[..9].to_owned()).collect();
    assert_eq!(kept, ["release 7", "release 6", "release 5", "release 4", "release 3"]);
    assert!(well(&site, "rollback --dry-run").contains("back to 6"));
    well(&site, "rollback");
    assert_eq!(served(&www.join("current")), states[5]);
    well(&site, "rollback --to 3");
    assert_eq!(served(&www.join("current")), states[2]);
    assert_eq!(run(&site, "rollback").code, 2, "nothing is kept before it");
    assert_eq!(run(&site, "rollback --to 1").code, 2);
    // The next deploy starts from what is live, under a new number.
    assert!(well(&site, "deploy").contains("release 8 after 3"));
    assert_eq!(served(&www.join("current")), states[6]);
}

#[test]
fn assets_stay_for_two_releases() {
    let (_folder, site, www) = beside();
    let sheets = || -> usize { served(&www.join("current")).keys().filter(|path| path.starts_with("own.")).count() };
    let mut seen = vec![];
    for number in 0..5 {
        round(&site, (number, 0));
        well(&site, "deploy");
        seen.push(sheets());
    }
    assert_eq!(seen, [1, 2, 3, 3, 3], "the live one, and those of the two releases before it");
}

fn deploying(site: &Path) -> Command {
    let mut command = gloss(site);
    command.arg("deploy");
    command
}

#[test]
fn killed_at_any_moment_the_site_is_whole_and_the_next_deploy_mends() {
    let (_folder, site, www) = beside();
    round(&site, (0, 90));
    round(&site, (1, 90));
    round(&site, (2, 90));
    well(&site, "deploy");
    kill_deploys(
        &site,
        90,
        || deploying(&site),
        || {
            let current = www.join("current").canonicalize().unwrap();
            Box::new(move |path| std::fs::read(current.join(path)).ok())
        },
    );
    let (built, live) = (tree(&site.join("public")), served(&www.join("current")));
    assert!(live.keys().all(|path| built.contains_key(path) || path.starts_with("own.")), "and nothing else");
    assert!(hidden(&www.join("releases")).is_empty(), "nothing half-made is left");
}

fn hidden(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with('.')).collect()
}

#[test]
fn of_two_at_once_the_second_is_refused() {
    let (_folder, site, www) = beside();
    well(&site, "deploy");
    article(&site, "third", "Text.");
    let lock = std::fs::File::options().append(true).open(www.join(".gloss-lock")).unwrap();
    lock.lock().unwrap();
    refused(&run(&site, "deploy"), "target-busy");
    lock.unlock().unwrap();
    well(&site, "deploy");
}

#[test]
fn a_folder_of_the_site_or_of_somebody_else_is_refused() {
    let (folder, site, www) = beside();
    std::fs::create_dir(&www).unwrap();
    std::fs::write(www.join("theirs.txt"), "Not ours.").unwrap();
    refused(&run(&site, "deploy"), "foreign-target");
    assert_eq!(tree(&www).len(), 1);
    well(&site, "deploy --adopt");
    assert_eq!(std::fs::read_to_string(www.join("theirs.txt")).unwrap(), "Not ours.");
    for path in [".", "..", "content/www", "static"] {
        let config = std::fs::read_to_string(site.join("gloss.yaml")).unwrap();
        std::fs::write(site.join("gloss.yaml"), config.replace("../www", path)).unwrap();
        let ran = run(&site, "deploy");
        assert_eq!(ran.code, 2, "{path}: {ran:#?}");
        std::fs::write(site.join("gloss.yaml"), config).unwrap();
    }
    // The output folder inside of the target.
    article(&site, "third", "Text.");
    let ran = run(&site, "deploy --adopt --output ../www/out");
    assert!(ran.code == 2 && ran.err.contains("where the site is built to"), "{ran:#?}");
    drop(folder);
}

#[test]
fn a_copy_that_stands_there_already_is_taken_over() {
    let (_folder, site, www) = beside();
    well(&site, "build");
    std::fs::create_dir(&www).unwrap();
    copy_tree(&site.join("public"), &www);
    std::fs::write(www.join("note.txt"), "Other words.").unwrap();
    refused(&run(&site, "deploy"), "foreign-target");
    let plan = json(&well(&site, "deploy --adopt --format json"));
    let sent: Vec<&str> = plan["uploads"].as_array().unwrap().iter().filter_map(|file| file["path"].as_str()).collect();
    assert_eq!(sent, ["note.txt"]);
    assert_eq!(served(&www.join("current")), tree(&site.join("public")));
}

#[test]
fn a_disk_that_is_full_in_the_middle_leaves_the_live_site() {
    let (_folder, site, www) = beside();
    well(&site, "deploy");
    let before = served(&www.join("current"));
    std::fs::create_dir_all(site.join("static")).unwrap();
    std::fs::write(site.join("static/large.bin"), vec![b'x'; 9 << 20]).unwrap();
    well(&site, "build");
    // No file can grow beyond a limit, as on a disk with no more room.
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 8192; exec \"$0\" \"$@\""]).arg(gloss(&site).get_program()).arg("deploy");
    let ran = finish(limited.current_dir(&site));
    assert!(ran.code == 3 && ran.err.contains("the live site is as it was"), "{ran:#?}");
    assert_eq!(served(&www.join("current")), before);
    well(&site, "deploy");
    assert_eq!(served(&www.join("current")), tree(&site.join("public")));
    assert!(hidden(&www.join("releases")).is_empty(), "nothing half-made is left");
}

#[test]
fn a_full_or_locked_disk_is_told_with_what_was_done() {
    let (_folder, site, www) = beside();
    std::fs::write(&www, "a file").unwrap();
    let ran = run(&site, "deploy");
    assert_eq!(ran.code, 3, "{ran:#?}");
    assert!(ran.err.contains("nothing was sent"), "{ran:#?}");
}

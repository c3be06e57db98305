//! A host that takes files by SFTP, and is asked for nothing else.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use crate::run::{finish, tree};
use crate::site::{World, article, copy_tree, counts, json, kill_deploys, refused, round, served};
use crate::ssh::{Host, killed_it_is_whole, program, releases_come_and_go, world};

fn is_built(world: &Host) {
    let (live, built) = (served(&world.www), tree(&world.site.join("public")));
    // Assets that a release has lost stay for two more.
    let retired = |path: &&String| path.starts_with("own.") || path.starts_with("style.");
    let strangers: Vec<&String> = live.keys().filter(|path| !built.contains_key(*path)).filter(|path| !retired(path)).collect();
    assert!(strangers.is_empty(), "{strangers:?}");
    for (path, bytes) in built {
        assert!(live.get(&path) == Some(&bytes), "`{path}` is not as built");
    }
}

#[test]
fn a_folder_by_sftp_gets_what_changed_and_goes_back() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let world = world("sftp");
    assert!(world.well("deploy --dry-run").contains("release 1, the first"));
    assert!(!world.www.exists(), "a dry run writes nothing");
    world.well("deploy");
    is_built(&world);
    let page = world.www.join("2024/06/first/index.html");
    assert_eq!(std::fs::metadata(&page).unwrap().permissions().mode() & 0o777, 0o644);
    let note = std::fs::metadata(world.www.join("note.txt")).unwrap();
    assert!(world.well("deploy").contains("up to date: release 1"));
    let mut states: Vec<BTreeMap<String, Vec<u8>>> = vec![served(&world.www)];
    for number in 2..=3 {
        article(&world.site, "third", &format!("Text {number}."));
        world.well("deploy");
        is_built(&world);
        states.push(served(&world.www));
    }
    assert_eq!(std::fs::metadata(world.www.join("note.txt")).unwrap().ino(), note.ino(), "what did not change was not sent");
    world.well("rollback");
    assert!(states[1].iter().all(|(path, bytes)| served(&world.www).get(path) == Some(bytes)));
    std::fs::remove_file(world.site.join("content/2024/06/third.md")).unwrap();
    world.well("deploy --allow-gone --allow-deletions");
    is_built(&world);
    assert!(!world.www.join("2024/06/third").exists(), "an empty folder goes with its last file");
    world.well("rollback --to 3");
    assert!(states[2].iter().all(|(path, bytes)| served(&world.www).get(path) == Some(bytes)));
    // A copy without a record, as another program would have brought it: what is the same stays.
    world.well("deploy --allow-gone --allow-deletions");
    std::fs::remove_dir_all(world.www.join(".gloss")).unwrap();
    std::fs::write(world.www.join("note.txt"), "Other words.").unwrap();
    let plan = json(&world.well("deploy --adopt --format json"));
    let sent: Vec<&str> = plan["uploads"].as_array().unwrap().iter().filter_map(|file| file["path"].as_str()).collect();
    assert_eq!(sent, ["note.txt"]);
    is_built(&world);
}

#[test]
fn releases_by_sftp_are_switched_at_once() {
    let world = world("sftp, layout: releases");
    releases_come_and_go(&world);
    killed_it_is_whole(&world);
    // A connection that is cut: the release is not there, or it is whole.
    round(&world.site, (1, 160));
    world.well("build");
    world.proxy.counts.cut_after.store(100_000, Ordering::SeqCst);
    // The last deploy that was killed may have left its lock, and nothing to do.
    world.well("deploy --take-over");
    assert!(world.proxy.counts.stopped.load(Ordering::SeqCst) > 0, "no connection was cut");
    let live = world.live();
    assert!(tree(&world.site.join("public")).iter().all(|(path, bytes)| live.get(path) == Some(bytes)));
}

#[test]
fn a_copy_beside_the_releases_by_sftp_is_not_sent_again() {
    let world = world("sftp, layout: releases");
    world.well("build");
    std::fs::create_dir(&world.www).unwrap();
    copy_tree(&world.site.join("public"), &world.www);
    refused(&world.run("deploy"), "foreign-target");
    assert_eq!(counts(&world.well("deploy --adopt --format json")).0, 0);
    assert_eq!(world.live(), tree(&world.site.join("public")));
    article(&world.site, "third", "Text.");
    let lock = world.www.join(".gloss/lock.json");
    std::fs::write(&lock, r#"{"token":"0","since":"today","until":1}"#).unwrap();
    refused(&world.run("deploy"), "target-busy");
    world.well("deploy --take-over");
    assert!(!lock.exists());
}

#[test]
fn locks_and_strangers_in_a_folder_by_sftp_stop_the_deploy() {
    let world = world("sftp");
    std::fs::create_dir_all(&world.www).unwrap();
    std::fs::write(world.www.join("theirs.txt"), "Not ours.").unwrap();
    refused(&world.run("deploy"), "foreign-target");
    world.well("deploy --adopt");
    assert_eq!(std::fs::read_to_string(world.www.join("theirs.txt")).unwrap(), "Not ours.");
    round(&world.site, (0, 30));
    // Several at once: one at a time does its work, and all is whole in the end.
    let children: Vec<_> = (0..3).map(|_| world.gloss().arg("deploy").stdout(std::process::Stdio::piped()).spawn().unwrap()).collect();
    let codes: Vec<Option<i32>> = children.into_iter().map(|mut child| child.wait().unwrap().code()).collect();
    assert!(codes.contains(&Some(0)), "{codes:?}");
    std::fs::remove_file(world.www.join("theirs.txt")).unwrap();
    world.well("deploy");
    is_built(&world);
    article(&world.site, "third", "Text.");
    // The clock of whoever holds the lock is ahead, or behind: the host's own tells how old it is.
    let lock = world.www.join(".gloss/lock.json");
    for until in ["99999999999", "1"] {
        std::fs::write(&lock, format!(r#"{{"token":"0","since":"today","until":{until}}}"#)).unwrap();
        refused(&world.run("deploy"), "target-busy");
    }
    let old = std::process::Command::new("touch").args(["-d", "3 minutes ago"]).arg(&lock).status().unwrap();
    assert!(old.success());
    world.well("deploy");
    assert!(!world.www.join(".gloss/lock.json").exists());
    // A user without the right key is told, and nothing is tried twice.
    let refusing = program(&world, "refusing", "echo 'editor@host: Permission denied (publickey).' >&2; exit 255");
    let ran = finish(world.gloss().arg("deploy").env("CUT", refusing));
    assert!(ran.code == 3 && ran.err.contains("Permission denied (publickey)") && ran.err.contains("nothing was sent"), "{ran:#?}");
}

#[test]
fn killed_at_any_moment_and_cut_off_the_folder_by_sftp_can_be_read() {
    let world = world("sftp");
    for number in 0..3 {
        round(&world.site, (number, 40));
    }
    world.well("deploy");
    kill_deploys(&world.site, 40, || world.deploying(), || Box::new(|path| std::fs::read(world.www.join(path)).ok()));
    is_built(&world);
    // Connections that are cut in the middle of a packet: the work goes on over the next one.
    round(&world.site, (1, 160));
    world.well("build");
    world.proxy.counts.cut_after.store(100_000, Ordering::SeqCst);
    world.well("deploy");
    assert!(world.proxy.counts.stopped.load(Ordering::SeqCst) > 0, "no connection was cut");
    is_built(&world);
}

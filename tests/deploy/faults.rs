//! What goes wrong on hosts: a disk that is full, a line that is slow, a key that is revoked in the middle. Each time the deploy
//! says what happened, readers have a whole site, and the next deploy finishes the work.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::run::{Ran, tree};
use crate::site::{World, dead_ends, round, served};
use crate::ssh::{Host, world, world_that_fills};

/// How a site lies on a host, and where its readers are sent.
const KINDS: [&str; 3] = ["sftp", "sftp, layout: releases", "rsync"];

fn live(world: &Host, kind: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    if kind == "sftp" { served(&world.www) } else { world.live() }
}

/// Asserts that a deploy was stopped by the machine, with these words, and that readers have a whole site.
fn stopped(world: &Host, kind: &str, (ran, words): (&Ran, &str)) {
    assert!(ran.code == 3 && ran.err.contains(words), "{kind}: {ran:#?}");
    assert!(ran.err.contains("the live site"), "{kind}: it is said how the site is: {ran:#?}");
    let live = live(world, kind);
    let (dead, pages) = dead_ends(|path| live.get(path).cloned());
    assert!(dead.is_empty() && pages > 20, "{kind}: {dead:?}, {pages} pages");
}

fn is_built(world: &Host, kind: &str) {
    let live = live(world, kind);
    for (path, bytes) in tree(&world.site.join("public")) {
        assert!(live.get(&path) == Some(&bytes), "{kind}: `{path}` is not as built");
    }
}

#[test]
fn a_full_disk_is_told_and_the_next_deploy_finishes() {
    for (kind, words) in KINDS.iter().zip(["its disk may be full", "its disk may be full", "File too large"]) {
        let world = world_that_fills(kind);
        (0..3).for_each(|number| round(&world.site, (number, 30)));
        world.well("deploy");
        round(&world.site, (3, 30));
        std::fs::write(world.site.join("static/large.txt"), "A large file. ".repeat(30_000)).unwrap();
        let full = world.site.parent().unwrap().join("full");
        std::fs::write(&full, "").unwrap();
        stopped(&world, kind, (&world.run("deploy"), words));
        std::fs::remove_file(full).unwrap();
        world.well("deploy");
        is_built(&world, kind);
    }
}

#[test]
fn a_slow_line_only_takes_longer() {
    for kind in KINDS {
        let world = world(kind);
        world.proxy.counts.late_by.store(30, Ordering::SeqCst);
        (0..3).for_each(|number| round(&world.site, (number, 30)));
        world.well("deploy");
        is_built(&world, kind);
        round(&world.site, (3, 30));
        world.well("deploy");
        is_built(&world, kind);
    }
}

#[test]
fn a_key_that_is_revoked_in_the_middle_is_told_and_the_next_deploy_finishes() {
    for kind in KINDS {
        let world = world(kind);
        (0..3).for_each(|number| round(&world.site, (number, 60)));
        world.well("deploy");
        round(&world.site, (3, 60));
        world.well("build");
        let keys = world.site.parent().unwrap().join("user.pub");
        let key = std::fs::read_to_string(&keys).unwrap();
        let counts = &world.proxy.counts;
        counts.cut_after.store(30_000, Ordering::SeqCst);
        let over = AtomicBool::new(false);
        let ran = std::thread::scope(|scope| {
            // The connection is cut, and no other one is let in.
            scope.spawn(|| {
                while counts.stopped.load(Ordering::SeqCst) == 0 && !over.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                std::fs::write(&keys, "").unwrap();
            });
            let ran = world.run("deploy");
            over.store(true, Ordering::SeqCst);
            ran
        });
        assert!(counts.stopped.load(Ordering::SeqCst) > 0, "{kind}: the deploy was over before the key was");
        stopped(&world, kind, (&ran, "Permission denied"));
        counts.cut_after.store(0, Ordering::SeqCst);
        std::fs::write(&keys, key).unwrap();
        // Its lock could not be taken away.
        world.well("deploy --take-over");
        is_built(&world, kind);
    }
}

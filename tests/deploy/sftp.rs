//! A host that takes files by SFTP, and is asked for nothing else.

use std::collections::BTreeMap;

use crate::run::{finish, tree};
use crate::site::{World, article, dead_ends, kill_deploys, refused, round, served};
use crate::ssh::{Host, program, world};

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
    std::fs::write(world.www.join(".gloss/lock.json"), r#"{"token":"0","since":"today","until":99999999999}"#).unwrap();
    refused(&world.run("deploy"), "target-busy");
    std::fs::write(world.www.join(".gloss/lock.json"), r#"{"token":"0","since":"today","until":1}"#).unwrap();
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
    kill_deploys(&world.site, 40, || world.deploying(), || dead_ends(|path| std::fs::read(world.www.join(path)).ok()));
    world.well("deploy --take-over");
    is_built(&world);
    // A connection that lasts a moment only: the work goes on over the next one. How long a deploy takes is the machine's to say.
    let was_cut = ["0.4", "0.3", "0.2", "0.15", "0.1"].iter().enumerate().any(|(number, moment)| {
        round(&world.site, (40 + number, 40 + number));
        world.well("build");
        let name = format!("cut{number}");
        let script =
            format!("if [ -e \"$0.once\" ]; then touch \"$0.twice\"; exec \"$@\"; fi\ntouch \"$0.once\"\nexec timeout {moment} \"$@\"");
        let cut = program(&world, &name, &script);
        let ran = finish(world.gloss().args(["deploy", "--take-over"]).env("CUT", &cut));
        assert_eq!(ran.code, 0, "{ran:#?}");
        world.site.join(format!("../{name}.twice")).exists()
    });
    assert!(was_cut, "every deploy was over before its connection was");
    is_built(&world);
}

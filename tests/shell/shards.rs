//! Parts of a site, built apart: together they are the whole.

use std::collections::BTreeMap;
use std::fs;

use crate::run::{SITE, run, tree, write_site};

const PARTS: usize = 3;

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_site(folder.path(), SITE);
    let search = fs::read_to_string(folder.path().join("gloss.yaml")).unwrap() + "search: true\ncompress: [gz]\n";
    fs::write(folder.path().join("gloss.yaml"), search).unwrap();
    folder
}

#[test]
fn parts_in_folders_of_their_own_are_together_the_whole() {
    let folder = site();
    let build = |arguments: &str| {
        let ran = run(folder.path(), &format!("build {arguments}"));
        assert_eq!(ran.code, 0, "{ran:#?}");
        ran
    };
    build("--output whole");
    let whole = tree(&folder.path().join("whole"));
    assert!(whole.keys().any(|path| path.starts_with("pagefind/")));
    let mut all: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for number in 1..=PARTS {
        let ran = build(&format!("--shard {number}/{PARTS} --output part{number}"));
        assert!(ran.out.starts_with(&format!("part {number}/{PARTS} of ")), "{}", ran.out);
        let part = tree(&folder.path().join(format!("part{number}")));
        assert!(!part.is_empty() && part.len() < whole.len());
        let both: Vec<&String> = part.keys().filter(|path| all.contains_key(*path)).collect();
        assert!(both.is_empty(), "made twice: {both:?}");
        all.extend(part);
    }
    assert_eq!(all, whole);
}

#[test]
fn parts_in_one_folder_leave_each_others_files() {
    let folder = site();
    let parts = || {
        for number in (1..=PARTS).rev() {
            let ran = run(folder.path(), &format!("build --shard {number}/{PARTS} --fresh"));
            assert_eq!(ran.code, 0, "{ran:#?}");
        }
        tree(&folder.path().join("public"))
    };
    let whole = || {
        fs::remove_dir_all(folder.path().join("whole")).ok();
        assert_eq!(run(folder.path(), "build --output whole").code, 0);
        tree(&folder.path().join("whole"))
    };
    assert_eq!(parts(), whole());
    assert_eq!(parts(), whole());
    // What is no page any more goes, whoever made it.
    fs::remove_file(folder.path().join("content/2024/06/first.md")).unwrap();
    write_site(folder.path(), "-- content/2024/06/third.md --\n---\ntitle: The third briefing\ndate: 2024-06-03\n---\nText.\n");
    assert_eq!(parts(), whole());
}

#[test]
fn a_part_that_is_none_is_refused() {
    let folder = site();
    for wrong in ["0/3", "4/3", "2", "a/b", "1/0", "-1/3"] {
        let ran = run(folder.path(), &format!("build --shard={wrong}"));
        assert_eq!(ran.code, 2, "{wrong}: {ran:#?}");
    }
}

#[test]
fn a_template_that_fails_stops_every_part_before_it_writes() {
    let folder = site();
    // One page alone is made of it, so only one part has that.
    write_site(folder.path(), "-- templates/404.html --\n{{ page.no_such_thing.deeper.still }}\n");
    for number in 1..=PARTS {
        let ran = run(folder.path(), &format!("build --shard {number}/{PARTS} --output part{number}"));
        assert_eq!(ran.code, 1, "part {number}: {ran:#?}");
        assert!(tree(&folder.path().join(format!("part{number}"))).is_empty(), "part {number} wrote");
    }
}

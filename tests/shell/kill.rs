//! A build that is killed at any moment is mended by the next one.

use std::process::Stdio;
use std::time::Duration;

use crate::run::{SITE, gloss, run, tree, write_site};

#[test]
fn a_killed_build_mends_itself() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    write_site(site, SITE);
    let article = |number: usize, words: &str| {
        let text = format!("---\ntitle: Article {number}\ndate: 2024-05-{:02}\n---\n{}\n", number % 28 + 1, words.repeat(number % 7 + 1));
        std::fs::create_dir_all(site.join("content/many")).unwrap();
        std::fs::write(site.join(format!("content/many/{number}.md")), text).unwrap();
    };
    (0..200).for_each(|number| article(number, "Kyiv, once more. "));
    let mut cut_short = 0;
    for round in 0..24_usize {
        // Every round writes over, makes and removes files.
        for number in (round..200).step_by(3) {
            article(number, &format!("Kyiv in round {round}. "));
        }
        let _ = std::fs::remove_file(site.join(format!("content/many/{}.md", round * 7)));
        let mut child = gloss(site).arg("build").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(15 * round as u64 + 20));
        let _ = child.kill();
        let status = child.wait().unwrap();
        cut_short += usize::from(!status.success());
    }
    assert!(cut_short > 0, "no build was killed before its end");
    let ran = run(site, "build");
    assert_eq!(ran.code, 0, "{ran:#?}");
    run(site, "build --output fresh");
    let (mended, clean) = (tree(&site.join("public")), tree(&site.join("fresh")));
    assert_eq!(mended.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>(), "no file is lost, none is left over");
    let differing: Vec<&String> = clean.keys().filter(|path| mended[*path] != clean[*path]).collect();
    assert!(differing.is_empty(), "{differing:?}");
    assert!(!site.join("public/.gloss/journal").exists(), "the mark of an unfinished build is gone");
}

//! The README's tour, command by command.

use std::path::Path;
use std::process::Command;

use crate::run::{finish, quiet};

/// The blocks of the README that are marked as the tour's.
fn tour() -> String {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let blocks: Vec<&str> = readme.split("```sh tour\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() >= 4, "the tour was found");
    blocks.concat()
}

#[test]
fn the_tour_of_the_readme_works() {
    let folder = tempfile::tempdir().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_gloss")).parent().unwrap();
    let mut command = Command::new("bash");
    quiet(&mut command, folder.path());
    let path = std::env::join_paths([program.to_path_buf(), "/usr/bin".into(), "/bin".into()]).unwrap();
    let ran = finish(command.env("PATH", path).args(["-euc", &tour()]));
    assert_eq!(ran.code, 0, "{ran:#?}");
    for words in [
        "read also: content/2024/07/welcome.md",
        "matches no article, stays as text: A headline that nobody has written yet",
        "warning[read-also-unresolved]",
        "-> kim-jong-un",
        "-> kyiv",
    ] {
        assert!(ran.out.contains(words), "the tour says `{words}`: {ran:#?}");
    }
    let site = folder.path().join("my-site");
    let page = std::fs::read_to_string(site.join("public/2024/07/a-visit-and-what-was-signed/index.html")).unwrap();
    assert!(page.contains("/glossary/kim-jong-un/") && page.contains("A first briefing"), "the page is linked and has its list");
    assert!(site.join("public/glossary/kim-jong-un/index.html").exists());
}

//! The shape of the house: imports run only downward, every file opens with a word about itself, none is left out of its
//! `mod` lines, none has grown past its ceiling.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The stages from the ground up; a file may import from its own and from those before it.
const ORDER: &[&str] = &[
    "text",
    "picture",
    "diagnostic",
    "config",
    "source",
    "parse",
    "glossary",
    "link",
    "view",
    "render",
    "publish",
    "serve",
    "command",
    "cli",
];

/// Lines of a file, tests in it included.
const CEILING: usize = 400;

struct File {
    path: PathBuf,
    text: String,
}

fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<File> = walkdir::WalkDir::new(&root)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "rs"))
        .map(|entry| File { path: entry.path().strip_prefix(&root).unwrap().to_owned(), text: read(entry.path()) })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(files.len() > 20, "the walk found the sources");
    files
}

#[expect(clippy::disallowed_methods, reason = "a test reads the sources")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// The stage that a file belongs to: the first folder of its path, or its name.
fn stage(path: &Path) -> String {
    path.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn rank(stage: &str) -> Option<usize> {
    ORDER.iter().position(|known| *known == stage)
}

#[test]
fn every_stage_has_its_place() {
    let stages: BTreeSet<String> = sources().iter().map(|file| stage(&file.path)).collect();
    let unplaced: Vec<_> = stages.iter().filter(|stage| !["lib", "main"].contains(&stage.as_str()) && rank(stage).is_none()).collect();
    assert!(unplaced.is_empty(), "no place in the order of stages: {unplaced:?}");
}

#[test]
fn imports_run_only_downward() {
    let mut upward = Vec::new();
    for file in sources() {
        let Some(own) = rank(&stage(&file.path)) else { continue };
        for (number, line) in file.text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for (at, _) in line.match_indices("crate::") {
                let name: String = line[at + "crate::".len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if rank(&name).is_some_and(|other| other > own) {
                    upward.push(format!("{}:{}: {}", file.path.display(), number + 1, line.trim()));
                }
            }
        }
    }
    assert!(upward.is_empty(), "imports that run upward:\n{}", upward.join("\n"));
}

#[test]
fn every_file_opens_with_a_word_about_itself() {
    let silent: Vec<_> = sources().into_iter().filter(|file| !file.text.starts_with("//! ")).map(|file| file.path).collect();
    assert!(silent.is_empty(), "files without a `//!` line: {silent:?}");
}

#[test]
fn every_file_is_named_by_a_mod_line() {
    let files = sources();
    let named = |parent: &Path, name: &str| {
        let candidates = [parent.join("mod.rs"), parent.with_extension("rs"), parent.join("lib.rs")];
        files.iter().filter(|file| candidates.contains(&file.path)).any(|file| {
            file.text
                .lines()
                .map(str::trim)
                .any(|line| line.strip_suffix(';').and_then(|line| line.rsplit_once("mod ")).is_some_and(|(_, found)| found == name))
        })
    };
    let mut lost = Vec::new();
    for file in &files {
        let (stem, parent) = (file.path.file_stem().unwrap().to_string_lossy(), file.path.parent().unwrap());
        let found = match stem.as_ref() {
            "lib" | "main" => true,
            "mod" => named(parent.parent().unwrap(), &parent.file_name().unwrap().to_string_lossy()),
            name => named(parent, name),
        };
        if !found {
            lost.push(file.path.display().to_string());
        }
    }
    assert!(lost.is_empty(), "files that no `mod` names: {lost:?}");
}

#[test]
fn no_file_has_two_subjects() {
    let long: Vec<_> =
        sources().into_iter().map(|file| (file.text.lines().count(), file.path)).filter(|(lines, _)| *lines > CEILING).collect();
    assert!(long.is_empty(), "files over {CEILING} lines: {long:?}");
}

#[test]
fn every_code_is_shown_by_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let cases: String = walkdir::WalkDir::new(root)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file() && entry.path().file_name().is_none_or(|name| name != "architecture.rs"))
        .filter(|entry| entry.path().extension().is_some_and(|ending| ["rs", "txt", "snap", "md"].iter().any(|known| ending == *known)))
        .map(|entry| read(entry.path()))
        .collect();
    let words: BTreeSet<&str> = cases.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').collect();
    let unseen: Vec<_> = glossator::diagnostic::Code::ALL.iter().map(|code| code.name()).filter(|name| !words.contains(name)).collect();
    assert!(unseen.is_empty(), "codes that no test shows: {unseen:?}");
}

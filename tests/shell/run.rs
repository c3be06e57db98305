//! Folders, and the program run in them.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use glossator::source::workspace::split_files;

/// The clock of all tests.
pub const NOW: &str = "2024-07-01T12:00:00Z";

/// What a run gave.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// The program, in a folder, with a clean environment and the tests' clock.
pub fn gloss(here: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gloss"));
    quiet(&mut command, here);
    command
}

/// Sets a command's folder and environment.
pub fn quiet(command: &mut Command, here: &Path) {
    command.current_dir(here).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("SOURCE_DATE_EPOCH", NOW.parse::<jiff::Timestamp>().unwrap().as_second().to_string());
}

/// Runs to the end; a panic is never right.
pub fn finish(command: &mut Command) -> Ran {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let ran = Ran {
        code: status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&stdout).into_owned(),
        err: String::from_utf8_lossy(&stderr).into_owned(),
    };
    assert!(!ran.err.contains("panicked") && ran.code != 101 && ran.code >= 0, "the program fell over: {ran:#?}");
    ran
}

/// Runs the program with arguments that are parted by spaces.
pub fn run(here: &Path, arguments: &str) -> Ran {
    finish(gloss(here).args(arguments.split_whitespace()))
}

/// Writes a site from one text with `-- path --` headers.
pub fn write_site(root: &Path, files: &str) {
    for (path, text) in split_files(files) {
        let path = root.join(path.as_str());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// All files under a folder with their bytes, the record of builds left out.
pub fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
        let path = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
        if !path.starts_with(".gloss/") {
            files.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// A small site that is right.
pub const SITE: &str = "\
-- gloss.yaml --
title: Test
base_url: https://example.org
language: en
-- content/2024/06/first.md --
---
title: The first briefing
date: 2024-06-01
---
Kyiv is named here, and so is the [[second]].
-- content/2024/06/second.md --
---
title: The second briefing
date: 2024-06-02
---
Nothing is named here.
-- content/glossary/places.yaml --
- id: kyiv
  name: Kyiv
  kind: place
  description: Capital of Ukraine.
-- static/note.txt --
A file.
";

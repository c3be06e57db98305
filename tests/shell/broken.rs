//! Broken sites: each ends with its findings and its exit code, without a panic, and with the output as it was.
//!
//! A case is a file of `tests/broken/`. Above its first `-- path --` header stand a sentence, and lines `key: value`:
//! `run` (arguments; `build` unless given), `exit`, `finds` (code and place, one line a finding), `says` (words that must be
//! printed), `untold` (findings are not counted), `partly` (files may have been made beside what was there), and `make` (see [`make`]). A case without a `gloss.yaml` gets a plain one.
//! `UPDATE=1 cargo test --test shell broken` writes `exit` and `finds` anew.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Ran, finish, gloss, quiet, tree, write_site};

const CONFIG: &str = "title: Test\nbase_url: https://example.org\nlanguage: en\n";

#[test]
fn every_broken_site_ends_with_its_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 30, "the cases were found");
    let failures: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(failures.is_empty(), "{} cases failed\n\n{}", failures.len(), failures.join("\n\n"));
}

fn check(case: &Path) -> Result<(), String> {
    let name = case.file_stem().unwrap().to_string_lossy();
    let text = std::fs::read_to_string(case).unwrap();
    let head = &text[..text.find("\n-- ").map_or(text.len(), |at| at + 1)];
    let of = |key: &str| -> Vec<&str> { head.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix(": ")).collect() };
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    std::fs::create_dir(&site).unwrap();
    write_site(&site, &text[head.len()..]);
    let no_config = of("make").contains(&"no config");
    if !no_config && !site.join("gloss.yaml").exists() {
        std::fs::write(site.join("gloss.yaml"), CONFIG).unwrap();
    }
    let mut limit = None;
    for line in of("make") {
        if let Some(blocks) = line.strip_prefix("limit ") {
            limit = Some(blocks.to_owned());
        } else if !make(&site, line) {
            eprintln!("{name}: this machine cannot `{line}`; the case is left out");
            return Ok(());
        }
    }
    let before = tree(&site.join("public"));
    let arguments = of("run").first().map_or("build".to_owned(), |run| (*run).to_owned());
    let ran = ran(&site, &arguments, limit.as_deref());
    let after = tree(&site.join("public"));
    unlock(&site);

    let found = findings(&ran);
    let told = of("untold").is_empty();
    if std::env::var_os("UPDATE").is_some() {
        return update(case, &text, head, (ran.code, if told { &found } else { &[] }));
    }
    let mut wrong = Vec::new();
    if of("exit") != [ran.code.to_string()] {
        wrong.push(format!("exit code {} is not {:?}", ran.code, of("exit")));
    }
    if told && of("finds") != found {
        wrong.push(format!("finds\n  {}\nnot\n  {}", found.join("\n  "), of("finds").join("\n  ")));
    }
    wrong.extend(
        of("says")
            .iter()
            .filter(|words| !format!("{}{}", ran.out, ran.err).contains(**words))
            .map(|words| format!("does not say `{words}`")),
    );
    let partly = !of("partly").is_empty();
    if matches!(ran.code, 1 | 2) && !partly && before != after {
        wrong.push("the output is not as it was".into());
    }
    if partly && before.iter().any(|(path, bytes)| after.get(path) != Some(bytes)) {
        wrong.push("somebody's file was touched".into());
    }
    let lost: Vec<&String> = before.keys().filter(|path| !after.contains_key(*path)).collect();
    if ran.code == 3 && !lost.is_empty() {
        wrong.push(format!("lost {lost:?}"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("{name}: {}\n{}{}", wrong.join("\n"), ran.out, ran.err)) }
}

/// Runs the case's command in the site; with a limit, no file can grow beyond so many blocks of 1024 bytes, as on a full
/// disk.
fn ran(site: &Path, arguments: &str, limit: Option<&str>) -> Ran {
    let arguments = ["--format", "json"].into_iter().chain(arguments.split_whitespace());
    match limit {
        None => finish(gloss(site).args(arguments)),
        Some(blocks) => {
            let mut command = Command::new("bash");
            quiet(&mut command, site);
            let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
            finish(command.args(["-c", &script, "bash", env!("CARGO_BIN_EXE_gloss")]).args(arguments))
        }
    }
}

/// The findings of a run: `code path:line:column`.
fn findings(ran: &Ran) -> Vec<String> {
    let objects = ran.out.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    objects
        .map(|object| match object["path"].as_str() {
            Some(path) => format!("{} {}:{}:{}", object["code"].as_str().unwrap(), path.escape_debug(), object["line"], object["column"]),
            None => object["code"].as_str().unwrap().to_owned(),
        })
        .collect()
}

/// Makes what a text cannot hold. False where this machine cannot.
fn make(site: &Path, line: &str) -> bool {
    let words: Vec<&str> = line.splitn(4, ' ').collect();
    let path = site.join(words.get(1).copied().unwrap_or_default());
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).unwrap();
    }
    match words.as_slice() {
        ["no", "config"] => true,
        // `fill PATH COUNT TEXT`: the text so many times, `\n` and `\t` read as such, behind what is there.
        ["fill", _, count, text] => {
            let old = std::fs::read(&path).unwrap_or_default();
            let text = text.replace("\\n", "\n").replace("\\t", "\t").repeat(count.parse().unwrap());
            std::fs::write(&path, [old, text.into_bytes()].concat()).unwrap();
            true
        }
        // `bytes PATH HEX`: these bytes, behind what is there.
        ["bytes", _, hex] => {
            let old = std::fs::read(&path).unwrap_or_default();
            let new = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
            std::fs::write(&path, [old, new].concat()).unwrap();
            true
        }
        ["folder", _] => std::fs::create_dir_all(&path).is_ok(),
        ["size", _, bytes] => std::fs::File::create(&path).unwrap().set_len(bytes.parse().unwrap()).is_ok(),
        ["link", _, target] => std::os::unix::fs::symlink(target, &path).is_ok(),
        ["pipe", _] => Command::new("mkfifo").arg(&path).status().is_ok_and(|status| status.success()),
        // `name HEX`: an article with this name.
        ["name", hex] => {
            use std::os::unix::ffi::OsStringExt;
            let name = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
            let path = site.join("content").join(std::ffi::OsString::from_vec(name));
            std::fs::create_dir_all(site.join("content")).unwrap();
            std::fs::write(path, "---\ntitle: A strange name\n---\nText.\n").is_ok()
        }
        // `locked PATH`: nobody may do anything with it; means nothing to an administrator.
        ["locked", _] => {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
            if path.is_dir() { std::fs::read_dir(&path).is_err() } else { std::fs::File::open(&path).is_err() }
        }
        _ => panic!("no such thing to make: {line}"),
    }
}

/// Lets the temporary folder be removed.
fn unlock(site: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for path in ["public", "content", "content/a.md"] {
        let path = site.join(path);
        if path.exists() && !path.is_symlink() {
            let _ = std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755));
        }
    }
}

fn update(case: &Path, text: &str, head: &str, (code, found): (i32, &[String])) -> Result<(), String> {
    let kept = head.lines().filter(|line| !line.starts_with("exit: ") && !line.starts_with("finds: ") && !line.is_empty());
    let finds = found.iter().map(|finding| format!("finds: {finding}"));
    let lines: Vec<String> = kept.map(str::to_owned).chain([format!("exit: {code}")]).chain(finds).collect();
    std::fs::write(case, format!("{}\n{}", lines.join("\n"), &text[head.len()..])).map_err(|error| error.to_string())
}

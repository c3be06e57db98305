//! What a build does to its output folder.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use glossator::publish::{Publication, PublishError, Put};
use glossator::render::{Artifact, Content};
use proptest::prelude::*;

use crate::run::{SITE, run, tree, write_site};

fn artifact(path: &str, bytes: &str) -> Artifact {
    Artifact { path: path.into(), content: Content::Bytes(bytes::Bytes::copy_from_slice(bytes.as_bytes())) }
}

/// A folder with a site in it; the output is `public`.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_site(folder.path(), SITE);
    folder
}

fn publish(site: &Path, artifacts: &[Artifact]) -> Result<glossator::publish::Written, PublishError> {
    let publication = Publication::open(site, &site.join("public"))?;
    for artifact in artifacts {
        publication.put(artifact)?;
    }
    publication.finish()
}

fn times(root: &Path) -> Vec<(String, SystemTime)> {
    tree(root).into_keys().map(|path| (path.clone(), fs::metadata(root.join(path)).unwrap().modified().unwrap())).collect()
}

#[test]
fn a_second_build_touches_nothing() {
    let folder = site();
    assert_eq!(run(folder.path(), "build").code, 0);
    let public = folder.path().join("public");
    let (before, record) = (times(&public), fs::metadata(public.join(".gloss/build.json")).unwrap().modified().unwrap());
    let ran = run(folder.path(), "build");
    assert!(ran.out.contains("nothing changed"), "{ran:#?}");
    assert_eq!(times(&public), before);
    assert_eq!(fs::metadata(public.join(".gloss/build.json")).unwrap().modified().unwrap(), record);
}

#[test]
fn one_edit_touches_one_page() {
    let folder = site();
    run(folder.path(), "build");
    let public = folder.path().join("public");
    let before = times(&public);
    let article = folder.path().join("content/2024/06/second.md");
    fs::write(&article, fs::read_to_string(&article).unwrap() + "\nA further line, in a paragraph of its own.\n").unwrap();
    run(folder.path(), "build");
    let touched: Vec<String> = times(&public).into_iter().zip(before).filter(|(new, old)| new != old).map(|(new, _)| new.0).collect();
    assert!(touched.contains(&"2024/06/second/index.html".to_owned()), "{touched:?}");
    assert!(!touched.iter().any(|path| path.starts_with("glossary/")), "the body of an article is not on other pages: {touched:?}");
}

#[test]
fn what_is_no_longer_made_goes_and_what_is_not_ours_stays() {
    let folder = site();
    run(folder.path(), "build");
    let public = folder.path().join("public");
    fs::write(public.join("2024/06/second/mine.txt"), "mine").unwrap();
    fs::write(public.join("also-mine.txt"), "mine").unwrap();
    fs::remove_file(folder.path().join("content/2024/06/second.md")).unwrap();
    fs::write(folder.path().join("content/2024/06/first.md"), "---\ntitle: Alone\ndate: 2024-06-01\n---\nText.\n").unwrap();
    assert_eq!(run(folder.path(), "build").code, 0);
    let files = tree(&public);
    assert!(!files.contains_key("2024/06/second/index.html"));
    assert!(files.contains_key("2024/06/second/mine.txt") && files.contains_key("also-mine.txt"));
    fs::remove_file(public.join("2024/06/second/mine.txt")).unwrap();
    fs::remove_dir(public.join("2024/06/second")).unwrap();

    let fresh = folder.path().join("fresh");
    run(folder.path(), "build --output fresh");
    let mut files = tree(&public);
    files.remove("also-mine.txt");
    assert_eq!(files, tree(&fresh), "the mended output is a clean one");
}

#[test]
fn emptied_folders_go_and_the_output_itself_stays() {
    let folder = site();
    publish(folder.path(), &[artifact("a/b/c/d.html", "1"), artifact("a/e.html", "2")]).unwrap();
    let public = folder.path().join("public");
    publish(folder.path(), &[artifact("a/e.html", "2")]).unwrap();
    assert!(!public.join("a/b").exists() && public.join("a/e.html").exists());
    let written = publish(folder.path(), &[]).unwrap();
    assert_eq!(written.removed, 1);
    assert!(!public.join("a").exists() && public.join(".gloss").exists());
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let folder = site();
    publish(folder.path(), &[artifact("a", "file"), artifact("b/c/d", "deep")]).unwrap();
    publish(folder.path(), &[artifact("a/index.html", "in a folder"), artifact("b", "file")]).unwrap();
    let public = folder.path().join("public");
    assert_eq!(tree(&public).into_keys().collect::<Vec<_>>(), ["a/index.html", "b"]);
    publish(folder.path(), &[artifact("a", "file"), artifact("b/c/d", "deep")]).unwrap();
    assert_eq!(tree(&public).into_keys().collect::<Vec<_>>(), ["a", "b/c/d"]);
}

#[test]
fn two_artifacts_never_share_a_path() {
    let folder = site();
    for (first, second) in [("a/b", "a/b"), ("A/b", "a/B"), ("a", "a/b")] {
        let result = publish(folder.path(), &[artifact(first, "1"), artifact(second, "2")]);
        assert!(result.is_err(), "{first} and {second}");
    }
    for path in ["../out", "/out", "a/../../out", "a//b", ".gloss/build.json", "a\0b", ""] {
        assert!(matches!(publish(folder.path(), &[artifact(path, "1")]), Err(PublishError::Refused { .. })), "{path}");
    }
}

#[test]
fn a_growing_file_keeps_its_old_bytes_where_there_is_no_room() {
    // What a full disk does to a file that is written over, without a disk: a limit on the size of files.
    let folder = site();
    assert_eq!(run(folder.path(), "build").code, 0);
    let public = folder.path().join("public");
    let before = tree(&public);
    let path = "2024/06/second/index.html";
    let blocks = before[path].len() / 1024 + 1;
    let article = folder.path().join("content/2024/06/second.md");
    fs::write(&article, fs::read_to_string(&article).unwrap() + &"\nA further line, in a paragraph of its own.\n".repeat(2000)).unwrap();
    let mut command = std::process::Command::new("bash");
    crate::run::quiet(&mut command, folder.path());
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" build");
    let ran = crate::run::finish(command.args(["-c", &script, env!("CARGO_BIN_EXE_gloss")]));
    assert_eq!(ran.code, 3, "{ran:#?}");
    assert!(ran.err.contains("is not complete"), "{ran:#?}");
    assert!(tree(&public)[path] == before[path], "the page is the old one, whole");
    let ran = run(folder.path(), "build");
    assert!(ran.code == 0 && ran.err.contains("mends"), "{ran:#?}");
    run(folder.path(), "build --output fresh");
    assert_eq!(tree(&public), tree(&folder.path().join("fresh")));
}

#[test]
fn one_build_at_a_time() {
    let folder = site();
    let public = folder.path().join("public");
    let _first = Publication::open(folder.path(), &public).unwrap();
    assert!(matches!(Publication::open(folder.path(), &public), Err(PublishError::Io { .. })));
}

#[test]
fn the_same_bytes_are_not_written_again() {
    let folder = site();
    let public = folder.path().join("public");
    let put = |bytes: &str| {
        let publication = Publication::open(folder.path(), &public).unwrap();
        let put = publication.put(&artifact("a", bytes)).unwrap();
        publication.finish().unwrap();
        put
    };
    assert_eq!(
        [put("one"), put("one"), put("two"), put("three"), put("one")],
        [Put::New, Put::Same, Put::Changed, Put::Changed, Put::Changed]
    );
    fs::remove_file(public.join("a")).unwrap();
    assert_eq!(put("one"), Put::New, "a file that somebody removed is made again");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Whatever was there before, the output holds exactly what the last build made.
    #[test]
    fn the_output_is_what_the_last_build_made(builds in prop::collection::vec(prop::collection::btree_map("[ab](/[ab]){0,2}", "[xyz]{0,4}", 0..6), 1..5)) {
        let folder = site();
        let public = folder.path().join("public");
        for files in builds {
            let inside = |path: &str| files.keys().any(|other| other.starts_with(&format!("{path}/")));
            let files: Vec<(&String, &String)> = files.iter().filter(|(path, _)| !inside(path)).collect();
            let artifacts: Vec<Artifact> = files.iter().map(|(path, bytes)| artifact(path, bytes)).collect();
            publish(folder.path(), &artifacts).unwrap();
            let expected = files.into_iter().map(|(path, bytes)| (path.clone(), bytes.clone().into_bytes())).collect();
            prop_assert_eq!(tree(&public), expected);
        }
    }
}

#[test]
fn compressed_files_hold_what_lies_beside_them_and_are_made_when_that_changes() {
    use std::io::Read;
    let folder = site();
    let (root, public) = (folder.path(), folder.path().join("public"));
    let config = fs::read_to_string(root.join("gloss.yaml")).unwrap();
    fs::write(root.join("gloss.yaml"), format!("{config}compress: [br, gz, zstd]\n")).unwrap();
    run(root, "build");
    let files = tree(&public);
    let mut pages = 0;
    for (path, bytes) in files.iter().filter(|(path, bytes)| path.ends_with(".html") && bytes.len() > 1024) {
        let (mut brotli, mut gzip) = (vec![], vec![]);
        brotli::BrotliDecompress(&mut &*files[&format!("{path}.br")], &mut brotli).unwrap();
        flate2::read::GzDecoder::new(&*files[&format!("{path}.gz")]).read_to_end(&mut gzip).unwrap();
        let zstd = zstd::decode_all(&*files[&format!("{path}.zst")]).unwrap();
        assert!(brotli == *bytes && gzip == *bytes && zstd == *bytes, "{path}");
        pages += 1;
    }
    assert!(pages > 5 && !files.contains_key("note.txt.gz"), "what is short stays as it is");

    let before = times(&public);
    assert!(run(root, "build").out.contains("nothing changed"));
    assert_eq!(times(&public), before);

    // One that was lost, and one whose file changes.
    fs::remove_file(public.join("index.html.br")).unwrap();
    let article = root.join("content/2024/06/second.md");
    fs::write(&article, fs::read_to_string(&article).unwrap() + "\nA further line.\n").unwrap();
    run(root, "build");
    let (now, fresh) = (tree(&public), root.join("fresh"));
    assert!(now["2024/06/second/index.html.br"] != files["2024/06/second/index.html.br"]);
    run(root, "build --output fresh");
    assert_eq!(now, tree(&fresh));

    fs::write(root.join("gloss.yaml"), config).unwrap();
    run(root, "build");
    assert!(!tree(&public).keys().any(|path| [".br", ".gz", ".zst"].iter().any(|ending| path.ends_with(ending))));
}

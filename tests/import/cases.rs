//! A case is a text file: the command, a site (`site/…`) and an archive (`old/…`). What the import makes of it is compared
//! with what was expected; the site must build, old addresses lead on, and a second run changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use glossator::source::workspace::split_files;

use crate::run::{Ran, run, tree};

/// Writes a case's files: a picture is given by its size.
fn write(root: &Path, files: &[(String, String)]) {
    for (path, text) in files {
        let disk = root.join(path);
        fs::create_dir_all(disk.parent().unwrap()).unwrap();
        match text.trim().split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?))) {
            Some((width, height)) => image::RgbImage::from_pixel(width, height, image::Rgb([90, 120, 150])).save(&disk).unwrap(),
            None => fs::write(disk, text).unwrap(),
        }
    }
}

/// The files of a case, and what its lines before them say.
pub fn set_up(case: &Path, root: &Path) -> BTreeMap<String, String> {
    let files: Vec<(String, String)> =
        split_files(&fs::read_to_string(case).unwrap()).into_iter().map(|(path, text)| (path.as_str().to_owned(), text)).collect();
    let (files, said): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| path.contains('/'));
    write(root, &files);
    said.into_iter().map(|(key, value)| (key, value.trim().to_owned())).collect()
}

/// Texts whole, other files by their size.
fn shown(files: &BTreeMap<String, Vec<u8>>, but: &BTreeMap<String, Vec<u8>>) -> String {
    let new = files.iter().filter(|(path, bytes)| but.get(*path) != Some(bytes));
    new.map(|(path, bytes)| match std::str::from_utf8(bytes) {
        Ok(text) if path.ends_with(".md") => format!("-- {path} --\n{text}"),
        _ => format!("-- {path} --\n({} bytes)\n", bytes.len()),
    })
    .collect()
}

fn import(root: &Path, command: &str, more: &str) -> Ran {
    run(root, &format!("--root site --format short {command}{more}"))
}

#[test]
fn archives_become_sites() {
    insta::glob!("cases/*.txt", |case| {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let said = set_up(case, root);
        let (command, code) = (&said["command"], said.get("code").map_or(0, |code| code.parse().unwrap()));
        let before = tree(root);

        let dry = import(root, command, " --dry-run");
        assert_eq!((dry.code, tree(root)), (code, before.clone()), "a dry run writes nothing: {dry:#?}");
        let ran = import(root, command, "");
        assert_eq!(ran.code, code, "{ran:#?}");
        let after = tree(root);
        for path in after.keys().filter(|path| !before.contains_key(*path)) {
            assert!(path.starts_with("site/content/") || path.starts_with("site/static/"), "outside of the site: {path}");
            let told = format!("would make {}", path.trim_start_matches("site/"));
            assert!(dry.out.contains(&told), "the dry run does not tell of {path}: {}", dry.out);
        }
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "expected" }, {
            insta::assert_snapshot!(format!("{}\n{}{}", ran.out, ran.err, shown(&after, &before)));
        });

        let again = import(root, command, "");
        assert_eq!((again.code, tree(root)), (code, after.clone()), "a second run changes nothing: {again:#?}");
        assert!(again.out.contains(" 0 new,"), "{again:#?}");

        let built = run(root, "--root site --format short build");
        assert_eq!(built.code, 0, "the site cannot be built: {built:#?}");
        answers(root, &after);
    });
}

/// Every old address is a page that leads on, and no page of the output links to a page that is not there.
fn answers(root: &Path, imported: &BTreeMap<String, Vec<u8>>) {
    let public = tree(&root.join("site/public"));
    let has = |address: &str| {
        let path = glossator::text::percent::decode(address);
        let path = path.trim_start_matches('/');
        let index = if path.is_empty() { "index.html".to_owned() } else { format!("{}/index.html", path.trim_end_matches('/')) };
        public.contains_key(path) || public.contains_key(&index)
    };
    for (path, bytes) in imported.iter().filter(|(path, _)| path.starts_with("site/content/") && path.ends_with(".md")) {
        let text = String::from_utf8_lossy(bytes);
        let hidden = ["draft: true", "publish_at: 2024-07", "kind: "].iter().any(|word| text.contains(word));
        let line = text.lines().find_map(|line| line.strip_prefix("aliases: [")).filter(|_| !hidden);
        for alias in line.into_iter().flat_map(|line| line.trim_end_matches(']').split(", ")) {
            assert!(has(alias.trim_matches('"')), "{path}: nothing answers at {alias}");
        }
    }
    for (path, bytes) in public.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for address in html.split("href=\"/").skip(1).filter_map(|rest| rest.split(['"', '#', '?']).next()) {
            assert!(address.starts_with('/') || has(address), "{path} links to /{address}, which is not there");
        }
    }
}

#[test]
fn an_edited_page_stays_wherever_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let said = set_up(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/cases/zola.txt"), root);
    assert_eq!(import(root, &said["command"], "").code, 1, "one page of the archive cannot be read");
    let (old, new) = (root.join("site/content/blog/a-visit.md"), root.join("site/content/2024/moved.md"));
    let text = fs::read_to_string(&old).unwrap().replace("A visit", "A visit, edited");
    fs::create_dir_all(new.parent().unwrap()).unwrap();
    fs::write(&new, &text).unwrap();
    fs::remove_file(&old).unwrap();
    // One more has come, which links to the page that has moved.
    fs::write(root.join("old/content/blog/later.md"), "+++\ntitle = \"Later\"\n+++\n[The visit](@/blog/2024-06-19-a-visit.md)\n").unwrap();
    let ran = import(root, &said["command"], "");
    assert!(ran.out.contains(" 1 new,"), "{ran:#?}");
    assert_eq!(fs::read_to_string(&new).unwrap(), text);
    assert!(!old.exists(), "it is known where it went");
    let later = fs::read_to_string(root.join("site/content/blog/later.md")).unwrap();
    assert!(later.contains("[The visit](../2024/moved.md)"), "{later}");
}

#[test]
fn what_others_wrote_stays() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let config = "title: T\nbase_url: https://t.example\n";
    write(root, &[("site/gloss.yaml".into(), config.into()), ("site/content/a.md".into(), "---\ntitle: Mine\n---\n".into())]);
    let feed = |site: &str| {
        let item = |name: &str| {
            format!("<item><title>{name} of {site}</title><link>https://{site}.example/{name}/</link><description>x</description></item>")
        };
        format!("<rss><channel><link>https://{site}.example/</link>{}{}</channel></rss>", item("a"), item("b"))
    };
    write(root, &[("one.xml".into(), feed("one")), ("two.xml".into(), feed("two"))]);
    let ran = import(root, "import feed one.xml", "");
    assert!(ran.code == 0 && ran.out.contains("1 new, 1 there already"), "{ran:#?}");
    assert!(ran.out.contains("no import made `content/a.md`"), "{ran:#?}");
    let ran = import(root, "import feed two.xml", "");
    assert!(ran.out.contains("1 new, 1 there already"), "{ran:#?}");
    let text = |path: &str| fs::read_to_string(root.join("site/content").join(path)).unwrap();
    assert!(text("a.md").contains("Mine") && text("b.md").contains("b of one") && text("b-2.md").contains("b of two"));
    assert!(!text("b-2.md").contains("aliases"), "an old address that is another page's leads there");
}

#[test]
fn what_is_no_archive_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(
        root,
        &[
            ("site/gloss.yaml".into(), "title: T\nbase_url: https://t.example\n".into()),
            ("a.xml".into(), "<rss><channel><item><title>A</title></item></channel></rss>".into()),
            ("b.xml".into(), "<html></html>".into()),
            ("c.json".into(), "{\"items\": 3}".into()),
        ],
    );
    fs::write(root.join("d.xml"), [0xff, 0x00, 0xfe, 0x80]).unwrap();
    for (command, code) in [
        ("import wordpress a.xml", 2),
        ("import wordpress b.xml", 2),
        ("import feed b.xml", 2),
        ("import feed c.json", 2),
        ("import feed d.xml", 2),
        ("import feed gone.xml", 3),
        ("import hugo gone", 2),
        ("import wordpress a.xml --uploads gone", 2),
    ] {
        let ran = import(root, command, "");
        assert_eq!(ran.code, code, "{command}: {ran:#?}");
        assert!(ran.err.contains('`'), "{command}: {ran:#?}");
    }
}

#[test]
fn a_feed_in_an_old_encoding_from_the_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &[("site/gloss.yaml".into(), "title: T\nbase_url: https://t.example\n".into())]);
    // «Новина» in Windows-1251.
    let mut feed = b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss><channel><item><title>".to_vec();
    feed.extend([0xcd, 0xee, 0xe2, 0xe8, 0xed, 0xe0]);
    feed.extend(b"</title><link>https://o.example/2020/01/news/</link><description>x</description></item></channel></rss>");
    fs::write(root.join("feed.xml"), feed).unwrap();
    let mut command = crate::run::gloss(root);
    command.args(["--root", "site", "import", "feed", "-"]).stdin(fs::File::open(root.join("feed.xml")).unwrap());
    let ran = crate::run::finish(&mut command);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(fs::read_to_string(root.join("site/content/2020/01/news.md")).unwrap().contains("title: Новина"));
}

#[test]
fn every_expectation_has_its_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    for entry in fs::read_dir(folder.join("expected")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let case = name.strip_prefix("archives_become_sites@").and_then(|rest| rest.strip_suffix(".snap")).unwrap();
        assert!(folder.join("cases").join(case).exists(), "`{name}` has no case");
    }
}

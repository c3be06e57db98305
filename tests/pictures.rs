//! Pictures and social cards, from files to files: sizes, smaller pictures, what is taken out of them, what is kept between
//! builds, and what is wrong with them.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and it makes real files")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use glossator::config::rules::Strictness;
use glossator::publish::build::{OnError, Options, Outcome, build};
use glossator::publish::progress::Silent;
use glossator::publish::timing::Timings;
use glossator::source::walk::read_site;
use glossator::source::{AssetContent, Change, Database, Workspace};
use glossator::text::path::SitePath;
use image::{ImageDecoder, ImageReader, Rgb, RgbImage};
use run::{tree, write_site};

#[path = "pictures/card.rs"]
mod card;
#[path = "pictures/file.rs"]
mod file;
#[path = "shell/run.rs"]
#[expect(dead_code, unreachable_pub, reason = "no program is run here")]
mod run;

const SITE: &str = "\
-- gloss.yaml --
title: The Paper
base_url: https://t.example
social_cards: true
-- content/talks/index.md --
---
title: Talks
date: 2024-06-01
cover: {src: photo.jpg, alt: A hall, credit: The desk}
---
![A table](/table.png)
-- content/plain.md --
---
title: Plain
date: 2024-06-02
---
Text.
";

struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    /// A site of these files, with a photograph that was taken on its side, and a drawing.
    fn new(files: &str) -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        write_site(&site.root(), files);
        static PHOTO: LazyLock<Vec<u8>> = LazyLock::new(|| file::photo((1000, 1700), 6));
        site.put("content/talks/photo.jpg", &PHOTO);
        site.put("static/table.png", &file::png(600, 300));
        site
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    fn build(&self) -> Outcome {
        let scan = read_site(&self.root()).unwrap();
        let mut workspace = Workspace::new(Database::new("2024-07-01T12:00:00Z".parse().unwrap()));
        workspace.apply(scan.files);
        let options = Options {
            site: self.root(),
            output: self.root().join("public"),
            strictness: Strictness::Usual,
            on_error: OnError::Stop,
            unread: scan.findings,
            shard: None,
        };
        build(workspace.db(), &options, &Silent, &mut Timings::default()).unwrap()
    }

    /// Builds without a finding; gives what was made.
    #[track_caller]
    fn built(&self) -> BTreeMap<String, Vec<u8>> {
        let outcome = self.build();
        assert!(outcome.complete && outcome.findings.is_empty(), "{:#?}", outcome.findings);
        tree(&self.root().join("public"))
    }

    fn cache(&self) -> PathBuf {
        self.root().join(".gloss/cache")
    }
}

/// The size of a picture's file, as it is shown.
fn size(bytes: &[u8]) -> (u32, u32) {
    let mut decoder = ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().unwrap().into_decoder().unwrap();
    let (width, height) = decoder.dimensions();
    if decoder.orientation().unwrap().to_exif() >= 5 { (height, width) } else { (width, height) }
}

/// The addresses that an attribute or a property of a page names, `srcset` with its widths.
fn named<'p>(page: &'p str, before: &str) -> Vec<&'p str> {
    let values = page.split(before).skip(1).map(|rest| rest.split('"').next().unwrap());
    values.flat_map(|value| value.split(", ")).collect()
}

#[test]
fn pages_offer_smaller_pictures_in_their_sizes() {
    let files = Site::new(SITE).built();
    let page = String::from_utf8(files["talks/index.html"].clone()).unwrap();
    // Turned as its EXIF says; what is far larger than any page shows it is offered as a smaller JPEG to all.
    assert!(page.contains("alt=\"A hall\" width=\"1600\" height=\"941\" fetchpriority=\"high\""), "{page}");
    assert!(page.contains("<img src=\"/table.png\" width=\"600\" height=\"300\" alt=\"A table\" loading=\"lazy\""), "{page}");
    let offered = named(&page, "srcset=\"");
    let widths: Vec<&str> = offered.iter().map(|one| one.split(' ').nth(1).unwrap()).collect();
    assert_eq!(widths, ["480w", "800w", "1200w", "1600w", "480w", "600w"]);
    for one in offered {
        let (url, width) = one.split_once(' ').unwrap();
        let bytes = &files[url.trim_start_matches('/')];
        assert!(bytes.starts_with(b"RIFF"), "{url}");
        assert_eq!(size(bytes).0, width.trim_end_matches('w').parse::<u32>().unwrap(), "{url}");
    }
    let fallback = page.split("<img src=\"/").nth(1).unwrap().split('"').next().unwrap();
    assert!(fallback.starts_with("talks/photo-1600x941.") && size(&files[fallback]) == (1600, 941), "{fallback}");
    // The top left of the picture as it is shown is red: the bottom left of what the camera wrote.
    let shown = image::load_from_memory(&files[fallback]).unwrap().into_rgb8();
    let Rgb([red, green, blue]) = *shown.get_pixel(10, 10);
    assert!(red > 180 && green < 80 && blue < 80, "{red} {green} {blue}");
}

#[test]
fn a_template_asks_for_pictures_and_a_site_says_what_is_made_of_them() {
    let site = Site::new(&SITE.replace("social_cards: true", "images: {widths: [700, 300], quality: 40, formats: [webp]}"));
    let plain = Site::new(SITE).built();
    let template = "{% set one = image(path=\"/talks/photo.jpg\", widths=[200, 90]) %}{{ one.url }}|{{ one.srcset }}|{{ one.width }}\n\
                    {% set two = image(path=\"table.png\") %}{{ two.url }}|{{ two.srcset }}|{{ two.height }}\n\
                    {% if image(path=\"/none.jpg\") %}{% else %}none{% endif %}\n";
    site.put("templates/404.html", template.as_bytes());
    let files = site.built();
    let text = String::from_utf8(files["404.html"].clone()).unwrap();
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('|').collect()).collect();
    let [one, two, none] = lines.as_slice() else { panic!("{text}") };
    assert_eq!((one[2], two[0], two[2], none[0]), ("200", "/table.png", "300", "none"), "{text}");
    let offered: Vec<(&str, &str)> = one[1].split(", ").chain(two[1].split(", ")).map(|part| part.split_once(' ').unwrap()).collect();
    assert_eq!(offered.iter().map(|(_, width)| *width).collect::<Vec<_>>(), ["90w", "200w", "300w", "600w"]);
    assert_eq!(size(&files[one[0].trim_start_matches('/')]).0, 200);
    for (url, width) in &offered {
        assert_eq!(format!("{}w", size(&files[url.trim_start_matches('/')]).0), **width, "{url}");
    }
    // Of another quality, so with another name; the server finds what a template asks for by its name.
    assert!(plain.keys().all(|path| offered.iter().all(|(url, _)| url.trim_start_matches('/') != path)));
    let mut workspace = Workspace::new(Database::new("2024-07-01T12:00:00Z".parse().unwrap()));
    workspace.apply(read_site(&site.root()).unwrap().files);
    for (url, _) in offered.iter().chain([&(one[0], "")]) {
        let path = url.trim_start_matches('/');
        assert!(glossator::render::route::page_at(workspace.db(), path).is_some(), "{path}");
    }
    let other = offered[0].0.trim_start_matches('/').replace("-90.", "-91.");
    assert!(glossator::render::route::page_at(workspace.db(), &other).is_none(), "{other}");
}

#[test]
fn networks_get_the_whole_picture_and_search_engines_its_cuts() {
    let files = Site::new(SITE).built();
    let page = String::from_utf8(files["talks/index.html"].clone()).unwrap();
    let whole = named(&page, "og:image\" content=\"https://t.example/")[0];
    assert_eq!(size(&files[whole]), (1200, 706));
    assert!(page.contains("og:image:width\" content=\"1200\"") && page.contains("og:image:height\" content=\"706\""));
    let (_, list) = page.split_once("\"image\":").unwrap();
    // The list is followed by more of its object.
    let list: Vec<serde_json::Value> = serde_json::Deserializer::from_str(list).into_iter().next().unwrap().unwrap();
    assert!(list.iter().all(|image| image["creditText"] == "The desk"), "{list:?}");
    let cuts: Vec<(u32, u32)> =
        list.iter().map(|image| size(&files[image["url"].as_str().unwrap().trim_start_matches("https://t.example/")])).collect();
    // A square of this width would be larger than the picture.
    assert_eq!(cuts, [(1200, 675), (1200, 900)]);
}

#[test]
fn nothing_that_is_published_tells_where_it_was_taken() {
    let site = Site::new(SITE);
    site.put("static/signed.png", &file::png_with_words(40, 30));
    site.put("static/signed.webp", &file::webp_with_words(40, 30));
    site.put("static/signed.avif", &file::avif_with_words(40, 30));
    site.put("static/signed.gif", &file::gif_with_words());
    let told = |bytes: &[u8]| file::WORDS.iter().find(|word| bytes.windows(word.len()).any(|window| window == word.as_bytes())).copied();
    for path in ["content/talks/photo.jpg", "static/signed.png", "static/signed.webp", "static/signed.avif", "static/signed.gif"] {
        assert!(told(&std::fs::read(site.root().join(path)).unwrap()).is_some(), "{path} tells nothing to begin with");
    }
    let files = site.built();
    for (path, bytes) in &files {
        assert_eq!(told(bytes), None, "{path}");
    }
    // What is left is the picture as it was, to be turned as before.
    let (before, after) = (std::fs::read(site.root().join("content/talks/photo.jpg")).unwrap(), &files["talks/photo.jpg"]);
    assert_eq!(size(after), (1700, 1000));
    assert_eq!(image::load_from_memory(&before).unwrap(), image::load_from_memory(after).unwrap());
    let avif = &files["signed.avif"];
    assert_eq!(avif.len(), file::avif_with_words(40, 30).len(), "all places in it stay right");
    assert!(avif.windows(10).any(|window| window == b"THE-PIXELS"));
    assert_eq!(glossator::picture::head(avif).map(|head| (head.width, head.height)), Ok((40, 30)));
    assert!(files["signed.gif"].ends_with(b"NETSCAPE2.0\x03\x01\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3B"));
    for path in ["signed.png", "signed.webp"] {
        let before = std::fs::read(site.root().join("static").join(path)).unwrap();
        assert_eq!(image::load_from_memory(&before).unwrap(), image::load_from_memory(&files[path]).unwrap(), "{path}");
    }
}

#[test]
fn a_second_build_makes_no_picture_and_a_cache_decides_nothing() {
    let site = Site::new(SITE);
    let first = site.build();
    // Six WebP pictures, the JPEG in their stead, one whole and two cut ones for networks; a card of the site, one of `plain`.
    assert_eq!((first.made, first.unsound), (12, 0));
    let files = tree(&site.root().join("public"));
    assert!(std::fs::read_to_string(site.cache().join(".gitignore")).unwrap().ends_with("\n*\n"));
    let second = site.build();
    assert_eq!((second.made, second.written.unwrap().changed, second.written.unwrap().new), (0, 0, 0));
    // Another output folder, the same bytes from the cache.
    std::fs::remove_dir_all(site.root().join("public")).unwrap();
    assert_eq!((site.build().made, tree(&site.root().join("public")) == files), (0, true));
    // A broken entry, one with another's content, and one that is no entry.
    let entries: Vec<PathBuf> = entries(&site.cache());
    let other = std::fs::read(&entries[3]).unwrap();
    std::fs::write(&entries[0], &std::fs::read(&entries[0]).unwrap()[..60]).unwrap();
    std::fs::write(&entries[1], other).unwrap();
    std::fs::write(&entries[2], "words").unwrap();
    std::fs::remove_dir_all(site.root().join("public")).unwrap();
    let mended = site.build();
    assert_eq!((mended.made, mended.unsound, tree(&site.root().join("public")) == files), (3, 3, true));
    assert_eq!(site.build().made, 0);
    // A file of the output that lost its end is whole again.
    let photo = files.keys().find(|path| path.contains("photo-480.")).unwrap();
    std::fs::write(site.root().join("public").join(photo), "RIFF").unwrap();
    assert_eq!((site.build().made, tree(&site.root().join("public")) == files), (0, true));
    std::fs::remove_dir_all(site.cache()).unwrap();
    std::fs::remove_dir_all(site.root().join("public")).unwrap();
    assert_eq!((site.build().made, tree(&site.root().join("public")) == files), (12, true));
}

#[test]
fn what_no_build_has_used_for_a_month_leaves_the_cache() {
    let site = Site::new(SITE);
    site.built();
    let all = entries(&site.cache());
    site.put("content/talks/photo.jpg", &file::photo((700, 400), 1));
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(40 * 24 * 60 * 60);
    let strangers = site.cache().join("ab/notes.txt");
    std::fs::create_dir_all(strangers.parent().unwrap()).unwrap();
    std::fs::write(&strangers, "somebody's").unwrap();
    for path in all.iter().chain([&strangers]) {
        std::fs::File::options().append(true).open(path).unwrap().set_modified(old).unwrap();
    }
    site.built();
    let left: Vec<&PathBuf> = all.iter().filter(|path| path.exists()).collect();
    assert_eq!(left.len(), 4, "the drawing's two pictures and the two cards are still used");
    assert!(strangers.exists());
    // Those were used: for another month they stay.
    site.put("static/table.png", &file::png(500, 300));
    site.built();
    assert!(left.iter().all(|path| path.exists()));
}

fn entries(cache: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(cache).min_depth(2).sort_by_file_name().into_iter().filter_map(Result::ok);
    files.filter(|entry| entry.file_type().is_file()).map(|entry| entry.path().to_path_buf()).collect()
}

#[test]
fn a_picture_that_cannot_be_decoded_is_a_finding_and_nothing_is_lost() {
    let site = Site::new(SITE);
    let good = site.built();
    let mut cut = file::png(600, 300);
    cut.truncate(cut.len() / 2);
    let bomb = file::png_head(60_000, 60_000);
    for (bytes, code) in [(&b"words"[..], "bad-picture"), (&[], "bad-picture"), (&cut, "bad-picture"), (&bomb, "picture-too-large")] {
        site.put("static/table.png", bytes);
        let outcome = site.build();
        let codes: Vec<&str> = outcome.findings.iter().map(|finding| finding.code.name()).collect();
        assert_eq!(codes, [code], "{:#?}", outcome.findings);
        let place = outcome.findings[0].place.as_ref().unwrap();
        assert_eq!((place.path.as_str(), outcome.complete), ("static/table.png", false));
        let now = tree(&site.root().join("public"));
        assert!(good.keys().all(|path| now.contains_key(path)));
    }
    site.put("static/table.png", &file::png(600, 300));
    assert_eq!(site.built(), good);
}

#[test]
fn a_picture_of_another_content_renders_the_pages_that_show_it() {
    let now = "2024-07-01T12:00:00Z".parse().unwrap();
    let picture = |path: &str, bytes: Vec<u8>| (SitePath::new(path), Change::Asset(AssetContent::Bytes(bytes.into())));
    let mut workspace = Workspace::from_text(Database::logging(now), SITE);
    workspace.apply([picture("content/talks/photo.jpg", file::photo((900, 600), 1)), picture("static/table.png", file::png(60, 30))]);
    let render = |workspace: &Workspace| -> BTreeMap<String, String> {
        use glossator::render::{Page, page::pages, produce::rendered};
        let db = workspace.db();
        pages(db)
            .into_iter()
            .filter_map(|kind| {
                let made = rendered(db, Page::new(db, kind));
                let page = made.artifact.as_ref().filter(|artifact| artifact.path.ends_with(".html"))?;
                Some((page.path.clone(), format!("{:?}", page.content)))
            })
            .collect()
    };
    let before = render(&workspace);
    workspace.db().take_log();
    workspace.apply([picture("static/table.png", file::png(90, 30))]);
    let after = render(&workspace);
    let changed: Vec<&String> = after.keys().filter(|path| before[*path] != after[*path]).collect();
    assert_eq!(changed, ["talks/index.html"]);
    let log = workspace.db().take_log();
    let ran = |query: &str| log.iter().filter(|line| line.split('(').next() == Some(query)).count();
    assert_eq!((ran("told"), ran("document"), ran("mentions"), ran("card")), (1, 0, 0, 0), "{log:#?}");
    // The page, the site's feeds that have the article whole, and the file itself; those made of it have other names now.
    assert_eq!(ran("rendered"), 5, "{log:#?}");
}

#[test]
fn the_photograph_is_what_the_tests_say_it_is() {
    let photo = file::photo((64, 32), 6);
    assert_eq!(size(&photo), (32, 64));
    assert!(RgbImage::new(1, 1).get_pixel(0, 0) == &Rgb([0, 0, 0]));
}

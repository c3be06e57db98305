//! Text that a bucket stores compressed, as readers get it.

use std::io::Read;

use crate::run::tree;
use crate::s3::{Bucket, in_the_store};
use crate::site::{World, article, counts, json};

#[test]
fn text_is_stored_compressed_where_that_is_asked_for() {
    let world = Bucket::new();
    let config = world.site.join("gloss.yaml");
    let plain = std::fs::read_to_string(&config).unwrap();
    article(&world.site, "third", &"Many words of the ministry. ".repeat(100));
    world.well("deploy");
    let page = "2024/06/third/index.html";
    let is_plain = || {
        let (head, body) = world.get(page).unwrap();
        assert!(!head.contains("content-encoding"), "{head}");
        assert_eq!(body, tree(&world.site.join("public"))[page]);
    };
    is_plain();
    // What the build does not make cannot be stored.
    std::fs::write(&config, plain.replace("kind: s3", "kind: s3, encoding: br")).unwrap();
    let ran = world.run("deploy");
    assert!(ran.code == 2 && ran.out.contains("compress: [br]"), "{ran:#?}");
    for (word, token) in [("br", "br"), ("gz", "gzip")] {
        std::fs::write(&config, format!("{}compress: [{word}]\n", plain.replace("kind: s3", &format!("kind: s3, encoding: {word}"))))
            .unwrap();
        world.puts();
        let plan = json(&world.well("deploy --format json"));
        let sent: Vec<&str> = plan["uploads"].as_array().unwrap().iter().filter_map(|file| file["path"].as_str()).collect();
        assert!(sent.contains(&page) && sent.len() == world.puts(), "{sent:?}");
        let (head, body) = world.get(page).unwrap();
        assert!(
            head.contains(&format!("content-encoding: {token}\r\n")) && head.contains("content-type: text/html; charset=utf-8"),
            "{head}"
        );
        assert!(head.contains("cache-control: no-cache"), "{head}");
        let built = tree(&world.site.join("public"));
        assert_eq!(body, built[&format!("{page}.{word}")]);
        assert_eq!(uncompressed(&body, token), built[page]);
        assert!(world.get(&format!("{page}.{word}")).is_none(), "it has no address of its own");
        // What is too small to be worth it stays as it is.
        assert!(!world.get("note.txt").unwrap().0.contains("content-encoding"));
        assert!(world.well("deploy").contains("up to date"));
    }
    // A copy that stands there already is known by its bytes and its headers.
    in_the_store(world.master, "fs.rm -rf /buckets/news/site/.gloss");
    assert_eq!(counts(&world.well("deploy --adopt --format json")).0, 0);
    std::fs::write(&config, &plain).unwrap();
    assert!(counts(&world.well("deploy --format json")).0 > 1);
    is_plain();
    world.well("rollback");
    assert!(world.get(page).unwrap().0.contains("content-encoding: gzip"), "with the headers that it had");
}

/// A body as a browser reads it.
fn uncompressed(body: &[u8], token: &str) -> Vec<u8> {
    let mut bytes = vec![];
    match token {
        "br" => brotli::BrotliDecompress(&mut &*body, &mut bytes).unwrap(),
        _ => flate2::read::GzDecoder::new(body).read_to_end(&mut bytes).map(drop).unwrap(),
    }
    bytes
}

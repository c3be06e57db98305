//! Who is told of changes: a hub and a search engine on loopback.

use glossator::text::percent::decode;
use serde_json::{Value, json};

use crate::fake::{Asked, Fake, json as answer};
use crate::run::run;
use crate::site::{article, counts, refused, site, well};

const KEY: &str = "0f1e2d3c-4b5a6978";

/// Listens at `/hub` and `/index`; refuses what is not as the protocols have it.
fn listener() -> Fake<()> {
    Fake::new((), |(), asked: &Asked, _| match (asked.method.as_str(), asked.path.as_str()) {
        ("POST", "/hub") => {
            assert_eq!(asked.headers["content-type"], "application/x-www-form-urlencoded");
            answer(204, &json!(null))
        }
        ("POST", "/index") => {
            let body = asked.json();
            assert!(body["host"] == "example.org" && body["key"] == KEY);
            assert_eq!(body["keyLocation"], format!("https://example.org/{KEY}.txt"));
            assert!(body["urlList"].as_array().unwrap().len() <= 10_000);
            answer(202, &json!(null))
        }
        other => panic!("nobody asks {other:?}"),
    })
}

/// What was told: feeds, pages.
fn told(fake: &Fake<()>) -> (Vec<String>, Vec<String>) {
    let (mut feeds, mut pages) = (vec![], vec![]);
    for asked in fake.asked() {
        if asked.path == "/hub" {
            let body = String::from_utf8(asked.body).unwrap();
            assert!(body.starts_with("hub.mode=publish&"), "{body}");
            feeds.extend(body.split('&').filter_map(|field| field.strip_prefix("hub.url=")).map(decode));
        } else {
            pages.extend(asked.json()["urlList"].as_array().unwrap().iter().filter_map(Value::as_str).map(str::to_owned));
        }
    }
    (feeds, pages)
}

#[test]
fn only_what_changed_is_told_and_only_when_it_is_live() {
    let fake = listener();
    let folder = site("  live: {kind: directory, path: ../www}\n  trial: {kind: directory, path: ../trial, pings: false}\n");
    let (root, port) = (folder.path(), fake.port);
    let config = std::fs::read_to_string(root.join("gloss.yaml")).unwrap();
    // Beside this site stand others of other tests.
    let config = config.replace("../www", &format!("../www-{port}")).replace("../trial", &format!("../trial-{port}"));
    let pings = format!(
        "pings: {{websub: \"http://127.0.0.1:{port}/hub\", indexnow: {{key: {KEY}, endpoint: \"http://127.0.0.1:{port}/index\"}}}}\n"
    );
    std::fs::write(root.join("gloss.yaml"), format!("{config}feeds: {{formats: [atom, rss, json]}}\n{pings}")).unwrap();

    well(root, "deploy live --dry-run");
    well(root, "deploy trial");
    assert!(fake.asked().is_empty(), "neither a dry run nor a trial is news");
    let public = |path: &str| std::fs::read_to_string(root.join("public").join(path)).unwrap();
    assert_eq!(public(&format!("{KEY}.txt")), KEY);
    assert!(public("feed.xml").contains(&format!("<link rel=\"hub\" href=\"http://127.0.0.1:{port}/hub\"/>")));

    assert!(public("rss.xml").contains(&format!("<atom:link rel=\"hub\" href=\"http://127.0.0.1:{port}/hub\"/>")));
    assert!(public("feed.json").contains(&format!("{{\"type\":\"WebSub\",\"url\":\"http://127.0.0.1:{port}/hub\"}}")));

    assert!(well(root, "deploy live").contains("told of"));
    let (feeds, pages) = told(&fake);
    assert!(
        ["feed.xml", "rss.xml", "feed.json"].iter().all(|feed| feeds.contains(&format!("https://example.org/{feed}")))
            && pages.contains(&"https://example.org/".to_owned())
    );
    assert!(pages.contains(&"https://example.org/2024/06/first/".to_owned()) && !pages.iter().any(|page| page.contains("404")));

    well(root, "deploy live");
    assert!(fake.asked().is_empty(), "nothing changed");

    article(root, "second", "Other words, and the same links.");
    let ran = well(root, "deploy live --format json");
    let (feeds, pages) = told(&fake);
    assert!(feeds.len() + pages.len() <= counts(&ran).0 && pages[0].contains("/2024/06/"), "articles first: {pages:?}");
    assert!(
        pages.contains(&"https://example.org/2024/06/second/".to_owned()) && !pages.contains(&"https://example.org/glossary/".to_owned())
    );

    // A deploy that is stopped, or fails, tells nobody.
    std::fs::remove_file(root.join("content/2024/06/second.md")).unwrap();
    let text = std::fs::read_to_string(root.join("content/2024/06/first.md")).unwrap();
    std::fs::write(root.join("content/2024/06/first.md"), text.replace("[[second]]", "second")).unwrap();
    refused(&run(root, "deploy live"), "address-gone");
    assert!(fake.asked().is_empty());
    // An address that is gone is told of.
    well(root, "deploy live --allow-gone --allow-deletions");
    assert!(told(&fake).1.contains(&"https://example.org/2024/06/second/".to_owned()));

    // Whoever does not listen does not undo the deploy.
    article(root, "third", "Text.");
    fake.weather.lock().unwrap().statuses = vec![400, 400];
    let ran = run(root, "deploy live");
    assert!(ran.code == 0 && ran.out.contains("is live") && ran.out.matches("ping-failed").count() == 2, "{ran:#?}");
    assert!(ran.out.contains("not now"), "with their own words: {ran:#?}");
    for name in ["www", "trial"] {
        std::fs::remove_dir_all(root.parent().unwrap().join(format!("{name}-{port}"))).unwrap();
    }
}

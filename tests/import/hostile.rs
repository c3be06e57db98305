//! Whatever an archive holds: nothing falls over, and nothing is written outside of the site.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::run::{run, tree};

fn check(root: &Path, command: &str) {
    let before = tree(root);
    let ran = run(root, &format!("--root site --format short {command}"));
    assert!(matches!(ran.code, 0..=2), "{ran:#?}");
    for (path, bytes) in tree(root) {
        let inside = path.starts_with("site/content/") || path.starts_with("site/static/");
        assert!(before.get(&path) == Some(&bytes) || (inside && !before.contains_key(&path)), "{path} was written");
    }
}

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("site/content")).unwrap();
    fs::write(folder.path().join("site/gloss.yaml"), "title: T\nbase_url: https://o.example\nlanguages: [en, uk]\n").unwrap();
    folder
}

/// Pieces that mean something to one of the readers, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<item>"),
        Just("</item>"),
        Just("<entry>"),
        Just("</entry>"),
        Just("<title>"),
        Just("</title>"),
        Just("<link>"),
        Just("</link>"),
        Just("<link href=\"https://o.example/../../x\"/>"),
        Just("https://o.example/../../../tmp/x/"),
        Just("https://o.example/a%2f..%2f..%2fb/"),
        Just("<content:encoded><![CDATA["),
        Just("]]></content:encoded>"),
        Just("<![CDATA["),
        Just("]]>"),
        Just("<wp:post_type>post</wp:post_type>"),
        Just("<wp:status>publish</wp:status>"),
        Just("<wp:post_id>1</wp:post_id>"),
        Just("<wp:post_name>../../y</wp:post_name>"),
        Just("<content type=\"html\">"),
        Just("</content>"),
        Just("&lt;p&gt;"),
        Just("&#x0;"),
        Just("&nope;"),
        Just("<p>"),
        Just("</p>"),
        Just("<table><tr><td>"),
        Just("<select><option><selectedcontent>"),
        Just("<br><br>"),
        Just("<a href=\"#a\">"),
        Just("<sup><a href=\"#n\">1</a></sup><ol><li id=\"n\">"),
        Just("<pre>"),
        Just("<math><mi>"),
        Just("<svg>"),
        Just("[caption]"),
        Just("[/caption]"),
        Just("[gallery ids=\"1\"]"),
        Just("[x y=\""),
        Just("<!-- wp:block {\"ref\":1} /-->"),
        Just("<!-- wp:"),
        Just("-->"),
        Just("\u{10f05b}"),
        Just("[[x]]"),
        Just("![[x]]"),
        Just("[^a]"),
        Just("{{< ref \"x\" >}}"),
        Just("{{% a %}}"),
        Just("{% b() %}"),
        Just("%%"),
        Just("---\n"),
        Just("+++\n"),
        Just("title: x\n"),
        Just("slug: ../../z\n"),
        Just("url: /../../z\n"),
        Just("aliases: [\"/../a\", 3, {}]\n"),
        Just("\n\n"),
        Just("> [!x]\n"),
        Just("```"),
        Just("#tag "),
        Just("=="),
        Just("^["),
        Just("і"),
        Just("\r"),
        Just("\0"),
        Just(" "),
        Just("a"),
    ];
    prop::collection::vec(piece.prop_map(str::to_owned).boxed().prop_union(any::<String>().boxed()), 0..40)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_export_and_any_feed(text in pieces(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let folder = site();
        let root = folder.path();
        fs::write(root.join("bytes"), &bytes).unwrap();
        let export = format!("<rss><channel><link>https://o.example</link><wp:wxr_version>1.2</wp:wxr_version>{text}</channel></rss>");
        fs::write(root.join("export.xml"), export).unwrap();
        fs::write(root.join("open.xml"), format!("<feed>{text}")).unwrap();
        let item = format!("<item><link>https://o.example/{{}}</link><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><content:encoded><![CDATA[{}]]></content:encoded></item>", text.replace("]]>", ""));
        fs::write(root.join("item.xml"), format!("<rss><channel><wp:wxr_version>1.2</wp:wxr_version>{item}</channel></rss>")).unwrap();
        for command in ["import feed bytes", "import wordpress bytes", "import wordpress export.xml", "import feed export.xml", "import feed open.xml", "import wordpress item.xml"] {
            check(root, command);
        }
    }

    #[test]
    fn any_folder_of_notes(text in pieces(), front in pieces()) {
        let folder = site();
        let root = folder.path();
        for (name, text) in [("a.md", format!("---\n{front}---\n{text}")), ("b/_index.md", format!("+++\ntitle = \"b\"\n+++\n{text}")), ("c d.uk.md", text.clone())] {
            let path = root.join("old/content").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        for command in ["import hugo old", "import zola old", "import obsidian old --glossary content/b"] {
            check(root, command);
        }
    }
}

#[test]
fn deep_html_is_no_trouble() {
    let folder = site();
    let root = folder.path();
    let deep = format!("{}words{}", "<div><b>".repeat(20_000), "</b></div>".repeat(20_000));
    let feed = format!(
        "<rss><channel><item><title>Deep</title><link>https://o.example/deep/</link><content:encoded><![CDATA[{deep}]]></content:encoded></item></channel></rss>"
    );
    fs::write(root.join("feed.xml"), feed).unwrap();
    check(root, "import feed feed.xml");
    assert!(fs::read_to_string(root.join("site/content/deep.md")).unwrap().contains("words"));
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere() {
    let folder = site();
    let root = folder.path();
    fs::create_dir_all(root.join("old/content")).unwrap();
    fs::create_dir_all(root.join("uploads/2024")).unwrap();
    fs::write(root.join("secret.png"), "secret").unwrap();
    std::os::unix::fs::symlink(root.join("secret.png"), root.join("old/content/a.png")).unwrap();
    std::os::unix::fs::symlink(root.join("secret.png"), root.join("uploads/2024/a.png")).unwrap();
    fs::write(root.join("old/content/a.md"), "---\ntitle: A\n---\n![x](a.png)\n").unwrap();
    let item = "<item><title>B</title><link>https://o.example/b/</link><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><content:encoded><![CDATA[<img src=\"/wp-content/uploads/2024/a.png\">]]></content:encoded></item>";
    fs::write(
        root.join("e.xml"),
        format!("<rss><channel><link>https://o.example</link><wp:wxr_version>1.2</wp:wxr_version>{item}</channel></rss>"),
    )
    .unwrap();
    for command in ["import hugo old", "import zola old", "import obsidian old", "import wordpress e.xml --uploads uploads"] {
        check(root, command);
    }
    assert!(tree(&root.join("site")).keys().all(|path| !path.ends_with(".png")), "what a link leads to was copied");
}

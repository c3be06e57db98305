//! Plain words of HTML are the same words in Markdown.

use std::fs;

use glossator::parse::query::document;
use glossator::source::{Database, Workspace};
use proptest::prelude::*;

use crate::run::run;

/// Lines with everything that Markdown could take for a sign.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("*a*"),
        Just("_b_"),
        Just("c_d"),
        Just("`e`"),
        Just("[f]"),
        Just("[[g]]"),
        Just("~~h~~"),
        Just("|"),
        Just("$i$"),
        Just("<j>"),
        Just("&amp;"),
        Just("&#33;"),
        Just("#"),
        Just("# k"),
        Just("- l"),
        Just("+ m"),
        Just("1. n"),
        Just("> o"),
        Just("---"),
        Just("==="),
        Just("\\"),
        Just("\\*"),
        Just("!"),
        Just(": p"),
        Just("{#q}"),
        Just("[^r]"),
        Just("слово"),
        Just("x"),
        Just("[@s]"),
        Just("!["),
    ];
    prop::collection::vec(word, 1..8).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn words_stay_words(lines in prop::collection::vec(words(), 1..12)) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("site/content")).unwrap();
        fs::write(root.join("site/gloss.yaml"), "title: T\nbase_url: https://o.example\nsmart_punctuation: false\n").unwrap();
        let escape = |line: &str| line.replace('&', "&amp;").replace('<', "&lt;");
        let html: String = lines.iter().map(|line| format!("<p>{}</p>", escape(line))).collect();
        let feed = format!("<rss><channel><item><title>T</title><link>https://o.example/t/</link><content:encoded><![CDATA[{html}]]></content:encoded></item></channel></rss>");
        fs::write(root.join("feed.xml"), feed).unwrap();
        let ran = run(root, "--root site import feed feed.xml");
        prop_assert_eq!(ran.code, 0, "{:#?}", ran);
        let page = fs::read_to_string(root.join("site/content/t.md")).unwrap();
        let site = format!("-- gloss.yaml --\ntitle: T\nbase_url: https://o.example\nsmart_punctuation: false\n-- content/t.md --\n{page}");
        let workspace = Workspace::from_text(Database::new(jiff::Timestamp::UNIX_EPOCH), &site);
        let plain = document(workspace.db(), workspace.source("content/t.md").unwrap()).value.plain.clone();
        let read: Vec<String> = plain.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|line| !line.is_empty()).collect();
        prop_assert_eq!(read, lines, "{}", page);
    }
}

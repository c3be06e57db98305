//! Commands other than `build`, as a user meets them.

use std::fs;

use glossator::command::briefing::{Briefing, Part};
use glossator::parse::body::read_also::is_label;
use glossator::parse::query::document;
use glossator::source::{Database, Workspace};
use glossator::text::markdown::escape_line;
use proptest::prelude::*;

use crate::run::{NOW, SITE, finish, gloss, run, tree, write_site};

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_site(folder.path(), SITE);
    folder
}

#[test]
fn the_root_is_found_from_below() {
    let folder = site();
    let below = folder.path().join("content/2024/06");
    assert_eq!(run(&below, "check").code, 0);
    fs::write(below.join("first.md"), "---\ntitle: One\n---\n[[nowhere]]\n").unwrap();
    let ran = run(&below, "check --format short");
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("/") || ran.out.starts_with("../"), "a path that a terminal can open: {}", ran.out);
    let ran = run(folder.path(), "check --format short");
    assert!(ran.out.starts_with("content/2024/06/first.md:4:1: error[unresolved-reference]:"), "{}", ran.out);
}

#[test]
fn without_a_site_the_way_to_one_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["build", "check", "list drafts", "new Headline", "import text a.txt", "--root nowhere build"] {
        fs::write(folder.path().join("a.txt"), "Headline\n\nText.\n").unwrap();
        let ran = run(folder.path(), command);
        assert_eq!(ran.code, 2, "{command}: {ran:#?}");
        assert!(ran.err.contains("help"), "{command}: {ran:#?}");
    }
    assert_eq!(run(folder.path(), "no-such-command").code, 2);
}

#[test]
fn lists_are_objects_a_line() {
    let folder = site();
    let ran = run(folder.path(), "list mentions --format jsonl");
    let lines: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1);
    let mention = &lines[0];
    let text = fs::read_to_string(folder.path().join("content/2024/06/first.md")).unwrap();
    let at = |key: &str| usize::try_from(mention[key].as_u64().unwrap()).unwrap();
    assert_eq!(&text[at("start")..at("end")], "Kyiv");
    assert_eq!(
        (mention["file"].as_str(), mention["line"].as_u64(), mention["column"].as_u64()),
        (Some("content/2024/06/first.md"), Some(5), Some(1))
    );
    assert_eq!(
        (mention["entity"].as_str(), mention["rule"].as_str(), mention["linked"].as_bool()),
        (Some("kyiv"), Some("name"), Some(true))
    );

    let ran = run(folder.path(), "list related --format jsonl");
    for line in ran.out.lines() {
        let article: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(article["file"].is_string() && article["related"].is_array());
    }
    assert_eq!(run(folder.path(), "list mentions --format sarif").code, 2);
}

#[test]
fn hidden_articles_are_listed_by_why() {
    let folder = site();
    let write = |name: &str, front: &str| {
        fs::write(folder.path().join(format!("content/{name}.md")), format!("---\ntitle: {name} article\n{front}\n---\n")).unwrap()
    };
    write("draft", "draft: true");
    write("later", "publish_at: 2024-07-02T08:00:00Z");
    write("over", "expires_at: 2024-06-30");
    let listed = |what: &str, now: &str| {
        let ran = finish(gloss(folder.path()).args(["list", what, "--now", now, "--format", "json"]));
        let files =
            ran.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["file"].as_str().unwrap().to_owned());
        files.collect::<Vec<_>>()
    };
    assert_eq!(listed("drafts", NOW), ["content/draft.md"]);
    assert_eq!(listed("scheduled", NOW), ["content/later.md"]);
    assert_eq!(listed("expired", NOW), ["content/over.md"]);
    assert!(listed("scheduled", "2024-07-02T08:00:00Z").is_empty(), "from its time on it is there");
    assert!(listed("expired", "2024-06-29").is_empty(), "before its time it is still there");

    assert_eq!(run(folder.path(), "build").code, 0);
    let pages: Vec<String> =
        tree(&folder.path().join("public")).into_iter().map(|(path, bytes)| path + &String::from_utf8_lossy(&bytes)).collect();
    for hidden in ["draft article", "later article", "over article"] {
        assert!(!pages.iter().any(|page| page.contains(hidden)), "{hidden} is nowhere in the output");
    }
    assert_eq!(run(folder.path(), "build --drafts --output all").code, 0);
    assert!(folder.path().join("all/draft/index.html").exists(), "editors see everything");
}

#[test]
fn articles_that_nothing_refers_to_are_listed() {
    let folder = site();
    let write = |name: &str, text: &str| fs::write(folder.path().join(format!("content/{name}.md")), text).unwrap();
    write("known", "---\ntitle: Known\n---\nOf [[known]] itself.\n");
    write("names-it", "---\ntitle: Names it\n---\nSee [[known]].\n");
    write("hidden", "---\ntitle: Hidden\ndraft: true\n---\nSee [[names-it]].\n");
    let out = run(folder.path(), "list unreferenced").out;
    assert!(out.contains("content/names-it.md: Names it\n"), "{out}");
    assert!(!out.contains("content/known.md") && !out.contains("content/hidden.md"), "{out}");
}

#[test]
fn a_correction_is_added_and_shown() {
    let folder = site();
    let file = folder.path().join("content/2024/06/first.md");
    let before = fs::read_to_string(&file).unwrap();
    let correct = |page: &str, text: &str| finish(gloss(folder.path()).args(["correct", page, text, "--kind", "update", "--now", NOW]));
    let ran = correct("first", "Two  talks:\nnot \"one\".");
    assert_eq!(ran.code, 0, "{ran:#?}");
    let after = fs::read_to_string(&file).unwrap();
    let (head, tail) = before.split_at(before.rfind("---").unwrap());
    assert!(after.starts_with(head) && after.ends_with(tail), "{after}");
    assert_eq!(run(folder.path(), "build").code, 0);
    let page = fs::read_to_string(folder.path().join("public/2024/06/first/index.html")).unwrap();
    assert!(page.contains("Two talks: not &quot;one&quot;."), "{page}");
    for (page, text) in [("nowhere", "Text."), ("first", " ")] {
        assert_eq!(correct(page, text).code, 2);
    }
    fs::write(&file, "No front matter.\n").unwrap();
    let ran = correct("content/2024/06/first.md", "Text.");
    assert_eq!(ran.code, 2, "{ran:#?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "No front matter.\n");
}

#[test]
fn a_headline_that_leaks_through_a_template_is_stopped() {
    let folder = site();
    fs::write(folder.path().join("content/secret.md"), "---\ntitle: A headline that nobody may see yet\ndraft: true\n---\nText.\n")
        .unwrap();
    fs::create_dir(folder.path().join("templates")).unwrap();
    fs::write(folder.path().join("templates/404.html"), "<p>A headline that nobody may see yet</p>").unwrap();
    let ran = run(folder.path(), "build --format short");
    assert_eq!(ran.code, 1, "{ran:#?}");
    assert!(ran.out.contains("error[leak]"), "{ran:#?}");
    assert!(!folder.path().join("public/404.html").exists());
}

#[test]
fn an_original_stands_at_the_address_of_a_translation_that_is_to_come_and_tells_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("gloss.yaml"), "title: T\nbase_url: https://t.example\nlanguages: {en: {}, uk: {fallback: pages}}\n")
        .unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("content/visit.md"), "---\ntitle: A visit\n---\nText.\n").unwrap();
    let translation = "---\ntitle: Візит, про який ще не знають\npublish_at: 2999-01-01\n---\nТаємний текст.\n";
    fs::write(folder.path().join("content/visit.uk.md"), translation).unwrap();
    let ran = run(folder.path(), "build --strict");
    assert_eq!(ran.code, 0, "{ran:#?}");
    let page = fs::read_to_string(folder.path().join("public/uk/visit/index.html")).unwrap();
    assert!(page.contains("<h1>A visit</h1>") && !page.contains("Таємний") && !page.contains("Візит"), "{page}");
    fs::write(folder.path().join("content/visit.uk.md"), translation.replace("publish_at: 2999-01-01\n", "")).unwrap();
    assert_eq!(run(folder.path(), "build --strict").code, 0);
    let page = fs::read_to_string(folder.path().join("public/uk/visit/index.html")).unwrap();
    assert!(page.contains("Таємний") && !page.contains("A visit"), "{page}");
}

#[test]
fn init_asks_nothing_off_a_terminal_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), "init my-site --language uk --base-url https://news.example/");
    assert_eq!(ran.code, 0, "{ran:#?}");
    let config = fs::read_to_string(folder.path().join("my-site/gloss.yaml")).unwrap();
    assert!(config.contains("title: My site\nbase_url: https://news.example\nlanguage: uk\n"), "{config}");
    let ran = run(&folder.path().join("my-site"), "build --strict");
    assert_eq!(ran.code, 0, "a new site is without fault: {ran:#?}");
    let mentions = run(&folder.path().join("my-site"), "list mentions").out;
    assert!(mentions.contains(": Київ -> kyiv (name, linked)") && mentions.contains(": Києві -> kyiv (form"), "{mentions}");
    for language in ["de", "es", "fr", "pl", "pt-br", "ru"] {
        run(folder.path(), &format!("init in-{language} --language {language} --base-url https://news.example"));
        let ran = run(&folder.path().join(format!("in-{language}")), "list mentions");
        assert!(ran.code == 0 && ran.out.contains("(name, linked)"), "{language}: {ran:#?}");
    }
    let before = tree(folder.path());
    assert_eq!(run(folder.path(), "init my-site").code, 2);
    assert_eq!(tree(folder.path()), before);
    for wrong in ["init other --base-url example.org", "init other --language english-language"] {
        assert_eq!(run(folder.path(), wrong).code, 2, "{wrong}");
        assert!(!folder.path().join("other").exists(), "{wrong}");
    }
}

#[test]
fn new_fills_in_what_is_known() {
    let folder = site();
    let new = |arguments: &[&str]| finish(gloss(folder.path()).arg("new").args(arguments));
    assert_eq!(new(&["Київ: що далі?", "--section", "politics"]).code, 0);
    let text = fs::read_to_string(folder.path().join("content/2024/07/kiyiv-shcho-dali.md")).unwrap();
    assert!(text.contains("date: 2024-07-01\nsection: politics\n"), "{text}");
    assert_eq!(new(&["entity", "Kim Jong Un", "--kind", "person"]).code, 0);
    assert!(folder.path().join("content/glossary/people/kim-jong-un.md").exists());
    assert_eq!(run(folder.path(), "check").code, 0, "both are without fault");
    let before = tree(folder.path());
    for (wrong, words) in [
        (vec!["Київ: що далі?"], "nothing is overwritten"),
        (vec!["entity", "Kim Jong Un"], "already"),
        (vec!["entity", "Kyiv"], "already"),
        (vec!["entity", "Someone", "--kind", "persom"], "did you mean `person`?"),
        (vec!["Headline", "--language", "uk"], "languages"),
    ] {
        let ran = new(&wrong);
        assert!(ran.code == 2 && ran.err.contains(words), "{wrong:?}: {ran:#?}");
    }
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn explain_knows_every_code_and_page() {
    let folder = site();
    for code in glossator::diagnostic::Code::ALL {
        let ran = run(folder.path(), &format!("explain {}", code.name()));
        assert!(ran.code == 0 && ran.out.contains(code.name()), "{ran:#?}");
    }
    for page in ["first", "/2024/06/first/", "content/2024/06/first.md"] {
        let ran = run(folder.path(), &format!("explain {page}"));
        assert!(ran.out.contains("Kyiv -> kyiv (its name") && ran.out.contains("second -> content/2024/06/second.md"), "{ran:#?}");
    }
    let ran = run(folder.path(), "explain first");
    for line in ["content/2024/06/second.md: its card", "content/glossary/", "gloss.yaml: the settings"] {
        let (_, depends) = ran.out.split_once("depends on: ").unwrap_or_default();
        assert!(depends.contains(line), "{line} in {ran:#?}");
    }
    fs::write(folder.path().join("content/third.md"), "---\ntitle: Third\n---\nIn [[@kyiv]], not [[@|Kyiv]]. ![[first]]\n").unwrap();
    let ran = run(folder.path(), "explain third");
    for part in
        ["[[@kyiv]] -> kyiv (the editor refers to it", "Kyiv -> no mention\n           not kyiv: the editor writes that it is no mention"]
    {
        assert!(ran.out.contains(part), "{part} in {ran:#?}");
    }
    let ran = run(folder.path(), "explain unknown-kye");
    assert!(ran.code == 2 && ran.err.contains("did you mean `unknown-key`?"), "{ran:#?}");
}

#[test]
fn completions_are_printed_for_every_shell() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(run(folder.path(), &format!("completions {shell}")).out.contains("keep-going"), "{shell}");
    }
}

#[test]
fn colours_are_asked_for_or_not_there() {
    let folder = site();
    fs::write(folder.path().join("content/a.md"), "---\ntitle: A\n---\n[[nowhere]]\n").unwrap();
    let colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        finish(gloss(folder.path()).arg("check").args(arguments).envs(variables.iter().copied())).out.contains('\u{1b}')
    };
    assert!(!colored(&[], &[]), "a pipe is no terminal");
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(colored(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!colored(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn an_import_is_never_an_overwrite() {
    let folder = site();
    fs::write(
        folder.path().join("b.txt"),
        "\u{feff}A headline\r\n\r\nKyiv, said.\r\n\r\nRead also:\r\n\r\n• The first briefing\r\n2. A headline of nowhere\r\n",
    )
    .unwrap();
    let ran = run(folder.path(), "import text b.txt");
    assert!(ran.code == 0 && ran.out.contains("read also: content/2024/06/first.md"), "{ran:#?}");
    assert!(ran.out.contains("matches no article, stays as text: A headline of nowhere"), "{ran:#?}");
    let before = tree(folder.path());
    assert_eq!(run(folder.path(), "import text b.txt").code, 2);
    assert_eq!(tree(folder.path()), before);
    fs::write(folder.path().join("c.txt"), [0xff, 0xfe, 0x41]).unwrap();
    assert_eq!(run(folder.path(), "import text c.txt").code, 2);
    assert_eq!(run(folder.path(), "import text gone.txt").code, 3);
    fs::write(folder.path().join("d.txt"), "\n\n  \n").unwrap();
    assert_eq!(run(folder.path(), "import text d.txt").code, 2);
}

fn briefing(text: &str) -> Briefing {
    let english = glossator::config::Language::new("en");
    Briefing::parse(text, None, |line| is_label(line, &english, &[]))
}

#[test]
fn a_briefing_is_taken_apart() {
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    let parsed = briefing(
        "Headline\n\nOne\nparagraph.\n\n“A quotation.”\n— Somebody\n\n> typed as one\n\n“Not one,” he said.\n\n- an item\n- another\n\nSee also:\nOne more\nhttps://example.org/a_b\n",
    );
    assert_eq!(parsed.headline, "Headline");
    assert_eq!(
        parsed.parts,
        [
            Part::Paragraph(lines(&["One", "paragraph."])),
            Part::Quotation(lines(&["“A quotation.”", "— Somebody"])),
            Part::Quotation(lines(&["typed as one"])),
            Part::Paragraph(lines(&["“Not one,” he said."])),
            Part::List(lines(&["an item", "another"])),
        ]
    );
    assert_eq!((parsed.label.as_str(), parsed.read_also.clone()), ("See also:", lines(&["One more", "https://example.org/a_b"])));
    assert_eq!(briefing("Headline\nOne.\nTwo.").parts.len(), 2, "without blank lines every line is a paragraph");
    let titled = Briefing::parse("Given\n\nText.", Some("Given"), |_| false);
    assert_eq!((titled.headline.as_str(), titled.parts.len()), ("Given", 1), "a headline that is repeated is left out once");
}

/// Lines as people and machines type them, with everything that Markdown could take for a sign.
fn typed() -> impl Strategy<Value = String> {
    prop::collection::vec(
        "[ -~äЖ—“„«]{1,12}|#|[0-9]{1,3}[.)] a|[-+*>=:~`|]{1,4}|&amp;|<b>|\\[\\[a\\]\\]|!\\[|\\[\\^1\\]|\\[@\\||http://a.b/c_d",
        1..6,
    )
    .prop_map(|parts| parts.join(" ").split_whitespace().collect::<Vec<_>>().join(" "))
    .prop_filter("words", |line| line.chars().any(char::is_alphabetic))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    /// What a reader sees of an escaped line is the line. Quotes and dashes may be set in type: both sides are plain ones.
    #[test]
    fn an_escaped_line_reads_as_itself(line in typed()) {
        let files = format!("-- gloss.yaml --\ntitle: T\nbase_url: https://e.org\nlanguage: en\n-- content/a.md --\n---\ntitle: T\n---\n{}\n", escape_line(&line));
        let workspace = Workspace::from_text(Database::new(NOW.parse().unwrap()), &files);
        let source = workspace.source("content/a.md").unwrap();
        let document = &document(workspace.db(), source).value;
        let plain = |text: &str| text.replace(['“', '”', '„', '«', '»'], "\"").replace(['‘', '’'], "'").replace('…', "...").replace(['—', '–'], "-").replace("---", "-").replace("--", "-");
        let seen = document.plain.strip_prefix("T\n").unwrap_or(&document.plain);
        prop_assert_eq!(plain(seen.trim_end()), plain(&line), "{}", escape_line(&line));
    }
}

#[test]
fn suggestions_are_added_and_not_made_again() {
    let folder = site();
    let text = "---\ntitle: A visit\ndate: 2024-06-03\n---\nThe minister met Ada Lovelace in Kyiv. In Kyiv, Lovelace said so: the Royal Society (RS) agreed.\n";
    fs::write(folder.path().join("content/visit.md"), text).unwrap();
    let ran = run(folder.path(), "suggest --format jsonl");
    assert_eq!(ran.code, 0, "{ran:#?}");
    let lines: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ada = lines.iter().find(|line| line["name"] == "Ada Lovelace").unwrap();
    assert_eq!((&ada["what"], &ada["kind"], &ada["articles"]), (&"entity".into(), &"person".into(), &1.into()));
    assert_eq!((&ada["first"], &ada["file"], &ada["line"]), (&"2024-06-03".into(), &"content/visit.md".into(), &5.into()));
    assert!(lines.iter().all(|line| line["name"] != "Kyiv"), "what the glossary has is no suggestion: {lines:#?}");

    // What an editor wrote stays, whatever it is.
    let file = folder.path().join("content/glossary/suggested.yaml");
    let own = "# Ours.\n- {id: ada-lovelace, name: The Countess, kind: person} # a note";
    fs::write(&file, own).unwrap();
    let ran = run(folder.path(), "suggest --write");
    assert!(ran.code == 0 && ran.out.contains("added ") && ran.out.contains("suggested.yaml"), "{ran:#?}");
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.starts_with(own), "{written}");
    assert!(written.contains("- id: ada-lovelace-2\n  name: Ada Lovelace\n  kind: person\n"), "{written}");
    assert!(written.contains("  name: Royal Society\n  kind: organization\n  aliases: [\"RS\"]\n"), "{written}");
    assert_eq!(run(folder.path(), "check").code, 0);

    let again = run(folder.path(), "suggest --write --format short");
    assert!(!again.out.contains("Lovelace") && !again.out.contains("Royal"), "{again:#?}");
    assert!(fs::read_to_string(&file).unwrap().starts_with(&written), "nothing is lost");

    // A file that nothing can be added to is left as it is.
    for other in ["[{id: a, name: A, kind: person}]\n", "id: a\nname: A\nkind: person\n", "- id: a\n  name: \"open\n"] {
        fs::write(&file, other).unwrap();
        let ran = run(folder.path(), "suggest --write");
        assert_eq!((ran.code, fs::read_to_string(&file).unwrap().as_str()), (2, other), "{ran:#?}");
    }
    assert_eq!(run(folder.path(), "suggest --format sarif").code, 2);
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), "man pages").code, 0);
    let page = |name: &str| fs::read_to_string(folder.path().join("pages").join(name)).unwrap_or_else(|_| panic!("{name}"));
    let first = page("gloss.1");
    assert!(first.contains(".TH gloss 1"), "{first}");
    let help = run(folder.path(), "help").out;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names: Vec<&str> = commands
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.len() > 10, "{help}");
    for name in names.into_iter().filter(|name| *name != "help") {
        assert!(page(&format!("gloss-{name}.1")).contains(".SH SYNOPSIS"), "{name}");
    }
    assert!(page("gloss-build.1").contains("shard"));
    fs::write(folder.path().join("taken"), "").unwrap();
    assert_eq!(run(folder.path(), "man taken").code, 3);
}

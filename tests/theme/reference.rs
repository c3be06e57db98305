//! The theme's reference in `templates/README.md`: its lists of templates, functions and views are made from the code, and
//! this fails where they are not up to date (`UPDATE=1 cargo test --test theme` writes them).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use glossator::view::builtin;

/// Behind this line everything is made by [`reference`].
const MARK: &str = "<!-- From here on made from the code: UPDATE=1 cargo test --test theme -->\n";

/// What each template gets besides `site`, `page` and `lang`: names and their views.
const GIVEN: &[(&str, &[(&str, &str)])] = &[
    ("404.html", &[]),
    ("archive.html", &[("archive", "ArchiveView")]),
    ("article.html", &[("article", "ArticleView")]),
    ("base.html", &[]),
    ("corrections.html", &[("corrections", "CorrectionsView")]),
    ("entity.html", &[("entity", "EntityView"), ("pager", "PagerView")]),
    ("feed.xml", &[("feed", "FeedData")]),
    ("glossary.html", &[("glossary", "GlossaryView")]),
    ("home.html", &[("home", "HomeView"), ("pager", "PagerView")]),
    ("how-it-works.html", &[("how_it_works", "HowItWorksView")]),
    ("list.html", &[("list", "ListView"), ("pager", "PagerView")]),
    ("redirect.html", &[("target", "text"), ("canonical", "text")]),
    ("rss.xml", &[("feed", "FeedData")]),
    ("search.html", &[("search", "SearchView")]),
];

/// Files whose structs templates see.
const VIEWS: &[&str] = &[
    "view/common.rs",
    "view/article.rs",
    "view/entity.rs",
    "view/list.rs",
    "view/how_it_works.rs",
    "view/search.rs",
    "view/picture.rs",
    "render/feed.rs",
    "render/feed_item.rs",
];

/// A struct that templates see.
#[derive(Default)]
struct View {
    text: String,
    /// Whether the code says that the names of its fields are enough.
    silent: bool,
    /// Name, type and words of each field.
    fields: Vec<(String, String, String)>,
}

#[expect(clippy::disallowed_methods, reason = "a test reads the code")]
fn read(path: &str) -> String {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The structs of the code by name.
fn views() -> BTreeMap<String, View> {
    let mut views: BTreeMap<String, View> = BTreeMap::new();
    for file in VIEWS {
        let (text, mut words, mut open) = (read(&format!("src/{file}")), String::new(), None::<String>);
        let mut silent = false;
        for line in text.lines() {
            let part = line.trim().trim_start_matches("pub(super) ").trim_start_matches("pub ");
            if let Some(doc) = part.strip_prefix("/// ") {
                words += if words.is_empty() { "" } else { " " };
                words += doc;
            } else if let Some(name) = part.strip_prefix("struct ").and_then(|rest| rest.strip_suffix(" {")) {
                let name = name.split('<').next().unwrap_or(name).to_owned();
                views.insert(name.clone(), View { text: std::mem::take(&mut words), silent: std::mem::take(&mut silent), fields: vec![] });
                open = Some(name);
            } else if line == "}" {
                open = None;
            } else if let (Some(name), Some((field, kind))) = (&open, part.strip_suffix(',').and_then(|part| part.split_once(": "))) {
                let view = views.get_mut(name).expect("it was opened");
                view.fields.push((field.to_owned(), type_words(kind), std::mem::take(&mut words)));
            } else if part.starts_with("#[expect(missing_docs") {
                silent = true;
            } else if !part.starts_with("#[") {
                words.clear();
            }
        }
    }
    views
}

/// A type as authors of themes know it.
fn type_words(kind: &str) -> String {
    let inside = |outer: &str| kind.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inside("Option<") {
        format!("{}, or nothing", type_words(inner))
    } else if let Some(inner) = inside("Vec<") {
        format!("list of {}", type_words(inner))
    } else if let Some(inner) = inside("Kept<") {
        type_words(inner)
    } else {
        match kind {
            "String" | "&'static str" => "text".into(),
            "bool" => "true or false".into(),
            "serde_json::Value" => "anything".into(),
            "f64" => "number".into(),
            _ if kind.starts_with(['u', 'i']) => "number".into(),
            view => format!("[`{view}`](#{})", view.to_lowercase()),
        }
    }
}

/// The blocks of a template in their order, and what it includes.
fn parts(template: &str) -> (Vec<&str>, BTreeSet<&str>) {
    let mut blocks: Vec<&str> = Vec::new();
    for rest in template.split("{%").skip(1) {
        let tag = rest.trim_start_matches('-').trim_start();
        if let Some(name) = tag.strip_prefix("block ").and_then(|name| name.split([' ', '-', '%']).next())
            && !blocks.contains(&name)
        {
            blocks.push(name);
        }
    }
    (blocks, template.split("include \"").skip(1).filter_map(|rest| rest.split('"').next()).collect())
}

/// All that follows the mark.
fn reference(views: &BTreeMap<String, View>) -> String {
    let mut out = String::new();
    out.push_str("\n## Templates\n\nEach has `site` ([`SiteView`](#siteview)) and `lang`, the language tag; pages have `page` ([`PageView`](#pageview)).\n");
    for (name, given) in GIVEN {
        let template = builtin::template(name).unwrap_or_else(|| panic!("there is no template {name}"));
        let (blocks, includes) = parts(&template);
        write!(out, "\n### `{name}`\n\n").expect("to a string");
        let given: Vec<String> =
            given.iter().map(|(name, view)| format!("`{name}` ({})", type_words(if *view == "text" { "String" } else { view }))).collect();
        let list = |names: &[String]| names.join(", ");
        let ticked = |names: Vec<&str>| names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
        if !given.is_empty() {
            writeln!(out, "- Gets: {}", list(&given)).expect("to a string");
        }
        if !blocks.is_empty() {
            writeln!(out, "- Blocks: {}", list(&ticked(blocks))).expect("to a string");
        }
        if !includes.is_empty() {
            writeln!(out, "- Includes: {}", list(&ticked(includes.into_iter().collect()))).expect("to a string");
        }
    }
    out.push_str("\n## Functions\n\n");
    for function in functions() {
        writeln!(out, "- {function}").expect("to a string");
    }
    out.push_str("\n## Views\n");
    for name in reached(views) {
        let view = &views[&name];
        write!(out, "\n### {name}\n\n{}\n\n| field | type | |\n| --- | --- | --- |\n", view.text).expect("to a string");
        for (field, kind, words) in &view.fields {
            writeln!(out, "| `{field}` | {kind} | {} |", words.replace('|', "\\|")).expect("to a string");
        }
    }
    out
}

/// What template functions say of themselves: a comment that begins with the call.
fn functions() -> Vec<String> {
    let text = read("src/render/function.rs");
    let comments = text.split("\n\n").filter(|item| item.contains("TeraResult<"));
    let of = |item: &str| item.lines().filter_map(|line| line.strip_prefix("/// ")).collect::<Vec<_>>().join(" ");
    comments.map(of).filter(|words| words.starts_with('`')).collect()
}

/// The views that templates can reach, in the order in which they are met.
fn reached(views: &BTreeMap<String, View>) -> Vec<String> {
    let mut found: Vec<String> = vec!["SiteView".into(), "PageView".into()];
    found.extend(GIVEN.iter().flat_map(|(_, given)| given.iter().map(|(_, view)| (*view).to_owned())).filter(|view| view != "text"));
    let mut at = 0;
    while let Some(name) = found.get(at).cloned() {
        let view = views.get(&name).unwrap_or_else(|| panic!("no struct `{name}` in {VIEWS:?}"));
        let named = view.fields.iter().filter_map(|(_, kind, _)| kind.split_once("[`")?.1.split_once('`')).map(|(name, _)| name.to_owned());
        found.extend(named);
        at += 1;
    }
    let mut seen = BTreeSet::new();
    found.retain(|name| seen.insert(name.clone()));
    found
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test writes its expectation where it is told to")]
fn the_reference_is_that_of_the_code() {
    let page = read("templates/README.md");
    let (words, written) = page.split_once(MARK).expect("the mark");
    let made = reference(&views());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/README.md"), format!("{words}{MARK}{made}")).expect("to write");
    } else {
        assert!(written == made, "templates/README.md is out of date: UPDATE=1 cargo test --test theme");
    }
}

#[test]
fn every_template_is_in_the_reference_and_every_field_has_words() {
    let known: BTreeSet<&str> = GIVEN.iter().map(|(name, _)| *name).collect();
    let pages = builtin::templates();
    let pages = pages.iter().filter(|name| !name.starts_with("parts/") && !name.starts_with("i18n/"));
    assert_eq!(pages.map(AsRef::as_ref).collect::<BTreeSet<&str>>(), known);
    let views = views();
    let silent = reached(&views).into_iter().filter(|name| !views[name].silent).flat_map(|name| {
        let wordless = views[&name].fields.iter().filter(|(_, _, words)| words.is_empty());
        wordless.map(|(field, ..)| format!("{name}.{field}")).collect::<Vec<_>>()
    });
    assert_eq!(silent.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn templates_ask_only_for_fields_that_there_are() {
    let views = views();
    for (name, given) in GIVEN {
        let template = builtin::template(name).expect("a listed template");
        let given = [("site", "SiteView"), ("page", "PageView")].into_iter().chain(given.iter().copied());
        for (variable, view) in given.filter(|(_, view)| *view != "text") {
            let fields: BTreeSet<&str> = views[view].fields.iter().map(|(field, ..)| field.as_str()).collect();
            for asked in template.split(&format!(" {variable}.")).skip(1) {
                let field: String = asked.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                // A word of a comment.
                if field.is_empty() {
                    continue;
                }
                assert!(fields.contains(field.as_str()), "{name} asks for `{variable}.{field}`, which `{view}` does not have");
            }
        }
    }
}

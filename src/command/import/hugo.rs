//! `gloss import hugo`: the content of a Hugo site.

use super::archive::{Archive, Cover, Front};
use super::draft::Draft;
use super::front::{Keys, scalar};
use super::generator::{Made, Plan, Planned, language_of, site_path};
use super::ground::Ground;
use super::html::{self, Outside};
use super::html_media::watchable;
use super::hugo_address::{Parts, Settings};
use super::links::path_of;
use super::markdown::safe;
use super::template_code::{Call, hugo};
use super::tree::{Files, folder_of, joined, name_of};
use crate::diagnostic::Code;
use crate::text::node::Value;

/// Files of content that are no Markdown, and that this site does not read.
const FOREIGN: &[&str] = &["adoc", "asciidoc", "org", "rst", "pandoc", "ipynb"];

/// Reads the folder of a Hugo site, or of its content.
pub(super) fn read(files: &Files, ground: &mut Ground) -> Archive {
    let mut plan = Plan::new("hugo", files);
    let settings = Settings::read(files, &mut plan.archive);
    plan.addresses.host(&settings.base);
    if let Some(config) = settings.found.first() {
        plan.archive.remark(
            Code::NotConverted,
            &files.origin(config, 0),
            "titles, menus and other settings are left out: write them in `gloss.yaml`",
        );
    }
    for source in plan.contents() {
        let ending = source.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "md" | "markdown" | "html" | "htm" => page(&mut plan, &source, (&settings, ground)),
            ending if FOREIGN.contains(&ending) => {
                let origin = files.origin(&plan.whole(&source), 0);
                plan.archive.remark(Code::NotImported, &origin, format!("`{source}` is no Markdown and is left out"));
            }
            _ if plan.content.is_empty() && is_of_site(&source) => {}
            _ => {
                let (named, _) = by_language(&source, &settings);
                let folder = site_path(&format!("{}/x", folder_of(&named)), ground);
                let folder = folder.trim_start_matches("content/").trim_end_matches("x.md").trim_matches('/').to_owned();
                plan.beside(&source, &folder);
            }
        }
    }
    plan.statics("static");
    plan.finish(|plan, page| body(plan, page))
}

/// Folders and files of a site that has no content folder, or that is its content.
fn is_of_site(source: &str) -> bool {
    let first = source.split('/').next().unwrap_or_default();
    ["static", "themes", "layouts", "assets", "data", "i18n", "archetypes", "public", "resources", "config"].contains(&first)
        || !source.contains('/')
}

/// A file's path with its language in its name, wherever Hugo has it, and that language.
fn by_language(source: &str, settings: &Settings) -> (String, Option<String>) {
    match settings.folders.iter().find(|(_, folder)| source.starts_with(folder.as_str())) {
        Some((language, folder)) => {
            let rest = source.strip_prefix(folder.as_str()).unwrap_or(source);
            let (stem, ending) = rest.rsplit_once('.').unwrap_or((rest, ""));
            let main = *language == settings.language;
            (if main { rest.to_owned() } else { format!("{stem}.{language}.{ending}") }, (!main).then(|| language.clone()))
        }
        None => {
            let tag = language_of(source);
            (source.to_owned(), tag.filter(|tag| *tag != settings.language))
        }
    }
}

fn page(plan: &mut Plan<'_>, source: &str, (settings, ground): (&Settings, &mut Ground)) {
    let Some((text, origin, mut keys)) = plan.open(source) else { return };
    let (named, language) = by_language(source, settings);
    if plan.is_foreign(source, language.as_deref(), (&origin, ground)) {
        return;
    }
    if keys.flag("headless") == Some(true) {
        plan.archive.remark(Code::NotImported, &origin, format!("`{source}` is left out: it has no page of its own"));
        return;
    }
    let mut front = front(&mut keys);
    let (url, slug, aliases) = (keys.text("url"), keys.text("slug"), keys.list("aliases"));
    let list = name_of(&named).starts_with("_index.");
    let body = text.get(keys.body..).unwrap_or_default();
    let (path, list) = list_path(&named, list);
    if list && path.contains('/') && folder_of(&path).contains('/') && body.trim().is_empty() {
        return;
    }
    for (key, written, at) in &keys.odd {
        plan.archive.remark(
            Code::NotConverted,
            &plan.files.origin(&plan.whole(source), *at),
            format!("`{key}: {written}` is no date and is left out"),
        );
    }
    front.extra = keys.rest();
    if front.title.is_empty() {
        let name = if name_of(&named).contains("index.") { name_of(folder_of(&named)) } else { name_of(&named) };
        let words = name.split('.').next().unwrap_or_default().replace(['-', '_'], " ");
        front.title = if words.is_empty() { ground.config.title.clone() } else { words };
    }
    let parts = Parts {
        source: &named,
        title: &front.title,
        slug: &slug,
        date: front.date.as_deref().unwrap_or_default(),
        language: language.as_deref(),
    };
    let natural = settings.address(&parts);
    let old = if url.is_empty() { natural } else { format!("/{}", path_of(&url).trim_start_matches('/')) };
    let spot = plan.spot(source, (&site_path(&path, ground), ground));
    if !list {
        front.slug = Some(crate::text::slug::slug(&slug)).filter(|_| !slug.is_empty());
        if differs(&ground.address(spot.path(), &front), &old) {
            front.slug = None;
            keep_address(&old, &mut front);
        }
        if differs(&ground.address(spot.path(), &front), &old) {
            ground.old_address(spot.path(), &mut front, &old);
        }
    }
    for alias in aliases {
        let alias = if alias.starts_with('/') || alias.contains("://") {
            path_of(&alias).to_owned()
        } else {
            format!("/{}", joined(folder_of(old.trim_end_matches('/')), &alias).unwrap_or_default())
        };
        plan.addresses.page(&alias, spot.path());
        ground.old_address(spot.path(), &mut front, &alias);
    }
    if list && !front.aliases.is_empty() {
        plan.archive.remark(
            Code::NotConverted,
            &origin,
            format!("old addresses of the section's page are left out: {}", front.aliases.join(", ")),
        );
        front.aliases.clear();
    }
    plan.page(Planned { source: source.to_owned(), spot, front, body: body.to_owned(), body_start: text.len() - body.len(), old });
}

/// A section's page deep inside of another section is an article here.
fn list_path(named: &str, list: bool) -> (String, bool) {
    let deep = folder_of(named).contains('/');
    if list && deep { (named.replace("_index.", "index."), false) } else { (named.to_owned(), list) }
}

fn differs(own: &str, old: &str) -> bool {
    super::links::normal(own) != super::links::normal(old) || own.ends_with(".html") != old.ends_with(".html")
}

/// The page stays where readers know it, where that can be an address of this site.
fn keep_address(old: &str, front: &mut Front) {
    let wrong = |letter: char| letter.is_whitespace() || "?#\\<>\"|*:".contains(letter);
    if !old.contains(wrong) && !old.split('/').any(|part| part == "..") && old.len() > 1 {
        front.url = Some(old.to_owned());
    }
}

/// Front matter of Hugo in this site's keys.
fn front(keys: &mut Keys) -> Front {
    let (date, publish) = (keys.date("date"), keys.date("publishDate"));
    let changed = keys.date("lastmod");
    let day = |date: &Option<String>| date.as_deref().and_then(|date| date.get(..10)).map(str::to_owned);
    let (mut categories, tags) = (keys.list("categories"), keys.list("tags"));
    let section = (!categories.is_empty()).then(|| categories.remove(0));
    let mut authors = keys.list("authors");
    authors.extend(keys.list("author"));
    let title = keys.text("title");
    Front {
        description: keys.first(&["description", "summary", "excerpt"]),
        updated: changed.clone().filter(|_| day(&changed) > day(&date)),
        publish_at: publish.clone().filter(|_| publish != date && day(&publish) >= day(&date)),
        expires_at: keys.date("expiryDate"),
        date: date.or(publish),
        section,
        series: keys.list("series").into_iter().next(),
        tags: categories.into_iter().chain(tags).collect(),
        authors,
        draft: keys.flag("draft").unwrap_or_default(),
        cover: cover(keys, &title),
        title,
        ..Front::default()
    }
}

/// The picture of an article, by the names that themes have for it.
pub(super) fn cover(keys: &mut Keys, title: &str) -> Option<Cover> {
    for key in ["cover", "featured_image", "featuredImage", "image", "images", "thumbnail", "feature"] {
        let Some(node) = keys.take(key) else { continue };
        let src = match &node.value {
            Value::Map(_) => ["image", "src", "url", "file"].iter().filter_map(|key| node.get(key)).map(scalar).find(|src| !src.is_empty()),
            Value::List(items) => items.first().map(scalar),
            _ => Some(scalar(&node)),
        };
        let get = |key: &str| node.get(key).map(scalar).unwrap_or_default();
        if let Some(src) = src.filter(|src| !src.is_empty()) {
            let alt = Some(get("alt")).filter(|alt| !alt.is_empty()).unwrap_or_else(|| title.to_owned());
            return Some(Cover { src, alt, caption: get("caption"), credit: get("credit") });
        }
    }
    None
}

fn body(plan: &mut Plan<'_>, page: &Planned) -> Draft {
    let mut draft = Draft::new(&page.body, page.body_start);
    if page.source.ends_with(".html") || page.source.ends_with(".htm") {
        let mut found = Html { plan, page, remarks: vec![] };
        let markdown = html::convert(&super::signs::without_signs(&page.body), &mut found);
        let remarks = found.remarks;
        for (at, what) in remarks {
            plan.archive.remark(Code::NotConverted, &plan.files.origin(&plan.whole(&page.source), page.body_start + at), what);
        }
        return Draft::new(&markdown, page.body_start);
    }
    let calls = hugo(draft.text());
    plan.calls(page, (&mut draft, &calls), |call, plan| made(call, (page, plan)));
    let shown = [("{{</*", "{{<"), ("*/>}}", ">}}"), ("{{%/*", "{{%"), ("*/%}}", "%}}"), ("<!--more-->", ""), ("<!-- more -->", "")];
    let text = draft.text().to_owned();
    draft.edit(
        shown.iter().flat_map(|(from, to)| text.match_indices(from).map(|(at, _)| (at..at + from.len(), (*to).to_owned()))).collect(),
    );
    draft
}

/// Boxes of themes, which are alerts here.
const BOXES: &[(&str, &str)] = &[
    ("note", "NOTE"),
    ("info", "NOTE"),
    ("notice", "NOTE"),
    ("alert", "NOTE"),
    ("callout", "NOTE"),
    ("admonition", "NOTE"),
    ("hint", "TIP"),
    ("tip", "TIP"),
    ("warning", "WARNING"),
    ("caution", "CAUTION"),
];

/// What becomes of a shortcode.
fn made(call: &Call, (page, plan): (&Planned, &Plan<'_>)) -> Made {
    let inner = || page.body.get(call.inner.clone()).unwrap_or_default().trim();
    let watch = |address: String| Made::Put(format!("<{}>", watchable(&address)));
    let first = call.first("id");
    match call.name.as_str() {
        "ref" | "relref" => {
            let named = call.first("path");
            let (path, fragment) = named.find('#').map_or((named, ""), |at| named.split_at(at));
            if path.is_empty() {
                return Made::Put(fragment.to_owned());
            }
            // Each language may have a folder of its own.
            let folder = page.source.split_inclusive('/').next().unwrap_or_default();
            let places = [page.source.as_str(), "", folder];
            let found = places.into_iter().find_map(|from| plan.source(from, path)).or_else(|| plan.named(path));
            match found {
                Some(file) => Made::Put(super::links::link(page.spot.path(), file, fragment)),
                None => Made::Gone(format!("no page is called `{named}`: only the words of the link are left")),
            }
        }
        "figure" | "img" | "image" if !call.first("src").is_empty() => {
            let words = [call.get("caption"), call.get("title"), call.get("attr")];
            let caption = words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(". ").replace('"', "”");
            let title = if caption.is_empty() { String::new() } else { format!(" \"{caption}\"") };
            let alt = Some(call.get("alt")).filter(|alt| !alt.is_empty()).unwrap_or(&caption).replace(['[', ']'], "");
            Made::Put(format!("![{alt}]({}{title})", safe(call.first("src"))))
        }
        "youtube" if !first.is_empty() => watch(format!("https://www.youtube.com/watch?v={first}")),
        "vimeo" if !first.is_empty() => watch(format!("https://vimeo.com/{first}")),
        "tweet" | "x" | "twitter" if !call.get("id").is_empty() => {
            watch(format!("https://x.com/{}/status/{}", call.get("user"), call.get("id")))
        }
        "instagram" if !first.is_empty() => watch(format!("https://www.instagram.com/p/{first}/")),
        "gist" if !call.nth(1).is_empty() => watch(format!("https://gist.github.com/{}/{}", call.nth(0), call.nth(1))),
        "highlight" if call.is_pair() => Made::Put(format!("```{}\n{}\n```", call.first("lang"), inner())),
        "rawhtml" if call.is_pair() => Made::Around(String::new(), String::new()),
        "details" if call.is_pair() => Made::Around(format!("**{}**\n", call.first("summary")), String::new()),
        "comment" if call.is_pair() => Made::Put(String::new()),
        name if call.is_pair() => match BOXES.iter().find(|(known, _)| *known == name) {
            Some((_, kind)) => {
                let said = call.first("type").to_lowercase();
                let said = BOXES.iter().find(|(known, _)| *known == said).map(|(_, kind)| kind);
                Made::Put(alert(said.unwrap_or(kind), inner()))
            }
            None => Made::Unknown,
        },
        _ => Made::Unknown,
    }
}

/// An alert of GFM.
pub(super) fn alert(kind: &str, text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
    format!("> [!{kind}]\n{}", lines.join("\n"))
}

/// What a page in HTML points to.
struct Html<'p, 'f> {
    plan: &'p Plan<'f>,
    page: &'p Planned,
    remarks: Vec<(usize, String)>,
}

impl Outside for Html<'_, '_> {
    fn link(&mut self, href: &str) -> Option<String> {
        Some(self.plan.target(self.page, href).unwrap_or_else(|| href.to_owned()))
    }

    fn media(&mut self, src: &str) -> String {
        self.plan.target(self.page, src).unwrap_or_else(|| src.to_owned())
    }

    fn remark(&mut self, at: usize, message: String) {
        self.remarks.push((at, message));
    }
}

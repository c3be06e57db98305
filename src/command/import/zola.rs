//! `gloss import zola`: the content of a Zola site.

use super::archive::{Archive, Front};
use super::draft::Draft;
use super::front::{Keys, scalar};
use super::generator::{Made, Plan, Planned, language_of, site_path};
use super::ground::{Ground, segment};
use super::html_media::watchable;
use super::hugo;
use super::links::{link, path_of};
use super::markdown::{self, Fate, safe};
use super::template_code::{Call, zola};
use super::tree::{Files, folder_of, name_of};
use crate::diagnostic::Code;
use crate::text::span::Span;
use crate::text::toml;

/// Reads the folder of a Zola site, or of its content.
pub(super) fn read(files: &Files, ground: &mut Ground) -> Archive {
    let mut plan = Plan::new("zola", files);
    let language = settings(&mut plan);
    for source in plan.contents() {
        match source.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
            Some("md") => page(&mut plan, &source, (&language, ground)),
            _ if plan.content.is_empty() && !source.contains('/') => {}
            _ => {
                // Files stand beside the page of their folder, whose name may have lost a date.
                let beside = plan
                    .source(&source, "index.md")
                    .map(|index| folder_of(index).trim_start_matches("content").trim_matches('/').to_owned());
                let folder = beside.unwrap_or_else(|| {
                    let path = site_path(&format!("{}/x", folder_of(&source)), ground);
                    path.trim_start_matches("content/").trim_end_matches("x.md").trim_matches('/').to_owned()
                });
                plan.beside(&source, &folder);
            }
        }
    }
    plan.statics("static");
    plan.finish(|plan, page| body(plan, page))
}

/// What the configuration says of addresses; gives the language of files whose names carry none.
fn settings(plan: &mut Plan<'_>) -> String {
    let Some(name) = ["config.toml", "zola.toml"].into_iter().find(|name| plan.files.has(name)) else { return String::new() };
    let Some(text) = plan.files.text(name, &mut plan.archive) else { return String::new() };
    let origin = plan.files.origin(name, 0);
    match toml::parse(&text, Span::new(0, text.len())) {
        Ok(node) => {
            plan.addresses.host(&node.get("base_url").map(scalar).unwrap_or_default());
            plan.archive.remark(Code::NotConverted, &origin, "titles, menus and other settings are left out: write them in `gloss.yaml`");
            node.get("default_language").map(scalar).unwrap_or_else(|| "en".into()).to_lowercase()
        }
        Err(error) => {
            plan.archive.remark(Code::Syntax, &plan.files.origin(name, error.span.start as usize), error.message);
            String::new()
        }
    }
}

fn page(plan: &mut Plan<'_>, source: &str, (main, ground): (&str, &mut Ground)) {
    let Some((text, origin, mut keys)) = plan.open(source) else { return };
    let tag = language_of(source).filter(|tag| tag != main);
    if plan.is_foreign(source, tag.as_deref(), (&origin, ground)) {
        return;
    }
    let body = text.get(keys.body..).unwrap_or_default();
    let list = name_of(source).starts_with("_index.");
    let deep = list && folder_of(source).contains('/');
    if deep && body.trim().is_empty() {
        return;
    }
    let (dated, day) = undated(source);
    let mut front = front(&mut keys);
    let (slug, own_path, aliases) = (keys.text("slug"), keys.text("path"), keys.list("aliases"));
    for (key, written, at) in &keys.odd {
        plan.archive.remark(
            Code::NotConverted,
            &plan.files.origin(&plan.whole(source), *at),
            format!("`{key}: {written}` is no date and is left out"),
        );
    }
    front.date = front.date.or(day);
    front.extra.extend(keys.rest());
    let page_path = if deep { dated.replace("_index.", "index.") } else { dated };
    if front.title.is_empty() {
        let name = if name_of(&page_path).contains("index.") { name_of(folder_of(&page_path)) } else { name_of(&page_path) };
        let words = name.split('.').next().unwrap_or_default().replace(['-', '_'], " ");
        front.title = if words.is_empty() { ground.config.title.clone() } else { words };
    }
    let spot = plan.spot(source, (&site_path(&page_path, ground), ground));
    let list = list && !deep;
    let prefix = tag.as_deref().map(|tag| format!("/{tag}")).unwrap_or_default();
    if !list {
        front.slug = Some(segment(&slug)).filter(|_| !slug.is_empty());
    }
    let old = if own_path.is_empty() { ground.address(spot.path(), &front) } else { format!("{prefix}/{}/", own_path.trim_matches('/')) };
    if !own_path.is_empty() && !list {
        front.slug = None;
        front.url = Some(old.clone());
    }
    for alias in &aliases {
        plan.addresses.page(alias, spot.path());
        if !list {
            ground.old_address(spot.path(), &mut front, path_of(alias));
        }
    }
    if list && !aliases.is_empty() {
        plan.archive.remark(
            Code::NotConverted,
            &origin,
            format!("old addresses of the section's page are left out: {}", aliases.join(", ")),
        );
    }
    plan.page(Planned { source: source.to_owned(), spot, front, body: body.to_owned(), body_start: text.len() - body.len(), old });
}

/// A path without the date in the name of its file or of its bundle, and that date: `2024-06-19-a-visit.md`.
fn undated(source: &str) -> (String, Option<String>) {
    let mut parts: Vec<String> = source.split('/').map(str::to_owned).collect();
    let bundle = name_of(source).starts_with("index.");
    let at = parts.len().checked_sub(if bundle { 2 } else { 1 });
    let Some(name) = at.and_then(|at| parts.get_mut(at)) else { return (source.to_owned(), None) };
    let day = name.get(..10).and_then(|day| day.parse::<jiff::civil::Date>().ok().map(|_| day.to_owned()));
    let rest = name.get(10..).and_then(|rest| rest.strip_prefix(['-', '_'])).map(str::to_owned);
    match (day, rest) {
        (Some(day), Some(rest)) if rest.trim_end_matches(".md").len() > 1 => {
            *name = rest;
            (parts.join("/"), Some(day))
        }
        _ => (source.to_owned(), None),
    }
}

/// Front matter of Zola in this site's keys.
fn front(keys: &mut Keys) -> Front {
    let (date, changed) = (keys.date("date"), keys.date("updated"));
    let (mut taxonomies, mut extra) = (keys.map("taxonomies"), keys.map("extra"));
    let mut categories = taxonomies.list("categories");
    let section = (!categories.is_empty()).then(|| categories.remove(0));
    let mut authors = keys.list("authors");
    authors.extend(taxonomies.list("authors").into_iter().chain(taxonomies.list("author")).chain(extra.list("author")));
    let title = keys.text("title");
    let mut front = Front {
        description: keys.first(&["description", "summary"]),
        updated: changed.filter(|changed| Some(changed) != date.as_ref()),
        date,
        section,
        tags: categories.into_iter().chain(taxonomies.list("tags")).collect(),
        series: taxonomies.list("series").into_iter().next(),
        authors,
        draft: keys.flag("draft").unwrap_or_default(),
        cover: hugo::cover(&mut extra, &title),
        title,
        ..Front::default()
    };
    front.extra = extra.rest();
    let others = taxonomies.rest();
    if !others.is_empty() {
        front.extra.insert("taxonomies".into(), others.into());
    }
    front
}

fn body(plan: &mut Plan<'_>, page: &Planned) -> Draft {
    let mut draft = Draft::new(&page.body, page.body_start);
    let calls = zola(draft.text());
    plan.calls(page, (&mut draft, &calls), |call, _| made(call, page));
    let shown = [("{{/*", "{{"), ("*/}}", "}}"), ("{%/*", "{%"), ("*/%}", "%}"), ("<!-- more -->", ""), ("<!--more-->", "")];
    let text = draft.text().to_owned();
    draft.edit(
        shown.iter().flat_map(|(from, to)| text.match_indices(from).map(|(at, _)| (at..at + from.len(), (*to).to_owned()))).collect(),
    );
    let mut lost = Vec::new();
    markdown::rewrite(&mut draft, |found, draft| {
        let Some(named) = found.address.strip_prefix("@/") else { return Fate::Keep };
        let (path, fragment) = named.find('#').map_or((named, ""), |at| named.split_at(at));
        match plan.source("", path) {
            Some(file) => Fate::Become(link(page.spot.path(), file, fragment)),
            None => {
                lost.push((draft.origin(found.range.start), found.address.clone()));
                Fate::Words
            }
        }
    });
    for (at, address) in lost {
        plan.archive.remark(
            Code::NotConverted,
            &plan.files.origin(&plan.whole(&page.source), at),
            format!("`{address}` is no page of the archive: only the words of the link are left"),
        );
    }
    draft
}

/// What becomes of a shortcode: those that Zola has, and names that themes share.
fn made(call: &Call, page: &Planned) -> Made {
    let inner = || page.body.get(call.inner.clone()).unwrap_or_default().trim();
    let id = call.get("id");
    match call.name.as_str() {
        "youtube" if !id.is_empty() => Made::Put(format!("<{}>", watchable(&format!("https://www.youtube.com/watch?v={id}")))),
        "vimeo" if !id.is_empty() => Made::Put(format!("<https://vimeo.com/{id}>")),
        "figure" | "image" | "img" if !source_of(call).is_empty() => {
            let caption = call.get("caption").replace('"', "”");
            let title = if caption.is_empty() { String::new() } else { format!(" \"{caption}\"") };
            let alt = Some(call.get("alt")).filter(|alt| !alt.is_empty()).unwrap_or(&caption).replace(['[', ']'], "");
            Made::Put(format!("![{alt}]({}{title})", safe(source_of(call))))
        }
        "quote" | "blockquote" if call.is_pair() => {
            let lines: Vec<String> = inner().lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
            let author =
                Some(call.get("author")).filter(|author| !author.is_empty()).map(|author| format!("\n>\n> — {author}")).unwrap_or_default();
            Made::Put(format!("{}{author}", lines.join("\n")))
        }
        "note" | "info" if call.is_pair() => Made::Put(hugo::alert("NOTE", inner())),
        "tip" if call.is_pair() => Made::Put(hugo::alert("TIP", inner())),
        "warning" | "alert" if call.is_pair() => Made::Put(hugo::alert("WARNING", inner())),
        _ => Made::Unknown,
    }
}

fn source_of(call: &Call) -> &str {
    ["src", "path", "url"].into_iter().map(|key| call.get(key)).find(|source| !source.is_empty()).unwrap_or_default()
}

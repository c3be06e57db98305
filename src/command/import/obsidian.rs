//! `gloss import obsidian`: the notes of a vault, or of a folder that Quartz publishes.

use std::collections::{BTreeMap, BTreeSet};

use super::archive::{Archive, Front, Page};
use super::front::Keys;
use super::ground::{Ground, Spot, segment};
use super::obsidian_notes::Notes;
use super::obsidian_text::convert;
use super::tree::{Files, folder_of, name_of};
use crate::diagnostic::Code;
use crate::text::slug::slug;

/// A note on its way.
pub(super) struct Note {
    /// Its path in the vault.
    pub(super) source: String,
    pub(super) spot: Spot,
    pub(super) front: Front,
    pub(super) body: String,
    pub(super) body_start: usize,
    /// The entity that it is, if it is one.
    pub(super) entity: Option<String>,
}

/// Folders of a glossary, each with the kind of what is in it.
const KINDS: &[(&str, &[&str])] = &[
    ("person", &["person", "people", "persons", "люди", "персони", "osoby", "personen"]),
    ("organization", &["organization", "organizations", "organisations", "orgs", "companies", "організації", "organizacje"]),
    ("place", &["place", "places", "locations", "countries", "місця", "країни", "miejsca", "orte"]),
    ("event", &["event", "events", "події", "wydarzenia"]),
    ("work", &["work", "works", "books"]),
    ("law", &["law", "laws", "закони"]),
    ("weapon", &["weapon", "weapons", "зброя"]),
    ("term", &["term", "terms", "concepts", "терміни"]),
];

/// Reads a vault. The notes below the folder `glossary` become entities.
pub(super) fn read(files: &Files, glossary: Option<&str>, ground: &mut Ground) -> Archive {
    let mut archive = Archive::default();
    files.passed(&mut archive);
    let glossary =
        glossary.map(|folder| format!("{}/", folder.replace('\\', "/").trim_start_matches("./").trim_matches('/').to_lowercase()));
    let mut notes = Vec::new();
    for source in files.paths() {
        match source.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
            Some("md") => {
                let is_entity = glossary.as_ref().is_some_and(|folder| source.to_lowercase().starts_with(folder));
                notes.extend(note(files, source, (&mut archive, ground, is_entity)));
            }
            Some("canvas" | "base" | "excalidraw") => {
                archive.remark(Code::NotImported, &files.origin(source, 0), format!("`{source}` is no note and is left out"));
            }
            _ => {}
        }
    }
    if let Some(folder) = glossary.filter(|folder| !files.paths().any(|path| path.to_lowercase().starts_with(folder.as_str()))) {
        archive.remark(Code::NotImported, &files.origin("", 0), format!("the vault has no folder `{}`", folder.trim_end_matches('/')));
    }
    write(files, notes, archive)
}

/// Writes the notes that are new.
fn write(files: &Files, notes: Vec<Note>, mut archive: Archive) -> Archive {
    let index = Notes::new(files, &notes);
    let mut wanted = BTreeSet::new();
    let mut pages = Vec::new();
    for note in &notes {
        let Spot::New(path) = &note.spot else {
            archive.known += 1;
            continue;
        };
        let made = convert(note, &index);
        let mut front = note.front.clone();
        if note.entity.is_none() {
            front.tags.extend(made.tags);
            if let Some(cover) = &mut front.cover
                && let Some((src, asset)) = index.picture(&note.source, (path, &cover.src))
            {
                cover.src = src;
                wanted.insert(asset);
            }
        } else if front.description.is_empty() {
            front.description = first_sentence(&made.body);
        }
        for (at, code, what) in made.remarks {
            archive.remark(code, &files.origin(&note.source, at), what);
        }
        wanted.extend(made.assets);
        pages.push(Page {
            identity: identity(&note.source),
            path: path.clone(),
            front,
            body: made.body,
            origin: files.origin(&note.source, 0),
        });
    }
    archive.assets.extend(wanted);
    archive.pages.extend(pages);
    archive
}

fn note(files: &Files, source: &str, (archive, ground, is_entity): (&mut Archive, &mut Ground, bool)) -> Option<Note> {
    let text = files.text(source, archive)?;
    let origin = files.origin(source, 0);
    let mut keys = match Keys::read(&origin.file, &text) {
        Ok(keys) => keys,
        Err(findings) => {
            archive.remarks.extend(findings);
            archive.remark(Code::NotImported, &origin, format!("`{source}` is left out: its front matter cannot be read"));
            return None;
        }
    };
    if keys.flag("publish") == Some(false) {
        archive.remark(Code::NotImported, &origin, format!("`{source}` is left out: it says `publish: false`"));
        return None;
    }
    let body = text.get(keys.body..).unwrap_or_default();
    let body_start = text.len() - body.len();
    let stem = source.trim_end_matches(".md");
    let title = Some(keys.text("title")).filter(|title| !title.is_empty()).unwrap_or_else(|| match name_of(stem) {
        "index" | "_index" if stem.contains('/') => name_of(folder_of(stem)).to_owned(),
        "index" | "_index" => ground.config.title.clone(),
        name => name.to_owned(),
    });
    let (body, body_start) = without_title((body, body_start), &title);
    let aliases: Vec<String> = keys.list("aliases").into_iter().chain(keys.list("alias")).collect();
    let mut note = Note {
        source: source.to_owned(),
        spot: Spot::Known(String::new()),
        front: Front { title, ..Front::default() },
        body,
        body_start,
        entity: None,
    };
    if is_entity {
        entity(&mut note, (&mut keys, aliases), ground);
        return Some(note);
    }
    note.front = article(&mut keys, note.front.title);
    for (key, written, at) in &keys.odd {
        archive.remark(Code::NotConverted, &files.origin(source, *at), format!("`{key}: {written}` is no date and is left out"));
    }
    let permalink = keys.text("permalink");
    note.front.extra = keys.rest();
    if !aliases.is_empty() {
        // Links of other notes may use these names.
        note.front.extra.insert("names".into(), aliases.clone().into());
    }
    let parts: Vec<String> = stem
        .split('/')
        .map(|part| if matches!(part, "index" | "_index") { part.to_owned() } else { segment(part).to_lowercase() })
        .collect();
    let mut path = parts.join("/");
    if ground.in_glossary(&format!("/{path}")) {
        path = format!("notes/{path}");
    }
    note.spot = ground.page(&identity(source), &format!("content/{path}.md"));
    if !permalink.is_empty() {
        note.front.url =
            Some(format!("/{}/", permalink.trim_matches('/'))).filter(|url| !url.contains(char::is_whitespace) && !url.contains(".."));
    }
    let published = published_as(stem);
    ground.old_address(note.spot.path(), &mut note.front, &published);
    for alias in aliases {
        let old = format!("{}/{}", folder_of(&published), published_as(&alias).trim_start_matches('/'));
        ground.old_address(note.spot.path(), &mut note.front, &old);
    }
    Some(note)
}

/// What a note is known by.
fn identity(source: &str) -> String {
    format!("obsidian:{source}")
}

/// The address that Quartz gives a note.
fn published_as(stem: &str) -> String {
    let stem = stem.trim_end_matches("/index").trim_end_matches("/_index");
    let stem = if matches!(stem, "index" | "_index") { "" } else { stem };
    format!(
        "/{}",
        stem.replace(char::is_whitespace, "-")
            .replace('&', "-and-")
            .replace('%', "-percent")
            .replace(['?', '#', '"', ':', '*', '|', '<', '>', '\\'], "")
    )
}

fn article(keys: &mut Keys, title: String) -> Front {
    let date = ["date", "published", "created"].iter().find_map(|key| keys.date(key));
    let changed = ["updated", "modified", "lastmod"].iter().find_map(|key| keys.date(key));
    let mut authors = keys.list("authors");
    authors.extend(keys.list("author"));
    let tags = keys.list("tags").into_iter().chain(keys.list("tag"));
    let tags = tags.flat_map(|tags| tags.split(',').map(|tag| tag.trim().trim_start_matches('#').to_owned()).collect::<Vec<_>>());
    Front {
        description: keys.first(&["description", "summary", "excerpt"]),
        updated: changed.filter(|changed| Some(changed) > date.as_ref()),
        date,
        tags: tags.filter(|tag| !tag.is_empty()).collect(),
        authors,
        section: Some(keys.text("section")).filter(|section| !section.is_empty()),
        draft: keys.flag("draft").unwrap_or_default(),
        cover: super::hugo::cover(keys, &title),
        title,
        ..Front::default()
    }
}

/// A note becomes an entity: its folder or its front matter says of what kind.
fn entity(note: &mut Note, (keys, aliases): (&mut Keys, Vec<String>), ground: &mut Ground) {
    let said = keys.first(&["kind", "type"]).to_lowercase();
    let folder = folder_of(&note.source).to_lowercase();
    let kind_of =
        |word: &str| KINDS.iter().find(|(kind, words)| *kind == word || words.contains(&word)).map(|(kind, _)| (*kind).to_owned());
    let own = ground.config.glossary.kinds.contains_key(&said).then(|| said.clone());
    let kind = own.or_else(|| kind_of(&said)).or_else(|| folder.rsplit('/').find_map(kind_of)).unwrap_or_else(|| "term".into());
    let id = slug(&note.front.title);
    let wanted = format!("content/{}/{kind}/{id}.md", ground.config.glossary.folder.trim_matches('/'));
    // Entities carry no sign of where they come from: one of that id is this one.
    note.spot = if ground.has_entity(&id) { Spot::Known(wanted) } else { ground.page(&identity(&note.source), &wanted) };
    note.front.kind = Some(kind);
    note.front.aliases = aliases.into_iter().filter(|alias| *alias != note.front.title).collect();
    note.front.description = keys.first(&["description", "summary"]);
    note.entity = Some(name_of(note.spot.path()).trim_end_matches(".md").to_owned());
}

/// A text without a first heading that repeats the title.
fn without_title((body, start): (&str, usize), title: &str) -> (String, usize) {
    let trimmed = body.trim_start();
    let first = trimmed.lines().next().unwrap_or_default();
    if first.strip_prefix("# ").is_some_and(|heading| heading.trim() == title.trim()) {
        let rest = trimmed.get(first.len()..).unwrap_or_default();
        return (rest.to_owned(), start + body.len() - rest.len());
    }
    (body.to_owned(), start)
}

/// The first sentence of a text, for a card: up to 300 letters, without signs.
fn first_sentence(markdown: &str) -> String {
    let line = markdown
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with(['#', '>', '-', '!', '|', '<', '`']))
        .unwrap_or_default();
    let mut words = String::new();
    let mut rest = line;
    // Links by their words.
    while let Some((before, behind)) = rest.split_once('[') {
        words.push_str(before);
        let (inner, after) = behind.trim_start_matches('[').split_once(']').unwrap_or((behind, ""));
        words.push_str(inner.rsplit('|').next().unwrap_or(inner));
        let after = after.trim_start_matches(']');
        rest = after.strip_prefix('(').and_then(|target| target.split_once(')')).map_or(after, |(_, after)| after);
    }
    words.push_str(rest);
    let words = words.replace(['*', '_', '`'], "");
    let end = words.find(". ").map_or(words.len(), |at| at + 1);
    words.get(..end).unwrap_or(&words).chars().take(300).collect()
}

/// Names of notes, for links: of each its own, and what it is called besides.
pub(super) fn names(notes: &[Note]) -> BTreeMap<String, Vec<usize>> {
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, note) in notes.iter().enumerate() {
        let stem = name_of(&note.source).trim_end_matches(".md");
        names.entry(stem.to_lowercase()).or_default().push(at);
    }
    for (at, note) in notes.iter().enumerate() {
        let others =
            note.front.extra.get("names").and_then(serde_json::Value::as_array).into_iter().flatten().filter_map(serde_json::Value::as_str);
        let own = if note.entity.is_some() { note.front.aliases.as_slice() } else { &[] };
        for name in others.chain(own.iter().map(String::as_str)).chain([note.front.title.as_str()]) {
            let known = names.entry(name.to_lowercase()).or_default();
            if !known.contains(&at) {
                known.push(at);
            }
        }
    }
    names
}

//! Front matter's keys become a [`Front`].

use super::front::{Correction, CorrectionKind, Cover, Front, Genre, GlossaryChoice, INHERITED, Moment, ReadAlsoItem, SourceItem, Spanned};
use super::moment;
use super::place;
use super::settings::Settings;
use crate::config::read::LINK_POLICIES;
use crate::config::reader::{Field, Map, Reader};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::node::{Node, Value};
use crate::text::span::Span;

/// The words of `genre`.
pub(super) const GENRES: &[(&str, Genre)] = &[
    ("news", Genre::News),
    ("analysis", Genre::Analysis),
    ("background", Genre::Background),
    ("opinion", Genre::Opinion),
    ("fact-check", Genre::FactCheck),
];

/// The words of a correction's `kind`.
pub(super) const CORRECTION_KINDS: &[(&str, CorrectionKind)] = &[
    ("correction", CorrectionKind::Correction),
    ("clarification", CorrectionKind::Clarification),
    ("update", CorrectionKind::Update),
    ("retraction", CorrectionKind::Retraction),
];

/// Whether a page must have a headline of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Headline {
    /// An article: without one, the file's name stands in and that is a finding.
    Needed,
    /// A section's page: without one, the folder's name stands in.
    Optional,
}

/// Reads the front matter of an article or a section's page.
pub(super) fn read(reader: &mut Reader<'_>, node: &Node, settings: &Settings, headline: Headline) -> Front {
    let Some(mut map) = reader.map(node, "front matter") else { return Front::default() };
    let zone = &settings.timezone;
    let title = match headline {
        Headline::Needed => map.required("title", "\"…\""),
        Headline::Optional => map.optional("title"),
    };
    let mut front = Front {
        title: title.unwrap_or_default(),
        date: date(&mut map, "date", settings),
        updated: date(&mut map, "updated", settings),
        description: map.text("description"),
        slug: map.optional("slug").filter(|slug| sound_slug(map.reader, slug)),
        url: map.optional("url").and_then(|url| sound_url(map.reader, url)),
        section: map.optional("section"),
        series: map.optional("series").map(|series| series.value),
        genre: map.choice("genre", GENRES).unwrap_or_default(),
        tags: values(map.texts("tags")),
        authors: values(map.texts("authors")),
        language: language(&mut map, settings),
        cover: cover(&mut map),
        draft: map.flag("draft").unwrap_or_default(),
        publish_at: date(&mut map, "publish_at", settings),
        expires_at: date(&mut map, "expires_at", settings),
        aliases: aliases(&mut map),
        read_also: map.items("read_also").into_iter().filter_map(|item| read_also(map.reader, item)).collect(),
        glossary: glossary(&mut map),
        corrections: map.items("corrections").into_iter().filter_map(|item| correction(map.reader, item, zone)).collect(),
        backstory: map.text("backstory"),
        sources: map.items("sources").into_iter().filter_map(|item| source(map.reader, item, zone)).collect(),
        template: map.optional("template"),
        written: INHERITED.into_iter().filter(|key| node.get(key).is_some()).collect(),
        extra: map.take("extra").map_or_else(|| "null".into(), |extra| extra.node.to_json().to_string()),
    };
    front.corrections.sort_by_key(|correction| correction.date.instant);
    if let (Some(from), Some(to)) = (front.publish_at, front.expires_at)
        && to.instant <= from.instant
    {
        let span = map.key_span("expires_at");
        let finding = Diagnostic::new(Code::NeverPublished, "`expires_at` is not after `publish_at`: the page would never be shown");
        map.reader.report(span, finding.help("set `expires_at` to a later time, or leave it out"));
    }
    map.finish("keys of your own belong under `extra:`");
    front
}

/// Reads what the document of an entity needs of its front matter; the glossary reads the rest, and finds what is wrong.
pub(super) fn read_entity(text: &str, node: &Node) -> Front {
    let words = |key: &str| {
        let node = node.get(key)?;
        let value = match &node.value {
            Value::String(words) => words.clone(),
            Value::Int(_) | Value::Float(_) | Value::Bool(_) => node.span.of(text).to_owned(),
            _ => return None,
        };
        Some(Spanned { value, span: node.span })
    };
    Front {
        title: words("name").unwrap_or_default(),
        slug: words("id"),
        description: words("description").unwrap_or_default().value,
        extra: "null".into(),
        ..Front::default()
    }
}

fn values(items: Vec<Spanned<String>>) -> Vec<String> {
    items.into_iter().map(|item| item.value).filter(|item| !item.trim().is_empty()).collect()
}

fn date(map: &mut Map<'_, '_, '_>, key: &'static str, settings: &Settings) -> Option<Moment> {
    let field = map.take(key)?;
    moment::read(map.reader, field, &settings.timezone)
}

fn language(map: &mut Map<'_, '_, '_>, settings: &Settings) -> Option<crate::config::Language> {
    let tag = map.optional("language")?;
    let known = settings.language(&tag.value).cloned();
    if known.is_none() {
        let finding = unknown_language(&tag.value, settings);
        map.reader.report(tag.span, finding);
    }
    known
}

/// The finding for a language that the site does not have.
pub(super) fn unknown_language(tag: &str, settings: &Settings) -> Diagnostic {
    Diagnostic::new(Code::UnknownLanguage, format!("`{tag}` is no language of this site"))
        .did_you_mean(tag, settings.languages.iter().map(|(language, _)| language.tag()))
        .help(format!("add `{tag}` to `languages` in `gloss.yaml`"))
}

fn sound_slug(reader: &mut Reader<'_>, slug: &Spanned<String>) -> bool {
    let sound =
        !slug.value.is_empty() && !slug.value.contains(wrong_in_address) && !slug.value.contains('/') && !slug.value.starts_with('.');
    if !sound {
        let better = crate::text::slug::slug(&slug.value);
        let finding = Diagnostic::new(Code::BadUrl, format!("`{}` cannot be the last part of an address", slug.value));
        reader.report(slug.span, finding.help(format!("write `slug: {better}`")));
    }
    sound
}

/// An address from `/`, ended by `/` or a file's ending.
fn sound_url(reader: &mut Reader<'_>, url: Spanned<String>) -> Option<Spanned<String>> {
    if let Some(value) = normal_url(&url.value) {
        return Some(Spanned { value, ..url });
    }
    let finding = Diagnostic::new(Code::BadUrl, format!("`{}` is no address inside this site", url.value));
    reader.report(url.span, finding.help("write a path from `/` of the site, without `..`, `?` and `#`: `/about/`"));
    None
}

/// A path from `/`, with `/` at its end unless it names a file; `None` if it leads out of the site or cannot be a path.
fn normal_url(url: &str) -> Option<String> {
    let inside = url.strip_prefix('/')?;
    let leads_out = inside.starts_with('/') || inside.split('/').any(|part| part == ".." || part == ".");
    if leads_out || url.contains(wrong_in_address) || url.contains("//") {
        return None;
    }
    let last = url.rsplit('/').next().unwrap_or_default();
    Some(if last.is_empty() || last.contains('.') { url.to_owned() } else { format!("{url}/") })
}

fn wrong_in_address(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || matches!(letter, '?' | '#' | '\\' | '<' | '>' | '"' | '|' | '*' | ':')
}

/// Old addresses: of this site, with or without a leading `/`.
fn aliases(map: &mut Map<'_, '_, '_>) -> Vec<Spanned<String>> {
    let written = map.texts("aliases");
    let rooted = |alias: Spanned<String>| match alias.value.starts_with('/') {
        true => alias,
        false => Spanned { value: format!("/{}", alias.value), ..alias },
    };
    written.into_iter().map(rooted).filter_map(|alias| sound_url(map.reader, alias)).collect()
}

/// The words of a picture's `origin`, and what IPTC's digital source types call it: taken by a camera, drawn by a person, of a
/// screen, made by a generative model, in parts made by one.
const ORIGINS: &[(&str, &str)] = &[
    ("photo", "DigitalCapture"),
    ("drawing", "DigitalArt"),
    ("screenshot", "ScreenCapture"),
    ("generated", "TrainedAlgorithmicMedia"),
    ("partly-generated", "CompositeWithTrainedAlgorithmicMedia"),
];

fn cover(map: &mut Map<'_, '_, '_>) -> Option<Cover> {
    let field = map.take("cover")?;
    if matches!(field.node.value, Value::String(_)) {
        let src = map.reader.text(field)?;
        missing_alt(map.reader, src.span);
        let none = String::new;
        return Some(Cover { src, alt: none(), credit: none(), caption: none(), license: none(), copyright: none(), origin: None });
    }
    let mut map = map.reader.map(field.node, "a cover")?;
    let src = map.required("src", "picture.jpg");
    let alt = map.text("alt");
    let (credit, caption) = (map.text("credit"), map.text("caption"));
    let (license, copyright, origin) = (map.text("license"), map.text("copyright"), map.choice("origin", ORIGINS));
    if let (Some(src), true) = (&src, alt.trim().is_empty()) {
        missing_alt(map.reader, src.span);
    }
    map.finish("");
    Some(Cover { src: src?, alt, credit, caption, license, copyright, origin })
}

fn missing_alt(reader: &mut Reader<'_>, span: Span) {
    let finding = Diagnostic::new(Code::MissingAlt, "the cover has no `alt`: words for readers who do not see it");
    reader.report(span, finding.help("add `alt: …` beside `src`"));
}

fn read_also(reader: &mut Reader<'_>, field: Field<'_>) -> Option<ReadAlsoItem> {
    if !matches!(field.node.value, Value::Map(_)) {
        let target = reader.text(field)?;
        return Some(ReadAlsoItem { target: target.value, title: None, span: target.span });
    }
    let mut map = reader.map(field.node, "a \"Read also\" item")?;
    let title = map.optional("title").map(|title| title.value);
    let (target, url) = (map.optional("target"), map.optional("url"));
    let target = target.or(url).map(|target| target.value).or_else(|| title.clone());
    if target.is_none() {
        let finding = Diagnostic::new(Code::MissingKey, "a \"Read also\" item has neither `target` nor `title`");
        map.reader.report(field.node.span, finding.help("add `target: a-slug`, `target: https://…`, or the headline as `title`"));
    }
    map.finish("");
    Some(ReadAlsoItem { target: target?, title, span: field.node.span })
}

fn glossary(map: &mut Map<'_, '_, '_>) -> GlossaryChoice {
    let Some(field) = map.take("glossary") else { return GlossaryChoice::default() };
    let Some(mut map) = map.reader.map(field.node, "`glossary`") else { return GlossaryChoice::default() };
    let mut pin = Vec::new();
    if let Some(pins) = map.take("pin") {
        for entry in map.reader.entries(pins) {
            let alias = Spanned { value: entry.key.clone(), span: entry.key_span };
            if let Some(id) = map.reader.text(Field { key: &entry.key, node: &entry.node }) {
                pin.push((alias, Spanned { value: id.value.trim_start_matches('@').to_owned(), ..id }));
            }
        }
    }
    let choice =
        GlossaryChoice { pin, ignore: ids(&mut map, "ignore"), only: ids(&mut map, "only"), link: map.choice("link", LINK_POLICIES) };
    map.finish("");
    choice
}

fn ids(map: &mut Map<'_, '_, '_>, key: &'static str) -> Vec<Spanned<String>> {
    let bare = |id: Spanned<String>| Spanned { value: id.value.trim_start_matches('@').to_owned(), ..id };
    map.texts(key).into_iter().map(bare).collect()
}

fn correction(reader: &mut Reader<'_>, field: Field<'_>, zone: &jiff::tz::TimeZone) -> Option<Correction> {
    let mut map = reader.map(field.node, "a correction")?;
    let date = match map.take("date") {
        Some(date) => moment::read(map.reader, date, zone),
        None => map.required("date", "2024-06-19").and(None),
    };
    let text = map.required("text", "\"…\"");
    let kind = map.choice("kind", CORRECTION_KINDS).unwrap_or_default();
    map.finish("");
    Some(Correction { date: date?, text: text?.value, kind, span: field.node.span })
}

fn source(reader: &mut Reader<'_>, field: Field<'_>, zone: &jiff::tz::TimeZone) -> Option<SourceItem> {
    if let Value::String(words) = &field.node.value {
        let url = place::is_web_address(words).then(|| words.clone());
        return Some(SourceItem { title: words.clone(), url, publisher: String::new(), date: None, archived_url: None });
    }
    let mut map = reader.map(field.node, "a source")?;
    let title = map.required("title", "\"…\"");
    let url = map.optional("url").map(|url| url.value);
    let publisher = map.text("publisher");
    let date = map.take("date").and_then(|date| moment::read(map.reader, date, zone));
    let archived_url = map.optional("archived_url").map(|url| url.value);
    map.finish("");
    Some(SourceItem { title: title?.value, url, publisher, date, archived_url })
}

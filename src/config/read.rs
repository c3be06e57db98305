//! The site's file becomes a [`Config`].

use std::collections::BTreeMap;

use super::compress::ENCODINGS;
use super::language::{Fallback, Language};
use super::reader::{Field, Map, Reader};
use super::site::{
    AuthorConfig, Config, FeedFormat, FeedsConfig, GlossaryConfig, LanguageConfig, LinkPolicy, MenuItem, Publisher, ReadAlsoConfig,
    ShortNames, SocialCards, SocialCardsConfig,
};
use super::{read_deploy, read_headers, read_rules, read_standing};
use crate::diagnostic::{Code, Diagnostic};
use crate::picture::{Recipe, WEBP_SIDE};
use crate::text::node::{Entry, Node, Value};
use crate::text::span::Span;

/// The words of `link`.
pub const LINK_POLICIES: &[(&str, LinkPolicy)] = &[
    ("first", LinkPolicy::First),
    ("first_per_section", LinkPolicy::FirstPerSection),
    ("all", LinkPolicy::All),
    ("none", LinkPolicy::None),
];

/// The words of `short_names`.
const SHORT_NAMES: &[(&str, ShortNames)] = &[("all", ShortNames::All), ("surnames", ShortNames::Surnames), ("none", ShortNames::None)];

/// The words of an author's `kind`: whether it is an organisation.
const AUTHORS: &[(&str, bool)] = &[("person", false), ("organization", true)];

/// The words of `fallback`.
const FALLBACKS: &[(&str, Fallback)] = &[("none", Fallback::None), ("lists", Fallback::Lists), ("pages", Fallback::Pages)];

/// The words of `formats`.
const FEED_FORMATS: &[(&str, FeedFormat)] = &[("atom", FeedFormat::Atom), ("rss", FeedFormat::Rss), ("json", FeedFormat::Json)];

/// The words of `images.formats`: whether it is WebP. The original is there always, for browsers that know no other.
const PICTURE_FORMATS: &[(&str, bool)] = &[("webp", true), ("original", false)];

/// Reads the site's file.
pub fn read(reader: &mut Reader<'_>, node: &Node) -> Config {
    let mut config = Config::default();
    let Some(mut map) = reader.map(node, "the site's file") else { return config };
    if let Some(title) = map.required("title", "\"…\"") {
        config.title = title.value;
    }
    config.base_url = base_url(&mut map);
    config.description = map.text("description");
    languages(&mut map, &mut config);
    if let Some(zone) = timezone(&mut map) {
        config.timezone = zone;
    }
    config.publisher = publisher(&mut map);
    config.authors = authors(&mut map);
    config.menu = menu(&mut map);
    if let Some(count) = map.count("paginate") {
        config.paginate = count.max(1);
    }
    if let Some(pretty) = map.flag("pretty_urls") {
        config.pretty_urls = pretty;
    }
    if let Some(smart) = map.flag("smart_punctuation") {
        config.smart_punctuation = smart;
    }
    glossary(&mut map, &mut config.glossary);
    read_also(&mut map, &mut config.read_also);
    feeds(&mut map, &mut config.feeds);
    if let Some(search) = map.flag("search") {
        config.search = search;
    }
    if let Some(told) = map.flag("how_it_works") {
        config.how_it_works = told;
    }
    social_cards(&mut map, &mut config.social_cards);
    images(&mut map, &mut config.images);
    for item in map.items("compress") {
        if let Some(encoding) = map.reader.choice(item, ENCODINGS).filter(|encoding| !config.compress.contains(encoding)) {
            config.compress.push(encoding);
        }
    }
    config.robots = read_standing::robots(&mut map);
    config.trust = read_standing::trust(&mut map);
    config.security = read_standing::security(&mut map);
    config.findings = read_rules::findings(&mut map);
    config.headers = read_headers::headers(&mut map);
    config.deploy = read_deploy::targets(&mut map, &config.compress);
    config.host = read_deploy::host(&mut map, &config.deploy);
    config.pings = read_deploy::pings(&mut map);
    if let Some(extra) = map.take("extra") {
        config.extra = extra.node.to_json();
    }
    map.finish("keys of your own belong under `extra:`");
    config
}

/// Scheme, host and path, without a slash at the end.
fn base_url(map: &mut Map<'_, '_, '_>) -> String {
    let Some(url) = map.required("base_url", "https://example.org") else { return String::new() };
    let rest = url.value.strip_prefix("https://").or_else(|| url.value.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split('/').next().unwrap_or_default()).unwrap_or_default();
    let sound = !host.is_empty()
        && !host.contains('@')
        && !url.value.contains(|letter: char| letter.is_whitespace() || matches!(letter, '?' | '#'));
    if !sound {
        let finding = Diagnostic::new(Code::BadUrl, format!("`{}` is no address of a site", url.value));
        let help = match (rest.is_none() && !url.value.contains("://") && url.value.contains('.'), url.value.trim_start_matches('/')) {
            (true, host) => format!("write `base_url: https://{host}`"),
            _ => "write scheme and host, and a path if the site does not stand at its root: `base_url: https://example.org`".to_owned(),
        };
        map.reader.report(url.span, finding.help(help));
    }
    url.value.trim_end_matches('/').to_owned()
}

fn timezone(map: &mut Map<'_, '_, '_>) -> Option<jiff::tz::TimeZone> {
    let name = map.optional("timezone")?;
    // Not the system's table: the same text must give the same dates on every machine.
    let zones = jiff::tz::TimeZoneDatabase::bundled();
    let zone = zones.get(&name.value).ok();
    if zone.is_none() {
        let known: Vec<String> = zones.available().map(|zone| zone.to_string()).collect();
        let finding = Diagnostic::new(Code::UnknownValue, format!("`{}` is no time zone", name.value))
            .did_you_mean(&name.value, known.iter().map(String::as_str))
            .note("time zones are named as in the IANA database: `Europe/Kyiv`");
        map.reader.report(name.span, finding);
    }
    zone
}

fn languages(map: &mut Map<'_, '_, '_>, config: &mut Config) {
    config.fallback = map.choice("fallback", FALLBACKS).unwrap_or_default();
    let main = map.take("language").and_then(|field| tag(map.reader, field));
    let mut languages = Vec::new();
    if let Some(field) = map.take("languages") {
        if let Value::Map(entries) = &field.node.value {
            languages.extend(entries.iter().filter_map(|entry| of_language(map.reader, entry)));
        } else {
            let tags = map.reader.items(field).into_iter();
            languages.extend(tags.filter_map(|item| tag(map.reader, item)).map(LanguageConfig::new));
        }
    }
    let main = main.or_else(|| languages.first().map(|first| first.language.clone())).unwrap_or_else(|| config.language.clone());
    match languages.iter().position(|known| known.language == main) {
        Some(at) => languages.get_mut(..=at).unwrap_or_default().rotate_right(1),
        None => languages.insert(0, LanguageConfig::new(main.clone())),
    }
    config.language = main;
    config.languages = languages;
}

/// A language's tag; a finding where it cannot be one (BCP 47: two or three letters, then subtags).
fn tag(reader: &mut Reader<'_>, field: Field<'_>) -> Option<Language> {
    let tag = reader.text(field)?;
    let language = sound_tag(&tag.value);
    if language.is_none() {
        wrong_tag(reader, &tag.value, tag.span);
    }
    language
}

fn sound_tag(tag: &str) -> Option<Language> {
    let primary = tag.split('-').next().unwrap_or_default();
    let sound = matches!(primary.len(), 2 | 3)
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && tag.split('-').all(|subtag| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    sound.then(|| Language::new(tag))
}

fn wrong_tag(reader: &mut Reader<'_>, tag: &str, span: Span) {
    let finding = Diagnostic::new(Code::UnknownValue, format!("`{tag}` is no language tag"));
    reader.report(span, finding.help("write the language's code: `en`, `uk`, `pt-br`"));
}

fn of_language(reader: &mut Reader<'_>, entry: &Entry) -> Option<LanguageConfig> {
    let Some(language) = sound_tag(&entry.key) else {
        wrong_tag(reader, &entry.key, entry.key_span);
        return None;
    };
    let mut config = LanguageConfig::new(language);
    if entry.node.value == Value::Null {
        return Some(config);
    }
    let Some(mut map) = reader.map(&entry.node, "a language") else { return Some(config) };
    config.title = map.optional("title").map(|title| title.value);
    config.description = map.optional("description").map(|words| words.value);
    config.menu = menu(&mut map);
    config.read_also_labels = map.texts("read_also_labels").into_iter().map(|label| label.value).collect();
    config.fallback = map.choice("fallback", FALLBACKS);
    map.finish("");
    Some(config)
}

fn publisher(map: &mut Map<'_, '_, '_>) -> Publisher {
    let Some(field) = map.take("publisher") else { return Publisher::default() };
    if matches!(field.node.value, Value::String(_)) {
        let name = map.reader.text(field).unwrap_or_default().value;
        return Publisher { name, ..Publisher::default() };
    }
    let Some(mut map) = map.reader.map(field.node, "`publisher`") else { return Publisher::default() };
    let mut publisher = Publisher { name: map.text("name"), logo: map.optional("logo").map(|logo| logo.value), policies: BTreeMap::new() };
    if let Some(policies) = map.take("policies") {
        for entry in map.reader.entries(policies) {
            if let Some(page) = map.reader.text(Field { key: &entry.key, node: &entry.node }) {
                publisher.policies.insert(entry.key.clone(), page.value);
            }
        }
    }
    map.finish("");
    publisher
}

fn authors(map: &mut Map<'_, '_, '_>) -> BTreeMap<String, AuthorConfig> {
    let Some(field) = map.take("authors") else { return BTreeMap::new() };
    let mut authors = BTreeMap::new();
    for entry in map.reader.entries(field) {
        let mut author = AuthorConfig::default();
        if entry.node.value != Value::Null
            && let Some(mut map) = map.reader.map(&entry.node, "an author")
        {
            author.name = map.text("name");
            author.url = map.optional("url").map(|url| url.value);
            author.same_as = map.texts("same_as").into_iter().map(|address| address.value).collect();
            author.description = map.text("description");
            author.organization = map.choice("kind", AUTHORS).unwrap_or_default();
            author.fediverse = map.optional("fediverse").map(|account| account.value);
            map.finish("");
        }
        authors.insert(entry.key.clone(), author);
    }
    authors
}

fn menu(map: &mut Map<'_, '_, '_>) -> Vec<MenuItem> {
    let items = map.items("menu");
    let item = |item: Field<'_>| {
        let mut map = map.reader.map(item.node, "a menu entry")?;
        let (title, url) = (map.required("title", "About"), map.required("url", "/about/"));
        map.finish("");
        Some(MenuItem { title: title?.value, url: url?.value })
    };
    items.into_iter().filter_map(item).collect()
}

fn glossary(map: &mut Map<'_, '_, '_>, config: &mut GlossaryConfig) {
    let Some(field) = map.take("glossary") else { return };
    let Some(mut map) = map.reader.map(field.node, "`glossary`") else { return };
    if let Some(folder) = map.optional("folder") {
        config.folder = folder.value.trim_matches('/').to_owned();
    }
    if let Some(link) = map.choice("link", LINK_POLICIES) {
        config.link = link;
    }
    config.link_kinds = read_rules::policies(&mut map, "link_kinds");
    config.link_sections = read_rules::policies(&mut map, "link_sections");
    config.link_headings = map.flag("link_headings").unwrap_or_default();
    config.link_quotes = map.flag("link_quotes").unwrap_or_default();
    config.short_names = map.choice("short_names", SHORT_NAMES).unwrap_or_default();
    config.kinds = read_rules::kinds(&mut map);
    map.finish("");
}

fn read_also(map: &mut Map<'_, '_, '_>, config: &mut ReadAlsoConfig) {
    let Some(field) = map.take("read_also") else { return };
    let Some(mut map) = map.reader.map(field.node, "`read_also`") else { return };
    config.count = map.count("count").unwrap_or(config.count);
    config.include_newer = map.flag("include_newer").unwrap_or(config.include_newer);
    config.half_life = map.number("half_life").filter(|days| *days > 0.0).unwrap_or(config.half_life);
    config.same_section = map.flag("same_section").unwrap_or(config.same_section);
    if let Some(field) = map.take("weights")
        && let Some(mut weights) = map.reader.map(field.node, "`weights`")
    {
        config.weights.entities = weights.number("entities").unwrap_or(config.weights.entities);
        config.weights.terms = weights.number("terms").unwrap_or(config.weights.terms);
        config.weights.tags = weights.number("tags").unwrap_or(config.weights.tags);
        weights.finish("");
    }
    map.finish("");
}

fn feeds(map: &mut Map<'_, '_, '_>, config: &mut FeedsConfig) {
    let Some(field) = map.take("feeds") else { return };
    let Some(mut map) = map.reader.map(field.node, "`feeds`") else { return };
    let formats: Vec<Field<'_>> = map.items("formats");
    let formats: Vec<FeedFormat> = formats.into_iter().filter_map(|item| map.reader.choice(item, FEED_FORMATS)).collect();
    if !formats.is_empty() {
        config.formats = formats;
    }
    config.count = map.count("count").unwrap_or(config.count);
    config.sections = map.flag("sections").unwrap_or(config.sections);
    config.tags = map.flag("tags").unwrap_or(config.tags);
    config.authors = map.flag("authors").unwrap_or(config.authors);
    config.entities = map.flag("entities").unwrap_or(config.entities);
    config.archives = map.flag("archives").unwrap_or(config.archives);
    map.finish("");
}

/// `social_cards: true`, or a map of how they are set.
fn social_cards(map: &mut Map<'_, '_, '_>, config: &mut SocialCardsConfig) {
    let Some(field) = map.take("social_cards") else { return };
    if !matches!(field.node.value, Value::Map(_)) {
        if let Some(on) = map.reader.flag(field) {
            config.of = if on { SocialCards::Articles } else { SocialCards::None };
        }
        return;
    }
    let Some(mut map) = map.reader.map(field.node, "`social_cards`") else { return };
    config.of = SocialCards::Articles;
    config.fonts = map.texts("fonts");
    map.finish("");
}

/// `images`: what is made of pictures.
fn images(map: &mut Map<'_, '_, '_>, recipe: &mut Recipe) {
    let Some(field) = map.take("images") else { return };
    let Some(mut map) = map.reader.map(field.node, "`images`") else { return };
    let fits = |node: &Node, most: u32| match node.value {
        Value::Int(number) => u32::try_from(number).ok().filter(|number| (1..=most).contains(number)),
        _ => None,
    };
    if map.take("widths").is_some() {
        let items = map.items("widths");
        let widths: Vec<u32> = items
            .into_iter()
            .filter_map(|item| {
                let width = fits(item.node, WEBP_SIDE);
                if width.is_none() {
                    map.reader.wrong_type(item, "a list of widths in pixels");
                }
                width
            })
            .collect();
        *recipe = recipe.at(&widths);
    }
    if let Some(field) = map.take("quality") {
        match fits(field.node, 100).and_then(|quality| u8::try_from(quality).ok()) {
            Some(quality) => recipe.quality = quality,
            None => map.reader.wrong_type(field, "a whole number from 1 to 100"),
        }
    }
    if map.take("formats").is_some() {
        let items = map.items("formats");
        recipe.webp = items.into_iter().filter_map(|item| map.reader.choice(item, PICTURE_FORMATS)).any(|webp| webp);
    }
    map.finish("");
}

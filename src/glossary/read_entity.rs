//! One entity: from structured text to [`Entity`], with a finding for every mistake.

use std::collections::BTreeMap;

use super::entity::{Entity, EntityImage, Gender};
use super::{read_dates, read_names};
use crate::config::Language;
use crate::config::reader::{Map, Reader};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::text::node::{Node, Spanned, Value};
use crate::text::slug;

/// The kinds that every site has.
pub const KINDS: &[&str] = &["person", "organization", "place", "event", "work", "law", "weapon", "term"];

/// The words of `gender`.
const GENDERS: &[(&str, Gender)] = &[("m", Gender::Masculine), ("f", Gender::Feminine), ("n", Gender::Neuter)];

/// What reading depends on besides the text.
#[derive(Clone, Copy)]
pub(super) struct Setting<'s> {
    /// The site's own kinds.
    pub(super) kinds: &'s BTreeMap<String, BTreeMap<String, String>>,
    /// The site's languages.
    pub(super) languages: &'s [Language],
}

/// Reads an entity; `file` is the id that the file's name gives, where the file holds one entity only. `None` for what is
/// no map or has no name.
pub(super) fn entity(reader: &mut Reader<'_>, node: &Node, setting: Setting<'_>, file: Option<&str>) -> Option<Entity> {
    let mut map = reader.map(node, "an entity")?;
    let id = map.optional("id");
    let name = map.required("name", "Kim Jong Un");
    let kind = kind(&mut map, setting);
    let gender = map.choice("gender", GENDERS);
    let aliases = read_names::aliases(&mut map);
    let description = map.text("description");
    let roles = read_dates::roles(&mut map, setting);
    let names = read_names::local(&mut map, setting);
    let wikidata = wikidata(&mut map);
    let same_as = map.texts("same_as").into_iter().map(|address| address.value).collect();
    let image = image(&mut map);
    let relations = relations(&mut map);
    let dates = read_dates::dates(&mut map);
    let forms = map.texts("forms").into_iter().map(|form| form.value).collect();
    let never = map.texts("never").into_iter().map(|form| form.value).collect();
    let Some(name) = name.filter(|name| !name.value.trim().is_empty()) else {
        map.finish("");
        return None;
    };
    let span = id.as_ref().map_or(name.span, |id| id.span);
    let id = checked_id(&mut map, id, &name, file);
    map.finish("");
    let entity = Entity {
        id,
        name: name.value.trim().to_owned(),
        kind,
        gender,
        aliases,
        description,
        roles,
        names,
        wikidata,
        same_as,
        image,
        relations,
        dates,
        forms,
        never,
        has_body: false,
        span,
    };
    Some(entity)
}

/// The id as written, else the file's, else (a finding) one made from the name.
fn checked_id(map: &mut Map<'_, '_, '_>, id: Option<Spanned<String>>, name: &Spanned<String>, file: Option<&str>) -> String {
    let Some(id) = id else {
        return file.map(str::to_owned).unwrap_or_else(|| {
            let made = slug::slug(&name.value);
            let finding = Diagnostic::new(Code::MissingKey, "an entity of a list has no `id`");
            map.reader.report(name.span, finding.help(format!("add `id: {made}`")));
            made
        });
    };
    let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
    if !id.value.is_empty() && id.value.chars().all(plain) {
        return id.value;
    }
    let made = slug::slug(if id.value.is_empty() { &name.value } else { &id.value });
    let finding = Diagnostic::new(Code::BadUrl, format!("the id `{}` is no good address", id.value))
        .note("an id has ASCII letters, digits and `-`: it is the last part of the page's address")
        .help(format!("write `id: {made}`"));
    map.reader.report(id.span, finding);
    // What could lead out of the glossary's folder is not kept; anything else is, so that references to it still resolve.
    let unsafe_sign = |sign: char| sign.is_control() || matches!(sign, '/' | '\\');
    if id.value.trim_matches('.').is_empty() || id.value.contains(unsafe_sign) { made } else { id.value }
}

fn kind(map: &mut Map<'_, '_, '_>, setting: Setting<'_>) -> String {
    let Some(kind) = map.required("kind", "person") else { return "term".into() };
    let known = || KINDS.iter().copied().chain(setting.kinds.keys().map(String::as_str));
    match kind.value.as_str() {
        "organisation" => return "organization".into(),
        word if known().any(|known| known == word) => return kind.value,
        _ => {}
    }
    let finding = Diagnostic::new(Code::UnknownValue, format!("`{}` is no kind of entity", kind.value))
        .did_you_mean(&kind.value, known())
        .note(format!("the kinds are `{}`", known().collect::<Vec<_>>().join("`, `")))
        .help(format!("to add it, write in gloss.yaml:\nglossary:\n  kinds: {{{}: {{}}}}", kind.value));
    map.reader.report(kind.span, finding);
    "term".into()
}

fn wikidata(map: &mut Map<'_, '_, '_>) -> Option<String> {
    let item = map.optional("wikidata")?;
    let digits = item.value.strip_prefix('Q').unwrap_or_default();
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(item.value);
    }
    let finding = Diagnostic::new(Code::UnknownValue, format!("`{}` is no item of Wikidata", item.value));
    map.reader.report(item.span, finding.help("write the item's number, as in `wikidata: Q56226`"));
    None
}

/// A picture: its file alone, or a map.
fn image(map: &mut Map<'_, '_, '_>) -> Option<EntityImage> {
    let field = map.take("image")?;
    if !matches!(field.node.value, Value::Map(_)) {
        let src = map.reader.text(field)?;
        map.reader.report(src.span, missing_alt());
        return Some(EntityImage { src, alt: String::new(), credit: String::new() });
    }
    let mut image = map.reader.map(field.node, "a picture")?;
    let src = image.required("src", "kim.jpg");
    let (alt, credit) = (image.text("alt"), image.text("credit"));
    if let Some(src) = src.as_ref().filter(|_| alt.is_empty()) {
        image.reader.report(src.span, missing_alt());
    }
    image.finish("");
    src.map(|src| EntityImage { src, alt, credit })
}

fn missing_alt() -> Diagnostic {
    Diagnostic::new(Code::MissingAlt, "the picture has no `alt`").help("say what it shows: `image: {src: …, alt: …}`")
}

/// `[{leads: north-korea}, {member_of: [a, b]}]`, or one map of the same.
fn relations(map: &mut Map<'_, '_, '_>) -> Vec<(String, Spanned<String>)> {
    let mut relations = Vec::new();
    for item in map.items("relations") {
        for entry in map.reader.entries(item) {
            let field = crate::config::reader::Field { key: "relations", node: &entry.node };
            for other in map.reader.items(field) {
                relations.extend(map.reader.text(other).map(|other| (entry.key.clone(), other)));
            }
        }
    }
    relations
}

/// The language of a key; a warning where the site does not have it.
pub(super) fn language(reader: &mut Reader<'_>, key: &crate::text::node::Entry, setting: Setting<'_>) -> Language {
    let language = Language::new(&key.key);
    let known = setting.languages.iter().any(|known| *known == language || known.primary() == language.tag());
    if !known {
        let tags: Vec<&str> = setting.languages.iter().map(Language::tag).collect();
        let mut finding = Diagnostic::new(Code::UnknownLanguage, format!("the site has no language `{}`", key.key))
            .note(format!("its languages are `{}`", tags.join("`, `")));
        // Names in more languages than the site has do no harm, but a wrong tag is easily written.
        finding.severity = Severity::Warning;
        reader.report(key.key_span, finding);
    }
    language
}

//! `headers:` of the site's file.

use super::headers::table::pattern;
use super::headers::{HeaderRule, HeadersConfig};
use super::reader::{Field, Map};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::node::{Spanned, Value};
use crate::text::span::Span;

/// A year, for the host's other names too (RFC 6797, section 6.1).
const TRANSPORT: &str = "max-age=31536000; includeSubDomains";

/// The table; a list is its rules alone.
pub(super) fn headers(map: &mut Map<'_, '_, '_>) -> HeadersConfig {
    let mut config = HeadersConfig::default();
    let Some(field) = map.take("headers") else { return config };
    if matches!(field.node.value, Value::List(_)) {
        config.rules = rules(map.reader.items(field), map);
        return config;
    }
    let Some(mut map) = map.reader.map(field.node, "`headers`") else { return config };
    if let Some(field) = map.take("cache")
        && let Some(mut map) = map.reader.map(field.node, "`cache`")
    {
        let cache = &mut config.cache;
        for (key, value) in
            [("assets", &mut cache.assets), ("pages", &mut cache.pages), ("indexes", &mut cache.indexes), ("other", &mut cache.other)]
        {
            header(&mut map, key).into_iter().for_each(|said| *value = said);
        }
        map.finish("");
    }
    config.policy = directives(&mut map).iter().fold(config.policy, |policy, (name, sources)| policy.with(name, sources));
    config.policy_in_pages = map.flag("policy_in_pages").unwrap_or(true);
    config.referrer = header(&mut map, "referrer").unwrap_or(config.referrer);
    config.permissions = header(&mut map, "permissions").unwrap_or(config.permissions);
    config.transport = match map.take("transport") {
        Some(Field { node, .. }) if node.value == Value::Bool(true) => Some(TRANSPORT.to_owned()),
        Some(Field { node, .. }) if node.value == Value::Bool(false) => None,
        _ => header(&mut map, "transport"),
    };
    let items = map.items("rules");
    config.rules = rules(items, &mut map);
    map.finish("");
    config
}

fn rules(items: Vec<Field<'_>>, map: &mut Map<'_, '_, '_>) -> Vec<HeaderRule> {
    let rule = |item: Field<'_>| {
        let mut map = map.reader.map(item.node, "a rule of `headers`")?;
        let path = map.required("path", "\"*.pdf\"").and_then(|path| glob(&mut map, path));
        let (content_type, cache_control) = (header(&mut map, "content_type"), header(&mut map, "cache_control"));
        let (policy, set) = (directives(&mut map), others(&mut map));
        map.finish("");
        Some(HeaderRule { path: path?, content_type, cache_control, policy, set })
    };
    items.into_iter().filter_map(rule).collect()
}

fn glob(map: &mut Map<'_, '_, '_>, path: Spanned<String>) -> Option<String> {
    if let Err(error) = pattern(&path.value) {
        map.reader.report(path.span, Diagnostic::new(Code::UnknownValue, format!("`{}` is no pattern: {}", path.value, error.kind())));
        return None;
    }
    Some(path.value)
}

fn header(map: &mut Map<'_, '_, '_>, key: &'static str) -> Option<String> {
    let value = map.optional(key)?;
    value_of(map, key, value)
}

/// A header's value: visible characters and spaces (RFC 9110, section 5.5), so that nothing else can be slipped in. A quote,
/// a backslash or a `$` would be another thing in the files of some servers.
fn value_of(map: &mut Map<'_, '_, '_>, key: &str, value: Spanned<String>) -> Option<String> {
    let is_plain = |byte: u8| byte == b' ' || (byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'$' | b'{' | b'}' | b'`'));
    if value.value.is_empty() || !value.value.bytes().all(is_plain) {
        refuse(map, value.span, &format!("this is no value of a header for `{key}`"));
        return None;
    }
    Some(value.value)
}

/// Directives of a policy; one without sources is left out of the policy.
fn directives(map: &mut Map<'_, '_, '_>) -> Vec<(String, String)> {
    let Some(field) = map.take("policy") else { return vec![] };
    let mut directives = Vec::new();
    for entry in map.reader.entries(field) {
        if entry.key.is_empty() || !entry.key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
            refuse(map, entry.key_span, &format!("`{}` is no directive of a policy", entry.key));
            continue;
        }
        if entry.node.value == Value::Bool(false) {
            directives.push((entry.key.clone(), String::new()));
            continue;
        }
        let text = map.reader.text(Field { key: &entry.key, node: &entry.node });
        if let Some(sources) = text.and_then(|text| value_of(map, &entry.key, text)) {
            // These would end the directive, or the attribute of a page that holds it.
            if sources.contains([';', ',', '"', '<', '>', '&']) {
                refuse(map, entry.node.span, "sources are parted by spaces");
                continue;
            }
            directives.push((entry.key.clone(), sources));
        }
    }
    directives
}

/// Headers that have no key of their own.
fn others(map: &mut Map<'_, '_, '_>) -> Vec<(String, String)> {
    let Some(field) = map.take("set") else { return vec![] };
    let mut set = Vec::new();
    for entry in map.reader.entries(field) {
        let own = ["content-type", "cache-control", "content-security-policy"].contains(&entry.key.to_ascii_lowercase().as_str());
        if own || entry.key.is_empty() || !entry.key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            let why = if own { "has a key of its own here" } else { "is no name of a header" };
            refuse(map, entry.key_span, &format!("`{}` {why}", entry.key));
            continue;
        }
        let text = map.reader.text(Field { key: &entry.key, node: &entry.node });
        set.extend(text.and_then(|text| value_of(map, &entry.key, text)).map(|value| (entry.key.clone(), value)));
    }
    set
}

fn refuse(map: &mut Map<'_, '_, '_>, span: Span, why: &str) {
    map.reader.report(span, Diagnostic::new(Code::UnknownValue, why.to_owned()));
}

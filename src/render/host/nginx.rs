//! The configuration of nginx for a site: a file for `conf.d`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::Served;
use crate::config::compress::Encoding;
use crate::config::headers::class::{Class, PATTERNS};
use crate::config::headers::media::{FEEDS, media_type};
use crate::text::percent::decode;

/// Endings that a site may get without its configuration being made anew.
const ENDINGS: &[&str] = &[
    "html",
    "css",
    "js",
    "json",
    "jsonld",
    "xml",
    "txt",
    "svg",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "avif",
    "ico",
    "woff2",
    "pdf",
    "wasm",
    "webmanifest",
];

/// The file.
pub fn file(site: &Served<'_>) -> String {
    let (mut maps, mut lines) = (String::new(), String::new());
    let (table, config) = (site.table, site.table.config());
    let rules = || table.rows().iter();
    let own = rules().filter_map(|row| Some((row.regex.as_str(), row.rule.cache_control.clone()?)));
    let usual = PATTERNS.iter().map(|(class, regex)| (*regex, config.cache.of(*class).to_owned()));
    map(&mut maps, ("cache_control", config.cache.of(Class::Other)), own.chain(usual));
    let policies = rules().filter(|row| !row.rule.policy.is_empty());
    let policies = policies.map(|row| (row.regex.as_str(), table.policy_of_rule(&row.rule).header()));
    map(&mut maps, ("policy", &config.policy.header()), policies);
    lines.push_str(
        "    add_header Cache-Control $gloss_cache_control always;\n    add_header Content-Security-Policy $gloss_policy always;\n",
    );
    for (name, value) in table.security() {
        let _ = writeln!(lines, "    add_header {name} {} always;", quoted(value));
    }
    let names: BTreeSet<&str> = rules().flat_map(|row| row.rule.set.iter().map(|(name, _)| name.as_str())).collect();
    for (number, name) in names.into_iter().enumerate() {
        let values = rules().filter_map(|row| Some((row.regex.as_str(), row.rule.set.iter().find(|(known, _)| known == name)?.1.clone())));
        map(&mut maps, (&format!("set_{number}"), ""), values);
        let _ = writeln!(lines, "    add_header {name} $gloss_set_{number} always;");
    }
    lines.push_str("\n    # What a build records for itself is nobody's.\n    location ^~ /.gloss/ {\n        return 404;\n    }\n");
    for row in rules() {
        if let Some(media) = &row.rule.content_type {
            let _ = writeln!(
                lines,
                "    location ~ {} {{\n        types {{ }}\n        charset off;\n        default_type {};\n    }}",
                quoted(&row.regex),
                quoted(media)
            );
        }
    }
    for (name, media) in FEEDS {
        let regex = quoted(&format!("/{}$", name.replace('.', "\\.")));
        let _ = writeln!(lines, "    location ~ {regex} {{\n        types {{ }}\n        default_type {media};\n    }}");
    }
    for (from, to) in &site.redirects {
        let from = decode(from.strip_prefix(site.base).unwrap_or(from));
        let _ = writeln!(lines, "    location = {} {{\n        return 301 {};\n    }}", literal(&from), quoted(&to.replace('$', "%24")));
    }
    format!(
        "# Written by `gloss headers nginx`; for nginx's `conf.d`. Write it anew when `headers:` or an address changes.\n\
         # Add `listen 443 ssl;` and certificates.\n{maps}\n\
         server {{\n    listen 80;\n    server_name {name};\n    root {root};\n    index index.html;\n    error_page 404 /404.html;\n    \
         absolute_redirect off;\n    charset utf-8;\n    charset_types {texts};\n    gzip on;\n{compressed}    gzip_vary on;\n    gzip_types {texts} application/json \
         application/ld+json application/xml application/atom+xml image/svg+xml application/wasm;\n    default_type application/octet-stream;\n    types {{\n{types}    }}\n{base}\n\
         {lines}}}\n",
        name = site.name,
        compressed = if site.compressed.contains(&Encoding::Gzip) { "    gzip_static on;\n" } else { "" },
        root = quoted(&site.root),
        texts = texts(site),
        types = types(site),
        base = base(site.base),
    )
}

/// A site that stands in a folder of its host: the folder's name is taken off before files are looked for.
fn base(base: &str) -> String {
    if base.is_empty() { String::new() } else { format!("    rewrite {} $1;\n", quoted(&format!("^{base}(/.*)$"))) }
}

/// `map $uri $gloss_NAME { … }`; of expressions, the first that matches counts.
fn map<'r>(out: &mut String, (name, usual): (&str, &str), rows: impl Iterator<Item = (&'r str, String)>) {
    let _ = writeln!(out, "map $uri $gloss_{name} {{\n    default {};", quoted(usual));
    for (regex, value) in rows {
        let _ = writeln!(out, "    {} {};", quoted(&format!("~{regex}")), quoted(&value));
    }
    out.push_str("}\n");
}

/// Media types with their endings.
fn by_type(site: &Served<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let found =
        site.paths.iter().filter_map(|path| path.rsplit('/').next()?.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    let plain = |ending: &String| !ending.is_empty() && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for ending in found.filter(plain).chain(ENDINGS.iter().map(|ending| (*ending).to_owned())) {
        let media = media_type(&format!("x.{ending}"));
        let media = media.split(';').next().unwrap_or_default();
        if media != "application/octet-stream" {
            types.entry(media.to_owned()).or_default().insert(ending);
        }
    }
    types
}

fn types(site: &Served<'_>) -> String {
    let line =
        |(media, endings): (String, BTreeSet<String>)| format!("        {media} {};\n", endings.into_iter().collect::<Vec<_>>().join(" "));
    by_type(site).into_iter().map(line).collect()
}

/// The types that are text; that of pages is one for nginx anyway.
fn texts(site: &Served<'_>) -> String {
    let texts: Vec<String> = by_type(site).into_keys().filter(|media| media.starts_with("text/") && media != "text/html").collect();
    texts.join(" ")
}

/// A text that is no expression.
fn literal(text: &str) -> String {
    quoted(&text.replace('\\', "\\\\"))
}

/// A word of nginx's: in quotes, so that braces and spaces are its own.
fn quoted(text: &str) -> String {
    // In quotes nginx takes `\"` and `\\` for one letter, and leaves a `\` before others as it is.
    format!("\"{}\"", text.replace("\\\\", "\\\\\\\\").replace('"', "\\\""))
}

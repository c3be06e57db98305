//! The configuration of Caddy for a site: a site block for a `Caddyfile`.

use std::fmt::Write;

use super::Served;
use crate::config::compress::Encoding;
use crate::config::headers::class::{Class, PATTERNS};
use crate::config::headers::media::{FEEDS, media_type};
use crate::text::percent::decode;

/// The block. In a `route` what is said later counts, so what is special comes last.
pub fn file(site: &Served<'_>) -> String {
    let (table, config) = (site.table, site.table.config());
    let mut out = String::new();
    let mut number = 0;
    let mut when = |out: &mut String, regex: &str, (name, value): (&str, &str)| {
        number += 1;
        let _ = writeln!(out, "\t\t@gloss{number} path_regexp {}\n\t\theader @gloss{number} {name} {}", quoted(regex), quoted(value));
    };
    for (name, value) in table.security() {
        let _ = writeln!(out, "\t\theader {name} {}", quoted(value));
    }
    let _ = writeln!(out, "\t\theader Content-Security-Policy {}", quoted(&config.policy.header()));
    let _ = writeln!(out, "\t\theader Cache-Control {}", quoted(config.cache.of(Class::Other)));
    for (class, regex) in PATTERNS.iter().rev() {
        when(&mut out, regex, ("Cache-Control", config.cache.of(*class)));
    }
    for ending in texts(site) {
        when(&mut out, &format!("\\.{ending}$"), ("Content-Type", &media_type(&format!("x.{ending}"))));
    }
    for (name, media) in FEEDS {
        when(&mut out, &format!("/{}$", name.replace('.', "\\.")), ("Content-Type", media));
    }
    for row in table.rows().iter().rev() {
        let policy = if row.rule.policy.is_empty() { String::new() } else { table.policy_of_rule(&row.rule).header() };
        let own = [("Content-Type", row.rule.content_type.as_deref()), ("Cache-Control", row.rule.cache_control.as_deref())];
        let own = own.into_iter().chain([("Content-Security-Policy", Some(policy.as_str()))]);
        let own = own.filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?)));
        for (name, value) in own.chain(row.rule.set.iter().map(|(name, value)| (name.as_str(), value.as_str()))) {
            when(&mut out, &row.regex, (name, value));
        }
    }
    let base = if site.base.is_empty() { String::new() } else { format!("\t\turi strip_prefix {}\n", quoted(site.base)) };
    format!(
        "# Written by `gloss headers caddy`; for a `Caddyfile`. Write it anew when `headers:` or an address changes.\n\
         {name} {{\n\troot * {root}\n\tencode gzip\n\troute {{\n{base}{redirects}\t\ttry_files {{path}}index.html {{path}}\n{out}\
         \t\t# What a build records for itself is nobody's.\n\t\terror /.gloss/* 404\n\t\tfile_server{compressed}\n\t}}\n\
         \thandle_errors {{\n\t\trewrite * /404.html\n\t\theader Cache-Control {pages}\n\t\theader Content-Type \"text/html; charset=utf-8\"\n\t\tfile_server\n\t}}\n}}\n",
        name = site.name,
        root = quoted(&site.root),
        compressed = compressed(site.compressed),
        redirects = redirects(site),
        pages = quoted(config.cache.of(Class::Page)),
    )
}

/// That files which were compressed beforehand are passed on as they lie.
fn compressed(encodings: &[Encoding]) -> String {
    let names = encodings.iter().map(|encoding| match encoding {
        Encoding::Brotli => "br",
        Encoding::Gzip => "gzip",
        Encoding::Zstd => "zstd",
    });
    let names: Vec<&str> = names.collect();
    if names.is_empty() { String::new() } else { format!(" {{\n\t\t\tprecompressed {}\n\t\t}}", names.join(" ")) }
}

/// A table of old addresses: one look, whatever their number.
fn redirects(site: &Served<'_>) -> String {
    if site.redirects.is_empty() {
        return String::new();
    }
    let mut out = String::from("\t\tmap {path} {gloss_moved} {\n");
    for (from, to) in &site.redirects {
        let from = decode(from.strip_prefix(site.base).unwrap_or(from));
        let _ = writeln!(out, "\t\t\t{} {}", quoted(&from), quoted(to));
    }
    out.push_str("\t\t\tdefault \"\"\n\t\t}\n\t\t@gloss_moved not vars {gloss_moved} \"\"\n\t\tredir @gloss_moved {gloss_moved} 301\n");
    out
}

/// Endings of text whose media type Caddy may not know with its character set.
fn texts(site: &Served<'_>) -> std::collections::BTreeSet<String> {
    let endings = site.paths.iter().filter_map(|path| Some(path.rsplit('/').next()?.rsplit_once('.')?.1.to_ascii_lowercase()));
    endings.filter(|ending| !ending.is_empty() && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())).collect()
}

/// A word of Caddy's.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}

//! `_headers`, as Netlify and Cloudflare Pages read it.
//!
//! Both of them give a file the headers of every rule that its address matches, and neither says the same about two rules
//! with one header. So no header stands in two rules that one address can match: what all files have stands under `/*`, and
//! of the rest only what is not the host's own way (both have browsers ask again before they show a page that they kept).
//! The policy under `/*` is the one that all pages can live with; each page narrows it to its own.

use std::collections::BTreeMap;

use super::{HostText, Served};
use crate::config::headers::class::{Class, class};
use crate::text::percent::encode_path;

/// Rules in a file, and characters in a line (Cloudflare's; Netlify has no lower ones).
const RULES: usize = 100;
const LINE: usize = 2_000;

/// Headers of some files: names and values.
type Set = Vec<(String, String)>;

/// The file.
pub fn file(site: &Served<'_>) -> HostText {
    let mut made = HostText::default();
    let policy = site.table.widest_policy().header();
    let mut all: Set = site.table.security().into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    all.insert(0, ("Content-Security-Policy".into(), policy));
    all.retain(|(_, value)| !value.is_empty());
    write(&mut made, "/*", &all);
    let mut rules = rules(site);
    // Where there are too many, what a rule of the site's asks for goes before what only saves bytes.
    rules.sort_by_key(|rule| !rule.asked);
    let over = rules.len().saturating_sub(RULES - 1);
    rules.truncate(RULES - 1);
    rules.sort_by(|a, b| a.url.cmp(&b.url));
    for rule in &rules {
        write(&mut made, &rule.url, &rule.set);
    }
    if over > 0 {
        made.left_out.push(format!("the host takes {RULES} rules: {over} more, for files that have headers of their own, were left out"));
    }
    made
}

struct Rule {
    url: String,
    set: Set,
    /// Whether the site's file asks for it.
    asked: bool,
}

/// One rule for a folder whose files all have the same headers of their own, else one for each file that has some.
fn rules(site: &Served<'_>) -> Vec<Rule> {
    let of: BTreeMap<&str, (Set, bool)> = site.paths.iter().map(|path| (path.as_str(), own(site, path))).collect();
    let mut folders: BTreeMap<&str, Option<&Set>> = BTreeMap::new();
    for (path, (set, _)) in &of {
        for (at, _) in path.match_indices('/') {
            let folder = path.get(..at).unwrap_or_default();
            let same = folders.entry(folder).or_insert(Some(set));
            if same.is_some_and(|known| known != set) {
                *same = None;
            }
        }
    }
    let mut rules: BTreeMap<String, Rule> = BTreeMap::new();
    for (path, (set, asked)) in of.iter().filter(|(_, (set, _))| !set.is_empty()) {
        let url = match whole(path, &folders) {
            Some(folder) => format!("{}/{}/*", site.base, literal(folder)),
            None => format!("{}/{}", site.base, literal(path.strip_suffix("index.html").unwrap_or(path))),
        };
        rules.entry(url.clone()).or_insert_with(|| Rule { url, set: set.clone(), asked: *asked });
    }
    rules.into_values().collect()
}

/// The outermost folder of a path all of whose files have the same headers of their own.
fn whole<'p>(path: &'p str, folders: &BTreeMap<&str, Option<&Set>>) -> Option<&'p str> {
    let above = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
    above.into_iter().find(|folder| folders.get(folder).is_some_and(Option::is_some))
}

/// The headers that a file has and others have not; whether the site's file asks for them.
fn own(site: &Served<'_>, path: &str) -> (Set, bool) {
    let (headers, usual) = (site.table.of(path), site.table.config().cache.of(class(path)));
    let mut set: Set = site.table.set(path).into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    if headers.content_type != crate::config::headers::media::media_type(path) {
        set.push(("Content-Type".into(), headers.content_type));
    }
    let other = headers.cache_control != usual;
    let asked = !set.is_empty() || other;
    if other || class(path) == Class::Asset {
        set.push(("Cache-Control".into(), headers.cache_control));
    }
    (set, asked)
}

/// A path that is no pattern.
fn literal(path: &str) -> String {
    encode_path(path).replace('*', "%2A").replace(':', "%3A")
}

fn write(made: &mut HostText, url: &str, set: &Set) {
    made.text.push_str(url);
    made.text.push('\n');
    for (name, value) in set {
        let line = format!("  {name}: {value}\n");
        if line.chars().count() > LINE {
            made.left_out.push(format!("the host takes {LINE} characters in a line: `{name}` for `{url}` was left out"));
        } else {
            made.text.push_str(&line);
        }
    }
}

//! Files that texts point to by path: articles by their Markdown file, pictures and documents beside them.

use std::collections::BTreeMap;

use super::address;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::query::document;
use crate::parse::tree::Inline;
use crate::parse::walk::each_inline;
use crate::source::{Asset, Db, Source};
use crate::text::similar;

/// The Markdown file at a path as a document writes it: relative to itself, or from `/` of `content/`.
pub(super) fn page_at(db: &dyn Db, from: Source, path: &str) -> Option<Source> {
    pages(db).get(&site_path(db, from, path)?).copied()
}

/// The file that a path to a Markdown file was probably meant to be.
pub(super) fn nearest_page(db: &dyn Db, from: Source, path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let wanted = site_path(db, from, path)?;
    let same_name = pages(db).keys().find(|known| known.rsplit('/').next() == Some(name));
    let near = same_name.map(String::as_str).or_else(|| similar::nearest(&wanted, pages(db).keys().map(String::as_str)));
    near.map(|near| format!("/{}", near.strip_prefix("content/").unwrap_or(near)))
}

/// The address of a file of the site that a link or picture names: beside the document, under `content/`, or under
/// `static/`. `None` for addresses elsewhere, for fragments, and where there is no such file.
pub(super) fn asset_url(db: &dyn Db, from: Source, url: &str) -> Option<String> {
    let (path, rest) = split_url(url)?;
    let known = assets(db);
    let beside = site_path(db, from, &path).and_then(|path| known.get(&path));
    let found = beside.or_else(|| known.get(&format!("static/{}", path.trim_start_matches('/'))))?;
    Some(format!("{}{rest}", address::asset(db, *found)))
}

/// Findings for relative links and pictures that lead to no file.
pub(super) fn findings(db: &dyn Db, source: Source) -> Vec<Diagnostic> {
    let document = &document(db, source).value;
    let mut found = Vec::new();
    each_inline(document, &mut |inline| {
        let (url, span) = match inline {
            Inline::Link { url, children, .. } => {
                (url, children.iter().find_map(words).map(|range| document.source_span(range)).unwrap_or_default())
            }
            Inline::Image { url, span, .. } => (url, *span),
            _ => return,
        };
        // A path from `/` may be a page that another tool writes; only what stands beside the article is certain.
        if split_url(url).is_some() && !url.starts_with('/') && asset_url(db, source, url).is_none() {
            let names: Vec<&str> = assets(db).keys().filter_map(|path| path.rsplit('/').next()).collect();
            let name = url.rsplit('/').next().unwrap_or(url);
            found.push(
                Diagnostic::new(Code::MissingFile, format!("there is no file `{url}`")).at(source.path(db), span).did_you_mean(name, names),
            );
        }
    });
    found
}

fn words(inline: &Inline) -> Option<crate::parse::tree::TextRange> {
    match inline {
        Inline::Text(range) | Inline::Code(range) => Some(*range),
        Inline::Emphasis(children) | Inline::Strong(children) | Inline::Strikethrough(children) | Inline::Plain(children) => {
            children.iter().find_map(words)
        }
        Inline::Image { alt, .. } => Some(*alt),
        _ => None,
    }
}

/// All Markdown files by path.
#[salsa::tracked]
fn pages(db: &dyn Db) -> BTreeMap<String, Source> {
    db.concrete().site().pages(db).iter().map(|page| (page.path(db).as_str().to_owned(), *page)).collect()
}

/// All assets by path.
#[salsa::tracked]
fn assets(db: &dyn Db) -> BTreeMap<String, Asset> {
    db.concrete().site().assets(db).iter().map(|asset| (asset.path(db).as_str().to_owned(), *asset)).collect()
}

/// The path of a relative address, percent-decoded, and its query and fragment; `None` for addresses elsewhere.
fn split_url(url: &str) -> Option<(String, &str)> {
    let at = url.find(['?', '#']).unwrap_or(url.len());
    let (path, rest) = (url.get(..at)?, url.get(at..)?);
    let scheme = path
        .split_once(':')
        .is_some_and(|(scheme, _)| !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)));
    (!path.is_empty() && !scheme && !path.starts_with("//")).then(|| (crate::text::percent::decode(path), rest))
}

/// A path as a document writes it, as a path of the site; `None` where it leads out of `content/`.
fn site_path(db: &dyn Db, from: Source, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = match path.starts_with('/') {
        true => vec!["content"],
        false => from.path(db).folder().split('/').collect(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.len() > 1 => {
                parts.pop();
            }
            ".." => return None,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

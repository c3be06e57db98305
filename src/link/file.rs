//! Files that texts point to by path: articles by their Markdown file, pictures and documents beside them.

use std::collections::BTreeMap;

use super::address;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::query::{document, front};
use crate::parse::tree::{Inline, TextRange};
use crate::parse::walk::each_inline;
use crate::source::{Asset, Db, Source};
use crate::text::near::NearIndex;
use crate::text::span::Span;
use crate::text::{percent, similar};

/// A path of the site as a key of queries, so that a new file asks again only who asked for such a path.
#[salsa::interned(unsafe(no_lifetime), revisions = usize::MAX, debug)]
struct PathKey {
    path: Box<str>,
}

/// The Markdown file at a path as a document writes it: relative to itself, or from `/` of `content/`.
pub(super) fn page_at(db: &dyn Db, from: Source, path: &str) -> Option<Source> {
    page(db, PathKey::new(db, site_path(db, from, path)?.as_str()))
}

/// The Markdown file that a path was probably meant to lead to, as the document would write it.
pub(super) fn nearest_page(db: &dyn Db, from: Source, path: &str) -> Option<String> {
    let known = pages(db).keys().map(String::as_str);
    nearest(from.path(db).folder(), &site_path(db, from, path)?, known, near_pages(db))
}

/// The address of a file of the site that a link or picture names: beside the document, under `content/`, or under
/// `static/`. `None` for addresses elsewhere, for fragments, and where there is no such file.
pub(super) fn asset_url(db: &dyn Db, from: Source, url: &str) -> Option<String> {
    let (found, rest) = asset_at(db, from, url)?;
    Some(format!("{}{rest}", address::asset(db, found)))
}

/// The file that a link or picture names, and the query and fragment behind its path.
pub(super) fn asset_at<'u>(db: &dyn Db, from: Source, url: &'u str) -> Option<(Asset, &'u str)> {
    let (path, rest) = split_url(url)?;
    let found = site_path(db, from, &path).and_then(|path| asset(db, PathKey::new(db, path.as_str())));
    Some((found.or_else(|| static_asset(db, &path))?, rest))
}

/// The file at a path from `/` of `content/` or `static/`.
pub(super) fn rooted_asset(db: &dyn Db, path: &str) -> Option<Asset> {
    let path = path.trim_start_matches('/');
    asset(db, PathKey::new(db, format!("content/{path}").as_str())).or_else(|| static_asset(db, path))
}

/// Findings for relative links and pictures, the cover among them, that lead to no file.
pub(super) fn findings(db: &dyn Db, source: Source) -> Vec<Diagnostic> {
    let document = &document(db, source).value;
    let mut found = Vec::new();
    if let Some(cover) = &front(db, source).cover {
        found.extend(missing(db, source, &cover.src.value, cover.src.span));
    }
    each_inline(document, &mut |inline| match inline {
        Inline::Link { to, children } => {
            let span = children.iter().find_map(words).map(|range| document.source_span(range)).unwrap_or_default();
            // A path from `/` may be a page that another tool writes; only what stands beside the article is certain.
            found.extend(Some(&to.url).filter(|url| !url.starts_with('/')).and_then(|url| missing(db, source, url, span)));
        }
        Inline::Image { to, span, .. } => found.extend(missing(db, source, &to.url, *span)),
        _ => {}
    });
    found
}

/// A finding for an address that should be a file of the site and is none.
fn missing(db: &dyn Db, source: Source, url: &str, span: Span) -> Option<Diagnostic> {
    let (path, _) = split_url(url)?;
    if asset_url(db, source, url).is_some() {
        return None;
    }
    let known = assets(db).keys().map(String::as_str);
    let finding = Diagnostic::new(Code::MissingFile, format!("there is no file `{path}`")).at(source.path(db), span);
    let near = site_path(db, source, &path).and_then(|wanted| nearest(source.path(db).folder(), &wanted, known, near_assets(db)));
    Some(match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("put it beside the article, or under `static/`"),
    })
}

/// The known path that was probably meant by `wanted`: one with its name elsewhere, else a similar name in the same folder,
/// else a similar name anywhere; as one writes it in a document of `folder`.
fn nearest<'k>(folder: &str, wanted: &str, known: impl Iterator<Item = &'k str> + Clone, names: &NearIndex) -> Option<String> {
    let parts = |path: &'k str| path.rsplit_once('/').unwrap_or(("", path));
    let (wanted_folder, wanted_name) = wanted.rsplit_once('/').unwrap_or(("", wanted));
    let named = |name: &str| known.clone().find(|path| parts(path).1 == name);
    let beside = || {
        let names = known.clone().map(parts).filter(|(folder, _)| *folder == wanted_folder).map(|(_, name)| name);
        let name = similar::nearest(wanted_name, names)?;
        known.clone().find(|path| parts(path) == (wanted_folder, name))
    };
    let found = named(wanted_name).or_else(beside).or_else(|| named(names.nearest(wanted_name, 1).first()?))?;
    let (found_folder, name) = parts(found);
    let rooted = || found.strip_prefix("content").or_else(|| found.strip_prefix("static")).unwrap_or(found).to_owned();
    Some(if found_folder == folder { name.to_owned() } else { rooted() })
}

fn words(inline: &Inline) -> Option<TextRange> {
    match inline {
        Inline::Text(range) | Inline::Code(range) => Some(*range),
        Inline::Emphasis(children) | Inline::Strong(children) | Inline::Strikethrough(children) | Inline::Plain(children) => {
            children.iter().find_map(words)
        }
        Inline::Image { alt, .. } => Some(*alt),
        _ => None,
    }
}

fn static_asset(db: &dyn Db, path: &str) -> Option<Asset> {
    asset(db, PathKey::new(db, format!("static/{}", path.trim_start_matches('/')).as_str()))
}

#[salsa::tracked(returns(copy))]
fn page(db: &dyn Db, key: PathKey) -> Option<Source> {
    pages(db).get(key.path(db).as_ref()).copied()
}

#[salsa::tracked(returns(copy))]
fn asset(db: &dyn Db, key: PathKey) -> Option<Asset> {
    assets(db).get(key.path(db).as_ref()).copied()
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

/// Names of Markdown files; asked only where one is not found.
#[salsa::tracked]
fn near_pages(db: &dyn Db) -> NearIndex {
    NearIndex::new(pages(db).keys().filter_map(|path| path.rsplit('/').next()))
}

/// Names of assets; asked only where one is not found.
#[salsa::tracked]
fn near_assets(db: &dyn Db) -> NearIndex {
    NearIndex::new(assets(db).keys().filter_map(|path| path.rsplit('/').next()))
}

/// The path of a relative address, percent-decoded, and its query and fragment; `None` for addresses elsewhere (RFC 3986,
/// section 4.2) and for bare queries and fragments.
fn split_url(url: &str) -> Option<(String, &str)> {
    let at = url.find(['?', '#']).unwrap_or(url.len());
    let (path, rest) = (url.get(..at)?, url.get(at..)?);
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    let elsewhere = path.starts_with("//") || path.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme));
    (!path.is_empty() && !elsewhere).then(|| (percent::decode(path), rest))
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

//! The answer to a request for a page or a file of the site.

use std::path::PathBuf;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::Search;
use super::live::{Live, Shown};
use crate::parse::query::config;
use crate::render::artifact::{Artifact, Content, Order};
use crate::render::key::Page;
use crate::render::page::PageKind;
use crate::render::produce::rendered;
use crate::render::route::page_at;
use crate::render::search::served_index;
use crate::source::Database;
use crate::text::hex::hex;
use crate::text::percent;
use crate::view::pages::search::FOLDER;

/// What stands at an address.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer {
    /// A page or a file, as a build writes it.
    Found {
        /// Its path in the output: the ending tells its media type.
        path: String,
        /// Its content.
        body: Body,
        /// The file of the site that it is made of, for pages of one file.
        source: Option<String>,
    },
    /// Another address has it.
    Moved(String),
    /// Its template failed.
    Failed,
    /// Nothing; the site's own page that says so, if it could be made.
    Missing(Option<Bytes>),
}

/// What is sent.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    Bytes(Bytes),
    File(PathBuf),
}

/// What the database says.
enum Found {
    Ready(Answer),
    /// A picture, which is made when nobody waits for the database.
    Order(Box<Order>),
}

/// What stands at the path of a URL (still percent-encoded, without the query).
pub(super) fn answer(live: &Live, path: &str) -> Answer {
    let decoded = percent::decode(path);
    // No page and no file of a site is named so; the tables of addresses would not have them either.
    if decoded.contains(['\0', '\\']) || decoded.split('/').any(|part| part == ".." || part == ".") {
        return Answer::Missing(None);
    }
    match live.ask_for_page(|db| find(db, &decoded, live.options.search)) {
        Found::Ready(answer) => answer,
        Found::Order(order) => match live.pictures.make(&order) {
            Some(bytes) => Answer::Found { path: order.path, body: Body::Bytes(bytes), source: None },
            None => Answer::Missing(None),
        },
    }
}

/// What a page's bytes are known by: an entity tag (RFC 9110, 8.8.3) without its quotation marks.
pub(super) fn tag(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes).get(..10).unwrap_or_default())
}

/// The tag of the page at a path; `None` where there is none, or where its template failed.
pub(super) fn tag_at(live: &Live, path: &str) -> Result<String, Lack> {
    match answer(live, path) {
        Answer::Found { body: Body::Bytes(bytes), .. } => Ok(tag(&bytes)),
        Answer::Failed => Err(Lack::Failed),
        _ => Err(Lack::Gone),
    }
}

/// Why there is no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lack {
    /// Its template failed: what was there last stays.
    Failed,
    /// It is gone.
    Gone,
}

fn find(db: &Database, path: &str, search: Search) -> Found {
    let base = config(db).value.base_path();
    let Some(inside) = path.strip_prefix(base).filter(|rest| rest.starts_with('/')) else {
        // The site stands in a folder of its host.
        return Found::Ready(if path == "/" || path == base { Answer::Moved(format!("{base}/")) } else { missing(db) });
    };
    let file = inside.trim_start_matches('/');
    let name = if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { file.to_owned() };
    if search == Search::Asked
        && config(db).value.search
        && let Some(bytes) = name.starts_with(FOLDER).then(|| served_index(db).get(&name)).flatten()
    {
        return Found::Ready(Answer::Found { path: name, body: Body::Bytes(bytes.clone()), source: None });
    }
    if let Some(page) = page_at(db, &name) {
        return made(db, page);
    }
    Found::Ready(match page_at(db, &format!("{name}/index.html")) {
        Some(_) => Answer::Moved(format!("{}/", percent::encode_path(path))),
        None => missing(db),
    })
}

fn made(db: &Database, page: PageKind) -> Found {
    let source = match &page {
        PageKind::Article(source) => Some(source.path(db).as_str().to_owned()),
        _ => None,
    };
    let made = rendered(db, Page::new(db, page));
    match (&made.artifact, made.orders.first()) {
        (Some(Artifact { path, content }), _) => Found::Ready(Answer::Found { path: path.clone(), body: body(content), source }),
        (None, Some(order)) => Found::Order(Box::new(order.clone())),
        (None, None) => Found::Ready(Answer::Failed),
    }
}

fn missing(db: &Database) -> Answer {
    let page = rendered(db, Page::new(db, PageKind::NotFound)).artifact.as_ref().map(|artifact| body(&artifact.content));
    Answer::Missing(page.and_then(|body| if let Body::Bytes(bytes) = body { Some(bytes) } else { None }))
}

fn body(content: &Content) -> Body {
    match content {
        Content::Bytes(bytes) => Body::Bytes(bytes.clone()),
        Content::File(path) => Body::File(path.clone()),
    }
}

/// A page with the reload script, which a build's pages do not have. `seen` is the tag of the page as a build writes it;
/// none where there is no page.
pub(super) fn with_script(live: &Live, page: &[u8], seen: &str, source: Option<&str>) -> Vec<u8> {
    let mut script = format!("<script src=\"/_gloss/live.js\" data-seen=\"{seen}\" data-token=\"{}\"", live.token);
    if let Some(source) = source {
        script.push_str(" data-source=\"");
        crate::view::html::push_attribute(&mut script, source);
        script.push('"');
    }
    script.push_str(" defer></script>\n");
    let at = memchr::memmem::rfind(page, b"</body>").unwrap_or(page.len());
    let (head, tail) = page.split_at_checked(at).unwrap_or((page, &[]));
    [head, script.as_bytes(), tail].concat()
}

/// A page for when there is none: its template failed, and what is wrong is all that can be shown.
pub(super) fn stand_in(findings: &[Shown]) -> Vec<u8> {
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>This page cannot be made</title></head>\n<body>\n<h1>This page cannot be made</h1>\n",
    );
    for finding in findings {
        page.push_str("<pre>");
        crate::view::html::push_text(&mut page, &finding.text);
        page.push_str("</pre>\n");
    }
    page.push_str("</body>\n</html>\n");
    page.into_bytes()
}

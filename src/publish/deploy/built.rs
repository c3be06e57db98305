//! What a build has made, as a deploy sees it: the files of its record with their digests, and the pages that they are.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::manifest::{Entry, Manifest, Page, PageKind};
use super::plan::Site;
use crate::config::headers::table::{HeaderTable, Headers};
use crate::glossary::query::{defined_in, entity, keys};
use crate::link::query::{redirects, visible_articles};
use crate::link::{Hidden, address, visibility};
use crate::parse::query::{address as address_of, articles, config, front};
use crate::publish::PublishError;
use crate::publish::record;
use crate::render::produce::output_path;
use crate::source::{Database, Source, Text};
use crate::text::hex::hex;
use crate::view::edition::shown_languages;
use crate::view::pages::article::article;

const NOTES: &str = ".gloss/deploy.json";
const VERSION: u32 = 1;

/// What a deploy knows of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The site that stands in its output folder.
    pub site: Site,
    /// The files of articles that are over by their own date.
    pub ended: BTreeSet<String>,
}

/// `.gloss/deploy.json` of an output folder.
#[derive(Serialize, Deserialize)]
struct Notes<'n> {
    version: u32,
    /// The mark of the build that it is about.
    build: Cow<'n, str>,
    name: Cow<'n, str>,
    files: Cow<'n, BTreeMap<String, Entry>>,
    pages: Cow<'n, BTreeMap<String, Page>>,
    ended: Cow<'n, BTreeSet<String>>,
}

impl Built {
    /// What an earlier deploy noted of the build with this mark.
    pub fn noted(output: &Path, build: &str) -> Option<Self> {
        let bytes = record::read(&output.join(NOTES)).ok()??;
        let notes: Notes<'static> = serde_json::from_slice(&bytes).ok()?;
        let (name, files, pages) = (notes.name.into_owned(), notes.files.into_owned(), notes.pages.into_owned());
        let site = Site { name, files, pages, standing: BTreeSet::new() };
        (notes.version == VERSION && notes.build == build).then(|| Self { site, ended: notes.ended.into_owned() })
    }

    /// Notes it for the next deploy, which need not read a site that has not changed. Where that cannot be noted, it does.
    pub fn note(&self, output: &Path, build: &str) {
        let Site { name, files, pages, .. } = &self.site;
        let (files, pages, ended) = (Cow::Borrowed(files), Cow::Borrowed(pages), Cow::Borrowed(&self.ended));
        let notes = Notes { version: VERSION, build: build.into(), name: name.into(), files, pages, ended };
        let _ = record::write(&output.join(NOTES), &serde_json::to_vec(&notes).unwrap_or_default());
    }
}

/// The site that stands in an output folder. Digests of pages whose bytes are those of the live release are taken over.
///
/// # Errors
/// Where the output cannot be read, or its last build was cut short.
pub fn built(db: &Database, output: &Path, live: Option<&Manifest>) -> Result<Built, PublishError> {
    if record::is_unfinished(output)? {
        return Err(PublishError::Refused {
            reason: format!("the build in `{}` is not finished", output.display()),
            help: "another build may be writing there now; deploy again when it is done".into(),
        });
    }
    let table = HeaderTable::new(&config(db).value.headers);
    let paths: Vec<String> = record::files(output)?.into_iter().collect();
    let files: Result<Vec<(String, Entry)>, PublishError> = paths
        .into_par_iter()
        .with_min_len(16)
        .map(|path| {
            let (sha256, size) = digest_file(&output.join(&path))?;
            let headers = headers_digest(&table.of(&path));
            Ok((path, Entry { sha256, size, headers, encoding: None }))
        })
        .collect();
    let files: BTreeMap<String, Entry> = files?.into_iter().collect();
    let mut pages = BTreeMap::new();
    for source in visible_articles(db) {
        let url = address_of(db, *source).url.clone();
        let path = output_path(&url);
        let known = live.filter(|live| same(live.files.get(&path), files.get(&path))).and_then(|live| live.pages.get(&path));
        let page = match known.filter(|page| page.file == source.path(db).as_str()) {
            Some(page) => page.clone(),
            None => article_of(db, *source, url),
        };
        pages.insert(path, page);
    }
    entities(db, &mut pages);
    for (from, to) in redirects(db) {
        pages.entry(output_path(from)).or_insert_with(|| plain(PageKind::Redirect, (to, from), String::new()));
    }
    pages.retain(|path, _| files.contains_key(path));
    let site = Site { name: config(db).value.base_url.clone(), files, pages, standing: BTreeSet::new() };
    Ok(Built { site, ended: ended(db) })
}

fn ended(db: &Database) -> BTreeSet<String> {
    let over = articles(db).iter().filter(|article| matches!(visibility::hidden(db, **article), Some(Hidden::Expired(_))));
    over.map(|article| article.path(db).as_str().to_owned()).collect()
}

/// The SHA-256 of bytes.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A short digest of headers, to see that they alone have changed.
pub fn headers_digest(headers: &Headers) -> String {
    digest(format!("{}\n{}", headers.content_type, headers.cache_control).as_bytes()).chars().take(12).collect()
}

/// The SHA-256 of a file, and its size.
///
/// # Errors
/// Where it cannot be read.
pub fn digest_file(disk: &Path) -> Result<(String, u64), PublishError> {
    let read = || -> std::io::Result<(String, u64)> {
        #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
        let mut file = std::fs::File::open(disk)?;
        let (mut hasher, mut buffer, mut size) = (Sha256::new(), vec![0; 1 << 16], 0);
        loop {
            let count = file.read(&mut buffer)?;
            if count == 0 {
                return Ok((hex(&hasher.finalize()), size));
            }
            hasher.update(buffer.get(..count).unwrap_or_default());
            size += count as u64;
        }
    };
    read().map_err(PublishError::io("read", disk))
}

fn same(old: Option<&Entry>, new: Option<&Entry>) -> bool {
    matches!((old, new), (Some(old), Some(new)) if old.sha256 == new.sha256)
}

fn article_of(db: &Database, source: Source, url: String) -> Page {
    let (_, view) = article(db, source);
    let text = if let Text::Utf8(text) = source.text(db) { digest(text.as_bytes()) } else { String::new() };
    let of = |value: Result<Vec<u8>, serde_json::Error>| short(&value.unwrap_or_default());
    // The views themselves: what templates are given of them is in no order.
    let entities: Vec<_> = view.entities.iter().map(|entity| (&*entity.card, entity.count)).collect();
    let read_also = view.read_also.iter().map(|item| (item.title.as_str(), item.url.as_str()));
    let related: Vec<_> = read_also.chain(view.backlinks.iter().map(|link| (link.card.title.as_str(), link.card.url.as_str()))).collect();
    Page {
        kind: PageKind::Article,
        title: front(db, source).title.value.clone(),
        url,
        file: source.path(db).as_str().to_owned(),
        text,
        glossary: of(serde_json::to_vec(&entities)),
        related: of(serde_json::to_vec(&related)),
    }
}

fn short(bytes: &[u8]) -> String {
    digest(bytes).chars().take(16).collect()
}

fn entities(db: &Database, pages: &mut BTreeMap<String, Page>) {
    let config = &config(db).value;
    for language in shown_languages(db) {
        for (key, known) in keys(db).iter().filter_map(|key| Some((key, entity(db, *key).as_ref()?))) {
            let url = address::entity(config, language, key.id(db));
            let file = defined_in(db, *key).map(|source| source.path(db).as_str().to_owned()).unwrap_or_default();
            pages.insert(output_path(&url), plain(PageKind::Entity, (known.name_in(language), &url), file));
        }
    }
}

fn plain(kind: PageKind, (title, url): (&str, &str), file: String) -> Page {
    let (text, glossary, related) = Default::default();
    Page { kind, title: title.to_owned(), url: url.to_owned(), file, text, glossary, related }
}

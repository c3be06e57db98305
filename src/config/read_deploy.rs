//! `deploy:` and `host:` of the site's file.

use super::compress::{ENCODINGS, Encoding};
use super::deploy::{Host, IndexNow, Layout, PingsConfig, Place, TargetConfig};
use super::reader::Map;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::node::{Entry, Spanned, Value};
use crate::text::span::Span;

/// Releases that a target keeps unless the site says otherwise.
const KEEP: usize = 5;

/// Files that are sent at a time unless the site says otherwise.
const AT_ONCE: usize = 8;

/// Whoever is told here tells the others.
const INDEX_NOW: &str = "https://api.indexnow.org/indexnow";

const NO_SECRETS: &str = "passwords and keys never stand in this file: they come from the environment, profile files, ssh and git";

/// Parts of the names of keys that people give secrets.
const SECRETS: &[&str] = &["secret", "token", "password", "passphrase", "access_key", "api_key", "credential"];

#[derive(Debug, Clone, Copy)]
enum Kind {
    Directory,
    S3,
    Gcs,
    Azure,
    Git,
    Rsync,
    Sftp,
    Netlify,
    CloudflarePages,
}

const KINDS: &[(&str, Kind)] = &[
    ("directory", Kind::Directory),
    ("s3", Kind::S3),
    ("gcs", Kind::Gcs),
    ("azure", Kind::Azure),
    ("git", Kind::Git),
    ("rsync", Kind::Rsync),
    ("sftp", Kind::Sftp),
    ("netlify", Kind::Netlify),
    ("cloudflare-pages", Kind::CloudflarePages),
];

const LAYOUTS: &[(&str, Layout)] = &[("folder", Layout::Folder), ("releases", Layout::Releases)];

const HOSTS: &[(&str, Host)] = &[
    ("netlify", Host::Netlify),
    ("cloudflare-pages", Host::CloudflarePages),
    ("github-pages", Host::GithubPages),
    ("gitlab-pages", Host::GitlabPages),
];

/// The targets, in the order of the file.
pub(super) fn targets(map: &mut Map<'_, '_, '_>, compress: &[Encoding]) -> Vec<TargetConfig> {
    let Some(field) = map.take("deploy") else { return vec![] };
    let entries = map.reader.entries(field);
    let mut targets = Vec::new();
    for entry in entries {
        let Some(target) = target(map, entry) else { continue };
        if let Some(encoding) = target.encoding.filter(|encoding| !compress.contains(encoding)) {
            let word = ENCODINGS.iter().find(|(_, known)| *known == encoding).map_or("", |(word, _)| word);
            let finding =
                Diagnostic::new(Code::UnknownValue, format!("`{}` wants text as `{word}`, which the build does not make", target.name));
            map.reader.report(entry.key_span, finding.help(format!("add `compress: [{word}]` to this file")));
        }
        targets.push(target);
    }
    targets
}

/// Who is told of changes.
pub(super) fn pings(map: &mut Map<'_, '_, '_>) -> PingsConfig {
    let Some(field) = map.take("pings") else { return PingsConfig::default() };
    let Some(mut map) = map.reader.map(field.node, "`pings`") else { return PingsConfig::default() };
    let hub = address(&mut map, "websub");
    let index = match map.take("indexnow") {
        Some(field) if matches!(field.node.value, Value::Map(_)) => map.reader.map(field.node, "`indexnow`").and_then(|mut map| {
            let named = map.required("key", "0f1e2d3c4b5a6978").and_then(|named| key(&mut map, named));
            let endpoint = address(&mut map, "endpoint");
            map.finish("");
            Some((named?, endpoint))
        }),
        Some(field) => map.reader.text(field).and_then(|named| key(&mut map, named)).map(|named| (named, None)),
        None => None,
    };
    map.finish("");
    let index = index.map(|(key, endpoint)| IndexNow { key, endpoint: endpoint.unwrap_or_else(|| INDEX_NOW.to_owned()) });
    PingsConfig { hub, index }
}

fn address(map: &mut Map<'_, '_, '_>, key: &'static str) -> Option<String> {
    let url = map.optional(key).and_then(|url| without_secret(map, url))?;
    if !url.starts_with("https://") && !url.starts_with("http://") || url.contains(['"', '<', '>', '&', ' ']) {
        let span = map.key_span(key);
        map.reader.report(
            span,
            Diagnostic::new(Code::BadUrl, format!("`{url}` is no address")).help("write it with its scheme: `https://hub.example/`"),
        );
        return None;
    }
    Some(url)
}

/// A key of `IndexNow`: 8 to 128 letters, digits and dashes.
fn key(map: &mut Map<'_, '_, '_>, key: Spanned<String>) -> Option<String> {
    let plain = key.value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !plain || !(8..=128).contains(&key.value.len()) {
        let finding = Diagnostic::new(Code::UnknownValue, format!("`{}` is no key", key.value));
        map.reader.report(key.span, finding.help("make up 8 to 128 letters, digits and dashes: a file of that name is put into the site"));
        return None;
    }
    Some(key.value)
}

/// What serves the site: what is said, else what it is deployed to.
pub(super) fn host(map: &mut Map<'_, '_, '_>, targets: &[TargetConfig]) -> Option<Host> {
    let target = |target: &TargetConfig| match target.place {
        Place::Netlify { .. } => Some(Host::Netlify),
        Place::CloudflarePages { .. } => Some(Host::CloudflarePages),
        _ => None,
    };
    map.choice("host", HOSTS).or_else(|| targets.iter().find_map(target))
}

fn target(map: &mut Map<'_, '_, '_>, entry: &Entry) -> Option<TargetConfig> {
    let before = map.reader.findings.len();
    let target = read_target(map, entry);
    // A finding about a key that holds a secret must not be printed with its line.
    for finding in map.reader.findings.iter_mut().skip(before).filter(|finding| finding.code == Code::UnknownKey) {
        let is_secret = SECRETS.iter().any(|word| finding.message.to_ascii_lowercase().contains(word));
        if let Some(place) = finding.place.as_mut().filter(|_| is_secret) {
            place.span = Span::default();
        }
    }
    target
}

fn read_target(map: &mut Map<'_, '_, '_>, entry: &Entry) -> Option<TargetConfig> {
    let mut map = map.reader.map(&entry.node, "a target of `deploy`")?;
    let kind = match map.take("kind") {
        Some(field) => map.reader.choice(field, KINDS),
        None => map.required("kind", "directory").and(None),
    };
    let keep = map.count("keep").unwrap_or(KEEP).max(1);
    let at_once = map.count("at_once").unwrap_or(AT_ONCE).max(1);
    let pings = map.flag("pings").unwrap_or(true);
    // Without a kind nobody knows which keys there are.
    let kind = kind?;
    let encoding = matches!(kind, Kind::S3 | Kind::Gcs).then(|| map.choice("encoding", ENCODINGS)).flatten();
    let place = place(&mut map, kind);
    map.finish(NO_SECRETS);
    Some(TargetConfig { name: entry.key.clone(), place: place?, keep, at_once, encoding, pings })
}

fn place(map: &mut Map<'_, '_, '_>, kind: Kind) -> Option<Place> {
    match kind {
        Kind::Directory => Some(Place::Directory { path: map.required("path", "/srv/www/news")?.value }),
        Kind::S3 => {
            let bucket = map.required("bucket", "news");
            let endpoint = map.optional("endpoint").and_then(|url| without_secret(map, url));
            let region = map.optional("region").map(|region| region.value);
            let prefix = map.text("prefix").trim_matches('/').to_owned();
            Some(Place::S3 { bucket: bucket?.value, endpoint, region, prefix })
        }
        Kind::Gcs => {
            let bucket = map.required("bucket", "news");
            let endpoint = map.optional("endpoint").and_then(|url| without_secret(map, url));
            let prefix = map.text("prefix").trim_matches('/').to_owned();
            Some(Place::Gcs { bucket: bucket?.value, endpoint, prefix })
        }
        Kind::Azure => {
            let container = map.required("container", "$web");
            let endpoint = map.required("endpoint", "https://news.blob.core.windows.net").and_then(|url| without_secret(map, url));
            let prefix = map.text("prefix").trim_matches('/').to_owned();
            Some(Place::Azure { container: container?.value, endpoint: endpoint?, prefix })
        }
        Kind::Netlify => {
            let site = map.required("site", "my-news.netlify.app").and_then(|site| word(map, site));
            let endpoint = map.optional("endpoint").and_then(|url| without_secret(map, url));
            Some(Place::Netlify { site: site?, endpoint })
        }
        Kind::CloudflarePages => {
            let project = map.required("project", "my-news").and_then(|project| word(map, project));
            let endpoint = map.optional("endpoint").and_then(|url| without_secret(map, url));
            Some(Place::CloudflarePages { project: project?, endpoint })
        }
        Kind::Git => {
            let remote = map.required("remote", "git@example.org:news/pages.git").and_then(|url| without_secret(map, url));
            let branch = map.optional("branch").map_or_else(|| "gh-pages".to_owned(), |branch| branch.value);
            let domain = map.optional("domain").map(|domain| domain.value);
            Some(Place::Git { remote: remote?, branch, domain })
        }
        Kind::Rsync | Kind::Sftp => {
            let host = map.required("host", "editor@www.example.org").and_then(|host| no_option(map, host));
            let path = map.required("path", "/srv/www/news");
            let port = map.count("port").and_then(|port| u16::try_from(port).ok());
            let layout = matches!(kind, Kind::Sftp).then(|| map.choice("layout", LAYOUTS)).flatten().unwrap_or_default();
            let (host, path) = (host?, path?.value.trim_end_matches('/').to_owned());
            Some(match kind {
                Kind::Sftp => Place::Sftp { host, port, path, layout },
                _ => Place::Rsync { host, port, path },
            })
        }
    }
}

/// An address, unless it holds a password or a token, which would be in everybody's copy of the site.
fn without_secret(map: &mut Map<'_, '_, '_>, url: Spanned<String>) -> Option<String> {
    let authority = url.value.split_once("://").and_then(|(_, rest)| rest.split('/').next()).unwrap_or_default();
    let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
    let is_web = url.value.starts_with("http");
    if user.contains(':') || (is_web && !user.is_empty()) {
        // Findings are printed with their lines, also where everybody reads them: this one points to the head of the file.
        let finding = Diagnostic::new(Code::BadUrl, "an address under `deploy` holds a password or a token");
        map.reader.report(Span::default(), finding.help(NO_SECRETS));
        return None;
    }
    no_option(map, url)
}

/// A name that stands in an address.
fn word(map: &mut Map<'_, '_, '_>, name: Spanned<String>) -> Option<String> {
    if name.value.is_empty() || !name.value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')) {
        map.reader.report(name.span, Diagnostic::new(Code::BadUrl, format!("`{}` is no name of a site", name.value)));
        return None;
    }
    Some(name.value)
}

/// A word that a program will get as an argument, unless it would take it for an option.
fn no_option(map: &mut Map<'_, '_, '_>, word: Spanned<String>) -> Option<String> {
    if word.value.starts_with('-') || word.value.chars().any(char::is_control) {
        map.reader.report(word.span, Diagnostic::new(Code::BadUrl, "this is no address: it would be taken for an option"));
        return None;
    }
    Some(word.value)
}

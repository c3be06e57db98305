//! What hosts and web servers are told of a site in files of their own: headers and redirects, in their words.
//!
//! In: the table of headers, the paths of the output, the redirects. Out: `_headers` and `_redirects`, `CNAME`, `.nojekyll`,
//! and the configuration of a server. All of them say what [`crate::config::headers::table::HeaderTable::all`] says, as far
//! as the host can; what must never be: a header that comes twice with different values.

pub mod caddy;
pub mod headers;
pub mod nginx;
pub mod redirects;

use super::standing;
use crate::config::Config;
use crate::config::compress::Encoding;
use crate::config::deploy::{Host, Place};
use crate::config::headers::table::HeaderTable;
use crate::diagnostic::{Code, Diagnostic};
use crate::link::query::redirects as moved;
use crate::parse::query::config;
use crate::source::Db;
use crate::text::percent::decode;
use crate::view::assets::static_files;
use crate::view::pages::page::headers as table_of;
use crate::view::urls;

/// What a site asks of whoever serves it.
#[derive(Debug, Clone)]
pub struct Served<'s> {
    /// The headers.
    pub table: &'s HeaderTable,
    /// The paths of the output.
    pub paths: Vec<String>,
    /// Old addresses and new ones, from the host's root, percent-encoded.
    pub redirects: Vec<(String, String)>,
    /// The site's path on its host: empty at the root.
    pub base: &'s str,
    /// The host's name.
    pub name: &'s str,
    /// The folder that holds the files, on the server.
    pub root: String,
    /// In which ways files are compressed beforehand.
    pub compressed: &'s [Encoding],
}

/// A file for a host, and what the host's limits kept out of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HostText {
    /// The file.
    pub text: String,
    /// Sentences without a full stop: what is not in it, and why.
    pub left_out: Vec<String>,
}

/// The files that a build writes for its host, and for search engines; those that the site has itself under `static/` stay as
/// they are.
pub fn names(db: &dyn Db) -> Vec<String> {
    let own = static_files(db);
    let all: &[&str] = match config(db).value.host {
        Some(Host::Netlify | Host::CloudflarePages) => &["_headers", "_redirects"],
        Some(Host::GitlabPages) => &["_redirects"],
        Some(Host::GithubPages) => &[".nojekyll", "CNAME"],
        None => &[],
    };
    let of_host = all.iter().filter(|name| **name != "CNAME" || domain(db).is_some()).map(|name| (*name).to_owned());
    let standing = standing::names(&config(db).value).map(str::to_owned);
    of_host.chain(standing).chain(key_file(db).map(|(name, _)| name)).filter(|name| !own.contains_key(name)).collect()
}

/// The file that proves to search engines who speaks for the site, with its text (`IndexNow`).
fn key_file(db: &dyn Db) -> Option<(String, &str)> {
    config(db).value.pings.index.as_ref().map(|index| (format!("{}.txt", index.key), index.key.as_str()))
}

/// A file of [`names`], with findings where a limit of the host's kept something out.
pub fn file(db: &dyn Db, name: &str, paths: Vec<String>) -> (String, Vec<Diagnostic>) {
    let host = config(db).value.host.unwrap_or(Host::Netlify);
    let made = match name {
        "_headers" => headers::file(&served(db, paths)),
        "_redirects" => redirects::file(&served(db, paths), host),
        "CNAME" => HostText { text: domain(db).map(|domain| format!("{domain}\n")).unwrap_or_default(), left_out: vec![] },
        name => {
            let key = || key_file(db).filter(|(file, _)| file == name).map(|(_, key)| key.to_owned());
            HostText { text: standing::text(&config(db).value, name).or_else(key).unwrap_or_default(), left_out: vec![] }
        }
    };
    let finding = |what: String| Diagnostic::new(Code::HostLimit, what).note(format!("while `{name}` was made"));
    (made.text, made.left_out.into_iter().map(finding).collect())
}

/// What a site asks of whoever serves it; `paths` are those of the output.
pub fn served(db: &dyn Db, paths: Vec<String>) -> Served<'_> {
    // No server's file could hold such an address; the page that stands there leads on.
    let odd = |url: &str| decode(url).contains(|letter: char| letter.is_control() || matches!(letter, '"' | '\\'));
    let plain = moved(db).iter().filter(|(from, _)| !odd(from));
    let redirects = plain.map(|(from, to)| (urls::href(db, from), urls::href(db, to))).collect();
    let config = &config(db).value;
    Served {
        table: table_of(db),
        paths,
        redirects,
        base: config.base_path(),
        name: name(config),
        root: root(config),
        compressed: &config.compress,
    }
}

/// The host's name, without a port.
fn name(config: &Config) -> &str {
    let rest = config.base_url.split_once("://").map_or(config.base_url.as_str(), |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or_default()
}

/// Where the first target on a machine puts the files.
fn root(config: &Config) -> String {
    let folder = config.deploy.iter().find_map(|target| match &target.place {
        Place::Directory { path } | Place::Rsync { path, .. } => Some(path),
        _ => None,
    });
    format!("{}/current", folder.map_or("/srv/www/site", String::as_str))
}

/// The domain for `CNAME`: the site's own, unless the host gave it its name.
fn domain(db: &dyn Db) -> Option<&str> {
    Some(name(&config(db).value)).filter(|name| !name.is_empty() && !name.ends_with(".github.io"))
}

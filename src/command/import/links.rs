//! The addresses of the old site: which page of this site each has become.

use std::collections::BTreeMap;

use super::ground::relative;
use crate::text::percent;

/// Old addresses, and the files that they lead to.
#[derive(Debug, Clone, Default)]
pub(super) struct Addresses {
    /// Hosts of the old site, without `www.`.
    hosts: Vec<String>,
    /// Pages of this site by old path, made comparable.
    pages: BTreeMap<String, String>,
}

/// An address inside of the old site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Local {
    /// From `/`, as written.
    pub(super) path: String,
    /// Behind `?`, without it.
    pub(super) query: String,
    /// Behind `#`, with it; empty where there is none.
    pub(super) fragment: String,
}

impl Addresses {
    /// Adds an address at which the old site stood.
    pub(super) fn host(&mut self, address: &str) {
        let host = host_of(address).map(bare);
        self.hosts.extend(host.filter(|host| !host.is_empty() && !self.hosts.contains(host)));
    }

    /// Adds a page's old address, with or without its host.
    pub(super) fn page(&mut self, address: &str, file: &str) {
        let path = path_of(address);
        if !normal(path).is_empty() {
            self.pages.entry(normal(path)).or_insert_with(|| file.to_owned());
        }
    }

    /// What a link of the page at `from` (an old address) leads to inside of the old site; `None` for all that is outside, and
    /// for places in the page itself.
    pub(super) fn local(&self, href: &str, from: &str) -> Option<Local> {
        let href = href.trim();
        let path = match host_of(href) {
            Some(host) if self.hosts.contains(&bare(host)) => path_and_more(href).to_owned(),
            Some(_) => return None,
            None if href.starts_with('/') => href.to_owned(),
            None if href.is_empty() || href.starts_with('#') || has_scheme(href) => return None,
            None if href.starts_with('?') => format!("{}{href}", path_of(from)),
            None => joined(path_of(from), href),
        };
        let (rest, fragment) = path.find('#').map_or((path.as_str(), ""), |at| path.split_at(at));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        Some(Local {
            path: if path.is_empty() { "/".into() } else { path.to_owned() },
            query: query.to_owned(),
            fragment: fragment.to_owned(),
        })
    }

    /// The file that a page of the old site has become.
    pub(super) fn file(&self, local: &Local) -> Option<&str> {
        self.pages.get(&normal(&local.path)).map(String::as_str)
    }
}

/// A link from one file of the site to another, with what stands behind `#`.
pub(super) fn link(from: &str, to: &str, fragment: &str) -> String {
    if from == to && fragment.len() > 1 {
        return fragment.to_owned();
    }
    format!("{}{}", relative(from, to), if fragment.len() > 1 { fragment } else { "" })
}

/// The host of an address, where it names one.
pub(super) fn host_of(address: &str) -> Option<&str> {
    let rest = address.split_once("://").filter(|(scheme, _)| matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https"));
    let rest = rest.map(|(_, rest)| rest).or_else(|| address.strip_prefix("//"))?;
    rest.split(['/', '?', '#']).next()
}

/// The path of an address, with or without a host, without query and fragment.
pub(super) fn path_of(address: &str) -> &str {
    path_and_more(address).split(['?', '#']).next().unwrap_or_default()
}

fn path_and_more(address: &str) -> &str {
    let Some(host) = host_of(address) else { return address };
    let at = address.find("//").map_or(0, |at| at + 2) + host.len();
    Some(address.get(at..).unwrap_or_default()).filter(|path| !path.is_empty()).unwrap_or("/")
}

fn bare(host: &str) -> String {
    let host = host.rsplit('@').next().unwrap_or(host).to_ascii_lowercase();
    host.strip_prefix("www.").unwrap_or(&host).to_owned()
}

fn has_scheme(href: &str) -> bool {
    href.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// A relative path taken from that of a page (RFC 3986, section 5.2), never above the root.
pub(super) fn joined(from: &str, path: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (path, more) = path.find(['?', '#']).map_or((path, ""), |at| path.split_at(at));
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let slash = if path.ends_with('/') && !parts.is_empty() { "/" } else { "" };
    format!("/{}{slash}{more}", parts.join("/"))
}

/// A path made comparable: decoded, in small letters, without slashes at its ends and names that say nothing.
pub(super) fn normal(path: &str) -> String {
    let decoded = percent::decode(path).to_lowercase();
    let bare = decoded.trim_matches('/');
    let bare = ["index.html", "index.php", "index.htm"].iter().find_map(|name| bare.strip_suffix(name)).unwrap_or(bare);
    bare.trim_end_matches(".html").trim_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Addresses, link};

    #[test]
    fn old_links_lead_to_new_files() {
        let mut old = Addresses::default();
        old.host("https://www.old.org/blog");
        old.page("https://old.org/2024/06/a%20visit/", "content/2024/06/a-visit.md");
        let file = |href: &str| {
            let local = old.local(href, "/2024/07/b/")?;
            Some((old.file(&local).map(str::to_owned), local.fragment))
        };
        let found = Some((Some("content/2024/06/a-visit.md".to_owned()), String::new()));
        for href in
            ["http://old.org/2024/06/a visit", "//www.old.org/2024/06/A%20Visit/", "/2024/06/a visit/index.html", "../../06/a visit"]
        {
            assert_eq!(file(href), found, "{href}");
        }
        assert_eq!(file("/2024/06/a visit/#part"), Some((Some("content/2024/06/a-visit.md".into()), "#part".into())));
        for outside in ["https://other.org/2024/06/a visit", "mailto:a@old.org", "#part", ""] {
            assert_eq!(file(outside), None, "{outside}");
        }
        assert_eq!(file("../../../../../etc/passwd"), Some((None, String::new())));
        assert_eq!(link("content/a.md", "content/b/c.md", "#d"), "b/c.md#d");
        assert_eq!(link("content/a.md", "content/a.md", "#d"), "#d");
    }
}

//! Who is told that a release is live: the hub of the feeds (W3C WebSub; what publishers send is of PubSubHubbub 0.4,
//! section 7), and search engines (`IndexNow`). Only of what changed, and only when readers can see it.

use super::api::Api;
use super::error::DeployError;
use super::manifest::PageKind;
use super::plan::{Plan, Why};
use crate::config::Config;
use crate::config::headers::class::{Class, class};
use crate::config::headers::media::is_feed;
use crate::text::percent::{encode, encode_path};

/// Addresses in one request: what hubs take, and what `IndexNow` allows.
const FEEDS: usize = 50;
const PAGES: usize = 10_000;

/// Whole addresses of what changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    /// Feeds.
    pub feeds: Vec<String>,
    /// Pages, articles first; those that are gone too.
    pub pages: Vec<String>,
}

/// What a plan changes for readers. Pure.
pub fn changed(plan: &Plan) -> Changed {
    let site = plan.manifest.site.as_str();
    let url = |path: &str| format!("{site}/{}", encode_path(path.strip_suffix("index.html").unwrap_or(path)));
    let kind = |path: &str| plan.manifest.pages.get(path).map(|page| page.kind);
    let sent = || plan.uploads.iter().filter(|upload| upload.why != Why::Headers).map(|upload| upload.path.as_str());
    let feeds = sent().filter(|path| is_feed(path)).map(url).collect();
    let is_shown = |path: &&str| class(path) == Class::Page && *path != "404.html" && kind(path) != Some(PageKind::Redirect);
    let mut pages: Vec<&str> = sent().chain(plan.deletes.iter().map(String::as_str)).filter(is_shown).collect();
    pages.sort_by_key(|path| (kind(path) != Some(PageKind::Article), *path));
    Changed { feeds, pages: pages.into_iter().map(url).collect() }
}

/// Tells all that the site's file names; gives what failed.
pub fn tell(config: &Config, changed: &Changed) -> Vec<DeployError> {
    let (hub, index) = (config.pings.hub.as_ref(), config.pings.index.as_ref());
    let mut failures = Vec::new();
    if let Some(hub) = hub.filter(|_| !changed.feeds.is_empty()) {
        for feeds in changed.feeds.chunks(FEEDS) {
            let topics: String = feeds.iter().map(|feed| field(feed)).map(|feed| format!("&hub.topic={feed}&hub.url={feed}")).collect();
            let body = format!("hub.mode=publish{topics}");
            let told = Api::new("the hub", hub).and_then(|api| api.tell("application/x-www-form-urlencoded", &body));
            failures.extend(told.err());
        }
    }
    if let Some(index) = index.filter(|_| !changed.pages.is_empty()) {
        let host = config.base_url.split_once("://").map_or("", |(_, rest)| rest).split('/').next().unwrap_or_default();
        let pages = changed.pages.get(..PAGES.min(changed.pages.len())).unwrap_or_default();
        let location = format!("{}/{}.txt", config.base_url, index.key);
        let body = serde_json::json!({"host": host, "key": index.key, "keyLocation": location, "urlList": pages}).to_string();
        let told = Api::new("IndexNow", &index.endpoint).and_then(|api| api.tell("application/json; charset=utf-8", &body));
        failures.extend(told.err());
    }
    failures
}

/// A value of a form (WHATWG URL, section 5.2).
fn field(text: &str) -> String {
    let mut out = String::new();
    encode(text, |byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte), &mut out);
    out
}

//! `_redirects`, as Netlify, Cloudflare Pages and GitLab Pages read it: a line for each old address.
//!
//! The page that stands at an old address leads on by itself; a rule of the host's does it before any page is sent, and tells
//! search engines. Where the host prefers a file to a rule, the rule says that it is meant (Netlify's `!`).

use super::{HostText, Served};
use crate::config::deploy::Host;

/// Characters in a line (Cloudflare's).
const LINE: usize = 1_000;

/// The file.
pub fn file(site: &Served<'_>, host: Host) -> HostText {
    let (most, code) = match host {
        Host::CloudflarePages => (2_000, "301"),
        Host::GitlabPages => (1_000, "301"),
        Host::Netlify | Host::GithubPages => (10_000, "301!"),
    };
    let mut made = HostText::default();
    // Letters that would make a pattern of an address.
    let plain = site.redirects.iter().filter(|(from, _)| !from.contains(['*', ':']));
    let lines: Vec<String> = plain.map(|(from, to)| format!("{from} {to} {code}\n")).collect();
    let fitting: Vec<&String> = lines.iter().filter(|line| line.len() <= LINE).collect();
    made.text.extend(fitting.iter().take(most).map(|line| line.as_str()));
    let over = lines.len() - fitting.len().min(most);
    if over > 0 {
        let limit = format!("the host takes {most} redirects of {LINE} characters");
        made.left_out.push(format!("{limit}: {over} more are left to the pages that stand at the old addresses"));
    }
    made
}

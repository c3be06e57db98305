//! `gloss headers`: what the site is served with, for whoever sets up a server.

use serde_json::{Map, Value, json};

use super::session::Format;
use super::{Exit, Failure, Session, site};
use crate::config::deploy::Host;
use crate::diagnostic::Diagnostic;
use crate::render::host::{HostText, Served, caddy, headers, nginx, redirects, served};
use crate::render::route::paths;
use crate::source::Audience;

/// In whose words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// nginx: a file for `conf.d`.
    Nginx,
    /// Caddy: a block for a `Caddyfile`.
    Caddy,
    /// Netlify: `_headers`, then `_redirects`.
    Netlify,
    /// Cloudflare Pages: the same.
    Cloudflare,
}

/// Runs it.
///
/// # Errors
/// Where there is no site, or it cannot be read.
pub fn run(session: &mut Session, server: Option<Server>) -> Result<Exit, Failure> {
    let mut open = site::open(session)?;
    open.workspace.set_audience(Audience::Readers);
    let db = open.db();
    let site = served(db, paths(db));
    let made = match server {
        None => HostText { text: table(&site, session.format), ..HostText::default() },
        Some(Server::Nginx) => HostText { text: nginx::file(&site), ..HostText::default() },
        Some(Server::Caddy) => HostText { text: caddy::file(&site), ..HostText::default() },
        Some(Server::Netlify) => both(&site, Host::Netlify),
        Some(Server::Cloudflare) => both(&site, Host::CloudflarePages),
    };
    session.out.write_all(made.text.as_bytes())?;
    let findings: Vec<Diagnostic> =
        made.left_out.into_iter().map(|what| Diagnostic::new(crate::diagnostic::Code::HostLimit, what)).collect();
    session.report(&open.report(session, findings))?;
    Ok(Exit::Fine)
}

fn both(site: &Served<'_>, host: Host) -> HostText {
    let (headers, redirects) = (headers::file(site), redirects::file(site, host));
    let text = format!("# _headers\n{}\n# _redirects\n{}", headers.text, redirects.text);
    HostText { text, left_out: headers.left_out.into_iter().chain(redirects.left_out).collect() }
}

/// The table: each path of the output with its headers.
fn table(site: &Served<'_>, format: Format) -> String {
    let mut paths: Vec<&String> = site.paths.iter().collect();
    paths.sort();
    let mut out = String::new();
    for path in paths {
        let headers = site.table.all(path);
        out += &if format == Format::Json {
            let headers: Map<String, Value> = headers.into_iter().map(|(name, value)| (name, Value::String(value))).collect();
            format!("{}\n", json!({"path": path, "headers": headers}))
        } else {
            let lines: String = headers.iter().map(|(name, value)| format!("    {name}: {value}\n")).collect();
            format!("{path}\n{lines}")
        };
    }
    out
}

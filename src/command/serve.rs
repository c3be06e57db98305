//! `gloss serve`: the site while it is edited.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};

use super::session::{Format, Loudness, Screen};
use super::{Exit, Failure, Session, site};
use crate::diagnostic::report::Report;
use crate::parse::query::{address, config};
use crate::serve::listen::{Reach, listen, network_address, qr_code};
use crate::serve::{Notice, Options, Search, serve};
use crate::source::{Audience, Workspace};

/// What `gloss serve` is told.
#[derive(Debug, Clone, Copy)]
pub struct ServeOptions {
    /// The first port to try.
    pub port: u16,
    /// Who may reach the server.
    pub reach: Reach,
    /// For whom pages are made.
    pub audience: Audience,
    /// What is opened in the browser.
    pub opening: Opening,
    /// Whether the search page works.
    pub search: Search,
}

/// What is opened in the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Nothing.
    Nothing,
    /// The page of the file that was edited last.
    Newest,
}

/// Runs it, until the process is told to end.
///
/// # Errors
/// Where there is no site, it cannot be read, or no port is free.
pub fn run(session: &mut Session, options: &ServeOptions) -> Result<Exit, Failure> {
    let mut open = site::open(session)?;
    open.workspace.set_audience(options.audience);
    let listener = listen(options.reach, options.port).map_err(Failure::io("cannot listen"))?;
    let port = listener.local_addr().map_err(Failure::io("cannot listen"))?.port();
    let base = config(open.db()).value.base_path().to_owned();
    let here = format!("http://{}{base}/", SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    let greeting = greeting(options, &listener, (&here, &base));
    session.result(&greeting)?;
    session.out.flush()?;
    if options.opening == Opening::Newest {
        let page = newest_page(&open.root, &open.workspace).unwrap_or_default();
        // Without a browser the address above is enough.
        let _ = open::that_detached(format!("http://{}{base}{page}", SocketAddr::from((Ipv4Addr::LOCALHOST, port))));
    }
    let settings = Options {
        root: open.root.canonicalize().map_err(Failure::io("cannot find the site"))?,
        strictness: session.strictness,
        unread: std::mem::take(&mut open.unread),
        clock: session.clock,
        search: options.search,
    };
    let (send, notices) = channel();
    let terminal = Terminal { greeting };
    let workspace = std::mem::replace(&mut open.workspace, Workspace::new(crate::source::Database::new(session.now)));
    let server = std::thread::spawn(move || serve(workspace, settings, listener, send));
    terminal.follow(session, &notices)?;
    match server.join() {
        Ok(served) => served.map_err(Failure::io("the server stopped"))?,
        Err(_) => return Err(Failure::Machine("the server stopped unexpectedly".into())),
    }
    session.say("stopped");
    Ok(Exit::Fine)
}

/// Where the site can be seen.
fn greeting(options: &ServeOptions, listener: &TcpListener, (here, base): (&str, &str)) -> String {
    let port = listener.local_addr().map_or(0, |address| address.port());
    let mut lines = Vec::new();
    if port != options.port && options.port != 0 {
        lines.push(format!("port {} is busy; this is the next that is free", options.port));
    }
    lines.push(format!("serving {here}   (Ctrl-C ends)"));
    if let Some(address) = network_address().filter(|_| options.reach == Reach::Network) {
        let url = format!("http://{}{base}/", SocketAddr::from((address, port)));
        lines.push(format!("in this network: {url}"));
        lines.extend(qr_code(&url));
    }
    lines.join("\n")
}

/// The address of the article whose file changed last.
fn newest_page(root: &Path, workspace: &Workspace) -> Option<String> {
    let db = workspace.db();
    let articles = crate::link::query::visible_articles(db).iter();
    let newest = articles.max_by_key(|article| crate::source::walk::modified(root, article.path(db)))?;
    Some(address(db, *newest).url.clone())
}

/// What the terminal shows: where the site is, and what is wrong with it now.
struct Terminal {
    greeting: String,
}

impl Terminal {
    /// Prints notices as they come, until the server ends.
    fn follow(&self, session: &mut Session, notices: &Receiver<Notice>) -> Result<(), Failure> {
        let mut saved = String::new();
        for notice in notices {
            match notice {
                Notice::Saved(paths) => {
                    saved = match paths.as_slice() {
                        [only] => only.clone(),
                        many => format!("{} files", many.len()),
                    };
                    if session.loudness == Loudness::Verbose {
                        session.say(&format!("saved: {saved}"));
                    }
                }
                Notice::Polling(reason) => session.say(&format!("this folder cannot be watched ({reason}); it is looked at every second")),
                Notice::Ended => break,
                Notice::Findings(report) => self.print(session, &report, &saved)?,
            }
        }
        Ok(())
    }

    /// The list of findings as it is now. On a terminal it takes the place of the one before.
    fn print(&self, session: &mut Session, report: &Report, saved: &str) -> Result<(), Failure> {
        let redraws = session.screen == Screen::Terminal && session.format == Format::Human && session.loudness < Loudness::Verbose;
        if redraws {
            // Clears the screen and goes to its beginning (ECMA-48: ED, CUP).
            write!(session.out, "\x1b[2J\x1b[H")?;
            session.result(&self.greeting)?;
        }
        session.report(report)?;
        let after = if saved.is_empty() { String::new() } else { format!("after a change of {saved}: ") };
        session.result(&format!("{after}{}", report.counts().words()))?;
        session.out.flush()?;
        Ok(())
    }
}

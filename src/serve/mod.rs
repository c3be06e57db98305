//! The site while it is edited: pages are made when they are asked for, by the same queries as a build, and shown anew when
//! a file is saved. Nothing is written, neither to the site nor to the output folder.
//!
//! In: a [`Workspace`] that has been read, and its folder. Out: answers to requests, and notices
//! for the terminal. `watch` hears of files, `saves` makes changes of what it hears, `live` holds the database, `connect` takes
//! connections, `http` answers, `pictures` makes pictures, `warm` has all cores work for the next answer, `events` tells open pages, `survey` looks for findings in the background.

mod answer;
mod connect;
mod events;
mod http;
pub mod listen;
mod live;
mod pictures;
mod saves;
mod survey;
mod warm;
mod watch;

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use crate::config::rules::Strictness;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::report::Report;
use crate::source::Workspace;

/// What is served, and how.
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// Whether warnings count as errors.
    pub strictness: Strictness,
    /// What could not be read at the start.
    pub unread: Vec<Diagnostic>,
    /// Whether the clock goes on.
    pub clock: Clock,
    /// Whether the search page works.
    pub search: Search,
}

/// Whether a server makes the search index: it takes longer than a page may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// It does, when a search page first asks for it, and again after edits.
    Asked,
    /// It does not; the search page says so.
    Off,
}

/// Whether the clock of a server goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// It does: what is published at noon appears at noon.
    Running,
    /// It stands where it was set.
    Standing,
}

/// What the terminal is told.
pub enum Notice {
    /// Files were saved: their paths in the site.
    Saved(Vec<String>),
    /// What is wrong now.
    Findings(Report),
    /// The folder cannot be watched; it is looked at every so often instead.
    Polling(String),
    /// The server has ended; nothing follows.
    Ended,
}

/// Serves a site until the process is told to end (Ctrl-C, or the system's signal to terminate).
///
/// # Errors
/// The system's, where the server cannot run.
pub fn serve(workspace: Workspace, options: Options, listener: TcpListener, notices: Sender<Notice>) -> std::io::Result<()> {
    let live = Arc::new(live::Live::new(workspace, options, notices));
    watch::start(&live);
    survey::start(&live);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(16 << 20).build()?;
    let served = runtime.block_on(http::serve(Arc::clone(&live), listener));
    live.tell(Notice::Ended);
    // A page that is still being made is nobody's any more.
    runtime.shutdown_background();
    served
}

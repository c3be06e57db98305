//! Hears of files from the operating system.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::live::Live;
use super::{Notice, saves};
use crate::source::walk::FOLDERS;
use crate::text::path::SitePath;

/// Silence after which a save is taken for complete. An editor's own pauses are longer than that only where `saves` waits.
const SILENCE: Duration = Duration::from_millis(2);
/// Silence after many files changed: a checkout, a copy.
const LONG_SILENCE: Duration = Duration::from_millis(25);
/// How many files are many.
const MANY: usize = 40;
/// No storm is waited for longer than that.
const LONGEST: Duration = Duration::from_secs(2);
/// How often it is looked whether the folder is still the one that is watched.
const HEARTBEAT: Duration = Duration::from_millis(500);
/// How often it is looked whether the time has come for something.
const TICK: Duration = Duration::from_secs(30);
/// How often files are looked at where the system cannot watch them.
const POLL: Duration = Duration::from_secs(1);

type Events = Receiver<notify::Result<Event>>;

/// Watches the site's files on a thread of its own, as long as the process lives.
pub(super) fn start(live: &Arc<Live>) {
    let live = Arc::clone(live);
    std::thread::spawn(move || {
        loop {
            let root = live.options.root.clone();
            let watched = identity(&root);
            let Some((_watcher, events)) = watch(&live, &root) else {
                std::thread::sleep(HEARTBEAT);
                continue;
            };
            // What happened before the watch began.
            tell(&live, saves::take_all(&live));
            follow(&live, &root, &events, &watched);
        }
    });
}

/// Takes changes as they come, until the folder is another than the one that is watched.
fn follow(live: &Live, root: &Path, events: &Events, watched: &Watched) {
    let mut ticked = Instant::now();
    loop {
        match events.recv_timeout(HEARTBEAT) {
            Ok(event) => {
                let heard = gather(event, events);
                let batch = Batch::of(root, heard);
                let changed = if batch.whole { saves::take_all(live) } else { saves::take(live, &batch.paths) };
                tell(live, changed);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if identity(root) != *watched {
            return;
        }
        if ticked.elapsed() > TICK {
            ticked = Instant::now();
            live.tick();
        }
    }
}

fn tell(live: &Live, changed: Vec<String>) {
    if !changed.is_empty() {
        live.tell(Notice::Saved(changed));
    }
}

/// The events of one save, or of one storm.
fn gather(first: notify::Result<Event>, events: &Events) -> Vec<notify::Result<Event>> {
    let (start, mut heard) = (Instant::now(), vec![first]);
    loop {
        let silence = if heard.len() > MANY { LONG_SILENCE } else { SILENCE };
        match events.recv_timeout(silence) {
            Ok(event) => heard.push(event),
            Err(_) => return heard,
        }
        if start.elapsed() >= LONGEST {
            return heard;
        }
    }
}

/// What a number of events is about.
#[derive(Default)]
struct Batch {
    paths: BTreeSet<SitePath>,
    /// Whether a folder changed, or the system lost events.
    whole: bool,
}

impl Batch {
    fn of(root: &Path, heard: Vec<notify::Result<Event>>) -> Self {
        let mut batch = Self::default();
        for event in heard {
            match event {
                Ok(event) if event.need_rescan() => batch.whole = true,
                Ok(event) if changes_files(&event.kind) => {
                    for path in &event.paths {
                        batch.add(root, path);
                    }
                }
                Ok(_) => {}
                Err(_) => batch.whole = true,
            }
        }
        batch
    }

    fn add(&mut self, root: &Path, path: &Path) {
        let Some(inside) = path.strip_prefix(root).ok().and_then(Path::to_str) else { return };
        let first = inside.split('/').next().unwrap_or_default();
        // A folder, or a name without an ending that is gone: it may have been one.
        if FOLDERS.contains(&first) && (path.is_dir() || (path.extension().is_none() && !path.is_file())) {
            self.whole = true;
        }
        self.paths.insert(SitePath::new(inside));
    }
}

/// Whether an event can be the end of a change. That a file was opened or read is none.
fn changes_files(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(access) => matches!(access, AccessKind::Close(AccessMode::Write)),
        _ => true,
    }
}

/// Which folder stands at the root and which of the site's folders are in it: of a folder that was deleted and made again,
/// the system says nothing.
#[derive(PartialEq, Eq)]
struct Watched(Vec<Option<u64>>);

fn identity(root: &Path) -> Watched {
    let folders = FOLDERS.iter().map(|folder| root.join(folder));
    Watched(std::iter::once(root.to_path_buf()).chain(folders).map(|folder| number(&folder)).collect())
}

#[cfg(unix)]
fn number(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    folder.metadata().ok().map(|metadata| metadata.ino())
}

#[cfg(not(unix))]
fn number(folder: &Path) -> Option<u64> {
    folder.is_dir().then_some(1)
}

/// Begins to watch; by looking again and again where the system cannot tell. `None` where there is no folder.
fn watch(live: &Live, root: &Path) -> Option<(Box<dyn Watcher + Send>, Events)> {
    let (send, events) = channel();
    let handler = send.clone();
    let own = RecommendedWatcher::new(move |event| drop(handler.send(event)), notify::Config::default());
    let reason = match own.and_then(|mut watcher| watch_folders(&mut watcher, root).map(|()| watcher)) {
        Ok(watcher) => return Some((Box::new(watcher), events)),
        Err(error) => error.to_string(),
    };
    if !root.is_dir() {
        return None;
    }
    live.tell(Notice::Polling(reason));
    let config = notify::Config::default().with_poll_interval(POLL);
    let mut watcher = PollWatcher::new(move |event| drop(send.send(event)), config).ok()?;
    watch_folders(&mut watcher, root).ok()?;
    Some((Box::new(watcher), events))
}

fn watch_folders(watcher: &mut dyn Watcher, root: &Path) -> notify::Result<()> {
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    let folders: Vec<PathBuf> = FOLDERS.iter().map(|folder| root.join(folder)).filter(|folder| folder.is_dir()).collect();
    for folder in folders {
        watcher.watch(&folder, RecursiveMode::Recursive)?;
    }
    Ok(())
}

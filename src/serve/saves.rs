//! What an editor does to files becomes changes of the site. Editors write in place, write beside and rename, delete and
//! create, and a checkout does all of that to thousands; what is seen in the midst of such a save is no state of the site.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use super::live::Live;
use crate::source::walk::{read_file, read_site};
use crate::source::{Change, Text};
use crate::text::path::SitePath;

/// How long a file that is gone or empty may stay so before that is believed.
const PATIENCE: Duration = Duration::from_millis(40);
/// How often it is looked at meanwhile.
const LOOK: Duration = Duration::from_millis(4);

/// Takes what became of these paths; gives those that changed.
pub(super) fn take(live: &Live, paths: &BTreeSet<SitePath>) -> Vec<String> {
    let root = &live.options.root;
    let mut changes = Vec::new();
    let mut doubtful = Vec::new();
    for path in paths {
        match read_file(root, path) {
            Some(change) if is_doubtful(live, path, &change) => doubtful.push(path.clone()),
            Some(change) => changes.push((path.clone(), change)),
            None => {}
        }
    }
    // What is certain does not wait for what is not.
    let mut changed = apply(live, changes);
    if !doubtful.is_empty() {
        changed.extend(apply(live, settled(live, root, doubtful)));
    }
    changed
}

/// Reads the whole site again: after a folder changed, or when the system lost track.
pub(super) fn take_all(live: &Live) -> Vec<String> {
    let Ok(mut scan) = read_site(&live.options.root) else { return vec![] };
    let present: BTreeSet<&SitePath> = scan.files.iter().map(|(path, _)| path).collect();
    let gone: Vec<_> = live.look(|workspace| workspace.paths().filter(|path| !present.contains(path)).cloned().collect());
    scan.files.extend(gone.into_iter().map(|path| (path, Change::Gone)));
    apply(live, scan.files)
}

/// Applies changes; the paths of what is not as it was.
fn apply(live: &Live, changes: Vec<(SitePath, Change)>) -> Vec<String> {
    let changes: Vec<_> = live.look(|workspace| changes.into_iter().filter(|(path, change)| workspace.differs(path, change)).collect());
    let paths: Vec<String> = changes.iter().map(|(path, _)| path.as_str().to_owned()).collect();
    if !changes.is_empty() {
        live.change(|workspace| workspace.apply(changes));
    }
    paths
}

/// Whether a state is more likely the midst of a save than what the editor meant.
fn is_doubtful(live: &Live, path: &SitePath, change: &Change) -> bool {
    let is_empty = match change {
        Change::Gone => true,
        Change::Text(text) => matches!(text, Text::Utf8(text) if text.is_empty()),
        Change::Asset(_) => false,
    };
    is_empty && live.look(|workspace| workspace.differs(path, change))
}

/// Waits until each of these files is there and has content, but no longer than patience lasts.
fn settled(live: &Live, root: &Path, mut paths: Vec<SitePath>) -> Vec<(SitePath, Change)> {
    let start = Instant::now();
    let mut settled = Vec::new();
    while !paths.is_empty() {
        let over = start.elapsed() >= PATIENCE;
        paths.retain(|path| {
            let Some(change) = read_file(root, path) else { return false };
            let waits = !over && is_doubtful(live, path, &change);
            if !waits {
                settled.push((path.clone(), change));
            }
            waits
        });
        if !paths.is_empty() {
            std::thread::sleep(LOOK);
        }
    }
    settled
}

//! Files that may not be read for a while. The administrator may read everything: the server is another user's then.

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::{LEAD, LEAD_URL, PATIENCE, Server, demo, edit};

/// Whom nothing belongs to.
const NOBODY: &str = "65534";

/// The program as a user whom permissions bind, with a place of its own to be run from.
fn bound(place: &Path, site: &Path) -> Command {
    let is_administrator = std::fs::metadata("/proc/self").map_or(0, |process| process.uid()) == 0;
    let mut command = if is_administrator {
        let program = place.join("gloss");
        if std::fs::hard_link(env!("CARGO_BIN_EXE_gloss"), &program).is_err() {
            std::fs::copy(env!("CARGO_BIN_EXE_gloss"), &program).unwrap();
        }
        set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
        let mut command = Command::new("setpriv");
        command.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]).arg(program);
        command
    } else {
        Command::new(env!("CARGO_BIN_EXE_gloss"))
    };
    command.arg("--root").arg(site).args(["--now", "2026-01-01"]).stderr(Stdio::null());
    command
}

#[test]
fn permissions_may_be_lost_and_given_back() {
    let (place, site) = (tempfile::tempdir().unwrap(), demo());
    for folder in [place.path(), site.path()] {
        set_permissions(folder, Permissions::from_mode(0o755)).unwrap();
    }
    let server = Server::by(bound(place.path(), site.path()), site, &["--search"]);
    let (file, before) = (server.root().join(LEAD), server.get(LEAD_URL));
    server.equals_a_build();

    // A file.
    set_permissions(&file, Permissions::from_mode(0o000)).unwrap();
    let start = Instant::now();
    while server.get(LEAD_URL) == before {
        assert!(start.elapsed() < PATIENCE, "the server still shows what it may not read");
        std::thread::sleep(Duration::from_millis(10));
    }
    set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
    server.equals_a_build();
    edit(&file, |text| text + "\nPermitted again.\n");
    server.until(LEAD_URL, "Permitted again.");

    // A folder, while something else is saved.
    let folder = server.root().join("content/2024");
    set_permissions(&folder, Permissions::from_mode(0o000)).unwrap();
    edit(&server.root().join("gloss.yaml"), |text| text + "# saved\n");
    std::thread::sleep(Duration::from_millis(300));
    set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    edit(&file, |text| text.replace("Permitted again.", "Seen in the folder."));
    server.until(LEAD_URL, "Seen in the folder.");
    server.equals_a_build();
}

//! The measurement of whole builds: its archive, the checks of what was made, and its tables.

use std::path::Path;
use std::process::Command;

use crate::run::{finish, quiet};

#[test]
fn a_small_measurement_runs_to_its_tables() {
    let folder = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/run");
    let mut command = Command::new("python3");
    quiet(&mut command, folder.path());
    command.arg(script).args(["--check", "--gloss", env!("CARGO_BIN_EXE_gloss"), "--work", "sites"]);
    let ran = finish(&mut command);
    assert_eq!(ran.code, 0, "{ran:#?}");
    for step in ["A clean build", "The same again, nothing changed", "A build after one edit"] {
        let (_, table) = ran.out.split_once(&format!("| {step} |")).unwrap();
        let own = table.lines().find(|line| line.starts_with("| **gloss** |")).unwrap();
        let wall: f64 = own.split('|').nth(2).unwrap().trim().parse().unwrap();
        assert!(wall > 0.0, "{step}: {own}");
    }
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "nothing is left behind");
}

//! The memory of a deploy does not grow with the bytes of the site: files are streamed.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::s3;
use crate::site::{World, beside, well};
use crate::ssh::world;

/// Megabytes of files that are added, and those by which the peak may grow: a few parts that are on their way.
const ADDED: usize = 192;
const GROWTH: usize = 80;

/// The peak memory of a command that must end well, in megabytes, as the system counts it.
fn peak(mut command: Command) -> usize {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        most = line.trim().trim_end_matches(" kB").parse().unwrap_or(most);
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    most / 1024
}

/// Asserts that a site with large files takes hardly more memory than the site without them. Its build is left out.
fn is_flat(site: &Path, gloss: impl Fn() -> Command) {
    let deploy = || {
        // What was changed a moment ago might be changed again unseen.
        std::thread::sleep(std::time::Duration::from_millis(300));
        well(site, "build");
        let mut command = gloss();
        command.arg("deploy");
        peak(command)
    };
    let small = deploy();
    for number in 0..4 {
        let mut file = std::fs::File::create(site.join(format!("static/large-{number}.bin"))).unwrap();
        let part: Vec<u8> = (0..1 << 20).map(|at: usize| (at * (number + 3) % 251) as u8).collect();
        (0..ADDED / 4).for_each(|_| file.write_all(&part).unwrap());
    }
    let large = deploy();
    assert!(small > 0 && large < small + GROWTH, "{small} MB without {ADDED} MB of files, {large} MB with them");
}

#[test]
fn memory_does_not_grow_with_the_files_of_a_folder() {
    let (_folder, site, _) = beside();
    is_flat(&site, || crate::run::gloss(&site));
}

#[test]
fn memory_does_not_grow_with_the_files_of_a_host() {
    for kind in ["sftp", "sftp, layout: releases", "rsync"] {
        let world = world(kind);
        is_flat(&world.site, || world.gloss());
    }
}

#[test]
fn memory_does_not_grow_with_the_files_of_a_bucket() {
    let world = s3::Bucket::new();
    is_flat(&world.site, || world.gloss());
}

//! A host of sshd's as a target, by the system's ssh and rsync.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::Ordering;

use crate::proxy::Proxy;
use crate::run::{gloss, tree};
use crate::server::{Server, find, free_ports, start};
use crate::site::{World, article, kill_deploys, refused, round, served, site};

const INSTALL: &str = "apt-get install openssh-server openssh-client rsync";

pub struct Host {
    _folder: tempfile::TempDir,
    _server: Server,
    pub site: PathBuf,
    pub www: PathBuf,
    /// Between the program and the daemon.
    pub proxy: Proxy,
    path: std::ffi::OsString,
}

/// sshd for the current user alone, with throw-away keys. The program is given an `ssh` on its path that knows them, as a
/// user's own configuration would; `CUT` in its environment is put before it.
pub fn world(kind: &str) -> Host {
    world_with(kind, |_| "Subsystem sftp internal-sftp\n".to_owned())
}

/// A host whose disk takes no file beyond 100 kB while there is a file `full` beside the site.
pub fn world_that_fills(kind: &str) -> Host {
    let places = ["/usr/lib/openssh", "/usr/libexec/openssh", "/usr/lib/ssh", "/usr/libexec"];
    let server = places.iter().map(|place| Path::new(place).join("sftp-server")).find(|path| path.is_file());
    let server = server.unwrap_or_else(|| panic!("there is no `sftp-server`; install it: {INSTALL}"));
    world_with(kind, |here| {
        let session = here.join("session");
        // A write beyond the limit fails, as one to a full disk does, where the signal is ignored.
        let script = "if [ -f \"${0%/*}/full\" ]; then trap '' XFSZ; ulimit -f 200; fi; exec sh -c \"$SSH_ORIGINAL_COMMAND\"";
        write_program(&session, script);
        format!("Subsystem sftp {}\nForceCommand {}\n", server.display(), session.display())
    })
}

fn world_with(kind: &str, config: impl Fn(&Path) -> String) -> Host {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let sshd = find("sshd", INSTALL);
    find("rsync", INSTALL);
    let ssh = find("ssh", INSTALL);
    for key in ["host", "user"] {
        let made = Command::new(find("ssh-keygen", INSTALL)).args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(here.join(key)).status();
        assert!(made.unwrap().success());
    }
    let port = free_ports(1)[0];
    // The daemon asks for this folder where it is run by an administrator.
    let _ = std::fs::create_dir_all("/run/sshd");
    let at = |name: &str| here.join(name).display().to_string();
    let config = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\nMaxStartups 100\n{}",
        at("host"),
        at("user.pub"),
        config(here)
    );
    std::fs::write(here.join("sshd_config"), config).unwrap();
    let server = start(Command::new(sshd).args(["-D", "-e", "-f"]).arg(here.join("sshd_config")), port, INSTALL);
    let bin = here.join("bin");
    std::fs::create_dir(&bin).unwrap();
    let options =
        format!("-F none -i {} -o UserKnownHostsFile={} -o StrictHostKeyChecking=accept-new -o LogLevel=ERROR", at("user"), at("known"));
    write_program(&bin.join("ssh"), &format!("exec $CUT {} {options} \"$@\"", ssh.display()));
    let mut path = bin.into_os_string();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    // A name with a space and a quote: whoever forgets to quote is found out.
    let (root, www) = (here.join("site"), here.join("it's www"));
    let proxy = Proxy::before(port);
    let port = proxy.port;
    let target = format!("  live: {{kind: {kind}, host: 127.0.0.1, port: {port}, path: \"{}\"}}\n", www.display());
    std::fs::rename(site(&target).keep(), &root).unwrap();
    Host { _folder: folder, _server: server, site: root, www, proxy, path }
}

impl World for Host {
    fn gloss(&self) -> Command {
        let mut command = gloss(&self.site);
        command.env("PATH", &self.path);
        command
    }
}

impl Host {
    pub fn live(&self) -> std::collections::BTreeMap<String, Vec<u8>> {
        served(&self.www.join("current").canonicalize().unwrap())
    }

    fn inode(&self, release: u64, path: &str) -> u64 {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(self.www.join(format!("releases/{release}/{path}"))).unwrap().ino()
    }
}

fn built(site: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    tree(&site.join("public"))
}

#[test]
fn a_host_gets_releases_and_goes_back() {
    releases_come_and_go(&world("rsync"));
}

/// What is true of every host that serves what a link leads to.
pub fn releases_come_and_go(world: &Host) {
    assert!(world.well("deploy --dry-run").contains("release 1, the first"));
    assert!(!world.www.exists(), "a dry run writes nothing");
    world.well("deploy");
    assert_eq!(world.live(), built(&world.site));
    assert!(world.well("deploy").contains("up to date: release 1"));
    let mut states = vec![world.live()];
    for number in 2..=7 {
        article(&world.site, "third", &format!("Text {number}."));
        world.well("deploy");
        assert_eq!(world.live(), built(&world.site));
        states.push(world.live());
    }
    assert_eq!(world.inode(6, "note.txt"), world.inode(7, "note.txt"), "what did not change is one file");
    assert_ne!(world.inode(6, "2024/06/third/index.html"), world.inode(7, "2024/06/third/index.html"));
    assert_eq!(world.well("rollback --list").lines().count(), 5, "five are kept");
    world.well("rollback");
    assert_eq!(world.live(), states[5]);
    world.well("rollback --to 3");
    assert_eq!(world.live(), states[2]);
    assert!(world.well("deploy").contains("release 8 after 3"));
    assert_eq!(world.live(), states[6]);
}

#[test]
fn locks_and_strangers_on_a_host_stop_the_deploy() {
    let world = world("rsync");
    std::fs::create_dir_all(&world.www).unwrap();
    std::fs::write(world.www.join("theirs.txt"), "Not ours.").unwrap();
    refused(&world.run("deploy"), "foreign-target");
    world.well("deploy --adopt");
    article(&world.site, "third", "Text.");
    let lock = world.www.join(".gloss-lock");
    std::fs::create_dir(&lock).unwrap();
    std::fs::write(lock.join("token"), "0000").unwrap();
    refused(&world.run("deploy"), "target-busy");
    // After two minutes without a sign of life it counts no longer.
    let old = Command::new("touch").args(["-d", "3 minutes ago"]).arg(lock.join("token")).status().unwrap();
    assert!(old.success());
    // What lies beside the built site is no part of it, whatever its name.
    let beside = world.site.join("public");
    ["[draft]*.txt", "a draft?.txt", "2024/06/draft\n.html"].iter().for_each(|name| std::fs::write(beside.join(name), "Not yet.").unwrap());
    world.well("deploy");
    assert!(!lock.exists());
    let live = world.live();
    assert!(live.contains_key("2024/06/third/index.html") && live.keys().all(|path| !path.contains("draft")), "{:?}", live.keys());
    assert!(!beside.join(".gloss").read_dir().unwrap().any(|entry| entry.unwrap().file_name().to_string_lossy().starts_with("for-")));
    assert_eq!(std::fs::read_to_string(world.www.join("theirs.txt")).unwrap(), "Not ours.");
}

#[test]
fn killed_at_any_moment_the_host_serves_a_whole_site() {
    killed_it_is_whole(&world("rsync"));
}

/// Kills deploys to a host that serves what a link leads to.
pub fn killed_it_is_whole(world: &Host) {
    for number in 0..3 {
        round(&world.site, (number, 40));
    }
    world.well("deploy");
    kill_deploys(
        &world.site,
        40,
        || world.deploying(),
        || {
            let live = world.live();
            Box::new(move |path| live.get(path).cloned())
        },
    );
}

#[test]
fn a_connection_that_breaks_is_made_again() {
    let world = world("rsync");
    world.well("deploy");
    round(&world.site, (0, 40));
    world.well("build");
    // Connections end before anything was done; when all was done and nobody has heard of it; and in the middle.
    let script = "count=$(cat \"$0.count\" 2>/dev/null || echo 0); echo $((count + 1)) > \"$0.count\"\n\
        case $count:$* in 0:*) ;; 1:*) head -n 2 | \"$@\" > \"$0.lost\";; 3:*'rsync --server'*) \"$@\";; *) exec \"$@\";; esac\n\
        echo 'Connection to 127.0.0.1 closed by remote host.' >&2; exit 255";
    let cut = program(&world, "cut", script);
    world.proxy.counts.cut_after.store(100_000, Ordering::SeqCst);
    let ran = crate::run::finish(world.gloss().arg("deploy").env("CUT", &cut));
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(world.proxy.counts.stopped.load(Ordering::SeqCst) > 0, "no connection was cut");
    assert_eq!(world.live(), built(&world.site));
    assert!(std::fs::read_to_string(cut.with_extension("count")).unwrap().trim().parse::<u32>().unwrap() > 4);
    assert!(!world.www.join(".gloss-lock").exists());
}

/// A program beside the site.
pub fn program(world: &Host, name: &str, script: &str) -> PathBuf {
    let path = world.site.parent().unwrap().join(name);
    write_program(&path, script);
    path
}

fn write_program(path: &Path, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_host_that_does_not_answer_is_told() {
    let world = world("rsync");
    let config = world.site.join("gloss.yaml");
    let text = std::fs::read_to_string(&config).unwrap();
    let port = text.split("port: ").nth(1).unwrap().split(',').next().unwrap().to_owned();
    std::fs::write(&config, text.replace(&format!("port: {port}"), "port: 1")).unwrap();
    let ran = world.run("deploy");
    assert!(ran.code == 3 && ran.err.contains("ssh failed") && ran.err.contains("nothing was sent"), "{ran:#?}");
}

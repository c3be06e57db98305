//! One connection of `ssh` that all commands to a host go through: each connection of its own costs a key exchange, which is
//! most of what a small deploy takes.

use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use super::tool::ssh_options;

/// How long it is waited for; who comes later connects by themselves, as they do where there is none.
const PATIENCE: Duration = Duration::from_secs(20);

/// Paths of sockets are no longer (POSIX, `sun_path`: 92 bytes at the least), and ssh adds to them while it makes one.
const LONGEST: usize = 70;

/// A connection that is shared until it is dropped.
pub(super) struct Mux {
    child: Child,
    socket: PathBuf,
    /// What the other side reads: when this program ends, however it ends, there is no more of it, and the connection ends.
    _to: Option<ChildStdin>,
    _folder: tempfile::TempDir,
}

impl Mux {
    /// Connects to a host; none where that cannot be shared.
    pub(super) fn open(host: &str, port: Option<u16>) -> Option<Self> {
        let folder = tempfile::tempdir().ok()?;
        let socket = folder.path().join("ssh");
        let is_plain = socket.to_str().is_some_and(|path| path.len() <= LONGEST && !path.contains([' ', '%', '\'', '"']));
        if cfg!(not(unix)) || !is_plain {
            return None;
        }
        let mut ssh = Command::new("ssh");
        ssh.args(ssh_options(port)).args(["-o", "ControlMaster=yes", "-o"]).arg(format!("ControlPath={}", socket.display()));
        ssh.args(["--", host, "cat > /dev/null"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = ssh.spawn().ok()?;
        let begun = Instant::now();
        while std::fs::symlink_metadata(&socket).is_err() {
            // Whoever connects next will be told why.
            if child.try_wait().ok()?.is_some() || begun.elapsed() > PATIENCE {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Some(Self { _to: child.stdin.take(), child, socket, _folder: folder })
    }

    /// The options with which `ssh` goes through it; where it is gone, `ssh` connects by itself.
    pub(super) fn options(&self) -> [String; 4] {
        ["-o".into(), "ControlMaster=no".into(), "-o".into(), format!("ControlPath={}", self.socket.display())]
    }
}

impl Drop for Mux {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

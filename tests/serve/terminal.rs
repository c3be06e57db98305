//! What a terminal shows: the list of findings as it is now, in the place of the one before.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use crate::{LEAD, PATIENCE, demo, edit};

/// Clears the screen and goes to its beginning (ECMA-48: ED, CUP).
const CLEAR: &str = "\x1b[2J\x1b[H";

/// A server in a terminal of its own, and all that it has written there.
struct Terminal {
    child: Child,
    written: Arc<Mutex<Vec<u8>>>,
}

impl Terminal {
    fn open(site: &Path) -> Self {
        let command = format!("{} --root {} serve --port 0 --now 2026-01-01", env!("CARGO_BIN_EXE_gloss"), site.display());
        // util-linux; every Debian has it.
        let mut script = Command::new("script");
        script.args(["--quiet", "--return", "--flush", "--command", &command, "/dev/null"]).env("TERM", "xterm");
        let mut child = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("`script` of util-linux is there");
        let written = Arc::new(Mutex::new(Vec::new()));
        let (mut out, sink) = (child.stdout.take().unwrap(), Arc::clone(&written));
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = out.read(&mut buffer) {
                sink.lock().unwrap().extend_from_slice(&buffer[..read]);
            }
        });
        Self { child, written }
    }

    fn written(&self) -> String {
        String::from_utf8_lossy(&self.written.lock().unwrap()).into_owned()
    }

    /// What stands on the screen when it is so.
    fn until(&self, is_so: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let written = self.written();
            let screen = written.rsplit(CLEAR).next().unwrap_or_default();
            if is_so(screen) {
                return screen.to_owned();
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("the terminal never came to say it: {}", self.written());
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_terminal_is_redrawn_and_does_not_scroll() {
    let site = demo();
    let terminal = Terminal::open(site.path());
    // The demo has one headline that leads nowhere.
    terminal.until(|screen| screen.contains("serving http://127.0.0.1:") && screen.contains("1 warning"));
    edit(&site.path().join(LEAD), |text| text + "\n[[no-such-article]]\n");
    let wrong = terminal.until(|screen| screen.contains("no-such-article") && screen.contains("1 error"));
    assert!(wrong.contains("serving http://127.0.0.1:") && wrong.contains(&format!("after a change of {LEAD}")), "{wrong}");
    edit(&site.path().join(LEAD), |text| text.replace("[[no-such-article]]", ""));
    let right = terminal.until(|screen| screen.contains("after a change of") && !screen.contains("1 error"));
    assert!(!right.contains("no-such-article"), "{right}");
    assert_eq!(right.matches("serving http").count(), 1);
}

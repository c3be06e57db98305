//! A POSIX shell on another machine that runs one script after the other over one connection of the system's `ssh`: to make a
//! connection takes longer than most scripts do.

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::connection::listen;
use super::error::DeployError;
use super::tool::{again, missing, quoted, said, ssh_options};
use crate::source::machine::nonce;

/// How long the words of a script that failed may take, once its end is known.
const PATIENCE: Duration = Duration::from_secs(5);

/// A shell on a host. The connection is made for the first script, and again where it breaks.
pub(super) struct Shell {
    host: String,
    port: Option<u16>,
    session: Mutex<Option<Session>>,
}

/// A connection.
struct Session {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    /// What is said on the standard error.
    words: Arc<Mutex<String>>,
    listening: Option<JoinHandle<()>>,
    /// Stands in no script and in no answer.
    mark: String,
}

impl Shell {
    /// A shell on a host, as `ssh` takes its name.
    pub(super) fn new(host: &str, port: Option<u16>) -> Self {
        Self { host: host.to_owned(), port, session: Mutex::default() }
    }

    /// Begins to make the connection, and does not wait for it. Where it cannot be made, the first script tells.
    pub(super) fn reach(&self) {
        if let Ok(mut held) = self.session.lock()
            && held.is_none()
        {
            *held = Session::open(&self.host, self.port).ok();
        }
    }

    /// Runs a script, once more where the connection breaks: it must be one that can be run twice. `input` is its standard
    /// input, a text; one that lacks a line's end gets it. Gives what it prints.
    ///
    /// # Errors
    /// Where there is no connection, or the script fails: then with the end of what it said.
    pub(super) fn run(&self, script: &str, input: &str) -> Result<String, DeployError> {
        again(|| {
            let mut held = self.session.lock().map_err(|_| DeployError::failed("the connection is in use"))?;
            let mut session = match held.take() {
                Some(session) => session,
                None => Session::open(&self.host, self.port)?,
            };
            // A session that fails is not held again.
            let (code, answer, words) = session.ask(script, input)?;
            *held = Some(session);
            if code == "0" { Ok(answer) } else { Err(DeployError::failed(format!("ssh failed\n{}", said(words.as_bytes())))) }
        })
    }
}

impl Session {
    fn open(host: &str, port: Option<u16>) -> Result<Self, DeployError> {
        let mut ssh = Command::new("ssh");
        // The login shell may be any: it only starts the one that scripts are for.
        ssh.args(ssh_options(port)).args(["--", host, "sh"]);
        let child = ssh.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| match error.kind() {
            ErrorKind::NotFound => missing("ssh"),
            _ => DeployError::failed(format!("cannot run ssh: {error}")),
        })?;
        let (Some(to), Some(from), Some(errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take()) else {
            return Err(DeployError::failed("cannot run ssh"));
        };
        let words: Arc<Mutex<String>> = Arc::default();
        let listening = Some(listen(errors, Arc::clone(&words)));
        let mark = format!("--gloss-{:016x}--", nonce());
        Ok(Self { child, to, from: BufReader::new(from), words, listening, mark })
    }

    /// Runs a script; gives how it ended, what it printed, and what it said besides.
    fn ask(&mut self, script: &str, input: &str) -> Result<(String, String, String), DeployError> {
        let (mark, script) = (self.mark.clone(), quoted(script));
        // What a login prints comes before the first mark.
        let whole = format!("echo {mark}\nsh -c {script} <<'{mark}'\n{input}\n{mark}\ncode=$?; echo {mark} >&2; echo; echo {mark} $code\n");
        let written = self.to.write_all(whole.as_bytes()).and_then(|()| self.to.flush());
        let (mut answer, mut line, mut begun) = (Vec::new(), Vec::new(), false);
        while written.is_ok() {
            line.clear();
            if self.from.read_until(b'\n', &mut line).unwrap_or(0) == 0 {
                break;
            }
            let text = String::from_utf8_lossy(&line);
            match text.trim_end().strip_prefix(mark.as_str()) {
                Some("") => begun = true,
                Some(code) => {
                    // The line's end before the mark is not the script's.
                    answer.pop();
                    return Ok((code.trim().to_owned(), String::from_utf8_lossy(&answer).into_owned(), self.said_before(&mark)));
                }
                None if begun => answer.extend_from_slice(&line),
                None => {}
            }
        }
        let _ = self.child.wait();
        let _ = self.listening.take().map(JoinHandle::join);
        let words = self.words.lock().map(|words| said(words.as_bytes())).unwrap_or_default();
        let words = if words.is_empty() { "the connection closed by remote host".to_owned() } else { words };
        Err(DeployError::failed(format!("ssh failed\n{words}")))
    }

    /// What was said on the standard error up to a mark.
    fn said_before(&self, mark: &str) -> String {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Ok(mut words) = self.words.lock()
                && let Some(at) = words.find(mark)
            {
                let before = words.get(..at).unwrap_or_default().to_owned();
                words.clear();
                return before;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        String::new()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! The SSH file transfer protocol, version 3 (draft-ietf-secsh-filexfer-02), over the system's `ssh`, whose configuration,
//! agent and jump hosts work with it. What every server has is enough; OpenSSH's extensions are used where they are offered.
//!
//! Requests go out from many threads at once and wait for their own answers; one thread reads.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use super::tool::said;
use super::wire::{Out, Parts, Stat};

/// Bytes of a file in a request: what every server takes.
const PART: usize = 32 << 10;
/// Requests that wait for their answers while a file is sent.
const AHEAD: usize = 32;
/// Answers are no longer than a part with its head; whoever sends more speaks another protocol.
const LONGEST: usize = 1 << 20;

/// What a server did not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// There is no such file or folder.
    Missing,
    /// It says no, in these words.
    Refused(String),
    /// The connection is gone: what ssh said.
    Gone(String),
}

/// A connection.
pub(super) struct Channel {
    child: Mutex<Child>,
    to: Mutex<ChildStdin>,
    waiting: Arc<Mutex<Waiting>>,
    words: Arc<Mutex<String>>,
    next: AtomicU32,
    extensions: Vec<String>,
}

#[derive(Default)]
struct Waiting {
    askers: BTreeMap<u32, Sender<Vec<u8>>>,
    over: bool,
}

impl Channel {
    /// Speaks over a program's standard input and output.
    pub(super) fn open(command: &mut Command) -> Result<Self, Fault> {
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| Fault::Refused(format!("cannot run ssh: {error}")))?;
        let (Some(mut to), Some(mut from), Some(mut errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take()) else {
            return Err(Fault::Refused("cannot run ssh".into()));
        };
        let words: Arc<Mutex<String>> = Arc::default();
        let heard = Arc::clone(&words);
        let listening = std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = errors.read(&mut buffer) {
                if let Ok(mut words) = heard.lock() {
                    words.push_str(&String::from_utf8_lossy(buffer.get(..count).unwrap_or_default()));
                }
            }
        });
        let hello = Out::new(kind::INIT).number(3);
        let answer = to.write_all(&hello.packet()).and_then(|()| to.flush()).and_then(|()| packet(&mut from));
        let Ok(answer) = answer else {
            let _ = child.kill();
            let _ = child.wait();
            let _ = listening.join();
            return Err(Fault::Gone(said(words.lock().map(|words| words.clone()).unwrap_or_default().as_bytes())));
        };
        let mut parts = Parts::new(&answer);
        if parts.byte() != Some(kind::VERSION) {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Fault::Refused("what answers there is no SFTP server".into()));
        }
        parts.number();
        let mut extensions = Vec::new();
        while let (Some(name), Some(_)) = (parts.text(), parts.text()) {
            extensions.push(name);
        }
        let waiting: Arc<Mutex<Waiting>> = Arc::default();
        let askers = Arc::clone(&waiting);
        std::thread::spawn(move || {
            while let Ok(answer) = packet(&mut from) {
                let mut parts = Parts::new(&answer);
                let id = parts.byte().and_then(|_| parts.number());
                if let Some(asker) = id.and_then(|id| askers.lock().ok()?.askers.remove(&id)) {
                    // Nobody waits any more where the asker has given up.
                    let _ = asker.send(answer);
                }
            }
            if let Ok(mut waiting) = askers.lock() {
                waiting.over = true;
                waiting.askers.clear();
            }
        });
        Ok(Self { child: Mutex::new(child), to: Mutex::new(to), waiting, words, next: AtomicU32::new(1), extensions })
    }

    /// A file's bytes.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, Fault> {
        let handle = self.handle(Out::new(kind::OPEN).text(path.as_bytes()).number(flag::READ).number(0))?;
        let mut bytes = Vec::new();
        let result = loop {
            let ask = Out::new(kind::READ).text(&handle).long(bytes.len() as u64).number(PART as u32);
            let answer = self.ask(ask)?;
            let mut parts = Parts::new(&answer);
            match (parts.byte(), parts.number()) {
                (Some(kind::DATA), Some(_)) => bytes.extend(parts.bytes().unwrap_or_default()),
                _ => break end_of_file(status(&answer)),
            }
        };
        self.done(Out::new(kind::CLOSE).text(&handle))?;
        result.map(|()| bytes)
    }

    /// Makes a file, or writes over one, with what `from` gives; `see` sees every part.
    pub(super) fn write(&self, path: &str, from: &mut dyn Read, see: &mut dyn FnMut(&[u8])) -> Result<(), Fault> {
        let flags = flag::WRITE | flag::CREATE | flag::TRUNCATE;
        // The permissions of what readers get (flag 4: permissions follow).
        let open = Out::new(kind::OPEN).text(path.as_bytes()).number(flags).number(4).number(0o644);
        let handle = self.handle(open)?;
        let (mut buffer, mut offset, mut open_answers) = (vec![0; PART], 0, std::collections::VecDeque::new());
        loop {
            let count = from.read(&mut buffer).map_err(|error| Fault::Refused(error.to_string()))?;
            if count == 0 || open_answers.len() >= AHEAD {
                let most = if count == 0 { 0 } else { AHEAD - 1 };
                while open_answers.len() > most {
                    let answer: Receiver<Vec<u8>> = open_answers.pop_front().ok_or(Fault::Missing)?;
                    status(&self.wait(&answer)?)?;
                }
            }
            if count == 0 {
                break;
            }
            let part = buffer.get(..count).unwrap_or_default();
            see(part);
            open_answers.push_back(self.send(Out::new(kind::WRITE).text(&handle).long(offset).text(part))?);
            offset += count as u64;
        }
        self.done(Out::new(kind::CLOSE).text(&handle))
    }

    /// Gives a file another name; whatever has that name is replaced at once.
    pub(super) fn replace(&self, from: &str, to: &str) -> Result<(), Fault> {
        if self.has("posix-rename@openssh.com") {
            return self.done(Out::new(kind::EXTENDED).text(b"posix-rename@openssh.com").text(from.as_bytes()).text(to.as_bytes()));
        }
        // A server that cannot: for a moment readers find neither.
        let _ = self.remove(to);
        self.rename(from, to)
    }

    /// Gives a file a name that no other has.
    pub(super) fn rename(&self, from: &str, to: &str) -> Result<(), Fault> {
        self.done(Out::new(kind::RENAME).text(from.as_bytes()).text(to.as_bytes()))
    }

    /// Gives a file a second name; false where the server cannot.
    pub(super) fn link(&self, from: &str, to: &str) -> Result<bool, Fault> {
        if !self.has("hardlink@openssh.com") {
            return Ok(false);
        }
        let ask = Out::new(kind::EXTENDED).text(b"hardlink@openssh.com").text(from.as_bytes()).text(to.as_bytes());
        self.done(ask).map(|()| true)
    }

    /// Removes a file.
    pub(super) fn remove(&self, path: &str) -> Result<(), Fault> {
        self.done(Out::new(kind::REMOVE).text(path.as_bytes()))
    }

    /// Makes a folder.
    pub(super) fn make_folder(&self, path: &str) -> Result<(), Fault> {
        self.done(Out::new(kind::MKDIR).text(path.as_bytes()).number(4).number(0o755))
    }

    /// Removes a folder, if it is empty.
    pub(super) fn remove_folder(&self, path: &str) -> Result<(), Fault> {
        self.done(Out::new(kind::RMDIR).text(path.as_bytes()))
    }

    /// What a folder holds: names with what they are, `.` and `..` left out.
    pub(super) fn list(&self, path: &str) -> Result<Vec<(String, Stat)>, Fault> {
        let handle = self.handle(Out::new(kind::OPENDIR).text(path.as_bytes()))?;
        let mut found = Vec::new();
        let result = loop {
            let answer = self.ask(Out::new(kind::READDIR).text(&handle))?;
            let mut parts = Parts::new(&answer);
            let (Some(kind::NAME), Some(_), Some(count)) = (parts.byte(), parts.number(), parts.number()) else {
                break end_of_file(status(&answer));
            };
            for _ in 0..count {
                let (Some(name), Some(_), Some(stat)) = (parts.text(), parts.bytes(), parts.stat()) else { break };
                if name != "." && name != ".." {
                    found.push((name, stat));
                }
            }
        };
        self.done(Out::new(kind::CLOSE).text(&handle))?;
        result.map(|()| found)
    }

    fn has(&self, extension: &str) -> bool {
        self.extensions.iter().any(|known| known == extension)
    }

    fn done(&self, ask: Out) -> Result<(), Fault> {
        status(&self.ask(ask)?)
    }

    fn handle(&self, ask: Out) -> Result<Vec<u8>, Fault> {
        let answer = self.ask(ask)?;
        let mut parts = Parts::new(&answer);
        match (parts.byte(), parts.number(), parts.bytes()) {
            (Some(kind::HANDLE), Some(_), Some(handle)) => Ok(handle.to_vec()),
            _ => status(&answer).and(Err(Fault::Refused("the server gave no file".into()))),
        }
    }

    fn ask(&self, ask: Out) -> Result<Vec<u8>, Fault> {
        let answer = self.send(ask)?;
        self.wait(&answer)
    }

    fn send(&self, ask: Out) -> Result<Receiver<Vec<u8>>, Fault> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (asker, answer) = channel();
        {
            let mut waiting = self.waiting.lock().map_err(|_| self.gone())?;
            if waiting.over {
                drop(waiting);
                return Err(self.gone());
            }
            waiting.askers.insert(id, asker);
        }
        let sent = self.to.lock().map_err(|_| self.gone())?.write_all(&ask.with_id(id).packet());
        sent.map_err(|_| self.gone()).map(|()| answer)
    }

    fn wait(&self, answer: &Receiver<Vec<u8>>) -> Result<Vec<u8>, Fault> {
        answer.recv().map_err(|_| self.gone())
    }

    fn gone(&self) -> Fault {
        let words = self.words.lock().map(|words| said(words.as_bytes())).unwrap_or_default();
        Fault::Gone(if words.is_empty() { "the connection was cut".into() } else { words })
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        if let Ok(child) = self.child.get_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A packet without its length.
fn packet(from: &mut dyn Read) -> std::io::Result<Vec<u8>> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length) as usize;
    if length > LONGEST {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut packet = vec![0; length];
    from.read_exact(&mut packet)?;
    Ok(packet)
}

/// What an answer that is a status says.
fn status(answer: &[u8]) -> Result<(), Fault> {
    let mut parts = Parts::new(answer);
    match (parts.byte(), parts.number(), parts.number()) {
        (Some(kind::STATUS), Some(_), Some(0)) => Ok(()),
        (Some(kind::STATUS), Some(_), Some(2)) => Err(Fault::Missing),
        (Some(kind::STATUS), Some(_), Some(1)) => Err(Fault::Refused(END.into())),
        (Some(kind::STATUS), Some(_), Some(3)) => Err(Fault::Refused("permission denied".into())),
        (Some(kind::STATUS), Some(_), Some(code)) => {
            let words = parts.text().filter(|words| !words.is_empty()).unwrap_or_else(|| format!("code {code}"));
            Err(Fault::Refused(words.to_lowercase()))
        }
        _ => Err(Fault::Refused("the server's answer cannot be read".into())),
    }
}

/// The words for the end of a file, which is no failure.
const END: &str = "end of file";

fn end_of_file(result: Result<(), Fault>) -> Result<(), Fault> {
    match result {
        Err(Fault::Refused(words)) if words == END => Ok(()),
        other => other,
    }
}

/// Kinds of packets (section 3).
mod kind {
    pub(super) const INIT: u8 = 1;
    pub(super) const VERSION: u8 = 2;
    pub(super) const OPEN: u8 = 3;
    pub(super) const CLOSE: u8 = 4;
    pub(super) const READ: u8 = 5;
    pub(super) const WRITE: u8 = 6;
    pub(super) const OPENDIR: u8 = 11;
    pub(super) const READDIR: u8 = 12;
    pub(super) const REMOVE: u8 = 13;
    pub(super) const MKDIR: u8 = 14;
    pub(super) const RMDIR: u8 = 15;
    pub(super) const RENAME: u8 = 18;
    pub(super) const STATUS: u8 = 101;
    pub(super) const HANDLE: u8 = 102;
    pub(super) const DATA: u8 = 103;
    pub(super) const NAME: u8 = 104;
    pub(super) const EXTENDED: u8 = 200;
}

/// How a file is opened (section 6.3).
mod flag {
    pub(super) const READ: u32 = 0x01;
    pub(super) const WRITE: u32 = 0x02;
    pub(super) const CREATE: u32 = 0x08;
    pub(super) const TRUNCATE: u32 = 0x10;
}

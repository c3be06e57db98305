//! The SSH file transfer protocol, version 3 (draft-ietf-secsh-filexfer-02), over the system's `ssh`, whose configuration,
//! agent and jump hosts work with it. What every server has is enough; OpenSSH's extensions are used where they are offered.

use std::collections::VecDeque;
use std::io::Read;
use std::process::Command;
use std::sync::mpsc::Receiver;

use super::connection::{Connection, SILENCE};
use super::wire::{Fault, Out, Parts, Stat, end_of_file, flag, kind, status};

/// Bytes of a file in a request: what every server takes.
pub(super) const PART: usize = 32 << 10;
/// Requests that wait for their answers while a file is sent, or that go out in one piece.
const AHEAD: usize = 32;

/// A server of files.
pub(super) struct Channel(Connection);

/// A file that is open there.
pub(super) struct Handle(Vec<u8>);

impl Channel {
    /// Speaks over a program's standard input and output.
    pub(super) fn open(command: &mut Command) -> Result<Self, Fault> {
        Connection::open(command, SILENCE).map(Self)
    }

    /// A file's bytes.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        self.read_parts(path, &mut |part| bytes.extend(part))?;
        Ok(bytes)
    }

    /// Reads a file from its beginning to its end; `see` sees every part.
    pub(super) fn read_parts(&self, path: &str, see: &mut dyn FnMut(&[u8])) -> Result<(), Fault> {
        let handle = self.handle(asks::read(path))?;
        // How many parts are asked for before the first of them is there: more, as a file turns out to be longer.
        let (mut offset, mut asked, mut ahead, mut open_answers) = (0, 0, 1, VecDeque::new());
        let result = loop {
            while open_answers.len() < ahead {
                open_answers.push_back(self.0.send(asks::part(&handle, asked, PART))?);
                asked += PART as u64;
            }
            let answer = self.0.wait(&open_answers.pop_front().ok_or(Fault::Missing)?)?;
            let Some(part) = data(&answer) else { break end_of_file(status(&answer)) };
            see(part);
            offset += part.len() as u64;
            ahead = (ahead * 2).min(AHEAD);
            if part.len() < PART {
                // What was asked for already lies beyond a gap, or the end.
                (asked, ahead) = (offset, 1);
                open_answers.clear();
            }
        };
        self.done(Out::new(kind::CLOSE).text(&handle))?;
        result
    }

    /// The first bytes of a file, at most `count` of them, and its size in bytes.
    pub(super) fn head(&self, path: &str, count: usize) -> Result<(Vec<u8>, u64), Fault> {
        let handle = self.handle(asks::read(path))?;
        let answers = self.0.wait_all(&self.0.send_all(vec![
            asks::part(&handle, 0, count),
            Out::new(kind::FSTAT).text(&handle),
            Out::new(kind::CLOSE).text(&handle),
        ])?)?;
        let [head, size, _] = answers.as_slice() else { return Err(Fault::Missing) };
        let bytes = match data(head) {
            Some(bytes) => bytes.to_vec(),
            None => end_of_file(status(head)).map(|()| vec![])?,
        };
        let mut parts = Parts::new(size);
        match (parts.byte(), parts.number(), parts.stat()) {
            (Some(kind::ATTRS), Some(_), Some(Stat::File(size))) => Ok((bytes, size)),
            _ => Err(Fault::Refused("the server does not say how long it is".into())),
        }
    }

    /// Makes a file, or writes over one, with what `from` gives; `see` sees every part.
    pub(super) fn write(&self, path: &str, from: &mut dyn Read, see: &mut dyn FnMut(&[u8])) -> Result<(), Fault> {
        let handle = self.handle(asks::open(path))?;
        let (mut buffer, mut offset, mut open_answers) = (vec![0; PART], 0, VecDeque::new());
        loop {
            let count = from.read(&mut buffer).map_err(|error| Fault::Refused(error.to_string()))?;
            if count == 0 || open_answers.len() >= AHEAD {
                let most = if count == 0 { 0 } else { AHEAD - 1 };
                while open_answers.len() > most {
                    let answer: Receiver<Vec<u8>> = open_answers.pop_front().ok_or(Fault::Missing)?;
                    status(&self.0.wait(&answer)?)?;
                }
            }
            if count == 0 {
                break;
            }
            let part = buffer.get(..count).unwrap_or_default();
            see(part);
            open_answers.push_back(self.0.send(Out::new(kind::WRITE).text(&handle).long(offset).text(part))?);
            offset += count as u64;
        }
        self.done(Out::new(kind::CLOSE).text(&handle))
    }

    /// Opens files, each as it is asked for, without waiting for one before the next; gives their handles.
    pub(super) fn open_all(&self, asks: Vec<Out>) -> Result<Vec<Result<Handle, Fault>>, Fault> {
        let opened = self.0.wait_all(&self.0.send_all(asks)?)?;
        Ok(opened.iter().map(|answer| handle(answer).map(Handle)).collect())
    }

    /// Writes files that were opened, each at most [`PART`] bytes, and closes them; fails as the first that cannot be written.
    pub(super) fn fill_all<'b>(&self, files: impl Iterator<Item = (&'b Handle, &'b [u8])>) -> Result<(), Fault> {
        let mut asks = Vec::new();
        for (Handle(handle), bytes) in files {
            if !bytes.is_empty() {
                asks.push(Out::new(kind::WRITE).text(handle).long(0).text(bytes));
            }
            asks.push(Out::new(kind::CLOSE).text(handle));
        }
        self.0.wait_all(&self.0.send_all(asks)?)?.iter().try_for_each(|answer| status(answer))
    }

    /// Gives a file another name; whatever has that name is replaced at once.
    pub(super) fn replace(&self, from: &str, to: &str) -> Result<(), Fault> {
        if self.can_replace() {
            return self.done(asks::replace(from, to));
        }
        // A server that cannot: for a moment readers find neither.
        let _ = self.remove(to);
        self.rename(from, to)
    }

    /// Gives a file a name that no other has.
    pub(super) fn rename(&self, from: &str, to: &str) -> Result<(), Fault> {
        self.done(Out::new(kind::RENAME).text(from.as_bytes()).text(to.as_bytes()))
    }

    /// Makes a symbolic link at `at` that leads to `target`. Their order is OpenSSH's, which other servers follow, and not the
    /// draft's.
    pub(super) fn lead(&self, target: &str, at: &str) -> Result<(), Fault> {
        self.done(Out::new(kind::SYMLINK).text(target.as_bytes()).text(at.as_bytes()))
    }

    /// What a symbolic link leads to.
    pub(super) fn leads_to(&self, path: &str) -> Result<String, Fault> {
        let answer = self.0.ask(Out::new(kind::READLINK).text(path.as_bytes()))?;
        let mut parts = Parts::new(&answer);
        match (parts.byte(), parts.number(), parts.number(), parts.text()) {
            (Some(kind::NAME), Some(_), Some(1..), Some(target)) => Ok(target),
            _ => status(&answer).and(Err(Fault::Refused("the server cannot read a link".into()))),
        }
    }

    /// What is at a path, and when it was last written, in seconds since 1970 by the server's clock, where it says so.
    pub(super) fn look_at(&self, path: &str) -> Result<(Stat, Option<u32>), Fault> {
        let answer = self.0.ask(Out::new(kind::LSTAT).text(path.as_bytes()))?;
        let mut parts = Parts::new(&answer);
        match (parts.byte(), parts.number(), parts.attributes()) {
            (Some(kind::ATTRS), Some(_), Some(found)) => Ok(found),
            _ => status(&answer).and(Err(Fault::Refused("the server does not say what it is".into()))),
        }
    }

    /// Whether a rename can replace what has the name.
    pub(super) fn can_replace(&self) -> bool {
        self.0.has("posix-rename@openssh.com")
    }

    /// Whether a file can be given a second name.
    pub(super) fn can_link(&self) -> bool {
        self.0.has("hardlink@openssh.com")
    }

    /// Asks many things that do not need each other's answers, without waiting for one answer before the next request; gives
    /// how each ended.
    pub(super) fn many(&self, asks: impl Iterator<Item = Out>) -> Result<Vec<Result<(), Fault>>, Fault> {
        self.answers(asks, status)
    }

    /// What is at paths; none where nothing is.
    pub(super) fn look_at_all(&self, paths: &[String]) -> Result<Vec<Option<Stat>>, Fault> {
        let look = |answer: &[u8]| {
            let mut parts = Parts::new(answer);
            match (parts.byte(), parts.number(), parts.stat()) {
                (Some(kind::ATTRS), Some(_), Some(found)) => Ok(Some(found)),
                _ => match status(answer) {
                    Err(Fault::Missing) => Ok(None),
                    other => other.and(Err(Fault::Refused("the server does not say what it is".into()))),
                },
            }
        };
        let asks = paths.iter().map(|path| Out::new(kind::LSTAT).text(path.as_bytes()));
        self.answers(asks, look)?.into_iter().collect()
    }

    /// Asks many things, some batches ahead of their answers; gives what `see` makes of each.
    fn answers<T>(&self, asks: impl Iterator<Item = Out>, see: impl Fn(&[u8]) -> T) -> Result<Vec<T>, Fault> {
        let (mut seen, mut open_batches, mut asks) = (Vec::new(), VecDeque::new(), asks.peekable());
        while asks.peek().is_some() || !open_batches.is_empty() {
            while asks.peek().is_some() && open_batches.len() < 2 {
                open_batches.push_back(self.0.send_all(asks.by_ref().take(AHEAD).collect())?);
            }
            if let Some(batch) = open_batches.pop_front() {
                seen.extend(self.0.wait_all(&batch)?.iter().map(|answer| see(answer)));
            }
        }
        Ok(seen)
    }

    /// Gives a file a second name; false where the server cannot.
    pub(super) fn link(&self, from: &str, to: &str) -> Result<bool, Fault> {
        if !self.can_link() {
            return Ok(false);
        }
        self.done(asks::link(from, to)).map(|()| true)
    }

    /// Removes a file.
    pub(super) fn remove(&self, path: &str) -> Result<(), Fault> {
        self.done(asks::remove(path))
    }

    /// Makes a folder.
    pub(super) fn make_folder(&self, path: &str) -> Result<(), Fault> {
        self.done(asks::make_folder(path))
    }

    /// Removes a folder, if it is empty.
    pub(super) fn remove_folder(&self, path: &str) -> Result<(), Fault> {
        self.done(asks::remove_folder(path))
    }

    /// What a folder holds: names with what they are, `.` and `..` left out.
    pub(super) fn list(&self, path: &str) -> Result<Vec<(String, Stat)>, Fault> {
        let handle = self.handle(Out::new(kind::OPENDIR).text(path.as_bytes()))?;
        let mut found = Vec::new();
        let result = loop {
            let answer = self.0.ask(Out::new(kind::READDIR).text(&handle))?;
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

    fn done(&self, ask: Out) -> Result<(), Fault> {
        status(&self.0.ask(ask)?)
    }

    fn handle(&self, ask: Out) -> Result<Vec<u8>, Fault> {
        handle(&self.0.ask(ask)?)
    }
}

/// The bytes in an answer that has some.
fn data(answer: &[u8]) -> Option<&[u8]> {
    let mut parts = Parts::new(answer);
    match (parts.byte(), parts.number(), parts.bytes()) {
        (Some(kind::DATA), Some(_), bytes) => bytes,
        _ => None,
    }
}

/// What an answer that is an open file says.
fn handle(answer: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut parts = Parts::new(answer);
    match (parts.byte(), parts.number(), parts.bytes()) {
        (Some(kind::HANDLE), Some(_), Some(handle)) => Ok(handle.to_vec()),
        _ => status(answer).and(Err(Fault::Refused("the server gave no file".into()))),
    }
}

/// Requests that are made in more than one way; all but the first are answered with a status.
pub(super) mod asks {
    use super::{Out, flag, kind};

    /// To open a file for reading.
    pub(in crate::publish::deploy) fn read(path: &str) -> Out {
        Out::new(kind::OPEN).text(path.as_bytes()).number(flag::READ).number(0)
    }

    /// For bytes of an open file.
    pub(in crate::publish::deploy) fn part(handle: &[u8], offset: u64, count: usize) -> Out {
        Out::new(kind::READ).text(handle).long(offset).number(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// To open a file for writing; with the permissions of what readers get (flag 4: permissions follow).
    pub(in crate::publish::deploy) fn open(path: &str) -> Out {
        let flags = flag::WRITE | flag::CREATE | flag::TRUNCATE;
        Out::new(kind::OPEN).text(path.as_bytes()).number(flags).number(4).number(0o644)
    }

    /// To make a file, where there is nothing yet, and open it for writing.
    pub(in crate::publish::deploy) fn make(path: &str) -> Out {
        let flags = flag::WRITE | flag::CREATE | flag::EXCLUSIVE;
        Out::new(kind::OPEN).text(path.as_bytes()).number(flags).number(4).number(0o644)
    }

    /// To give a file another name, in the place of what has it.
    pub(in crate::publish::deploy) fn replace(from: &str, to: &str) -> Out {
        Out::new(kind::EXTENDED).text(b"posix-rename@openssh.com").text(from.as_bytes()).text(to.as_bytes())
    }

    /// To give a file a second name.
    pub(in crate::publish::deploy) fn link(from: &str, to: &str) -> Out {
        Out::new(kind::EXTENDED).text(b"hardlink@openssh.com").text(from.as_bytes()).text(to.as_bytes())
    }

    /// To remove a file.
    pub(in crate::publish::deploy) fn remove(path: &str) -> Out {
        Out::new(kind::REMOVE).text(path.as_bytes())
    }

    /// To make a folder, for readers too (flag 4: permissions follow).
    pub(in crate::publish::deploy) fn make_folder(path: &str) -> Out {
        Out::new(kind::MKDIR).text(path.as_bytes()).number(4).number(0o755)
    }

    /// To remove a folder, if it is empty.
    pub(in crate::publish::deploy) fn remove_folder(path: &str) -> Out {
        Out::new(kind::RMDIR).text(path.as_bytes())
    }
}

//! Requests and answers of the SSH file transfer protocol over a program's standard input and output.
//!
//! Requests go out from many threads at once and wait for their own answers; one thread reads, and one ends the program
//! where it does not answer any more, which ends everybody's waiting.

use std::collections::BTreeMap;
use std::io::{BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::tool::said;
use super::wire::{Fault, Out, Parts, kind, packet};

/// How long a server may be silent while somebody waits for it: long enough for a disk that wakes up, and for one packet
/// over the slowest line. ssh itself notices a network that is gone; this is for a server that hangs while its ssh lives.
pub(super) const SILENCE: Duration = Duration::from_secs(60);

/// A connection.
pub(super) struct Connection {
    child: Arc<Mutex<Child>>,
    to: Mutex<ChildStdin>,
    waiting: Arc<Mutex<Waiting>>,
    words: Arc<Mutex<String>>,
    next: AtomicU32,
    extensions: Vec<String>,
}

/// Many things that were asked at once.
pub(super) struct Batch {
    first: u32,
    count: usize,
    answers: Receiver<Vec<u8>>,
}

/// Who waits for answers, and since when nothing was heard.
struct Waiting {
    askers: BTreeMap<u32, Sender<Vec<u8>>>,
    heard: Instant,
    over: bool,
}

impl Waiting {
    fn hears(&mut self) {
        self.heard = Instant::now();
    }
}

impl Connection {
    /// Speaks over a program's standard input and output. A server that is silent for longer than `silence` is given up.
    pub(super) fn open(command: &mut Command, silence: Duration) -> Result<Self, Fault> {
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| Fault::Refused(format!("cannot run ssh: {error}")))?;
        let (Some(to), Some(mut from), Some(errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take()) else {
            return Err(Fault::Refused("cannot run ssh".into()));
        };
        let words: Arc<Mutex<String>> = Arc::default();
        let listening = listen(errors, Arc::clone(&words));
        // The first answer is waited for as by an asker, whose number no request has.
        let askers = BTreeMap::from([(0, channel().0)]);
        let waiting = Arc::new(Mutex::new(Waiting { askers, heard: Instant::now(), over: false }));
        let mut connection =
            Self { child: Arc::new(Mutex::new(child)), to: Mutex::new(to), waiting, words, next: AtomicU32::new(1), extensions: vec![] };
        connection.watch(silence);
        let hello = Out::new(kind::INIT).number(3);
        let Ok(answer) = connection.put(&hello.packet()).and_then(|()| packet(&mut from)) else {
            connection.end();
            let _ = listening.join();
            return Err(connection.gone());
        };
        let mut parts = Parts::new(&answer);
        if parts.byte() != Some(kind::VERSION) {
            return Err(Fault::Refused("what answers there is no SFTP server".into()));
        }
        parts.number();
        while let (Some(name), Some(_)) = (parts.text(), parts.text()) {
            connection.extensions.push(name);
        }
        if let Ok(mut waiting) = connection.waiting.lock() {
            waiting.askers.clear();
        }
        connection.hear(from);
        Ok(connection)
    }

    /// Whether the server offers an extension.
    pub(super) fn has(&self, extension: &str) -> bool {
        self.extensions.iter().any(|known| known == extension)
    }

    /// Asks, and waits for the answer.
    pub(super) fn ask(&self, ask: Out) -> Result<Vec<u8>, Fault> {
        let answer = self.send(ask)?;
        self.wait(&answer)
    }

    /// Asks; the answer is waited for with [`Connection::wait`].
    pub(super) fn send(&self, ask: Out) -> Result<Receiver<Vec<u8>>, Fault> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (asker, answer) = channel();
        self.expect(std::iter::once((id, asker)))?;
        self.put(&ask.with_id(id).packet()).map_err(|_| self.gone()).map(|()| answer)
    }

    /// Waits for an answer.
    pub(super) fn wait(&self, answer: &Receiver<Vec<u8>>) -> Result<Vec<u8>, Fault> {
        answer.recv().map_err(|_| self.gone())
    }

    /// Asks many things that do not need each other's answers; they go out in one piece, so that neither side works on them
    /// one by one.
    pub(super) fn send_all(&self, asks: Vec<Out>) -> Result<Batch, Fault> {
        let count = asks.len();
        let first = self.next.fetch_add(u32::try_from(count).unwrap_or(u32::MAX), Ordering::Relaxed);
        let ids = first..first.wrapping_add(u32::try_from(count).unwrap_or(u32::MAX));
        let (asker, answers) = channel();
        self.expect(ids.clone().map(|id| (id, asker.clone())))?;
        let packets: Vec<u8> = asks.into_iter().zip(ids).flat_map(|(ask, id)| ask.with_id(id).packet()).collect();
        self.put(&packets).map_err(|_| self.gone())?;
        Ok(Batch { first, count, answers })
    }

    /// Waits for the answers to many things; they are in the order of what was asked.
    pub(super) fn wait_all(&self, batch: &Batch) -> Result<Vec<Vec<u8>>, Fault> {
        let mut all = vec![vec![]; batch.count];
        for _ in 0..batch.count {
            let answer = self.wait(&batch.answers)?;
            let mut parts = Parts::new(&answer);
            let id = parts.byte().and_then(|_| parts.number()).unwrap_or_default();
            if let Some(place) = all.get_mut(id.wrapping_sub(batch.first) as usize) {
                *place = answer;
            }
        }
        Ok(all)
    }

    /// Notes who waits for which answers, before they can come.
    fn expect(&self, askers: impl Iterator<Item = (u32, Sender<Vec<u8>>)>) -> Result<(), Fault> {
        let mut waiting = self.waiting.lock().map_err(|_| self.gone())?;
        if waiting.over {
            drop(waiting);
            return Err(self.gone());
        }
        if waiting.askers.is_empty() {
            waiting.hears();
        }
        waiting.askers.extend(askers);
        Ok(())
    }

    fn put(&self, packet: &[u8]) -> std::io::Result<()> {
        self.to.lock().map_err(|_| std::io::ErrorKind::BrokenPipe)?.write_all(packet)
    }

    /// Reads answers, each for whoever asked.
    fn hear(&self, from: impl Read + Send + 'static) {
        let mut from = BufReader::with_capacity(1 << 16, from);
        let askers = Arc::clone(&self.waiting);
        std::thread::spawn(move || {
            while let Ok(answer) = packet(&mut from) {
                let mut parts = Parts::new(&answer);
                let id = parts.byte().and_then(|_| parts.number());
                let asker = askers.lock().ok().and_then(|mut waiting| {
                    waiting.hears();
                    waiting.askers.remove(&id?)
                });
                if let Some(asker) = asker {
                    // Nobody waits any more where the asker has given up.
                    let _ = asker.send(answer);
                }
            }
            if let Ok(mut waiting) = askers.lock() {
                waiting.over = true;
                waiting.askers.clear();
            }
        });
    }

    /// Ends the program where somebody waits and nothing is heard for too long.
    fn watch(&self, silence: Duration) {
        let (child, words) = (Arc::downgrade(&self.child), Arc::clone(&self.words));
        let waiting = Arc::clone(&self.waiting);
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(silence / 20);
                let Some(child) = child.upgrade() else { return };
                let is_silent = |waiting: &Waiting| !waiting.askers.is_empty() && waiting.heard.elapsed() > silence;
                if waiting.lock().is_ok_and(|waiting| is_silent(&waiting)) {
                    if let Ok(mut words) = words.lock() {
                        words.push_str(&format!("\nthe server has not answered for {} s", silence.as_secs()));
                    }
                    let _ = child.lock().map(|mut child| child.kill());
                    return;
                }
            }
        });
    }

    fn end(&self) {
        if let Ok(mut child) = self.child.lock() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    fn gone(&self) -> Fault {
        let words = self.words.lock().map(|words| said(words.as_bytes())).unwrap_or_default();
        Fault::Gone(if words.is_empty() { "the connection was cut".into() } else { words })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.end();
    }
}

/// Collects what a program says on its standard error.
pub(super) fn listen(mut errors: impl Read + Send + 'static, words: Arc<Mutex<String>>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = errors.read(&mut buffer) {
            if let Ok(mut words) = words.lock() {
                words.push_str(&String::from_utf8_lossy(buffer.get(..count).unwrap_or_default()));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Opens a connection to a shell that says what a server would, and then `script`; asks it for something.
    fn asked(script: &str) -> (Result<Vec<u8>, Fault>, Duration) {
        let begun = Instant::now();
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        let opened = Connection::open(&mut shell, Duration::from_millis(400));
        let answer = opened.and_then(|connection| connection.ask(Out::new(kind::OPENDIR).text(b"/")));
        (answer, begun.elapsed())
    }

    #[test]
    fn a_server_that_hangs_is_given_up() {
        let hello = r"printf '\0\0\0\5\2\0\0\0\3'";
        // It hangs before it has said anything; after its greeting; and with its own standard output still open elsewhere.
        for script in ["exec sleep 60", &format!("{hello}; exec sleep 60"), &format!("{hello}; cat > /dev/null; exec sleep 60")] {
            let (answer, time) = asked(script);
            assert!(matches!(&answer, Err(Fault::Gone(words)) if words.contains("has not answered for")), "{script}: {answer:?}");
            assert!(time < Duration::from_secs(20), "{script}: {time:?}");
        }
    }

    #[test]
    fn a_server_that_is_slow_is_not() {
        // Four bytes of the answer to the first request come one by one, then the rest: status 2, no such file.
        let script = r"printf '\0\0\0\5\2\0\0\0\3'; sleep 0.2; printf '\0\0\0\11\145\0\0\0\1\0\0\0\2'; exec sleep 60";
        let (answer, _) = asked(script);
        assert_eq!(super::super::wire::status(&answer.unwrap_or_default()), Err(Fault::Missing));
    }
}

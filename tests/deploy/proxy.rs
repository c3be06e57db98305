//! A proxy before a server, which counts requests and fails some: it cuts connections and answers, is late, says 503, and
//! refuses keys. Before a server that does not speak HTTP it cuts connections after so many bytes.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[derive(Default)]
pub struct Counts {
    pub requests: AtomicUsize,
    pub connections: AtomicUsize,
    /// Bytes from the client, and from the server.
    pub sent: AtomicUsize,
    pub answered: AtomicUsize,
    pub puts: AtomicUsize,
    /// Each request's method and path; `COPY` where the store copies what it has.
    pub asked: Mutex<Vec<String>>,
    /// Every so many requests the connection is cut; 0 for never.
    pub cut_every: AtomicUsize,
    /// Every so many requests the answer is 503, 500 or 429, in turn; 0 for never.
    pub busy_every: AtomicUsize,
    /// Every so many requests the answer ends in its middle; 0 for never.
    pub short_every: AtomicUsize,
    /// Every so many requests the answer comes late; 0 for never.
    pub late_every: AtomicUsize,
    /// Every part from the client comes so many milliseconds late.
    pub late_by: AtomicUsize,
    /// After so many bytes from the client a connection is cut; 0 for never.
    pub cut_after: AtomicUsize,
    /// Requests that hold this word are refused with this code.
    pub refuse: Mutex<Option<(&'static str, &'static str)>>,
    /// What was cut after its bytes, or refused.
    pub stopped: AtomicUsize,
}

pub struct Proxy {
    pub port: u16,
    pub counts: Arc<Counts>,
}

impl Proxy {
    /// A proxy before `server`; it ends with the test's process.
    pub fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let counts: Arc<Counts> = Arc::default();
        let shared = Arc::clone(&counts);
        std::thread::spawn(move || {
            for client in listener.incoming().filter_map(Result::ok) {
                let counts = Arc::clone(&shared);
                std::thread::spawn(move || {
                    if let Ok(upstream) = TcpStream::connect(("127.0.0.1", server)) {
                        let _ = relay(client, upstream, &counts);
                    }
                });
            }
        });
        Self { port, counts }
    }
}

fn relay(mut client: TcpStream, mut upstream: TcpStream, counts: &Arc<Counts>) -> std::io::Result<()> {
    counts.connections.fetch_add(1, Ordering::SeqCst);
    let shared = Arc::clone(counts);
    let (mut back, mut to) = (upstream.try_clone()?, client.try_clone()?);
    let short = Arc::new(AtomicBool::new(false));
    let is_short = Arc::clone(&short);
    std::thread::spawn(move || {
        let mut buffer = [0; 1 << 16];
        while let Ok(count @ 1..) = back.read(&mut buffer) {
            shared.answered.fetch_add(count, Ordering::SeqCst);
            let cut = is_short.load(Ordering::SeqCst);
            if to.write_all(&buffer[..if cut { count / 2 } else { count }]).is_err() || cut {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
    let (mut buffer, mut bytes) = ([0; 1 << 16], 0);
    loop {
        let count = client.read(&mut buffer)?;
        let Some(part) = buffer.get(..count).filter(|part| !part.is_empty()) else { break };
        bytes += count;
        counts.sent.fetch_add(count, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(counts.late_by.load(Ordering::SeqCst) as u64));
        let most = counts.cut_after.load(Ordering::SeqCst);
        if most > 0 && bytes > most {
            counts.stopped.fetch_add(1, Ordering::SeqCst);
            // Half of what came goes on.
            upstream.write_all(&part[..count / 2])?;
            break;
        }
        // A request's head begins a part: a client writes it at once, and waits for the answer to the one before.
        let put = part.starts_with(b"PUT /");
        if put || [b"GET /".as_slice(), b"HEAD /", b"POST /", b"DELETE /"].iter().any(|head| part.starts_with(head)) {
            let number = counts.requests.fetch_add(1, Ordering::SeqCst) + 1;
            // The copies that a bucket makes by itself are no files that are sent.
            let is_copy = String::from_utf8_lossy(part).to_ascii_lowercase().contains("x-amz-copy-source");
            let line = String::from_utf8_lossy(part.split(|byte| *byte == b'\r').next().unwrap_or_default()).replace(" HTTP/1.1", "");
            counts.asked.lock().unwrap().push(if is_copy { line.replacen("PUT", "COPY", 1) } else { line });
            counts.puts.fetch_add(usize::from(put && !is_copy && !part.starts_with(b"PUT /news/site/.gloss/")), Ordering::SeqCst);
            let is_due = |every: usize| every > 0 && number.is_multiple_of(every);
            if is_due(counts.cut_every.load(Ordering::SeqCst)) {
                break;
            }
            let refused = counts.refuse.lock().unwrap().filter(|(word, _)| String::from_utf8_lossy(part).contains(word));
            if let Some((_, code)) = refused {
                counts.stopped.fetch_add(1, Ordering::SeqCst);
                let body = format!("<Error><Code>{code}</Code><Message>no</Message></Error>");
                let head = format!("HTTP/1.1 403 Forbidden\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
                client.write_all(format!("{head}{body}").as_bytes())?;
                break;
            }
            if is_due(counts.busy_every.load(Ordering::SeqCst)) {
                let status = ["503 Slow Down", "500 Oops", "429 Too Many Requests"][number % 3];
                client.write_all(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").as_bytes())?;
                break;
            }
            if is_due(counts.late_every.load(Ordering::SeqCst)) {
                std::thread::sleep(Duration::from_millis(300));
            }
            short.store(is_due(counts.short_every.load(Ordering::SeqCst)), Ordering::SeqCst);
        }
        upstream.write_all(part)?;
    }
    let _ = upstream.shutdown(Shutdown::Both);
    let _ = client.shutdown(Shutdown::Both);
    Ok(())
}

//! Programs that serve while a test runs.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A program that is stopped when the test is over.
pub struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a program and waits until something answers on its port; `install` are the words that install it.
pub fn start(command: &mut Command, port: u16, install: &str) -> Server {
    let program = command.get_program().to_string_lossy().into_owned();
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut server = Server(child.unwrap_or_else(|error| panic!("{program}: {error}; install it: {install}")));
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if let Some(status) = server.0.try_wait().unwrap() {
            panic!("{program} ended with {status} before it served");
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{program} does not serve on port {port}");
        std::thread::sleep(Duration::from_millis(100));
    }
    server
}

/// Ports that are free now, all different, below those that the system gives to clients; `weed` takes others by adding
/// 10,000 to them.
pub fn free_ports(count: usize) -> Vec<u16> {
    let is_free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    // Tests that begin at once have numbers that follow each other, or are one process: their ports shall not be neighbours.
    static TURNS: AtomicU32 = AtomicU32::new(0);
    let turn = TURNS.fetch_add(1, Ordering::Relaxed);
    let start = 12_000 + u16::try_from((std::process::id() % 8_000 * 61 + turn % 8_000 * 97) % 8_000).unwrap();
    (start..start + 2_000).filter(|port| is_free(*port) && is_free(*port + 10_000)).take(count).collect()
}

/// The path of a program that may stand outside of the usual path.
pub fn find(program: &str, install: &str) -> std::path::PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([Path::new("/usr/sbin").to_owned(), Path::new("/usr/local/bin").to_owned()]);
    let found = folders.map(|folder| folder.join(program)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("there is no `{program}`; install it: {install}"))
}

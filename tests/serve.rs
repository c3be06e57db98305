//! `gloss serve` through the real program: what it answers, how it takes edits, what it refuses, how it ends. What a browser
//! makes of it is tested in `tests/browser`.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and it edits real files")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use run::tree;

#[path = "serve/permission.rs"]
#[cfg(unix)]
mod permission;
#[path = "serve/terminal.rs"]
#[cfg(unix)]
mod terminal;

#[path = "shell/run.rs"]
#[expect(dead_code, unreachable_pub, reason = "the server needs but a part of it")]
mod run;

/// No edit may take longer to be seen, on the slowest machine; what it does take is measured elsewhere.
const PATIENCE: Duration = Duration::from_secs(20);

struct Server {
    child: Child,
    port: u16,
    site: tempfile::TempDir,
}

impl Server {
    /// Serves a copy of the demo site.
    fn start() -> Self {
        Self::on(demo())
    }

    /// Serves a site, its search index too.
    fn on(site: tempfile::TempDir) -> Self {
        Self::with(site, &["--search"])
    }

    fn with(site: tempfile::TempDir, flags: &[&str]) -> Self {
        let program = gloss(site.path());
        Self::by(program, site, flags)
    }

    fn by(mut program: Command, site: tempfile::TempDir, flags: &[&str]) -> Self {
        let mut child = program.args(["serve", "--port", "0"]).args(flags).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let port = line.split("http://127.0.0.1:").nth(1).unwrap().split('/').next().unwrap().parse().unwrap();
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
        Self { child, port, site }
    }

    fn root(&self) -> PathBuf {
        self.site.path().to_path_buf()
    }

    /// An answer to raw bytes: status, head, body.
    fn raw(&self, request: &[u8]) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let split = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
        let head = String::from_utf8_lossy(&answer[..split]).into_owned();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        (status, head, answer[split..].to_vec())
    }

    fn ask(&self, path: &str, more: &str) -> (u16, String, Vec<u8>) {
        self.raw(format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n{more}\r\n", self.port).as_bytes())
    }

    fn get(&self, path: &str) -> (u16, Vec<u8>) {
        let (status, _, body) = self.ask(path, "");
        (status, body)
    }

    /// Waits until a page has these words.
    #[track_caller]
    fn until(&self, path: &str, words: &str) {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if String::from_utf8_lossy(&self.get(path).1).contains(words) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("{path} does not say {words:?}");
    }

    /// Waits until every page and file is served as a build of the same folder writes it.
    #[track_caller]
    fn equals_a_build(&self) {
        let start = Instant::now();
        let mut differing = Vec::new();
        while start.elapsed() < PATIENCE {
            let built = build(&self.root());
            assert!(built.len() > 50, "the site was built");
            differing = built.iter().filter(|(path, bytes)| !self.serves(path, bytes)).map(|(path, _)| path.clone()).collect();
            if differing.is_empty() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("served otherwise than built: {differing:?}");
    }

    fn serves(&self, path: &str, bytes: &[u8]) -> bool {
        let url: String = path.trim_end_matches("index.html").bytes().fold(String::from("/"), |mut url, byte| {
            if byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte) {
                url.push(char::from(byte))
            } else {
                url += &format!("%{byte:02X}")
            }
            url
        });
        let (_, body) = self.get(&url);
        without_script(&body) == bytes
    }

    fn end(mut self, signal: &str) -> (Option<i32>, Duration) {
        let start = Instant::now();
        Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        let code = self.child.wait().unwrap().code();
        (code, start.elapsed())
    }
}

/// A copy of the demo site.
fn demo() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in ["content", "static"] {
        copy(&home.join(part), &site.path().join(part));
    }
    std::fs::copy(home.join("gloss.yaml"), site.path().join("gloss.yaml")).unwrap();
    std::fs::create_dir(site.path().join("templates")).unwrap();
    site
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn gloss(site: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gloss"));
    command.arg("--root").arg(site).args(["--now", "2026-01-01"]).stderr(Stdio::null()).stdout(Stdio::null());
    command
}

/// The files that a build of a folder writes, with what editors see.
fn build(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let output = tempfile::tempdir().unwrap();
    gloss(site).args(["build", "--drafts", "--output"]).arg(output.path().join("out")).status().unwrap();
    tree(&output.path().join("out"))
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// A page without what the server adds.
fn without_script(page: &[u8]) -> Vec<u8> {
    let find = |what: &[u8], from: usize| page[from..].windows(what.len()).position(|part| part == what).map(|at| from + at);
    match find(b"<script src=\"/_gloss/live.js\"", 0) {
        Some(at) => {
            let end = find(b"</script>\n", at).unwrap() + "</script>\n".len();
            [&page[..at], &page[end..]].concat()
        }
        None => page.to_vec(),
    }
}

const LEAD: &str = "content/2024/06/a-state-visit-to-pyongyang.md";
const LEAD_URL: &str = "/2024/06/a-state-visit-to-pyongyang/";

fn edit(path: &Path, change: impl FnOnce(String) -> String) {
    let text = change(std::fs::read_to_string(path).unwrap());
    std::fs::write(path, text).unwrap();
}

/// A text whose line `title:` has another title.
fn titled(text: &str, title: &str) -> String {
    text.lines().map(|line| if line.starts_with("title:") { format!("title: {title}\n") } else { format!("{line}\n") }).collect()
}

#[test]
fn what_is_served_is_what_a_build_writes() {
    let server = Server::start();
    server.equals_a_build();
}

#[test]
fn every_kind_of_edit_is_seen() {
    let server = Server::start();
    let root = server.root();
    edit(&root.join(LEAD), |text| text + "\nA body was edited.\n");
    server.until(LEAD_URL, "A body was edited.");
    edit(&root.join(LEAD), |text| titled(&text, "Renamed"));
    server.until("/", "Renamed");
    edit(&root.join("gloss.yaml"), |text| titled(&text, "Another Paper"));
    server.until(LEAD_URL, "Another Paper");
    std::fs::create_dir_all(root.join("templates/parts")).unwrap();
    std::fs::write(
        root.join("templates/article.html"),
        "{% extends \"theme/article.html\" %}{% block tags %}<p>Own tags</p>{% endblock %}",
    )
    .unwrap();
    server.until(LEAD_URL, "Own tags");
    edit(&root.join("static/style.css"), |text| text + "\n.own { color: red }\n");
    let start = Instant::now();
    let style = loop {
        let page = String::from_utf8(server.get(LEAD_URL).1).unwrap();
        let name = page.split("href=\"/style.").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let style = server.get(&format!("/style.{name}"));
        if String::from_utf8_lossy(&style.1).contains(".own") || start.elapsed() > PATIENCE {
            break style;
        }
    };
    assert!(String::from_utf8_lossy(&style.1).contains(".own"), "the style sheet is the new one");
    std::fs::create_dir_all(root.join("content/2025/01")).unwrap();
    std::fs::write(root.join("content/2025/01/new.md"), "---\ntitle: Brand new\ndate: 2025-12-30\n---\n\nKim Jong Un spoke.\n").unwrap();
    server.until("/", "Brand new");
    server.until("/glossary/kim-jong-un/", "Brand new");
    std::fs::remove_file(root.join("content/2025/01/new.md")).unwrap();
    let start = Instant::now();
    while server.get("/2025/01/new/").0 != 404 {
        assert!(start.elapsed() < PATIENCE, "a deleted page goes");
    }
    server.equals_a_build();
}

#[test]
fn the_ways_in_which_editors_save_are_understood() {
    let server = Server::start();
    let root = server.root();
    let file = root.join(LEAD);
    let beside = |name: &str| file.with_file_name(name);
    let text = |mark: &str| std::fs::read_to_string(root.join(LEAD)).unwrap() + &format!("\nSaved by {mark}.\n");
    // vim: the old file moves away, a new one takes its place, the old one goes.
    let new = text("vim");
    std::fs::rename(&file, beside("a-state-visit-to-pyongyang.md~")).unwrap();
    std::thread::sleep(Duration::from_millis(10));
    std::fs::write(&file, new).unwrap();
    std::fs::remove_file(beside("a-state-visit-to-pyongyang.md~")).unwrap();
    server.until(LEAD_URL, "Saved by vim.");
    // VS Code: the file is emptied, then written.
    let new = text("code");
    let mut open = std::fs::File::create(&file).unwrap();
    std::thread::sleep(Duration::from_millis(10));
    open.write_all(new.as_bytes()).unwrap();
    drop(open);
    server.until(LEAD_URL, "Saved by code.");
    // Emacs: a lock that is a link to nowhere, then a file beside and a rename.
    #[cfg(unix)]
    std::os::unix::fs::symlink("user@host.1:2", beside(".#a-state-visit-to-pyongyang.md")).unwrap();
    std::fs::write(beside("#a-state-visit-to-pyongyang.md#"), text("emacs")).unwrap();
    std::fs::rename(beside("#a-state-visit-to-pyongyang.md#"), &file).unwrap();
    let _ = std::fs::remove_file(beside(".#a-state-visit-to-pyongyang.md"));
    server.until(LEAD_URL, "Saved by emacs.");
    // sed -i and rsync: a file with another name, then a rename.
    for (name, mark) in [("sedA1b2C3", "sed"), (".a-state-visit-to-pyongyang.md.Xy12Zz", "rsync")] {
        std::fs::write(beside(name), text(mark)).unwrap();
        std::fs::rename(beside(name), &file).unwrap();
        server.until(LEAD_URL, &format!("Saved by {mark}."));
    }
    // Delete and create.
    let new = text("delete and create");
    std::fs::remove_file(&file).unwrap();
    std::fs::write(&file, new).unwrap();
    server.until(LEAD_URL, "Saved by delete and create.");
    server.equals_a_build();
}

#[test]
fn storms_end_where_a_build_would() {
    let server = Server::start();
    let root = server.root();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(&root).args(["-c", "user.name=t", "-c", "user.email=t@example.org"]).args(arguments);
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("git is installed");
        assert!(status.success(), "git {arguments:?}");
    };
    git(&["init", "-q", "-b", "master"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "one"]);
    // A checkout that brings 2,000 files, and one that takes them away again.
    git(&["checkout", "-qb", "many"]);
    let folder = root.join("content/2023/05");
    std::fs::create_dir_all(&folder).unwrap();
    for number in 0..2_000 {
        let text = format!("---\ntitle: Storm {number}\ndate: 2023-05-{:02}\n---\n\nPutin spoke, number {number}.\n", number % 28 + 1);
        std::fs::write(folder.join(format!("storm-{number}.md")), text).unwrap();
    }
    git(&["add", "-A"]);
    git(&["commit", "-qm", "two"]);
    server.until("/2023/05/storm-1999/", "number 1999");
    git(&["checkout", "-q", "master"]);
    server.equals_a_build();
    git(&["checkout", "-q", "many"]);
    server.until("/2023/05/storm-0/", "number 0");
    git(&["checkout", "-q", "master"]);
    // A folder that moves.
    std::fs::rename(root.join("content/explainers"), root.join("content/background")).unwrap();
    server.equals_a_build();
    std::fs::rename(root.join("content/background"), root.join("content/explainers")).unwrap();
    server.equals_a_build();
    // The content taken away and given back, as another folder.
    copy(&root.join("content"), &root.join("kept"));
    std::fs::remove_dir_all(root.join("content")).unwrap();
    std::thread::sleep(Duration::from_millis(700));
    std::fs::rename(root.join("kept"), root.join("content")).unwrap();
    server.equals_a_build();
    edit(&root.join(LEAD), |text| text + "\nStill watched.\n");
    server.until(LEAD_URL, "Still watched.");
}

#[test]
fn a_clock_that_runs_is_set_as_soon_as_that_matters() {
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir(site.path().join("content")).unwrap();
    std::fs::write(site.path().join("gloss.yaml"), "title: Clockwork\n").unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_gloss"));
    program.env_remove("SOURCE_DATE_EPOCH").arg("--root").arg(site.path()).stderr(Stdio::null());
    let server = Server::by(program, site, &[]);
    server.until("/", "Clockwork");
    // It ends after the server's start, and has ended when the file is saved.
    std::thread::sleep(Duration::from_millis(1100));
    let embargo = jiff::Timestamp::from_second(jiff::Timestamp::now().as_second()).unwrap();
    let text = format!("---\ntitle: The hour strikes\ndate: 2026-01-01\npublish_at: {embargo}\n---\n\nIt has struck.\n");
    std::fs::write(server.root().join("content/strikes.md"), text).unwrap();
    server.until("/strikes/", "It has struck.");
    let start = Instant::now();
    while String::from_utf8_lossy(&server.get("/strikes/").1).contains("badge-embargo") {
        assert!(start.elapsed() < PATIENCE, "the embargo has ended");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_server_makes_the_search_index_only_when_asked() {
    let site = || {
        let site = tempfile::tempdir().unwrap();
        std::fs::create_dir(site.path().join("content")).unwrap();
        std::fs::write(site.path().join("gloss.yaml"), "title: T\nbase_url: https://t.example\nsearch: true\n").unwrap();
        std::fs::write(site.path().join("content/a.md"), "---\ntitle: A\n---\nSeven words.\n").unwrap();
        site
    };
    let server = Server::with(site(), &[]);
    assert_eq!(server.get("/search/").0, 200);
    assert_eq!(server.get("/pagefind/pagefind-entry.json").0, 404);
    let server = Server::on(site());
    let entry = || String::from_utf8_lossy(&server.get("/pagefind/pagefind-entry.json").1).into_owned();
    let before = entry();
    assert!(before.contains("\"page_count\":1"), "{before}");
    edit(&server.root().join("content/a.md"), |text| text.replace("Seven", "Eight"));
    let start = Instant::now();
    while entry() == before && start.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_ne!(entry(), before, "an edit makes the index anew");
}

#[test]
fn nothing_is_written() {
    let server = Server::start();
    let before = tree(&server.root());
    for path in ["/", LEAD_URL, "/glossary/", "/feed.xml", "/nothing/"] {
        server.get(path);
    }
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(before.keys().collect::<Vec<_>>(), tree(&server.root()).keys().collect::<Vec<_>>());
}

#[test]
fn no_path_leads_out_of_the_site() {
    let server = Server::start();
    let root = server.root();
    std::fs::write(root.join("secret.txt"), "the secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", root.join("static/passwd.txt")).unwrap();
    let spellings = [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/static/../secret.txt",
        "/static/..%2f..%2fsecret.txt",
        "//secret.txt",
        "/./secret.txt",
        "/%00/../secret.txt",
        "/secret.txt%00.html",
        "/secret.txt",
        "/gloss.yaml",
        "/content/2024/06/a-state-visit-to-pyongyang.md",
        "/templates/",
        "/....//secret.txt",
        "/%252e%252e/secret.txt",
        "/..;/secret.txt",
        "/file:///etc/passwd",
        "/C:/secret.txt",
        "/etc/passwd",
        "/passwd.txt",
        "/%c0%ae%c0%ae/secret.txt",
    ];
    for path in spellings {
        let (status, _, body) = server.ask(path, "");
        let body = String::from_utf8_lossy(&body).into_owned();
        assert!(matches!(status, 400 | 404), "{path}: {status}");
        assert!(!body.contains("the secret") && !body.contains("root:") && !body.contains("base_url"), "{path} gives a file away");
    }
}

#[test]
fn strangers_are_refused() {
    let server = Server::start();
    let ask = |host: &str, more: &str, path: &str| {
        server.raw(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n").as_bytes()).0
    };
    let own = format!("127.0.0.1:{}", server.port);
    assert_eq!(ask(&own, "", "/"), 200);
    assert_eq!(ask("evil.example", "", "/"), 421, "a name that was pointed at this machine");
    assert_eq!(ask(&own, "Origin: http://evil.example\r\n", "/_gloss/events?page=/&seen="), 403);
    assert_eq!(ask(&own, "", "/_gloss/open?file=gloss.yaml&token=wrong"), 403);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"] {
        let (status, head, _) = server.raw(format!("{method} / HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n").as_bytes());
        assert_eq!(status, 405, "{method}");
        assert!(head.to_lowercase().contains("allow: get, head"), "{head}");
    }
    let (status, _, _) = server.raw(format!("GET / HTTP/1.1\r\nHost: {own}\r\nX: {}\r\n\r\n", "x".repeat(1 << 20)).as_bytes());
    assert!(matches!(status, 431 | 400 | 0), "headers of a mebibyte: {status}");
    assert_eq!(server.raw(b"\x16\x03\x01\x02\x00garbage\r\n\r\n").0, 400);
    // One who says only half of it is hung up on.
    let start = Instant::now();
    let (status, _, _) = server.raw(format!("GET / HTTP/1.1\r\nHost: {own}\r\nX").as_bytes());
    assert!(matches!(status, 0 | 408), "{status}");
    assert!((Duration::from_secs(2)..Duration::from_secs(15)).contains(&start.elapsed()), "after {:?}", start.elapsed());
    // Five hundred who say nothing do not keep the next from being heard.
    let silent: Vec<TcpStream> = (0..500).filter_map(|_| TcpStream::connect(("127.0.0.1", server.port)).ok()).collect();
    assert!(silent.len() > 400, "{} connections", silent.len());
    assert_eq!(ask(&own, "", "/"), 200);
}

#[test]
fn answers_are_known_again() {
    let server = Server::start();
    let (_, head, _) = server.ask(LEAD_URL, "");
    let head = head.to_lowercase();
    assert!(head.contains("content-type: text/html; charset=utf-8") && head.contains("cache-control: no-cache"), "{head}");
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    assert_eq!(server.ask(LEAD_URL, &format!("If-None-Match: {tag}\r\n")).0, 304);
    assert_eq!(server.ask("/glossary", "").0, 307, "an address without its slash");
    // A part of a file, as players of sound and films ask for it.
    std::fs::write(server.root().join("static/sound.mp3"), "0123456789").unwrap();
    server.until("/sound.mp3", "0123456789");
    let (status, head, body) = server.ask("/sound.mp3", "Range: bytes=2-5\r\n");
    assert_eq!((status, body.as_slice()), (206, b"2345".as_slice()), "{head}");
    assert!(head.to_lowercase().contains("content-range: bytes 2-5/10"), "{head}");
    assert_eq!(server.ask("/sound.mp3", "Range: bytes=20-\r\n").0, 416);
}

/// After many edits the server needs no more memory than after some. `GLOSS_SOAK=10000` edits longer.
#[test]
#[cfg(target_os = "linux")]
fn memory_stays_flat_over_many_edits() {
    let edits: usize = std::env::var("GLOSS_SOAK").ok().and_then(|count| count.parse().ok()).unwrap_or(400);
    let server = Server::start();
    let status = format!("/proc/{}/status", server.child.id());
    let memory = || -> usize {
        let status = std::fs::read_to_string(&status).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let file = server.root().join(LEAD);
    let original = std::fs::read_to_string(&file).unwrap();
    let mut settled = 0;
    for number in 0..edits {
        std::fs::write(&file, format!("{original}\nEdit {number} of Kim Jong Un, and words: {}.\n", "word ".repeat(number % 50))).unwrap();
        server.until(LEAD_URL, &format!("Edit {number} of"));
        if number == edits / 4 {
            settled = memory();
        }
    }
    let end = memory();
    assert!(end < settled + settled / 10, "{settled} KiB after {} edits, {end} KiB after {edits}", edits / 4);
}

#[test]
fn it_ends_when_it_is_told_to_and_at_once() {
    for signal in ["-INT", "-TERM"] {
        let server = Server::start();
        // An open stream of events, which never ends by itself, must not hold it up.
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        stream
            .write_all(format!("GET /_gloss/events?page=/&seen= HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", server.port).as_bytes())
            .unwrap();
        let mut first = [0; 64];
        assert!(stream.read(&mut first).unwrap() > 0, "the stream has begun");
        let (code, time) = server.end(signal);
        assert_eq!(code, Some(0), "{signal}");
        assert!(time < Duration::from_secs(3), "{signal} took {time:?}");
    }
}

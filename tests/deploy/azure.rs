//! A container of Azure Blob Storage as a target, in Microsoft's own emulator: signatures and conditional writes are real.

use std::io::{Read, Write};
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::run::{gloss, tree};
use crate::server::{Server, find, free_ports, start};
use crate::site::{World, article, counts, kill_deploys, refused, round, site};

const INSTALL: &str = "npm install azurite";
/// The emulator's only account, as its manual gives it: no secret.
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

struct Azure {
    folder: tempfile::TempDir,
    _server: Server,
    port: u16,
}

impl World for Azure {
    fn gloss(&self) -> Command {
        let mut command = gloss(self.folder.path());
        command.env("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT).env("AZURE_STORAGE_ACCOUNT_KEY", KEY);
        command
    }
}

/// HMAC-SHA256 (RFC 2104) with a key of one block, which the emulator's is.
fn signature(key: &[u8], text: &str) -> String {
    let padded = |pad: u8| key.iter().map(|byte| byte ^ pad).collect::<Vec<u8>>();
    let inner = Sha256::digest([padded(0x36), text.as_bytes().to_vec()].concat());
    STANDARD.encode(Sha256::digest([padded(0x5c), inner.to_vec()].concat()))
}

impl Azure {
    fn new() -> Self {
        let port = free_ports(1)[0];
        let mut command = Command::new(find("azurite-blob", INSTALL));
        command.args(["--blobHost", "127.0.0.1", "--blobPort", &port.to_string(), "--inMemoryPersistence", "--skipApiVersionCheck"]);
        command.args(["--disableTelemetry", "--silent"]);
        let server = start(&mut command, port, INSTALL);
        let endpoint = format!("http://127.0.0.1:{port}/{ACCOUNT}");
        let folder = site(&format!("  live: {{kind: azure, container: news, prefix: site, endpoint: \"{endpoint}\"}}\n"));
        let world = Self { folder, _server: server, port };
        world.make_container();
        world
    }

    /// Makes a container that readers may read (Put Blob's sister, Create Container).
    fn make_container(&self) {
        let date = jiff::Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let own = format!("x-ms-blob-public-access:container\nx-ms-date:{date}\nx-ms-version:2021-08-06\n");
        let text = format!("PUT{}{own}/{ACCOUNT}/{ACCOUNT}/news\nrestype:container", "\n".repeat(12));
        let signed = signature(&STANDARD.decode(KEY).unwrap(), &text);
        let head = format!(
            "{}Authorization: SharedKey {ACCOUNT}:{signed}\nContent-Length: 0\n",
            own.replace(':', ": ").replace(&date.replace(':', ": "), &date)
        );
        let (status, answer) = self.ask(&format!("PUT /{ACCOUNT}/news?restype=container"), &head.replace('\n', "\r\n"));
        assert!(status.starts_with("HTTP/1.1 201"), "{status}\n{}", String::from_utf8_lossy(&answer));
    }

    /// An answer: its head, and its body.
    fn ask(&self, request: &str, head: &str) -> (String, Vec<u8>) {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "{request} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{head}Connection: close\r\n\r\n", self.port).unwrap();
        let mut answer = vec![];
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
        (String::from_utf8_lossy(&answer[..end]).into_owned(), answer[end + 4..].to_vec())
    }

    /// A file as readers get it, with its headers.
    fn get(&self, path: &str) -> Option<(String, Vec<u8>)> {
        let (head, body) = self.ask(&format!("GET /{ACCOUNT}/news/site/{path}"), "");
        head.starts_with("HTTP/1.1 200").then(|| (head.to_ascii_lowercase(), body))
    }

    fn is_built(&self) {
        for (path, bytes) in tree(&self.folder.path().join("public")) {
            let found = self.get(&path).map(|(_, found)| found);
            assert!(found.as_ref() == Some(&bytes), "`{path}` is not as built");
        }
    }
}

#[test]
fn a_container_of_azure_s_gets_what_changed_and_comes_back() {
    let world = Azure::new();
    world.well("deploy");
    world.is_built();
    let (head, _) = world.get("2024/06/first/index.html").unwrap();
    assert!(head.contains("content-type: text/html; charset=utf-8") && head.contains("cache-control: no-cache"), "{head}");
    assert!(world.get(".gloss/lock.json").is_none());
    assert!(world.well("deploy").contains("up to date"));
    let first = tree(&world.folder.path().join("public"));
    article(world.folder.path(), "third", "A third one: [[first]].");
    assert!((1..first.len()).contains(&counts(&world.well("deploy --format json")).0));
    world.is_built();
    world.well("rollback");
    assert!(first.iter().all(|(path, bytes)| world.get(path).map(|(_, found)| found).as_ref() == Some(bytes)));
    assert!(world.get("2024/06/third/index.html").is_none());
    (0..3).for_each(|number| round(world.folder.path(), (number, 30)));
    world.well("deploy");
    kill_deploys(world.folder.path(), 30, || world.deploying(), || Box::new(|path| world.get(path).map(|(_, bytes)| bytes)));
    article(world.folder.path(), "third", "Other words.");
    let ran = crate::run::finish(world.gloss().arg("deploy").env("AZURE_STORAGE_ACCOUNT_KEY", STANDARD.encode("another key")));
    assert!(ran.code == 3 && ran.err.contains("refuses these credentials") && ran.err.contains("nothing was sent"), "{ran:#?}");
    let text = std::fs::read_to_string(world.folder.path().join("gloss.yaml")).unwrap();
    std::fs::write(world.folder.path().join("gloss.yaml"), text.replace("https://example.org", "https://other.example")).unwrap();
    refused(&world.run("deploy"), "foreign-target");
}

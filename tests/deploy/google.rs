//! A bucket of Google's as a target, by its public interface (Cloud Storage JSON API v1): conditions are generations, and a
//! token comes from the credentials that the environment names.

use std::collections::BTreeMap;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use serde_json::{Value, json};

use crate::fake::{Answer, Asked, Fake, Reply, json as answer_json};
use crate::run::{gloss, tree};
use crate::site::{World, article, counts, refused, site};

/// A bucket: objects with their metadata.
#[derive(Default)]
struct Store {
    objects: BTreeMap<String, (Vec<u8>, Value)>,
    generation: u64,
    /// Uploads that were begun: what was asked, and the headers of the object.
    begun: Vec<(BTreeMap<String, String>, Value)>,
    /// Tokens that were given out.
    tokens: usize,
    /// Tokens before this one count no longer.
    first_good: usize,
}

impl Store {
    fn set(&mut self, name: &str, (bytes, kind, cache): (Vec<u8>, Value, Value)) -> Answer {
        self.generation += 1;
        let metadata = json!({
            "name": name, "size": bytes.len().to_string(), "generation": self.generation.to_string(),
            "etag": format!("tag-{}", self.generation), "md5Hash": STANDARD.encode(Md5::digest(&bytes)),
            "contentType": kind, "cacheControl": cache, "updated": "2024-06-03T10:00:00Z",
        });
        self.objects.insert(name.to_owned(), (bytes, metadata.clone()));
        answer_json(200, &metadata)
    }

    /// Whether a request's token is one that counts.
    fn knows(&self, asked: &Asked) -> bool {
        let number: usize = asked.token().strip_prefix("token-").and_then(|number| number.parse().ok()).unwrap_or_default();
        number >= self.first_good.max(1)
    }

    fn is_as_asked(&self, name: &str, query: &BTreeMap<String, String>) -> bool {
        let there = self.objects.get(name).map_or("0", |(_, metadata)| metadata["generation"].as_str().unwrap());
        query.get("ifGenerationMatch").is_none_or(|wanted| wanted == there)
    }
}

fn plain(text: &str) -> String {
    let mut bytes = vec![];
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || char::from(rest.next().unwrap()).to_digit(16).unwrap();
        bytes.push(if byte == b'%' { u8::try_from(digit() * 16 + digit()).unwrap() } else { byte });
    }
    String::from_utf8(bytes).unwrap()
}

/// Writes under a condition are begun by one request, which is answered with an address; the bytes go there, without a token.
fn reply(store: &mut Store, asked: &Asked, port: u16) -> Reply {
    let (path, query) = asked.path.split_once('?').unwrap_or((&asked.path, ""));
    let query: BTreeMap<String, String> =
        query.split('&').filter_map(|pair| pair.split_once('=')).map(|(key, value)| (key.into(), plain(value))).collect();
    if query.get("uploadType").is_some_and(|kind| kind == "resumable") && store.knows(asked) && store.is_as_asked(&query["name"], &query) {
        store.begun.push((query, asked.json()));
        return Reply::to(format!("http://127.0.0.1:{port}/begun/{}", store.begun.len() - 1));
    }
    let Some(number) = path.strip_prefix("/begun/") else { return answer(store, asked, (path, &query)).into() };
    let (query, head) = store.begun[number.parse::<usize>().unwrap()].clone();
    let count = asked.body.len();
    assert_eq!(asked.headers["content-range"], format!("bytes 0-{}/{count}", count - 1), "small files come whole");
    match store.is_as_asked(&query["name"], &query) {
        true => store.set(&query["name"], (asked.body.clone(), head["contentType"].clone(), head["cacheControl"].clone())).into(),
        false => unmet().into(),
    }
}

fn unmet() -> Answer {
    answer_json(412, &json!({"error": {"code": 412, "message": "conditionNotMet"}}))
}

fn answer(store: &mut Store, asked: &Asked, (path, query): (&str, &BTreeMap<String, String>)) -> Answer {
    if path == "/token" {
        store.tokens += 1;
        let token = format!("token-{}", store.tokens);
        let kind = "urn:ietf:params:oauth:token-type:access_token";
        return answer_json(200, &json!({"access_token": token, "issued_token_type": kind, "token_type": "Bearer", "expires_in": 3600}));
    }
    if !store.knows(asked) {
        return answer_json(401, &json!({"error": {"code": 401, "message": "Invalid Credentials"}}));
    }
    let missing = answer_json(404, &json!({"error": {"code": 404, "message": "No such object"}}));
    if path == "/upload/storage/v1/b/news/o" {
        let name = query["name"].clone();
        if !store.is_as_asked(&name, query) {
            return unmet();
        }
        let boundary = asked.headers["content-type"].split("boundary=").nth(1).unwrap().trim_matches('"').as_bytes().to_vec();
        let parts = parts(&asked.body, &boundary);
        let head: Value = serde_json::from_slice(&parts[0]).unwrap();
        return store.set(&name, (parts[1].clone(), head["contentType"].clone(), head["cacheControl"].clone()));
    }
    let Some(rest) = path.strip_prefix("/storage/v1/b/news/o") else { return missing };
    let Some(name) = rest.strip_prefix('/') else {
        let items: Vec<&Value> = store
            .objects
            .iter()
            .filter(|(name, _)| name.starts_with(query.get("prefix").map_or("", |prefix| prefix)))
            .map(|(_, (_, data))| data)
            .collect();
        return answer_json(200, &json!({"items": items}));
    };
    if let Some((from, to)) = name.split_once("/rewriteTo/b/news/o/") {
        let Some((bytes, data)) = store.objects.get(&plain(from)).cloned() else { return missing };
        let size = bytes.len().to_string();
        store.set(&plain(to), (bytes, data["contentType"].clone(), data["cacheControl"].clone()));
        let resource = &store.objects[&plain(to)].1;
        return answer_json(200, &json!({"done": true, "totalBytesRewritten": size, "objectSize": size, "resource": resource}));
    }
    let name = plain(name);
    if !store.objects.contains_key(&name) {
        return missing;
    }
    match (asked.method.as_str(), query.get("alt")) {
        _ if !store.is_as_asked(&name, query) => unmet(),
        ("DELETE", _) => (204, store.objects.remove(&name).map(|_| vec![]).unwrap()),
        (_, Some(_)) => (200, store.objects[&name].0.clone()),
        _ => answer_json(200, &store.objects[&name].1),
    }
}

/// The bodies of the parts of a message (RFC 2387).
fn parts(body: &[u8], boundary: &[u8]) -> Vec<Vec<u8>> {
    let find = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|part| part == what);
    let (sign, mut rest, mut parts) = ([b"--", boundary].concat(), body, vec![]);
    while let Some(at) = find(rest, &sign) {
        rest = &rest[at + sign.len()..];
        let (Some(head), Some(end)) = (find(rest, b"\r\n\r\n"), find(rest, &sign)) else { break };
        parts.push(rest[head + 4..end - 2].to_vec());
    }
    parts
}

struct Google {
    folder: tempfile::TempDir,
    fake: Fake<Store>,
}

impl World for Google {
    fn gloss(&self) -> Command {
        let mut command = gloss(self.folder.path());
        command.env("GOOGLE_APPLICATION_CREDENTIALS", self.folder.path().join("credentials.json"));
        command
    }
}

impl Google {
    fn new() -> Self {
        let fake = Fake::new(Store::default(), reply);
        let port = fake.port;
        let folder = site(&format!("  live: {{kind: gcs, bucket: news, prefix: site, endpoint: \"http://127.0.0.1:{port}\"}}\n"));
        let subject = folder.path().join("subject");
        std::fs::write(&subject, "who-this-machine-is").unwrap();
        let credentials = json!({
            "type": "external_account", "audience": "//iam.googleapis.com/news", "token_url": format!("http://127.0.0.1:{port}/token"),
            "subject_token_type": "urn:ietf:params:oauth:token-type:jwt", "credential_source": {"file": subject, "format": {"type": "text"}},
        });
        std::fs::write(folder.path().join("credentials.json"), credentials.to_string()).unwrap();
        Self { folder, fake }
    }

    fn is_built(&self) {
        let state = self.fake.state.lock().unwrap();
        for (path, bytes) in tree(&self.folder.path().join("public")) {
            let found = state.objects.get(&format!("site/{path}")).map(|(found, _)| found);
            assert!(found == Some(&bytes), "`{path}` is not as built");
        }
    }
}

#[test]
fn a_bucket_of_google_s_gets_what_changed_and_comes_back() {
    let world = Google::new();
    world.well("deploy");
    world.is_built();
    {
        let state = world.fake.state.lock().unwrap();
        let (_, page) = &state.objects["site/2024/06/first/index.html"];
        assert_eq!((&page["contentType"], &page["cacheControl"]), (&json!("text/html; charset=utf-8"), &json!("no-cache")));
        assert!(!state.objects.contains_key("site/.gloss/lock.json"));
    }
    assert!(world.well("deploy").contains("up to date"));
    let first = tree(&world.folder.path().join("public"));
    article(world.folder.path(), "third", "A third one: [[first]].");
    let ran = world.well("deploy --format json");
    assert!((1..first.len()).contains(&counts(&ran).0));
    world.is_built();
    world.well("rollback");
    let now = |path: &str| world.fake.state.lock().unwrap().objects.get(&format!("site/{path}")).map(|(bytes, _)| bytes.clone());
    assert!(first.iter().all(|(path, bytes)| now(path).as_ref() == Some(bytes)));
    assert!(now("2024/06/third/index.html").is_none());

    // A token that is refused is asked for anew: the first one that the next run gets counts no longer.
    {
        let mut state = world.fake.state.lock().unwrap();
        state.first_good = state.tokens + 2;
    }
    world.well("deploy");
    world.is_built();
    // A lock of somebody else holds.
    article(world.folder.path(), "third", "Other words.");
    let lease = json!({"token": "0", "since": "today", "until": 1}).to_string().into_bytes();
    world.fake.state.lock().unwrap().set("site/.gloss/lock.json", (lease, json!("application/json"), json!("no-store")));
    refused(&world.run("deploy"), "target-busy");
}

//! Netlify and Cloudflare Pages, by stand-ins that hold to their published interfaces: tokens, digests, limits, states.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use crate::fake::{Answer, Asked, Fake, json as answer};
use crate::run::{Ran, finish, gloss, tree};
use crate::site::{World, article, counts, json as json_of, refused, site};

const TOKEN: &str = "nfp_token-that-nobody-sees";
const JWT: &str = "a.pass.of-some-minutes";

type Files = BTreeMap<String, Vec<u8>>;

/// A deploy as a host keeps it.
#[derive(Debug, Clone, Default)]
struct Deploy {
    message: String,
    digests: BTreeMap<String, String>,
    state: &'static str,
    looks: usize,
    /// `_headers` and `_redirects`, where they are no files.
    own: Files,
}

/// A host.
#[derive(Debug, Default)]
struct Store {
    blobs: BTreeMap<String, Vec<u8>>,
    deploys: Vec<Deploy>,
    live: Option<usize>,
    /// Passes that were given out and are over.
    stale: bool,
}

impl Store {
    fn files(&self, deploy: usize) -> Files {
        let deploy = &self.deploys[deploy];
        let files = deploy.digests.iter().map(|(path, digest)| (path.trim_start_matches('/').to_owned(), self.blobs[digest].clone()));
        files.chain(deploy.own.clone()).filter(|(path, _)| !path.starts_with("_gloss/")).collect()
    }

    fn live(&self) -> Files {
        self.live.map(|live| self.files(live)).unwrap_or_default()
    }
}

struct Hosted {
    folder: tempfile::TempDir,
    fake: Fake<Store>,
}

impl World for Hosted {
    fn gloss(&self) -> Command {
        let mut command = gloss(self.folder.path());
        command.env("NETLIFY_AUTH_TOKEN", TOKEN).env("CLOUDFLARE_API_TOKEN", TOKEN).env("CLOUDFLARE_ACCOUNT_ID", "acc0");
        command
    }

    fn run(&self, arguments: &str) -> Ran {
        let ran = finish(self.gloss().args(arguments.split_whitespace()));
        let said = format!("{}{}", ran.out, ran.err);
        assert!(!said.contains(TOKEN) && !said.contains(JWT), "a secret is shown");
        ran
    }
}

impl Hosted {
    fn netlify() -> Self {
        let fake = Fake::new(Store::default(), netlify);
        let target = format!("  live: {{kind: netlify, site: news.netlify.app, endpoint: \"http://127.0.0.1:{}/api/v1\"}}\n", fake.port);
        Self { folder: site(&target), fake }
    }

    fn cloudflare() -> Self {
        let fake = Fake::new(Store::default(), cloudflare);
        let target = format!("  live: {{kind: cloudflare-pages, project: news, endpoint: \"http://127.0.0.1:{}/client/v4\"}}\n", fake.port);
        Self { folder: site(&target), fake }
    }

    fn live(&self) -> Files {
        self.fake.state.lock().unwrap().live()
    }

    fn site(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }

    fn is_built(&self) {
        let (live, built) = (self.live(), tree(&self.site().join("public")));
        for (path, bytes) in &built {
            assert!(live.get(path) == Some(bytes), "`{path}` is not as built");
        }
        assert!(live.keys().all(|path| built.contains_key(path) || path.starts_with("own.")), "{:?}", live.keys());
    }

    /// How many files were sent since the last look.
    fn sent(&self) -> usize {
        let asked = self.fake.asked();
        let of = |asked: &Asked| match asked.path.as_str() {
            path if asked.method == "PUT" && path.contains("/files/") => 1,
            path if path.ends_with("/pages/assets/upload") => asked.json().as_array().map_or(0, Vec::len),
            _ => 0,
        };
        asked.iter().map(of).sum()
    }
}

fn sha1(bytes: &[u8]) -> String {
    Sha1::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("no `{key}` in {value}"))
}

/// A file of a deploy at the deploy's own address.
fn permalink(store: &Store, path: &str) -> Option<Answer> {
    let (id, path) = path.strip_prefix("/at/")?.split_once('/')?;
    let digest = store.deploys[id.parse::<usize>().unwrap()].digests.get(&format!("/{path}"));
    Some(digest.map_or((404, vec![]), |digest| (200, store.blobs[digest].clone())))
}

/// Netlify's interface, as its OpenAPI document has it: `createSiteDeploy`, `uploadDeployFile`, `getDeploy`, `getSite`,
/// `listSiteDeploys`, `restoreSiteDeploy`.
fn netlify(store: &mut Store, asked: &Asked, port: u16) -> Answer {
    if let Some(found) = permalink(store, &asked.path) {
        assert!(asked.token().is_empty(), "readers have no token");
        return found;
    }
    if asked.token() != TOKEN {
        return answer(401, &json!({"code": 401, "message": "Access Denied"}));
    }
    let shown = |store: &Store, id: usize| {
        let deploy = &store.deploys[id];
        let required: BTreeSet<&String> = deploy.digests.values().filter(|digest| !store.blobs.contains_key(*digest)).collect();
        let state = if deploy.state == "prepared" && deploy.looks < 2 { "preparing" } else { deploy.state };
        let url = format!("http://127.0.0.1:{port}/at/{id}");
        json!({"id": id.to_string(), "state": state, "title": deploy.message, "deploy_ssl_url": url, "required": if state == "preparing" { json!(null) } else { json!(required) }})
    };
    let path = asked.path.strip_prefix("/api/v1").unwrap_or_else(|| panic!("{}", asked.path));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match (asked.method.as_str(), parts.as_slice()) {
        ("GET", ["sites", "news.netlify.app"]) => {
            let live = store.live.map_or(Value::Null, |live| shown(store, live));
            answer(200, &json!({"id": "0", "published_deploy": live}))
        }
        ("GET", ["sites", "news.netlify.app", "deploys"]) => {
            assert!(query.contains("per_page="));
            let all: Vec<Value> = (0..store.deploys.len()).rev().map(|id| shown(store, id)).collect();
            answer(200, &json!(all))
        }
        ("POST", ["sites", "news.netlify.app", "deploys"]) => {
            let body = asked.json();
            let files = body["files"].as_object().unwrap();
            let is_digest = |digest: &str| digest.len() == 40 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(files.iter().all(|(path, digest)| path.starts_with('/') && is_digest(digest.as_str().unwrap())));
            let digests = files.iter().map(|(path, digest)| (path.clone(), digest.as_str().unwrap().to_owned())).collect();
            store.deploys.push(Deploy {
                message: glossator::text::percent::decode(query.strip_prefix("title=").unwrap()),
                digests,
                state: "prepared",
                ..Deploy::default()
            });
            answer(200, &shown(store, store.deploys.len() - 1))
        }
        ("GET", ["deploys", id]) => {
            let id: usize = id.parse().unwrap();
            store.deploys[id].looks += 1;
            if shown(store, id)["required"] == json!([]) && store.deploys[id].state == "prepared" {
                store.deploys[id].state = "ready";
                store.live = Some(id);
            }
            answer(200, &shown(store, id))
        }
        ("PUT", ["deploys", id, "files", rest @ ..]) => {
            assert_eq!(asked.headers["content-type"], "application/octet-stream");
            let path = glossator::text::percent::decode(&format!("/{}", rest.join("/")));
            let digest = sha1(&asked.body);
            assert_eq!(store.deploys[id.parse::<usize>().unwrap()].digests.get(&path), Some(&digest), "{path}");
            store.blobs.insert(digest, asked.body.clone());
            answer(200, &json!({"path": path}))
        }
        ("POST", ["sites", "news.netlify.app", "deploys", id, "restore"]) => {
            store.live = Some(id.parse().unwrap());
            answer(200, &json!({}))
        }
        ("GET", _) => answer(404, &json!({"code": 404, "message": "Not Found"})),
        other => panic!("nobody asks {other:?}"),
    }
}

/// The interface that Cloudflare's own tool speaks for direct uploads.
fn cloudflare(store: &mut Store, asked: &Asked, port: u16) -> Answer {
    if let Some(found) = permalink(store, &asked.path) {
        return found;
    }
    let fine = |result: Value| answer(200, &json!({"success": true, "errors": [], "result": result}));
    let path = asked.path.strip_prefix("/client/v4").unwrap_or_else(|| panic!("{}", asked.path));
    let is_store = path.starts_with("/pages/assets/");
    let (wanted, stale) = (if is_store { JWT } else { TOKEN }, is_store && std::mem::take(&mut store.stale));
    if asked.token() != wanted || stale {
        return answer(
            if is_store { 401 } else { 403 },
            &json!({"success": false, "errors": [{"code": 10000, "message": "Authentication error"}]}),
        );
    }
    let shown = |store: &Store, id: usize| {
        let deploy = &store.deploys[id];
        let stage = json!({"name": "deploy", "status": if deploy.looks < 2 { "active" } else { "success" }});
        json!({"id": id.to_string(), "url": format!("http://127.0.0.1:{port}/at/{id}"), "latest_stage": stage, "deployment_trigger": {"metadata": {"commit_message": deploy.message}}})
    };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let hashes = |value: &Value| -> Vec<String> {
        value["hashes"].as_array().unwrap().iter().map(|hash| hash.as_str().unwrap().to_owned()).collect()
    };
    match (asked.method.as_str(), path.strip_prefix("/accounts/acc0/pages/projects/news").unwrap_or(path)) {
        ("GET", "") => {
            let live = store.live.map_or(Value::Null, |live| shown(store, live));
            fine(json!({"name": "news", "canonical_deployment": live}))
        }
        ("GET", "/upload-token") => fine(json!({"jwt": JWT})),
        ("POST", "/pages/assets/check-missing") => {
            let missing: Vec<String> = hashes(&asked.json()).into_iter().filter(|hash| !store.blobs.contains_key(hash)).collect();
            fine(json!(missing))
        }
        ("POST", "/pages/assets/upload") => {
            assert!(asked.body.len() < 50 << 20);
            for file in asked.json().as_array().unwrap() {
                assert!(file["base64"] == json!(true) && !text(&file["metadata"], "contentType").is_empty());
                let (value, key) = (text(file, "value"), text(file, "key"));
                use base64::Engine;
                let bytes = base64::engine::general_purpose::STANDARD.decode(value).unwrap();
                assert!(key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit()), "{key}");
                store.blobs.insert(key.to_owned(), bytes);
            }
            fine(json!(null))
        }
        ("POST", "/pages/assets/upsert-hashes") => {
            assert!(hashes(&asked.json()).iter().all(|hash| store.blobs.contains_key(hash)));
            fine(json!(null))
        }
        ("POST", "/deployments") => {
            let mut form = asked.form();
            let manifest: BTreeMap<String, String> = serde_json::from_slice(&form.remove("manifest").unwrap().1).unwrap();
            for (path, hash) in &manifest {
                assert!(path.starts_with('/') && !path.starts_with("/_headers") && !path.starts_with("/_redirects"), "{path}");
                // The key is the one that the host's own tool would give this file.
                use base64::Engine;
                let value = base64::engine::general_purpose::STANDARD.encode(&store.blobs[hash]);
                let ending = path.rsplit('/').next().unwrap().rsplit_once('.').map_or("", |(_, ending)| ending);
                assert_eq!(*hash, blake3::hash(format!("{value}{ending}").as_bytes()).to_hex()[..32], "{path}");
            }
            let message = String::from_utf8(form.remove("commit_message").unwrap().1).unwrap();
            let own = form.into_iter().map(|(name, (file, bytes))| {
                assert_eq!(file.as_deref(), Some(name.as_str()));
                (name, bytes)
            });
            store.deploys.push(Deploy { message, digests: manifest, own: own.collect(), ..Deploy::default() });
            fine(shown(store, store.deploys.len() - 1))
        }
        ("GET", "/deployments") => {
            assert!(query.contains("env=production"));
            fine(json!((0..store.deploys.len()).rev().map(|id| shown(store, id)).collect::<Vec<_>>()))
        }
        ("POST", rest) if rest.ends_with("/rollback") => {
            store.live = rest.split('/').nth(2).map(|id| id.parse().unwrap());
            fine(json!({}))
        }
        ("GET", rest) => {
            let id: usize = rest.strip_prefix("/deployments/").unwrap().parse().unwrap();
            store.deploys[id].looks += 1;
            if store.deploys[id].looks >= 2 {
                store.live = Some(id);
            }
            fine(shown(store, id))
        }
        other => panic!("nobody asks {other:?}"),
    }
}

/// The same for both: what is the same is not sent, failures leave readers what they had, and earlier deploys come back.
fn lives(world: &Hosted) {
    assert!(world.well("deploy --dry-run").contains("release 1, the first"));
    assert!(world.live().is_empty());
    world.fake.asked();
    world.well("deploy");
    world.is_built();
    let all = world.sent();
    assert!(all > 10);
    assert!(world.well("deploy").contains("up to date: release 1"));
    assert_eq!(world.sent(), 0);
    let first = world.live();

    std::fs::create_dir_all(world.site().join("static")).unwrap();
    std::fs::write(world.site().join("static/own.css"), "p { margin: 1px }").unwrap();
    article(&world.site(), "third", "A third one.");
    let ran = world.well("deploy --format json");
    // What the host reads itself is not among the files of one of the two.
    let own = json_of(&ran)["uploads"].as_array().unwrap().iter().filter(|file| text(file, "path") == "_headers").count();
    let own = if world.live().contains_key("_headers") && world.fake.state.lock().unwrap().deploys[0].own.is_empty() { 0 } else { own };
    assert_eq!(world.sent(), counts(&ran).0 + 1 - own, "what changed, and the manifest");
    world.is_built();
    let second = world.live();

    // An asset that is gone stays for pages in caches, without being sent.
    std::fs::write(world.site().join("static/own.css"), "p { margin: 2px }").unwrap();
    world.fake.weather.lock().unwrap().statuses = vec![503, 429, 500];
    world.well("deploy");
    world.is_built();
    assert!(second.keys().filter(|path| path.starts_with("own.")).all(|path| world.live().contains_key(path)));
    world.sent();

    // The network goes in the middle: readers have what they had.
    let before = world.live();
    article(&world.site(), "fourth", "A fourth one.");
    world.fake.weather.lock().unwrap().dead_after = Some(8);
    let ran = world.run("deploy");
    assert!(ran.code == 3 && ran.err.contains("the live site is as it was"), "{ran:#?}");
    assert_eq!(world.live(), before);
    world.fake.weather.lock().unwrap().dead_after = None;
    world.well("deploy");
    world.is_built();

    assert_eq!(world.well("rollback --list").lines().count(), 4);
    world.well("rollback");
    assert_eq!(world.live(), before);
    world.well("rollback --to 1");
    assert_eq!(world.live(), first);
    assert!(world.well("deploy").contains("after 1"));
    world.is_built();

    // Somebody else's deploy, a token that counts no longer, and none.
    let ran = finish(world.gloss().arg("deploy").env("NETLIFY_AUTH_TOKEN", "revoked").env("CLOUDFLARE_API_TOKEN", "revoked"));
    assert!(ran.code == 3 && ran.err.contains("refuses this token") && !ran.err.contains("revoked"), "{ran:#?}");
    let ran = finish(world.gloss().arg("deploy").env_remove("NETLIFY_AUTH_TOKEN").env_remove("CLOUDFLARE_API_TOKEN"));
    assert!(ran.code != 0 && ran.err.contains("TOKEN in the environment"), "{ran:#?}");
    let mut store = world.fake.state.lock().unwrap();
    store.deploys.push(Deploy { message: "by hand".into(), state: "ready", looks: 9, ..Deploy::default() });
    store.live = Some(store.deploys.len() - 1);
    drop(store);
    refused(&world.run("deploy"), "foreign-target");
    world.well("deploy --adopt");
    world.is_built();
}

#[test]
fn netlify_is_given_what_it_lacks() {
    let world = Hosted::netlify();
    lives(&world);
    assert!(world.live().contains_key("_headers"), "the host reads its files from among the others");
}

#[test]
fn cloudflare_is_given_what_it_lacks() {
    let world = Hosted::cloudflare();
    lives(&world);
    world.fake.state.lock().unwrap().stale = true;
    article(&world.site(), "fifth", "A fifth one.");
    world.well("deploy");
    world.is_built();
    let store = world.fake.state.lock().unwrap();
    assert!(store.deploys.last().unwrap().own.contains_key("_headers"), "the host reads its files beside the others");
}

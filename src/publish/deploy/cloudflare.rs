//! Cloudflare Pages, by the interface that its own tool uses for direct uploads: files go to a store by their digests, a
//! deploy is a list of paths with these digests.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::api::{Api, Ask, Body, Field, secret, till_the_next_look};
use super::error::DeployError;
use super::hosted::{Hosting, Known, Offer};
use super::wave;
use crate::config::deploy::Place;
use crate::config::headers::media::media_type;

const BASE: &str = "https://api.cloudflare.com/client/v4";

/// The most that one request may hold: bytes before they are written in base64, and files. The host takes 50 MB.
const BUCKET: u64 = 30 << 20;
const FILES: usize = 1_000;

/// For how long a deploy may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// Files that are read by the host and are no files of the site.
const OWN: &[&str] = &["_headers", "_redirects"];

/// A project there.
pub struct Cloudflare {
    api: Api,
    project: String,
    account: String,
    token: String,
    /// The pass for the store of files; it holds for some minutes.
    pass: Mutex<String>,
}

impl Cloudflare {
    /// The project of a target.
    ///
    /// # Errors
    /// Where there is no token, or no account.
    pub fn new(target: &Place) -> Result<Self, DeployError> {
        let Place::CloudflarePages { project, endpoint } = target else {
            return Err(DeployError::failed("this is no project of Cloudflare's"));
        };
        let (account, token) = (secret("CLOUDFLARE_ACCOUNT_ID", "Cloudflare")?, secret("CLOUDFLARE_API_TOKEN", "Cloudflare")?);
        let api = Api::new("Cloudflare", endpoint.as_deref().unwrap_or(BASE).trim_end_matches('/'))?;
        Ok(Self { api, project: project.clone(), account, token, pass: Mutex::default() })
    }

    fn project(&self, rest: &str) -> String {
        format!("/accounts/{}/pages/projects/{}{rest}", self.account, self.project)
    }

    fn ask(&self, method: Method, path: &str, body: Body) -> Result<Value, DeployError> {
        let answer = self.api.ask(&Ask { method, path, token: &self.token, body })?;
        Ok(answer.get("result").cloned().unwrap_or_default())
    }

    /// Asks the store; with a new pass where the one that was held is over.
    fn store(&self, path: &str, body: Value) -> Result<Value, DeployError> {
        let body = Body::Json(body);
        let ask = |pass: &str| self.api.ask(&Ask { method: Method::POST, path, token: pass, body: body.clone() });
        let held = self.pass.lock().map(|pass| pass.clone()).unwrap_or_default();
        let answer = match ask(&held) {
            Err(DeployError::Failed { what, .. }) if held.is_empty() || what.contains("refuses this token or key") => {
                let pass = self.ask(Method::GET, &self.project("/upload-token"), Body::Nothing)?;
                let pass = text(&pass, "jwt");
                if let Ok(mut held) = self.pass.lock() {
                    held.clone_from(&pass);
                }
                ask(&pass)
            }
            other => other,
        }?;
        Ok(answer.get("result").cloned().unwrap_or_default())
    }

    /// Sends files that the store lacks, a bucket in a request.
    fn fill(&self, offer: &Offer<'_>, lacking: &[&str]) -> Result<(), DeployError> {
        let mut buckets: Vec<Vec<(&str, u64)>> = Vec::new();
        let mut size = u64::MAX;
        for path in lacking {
            let bytes = (offer.bytes)(path)?.len() as u64;
            match buckets.last_mut().filter(|bucket| bucket.len() < FILES && size.saturating_add(bytes) <= BUCKET) {
                Some(bucket) => bucket.push((path, bytes)),
                None => {
                    buckets.push(vec![(path, bytes)]);
                    size = 0;
                }
            }
            size += bytes;
        }
        for bucket in &buckets {
            let file = |(path, _): &(&str, u64)| {
                let value = STANDARD.encode((offer.bytes)(path)?);
                Ok(json!({"key": offer.files.get(*path), "value": value, "metadata": {"contentType": media_type(path)}, "base64": true}))
            };
            let files: Result<Vec<Value>, DeployError> = bucket.iter().map(file).collect();
            self.store("/pages/assets/upload", Value::Array(files?))?;
            bucket.iter().for_each(|(path, bytes)| (offer.sent)(path, *bytes));
        }
        Ok(())
    }

    /// Looks at a deploy until readers see it.
    fn wait(&self, id: &str) -> Result<(), DeployError> {
        let begun = Instant::now();
        loop {
            let deploy = self.ask(Method::GET, &self.project(&format!("/deployments/{id}")), Body::Nothing)?;
            let stage = deploy.get("latest_stage").cloned().unwrap_or_default();
            match (text(&stage, "name").as_str(), text(&stage, "status").as_str()) {
                ("deploy", "success") => return Ok(()),
                (_, "failure" | "canceled") => return Err(DeployError::failed("Cloudflare stopped the deploy")),
                _ if begun.elapsed() > PATIENCE => return Err(DeployError::failed("Cloudflare does not finish the deploy")),
                _ => till_the_next_look(begun),
            }
        }
    }
}

impl Hosting for Cloudflare {
    fn place(&self) -> String {
        format!("Cloudflare Pages, {}", self.project)
    }

    /// The first half of BLAKE3 over the file in base64 and its ending, as Cloudflare's own tool makes it.
    fn digest(&self, path: &str, bytes: &[u8]) -> String {
        let name = path.rsplit('/').next().unwrap_or(path);
        let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or("", |(_, ending)| ending);
        let whole = blake3::hash(format!("{}{ending}", STANDARD.encode(bytes)).as_bytes()).to_hex();
        whole.chars().take(32).collect()
    }

    fn is_own(&self, path: &str) -> bool {
        OWN.contains(&path)
    }

    fn live(&self) -> Result<Option<Known>, DeployError> {
        let project = self.ask(Method::GET, &self.project(""), Body::Nothing)?;
        Ok(project.get("canonical_deployment").filter(|deploy| deploy.is_object()).map(known))
    }

    fn known(&self, count: usize) -> Result<Vec<Known>, DeployError> {
        // The host gives at most 25 at once.
        let path = self.project(&format!("/deployments?env=production&per_page={}", count.min(25)));
        let deploys = self.ask(Method::GET, &path, Body::Nothing)?;
        Ok(deploys.as_array().into_iter().flatten().map(known).collect())
    }

    fn fetch(&self, url: &str) -> Result<Option<Vec<u8>>, DeployError> {
        self.api.fetch(url)
    }

    fn deploy(&self, offer: &Offer<'_>) -> Result<(), DeployError> {
        let digests: Vec<&String> = offer.files.values().collect();
        let missing = self.store("/pages/assets/check-missing", json!({"hashes": digests}))?;
        let missing: Vec<&str> = missing.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut seen = std::collections::BTreeSet::new();
        let lacking = offer.files.iter().filter(|(_, digest)| missing.contains(&digest.as_str()) && seen.insert(digest.as_str()));
        let lacking: Vec<&str> = lacking.map(|(path, _)| path.as_str()).collect();
        let parts: Vec<&[&str]> = lacking.chunks(lacking.len().div_ceil(3).max(1)).collect();
        wave::each(&parts, |part| self.fill(offer, part))?;
        self.store("/pages/assets/upsert-hashes", json!({"hashes": digests}))?;
        let files: Map<String, Value> = offer.files.iter().map(|(path, digest)| (format!("/{path}"), json!(digest))).collect();
        let mut fields = vec![
            ("manifest", Value::Object(files).to_string().into_bytes(), Field::Text),
            ("commit_message", offer.message.as_bytes().to_vec(), Field::Text),
        ];
        for name in OWN {
            if let Ok(bytes) = (offer.bytes)(name) {
                fields.push((name, bytes, Field::File));
            }
        }
        let deploy = self.ask(Method::POST, &self.project("/deployments"), Body::Form(fields))?;
        self.wait(&text(&deploy, "id"))
    }

    fn restore(&self, id: &str) -> Result<(), DeployError> {
        self.ask(Method::POST, &self.project(&format!("/deployments/{id}/rollback")), Body::Nothing).map(drop)
    }
}

fn known(deploy: &Value) -> Known {
    let message = deploy.pointer("/deployment_trigger/metadata/commit_message").and_then(Value::as_str).unwrap_or_default();
    Known { id: text(deploy, "id"), url: text(deploy, "url"), message: message.to_owned() }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

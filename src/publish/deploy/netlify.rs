//! Netlify, by its interface: a deploy is a list of paths with their SHA-1; the host says which of them it lacks.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use super::api::{Api, Ask, Body, secret, till_the_next_look};
use super::error::DeployError;
use super::hosted::{Hosting, Known, Offer};
use super::wave;
use crate::config::deploy::Place;
use crate::text::hex::hex;
use crate::text::percent::encode_path;

const BASE: &str = "https://api.netlify.com/api/v1";

/// For how long a deploy may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// A site there.
pub struct Netlify {
    api: Api,
    site: String,
    token: String,
}

impl Netlify {
    /// The site of a target.
    ///
    /// # Errors
    /// Where there is no token.
    pub fn new(target: &Place) -> Result<Self, DeployError> {
        let Place::Netlify { site, endpoint } = target else { return Err(DeployError::failed("this is no site of Netlify's")) };
        let token = secret("NETLIFY_AUTH_TOKEN", "Netlify")?;
        Ok(Self { api: Api::new("Netlify", endpoint.as_deref().unwrap_or(BASE).trim_end_matches('/'))?, site: site.clone(), token })
    }

    fn ask(&self, method: Method, path: &str, body: Body) -> Result<Value, DeployError> {
        self.api.ask(&Ask { method, path, token: &self.token, body })
    }

    /// Looks at a deploy until it is in one of these states.
    fn wait(&self, id: &str, states: &[&str]) -> Result<Value, DeployError> {
        let begun = Instant::now();
        loop {
            let deploy = self.ask(Method::GET, &format!("/deploys/{id}"), Body::Nothing)?;
            let state = text(&deploy, "state");
            if states.contains(&state.as_str()) {
                return Ok(deploy);
            }
            if matches!(state.as_str(), "error" | "rejected") {
                return Err(DeployError::failed(format!("Netlify stopped the deploy: {}", text(&deploy, "error_message"))));
            }
            if begun.elapsed() > PATIENCE {
                return Err(DeployError::failed(format!("Netlify does not finish the deploy: it is `{state}`")));
            }
            till_the_next_look(begun);
        }
    }
}

impl Hosting for Netlify {
    fn place(&self) -> String {
        format!("Netlify, {}", self.site)
    }

    fn digest(&self, _: &str, bytes: &[u8]) -> String {
        hex(&Sha1::digest(bytes))
    }

    fn is_own(&self, _: &str) -> bool {
        false
    }

    fn live(&self) -> Result<Option<Known>, DeployError> {
        let site = self.ask(Method::GET, &format!("/sites/{}", self.site), Body::Nothing)?;
        Ok(site.get("published_deploy").filter(|deploy| deploy.is_object()).map(known))
    }

    fn known(&self, count: usize) -> Result<Vec<Known>, DeployError> {
        let deploys = self.ask(Method::GET, &format!("/sites/{}/deploys?per_page={count}&state=ready", self.site), Body::Nothing)?;
        Ok(deploys.as_array().into_iter().flatten().filter(|deploy| text(deploy, "state") == "ready").map(known).collect())
    }

    fn fetch(&self, url: &str) -> Result<Option<Vec<u8>>, DeployError> {
        self.api.fetch(url)
    }

    fn deploy(&self, offer: &Offer<'_>) -> Result<(), DeployError> {
        let files: BTreeMap<String, &String> = offer.files.iter().map(|(path, digest)| (format!("/{path}"), digest)).collect();
        let body = json!({"files": files, "async": true, "draft": false});
        let path = format!("/sites/{}/deploys?title={}", self.site, encode_path(offer.message));
        let deploy = self.ask(Method::POST, &path, Body::Json(body))?;
        let id = text(&deploy, "id");
        let deploy = self.wait(&id, &["prepared", "uploading", "uploaded", "ready"])?;
        let required: Vec<&str> =
            deploy.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let paths: BTreeMap<&str, &str> = offer.files.iter().map(|(path, digest)| (digest.as_str(), path.as_str())).collect();
        let lacking: Vec<&str> = required.iter().filter_map(|digest| paths.get(digest).copied()).collect();
        wave::each(&lacking, |path| {
            let bytes = (offer.bytes)(path)?;
            let size = bytes.len() as u64;
            self.ask(Method::PUT, &format!("/deploys/{id}/files/{}", encode_path(path)), Body::Bytes(bytes))?;
            (offer.sent)(path, size);
            Ok(())
        })?;
        self.wait(&id, &["ready"]).map(drop)
    }

    fn restore(&self, id: &str) -> Result<(), DeployError> {
        self.ask(Method::POST, &format!("/sites/{}/deploys/{id}/restore", self.site), Body::Nothing).map(drop)
    }
}

fn known(deploy: &Value) -> Known {
    let url = [text(deploy, "deploy_ssl_url"), text(deploy, "deploy_url")].into_iter().find(|url| !url.is_empty());
    Known { id: text(deploy, "id"), url: url.unwrap_or_default(), message: text(deploy, "title") }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

//! Requests to the programming interface of a host: with a token, and again after a pause where that may help.

use std::time::{Duration, Instant};

use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method};
use serde_json::Value;

use super::error::DeployError;
use crate::publish::error::unanswered;
use crate::publish::secure;
use crate::source::machine::nonce;

/// How often a request is tried again, with growing pauses between; and the longest pause that a host may ask for.
const TIMES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(300);
const LONGEST: Duration = Duration::from_secs(60);

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A host's interface.
pub(super) struct Api {
    runtime: tokio::runtime::Runtime,
    client: Client,
    base: String,
    host: &'static str,
}

/// What is asked.
pub(super) struct Ask<'a> {
    /// `GET`, `POST`, `PUT`.
    pub(super) method: Method,
    /// The path after the interface's address.
    pub(super) path: &'a str,
    /// The token; never shown.
    pub(super) token: &'a str,
    /// What is sent with it.
    pub(super) body: Body,
}

/// What is sent with a request.
#[derive(Clone)]
pub(super) enum Body {
    /// Nothing.
    Nothing,
    /// An object.
    Json(Value),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A form: names with texts, and whether each is a file.
    Form(Vec<(&'static str, Vec<u8>, Field)>),
}

/// What a part of a form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// A text.
    Text,
    /// A file of that name.
    File,
}

impl Api {
    /// The interface at an address.
    pub(super) fn new(host: &'static str, base: &str) -> Result<Self, DeployError> {
        let failed = |what: String| DeployError::failed(format!("cannot speak to {host}: {what}"));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| failed(error.to_string()))?;
        let client = secure::client().timeout(PATIENCE).user_agent(concat!("gloss/", env!("CARGO_PKG_VERSION"))).build();
        let client = client.map_err(|error| failed(error.without_url().to_string()))?;
        Ok(Self { runtime, client, base: base.to_owned(), host })
    }

    /// The object that a request is answered with.
    pub(super) fn ask(&self, ask: &Ask<'_>) -> Result<Value, DeployError> {
        let (status, bytes) = self.answer(|| {
            let request = self.client.request(ask.method.clone(), format!("{}{}", self.base, ask.path)).bearer_auth(ask.token);
            Ok(match &ask.body {
                Body::Nothing => request,
                Body::Json(value) => request.header("content-type", "application/json").body(value.to_string()),
                Body::Bytes(bytes) => request.header("content-type", "application/octet-stream").body(bytes.clone()),
                Body::Form(fields) => request.multipart(form(fields)),
            })
        })?;
        let value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        if (200..300).contains(&status) { Ok(value) } else { Err(self.refused(status, &value)) }
    }

    /// Tells the interface something, without a token.
    pub(super) fn tell(&self, media_type: &str, body: &str) -> Result<(), DeployError> {
        let (status, bytes) = self.answer(|| Ok(self.client.post(&self.base).header("content-type", media_type).body(body.to_owned())))?;
        let said = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        if (200..300).contains(&status) { Ok(()) } else { Err(self.refused(status, &said)) }
    }

    /// A file that readers can get, if it is there.
    pub(super) fn fetch(&self, url: &str) -> Result<Option<Vec<u8>>, DeployError> {
        let (status, bytes) = self.answer(|| Ok(self.client.get(url)))?;
        match status {
            200 => Ok(Some(bytes)),
            404 | 410 => Ok(None),
            _ => Err(self.refused(status, &Value::Null)),
        }
    }

    fn answer(&self, request: impl Fn() -> Result<reqwest::RequestBuilder, DeployError>) -> Result<(u16, Vec<u8>), DeployError> {
        let mut number = 0;
        loop {
            let request = request()?;
            let result = self.runtime.block_on(async {
                let answer = request.send().await?;
                let later = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
                let status = answer.status().as_u16();
                Ok::<_, reqwest::Error>((status, answer.bytes().await?.to_vec(), later))
            });
            let asked = match result {
                Ok((408 | 425 | 429 | 500 | 502..=504, _, later)) if number < TIMES => later.map(Duration::from_secs),
                Ok((status, bytes, _)) => return Ok((status, bytes)),
                Err(error) if number >= TIMES || error.is_builder() => return Err(self.lost(&error)),
                Err(_) => None,
            };
            // Those who were sent away do not come back all at once.
            let own = PAUSE * 2_u32.pow(number) + Duration::from_millis(nonce() % 300);
            std::thread::sleep(asked.map_or(own, |asked| asked.clamp(own, LONGEST)));
            number += 1;
        }
    }

    fn lost(&self, error: &reqwest::Error) -> DeployError {
        DeployError::failed(format!("cannot reach {}: {}", self.host, unanswered(error)))
    }

    /// What a host says when it says no.
    fn refused(&self, status: u16, answer: &Value) -> DeployError {
        let said = answer.pointer("/errors/0/message").or_else(|| answer.get("message")).and_then(Value::as_str);
        let said: String = said.unwrap_or_default().chars().filter(|letter| !letter.is_control()).take(200).collect();
        let what = match status {
            401 | 403 => format!("{} refuses this token or key", self.host),
            404 => format!("{} knows no such place", self.host),
            _ => format!("{} answered {status}", self.host),
        };
        DeployError::failed(if said.is_empty() { what } else { format!("{what}: {said}") })
    }
}

fn form(fields: &[(&'static str, Vec<u8>, Field)]) -> Form {
    fields.iter().fold(Form::new(), |form, (name, bytes, field)| {
        let part = Part::bytes(bytes.clone());
        form.part(*name, if *field == Field::File { part.file_name(*name) } else { part })
    })
}

/// Waits before a deploy is looked at again: the longer it has taken, the longer.
pub(super) fn till_the_next_look(begun: Instant) {
    std::thread::sleep((begun.elapsed() / 4).clamp(Duration::from_millis(50), Duration::from_secs(3)));
}

/// A secret of the environment.
pub(super) fn secret(name: &'static str, host: &str) -> Result<String, DeployError> {
    #[expect(clippy::disallowed_methods, reason = "a token goes from the environment to its host and nowhere else")]
    std::env::var(name).ok().filter(|value| !value.trim().is_empty()).map(|value| value.trim().to_owned()).ok_or_else(|| {
        DeployError::Refused { reason: format!("there is no token for {host}"), help: format!("set {name} in the environment") }
    })
}

//! A host that is given a whole site at once, by the digests of its files: what it has seen before is not sent again, and
//! readers see all of a deploy or nothing of it.
//!
//! The manifest is a file of the site, `/_gloss/manifest.json`, with the host's own digests of everything beside it, so that what stays
//! for pages in caches can be named without its bytes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::built::digest;
use super::error::DeployError;
use super::manifest::{Entry, Manifest};
use super::plan::Live;
use super::target::{Target, Work};
use super::wave;
use crate::publish::progress::{Phase, Progress};

/// Where the manifest stands. A folder with a dot might not be served.
const RECORD: &str = "_gloss/manifest.json";

const UNTOUCHED: &str = "the live site is as it was: a host shows a deploy when all of it is there";

/// A deploy that a host knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// The host's name for it.
    pub id: String,
    /// Where it can be read by itself.
    pub url: String,
    /// The words that it was sent with.
    pub message: String,
}

/// Files by their paths, with the host's digests.
pub type Digests = BTreeMap<String, String>;

/// Gives a file's bytes for its path.
pub type Bytes<'b> = dyn Fn(&str) -> Result<Vec<u8>, DeployError> + Sync + 'b;

/// What a host must be able to do.
///
/// # Errors
/// All of them where the host cannot be reached or refuses.
#[expect(clippy::missing_errors_doc, reason = "said above, once for all")]
pub trait Hosting: Sync {
    /// Where it is, for people; without secrets.
    fn place(&self) -> String;

    /// The digest that the host knows a file by.
    fn digest(&self, path: &str, bytes: &[u8]) -> String;

    /// Whether a path is read by the host itself and has no place among the files.
    fn is_own(&self, path: &str) -> bool;

    /// The deploy that readers see.
    fn live(&self) -> Result<Option<Known>, DeployError>;

    /// Deploys, newest first, as many as are asked for.
    fn known(&self, count: usize) -> Result<Vec<Known>, DeployError>;

    /// A file of a deploy.
    fn fetch(&self, url: &str) -> Result<Option<Vec<u8>>, DeployError>;

    /// Sends what the host lacks, and waits until readers see all of it.
    fn deploy(&self, offer: &Offer<'_>) -> Result<(), DeployError>;

    /// Makes an earlier deploy the one that readers see.
    fn restore(&self, id: &str) -> Result<(), DeployError>;
}

/// What is sent to a host.
pub struct Offer<'o> {
    /// All files.
    pub files: &'o Digests,
    /// Those whose bytes are here; of the others the host must have them.
    pub bytes: &'o Bytes<'o>,
    /// The words for it.
    pub message: &'o str,
    /// Called for each file that was sent, with its path and size.
    pub sent: &'o (dyn Fn(&str, u64) + Sync),
}

/// A host with a site.
pub struct Hosted<H> {
    host: H,
    keep: usize,
}

/// The manifest with the host's digests.
#[derive(Serialize, Deserialize)]
struct Record {
    #[serde(flatten)]
    manifest: Manifest,
    #[serde(default)]
    digests: Digests,
}

impl<H: Hosting> Hosted<H> {
    /// A target on a host.
    pub fn new(host: H, keep: usize) -> Self {
        Self { host, keep }
    }

    fn record(&self, known: &Known) -> Result<Option<Record>, DeployError> {
        let bytes = self.host.fetch(&format!("{}/{RECORD}", known.url.trim_end_matches('/')))?;
        Ok(bytes.filter(|bytes| Manifest::parse(bytes).is_some()).and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// The digests of all files, each looked at as it is now.
    fn digests(&self, work: &Work<'_>) -> Result<Digests, DeployError> {
        let files: Vec<(&String, &Entry)> = work.plan.manifest.files.iter().filter(|(path, _)| !self.host.is_own(path)).collect();
        let digests = Mutex::new(Digests::new());
        wave::each(&files, |(path, entry)| {
            let bytes = read(work.from, path, &entry.sha256)?;
            if let Ok(mut digests) = digests.lock() {
                digests.insert((*path).clone(), self.host.digest(path, &bytes));
            }
            Ok(())
        })?;
        Ok(digests.into_inner().unwrap_or_default())
    }

    fn offer(&self, work: &Work<'_>) -> Result<(), DeployError> {
        let mut next = work.plan.manifest.clone();
        let mut digests = self.digests(work)?;
        // Assets that the site has lost stay, if the host's name for them is known.
        let before = self.host.live()?.map(|known| self.record(&known)).transpose()?.flatten();
        let before = before.map(|record| record.digests).unwrap_or_default();
        next.retired.retain(|path, _| before.contains_key(path));
        digests.extend(next.retired.keys().filter_map(|path| Some((path.clone(), before.get(path)?.clone()))));
        let record = serde_json::to_vec(&Record { manifest: next.clone(), digests: digests.clone() }).unwrap_or_default();
        let mut files = digests;
        files.insert(RECORD.to_owned(), self.host.digest(RECORD, &record));
        let bytes = |path: &str| match next.files.get(path) {
            _ if path == RECORD => Ok(record.clone()),
            Some(entry) => read(work.from, path, &entry.sha256),
            None => Err(DeployError::failed(format!("the host has lost `{path}` of an earlier release"))),
        };
        let message = format!("Release {}", next.release);
        self.host.deploy(&Offer { files: &files, bytes: &bytes, message: &message, sent: &|path, bytes| work.progress.sent(path, bytes) })
    }
}

impl<H: Hosting> Target for Hosted<H> {
    fn place(&self) -> String {
        self.host.place()
    }

    fn live(&self) -> Result<Live, DeployError> {
        let Some(known) = self.host.live()? else { return Ok(Live::default()) };
        let manifest = self.record(&known)?.map(|record| record.manifest);
        let foreign = manifest.is_none().then(|| format!("the deploy {}", known.id));
        let numbers = self.host.known(self.keep.max(10))?;
        let last = numbers.iter().filter_map(number).max().unwrap_or_default();
        Ok(Live { manifest, last, foreign, mark: known.id, ..Live::default() })
    }

    fn send(&self, work: &Work<'_>) -> Result<(), DeployError> {
        if self.live()? != work.plan.live {
            return Err(DeployError::moved());
        }
        work.progress.begin(Phase::Send, work.plan.uploads.len());
        let sent = self.offer(work);
        work.progress.end();
        sent.map_err(|error| error.after(UNTOUCHED))
    }

    fn releases(&self) -> Result<Vec<Manifest>, DeployError> {
        let mut manifests: BTreeMap<u64, Manifest> = BTreeMap::new();
        for known in self.host.known(self.keep.max(10))?.iter().filter(|known| number(known).is_some()) {
            if manifests.len() >= self.keep {
                break;
            }
            if let Some(record) = self.record(known)? {
                manifests.insert(record.manifest.release, record.manifest);
            }
        }
        Ok(manifests.into_values().rev().collect())
    }

    fn restore(&self, to: &Manifest, _: &dyn Progress) -> Result<Manifest, DeployError> {
        let known = self.host.known(self.keep.max(10))?;
        let wanted = known.iter().find(|known| number(known) == Some(to.release));
        let gone = || DeployError::failed(format!("the deploy of release {} is gone", to.release));
        self.host.restore(&wanted.ok_or_else(gone)?.id)?;
        Ok(to.clone())
    }
}

/// The number of the release that a deploy was sent as.
fn number(known: &Known) -> Option<u64> {
    known.message.strip_prefix("Release ")?.parse().ok()
}

/// A file of the output, if it is still the one of the plan.
fn read(from: &Path, path: &str, sha256: &str) -> Result<Vec<u8>, DeployError> {
    let disk = from.join(path);
    #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
    let bytes = std::fs::read(&disk).map_err(DeployError::io("read", &disk))?;
    if digest(&bytes) == sha256 {
        Ok(bytes)
    } else {
        Err(DeployError::failed(format!("`{}` changed while it was deployed", disk.display())))
    }
}

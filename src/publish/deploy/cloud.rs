//! Buckets: of Amazon's S3 and of stores that speak its language, of Google's and of Microsoft's, by `OpenDAL`. It signs, it
//! finds credentials where the providers' own tools do (environment, profile files, roles), and it tries again after a pause
//! where that may help.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use md5::Md5;
use opendal::blocking::Operator;
use opendal::layers::{RetryLayer, TimeoutLayer};
use opendal::options::{CopyOptions, ListOptions, ReadOptions, WriteOptions};
use opendal::services;
use opendal::{Error, ErrorKind, Metadata};
use sha2::{Digest, Sha256};

use super::built::digest;
use super::error::DeployError;
use super::manifest::Entry;
use super::objects::{If, Object, Objects};
use super::plan::Upload;
use crate::config::compress::Encoding;
use crate::config::deploy::Place;
use crate::config::headers::table::HeaderTable;
use crate::publish::error::deepest;
use crate::publish::secure;
use crate::source::machine::nonce;
use crate::text::hex::hex;

/// Files beyond this many bytes go in parts of this size, so that none is held in memory whole: the least that Amazon takes.
const PART: usize = 5 << 20;
/// Such files on their way at a time. Of each the library holds a few parts.
const LARGE: usize = 2;

/// How often a request is tried again, with growing pauses between; the standard's codes for "later" and broken
/// connections are what it is tried again for.
const TIMES: usize = 5;

/// A bucket, or a folder in it.
pub struct Cloud {
    place: String,
    target: Place,
    /// Where the library's requests run.
    runtime: tokio::runtime::Runtime,
    operator: RwLock<Arc<Operator>>,
    headers: HeaderTable,
    /// Held while a large file is sent, one or the other.
    large: [Mutex<()>; LARGE],
    turn: AtomicUsize,
}

impl Cloud {
    /// The bucket of a target.
    ///
    /// # Errors
    /// Where no region is known, or the bucket's name cannot be one.
    pub fn new(target: &Place, headers: HeaderTable) -> Result<Self, DeployError> {
        opendal::install_default();
        opendal_http_transport_reqwest::install_default();
        let (scheme, bucket, prefix) = match target {
            Place::S3 { bucket, prefix, .. } => ("s3", bucket, prefix),
            Place::Gcs { bucket, prefix, .. } => ("gs", bucket, prefix),
            Place::Azure { container, prefix, .. } => ("azure", container, prefix),
            _ => return Err(DeployError::failed("this is no bucket")),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| DeployError::failed(format!("cannot start threads: {error}")))?;
        let operator = operator(target, &runtime).map_err(|error| DeployError::Refused {
            reason: format!("the bucket `{bucket}` cannot be used: {}", error.message()),
            help: match target {
                Place::S3 { .. } => "name its `region` (`auto` where the store knows none) and `endpoint` in `deploy:`".into(),
                _ => "look at what `deploy:` says of it".into(),
            },
        })?;
        let prefix = if prefix.is_empty() { String::new() } else { format!("/{prefix}") };
        let place = format!("{scheme}://{bucket}{prefix}");
        Ok(Self {
            place,
            target: target.clone(),
            runtime,
            operator: RwLock::new(Arc::new(operator)),
            headers,
            large: Default::default(),
            turn: AtomicUsize::new(0),
        })
    }

    fn operator(&self) -> Result<Arc<Operator>, Error> {
        let gone = |_| Error::new(ErrorKind::Unexpected, "the connection is in use");
        self.operator.read().map(|operator| Arc::clone(&operator)).map_err(gone)
    }

    /// Does something with the bucket; once more with credentials that are looked for anew where those at hand are refused:
    /// whoever renews them may have done so since they were read.
    fn over<T>(&self, work: impl Fn(&Operator) -> Result<T, Error>) -> Result<T, Error> {
        let held = self.operator()?;
        match work(&held) {
            // Amazon calls a token that is over a bad request, and says so only where an answer has words.
            Err(error) if is_refused(&error) || error.to_string().contains("status: 400") => work(&*self.renewed(&held)?),
            other => other,
        }
    }

    fn renewed(&self, refused: &Arc<Operator>) -> Result<Arc<Operator>, Error> {
        let Ok(mut held) = self.operator.write() else { return Ok(Arc::clone(refused)) };
        // Of several who were refused at once, the first looks.
        if Arc::ptr_eq(&held, refused) {
            *held = Arc::new(operator(&self.target, &self.runtime)?);
        }
        Ok(Arc::clone(&held))
    }

    fn failed(&self, action: &'static str, path: &str) -> impl FnOnce(Error) -> DeployError {
        let at = format!("{}/{path}", self.place);
        let hint = hint(&self.target);
        move |error| {
            let help = match error.kind() {
                _ if error.message().contains("RequestTimeTooSkewed") => {
                    "this machine's clock is wrong: the store refuses its signatures".to_owned()
                }
                _ if is_refused(&error) => "the store refuses these credentials".to_owned(),
                ErrorKind::NotFound => "there is no such bucket".to_owned(),
                ErrorKind::RateLimited => "the store asks to come back later".to_owned(),
                _ => words(&error, hint),
            };
            DeployError::failed(format!("cannot {action} {at}: {help}"))
        }
    }

    /// What the store says of an object, if it is there.
    fn found(&self, path: &str) -> Result<Option<Metadata>, DeployError> {
        match self.over(|operator| operator.stat(path)) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            // An answer to HEAD has no words; those to GET say what is wrong.
            Err(error) if is_refused(&error) => {
                let worded = self.operator().and_then(|operator| operator.read(path)).err();
                Err(self.failed("read", path)(worded.filter(is_refused).unwrap_or(error)))
            }
            Err(error) => Err(self.failed("read", path)(error)),
        }
    }

    /// The store's mark of a version: for Google the number of its generation, which its conditions are about.
    fn mark_of(&self, metadata: &Metadata) -> String {
        let mark = if self.counts_generations() { metadata.version() } else { metadata.etag() };
        mark.unwrap_or_default().to_owned()
    }

    fn counts_generations(&self) -> bool {
        matches!(self.target, Place::Gcs { .. })
    }

    fn small(&self, path: &str, bytes: &[u8], options: WriteOptions) -> Result<String, Error> {
        let options = WriteOptions { content_type: Some("application/json".into()), cache_control: Some("no-store".into()), ..options };
        let bytes = Bytes::copy_from_slice(bytes);
        let written = self.over(|operator| operator.write_options(path, bytes.clone(), options.clone()))?;
        match self.mark_of(&written) {
            mark if mark.is_empty() => Ok(self.mark_of(&self.over(|operator| operator.stat(path))?)),
            mark => Ok(mark),
        }
    }

    /// How a file of the site is written.
    fn served(&self, upload: &Upload) -> WriteOptions {
        let headers = self.headers.of(&upload.path);
        WriteOptions {
            content_type: Some(headers.content_type),
            cache_control: Some(headers.cache_control),
            content_encoding: upload.entry.encoding.map(|encoding| encoding.token().to_owned()),
            ..WriteOptions::default()
        }
    }

    /// Sends a large file in parts; the object appears only when the last one is there. Whether it was the file that was meant.
    fn put_parts(&self, operator: &Operator, (upload, from): (&Upload, &Path)) -> Result<bool, Error> {
        let options = WriteOptions { chunk: Some(PART), ..self.served(upload) };
        let unread = |error: std::io::Error| Error::new(ErrorKind::Unexpected, error.to_string());
        #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
        let mut file = File::open(from).map_err(unread)?;
        let mut writer = operator.writer_options(&upload.path, options)?;
        let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 1 << 20]);
        loop {
            let count = file.read(&mut buffer).map_err(unread)?;
            let part = buffer.get(..count).unwrap_or_default();
            if part.is_empty() {
                break;
            }
            hasher.update(part);
            writer.write(part.to_vec())?;
        }
        if hex(&hasher.finalize()) != upload.entry.sha256 {
            return Ok(false);
        }
        writer.close().map(|_| true)
    }
}

impl Objects for Cloud {
    fn place(&self) -> String {
        self.place.clone()
    }

    fn read(&self, path: &str) -> Result<Option<Object>, DeployError> {
        // Between asking for the mark and asking for the bytes, somebody may write.
        for _ in 0..3 {
            let Some(found) = self.found(path)? else { return Ok(None) };
            let tag = self.mark_of(&found);
            let condition = Some(tag.clone()).filter(|tag| !tag.is_empty());
            let options = match self.counts_generations() {
                true => ReadOptions { if_version_match: condition, ..ReadOptions::default() },
                false => ReadOptions { if_match: condition, ..ReadOptions::default() },
            };
            match self.over(|operator| operator.read_options(path, options.clone())) {
                Ok(buffer) => return Ok(Some(Object { bytes: buffer.to_vec(), tag })),
                Err(error) if matches!(error.kind(), ErrorKind::ConditionNotMatch | ErrorKind::NotFound) => {}
                Err(error) => return Err(self.failed("read", path)(error)),
            }
        }
        Err(DeployError::moved())
    }

    fn mark(&self, path: &str) -> Result<Option<String>, DeployError> {
        Ok(self.found(path)?.map(|found| self.mark_of(&found)))
    }

    fn size(&self, path: &str) -> Result<Option<u64>, DeployError> {
        Ok(self.found(path)?.map(|found| found.content_length()))
    }

    /// By its MD5: the store's own, or the entity tag, which it is where an object was sent in one part.
    fn holds(&self, (path, entry): (&str, &Entry), disk: &Path) -> Result<bool, DeployError> {
        let Some(found) = self.found(path)? else { return Ok(false) };
        let headers = self.headers.of(path);
        let served = (found.content_type(), found.cache_control())
            == (Some(headers.content_type.as_str()), Some(headers.cache_control.as_str()))
            && found.content_encoding() == entry.encoding.map(Encoding::token);
        let own = found.content_md5().and_then(|md5| STANDARD.decode(md5).ok()).map(|md5| hex(&md5));
        let sum = own.unwrap_or_else(|| found.etag().unwrap_or_default().trim_matches('"').to_owned());
        if !served || sum.len() != 32 || found.content_length() > PART as u64 {
            return Ok(false);
        }
        #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
        let bytes = std::fs::read(disk).map_err(DeployError::io("read", disk))?;
        Ok(hex(&Md5::digest(&bytes)) == sum)
    }

    fn put(&self, upload: &Upload, from: &Path) -> Result<(), DeployError> {
        if upload.size > PART as u64 {
            let turn = self.turn.fetch_add(1, Ordering::Relaxed) % LARGE;
            let _held = self.large.get(turn).map(Mutex::lock);
            let sent = self.over(|operator| self.put_parts(operator, (upload, from)));
            return sent.map_err(self.failed("write", &upload.path))?.then_some(()).ok_or_else(|| changed(from));
        }
        #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
        let bytes = Bytes::from(std::fs::read(from).map_err(DeployError::io("read", from))?);
        if digest(&bytes) != upload.entry.sha256 {
            return Err(changed(from));
        }
        let sent = self.over(|operator| operator.write_options(&upload.path, bytes.clone(), self.served(upload)));
        sent.map(drop).map_err(self.failed("write", &upload.path))
    }

    fn age(&self, path: &str) -> Result<Option<i64>, DeployError> {
        let clock = format!(".gloss/clock-{:016x}.json", nonce());
        self.put_small(&clock, b"{}")?;
        let written = |path: &str| {
            let found = self.found(path)?;
            Ok(found.and_then(|found| found.last_modified()).map(|time| time.into_inner().as_second()))
        };
        let now = written(&clock);
        self.delete(&clock)?;
        Ok(now?.zip(written(path)?).map(|(now, then)| now - then))
    }

    fn put_if(&self, path: &str, bytes: &[u8], condition: If<'_>) -> Result<Option<String>, DeployError> {
        let options = match condition {
            If::Absent => WriteOptions { if_not_exists: true, ..WriteOptions::default() },
            If::Tag(tag) if self.counts_generations() => WriteOptions { if_version_match: Some(tag.to_owned()), ..WriteOptions::default() },
            If::Tag(tag) => WriteOptions { if_match: Some(tag.to_owned()), ..WriteOptions::default() },
        };
        match self.small(path, bytes, options) {
            Ok(tag) => Ok(Some(tag)),
            Err(error) if matches!(error.kind(), ErrorKind::ConditionNotMatch | ErrorKind::Conflict | ErrorKind::NotFound) => {
                // A request whose answer was lost is sent again, and then meets what it wrote itself.
                Ok(self.read(path)?.filter(|object| object.bytes == bytes).map(|object| object.tag))
            }
            Err(error) => Err(self.failed("write", path)(error)),
        }
    }

    fn put_small(&self, path: &str, bytes: &[u8]) -> Result<(), DeployError> {
        self.small(path, bytes, WriteOptions::default()).map(drop).map_err(self.failed("write", path))
    }

    fn copy(&self, from: &str, to: &str) -> Result<bool, DeployError> {
        // Whoever says how large it is spares a request; a file of a site goes in one piece.
        let options = CopyOptions { source_content_length_hint: Some(0), ..CopyOptions::default() };
        match self.over(|operator| operator.copy_options(from, to, options.clone())) {
            Ok(_) => Ok(true),
            // Stores have different words for what is not there.
            Err(_) => match self.found(from)? {
                None => Ok(false),
                Some(_) => self.over(|operator| operator.copy(from, to)).map(|_| true).map_err(self.failed("copy", from)),
            },
        }
    }

    fn delete(&self, path: &str) -> Result<(), DeployError> {
        self.over(|operator| operator.delete(path)).map_err(self.failed("delete", path))
    }

    fn list(&self, prefix: &str) -> Result<BTreeMap<String, u64>, DeployError> {
        let options = ListOptions { recursive: true, ..ListOptions::default() };
        let entries = self.over(|operator| operator.list_options(prefix, options.clone())).map_err(self.failed("list", prefix))?;
        let files = entries.into_iter().filter(|entry| entry.metadata().is_file());
        Ok(files.map(|entry| (entry.path().to_owned(), entry.metadata().content_length())).collect())
    }
}

/// The library's way to a bucket, with credentials as they are now.
fn operator(target: &Place, runtime: &tokio::runtime::Runtime) -> Result<Operator, Error> {
    let retry = RetryLayer::new().with_jitter().with_max_times(TIMES).with_min_delay(Duration::from_millis(300));
    secure::choose_cryptography();
    let _guard = runtime.enter();
    let operator = match target {
        Place::Gcs { bucket, endpoint, prefix } => {
            let builder = services::Gcs::default().bucket(bucket).root(&format!("/{prefix}"));
            opendal::Operator::new(endpoint.iter().fold(builder, |builder, endpoint| builder.endpoint(endpoint)))?
        }
        Place::Azure { container, endpoint, prefix } => {
            let builder = services::Azblob::default().container(container).endpoint(endpoint);
            opendal::Operator::new(builder.root(&format!("/{prefix}")))?
        }
        Place::S3 { bucket, endpoint, region, prefix } => {
            let builder = services::S3::default().bucket(bucket).root(&format!("/{prefix}"));
            let builder = endpoint.iter().fold(builder, |builder, endpoint| builder.endpoint(endpoint));
            opendal::Operator::new(region.iter().fold(builder, |builder, region| builder.region(region)))?
        }
        _ => return Err(Error::new(ErrorKind::ConfigInvalid, "this is no bucket")),
    };
    Operator::new(operator.layer(TimeoutLayer::new()).layer(retry))
}

/// Whether a store refuses the credentials that it was given.
fn is_refused(error: &Error) -> bool {
    let signs = ["ExpiredToken", "InvalidToken", "TokenRefreshRequired", "AuthenticationFailed", "status: 401"];
    // Its long form, which is shown to nobody, holds the answer's status.
    let whole = error.to_string();
    error.kind() == ErrorKind::PermissionDenied || signs.iter().any(|sign| whole.contains(sign))
}

/// What to do where there are no credentials.
fn hint(target: &Place) -> &'static str {
    match target {
        Place::Gcs { .. } => "set GOOGLE_APPLICATION_CREDENTIALS to a file of credentials, or run `gcloud auth application-default login`",
        Place::Azure { .. } => {
            "set AZURE_STORAGE_ACCOUNT_NAME with AZURE_STORAGE_ACCOUNT_KEY, or AZURE_STORAGE_SAS_TOKEN, or run `az login`"
        }
        _ => "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
    }
}

fn changed(from: &Path) -> DeployError {
    DeployError::failed(format!("`{}` changed while it was deployed", from.display()))
}

/// The store's words for an error, else those of its deepest cause, in one line. The library's longer form would show
/// requests.
fn words(error: &Error, hint: &str) -> String {
    let line = error.message().lines().next().unwrap_or_default();
    if line.starts_with("signing") {
        return format!("no credentials were found; {hint}");
    }
    let said = line.split_once("message: \"").and_then(|(_, rest)| rest.split_once('"')).map(|(said, _)| said.to_owned());
    let cause = std::error::Error::source(error)
        .map(|cause| deepest(cause).to_string().split(" (os error").next().unwrap_or_default().to_lowercase());
    said.or(cause).filter(|words| !words.is_empty()).unwrap_or_else(|| line.to_owned())
}

//! Buckets of Amazon's S3 and of stores that speak its language, by `OpenDAL`: it signs, it finds credentials where
//! Amazon's own tools do (environment, profile files, roles), and it tries again after a pause where that may help.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use md5::Md5;
use opendal::blocking::Operator;
use opendal::layers::{RetryLayer, TimeoutLayer};
use opendal::options::{ListOptions, ReadOptions, WriteOptions};
use opendal::services;
use opendal::{Error, ErrorKind};
use sha2::{Digest, Sha256};

use super::built::digest;
use super::error::DeployError;
use super::objects::{If, Object, Objects};
use super::plan::Upload;
use crate::config::deploy::Place;
use crate::config::headers::table::HeaderTable;
use crate::text::hex::hex;

/// Files beyond this many bytes go in parts of this size, so that none is held in memory whole.
const PART: usize = 8 << 20;

/// How often a request is tried again, with growing pauses between; the standard's codes for "later" and broken
/// connections are what it is tried again for.
const TIMES: usize = 5;

/// A bucket, or a folder in it.
pub struct S3 {
    place: String,
    /// Where the library's requests run.
    _runtime: tokio::runtime::Runtime,
    operator: Operator,
    headers: HeaderTable,
}

impl S3 {
    /// The bucket of a target.
    ///
    /// # Errors
    /// Where no region is known, or the bucket's name cannot be one.
    pub fn new(target: &Place, headers: HeaderTable) -> Result<Self, DeployError> {
        let Place::S3 { bucket, endpoint, region, prefix } = target else { return Err(DeployError::failed("this is no bucket")) };
        opendal::install_default();
        let mut builder = services::S3::default().bucket(bucket).root(&format!("/{prefix}"));
        if let Some(endpoint) = endpoint {
            builder = builder.endpoint(endpoint);
        }
        if let Some(region) = region {
            builder = builder.region(region);
        }
        let refused = |error: &Error| DeployError::Refused {
            reason: format!("the bucket `{bucket}` cannot be used: {}", error.message()),
            help: "name its `region` (`auto` where the store knows none) and `endpoint` in `deploy:`".into(),
        };
        let retry = RetryLayer::new().with_jitter().with_max_times(TIMES).with_min_delay(Duration::from_millis(300));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| DeployError::failed(format!("cannot start threads: {error}")))?;
        let operator = {
            let _guard = runtime.enter();
            let operator = opendal::Operator::new(builder).map_err(|error| refused(&error))?;
            Operator::new(operator.layer(TimeoutLayer::new()).layer(retry)).map_err(|error| refused(&error))?
        };
        let prefix = if prefix.is_empty() { String::new() } else { format!("/{prefix}") };
        Ok(Self { place: format!("s3://{bucket}{prefix}"), _runtime: runtime, operator, headers })
    }

    fn failed(&self, action: &'static str, path: &str) -> impl FnOnce(Error) -> DeployError {
        let at = format!("{}/{path}", self.place);
        move |error| {
            let help = match error.kind() {
                ErrorKind::PermissionDenied => "the store refuses these credentials".to_owned(),
                ErrorKind::NotFound => "there is no such bucket".to_owned(),
                ErrorKind::RateLimited => "the store asks to come back later".to_owned(),
                _ => words(&error),
            };
            DeployError::failed(format!("cannot {action} {at}: {help}"))
        }
    }

    fn small(&self, path: &str, bytes: &[u8], options: WriteOptions) -> Result<String, Error> {
        let options = WriteOptions { content_type: Some("application/json".into()), cache_control: Some("no-store".into()), ..options };
        let metadata = self.operator.write_options(path, bytes.to_vec(), options)?;
        match metadata.etag() {
            Some(tag) => Ok(tag.to_owned()),
            None => Ok(self.operator.stat(path)?.etag().unwrap_or_default().to_owned()),
        }
    }

    /// How a file of the site is written.
    fn served(&self, path: &str) -> WriteOptions {
        let headers = self.headers.of(path);
        WriteOptions { content_type: Some(headers.content_type), cache_control: Some(headers.cache_control), ..WriteOptions::default() }
    }

    /// Sends a large file in parts; the object appears only when the last one is there.
    fn put_parts(&self, upload: &Upload, (mut file, from): (File, &Path)) -> Result<(), DeployError> {
        let mut writer = self
            .operator
            .writer_options(&upload.path, WriteOptions { chunk: Some(PART), ..self.served(&upload.path) })
            .map_err(self.failed("write", &upload.path))?;
        let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 1 << 20]);
        loop {
            let count = file.read(&mut buffer).map_err(DeployError::io("read", from))?;
            let part = buffer.get(..count).unwrap_or_default();
            if part.is_empty() {
                break;
            }
            hasher.update(part);
            writer.write(part.to_vec()).map_err(self.failed("write", &upload.path))?;
        }
        if hex(&hasher.finalize()) != upload.entry.sha256 {
            return Err(changed(from));
        }
        writer.close().map(drop).map_err(self.failed("write", &upload.path))
    }
}

impl Objects for S3 {
    fn place(&self) -> String {
        self.place.clone()
    }

    fn read(&self, path: &str) -> Result<Option<Object>, DeployError> {
        // Between asking for the mark and asking for the bytes, somebody may write.
        for _ in 0..3 {
            let tag = match self.operator.stat(path) {
                Ok(metadata) => metadata.etag().unwrap_or_default().to_owned(),
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(self.failed("read", path)(error)),
            };
            let options = ReadOptions { if_match: Some(tag.clone()).filter(|tag| !tag.is_empty()), ..ReadOptions::default() };
            match self.operator.read_options(path, options) {
                Ok(buffer) => return Ok(Some(Object { bytes: buffer.to_vec(), tag })),
                Err(error) if matches!(error.kind(), ErrorKind::ConditionNotMatch | ErrorKind::NotFound) => {}
                Err(error) => return Err(self.failed("read", path)(error)),
            }
        }
        Err(DeployError::moved())
    }

    /// By its entity tag, which is the MD5 of an object that was sent in one part.
    fn holds(&self, path: &str, disk: &Path) -> Result<bool, DeployError> {
        let found = match self.operator.stat(path) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(self.failed("read", path)(error)),
        };
        let headers = self.headers.of(path);
        let served =
            (found.content_type(), found.cache_control()) == (Some(headers.content_type.as_str()), Some(headers.cache_control.as_str()));
        let tag = found.etag().unwrap_or_default().trim_matches('"');
        if !served || tag.len() != 32 || found.content_length() > PART as u64 {
            return Ok(false);
        }
        #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
        let bytes = std::fs::read(disk).map_err(DeployError::io("read", disk))?;
        Ok(hex(&Md5::digest(&bytes)) == tag)
    }

    fn put(&self, upload: &Upload, from: &Path) -> Result<(), DeployError> {
        #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
        let mut file = File::open(from).map_err(DeployError::io("read", from))?;
        if upload.size > PART as u64 {
            return self.put_parts(upload, (file, from));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(upload.size).unwrap_or_default());
        file.read_to_end(&mut bytes).map_err(DeployError::io("read", from))?;
        if digest(&bytes) != upload.entry.sha256 {
            return Err(changed(from));
        }
        self.operator.write_options(&upload.path, bytes, self.served(&upload.path)).map(drop).map_err(self.failed("write", &upload.path))
    }

    fn put_if(&self, path: &str, bytes: &[u8], condition: If<'_>) -> Result<Option<String>, DeployError> {
        let options = match condition {
            If::Absent => WriteOptions { if_not_exists: true, ..WriteOptions::default() },
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
        match self.operator.copy(from, to) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(self.failed("copy", from)(error)),
        }
    }

    fn delete(&self, path: &str) -> Result<(), DeployError> {
        self.operator.delete(path).map_err(self.failed("delete", path))
    }

    fn list(&self, prefix: &str) -> Result<BTreeMap<String, u64>, DeployError> {
        let options = ListOptions { recursive: true, ..ListOptions::default() };
        let entries = self.operator.list_options(prefix, options).map_err(self.failed("list", prefix))?;
        let files = entries.into_iter().filter(|entry| entry.metadata().is_file());
        Ok(files.map(|entry| (entry.path().to_owned(), entry.metadata().content_length())).collect())
    }
}

fn changed(from: &Path) -> DeployError {
    DeployError::failed(format!("`{}` changed while it was deployed", from.display()))
}

/// The store's words for an error, else those of its deepest cause, in one line. The library's longer form would show
/// requests.
fn words(error: &Error) -> String {
    let line = error.message().lines().next().unwrap_or_default();
    if line.starts_with("signing") {
        return "no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE".into();
    }
    let said = line.split_once("message: \"").and_then(|(_, rest)| rest.split_once('"')).map(|(said, _)| said.to_owned());
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause.and_then(std::error::Error::source) {
        cause = Some(deeper);
    }
    let cause = cause.map(|cause| cause.to_string().split(" (os error").next().unwrap_or_default().to_lowercase());
    said.or(cause).filter(|words| !words.is_empty()).unwrap_or_else(|| line.to_owned())
}

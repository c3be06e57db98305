//! A folder on a host that takes files by SFTP, as a store of objects: what is true of a bucket is then true of it too.
//!
//! A file is sent under a name of its own in `.gloss/tmp/` and gets its name by a rename, which readers cannot see half done.
//! Copies are second names of the same file, where the server can. There are no conditional writes: a lock is made by a
//! rename that never replaces, and is taken from somebody whose time is over by a look before and a look after.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::batch::TOGETHER;
use super::built::{digest, digest_file};
use super::channel::Channel;
use super::error::DeployError;
use super::manifest::Entry;
use super::objects::{If, Object, Objects};
use super::plan::Upload;
use super::tool::ssh_options;
use super::wave;
use super::wire::{Fault, Stat};
use crate::config::deploy::Place;
use crate::source::machine::nonce;
use crate::text::hex::hex;

pub(super) const TEMPORARY: &str = ".gloss/tmp";

/// Bytes that tell the versions of a small object apart.
const HEAD: usize = 1 << 10;

/// How often a broken connection is made anew, with growing pauses between.
const TIMES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(500);

/// A folder on a host.
pub struct Sftp {
    host: String,
    port: Option<u16>,
    path: String,
    channel: Mutex<Option<Arc<Channel>>>,
    /// Folders that were made.
    pub(super) made: Mutex<BTreeSet<String>>,
}

impl Sftp {
    /// The folder of a target.
    pub fn new(target: &Place) -> Self {
        let (host, port, path) = match target {
            Place::Sftp { host, port, path, .. } => (host.clone(), *port, path.clone()),
            _ => (String::new(), None, String::new()),
        };
        Self { host, port, path, channel: Mutex::default(), made: Mutex::default() }
    }

    pub(super) fn at(&self, path: &str) -> String {
        match (self.path.as_str(), path) {
            ("", path) => format!("./{path}"),
            (folder, "") => folder.to_owned(),
            (folder, path) => format!("{folder}/{path}"),
        }
    }

    pub(super) fn failed(&self, action: &str, path: &str, fault: Fault) -> DeployError {
        let words = match fault {
            Fault::Missing => "there is no such folder".to_owned(),
            // The protocol has no word for it (version 3, section 7).
            Fault::Refused(words) if words == "failure" && action == "write" => "the server failed: its disk may be full".to_owned(),
            Fault::Refused(words) | Fault::Gone(words) => words,
        };
        DeployError::failed(format!("cannot {action} {}: {words}", self.at(path)))
    }

    /// The connection, made where there is none.
    fn channel(&self) -> Result<Arc<Channel>, Fault> {
        let mut known = self.channel.lock().map_err(|_| Fault::Refused("the connection is in use".into()))?;
        if let Some(channel) = &*known {
            return Ok(Arc::clone(channel));
        }
        let mut ssh = Command::new("ssh");
        ssh.args(ssh_options(self.port)).args(["-s", "--", &self.host, "sftp"]);
        let channel = Arc::new(Channel::open(&mut ssh)?);
        *known = Some(Arc::clone(&channel));
        Ok(channel)
    }

    /// Does something over the connection; once more after a pause where the connection breaks.
    pub(super) fn over<T>(&self, work: impl Fn(&Channel) -> Result<T, Fault>) -> Result<T, Fault> {
        for number in 0.. {
            let channel = self.channel();
            let result = channel.as_ref().map_err(Clone::clone).and_then(|channel| work(channel));
            let Err(Fault::Gone(words)) = &result else { return result };
            // Who is refused once is refused again.
            let refused = ["Permission denied", "Host key verification", "Could not resolve"].iter().any(|sign| words.contains(sign));
            if number >= TIMES || refused {
                return result;
            }
            if let (Ok(mut known), Ok(broken)) = (self.channel.lock(), &channel)
                && known.as_ref().is_some_and(|known| Arc::ptr_eq(known, broken))
            {
                *known = None;
            }
            // Those who lost one connection do not come back all at once.
            std::thread::sleep(PAUSE * 2_u32.pow(number) + Duration::from_millis(nonce() % 500));
        }
        Err(Fault::Missing)
    }

    /// Does something that needs a folder; makes the folder where it is not there.
    pub(super) fn in_folder<T>(&self, path: &str, work: impl Fn(&Channel) -> Result<T, Fault>) -> Result<T, Fault> {
        match self.over(&work) {
            Err(Fault::Missing) => {
                self.over(|channel| make_folders(channel, &self.at(path)))?;
                self.over(work)
            }
            other => other,
        }
    }

    /// Does what [`Sftp::in_folder`] does, and nothing again where the connection breaks.
    pub(super) fn in_folder_once<T>(&self, path: &str, work: impl Fn(&Channel) -> Result<T, Fault>) -> Result<T, Fault> {
        match self.channel().and_then(|channel| work(&channel)) {
            Err(Fault::Missing) => self.in_folder(path, work),
            other => other,
        }
    }

    /// Writes bytes under a name of their own, and gives it.
    fn set_down(&self, name: &str, bytes: &[u8]) -> Result<String, Fault> {
        let temporary = self.at(&format!("{TEMPORARY}/{name}"));
        self.in_folder(&format!("{TEMPORARY}/{name}"), |channel| channel.write(&temporary, &mut &*bytes, &mut |_| {}))?;
        Ok(temporary)
    }

    fn put_bytes(&self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        let temporary = self.set_down(&format!("{:016x}", nonce()), bytes)?;
        self.in_folder(path, |channel| {
            moved(channel.replace(&temporary, &self.at(path)), || channel.read(&self.at(path)).is_ok_and(|found| found == bytes))
        })
    }

    fn read_bytes(&self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        match self.over(|channel| channel.read(&self.at(path))) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(Fault::Missing) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn tag_of(&self, path: &str) -> Result<Option<String>, Fault> {
        match self.over(|channel| channel.head(&self.at(path), HEAD)) {
            Ok((head, size)) => Ok(Some(tag((&head, size)))),
            Err(Fault::Missing) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool, Fault> {
        let temporary = self.set_down(&format!("{:016x}", nonce()), bytes)?;
        let made = self.in_folder(path, |channel| channel.rename(&temporary, &self.at(path)));
        match made {
            Ok(()) => Ok(true),
            Err(Fault::Gone(words)) => Err(Fault::Gone(words)),
            Err(fault) => {
                let _ = self.over(|channel| channel.remove(&temporary));
                // A request whose answer was lost is sent again, and then meets what it did itself.
                match self.read_bytes(path)? {
                    Some(found) => Ok(found == bytes),
                    None => Err(fault),
                }
            }
        }
    }

    pub(super) fn send(&self, upload: &Upload, from: &Path) -> Result<(), DeployError> {
        let name = digest(upload.path.as_bytes());
        let temporary = self.at(&format!("{TEMPORARY}/{name}"));
        let sent = self.in_folder(&format!("{TEMPORARY}/{name}"), |channel| {
            #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
            let file = File::open(from).map_err(|error| Fault::Refused(error.to_string()));
            let mut hasher = Sha256::new();
            channel.write(&temporary, &mut file?, &mut |part| hasher.update(part))?;
            Ok(hex(&hasher.finalize()))
        });
        if sent.map_err(|fault| self.failed("write", &upload.path, fault))? != upload.entry.sha256 {
            return Err(DeployError::failed(format!("`{}` changed while it was deployed", from.display())));
        }
        self.settle(upload, &temporary)
    }

    /// Gives a file that has come its name.
    pub(super) fn settle(&self, upload: &Upload, temporary: &str) -> Result<(), DeployError> {
        let path = self.at(&upload.path);
        let there = |channel: &Channel| channel.read(&path).is_ok_and(|found| digest(&found) == upload.entry.sha256);
        let placed = self.in_folder(&upload.path, |channel| moved(channel.replace(temporary, &path), || there(channel)));
        placed.map_err(|fault| self.failed("write", &upload.path, fault))
    }

    /// The files in folders, and the folders in them.
    pub(super) fn look(&self, folders: &[String], found: &Mutex<BTreeMap<String, u64>>) -> Result<Vec<String>, DeployError> {
        let inner = Mutex::new(Vec::new());
        wave::each(folders, |folder| {
            let names = match self.over(|channel| channel.list(&self.at(folder.trim_end_matches('/')))) {
                Ok(names) => names,
                Err(Fault::Missing) => vec![],
                Err(fault) => return Err(self.failed("list", folder, fault)),
            };
            for (name, stat) in names {
                let path = format!("{folder}{name}");
                match (stat, found.lock(), inner.lock()) {
                    (Stat::File(size), Ok(mut found), _) if folder != &format!("{TEMPORARY}/") => drop(found.insert(path, size)),
                    (Stat::Folder, _, Ok(mut inner)) => inner.push(format!("{path}/")),
                    _ => {}
                }
            }
            Ok(())
        })?;
        Ok(inner.into_inner().unwrap_or_default())
    }
}

impl Objects for Sftp {
    fn place(&self) -> String {
        format!("{}:{}", self.host, self.path)
    }

    fn read(&self, path: &str) -> Result<Option<Object>, DeployError> {
        let bytes = self.read_bytes(path).map_err(|fault| self.failed("read", path, fault))?;
        Ok(bytes.map(|bytes| Object { tag: tag((&bytes, bytes.len() as u64)), bytes }))
    }

    fn mark(&self, path: &str) -> Result<Option<String>, DeployError> {
        self.tag_of(path).map_err(|fault| self.failed("read", path, fault))
    }

    fn size(&self, path: &str) -> Result<Option<u64>, DeployError> {
        match self.over(|channel| channel.look_at(&self.at(path))) {
            Ok((Stat::File(size), _)) => Ok(Some(size)),
            Ok(_) | Err(Fault::Missing) => Ok(None),
            Err(fault) => Err(self.failed("read", path, fault)),
        }
    }

    fn sizes(&self, paths: &[&str]) -> Result<Vec<Option<u64>>, DeployError> {
        let at: Vec<String> = paths.iter().map(|path| self.at(path)).collect();
        let found = self.over(|channel| channel.look_at_all(&at)).map_err(|fault| self.failed("read", "", fault))?;
        let size = |stat: Option<Stat>| if let Some(Stat::File(size)) = stat { Some(size) } else { None };
        Ok(found.into_iter().map(size).collect())
    }

    /// By reading it: the protocol knows no digests. What comes back need not be sent, and a file that is as it should be
    /// stays as it is.
    fn holds(&self, (path, _): (&str, &Entry), disk: &Path) -> Result<bool, DeployError> {
        let found = self.over(|channel| {
            let mut hasher = Sha256::new();
            channel.read_parts(&self.at(path), &mut |part| hasher.update(part))?;
            Ok(hex(&hasher.finalize()))
        });
        match found {
            Ok(found) => digest_file(disk).map(|(wanted, _)| wanted == found).map_err(|error| DeployError::failed(error.to_string())),
            Err(Fault::Missing) => Ok(false),
            Err(fault) => Err(self.failed("read", path, fault)),
        }
    }

    fn age(&self, path: &str) -> Result<Option<i64>, DeployError> {
        let fault = |fault| self.failed("read", path, fault);
        let clock = self.set_down(&format!("{:016x}", nonce()), b"").map_err(fault)?;
        let now = self.over(|channel| channel.look_at(&clock)).map_err(fault)?.1;
        let _ = self.over(|channel| channel.remove(&clock));
        match self.over(|channel| channel.look_at(&self.at(path))) {
            Ok((_, then)) => Ok(now.zip(then).map(|(now, then)| i64::from(now) - i64::from(then))),
            Err(Fault::Missing) => Ok(None),
            Err(other) => Err(fault(other)),
        }
    }

    fn put(&self, upload: &Upload, from: &Path) -> Result<(), DeployError> {
        self.send(upload, from)
    }

    fn together(&self) -> usize {
        TOGETHER
    }

    fn put_all(&self, files: &[(Upload, PathBuf)]) -> Result<(), DeployError> {
        self.send_all(files)
    }

    fn put_if(&self, path: &str, bytes: &[u8], condition: If<'_>) -> Result<Option<String>, DeployError> {
        let fresh = tag((bytes, bytes.len() as u64));
        let written = match condition {
            If::Absent => self.create(path, bytes),
            If::Tag(tag) => self.tag_of(path).and_then(|found| match found {
                Some(found) if found == fresh => Ok(true),
                Some(found) if found == tag => {
                    self.put_bytes(path, bytes)?;
                    Ok(self.tag_of(path)?.is_some_and(|found| found == fresh))
                }
                _ => Ok(false),
            }),
        };
        Ok(written.map_err(|fault| self.failed("write", path, fault))?.then_some(fresh))
    }

    fn put_small(&self, path: &str, bytes: &[u8]) -> Result<(), DeployError> {
        self.put_bytes(path, bytes).map_err(|fault| self.failed("write", path, fault))
    }

    fn copy(&self, from: &str, to: &str) -> Result<bool, DeployError> {
        let temporary = self.at(&format!("{TEMPORARY}/{}", digest(to.as_bytes())));
        let linked = self.in_folder(&format!("{TEMPORARY}/x"), |channel| {
            let _ = channel.remove(&temporary);
            channel.link(&self.at(from), &temporary)
        });
        let copied = match linked {
            Ok(true) => {
                let there = |channel: &Channel| channel.read(&self.at(to)).is_ok();
                let placed = self.in_folder(to, |channel| moved(channel.replace(&temporary, &self.at(to)), || there(channel)));
                // Two names of one file are left as they are by a rename (POSIX).
                let _ = self.over(|channel| channel.remove(&temporary));
                placed.map(|()| true)
            }
            Ok(false) => match self.read_bytes(from) {
                Ok(Some(bytes)) => self.put_bytes(to, &bytes).map(|()| true),
                Ok(None) => Ok(false),
                Err(fault) => Err(fault),
            },
            Err(Fault::Missing) => Ok(false),
            Err(fault) => Err(fault),
        };
        copied.map_err(|fault| self.failed("copy", from, fault))
    }

    fn delete(&self, path: &str) -> Result<(), DeployError> {
        match self.over(|channel| channel.remove(&self.at(path))) {
            Ok(()) | Err(Fault::Missing) => {}
            Err(fault) => return Err(self.failed("delete", path, fault)),
        }
        // A folder that is empty now goes with its last file; one that is not stays.
        let mut folder = path;
        while let Some((above, _)) = folder.rsplit_once('/') {
            if self.over(|channel| channel.remove_folder(&self.at(above))).is_err() {
                break;
            }
            folder = above;
        }
        Ok(())
    }

    fn list(&self, prefix: &str) -> Result<BTreeMap<String, u64>, DeployError> {
        let found = Mutex::default();
        let mut folders = vec![prefix.to_owned()];
        while !folders.is_empty() {
            folders = self.look(&folders, &found)?;
        }
        Ok(found.into_inner().unwrap_or_default())
    }
}

/// The mark of a version of a small object, by its first bytes and its size. A lock is not longer; a manifest begins with its
/// release and the nanosecond in which that was made, so that what follows, which may be long, need not be read again.
fn tag((bytes, size): (&[u8], u64)) -> String {
    format!("{}-{size}", digest(bytes.get(..HEAD).unwrap_or(bytes)))
}

/// A rename that was asked for twice, since the first answer was lost, finds nothing to rename the second time.
pub(super) fn moved(result: Result<(), Fault>, there: impl FnOnce() -> bool) -> Result<(), Fault> {
    match result {
        Err(Fault::Missing) if there() => Ok(()),
        other => other,
    }
}

/// Makes the folders above a path.
fn make_folders(channel: &Channel, path: &str) -> Result<(), Fault> {
    let mut refused = Ok(());
    for (at, _) in path.match_indices('/').filter(|(at, _)| *at > 0) {
        // One that is there is refused, and so is one that cannot be; what is tried next tells which.
        refused = channel.make_folder(path.get(..at).unwrap_or_default());
    }
    match refused {
        Err(Fault::Gone(words)) => Err(Fault::Gone(words)),
        _ => Ok(()),
    }
}

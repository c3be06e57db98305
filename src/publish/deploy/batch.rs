//! Many small files by SFTP at once: a request for each does not wait for the answer to the one before, so that what a file
//! costs is its bytes, and not the way there and back.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::built::digest;
use super::channel::{Channel, PART, asks};
use super::error::DeployError;
use super::plan::Upload;
use super::sftp::{Sftp, TEMPORARY};
use super::tree::{folders_of, make_all};
use super::wire::Fault;

/// Files that go together.
pub(super) const TOGETHER: usize = 8;

impl Sftp {
    /// Sends files: those that fit into one packet together, larger ones each by itself.
    pub(super) fn send_all(&self, files: &[(Upload, PathBuf)]) -> Result<(), DeployError> {
        let (small, large): (Vec<_>, Vec<_>) = files.iter().partition(|(upload, _)| upload.size <= PART as u64);
        large.into_iter().try_for_each(|(upload, from)| self.send(upload, from))?;
        let Some((first, _)) = small.first() else { return Ok(()) };
        let mut written = Vec::with_capacity(small.len());
        for (upload, from) in &small {
            #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
            let bytes = std::fs::read(from).map_err(DeployError::io("read", from))?;
            if digest(&bytes) != upload.entry.sha256 {
                return Err(DeployError::failed(format!("`{}` changed while it was deployed", from.display())));
            }
            written.push((self.at(&format!("{TEMPORARY}/{}", digest(upload.path.as_bytes()))), bytes));
        }
        let failed = |fault| self.failed("write", &first.path, fault);
        match self.in_folder_once(&format!("{TEMPORARY}/x"), |channel| channel.write_all(&written)) {
            // A line that breaks all the time may still carry one after the other.
            Err(Fault::Gone(_)) => return small.into_iter().try_for_each(|(upload, from)| self.send(upload, from)),
            written => written.map_err(failed)?,
        }
        // Nothing gets its name before all of it is known to be there.
        let renamed = self.over(|channel| {
            if !channel.can_replace() {
                return Ok(vec![]);
            }
            self.make_folders_of(channel, &small)?;
            channel.many(small.iter().zip(&written).map(|((upload, _), (temporary, _))| asks::replace(temporary, &self.at(&upload.path))))
        });
        let renamed = renamed.map_err(failed)?;
        for (number, ((upload, _), (temporary, _))) in small.iter().zip(&written).enumerate() {
            if renamed.get(number) != Some(&Ok(())) {
                self.settle(upload, temporary)?;
            }
        }
        Ok(())
    }

    /// Makes the folders that files will be in, those left out that were made before.
    fn make_folders_of(&self, channel: &Channel, files: &[&(Upload, PathBuf)]) -> Result<(), Fault> {
        let all: BTreeSet<String> = files.iter().flat_map(|(upload, _)| folders_of(&self.at(&upload.path))).collect();
        let fresh: BTreeSet<String> = match self.made.lock() {
            Ok(made) => all.difference(&made).cloned().collect(),
            Err(_) => all,
        };
        make_all(channel, &fresh)?;
        if let Ok(mut made) = self.made.lock() {
            made.extend(fresh);
        }
        Ok(())
    }
}

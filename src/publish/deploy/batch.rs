//! Many small files by SFTP at once: a request for each does not wait for the answer to the one before, so that what a file
//! costs is its bytes, and not the way there and back.
//!
//! A file that nobody can come to yet is made in its own place, and only there where nothing stands: what stands may have a
//! second name in another release. All others are made beside the site, and get their names when they are whole.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::built::digest;
use super::channel::{Channel, Handle, PART, asks};
use super::error::DeployError;
use super::plan::Upload;
use super::sftp::{Sftp, TEMPORARY};
use super::tree::{folders_of, make_all};
use super::wire::Fault;

/// Files that go together.
pub(super) const TOGETHER: usize = 16;

/// A file on its way.
struct Small<'f> {
    upload: &'f Upload,
    from: &'f PathBuf,
    bytes: Vec<u8>,
    /// Where it is made, on the host.
    at: String,
}

impl Small<'_> {
    fn is_in_place(&self) -> bool {
        !self.upload.is_reached()
    }
}

impl Sftp {
    /// Sends files: those that fit into one packet together, larger ones each by itself.
    pub(super) fn send_all(&self, files: &[(Upload, PathBuf)]) -> Result<(), DeployError> {
        let (small, large): (Vec<_>, Vec<_>) = files.iter().partition(|(upload, _)| upload.size <= PART as u64);
        large.into_iter().try_for_each(|(upload, from)| self.send(upload, from))?;
        let small: Result<Vec<Small<'_>>, DeployError> = small.into_iter().map(|file| self.read(file)).collect();
        let small = small?;
        let Some(first) = small.first() else { return Ok(()) };
        let one_by_one = |files: &[&Small<'_>]| files.iter().try_for_each(|file| self.send(file.upload, file.from));
        let made = match self.in_folder_once(&format!("{TEMPORARY}/x"), |channel| self.make_all(channel, &small)) {
            // A line that breaks all the time may still carry one after the other.
            Err(Fault::Gone(_)) => return one_by_one(&small.iter().collect::<Vec<_>>()),
            made => made.map_err(|fault| self.failed("write", &first.upload.path, fault))?,
        };
        let (made, unmade): (Vec<_>, Vec<_>) = small.iter().zip(made).partition(|(_, is_made)| *is_made);
        // Nothing gets its name before all of it is known to be there.
        self.name_all(&made.iter().map(|(file, _)| *file).filter(|file| !file.is_in_place()).collect::<Vec<_>>())?;
        one_by_one(&unmade.iter().map(|(file, _)| *file).collect::<Vec<_>>())
    }

    fn read<'f>(&self, (upload, from): &'f (Upload, PathBuf)) -> Result<Small<'f>, DeployError> {
        #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
        let bytes = std::fs::read(from).map_err(DeployError::io("read", from))?;
        if digest(&bytes) != upload.entry.sha256 {
            return Err(DeployError::failed(format!("`{}` changed while it was deployed", from.display())));
        }
        let beside = || format!("{TEMPORARY}/{}", digest(upload.path.as_bytes()));
        let at = if upload.is_reached() { self.at(&beside()) } else { self.at(&upload.path) };
        Ok(Small { upload, from, bytes, at })
    }

    /// Makes files; gives for each whether that was done, which it is not where something stands in its place.
    fn make_all(&self, channel: &Channel, files: &[Small<'_>]) -> Result<Vec<bool>, Fault> {
        self.make_folders_of(channel, files)?;
        let open = |file: &Small<'_>| if file.is_in_place() { asks::make(&file.at) } else { asks::open(&file.at) };
        let opened = channel.open_all(files.iter().map(open).collect())?;
        let filled = files.iter().zip(&opened).filter_map(|(file, handle)| Some((handle.as_ref().ok()?, file.bytes.as_slice())));
        channel.fill_all(filled)?;
        let made = |(file, handle): (&Small<'_>, Result<Handle, Fault>)| match handle {
            Ok(_) => Ok(true),
            Err(_) if file.is_in_place() => Ok(false),
            Err(fault) => Err(fault),
        };
        files.iter().zip(opened).map(made).collect()
    }

    /// Gives files that were made beside the site their names.
    fn name_all(&self, files: &[&Small<'_>]) -> Result<(), DeployError> {
        let Some(first) = files.first() else { return Ok(()) };
        let renamed = self.over(|channel| match channel.can_replace() {
            true => channel.many(files.iter().map(|file| asks::replace(&file.at, &self.at(&file.upload.path)))),
            false => Ok(vec![]),
        });
        let renamed = renamed.map_err(|fault| self.failed("write", &first.upload.path, fault))?;
        let unnamed = files.iter().enumerate().filter(|(number, _)| renamed.get(*number) != Some(&Ok(())));
        unnamed.into_iter().try_for_each(|(_, file)| self.settle(file.upload, &file.at))
    }

    /// Makes the folders that files will be in, those left out that were made before.
    fn make_folders_of(&self, channel: &Channel, files: &[Small<'_>]) -> Result<(), Fault> {
        let all: BTreeSet<String> = files.iter().flat_map(|file| folders_of(&self.at(&file.upload.path))).collect();
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

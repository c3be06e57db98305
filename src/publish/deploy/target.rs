//! What a place to deploy to must be able to do.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::bucket::Bucket;
use super::cloud::Cloud;
use super::cloudflare::Cloudflare;
use super::directory::Directory;
use super::error::DeployError;
use super::git::Git;
use super::hosted::Hosted;
use super::manifest::{Entry, Manifest};
use super::netlify::Netlify;
use super::plan::{Live, Plan};
use super::releases::Releases;
use super::rsync::Rsync;
use super::sftp::Sftp;
use crate::config::Config;
use crate::config::deploy::{Layout, Place, TargetConfig};
use crate::config::headers::table::HeaderTable;
use crate::publish::progress::Progress;

/// A place that a site can be deployed to. Nothing is there until something was sent.
pub trait Target: Sync {
    /// Where it is, for people; without secrets.
    fn place(&self) -> String;

    /// Begins to make a connection, where that takes a while; what goes wrong with it, whoever needs it is told.
    fn reach(&self) {}

    /// What is live.
    ///
    /// # Errors
    /// Where it cannot be reached.
    fn live(&self) -> Result<Live, DeployError>;

    /// Of a site's files, which lie in `from`, those that stand there just so: for a target that has no manifest. None where
    /// it cannot be told without reading everything.
    ///
    /// # Errors
    /// Where it cannot be reached.
    fn standing(&self, _files: &BTreeMap<String, Entry>, _from: &Path) -> Result<BTreeSet<String>, DeployError> {
        Ok(BTreeSet::new())
    }

    /// Does what a plan says. Readers see the old site, or the new one, or where files go one by one pages of both, but
    /// never a page that names a file which is not there.
    ///
    /// # Errors
    /// [`DeployError::Busy`] where somebody else is at it, or the target is no longer as it was when the plan was made.
    fn send(&self, work: &Work<'_>) -> Result<(), DeployError>;

    /// The manifests of the releases that are kept, newest first, the live one among them.
    ///
    /// # Errors
    /// Where it cannot be reached.
    fn releases(&self) -> Result<Vec<Manifest>, DeployError>;

    /// Makes the files of an earlier release live; gives the manifest that is live then.
    ///
    /// # Errors
    /// As [`Target::send`].
    fn restore(&self, to: &Manifest, progress: &dyn Progress) -> Result<Manifest, DeployError>;
}

/// What is sent.
pub struct Work<'w> {
    /// What to do.
    pub plan: &'w Plan,
    /// The output folder, which holds the plan's files.
    pub from: &'w Path,
    /// Who shows how far it is.
    pub progress: &'w dyn Progress,
}

/// How a target is used.
#[derive(Debug, Clone)]
pub struct Usage {
    /// The site's root, which relative paths start from.
    pub site: PathBuf,
    /// How many releases are kept.
    pub keep: usize,
    /// How many files are sent at a time, where they are sent one by one.
    pub at_once: usize,
    /// What is done about the lock of somebody else.
    pub locked: Locked,
}

/// What is done about the lock of somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locked {
    /// It is respected until its time is over.
    #[default]
    Respect,
    /// It is taken over: whoever held it is gone.
    TakeOver,
}

/// The target of a part of the site's file.
///
/// # Errors
/// Where the site's file asks for what cannot be.
pub fn open(chosen: &TargetConfig, config: &Config, site: &Path, locked: Locked) -> Result<Box<dyn Target>, DeployError> {
    let usage = Usage { site: site.to_path_buf(), keep: chosen.keep, at_once: chosen.at_once, locked };
    let place = &chosen.place;
    Ok(match place {
        Place::Directory { path } => Box::new(Directory::new(path, usage)?),
        Place::S3 { .. } | Place::Gcs { .. } | Place::Azure { .. } => {
            Box::new(Bucket::new(Cloud::new(place, HeaderTable::new(&config.headers))?, usage))
        }
        Place::Git { .. } => Box::new(Git::new(place, usage)),
        Place::Sftp { layout: Layout::Folder, .. } => Box::new(Bucket::new(Sftp::new(place), usage)),
        Place::Sftp { layout: Layout::Releases, .. } => Box::new(Releases::new(Sftp::new(place), usage)),
        Place::Netlify { .. } => Box::new(Hosted::new(Netlify::new(place)?, chosen.keep)),
        Place::CloudflarePages { .. } => Box::new(Hosted::new(Cloudflare::new(place)?, chosen.keep)),
        Place::Rsync { .. } => Box::new(Rsync::new(place, usage)),
    })
}

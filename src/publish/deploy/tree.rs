//! Folders of a host by SFTP, as [`super::releases`] needs them: links, new names, whole trees.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use super::channel::{Channel, asks};
use super::error::DeployError;
use super::sftp::{Sftp, moved};
use super::wire::Fault;

impl Sftp {
    /// The names in a folder; none where it is not there.
    pub(super) fn names(&self, folder: &str) -> Result<Vec<String>, DeployError> {
        match self.over(|channel| channel.list(&self.at(folder))) {
            Ok(names) => Ok(names.into_iter().map(|(name, _)| name).collect()),
            Err(Fault::Missing) => Ok(vec![]),
            Err(fault) => Err(self.failed("list", folder, fault)),
        }
    }

    /// What a symbolic link leads to, if there is one.
    pub(super) fn leads_to(&self, path: &str) -> Result<Option<String>, DeployError> {
        match self.over(|channel| channel.leads_to(&self.at(path))) {
            Ok(target) => Ok(Some(target)),
            // What is there and is no link is refused.
            Err(Fault::Missing | Fault::Refused(_)) => Ok(None),
            Err(fault) => Err(self.failed("read", path, fault)),
        }
    }

    /// Makes a symbolic link, at once in the place of one that is there.
    pub(super) fn lead(&self, path: &str, target: &str) -> Result<(), DeployError> {
        let fresh = self.at(&format!("{path}-next"));
        let made = self.over(|channel| {
            let _ = channel.remove(&fresh);
            channel.lead(target, &fresh)?;
            let leads = |channel: &Channel| channel.leads_to(&self.at(path)).is_ok_and(|found| found == target);
            moved(channel.replace(&fresh, &self.at(path)), || leads(channel))
        });
        made.map_err(|fault| self.failed("make the link", path, fault))
    }

    /// Gives a folder another name, which nothing has.
    pub(super) fn rename(&self, from: &str, to: &str) -> Result<(), DeployError> {
        let there = |channel: &Channel| channel.list(&self.at(to)).is_ok();
        let renamed = self.over(|channel| moved(channel.rename(&self.at(from), &self.at(to)), || there(channel)));
        renamed.map_err(|fault| self.failed("rename", from, fault))
    }

    /// Gives files of one folder a second name in another, the same path; gives those for which that was not done.
    pub(super) fn link_all<'p>(&self, paths: &[&'p str], (from, to): (&str, &str)) -> Result<Vec<&'p str>, DeployError> {
        let folders: BTreeSet<String> = paths.iter().flat_map(|path| folders_of(&self.at(&format!("{to}/{path}")))).collect();
        let ended = self.over(|channel| {
            if !channel.can_link() {
                return Ok(vec![]);
            }
            make_all(channel, &folders)?;
            channel.many(paths.iter().map(|path| asks::link(&self.at(&format!("{from}/{path}")), &self.at(&format!("{to}/{path}")))))
        });
        let ended = ended.map_err(|fault| self.failed("link", to, fault))?;
        let is_linked = |number: usize| ended.get(number).is_some_and(Result::is_ok);
        Ok(paths.iter().enumerate().filter(|(number, _)| !is_linked(*number)).map(|(_, path)| *path).collect())
    }

    /// Removes a folder with all that is in it.
    pub(super) fn remove_all(&self, folder: &str) -> Result<(), DeployError> {
        let (found, mut folders, mut level) = (Mutex::default(), vec![folder.to_owned()], vec![format!("{folder}/")]);
        while !level.is_empty() {
            level = self.look(&level, &found)?;
            folders.extend(level.iter().map(|inner| inner.trim_end_matches('/').to_owned()));
        }
        let found: BTreeMap<String, u64> = found.into_inner().unwrap_or_default();
        let removed = self.over(|channel| {
            channel.many(found.keys().map(|path| asks::remove(&self.at(path))))?;
            channel.many(folders.iter().rev().map(|folder| asks::remove_folder(&self.at(folder))))
        });
        match removed.map(|ended| ended.into_iter().last()) {
            Ok(Some(Err(fault @ Fault::Refused(_)))) | Err(fault) => Err(self.failed("remove", folder, fault)),
            _ => Ok(()),
        }
    }
}

/// Makes folders that may be there.
pub(super) fn make_all(channel: &Channel, folders: &BTreeSet<String>) -> Result<(), Fault> {
    let depth = |folder: &str| folder.matches('/').count();
    // Those at the same depth do not need each other.
    for level in 0..=folders.iter().map(|folder| depth(folder)).max().unwrap_or_default() {
        channel.many(folders.iter().filter(|folder| depth(folder) == level).map(|folder| asks::make_folder(folder)))?;
    }
    Ok(())
}

/// The folders above a path, the outermost first.
pub(super) fn folders_of(path: &str) -> Vec<String> {
    path.match_indices('/').filter(|(at, _)| *at > 0).map(|(at, _)| path.get(..at).unwrap_or_default().to_owned()).collect()
}

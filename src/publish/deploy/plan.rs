//! What a deploy will do: built files against the target's manifest. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::{Entry, Manifest, Page, Retired};
use crate::config::headers::class::{Class, class};

/// Releases for which an asset stays after the site has lost it.
const GRACE: u32 = 2;

/// A site as it will stand: files and the pages that they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Site {
    /// The site's `base_url`.
    pub name: String,
    /// Its files.
    pub files: BTreeMap<String, Entry>,
    /// Its pages by the path of their file.
    pub pages: BTreeMap<String, Page>,
    /// Of its files, those that a target without a manifest was seen to hold just so.
    pub standing: BTreeSet<String>,
}

/// What is known of a target.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Live {
    /// The live release.
    pub manifest: Option<Manifest>,
    /// The highest number of a release that the target knows.
    pub last: u64,
    /// Files that an unfinished deploy may have touched: what they hold is not known.
    pub unsure: BTreeSet<String>,
    /// Files that are there and that no manifest names, to which readers may come: what is new to this target must be there
    /// before such a file may name it. All others that no manifest names are led to by nothing.
    pub reached: BTreeSet<String>,
    /// Whether an unfinished deploy left something to clear away.
    pub unfinished: bool,
    /// Something that no deploy of ours put there.
    pub foreign: Option<String>,
    /// The target's own mark of this state: an entity tag, a commit.
    pub mark: String,
}

/// Why a file is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// It is not there.
    New,
    /// It has other bytes there.
    Changed,
    /// It has other headers there.
    Headers,
    /// It is there, and what it holds is not known.
    Unsure,
}

/// A file that is sent.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Upload {
    /// Its path.
    pub path: String,
    /// What it holds.
    #[serde(skip)]
    pub entry: Entry,
    /// Its size in bytes.
    pub size: u64,
    /// Its class.
    pub class: Class,
    /// Why.
    pub why: Why,
}

/// What a deploy will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What is live now.
    pub live: Live,
    /// Files to send, in the order of [`Upload::wave`].
    pub uploads: Vec<Upload>,
    /// Files to delete, after everything else.
    pub deletes: Vec<String>,
    /// How many files are right as they are.
    pub same: usize,
    /// What will be live.
    pub manifest: Manifest,
}

impl Upload {
    /// A file that is sent although the plan does not say so: it is not where it should be.
    pub fn of((path, entry): (&String, &Entry)) -> Self {
        Self { path: path.clone(), entry: entry.clone(), size: entry.size, class: class(path), why: Why::New }
    }

    /// Files of one wave go out at once; a wave begins when the one before it is there. First goes what readers cannot come to
    /// yet, in any order, since nothing leads to it; then what they can come to, which may lead to all of that. So each page
    /// that can be come to has what it names, wherever a deploy ends. The home page of a new site is where readers come in.
    pub fn wave(&self) -> (bool, Class) {
        (self.is_reached(), self.class)
    }

    /// Whether readers may come to it before the deploy is done. An asset has one content for ever.
    pub fn is_reached(&self) -> bool {
        self.class != Class::Asset && (self.why != Why::New || self.path == "index.html")
    }
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.uploads.is_empty() && self.deletes.is_empty() && !self.live.unfinished && self.is_known()
    }

    /// How many bytes are sent.
    pub fn bytes(&self) -> u64 {
        self.uploads.iter().map(|upload| upload.size).sum()
    }

    /// Files of the live release that the site has no longer; assets, which stay for a while and nobody bookmarks, left out.
    pub fn lost(&self) -> Vec<&str> {
        let files = self.live.manifest.iter().flat_map(|manifest| manifest.files.keys());
        let gone = files.filter(|path| !self.manifest.files.contains_key(*path) && class(path) != Class::Asset);
        gone.filter(|path| !self.is_stored_elsewhere(path)).map(String::as_str).collect()
    }

    /// Whether a file is the compressed form of another one, which from now on is stored in that form itself.
    fn is_stored_elsewhere(&self, path: &str) -> bool {
        let plain = path.rsplit_once('.').and_then(|(plain, _)| self.manifest.files.get_key_value(plain));
        plain.is_some_and(|(plain, entry)| entry.encoding.is_some() && entry.disk(plain) == path)
    }

    /// Whether the target has a manifest of this very content.
    fn is_known(&self) -> bool {
        self.live.manifest.as_ref().is_some_and(|live| live.files == self.manifest.files && live.site == self.manifest.site)
    }
}

/// Compares a site with what is live.
pub fn plan(site: Site, live: Live) -> Plan {
    let release = live.last.max(live.manifest.as_ref().map_or(0, |manifest| manifest.release)) + 1;
    let mut next = Manifest { files: site.files, pages: site.pages, ..Manifest::new(&site.name, release) };
    let mut plan = Plan { uploads: vec![], deletes: vec![], same: 0, manifest: next.clone(), live };
    for (path, entry) in &next.files {
        match why(&plan.live, path, entry).filter(|_| !site.standing.contains(path)) {
            None => plan.same += 1,
            Some(why) => {
                plan.uploads.push(Upload { path: path.clone(), entry: entry.clone(), size: entry.size, class: class(path), why });
            }
        }
    }
    plan.uploads.sort_by(|a, b| a.wave().cmp(&b.wave()).then_with(|| a.path.cmp(&b.path)));
    let empty = Manifest::new("", 0);
    let old = plan.live.manifest.as_ref().unwrap_or(&empty);
    let gone = |path: &String| !next.files.contains_key(path);
    let mut deletes: BTreeSet<String> = BTreeSet::new();
    for (path, entry) in old.files.iter().filter(|(path, _)| gone(path)) {
        match class(path) {
            Class::Asset if !plan.live.unsure.contains(path) => {
                next.retired.insert(path.clone(), Retired { entry: entry.clone(), age: 1 });
            }
            _ => drop(deletes.insert(path.clone())),
        }
    }
    // A site that has not changed makes no release, and nothing grows older.
    let still = plan.uploads.is_empty() && old.files == next.files && plan.live.unsure.is_empty() && !plan.live.unfinished;
    for (path, retired) in old.retired.iter().filter(|(path, _)| gone(path)) {
        if still {
            next.retired.insert(path.clone(), retired.clone());
        } else if retired.age >= GRACE {
            deletes.insert(path.clone());
        } else {
            next.retired.insert(path.clone(), Retired { entry: retired.entry.clone(), age: retired.age + 1 });
        }
    }
    // What an unfinished deploy may have made, and nobody wants any more.
    deletes.extend(plan.live.unsure.iter().filter(|path| gone(path) && !next.retired.contains_key(*path)).cloned());
    plan.deletes = deletes.into_iter().collect();
    plan.manifest = next;
    plan
}

fn why(live: &Live, path: &str, wanted: &Entry) -> Option<Why> {
    match live.manifest.as_ref().and_then(|manifest| manifest.entry(path)) {
        None if live.reached.contains(path) => Some(Why::Unsure),
        None => Some(Why::New),
        Some(there) if there.sha256 != wanted.sha256 => Some(Why::Changed),
        Some(_) if live.unsure.contains(path) => Some(Why::Unsure),
        Some(there) if there.headers != wanted.headers => Some(Why::Headers),
        Some(_) => None,
    }
}

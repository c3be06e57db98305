//! The site's files as a set that changes: the one place where inputs are made and set.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use salsa::{Durability, Setter};

use super::database::Database;
use super::input::{Asset, AssetContent, Audience, Source, Text};
use crate::text::fence;
use crate::text::path::SitePath;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is a text file with this content now.
    Text(Text),
    /// It is a file that goes out as it is, with this content now.
    Asset(AssetContent),
    /// It is gone.
    Gone,
}

/// What a file is read as, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// `gloss.yaml`.
    Config,
    /// Markdown under `content/`.
    Page,
    /// YAML under `content/`.
    List,
    /// A file under `templates/`, but for notes in Markdown.
    Template,
    /// YAML under `data/`.
    Data,
    /// A file under `static/`, or any other under `content/`.
    Asset,
}

impl FileKind {
    /// What the file at `path` is read as; `None` for files that are not part of the site. Names that begin with a dot, end
    /// in `~`, or are an editor's swap files are not part of it, nor is anything in a folder whose name begins with a dot.
    pub fn of(path: &SitePath) -> Option<FileKind> {
        let text = path.as_str();
        if text == "gloss.yaml" {
            return Some(FileKind::Config);
        }
        let foreign = |part: &str| (part.starts_with('.') && part != ".well-known") || part.ends_with('~') || part.ends_with(".swp");
        if text.split('/').any(foreign) {
            return None;
        }
        let ending = path.extension().to_ascii_lowercase();
        match (text.split_once('/')?.0, ending.as_str()) {
            ("content", "md" | "markdown") => Some(FileKind::Page),
            ("content", "yaml" | "yml") => Some(FileKind::List),
            ("content" | "static", _) => Some(FileKind::Asset),
            ("templates", "md") => None,
            ("templates", _) => Some(FileKind::Template),
            ("data", "yaml" | "yml") => Some(FileKind::Data),
            _ => None,
        }
    }
}

/// How seldom files change, as the database counts it: after a change it does not look at answers that depend only on what
/// changes more seldom. Bodies and style sheets are edited most; front matter, and which files there are, less; the glossary's
/// lists, templates and the site's own file the least.
const BODY: Durability = Durability::LOW;
/// See [`BODY`].
pub(super) const HEAD: Durability = Durability::MEDIUM;

/// A database and the files that it was made from.
pub struct Workspace {
    db: Database,
    texts: BTreeMap<SitePath, Source>,
    assets: BTreeMap<SitePath, Asset>,
    far: u64,
}

impl Workspace {
    /// An empty site in `db`.
    pub fn new(db: Database) -> Self {
        Self { db, texts: BTreeMap::new(), assets: BTreeMap::new(), far: 0 }
    }

    /// A site in memory from one text: each file follows a line `-- path --`. For tests and examples.
    pub fn from_text(db: Database, files: &str) -> Self {
        let mut workspace = Self::new(db);
        workspace.apply(split_files(files).into_iter().filter_map(|(path, text)| {
            let change = match FileKind::of(&path)? {
                FileKind::Asset => Change::Asset(AssetContent::Bytes(Bytes::copy_from_slice(text.as_bytes()))),
                _ => Change::Text(Text::Utf8(Arc::from(text))),
            };
            Some((path, change))
        }));
        workspace
    }

    /// The database, for asking.
    pub fn db(&self) -> &Database {
        &self.db
    }

    /// The database, for settling how much of its answers it keeps. What they are depends on files alone: see [`Self::apply`].
    pub fn db_mut(&mut self) -> &mut Database {
        &mut self.db
    }

    /// Lets go of answers that are kept only to a number, as each change does. Questions that are being asked are broken off.
    pub fn shed(&mut self) {
        salsa::Database::trigger_lru_eviction(&mut self.db);
    }

    /// How many changes so far reached further than the body of a page: after the others, what is known of front matter, names
    /// and lists still holds.
    pub fn far_changes(&self) -> u64 {
        self.far
    }

    /// The text file at a path, if the site has it.
    pub fn source(&self, path: &str) -> Option<Source> {
        self.texts.get(&SitePath::new(path)).copied()
    }

    /// The paths of all files that the site has.
    pub fn paths(&self) -> impl Iterator<Item = &SitePath> {
        self.texts.keys().chain(self.assets.keys())
    }

    /// Whether a change would change anything.
    pub fn differs(&self, path: &SitePath, change: &Change) -> bool {
        match change {
            Change::Text(text) => self.texts.get(path).is_none_or(|source| source.text(&self.db) != text),
            Change::Asset(content) => self.assets.get(path).is_none_or(|asset| asset.content(&self.db) != content),
            Change::Gone => self.texts.contains_key(path) || self.assets.contains_key(path),
        }
    }

    /// What the text file at a path holds; `None` where there is none, or it cannot be read.
    pub fn text(&self, path: &SitePath) -> Option<Arc<str>> {
        match self.texts.get(path)?.text(&self.db) {
            Text::Utf8(text) => Some(Arc::clone(text)),
            _ => None,
        }
    }

    /// Sets the clock. Does nothing if it stands there already.
    pub fn set_now(&mut self, now: jiff::Timestamp) {
        let site = self.db.site();
        if site.now(&self.db) != now {
            site.set_now(&mut self.db).with_durability(HEAD).to(now);
            self.far += 1;
        }
    }

    /// Sets for whom the site is made.
    pub fn set_audience(&mut self, audience: Audience) {
        let site = self.db.site();
        if site.audience(&self.db) != audience {
            site.set_audience(&mut self.db).with_durability(HEAD).to(audience);
            self.far += 1;
        }
    }

    /// Takes changes of files; what stays the same is not touched, so that no answer is doubted without need. Paths that
    /// are no part of the site are passed over.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = (SitePath, Change)>) {
        let mut touched = Vec::new();
        for (path, change) in changes {
            let Some(kind) = FileKind::of(&path) else { continue };
            let listed = match change {
                Change::Text(text) => self.set_text(path, text),
                Change::Asset(content) => self.set_asset(path, content),
                Change::Gone => self.texts.remove(&path).is_some() | self.assets.remove(&path).is_some(),
            };
            if listed && !touched.contains(&kind) {
                touched.push(kind);
            }
        }
        for kind in touched {
            self.list(kind);
        }
    }

    /// Sets a text; true if the file is new to the site.
    fn set_text(&mut self, path: SitePath, text: Text) -> bool {
        let is_page = FileKind::of(&path) == Some(FileKind::Page);
        let head = if is_page { fence::head(text.as_str()) } else { "" };
        match self.texts.get(&path).copied() {
            Some(source) => {
                if **source.head(&self.db) != *head {
                    let head = Arc::from(head);
                    source.set_head(&mut self.db).to(head);
                    self.far += 1;
                }
                if *source.text(&self.db) != text {
                    source.set_text(&mut self.db).to(text);
                    self.far += u64::from(!is_page);
                }
                false
            }
            None => {
                let source = Source::builder(path.clone(), Arc::from(head), text.clone())
                    .path_durability(Durability::HIGH)
                    .head_durability(HEAD)
                    .text_durability(if is_page { BODY } else { Durability::HIGH })
                    .new(&self.db);
                self.texts.insert(path, source);
                true
            }
        }
    }

    /// Sets an asset's content; true if the file is new to the site.
    fn set_asset(&mut self, path: SitePath, content: AssetContent) -> bool {
        match self.assets.get(&path).copied() {
            Some(asset) => {
                if *asset.content(&self.db) != content {
                    asset.set_content(&mut self.db).to(content);
                    self.far += 1;
                }
                false
            }
            None => {
                let asset = Asset::builder(path.clone(), content).path_durability(Durability::HIGH).content_durability(BODY).new(&self.db);
                self.assets.insert(path, asset);
                true
            }
        }
    }

    /// Sets the site's list of one kind of file.
    fn list(&mut self, kind: FileKind) {
        self.far += 1;
        let site = self.db.site();
        let texts: Vec<Source> =
            self.texts.iter().filter(|(path, _)| FileKind::of(path) == Some(kind)).map(|(_, source)| *source).collect();
        match kind {
            FileKind::Config => {
                site.set_config(&mut self.db).with_durability(HEAD).to(texts.first().copied());
            }
            FileKind::Page => {
                site.set_pages(&mut self.db).with_durability(HEAD).to(texts);
            }
            FileKind::List => {
                site.set_lists(&mut self.db).with_durability(HEAD).to(texts);
            }
            FileKind::Template => {
                site.set_templates(&mut self.db).with_durability(HEAD).to(texts);
            }
            FileKind::Data => {
                site.set_data(&mut self.db).with_durability(HEAD).to(texts);
            }
            FileKind::Asset => {
                let assets = self.assets.values().copied().collect();
                site.set_assets(&mut self.db).with_durability(HEAD).to(assets);
            }
        }
    }
}

/// Splits a text with `-- path --` headers into its files; text before the first header is left out.
pub fn split_files(files: &str) -> Vec<(SitePath, String)> {
    let mut out: Vec<(SitePath, String)> = Vec::new();
    for line in files.split_inclusive('\n') {
        match line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            Some(path) => out.push((SitePath::new(path.trim()), String::new())),
            None => {
                if let Some((_, text)) = out.last_mut() {
                    text.push_str(line);
                }
            }
        }
    }
    out
}

//! The notes and files of a vault, found by whatever a link calls them.

use std::collections::BTreeMap;

use super::archive::Asset;
use super::ground::{file_name, relative, segment};
use super::obsidian::{Note, names};
use super::tree::{Files, folder_of, joined, name_of};

/// The notes and files of a vault, by all that a link may call them.
pub(super) struct Notes<'n> {
    files: &'n Files,
    pub(super) notes: &'n [Note],
    names: BTreeMap<String, Vec<usize>>,
    paths: BTreeMap<String, usize>,
    /// Other files by name, in small letters.
    others: BTreeMap<String, Vec<String>>,
}

impl<'n> Notes<'n> {
    /// Makes the tables.
    pub(super) fn new(files: &'n Files, notes: &'n [Note]) -> Self {
        let paths = notes.iter().enumerate().map(|(at, note)| (note.source.trim_end_matches(".md").to_lowercase(), at)).collect();
        let mut others: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in files.paths().filter(|path| !path.to_ascii_lowercase().ends_with(".md")) {
            others.entry(name_of(path).to_lowercase()).or_default().push(path.to_owned());
        }
        Self { files, notes, names: names(notes), paths, others }
    }

    /// The note that a name means: by its path from the vault or from the note, by its name, by another name of it.
    pub(super) fn note(&self, from: &str, name: &str) -> Option<&'n Note> {
        let name = name.trim().trim_start_matches('/').to_lowercase();
        let name = name.strip_suffix(".md").unwrap_or(&name);
        let beside = joined(folder_of(from), name).map(|path| path.to_lowercase());
        let by_path = self.paths.get(name).or_else(|| self.paths.get(&beside?));
        let by_name = || {
            let found = self.names.get(name_of(name)).or_else(|| self.names.get(name))?;
            let fits = |at: &&usize| {
                self.notes
                    .get(**at)
                    .is_some_and(|note| !name.contains('/') || note.source.to_lowercase().trim_end_matches(".md").ends_with(name))
            };
            // The same folder, else the shortest path, as the editor chooses.
            found
                .iter()
                .filter(fits)
                .min_by_key(|at| self.notes.get(**at).map(|note| (folder_of(&note.source) != folder_of(from), note.source.len())))
        };
        self.notes.get(*by_path.or_else(by_name)?)
    }

    /// A file that is no note, by its path or by its name anywhere in the vault.
    fn file(&self, from: &str, name: &str) -> Option<&str> {
        let name = name.trim().trim_start_matches('/');
        let candidates = self.others.get(&name_of(name).to_lowercase())?;
        let beside = joined(folder_of(from), name);
        let exact = candidates.iter().find(|path| Some(path.as_str()) == beside.as_deref() || path.as_str() == name);
        let ends = |path: &&String| path.to_lowercase().ends_with(&name.trim_start_matches("./").trim_start_matches("../").to_lowercase());
        exact.or_else(|| candidates.iter().filter(ends).min_by_key(|path| path.len())).map(String::as_str)
    }

    /// A file as a page at `to` names it, and the copy that is made of it.
    pub(super) fn asset(&self, from: &str, (to, name): (&str, &str)) -> Option<(String, Asset)> {
        let path = self.file(from, name)?;
        let folders: Vec<String> =
            folder_of(path).split('/').filter(|part| !part.is_empty()).map(|part| segment(part).to_lowercase()).collect();
        let file = file_name(name_of(path))?;
        let target = folders.iter().map(String::as_str).chain([file]).fold("content".to_owned(), |path, part| format!("{path}/{part}"));
        Some((relative(to, &target), Asset { path: target, from: self.files.disk(path)?.clone() }))
    }

    /// A picture that front matter names.
    pub(super) fn picture(&self, from: &str, (to, named): (&str, &str)) -> Option<(String, Asset)> {
        let bare = named.trim_start_matches('!').trim_start_matches("[[").trim_end_matches("]]");
        self.asset(from, (to, bare.split('|').next().unwrap_or(bare)))
    }
}

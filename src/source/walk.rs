//! A folder becomes changes of a [`Workspace`](super::Workspace): the one place where a site's files are read.
//!
//! Symbolic links are followed as long as they stay inside the site; a link that leads out is reported and never read, so
//! that a site from elsewhere cannot publish files of the machine that builds it. Links in a circle end where they close.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::input::{AssetContent, Text};
use super::root::CONFIG_NAME;
use super::workspace::{Change, FileKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::picture::{self, Format, Head, Trouble};
use crate::text::path::SitePath;
use crate::text::span::Span;

/// The folders of a site that are read; nothing else under its root is looked at, the output least of all.
pub const FOLDERS: &[&str] = &["content", "data", "static", "templates"];

/// Assets up to this many bytes whose names carry a hash of their content are held in memory.
const HELD_LIMIT: u64 = 1 << 20;

/// Fonts up to this many bytes are held in memory, since social cards may be set in them.
const FONT_LIMIT: u64 = 32 << 20;

/// What a walk found.
#[derive(Debug, Default)]
pub struct Scan {
    /// Every file of the site, sorted by path.
    pub files: Vec<(SitePath, Change)>,
    /// What could not be read and is no text file: folders, assets, names. Text files carry their trouble in [`Text`].
    pub findings: Vec<Diagnostic>,
}

/// A file that the walk met, before it is read.
struct Found {
    path: SitePath,
    disk: PathBuf,
    kind: FileKind,
    link: bool,
}

/// Reads all files of the site at `root`, on all cores. Folders that are missing count as empty.
///
/// # Errors
/// The system's, where `root` itself cannot be reached.
pub fn read_site(root: &Path) -> std::io::Result<Scan> {
    let real = root.canonicalize()?;
    let (found, mut scan) = look(root, &real);
    let read: Vec<(SitePath, Result<Change, Box<Diagnostic>>)> = found
        .into_par_iter()
        .map_with(Vec::new(), |buffer, file| {
            let change = read(&real, &file, buffer);
            (file.path, change)
        })
        .collect();
    for (path, change) in read {
        match change {
            Ok(change) => scan.files.push((path, change)),
            Err(finding) => scan.findings.push(*finding),
        }
    }
    scan.files.sort_by(|a, b| a.0.cmp(&b.0));
    scan.findings.sort();
    Ok(scan)
}

/// All files of the site at `root` and where they are on the disk, without reading them, in the order of the walk; `None`
/// where a folder or a name cannot be read.
///
/// # Errors
/// The system's, where `root` itself cannot be reached.
pub(super) fn files(root: &Path) -> std::io::Result<Option<Vec<(SitePath, PathBuf)>>> {
    let (found, scan) = look(root, &root.canonicalize()?);
    Ok(scan.findings.is_empty().then(|| found.into_iter().map(|file| (file.path, file.disk)).collect()))
}

/// Reads one file anew; `None` for a path that is no part of the site. For watchers.
pub fn read_file(root: &Path, path: &SitePath) -> Option<Change> {
    let kind = FileKind::of(path)?;
    let disk = root.join(path.as_str());
    let Ok(metadata) = std::fs::symlink_metadata(&disk) else { return Some(Change::Gone) };
    let real = root.canonicalize().ok()?;
    let file = Found { path: path.clone(), disk, kind, link: metadata.is_symlink() };
    Some(read(&real, &file, &mut Vec::new()).unwrap_or(Change::Gone))
}

/// The bytes of a picture that the walk has met.
///
/// # Errors
/// The system's.
pub fn read_bytes(disk: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_file(disk)?.take(picture::BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// When a file of the site was last changed on the disk.
pub fn modified(root: &Path, path: &SitePath) -> Option<std::time::SystemTime> {
    root.join(path.as_str()).metadata().ok()?.modified().ok()
}

/// What the folders of the site hold, and what of them cannot be read.
fn look(root: &Path, real: &Path) -> (Vec<Found>, Scan) {
    let (mut found, mut scan) = (Vec::new(), Scan::default());
    for folder in std::iter::once(&CONFIG_NAME).chain(FOLDERS) {
        if std::fs::symlink_metadata(root.join(folder)).is_ok() {
            walk(root, real, folder, &mut found, &mut scan);
        }
    }
    (found, scan)
}

fn walk(root: &Path, real: &Path, folder: &str, found: &mut Vec<Found>, scan: &mut Scan) {
    let mut entries = WalkDir::new(root.join(folder)).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                scan.findings.extend(walk_finding(root, &error, found));
                continue;
            }
        };
        let Some(path) = site_path(root, entry.path()) else {
            let name = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy().into_owned();
            scan.findings.push(
                Diagnostic::new(Code::Unreadable, "the file's name is not UTF-8")
                    .at(&SitePath::new(&name), Span::default())
                    .help("rename it: an address is made of its name"),
            );
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            continue;
        };
        if entry.file_type().is_dir() {
            if is_hidden(&path) {
                entries.skip_current_dir();
            } else if entry.path_is_symlink() && leads_out(real, entry.path()) {
                scan.findings.push(outside(&path));
                entries.skip_current_dir();
            }
            continue;
        }
        if let Some(kind) = FileKind::of(&path) {
            found.push(Found { path, disk: entry.path().to_path_buf(), kind, link: entry.path_is_symlink() });
        }
    }
}

/// What a failed step of the walk means: a circle of links is no trouble, the rest is. A text file behind a link that leads
/// nowhere is still a file of the site, with its trouble in it.
fn walk_finding(root: &Path, error: &walkdir::Error, found: &mut Vec<Found>) -> Option<Diagnostic> {
    if error.loop_ancestor().is_some() {
        return None;
    }
    let disk = error.path()?;
    let path = site_path(root, disk)?;
    let link = std::fs::symlink_metadata(disk).is_ok_and(|metadata| metadata.is_symlink());
    match FileKind::of(&path)? {
        kind if kind != FileKind::Asset && link => {
            found.push(Found { path, disk: disk.to_path_buf(), kind, link });
            None
        }
        _ => {
            let words = error.io_error().map_or_else(|| error.to_string(), plain_words);
            Some(unreadable(&path, &words))
        }
    }
}

/// A folder whose name begins with a dot is no part of the site, except the one that RFC 8615 names.
fn is_hidden(path: &SitePath) -> bool {
    path.file_name().starts_with('.') && path.file_name() != ".well-known"
}

fn site_path(root: &Path, disk: &Path) -> Option<SitePath> {
    let parts: Option<Vec<&str>> = disk.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    Some(SitePath::new(&parts?.join("/")))
}

/// Whether a link's end lies outside of the site; a link that leads nowhere does not.
fn leads_out(real: &Path, disk: &Path) -> bool {
    disk.canonicalize().is_ok_and(|end| !end.starts_with(real))
}

fn read(real: &Path, file: &Found, buffer: &mut Vec<u8>) -> Result<Change, Box<Diagnostic>> {
    let out = file.link && leads_out(real, &file.disk);
    if file.kind == FileKind::Asset {
        return if out { Err(Box::new(outside(&file.path))) } else { read_asset(file, buffer).map(Change::Asset) };
    }
    let text = if out { Text::OutsideSite } else { read_text(&file.disk, buffer) };
    Ok(Change::Text(text))
}

fn read_text(disk: &Path, buffer: &mut Vec<u8>) -> Text {
    buffer.clear();
    match fill(disk, buffer) {
        Ok(length) if length > Text::LIMIT => Text::TooLarge { bytes: length },
        Ok(_) => {
            let bytes = buffer.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(buffer);
            match std::str::from_utf8(bytes) {
                Ok(text) => Text::Utf8(Arc::from(text)),
                Err(error) => Text::NotUtf8 { valid_up_to: error.valid_up_to() },
            }
        }
        Err(error) => Text::Unreadable(plain_words(&error)),
    }
}

/// Reads a file unless it is too large; gives its length.
fn fill(disk: &Path, buffer: &mut Vec<u8>) -> std::io::Result<u64> {
    let mut file = open_file(disk)?;
    let length = file.metadata()?.len();
    if length > Text::LIMIT {
        return Ok(length);
    }
    buffer.reserve(usize::try_from(length).unwrap_or_default());
    // One byte more than the limit, for a file that grew since its length was asked.
    let read = Read::by_ref(&mut file).take(Text::LIMIT + 1).read_to_end(buffer)?;
    Ok(read as u64)
}

/// Opens what is a plain file: a pipe would be waited for, a device never ends.
fn open_file(disk: &Path) -> std::io::Result<File> {
    #[expect(clippy::disallowed_methods, reason = "this is `source`")]
    let metadata = std::fs::metadata(disk)?;
    if !metadata.is_file() {
        return Err(std::io::Error::other("it is neither a file nor a folder"));
    }
    #[expect(clippy::disallowed_methods, reason = "this is `source`")]
    File::open(disk)
}

fn read_asset(file: &Found, buffer: &mut Vec<u8>) -> Result<AssetContent, Box<Diagnostic>> {
    let trouble = |error: &std::io::Error| Box::new(unreadable(&file.path, &plain_words(error)));
    let mut open = open_file(&file.disk).map_err(|error| trouble(&error))?;
    let metadata = open.metadata().map_err(|error| trouble(&error))?;
    let held = match file.path.extension().to_ascii_lowercase().as_str() {
        "css" | "js" | "mjs" | "svg" => HELD_LIMIT,
        "ttf" | "otf" | "ttc" => FONT_LIMIT,
        _ => 0,
    };
    if file.path.as_str().starts_with("static/") && metadata.len() <= held {
        let mut bytes = Vec::new();
        open.read_to_end(&mut bytes).map_err(|error| trouble(&error))?;
        return Ok(AssetContent::Bytes(Bytes::from(bytes)));
    }
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let modified = modified.and_then(|since| i128::try_from(since.as_nanos()).ok()).unwrap_or_default();
    let picture = Format::is_name(file.path.extension()).then(|| read_picture(&mut open, buffer)).transpose();
    let picture = picture.map_err(|error| trouble(&error))?;
    Ok(AssetContent::File { path: file.disk.clone(), length: metadata.len(), modified, picture })
}

/// What a picture's file says; the whole is read, since its name will carry a hash of it, and none of it is kept.
fn read_picture(file: &mut File, buffer: &mut Vec<u8>) -> std::io::Result<Result<Head, Trouble>> {
    buffer.clear();
    let length = file.take(picture::BYTES + 1).read_to_end(buffer)? as u64;
    Ok(if length > picture::BYTES { Err(Trouble::TooManyBytes(file.metadata()?.len())) } else { picture::head(buffer) })
}

fn outside(path: &SitePath) -> Diagnostic {
    Diagnostic::new(Code::OutsideSite, format!("the link `{path}` leads out of the site"))
        .at(path, Span::default())
        .help("copy what it leads to into the site: a link out is never followed")
}

fn unreadable(path: &SitePath, words: &str) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, format!("`{path}` cannot be read: {words}")).at(path, Span::default())
}

/// The system's words without its number: `permission denied`.
fn plain_words(error: &std::io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or_default().to_lowercase()
}

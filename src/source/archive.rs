//! Files that are no part of the site, but come into it: exports and folders of other tools. They are read only, and nothing
//! outside of what the user names is ever opened.

use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// The largest file that is read whole: 1 GiB.
pub const LIMIT: u64 = 1 << 30;

/// The files below a folder.
#[derive(Debug, Default)]
pub struct Tree {
    /// Files by their path from the folder, with `/` between its parts, sorted.
    pub files: Vec<(String, PathBuf)>,
    /// What is passed over: links, and names that are not UTF-8.
    pub passed: Vec<String>,
}

/// The bytes of a file; of the standard input for `-`.
///
/// # Errors
/// The system's; where it is no plain file, or larger than [`LIMIT`].
pub fn read(disk: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if disk.file_name().is_some_and(|name| name == "-") {
        std::io::stdin().lock().take(LIMIT + 1).read_to_end(&mut bytes)?;
    } else {
        #[expect(clippy::disallowed_methods, reason = "this is `source`")]
        let metadata = std::fs::metadata(disk)?;
        if metadata.is_dir() {
            return Err(std::io::Error::other("it is a folder"));
        }
        #[expect(clippy::disallowed_methods, reason = "this is `source`")]
        std::fs::File::open(disk)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > LIMIT {
        return Err(std::io::Error::other("it is larger than 1 GiB; export it in parts"));
    }
    Ok(bytes)
}

/// Bytes as text: UTF-8 or UTF-16 with or without its mark, else in the encoding that an XML declaration names (Encoding
/// Standard). `None` where neither fits.
pub fn text(bytes: &[u8]) -> Option<String> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.trim_start_matches('\u{feff}').to_owned());
    }
    let head = String::from_utf8_lossy(bytes.get(..200.min(bytes.len())).unwrap_or_default()).into_owned();
    let named = head.split_once("encoding=").and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    let (encoding, _) =
        encoding_rs::Encoding::for_bom(bytes).or_else(|| Some((encoding_rs::Encoding::for_label(named?.as_bytes())?, 0)))?;
    let (text, _, wrong) = encoding.decode(bytes);
    (!wrong).then(|| text.into_owned())
}

/// The text of a file.
///
/// # Errors
/// As for [`read`]; where it is no text.
pub fn read_text(disk: &Path) -> std::io::Result<String> {
    text(&read(disk)?).ok_or_else(|| std::io::Error::other("it is not UTF-8 text"))
}

/// All files below a folder but those in folders whose names begin with a dot. Links are not followed.
///
/// # Errors
/// The system's, where the folder cannot be read.
pub fn tree(root: &Path) -> std::io::Result<Tree> {
    let mut tree = Tree::default();
    let hidden = |name: &std::ffi::OsStr| name.to_str().is_some_and(|name| name.starts_with('.') && name != ".well-known");
    let walk = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name()));
    for entry in walk {
        let entry = entry?;
        let parts = entry
            .path()
            .strip_prefix(root)
            .ok()
            .map(|path| path.components().map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>());
        match parts.flatten() {
            Some(parts) if entry.file_type().is_file() => tree.files.push((parts.join("/"), entry.path().to_owned())),
            Some(_) if entry.file_type().is_dir() => {}
            Some(parts) => tree.passed.push(parts.join("/")),
            None => tree.passed.push(entry.path().to_string_lossy().into_owned()),
        }
    }
    Ok(tree)
}

/// The file at a path below a folder, if it is a plain one and truly there, whatever links lie on the way.
pub fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let disk = root.join(path);
    let (real, root) = (disk.canonicalize().ok()?, root.canonicalize().ok()?);
    (real.starts_with(root) && real.is_file()).then_some(disk)
}

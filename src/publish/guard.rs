//! Which folders may be written to: a new or empty one, or one that an earlier build of ours made.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::error::PublishError;
use super::record;
use crate::source::walk::FOLDERS;

/// What an empty folder may hold: what version control and systems put there by themselves.
const HARMLESS: &[&str] = &[".git", ".gitignore", ".gitkeep", ".DS_Store", "lost+found"];

/// Refuses an output that is a file, holds the site, lies among its sources, or is somebody else's.
///
/// # Errors
/// [`PublishError::Refused`], or where the disk cannot be asked.
pub fn check(site: &Path, output: &Path) -> Result<(), PublishError> {
    let site = real(site)?;
    let real_output = real(output)?;
    if std::fs::symlink_metadata(&real_output).is_ok_and(|metadata| !metadata.is_dir()) {
        return Err(refused(output, "is not a folder", "name a folder with `--output`"));
    }
    if site.starts_with(&real_output) {
        return Err(refused(output, "contains the site itself", "name a folder of its own with `--output`, such as `public`"));
    }
    if let Some(folder) = FOLDERS.iter().find(|folder| real_output.starts_with(site.join(folder))) {
        let help = format!("name a folder outside of `{folder}/` with `--output`, such as `public`");
        return Err(refused(output, &format!("lies among the site's own files in `{folder}/`"), &help));
    }
    check_ours(output, &real_output)
}

/// Refuses a folder with files in it that no build of ours made.
fn check_ours(output: &Path, real_output: &Path) -> Result<(), PublishError> {
    #[expect(clippy::disallowed_methods, reason = "the output is `publish`'s")]
    let entries = match std::fs::read_dir(real_output) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(PublishError::io("read", output)(error)),
    };
    let mut foreign: Option<std::ffi::OsString> = None;
    for entry in entries {
        let name = entry.map_err(PublishError::io("read", output))?.file_name();
        if name == OsStr::new(record::FOLDER) {
            return check_record(output, &real_output.join(record::FOLDER));
        }
        if !HARMLESS.iter().any(|harmless| name == OsStr::new(harmless)) && foreign.as_ref().is_none_or(|known| name < *known) {
            foreign = Some(name);
        }
    }
    match foreign {
        None => Ok(()),
        Some(name) => {
            let why = format!("holds files that no build of ours made (`{}`)", name.to_string_lossy());
            Err(refused(output, &why, "name another folder with `--output`, or empty this one"))
        }
    }
}

/// The record must be a folder of its own: through a link, writing would go elsewhere.
fn check_record(output: &Path, folder: &Path) -> Result<(), PublishError> {
    match std::fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        _ => Err(refused(output, "has a `.gloss` that is not a folder", "remove it, or name another folder with `--output`")),
    }
}

/// The real path of what is there, or of the nearest folder that is, with the rest behind it.
fn real(path: &Path) -> Result<PathBuf, PublishError> {
    let absolute = std::path::absolute(path).map_err(PublishError::io("find", path))?;
    for ancestor in absolute.ancestors() {
        if let Ok(real) = ancestor.canonicalize() {
            let rest = absolute.strip_prefix(ancestor).unwrap_or(Path::new(""));
            return Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) });
        }
    }
    Ok(absolute)
}

fn refused(output: &Path, why: &str, help: &str) -> PublishError {
    PublishError::Refused { reason: format!("the output folder `{}` {why}", output.display()), help: help.to_owned() }
}

//! Reads and writes files of a site, for the commands that change it. A file is changed whole or not at all.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::Failure;

/// What became of a file that was to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// It was made.
    New,
    /// There was one already; it was left as it is.
    Kept,
}

/// Makes a file with the folders above it, unless there is one.
///
/// # Errors
/// Where the disk fails.
pub fn make(path: &Path, text: &str) -> Result<Made, Failure> {
    let cannot = format!("cannot write `{}`", path.display());
    if let Some(folder) = path.parent() {
        #[expect(clippy::disallowed_methods, reason = "this starts a site's files, at the user's word")]
        std::fs::create_dir_all(folder).map_err(Failure::io(&format!("cannot make the folder `{}`", folder.display())))?;
    }
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| Made::New).map_err(Failure::io(&cannot)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(Made::Kept),
        Err(error) => Err(Failure::io(&cannot)(error)),
    }
}

/// Copies a file to a new place with the folders above it, whole or not at all, unless there is a file already.
///
/// # Errors
/// Where the disk fails.
pub fn copy(from: &Path, to: &Path) -> Result<Made, Failure> {
    if std::fs::symlink_metadata(to).is_ok() {
        return Ok(Made::Kept);
    }
    let folder = to.parent().unwrap_or(Path::new("."));
    #[expect(clippy::disallowed_methods, reason = "this adds files to a site, at the user's word")]
    std::fs::create_dir_all(folder).map_err(Failure::io(&format!("cannot make the folder `{}`", folder.display())))?;
    let copied = || -> std::io::Result<Made> {
        #[expect(clippy::disallowed_methods, reason = "an import reads what is no file of the site")]
        let mut source = std::fs::File::open(from)?;
        // What is half copied has a name that no site takes for a file of its own.
        let mut beside = beside(folder)?;
        std::io::copy(&mut source, &mut beside)?;
        match beside.persist_noclobber(to) {
            Ok(_) => Ok(Made::New),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(Made::Kept),
            Err(error) => Err(error.error),
        }
    };
    copied().map_err(Failure::io(&format!("cannot copy `{}` to `{}`", from.display(), to.display())))
}

/// A file under a name of its own, with the permissions of any new file.
fn beside(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".import-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// A file's text as it stands on the disk, whatever the walk made of it; `None` where there is no file.
///
/// # Errors
/// Where the disk fails, or the file is not UTF-8.
pub fn read(path: &Path) -> Result<Option<String>, Failure> {
    #[expect(clippy::disallowed_methods, reason = "what stands in the file is kept, whatever the walk made of it")]
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io(&format!("cannot read `{}`", path.display()))(error)),
    }
}

/// Makes a file that is no part of the site, or writes over the one that is there.
///
/// # Errors
/// Where the disk fails.
pub fn over(path: &Path, text: &str) -> Result<(), Failure> {
    #[expect(clippy::disallowed_methods, reason = "the user names the file")]
    std::fs::write(path, text).map_err(Failure::io(&format!("cannot write `{}`", path.display())))
}

/// Puts a text in the place of a file's, whole or not at all, through a file beside it; a link still leads to the file.
///
/// # Errors
/// Where the disk fails; the file then stays as it was.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    put(path, text).map_err(Failure::io(&format!("cannot write `{}`", path.display())))
}

fn put(path: &Path, text: &str) -> std::io::Result<()> {
    let disk = path.canonicalize()?;
    let mut name = disk.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = disk.with_file_name(name);
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    #[expect(clippy::disallowed_methods, reason = "this changes a file of the site, at the user's word")]
    let done = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| std::fs::set_permissions(&beside, std::fs::metadata(&disk)?.permissions()))
        .and_then(|()| std::fs::rename(&beside, &disk));
    if done.is_err() {
        #[expect(clippy::disallowed_methods, reason = "the half-made file is this command's own")]
        let _ = std::fs::remove_file(&beside);
    }
    done
}

/// A text as a YAML scalar on one line, quoted where it must be.
pub fn yaml(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    serde_yaml::to_string(&line).map(|yaml| yaml.trim_end().to_owned()).ok().filter(|yaml| !yaml.contains('\n')).unwrap_or_else(|| {
        // JSON's strings are YAML's too.
        serde_json::Value::from(line).to_string()
    })
}

//! Writes files of a site, for the commands that start something. Nothing is ever overwritten.

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

/// A text as a YAML scalar on one line, quoted where it must be.
pub fn yaml(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    serde_yaml::to_string(&line).map(|yaml| yaml.trim_end().to_owned()).ok().filter(|yaml| !yaml.contains('\n')).unwrap_or_else(|| {
        // JSON's strings are YAML's too.
        serde_json::Value::from(line).to_string()
    })
}

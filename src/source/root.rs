//! Where a site is: the nearest folder with a `gloss.yaml`.

use std::path::{Path, PathBuf};

/// The name of the site's file.
pub const CONFIG_NAME: &str = "gloss.yaml";

/// The nearest of `from` and the folders above it that holds a `gloss.yaml`.
///
/// # Errors
/// The system's, where `from` cannot be made absolute.
pub fn find_root(from: &Path) -> std::io::Result<Option<PathBuf>> {
    let from = std::path::absolute(from)?;
    Ok(from.ancestors().find(|folder| is_site(folder)).map(Path::to_path_buf))
}

/// Whether a folder is a site: whether it holds a `gloss.yaml`.
pub fn is_site(folder: &Path) -> bool {
    folder.join(CONFIG_NAME).is_file()
}

//! `gloss import`: what other tools hold becomes this site's content. Each format comes to an archive, which
//! is brought into the site: nothing is written over, and a report tells what was left behind.

mod archive;
mod date;
mod draft;
mod feed;
mod feed_read;
mod front;
mod generator;
mod ground;
mod html;
mod html_media;
mod html_notes;
mod html_table;
mod html_text;
mod html_tree;
mod hugo;
mod hugo_address;
mod land;
mod links;
mod markdown;
mod obsidian;
mod obsidian_notes;
mod obsidian_text;
mod repair;
mod shortcode;
mod signs;
mod template_code;
pub mod text;
mod tree;
mod wordpress;
mod wordpress_links;
mod wordpress_read;
mod wordpress_text;
mod xml;
mod zola;

use std::path::{Path, PathBuf};

use self::ground::Ground;
use super::{Exit, Failure, Session, site};
use crate::source::archive as outside;
use crate::text::path::SitePath;

/// What is imported.
#[derive(Debug, Clone)]
pub enum What {
    /// A WordPress export (WXR), and the folder of its uploads.
    WordPress(PathBuf, Option<PathBuf>),
    /// A feed: RSS, Atom or JSON Feed.
    Feed(PathBuf),
    /// The folder of a Hugo site, or of its content.
    Hugo(PathBuf),
    /// The folder of a Zola site, or of its content.
    Zola(PathBuf),
    /// An Obsidian vault, and the folder in it whose notes become entities of the glossary.
    Obsidian(PathBuf, Option<String>),
}

/// What is done with what an archive comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// It is written.
    Write,
    /// It is told.
    Tell,
}

/// Runs it.
///
/// # Errors
/// Where there is no site, the archive cannot be read at all, or the disk fails.
pub fn run(session: &mut Session, what: &What, then: Then) -> Result<Exit, Failure> {
    let mut open = site::open(session)?;
    let mut ground = Ground::new(&open);
    let archive = match what {
        What::WordPress(file, uploads) => {
            let uploads = uploads.as_ref().map(|uploads| folder(session, uploads)).transpose()?;
            wordpress::read(&file_text(session, file)?, uploads.as_deref(), &mut ground)?
        }
        What::Feed(file) => feed::read(&file_text(session, file)?, &mut ground)?,
        What::Hugo(root) => hugo::read(&tree::Files::read(session, root)?, &mut ground),
        What::Zola(root) => zola::read(&tree::Files::read(session, root)?, &mut ground),
        What::Obsidian(root, glossary) => obsidian::read(&tree::Files::read(session, root)?, glossary.as_deref(), &mut ground),
    };
    land::land(session, &mut open, archive, (ground, then))
}

/// A file of the archive: the path that remarks name, and its text.
struct FileText {
    path: SitePath,
    text: std::sync::Arc<str>,
}

/// The text of the file that a user names.
fn file_text(session: &Session, named: &Path) -> Result<FileText, Failure> {
    let bytes = outside::read(&session.here.join(named)).map_err(Failure::io(&format!("cannot read `{}`", named.display())))?;
    let text = outside::text(&bytes).ok_or_else(|| {
        let help = "it is not UTF-8 and names no other encoding: `iconv -f WINDOWS-1251 -t UTF-8`".into();
        Failure::Usage(format!("`{}` is no text", named.display()), help)
    })?;
    Ok(FileText { path: shown(named), text: text.into() })
}

/// The folder that a user names.
fn folder(session: &Session, named: &Path) -> Result<PathBuf, Failure> {
    let disk = session.here.join(named);
    if disk.is_dir() {
        return Ok(disk);
    }
    Err(Failure::Usage(format!("there is no folder `{}`", named.display()), "name the folder that holds the files".into()))
}

/// A path as the user would write it.
fn shown(named: &Path) -> SitePath {
    SitePath::new(&named.to_string_lossy().replace('\\', "/"))
}

//! The arguments of `gloss import`. Doc comments here are the help that is printed.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::command::import::{Then, What};

#[derive(Debug, Subcommand)]
pub(super) enum ImportKind {
    /// A plain briefing: a headline, paragraphs, quotations, a closing "Read also:" list.
    Text {
        /// The file; `-` for the standard input.
        file: PathBuf,
        /// The headline [default: the first line].
        #[arg(long)]
        title: Option<String>,
    },
    /// A WordPress export (Tools, Export, All content): posts, pages and files.
    Wordpress {
        /// The file; `-` for the standard input.
        file: PathBuf,
        /// The folder wp-content/uploads of the old site, or a copy of it: its files are copied.
        #[arg(long, value_name = "FOLDER")]
        uploads: Option<PathBuf>,
        #[command(flatten)]
        how: ImportHow,
    },
    /// A feed that has its articles whole: RSS 2.0, Atom or JSON Feed.
    Feed {
        /// The file; `-` for the standard input.
        file: PathBuf,
        #[command(flatten)]
        how: ImportHow,
    },
    /// A Hugo site, or its content folder.
    Hugo {
        /// The folder.
        folder: PathBuf,
        #[command(flatten)]
        how: ImportHow,
    },
    /// A Zola site, or its content folder.
    Zola {
        /// The folder.
        folder: PathBuf,
        #[command(flatten)]
        how: ImportHow,
    },
    /// An Obsidian vault, or a folder of it that Quartz publishes.
    Obsidian {
        /// The folder.
        folder: PathBuf,
        /// Make entities of the glossary of the notes in this folder of the vault.
        #[arg(long, value_name = "FOLDER")]
        glossary: Option<String>,
        #[command(flatten)]
        how: ImportHow,
    },
}

/// What all imports of archives have in common.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct ImportHow {
    /// Tell what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

impl ImportKind {
    /// What is imported, and what is done with it.
    pub(super) fn into_import(self) -> Import {
        let then = |how: ImportHow| if how.dry_run { Then::Tell } else { Then::Write };
        match self {
            ImportKind::Text { file, title } => Import::Text(file, title),
            ImportKind::Wordpress { file, uploads, how } => Import::Archive(What::WordPress(file, uploads), then(how)),
            ImportKind::Feed { file, how } => Import::Archive(What::Feed(file), then(how)),
            ImportKind::Hugo { folder, how } => Import::Archive(What::Hugo(folder), then(how)),
            ImportKind::Zola { folder, how } => Import::Archive(What::Zola(folder), then(how)),
            ImportKind::Obsidian { folder, glossary, how } => Import::Archive(What::Obsidian(folder, glossary), then(how)),
        }
    }
}

/// An import, as the commands take it.
pub(super) enum Import {
    /// Of a briefing: its file and its headline.
    Text(PathBuf, Option<String>),
    /// Of another tool's archive.
    Archive(What, Then),
}

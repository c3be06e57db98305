//! The arguments, as clap reads them. Doc comments here are the help that it prints.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::building::BuildArguments;
use super::deploying::{DeployArguments, HostName, RollbackArguments, ServerName};
use super::importing::ImportKind;
use crate::command::init::InitOptions;
use crate::command::list::What;
use crate::command::new::NewOptions;
use crate::command::serve::{Opening, ServeOptions};
use crate::command::session::Format;
use crate::command::suggest::{SuggestOptions, Then};
use crate::command::{Failure, Session};
use crate::serve::Search;
use crate::serve::listen::Reach;
use crate::source::Audience;
use crate::source::root::is_site;

/// Annotated news briefings as a static site: every person, organisation, place and term explained, every reference
/// resolved.
#[derive(Debug, Parser)]
#[command(name = "gloss", version, propagate_version = true, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// The site's folder [default: the nearest one, here or above, with a gloss.yaml].
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(super) root: Option<PathBuf>,
    /// How findings and lists are printed.
    #[arg(long, global = true, value_enum, default_value_t = FormatName::Human, value_name = "FORM")]
    pub(super) format: FormatName,
    /// Print findings and results only.
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Print more.
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
    /// Make warnings errors.
    #[arg(long, global = true)]
    pub(super) strict: bool,
    /// Whether to print in colour [auto: on a terminal; NO_COLOR and CLICOLOR_FORCE are heard].
    #[arg(long, global = true, value_enum, default_value_t = ColorName::Auto, value_name = "WHEN")]
    pub(super) color: ColorName,
    /// The time that embargoes and expiries are judged against [default: now, or SOURCE_DATE_EPOCH].
    #[arg(long, global = true, value_name = "TIME")]
    pub(super) now: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// With the lines of the source.
    Human,
    /// A line each.
    Short,
    /// A JSON object a line.
    #[value(alias = "jsonl")]
    Json,
    /// Annotations of a GitHub workflow.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorName {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Start a site: three questions, or flags.
    Init(InitArguments),
    /// Start an article, or an entity of the glossary.
    New(NewArguments),
    /// Write the site to its output folder.
    Build(BuildArguments),
    /// Show the site while it is edited: a saved file is on the screen at once.
    Serve(ServeArguments),
    /// Find everything that is wrong, and write nothing.
    Check {
        /// Also ask other sites whether what is linked to is still there.
        #[arg(long)]
        external: bool,
    },
    /// Add a correction to an article, dated now; nothing else of its file changes.
    Correct {
        /// The article's file, address or slug.
        page: String,
        /// What was wrong and what is right.
        text: String,
        /// What kind of correction.
        #[arg(long, value_enum, default_value_t = CorrectionName::Correction)]
        kind: CorrectionName,
    },
    /// Build the site and bring it to where readers are.
    Deploy(DeployArguments),
    /// Bring an earlier release back.
    Rollback(RollbackArguments),
    /// Print the headers that the site is served with, or a server's configuration with headers and redirects.
    Headers {
        /// In whose words [default: each file with its headers].
        #[arg(value_enum)]
        server: Option<ServerName>,
    },
    /// Print what is known, one line each.
    List {
        /// What to list.
        #[arg(value_enum)]
        what: WhatName,
        /// With `forms`: the id or name of an entity [default: all].
        entity: Option<String>,
    },
    /// Print when the next article is published or expires by itself, for whatever starts the next build.
    Next {
        /// Print all that is to come, not only what is next.
        #[arg(long)]
        all: bool,
    },
    /// Find names that articles use and the glossary lacks, and aliases that do no work.
    Suggest(SuggestArguments),
    /// Explain a kind of finding, or why a page has its mentions and links, and what it depends on.
    Explain {
        /// The name of a finding, such as `unknown-key`, or a page's path, slug or address.
        #[arg(value_name = "CODE|PAGE")]
        subject: String,
    },
    /// Turn other texts into articles.
    Import {
        #[command(subcommand)]
        what: ImportKind,
    },
    /// Print the JSON Schema of gloss.yaml, by which editors complete and check it.
    Schema,
    /// Write manual pages, one a command: `man -l FOLDER/gloss.1` shows the first.
    Man {
        /// The folder that they are written to.
        folder: PathBuf,
    },
    /// Print completions for a shell.
    Completions {
        /// Which shell.
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// The new site's folder.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// The site's name.
    #[arg(long)]
    title: Option<String>,
    /// Where it will stand, such as `https://example.org`.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The language of its texts, such as `en`.
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Also write what publishes the site from its repository; alone, in a site that there is.
    #[arg(long, value_enum, value_name = "HOST")]
    host: Option<HostName>,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct NewArguments {
    /// The article's headline.
    #[arg(required = true)]
    headline: Option<String>,
    /// Its section.
    #[arg(long)]
    section: Option<String>,
    /// Its language, where it is not the site's.
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    #[command(subcommand)]
    kind: Option<NewKind>,
}

#[derive(Debug, Subcommand)]
enum NewKind {
    /// Start an entity of the glossary.
    Entity {
        /// Its name.
        name: String,
        /// What it is: person, organization, place, event, work, law, weapon, term, or a kind of the site's own.
        #[arg(long, default_value = "term")]
        kind: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct SuggestArguments {
    /// Print so many names at most, and so many aliases of each kind.
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
    /// Leave out names that stand in fewer articles.
    #[arg(long, default_value_t = 1, value_name = "N")]
    articles: usize,
    /// Add the printed names as stubs to suggested.yaml in the glossary's folder.
    #[arg(long)]
    write: bool,
}

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    /// The port; a busy one moves to the next.
    #[arg(long, short, default_value_t = 4321)]
    port: u16,
    /// Answer to other devices in the network too, and print the address as a QR code.
    #[arg(long)]
    host: bool,
    /// Show what readers see: without drafts, embargoed and expired pages.
    #[arg(long)]
    as_published: bool,
    /// Open the page of the file that was edited last.
    #[arg(long)]
    open: bool,
    /// Make the search index too, when the search page asks for it.
    #[arg(long)]
    search: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum WhatName {
    /// Mentions of entities.
    Mentions,
    /// The nearest articles of each.
    Related,
    /// What stands for an entity in texts: its names in every case, for review.
    Forms,
    /// Drafts.
    Drafts,
    /// Articles that are published later.
    Scheduled,
    /// Articles whose time is over.
    Expired,
    /// Articles that no other refers to.
    Unreferenced,
}

/// What was done to an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CorrectionName {
    /// Something was wrong.
    Correction,
    /// Something could be misread.
    Clarification,
    /// Something new became known.
    Update,
    /// The article is withdrawn.
    Retraction,
}

impl CorrectionName {
    /// The word for it in front matter.
    pub(super) fn word(self) -> &'static str {
        match self {
            CorrectionName::Correction => "correction",
            CorrectionName::Clarification => "clarification",
            CorrectionName::Update => "update",
            CorrectionName::Retraction => "retraction",
        }
    }
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Human => Format::Human,
            FormatName::Short => Format::Short,
            FormatName::Json => Format::Json,
            FormatName::Github => Format::Github,
            FormatName::Sarif => Format::Sarif,
        }
    }
}

impl From<WhatName> for What {
    fn from(name: WhatName) -> Self {
        match name {
            WhatName::Mentions => What::Mentions,
            WhatName::Related => What::Related,
            WhatName::Forms => What::Forms,
            WhatName::Drafts => What::Drafts,
            WhatName::Scheduled => What::Scheduled,
            WhatName::Expired => What::Expired,
            WhatName::Unreferenced => What::Unreferenced,
        }
    }
}

impl From<ServeArguments> for ServeOptions {
    fn from(arguments: ServeArguments) -> Self {
        ServeOptions {
            port: arguments.port,
            reach: if arguments.host { Reach::Network } else { Reach::Machine },
            audience: if arguments.as_published { Audience::Readers } else { Audience::Editors },
            opening: if arguments.open { Opening::Newest } else { Opening::Nothing },
            search: if arguments.search { Search::Asked } else { Search::Off },
        }
    }
}

impl From<SuggestArguments> for SuggestOptions {
    fn from(arguments: SuggestArguments) -> Self {
        let then = if arguments.write { Then::Write } else { Then::Print };
        SuggestOptions { limit: arguments.limit, at_least: arguments.articles, then }
    }
}

impl InitArguments {
    /// Asks on a terminal for what the flags do not say.
    pub(super) fn into_options(self, session: &Session) -> Result<InitOptions, Failure> {
        let folder = session.here.join(&self.folder);
        let hosting = self.host.map(Into::into);
        if hosting.is_some() && is_site(&folder) {
            let (title, base_url, language) = Default::default();
            return Ok(InitOptions { folder, title, base_url, language, hosting });
        }
        let name = std::path::absolute(&folder).ok().and_then(|path| Some(path.file_name()?.to_str()?.to_owned()));
        let title = name.map(|name| super::terminal::title_of(&name)).unwrap_or_else(|| "Briefings".into());
        Ok(InitOptions {
            title: super::terminal::ask(self.title, "What is the site called?", &title)?,
            base_url: super::terminal::ask(self.base_url, "Where will it stand?", "https://example.org")?,
            language: super::terminal::ask(self.language, "In which language are its texts?", "en")?,
            folder,
            hosting,
        })
    }
}

impl NewArguments {
    pub(super) fn into_options(self) -> NewOptions {
        match self.kind {
            Some(NewKind::Entity { name, kind }) => NewOptions::Entity { name, kind },
            None => NewOptions::Article { headline: self.headline.unwrap_or_default(), section: self.section, language: self.language },
        }
    }
}

//! The arguments of `gloss deploy`, `gloss rollback` and `gloss headers`, and names of hosts. Doc comments here are the help that clap prints.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::command::deploy::{DeployOptions, Mode};
use crate::command::headers::Server;
use crate::command::init_host::Hosting;
use crate::command::rollback::{RollbackOptions, Wish};
use crate::publish::deploy::check::Allow;
use crate::publish::deploy::target::Locked;

#[derive(Debug, Args)]
pub(super) struct DeployArguments {
    /// The target's name under `deploy:` [default: the only one].
    target: Option<String>,
    /// Print what would be done, and send nothing.
    #[arg(long)]
    dry_run: bool,
    /// The output folder that the site is built to [default: public, in the site's folder].
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// Deploy a site without articles.
    #[arg(long)]
    allow_empty: bool,
    /// Deploy a site without a home page or a page for addresses that do not exist.
    #[arg(long)]
    allow_missing: bool,
    /// Let addresses vanish that readers may have kept.
    #[arg(long)]
    allow_gone: bool,
    /// Delete more than a quarter of the live files, or more than 256.
    #[arg(long)]
    allow_deletions: bool,
    /// Take over a target that holds something else.
    #[arg(long)]
    adopt: bool,
    /// Take over the lock of a deploy that was killed.
    #[arg(long)]
    take_over: bool,
}

#[derive(Debug, Args)]
pub(super) struct RollbackArguments {
    /// The target's name under `deploy:` [default: the only one].
    target: Option<String>,
    /// The release to go back to [default: the one before the live one].
    #[arg(long, value_name = "RELEASE")]
    to: Option<u64>,
    /// Print the releases that are kept, and do nothing.
    #[arg(long, conflicts_with_all = ["to", "dry_run"])]
    list: bool,
    /// Print what would be done, and do nothing.
    #[arg(long)]
    dry_run: bool,
    /// Take over the lock of a deploy that was killed.
    #[arg(long)]
    take_over: bool,
}

/// Where the site is published from its repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum HostName {
    /// GitHub Pages.
    GithubPages,
    /// GitLab Pages.
    GitlabPages,
    /// Netlify, from GitHub.
    Netlify,
    /// Cloudflare Pages, from GitHub.
    CloudflarePages,
    /// A server by ssh and rsync, from GitHub.
    Server,
}

impl From<HostName> for Hosting {
    fn from(name: HostName) -> Self {
        match name {
            HostName::GithubPages => Hosting::GithubPages,
            HostName::GitlabPages => Hosting::GitlabPages,
            HostName::Netlify => Hosting::Netlify,
            HostName::CloudflarePages => Hosting::CloudflarePages,
            HostName::Server => Hosting::Server,
        }
    }
}

/// Who serves the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ServerName {
    /// A file for nginx's `conf.d`.
    Nginx,
    /// A block for a `Caddyfile`.
    Caddy,
    /// Netlify's `_headers` and `_redirects`.
    Netlify,
    /// Those of Cloudflare Pages.
    Cloudflare,
}

impl From<ServerName> for Server {
    fn from(name: ServerName) -> Self {
        match name {
            ServerName::Nginx => Server::Nginx,
            ServerName::Caddy => Server::Caddy,
            ServerName::Netlify => Server::Netlify,
            ServerName::Cloudflare => Server::Cloudflare,
        }
    }
}

impl From<DeployArguments> for DeployOptions {
    fn from(arguments: DeployArguments) -> Self {
        let allowed = [
            (Allow::Empty, arguments.allow_empty),
            (Allow::Missing, arguments.allow_missing),
            (Allow::Gone, arguments.allow_gone),
            (Allow::Deletions, arguments.allow_deletions),
            (Allow::Foreign, arguments.adopt),
        ];
        DeployOptions {
            target: arguments.target,
            output: arguments.output,
            mode: if arguments.dry_run { Mode::Dry } else { Mode::Real },
            allowed: allowed.into_iter().filter_map(|(allow, given)| given.then_some(allow)).collect(),
            locked: if arguments.take_over { Locked::TakeOver } else { Locked::Respect },
        }
    }
}

impl From<RollbackArguments> for RollbackOptions {
    fn from(arguments: RollbackArguments) -> Self {
        let wish = match (arguments.list, arguments.dry_run) {
            (true, _) => Wish::List,
            (_, true) => Wish::Dry,
            _ => Wish::Go,
        };
        RollbackOptions {
            target: arguments.target,
            to: arguments.to,
            wish,
            locked: if arguments.take_over { Locked::TakeOver } else { Locked::Respect },
        }
    }
}

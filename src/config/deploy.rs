//! Where a site is deployed to, and what serves it there: `deploy:` and `host:` of the site's file.

use super::compress::Encoding;

/// Whose files of its own a build writes, where it is known what serves the site: `host:` of the site's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Host {
    /// Netlify.
    Netlify,
    /// Cloudflare Pages.
    CloudflarePages,
    /// GitHub Pages, and hosts that take its files: Codeberg's.
    GithubPages,
    /// GitLab Pages.
    GitlabPages,
}

/// Who is told of changes once they are live: `pings:` of the site's file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PingsConfig {
    /// The hub that readers of feeds subscribe at (W3C WebSub).
    pub hub: Option<String>,
    /// Search engines that speak `IndexNow`.
    pub index: Option<IndexNow>,
}

/// How search engines are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexNow {
    /// The key, which is no secret: it stands in a file of the site.
    pub key: String,
    /// Where they are told.
    pub endpoint: String,
}

/// A place that `gloss deploy` can bring the site to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetConfig {
    /// Its name: the key under `deploy:`.
    pub name: String,
    /// What it is.
    pub place: Place,
    /// How many releases are kept there, the live one among them; at least 1.
    pub keep: usize,
    /// How many files are sent at a time, where they are sent one by one; at least 1.
    pub at_once: usize,
    /// How text is stored in a bucket, with `Content-Encoding`: in one of the ways in which the build compresses it. As it is,
    /// unless that is asked for.
    pub encoding: Option<Encoding>,
    /// Whether [`PingsConfig`] holds for it: a place for trials tells nobody.
    pub pings: bool,
}

/// What a target is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder of this machine, with a folder for each release and the link `current` to the live one.
    Directory {
        /// The folder; from the site's root where it is relative.
        path: String,
    },
    /// A bucket of Amazon's S3, or of a store that speaks its language.
    S3 {
        /// The bucket's name.
        bucket: String,
        /// The store's address; Amazon's where there is none.
        endpoint: Option<String>,
        /// The region; the one that the environment or the profile names where there is none.
        region: Option<String>,
        /// The folder in the bucket; without slashes at its ends, may be empty.
        prefix: String,
    },
    /// A bucket of Google Cloud Storage.
    Gcs {
        /// The bucket's name.
        bucket: String,
        /// The store's address; Google's where there is none.
        endpoint: Option<String>,
        /// The folder in it; empty for the bucket itself.
        prefix: String,
    },
    /// A container of Azure Blob Storage.
    Azure {
        /// The container's name; `$web` for a static website.
        container: String,
        /// The account's address: `https://ACCOUNT.blob.core.windows.net`.
        endpoint: String,
        /// The folder in it; empty for the container itself.
        prefix: String,
    },
    /// A branch of a git repository, as hosts of pages serve it.
    Git {
        /// What `git push` takes: an address or a path, or a remote's name in the site's own repository.
        remote: String,
        /// The branch.
        branch: String,
        /// The domain that hosts of pages read from the file `CNAME`.
        domain: Option<String>,
    },
    /// A folder of another machine that is reached by ssh, laid out as [`Place::Directory`].
    Rsync {
        /// What `ssh` takes: a host, `user@host`, or a name of its configuration.
        host: String,
        /// The port, where the configuration does not say.
        port: Option<u16>,
        /// The folder there.
        path: String,
    },
    /// A site of Netlify's.
    Netlify {
        /// Its id, or its name with `.netlify.app`.
        site: String,
        /// The address of the host's interface; its own where there is none.
        endpoint: Option<String>,
    },
    /// A project of Cloudflare Pages.
    CloudflarePages {
        /// Its name.
        project: String,
        /// The address of the host's interface; its own where there is none.
        endpoint: Option<String>,
    },
    /// A folder of another machine that takes files by SFTP and may offer nothing else; served as it stands.
    Sftp {
        /// What `ssh` takes: a host, `user@host`, or a name of its configuration.
        host: String,
        /// The port, where the configuration does not say.
        port: Option<u16>,
        /// The folder there; from the user's own where it is relative.
        path: String,
        /// How the site lies in it.
        layout: Layout,
    },
}

/// How a site lies in a folder that is written to by SFTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// The folder is the site: its files change one by one, as in a bucket.
    #[default]
    Folder,
    /// The folder holds `releases/N/` and the link `current`, which is what is served: readers see a release whole.
    Releases,
}

impl Place {
    /// The word of `kind`.
    pub fn kind(&self) -> &'static str {
        match self {
            Place::Directory { .. } => "directory",
            Place::S3 { .. } => "s3",
            Place::Gcs { .. } => "gcs",
            Place::Azure { .. } => "azure",
            Place::Git { .. } => "git",
            Place::Rsync { .. } => "rsync",
            Place::Sftp { .. } => "sftp",
            Place::Netlify { .. } => "netlify",
            Place::CloudflarePages { .. } => "cloudflare-pages",
        }
    }
}

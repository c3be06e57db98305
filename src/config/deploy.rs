//! Where a site is deployed to, and the headers that it is served with there: `deploy:` and `headers:` of the site's file.

/// Headers of the files that a pattern names, where a target serves headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderRule {
    /// Paths in the output, with `*` and `**`.
    pub path: String,
    /// `Content-Type`, where it is not the usual one.
    pub content_type: Option<String>,
    /// `Cache-Control`, where it is not the usual one.
    pub cache_control: Option<String>,
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
}

impl Place {
    /// The word of `kind`.
    pub fn kind(&self) -> &'static str {
        match self {
            Place::Directory { .. } => "directory",
            Place::S3 { .. } => "s3",
            Place::Git { .. } => "git",
            Place::Rsync { .. } => "rsync",
        }
    }
}

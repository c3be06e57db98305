//! Headers that the site is served with: one table, for every place that it goes to (`headers:` of the site's file).
//!
//! In: the site's file. Out: a [`table::HeaderTable`], which answers for a path. What puts the answers into the form of a
//! host or a server is in `render::host`.

pub mod class;
pub mod media;
pub mod policy;
pub mod table;

use self::class::Class;
use self::policy::Policy;

/// `headers:` of the site's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadersConfig {
    /// For how long what may be kept.
    pub cache: CacheConfig,
    /// What pages may load and run.
    pub policy: Policy,
    /// Whether pages carry their policy, for hosts that serve no headers.
    pub policy_in_pages: bool,
    /// `Referrer-Policy`.
    pub referrer: String,
    /// `Permissions-Policy`.
    pub permissions: String,
    /// `Strict-Transport-Security` (RFC 6797): a promise that cannot be taken back before its time, so none is made unasked.
    pub transport: Option<String>,
    /// What holds for some files; the first that says something counts.
    pub rules: Vec<HeaderRule>,
}

/// `Cache-Control` by class (RFC 9111; `immutable` is of RFC 8246).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheConfig {
    /// Of files whose names change with their bytes.
    pub assets: String,
    /// Of pages.
    pub pages: String,
    /// Of feeds, sitemaps and the search index.
    pub indexes: String,
    /// Of everything else.
    pub other: String,
}

/// Headers of the files that a pattern names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeaderRule {
    /// Paths in the output, with `*` and `**`.
    pub path: String,
    /// `Content-Type`, where it is not the usual one.
    pub content_type: Option<String>,
    /// `Cache-Control`, where it is not the usual one.
    pub cache_control: Option<String>,
    /// Directives of the policy that are others than the site's, with their sources.
    pub policy: Vec<(String, String)>,
    /// Other headers, by name.
    pub set: Vec<(String, String)>,
}

impl Default for HeadersConfig {
    fn default() -> Self {
        Self {
            cache: CacheConfig::default(),
            policy: Policy::default(),
            policy_in_pages: true,
            referrer: "strict-origin-when-cross-origin".into(),
            permissions: "camera=(), geolocation=(), microphone=(), payment=(), usb=()".into(),
            transport: None,
            rules: vec![],
        }
    }
}

impl Default for CacheConfig {
    fn default() -> Self {
        Self {
            assets: "public, max-age=31536000, immutable".into(),
            pages: "no-cache".into(),
            indexes: "no-cache".into(),
            other: "public, max-age=3600".into(),
        }
    }
}

impl CacheConfig {
    /// Of a class.
    pub fn of(&self, class: Class) -> &str {
        match class {
            Class::Asset => &self.assets,
            Class::Page => &self.pages,
            Class::Index => &self.indexes,
            Class::Other => &self.other,
        }
    }
}

//! The table itself: which headers a path is served with.

use globset::{Glob, GlobBuilder, GlobMatcher};

use super::class::class;
use super::media::media_type;
use super::policy::Policy;
use super::{HeaderRule, HeadersConfig};
use crate::text::percent::decode;

/// The headers of a file that any target can serve it with, buckets too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headers {
    /// `Content-Type`.
    pub content_type: String,
    /// `Cache-Control`.
    pub cache_control: String,
}

/// Which headers which files are served with: the site's own rules over the built-in ones.
#[derive(Debug, Clone)]
pub struct HeaderTable {
    config: HeadersConfig,
    rules: Vec<Row>,
}

/// A rule, ready to be asked.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it says.
    pub rule: HeaderRule,
    /// The pattern as a regular expression on a path from `/`.
    pub regex: String,
    matcher: GlobMatcher,
}

impl HeaderTable {
    /// The table of a site. A rule whose pattern cannot be read holds for nothing; the reader of the site's file has
    /// reported it.
    pub fn new(config: &HeadersConfig) -> Self {
        let rules = config.rules.iter().cloned().chain([built_in(&config.policy)]).filter_map(Row::new).collect();
        Self { config: config.clone(), rules }
    }

    /// The headers of a file, by its path in the output. Of the site's rules, the first that has something to say counts.
    pub fn of(&self, path: &str) -> Headers {
        let said = |pick: fn(&HeaderRule) -> Option<&String>| self.rules_of(path).find_map(pick).cloned();
        Headers {
            content_type: said(|rule| rule.content_type.as_ref()).unwrap_or_else(|| media_type(path)),
            cache_control: said(|rule| rule.cache_control.as_ref()).unwrap_or_else(|| self.config.cache.of(class(path)).to_owned()),
        }
    }

    /// What a page at a path may load and run: the site's policy, with the directives of the first rule that has some.
    pub fn policy(&self, path: &str) -> Policy {
        let rule = self.rules_of(path).find(|rule| !rule.policy.is_empty());
        rule.map_or_else(|| self.config.policy.clone(), |rule| self.policy_of_rule(rule))
    }

    /// What any page of the site may load and run.
    pub fn widest_policy(&self) -> Policy {
        self.rules.iter().fold(self.config.policy.clone(), |all, row| all.joined(&self.policy_of_rule(&row.rule)))
    }

    /// The policy of a file that a rule names.
    pub fn policy_of_rule(&self, rule: &HeaderRule) -> Policy {
        rule.policy.iter().fold(self.config.policy.clone(), |policy, (name, sources)| policy.with(name, sources))
    }

    /// The policy that the page at an address (`/2024/a/`, percent-encoded) carries in itself; empty where it carries none.
    pub fn policy_in_page(&self, url: &str) -> String {
        let path = decode(url.trim_start_matches('/'));
        let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
        if self.config.policy_in_pages { self.policy(&path).meta() } else { String::new() }
    }

    /// Other headers that rules set for a path.
    pub fn set(&self, path: &str) -> Vec<(&str, &str)> {
        let mut set: Vec<(&str, &str)> = Vec::new();
        for (name, value) in self.rules_of(path).flat_map(|rule| &rule.set) {
            if !set.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
                set.push((name, value));
            }
        }
        set
    }

    /// The headers that are the same for all files: names and values, the policy left out.
    pub fn security(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", self.config.referrer.as_str()),
            ("Permissions-Policy", self.config.permissions.as_str()),
            ("Strict-Transport-Security", self.config.transport.as_deref().unwrap_or_default()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Everything that a file is served with where the server can do all.
    pub fn all(&self, path: &str) -> Vec<(String, String)> {
        let own = self.of(path);
        let policy = self.policy(path).header();
        let mut all = vec![("Content-Type", own.content_type.as_str()), ("Cache-Control", own.cache_control.as_str())];
        all.push(("Content-Security-Policy", &policy));
        all.extend(self.security());
        all.extend(self.set(path));
        all.retain(|(_, value)| !value.is_empty());
        all.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// The rules, the site's before the built-in ones.
    pub fn rows(&self) -> &[Row] {
        &self.rules
    }

    /// What the site's file says besides.
    pub fn config(&self) -> &HeadersConfig {
        &self.config
    }

    fn rules_of(&self, path: &str) -> impl Iterator<Item = &HeaderRule> {
        self.rules.iter().filter(move |row| row.matcher.is_match(path)).map(|row| &row.rule)
    }
}

impl Default for HeaderTable {
    fn default() -> Self {
        Self::new(&HeadersConfig::default())
    }
}

impl Row {
    fn new(rule: HeaderRule) -> Option<Self> {
        let glob = pattern(&rule.path).ok()?;
        // The library's flag for bytes is not known to servers; a path from `/` has one more letter at its start.
        let regex = glob.regex().trim_start_matches("(?-u)").trim_start_matches('^');
        Some(Self { regex: format!("^/{regex}"), matcher: glob.compile_matcher(), rule })
    }
}

/// A pattern of a rule: `*` stays in its folder, `**` does not.
///
/// # Errors
/// Where it cannot be read.
pub fn pattern(text: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(text).literal_separator(true).build()
}

/// The pages of the search run WebAssembly.
fn built_in(policy: &Policy) -> HeaderRule {
    let sources = format!("{} 'wasm-unsafe-eval'", policy.sources("script-src").unwrap_or("'self'"));
    let path = "{search/**,*/search/**,search.html,*/search.html}".into();
    HeaderRule { path, policy: vec![("script-src".into(), sources)], ..HeaderRule::default() }
}

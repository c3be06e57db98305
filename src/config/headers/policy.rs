//! What a page may load and run: a Content-Security-Policy (W3C, CSP level 3).

/// Directives that count in a header only (CSP 3, section 3.3); HTML's checkers report them in a page.
const HEADER_ONLY: &[&str] = &["frame-ancestors", "report-uri", "report-to", "sandbox"];

/// Nothing but the site's own scripts and styles, none of them inline; pictures and media from anywhere that is encrypted,
/// since editors quote them; nobody else's page around ours.
const BUILT_IN: &[(&str, &str)] = &[
    ("default-src", "'self'"),
    ("img-src", "'self' https: data:"),
    ("media-src", "'self' https:"),
    ("frame-src", "https:"),
    ("object-src", "'none'"),
    ("base-uri", "'none'"),
    ("form-action", "'self'"),
    ("frame-ancestors", "'self'"),
];

/// Directives with their sources, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy(Vec<(String, String)>);

impl Default for Policy {
    fn default() -> Self {
        Self(BUILT_IN.iter().map(|(name, sources)| ((*name).to_owned(), (*sources).to_owned())).collect())
    }
}

impl Policy {
    /// The policy with a directive in place of its own; without sources, without the directive.
    #[must_use]
    pub fn with(mut self, name: &str, sources: &str) -> Self {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, own)) => sources.clone_into(own),
            None => self.0.push((name.to_owned(), sources.to_owned())),
        }
        self.0.retain(|(_, sources)| !sources.is_empty());
        self
    }

    /// The policy that allows what either of the two allows, for a server that has one policy for all pages.
    #[must_use]
    pub fn joined(&self, other: &Policy) -> Self {
        let names = self.0.iter().chain(other.0.iter().filter(|(name, _)| !self.0.iter().any(|(known, _)| known == name)));
        let joined = names.filter_map(|(name, _)| {
            // What one of them does not limit, both together do not.
            let (ours, theirs) = (self.sources(name)?, other.sources(name)?);
            let mut sources: Vec<&str> = ours.split(' ').chain(theirs.split(' ')).filter(|source| *source != "'none'").collect();
            let mut seen = std::collections::BTreeSet::new();
            sources.retain(|source| seen.insert(*source));
            Some((name.clone(), if sources.is_empty() { "'none'".to_owned() } else { sources.join(" ") }))
        });
        Self(joined.collect())
    }

    /// The sources of a directive; of `default-src` where the policy has no word on a kind of source.
    pub fn sources(&self, name: &str) -> Option<&str> {
        let find = |name: &str| self.0.iter().find(|(known, _)| known == name).map(|(_, sources)| sources.as_str());
        find(name).or_else(|| name.ends_with("-src").then(|| find("default-src")).flatten())
    }

    /// The value of the header; empty where there is no directive.
    pub fn header(&self) -> String {
        self.written(|_| true)
    }

    /// The text for `<meta http-equiv>`: without what counts in a header only.
    pub fn meta(&self) -> String {
        self.written(|name| !HEADER_ONLY.contains(&name))
    }

    fn written(&self, is_in: impl Fn(&str) -> bool) -> String {
        let parts: Vec<String> = self.0.iter().filter(|(name, _)| is_in(name)).map(|(name, sources)| format!("{name} {sources}")).collect();
        parts.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_s_policy_has_nothing_for_headers_alone() {
        let policy = Policy::default().with("report-uri", "/reports").with("sandbox", "allow-scripts");
        for name in HEADER_ONLY {
            assert!(!policy.meta().contains(name), "{name}");
        }
        assert!(policy.header().contains("frame-ancestors 'self'; report-uri /reports; sandbox allow-scripts"));
        assert!(!policy.header().contains("unsafe"));
    }

    #[test]
    fn directives_are_replaced_and_dropped() {
        let policy = Policy::default().with("img-src", "'self'").with("frame-src", "").header();
        assert!(policy.contains("img-src 'self';") && !policy.contains("frame-src"), "{policy}");
    }

    #[test]
    fn two_policies_joined_allow_what_either_allows() {
        let wasm = Policy::default().with("script-src", "'self' 'wasm-unsafe-eval'");
        let joined = Policy::default().joined(&wasm).header();
        assert!(joined.contains("script-src 'self' 'wasm-unsafe-eval'") && joined.contains("object-src 'none'"), "{joined}");
        let media = Policy::default().with("object-src", "https:").joined(&Policy::default()).header();
        assert!(media.contains("object-src https:") && !media.contains("'none' https:"), "{media}");
        assert!(!Policy::default().joined(&Policy::default().with("form-action", "")).header().contains("form-action"));
    }
}

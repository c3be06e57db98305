//! What the site's file says to programs that come by: crawlers, registries of publishers, people who find a hole.

/// Which programs may gather the site's texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RobotsConfig {
    /// What those that gather texts for language models may do.
    pub ai: AiPolicy,
    /// The address of the terms of use in a form for programs (RSL 1.0).
    pub license: Option<String>,
}

/// What programs that gather texts for language models may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AiPolicy {
    /// As all others.
    #[default]
    Allow,
    /// Look texts up to answer a reader's question, but not train on them.
    NoTraining,
    /// Nothing.
    Deny,
}

/// `trust.txt` (JournalList's specification 1.5): its lines, in the order of [`TRUST_KEYS`].
pub type TrustConfig = Vec<(&'static str, String)>;

/// The names that `trust.txt` knows.
pub const TRUST_KEYS: &[&str] = &["member", "belongto", "control", "controlledby", "social", "vendor", "customer", "disclosure", "contact"];

/// `security.txt` (RFC 9116).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityConfig {
    /// Where to write to, best first: addresses with their scheme.
    pub contact: Vec<String>,
    /// The day from which it is no longer to be believed.
    pub expires: jiff::civil::Date,
    /// Other addresses by name, in the order of [`SECURITY_KEYS`].
    pub others: Vec<(&'static str, String)>,
}

/// The site's file's names for what else `security.txt` knows, and its own.
pub const SECURITY_KEYS: &[(&str, &str)] =
    &[("policy", "Policy"), ("encryption", "Encryption"), ("acknowledgments", "Acknowledgments"), ("hiring", "Hiring")];

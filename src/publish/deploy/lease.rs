//! A lock with a lease: whoever holds it must renew it, so that a deploy that was killed keeps nobody out for long.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::source::machine::nonce;

/// For how many seconds a lease holds without being renewed.
pub const TERM: i64 = 120;

/// How often it is renewed.
pub const RENEW: Duration = Duration::from_secs(30);

/// What stands in the lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Tells this holder from all others.
    pub token: String,
    /// Since when it is held (RFC 3339).
    pub since: String,
    /// Until when it holds, in seconds since 1970.
    pub until: i64,
}

impl Lease {
    /// A new holder's lease from `now` on.
    pub fn new(now: jiff::Timestamp) -> Self {
        Self { token: format!("{:016x}", nonce()), since: now.to_string(), until: 0 }.renewed(now)
    }

    /// The same holder's lease from `now` on.
    #[must_use]
    pub fn renewed(self, now: jiff::Timestamp) -> Self {
        Self { until: now.as_second().saturating_add(TERM), ..self }
    }

    /// Whether it no longer holds.
    pub fn is_over(&self, now: jiff::Timestamp) -> bool {
        self.until < now.as_second()
    }

    /// Its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// A lease from its bytes; what cannot be read holds for nobody.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

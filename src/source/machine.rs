//! What only the machine knows: the time, and chance. Never asked inside a query.

use std::hash::{BuildHasher, Hasher, RandomState};

use super::stamp::Stamp;

/// The time of the machine's clock.
#[expect(clippy::disallowed_methods, reason = "where a command or a server reads the clock, to set it as an input or to date what it does")]
pub fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// Something that nobody can guess and that no other process gets: the keys of a hasher are random.
pub fn nonce() -> u64 {
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    hasher.finish()
}

/// What tells this program from another one, an other build of the same version included: its file on the disk. Nothing where
/// the system does not say.
pub fn program() -> Option<String> {
    let disk = std::env::current_exe().ok()?;
    let mut stamp = Stamp::default();
    stamp.add(env!("CARGO_PKG_VERSION"), &disk.metadata().ok()?);
    Some(stamp.digest())
}

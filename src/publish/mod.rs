//! Artifacts go to a store: a folder here. From there [`deploy`] brings them to buckets, servers and branches.
//!
//! In: [`Artifact`](crate::render::Artifact)s, one at a time and from many threads, as they are rendered. Out: files whose
//! bytes are those of the artifacts, touched only where they differ, and a record of what was made, so that the next build
//! can remove what is no longer made and mend what was cut short.
//! What must never be: a cleared output folder, a file removed that no build of ours made, or a half-written file that
//! the next build takes for whole.

pub mod build;
pub mod cache;
mod compress;
pub mod deploy;
pub mod error;
pub mod folder;
pub mod guard;
pub mod last;
pub mod leak;
pub mod maker;
pub mod outside;
pub mod progress;
pub mod publication;
pub mod record;
mod search;
mod secure;
pub mod shard;
pub mod store;
pub mod survey;
pub mod timing;
pub mod trace;

pub use error::PublishError;
pub use publication::{Publication, Written};
pub use store::{Put, Store};

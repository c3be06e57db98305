//! From the output folder to where readers are.
//!
//! In: a whole build, and what a target says that it holds ([`manifest`]). Between: a [`plan`], which is pure, and what
//! stops it ([`check`]). Out: a [`target`] that holds the site, and a manifest there that says so. What goes where in which
//! order is decided here once; targets only differ in how a file gets there, and in whether they can switch at once.
//! What must never be: a page that names a file which is not there, a target of somebody else that is written over, a secret
//! in a message.

mod api;
mod batch;
pub mod bucket;
pub mod built;
mod channel;
pub mod check;
pub mod cloud;
pub mod cloudflare;
mod connection;
pub mod directory;
pub mod encoded;
pub mod error;
pub mod git;
pub mod hosted;
mod layout;
pub mod lease;
mod lock;
pub mod manifest;
pub mod netlify;
pub mod news;
pub mod objects;
pub mod ping;
pub mod plan;
pub mod releases;
pub mod rsync;
pub mod sftp;
mod shell;
pub mod target;
mod tool;
mod tree;
mod wave;
mod wire;

pub use error::DeployError;
pub use target::{Target, Work};

//! Views become artifacts: templates, feeds, sitemaps, redirects, assets.
//!
//! In: views and templates. Out: [`Artifact`]s, each a path and its bytes, and findings.
//! What must never be: a file written, or two ways to make the bytes of a page.

pub mod artifact;
pub mod engine;
pub mod feed;
pub mod function;
pub mod page;
pub mod produce;
pub mod sitemap;

pub use artifact::{Artifact, Content};
pub use page::{Page, PageKind};

//! Views become artifacts: templates, feeds, sitemaps, redirects, assets.
//!
//! In: views and templates. Out: [`Artifact`]s, each a path and its bytes, and findings.
//! What must never be: a file written, or two ways to make the bytes of a page.

pub mod artifact;
pub mod clock;
pub mod engine;
pub mod feed;
mod feed_item;
mod feed_json;
mod file;
mod fragment;
pub mod function;
pub mod host;
#[expect(missing_docs, reason = "salsa generates `new` without docs")]
pub mod key;
pub mod page;
pub mod produce;
pub mod route;
pub mod search;
pub mod sitemap;
mod sitemap_news;
mod standing;

pub use artifact::{Artifact, Content};
pub use key::Page;
pub use page::PageKind;

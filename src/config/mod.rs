//! The site's file, `gloss.yaml`, as data with defaults. Pure: text in, [`Config`] and findings out.
//!
//! Every key has a default but `title` and `base_url`. The query that reads the file is `parse::config`.

pub mod compress;
pub mod deploy;
pub mod headers;
pub mod language;
pub mod read;
mod read_deploy;
mod read_headers;
mod read_rules;
mod read_standing;
pub mod reader;
pub mod rules;
pub mod site;
pub mod standing;

/// The JSON Schema (draft 7) of the site's file, for editors. What it cannot tell, the findings do.
pub const SCHEMA: &str = include_str!("schema.json");

pub use language::Language;
pub use site::Config;

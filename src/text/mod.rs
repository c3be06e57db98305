//! Text and places in it: spans, lines and columns, folding, slugs, and structured text (YAML, TOML) with spans.
//!
//! The ground floor: it knows nothing of sites, articles or entities. All offsets are bytes of UTF-8.

pub mod boundary;
pub mod fold;
pub mod path;
pub mod sentence;
pub mod similar;
pub mod span;

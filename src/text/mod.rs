//! Text and places in it: spans, lines and columns, folding, slugs, and structured text (YAML, TOML) with spans.
//!
//! The ground floor: it knows nothing of sites, articles or entities. All offsets are bytes of UTF-8.

pub mod boundary;
pub mod fence;
pub mod fold;
mod fold_sign;
pub mod headline;
pub mod hex;
pub mod markdown;
pub mod marks;
pub mod near;
pub mod node;
pub mod path;
pub mod percent;
pub mod sentence;
pub mod similar;
pub mod slug;
pub mod span;
pub mod stem;
pub mod stop;
pub mod toml;
pub mod words;
pub mod yaml;
mod yaml_offsets;
mod yaml_plain;

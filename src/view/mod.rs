//! Links become views: what a page may show, as structs that templates read. One file a family of pages.
//!
//! In: queries of `link`. Out: serialisable structs, documented for authors of themes (the manual's page about the theme).
//! What must never be: a decision that a template could not see, or a look at the disk.

pub mod article;
pub mod assets;
pub mod builtin;
pub mod card;
pub mod common;
pub mod edition;
pub mod entity;
pub mod feed;
pub mod how_it_works;
pub mod html;
pub mod kept;
pub mod list;
pub mod locale;
pub mod pages;
pub mod picture;
pub mod search;
pub mod social;
pub mod structured;
pub mod texts;
pub mod urls;

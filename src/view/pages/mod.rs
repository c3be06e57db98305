//! How the views of pages are made from the queries of `link`. One file a family of pages.

pub mod annotations;
pub mod article;
pub mod corrections;
pub mod data;
pub mod data_articles;
pub mod entity;
pub mod glossary;
pub mod how_it_works;
pub mod list;
pub mod notes;
pub mod page;
mod passage;
pub mod search;
mod selector;
pub mod site;

//! Glossator: placeholder map
pub mod text;
pub mod diagnostic;
pub mod config;
pub mod source;
pub mod parse;
pub mod glossary;
pub mod link;
pub mod view;

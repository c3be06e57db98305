//! Glossator: placeholder map
pub mod cli;
pub mod command;
pub mod config;
pub mod diagnostic;
pub mod glossary;
pub mod link;
pub mod parse;
pub mod publish;
pub mod render;
pub mod source;
pub mod text;
pub mod view;

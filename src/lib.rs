//! Glossator: a compiler whose program is a news archive.
//!
//! Text goes in, questions are asked of it, bytes come out. The site is a database of [salsa]: files are its inputs, every
//! derived fact is a pure function of them (a *query*), and build, check, deploy, list and explain all ask the same questions.
//! The database remembers answers and what each depended on; after an edit it works out anew only what the edit reached,
//! and an answer that comes out equal stops the wave.
//!
//! # Stages, in reading order
//!
//! | stage | from | to | |
//! | --- | --- | --- | --- |
//! | [`source`] | files | inputs | walks the site, holds texts; the only reader of the disk |
//! | [`parse`] | texts | documents | front matter and Markdown as a tree with spans; never fails, reports |
//! | [`glossary`] | entity files | the glossary | names, aliases, forms; one matcher a language |
//! | [`link`] | documents, glossary | links | mentions, references, backlinks, read-also: side tables, the tree is not touched |
//! | [`view`] | links | views | what a page may show, as serialisable structs |
//! | [`render`] | views | artifacts | templates, HTML, feeds, sitemaps |
//! | [`publish`] | artifacts | a store | a folder; only what changed is written; from there to buckets, branches and hosts |
//! | [`serve`] | requests, saved files | answers | pages made when asked for, shown anew when a file is saved |
//!
//! Beneath them lie [`text`] (places in texts, folding), [`picture`] (pictures read, made smaller and drawn, bytes to bytes),
//! [`diagnostic`] (what is wrong, where, how to mend it) and [`config`] (the site's file). Above them stand [`command`], one file a command, and [`cli`].
//! A file imports only from its own stage and from those before it; `tests/architecture.rs` holds that.
//!
//! # What always holds
//!
//! 1. *Same bytes.* An incremental result equals a clean build's, byte for byte, after any edits, additions, renames and
//!    deletions. Threads, the order of folders, the locale and the clock change nothing (the clock is an input).
//! 2. *One way to make a page.* [`render::produce`] makes the bytes of every page, whoever asks.
//! 3. *Facts, not bodies.* What one page shows of another is a small query of its own ([`link::Card`]), so that an edit of a
//!    body renders that page and no other.
//! 4. *Stages never fail.* Each gives a value and findings; a run reports all findings of all files, sorted.
//! 5. *No I/O inside.* Reading is in [`source`], writing in [`publish`]; a lint (`clippy.toml`) keeps it there.
//! 6. *Drafts and embargoes.* One set says what may be seen ([`link::visibility`]), and everything asks it.
//! 7. *Tests see work.* The database's log says which queries ran; tests assert it.
//!
//! # What is absent
//!
//! `text` knows no site. `parse` knows no other document. `glossary` knows no article. `link` knows no HTML. `view` knows no
//! template. `render` writes no file. No stage prints; none reads the clock, the environment or the disk inside a query.

pub mod cli;
pub mod command;
pub mod config;
pub mod diagnostic;
pub mod glossary;
pub mod link;
pub mod parse;
pub mod picture;
pub mod publish;
pub mod render;
pub mod serve;
pub mod source;
pub mod text;
pub mod view;

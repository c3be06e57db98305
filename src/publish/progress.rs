//! What a long piece of work tells of itself while it runs.

/// A part of a build. The order is that of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Files are read from the disk.
    Read,
    /// Texts are parsed.
    Parse,
    /// Entities are read, and their names made ready to be found.
    Glossary,
    /// Mentions and references are found.
    Link,
    /// Articles find those that are like them.
    Relate,
    /// Pages are rendered and written.
    Render,
    /// The search index is made, while pages are rendered.
    Index,
    /// Pictures are made smaller, and cards drawn.
    Pictures,
    /// What is no longer made is removed.
    Finish,
    /// Files are sent to a target.
    Send,
    /// Other sites are asked whether what is linked to is there.
    Ask,
}

impl Phase {
    /// What is printed beside a bar.
    pub fn word(self) -> &'static str {
        match self {
            Phase::Read => "reading",
            Phase::Parse => "parsing",
            Phase::Glossary => "glossary",
            Phase::Link => "linking",
            Phase::Relate => "relating",
            Phase::Render => "rendering",
            Phase::Index => "indexing",
            Phase::Pictures => "pictures",
            Phase::Finish => "finishing",
            Phase::Send => "sending",
            Phase::Ask => "asking",
        }
    }
}

/// Whoever shows progress. Steps come from many threads.
pub trait Progress: Sync {
    /// A phase of `total` steps begins; 0 where the number is not known.
    fn begin(&self, phase: Phase, total: usize);
    /// A step of it is done.
    fn step(&self);
    /// A step of it is done: a file was sent, of so many bytes.
    fn sent(&self, path: &str, bytes: u64);
    /// No phase is under way any more.
    fn end(&self);
}

/// Shows nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: Phase, _: usize) {}
    fn step(&self) {}
    fn sent(&self, _: &str, _: u64) {}
    fn end(&self) {}
}

//! In which ways files are compressed beforehand.

/// A way of compressing that browsers understand, as `Accept-Encoding` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// `br` (RFC 7932).
    Brotli,
    /// `gzip` (RFC 1952).
    Gzip,
    /// `zstd` (RFC 8878).
    Zstd,
}

/// The words of `compress`.
pub const ENCODINGS: &[(&str, Encoding)] = &[("br", Encoding::Brotli), ("gz", Encoding::Gzip), ("zstd", Encoding::Zstd)];

impl Encoding {
    /// What is put behind a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
            Self::Zstd => "zst",
        }
    }
}

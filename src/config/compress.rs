//! In which ways files are compressed beforehand.

/// A way of compressing that browsers understand, as `Accept-Encoding` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Encoding {
    /// `br` (RFC 7932).
    #[serde(rename = "br")]
    Brotli,
    /// `gzip` (RFC 1952).
    #[serde(rename = "gzip")]
    Gzip,
    /// `zstd` (RFC 8878).
    #[serde(rename = "zstd")]
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

    /// Its name in headers (IANA, HTTP Content Coding Registry).
    pub fn token(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }
}

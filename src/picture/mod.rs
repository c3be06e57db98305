//! Pictures: what a file says of itself, smaller pictures made of it, and cards drawn. Bytes in, bytes out: it knows no site.
//!
//! In: the bytes of a picture. Out: its [`Head`], or the bytes of what is made of it ([`Make`]). The same bytes give the same
//! bytes. What must never be: a panic for a broken file, more memory than [`PIXELS`] take, or EXIF in what comes out.

mod avif;
pub mod card;
mod decode;
pub mod font;
mod gif;
mod head;
mod letters;
mod sheet;
mod strip;
mod svg;

pub use decode::Bitmap;
pub use head::head;
pub use strip::strip;

use sha2::{Digest, Sha256};

use crate::text::hex::hex;

/// The most pixels that a picture may have: decoded, they take 400 MB.
pub const PIXELS: u64 = 100_000_000;

/// The most bytes that a picture's file may have.
pub const BYTES: u64 = 256 << 20;

/// The width of a picture for social networks (Google's and Open Graph's advice: at least 1200).
pub const SOCIAL: u32 = 1200;

/// The most pixels that a WebP has on a side (RFC 9649).
pub const WEBP_SIDE: u32 = 16_383;

/// What the quality of drawn pictures is above that of photographs: their edges show more.
const DRAWN: u8 = 10;

/// Goes into the names of what is made: another number where other bytes are made of the same picture.
const VERSION: &str = "1";

/// What pages offer of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    /// Widths in pixels, where the picture is wider; small to wide, at least one.
    widths: Vec<u32>,
    /// Of WebP photographs, 1 to 100.
    pub quality: u8,
    /// Whether WebP is offered.
    pub webp: bool,
}

impl Default for Recipe {
    fn default() -> Self {
        Self { widths: vec![480, 800, 1200, 1600], quality: 80, webp: true }
    }
}

impl Recipe {
    /// The same at other widths; at its own where none is given.
    pub fn at(&self, widths: &[u32]) -> Self {
        let mut widths = if widths.is_empty() { self.widths.clone() } else { widths.to_vec() };
        widths.sort_unstable();
        widths.dedup();
        Self { widths, ..self.clone() }
    }

    /// The largest width that pages ask for, in pixels.
    fn widest(&self) -> u32 {
        self.widths.last().copied().unwrap_or(WEBP_SIDE)
    }
}

/// What kind of file a picture is, by its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Format {
    Jpeg,
    Png,
    Webp,
    Gif,
    Avif,
    Svg,
}

/// What a picture's file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Head {
    /// What kind of file it is.
    pub format: Format,
    /// Pixels from left to right, as it is shown: turned as its EXIF says.
    pub width: u32,
    /// Pixels from top to bottom, as it is shown.
    pub height: u32,
    /// How it is to be turned: EXIF's number, 1 for not at all.
    pub orientation: u8,
    /// Whether some of it may be seen through.
    pub alpha: bool,
    /// Whether it is a film.
    pub moves: bool,
    /// The SHA-256 of the file.
    pub digest: [u8; 32],
}

/// What is made of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Make {
    /// The file itself, without EXIF, XMP, IPTC, comments and previews.
    Stripped,
    /// A WebP of this width and quality, 1 to 100.
    Webp(u32, u8),
    /// A JPEG of this width and height, cut to these proportions around its middle.
    Jpeg(u32, u32),
}

/// Why nothing can be made of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// It is no picture of a kind that is known.
    Unknown,
    /// It is broken; the decoder's words.
    Broken(String),
    /// It has too many pixels.
    TooManyPixels(u32, u32),
    /// Its file is too large.
    TooManyBytes(u64),
    /// Its file changed while it was worked on.
    Changed,
}

impl Format {
    /// Whether a file of this name is to be a picture, by its ending.
    pub fn is_name(ending: &str) -> bool {
        let endings = ["jpg", "jpeg", "png", "webp", "gif", "svg", "avif"];
        endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
    }
}

impl Head {
    /// Whether smaller pictures can be made of it.
    pub fn is_scalable(&self) -> bool {
        matches!(self.format, Format::Jpeg | Format::Png | Format::Webp) && !self.moves
    }

    /// Whether its file may hold EXIF that is to be taken out.
    pub fn is_strippable(&self) -> bool {
        self.format != Format::Svg
    }

    /// The WebP pictures that a page offers, small to wide; none for what is not scalable.
    pub fn webp(&self, recipe: &Recipe) -> Vec<Make> {
        if !self.is_scalable() || !recipe.webp {
            return vec![];
        }
        let own = self.width.min(recipe.widest());
        let quality = if self.format == Format::Png { (recipe.quality + DRAWN).min(100) } else { recipe.quality };
        // A picture that is hardly smaller than the next is worth no file.
        let smaller = recipe.widths.iter().copied().filter(|width| u64::from(*width) * 10 < u64::from(own) * 9);
        smaller.chain([own]).filter(|width| self.height_at(*width) <= WEBP_SIDE).map(|width| Make::Webp(width, quality)).collect()
    }

    /// What stands for it where WebP is not known: itself, or a JPEG where it is far larger than any page shows it.
    pub fn fallback(&self, recipe: &Recipe) -> Make {
        let widest = recipe.widest();
        let heavy = self.is_scalable() && self.width > widest && self.format != Format::Png && !self.alpha;
        if heavy { Make::Jpeg(widest, self.height_at(widest)) } else { Make::Stripped }
    }

    /// What social networks are given: whole, and cut to 16:9, 4:3 and 1:1 where it is large enough.
    pub fn social(&self) -> (Make, Vec<Make>) {
        if !self.is_scalable() || self.width < SOCIAL || self.height < SOCIAL * 9 / 16 {
            return (Make::Stripped, vec![]);
        }
        let cuts = [(16, 9), (4, 3), (1, 1)].map(|(width, height)| (SOCIAL, SOCIAL * height / width));
        let cuts = cuts.into_iter().filter(|(_, height)| *height <= self.height);
        (Make::Jpeg(SOCIAL, self.height_at(SOCIAL)), cuts.map(|(width, height)| Make::Jpeg(width, height)).collect())
    }

    /// The size of what is made, in pixels.
    pub fn size(&self, make: Make) -> (u32, u32) {
        match make {
            Make::Stripped => (self.width, self.height),
            Make::Webp(width, _) => (width, self.height_at(width)),
            Make::Jpeg(width, height) => (width, height),
        }
    }

    /// What the name of a file that is made begins with behind the picture's own, and its ending: `-800.1a2b3c4d5e`, `webp`.
    /// The hash is of the picture's content and of what is made of it. `None` where it keeps its own name.
    pub fn suffix(&self, make: Make) -> Option<(String, &'static str)> {
        let (size, ending) = match make {
            Make::Stripped => return None,
            Make::Webp(width, _) => (width.to_string(), "webp"),
            Make::Jpeg(width, height) => (format!("{width}x{height}"), "jpg"),
        };
        let digest = self.key(make);
        Some((format!("-{size}.{}", digest.get(..10).unwrap_or_default()), ending))
    }

    /// What the bytes of what is made are known by: 64 hexadecimal digits.
    pub fn key(&self, make: Make) -> String {
        hex(&Sha256::new().chain_update(self.digest).chain_update(format!("{make:?} {VERSION}")).finalize())
    }

    /// The height at a width, in the picture's proportions.
    fn height_at(&self, width: u32) -> u32 {
        let (width, own) = (u64::from(width), u64::from(self.width.max(1)));
        let height = (u64::from(self.height) * width + own / 2) / own;
        u32::try_from(height).unwrap_or(u32::MAX).max(1)
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Trouble::Unknown => f.write_str("it is no picture of a kind that Glossator knows"),
            Trouble::Broken(words) => write!(f, "it cannot be decoded: {words}"),
            Trouble::TooManyPixels(width, height) => write!(f, "it is {width} × {height} pixels"),
            Trouble::TooManyBytes(bytes) => write!(f, "its file has {} MB", bytes / 1_000_000),
            Trouble::Changed => f.write_str("its file changed while it was read"),
        }
    }
}

//! Takes out of a picture's file what readers must not get: where and by which device it was taken, who edited it, previews
//! of what was cut off. Nothing is decoded: the picture stays as it is, byte for byte.

use bytes::Bytes;
use img_parts::ImageEXIF;
use img_parts::jpeg::{Jpeg, JpegSegment};
use img_parts::png::Png;
use img_parts::riff::RiffContent;
use img_parts::webp::WebP;

use super::{Format, Head, Trouble, avif, gif};

/// Parts of a JPEG (ITU-T T.81, table B.1).
mod marker {
    pub(super) const APP0: u8 = 0xE0;
    pub(super) const APP2: u8 = 0xE2;
    pub(super) const APP14: u8 = 0xEE;
    pub(super) const APP15: u8 = 0xEF;
    pub(super) const COMMENT: u8 = 0xFE;
    pub(super) const START_OF_SCAN: u8 = 0xDA;
    pub(super) const END: u8 = 0xD9;
}

/// Chunks of a PNG that say how its pixels look (PNG, third edition, chapter 11); all others are words.
const PNG_CHUNKS: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST",
    b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// Chunks of a WebP that say how its pixels look (RFC 9649).
const WEBP_CHUNKS: &[&[u8; 4]] = &[b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

/// The flag of a `VP8X` chunk that says that there is XMP.
const XMP: u8 = 0b100;

/// The file of a picture without EXIF, XMP, IPTC, comments and previews. How it is to be turned stays in it, and nothing else.
///
/// # Errors
/// Where its parts cannot be told from each other; such a file must not be published.
pub fn strip(bytes: Bytes, head: &Head) -> Result<Bytes, Trouble> {
    let turned = (head.orientation != 1).then(|| orientation(head.orientation));
    match head.format {
        Format::Jpeg => jpeg(bytes, turned),
        Format::Png => {
            let mut png = Png::from_bytes(bytes).map_err(broken)?;
            png.chunks_mut().retain(|chunk| PNG_CHUNKS.contains(&&chunk.kind()));
            png.set_exif(turned);
            Ok(png.encoder().bytes())
        }
        Format::Webp => {
            let mut webp = WebP::from_bytes(bytes).map_err(broken)?;
            webp.chunks_mut().retain(|chunk| WEBP_CHUNKS.contains(&&chunk.id()));
            for chunk in webp.chunks_mut().iter_mut().filter(|chunk| chunk.id() == *b"VP8X") {
                if let RiffContent::Data(data) = chunk.content_mut() {
                    let mut flags = data.to_vec();
                    flags.iter_mut().take(1).for_each(|first| *first &= !XMP);
                    *data = flags.into();
                }
            }
            webp.set_exif(turned);
            Ok(webp.encoder().bytes())
        }
        Format::Gif => gif::strip(&bytes),
        Format::Avif => avif::strip(&bytes),
        Format::Svg => Ok(bytes),
    }
}

fn jpeg(bytes: Bytes, turned: Option<Bytes>) -> Result<Bytes, Trouble> {
    let mut jpeg = Jpeg::from_bytes(bytes).map_err(broken)?;
    jpeg.segments_mut().retain(|segment| is_shown(segment.marker(), segment.contents()));
    jpeg.set_exif(turned);
    // The last part is the first scan with all that follows it in the file, other pictures included.
    let Some(scan) = jpeg.segments_mut().pop() else { return Err(Trouble::Broken("it has no pixels".into())) };
    if scan.marker() != marker::START_OF_SCAN {
        return Err(Trouble::Broken("it has no pixels".into()));
    }
    let whole = scan.clone().encoder().bytes();
    let rest = whole.get(scan.len()..).unwrap_or_default();
    jpeg.segments_mut().push(JpegSegment::new_with_entropy(scan.marker(), scan.contents().clone(), scans(rest).into()));
    Ok(jpeg.encoder().bytes())
}

/// Whether a part of a JPEG says how its pixels look: tables, scans, the colours' profile, how they are coded.
fn is_shown(kind: u8, contents: &[u8]) -> bool {
    match kind {
        marker::APP0 => contents.starts_with(b"JFIF\0"),
        marker::APP2 => contents.starts_with(b"ICC_PROFILE\0"),
        marker::APP14 => contents.starts_with(b"Adobe"),
        marker::APP0..=marker::APP15 | marker::COMMENT => false,
        _ => true,
    }
}

/// The coded pixels of a JPEG and the parts between its scans, to its end; without words, and without what follows the end.
fn scans(rest: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(rest.len());
    let (mut taken, mut at) = (0, 0);
    while let Some(found) = memchr::memchr(0xFF, rest.get(at..).unwrap_or_default()) {
        at += found;
        let (kind, length) = match rest.get(at + 1..at + 4) {
            Some(&[kind, high, low]) => (kind, usize::from(u16::from_be_bytes([high, low]))),
            _ => (rest.get(at + 1).copied().unwrap_or_default(), 0),
        };
        match kind {
            marker::END => {
                out.extend_from_slice(rest.get(taken..at + 2).unwrap_or_default());
                return out;
            }
            // A byte of the pixels, a mark to start again from, a filler.
            0x00 | 0x01 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => {
                let end = (at + 2 + length).min(rest.len());
                let contents = rest.get(at + 4..end).unwrap_or_default();
                if !is_shown(kind, contents) {
                    out.extend_from_slice(rest.get(taken..at).unwrap_or_default());
                    taken = end;
                }
                at = end.max(at + 2);
            }
        }
    }
    out.extend_from_slice(rest.get(taken..).unwrap_or_default());
    out
}

/// EXIF that says how a picture is to be turned, and nothing else (TIFF 6.0: one directory of one entry).
fn orientation(number: u8) -> Bytes {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend_from_slice(&[number, 0, 0, 0, 0, 0, 0, 0]);
    exif.into()
}

fn broken(error: img_parts::Error) -> Trouble {
    Trouble::Broken(error.to_string())
}

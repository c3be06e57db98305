//! Pictures made by code, with all that a camera and an editor write into them.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use img_parts::jpeg::{Jpeg, JpegSegment};
use img_parts::png::{Png, PngChunk};
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

/// What must not be published.
pub(super) const WORDS: &[&str] = &["FIFTY-DEGREES-NORTH", "XMP-OF-THE-EDITOR", "A-COMMENT", "IPTC-CITY", "A-PREVIEW", "SECOND-PICTURE"];

/// A photograph as a camera writes it, of which EXIF says how it is to be turned; with EXIF, XMP, IPTC, a comment, a preview
/// and another picture behind its end. Its bottom left is red.
pub(super) fn photo((width, height): (u32, u32), orientation: u8) -> Vec<u8> {
    let mut pixels = Vec::new();
    JpegEncoder::new_with_quality(&mut pixels, 90).encode_image(&drawn(width, height)).unwrap();
    let mut jpeg = Jpeg::from_bytes(pixels.into()).unwrap();
    jpeg.set_exif(Some(exif(orientation).into()));
    let words = |marker: u8, words: &str| JpegSegment::new_with_contents(marker, words.as_bytes().to_vec().into());
    let segments = jpeg.segments_mut();
    segments.insert(1, words(0xE1, "http://ns.adobe.com/xap/1.0/\0XMP-OF-THE-EDITOR"));
    segments.insert(1, words(0xED, "Photoshop 3.0\0IPTC-CITY"));
    segments.insert(1, words(0xE0, "JFXX\0\x10A-PREVIEW"));
    segments.insert(1, words(0xFE, "A-COMMENT"));
    [jpeg.encoder().bytes().to_vec(), b"\xFF\xD8\xFF\xE1\x00\x10SECOND-PICTURE\xFF\xD9".to_vec()].concat()
}

/// A drawing.
pub(super) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let image = drawn(width, height);
    PngEncoder::new(&mut out).write_image(&image, width, height, ExtendedColorType::Rgb8).unwrap();
    out
}

/// A drawing with words in its file.
pub(super) fn png_with_words(width: u32, height: u32) -> Vec<u8> {
    let mut png = Png::from_bytes(png(width, height).into()).unwrap();
    png.set_exif(Some(exif(1).into()));
    let text = |kind: &[u8; 4], words: &'static [u8]| PngChunk::new(*kind, Bytes::from_static(words));
    png.chunks_mut().insert(1, text(b"tEXt", b"Comment\0A-COMMENT"));
    png.chunks_mut().insert(1, text(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0XMP-OF-THE-EDITOR"));
    png.encoder().bytes().to_vec()
}

/// A WebP with words in its file.
pub(super) fn webp_with_words(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let image = drawn(width, height);
    WebPEncoder::new_lossless(&mut out).write_image(&image, width, height, ExtendedColorType::Rgb8).unwrap();
    let mut webp = WebP::from_bytes(out.into()).unwrap();
    webp.set_exif(Some(exif(1).into()));
    webp.chunks_mut().push(RiffChunk::new(*b"XMP ", RiffContent::Data(Bytes::from_static(b"XMP-OF-THE-EDITOR."))));
    webp.encoder().bytes().to_vec()
}

/// A GIF of one pixel with words in its file; it is a film that is shown again and again.
pub(super) fn gif_with_words() -> Vec<u8> {
    let piece = |words: &str| [&[u8::try_from(words.len()).unwrap()], words.as_bytes()].concat();
    [
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF".to_vec(),
        [b"\x21\xFE".to_vec(), piece(WORDS[2]), vec![0]].concat(),
        [b"\x21\xFF\x0BXMP DataXMP".to_vec(), piece(WORDS[1]), vec![0]].concat(),
        b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0".to_vec(),
        b"\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3B".to_vec(),
        WORDS[5].as_bytes().to_vec(),
    ]
    .concat()
}

/// An AVIF of this size with words in its file, and pixels that no decoder has seen.
pub(super) fn avif_with_words(width: u32, height: u32) -> Vec<u8> {
    let part = |kind: &[u8; 4], inside: &[u8]| {
        let length = u32::try_from(inside.len() + 8).unwrap();
        [&length.to_be_bytes()[..], kind, inside].concat()
    };
    let (pixels, exif, xmp) = (b"THE-PIXELS".to_vec(), [vec![0; 4], exif(1)].concat(), WORDS[1].as_bytes().to_vec());
    let entry = |id: u8, kind: &[u8; 4], rest: &[u8]| part(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], &kind[..], rest].concat());
    let items = [vec![0, 0, 0, 0, 0, 3], entry(1, b"av01", b"\0"), entry(2, b"Exif", b"\0"), entry(3, b"mime", b"\0application/rdf+xml\0")]
        .concat();
    let size = part(b"ispe", &[&[0; 4][..], &width.to_be_bytes(), &height.to_be_bytes()].concat());
    let properties = part(b"iprp", &[part(b"ipco", &size), part(b"ipma", &[0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1])].concat());
    let whole = |start: usize| {
        let mut table = vec![0, 0, 0, 0, 0x44, 0, 0, 3];
        let mut at = start;
        for (id, length) in [(1u8, pixels.len()), (2, exif.len()), (3, xmp.len())] {
            table.extend([0, id, 0, 0, 0, 1]);
            table.extend(u32::try_from(at).unwrap().to_be_bytes());
            table.extend(u32::try_from(length).unwrap().to_be_bytes());
            at += length;
        }
        let meta = [&[0; 4][..], &part(b"pitm", &[0, 0, 0, 0, 0, 1]), &part(b"iloc", &table), &part(b"iinf", &items), &properties].concat();
        let head = [part(b"ftyp", b"avif\0\0\0\0avifmif1"), part(b"meta", &meta)].concat();
        (head.len() + 8, [head, part(b"mdat", &[&pixels[..], &exif, &xmp].concat())].concat())
    };
    whole(whole(0).0).1
}

/// The head of a PNG of this size, and hardly more.
pub(super) fn png_head(width: u32, height: u32) -> Vec<u8> {
    let mut png = Png::from_bytes(png(1, 1).into()).unwrap();
    let mut head = png.chunks()[0].contents().to_vec();
    head[..4].copy_from_slice(&width.to_be_bytes());
    head[4..8].copy_from_slice(&height.to_be_bytes());
    png.chunks_mut()[0] = PngChunk::new(*b"IHDR", head.into());
    png.encoder().bytes().to_vec()
}

/// Soft colours, and a red bottom left.
fn drawn(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match x < width / 4 && y > height * 3 / 4 {
        true => Rgb([220, 20, 20]),
        false => Rgb([(x * 255 / width) as u8, 120, (y * 255 / height) as u8]),
    })
}

/// EXIF (TIFF 6.0, little-endian): how the picture is to be turned, and a directory of the place.
fn exif(orientation: u8) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [tag.to_le_bytes().to_vec(), kind.to_le_bytes().to_vec(), count.to_le_bytes().to_vec(), value.to_le_bytes().to_vec()].concat()
    };
    let place = WORDS[0].as_bytes();
    let mut out = b"II*\0\x08\0\0\0\x02\0".to_vec();
    out.extend(entry(0x0112, 3, 1, orientation.into()));
    // The place's directory begins behind this one, which ends with four zeros.
    out.extend(entry(0x8825, 4, 1, 38));
    out.extend([0; 4]);
    out.extend([1, 0]);
    out.extend(entry(0x001B, 7, u32::try_from(place.len()).unwrap(), 56));
    out.extend([0; 4]);
    out.extend(place);
    out
}

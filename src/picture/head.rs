//! What a picture's file says of itself, read from its first bytes.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{ImageDecoder, ImageResult};
use sha2::{Digest, Sha256};

use super::{Format, Head, PIXELS, Trouble, svg};

/// The head of a picture, from the bytes of its file.
///
/// # Errors
/// Where it is no picture, is broken, or has more than [`PIXELS`].
pub fn head(bytes: &[u8]) -> Result<Head, Trouble> {
    let format = format(bytes).ok_or(Trouble::Unknown)?;
    let mut head = Head { format, width: 0, height: 0, orientation: 1, alpha: true, moves: false, digest: Sha256::digest(bytes).into() };
    match format {
        Format::Jpeg => read(&mut head, &mut JpegDecoder::new(Cursor::new(bytes)).map_err(broken)?)?,
        Format::Png => {
            let mut decoder = PngDecoder::new(Cursor::new(bytes)).map_err(broken)?;
            read(&mut head, &mut decoder)?;
            head.moves = decoder.is_apng().map_err(broken)?;
        }
        Format::Webp => {
            let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(broken)?;
            read(&mut head, &mut decoder)?;
            head.moves = decoder.has_animation();
        }
        Format::Gif | Format::Avif => {
            let size = imagesize::blob_size(bytes).map_err(|error| Trouble::Broken(error.to_string()))?;
            head.width = u32::try_from(size.width).unwrap_or(u32::MAX);
            head.height = u32::try_from(size.height).unwrap_or(u32::MAX);
        }
        // A drawing without a size has none; it is as large as its place.
        Format::Svg => (head.width, head.height) = svg::size(bytes).unwrap_or_default(),
    }
    match u64::from(head.width) * u64::from(head.height) {
        pixels if pixels > PIXELS && format != Format::Svg => Err(Trouble::TooManyPixels(head.width, head.height)),
        0 if format != Format::Svg => Err(Trouble::Broken("it has no pixels".into())),
        _ => Ok(head),
    }
}

/// A decoder's words as findings have them.
pub(super) fn broken(error: image::ImageError) -> Trouble {
    let words = match &error {
        image::ImageError::Decoding(inner) => std::error::Error::source(inner).map_or_else(|| error.to_string(), ToString::to_string),
        _ => error.to_string(),
    };
    Trouble::Broken(words.lines().next().unwrap_or_default().trim_end_matches('.').to_owned())
}

fn read(head: &mut Head, decoder: &mut impl ImageDecoder) -> Result<(), Trouble> {
    let (width, height) = decoder.dimensions();
    let orientation = turn(decoder.orientation());
    let turned = orientation.to_exif() >= 5;
    (head.width, head.height) = if turned { (height, width) } else { (width, height) };
    head.orientation = orientation.to_exif();
    head.alpha = decoder.color_type().has_alpha();
    Ok(())
}

/// How a picture is to be turned; EXIF that cannot be read turns nothing.
pub(super) fn turn(told: ImageResult<Orientation>) -> Orientation {
    told.unwrap_or(Orientation::NoTransforms)
}

/// The kind of a file by its first bytes.
fn format(bytes: &[u8]) -> Option<Format> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(Format::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Format::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::Webp),
        [b'G', b'I', b'F', b'8', ..] => Some(Format::Gif),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f' | b's', ..] => Some(Format::Avif),
        _ => svg::is_svg(bytes).then_some(Format::Svg),
    }
}

//! A decoded picture, and what is made of it.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageReader, Limits};
use img_parts::ImageICC;

use super::head::{broken, turn};
use super::{Format, Head, Make, PIXELS, Trouble};

/// Of 100: JPEG needs more than WebP for the same.
const JPEG_QUALITY: u8 = 84;
/// What is seen through becomes paper where a format knows no transparency.
const PAPER: u8 = 0xFF;

/// The pixels of a picture, as it is shown: turned as its EXIF says.
pub struct Bitmap {
    /// Row by row; three bytes a pixel, four with transparency.
    pixels: Vec<u8>,
    width: u32,
    height: u32,
    alpha: bool,
    /// The ICC profile of its colours, where they are others than sRGB.
    profile: Option<Vec<u8>>,
}

impl Bitmap {
    /// Decodes a picture that has this head.
    ///
    /// # Errors
    /// Where it is broken.
    pub fn decode(bytes: &[u8], head: &Head) -> Result<Self, Trouble> {
        let format = match head.format {
            Format::Jpeg => image::ImageFormat::Jpeg,
            Format::Png => image::ImageFormat::Png,
            Format::Webp => image::ImageFormat::WebP,
            Format::Gif | Format::Avif | Format::Svg => return Err(Trouble::Unknown),
        };
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::default();
        // Eight bytes a pixel is the most that a decoder gives: 16 bits of four channels.
        limits.max_alloc = Some(PIXELS * 8);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(broken)?;
        let orientation = turn(decoder.orientation());
        let profile = decoder.icc_profile().ok().flatten().filter(|profile| is_foreign(profile));
        let mut image = DynamicImage::from_decoder(decoder).map_err(broken)?;
        image.apply_orientation(orientation);
        let (width, height, alpha) = (image.width(), image.height(), head.alpha);
        let pixels = if alpha { image.into_rgba8().into_raw() } else { image.into_rgb8().into_raw() };
        Ok(Self { pixels, width, height, alpha, profile })
    }

    /// The bytes of what is made of it.
    ///
    /// # Errors
    /// Where the encoder cannot make it.
    pub fn make(&self, head: &Head, make: Make) -> Result<Vec<u8>, Trouble> {
        let size = head.size(make);
        match make {
            Make::Stripped => Err(Trouble::Unknown),
            Make::Webp(_, quality) => self.webp(&self.scaled(size)?, size, quality),
            Make::Jpeg(..) => self.jpeg(&self.scaled(size)?, size),
        }
    }

    /// The pixels at another size, cut to its proportions.
    fn scaled(&self, (width, height): (u32, u32)) -> Result<Vec<u8>, Trouble> {
        let kind = if self.alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        if (width, height) == (self.width, self.height) {
            return Ok(self.pixels.clone());
        }
        let from = ImageRef::new(self.width, self.height, &self.pixels, kind).map_err(words)?;
        let mut to = Image::new(width, height, kind);
        Resizer::new().resize(&from, &mut to, &ResizeOptions::new().fit_into_destination(None)).map_err(words)?;
        Ok(to.into_vec())
    }

    fn webp(&self, pixels: &[u8], (width, height): (u32, u32), quality: u8) -> Result<Vec<u8>, Trouble> {
        let encoder = match self.alpha {
            true => webp::Encoder::from_rgba(pixels, width, height),
            false => webp::Encoder::from_rgb(pixels, width, height),
        };
        let made = encoder.encode_simple(false, f32::from(quality)).map_err(|error| Trouble::Broken(format!("{error:?}")))?;
        let Some(profile) = &self.profile else { return Ok(made.to_vec()) };
        let mut parts = img_parts::webp::WebP::from_bytes(made.to_vec().into()).map_err(words)?;
        parts.set_icc_profile(Some(profile.clone().into()));
        Ok(parts.encoder().bytes().to_vec())
    }

    fn jpeg(&self, pixels: &[u8], (width, height): (u32, u32)) -> Result<Vec<u8>, Trouble> {
        let flat: Vec<u8>;
        let pixels = if self.alpha {
            flat = pixels.chunks_exact(4).flat_map(on_paper).collect();
            &flat
        } else {
            pixels
        };
        let mut out = Vec::new();
        JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY).encode(pixels, width, height, ExtendedColorType::Rgb8).map_err(broken)?;
        let Some(profile) = &self.profile else { return Ok(out) };
        let mut parts = img_parts::jpeg::Jpeg::from_bytes(out.into()).map_err(words)?;
        parts.set_icc_profile(Some(profile.clone().into()));
        Ok(parts.encoder().bytes().to_vec())
    }
}

/// A pixel with transparency, on paper.
fn on_paper(pixel: &[u8]) -> [u8; 3] {
    let &[red, green, blue, alpha] = pixel else { return [PAPER; 3] };
    let (alpha, rest) = (u16::from(alpha), u16::from(PAPER) * (255 - u16::from(alpha)));
    // At most 255: a mean of two bytes.
    [red, green, blue].map(|colour| ((u16::from(colour) * alpha + rest) / 255) as u8)
}

/// Whether a profile is of RGB colours (ICC.1, 7.2) other than the web's own.
fn is_foreign(profile: &[u8]) -> bool {
    profile.get(16..20) == Some(b"RGB ") && memchr::memmem::find(profile, b"sRGB").is_none()
}

fn words(error: impl std::fmt::Display) -> Trouble {
    Trouble::Broken(error.to_string())
}

//! A sheet of paper of sixteen colours, and its PNG.

use png::{BitDepth, ColorType, Compression, Encoder, Filter};

/// Pixels from left to right: what social networks show large (Open Graph's and the networks' own advice).
pub(super) const WIDTH: usize = 1200;
/// Pixels from top to bottom.
pub(super) const HEIGHT: usize = 630;

/// The colours of the theme's paper.
const PAPER: [u8; 3] = [0xFF, 0xFD, 0xF8];
const INK: [u8; 3] = [0x1D, 0x1A, 0x16];
const ACCENT: [u8; 3] = [0x9C, 0x22, 0x30];

/// Steps from paper to ink, so that edges are smooth; the last is ink.
const INKS: u8 = 10;
/// Steps from paper to the accent, behind those.
const ACCENTS: u8 = 5;

/// What is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pen {
    /// Black.
    Ink,
    /// Grey: ink of two thirds.
    Soft,
    /// The grey of lines.
    Rule,
    /// Red.
    Accent,
}

/// A sheet.
pub(super) struct Sheet {
    /// A colour's number each, row by row.
    pixels: Vec<u8>,
}

impl Sheet {
    /// An empty one.
    pub(super) fn new() -> Self {
        Self { pixels: vec![0; WIDTH * HEIGHT] }
    }

    /// Fills a rectangle, cut off at the sheet's edges.
    pub(super) fn fill(&mut self, (left, top): (usize, usize), (width, height): (usize, usize), pen: Pen) {
        let colour = pen.colour(u8::MAX);
        for row in self.pixels.chunks_exact_mut(WIDTH).skip(top).take(height) {
            row.iter_mut().skip(left).take(width).for_each(|pixel| *pixel = colour);
        }
    }

    /// Draws a shape, given by how much of each pixel it covers, cut off at the sheet's edges.
    pub(super) fn draw(&mut self, (left, top): (i32, i32), (width, covered): (usize, &[u8]), pen: Pen) {
        if width == 0 {
            return;
        }
        for (row, line) in (top..).zip(covered.chunks_exact(width)) {
            let Some(row) = usize::try_from(row).ok().and_then(|row| self.pixels.chunks_exact_mut(WIDTH).nth(row)) else { continue };
            for (column, cover) in (left..).zip(line).filter(|(_, cover)| **cover > 0) {
                if let Some(pixel) = usize::try_from(column).ok().and_then(|column| row.get_mut(column)) {
                    *pixel = (*pixel).max(pen.colour(*cover));
                }
            }
        }
    }

    /// The sheet as a PNG.
    pub(super) fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let packed: Vec<u8> = self.pixels.as_chunks().0.iter().map(|[left, right]| left << 4 | right).collect();
        let mut out = Vec::with_capacity(1 << 15);
        let mut encoder = Encoder::new(&mut out, WIDTH as u32, HEIGHT as u32);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Four);
        encoder.set_palette(palette());
        encoder.set_compression(Compression::Fast);
        // Rows are mostly like those above them; what is left is mostly nothing, which this compression is best at.
        encoder.set_filter(Filter::Up);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&packed)?;
        writer.finish()?;
        Ok(out)
    }
}

impl Pen {
    /// The number of the colour where this much of a pixel is covered, of 255.
    fn colour(self, covered: u8) -> u8 {
        let (first, steps, strength) = match self {
            Pen::Ink => (0, INKS, 255),
            Pen::Soft => (0, INKS, 175),
            Pen::Rule => (0, INKS, 50),
            Pen::Accent => (INKS, ACCENTS, 255),
        };
        let step = (u32::from(covered) * strength * u32::from(steps) + 255 * 255 / 2) / (255 * 255);
        // At most `steps`: a share of it.
        if step == 0 { 0 } else { first + step as u8 }
    }
}

fn palette() -> Vec<u8> {
    let mix = |to: [u8; 3], step: u8, steps: u8| {
        let share = |from: u8, to: u8| (u32::from(from) * u32::from(steps - step) + u32::from(to) * u32::from(step)) / u32::from(steps);
        // A mean of two bytes.
        [0, 1, 2].map(|channel: usize| share(PAPER[channel], to[channel]) as u8)
    };
    let inks = (1..=INKS).map(|step| mix(INK, step, INKS));
    let accents = (1..=ACCENTS).map(|step| mix(ACCENT, step, ACCENTS));
    std::iter::once(PAPER).chain(inks).chain(accents).flatten().collect()
}

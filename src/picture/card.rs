//! Social cards: what a network shows of an article that has no picture. A front page in small: the paper's name over a double
//! rule, the section, the headline as large as it fits, the day.

use sha2::{Digest, Sha256};
use std::sync::Arc;

use super::font::FontSet;
use super::letters::{Place, Setter, Style, Weight};
use super::sheet::{HEIGHT, Pen, Sheet, WIDTH};
use super::{Trouble, VERSION};
use crate::text::hex::hex;

/// From the sheet's edges to the text.
const MARGIN: usize = 72;
/// The text's width.
const COLUMN: usize = WIDTH - 2 * MARGIN;
/// Sizes of a headline, the largest that fits is taken.
const SIZES: &[f32] = &[96.0, 88.0, 80.0, 72.0, 64.0, 57.0, 51.0, 45.0, 40.0];
/// From baseline to baseline, of the size.
const LEADING: f32 = 1.12;
/// Where the headline's place ends.
const FOOT: f32 = 520.0;
/// Letters of a headline; what is longer is cut.
const LETTERS: usize = 280;

/// What stands on a card. An empty text leaves its place empty; without a headline there are bars for its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The paper's name.
    pub site: String,
    /// The section.
    pub kicker: String,
    /// The headline.
    pub headline: String,
    /// The day, or a sentence.
    pub foot: String,
    /// Whether it is read from right to left.
    pub rtl: bool,
    /// What it is set in; all texts have letters of these only.
    pub fonts: Arc<FontSet>,
}

/// Draws cards, one after the other.
#[derive(Default)]
pub struct Drawer {
    setter: Option<Setter>,
}

impl Card {
    /// Pixels from left to right, and from top to bottom.
    pub const SIZE: (u32, u32) = (WIDTH as u32, HEIGHT as u32);

    /// What its bytes are known by: 64 hexadecimal digits.
    pub fn key(&self) -> String {
        let mut digest = Sha256::new_with_prefix(self.fonts.digest());
        for text in [&self.site, &self.kicker, &self.headline, &self.foot] {
            digest.update(text);
            digest.update([0]);
        }
        hex(&digest.chain_update([u8::from(self.rtl)]).chain_update(VERSION).finalize())
    }
}

impl Drawer {
    /// A card's PNG.
    ///
    /// # Errors
    /// Where the PNG cannot be encoded.
    pub fn draw(&mut self, card: &Card) -> Result<Vec<u8>, Trouble> {
        let setter = match self.setter.take() {
            Some(setter) if setter.is_for(&card.fonts) => self.setter.insert(setter),
            _ => self.setter.insert(Setter::new(&card.fonts)),
        };
        let mut sheet = Sheet::new();
        sheet.fill((0, 0), (WIDTH, 14), Pen::Accent);
        line(setter, &mut sheet, (card, &card.site), (Weight::Bold, Pen::Ink, 42.0), 92.0);
        sheet.fill((MARGIN, 122), (COLUMN, 2), Pen::Ink);
        sheet.fill((MARGIN, 127), (COLUMN, 2), Pen::Ink);
        let mut top = 178;
        if !card.kicker.is_empty() {
            line(setter, &mut sheet, (card, &card.kicker), (Weight::Bold, Pen::Accent, 30.0), top as f32 + 8.0);
            top += 32;
        }
        if card.headline.is_empty() {
            bars(&mut sheet, top, card.rtl)
        } else {
            headline(setter, &mut sheet, card, top as f32)
        }
        sheet.fill((MARGIN, 548), (COLUMN, 1), Pen::Rule);
        line(setter, &mut sheet, (card, &card.foot), (Weight::Regular, Pen::Soft, 30.0), 590.0);
        sheet.png().map_err(|error| Trouble::Broken(error.to_string()))
    }
}

/// The headline, as large as it fits.
fn headline(setter: &mut Setter, sheet: &mut Sheet, card: &Card, top: f32) {
    let words: Vec<&str> = card.headline.split_whitespace().collect();
    let mut words = words.join(" ");
    if let Some((end, _)) = words.char_indices().nth(LETTERS) {
        words.truncate(end);
        words.push('…');
    }
    let mut text = setter.shape(&words, Style { weight: Weight::Bold, pen: Pen::Ink, rtl: card.rtl }, &card.fonts);
    let column = COLUMN as f32;
    let height = |lines: usize, size: f32| size * (lines as f32 - 1.0) * LEADING + size;
    let fits = |size: &&f32, lines: usize| height(lines, **size) <= FOOT - top;
    let smallest = SIZES.last().copied().unwrap_or(1.0);
    let size = SIZES.iter().find(|size| fits(size, text.lines(**size, column))).copied().unwrap_or(smallest);
    text.balance(size, column);
    let place = Place { left: MARGIN as f32, width: column, top: top + size * 0.84, size, leading: size * LEADING };
    setter.draw(sheet, &mut text, place);
}

/// A line of text, smaller where it would be wider than the column.
fn line(setter: &mut Setter, sheet: &mut Sheet, (card, words): (&Card, &str), (weight, pen, size): (Weight, Pen, f32), top: f32) {
    if words.is_empty() {
        return;
    }
    let mut text = setter.shape(words, Style { weight, pen, rtl: card.rtl }, &card.fonts);
    let column = COLUMN as f32;
    let wide = text.one_line(size);
    let size = if wide > column { size * column / wide } else { size };
    // A little more room, for what the division above has rounded.
    let (slack, left) = (2.0, MARGIN as f32);
    text.lines(size, column + slack);
    let left = if card.rtl { left - slack } else { left };
    setter.draw(sheet, &mut text, Place { left, width: column + slack, top, size, leading: size });
}

/// What stands for a headline that no font can set.
fn bars(sheet: &mut Sheet, top: usize, rtl: bool) {
    for (index, width) in [COLUMN, COLUMN * 9 / 10, COLUMN * 6 / 10].into_iter().enumerate() {
        let left = if rtl { MARGIN + COLUMN - width } else { MARGIN };
        sheet.fill((left, top + 28 + index * 96), (width, 52), Pen::Rule);
    }
}

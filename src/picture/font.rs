//! The fonts that social cards are set in: two that are built in for Latin, Cyrillic, Greek and Hebrew, one for Arabic and more,
//! and those that a site brings. Fonts of the machine are never asked: the same card must come out everywhere.

use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use sha2::{Digest, Sha256};
use swash::{FontDataRef, FontRef};

/// Libertinus Serif (SIL Open Font License).
const BOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/bold.otf"));
/// See [`BOLD`].
const REGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/regular.otf"));

/// Code points of Unicode's first three planes.
const LETTERS: usize = 0x3_0000;

/// Fonts, the first with a letter counts.
#[derive(Debug, Clone)]
pub struct FontSet {
    /// For headlines.
    pub(super) bold: Vec<Bytes>,
    /// For what is said besides.
    pub(super) regular: Vec<Bytes>,
    /// A bit for each letter that one of them has.
    letters: Vec<u64>,
    /// The SHA-256 of all of them.
    digest: [u8; 32],
}

impl FontSet {
    /// The built-in fonts alone; they are read once.
    pub fn built_in() -> Arc<Self> {
        static BUILT_IN: LazyLock<Arc<FontSet>> = LazyLock::new(|| Arc::new(FontSet::new(&[])));
        Arc::clone(&BUILT_IN)
    }

    /// The built-in fonts, and those of a site behind them; what is no font is left out.
    pub fn new(more: &[Bytes]) -> Self {
        let others = || std::iter::once(Bytes::from_static(dejavu::sans::bold())).chain(more.iter().filter(|font| is_font(font)).cloned());
        let with = |first: &'static [u8]| -> Vec<Bytes> { std::iter::once(Bytes::from_static(first)).chain(others()).collect() };
        let (bold, regular) = (with(BOLD), with(REGULAR));
        let mut letters = vec![0; LETTERS / 64];
        for font in bold.iter().filter_map(|font| FontRef::from_index(font, 0)) {
            font.charmap().enumerate(|letter, glyph| {
                let letter = letter as usize;
                if let Some(bits) = letters.get_mut(letter / 64).filter(|_| glyph != 0) {
                    *bits |= 1 << (letter % 64);
                }
            });
        }
        let mut digest = Sha256::new();
        // The others are the same in both.
        for font in bold.iter().chain(regular.first()) {
            digest.update(Sha256::digest(font));
        }
        Self { bold, regular, letters, digest: digest.finalize().into() }
    }

    /// The first letter of a text that no font has.
    pub fn lacks(&self, text: &str) -> Option<char> {
        let has = |letter: char| {
            let at = letter as usize;
            self.letters.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
        };
        text.chars().find(|letter| !letter.is_whitespace() && !letter.is_control() && !is_unseen(*letter) && !has(*letter))
    }

    /// What the fonts are known by.
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }
}

impl PartialEq for FontSet {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Eq for FontSet {}

/// Whether the bytes are a font, or a collection of fonts.
pub fn is_font(bytes: &[u8]) -> bool {
    FontDataRef::new(bytes).is_some_and(|data| data.get(0).is_some())
}

/// Marks that order other letters and have no shape: joiners, directions, variants (Unicode, `Default_Ignorable_Code_Point`).
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_fonts_have_the_letters_of_europe_and_of_arabic_and_hebrew() {
        let fonts = FontSet::new(&[]);
        for text in ["«Žluťoučký kůň» — “Grüße” … № 5", "Її ґанок, съёмка, ђак", "Ελλάδα", "שלום", "السلام عليكم", "a\u{200D}b\u{FE0F}"]
        {
            assert_eq!(fonts.lacks(text), None, "{text}");
        }
        assert_eq!(fonts.lacks("The word 漢字"), Some('漢'));
        assert_eq!(FontSet::new(&[Bytes::from_static(b"no font")]), fonts);
        assert!(fonts.bold.len() == 2 && fonts.regular.len() == 2);
    }
}

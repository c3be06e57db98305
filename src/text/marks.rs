//! Letters without their marks, for comparing names that are written with and without them.

use unicode_normalization::UnicodeNormalization;

/// A text in Latin letters without marks: `Erdogan` for `Erdoğan`.
pub fn unmarked(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let bare = |letter: char| match letter {
        'ı' => 'i',
        'ł' => 'l',
        'Ł' => 'L',
        'ø' => 'o',
        'Ø' => 'O',
        'đ' => 'd',
        'Đ' => 'D',
        other => other,
    };
    text.nfd().filter(|sign| !('\u{300}'..='\u{36F}').contains(sign)).map(bare).nfc().collect()
}

//! Quotation marks by language, for those that are typed as `"` and `'`.

use crate::config::Language;

/// A language's marks: outer opening and closing, inner opening and closing.
pub(super) struct Quotes {
    pub(super) outer: [&'static str; 2],
    pub(super) inner: [&'static str; 2],
}

const ENGLISH: Quotes = Quotes { outer: ["“", "”"], inner: ["‘", "’"] };
const GUILLEMETS: Quotes = Quotes { outer: ["«", "»"], inner: ["„", "“"] };
/// With the narrow no-break space that French sets inside its marks.
const FRENCH: Quotes = Quotes { outer: ["«\u{202f}", "\u{202f}»"], inner: ["“", "”"] };
const LOW_HIGH: Quotes = Quotes { outer: ["„", "“"], inner: ["‚", "‘"] };
const LOW_RIGHT: Quotes = Quotes { outer: ["„", "”"], inner: ["‚", "’"] };
const RIGHT_RIGHT: Quotes = Quotes { outer: ["”", "”"], inner: ["’", "’"] };
const GREEK: Quotes = Quotes { outer: ["«", "»"], inner: ["“", "”"] };
const LOW_GUILLEMETS: Quotes = Quotes { outer: ["„", "”"], inner: ["«", "»"] };
const ARABIC: Quotes = Quotes { outer: ["”", "“"], inner: ["’", "‘"] };
const PERSIAN: Quotes = Quotes { outer: ["«", "»"], inner: ["‹", "›"] };
const JAPANESE: Quotes = Quotes { outer: ["「", "」"], inner: ["『", "』"] };

/// The marks of a language (CLDR's delimiters).
pub(super) fn of(language: &Language) -> &'static Quotes {
    match language.primary() {
        "uk" | "ru" | "be" | "kk" => &GUILLEMETS,
        "fr" => &FRENCH,
        "de" | "cs" | "sk" | "sl" | "bg" | "lt" | "et" | "is" | "ka" => &LOW_HIGH,
        "pl" | "ro" => &LOW_GUILLEMETS,
        "hu" | "hr" | "sr" | "bs" => &LOW_RIGHT,
        "sv" | "fi" | "he" => &RIGHT_RIGHT,
        "el" | "es" | "hy" | "it" | "sq" | "no" | "nb" | "nn" => &GREEK,
        "ar" => &ARABIC,
        "fa" => &PERSIAN,
        "ja" => &JAPANESE,
        _ => &ENGLISH,
    }
}

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

/// The marks of a language (CLDR's delimiters).
pub(super) fn of(language: &Language) -> &'static Quotes {
    match language.primary() {
        "uk" | "ru" | "be" | "kk" => &GUILLEMETS,
        "fr" => &FRENCH,
        "de" | "cs" | "sk" | "sl" | "bg" | "lt" | "et" | "is" | "ka" => &LOW_HIGH,
        "pl" | "hu" | "ro" | "hr" | "sr" | "bs" => &LOW_RIGHT,
        "sv" | "fi" => &RIGHT_RIGHT,
        "el" | "hy" | "sq" | "no" | "nb" | "nn" => &GREEK,
        _ => &ENGLISH,
    }
}

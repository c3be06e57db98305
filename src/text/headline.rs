//! Headlines compared as people compare them.

use unicode_normalization::UnicodeNormalization;

/// A headline folded for comparison: NFKC, lower case, quotes, apostrophes and dashes of one kind, spaces single, no
/// closing punctuation.
pub fn fold_headline(headline: &str) -> String {
    let mut out = String::with_capacity(headline.len());
    for c in headline.nfkc().flat_map(char::to_lowercase) {
        match c {
            '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '‹' | '›' | '\'' | 'ʼ' | '`' | '´' => out.push('\''),
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end_matches(['.', '!', '…', ' ']).len());
    out
}

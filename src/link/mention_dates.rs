//! Months that are names too: in `on 15 May` nobody is meant. Of the languages of news, English alone has such names in number.

/// Months that people and places are called by.
const MONTHS: &[&str] = &["March", "April", "May", "June", "August"];

/// Words of time that stand before a month.
const BEFORE: &[&str] =
    &["in", "on", "since", "until", "till", "during", "through", "throughout", "early", "late", "mid", "last", "next", "this", "every"];

/// Whether a range of bytes of a text is a month in a date: a number stands beside it, or a word of time before it.
pub(super) fn is_month(text: &str, start: usize, end: usize) -> bool {
    if !text.get(start..end).is_some_and(|word| MONTHS.contains(&word)) {
        return false;
    }
    let before = text.get(..start).unwrap_or_default().trim_end();
    let behind = text.get(end..).unwrap_or_default().trim_start_matches([' ', ',', '\u{a0}']);
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '-').next().unwrap_or_default();
    // `15 May`, `15th May`, `May 2013`, `May 26th`.
    let numbered = last.starts_with(|c: char| c.is_ascii_digit()) || behind.starts_with(|c: char| c.is_ascii_digit());
    numbered || BEFORE.contains(&last.to_lowercase().as_str())
}

//! How releases lie in a folder: `releases/N/` holds one, whole, `releases/.N/` one that is being made, and the link `current`
//! leads to the live one.

use std::collections::BTreeSet;

/// The folder of the releases.
pub(super) const RELEASES: &str = "releases";
/// The link to the live one.
pub(super) const CURRENT: &str = "current";

/// The numbers of the releases in a folder with these names.
pub(super) fn numbers<'n>(names: impl IntoIterator<Item = &'n String>) -> BTreeSet<u64> {
    names.into_iter().filter_map(|name| name.parse().ok()).collect()
}

/// The names of what deploys that were killed left half made.
pub(super) fn half_made<'n>(names: impl IntoIterator<Item = &'n String>) -> impl Iterator<Item = &'n String> {
    names.into_iter().filter(|name| name.starts_with('.'))
}

/// The releases that are kept no longer: the oldest go, by their numbers, and never the live one.
pub(super) fn over(numbers: &BTreeSet<u64>, live: u64, keep: usize) -> impl Iterator<Item = u64> {
    numbers.iter().rev().copied().filter(move |number| *number != live).skip(keep.saturating_sub(1))
}

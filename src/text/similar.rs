//! Which known word a mistaken one was meant to be.

/// The known word nearest to `word`, if it is near enough to be a slip (Damerau–Levenshtein distance of at most a third of
/// the longer word's length, at least one). Ties go to the first in `known`'s order.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    ranked(word, known, 1).into_iter().next()
}

/// Up to `count` known words that are near enough, nearest first; ties keep `known`'s order.
pub fn ranked<'k>(word: &str, known: impl IntoIterator<Item = &'k str>, count: usize) -> Vec<&'k str> {
    let length = word.chars().count();
    let folded = word.to_lowercase();
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= length.max(3) / 2)
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= (length.max(candidate.chars().count()) / 3).max(1))
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(count).map(|(_, candidate)| candidate).collect()
}

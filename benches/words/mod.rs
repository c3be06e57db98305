//! Words that are made of syllables.

/// A word that differs for each number below the fourth power of the number of syllables.
pub(crate) fn word(mut number: usize, syllables: &[&str]) -> String {
    let mut word = String::new();
    for _ in 0..4 {
        word += syllables[number % syllables.len()];
        number /= syllables.len();
    }
    word
}

//! The known words nearest to a mistaken one, found without comparing it with all of them.
//!
//! Words are indexed by their trigrams of characters. A question looks only at words that share some, so that a site of a
//! hundred thousand headlines answers in about a millisecond.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::similar;

/// How many words that share most trigrams are compared exactly.
const CANDIDATES: usize = 64;
/// Share of common trigrams (Dice's coefficient) from which on a word counts as near, whatever its edit distance: a
/// headline with its words in another order is one.
const ALIKE: f64 = 0.5;

/// Three characters in a row; words are padded, so that their beginnings and ends count.
type Gram = [char; 3];

/// Known words, ready to be asked for those nearest to another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NearIndex {
    words: Vec<Arc<str>>,
    /// How many distinct trigrams each word has.
    sizes: Vec<u32>,
    /// For each trigram the words that have it, in order.
    postings: FxHashMap<Gram, Vec<u32>>,
}

impl NearIndex {
    /// An index of `words`; of equal words one is kept. The order of the answers to ties is that of the words.
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut index = Self::default();
        let mut known: FxHashMap<&str, ()> = FxHashMap::default();
        for word in words {
            if known.insert(word, ()).is_some() {
                continue;
            }
            let Ok(number) = u32::try_from(index.words.len()) else { break };
            let grams = grams(word);
            index.words.push(Arc::from(word));
            index.sizes.push(u32::try_from(grams.len()).unwrap_or(u32::MAX));
            for gram in grams {
                index.postings.entry(gram).or_default().push(number);
            }
        }
        index
    }

    /// Up to `count` known words that are near enough to `word` to be what was meant, nearest first.
    pub fn nearest(&self, word: &str, count: usize) -> Vec<&str> {
        let wanted = grams(word);
        let mut shared = vec![0_u32; self.words.len()];
        for posting in wanted.iter().filter_map(|gram| self.postings.get(gram)) {
            for number in posting {
                if let Some(count) = shared.get_mut(*number as usize) {
                    *count += 1;
                }
            }
        }
        let size = wanted.len();
        let mut candidates: Vec<(f64, usize)> = std::iter::zip(&shared, &self.sizes)
            .enumerate()
            .filter(|(_, (shared, _))| **shared > 0)
            .map(|(number, (shared, own))| (2.0 * f64::from(*shared) / (f64::from(*own) + real(size)), number))
            .collect();
        candidates.sort_unstable_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
        candidates.truncate(CANDIDATES);
        let is_near = |likeness: f64, known: &str| likeness >= ALIKE || similar::nearest(word, [known]).is_some();
        let near = candidates.into_iter().filter_map(|(likeness, number)| Some((likeness, self.words.get(number)?)));
        near.filter(|(likeness, known)| is_near(*likeness, known)).take(count).map(|(_, known)| &**known).collect()
    }
}

/// The distinct trigrams of a word, lower-cased.
fn grams(word: &str) -> Vec<Gram> {
    let padded: Vec<char> = "\u{2}\u{2}".chars().chain(word.chars().flat_map(char::to_lowercase)).chain("\u{3}".chars()).collect();
    let mut grams: Vec<Gram> = padded.windows(3).filter_map(|window| window.try_into().ok()).collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}

#[expect(clippy::cast_precision_loss, reason = "the number of a word's trigrams")]
fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::NearIndex;

    #[test]
    fn slips_reorderings_and_strangers() {
        let index =
            NearIndex::new(["a-visit", "a-visitor", "grain-deal", "Putin arrives in North Korea for a visit", "Київ під обстрілом"]);
        assert_eq!(index.nearest("a-vist", 3), ["a-visit", "a-visitor"]);
        assert_eq!(index.nearest("gain-deal", 1), ["grain-deal"]);
        assert_eq!(index.nearest("For a visit Putin arrives in North Korea", 1), ["Putin arrives in North Korea for a visit"]);
        assert_eq!(index.nearest("київ під обстрілами", 1), ["Київ під обстрілом"]);
        assert_eq!(index.nearest("weather", 3), [""; 0]);
        assert_eq!(index.nearest("", 3), [""; 0]);
    }
}

//! Where the time of a build went, as a table.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::publish::timing::{Stretch, Timings};

/// What is told of a template.
#[derive(Default)]
struct Sum<'t> {
    pages: usize,
    time: Duration,
    slowest: Option<&'t Stretch>,
}

/// The phases; then, where pages were timed, what made them, with the time that all threads took together, the mean, and the page
/// that took longest.
pub(super) fn table(timings: &Timings) -> String {
    let phases = timings.phases().iter().map(|phase| format!("{:>14} {:9.1} ms", phase.work, milliseconds(phase.length)));
    let mut lines: Vec<String> = phases.collect();
    let pages = timings.pages();
    let mut sums: BTreeMap<&str, Sum<'_>> = BTreeMap::new();
    for page in &pages {
        let sum = sums.entry(&page.work).or_default();
        sum.pages += 1;
        sum.time += page.length;
        if sum.slowest.is_none_or(|slowest| slowest.length < page.length) {
            sum.slowest = Some(page);
        }
    }
    let mut sums: Vec<(&str, Sum<'_>)> = sums.into_iter().collect();
    sums.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.time));
    if !sums.is_empty() {
        lines.push(format!("\n{:>14} {:>9} {:>12} {:>12}  {}", "made by", "pages", "time", "mean", "slowest"));
    }
    lines.extend(sums.iter().map(|(work, sum)| {
        let mean = milliseconds(sum.time) / f64::from(u32::try_from(sum.pages).unwrap_or(u32::MAX));
        let slowest = sum.slowest.map(|page| format!("{:.1} ms {}", milliseconds(page.length), page.path.as_deref().unwrap_or_default()));
        let slowest = slowest.unwrap_or_default();
        format!("{work:>14} {:>9} {:9.1} ms {mean:9.2} ms  {slowest}", sum.pages, milliseconds(sum.time))
    }));
    lines.join("\n")
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

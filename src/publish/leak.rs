//! The last look at what goes out: addresses and headlines that readers must not see yet.
//!
//! Every stage asks the same visibility; this is the net under it. It looks for the addresses of hidden articles, and for
//! their headlines where no article that may be seen has the same words in its own text (an editor may have typed them).

use aho_corasick::{AhoCorasick, MatchKind};

use crate::diagnostic::{Code, Diagnostic};
use crate::link::fallback::stand_ins;
use crate::link::query::visible;
use crate::parse::query::{address, articles, document, front};
use crate::render::{Artifact, Content};
use crate::source::{Database, Source};

/// Headlines shorter than this many bytes are words that any text may hold.
const TITLE_BYTES: usize = 16;

/// What must not be seen.
pub struct Leaks {
    finder: Option<AhoCorasick>,
    /// What each pattern of the finder stands for: the hidden article's path, and whether the pattern is an address.
    patterns: Vec<(String, Pattern)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pattern {
    Address,
    Title,
}

impl Leaks {
    /// What must not be seen of the site as it is.
    pub fn of(db: &Database) -> Self {
        let (seen, hidden): (Vec<Source>, Vec<Source>) = articles(db).iter().partition(|article| visible(db, **article));
        let mut words = Vec::new();
        let mut patterns = Vec::new();
        for article in hidden {
            let path = article.path(db).as_str().to_owned();
            // Where an original stands in for a translation that is to come, its address is no secret.
            let url = &address(db, article).url;
            if !stand_ins(db).iter().any(|(_, _, shown)| shown == url) {
                words.push(url.clone());
                patterns.push((path.clone(), Pattern::Address));
            }
            let title = &front(db, article).title.value;
            if title.len() >= TITLE_BYTES && !seen.iter().any(|article| has_words(db, *article, title)) {
                words.push(escaped(title));
                patterns.push((path, Pattern::Title));
            }
        }
        let finder =
            (!words.is_empty()).then(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words).ok()).flatten();
        Self { finder, patterns }
    }

    /// Looks through an artifact.
    pub fn scan(&self, artifact: &Artifact) -> Vec<Diagnostic> {
        let (Some(finder), Content::Bytes(bytes)) = (&self.finder, &artifact.content) else { return vec![] };
        let mut findings: Vec<Diagnostic> = finder
            .find_iter(&**bytes)
            .filter_map(|found| {
                let (path, pattern) = self.patterns.get(found.pattern().as_usize())?;
                // `/a/` is not `/a/b/`, nor is `/x/a/`; the site's own base path and host stand before it in full addresses.
                let next = bytes.get(found.end());
                if *pattern == Pattern::Address && next.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-_%".contains(byte)) {
                    return None;
                }
                let what = if *pattern == Pattern::Address { "the address" } else { "the headline" };
                Some(
                    Diagnostic::new(
                        Code::Leak,
                        format!("`{}` would show {what} of `{path}`, which readers may not see yet", artifact.path),
                    )
                    .help("look for it in the site's own templates; if there is nothing, this is a fault of Glossator: please report it"),
                )
            })
            .collect();
        findings.sort();
        findings.dedup();
        findings
    }
}

fn has_words(db: &Database, article: Source, title: &str) -> bool {
    document(db, article).value.plain.contains(title)
}

/// A title as HTML has it.
fn escaped(title: &str) -> String {
    title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

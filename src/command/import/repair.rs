//! What an import made is read as the site reads it, and what would stop a build is put right: the old tool did not ask for it.

use super::super::site::OpenSite;
use super::archive::{Archive, Page, remark};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::link::query as link;
use crate::parse::query::document;
use crate::source::input::AssetContent;
use crate::source::{Change, Text};
use crate::text::markdown::escape_line;
use crate::text::path::SitePath;
use crate::text::span::Span;

/// A change in one place can bring another to light, never for long.
const ROUNDS: usize = 5;

/// Reads the archive's pages into the site, in memory, and mends them there until nothing stops a build or nothing more can
/// be done; each mend is a remark.
pub(super) fn settle(open: &mut OpenSite, archive: &mut Archive) {
    let assets = archive.assets.iter().map(|asset| {
        // Only that it is there matters here.
        let content = AssetContent::File { path: asset.from.clone(), length: 0, modified: 0, picture: None };
        (SitePath::new(&asset.path), Change::Asset(content))
    });
    open.workspace.apply(assets.collect::<Vec<_>>());
    for round in 0..=ROUNDS {
        let pages = archive.pages.iter().map(|page| (SitePath::new(&page.path), Change::Text(Text::Utf8(page.text().into()))));
        open.workspace.apply(pages.collect::<Vec<_>>());
        let mut mended = false;
        let mut clashes = link::findings(open.db()).clone();
        clashes.retain(|clash| clash.severity == Severity::Error);
        for page in &mut archive.pages {
            let (mut mends, mut left) = (Vec::new(), Vec::new());
            for finding in findings(open, page, &clashes) {
                match (round < ROUNDS).then(|| mend(page, &finding)).flatten() {
                    Some(mend) => mends.push((finding, mend)),
                    None => left.push(finding),
                }
            }
            if mends.is_empty() {
                let says =
                    |finding: Diagnostic| remark(Code::NotConverted, &page.origin, format!("`gloss check` will say: {}", finding.message));
                archive.remarks.extend(left.into_iter().map(says));
                continue;
            }
            mended = true;
            archive.remarks.extend(apply(page, mends));
        }
        if !mended {
            break;
        }
    }
}

/// Errors of a page, of the stages that an import can offend.
fn findings(open: &OpenSite, page: &Page, clashes: &[Diagnostic]) -> Vec<Diagnostic> {
    let db = open.db();
    let Some(source) = open.workspace.source(&page.path) else { return vec![] };
    let own = |finding: &&Diagnostic| finding.place.as_ref().is_some_and(|place| place.path.as_str() == page.path);
    // The second of two pages at one address moves.
    let second = |finding: &&Diagnostic| {
        finding.code == Code::DuplicateUrl && finding.related.iter().any(|(place, _)| place.path.as_str() == page.path)
    };
    let clashes = clashes.iter().filter(|finding| match finding.code {
        Code::DuplicateUrl => second(finding) || (own(finding) && finding.related.is_empty()),
        _ => own(finding),
    });
    let all = document(db, source).findings.iter().chain(link::findings_in(db, source)).chain(clashes);
    all.filter(|finding| finding.severity == Severity::Error).cloned().collect()
}

/// What is done about a finding.
enum Mend {
    /// Bytes of the page's text are replaced; the words say by what.
    Text(std::ops::Range<usize>, String, &'static str),
    /// An old address goes.
    Alias(String),
    /// The page gets another address.
    Move,
    /// The cover goes.
    Cover,
}

fn mend(page: &Page, finding: &Diagnostic) -> Option<Mend> {
    let text = page.text();
    let span = finding.place.as_ref().filter(|place| place.path.as_str() == page.path).map(|place| place.span).unwrap_or_default();
    let body = text.len() - page.body.trim_matches(['\n', '\r']).trim_end().len() - 1;
    let written = span.of(&text);
    let in_front = (span.start as usize) < body;
    let range = span.range();
    match finding.code {
        Code::RedirectClash | Code::BadUrl if in_front => Some(Mend::Alias(written.trim_matches(['"', '\'']).to_owned())),
        Code::DuplicateUrl => Some(Mend::Move),
        Code::MissingFile if in_front => Some(Mend::Cover),
        _ if in_front => None,
        Code::MissingHeading => {
            let from = written.rfind("](").filter(|_| !written.starts_with("[[") && !written.starts_with("![[")).unwrap_or_default();
            let hash = from + written.get(from..)?.find('#')?;
            let end = hash + written.get(hash..)?.find([')', '|', ']', ' ', '>'])?;
            Some(Mend::Text(range.start + hash..range.start + end, String::new(), "the link leads to the page"))
        }
        Code::UnresolvedReference
        | Code::AmbiguousReference
        | Code::UnpublishedReference
        | Code::UnknownEntity
        | Code::TransclusionCycle => Some(Mend::Text(range, words(written), "only the words of the link are left")),
        Code::MissingFile if written.starts_with("![") => Some(Mend::Text(range, words(written), "its words stand for it")),
        Code::MissingFile => {
            let (range, whole) = around(&text, span)?;
            Some(Mend::Text(range, words(whole), "only the words of the link are left"))
        }
        Code::MissingNote | Code::DuplicateNote => {
            let at = range.start + written.find("[^")?;
            Some(Mend::Text(at..at, "\\".into(), "the mark is left as text"))
        }
        Code::UnknownNoteKind => {
            let at = range.start - text.get(..range.start).filter(|before| before.ends_with("[!")).map_or(0, |_| 2);
            text.get(at..).filter(|rest| rest.starts_with("[!")).map(|_| Mend::Text(at..at, "\\".into(), "the tag is left as text"))
        }
        _ => None,
    }
}

/// The link of which these are words.
fn around(text: &str, span: Span) -> Option<(std::ops::Range<usize>, &str)> {
    let start = text.get(..span.start as usize)?.rfind('[')?;
    let behind = span.end as usize + text.get(span.end as usize..)?.find("](")?;
    let end = behind + text.get(behind..)?.find(')')? + 1;
    let whole = text.get(start..end).filter(|whole| !whole.contains("\n\n"))?;
    Some((start..end, whole))
}

/// The words of a link, picture or reference, as Markdown.
fn words(written: &str) -> String {
    let embed = written.strip_prefix('!').unwrap_or(written);
    if let Some(inner) = embed.strip_prefix("[[") {
        let inner = inner.split("]]").next().unwrap_or_default();
        let (name, words) = inner.split_once('|').map_or((inner, None), |(name, words)| (name, Some(words)));
        return escape_line(words.unwrap_or(name.trim_end_matches('\\').trim_start_matches('@')));
    }
    let inner = embed.strip_prefix('[').unwrap_or(embed);
    let end = inner.rfind("](").or_else(|| inner.rfind("][")).or_else(|| inner.rfind(']')).unwrap_or(inner.len());
    inner.get(..end).unwrap_or_default().to_owned()
}

/// Makes the mends, from the end on so that places hold; says what was done.
fn apply(page: &mut Page, mends: Vec<(Diagnostic, Mend)>) -> Vec<Diagnostic> {
    let text = page.text();
    let trimmed = page.body.trim_matches(['\n', '\r']).trim_end().to_owned();
    let body = text.len() - trimmed.len() - 1;
    let (mut changes, mut remarks) = (Vec::new(), Vec::new());
    for (finding, mend) in mends {
        let what = match mend {
            Mend::Text(range, put, what) => {
                changes.push((range, put));
                what.to_owned()
            }
            Mend::Alias(alias) => {
                let same = |known: &String| known.trim_matches('/') == alias.trim_matches('/');
                page.front.aliases.retain(|known| !same(known));
                format!("the old address `{alias}` is left out")
            }
            Mend::Move => {
                let name = page.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
                let folder = page.path.rsplit('/').nth(1).unwrap_or_default();
                let last = page.front.slug.clone().unwrap_or_else(|| if name == "index" { folder } else { name }.to_owned());
                let slug = match last.rsplit_once('-').and_then(|(stem, number)| Some((stem, number.parse::<u32>().ok()?))) {
                    Some((stem, number)) if number < 100 && page.front.slug.is_some() => format!("{stem}-{}", number + 1),
                    _ => format!("{last}-2"),
                };
                page.front.url = None;
                page.front.slug = Some(slug.clone());
                format!("its address ends in `{slug}` now")
            }
            Mend::Cover => {
                page.front.cover = None;
                "it has no cover now".into()
            }
        };
        remarks.push(remark(Code::NotConverted, &page.origin, format!("{}: {what}", finding.message)));
    }
    changes.sort_by_key(|(range, _): &(std::ops::Range<usize>, String)| std::cmp::Reverse(range.start));
    let (mut out, mut limit) = (trimmed, usize::MAX);
    for (range, put) in changes {
        let Some(start) = range.start.checked_sub(body) else { continue };
        let end = range.end - body;
        if end <= limit && out.get(start..end).is_some() {
            out.replace_range(start..end, &put);
            limit = start;
        }
    }
    page.body = out;
    remarks
}

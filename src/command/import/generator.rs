//! What Hugo and Zola have in common: a folder of Markdown with front matter, files beside it, and links by file or address.

use std::collections::BTreeMap;

use super::archive::{Archive, Asset, Front, Origin, Page};
use super::draft::Draft;
use super::front::Keys;
use super::ground::{Ground, Spot, file_name, relative, segment};
use super::links::{Addresses, link};
use super::markdown::{self, Fate, Found, Kind, squeezed};
use super::signs::comment;
use super::template_code::Call;
use super::tree::{Files, folder_of, joined, name_of};
use crate::diagnostic::Code;
use crate::view::builtin;

/// A page that is going to be written, or that is there.
#[derive(Debug)]
pub(super) struct Planned {
    /// Its path below the content folder of the archive.
    pub(super) source: String,
    pub(super) spot: Spot,
    pub(super) front: Front,
    pub(super) body: String,
    /// Where the body begins in the file.
    pub(super) body_start: usize,
    /// Its address at the old site.
    pub(super) old: String,
}

/// What becomes of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Made {
    /// It is replaced, with all that is in it.
    Put(String),
    /// Its tags are replaced, and what stands between them stays.
    Around(String, String),
    /// It goes, and the words say why.
    Gone(String),
    /// It has no counterpart.
    Unknown,
}

/// An archive on its way.
pub(super) struct Plan<'f> {
    /// The tool's name, by which its pages are known.
    tool: &'static str,
    pub(super) files: &'f Files,
    /// The folder of the content, with a slash at its end; empty where it is the archive itself.
    pub(super) content: String,
    pub(super) archive: Archive,
    pub(super) addresses: Addresses,
    pub(super) pages: Vec<Planned>,
    /// Files of this site by those of the archive, in small letters.
    sources: BTreeMap<String, String>,
}

/// Files under `content/` that this site would read as something else than a file.
const READ: &[&str] = &["yaml", "yml", "md", "markdown"];

impl<'f> Plan<'f> {
    /// Starts with the files of an archive.
    pub(super) fn new(tool: &'static str, files: &'f Files) -> Self {
        let content = if files.paths().any(|path| path.starts_with("content/")) { "content/" } else { "" };
        let mut plan = Self {
            tool,
            files,
            content: content.to_owned(),
            archive: Archive::default(),
            addresses: Addresses::default(),
            pages: vec![],
            sources: BTreeMap::new(),
        };
        files.passed(&mut plan.archive);
        plan
    }

    /// The files of the content, by their path in it.
    pub(super) fn contents(&self) -> Vec<String> {
        let inside = self.files.paths().filter_map(|path| path.strip_prefix(self.content.as_str()));
        // A content folder that is named by itself has none of the folders of a site.
        inside.map(str::to_owned).collect()
    }

    /// Where a page stands that would be at `wanted`.
    pub(super) fn spot(&self, source: &str, (wanted, ground): (&str, &mut Ground)) -> Spot {
        ground.page(&format!("{}:{source}", self.tool), wanted)
    }

    /// The path of a content file in the archive.
    pub(super) fn whole(&self, source: &str) -> String {
        format!("{}{source}", self.content)
    }

    /// A page's text, where it stands, and its front matter; none, and a remark, where it cannot be read.
    pub(super) fn open(&mut self, source: &str) -> Option<(String, Origin, Keys)> {
        let whole = self.whole(source);
        let text = self.files.text(&whole, &mut self.archive)?;
        let origin = self.files.origin(&whole, 0);
        match Keys::read(&origin.file, &text) {
            Ok(keys) => Some((text, origin, keys)),
            Err(findings) => {
                self.archive.remarks.extend(findings);
                self.archive.remark(Code::NotImported, &origin, format!("`{source}` is left out: its front matter cannot be read"));
                None
            }
        }
    }

    /// Whether a page is in a language that this site lacks, with a remark.
    pub(super) fn is_foreign(&mut self, source: &str, tag: Option<&str>, (origin, ground): (&Origin, &Ground)) -> bool {
        let Some(tag) = tag.filter(|tag| !ground.has_language(tag)) else { return false };
        let finding = self.archive.remark(Code::NotImported, origin, format!("`{source}` is left out: this site has no language `{tag}`"));
        finding.help.push(format!("add `{tag}` to `languages` in `gloss.yaml`, and run this again"));
        true
    }

    /// Adds a page.
    pub(super) fn page(&mut self, page: Planned) {
        self.sources.entry(page.source.to_lowercase()).or_insert_with(|| page.spot.path().to_owned());
        if !page.old.is_empty() {
            self.addresses.page(&page.old, page.spot.path());
        }
        self.pages.push(page);
    }

    /// Adds a file of the content, which stands beside its page.
    pub(super) fn beside(&mut self, source: &str, folder: &str) {
        let (whole, name) = (self.whole(source), name_of(source));
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        let Some(from) = self.files.disk(&whole) else { return };
        match file_name(name).filter(|_| !READ.contains(&ending.as_str())) {
            Some(name) => {
                let path = format!("content/{}{name}", if folder.is_empty() { String::new() } else { format!("{folder}/") });
                self.sources.insert(source.to_lowercase(), path.clone());
                self.archive.assets.push(Asset { path, from: from.clone() });
            }
            None => {
                self.archive.remark(
                    Code::NotCopied,
                    &self.files.origin(&whole, 0),
                    format!("`{source}` is not copied: this site reads files of that kind itself"),
                );
            }
        }
    }

    /// Copies a folder of files that go out as they are.
    pub(super) fn statics(&mut self, folder: &str) {
        let prefix = format!("{folder}/");
        let files: Vec<(String, Option<String>)> = self
            .files
            .paths()
            .filter_map(|path| path.strip_prefix(&prefix).map(|rest| (path.to_owned(), super::ground::file_path(rest))))
            .collect();
        for (path, sound) in files {
            let lower = path.to_ascii_lowercase();
            let origin = self.files.origin(&path, 0);
            if sound.as_deref().is_some_and(|name| builtin::file(name).is_some()) || lower.ends_with(".html") {
                self.archive.remark(
                    Code::NotCopied,
                    &origin,
                    format!("`{path}` is not copied: this site makes pages and the files of its theme itself"),
                );
                continue;
            }
            match (sound, self.files.disk(&path)) {
                (Some(sound), Some(from)) => self.archive.assets.push(Asset { path: format!("static/{sound}"), from: from.clone() }),
                _ => drop(self.archive.remark(
                    Code::NotCopied,
                    &origin,
                    format!("`{path}` is not copied: its name cannot stand in an address"),
                )),
            }
        }
    }

    /// The file of this site that a file of the content has become, named as in a text of the archive.
    pub(super) fn source(&self, from: &str, named: &str) -> Option<&str> {
        let path = joined(folder_of(from), named)?.to_lowercase();
        let path = path.trim_matches('/');
        let endings = ["", ".md", "/index.md", "/_index.md", "index.md", "_index.md"];
        endings.iter().find_map(|ending| self.sources.get(format!("{path}{ending}").trim_start_matches('/'))).map(String::as_str)
    }

    /// The page whose file has a name, wherever it stands, if there is one only.
    pub(super) fn named(&self, name: &str) -> Option<&str> {
        let name = name.trim_start_matches('/').trim_end_matches(".md").to_lowercase();
        let fits = |source: &&String| {
            let stem = source.trim_end_matches(".md").trim_end_matches("/index").trim_end_matches("/_index");
            stem == name || stem.strip_suffix(name.as_str()).is_some_and(|rest| rest.ends_with('/'))
        };
        let mut found = self.sources.keys().filter(fits);
        let first = found.next()?;
        found.next().is_none().then(|| self.sources.get(first).map(String::as_str)).flatten()
    }

    /// Takes a page's calls out of its text: `make` says what becomes of each.
    pub(super) fn calls(&mut self, page: &Planned, (draft, calls): (&mut Draft, &[Call]), make: impl Fn(&Call, &Plan<'_>) -> Made) {
        let code = markdown::code(draft.text());
        let (mut edits, mut done) = (Vec::new(), 0);
        for call in calls.iter().filter(|call| !code.iter().any(|range| range.contains(&call.tag.start))) {
            if call.tag.start < done {
                continue;
            }
            match make(call, self) {
                Made::Put(text) => {
                    done = call.range.end;
                    edits.push((call.range.clone(), text));
                }
                Made::Around(before, behind) => {
                    edits.push((call.tag.clone(), before));
                    edits.push((call.inner.end.max(call.tag.end)..call.range.end, behind));
                }
                Made::Gone(why) => {
                    let origin = self.files.origin(&self.whole(&page.source), draft.origin(call.tag.start));
                    self.archive.remark(Code::NotConverted, &origin, why);
                    edits.push((call.range.clone(), String::new()));
                }
                Made::Unknown => {
                    let written = draft.text().get(call.tag.clone()).unwrap_or_default().to_owned();
                    let at = draft.origin(call.tag.start);
                    let what = format!("the shortcode `{}` has no counterpart", call.name);
                    self.archive.remark(Code::NotConverted, &self.files.origin(&self.whole(&page.source), at), what);
                    edits.push((call.tag.clone(), comment(&written)));
                    if call.is_pair() {
                        edits.push((call.inner.end..call.range.end, String::new()));
                    }
                }
            }
        }
        draft.edit(edits);
    }

    /// Writes the pages that are new: their links lead to files of this site.
    pub(super) fn finish(mut self, mut body: impl FnMut(&mut Self, &Planned) -> Draft) -> Archive {
        for mut page in std::mem::take(&mut self.pages) {
            let Spot::New(path) = page.spot.clone() else {
                self.archive.known += 1;
                continue;
            };
            let mut draft = body(&mut self, &page);
            markdown::rewrite(&mut draft, |found, _| self.fate(&page, found));
            single_brackets(&mut draft);
            let src = page.front.cover.as_ref().and_then(|cover| self.target(&page, &cover.src));
            if let (Some(cover), Some(src)) = (&mut page.front.cover, src) {
                cover.src = src;
            }
            let origin = self.files.origin(&self.whole(&page.source), 0);
            let identity = format!("{}:{}", self.tool, page.source);
            self.archive.pages.push(Page { identity, path, front: page.front, body: squeezed(draft.text()), origin });
        }
        self.archive
    }

    fn fate(&self, page: &Planned, found: &Found) -> Fate {
        if found.address.is_empty() {
            return if found.kind == Kind::Definition { Fate::Keep } else { Fate::Words };
        }
        match self.target(page, &found.address) {
            Some(target) if target != found.address => Fate::Become(target),
            _ => Fate::Keep,
        }
    }

    /// Where an address of a page leads from now on; `None` for what stays as it is.
    pub(super) fn target(&self, page: &Planned, address: &str) -> Option<String> {
        let (path, fragment) = address.find('#').map_or((address, ""), |at| address.split_at(at));
        if path.is_empty() || path.contains("://") || path.starts_with("mailto:") || path.starts_with("//") {
            // Only an address of the old site itself can be one of these.
            let local = self.addresses.local(address, &page.old)?;
            return Some(link(page.spot.path(), self.addresses.file(&local)?, &local.fragment));
        }
        let plain = crate::text::percent::decode(path.split('?').next().unwrap_or_default());
        if let Some(file) = self.source(&page.source, &plain) {
            // A file stands beside its page, or below the root; only pages have fragments of ours.
            return Some(if file.ends_with(".md") { link(page.spot.path(), file, fragment) } else { relative(page.spot.path(), file) });
        }
        if let Some(local) = self.addresses.local(address, &page.old)
            && let Some(file) = self.addresses.file(&local)
        {
            return Some(link(page.spot.path(), file, &local.fragment));
        }
        // A file may be named from the page's old address, as readers' browsers did.
        let from_address = super::links::joined(&page.old, &plain);
        let is_static = self.files.has(&format!("static{from_address}"));
        is_static.then(|| from_address.replace(' ', "%20"))
    }
}

/// Double brackets around a link's words (`[[1]](#fn)`) would be a reference here.
fn single_brackets(draft: &mut Draft) {
    let mut edits = Vec::new();
    for found in markdown::links(draft.text()) {
        let words = draft.text().get(found.words.clone()).unwrap_or_default();
        if found.kind == Kind::Link && words.starts_with('[') && words.ends_with(']') {
            edits.push((found.words.start..found.words.start, "\\".to_owned()));
            edits.push((found.words.end - 1..found.words.end - 1, "\\".to_owned()));
        }
    }
    draft.edit(edits);
}

/// The language in a file's name, where it looks like one (BCP 47): `uk` of `a-visit.uk.md`, nothing of `release-0.17.md`.
pub(super) fn language_of(source: &str) -> Option<String> {
    let stem = source.rsplit_once('.').map_or(source, |(stem, _)| stem);
    let tag = name_of(stem).rsplit_once('.').map(|(_, tag)| tag.to_lowercase())?;
    let part = |part: &str| (2..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    ((2..=7).contains(&tag.len()) && tag.split('-').all(part)).then_some(tag)
}

/// The path in this site for a file of an archive's content: each part sound, in small letters where the other tool's
/// addresses are. Of a file without a name of its own the folder names it.
pub(super) fn site_path(source: &str, ground: &Ground) -> String {
    let stem =
        source.strip_suffix(".md").or_else(|| source.strip_suffix(".markdown")).or_else(|| source.strip_suffix(".html")).unwrap_or(source);
    let (stem, language) = match stem.rsplit_once('.') {
        Some((stem, tag)) if ground.has_language(tag) => (stem, Some(tag)),
        _ => (stem, None),
    };
    let mut parts: Vec<String> = stem
        .split('/')
        .map(|part| if matches!(part, "index" | "_index") { part.to_owned() } else { segment(part).to_lowercase() })
        .collect();
    if ground.in_glossary(&format!("/{}", parts.join("/")))
        && let Some(first) = parts.first_mut()
    {
        first.push_str("-articles");
    }
    let main = language.is_some_and(|tag| tag.eq_ignore_ascii_case(ground.config.language.tag()));
    let language = language.filter(|_| !main).map(|tag| format!(".{}", tag.to_lowercase())).unwrap_or_default();
    format!("content/{}{language}.md", parts.join("/"))
}

//! One Markdown file, from its text to its document.

use std::sync::Arc;

use super::body::{self, Input};
use super::document::Document;
use super::front::{Front, Spanned};
use super::front_read::{self, Headline};
use super::matter::{self, Matter};
use super::place;
use super::settings::Settings;
use super::{Checked, Role};
use crate::config::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Text;
use crate::text::path::SitePath;
use crate::text::span::Span;

/// Front matter, and where the body begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Opening {
    /// The front matter; a stand-in for a missing headline is set.
    pub(super) front: Arc<Front>,
    /// Bytes of the file before the body.
    pub(super) body_start: u32,
}

/// Reads the front matter of the file at `path` from its [head](crate::text::fence::head). Never fails: what cannot be read is
/// a finding, and empty.
pub(super) fn opening(path: &SitePath, head: &str, settings: &Settings) -> Checked<Opening> {
    let mut findings = Vec::new();
    let matter = matter::read(path, head);
    let mut front = read_front(path, head, (&matter, settings), &mut findings);
    findings.extend(matter.findings);
    findings.extend(wrong_suffix(path, settings));
    if front.title.value.trim().is_empty() {
        front.title = Spanned { value: title_of_name(path), span: Span::default() };
    }
    Checked { value: Opening { front: Arc::new(front), body_start: matter.body_start }, findings }
}

/// The opening of a translation, with what it leaves to its original's.
pub(super) fn inheriting(own: Checked<Opening>, original: &Opening) -> Checked<Opening> {
    let front = Arc::new(own.value.front.inheriting(&original.front));
    Checked { value: Opening { front, ..own.value }, ..own }
}

/// Reads the file at `path` whose front matter is known. Never fails, as [`opening`].
pub(super) fn read(path: &SitePath, text: &Text, opening: &Checked<Opening>, settings: &Settings) -> Checked<Document> {
    // Of a file that cannot be read, all else that could be said is of no use.
    let mut findings = unreadable(path, text).map_or_else(|| opening.findings.clone(), |finding| vec![finding]);
    let Opening { front, body_start } = &opening.value;
    let (language, _) = place::language(path, front, settings);
    let input = Input { path, text: text.as_str(), body_start: *body_start, language, settings };
    let (document, in_body) = body::read(&input, Arc::clone(front));
    findings.sort_by_key(|finding| finding.place.as_ref().map(|place| place.span));
    findings.extend(in_body);
    Checked { value: document, findings }
}

fn read_front(path: &SitePath, text: &str, (matter, settings): (&Matter, &Settings), findings: &mut Vec<Diagnostic>) -> Front {
    let role = place::role(path, settings);
    let headline = match role {
        Role::Article => Headline::Needed,
        Role::SectionPage | Role::Entity => Headline::Optional,
    };
    let mut reader = Reader::new(path, text);
    let front = match &matter.node {
        Some(node) if role == Role::Entity => front_read::read_entity(text, node),
        Some(node) => front_read::read(&mut reader, node, settings, headline),
        None => {
            let title = title_line(text, matter.span);
            if matter.findings.is_empty() && headline == Headline::Needed {
                reader.report(Span::new(0, 0), no_front_matter(text));
            }
            Front { title: title.unwrap_or_default(), extra: "null".into(), ..Front::default() }
        }
    };
    if role != Role::Entity && front.title.value.trim().is_empty() && !front.title.span.is_empty() {
        reader.report(front.title.span, Diagnostic::new(Code::MissingKey, "the `title` has no words").help("write `title: \"…\"`"));
    }
    findings.append(&mut reader.findings);
    front
}

fn no_front_matter(text: &str) -> Diagnostic {
    let finding = match text.trim().is_empty() {
        true => Diagnostic::new(Code::MissingKey, "the file is empty"),
        false => Diagnostic::new(Code::MissingKey, "the article has no front matter, and so no `title`"),
    };
    finding.help("begin the file with `---`, a line `title: \"…\"`, and `---`")
}

/// The headline of front matter that cannot be read as a whole: the line that begins with `title`.
fn title_line(text: &str, matter: Span) -> Option<Spanned<String>> {
    let mut at = matter.start as usize;
    for line in matter.of(text).split_inclusive('\n') {
        let value = line.strip_prefix("title").map(str::trim_start).and_then(|rest| rest.strip_prefix([':', '=']));
        if let Some(value) = value {
            let words = value.trim().trim_matches(['"', '\'']);
            let start = at + line.find(words).filter(|_| !words.is_empty())?;
            return Some(Spanned { value: words.to_owned(), span: Span::new(start, start + words.len()) });
        }
        at += line.len();
    }
    None
}

/// What stands in for a headline: the file's name, or its folder's.
fn title_of_name(path: &SitePath) -> String {
    let parts = place::parts(path);
    match parts.name {
        "index" | "_index" => parts.folders.last().copied().unwrap_or_default().to_owned(),
        name => name.to_owned(),
    }
}

/// `NAME.xx.md` where the site has no language `xx`.
fn wrong_suffix(path: &SitePath, settings: &Settings) -> Option<Diagnostic> {
    let tag = place::parts(path).language?;
    if settings.language(tag).is_some() {
        return None;
    }
    let finding = front_read::unknown_language(tag, settings).note("a file's name may carry its language: `NAME.uk.md`");
    Some(finding.at(path, Span::new(0, 0)))
}

/// The finding for a file that cannot be read as text; also for the site's file and lists of entities.
pub fn unreadable(path: &SitePath, text: &Text) -> Option<Diagnostic> {
    let finding = match text {
        Text::Utf8(_) => return None,
        Text::NotUtf8 { valid_up_to } => {
            Diagnostic::new(Code::NotUtf8, format!("the file is not UTF-8 text from byte {valid_up_to} on")).help("save it as UTF-8")
        }
        Text::TooLarge { bytes } => {
            Diagnostic::new(Code::TooLarge, format!("the file has {bytes} bytes")).note(format!("at most {} bytes are read", Text::LIMIT))
        }
        Text::Unreadable(words) => Diagnostic::new(Code::Unreadable, format!("the file cannot be read: {words}")),
        Text::OutsideSite => Diagnostic::new(Code::OutsideSite, "the link leads out of the site's folder")
            .help("copy the file into the site instead of linking to it"),
    };
    Some(finding.at(path, Span::new(0, 0)))
}

//! The text of an Obsidian note as this site's Markdown: links and embeds between double brackets, callouts, tags, comments.

use std::ops::Range;

use super::archive::Asset;
use super::draft::Draft;
use super::ground::relative;
use super::html_media::is_picture;
use super::links::link;
use super::markdown::{self, Fate, safe};
use super::obsidian::Note;
use super::obsidian_notes::Notes;
use super::signs::comment;
use super::tree::name_of;
use crate::diagnostic::Code;
use crate::text::percent;
use crate::text::slug::slug;

/// What a note's text comes to.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) body: String,
    pub(super) tags: Vec<String>,
    pub(super) assets: Vec<Asset>,
    pub(super) remarks: Vec<(usize, Code, String)>,
}

/// Makes this site's Markdown of a note.
pub(super) fn convert(note: &Note, notes: &Notes<'_>) -> Made {
    let mut work = Work { note, notes, draft: Draft::new(&note.body, note.body_start), made: Made::default() };
    work.comments();
    work.doubles();
    work.links();
    work.callouts();
    work.lines();
    work.queries();
    work.made.body = markdown::squeezed(work.draft.text());
    work.made
}

struct Work<'w, 'n> {
    note: &'w Note,
    notes: &'w Notes<'n>,
    draft: Draft,
    made: Made,
}

impl Work<'_, '_> {
    fn remark(&mut self, at: usize, code: Code, what: String) {
        self.made.remarks.push((self.draft.origin(at), code, what));
    }

    /// Whether places stand in code.
    fn code(&self) -> impl Fn(usize) -> bool + use<> {
        let code = markdown::code(self.draft.text());
        move |at: usize| code.iter().any(|range| range.contains(&at))
    }

    /// Blocks of code that a plug-in would fill.
    fn queries(&mut self) {
        let text = self.draft.text().to_owned();
        let mut edits = Vec::new();
        for range in markdown::code(&text) {
            let block = text.get(range.clone()).unwrap_or_default();
            let language = block.trim_start_matches(['`', '~']).lines().next().unwrap_or_default().trim().to_owned();
            let filled = ["dataview", "dataviewjs", "query", "tasks", "base", "button", "chart", "excalidraw"];
            if block.starts_with("```") && filled.contains(&language.as_str()) {
                self.remark(range.start, Code::NotConverted, format!("a block of `{language}` is filled by a plug-in"));
                let inner: Vec<&str> = block.lines().skip(1).filter(|line| !line.starts_with("```")).collect();
                edits.push((range.start..range.end, format!("{}\n", comment(&format!("{language} {}", inner.join(" "))))));
            }
        }
        self.draft.edit(edits);
    }

    /// `%%…%%` is nobody's but the writer's.
    fn comments(&mut self) {
        let (text, in_code) = (self.draft.text().to_owned(), self.code());
        let marks: Vec<usize> = text.match_indices("%%").map(|(at, _)| at).filter(|at| !in_code(*at)).collect();
        let pairs = marks.chunks(2).map(|pair| match *pair {
            [start, end] => (start..end + 2, String::new()),
            // One that is never closed hides the rest.
            _ => (pair.first().copied().unwrap_or(text.len())..text.len(), String::new()),
        });
        self.draft.edit(pairs.collect());
    }

    /// `[[…]]` and `![[…]]`.
    fn doubles(&mut self) {
        let (text, in_code) = (self.draft.text().to_owned(), self.code());
        let mut edits = Vec::new();
        for (at, _) in text.match_indices("[[") {
            let Some(end) = text.get(at..).and_then(|rest| rest.find("]]")).map(|end| at + end + 2) else { continue };
            let inner = text.get(at + 2..end - 2).unwrap_or_default();
            if in_code(at) || inner.is_empty() || inner.contains(['\n', '[']) {
                continue;
            }
            let embed = text.get(..at).is_some_and(|before| before.ends_with('!'));
            let (target, words) =
                inner.split_once('|').map_or((inner, None), |(target, words)| (target.trim_end_matches('\\'), Some(words.trim())));
            let range = if embed { at - 1..end } else { at..end };
            let made = if embed { self.embed(&range, (target, words)) } else { self.double(&range, (target, words)) };
            edits.push((range, made));
        }
        self.draft.edit(edits);
    }

    /// A link to a note, or to a file.
    fn double(&mut self, range: &Range<usize>, (target, words): (&str, Option<&str>)) -> String {
        let (name, fragment) = target.split_once('#').map_or((target, None), |(name, fragment)| (name.trim(), Some(fragment)));
        let shown = words.unwrap_or(if name.is_empty() { fragment.unwrap_or_default() } else { name_of(name).trim_end_matches(".md") });
        let shown = shown.replace(['[', ']'], "");
        let own = self.note.spot.path();
        let notes = self.notes;
        let found = if name.is_empty() { Some(self.note) } else { notes.note(&self.note.source, name) };
        if let Some(note) = found {
            if let Some(id) = note.entity.as_ref().filter(|_| !name.is_empty()) {
                return format!("[[@{id}|{shown}]]");
            }
            let heading = self.heading(range, fragment);
            if name.is_empty() && heading.is_empty() {
                return shown;
            }
            return format!("[{shown}]({})", link(own, note.spot.path(), &heading));
        }
        if let Some((path, asset)) = self.notes.asset(&self.note.source, (own, name)) {
            self.made.assets.push(asset);
            return format!("[{shown}]({})", safe(&path));
        }
        self.remark(range.start, Code::NotConverted, format!("no note is called `{name}`: only the words of the link are left"));
        shown
    }

    /// What a link names in a note: the innermost heading.
    fn heading(&mut self, range: &Range<usize>, fragment: Option<&str>) -> String {
        let Some(last) = fragment.and_then(|fragment| fragment.rsplit('#').next()) else { return String::new() };
        if last.starts_with('^') {
            self.remark(range.start, Code::NotConverted, format!("the block `{last}` has no address; the link leads to the page"));
            return String::new();
        }
        format!("#{}", slug(last))
    }

    /// A note, a part of one, or a file, set into the text.
    fn embed(&mut self, range: &Range<usize>, (target, words): (&str, Option<&str>)) -> String {
        let (name, fragment) = target.split_once('#').map_or((target.trim(), None), |(name, fragment)| (name.trim(), Some(fragment)));
        let (own, source) = (self.note.spot.path(), self.note.source.as_str());
        if let Some((path, asset)) = self.notes.asset(source, (own, name)) {
            self.made.assets.push(asset);
            let sized = words.is_some_and(|words| words.chars().all(|letter| letter.is_ascii_digit() || letter == 'x'));
            let stem = name_of(name).rsplit_once('.').map_or(name, |(stem, _)| stem).replace(['-', '_'], " ");
            let shown = words.filter(|_| !sized).map_or(stem, str::to_owned).replace(['[', ']'], "");
            return format!("{}[{shown}]({})", if is_picture(name) { "!" } else { "" }, safe(&path));
        }
        let notes = self.notes;
        match notes.note(source, name) {
            Some(note) if note.entity.is_some() || fragment.is_some_and(|fragment| fragment.contains('^')) => {
                self.double(range, (target, words))
            }
            Some(note) => {
                let path = note.spot.path().trim_start_matches("content/").trim_end_matches(".md").trim_end_matches("/index");
                let heading = self.heading(range, fragment);
                if heading.is_empty() {
                    self.remark(range.start, Code::NotConverted, format!("the note `{name}` that was set in here is a card now"));
                }
                format!("![[{path}{heading}]]")
            }
            None if name.rsplit_once('.').is_some_and(|(_, ending)| (1..=5).contains(&ending.len())) => {
                self.remark(range.start, Code::NotCopied, format!("the vault has no file `{name}`"));
                words.unwrap_or_default().to_owned()
            }
            None => self.double(range, (target, words)),
        }
    }

    /// Links and pictures in Markdown's own way.
    fn links(&mut self) {
        let (own, source, notes) = (self.note.spot.path(), self.note.source.as_str(), self.notes);
        let mut assets = Vec::new();
        markdown::rewrite(&mut self.draft, |found, _| {
            let (path, fragment) = found.address.find('#').map_or((found.address.as_str(), ""), |at| found.address.split_at(at));
            let plain = percent::decode(path);
            if path.is_empty()
                || path.contains("://")
                || path.starts_with("mailto:")
                || plain.ends_with(".md") && plain.starts_with("content/")
            {
                return Fate::Keep;
            }
            if let Some((path, asset)) = notes.asset(source, (own, &plain)) {
                assets.push(asset);
                return Fate::Become(path);
            }
            // What has been made of double brackets leads to files of this site already.
            let made = notes.notes.iter().any(|note| relative(own, note.spot.path()) == path);
            match notes.note(source, &plain).filter(|_| !made) {
                Some(note) if note.entity.is_none() => Fate::Become(link(
                    own,
                    note.spot.path(),
                    &if fragment.is_empty() { String::new() } else { format!("#{}", slug(&percent::decode(fragment))) },
                )),
                _ => Fate::Keep,
            }
        });
        self.made.assets.extend(assets);
    }

    /// Callouts become the five alerts of GFM; a title stands in the first line.
    fn callouts(&mut self) {
        let (text, in_code) = (self.draft.text().to_owned(), self.code());
        let (mut edits, mut at) = (Vec::new(), 0);
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let inner = line.trim_start_matches(['>', ' ']);
            let lead = line.len() - inner.len();
            if !line.trim_start().starts_with('>') || in_code(start) {
                continue;
            }
            let Some((kind, rest)) = inner.strip_prefix("[!").and_then(|tag| tag.split_once(']')) else { continue };
            let title = rest.trim_start_matches(['-', '+']).trim();
            let quote = line.get(..lead).unwrap_or_default();
            let tag = alert(kind);
            let first = tag.map(|tag| format!("{quote}[!{tag}]\n")).unwrap_or_default();
            let second = if title.is_empty() { String::new() } else { format!("{quote}**{title}**\n{}\n", quote.trim_end()) };
            edits.push((start..at, format!("{first}{second}")));
        }
        self.draft.edit(edits);
    }

    /// Tags, names of blocks, marked words and notes within a line.
    fn lines(&mut self) {
        let (text, in_code) = (self.draft.text().to_owned(), self.code());
        let (mut edits, mut at, mut notes) = (Vec::new(), 0, Vec::new());
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            if in_code(start) {
                continue;
            }
            let bare = line.trim_end();
            if let Some(block) = bare.rfind(" ^").or_else(|| bare.starts_with('^').then_some(0)) {
                let name = bare.get(block..).unwrap_or_default().trim().trim_start_matches('^');
                if !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
                    edits.push((start + block..start + bare.len(), String::new()));
                }
            }
            for (from, tag) in tags(line).into_iter().filter(|(from, _)| !in_code(start + from)) {
                self.made.tags.push(tag.to_owned());
                // A line of tags alone is no text.
                let alone = bare.split_whitespace().all(|word| word.starts_with('#') && word.len() > 1);
                let end = start + from + 1 + tag.len();
                edits.push((start + from..if alone { end } else { start + from + 1 }, String::new()));
            }
        }
        let pairs: Vec<usize> = text.match_indices("==").map(|(at, _)| at).filter(|at| !in_code(*at)).collect();
        for pair in pairs.chunks_exact(2) {
            if let [open, close] = *pair
                && text
                    .get(open + 2..close)
                    .is_some_and(|inner| !inner.is_empty() && !inner.contains('\n') && inner.trim() == inner && !inner.contains('='))
            {
                edits.push((open..open + 2, "<mark>".into()));
                edits.push((close..close + 2, "</mark>".into()));
            }
        }
        for (open, _) in text.match_indices("^[").filter(|(at, _)| !in_code(*at)) {
            if let Some(note) = text.get(open + 2..).and_then(|rest| rest.get(..balanced(rest)?)) {
                notes.push(format!("[^inline-{}]: {note}", notes.len() + 1));
                edits.push((open..open + 3 + note.len(), format!("[^inline-{}]", notes.len())));
            }
        }
        if !notes.is_empty() {
            edits.push((text.len()..text.len(), format!("\n\n{}\n", notes.join("\n\n"))));
        }
        self.draft.edit(edits);
    }
}

/// Where the bracket closes that is open before a text.
fn balanced(text: &str) -> Option<usize> {
    let mut depth = 1;
    text.char_indices()
        .find(|(_, letter)| {
            depth += match letter {
                '[' => 1,
                ']' => -1,
                _ => 0,
            };
            depth == 0
        })
        .map(|(at, _)| at)
}

/// Tags of a line: `#` behind a space or at its start, then letters, of which one is no digit.
fn tags(line: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices('#') {
        let opens = line.get(..at).is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace));
        let rest = line.get(at + 1..).unwrap_or_default();
        let length = rest.find(|letter: char| !(letter.is_alphanumeric() || "_-/".contains(letter))).unwrap_or(rest.len());
        let tag = rest.get(..length).unwrap_or_default();
        if opens && tag.chars().any(char::is_alphabetic) {
            found.push((at, tag));
        }
    }
    found
}

/// The alert for a callout; none for a quotation.
fn alert(kind: &str) -> Option<&'static str> {
    Some(match kind.trim().to_lowercase().as_str() {
        "quote" | "cite" => return None,
        "tip" | "hint" | "success" | "check" | "done" => "TIP",
        "important" => "IMPORTANT",
        "warning" | "attention" => "WARNING",
        "caution" | "danger" | "error" | "failure" | "fail" | "missing" | "bug" => "CAUTION",
        _ => "NOTE",
    })
}

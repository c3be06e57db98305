//! Links, pictures and code of Markdown: where they stand, and links put right in their place.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::draft::Draft;

/// A link or a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// All of it; of a definition of a reference, the definition.
    pub(super) range: Range<usize>,
    /// Its address as it stands in the text.
    pub(super) target: Range<usize>,
    /// The address.
    pub(super) address: String,
    /// Its words as they stand in the text.
    pub(super) words: Range<usize>,
    /// What it is.
    pub(super) kind: Kind,
}

/// What points somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `[…](…)`.
    Link,
    /// `![…](…)`.
    Picture,
    /// `[…]: …`.
    Definition,
}

/// What becomes of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays.
    Keep,
    /// It is another one now.
    Become(String),
    /// Only the words are left.
    Words,
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
}

/// Where code stands, in blocks and in lines.
pub(super) fn code(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        if matches!(event, Event::Start(Tag::CodeBlock(_)) | Event::Code(_)) {
            found.push(range);
        }
    }
    found
}

/// All links and pictures, and the definitions of those by reference.
pub(super) fn links(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut open: Vec<(Range<usize>, String, Kind, usize)> = Vec::new();
    let parser = Parser::new_ext(text, options());
    let definitions: Vec<(Range<usize>, String)> =
        parser.reference_definitions().iter().map(|(_, definition)| (definition.span.clone(), definition.dest.to_string())).collect();
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. }) => {
                open.push((range.clone(), dest_url.to_string(), Kind::Link, range.start + 1));
            }
            Event::Start(Tag::Image { link_type: LinkType::Inline, dest_url, .. }) => {
                open.push((range.clone(), dest_url.to_string(), Kind::Picture, range.start + 2));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((whole, address, kind, inner)) = open.pop_if(|(whole, ..)| *whole == range) {
                    found.extend(inline(text, (whole, address), kind, inner));
                }
                inside(&mut open, &range);
            }
            _ => inside(&mut open, &range),
        }
    }
    for (range, address) in definitions {
        let target = text.get(range.clone()).and_then(|written| {
            let behind = written.find("]:")? + 2;
            let at = range.start + behind + written.get(behind..)?.find(&address)?;
            Some(at..at + address.len())
        });
        found.extend(target.map(|target| Found { words: target.start..target.start, range, target, address, kind: Kind::Definition }));
    }
    found
}

/// What is open reaches as far as what it holds.
fn inside(open: &mut [(Range<usize>, String, Kind, usize)], range: &Range<usize>) {
    for (whole, .., end) in open {
        if whole.contains(&range.start) && range.end <= whole.end && range != whole {
            *end = (*end).max(range.end);
        }
    }
}

/// The parts of `[words](address "title")`.
fn inline(text: &str, (range, address): (Range<usize>, String), kind: Kind, inner: usize) -> Option<Found> {
    let close = inner + text.get(inner..range.end)?.find("](")?;
    let start = range.start + if kind == Kind::Picture { 2 } else { 1 };
    let behind = text.get(close + 2..range.end)?;
    let lead = behind.len() - behind.trim_start().len();
    let written = behind.trim_start();
    let length = match written.strip_prefix('<') {
        Some(rest) => rest.find('>')? + 2,
        None => {
            let mut depth = 0;
            written
                .char_indices()
                .find(|(_, letter)| match letter {
                    '(' => {
                        depth += 1;
                        false
                    }
                    ')' => {
                        depth -= 1;
                        depth < 0
                    }
                    letter => letter.is_whitespace(),
                })?
                .0
        }
    };
    let at = close + 2 + lead;
    Some(Found { range, target: at..at + length, address, words: start..close, kind })
}

/// Puts links right: `fate` is asked about each, with its place in the draft.
pub(super) fn rewrite(draft: &mut Draft, mut fate: impl FnMut(&Found, &Draft) -> Fate) {
    let text = draft.text().to_owned();
    let mut edits = Vec::new();
    for found in links(&text) {
        match fate(&found, draft) {
            Fate::Keep => {}
            Fate::Become(address) => edits.push((found.target.clone(), safe(&address))),
            Fate::Words if found.kind == Kind::Definition => {}
            Fate::Words => {
                edits.push((found.range.start..found.words.start, String::new()));
                edits.push((found.words.end..found.range.end, String::new()));
            }
        }
    }
    draft.edit(edits);
}

/// A text without the empty lines and the single spaces at the ends of lines that are left where something was taken out.
pub(super) fn squeezed(text: &str) -> String {
    let code = code(text);
    let (mut out, mut at, mut empty) = (String::with_capacity(text.len()), 0, 0);
    for line in text.split_inclusive('\n') {
        let (start, bare) = (at, line.trim_end_matches(['\n', '\r']));
        at += line.len();
        if code.iter().any(|range| range.contains(&start)) {
            out.push_str(line);
            empty = 0;
            continue;
        }
        empty = if bare.trim().is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            // Two spaces break the line, one says nothing.
            let one = bare.ends_with(' ') && !bare.ends_with("  ");
            out.push_str(if one || empty > 0 { bare.trim_end() } else { bare });
            out.push('\n');
        }
    }
    out
}

/// An address as it can stand between parentheses.
pub(super) fn safe(address: &str) -> String {
    if address.contains([' ', '(', ')']) { format!("<{}>", address.replace(['<', '>'], "")) } else { address.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Draft, Fate, links, rewrite};

    #[test]
    fn links_are_found_where_they_stand() {
        let text = "[a](b.md \"t\") ![c](<d e.png>) [![f](g.png)](h_(i).html) `[no](x.md)` [r][1]\n\n[1]: j.md\n";
        let mut found: Vec<&str> = links(text).into_iter().map(|found| &text[found.target]).collect();
        found.sort_unstable();
        assert_eq!(found, ["<d e.png>", "b.md", "g.png", "h_(i).html", "j.md"]);
        let mut draft = Draft::new(text, 0);
        rewrite(&mut draft, |found, _| match found.address.as_str() {
            "b.md" => Fate::Words,
            "h_(i).html" => Fate::Become("k.md".into()),
            "j.md" => Fate::Become("l m.md".into()),
            _ => Fate::Keep,
        });
        assert_eq!(draft.text(), "a ![c](<d e.png>) [![f](g.png)](k.md) `[no](x.md)` [r][1]\n\n[1]: <l m.md>\n");
    }
}

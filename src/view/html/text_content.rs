//! The text content of HTML, as a browser gives it (DOM, `textContent`): what programs count and search in.
//!
//! Tags and comments add nothing, character references are their characters, and the words of all elements count, shown or
//! not. The writer's own HTML is read exactly. Raw HTML of an article is read by its tags alone: where a browser moves an
//! element (words between a table's rows) or keeps one apart (`<template>`), the text here stands where it was written.

/// Elements whose content is no markup (HTML, 13.1.2: raw text and escapable raw text elements).
const RAW: [&str; 5] = ["script", "style", "textarea", "title", "iframe"];

/// The text content of `html`, and where in it each of `marks` stands. Marks are byte offsets in `html`, outside of tags and
/// in ascending order; the answers are byte offsets in the text.
pub fn text_content(html: &str, marks: &[usize]) -> (String, Vec<usize>) {
    let (mut text, mut places) = (String::with_capacity(html.len()), Vec::with_capacity(marks.len()));
    let mut at = 0;
    // The element whose raw text goes on, if one does.
    let mut raw: Option<&str> = None;
    while let Some(rest) = html.get(at..).filter(|rest| !rest.is_empty()) {
        while marks.get(places.len()).is_some_and(|mark| *mark <= at) {
            places.push(text.len());
        }
        let Some(first) = rest.chars().next() else { break };
        let step = match (first, raw) {
            ('<', Some(name)) if !closes(rest, name) => None,
            ('<', _) => tag(rest).inspect(|length| {
                let name = name_of(rest);
                raw = RAW.into_iter().find(|raw| name.eq_ignore_ascii_case(raw));
                // A newline at the start of these is no content (HTML, 13.2.6.4.7).
                if ["pre", "textarea"].iter().any(|one| name.eq_ignore_ascii_case(one))
                    && html.get(at + length..).is_some_and(|rest| rest.starts_with('\n'))
                {
                    at += 1;
                }
            }),
            ('&', None | Some("textarea" | "title")) => reference(rest).map(|(length, characters)| {
                text.push_str(&characters);
                length
            }),
            // Line ends are normalised before anything else (HTML, 13.2.3.5).
            ('\r', _) if rest.starts_with("\r\n") => Some(1),
            ('\r', _) => {
                text.push('\n');
                Some(1)
            }
            _ => None,
        };
        at += step.unwrap_or_else(|| {
            text.push(first);
            first.len_utf8()
        });
    }
    places.resize(marks.len(), text.len());
    (text, places)
}

/// Whether `</name` stands here.
fn closes(rest: &str, name: &str) -> bool {
    rest.strip_prefix("</").is_some_and(|rest| rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)))
}

/// The name of the element that a start tag opens; empty for anything else.
fn name_of(rest: &str) -> &str {
    let rest = rest.get(1..).unwrap_or_default();
    rest.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default()
}

/// The length of the tag or comment that begins here; `None` where `<` is just a sign.
fn tag(rest: &str) -> Option<usize> {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return Some(comment.find("-->").map_or(rest.len(), |end| end + 7));
    }
    let inside = rest.strip_prefix("</").or_else(|| rest.strip_prefix('<'))?;
    if rest.starts_with("<!") || rest.starts_with("<?") {
        return Some(rest.find('>').map_or(rest.len(), |end| end + 1));
    }
    if !inside.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
        return None;
    }
    let mut quote = None;
    for (index, sign) in rest.char_indices() {
        match (sign, quote) {
            ('>', None) => return Some(index + 1),
            ('"' | '\'', None) => quote = Some(sign),
            (sign, Some(open)) if sign == open => quote = None,
            _ => {}
        }
    }
    Some(rest.len())
}

/// The length of the character reference that begins here, and what it stands for. Names are those of HTML 5, which
/// CommonMark (6.2, entity references) has as well.
fn reference(rest: &str) -> Option<(usize, String)> {
    let end = rest.find(';').filter(|end| (2..40).contains(end))? + 1;
    let written = rest.get(..end)?;
    let known = written.get(1..end - 1)?.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '#');
    let decoded = pulldown_cmark::Parser::new(written).find_map(|event| match event {
        pulldown_cmark::Event::Text(text) => Some(text.into_string()),
        _ => None,
    })?;
    (known && !decoded.starts_with('&') || written == "&amp;").then_some((end, decoded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let (html, marks) = html.split_once('|').map_or((html.to_owned(), vec![]), |(a, b)| (format!("{a}{b}"), vec![a.len()]));
        let (mut text, places) = text_content(&html, &marks);
        for place in places.into_iter().rev() {
            text.insert(place, '|');
        }
        assert_eq!(text, expected, "{html}");
    }

    #[test]
    fn texts() {
        check("<p>A <em>b</em></p>\n", "A b\n");
        check("<p>1 &lt; 2 &amp; 3 &copy; &#x41; &unknown; & ;", "1 < 2 & 3 © A &unknown; & ;");
        check("a <span title=\"x>y\">|b</span> c", "a |b c");
        check("Їжа <b>|є</b>", "Їжа |є");
        check("a<!-- <b> -->b<!DOCTYPE x>c", "abc");
        check("<pre>\n\na\r\nb</pre>", "\na\nb");
        check("<style>a &lt; <b></style>|c", "a &lt; <b>|c");
        check("1 < 2 and <3", "1 < 2 and <3");
        check("<p>end|", "end|");
        check("<a href='", "");
    }
}

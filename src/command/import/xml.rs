//! XML of feeds and exports as elements, one item at a time. Entities are those of XML and a few of HTML; none is ever
//! declared by the file, so that nothing can be blown up by it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Deeper than that no feed nests.
const DEPTH: usize = 200;

/// An element with all that is in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    /// Its name as written: `content:encoded`.
    pub(super) name: String,
    /// Its attributes, values without references.
    pub(super) attributes: Vec<(String, String)>,
    /// Its text without references, that of children left out.
    pub(super) text: String,
    /// The elements in it.
    pub(super) children: Vec<Element>,
    /// Where it begins.
    pub(super) start: usize,
    /// Where its text stands in the file, byte for byte; else where it begins.
    pub(super) text_start: usize,
    /// What stands between its tags, as bytes of the file.
    pub(super) inner: std::ops::Range<usize>,
}

/// Why a file could be read no further, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) message: String,
    pub(super) at: usize,
}

impl Element {
    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of a name.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of a name, trimmed; empty without one.
    pub(super) fn get(&self, name: &str) -> &str {
        self.child(name).map(|child| child.text.trim()).unwrap_or_default()
    }

    /// An attribute; empty without one.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim()).unwrap_or_default()
    }
}

/// Reads a file. What is named one of `items` goes to `each` as soon as it is complete; the rest is given back, and what was
/// wrong: the items before it have been given then.
pub(super) fn read(text: &str, items: &[&str], mut each: impl FnMut(Element)) -> (Element, Option<Trouble>) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().trim_markup_names_in_closing_tags = true;
    let mut open = vec![Element::default()];
    let trouble = loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => break Some(Trouble { message: words(&error), at: usize::try_from(reader.error_position()).unwrap_or(0) }),
        };
        let after = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match event {
            Event::Start(_) if open.len() > DEPTH => {
                break Some(Trouble { message: format!("it nests deeper than {DEPTH} elements"), at: before });
            }
            Event::Start(tag) => open.push(started(&tag, before, after)),
            Event::End(_) => {
                let Some(mut done) = open.pop().filter(|_| !open.is_empty()) else { break None };
                done.inner.end = before.max(done.inner.start);
                if items.contains(&done.name.as_str()) {
                    each(done);
                } else if let Some(around) = open.last_mut() {
                    around.children.push(done);
                }
            }
            Event::Text(words) => put(&mut open, &words.xml10_content(), before),
            Event::CData(words) => put(&mut open, &words.xml10_content(), before + "<![CDATA[".len()),
            Event::GeneralRef(reference) => {
                let resolved = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => letter.to_string(),
                    _ => named(&reference),
                };
                put(&mut open, &resolved, before);
            }
            Event::Eof if open.len() > 1 => {
                let unclosed = open.last().map(|element| element.name.clone()).unwrap_or_default();
                break Some(Trouble { message: format!("the file ends inside of `<{unclosed}>`"), at: text.len() });
            }
            Event::Eof => break None,
            _ => {}
        }
    };
    // What a broken end has left open still says what site this is.
    while open.len() > 1 {
        if let (Some(done), Some(around)) = (open.pop(), open.last_mut()) {
            around.children.push(done);
        }
    }
    (open.pop().unwrap_or_default(), trouble)
}

fn started(tag: &BytesStart<'_>, start: usize, inner: usize) -> Element {
    let mut attributes = tag.html_attributes();
    let attributes = attributes.with_checks(false).filter_map(Result::ok).map(|attribute| {
        let value: &str = &attribute.value;
        (attribute.key.as_ref().to_owned(), quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), Into::into))
    });
    Element {
        name: tag.name().as_ref().to_owned(),
        attributes: attributes.collect(),
        start,
        text_start: start,
        inner: inner..inner,
        ..Element::default()
    }
}

/// Adds text to the element that is open.
fn put(open: &mut [Element], words: &str, at: usize) {
    if let Some(element) = open.last_mut() {
        if element.text.trim().is_empty() {
            element.text.clear();
            element.text_start = at;
        }
        element.text.push_str(words);
    }
}

/// A named reference: those of XML, and those of HTML that feeds use without declaring them; another stays as written.
fn named(name: &str) -> String {
    let known = [
        ("lt", "<"),
        ("gt", ">"),
        ("amp", "&"),
        ("quot", "\""),
        ("apos", "'"),
        ("nbsp", "\u{a0}"),
        ("ndash", "–"),
        ("mdash", "—"),
        ("hellip", "…"),
        ("laquo", "«"),
        ("raquo", "»"),
        ("lsquo", "‘"),
        ("rsquo", "’"),
        ("ldquo", "“"),
        ("rdquo", "”"),
        ("bdquo", "„"),
        ("copy", "©"),
    ];
    known.iter().find(|(known, _)| *known == name).map_or_else(|| format!("&{name};"), |(_, text)| (*text).to_owned())
}

/// The library's words, as one lower-case sentence.
fn words(error: &quick_xml::Error) -> String {
    let words = error.to_string();
    let words = words.split_once(": ").map_or(words.as_str(), |(_, rest)| rest);
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::read;

    fn items(text: &str) -> (Vec<String>, Option<String>) {
        let mut found = Vec::new();
        let (_, trouble) = read(text, &["item"], |item| found.push(item.get("title").to_owned()));
        (found, trouble.map(|trouble| trouble.message))
    }

    #[test]
    fn items_before_a_break_are_read() {
        let whole =
            "<rss><channel><item><title>A &amp; B&nbsp;&#33;</title></item><item><title><![CDATA[<C>]]></title></item></channel></rss>";
        assert_eq!(items(whole), (vec!["A & B\u{a0}!".into(), "<C>".into()], None));
        let (found, trouble) = items("<rss><channel><item><title>A</title></item><item><title>B");
        assert_eq!((found.len(), trouble.as_deref()), (1, Some("the file ends inside of `<title>`")));
        let (found, trouble) = items("<rss><item><title>A</title></item><item><title>B</wrong>");
        assert!(found.len() == 1 && trouble.is_some());
    }

    #[test]
    fn no_entity_is_ever_expanded() {
        let bomb = "<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><r><item><title>&b;</title></item></r>";
        assert_eq!(items(bomb), (vec!["&b;".into()], None));
        let (_, trouble) = items(&"<a>".repeat(5000));
        assert_eq!(trouble.as_deref(), Some("it nests deeper than 200 elements"));
    }
}

//! A plain text, as a newsroom sends it, taken apart: headline, paragraphs, quotations, lists, and a closing "Read also"
//! list. Pure: text in, parts out.

use crate::text::markdown::escape_line;

/// A briefing's parts, as plain text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Briefing {
    /// The headline; empty where the text has none.
    pub headline: String,
    /// The body.
    pub parts: Vec<Part>,
    /// The words that introduce the closing list, as they were typed.
    pub label: String,
    /// The closing list's items.
    pub read_also: Vec<String>,
}

/// A part of a briefing's body: its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A paragraph.
    Paragraph(Vec<String>),
    /// A quotation that stands by itself, with who said it, if that follows on a line of its own.
    Quotation(Vec<String>),
    /// A list, an item a line.
    List(Vec<String>),
}

/// Signs that typed list items begin with.
const BULLETS: &[&str] = &["- ", "* ", "• ", "– ", "— ", "· ", "‣ ", "◦ "];
/// Quotation marks that open, each with those that close it.
const QUOTES: &[(char, &str)] =
    &[('"', "\""), ('“', "”\""), ('„', "“”\""), ('«', "»"), ('»', "«"), ('‘', "’"), ('”', "”"), ('「', "」"), ('『', "』")];

impl Briefing {
    /// Takes a text apart. `title` is the headline where it is given; a first line that repeats it is left out. `is_label`
    /// tells whether a line introduces a "Read also" list.
    pub fn parse(text: &str, title: Option<&str>, is_label: impl Fn(&str) -> bool) -> Self {
        let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
        let mut lines: Vec<&str> = text.lines().map(str::trim).collect();
        let mut briefing = Self::default();
        let first = lines.iter().position(|line| !line.is_empty());
        briefing.headline = title.map(clean).unwrap_or_default();
        if let Some(first) = first
            && let Some(line) = lines.get(first).map(|line| clean(line.trim_start_matches('#')))
            && (title.is_none() || line == briefing.headline)
        {
            briefing.headline = line;
            lines.drain(..=first);
        }
        briefing.take_read_also(&mut lines, is_label);
        briefing.parts = parts(&lines);
        briefing
    }

    /// Takes the closing list off the lines: the last label, and all lines behind it.
    fn take_read_also(&mut self, lines: &mut Vec<&str>, is_label: impl Fn(&str) -> bool) {
        let Some(at) = lines.iter().rposition(|line| is_label(line)) else { return };
        let items: Vec<String> =
            lines.get(at + 1..).unwrap_or_default().iter().map(|line| clean(unbulleted(line))).filter(|item| !item.is_empty()).collect();
        // A list of headlines; a label in the middle of a text is a heading of its own.
        if items.is_empty() || items.len() > 30 || items.iter().any(|item| item.chars().count() > 300) {
            return;
        }
        self.label = lines.get(at).map(|line| clean(line)).unwrap_or_default();
        self.read_also = items;
        lines.truncate(at);
    }

    /// The body as Markdown, ended by a line break.
    pub fn markdown(&self) -> String {
        let mut blocks: Vec<String> = self.parts.iter().map(Part::markdown).collect();
        if !self.read_also.is_empty() {
            blocks.push(escape_line(&self.label));
            blocks.push(self.read_also.iter().map(|item| format!("- {}", item_line(item))).collect::<Vec<_>>().join("\n"));
        }
        blocks.join("\n\n") + "\n"
    }
}

impl Part {
    fn markdown(&self) -> String {
        let (sign, lines) = match self {
            Part::Paragraph(lines) => ("", lines),
            Part::Quotation(lines) => ("> ", lines),
            Part::List(lines) => ("- ", lines),
        };
        lines.iter().map(|line| format!("{sign}{}", item_line(line))).collect::<Vec<_>>().join("\n")
    }
}

/// A line of text; an address alone on it stays as it is, so that it can be read as one.
fn item_line(line: &str) -> String {
    let address = (line.starts_with("https://") || line.starts_with("http://")) && !line.contains(char::is_whitespace);
    if address { line.to_owned() } else { escape_line(line) }
}

/// Puts lines together to parts. Blank lines part them; a text without any has a paragraph a line.
fn parts(lines: &[&str]) -> Vec<Part> {
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(first, |last| last + 1);
    let lines = lines.get(first..last).unwrap_or_default();
    let parted = lines.iter().any(|line| line.is_empty());
    let mut parts: Vec<Part> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.is_empty() {
            open = false;
            continue;
        }
        let next = Part::of(line);
        match (parts.last_mut().filter(|_| open), next) {
            (Some(Part::Paragraph(lines)), Part::Paragraph(more)) if parted => lines.extend(more),
            (Some(Part::Quotation(lines)), Part::Quotation(more)) => lines.extend(more),
            (Some(Part::List(lines)), Part::List(more)) => lines.extend(more),
            (_, next) => parts.push(next),
        }
        open = true;
    }
    parts.into_iter().map(Part::settle).collect()
}

impl Part {
    /// The part that a line by itself would be.
    fn of(line: &str) -> Part {
        if let Some(quoted) = line.strip_prefix('>') {
            return Part::Quotation(vec![clean(quoted.trim_start_matches(['>', ' ']))]);
        }
        let item = unbulleted(line);
        // A dash opens direct speech in many languages: a list needs a sign that is none, or it is speech.
        let dash = line.starts_with(['–', '—']);
        if item.len() < line.len() && !dash { Part::List(vec![clean(item)]) } else { Part::Paragraph(vec![clean(line)]) }
    }

    /// A paragraph that is wholly between quotation marks is a quotation.
    fn settle(self) -> Part {
        match self {
            Part::Paragraph(lines) if is_quotation(&lines.join(" ")) => Part::Quotation(lines),
            other => other,
        }
    }
}

/// Whether a text opens with a quotation mark whose closing one ends it, or stands right before who said it (`— Name`).
fn is_quotation(text: &str) -> bool {
    let mut letters = text.chars();
    let Some((_, closing)) = letters.next().and_then(|first| QUOTES.iter().find(|(open, _)| *open == first)) else { return false };
    let rest = letters.as_str();
    let Some(close) = rest.find(|letter| closing.contains(letter)) else { return false };
    let behind = rest.get(close..).map(|behind| behind.trim_start_matches(|letter| closing.contains(letter))).unwrap_or_default();
    let behind = behind.trim_start_matches(['.', '!', '?', '…', ',']).trim();
    behind.is_empty() || (behind.starts_with(['–', '—', '-']) && behind.chars().count() <= 80 && !behind.ends_with('.'))
}

/// A line without a bullet or number before it.
fn unbulleted(line: &str) -> &str {
    if let Some(rest) = BULLETS.iter().find_map(|bullet| line.strip_prefix(bullet)) {
        return rest.trim_start();
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    match rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")) {
        Some(rest) if (1..=2).contains(&digits) => rest.trim_start(),
        _ => line,
    }
}

/// A line with single spaces and without control characters.
fn clean(line: &str) -> String {
    let plain: String = line.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    plain.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

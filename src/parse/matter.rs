//! Front matter: where it stands between its fences, and its YAML or TOML as a tree.

use crate::diagnostic::{Code, Diagnostic};
use crate::text::fence::{Fences, Syntax};
use crate::text::node::{Node, SyntaxError, Value};
use crate::text::path::SitePath;
use crate::text::span::Span;
use crate::text::{toml, yaml};

/// The front matter of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Matter {
    /// Its keys; `None` where there are none, or they cannot be read.
    pub node: Option<Node>,
    /// Its bytes between the fences.
    pub span: Span,
    /// Where the body begins.
    pub body_start: u32,
    /// What was wrong with the fences or the syntax.
    pub findings: Vec<Diagnostic>,
}

/// Reads the front matter of a Markdown file: YAML between lines `---`, or TOML between lines `+++`, from the first byte on.
pub fn read(path: &SitePath, text: &str) -> Matter {
    match Fences::of(text) {
        Fences::None => Matter { node: None, span: Span::default(), body_start: 0, findings: vec![] },
        Fences::Closed { syntax, inside, body } => Matter { body_start: body, ..keys(path, text, (syntax, inside)) },
        Fences::Unclosed { syntax, opening } => unclosed(path, text, (syntax, opening)),
    }
}

/// Reads the keys between closed fences.
fn keys(path: &SitePath, text: &str, (syntax, span): (Syntax, Span)) -> Matter {
    let (node, findings) = match parse(text, (syntax, span)) {
        Ok(Node { value: Value::Null, .. }) => (None, vec![]),
        Ok(node) => (Some(node), vec![]),
        Err(error) => (None, vec![syntax_finding(path, text, error)]),
    };
    Matter { node, span, body_start: span.end, findings }
}

/// Front matter that nothing closes: what stands before the first empty line is taken for it, if it can be read, so that
/// the rest of the file is still looked at.
fn unclosed(path: &SitePath, text: &str, (syntax, opening): (Syntax, Span)) -> Matter {
    let fence = syntax.fence();
    let finding = Diagnostic::new(Code::UnclosedFrontMatter, format!("the front matter that `{fence}` opens is never closed"))
        .at(path, Span { end: opening.start + 3, ..opening })
        .help(format!("put a line `{fence}` below its last key"));
    let start = opening.end as usize;
    let rest = text.get(start..).unwrap_or_default();
    let length = ["\n\n", "\n\r\n"].iter().filter_map(|gap| rest.find(gap)).min().map_or(rest.len(), |at| at + 1);
    let span = Span::new(start, start + length);
    let node = parse(text, (syntax, span)).ok().filter(|node| matches!(node.value, Value::Map(_)));
    let body_start = if node.is_some() { span.end } else { opening.end };
    Matter { node, span, body_start, findings: vec![finding] }
}

fn parse(text: &str, (syntax, span): (Syntax, Span)) -> Result<Node, SyntaxError> {
    match syntax {
        Syntax::Yaml => yaml::parse(text, span),
        Syntax::Toml => toml::parse(text, span),
    }
}

/// The finding for text that cannot be read as YAML or TOML, with help for the slips that are made most.
pub fn syntax_finding(path: &SitePath, text: &str, error: SyntaxError) -> Diagnostic {
    let finding = Diagnostic::new(Code::Syntax, error.message).at(path, error.span);
    let line = line_around(text, error.span.start as usize);
    match line.split_once(':') {
        _ if line.contains('\t') && line.trim_start_matches(' ').starts_with('\t') => {
            finding.help("indent with spaces: YAML takes no tabs")
        }
        Some((key, value)) if wants_quotes(value) => {
            let value = value.trim().replace('\\', "\\\\").replace('"', "\\\"");
            finding.help(format!("put the value in quotes: `{}: \"{value}\"`", key.trim()))
        }
        _ => finding,
    }
}

/// Whether a plain YAML value holds what YAML takes for something else.
fn wants_quotes(value: &str) -> bool {
    let value = value.trim();
    let quoted = value.starts_with(['"', '\'', '[', '{', '|', '>']);
    let colon = value.contains(": ") || value.ends_with(':');
    !quoted && (colon || value.starts_with(['@', '`', '%', '*', '&', '!']))
}

fn line_around(text: &str, at: usize) -> &str {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |line| line + 1);
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default()
}

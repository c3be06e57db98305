//! Front matter's fences: YAML between lines `---`, or TOML between lines `+++`, from a file's first byte on.

use super::span::Span;

/// The language of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// Between lines `---`.
    Yaml,
    /// Between lines `+++`.
    Toml,
}

impl Syntax {
    /// The line that opens and closes it.
    pub fn fence(self) -> &'static str {
        match self {
            Syntax::Yaml => "---",
            Syntax::Toml => "+++",
        }
    }
}

/// The fences of a file; spans are bytes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fences {
    /// It has none.
    None,
    /// Both.
    Closed {
        /// Of what.
        syntax: Syntax,
        /// What stands between them.
        inside: Span,
        /// Where the body begins.
        body: u32,
    },
    /// One that nothing closes.
    Unclosed {
        /// Of what.
        syntax: Syntax,
        /// Its line.
        opening: Span,
    },
}

impl Fences {
    /// Looks for the fences of a file.
    pub fn of(text: &str) -> Fences {
        let mut lines = Lines { text, at: 0 };
        let opening = lines.next().unwrap_or_default();
        let syntax = match opening.of(text).trim_end() {
            "---" => Syntax::Yaml,
            "+++" => Syntax::Toml,
            _ => return Fences::None,
        };
        let start = lines.at;
        for line in lines {
            if line.of(text).trim_end() == syntax.fence() {
                return Fences::Closed { syntax, inside: Span::new(start, line.start as usize), body: line.end };
            }
        }
        Fences::Unclosed { syntax, opening }
    }
}

/// All of a file that says what its front matter is: through the closing fence; the whole file where nothing is closed.
pub fn head(text: &str) -> &str {
    match Fences::of(text) {
        Fences::Closed { body, .. } => text.get(..body as usize).unwrap_or(text),
        Fences::None | Fences::Unclosed { .. } => text,
    }
}

/// The lines of a text, each with its line end.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let rest = self.text.as_bytes().get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let line = Span::new(self.at, self.at + length);
        self.at += length;
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads() {
        assert_eq!(head("---\ntitle: a\n---\nBody.\n---\n"), "---\ntitle: a\n---\n");
        assert_eq!(head("+++\r\ntitle = 1\r\n+++ \r\nBody"), "+++\r\ntitle = 1\r\n+++ \r\n");
        assert_eq!(head("---\ntitle: a\n\nBody"), "---\ntitle: a\n\nBody");
        assert_eq!(head("Body\n---\n"), "Body\n---\n");
        assert_eq!(head(""), "");
    }

    #[test]
    fn between_the_fences() {
        let text = "---\na: 1\n---\nb";
        let Fences::Closed { inside, body, .. } = Fences::of(text) else { panic!("both are there") };
        assert_eq!((inside.of(text), text.get(body as usize..)), ("a: 1\n", Some("b")));
        assert!(matches!(Fences::of("---\na"), Fences::Unclosed { opening: Span { start: 0, end: 4 }, .. }));
    }
}

//! Annotations of a GitHub workflow: `::error file=…,line=…,col=…,title=…::message`.

use std::io::Write;

use super::report::Report;
use super::{Diagnostic, Severity};

/// Prints the report.
///
/// # Errors
/// Those of `out`.
pub fn print(report: &Report, out: &mut dyn Write) -> std::io::Result<()> {
    let mut lines = String::new();
    report.each(|finding, located| {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        lines += &format!("::{command} ");
        if let Some(at) = finding.own(located) {
            lines += &format!("file={},line={},", property(&report.shown(&at.place.path)), at.start.line);
            if at.start.line == at.end.line {
                lines += &format!("endLine={},col={},endColumn={},", at.end.line, at.start.column, at.end.column);
            } else {
                // Columns are only taken where both lines are the same.
                lines += &format!("endLine={},", at.end.line);
            }
        }
        lines += &format!("title={}::{}\n", property(finding.code.name()), data(&message(finding)));
    });
    out.write_all(lines.as_bytes())
}

fn message(finding: &Diagnostic) -> String {
    let extra = finding.notes.iter().map(|note| format!("\nnote: {note}"));
    let help = finding.help.iter().map(|help| format!("\nhelp: {help}"));
    std::iter::once(finding.message.clone()).chain(extra).chain(help).collect()
}

/// Escapes a message, as the runner unescapes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property's value.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

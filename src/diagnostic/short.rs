//! One line a finding: `path:line:column: error[code]: message`.

use std::io::Write;

use super::report::Report;

/// Prints the report.
///
/// # Errors
/// Those of `out`.
pub fn print(report: &Report, out: &mut dyn Write) -> std::io::Result<()> {
    let mut lines = String::new();
    report.each(|finding, located| {
        if let Some(at) = finding.own(located) {
            lines += &format!("{}:{}:{}: ", report.shown(&at.place.path), at.start.line, at.start.column);
        }
        lines += &format!("{}[{}]: {}\n", finding.severity.word(), finding.code.name(), one_line(&finding.message));
    });
    out.write_all(lines.as_bytes())
}

/// A message on one line, whatever an editor's text brought into it.
fn one_line(message: &str) -> String {
    message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

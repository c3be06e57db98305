//! One JSON object a line and finding, for programs.
//!
//! `{"code","severity","path","line","column","end_line","end_column","start","end","message","label","notes","help",
//! "related"}`: `path` is relative to the site's root; lines and columns count from 1, columns in code points; `start` and
//! `end` are bytes of the file. A finding without a place has `null` there.

use std::io::Write;

use serde_json::{Value, json};

use super::Diagnostic;
use super::report::{Located, Report};

/// Prints the report.
///
/// # Errors
/// Those of `out`.
pub fn print(report: &Report, out: &mut dyn Write) -> std::io::Result<()> {
    let mut lines = String::new();
    report.each(|finding, located| lines += &format!("{}\n", object(finding, located)));
    out.write_all(lines.as_bytes())
}

fn object(finding: &Diagnostic, located: &[Located<'_>]) -> Value {
    let own = finding.own(located);
    let rest = located.get(usize::from(own.is_some())..).unwrap_or_default();
    let mut object = json!({"code": finding.code.name(), "severity": finding.severity.word()});
    merge(&mut object, place(own));
    let related: Vec<Value> = rest
        .iter()
        .zip(&finding.related)
        .map(|(at, (_, words))| {
            let mut related = place(Some(at));
            merge(&mut related, json!({"message": words}));
            related
        })
        .collect();
    let words = json!({
        "message": finding.message, "label": finding.label, "notes": finding.notes, "help": finding.help, "related": related,
    });
    merge(&mut object, words);
    object
}

fn place(at: Option<&Located<'_>>) -> Value {
    json!({
        "path": at.map(|at| at.place.path.as_str()),
        "line": at.map(|at| at.start.line),
        "column": at.map(|at| at.start.column),
        "end_line": at.map(|at| at.end.line),
        "end_column": at.map(|at| at.end.column),
        "start": at.map(|at| at.place.span.start),
        "end": at.map(|at| at.place.span.end),
    })
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

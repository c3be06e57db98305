//! SARIF 2.1.0 (OASIS), which code hosts and editors read.

use std::io::Write;

use serde_json::{Value, json};

use super::report::{Located, Report};
use super::{Code, Diagnostic, Severity};

/// Prints the report as one JSON text.
///
/// # Errors
/// Those of `out`.
pub fn print(report: &Report, out: &mut dyn Write) -> std::io::Result<()> {
    let mut results = Vec::new();
    report.each(|finding, located| results.push(result(report, finding, located)));
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "gloss",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            // Columns count Unicode code points (section 3.14.17).
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    writeln!(out, "{log:#}")
}

fn rule(code: Code) -> Value {
    let explanation = code.explanation().trim();
    let first = explanation.split("\n\n").next().unwrap_or(explanation).split_whitespace().collect::<Vec<_>>().join(" ");
    json!({
        "id": code.name(),
        "shortDescription": {"text": first},
        "fullDescription": {"text": explanation},
        "defaultConfiguration": {"level": code.severity().sarif()},
    })
}

fn result(report: &Report, finding: &Diagnostic, located: &[Located<'_>]) -> Value {
    let own = finding.own(located);
    let rest = located.get(usize::from(own.is_some())..).unwrap_or_default();
    let words: Vec<&str> = std::iter::once(finding.message.as_str())
        .chain(finding.notes.iter().map(String::as_str))
        .chain(finding.help.iter().map(String::as_str))
        .collect();
    let related: Vec<Value> = rest
        .iter()
        .zip(&finding.related)
        .enumerate()
        .map(|(id, (at, (_, words)))| {
            let mut location = location(report, at);
            if let Value::Object(location) = &mut location {
                location.insert("id".into(), json!(id));
                location.insert("message".into(), json!({"text": words}));
            }
            location
        })
        .collect();
    json!({
        "ruleId": finding.code.name(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == finding.code),
        "level": finding.severity.sarif(),
        "message": {"text": words.join("\n")},
        "locations": own.map(|at| location(report, at)).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related,
    })
}

fn location(report: &Report, at: &Located<'_>) -> Value {
    json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&report.shown(&at.place.path))},
        "region": {
            "startLine": at.start.line,
            "startColumn": at.start.column,
            "endLine": at.end.line,
            "endColumn": at.end.column,
        },
    }})
}

/// A path as a relative URI reference (RFC 3986, section 4.2): everything but unreserved characters and `/` is encoded.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

impl Severity {
    /// The `level` of section 3.27.10.
    fn sarif(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

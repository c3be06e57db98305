//! The site's own severities: `findings:` rules, applied to a report.

use globset::{GlobBuilder, GlobMatcher};

use super::site::FindingRule;
use crate::diagnostic::{Code, Diagnostic, Severity};

/// A rule, ready to be asked.
struct Rule {
    code: Option<Code>,
    path: Option<GlobMatcher>,
    severity: Option<Severity>,
}

/// Whether warnings are errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strictness {
    /// Warnings stay warnings.
    #[default]
    Usual,
    /// Warnings are errors.
    Strict,
}

/// Gives each finding the severity of the first rule that holds for it, leaves out those that a rule turns off, and then
/// makes warnings errors if that is asked. Sorts, and cuts what is said twice.
pub fn settle(findings: Vec<Diagnostic>, rules: &[FindingRule], strictness: Strictness) -> Vec<Diagnostic> {
    let rules: Vec<Rule> = rules.iter().filter_map(Rule::new).collect();
    let mut kept: Vec<Diagnostic> = findings.into_iter().filter_map(|finding| settle_one(finding, &rules, strictness)).collect();
    kept.sort();
    kept.dedup();
    kept
}

fn settle_one(mut finding: Diagnostic, rules: &[Rule], strictness: Strictness) -> Option<Diagnostic> {
    if let Some(rule) = rules.iter().find(|rule| rule.holds(&finding)) {
        finding.severity = rule.severity?;
    }
    if strictness == Strictness::Strict && finding.severity == Severity::Warning {
        finding.severity = Severity::Error;
    }
    Some(finding)
}

impl Rule {
    /// A rule whose pattern cannot be read holds for nothing; the reader of the site's file has reported it.
    fn new(rule: &FindingRule) -> Option<Self> {
        let path = match &rule.path {
            None => None,
            Some(pattern) => Some(GlobBuilder::new(pattern).literal_separator(true).build().ok()?.compile_matcher()),
        };
        Some(Self { code: rule.code, path, severity: rule.severity })
    }

    fn holds(&self, finding: &Diagnostic) -> bool {
        let path = finding.place.as_ref().map(|place| place.path.as_str());
        self.code.is_none_or(|code| code == finding.code)
            && self.path.as_ref().is_none_or(|pattern| path.is_some_and(|path| pattern.is_match(path)))
    }
}

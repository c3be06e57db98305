//! What a command is given: where it stands, the clock, and ways to speak.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Exit, Failure};
use crate::config::rules::Strictness;
use crate::diagnostic::human::{self, Paint};
use crate::diagnostic::report::Report;
use crate::diagnostic::{Code, Diagnostic, Severity, github, json, sarif, short};
use crate::publish::progress::Progress;
use crate::serve::Clock;
use crate::source::root::CONFIG_NAME;

/// In which form findings and lists are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Frames, for people.
    #[default]
    Human,
    /// A line each.
    Short,
    /// A JSON object a line.
    Json,
    /// Workflow annotations.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Loudness {
    /// Findings and results only.
    Quiet,
    /// Those, progress, and how it ended.
    #[default]
    Usual,
    /// All that is known.
    Verbose,
}

/// Where results go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// To a terminal, whose screen can be drawn anew.
    Terminal,
    /// To a file, a pipe, or a terminal that can do nothing but print.
    Stream,
}

/// What every command is given.
pub struct Session {
    /// The site's root as named by the user; else it is looked for from `here` upwards.
    pub root: Option<PathBuf>,
    /// The folder where the command was called.
    pub here: PathBuf,
    /// The time.
    pub now: jiff::Timestamp,
    /// Whether the clock goes on in commands that last.
    pub clock: Clock,
    /// In which form findings and lists are printed.
    pub format: Format,
    /// Whether warnings are errors.
    pub strictness: Strictness,
    /// How much is said.
    pub loudness: Loudness,
    /// Whether findings are coloured.
    pub paint: Paint,
    /// Where results go.
    pub screen: Screen,
    /// Results.
    pub out: Box<dyn Write>,
    /// What is said besides.
    pub err: Box<dyn Write>,
    /// Progress.
    pub progress: Arc<dyn Progress + Send>,
}

impl Session {
    /// Says a line besides the results, unless quiet.
    pub fn say(&mut self, line: &str) {
        if self.loudness > Loudness::Quiet {
            // Nothing depends on it: a closed terminal does not stop a build.
            let _ = writeln!(self.err, "{line}");
        }
    }

    /// Prints a result line; in the forms for programs, whose standard output is theirs alone, it goes to the other stream.
    ///
    /// # Errors
    /// Those of the output.
    pub fn result(&mut self, line: &str) -> Result<(), Failure> {
        if matches!(self.format, Format::Json | Format::Sarif) {
            self.say(line);
            return Ok(());
        }
        if self.loudness > Loudness::Quiet {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    /// Prints a report in the session's form.
    ///
    /// # Errors
    /// Those of the output.
    pub fn report(&mut self, report: &Report) -> Result<(), Failure> {
        let out = &mut *self.out;
        match self.format {
            Format::Human => human::print(report, self.paint, out)?,
            Format::Short => short::print(report, out)?,
            Format::Json => json::print(report, out)?,
            Format::Github => github::print(report, out)?,
            Format::Sarif => sarif::print(report, out)?,
        }
        out.flush()?;
        Ok(())
    }
}

/// How a command with these findings ends.
pub fn exit_of(findings: &[Diagnostic]) -> Exit {
    let errors = || findings.iter().filter(|finding| finding.severity == Severity::Error);
    let in_config = |finding: &Diagnostic| {
        finding.code == Code::NoConfig || finding.place.as_ref().is_some_and(|place| place.path.as_str() == CONFIG_NAME)
    };
    if errors().any(in_config) {
        Exit::Config
    } else if errors().next().is_some() {
        Exit::Findings
    } else {
        Exit::Fine
    }
}

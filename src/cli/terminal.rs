//! The terminal, the environment and the clock, read once into a [`Session`].
#![expect(clippy::disallowed_methods, reason = "this is where the environment and the clock are read")]

use std::io::{BufRead, BufWriter, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use annotate_snippets::{Level, Renderer};

use super::arguments::{ColorName, Global};
use super::bar::Bar;
use super::lines::Lines;
use crate::command::session::{Loudness, Screen};
use crate::command::{Failure, Session};
use crate::config::rules::Strictness;
use crate::diagnostic::human::Paint;
use crate::publish::progress::{Progress, Silent};
use crate::serve::Clock;
use crate::source::machine;

/// The session that the global options ask for.
pub(super) fn session(global: &Global) -> Result<Session, Failure> {
    let (out, err) = (std::io::stdout(), std::io::stderr());
    let loudness = match (global.quiet, global.verbose) {
        (true, _) => Loudness::Quiet,
        (_, true) => Loudness::Verbose,
        _ => Loudness::Usual,
    };
    let progress: Arc<dyn Progress + Send> = match loudness {
        Loudness::Quiet => Arc::new(Silent),
        _ if err.is_terminal() => Arc::new(Bar::default()),
        Loudness::Usual => Arc::new(Lines::long()),
        Loudness::Verbose => Arc::new(Lines::all()),
    };
    let is_dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    let screen = if out.is_terminal() && !is_dumb { Screen::Terminal } else { Screen::Stream };
    Ok(Session {
        root: global.root.clone(),
        here: std::env::current_dir().map_err(Failure::io("cannot tell the current folder"))?,
        now: now(global.now.as_deref())?,
        clock: if global.now.is_some() { Clock::Standing } else { Clock::Running },
        format: global.format.into(),
        strictness: if global.strict { Strictness::Strict } else { Strictness::Usual },
        loudness,
        paint: paint(global.color, screen),
        screen,
        out: Box::new(BufWriter::with_capacity(1 << 16, out)),
        err: Box::new(err),
        progress,
    })
}

/// Prints why a command could not do its work; gives the exit code.
pub(super) fn fail(failure: &Failure, paint: Option<Paint>) -> ExitCode {
    let (message, help) = match failure {
        Failure::Usage(message, help) => (message, help.as_str()),
        Failure::Machine(message) => (message, ""),
        Failure::Closed => return ExitCode::from(failure.code()),
    };
    let renderer = if paint == Some(Paint::Ansi) { Renderer::styled() } else { Renderer::plain() };
    let (title, rest) = message.split_once('\n').unwrap_or((message, ""));
    let notes = rest.lines().map(|line| Level::NOTE.message(line));
    let help = help.lines().map(|line| Level::HELP.message(line));
    let group = Level::ERROR.primary_title(title).elements(notes).elements(help);
    let _ = writeln!(std::io::stderr(), "{}", renderer.render(&[group]));
    ExitCode::from(failure.code())
}

/// Asks a question on a terminal; elsewhere the answer is the default.
pub(super) fn ask(given: Option<String>, question: &str, default: &str) -> Result<String, Failure> {
    if let Some(given) = given {
        return Ok(given);
    }
    let (input, mut err) = (std::io::stdin(), std::io::stderr());
    if !input.is_terminal() || !err.is_terminal() {
        return Ok(default.to_owned());
    }
    write!(err, "{question} [{default}] ")?;
    err.flush()?;
    let mut answer = String::new();
    input.lock().read_line(&mut answer)?;
    let answer = answer.trim();
    Ok(if answer.is_empty() { default.to_owned() } else { answer.to_owned() })
}

/// A site's name from its folder's: `my-site` is `My site`.
pub(super) fn title_of(folder: &str) -> String {
    let words = folder.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `--color` wins; then `NO_COLOR` (no-color.org), `CLICOLOR_FORCE` (bixense.com/clicolors), and the terminal.
fn paint(color: ColorName, screen: Screen) -> Paint {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let forced = || std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
    let colored = match color {
        ColorName::Always => true,
        ColorName::Never => false,
        ColorName::Auto if set("NO_COLOR") => false,
        ColorName::Auto => forced() || screen == Screen::Terminal,
    };
    if colored { Paint::Ansi } else { Paint::Plain }
}

/// The clock: `--now`, else `SOURCE_DATE_EPOCH` (reproducible-builds.org), else the system's.
fn now(given: Option<&str>) -> Result<jiff::Timestamp, Failure> {
    let wrong = |words: &str, from: &str| {
        Failure::Usage(format!("{from} `{words}` is no time"), "write `2024-06-19` or `2024-06-19T14:20:00Z`".into())
    };
    if let Some(words) = given {
        let day = || jiff::tz::TimeZone::UTC.to_timestamp(words.parse::<jiff::civil::DateTime>().ok()?).ok();
        return words.parse().ok().or_else(day).ok_or_else(|| wrong(words, "the `--now`"));
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(words) if !words.is_empty() => {
            let seconds = words.parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
            seconds.ok_or_else(|| wrong(&words, "SOURCE_DATE_EPOCH"))
        }
        _ => Ok(machine::now()),
    }
}

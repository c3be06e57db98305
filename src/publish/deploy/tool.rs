//! Programs of the system: `git`, `ssh`, `rsync`. The user's own configuration, agents and helpers work with them.

use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::error::DeployError;
use crate::source::machine::nonce;

/// Lines of a program's own words that are passed on.
const LINES: usize = 4;

/// How often something is done again, and the first pause.
const TIMES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(500);

/// What ssh, rsync and git say of a network that may be back in a moment. An address that is wrong stays wrong.
const BROKEN: &[&str] = &[
    "onnection reset",
    "onnection closed",
    "onnection unexpectedly closed",
    "closed by remote host",
    "timed out",
    "io timeout",
    "Broken pipe",
    "kex_exchange_identification",
    "early EOF",
    "hung up unexpectedly",
    "unexpected disconnect",
    "returned error: 429",
    "returned error: 5",
];

/// Runs a program with this on its standard input; gives its standard output.
///
/// # Errors
/// Where there is no such program, or it fails: then with the end of what it said.
pub(super) fn run(command: &mut Command, input: &[u8]) -> Result<Vec<u8>, DeployError> {
    let name = command.get_program().to_string_lossy().into_owned();
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(missing(&name)),
        Err(error) => return Err(DeployError::failed(format!("cannot run {name}: {error}"))),
    };
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // A program that ends before it has read everything says why on its own.
        let _ = scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output()
    });
    let output = output.map_err(|error| DeployError::failed(format!("cannot run {name}: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(DeployError::failed(format!("{name} failed\n{}", said(&output.stderr))))
}

/// What is said where a program is not there.
pub(super) fn missing(name: &str) -> DeployError {
    DeployError::Refused { reason: format!("there is no program `{name}` here"), help: format!("install {name}, or put it on the path") }
}

/// Does something again, after a growing pause, while what fails it is the network. It must be something that may be done
/// twice.
///
/// # Errors
/// As the last time.
pub(super) fn again<T>(work: impl Fn() -> Result<T, DeployError>) -> Result<T, DeployError> {
    let mut number = 0;
    loop {
        match work() {
            Err(DeployError::Failed { what, .. }) if number < TIMES && BROKEN.iter().any(|sign| what.contains(sign)) => {
                // Those who lost one connection do not come back all at once.
                std::thread::sleep(PAUSE * 2_u32.pow(number) + Duration::from_millis(nonce() % 500));
                number += 1;
            }
            other => return other,
        }
    }
}

/// The end of what a program said on its standard error, as it may be shown.
pub(super) fn said(errors: &[u8]) -> String {
    let said = String::from_utf8_lossy(errors);
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    without_secrets(&lines.get(lines.len().saturating_sub(LINES)..).unwrap_or_default().join("\n"))
}

/// The options of `ssh`: it asks nobody, and notices when the other side is gone.
pub(super) fn ssh_options(port: Option<u16>) -> Vec<String> {
    let mut options: Vec<String> =
        ["-o", "BatchMode=yes", "-o", "ServerAliveInterval=15", "-o", "ConnectTimeout=20"].map(str::to_owned).into();
    options.extend(port.into_iter().flat_map(|port| ["-p".to_owned(), port.to_string()]));
    options
}

/// Text as it may be shown: a configuration may put a token into the addresses that a program prints.
fn without_secrets(text: &str) -> String {
    let mut parts = text.split("://");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '\'' | '"')).unwrap_or(part.len());
        let (authority, rest) = part.split_at_checked(end).unwrap_or((part, ""));
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        shown.push_str("://");
        shown.push_str(host);
        shown.push_str(rest);
    }
    shown
}

/// A word as a shell takes it for exactly that word (POSIX, "Single-Quotes").
pub(super) fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_not_shown() {
        let said = "fatal: unable to access 'https://user:ghp_token@host.example/a.git/': 403\nssh://git@host/x";
        assert_eq!(without_secrets(said), "fatal: unable to access 'https://host.example/a.git/': 403\nssh://host/x");
        assert_eq!(without_secrets("no address"), "no address");
    }

    #[test]
    fn words_stay_words() {
        assert_eq!(quoted("it's; rm"), r"'it'\''s; rm'");
    }
}

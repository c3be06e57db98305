//! The command line: arguments in, an exit code out. The only place that knows the terminal, the environment and the clock.

pub mod arguments;
mod bar;
mod building;
mod deploying;
mod importing;
mod lines;
mod terminal;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use self::arguments::{Arguments, Command};
use self::importing::Import;
use crate::command::next::Extent;
use crate::command::{
    Exit, Failure, Session, build, check, correct, deploy, explain, headers, import, init, list, new, next, rollback, serve, suggest,
};

/// Runs the command that the process's arguments name.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // clap prints help and versions to the standard output with code 0, mistakes to the other with code 2.
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut session = match terminal::session(&arguments.global) {
        Ok(session) => session,
        Err(failure) => return terminal::fail(&failure, None),
    };
    // Trees of blocks are walked by recursion, to a depth that the parser bounds; threads get room for it.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(16 << 20).build_global();
    let result = run(&mut session, arguments.command);
    let flushed = session.out.flush().map_err(Failure::from);
    match result.and_then(|exit| flushed.map(|()| exit)) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(failure) => terminal::fail(&failure, Some(session.paint)),
    }
}

fn run(session: &mut Session, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Init(options) => init::run(session, &options.into_options(session)?),
        Command::New(options) => new::run(session, &options.into_options()),
        Command::Build(options) => build::run(session, &options.into()),
        Command::Serve(options) => serve::run(session, &options.into()),
        Command::Check { external } => check::run(session, if external { check::Extent::Outside } else { check::Extent::Site }),
        Command::Correct { page, text, kind } => correct::run(session, &page, (kind.word(), &text)),
        Command::Deploy(options) => deploy::run(session, &options.into()),
        Command::Rollback(options) => rollback::run(session, &options.into()),
        Command::Headers { server } => headers::run(session, server.map(Into::into)),
        Command::List { what, entity } => list::run(session, what.into(), entity.as_deref()),
        Command::Next { all } => next::run(session, if all { Extent::All } else { Extent::Next }),
        Command::Suggest(options) => suggest::run(session, &options.into()),
        Command::Explain { subject } => explain::run(session, &subject),
        Command::Import { what } => match what.into_import() {
            Import::Text(file, title) => import::text::run(session, &file, title.as_deref()),
            Import::Archive(what, then) => import::run(session, &what, then),
        },
        Command::Schema => {
            write!(session.out, "{}", crate::config::SCHEMA)?;
            Ok(Exit::Fine)
        }
        Command::Man { folder } => {
            let cannot = format!("cannot write to `{}`", folder.display());
            #[expect(clippy::disallowed_methods, reason = "the user names the folder")]
            std::fs::create_dir_all(&folder)
                .and_then(|()| clap_mangen::generate_to(Arguments::command(), &folder))
                .map_err(Failure::io(&cannot))?;
            session.say(&format!("manual pages -> {}", folder.display()));
            Ok(Exit::Fine)
        }
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "gloss", &mut session.out);
            Ok(Exit::Fine)
        }
    }
}

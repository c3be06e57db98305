//! The arguments of `build`.

use std::path::PathBuf;

use clap::Args;

use crate::command::build::{BuildOptions, Timing, Unchanged};
use crate::publish::build::OnError;
use crate::publish::shard::Shard;
use crate::source::Audience;

#[derive(Debug, Args)]
pub(super) struct BuildArguments {
    /// The output folder [default: public, in the site's folder].
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// Show drafts, embargoed and expired pages too.
    #[arg(long)]
    drafts: bool,
    /// Write what can be written in spite of errors; references that lead nowhere become warnings.
    #[arg(long)]
    keep_going: bool,
    /// Make only a part of the pages, such as 2/16; all parts together are the site.
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
    /// Print how long each phase took, and the pages of each template.
    #[arg(long)]
    timings: bool,
    /// Write what was done when, and on which thread, for a viewer such as Perfetto.
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Render every page and compare every file, even where nothing has changed since the last build.
    #[arg(long)]
    fresh: bool,
}

impl From<BuildArguments> for BuildOptions {
    fn from(arguments: BuildArguments) -> Self {
        BuildOptions {
            output: arguments.output,
            audience: arguments.drafts.then_some(Audience::Editors),
            on_error: if arguments.keep_going { OnError::KeepGoing } else { OnError::Stop },
            shard: arguments.shard,
            timings: if arguments.timings { Timing::Parts } else { Timing::Whole },
            // Who asks where the time goes wants to see a build.
            unchanged: if arguments.fresh || arguments.timings || arguments.trace.is_some() {
                Unchanged::IsBuilt
            } else {
                Unchanged::Stays
            },
            trace: arguments.trace,
        }
    }
}

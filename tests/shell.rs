//! The shell around the questions: the real program on real folders.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "tests work on real folders, and fail where something is not as it should be"
)]

#[path = "shell/broken.rs"]
mod broken;
#[path = "shell/commands.rs"]
mod commands;
#[path = "shell/external.rs"]
mod external;
#[path = "shell/kill.rs"]
mod kill;
#[path = "shell/output.rs"]
mod output;
#[path = "shell/printers.rs"]
mod printers;
#[path = "shell/run.rs"]
mod run;
#[path = "shell/schema.rs"]
mod schema;
#[path = "shell/search.rs"]
mod search;
#[path = "shell/shards.rs"]
mod shards;
#[path = "shell/speed.rs"]
mod speed;
#[path = "shell/tour.rs"]
mod tour;
#[path = "shell/unchanged.rs"]
mod unchanged;

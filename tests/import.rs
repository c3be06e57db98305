//! Archives of other tools, imported by the real program into real folders, then built.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "tests work on real folders, and fail where something is not as it should be"
)]

#[path = "import/cases.rs"]
mod cases;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/html.rs"]
mod html;
#[path = "shell/run.rs"]
#[expect(dead_code, reason = "these cases bring sites of their own")]
mod run;

//! The command `gloss`: everything it does is in the library.

use std::process::ExitCode;

/// Many threads allocate at once while pages are rendered; this allocator lets them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    glossator::cli::main()
}

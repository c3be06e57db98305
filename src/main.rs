//! The command `gloss`.
fn main() {}

//! What the process has.

#![expect(clippy::disallowed_methods, reason = "the system knows how much memory is taken")]

/// Memory that the process holds, in MB (Linux; elsewhere 0).
pub(crate) fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap_or_default() / 1000.0
}

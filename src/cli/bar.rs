//! A progress bar on a terminal.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{DecimalBytes, ProgressBar, ProgressStyle};

use crate::publish::progress::{Phase, Progress};

/// One line at the foot of the terminal, gone when the work is done. Work that takes less than a blink shows none.
#[derive(Default)]
pub(super) struct Bar {
    bar: Mutex<Option<ProgressBar>>,
    bytes: AtomicU64,
}

impl Progress for Bar {
    fn begin(&self, phase: Phase, total: usize) {
        let bar = if total == 0 { ProgressBar::new_spinner() } else { ProgressBar::new(total as u64) };
        self.bytes.store(0, Ordering::Relaxed);
        let template = if total == 0 { "{spinner} {prefix}" } else { "{prefix:>10} [{bar:30}] {human_pos}/{human_len} {msg} {eta}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_prefix(phase.word());
        bar.enable_steady_tick(Duration::from_millis(120));
        if let Ok(mut shown) = self.bar.lock() {
            *shown = Some(bar);
        }
    }

    fn step(&self) {
        if let Ok(shown) = self.bar.lock()
            && let Some(bar) = &*shown
        {
            bar.inc(1);
        }
    }

    fn sent(&self, _: &str, bytes: u64) {
        let sum = self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if let Ok(shown) = self.bar.lock()
            && let Some(bar) = &*shown
        {
            bar.set_message(DecimalBytes(sum).to_string());
            bar.inc(1);
        }
    }

    fn end(&self) {
        if let Ok(mut shown) = self.bar.lock()
            && let Some(bar) = shown.take()
        {
            bar.finish_and_clear();
        }
    }
}

//! A build's times as a file for a viewer: the Trace Event Format (its JSON object form, complete events), which Perfetto,
//! `chrome://tracing` and speedscope open.

use std::time::Duration;

use serde::Serialize;

use super::timing::{Stretch, Timings};

#[derive(Serialize)]
struct Trace<'t> {
    #[serde(rename = "traceEvents")]
    events: Vec<Event<'t>>,
    #[serde(rename = "displayTimeUnit")]
    unit: &'static str,
}

#[derive(Serialize)]
struct Event<'t> {
    name: &'t str,
    cat: &'static str,
    /// A complete event: with its beginning and its length.
    ph: &'static str,
    /// Microseconds.
    ts: f64,
    dur: f64,
    pid: u32,
    tid: usize,
    args: Arguments<'t>,
}

#[derive(Serialize)]
struct Arguments<'t> {
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<&'t str>,
}

/// The file's text: a row for the phases, and one for each thread with the pages that it rendered.
pub fn trace(timings: &Timings) -> String {
    let pages = timings.pages();
    let events = timings.phases().iter().map(|phase| event("phase", phase)).chain(pages.iter().map(|page| event("page", page)));
    serde_json::to_string(&Trace { events: events.collect(), unit: "ms" }).unwrap_or_default()
}

fn event<'t>(cat: &'static str, stretch: &'t Stretch) -> Event<'t> {
    let microseconds = |time: Duration| time.as_secs_f64() * 1e6;
    Event {
        name: stretch.path.as_deref().unwrap_or(&stretch.work),
        cat,
        ph: "X",
        ts: microseconds(stretch.start),
        dur: microseconds(stretch.length),
        pid: 1,
        tid: stretch.thread,
        args: Arguments { template: stretch.path.is_some().then_some(&stretch.work) },
    }
}

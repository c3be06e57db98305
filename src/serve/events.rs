//! What open pages are told, as Server-Sent Events (HTML Living Standard, 9.2): that their bytes changed, that they are gone,
//! what is wrong.

use std::convert::Infallible;
use std::sync::Arc;

use axum::response::sse::Event;
use tokio::sync::mpsc::{Sender, channel};
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;

use super::answer::{Lack, tag_at};
use super::live::{Live, Newest};

/// Events that may wait for a slow page before it misses a beat.
const WAITING: usize = 8;

type Events = Sender<Result<Event, Infallible>>;

/// The events of a page at a path whose bytes have a tag.
pub(super) fn of_page(live: &Arc<Live>, path: String, seen: String) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    let (send, receive) = channel(WAITING);
    let live = Arc::clone(live);
    tokio::spawn(async move {
        // The page has gone to another address, or was closed.
        let _ = follow(live, path, seen, send).await;
    });
    ReceiverStream::new(receive)
}

async fn follow(live: Arc<Live>, path: String, mut seen: String, send: Events) -> Option<()> {
    let (mut revisions, mut findings) = (live.revisions(), live.findings());
    let newest = findings.borrow_and_update().clone();
    tell_findings(&send, newest).await?;
    let mut gone = false;
    loop {
        revisions.borrow_and_update();
        // What changed while the page was on its way is told at once.
        let (asked, at) = (Arc::clone(&live), path.clone());
        match tokio::task::spawn_blocking(move || tag_at(&asked, &at)).await.ok()? {
            Ok(tag) if tag != seen || gone => {
                (seen, gone) = (tag, false);
                tell(&send, "page", &seen).await?;
            }
            Err(Lack::Gone) if !gone => {
                gone = true;
                // An event without data is none (HTML, 9.2.6).
                tell(&send, "gone", "gone").await?;
            }
            _ => {}
        }
        loop {
            tokio::select! {
                changed = revisions.changed() => {
                    changed.ok()?;
                    break;
                }
                found = findings.changed() => {
                    found.ok()?;
                    let newest = findings.borrow_and_update().clone();
                    tell_findings(&send, newest).await?;
                }
                () = send.closed() => return None,
            }
        }
    }
}

async fn tell(send: &Events, name: &str, data: &str) -> Option<()> {
    send.send(Ok(Event::default().event(name).data(data))).await.ok()
}

async fn tell_findings(send: &Events, findings: Newest) -> Option<()> {
    let Some(findings) = findings else { return Some(()) };
    // Strings always serialise.
    tell(send, "findings", &serde_json::to_string(&*findings).unwrap_or_default()).await
}

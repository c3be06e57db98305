//! Connections: taken, bounded in number, and closed where a request does not come in time.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Within that time all headers of a request must be there; a connection without a request is closed then, too.
const HEADERS: Duration = Duration::from_secs(5);
/// Connections at a time; further ones wait. Fewer than files that a process may have open on any system.
const CONNECTIONS: usize = 800;
/// Pause where no connection can be had (too many open files), lest the loop turn idly.
const PAUSE: Duration = Duration::from_millis(50);
/// How long open connections may go on after the end: streams of events never end by themselves.
const FAREWELL: Duration = Duration::from_millis(300);

/// Answers what comes in until `end` does.
pub(super) async fn answer_all(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let (places, open) = (Arc::new(Semaphore::new(CONNECTIONS)), GracefulShutdown::new());
    let mut connection = http1::Builder::new();
    connection.timer(TokioTimer::new()).header_read_timeout(HEADERS);
    let all = async {
        loop {
            // It is never closed.
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
            let Ok((stream, _)) = listener.accept().await else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            // A small answer goes out at once.
            let _ = stream.set_nodelay(true);
            let service = TowerToHyperService::new(router.clone());
            let served = open.watch(connection.serve_connection(TokioIo::new(stream), service));
            tokio::spawn(async move {
                // Whatever went wrong with one connection is its client's to know.
                let _ = served.await;
                drop(place);
            });
        }
    };
    tokio::select! {
        () = all => {}
        () = end => {}
    }
    let _: Result<(), _> = tokio::time::timeout(FAREWELL, open.shutdown()).await;
}

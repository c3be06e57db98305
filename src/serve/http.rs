//! Requests in, answers out. Only GET and HEAD, only from names that are this machine's own, only what a build would write.

use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body as HttpBody;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::sse::{KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use bytes::Bytes;
use tower_http::services::ServeFile;

use super::answer::{Answer, Body, answer, stand_in, tag, with_script};
use super::live::Live;
use super::{connect, events};
use crate::config::headers::media::media_type;

/// The script of served pages.
const SCRIPT: &str = include_str!("live.js");

/// Answers until the process is told to end.
pub(super) async fn serve(live: Arc<Live>, listener: TcpListener) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    connect::answer_all(listener, router(live), told_to_end()).await;
    Ok(())
}

fn router(live: Arc<Live>) -> Router {
    Router::new()
        .route("/_gloss/live.js", any(script))
        .route("/_gloss/events", any(listen))
        .route("/_gloss/open", any(open))
        .fallback(any(page))
        .layer(from_fn(guard))
        .with_state(live)
}

/// Refuses what no reader's browser asks for: other methods, and names that are not this machine's (DNS rebinding), and
/// other sites that reach for what is ours.
async fn guard(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")], "only GET and HEAD\n").into_response();
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| request.uri().authority().map(|authority| authority.as_str()));
    if !host.is_some_and(is_own_host) {
        return (StatusCode::MISDIRECTED_REQUEST, "this server answers to localhost and to addresses, not to names\n").into_response();
    }
    let ours = request.uri().path().starts_with("/_gloss/");
    let origin = request.headers().get(header::ORIGIN);
    if ours && origin.is_some_and(|origin| !is_same(origin, host)) {
        return (StatusCode::FORBIDDEN, "only for pages of this server\n").into_response();
    }
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !response.headers().contains_key(header::CACHE_CONTROL) {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    response
}

/// Whether a `Host` is `localhost` or an address: an attacker's page can bring only a name of its own.
fn is_own_host(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost") || name.parse::<IpAddr>().is_ok()
}

/// Whether an `Origin` is this server's.
fn is_same(origin: &HeaderValue, host: Option<&str>) -> bool {
    let origin = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
    origin.is_some() && origin == host
}

async fn script(headers: HeaderMap) -> Response {
    content(&headers, "live.js", Bytes::from_static(SCRIPT.as_bytes()))
}

/// What a page that listens says of itself.
#[derive(serde::Deserialize)]
struct Listening {
    page: String,
    seen: String,
}

async fn listen(State(live): State<Arc<Live>>, Query(listening): Query<Listening>) -> Response {
    let stream = events::of_page(&live, listening.page, listening.seen);
    let alive = KeepAlive::new().interval(Duration::from_secs(15));
    Sse::new(stream).keep_alive(alive).into_response()
}

/// Which file to open.
#[derive(serde::Deserialize)]
struct Opening {
    file: String,
    token: String,
}

/// Opens a file of the site in the program that the system opens it with.
async fn open(State(live): State<Arc<Live>>, Query(opening): Query<Opening>) -> Response {
    let known = opening.token == live.token && live.look(|workspace| workspace.source(&opening.file).is_some());
    if !known {
        return (StatusCode::FORBIDDEN, "no such file of this site\n").into_response();
    }
    match open::that_detached(live.options.root.join(&opening.file)) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
    }
}

async fn page(State(live): State<Arc<Live>>, request: Request) -> Response {
    let (asked, path) = (Arc::clone(&live), request.uri().path().to_owned());
    let answered = tokio::task::spawn_blocking(move || answer(&asked, &path)).await;
    let headers = request.headers();
    match answered {
        Ok(Answer::Found { path, body: Body::Bytes(bytes), source }) if is_page(&path) => {
            let body = with_script(&live, &bytes, &tag(&bytes), source.as_deref());
            content(headers, &path, body.into())
        }
        Ok(Answer::Found { path, body: Body::Bytes(bytes), .. }) => content(headers, &path, bytes),
        Ok(Answer::Found { path, body: Body::File(file), .. }) => {
            let media = media_type(&path).parse().unwrap_or(mime_guess::mime::APPLICATION_OCTET_STREAM);
            let mut service = ServeFile::new_with_mime(&file, &media);
            match service.try_call(request).await {
                Ok(response) => response.map(HttpBody::new),
                Err(_) => StatusCode::NOT_FOUND.into_response(),
            }
        }
        Ok(Answer::Moved(to)) => match HeaderValue::from_str(&to) {
            Ok(to) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response(),
            Err(_) => StatusCode::NOT_FOUND.into_response(),
        },
        Ok(Answer::Missing(page)) => {
            let page = page.map(|page| with_script(&live, &page, "", None));
            page.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |page| (StatusCode::NOT_FOUND, html(page)).into_response())
        }
        Ok(Answer::Failed) | Err(_) => {
            let findings = live.findings().borrow().clone();
            let page = with_script(&live, &stand_in(findings.as_deref().unwrap_or_default()), "", None);
            (StatusCode::INTERNAL_SERVER_ERROR, html(page)).into_response()
        }
    }
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

fn html(page: Vec<u8>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page)
}

/// Bytes with their media type and entity tag; nothing where the asker has them.
fn content(headers: &HeaderMap, path: &str, bytes: Bytes) -> Response {
    let tag = format!("\"{}\"", tag(&bytes));
    let asked = headers.get(header::IF_NONE_MATCH).and_then(|asked| asked.to_str().ok()).unwrap_or_default();
    let known = asked.split(',').any(|known| known.trim().trim_start_matches("W/") == tag);
    let headers = [(header::CONTENT_TYPE, media_type(path)), (header::ETAG, tag)];
    if known { (StatusCode::NOT_MODIFIED, headers).into_response() } else { (headers, bytes).into_response() }
}

/// Comes when the process is told to end.
async fn told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_hosts_are_answered() {
        for own in
            ["localhost", "localhost:4321", "127.0.0.1:80", "[::1]:4321", "[::1]", "192.168.1.7:4321", "LOCALHOST:1", "a.localhost:1"]
        {
            assert!(is_own_host(own), "{own}");
        }
        for foreign in ["evil.example", "evil.example:4321", "localhost.evil.example", "127.0.0.1.evil.example:80", "", "[evil]"] {
            assert!(!is_own_host(foreign), "{foreign}");
        }
    }
}

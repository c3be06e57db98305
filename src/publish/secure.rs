//! Which cryptography secure connections are made with.

use reqwest::{Client, ClientBuilder};

/// Has all connections of this process use [ring](rustls::crypto::ring), unless something was chosen before. To be called
/// before the first client is made; again does nothing.
pub(super) fn choose_cryptography() {
    // Refused where it is chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// A client for HTTP under construction.
pub(super) fn client() -> ClientBuilder {
    choose_cryptography();
    Client::builder()
}

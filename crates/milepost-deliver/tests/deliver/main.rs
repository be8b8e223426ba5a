//! Messages to real receivers on loopback: web servers and mail servers, well-behaved and not.

#![allow(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails panics"
)]

mod feeds;
mod http;
mod mail;
mod real_mail_server;
mod sample;
mod templates;

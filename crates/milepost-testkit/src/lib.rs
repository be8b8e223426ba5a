//! A local web server for tests that behaves as it is told: like a statistics bureau, or like the worst site there is;
//! and a mail server of the same kind.
//! Tests only; nothing here runs in the product, and nothing reaches beyond loopback.

mod body;
mod bombs;
mod bulletin_site;
mod http2;
mod mail_server;
mod server;
mod tls;

pub use crate::body::{Body, Reply, Request};
pub use crate::bombs::{BOMB_BYTES, bomb, deflated, gzipped, zip_archive, zip_bomb, zstd_compressed};
pub use crate::bulletin_site::{BulletinSite, Dialect, bulletin, list_row};
pub use crate::http2::Http2Fault;
pub use crate::mail_server::{MailFace, MailFault, MailServer, TakenMail};
pub use crate::server::{Server, ServerOptions};
pub use crate::tls::{Authority, TlsFace};

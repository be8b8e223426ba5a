//! The bundled bulletin site on a loopback port: its first edition, and the later one once it is published.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use milepost_testkit::{Reply, Request, Server};

/// The running site.
pub(crate) struct Site {
    server: Server,
    later: Arc<AtomicBool>,
}

impl Site {
    pub(crate) fn start() -> Self {
        let later = Arc::new(AtomicBool::new(false));
        let is_later = Arc::clone(&later);
        let server = Server::start(move |request| page(request, is_later.load(Ordering::SeqCst))).unwrap();
        Self { server, later }
    }

    /// From now on the corrected bulletin is served.
    pub(crate) fn publish_later_edition(&self) {
        self.later.store(true, Ordering::SeqCst);
    }

    pub(crate) fn url(&self, path: &str) -> String {
        self.server.url(path)
    }
}

/// The folder `tests/sites`.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sites")
}

fn page(request: &Request, is_later: bool) -> Reply {
    let path = request.path.split('?').next().unwrap_or_default();
    let relative = Path::new(path.trim_start_matches('/'));
    if !relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
    {
        return Reply::not_found();
    }
    let editions: &[&str] = if is_later { &["later", "www"] } else { &["www"] };
    for edition in editions {
        let mut file = folder().join(edition).join(relative);
        if file.is_dir() {
            file.push("index.html");
        }
        if let Ok(bytes) = std::fs::read(&file) {
            return Reply::html(bytes);
        }
    }
    Reply::not_found()
}

//! Serves the bundled bulletin site on a loopback port, for `milepost demo`.
//!
//! The site has two editions: the first, and a later one in which a bulletin was corrected. The demo reads both, so
//! that a newcomer sees a revision.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode, Uri, header};

/// A running bulletin site.
#[derive(Debug)]
pub(crate) struct DemoSite {
    /// `http://127.0.0.1:PORT`
    pub(crate) base: String,
    later: Arc<AtomicBool>,
    server: tokio::task::JoinHandle<()>,
}

#[derive(Clone)]
struct Folders {
    first: PathBuf,
    later: PathBuf,
    show_later: Arc<AtomicBool>,
}

impl DemoSite {
    /// Serves `folder/www`, overlaid by `folder/later` once [`DemoSite::publish_later_edition`] was called.
    ///
    /// # Errors
    /// When no loopback port can be had.
    pub(crate) async fn serve(folder: &Path) -> std::io::Result<Self> {
        let later = Arc::new(AtomicBool::new(false));
        let folders = Folders {
            first: folder.join("www"),
            later: folder.join("later"),
            show_later: Arc::clone(&later),
        };
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let base = format!("http://{}", listener.local_addr()?);
        let router = Router::new().fallback(page).with_state(folders);
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the bundled site stopped");
            }
        });
        Ok(Self { base, later, server })
    }

    /// From now on the corrected bulletin is served in place of the first.
    pub(crate) fn publish_later_edition(&self) {
        self.later.store(true, Ordering::SeqCst);
    }
}

impl Drop for DemoSite {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn page(State(folders): State<Folders>, uri: Uri) -> Response<Body> {
    let relative = Path::new(uri.path().trim_start_matches('/'));
    let plain = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if !plain {
        return status(StatusCode::BAD_REQUEST);
    }
    let mut roots = vec![&folders.first];
    if folders.show_later.load(Ordering::SeqCst) {
        roots.insert(0, &folders.later);
    }
    for root in roots {
        let mut path = root.join(relative);
        if path.is_dir() {
            path.push("index.html");
        }
        if let Ok(bytes) = tokio::fs::read(&path).await {
            return found(&path, bytes);
        }
    }
    status(StatusCode::NOT_FOUND)
}

fn found(path: &Path, bytes: Vec<u8>) -> Response<Body> {
    let media = match path.extension().and_then(|extension| extension.to_str()) {
        // No charset, as on the real sites: the page's own label has to be found.
        Some("html" | "shtml" | "htm") => "text/html",
        Some("txt") => "text/plain; charset=utf-8",
        Some("xml") => "application/xml",
        Some("pdf") => "application/pdf",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some(_) | None => "application/octet-stream",
    };
    let built = Response::builder()
        .header(header::CONTENT_TYPE, media)
        .body(Body::from(bytes));
    built.unwrap_or_else(|_error| status(StatusCode::INTERNAL_SERVER_ERROR))
}

fn status(code: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = code;
    response
}

//! The server: one thread on loopback, every reply as the route says, every request kept for the test to look at.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::body::{Body, Reply, Request};
use crate::http2::{self, Http2Fault};
use crate::tls::TlsFace;

/// Largest head of a request, in bytes.
const MAX_HEAD_BYTES: usize = 256 * 1024;

/// Largest body of a request, in bytes.
const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// Requests kept.
const MAX_SEEN: usize = 10_000;

type Route = Arc<dyn Fn(&Request) -> Reply + Send + Sync>;

/// How a server meets its clients.
#[derive(Debug, Clone, Default)]
pub struct ServerOptions {
    /// It speaks TLS.
    pub tls: Option<TlsFace>,
    /// It speaks HTTP/2 and fails at it.
    pub http2: Option<Http2Fault>,
    /// It answers the first bytes of every connection with these, and closes: old TLS, other protocols.
    pub greeting: Option<Vec<u8>>,
}

/// A server on a loopback port of its own; gone when dropped.
pub struct Server {
    address: SocketAddr,
    is_tls: bool,
    seen: Arc<Mutex<Vec<Request>>>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// Starts a server that answers by `route`.
    ///
    /// # Errors
    /// When no port or thread is to be had.
    pub fn start(route: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> io::Result<Self> {
        Self::start_with(ServerOptions::default(), route)
    }

    /// Starts a server with options.
    ///
    /// # Errors
    /// When no port or thread is to be had.
    pub fn start_with(
        options: ServerOptions,
        route: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (stop, stopped) = watch::channel(false);
        let is_tls = options.tls.is_some() || options.greeting.is_some();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let server = Arc::new(Serving {
            options,
            route: Arc::new(route),
            seen: Arc::clone(&seen),
        });
        let thread = std::thread::Builder::new()
            .name("test-server".into())
            .spawn(move || {
                runtime.block_on(accept(listener, server, stopped));
                // Connections that stall on purpose are not waited for.
                runtime.shutdown_background();
            })?;
        Ok(Self {
            address,
            is_tls,
            seen,
            stop,
            thread: Some(thread),
        })
    }

    /// Returns where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the address of a path on it.
    pub fn url(&self, path: &str) -> String {
        let scheme = if self.is_tls { "https" } else { "http" };
        format!("{scheme}://{}{path}", self.address)
    }

    /// Returns the address of a path on it, under a name.
    pub fn url_as(&self, name: &str, path: &str) -> String {
        let scheme = if self.is_tls { "https" } else { "http" };
        format!("{scheme}://{name}:{}{path}", self.address.port())
    }

    /// Returns the requests read so far; 10,000 are kept.
    pub fn requests(&self) -> Vec<Request> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns how often a path was asked for.
    pub fn hits(&self, path: &str) -> usize {
        self.requests()
            .iter()
            .filter(|request| request.path == path)
            .count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Serving {
    options: ServerOptions,
    route: Route,
    seen: Arc<Mutex<Vec<Request>>>,
}

async fn accept(listener: std::net::TcpListener, server: Arc<Serving>, mut stopped: watch::Receiver<bool>) {
    let Ok(listener) = TcpListener::from_std(listener) else {
        return;
    };
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    let _ = stream.set_nodelay(true);
                    tokio::spawn(meet(stream, Arc::clone(&server)));
                }
            }
        }
    }
}

/// Serves one connection; a client that goes away is none of the server's business.
async fn meet(mut stream: TcpStream, server: Arc<Serving>) {
    if let Some(greeting) = &server.options.greeting {
        let mut first = [0_u8; 1024];
        let _ = stream.read(&mut first).await;
        let _ = stream.write_all(greeting).await;
        let _ = stream.shutdown().await;
        return;
    }
    match &server.options.tls {
        None => drop(converse(stream, &server).await),
        Some(face) => {
            let Ok(secured) = TlsAcceptor::from(Arc::clone(&face.0)).accept(stream).await else {
                return;
            };
            match server.options.http2 {
                Some(fault) => drop(http2::serve(secured, fault).await),
                None => drop(converse(secured, &server).await),
            }
        }
    }
}

async fn converse<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, server: &Serving) -> io::Result<()> {
    let mut buffer = Vec::new();
    while let Some(request) = read_request(&mut stream, &mut buffer).await? {
        {
            let mut seen = server.seen.lock().unwrap_or_else(PoisonError::into_inner);
            if seen.len() < MAX_SEEN {
                seen.push(request.clone());
            }
        }
        let reply = (server.route)(&request);
        let may_go_on = send(&mut stream, reply).await?;
        if !may_go_on {
            return stream.shutdown().await;
        }
    }
    Ok(())
}

/// Reads a request; `None` at the end of the connection. A body must announce its length.
async fn read_request<S: AsyncRead + Unpin>(
    stream: &mut S,
    buffer: &mut Vec<u8>,
) -> io::Result<Option<Request>> {
    loop {
        if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            let head: Vec<u8> = buffer.drain(..end.saturating_add(4)).collect();
            let mut request = parse(&String::from_utf8_lossy(&head));
            let length = request
                .header("content-length")
                .and_then(|text| text.parse().ok());
            let length: usize = length.unwrap_or(0);
            if length > MAX_BODY_BYTES {
                return Ok(None);
            }
            while buffer.len() < length {
                if stream.read_buf(buffer).await? == 0 {
                    return Ok(None);
                }
            }
            request.body = buffer.drain(..length).collect();
            return Ok(Some(request));
        }
        if buffer.len() > MAX_HEAD_BYTES || stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
}

fn parse(head: &str) -> Request {
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ');
    let method = first.next().unwrap_or_default().to_owned();
    let path = first.next().unwrap_or_default().to_owned();
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Request {
        method,
        path,
        headers,
        body: Vec::new(),
    }
}

/// Sends a reply. Returns whether the connection may be used again.
async fn send<S: AsyncWrite + Unpin>(stream: &mut S, reply: Reply) -> io::Result<bool> {
    let framing = match &reply.body {
        Body::Whole(bytes) | Body::Drip { bytes, .. } => format!("Content-Length: {}\r\n", bytes.len()),
        Body::WrongLength { announced, .. } => format!("Content-Length: {announced}\r\n"),
        Body::Chunked(_) | Body::ChunkedCutOff(_) => "Transfer-Encoding: chunked\r\n".into(),
        Body::Stall(bytes) => format!("Content-Length: {}\r\n", bytes.len().saturating_add(1_000)),
        Body::UntilClose(_) | Body::Endless { .. } | Body::Silence | Body::DripHead { .. } | Body::Raw(_) => {
            "Connection: close\r\n".into()
        }
    };
    let mut head = format!("HTTP/1.1 {} Status\r\n", reply.status);
    for (name, value) in &reply.headers {
        head = format!("{head}{name}: {value}\r\n");
    }
    let head = format!("{head}{framing}\r\n");
    match reply.body {
        Body::Whole(bytes) => {
            let mut all = head.into_bytes();
            // RFC 9110: these have no body, whatever their head says.
            if !matches!(reply.status, 204 | 304) {
                all.extend(bytes);
            }
            stream.write_all(&all).await?;
            stream.flush().await?;
            return Ok(true);
        }
        Body::Chunked(pieces) => {
            stream.write_all(head.as_bytes()).await?;
            for piece in pieces {
                write_chunk(stream, &piece).await?;
            }
            stream.write_all(b"0\r\n\r\n").await?;
            stream.flush().await?;
            return Ok(true);
        }
        Body::ChunkedCutOff(bytes) => {
            stream.write_all(head.as_bytes()).await?;
            write_chunk(stream, &bytes).await?;
        }
        Body::UntilClose(bytes) | Body::WrongLength { bytes, .. } => {
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(&bytes).await?;
        }
        Body::Endless { piece, pause } => {
            stream.write_all(head.as_bytes()).await?;
            loop {
                stream.write_all(&piece).await?;
                wait(pause).await;
            }
        }
        Body::Drip { bytes, pause } => {
            stream.write_all(head.as_bytes()).await?;
            drip(stream, &bytes, pause).await?;
        }
        Body::DripHead { pause } => drip(stream, head.as_bytes(), pause).await?,
        Body::Stall(bytes) => {
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(&bytes).await?;
            stream.flush().await?;
            std::future::pending::<()>().await;
        }
        Body::Silence => std::future::pending().await,
        Body::Raw(bytes) => stream.write_all(&bytes).await?,
    }
    stream.flush().await?;
    Ok(false)
}

async fn write_chunk<S: AsyncWrite + Unpin>(stream: &mut S, piece: &[u8]) -> io::Result<()> {
    if piece.is_empty() {
        // A chunk of nothing would be the end.
        return Ok(());
    }
    stream
        .write_all(format!("{:x}\r\n", piece.len()).as_bytes())
        .await?;
    stream.write_all(piece).await?;
    stream.write_all(b"\r\n").await
}

async fn drip<S: AsyncWrite + Unpin>(stream: &mut S, bytes: &[u8], pause: Duration) -> io::Result<()> {
    for byte in bytes {
        stream.write_all(std::slice::from_ref(byte)).await?;
        stream.flush().await?;
        wait(pause).await;
    }
    Ok(())
}

/// The slowness of a slow site is what is tested here; without any, only the others get their turn.
async fn wait(pause: Duration) {
    if pause.is_zero() {
        tokio::task::yield_now().await;
    } else {
        tokio::time::sleep(pause).await;
    }
}

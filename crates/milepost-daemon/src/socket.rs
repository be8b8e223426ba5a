//! The local socket: how a command reaches a running daemon. One request a connection, one JSON object a line.
//!
//! The client writes a request line; the daemon answers with any number of `progress` lines and one `reply` or
//! `refusal` line. The socket is a file that only its owner can open.

use std::io;
use std::path::{Path, PathBuf};

use milepost_service::{Progress, Refusal, Reply, Request};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};

/// 64 MiB: the largest request is an import of a CSV file.
const MAX_REQUEST_BYTES: u64 = 64 << 20;
/// 512 MiB: the largest reply is an export of every figure.
const MAX_REPLY_BYTES: u64 = 512 << 20;
/// The longest path that a socket address holds on every platform, less a margin.
const MAX_SOCKET_PATH_BYTES: usize = 100;

/// One line from the daemon.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    Progress(String),
    Reply(Box<Reply>),
    Refusal(Refusal),
}

/// Returns where the daemon of a data folder listens.
pub fn socket_path(data_dir: &Path) -> PathBuf {
    let absolute = std::path::absolute(data_dir).unwrap_or_else(|_error| data_dir.to_path_buf());
    let ordinary = absolute.join("milepost.sock");
    if ordinary.as_os_str().len() <= MAX_SOCKET_PATH_BYTES {
        return ordinary;
    }
    let digest = Sha256::digest(absolute.as_os_str().as_encoded_bytes());
    let name: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    std::env::temp_dir().join(format!("milepost-{name}.sock"))
}

/// Listens on a data folder's socket. A file left behind by a killed daemon is replaced: whoever calls this holds the
/// store's lock, so no other daemon serves the folder.
///
/// # Errors
/// When the socket cannot be created there.
pub(crate) fn listen(data_dir: &Path) -> io::Result<UnixListener> {
    use std::os::unix::fs::PermissionsExt as _;
    let path = socket_path(data_dir);
    match std::fs::remove_file(&path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let listener = UnixListener::bind(&path)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Reads one request from a connection.
///
/// # Errors
/// When the connection breaks or sends something else.
pub(crate) async fn read_request(stream: &mut BufReader<UnixStream>) -> Result<Request, Refusal> {
    let mut line = String::new();
    let mut limited = stream.take(MAX_REQUEST_BYTES);
    limited
        .read_line(&mut line)
        .await
        .map_err(|error| Refusal::failed(format!("cannot read the request: {error}")))?;
    serde_json::from_str(&line).map_err(|error| {
        Refusal::usage(format!("the daemon does not understand the request: {error}"))
            .hint("the command and the daemon should be of the same version")
    })
}

/// Writes one line of progress.
///
/// # Errors
/// When the connection is gone.
pub(crate) async fn write_progress(stream: &mut BufReader<UnixStream>, progress: String) -> io::Result<()> {
    write_line(stream, &Line::Progress(progress)).await
}

/// Writes the answer.
///
/// # Errors
/// When the connection is gone.
pub(crate) async fn write_answer(
    stream: &mut BufReader<UnixStream>,
    answer: Result<Reply, Refusal>,
) -> io::Result<()> {
    let line = match answer {
        Ok(reply) => Line::Reply(Box::new(reply)),
        Err(refusal) => Line::Refusal(refusal),
    };
    write_line(stream, &line).await
}

async fn write_line(stream: &mut BufReader<UnixStream>, line: &Line) -> io::Result<()> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    stream.get_mut().write_all(&bytes).await?;
    stream.get_mut().flush().await
}

/// Asks the daemon of a data folder.
///
/// Returns `None` where no daemon listens there.
pub async fn ask(
    data_dir: &Path,
    request: &Request,
    progress: &dyn Progress,
) -> Option<Result<Reply, Refusal>> {
    let stream = UnixStream::connect(socket_path(data_dir)).await.ok()?;
    Some(converse(stream, request, progress).await)
}

async fn converse(
    mut stream: UnixStream,
    request: &Request,
    progress: &dyn Progress,
) -> Result<Reply, Refusal> {
    let broken = |error: io::Error| {
        Refusal::failed(format!("the connection to the daemon broke: {error}"))
            .hint("see the daemon's log; what it had acknowledged is kept")
    };
    let mut line = serde_json::to_vec(request).map_err(|error| Refusal::failed(error.to_string()))?;
    line.push(b'\n');
    stream.write_all(&line).await.map_err(broken)?;
    let mut reader = BufReader::new(stream.take(MAX_REPLY_BYTES));
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).await.map_err(broken)? == 0 {
            return Err(broken(io::ErrorKind::UnexpectedEof.into()));
        }
        let line: Line = serde_json::from_str(&line).map_err(|error| {
            Refusal::failed(format!("the daemon's answer is not understood: {error}"))
                .hint("the command and the daemon should be of the same version")
        })?;
        match line {
            Line::Progress(text) => progress.note(&text),
            Line::Reply(reply) => return Ok(*reply),
            Line::Refusal(refusal) => return Err(refusal),
        }
    }
}

//! An HTTP/2 server that fails in the middle: just enough of the protocol (RFC 9113) to do so.

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Largest frame read, in bytes; larger ones end the connection.
const MAX_FRAME_BYTES: usize = 64 * 1024;

/// How an HTTP/2 server fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Http2Fault {
    /// It resets the stream before any answer.
    Reset,
    /// It answers 200, sends some of a page and resets the stream.
    ResetInBody,
    /// It says that it is going away and closes.
    GoAway,
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const END_HEADERS: u8 = 4;
const ACK: u8 = 1;

/// `INTERNAL_ERROR`: one that a client does not retry by itself, unlike `REFUSED_STREAM`.
const INTERNAL_ERROR: u32 = 2;

/// Serves one connection until it fails.
pub(crate) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    fault: Http2Fault,
) -> std::io::Result<()> {
    let mut preface = [0_u8; 24];
    stream.read_exact(&mut preface).await?;
    write_frame(&mut stream, SETTINGS, 0, 0, &[]).await?;
    loop {
        let mut head = [0_u8; 9];
        stream.read_exact(&mut head).await?;
        let [l0, l1, l2, kind, flags, i0, i1, i2, i3] = head;
        let length = usize::try_from(u32::from_be_bytes([0, l0, l1, l2])).unwrap_or(usize::MAX);
        let id = u32::from_be_bytes([i0 & 0x7f, i1, i2, i3]);
        if length > MAX_FRAME_BYTES {
            return Ok(());
        }
        let mut payload = vec![0; length];
        stream.read_exact(&mut payload).await?;
        if kind == SETTINGS && flags & ACK == 0 {
            write_frame(&mut stream, SETTINGS, ACK, 0, &[]).await?;
        }
        if kind != HEADERS {
            continue;
        }
        match fault {
            Http2Fault::Reset => {
                write_frame(&mut stream, RST_STREAM, 0, id, &INTERNAL_ERROR.to_be_bytes()).await?;
            }
            Http2Fault::ResetInBody => {
                // `:status: 200` stands at place 8 of the static table.
                write_frame(&mut stream, HEADERS, END_HEADERS, id, &[0x88]).await?;
                write_frame(&mut stream, DATA, 0, id, b"<html><body><p>half of a bull").await?;
                write_frame(&mut stream, RST_STREAM, 0, id, &INTERNAL_ERROR.to_be_bytes()).await?;
            }
            Http2Fault::GoAway => {
                let mut why = id.to_be_bytes().to_vec();
                why.extend(INTERNAL_ERROR.to_be_bytes());
                write_frame(&mut stream, GOAWAY, 0, 0, &why).await?;
                stream.shutdown().await?;
                return Ok(());
            }
        }
    }
}

async fn write_frame<S: AsyncWrite + Unpin>(
    stream: &mut S,
    kind: u8,
    flags: u8,
    id: u32,
    payload: &[u8],
) -> std::io::Result<()> {
    let length = u32::try_from(payload.len()).unwrap_or(0).to_be_bytes();
    let mut frame = length.get(1..).unwrap_or_default().to_vec();
    frame.extend([kind, flags]);
    frame.extend(id.to_be_bytes());
    frame.extend(payload);
    stream.write_all(&frame).await?;
    stream.flush().await
}

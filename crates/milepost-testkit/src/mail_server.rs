//! A mail server for tests: speaks enough SMTP (RFC 5321, 3207, 4954) to take a mail, in plain, by STARTTLS or with TLS
//! from the first byte, and to go wrong as it is told.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::tls::TlsFace;

/// Longest line that is read, in bytes.
const MAX_LINE_BYTES: usize = 64 * 1024;

/// How the server secures its connections.
#[derive(Debug, Clone, Default)]
pub enum MailFace {
    /// Not at all; STARTTLS is not offered.
    #[default]
    Plain,
    /// STARTTLS is offered.
    StartTls(TlsFace),
    /// TLS from the first byte.
    Implicit(TlsFace),
}

/// How a server goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailFault {
    /// Every receiver is refused for good: 550.
    RefusesForGood,
    /// Every receiver is refused for now: 451.
    RefusesForNow,
    /// Every login is refused: 535, repeating what was sent.
    RefusesLogin,
    /// It greets and then says nothing.
    FallsSilent,
    /// Its greeting never ends.
    NeverStopsTalking,
    /// It takes the mail and closes before it says so.
    ClosesAfterData,
}

/// A mail that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenMail {
    /// Who sends, as the envelope says.
    pub from: String,
    /// Who receives, as the envelope says.
    pub to: Vec<String>,
    /// The mail, with its headers.
    pub data: String,
    /// Whether it came over TLS.
    pub was_secured: bool,
    /// What was given to log in, as sent; none without.
    pub login: Option<String>,
}

/// A mail server on a loopback port of its own; gone when dropped.
#[derive(Debug)]
pub struct MailServer {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<TakenMail>>>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl MailServer {
    /// Starts a server.
    ///
    /// # Errors
    /// When no port or thread is to be had.
    pub fn start(face: MailFace, fault: Option<MailFault>) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let taken = Arc::new(Mutex::new(Vec::new()));
        let (stop, stopped) = watch::channel(false);
        let office = Arc::new(Office {
            face,
            fault,
            taken: Arc::clone(&taken),
        });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let thread = std::thread::Builder::new()
            .name("test-mail-server".into())
            .spawn(move || {
                runtime.block_on(accept(listener, office, stopped));
                // Conversations that stall on purpose are not waited for.
                runtime.shutdown_background();
            })?;
        Ok(Self {
            address,
            taken,
            stop,
            thread: Some(thread),
        })
    }

    /// Returns its port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Returns the mails taken so far.
    pub fn taken(&self) -> Vec<TakenMail> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Office {
    face: MailFace,
    fault: Option<MailFault>,
    taken: Arc<Mutex<Vec<TakenMail>>>,
}

async fn accept(listener: std::net::TcpListener, office: Arc<Office>, mut stopped: watch::Receiver<bool>) {
    let Ok(listener) = TcpListener::from_std(listener) else {
        return;
    };
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    tokio::spawn(meet(stream, Arc::clone(&office)));
                }
            }
        }
    }
}

/// Serves one connection; a client that goes away is none of the server's business.
async fn meet(stream: TcpStream, office: Arc<Office>) {
    match &office.face {
        MailFace::Plain => drop(converse(stream, &office, Stage::Open).await),
        MailFace::Implicit(face) => {
            if let Ok(secured) = TlsAcceptor::from(Arc::clone(&face.0)).accept(stream).await {
                drop(converse(secured, &office, Stage::Secured).await);
            }
        }
        MailFace::StartTls(face) => {
            let Ok(Some(stream)) = converse(stream, &office, Stage::Open).await else {
                return;
            };
            if let Ok(secured) = TlsAcceptor::from(Arc::clone(&face.0)).accept(stream).await {
                drop(converse(secured, &office, Stage::AfterStartTls).await);
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Open,
    Secured,
    AfterStartTls,
}

/// Speaks with a client until it quits. Hands the stream back where it asked for STARTTLS.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    office: &Office,
    stage: Stage,
) -> io::Result<Option<S>> {
    let mut stream = BufReader::new(stream);
    if stage != Stage::AfterStartTls {
        if office.fault == Some(MailFault::NeverStopsTalking) {
            loop {
                say(&mut stream, "220-on and on").await?;
                // A line at a time for ever, not a flood: what is tried is the patience of the client.
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
        }
        say(&mut stream, "220 test mail server").await?;
    }
    if office.fault == Some(MailFault::FallsSilent) {
        return std::future::pending().await;
    }
    let mut mail = TakenMail {
        from: String::new(),
        to: Vec::new(),
        data: String::new(),
        was_secured: stage != Stage::Open,
        login: None,
    };
    while let Some(line) = read_line(&mut stream).await? {
        let verb = line.to_ascii_uppercase();
        if verb.starts_with("EHLO") {
            say(&mut stream, "250-test").await?;
            if stage == Stage::Open && matches!(office.face, MailFace::StartTls(_)) {
                say(&mut stream, "250-STARTTLS").await?;
            }
            say(&mut stream, "250 AUTH PLAIN LOGIN").await?;
        } else if verb == "STARTTLS" {
            say(&mut stream, "220 go ahead").await?;
            return Ok(Some(stream.into_inner()));
        } else if verb.starts_with("AUTH") {
            if office.fault == Some(MailFault::RefusesLogin) {
                say(&mut stream, &format!("535 wrong: {line}")).await?;
            } else {
                mail.login = Some(line);
                say(&mut stream, "235 welcome").await?;
            }
        } else if verb.starts_with("MAIL FROM:") {
            mail.from = address(&line);
            say(&mut stream, "250 ok").await?;
        } else if verb.starts_with("RCPT TO:") {
            match office.fault {
                Some(MailFault::RefusesForGood) => say(&mut stream, "550 no such box").await?,
                Some(MailFault::RefusesForNow) => say(&mut stream, "451 try later").await?,
                _ => {
                    mail.to.push(address(&line));
                    say(&mut stream, "250 ok").await?;
                }
            }
        } else if verb == "DATA" {
            say(&mut stream, "354 go on").await?;
            mail.data = read_data(&mut stream).await?;
            office
                .taken
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(mail.clone());
            if office.fault == Some(MailFault::ClosesAfterData) {
                return Ok(None);
            }
            say(&mut stream, "250 taken").await?;
        } else if verb == "QUIT" {
            say(&mut stream, "221 bye").await?;
            return Ok(None);
        } else {
            say(&mut stream, "250 ok").await?;
        }
    }
    Ok(None)
}

async fn say<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<S>, line: &str) -> io::Result<()> {
    let stream = stream.get_mut();
    stream.write_all(format!("{line}\r\n").as_bytes()).await?;
    stream.flush().await
}

async fn read_line<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    loop {
        let piece = stream.fill_buf().await?;
        if piece.is_empty() || line.len() > MAX_LINE_BYTES {
            return Ok(None);
        }
        let end = piece.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(piece.len(), |end| end.saturating_add(1));
        line.extend(piece.iter().take(taken));
        stream.consume(taken);
        if end.is_some() {
            let text = String::from_utf8_lossy(&line);
            return Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()));
        }
    }
}

/// Reads a mail to its lone dot; doubled dots are one.
async fn read_data<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> io::Result<String> {
    let mut data = String::new();
    while let Some(line) = read_line(stream).await? {
        if line == "." {
            return Ok(data);
        }
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
        data.push_str("\r\n");
    }
    Err(io::ErrorKind::UnexpectedEof.into())
}

fn address(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or("", |(address, _)| address).to_owned()
}

//! Asks sites that speak TLS 1.0 or 1.1 only, which the client refuses to: through `curl` as a child process, and only
//! for sources that say so. Certificates, addresses, sizes and times are bounded as for every other request.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::time::{Instant, timeout, timeout_at};
use url::Url;

use crate::exchange::{Answer, Head, Question, Want, inflated, too_slow};
use crate::outcome::{Outcome, OutcomeClass};
use crate::redirect::forbidden;
use crate::visit::Visit;

/// Largest head of an answer, in bytes.
const MAX_HEAD_BYTES: usize = 256 * 1024;

/// Bytes read of what the program says went wrong.
const MAX_WORDS_BYTES: u64 = 4 * 1024;

/// What its process may read of the environment.
const ENVIRONMENT: [&str; 5] = ["PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "SYSTEMROOT", "TMPDIR"];

static FILES: AtomicU64 = AtomicU64::new(0);

/// Asks. Whoever calls has checked the address by its text.
pub(crate) async fn ask(
    visit: &Visit<'_>,
    program: &Path,
    question: Question<'_>,
    want: impl Fn(&Head) -> Want + Send,
) -> Answer {
    let started = Instant::now();
    let (head, body, wire) = within(visit, program, question, want, started).await;
    Answer {
        head,
        body,
        wire,
        took: started.elapsed(),
    }
}

type Told = (Option<Head>, Result<Vec<u8>, Outcome>, u64);

async fn within(
    visit: &Visit<'_>,
    program: &Path,
    question: Question<'_>,
    want: impl Fn(&Head) -> Want + Send,
    started: Instant,
) -> Told {
    let failed = |outcome| (None, Err(outcome), 0);
    let deadline = started.checked_add(question.budget).unwrap_or(started);
    let dialled = match address(visit, question.url, question.limits.connect).await {
        Ok(address) => address,
        Err(outcome) => return failed(outcome),
    };
    let trusted = match Trusted::write(&visit.spec.tls.extra_ca) {
        Ok(trusted) => trusted,
        Err(error) => {
            let why = format!("the certificates of extra_ca cannot be handed to curl: {error}");
            return failed(Outcome::because(OutcomeClass::Tls, why));
        }
    };
    let orders = orders(visit, &question, dialled, trusted.as_ref());
    let mut child = match start(program) {
        Ok(child) => child,
        Err(error) => return failed(not_started(program, &error)),
    };
    let answered = converse(&mut child, &orders, dialled, &question, want, deadline).await;
    // What is left of it is killed when it is dropped.
    drop(child);
    drop(trusted);
    answered
}

/// The address to dial; none where a proxy dials.
async fn address(visit: &Visit<'_>, url: &Url, within: Duration) -> Result<Option<SocketAddr>, Outcome> {
    if visit.spec.proxy.is_some() {
        return Ok(None);
    }
    let port = url.port_or_known_default().unwrap_or(443);
    let host = url.host_str().unwrap_or_default();
    let named = host.trim_matches(['[', ']']);
    let found = match named.parse::<IpAddr>() {
        Ok(address) => vec![SocketAddr::new(address, port)],
        Err(_name) => match timeout(within, tokio::net::lookup_host((named, port))).await {
            Ok(Ok(found)) => found.collect(),
            Ok(Err(error)) => {
                let why = format!("no connection: {error}");
                return Err(Outcome::because(OutcomeClass::Transient, why));
            }
            Err(_) => return Err(too_slow("no address of the host", within)),
        },
    };
    match (
        found.iter().find(|address| visit.gate.admits(address.ip())),
        found.first(),
    ) {
        (Some(admitted), _) => Ok(Some(*admitted)),
        (None, Some(other)) => Err(Outcome::because(OutcomeClass::Refused, forbidden(other.ip()))),
        (None, None) => Err(Outcome::because(
            OutcomeClass::Transient,
            "the host has no address",
        )),
    }
}

fn start(program: &Path) -> std::io::Result<Child> {
    let kept = ENVIRONMENT
        .iter()
        .filter_map(|name| Some((OsStr::new(name), std::env::var_os(name)?)));
    Command::new(program)
        // Nobody's own settings; the orders come over the standard input, where no list of processes shows them.
        .args(["--disable", "--config", "-"])
        .env_clear()
        .envs(kept)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
}

fn not_started(program: &Path, error: &std::io::Error) -> Outcome {
    let why = if error.kind() == std::io::ErrorKind::NotFound {
        format!(
            "`{}` is not installed; the source's `tls.legacy` needs it",
            program.display()
        )
    } else {
        format!("`{}` cannot be started: {error}", program.display())
    };
    Outcome::because(OutcomeClass::Tls, why)
}

/// What the program is told to do, in its own language.
fn orders(
    visit: &Visit<'_>,
    question: &Question<'_>,
    dialled: Option<SocketAddr>,
    trusted: Option<&Trusted>,
) -> String {
    let limits = question.limits;
    let mut orders = String::from(
        "silent\nshow-error\ninclude\ngloboff\npath-as-is\nhttp1.1\ntlsv1.0\nproto = \"=https\"\nciphers = \"DEFAULT:@SECLEVEL=0\"\n",
    );
    let mut say = |name: &str, value: &str| {
        let _ = writeln!(orders, "{name} = {}", quoted(value));
    };
    say("url", question.url.as_str());
    say("connect-timeout", &seconds(limits.connect));
    say("max-time", &seconds(question.budget));
    match (&visit.spec.proxy, dialled) {
        (Some(proxy), _) => {
            say("proxy", &proxy.url);
            if let Some((user, password)) = &proxy.login {
                say("proxy-user", &format!("{user}:{}", password.expose()));
            }
        }
        (None, Some(address)) => {
            let host = question.url.host_str().unwrap_or_default();
            let ip = match address.ip() {
                IpAddr::V4(ip) => ip.to_string(),
                IpAddr::V6(ip) => format!("[{ip}]"),
            };
            say("resolve", &format!("{host}:{}:{ip}", address.port()));
            say("noproxy", "*");
        }
        (None, None) => {}
    }
    for (name, value) in &question.headers {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        say("header", &format!("{name}: {value}"));
    }
    if let Some(post) = question.post {
        let media = String::from_utf8_lossy(post.content_type.as_bytes()).into_owned();
        say("header", &format!("{CONTENT_TYPE}: {media}"));
        say("data-raw", &post.body);
    }
    if let Some(trusted) = trusted {
        say("cacert", &trusted.path.display().to_string());
    }
    if visit.spec.tls.insecure.is_some() {
        orders.push_str("insecure\n");
    }
    orders
}

/// A value in quotes, as the program reads it back.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\0' => {}
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

fn seconds(duration: Duration) -> String {
    format!("{}.{:03}", duration.as_secs(), duration.subsec_millis())
}

async fn converse(
    child: &mut Child,
    orders: &str,
    dialled: Option<SocketAddr>,
    question: &Question<'_>,
    want: impl Fn(&Head) -> Want + Send,
    deadline: Instant,
) -> Told {
    let failed = |outcome| (None, Err(outcome), 0);
    let broken = || failed(Outcome::because(OutcomeClass::Transient, "curl broke off"));
    let (Some(mut input), Some(mut output), Some(words)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return broken();
    };
    if input.write_all(orders.as_bytes()).await.is_err() {
        return broken();
    }
    drop(input);
    let for_head = question.limits.headers.min(question.budget);
    let mut buffer = Vec::new();
    let head = match timeout(for_head, read_head(&mut output, &mut buffer)).await {
        Err(_) => return failed(too_slow("no head of an answer", for_head)),
        Ok(Some(head)) => head,
        Ok(None) => return failed(ended(child, words, deadline).await),
    };
    let remote = dialled.map(|address| address.ip());
    let head = Head { remote, ..head };
    let (most, is_whole) = match want(&head) {
        Want::Whole(most) => (most, true),
        Want::Start(most) => (most, false),
    };
    let cap = usize::try_from(most).unwrap_or(usize::MAX);
    // One byte more tells that there is more.
    while buffer.len() <= cap {
        let idle = Instant::now()
            .checked_add(question.limits.idle)
            .unwrap_or(deadline);
        match timeout_at(idle.min(deadline), output.read_buf(&mut buffer)).await {
            Ok(Ok(0) | Err(_)) => break,
            Ok(Ok(_)) => {}
            Err(_) if !is_whole => break,
            Err(_) => {
                let what = format!("{} bytes of the body, then nothing", buffer.len());
                return (
                    Some(head),
                    Err(too_slow(&what, question.limits.idle)),
                    count(&buffer),
                );
            }
        }
    }
    let wire = count(&buffer);
    if !is_whole {
        buffer.truncate(cap);
    } else if buffer.len() > cap {
        let outcome = Outcome::because(OutcomeClass::TooLarge, format!("larger than {most} bytes"));
        return (Some(head), Err(outcome), wire);
    } else if let Ok(Ok(status)) = timeout_at(deadline, child.wait()).await
        && !status.success()
    {
        return (Some(head), Err(said(status.code(), words).await), wire);
    }
    let body = inflated(&head.headers, &buffer, most, is_whole, question.limits);
    (Some(head), body, wire)
}

fn count(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// Reads the head of the answer, past those of interim ones; `None` where there is none.
async fn read_head(output: &mut (impl AsyncRead + Unpin), buffer: &mut Vec<u8>) -> Option<Head> {
    loop {
        while let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            let text: Vec<u8> = buffer.drain(..end.saturating_add(4)).collect();
            let head = parse(&String::from_utf8_lossy(&text))?;
            let is_interim = (100..200).contains(&head.status);
            if !is_interim {
                return Some(head);
            }
        }
        if buffer.len() > MAX_HEAD_BYTES || output.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
}

fn parse(text: &str) -> Option<Head> {
    let mut lines = text.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let name = HeaderName::from_bytes(name.trim().as_bytes());
        let value = HeaderValue::from_str(value.trim());
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    let length_was_announced =
        headers.contains_key(CONTENT_LENGTH) || headers.contains_key(TRANSFER_ENCODING);
    Some(Head {
        status,
        headers,
        remote: None,
        length_was_announced,
    })
}

/// Waits for the end of a program that gave no answer, and says why it gave none.
async fn ended(child: &mut Child, words: impl AsyncRead + Unpin, deadline: Instant) -> Outcome {
    match timeout_at(deadline, child.wait()).await {
        Ok(Ok(status)) => said(status.code(), words).await,
        Ok(Err(_)) | Err(_) => Outcome::because(OutcomeClass::Transient, "curl did not end"),
    }
}

/// What the program's exit status and words come to: <https://curl.se/docs/manpage.html#EXIT>.
async fn said(code: Option<i32>, words: impl AsyncRead + Unpin) -> Outcome {
    let mut text = Vec::new();
    // Words that cannot be read leave the status to speak.
    let _ = words.take(MAX_WORDS_BYTES).read_to_end(&mut text).await;
    let text = String::from_utf8_lossy(&text);
    let line = text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches("curl: ");
    let (class, what) = match code {
        Some(35 | 51 | 53 | 54 | 58 | 59 | 60 | 64 | 66 | 77 | 80 | 82 | 83 | 90 | 91) => {
            (OutcomeClass::Tls, "TLS failed, with old versions allowed")
        }
        Some(2 | 4 | 26 | 48) => (OutcomeClass::Tls, "curl does not do what it is told"),
        Some(63) => (OutcomeClass::TooLarge, "larger than allowed"),
        _ => (OutcomeClass::Transient, "the connection failed"),
    };
    let line: String = line.chars().take(200).collect();
    Outcome::because(class, format!("{what}: {line}"))
}

/// A file with the certificates that a source trusts besides those of the system, for as long as a request takes.
struct Trusted {
    path: PathBuf,
}

impl Trusted {
    /// Writes one where there is something to be written.
    fn write(pems: &[String]) -> std::io::Result<Option<Self>> {
        if pems.is_empty() {
            return Ok(None);
        }
        let number = FILES.fetch_add(1, Ordering::Relaxed);
        let name = format!("milepost-{}-{number}.pem", std::process::id());
        let path = std::env::temp_dir().join(name);
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)?;
        let trusted = Self { path };
        for pem in pems {
            file.write_all(pem.as_bytes())?;
            file.write_all(b"\n")?;
        }
        Ok(Some(trusted))
    }
}

impl Drop for Trusted {
    fn drop(&mut self) {
        // It holds no secret: one that stays behind does no harm.
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_break_out_of_its_quotes() {
        assert_eq!(
            quoted("a\"b\\c\r\nurl = x\t\0"),
            "\"a\\\"b\\\\c\\r\\nurl = x\\t\""
        );
    }

    #[test]
    fn a_head_is_read_whatever_its_headers_are() {
        let head =
            parse("HTTP/1.0 200 OK\r\nServer: IIS/5.0\r\nbad name: x\r\nContent-Length: 3\r\n\r\n").unwrap();
        assert_eq!(
            (head.status, head.headers.len(), head.length_was_announced),
            (200, 2, true)
        );
        assert!(parse("no head\r\n\r\n").is_none());
    }
}

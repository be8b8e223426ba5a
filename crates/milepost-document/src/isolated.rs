//! Reads foreign formats in a worker process that can be stopped, with bounded memory, time and output.
//!
//! The parent sends the bytes over stdin and gets a tree back over stdout; it trusts neither the tree nor the worker.
//! What is made of the tree (dates, tables, statements) is made in the parent.

mod child;
mod codec;
mod wire;

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::Command;

use crate::document::{Document, Media};
use crate::isolated::child::ChildFailure;
use crate::sniff::{self, Kind};
use crate::{DocumentError, Input, Limits, parse, pdf};

/// How to start a parse worker, and the second PDF reader where one is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerCommand {
    /// The program that calls [`run_worker`].
    pub program: PathBuf,
    /// Its arguments, such as `parse-worker`.
    pub args: Vec<String>,
    /// The `pdftotext` of poppler. Where there is one, a figure of a PDF that it does not see is withdrawn.
    pub pdftotext: Option<PathBuf>,
}

/// Reads a document; foreign formats in a worker process, text in this one.
///
/// Blocks for at most `limits.worker_time` for the worker and as long again for the second PDF reader.
///
/// # Errors
/// The named reason why the bytes are no document, or why the worker gave none.
pub fn parse_isolated(
    input: &Input<'_>,
    limits: &Limits,
    worker: &WorkerCommand,
) -> Result<Document, DocumentError> {
    let kind = sniff::kind(input.bytes)?;
    if kind == Kind::Text {
        return parse::parse(input, limits);
    }
    parse::check_size(input.bytes, limits.max_attachment_bytes)?;
    let mut command = Command::new(&worker.program);
    command.args(&worker.args);
    let request = wire::request(input, limits);
    let answer = child::run(command, request, limits.worker_output_bytes, limits.worker_time)
        .map_err(|failure| refusal(failure, limits))?;
    let raw = wire::read_answer(&answer.stdout, limits).ok_or(DocumentError::WorkerDied {
        detail: answer.ending,
    })??;
    let media = raw.media;
    let mut document = parse::finish(raw, input, limits)?;
    if let Some(program) = worker
        .pdftotext
        .as_ref()
        .filter(|_| media == Media::Pdf && kind == Kind::Pdf)
    {
        let mut command = Command::new(program);
        command.args(["-layout", "-enc", "UTF-8", "-q", "-", "-"]);
        let second = child::run(
            command,
            input.bytes.to_vec(),
            limits.worker_output_bytes,
            limits.worker_time,
        );
        compare(&mut document, second);
    }
    Ok(document)
}

fn refusal(failure: ChildFailure, limits: &Limits) -> DocumentError {
    match failure {
        ChildFailure::NotStarted(detail) => DocumentError::WorkerUnavailable { detail },
        ChildFailure::Timeout => DocumentError::WorkerTimeout {
            secs: limits.worker_time.as_secs(),
        },
        ChildFailure::TooMuchOutput => DocumentError::TooLarge {
            bytes: limits.worker_output_bytes.saturating_add(1),
            limit: limits.worker_output_bytes,
        },
    }
}

fn compare(document: &mut Document, second: Result<child::Answer, ChildFailure>) {
    let text = match second {
        Ok(answer) if answer.is_success => String::from_utf8_lossy(&answer.stdout).into_owned(),
        Ok(_) | Err(_) => {
            document
                .warnings
                .push("the second PDF reader could not read it: figures are not cross-checked".to_owned());
            return;
        }
    };
    // A number broken over two lines is whole in the first reading.
    let rejoined: String = text.lines().map(str::trim).collect();
    let doubtful = pdf::disagreements(document.text(), &format!("{text}\n{rejoined}"));
    if doubtful.is_empty() {
        return;
    }
    let shown: Vec<&str> = doubtful.iter().map(String::as_str).take(20).collect();
    document.warnings.push(format!(
        "the two PDF readers disagree about {} numbers: {}",
        doubtful.len(),
        shown.join(", ")
    ));
    document.withdraw("the second PDF reader does not see this number", |printed| {
        pdf::numbers(printed)
            .iter()
            .any(|number| doubtful.contains(number))
    });
}

/// Serves one request: reads it from `stdin`, bounds this process as it says, writes the answer to `stdout`.
///
/// The process must do nothing else: its address space and processor time stay bounded until it ends.
///
/// # Errors
/// When the request cannot be read or the answer cannot be written.
pub fn run_worker(mut stdin: impl Read, mut stdout: impl Write) -> std::io::Result<()> {
    let head = wire::read_head(&mut stdin)?;
    bound_process(&head.limits);
    let mut bytes = Vec::new();
    stdin.read_to_end(&mut bytes)?;
    let input = Input {
        content_type: head.content_type.as_deref(),
        ..Input::new(&bytes, &head.url)
    };
    let result = parse::read(&input, &head.limits);
    stdout.write_all(&wire::answer(&result))?;
    stdout.flush()
}

#[cfg(unix)]
fn bound_process(limits: &Limits) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let bound = |resource, most: u64| {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        // A system that refuses the bound still has the parent's clock.
        let _refused = setrlimit(resource, limit);
    };
    bound(Resource::As, limits.worker_memory_bytes);
    bound(Resource::Cpu, limits.worker_time.as_secs().saturating_add(1));
    bound(Resource::Core, 0);
}

#[cfg(not(unix))]
fn bound_process(_limits: &Limits) {}

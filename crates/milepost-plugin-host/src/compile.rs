//! Compiles components in a child process that can be stopped, with bounded memory, time and output.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::engine::{Metering, engine};
use crate::limits::CompileLimits;

/// Starts both messages; the last byte is the version. Both sides are the same build.
const MARK: &[u8; 7] = b"MPCOMP\x01";

/// What a worker says of a failure, and what is kept of its stderr.
const MAX_WORDS: usize = 2_000;

/// How a component is compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compiler {
    /// By a worker process: the program calls [`run_compile_worker`].
    Worker {
        /// The program.
        program: PathBuf,
        /// Its arguments, such as `compile-worker`.
        args: Vec<String>,
    },
    /// In this process. For components that the caller built itself: nothing bounds the compiler.
    InProcess,
}

/// Why a component was not compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// The compiler refuses it.
    #[error("the component does not compile: {0}")]
    Refused(String),
    /// It took longer than allowed.
    #[error("compiling took longer than {0} s")]
    Timeout(u64),
    /// The worker ended without an answer: out of memory, most likely.
    #[error("the compile worker ended early: {0}")]
    Died(String),
    /// More machine code than allowed.
    #[error("the component compiles to more than {0} bytes")]
    TooLarge(u64),
    /// The worker cannot be started.
    #[error("the compile worker cannot be started: {0}")]
    NotStarted(String),
}

impl Compiler {
    pub(crate) fn compile(
        &self,
        component: &[u8],
        metering: Metering,
        limits: &CompileLimits,
    ) -> Result<Vec<u8>, CompileError> {
        match self {
            Self::InProcess => compile(component, metering).map_err(CompileError::Refused),
            Self::Worker { program, args } => {
                let mut command = Command::new(program);
                command.args(args);
                by_worker(command, component, metering, limits)
            }
        }
    }
}

fn compile(component: &[u8], metering: Metering) -> Result<Vec<u8>, String> {
    engine(metering)
        .and_then(|engine| engine.precompile_component(component))
        .map_err(|error| format!("{error:#}").chars().take(MAX_WORDS).collect())
}

/// Serves one compilation: reads it from `stdin`, bounds this process as it says, writes the answer to `stdout`.
///
/// The process must do nothing else: its address space and processor time stay bounded until it ends.
///
/// # Errors
/// When the request cannot be read or the answer cannot be written.
pub fn run_compile_worker(mut stdin: impl Read, mut stdout: impl Write) -> std::io::Result<()> {
    let mut head = [0_u8; 24];
    stdin.read_exact(&mut head)?;
    let malformed = || {
        std::io::Error::new(
            std::io::ErrorKind::InvalidData,
            "no compile request of this version",
        )
    };
    let rest = head.strip_prefix(MARK).ok_or_else(malformed)?;
    let (metering, rest) = rest.split_first().ok_or_else(malformed)?;
    let (memory, rest) = rest.split_first_chunk::<8>().ok_or_else(malformed)?;
    let seconds = rest.first_chunk::<8>().ok_or_else(malformed)?;
    bound_process(u64::from_le_bytes(*memory), u64::from_le_bytes(*seconds));
    let metering = if *metering == 0 {
        Metering::Off
    } else {
        Metering::On
    };
    let mut component = Vec::new();
    stdin.read_to_end(&mut component)?;
    stdout.write_all(MARK)?;
    match compile(&component, metering) {
        Ok(code) => {
            stdout.write_all(&[0])?;
            stdout.write_all(&code)?;
        }
        Err(words) => {
            stdout.write_all(&[1])?;
            stdout.write_all(words.as_bytes())?;
        }
    }
    stdout.flush()
}

#[cfg(unix)]
fn bound_process(memory_bytes: u64, seconds: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let bound = |resource, most: u64| {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        // A system that refuses the bound still has the parent's clock.
        let _refused = setrlimit(resource, limit);
    };
    bound(Resource::As, memory_bytes);
    // Processor time of all threads together; the parent's clock is the tighter bound on one core.
    bound(Resource::Cpu, seconds.saturating_mul(4).saturating_add(1));
    bound(Resource::Core, 0);
}

#[cfg(not(unix))]
fn bound_process(_memory_bytes: u64, _seconds: u64) {}

fn request(component: &[u8], metering: Metering, limits: &CompileLimits) -> Vec<u8> {
    let mut message = MARK.to_vec();
    message.push(u8::from(metering == Metering::On));
    message.extend_from_slice(&limits.memory_bytes.to_le_bytes());
    message.extend_from_slice(&limits.time.as_secs().to_le_bytes());
    message.extend_from_slice(component);
    message
}

fn by_worker(
    mut command: Command,
    component: &[u8],
    metering: Metering,
    limits: &CompileLimits,
) -> Result<Vec<u8>, CompileError> {
    let input = request(component, metering, limits);
    let not_started = |why: String| CompileError::NotStarted(why);
    let mut child = command
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(error.to_string()))?;
    let (Some(mut stdin), Some(stdout), Some(stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        stop(&mut child);
        return Err(not_started("no pipes to it".to_owned()));
    };
    // Each pipe has its own thread: a child that does not read or does not write blocks none of the others.
    let writer = thread::spawn(move || {
        // A child that died stops reading; how it died is seen from its ending.
        let _broken_pipe = stdin.write_all(&input);
    });
    let words = thread::spawn(move || last_words(stderr));
    let most = limits.code_bytes.saturating_add(64);
    let (sender, receiver) = mpsc::channel();
    let reader = thread::spawn(move || {
        let mut output = Vec::new();
        let _unreadable = stdout.take(most.saturating_add(1)).read_to_end(&mut output);
        let _nobody_waits = sender.send(output);
    });
    let started = Instant::now();
    let output = receiver.recv_timeout(limits.time);
    let status = output
        .as_ref()
        .ok()
        .and_then(|_| ending(&mut child, limits.time.saturating_sub(started.elapsed())));
    stop(&mut child);
    let words = words.join().unwrap_or_default();
    let _joined = (writer.join(), reader.join());
    let Ok(output) = output else {
        return Err(CompileError::Timeout(limits.time.as_secs()));
    };
    if u64::try_from(output.len()).unwrap_or(u64::MAX) > most {
        return Err(CompileError::TooLarge(limits.code_bytes));
    }
    answer(output, status, &words)
}

fn answer(mut output: Vec<u8>, status: Option<ExitStatus>, words: &str) -> Result<Vec<u8>, CompileError> {
    let is_whole = status.is_some_and(|status| status.success()) && output.starts_with(MARK);
    match output.get(MARK.len()) {
        Some(0) if is_whole => Ok(output.split_off(MARK.len().saturating_add(1))),
        Some(1) if is_whole => {
            let words = output.split_off(MARK.len().saturating_add(1));
            Err(CompileError::Refused(
                String::from_utf8_lossy(&words).into_owned(),
            ))
        }
        _ => {
            let ended = status.map_or_else(
                || "it did not end by itself".to_owned(),
                |status| status.to_string(),
            );
            Err(CompileError::Died(
                format!("{ended} {words}").trim_end().to_owned(),
            ))
        }
    }
}

/// Waits for the end of a child that has closed its output.
fn ending(child: &mut Child, most: Duration) -> Option<ExitStatus> {
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if started.elapsed() <= most => thread::sleep(Duration::from_millis(2)),
            Ok(None) | Err(_) => return None,
        }
    }
}

fn stop(child: &mut Child) {
    // One that has ended cannot be killed; it is waited for either way, so that none is left behind.
    let _ended = child.kill();
    let _status = child.wait();
}

fn last_words(mut stderr: impl Read) -> String {
    let mut words = Vec::new();
    let most = u64::try_from(MAX_WORDS).unwrap_or(0);
    let _unreadable = (&mut stderr).take(most).read_to_end(&mut words);
    // What comes after is read and dropped, so that the child does not wait for a reader.
    let _drained = std::io::copy(&mut stderr, &mut std::io::sink());
    let words = String::from_utf8_lossy(&words);
    let last = words.lines().rev().find(|line| !line.trim().is_empty());
    last.unwrap_or_default().chars().take(200).collect()
}

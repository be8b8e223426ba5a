//! Runs a child process with input, and bounds its time and output.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// What a child said.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) stdout: Vec<u8>,
    pub(super) is_success: bool,
    /// How it ended and the last line of its stderr, for people.
    pub(super) ending: String,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum ChildFailure {
    NotStarted(String),
    Timeout,
    TooMuchOutput,
}

/// This much of what a child says on stderr is kept.
const MAX_STDERR_BYTES: u64 = 4 << 10;

/// How often, and how long apart, a child that has closed its output is looked at before it is stopped.
const ENDING_LOOKS: u32 = 100;
const ENDING_LOOK_GAP: Duration = Duration::from_millis(5);

/// Runs the command. The child gets an empty environment.
pub(super) fn run(
    mut command: Command,
    input: Vec<u8>,
    max_output_bytes: u64,
    time: Duration,
) -> Result<Answer, ChildFailure> {
    let mut child = command
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| ChildFailure::NotStarted(error.to_string()))?;
    let (Some(mut stdin), Some(stdout), Some(stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        stop(&mut child);
        return Err(ChildFailure::NotStarted("no pipes to the child".to_owned()));
    };
    // Each pipe has its own thread: a child that does not read or does not write blocks none of the others.
    let writer = thread::spawn(move || {
        // A child that died stops reading; how it died is seen from its ending.
        let _broken_pipe = stdin.write_all(&input);
    });
    let errors = thread::spawn(move || last_words(stderr));
    let (sender, receiver) = mpsc::channel();
    let reader = thread::spawn(move || {
        let mut output = Vec::new();
        let _unreadable = stdout
            .take(max_output_bytes.saturating_add(1))
            .read_to_end(&mut output);
        let _nobody_waits = sender.send(output);
    });
    let received = receiver.recv_timeout(time);
    let status = match received {
        Ok(_) => wait_a_little(&mut child),
        Err(_) => None,
    };
    stop(&mut child);
    let words = errors.join().unwrap_or_default();
    let _joined = (writer.join(), reader.join());
    let stdout = received.map_err(|_timeout| ChildFailure::Timeout)?;
    if u64::try_from(stdout.len()).unwrap_or(u64::MAX) > max_output_bytes {
        return Err(ChildFailure::TooMuchOutput);
    }
    let ended = status.map_or_else(
        || "it did not end by itself".to_owned(),
        |status| status.to_string(),
    );
    Ok(Answer {
        stdout,
        is_success: status.is_some_and(|status| status.success()),
        ending: if words.is_empty() {
            ended
        } else {
            format!("{ended}: {words}")
        },
    })
}

fn wait_a_little(child: &mut Child) -> Option<std::process::ExitStatus> {
    for _ in 0..ENDING_LOOKS {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) => thread::sleep(ENDING_LOOK_GAP),
            Err(_) => return None,
        }
    }
    None
}

fn stop(child: &mut Child) {
    // One that has ended cannot be killed; it is waited for either way, so that none is left behind.
    let _ended = child.kill();
    let _status = child.wait();
}

fn last_words(mut stderr: impl Read) -> String {
    let mut words = Vec::new();
    let _unreadable = (&mut stderr).take(MAX_STDERR_BYTES).read_to_end(&mut words);
    // What comes after is read and dropped, so that the child does not wait for a reader.
    let _drained = std::io::copy(&mut stderr, &mut std::io::sink());
    let words = String::from_utf8_lossy(&words);
    let last = words.lines().rev().find(|line| !line.trim().is_empty());
    last.unwrap_or_default().chars().take(200).collect()
}

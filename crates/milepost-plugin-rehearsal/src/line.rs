//! The line to the `milepost` program: one JSON object a line, a question and its answer.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// The version of the questions and answers that both sides must know.
const VERSION: u64 = 1;

/// An open line.
#[derive(Debug)]
pub(crate) struct Line {
    talk: RefCell<Talk>,
    fixtures: Vec<String>,
}

#[derive(Debug)]
struct Talk {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    trouble: Option<String>,
}

impl Line {
    /// Starts the program on an extractor's folder.
    pub(crate) fn open(folder: &Path) -> Result<Self, String> {
        let program = std::env::var_os("MILEPOST_BIN").unwrap_or_else(|| "milepost".into());
        let shown = program.to_string_lossy().into_owned();
        let mut child = Command::new(&program)
            .args(["plugin", "rehearse"])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| {
                format!(
                    "cannot run `{shown}`: {error}; put `milepost` on the path, or name it with MILEPOST_BIN"
                )
            })?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(format!("`{shown}` was started without pipes"));
        };
        let mut talk = Talk {
            child,
            stdin: Some(stdin),
            stdout: BufReader::new(stdout),
            trouble: None,
        };
        let hello = talk
            .hear()
            .map_err(|_silent| format!("`{shown} plugin rehearse` gave up; it said why above"))?;
        if hello.get("rehearsal").and_then(Value::as_u64) != Some(VERSION) {
            return Err(format!(
                "`{shown}` speaks another version than this folder's test crate: make a new folder with its `plugin new` and take over sdk/ from there"
            ));
        }
        let names = hello
            .get("fixtures")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        Ok(Self {
            fixtures: names.filter_map(Value::as_str).map(str::to_owned).collect(),
            talk: RefCell::new(talk),
        })
    }

    /// Returns the names of the folder's fixtures.
    pub(crate) fn fixtures(&self) -> &[String] {
        &self.fixtures
    }

    /// Asks, and returns the answer.
    pub(crate) fn ask(&self, question: &Value) -> Result<Value, String> {
        self.talk.borrow_mut().ask(question)
    }

    /// Asks what an extractor asked, which gets nothing where the line is broken; the trouble is kept.
    pub(crate) fn call(&self, question: &Value) -> Value {
        let mut talk = self.talk.borrow_mut();
        match talk.ask(question) {
            Ok(answer) => answer,
            Err(trouble) => {
                talk.trouble.get_or_insert(trouble);
                Value::Null
            }
        }
    }

    /// Returns the first trouble there was, and forgets it.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.talk.borrow_mut().trouble.take()
    }
}

impl Talk {
    fn ask(&mut self, question: &Value) -> Result<Value, String> {
        let broken = |error: std::io::Error| format!("the line to `milepost` is broken: {error}");
        if let Some(stdin) = &mut self.stdin {
            writeln!(stdin, "{question}").map_err(broken)?;
            stdin.flush().map_err(broken)?;
        }
        let mut answer = self.hear()?;
        if let Some(stopped) = answer.get("stopped").and_then(Value::as_str) {
            return Err(stopped.to_owned());
        }
        Ok(answer.get_mut("answer").map(Value::take).unwrap_or_default())
    }

    fn hear(&mut self) -> Result<Value, String> {
        let mut line = String::new();
        match self.stdout.read_line(&mut line) {
            Ok(0) => Err("`milepost` ended early; it said why above".to_owned()),
            Ok(_) => {
                serde_json::from_str(&line).map_err(|error| format!("`milepost` answered no JSON: {error}"))
            }
            Err(error) => Err(format!("the line to `milepost` is broken: {error}")),
        }
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        // The program ends when nobody asks any more.
        drop(self.stdin.take());
        let _status = self.child.wait();
    }
}

//! A data folder with configuration and extractors of its own, and the binary run in it.

use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::site::{self, Site};

/// The bundled bulletins end in February 2026; a later day would call all of them late.
pub(crate) const AS_OF: &str = "2026-02-28";

/// No command of a test takes longer, even on a busy machine.
const PATIENCE: Duration = Duration::from_mins(3);

/// What a command did.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Done {
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(
            self.code,
            Some(code),
            "stdout:\n{}\nstderr:\n{}",
            self.stdout,
            self.stderr
        );
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }

    /// The error as `--json` writes it: message, place, hint.
    #[track_caller]
    pub(crate) fn error(&self) -> (String, String, String) {
        let line = self
            .stderr
            .lines()
            .find(|line| line.starts_with("{\"error\""))
            .unwrap_or_else(|| panic!("no error: {}", self.stderr));
        let error: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| error["error"][key].as_str().unwrap_or_default().to_owned();
        (text("message"), text("place"), text("hint"))
    }
}

/// A configuration, a data folder, and the binary.
pub(crate) struct Lab {
    dir: TempDir,
}

impl Lab {
    /// The demo's configuration for a site, with every first-party extractor installed.
    pub(crate) fn of_site(site: &Site) -> Self {
        let lab = Self::empty();
        let base = site.url("");
        let from = site::folder().join("config");
        let fill = |text: String| {
            text.replace("{base}", base.trim_end_matches('/'))
                .replace("{plan}", "plan.toml")
        };
        lab.write(
            "config/plan.toml",
            &std::fs::read_to_string(config("plans/chongqing-2027.toml")).unwrap(),
        );
        lab.write(
            "config/rules/output.toml",
            &std::fs::read_to_string(config("rules/output.toml")).unwrap(),
        );
        lab.write(
            "config/milepost.toml",
            &fill(std::fs::read_to_string(from.join("milepost.toml")).unwrap()),
        );
        for entry in std::fs::read_dir(from.join("sources")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            lab.write(
                &format!("config/sources/{name}"),
                &fill(std::fs::read_to_string(&path).unwrap()),
            );
        }
        lab.install_plugins();
        lab
    }

    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// A configuration with the shipped plan and these sources, by file name.
    pub(crate) fn with_sources(sources: &[(&str, &str)]) -> Self {
        let lab = Self::empty();
        lab.write(
            "config/plan.toml",
            &std::fs::read_to_string(config("plans/chongqing-2027.toml")).unwrap(),
        );
        let main = "plans = [\"plan.toml\"]\nsources = [\"sources/*.toml\"]\n[data]\ndir = \"../data\"\n[fetch]\nallow_addresses = [\"127.0.0.0/8\"]\ndelay = { min = \"0s\", max = \"0s\" }\n";
        lab.write("config/milepost.toml", main);
        for (name, text) in sources {
            lab.write(&format!("config/sources/{name}.toml"), text);
        }
        lab
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.dir.path().join(relative)
    }

    pub(crate) fn write(&self, relative: &str, text: &str) {
        let path = self.path(relative);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Puts the extractors in place as they were installed once for all tests: an install compiles and tries each.
    pub(crate) fn install_plugins(&self) {
        copy(&installed(), &self.path("data/plugins"));
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command
            .args(["--config", "config/milepost.toml", "--data", "data"])
            .args(arguments);
        self.here(command)
    }

    /// A program that runs in the folder, and knows nothing of this machine's configuration.
    fn here(&self, mut command: Command) -> Command {
        command
            .current_dir(self.dir.path())
            .env_remove("MILEPOST_CONFIG")
            .env_remove("MILEPOST_DATA")
            .env_remove("MILEPOST_LOG")
            .env("MILEPOST_BIN", binary())
            // What extractors are built of is built once for all tests.
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("extractors"),
            )
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> Done {
        self.run_within(PATIENCE, arguments)
    }

    /// Runs a command to its end, which may take as long as said.
    #[track_caller]
    pub(crate) fn run_within(&self, patience: Duration, arguments: &[&str]) -> Done {
        finish(self.start(arguments), patience, arguments)
    }

    /// Runs cargo to its end, for an extractor's own tests.
    #[track_caller]
    pub(crate) fn cargo_within(&self, patience: Duration, arguments: &[&str]) -> Done {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let child = self.here(command).spawn().unwrap();
        finish(child, patience, arguments)
    }

    /// Starts a command.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Starts a command whose output goes to a file of the lab.
    pub(crate) fn start_logged(&self, arguments: &[&str], log: &str) -> Child {
        let log = std::fs::File::create(self.path(log)).unwrap();
        self.command(arguments)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap()
    }

    /// Every figure as exported, one line a statement, without the instant it became known, sorted.
    pub(crate) fn figures(&self) -> Vec<Value> {
        let export = self
            .run(&["observations", "export", "--format", "jsonl"])
            .expect(0);
        let mut figures: Vec<Value> = export
            .stdout
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .filter_map(|line| line.get("observed").cloned())
            .map(|mut figure| {
                figure.as_object_mut().unwrap().remove("known_at");
                figure
            })
            .collect();
        figures.sort_by_key(ToString::to_string);
        figures
    }

    /// The report as JSON, as of the day the bundled site ends.
    pub(crate) fn report(&self) -> Value {
        self.run(&["report", "--format", "json", "--as-of", AS_OF])
            .expect(0)
            .json()
    }
}

/// A folder of installed extractors, made once for one state of binary and components and never changed after.
fn installed() -> PathBuf {
    let stamp = |path: &Path| std::fs::metadata(path).unwrap().modified().unwrap();
    let mut hasher = std::hash::DefaultHasher::new();
    for file in components().iter().chain([&binary()]) {
        (file, stamp(file)).hash(&mut hasher);
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("installed-{:016x}", hasher.finish()));
    if folder.is_dir() {
        return folder;
    }
    let lab = Lab::with_sources(&[]);
    for component in components() {
        lab.run(&["plugin", "install", component.to_str().unwrap()])
            .expect(0);
    }
    let beside = folder.with_extension(std::process::id().to_string());
    copy(&lab.path("data/plugins"), &beside);
    // Another test's process may have been first: then its folder is as good.
    if std::fs::rename(&beside, &folder).is_err() {
        std::fs::remove_dir_all(&beside).unwrap();
    }
    folder
}

#[track_caller]
fn finish(mut child: Child, patience: Duration, arguments: &[&str]) -> Done {
    let stdout = drain(child.stdout.take().unwrap());
    let stderr = drain(child.stderr.take().unwrap());
    let code = wait(&mut child, patience)
        .unwrap_or_else(|| panic!("no end: {arguments:?}"))
        .code();
    Done {
        code,
        stdout: stdout.join().unwrap(),
        stderr: stderr.join().unwrap(),
    }
}

/// Reads a pipe to its end on a thread of its own, so that the child never waits for a reader.
fn drain(mut pipe: impl std::io::Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Waits for a child's end; none where it does not come in time (it is killed then).
pub(crate) fn wait(child: &mut Child, patience: Duration) -> Option<ExitStatus> {
    let ended = until(patience, || child.try_wait().unwrap());
    if ended.is_none() {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    ended
}

/// Asks again and again until there is an answer, or patience ends.
pub(crate) fn until<T>(patience: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if started.elapsed() > patience {
            return None;
        }
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// The binary that `cargo xtask` built.
pub(crate) fn binary() -> PathBuf {
    let path =
        std::env::var_os("MILEPOST_BIN").map_or_else(|| target().join("debug/milepost"), PathBuf::from);
    assert!(
        path.is_file(),
        "{} is missing: run `cargo xtask plugins` or `cargo xtask test`",
        path.display()
    );
    path
}

/// The components that `cargo xtask` built.
pub(crate) fn components() -> Vec<PathBuf> {
    let folder = std::env::var_os("MILEPOST_PLUGINS").map_or_else(|| target().join("plugins"), PathBuf::from);
    let entries = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}: run `cargo xtask plugins`", folder.display()));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "wasm"))
        .collect();
    files.sort();
    assert!(
        !files.is_empty(),
        "no components in {}: run `cargo xtask plugins`",
        folder.display()
    );
    files
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target")
}

/// A file of the shipped configuration.
pub(crate) fn config(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../config")
        .join(relative)
}

fn copy(from: &Path, into: &Path) {
    std::fs::create_dir_all(into).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = into.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

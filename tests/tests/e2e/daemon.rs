//! The background service: one a folder, commands beside it, extractors while it runs, a clean end.

use std::process::Child;
use std::time::Duration;

use crate::lab::{Lab, components, until, wait};
use crate::site::Site;

/// The next full minute, its jitter and a pass, with room for a busy machine.
const ONE_SLOT: Duration = Duration::from_mins(3);

struct Running(Child);

impl Running {
    fn start(lab: &Lab) -> Self {
        let child = lab.start_logged(&["--log-format", "json", "daemon"], "daemon.log");
        let is_up = until(Duration::from_mins(1), || {
            lab.path("data/milepost.sock").exists().then_some(())
        });
        assert!(is_up.is_some(), "{}", log(lab));
        Self(child)
    }

    /// Ends it as the system would, and returns its exit status.
    fn end(mut self, signal: &str) -> Option<i32> {
        let id = self.0.id().to_string();
        let sent = std::process::Command::new("kill")
            .args([signal, &id])
            .status()
            .unwrap();
        assert!(sent.success());
        wait(&mut self.0, Duration::from_mins(1))
            .expect("the daemon did not end")
            .code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended cannot be killed.
        let _ended = self.0.kill();
        let _status = self.0.wait();
    }
}

fn log(lab: &Lab) -> String {
    std::fs::read_to_string(lab.path("daemon.log")).unwrap_or_default()
}

fn quiet(lab: &Lab) {
    // A port of its own choosing would collide with another test's.
    let main = std::fs::read_to_string(lab.path("config/milepost.toml")).unwrap();
    assert!(!main.contains("[http]"));
}

#[test]
fn commands_work_beside_it_and_it_ends_cleanly() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    quiet(&lab);
    for signal in ["-TERM", "-INT"] {
        let daemon = Running::start(&lab);
        lab.run(&["ingest", "--once"]).expect(0);
        assert!(lab.figures().len() > 50);
        lab.run(&["status"]).expect(0);
        lab.run(&["store", "check"]).expect(0);
        let second = lab.run(&["daemon"]).expect(1);
        assert!(
            second.stderr.contains("another process") || second.stderr.contains("open"),
            "{}",
            second.stderr
        );
        assert_eq!(daemon.end(signal), Some(0), "{}", log(&lab));
        assert!(!lab.path("data/milepost.sock").exists());
        assert!(log(&lab).contains("daemon stopped"), "{}", log(&lab));
    }
    for line in log(&lab).lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(
            entry["level"].is_string() && entry["timestamp"].is_string(),
            "{entry}"
        );
    }
}

#[test]
fn a_source_is_visited_when_it_is_due_and_the_report_is_written() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    let source = std::fs::read_to_string(lab.path("config/sources/customs.toml")).unwrap();
    let often = source.replace("15 11 14-26 * *", "* * * * *");
    assert_ne!(source, often);
    lab.write("config/sources/customs.toml", &often);
    // A source whose own file is wrong is left out; it stops no other.
    lab.write(
        "config/sources/broken.toml",
        "id = \"broken\"\nschedule = \"61 * * * *\"\n",
    );
    let daemon = Running::start(&lab);
    let is_written = until(ONE_SLOT, || {
        let reports = std::fs::read_dir(lab.path("data/reports")).ok()?;
        reports.flatten().next().map(|_| ())
    });
    assert!(is_written.is_some(), "{}", log(&lab));
    assert!(log(&lab).contains("source left out"), "{}", log(&lab));
    assert_eq!(daemon.end("-TERM"), Some(0));
    std::fs::remove_file(lab.path("config/sources/broken.toml")).unwrap();
    assert!(lab.figures().iter().any(|figure| figure["source"] == "customs"));
}

#[test]
fn an_extractor_installed_while_it_runs_is_told_and_used_by_the_next_pass() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    std::fs::remove_dir_all(lab.path("data/plugins")).unwrap();
    let daemon = Running::start(&lab);
    lab.run(&["ingest", "--once"]).expect(0);
    assert!(lab.figures().is_empty());
    let component = components()
        .into_iter()
        .find(|path| path.ends_with("foreign-trade.wasm"))
        .unwrap();
    std::fs::create_dir_all(lab.path("data/plugins")).unwrap();
    std::fs::copy(&component, lab.path("data/plugins/dropped.wasm")).unwrap();
    // What merely lies there is shown, and told once however often it is looked at.
    let listed = lab.run(&["plugin", "list"]).expect(0);
    assert!(listed.stdout.contains("not installed"), "{}", listed.stdout);
    let status = lab.run(&["status", "--json"]).expect(0).json();
    assert_eq!(status["extractors"], 0, "{status:#}");
    assert_eq!(
        status["extractors_not_run"][0]["name"], "dropped.wasm",
        "{status:#}"
    );
    let told = || log(&lab).matches("component file is not installed").count();
    assert!(
        until(Duration::from_mins(1), || (told() > 0).then_some(())).is_some(),
        "{}",
        log(&lab)
    );
    std::fs::copy(&component, lab.path("data/plugins/second.wasm")).unwrap();
    assert!(
        until(Duration::from_mins(1), || (told() > 1).then_some(())).is_some(),
        "{}",
        log(&lab)
    );
    assert_eq!(told(), 2, "{}", log(&lab));
    lab.run(&["plugin", "install", component.to_str().unwrap()])
        .expect(0);
    let installed: serde_json::Value = log(&lab)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .find(|entry: &serde_json::Value| {
            entry["message"]
                .as_str()
                .is_some_and(|message| message.starts_with("extractor installed"))
        })
        .unwrap();
    assert_eq!(installed["plugin"], "foreign-trade", "{installed}");
    lab.run(&["ingest", "--once", "--force"]).expect(0);
    assert!(
        lab.figures()
            .iter()
            .any(|figure| figure["indicator"] == "trade.total")
    );
    lab.run(&["plugin", "remove", "foreign-trade"]).expect(0);
    assert!(log(&lab).contains("extractor removed"), "{}", log(&lab));
    assert_eq!(daemon.end("-TERM"), Some(0));
}

//! Deliveries by the real binary: a dry run, secrets nowhere, `kill -9` in the middle of sending.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use milepost_testkit::{Body, Reply, Request, Server};

use crate::lab::{Lab, until, wait};

/// A message is tried again after half a minute at most; the rest is for a busy machine.
const ONE_RETRY: Duration = Duration::from_mins(3);

const TOKEN: &str = "tok-0123456789-abcdefghij";
const SECRET: &str = "a signing secret, quite long";

/// A receiver that takes messages, or takes them and never answers.
struct Receiver {
    server: Server,
    answers: Arc<AtomicBool>,
}

impl Receiver {
    fn start() -> Self {
        let answers = Arc::new(AtomicBool::new(true));
        let asked = Arc::clone(&answers);
        let server = Server::start(move |_request| {
            let reply = Reply::new(200, "ok");
            if asked.load(Ordering::SeqCst) {
                return reply;
            }
            Reply {
                body: Body::Silence,
                ..reply
            }
        });
        Self {
            server: server.unwrap(),
            answers,
        }
    }

    fn lab(&self, rest: &str) -> Lab {
        let lab = Lab::with_sources(&[]);
        lab.write("config/hook.url", &self.server.url(&format!("/hook/{TOKEN}")));
        lab.write("config/hook.secret", SECRET);
        let main = std::fs::read_to_string(lab.path("config/milepost.toml")).unwrap();
        let hook = format!(
            "[[delivery]]\nid = \"hook\"\nkind = \"webhook\"\nurl_file = \"hook.url\"\nsecret_file = \"hook.secret\"\n{rest}\n"
        );
        lab.write("config/milepost.toml", &(main + &hook));
        lab
    }

    fn ids(&self) -> Vec<String> {
        let id = |request: &Request| request.header("webhook-id").unwrap().to_owned();
        self.server.requests().iter().map(id).collect()
    }
}

fn hook_status(lab: &Lab) -> serde_json::Value {
    lab.run(&["status", "--json"]).expect(0).json()["deliveries"][0].clone()
}

#[test]
fn a_dry_run_sends_nothing_and_the_command_sends_it_all() {
    let receiver = Receiver::start();
    let lab = receiver.lab("[[delivery]]\nid = \"files\"\nkind = \"folder\"\npath = \"out\"\n");
    let shown = lab.run(&["report", "--deliver", "--dry-run"]).expect(0);
    assert!(shown.stdout.contains("=== hook (webhook)"), "{}", shown.stdout);
    assert!(shown.stdout.contains("report.en.html"), "{}", shown.stdout);
    assert!(receiver.ids().is_empty() && !lab.path("config/out").exists());
    lab.run(&["report", "--deliver"]).expect(0);
    assert_eq!(receiver.ids().len(), 1);
    assert!(lab.path("config/out/chongqing-2027").is_dir());
    assert_eq!(hook_status(&lab)["sent"], 1);
    lab.run(&["report", "--deliver", "--out", "x.html"]).expect(2);
}

#[test]
fn no_secret_is_in_any_output_or_file_of_the_data_folder() {
    let receiver = Receiver::start();
    let lab = receiver.lab("");
    let mut told = String::new();
    for arguments in [
        &["--log-format", "json", "-v", "report", "--deliver"][..],
        &["report", "--deliver", "--dry-run"],
        &["report", "--deliver", "--dry-run", "--json"],
        &["status", "--json"],
        &["status"],
        &["check"],
        &["check", "--json"],
        &["store", "backup", "backup.tar"],
    ] {
        let done = lab.run(arguments).expect(0);
        told = told + &done.stdout + &done.stderr;
    }
    // Where the receiver is gone, the error tells no more.
    lab.write("config/hook.url", &format!("http://127.0.0.1:9/hook/{TOKEN}"));
    let done = lab.run(&["-v", "report", "--deliver"]).expect(1);
    told = told + &done.stdout + &done.stderr + &hook_status(&lab).to_string();
    assert!(!told.contains(TOKEN) && !told.contains(SECRET), "{told}");
    let mut folders = vec![lab.path("data")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(bytes) = std::fs::read(&path) else { continue };
            for secret in [TOKEN, SECRET] {
                let holds = bytes
                    .windows(secret.len())
                    .any(|window| window == secret.as_bytes());
                assert!(!holds, "{}", path.display());
            }
        }
    }
}

#[test]
fn a_message_whose_sending_was_killed_goes_again_with_the_same_id() {
    let receiver = Receiver::start();
    let lab = receiver.lab("");
    receiver.answers.store(false, Ordering::SeqCst);
    let mut command = lab.start(&["report", "--deliver"]);
    until(ONE_RETRY, || (!receiver.ids().is_empty()).then_some(())).expect("nothing was sent");
    command.kill().unwrap();
    command.wait().unwrap();
    receiver.answers.store(true, Ordering::SeqCst);
    let waiting = hook_status(&lab);
    assert_eq!(waiting["pending"][0]["attempts"], 1, "{waiting}");
    let mut daemon = lab.start_logged(&["daemon"], "daemon.log");
    let again = until(ONE_RETRY, || (receiver.ids().len() > 1).then_some(()));
    let sent = until(ONE_RETRY, || (hook_status(&lab)["sent"] == 1).then_some(()));
    let log = std::fs::read_to_string(lab.path("daemon.log")).unwrap();
    daemon.kill().unwrap();
    wait(&mut daemon, Duration::from_mins(1)).unwrap();
    assert!(again.is_some() && sent.is_some(), "{log}");
    let ids = receiver.ids();
    assert_eq!(ids.len(), 2, "{ids:?}");
    assert_eq!(ids[0], ids[1]);
    lab.run(&["store", "check"]).expect(0);
}

#[test]
fn check_tries_the_templates_and_says_which_secrets_are_missing() {
    let receiver = Receiver::start();
    let lab = receiver.lab("template = \"own.txt\"\n[[delivery]]\nid = \"chat\"\nkind = \"slack\"\nurl_env = \"MILEPOST_TEST_NO_SUCH_URL\"");
    lab.write(
        "config/own.txt",
        "{% extends \"default\" %}\n{% block subject %}{{ headline }}{% endblock %}\n",
    );
    let done = lab.run(&["check"]).expect(0);
    assert!(
        done.stdout.contains(
            "warning: delivery chat: the environment variable `MILEPOST_TEST_NO_SUCH_URL` is not set"
        ),
        "{}",
        done.stdout
    );
    lab.write(
        "config/own.txt",
        "{% extends \"default\" %}\n\n{% block subject %}{{ headlin }}{% endblock %}\n",
    );
    let done = lab.run(&["check"]).expect(2);
    assert!(
        done.stdout.contains("own.txt:3: delivery hook: "),
        "{}",
        done.stdout
    );
}

//! Mail to a mail server of others: `aiosmtpd`, in Python. Skipped, and said so, where Python or its packages are out of
//! reach.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use milepost_deliver::{Attachment, Channel, LetterKind, MailSecurity, Outcome};
use milepost_fetch::Secret;
use milepost_testkit::Authority;

use crate::sample::{deliver, letter, mail};

/// Keeps the first mail as a file, wants STARTTLS before all else and a login.
const SERVER: &str = r#"
import asyncio, email, email.policy, json, ssl, sys
from aiosmtpd.smtp import SMTP, AuthResult

chain, key, out, implicit = sys.argv[1:5]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(chain, key)

class Handler:
    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = [
            {"type": part.get_content_type(), "name": part.get_filename(), "text": part.get_content()}
            for part in mail.walk() if not part.is_multipart()
        ]
        kept = {
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "subject": mail["subject"],
            "id": mail["message-id"], "to_header": str(mail["to"]), "parts": parts, "tls": session.ssl is not None or implicit == "yes",
        }
        with open(out, "w") as file:
            json.dump(kept, file)
        return "250 kept"

def authenticate(server, session, envelope, mechanism, data):
    right = data.login == b"milepost" and data.password == b"a-pass-word-42"
    return AuthResult(success=right, handled=False)

async def main():
    loop = asyncio.get_running_loop()
    def factory():
        return SMTP(
            Handler(), authenticator=authenticate, auth_required=True,
            tls_context=None if implicit == "yes" else context, require_starttls=implicit != "yes",
            auth_require_tls=implicit != "yes",
        )
    server = await loop.create_server(factory, "127.0.0.1", 0, ssl=context if implicit == "yes" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"#;

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended cannot be killed.
        let _ended = self.0.kill();
        let _status = self.0.wait();
    }
}

/// A Python with `aiosmtpd`; `None` where there is none to be had.
fn python(folder: &Path) -> Option<PathBuf> {
    let run = |program: &Path, args: &[&str]| {
        let ended = Command::new(program)
            .args(args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        ended.is_ok_and(|status| status.success())
    };
    let system = PathBuf::from("python3");
    if run(&system, &["-c", "import aiosmtpd"]) {
        return Some(system);
    }
    let own = folder.join("python");
    let python = own.join("bin/python");
    let is_made = run(&system, &["-m", "venv", own.to_str()?]);
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--timeout",
        "20",
        "--retries",
        "1",
        "aiosmtpd==1.4.6",
    ];
    (is_made && run(&python, &install)).then_some(python)
}

#[tokio::test]
async fn a_real_mail_server_takes_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let Some(python) = python(folder.path()) else {
        eprintln!("skipped: no Python with aiosmtpd, and none to be installed from here");
        return;
    };
    let authority = Authority::new().unwrap();
    let (chain, key) = authority.chain_and_key_pem(&["localhost"]).unwrap();
    let file = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    };
    let (chain, key, script) = (
        file("chain.pem", &chain),
        file("key.pem", &key),
        file("server.py", SERVER),
    );
    for (implicit, security) in [("no", MailSecurity::StartTls), ("yes", MailSecurity::Implicit)] {
        let out = folder.path().join(format!("mail-{implicit}.json"));
        let child = Command::new(&python)
            .arg(&script)
            .args([&chain, &key, &out])
            .arg(implicit)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut server = Running(child);
        let mut port = String::new();
        BufReader::new(server.0.stdout.take().unwrap())
            .read_line(&mut port)
            .unwrap();
        let mut channel = mail(port.trim().parse().unwrap(), security);
        channel.extra_ca = vec![authority.root_pem()];
        let letter = letter(LetterKind::Report, "zh");
        let report = Attachment {
            name: "small-2026-03-01.zh.html".to_owned(),
            media: "text/html; charset=utf-8",
            bytes: "<!DOCTYPE html><p>报告</p>\n".into(),
        };
        channel.login = Some(("milepost".to_owned(), Secret::new("wrong-pass-word")));
        let wrong = deliver(&Channel::Mail(channel.clone()), &letter, vec![report.clone()]).await;
        assert!(matches!(wrong, Outcome::GiveUp { .. }), "{wrong:?}");
        channel.login = Some(("milepost".to_owned(), Secret::new("a-pass-word-42")));
        let right = deliver(&Channel::Mail(channel), &letter, vec![report]).await;
        assert_eq!(right, Outcome::Sent);
        let kept: serde_json::Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
        assert_eq!(kept["tls"], true);
        assert_eq!(kept["to"], serde_json::json!(["a@example.org", "b@example.org"]));
        assert!(
            kept["subject"]
                .as_str()
                .unwrap()
                .contains("截至2026-03-01的偏离报告"),
            "{kept}"
        );
        assert!(kept["to_header"].as_str().unwrap().contains("李四"), "{kept}");
        let parts = kept["parts"].as_array().unwrap();
        let types: Vec<&str> = parts.iter().map(|part| part["type"].as_str().unwrap()).collect();
        assert_eq!(types, ["text/plain", "text/html", "text/html"]);
        assert!(parts[0]["text"].as_str().unwrap().contains("落后指标"), "{kept}");
        assert_eq!(parts[2]["name"], "small-2026-03-01.zh.html");
        assert_eq!(parts[2]["text"], "<!DOCTYPE html><p>报告</p>\n");
    }
}

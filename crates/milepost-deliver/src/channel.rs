//! Where messages go: one set of parameters a channel. Whoever wires this crate up fills them from a configuration.

use std::path::PathBuf;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use milepost_fetch::{PostTarget, Secret};

/// One way to reach people or programs.
#[derive(Debug, Clone)]
pub enum Channel {
    /// Files in a folder.
    Folder(FolderChannel),
    /// An Atom feed in a file.
    Atom(AtomChannel),
    /// Signed JSON to an address.
    Webhook(WebhookChannel),
    /// A robot of a chat service.
    Chat(ChatChannel),
    /// Mail.
    Mail(MailChannel),
}

/// Files in a folder, each written whole: `<path>/<plan>/<day>/report.en.html`, `<path>/<plan>/<day>/<id>.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderChannel {
    /// The folder.
    pub path: PathBuf,
}

/// An Atom feed (RFC 4287) of the newest messages, written whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtomChannel {
    /// The file.
    pub path: PathBuf,
    /// The feed's title.
    pub title: String,
    /// Where reports can be read, such as the daemon's own page.
    pub link: Option<String>,
}

/// Where an HTTP message goes.
#[derive(Debug, Clone)]
pub struct HttpTarget {
    /// The address and whom to trust there.
    pub post: PostTarget,
    /// How the address is told to people: by the name of the variable or file it comes from, never as it is.
    pub shown: String,
}

/// Signed JSON: `docs/formats/delivery.md`.
#[derive(Debug, Clone)]
pub struct WebhookChannel {
    /// Where it goes.
    pub target: HttpTarget,
    /// What it is signed with; none sends it unsigned.
    pub secret: Option<Secret>,
}

/// A robot of a chat service.
#[derive(Debug, Clone)]
pub struct ChatChannel {
    /// The service.
    pub kind: ChatKind,
    /// Where it goes.
    pub target: HttpTarget,
    /// What it is signed with, where the robot asks for it (`DingTalk`, Feishu).
    pub secret: Option<Secret>,
}

/// A chat service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatKind {
    /// Slack, by an incoming webhook.
    Slack,
    /// Feishu (Lark), by a custom robot.
    Feishu,
    /// `DingTalk`, by a custom robot.
    Dingtalk,
    /// `WeCom`, by a group robot.
    Wecom,
}

/// Mail by SMTP.
#[derive(Debug, Clone)]
pub struct MailChannel {
    /// The mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: MailSecurity,
    /// Further certificates to trust, in PEM.
    pub extra_ca: Vec<String>,
    /// User and password.
    pub login: Option<(String, Secret)>,
    /// Who sends, such as `Milepost <milepost@example.org>`.
    pub from: String,
    /// Who receives.
    pub to: Vec<String>,
    /// Time for each step of the conversation.
    pub timeout: Duration,
}

/// How the connection to a mail server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailSecurity {
    /// In plain first, then STARTTLS; a server without it is refused.
    StartTls,
    /// TLS from the first byte.
    Implicit,
    /// None: for a relay on the same machine.
    None,
}

impl Channel {
    /// Returns the kind, as in configuration.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Folder(_) => "folder",
            Self::Atom(_) => "atom",
            Self::Webhook(_) => "webhook",
            Self::Chat(chat) => match chat.kind {
                ChatKind::Slack => "slack",
                ChatKind::Feishu => "feishu",
                ChatKind::Dingtalk => "dingtalk",
                ChatKind::Wecom => "wecom",
            },
            Self::Mail(_) => "smtp",
        }
    }

    /// Returns what must not appear in any text about the channel.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        match self {
            Self::Folder(_) | Self::Atom(_) => Vec::new(),
            Self::Webhook(webhook) => std::iter::once(&webhook.target.post.url)
                .chain(&webhook.secret)
                .cloned()
                .collect(),
            Self::Chat(chat) => std::iter::once(&chat.target.post.url)
                .chain(&chat.secret)
                .cloned()
                .collect(),
            Self::Mail(mail) => mail
                .login
                .iter()
                .flat_map(|(user, password)| mail_secrets(user, password))
                .collect(),
        }
    }
}

/// A password as it stands, and as SMTP sends it (RFC 4954): a server may repeat either.
fn mail_secrets(user: &str, password: &Secret) -> [Secret; 3] {
    let plain = password.expose().trim();
    [
        password.clone(),
        Secret::new(&STANDARD.encode(plain)),
        Secret::new(&STANDARD.encode(format!("\0{user}\0{plain}"))),
    ]
}

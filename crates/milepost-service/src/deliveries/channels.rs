//! Translates a configured delivery into the channel it names. Secrets are read here, each time one is needed: one that
//! is changed in its file holds at once.

use std::path::Path;
use std::time::Duration;

use milepost_config::{ChannelConfig, DeliveryConfig, HttpConfig, MailConfig, MailTls, SecretFrom};
use milepost_deliver::{
    AtomChannel, Channel, ChatChannel, ChatKind, FolderChannel, HttpTarget, MailChannel, MailSecurity,
    TemplateProblem, Templates, WebhookChannel,
};
use milepost_fetch::{AddressRange, PostTarget, Secret};

/// 10 s for connecting.
const CONNECT: Duration = Duration::from_secs(10);

/// 64 KiB: no secret is longer; a path that points elsewhere fills no memory.
const MAX_SECRET_BYTES: u64 = 64 * 1024;

/// Whether secrets are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Secrets {
    /// They are read; one that is missing is an error.
    Read,
    /// They are left empty: nothing will be sent.
    LeftOut,
}

/// Returns the channel of a delivery.
pub(super) fn channel(config: &DeliveryConfig, secrets: Secrets) -> Result<Channel, String> {
    let chat = |kind: ChatKind, http: &HttpConfig| {
        Ok(Channel::Chat(ChatChannel {
            kind,
            target: target(http, secrets)?,
            secret: signing_secret(http, secrets)?,
        }))
    };
    match &config.channel {
        ChannelConfig::Folder { path } => Ok(Channel::Folder(FolderChannel { path: path.clone() })),
        ChannelConfig::Atom { path, link } => Ok(Channel::Atom(AtomChannel {
            path: path.clone(),
            title: format!("Milepost: {}", config.id),
            link: link.clone(),
        })),
        ChannelConfig::Webhook(http) => Ok(Channel::Webhook(WebhookChannel {
            target: target(http, secrets)?,
            secret: signing_secret(http, secrets)?,
        })),
        ChannelConfig::Slack(http) => chat(ChatKind::Slack, http),
        ChannelConfig::Feishu(http) => chat(ChatKind::Feishu, http),
        ChannelConfig::Dingtalk(http) => chat(ChatKind::Dingtalk, http),
        ChannelConfig::Wecom(http) => chat(ChatKind::Wecom, http),
        ChannelConfig::Smtp(mail) => mail_channel(mail, secrets).map(Channel::Mail),
    }
}

/// Returns the templates of a delivery.
pub(super) fn templates(config: &DeliveryConfig) -> Result<Templates, TemplateProblem> {
    let Some(file) = &config.template else {
        return Ok(Templates::standard());
    };
    let text = std::fs::read_to_string(file).map_err(|error| TemplateProblem {
        file: file.display().to_string(),
        line: None,
        message: format!("cannot be read: {error}"),
    })?;
    Templates::parse(file, &text)
}

/// Says where messages go, without a secret.
pub(super) fn shown(config: &DeliveryConfig) -> String {
    match &config.channel {
        ChannelConfig::Folder { path } | ChannelConfig::Atom { path, .. } => path.display().to_string(),
        ChannelConfig::Webhook(http)
        | ChannelConfig::Slack(http)
        | ChannelConfig::Feishu(http)
        | ChannelConfig::Dingtalk(http)
        | ChannelConfig::Wecom(http) => named(&http.url),
        ChannelConfig::Smtp(mail) => {
            format!("{} by {}:{}", mail.to.join(", "), mail.host, mail.port)
        }
    }
}

/// The file with further certificate authorities, where one is named.
pub(super) fn extra_ca(file: Option<&Path>) -> Result<Vec<String>, String> {
    let read = |file: &Path| {
        std::fs::read_to_string(file).map_err(|error| format!("extra_ca {}: {error}", file.display()))
    };
    file.map(read).transpose().map(|text| text.into_iter().collect())
}

fn target(http: &HttpConfig, secrets: Secrets) -> Result<HttpTarget, String> {
    let allow_addresses = http
        .allow_addresses
        .iter()
        .map(|text| AddressRange::parse(text).map_err(|error| error.to_string()))
        .collect::<Result<_, _>>()?;
    Ok(HttpTarget {
        post: PostTarget {
            url: secret(&http.url, secrets)?,
            extra_ca: extra_ca(http.extra_ca.as_deref())?,
            allow_http: http.allow_http,
            allow_addresses,
            connect: CONNECT.min(http.timeout),
            total: http.timeout,
        },
        shown: named(&http.url),
    })
}

fn signing_secret(http: &HttpConfig, secrets: Secrets) -> Result<Option<Secret>, String> {
    http.secret.as_ref().map(|from| secret(from, secrets)).transpose()
}

fn mail_channel(mail: &MailConfig, secrets: Secrets) -> Result<MailChannel, String> {
    let login = mail
        .login
        .as_ref()
        .map(|(user, from)| secret(from, secrets).map(|password| (user.clone(), password)));
    Ok(MailChannel {
        host: mail.host.clone(),
        port: mail.port,
        security: match mail.tls {
            MailTls::StartTls => MailSecurity::StartTls,
            MailTls::Implicit => MailSecurity::Implicit,
            MailTls::None => MailSecurity::None,
        },
        extra_ca: extra_ca(mail.extra_ca.as_deref())?,
        login: login.transpose()?,
        from: mail.from.clone(),
        to: mail.to.clone(),
        timeout: mail.timeout,
    })
}

/// Names where a secret comes from.
pub(super) fn named(from: &SecretFrom) -> String {
    match from {
        SecretFrom::Env(name) => format!("${name}"),
        SecretFrom::File(file) => format!("the address in {}", file.display()),
        SecretFrom::Here(text) => text.clone(),
    }
}

fn secret(from: &SecretFrom, secrets: Secrets) -> Result<Secret, String> {
    if secrets == Secrets::LeftOut {
        return Ok(Secret::new(""));
    }
    read_secret(from)
}

/// Reads a secret.
pub(super) fn read_secret(from: &SecretFrom) -> Result<Secret, String> {
    match from {
        SecretFrom::Here(text) => Ok(Secret::new(text)),
        SecretFrom::Env(name) => match std::env::var(name) {
            Ok(text) if !text.trim().is_empty() => Ok(Secret::new(text.trim())),
            Ok(_) => Err(format!("the environment variable `{name}` is empty")),
            // Its content is not repeated, even where it is no text.
            Err(std::env::VarError::NotUnicode(_)) => {
                Err(format!("the environment variable `{name}` is no text"))
            }
            Err(std::env::VarError::NotPresent) => {
                Err(format!("the environment variable `{name}` is not set"))
            }
        },
        SecretFrom::File(file) => {
            let told = |what: String| format!("the secret file {}: {what}", file.display());
            let size = std::fs::metadata(file)
                .map_err(|error| told(error.to_string()))?
                .len();
            if size > MAX_SECRET_BYTES {
                return Err(told(format!("larger than {MAX_SECRET_BYTES} bytes")));
            }
            let text = std::fs::read_to_string(file).map_err(|error| told(error.to_string()))?;
            if text.trim().is_empty() {
                return Err(told("is empty".to_owned()));
            }
            Ok(Secret::new(text.trim()))
        }
    }
}

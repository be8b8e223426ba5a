//! Sends a composed message and says how it went. One try; when to try again is decided elsewhere.

use std::fmt::Write as _;

use milepost_fetch::{PostTarget, Secret, post};
use milepost_model::Timestamp;

use crate::answer::{Outcome, judge, judge_failure};
use crate::channel::{Channel, ChatChannel, ChatKind, WebhookChannel};
use crate::compose::Message;
use crate::letter::Letter;
use crate::{folder, mail, signature};

/// Sends a message. Every wait in it is bounded, every text it gives is free of secrets.
pub async fn send(channel: &Channel, letter: &Letter, message: Message, now: Timestamp) -> Outcome {
    let outcome = match (channel, message) {
        (Channel::Folder(_) | Channel::Atom(_), Message::Files(files)) => write(files).await,
        (Channel::Webhook(webhook), Message::Http { body }) => {
            let headers = webhook_headers(webhook, letter, &body, now);
            posted(channel, &webhook.target.post, headers, body, now).await
        }
        (Channel::Chat(chat), Message::Http { body }) => match signed(chat, body, now) {
            Ok((target, body)) => posted(channel, &target, vec![json_type()], body, now).await,
            Err(reason) => Outcome::give_up(reason),
        },
        (Channel::Mail(settings), Message::Mail(mail)) => mail::send(settings, mail).await,
        (_, Message::Files(_) | Message::Http { .. } | Message::Mail(_)) => {
            Outcome::give_up("bug: a message in the shape of another channel")
        }
    };
    outcome.without(&channel.secrets())
}

fn json_type() -> (String, String) {
    (
        "content-type".to_owned(),
        "application/json; charset=utf-8".to_owned(),
    )
}

/// The headers of a webhook: Standard Webhooks, <https://www.standardwebhooks.com>.
fn webhook_headers(
    webhook: &WebhookChannel,
    letter: &Letter,
    body: &str,
    now: Timestamp,
) -> Vec<(String, String)> {
    let timestamp = now.timestamp();
    let mut headers = vec![
        json_type(),
        (
            "user-agent".to_owned(),
            concat!("milepost/", env!("CARGO_PKG_VERSION")).to_owned(),
        ),
        ("webhook-id".to_owned(), letter.id.clone()),
        ("webhook-timestamp".to_owned(), timestamp.to_string()),
    ];
    if let Some(secret) = &webhook.secret {
        let signature = signature::webhook(secret.expose().trim(), &letter.id, timestamp, body);
        headers.push(("webhook-signature".to_owned(), signature));
    }
    headers
}

/// Signs a message for a chat robot: in the address (`DingTalk`) or in the body (Feishu).
fn signed(chat: &ChatChannel, body: String, now: Timestamp) -> Result<(PostTarget, String), String> {
    let mut target = chat.target.post.clone();
    let Some(secret) = &chat.secret else {
        return Ok((target, body));
    };
    let secret = secret.expose().trim();
    match chat.kind {
        ChatKind::Slack | ChatKind::Wecom => Ok((target, body)),
        ChatKind::Dingtalk => {
            let millis = now.timestamp_millis();
            let sign = percent_encoded(&signature::dingtalk(secret, millis));
            let url = target.url.expose().trim();
            let glue = if url.contains('?') { '&' } else { '?' };
            target.url = Secret::new(&format!("{url}{glue}timestamp={millis}&sign={sign}"));
            Ok((target, body))
        }
        ChatKind::Feishu => {
            let seconds = now.timestamp();
            let mut message: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&body)
                .map_err(|error| format!("bug: the message is no object: {error}"))?;
            message.insert("timestamp".to_owned(), seconds.to_string().into());
            message.insert("sign".to_owned(), signature::feishu(secret, seconds).into());
            Ok((target, serde_json::Value::Object(message).to_string()))
        }
    }
}

/// Escapes base64 for a query (RFC 3986).
fn percent_encoded(base64: &str) -> String {
    let mut out = String::new();
    for sign in base64.chars() {
        if sign.is_ascii_alphanumeric() {
            out.push(sign);
        } else {
            // Base64 is ASCII: one byte a sign. Writing to a text cannot fail.
            let _ = write!(out, "%{:02X}", u32::from(sign));
        }
    }
    out
}

async fn posted(
    channel: &Channel,
    target: &PostTarget,
    headers: Vec<(String, String)>,
    body: String,
    now: Timestamp,
) -> Outcome {
    match post(target, &headers, body.into_bytes(), now).await {
        Ok(answer) => judge(channel, &answer),
        Err(failure) => judge_failure(&failure),
    }
}

async fn write(files: Vec<(std::path::PathBuf, Vec<u8>)>) -> Outcome {
    let written = tokio::task::spawn_blocking(move || {
        files.iter().try_for_each(|(path, bytes)| {
            folder::write_whole(path, bytes)
                .map_err(|error| format!("cannot write {}: {error}", path.display()))
        })
    });
    match written.await {
        Ok(Ok(())) => Outcome::Sent,
        // A full disk is emptied, a share comes back.
        Ok(Err(reason)) => Outcome::retry(reason),
        Err(error) => Outcome::retry(format!("the writer broke off: {error}")),
    }
}

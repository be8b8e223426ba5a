//! What an answer means: delivered, to be tried again, or not to be tried again.

use std::time::Duration;

use milepost_fetch::{OutcomeClass, PostAnswer, PostFailure, Secret};
use serde_json::Value;

use crate::channel::{Channel, ChatKind};

/// Characters of another end's words that are kept.
const LONGEST_REASON: usize = 300;

/// How a try went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The other end took it.
    Sent,
    /// It may go later.
    Retry {
        /// What happened.
        reason: String,
        /// How long the other end asks to be left alone.
        after: Option<Duration>,
    },
    /// It will not go as it is: a person must act.
    GiveUp {
        /// What happened.
        reason: String,
    },
}

impl Outcome {
    pub(crate) fn retry(reason: impl Into<String>) -> Self {
        Self::Retry {
            reason: reason.into(),
            after: None,
        }
    }

    pub(crate) fn give_up(reason: impl Into<String>) -> Self {
        Self::GiveUp {
            reason: reason.into(),
        }
    }

    /// The same outcome with every secret taken out of its text: another end may repeat what it was sent.
    #[must_use]
    pub(crate) fn without(self, secrets: &[Secret]) -> Self {
        let clean = |reason: String| cut(&redacted(&reason, secrets));
        match self {
            Self::Sent => Self::Sent,
            Self::Retry { reason, after } => Self::Retry {
                reason: clean(reason),
                after,
            },
            Self::GiveUp { reason } => Self::GiveUp {
                reason: clean(reason),
            },
        }
    }
}

/// Takes out secrets, and the parts of an address that are secret: its path, its query, each value in it.
pub(crate) fn redacted(text: &str, secrets: &[Secret]) -> String {
    let mut text = text.to_owned();
    for secret in secrets {
        let whole = secret.expose().trim();
        let address = whole.split_once("://").map_or("", |(_, rest)| rest);
        let path = address.split_once('/').map_or("", |(_, path)| path);
        let parts = path.split(['/', '?', '&', '=', '#']);
        for part in [whole, address, path].into_iter().chain(parts) {
            // What is this short is a word of the address that everybody knows, such as `hooks` or `send`.
            let is_telling = part.len() >= 8 || part == whole;
            if is_telling && !part.is_empty() {
                text = text.replace(part, "(secret)");
            }
        }
    }
    text
}

fn cut(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect();
    let words: Vec<&str> = clean.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST_REASON).collect()
}

/// Judges the answer to a posted message.
pub(crate) fn judge(channel: &Channel, answer: &PostAnswer) -> Outcome {
    let told = String::from_utf8_lossy(&answer.body);
    let with_status = || format!("HTTP {}: {told}", answer.status);
    match answer.status {
        200..=299 => match channel {
            Channel::Chat(chat) => judge_chat(chat.kind, &told),
            Channel::Folder(_) | Channel::Atom(_) | Channel::Webhook(_) | Channel::Mail(_) => Outcome::Sent,
        },
        300..=399 => Outcome::give_up(format!(
            "HTTP {}: the address moved; redirects are not followed, set the new address",
            answer.status
        )),
        // RFC 9110; 425 from RFC 8470.
        408 | 425 | 429 | 500..=599 => Outcome::Retry {
            reason: with_status(),
            after: answer.retry_after,
        },
        _ => Outcome::give_up(with_status()),
    }
}

/// Chat services answer 200 and put the refusal into the body; Slack alone does not.
fn judge_chat(kind: ChatKind, told: &str) -> Outcome {
    let (code_key, busy): (&str, &[i64]) = match kind {
        ChatKind::Slack => return Outcome::Sent,
        // 9499: too many requests; 11232: create message trigger system frequency limit.
        ChatKind::Feishu => ("code", &[9_499, 11_232]),
        // -1: busy; 130101: sent too fast; 410100: the same, robots.
        ChatKind::Dingtalk => ("errcode", &[-1, 130_101, 410_100]),
        // -1: busy; 45009: too many calls.
        ChatKind::Wecom => ("errcode", &[-1, 45_009]),
    };
    let Ok(answer) = serde_json::from_str::<Value>(told) else {
        return Outcome::retry(format!("an answer that is no JSON: {told}"));
    };
    match answer.get(code_key).and_then(Value::as_i64) {
        Some(0) => Outcome::Sent,
        Some(code) if busy.contains(&code) => Outcome::retry(format!("busy: {told}")),
        Some(_) => Outcome::give_up(format!("refused: {told}")),
        None => Outcome::retry(format!("an answer without `{code_key}`: {told}")),
    }
}

/// Judges why there was no answer.
pub(crate) fn judge_failure(failure: &PostFailure) -> Outcome {
    match failure.class {
        // The address or the settings are wrong: only a person mends them.
        OutcomeClass::Refused => Outcome::give_up(&failure.reason),
        // Certificates are renewed; a network comes back.
        OutcomeClass::New
        | OutcomeClass::SameText
        | OutcomeClass::SameBytes
        | OutcomeClass::NotModified
        | OutcomeClass::Gone
        | OutcomeClass::Blocked
        | OutcomeClass::Transient
        | OutcomeClass::Tls
        | OutcomeClass::TooLarge
        | OutcomeClass::BadContent => Outcome::retry(format!("{}: {}", failure.class, failure.reason)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_repeats_the_address_shows_no_part_of_it() {
        let url = Secret::new("https://oapi.example.com/robot/send?access_token=abcdef0123456789");
        let told = "no route /robot/send?access_token=abcdef0123456789 (abcdef0123456789)";
        let clean = redacted(told, &[url]);
        assert!(!clean.contains("abcdef0123456789"), "{clean}");
    }

    #[track_caller]
    fn check(kind: ChatKind, told: &str, is_sent: bool, is_tried_again: bool) {
        let outcome = judge_chat(kind, told);
        assert_eq!(outcome == Outcome::Sent, is_sent, "{told}");
        assert_eq!(matches!(outcome, Outcome::Retry { .. }), is_tried_again, "{told}");
    }

    #[test]
    fn a_refusal_with_status_200_is_a_refusal() {
        check(ChatKind::Dingtalk, r#"{"errcode":0,"errmsg":"ok"}"#, true, false);
        check(
            ChatKind::Dingtalk,
            r#"{"errcode":310000,"errmsg":"sign not match"}"#,
            false,
            false,
        );
        check(
            ChatKind::Dingtalk,
            r#"{"errcode":130101,"errmsg":"send too fast"}"#,
            false,
            true,
        );
        check(
            ChatKind::Wecom,
            r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#,
            false,
            false,
        );
        check(
            ChatKind::Wecom,
            r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#,
            false,
            true,
        );
        check(
            ChatKind::Feishu,
            r#"{"code":0,"msg":"success","data":{}}"#,
            true,
            false,
        );
        check(
            ChatKind::Feishu,
            r#"{"code":19021,"msg":"sign match fail"}"#,
            false,
            false,
        );
        check(
            ChatKind::Feishu,
            r#"{"code":11232,"msg":"frequency limited"}"#,
            false,
            true,
        );
        check(ChatKind::Feishu, "<html>gateway</html>", false, true);
        check(ChatKind::Slack, "ok", true, false);
    }
}

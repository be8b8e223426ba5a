//! The message shapes of chat services, each within what the service takes.

use milepost_model::Language;
use serde_json::{Value, json};

use crate::channel::ChatKind;
use crate::escape::Markup;
use crate::phrases;
use crate::templates::Words;

/// The markup that a service's messages are written in.
pub(crate) const fn markup(kind: ChatKind) -> Markup {
    match kind {
        ChatKind::Slack => Markup::Slack,
        // Its rich text is made of plain runs.
        ChatKind::Feishu => Markup::Plain,
        ChatKind::Dingtalk | ChatKind::Wecom => Markup::Markdown,
    }
}

/// Slack takes 150 characters of a header: <https://docs.slack.dev/reference/block-kit/blocks/header-block/>.
const SLACK_HEADER_CHARS: usize = 150;
/// Slack takes 3,000 characters of a section: <https://docs.slack.dev/reference/block-kit/blocks/section-block/>.
const SLACK_SECTION_BYTES: usize = 2_900;
/// 10 sections of the 50 blocks that Slack takes: nobody reads more in a chat.
const SLACK_SECTIONS: usize = 10;
/// Feishu takes 20 KB of a request: <https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot>.
const FEISHU_BYTES: usize = 12_000;
/// `DingTalk` takes 20,000 bytes: <https://open.dingtalk.com/document/robots/custom-robot-access>.
const DINGTALK_BYTES: usize = 15_000;
/// `WeCom` takes 4,096 bytes of Markdown: <https://developer.work.weixin.qq.com/document/path/91770>.
const WECOM_BYTES: usize = 4_000;

/// Returns the JSON of a message.
pub(crate) fn body(kind: ChatKind, words: &Words, language: Language) -> Value {
    match kind {
        ChatKind::Slack => slack(words, language),
        ChatKind::Feishu => feishu(words, language),
        ChatKind::Dingtalk => {
            let text = cut(&words.body, DINGTALK_BYTES, language);
            // One newline is none in its Markdown.
            let text = text.replace('\n', "  \n");
            let title = &words.subject;
            json!({ "msgtype": "markdown", "markdown": { "title": title, "text": format!("### {}\n\n{text}", plain(title)) } })
        }
        ChatKind::Wecom => {
            let head = format!("**{}**\n", plain(&words.subject));
            let text = cut(&words.body, WECOM_BYTES.saturating_sub(head.len()), language);
            json!({ "msgtype": "markdown", "markdown": { "content": format!("{head}{text}") } })
        }
    }
}

fn plain(subject: &str) -> String {
    crate::escape::escaped(subject, Markup::Markdown)
}

fn slack(words: &Words, language: Language) -> Value {
    let header: String = words.subject.chars().take(SLACK_HEADER_CHARS).collect();
    let mut blocks = vec![json!({ "type": "header", "text": { "type": "plain_text", "text": header } })];
    let text = cut(
        &words.body,
        SLACK_SECTION_BYTES.saturating_mul(SLACK_SECTIONS),
        language,
    );
    for section in sections(&text, SLACK_SECTION_BYTES) {
        blocks.push(json!({ "type": "section", "text": { "type": "mrkdwn", "text": section } }));
    }
    // `text` is what a notification shows.
    let notice = crate::escape::escaped(&words.subject, Markup::Slack);
    json!({ "text": notice, "blocks": blocks })
}

fn feishu(words: &Words, language: Language) -> Value {
    let text = cut(&words.body, FEISHU_BYTES, language);
    let lines: Vec<Value> = text
        .lines()
        .map(|line| json!([{ "tag": "text", "text": line }]))
        .collect();
    let key = match language {
        Language::En => "en_us",
        Language::Zh => "zh_cn",
    };
    json!({ "msg_type": "post", "content": { "post": { key: { "title": words.subject, "content": lines } } } })
}

/// Cuts a text to so many bytes, by whole lines, and says how many are left out.
fn cut(text: &str, most: usize, language: Language) -> String {
    /// The words that stand for what is left out.
    const ROOM: usize = 100;
    if text.len() <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(ROOM);
    let mut kept = String::new();
    let mut lines = text.lines();
    let mut left = lines.clone().count();
    for line in lines.by_ref() {
        let would_be = kept.len().saturating_add(line.len()).saturating_add(1);
        if would_be > room {
            break;
        }
        kept.push_str(line);
        kept.push('\n');
        left = left.saturating_sub(1);
    }
    kept + &phrases::left_out(left, language)
}

/// Splits a text into pieces of at most so many bytes, between lines where it can.
fn sections(text: &str, most: usize) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    for line in text.lines() {
        let mut rest = line;
        loop {
            let room = most.saturating_sub(piece.len()).saturating_sub(1);
            if rest.len() <= room {
                piece.push_str(rest);
                piece.push('\n');
                break;
            }
            if !piece.is_empty() {
                pieces.push(std::mem::take(&mut piece));
                continue;
            }
            // One line longer than a piece: between two characters.
            let at = (0..=room)
                .rev()
                .find(|at| rest.is_char_boundary(*at))
                .unwrap_or(0);
            let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
            pieces.push(head.to_owned());
            rest = tail;
        }
    }
    if !piece.trim().is_empty() {
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(body: &str) -> Words {
        Words {
            subject: "Plan <x>: 3 changes".to_owned(),
            body: body.to_owned(),
            html: String::new(),
        }
    }

    #[test]
    fn each_service_gets_its_own_shape() {
        let words = words("a\nb");
        assert_eq!(
            body(ChatKind::Slack, &words, Language::En),
            json!({ "text": "Plan &lt;x&gt;: 3 changes", "blocks": [
                { "type": "header", "text": { "type": "plain_text", "text": "Plan <x>: 3 changes" } },
                { "type": "section", "text": { "type": "mrkdwn", "text": "a\nb\n" } },
            ] })
        );
        assert_eq!(
            body(ChatKind::Feishu, &words, Language::Zh),
            json!({ "msg_type": "post", "content": { "post": { "zh_cn": { "title": "Plan <x>: 3 changes",
                "content": [[{ "tag": "text", "text": "a" }], [{ "tag": "text", "text": "b" }]] } } } })
        );
        assert_eq!(
            body(ChatKind::Dingtalk, &words, Language::Zh),
            json!({ "msgtype": "markdown", "markdown": { "title": "Plan <x>: 3 changes",
                "text": "### Plan ＜x＞: 3 changes\n\na  \nb" } })
        );
        assert_eq!(
            body(ChatKind::Wecom, &words, Language::Zh),
            json!({ "msgtype": "markdown", "markdown": { "content": "**Plan ＜x＞: 3 changes**\na\nb" } })
        );
    }

    #[test]
    fn no_message_is_larger_than_its_service_takes() {
        let long =
            "- 货物进出口总额：由“正常”变为“落后”，差距继续扩大\n".repeat(2_000) + &"长".repeat(20_000);
        let words = words(&long);
        let wecom = body(ChatKind::Wecom, &words, Language::Zh);
        let content = wecom["markdown"]["content"].as_str().unwrap();
        assert!(
            content.len() <= 4_096 && content.contains("另有"),
            "{}",
            content.len()
        );
        for (kind, most) in [(ChatKind::Feishu, 20_000), (ChatKind::Dingtalk, 20_000)] {
            let message = body(kind, &words, Language::Zh).to_string();
            assert!(message.len() <= most, "{kind:?} {}", message.len());
        }
        let slack = body(ChatKind::Slack, &words, Language::Zh);
        let blocks = slack["blocks"].as_array().unwrap();
        assert!(blocks.len() <= 50);
        for block in blocks {
            assert!(block["text"]["text"].as_str().unwrap().chars().count() <= 3_000);
        }
    }

    #[test]
    fn one_endless_line_is_split_between_characters() {
        let pieces = sections(&"长".repeat(3_000), 2_900);
        assert!(pieces.iter().all(|piece| piece.len() <= 2_900));
        assert_eq!(pieces.concat().trim_end(), "长".repeat(3_000));
    }
}

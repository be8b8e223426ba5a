//! How words from outside are made harmless in each channel's markup. What a site or a plan wrote must not become a
//! link, a mention or a heading in somebody's chat.

use std::fmt::Write as _;

/// The markup that values are put into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Markup {
    /// None: mail as text, subjects, rich text made of plain runs.
    Plain,
    /// HTML.
    Html,
    /// Slack's mrkdwn: <https://docs.slack.dev/messaging/formatting-message-text/>.
    Slack,
    /// The Markdown subset of `DingTalk` and `WeCom`, neither of which documents an escape.
    Markdown,
}

/// Returns a value as it may stand in a markup.
pub(crate) fn escaped(text: &str, markup: Markup) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match (markup, sign) {
            // Controls, and the signs that turn the direction of what follows.
            (_, '\n' | '\t') => out.push(' '),
            (_, sign) if sign.is_control() || is_turning(sign) => {}
            (Markup::Html | Markup::Slack, '&') => out.push_str("&amp;"),
            (Markup::Html | Markup::Slack, '<') => out.push_str("&lt;"),
            (Markup::Html | Markup::Slack, '>') => out.push_str("&gt;"),
            (Markup::Html, '"' | '\'') => {
                // Writing to a text cannot fail.
                let _ = write!(out, "&#{};", u32::from(sign));
            }
            // Without an escape, the full-width form reads the same and means nothing.
            (Markup::Markdown, '[' | ']' | '<' | '>' | '*' | '`' | '#' | '@' | '!' | '\\') => {
                out.push(full_width(sign));
            }
            (_, sign) => out.push(sign),
        }
    }
    out
}

/// The bidirectional controls of Unicode (UAX 9).
const fn is_turning(sign: char) -> bool {
    matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The full-width form of an ASCII sign stands 0xFEE0 further on.
fn full_width(sign: char) -> char {
    u32::from(sign)
        .checked_add(0xFEE0)
        .and_then(char::from_u32)
        .unwrap_or(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "[click](http://evil.example) <!channel> **x** \u{202e}abc\u{7} & \"q\"\n# h";

    #[track_caller]
    fn check(markup: Markup, expected: &str) {
        assert_eq!(escaped(HOSTILE, markup), expected);
    }

    #[test]
    fn nothing_from_outside_becomes_markup() {
        check(
            Markup::Plain,
            "[click](http://evil.example) <!channel> **x** abc & \"q\" # h",
        );
        check(
            Markup::Html,
            "[click](http://evil.example) &lt;!channel&gt; **x** abc &amp; &#34;q&#34; # h",
        );
        check(
            Markup::Slack,
            "[click](http://evil.example) &lt;!channel&gt; **x** abc &amp; \"q\" # h",
        );
        check(
            Markup::Markdown,
            "［click］(http://evil.example) ＜！channel＞ ＊＊x＊＊ abc & \"q\" ＃ h",
        );
    }
}

//! Makes foreign text harmless in HTML: quotes, titles, addresses and reasons come from pages nobody here wrote.

use std::fmt::Write as _;

/// Appends the text so that it shows as itself, in element content and in double-quoted attributes.
///
/// Control characters and the ones that turn the direction of writing become `U+FFFD`: they could make a figure
/// read as another one.
pub(crate) fn push(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' | '\r' => out.push(' '),
            character if is_deceptive(character) => out.push('\u{fffd}'),
            character => out.push(character),
        }
    }
}

/// Returns the escaped text.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    push(&mut out, text);
    out
}

/// Tells whether a character does something to its neighbours instead of showing itself.
pub(crate) const fn is_deceptive(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        | '\u{fffe}' | '\u{ffff}')
}

/// Returns the address where it may become a link: `http`, `https` or `file`, without blanks or control characters.
pub(crate) fn link_target(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let is_known = ["http", "https", "file"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    let is_clean = !rest.is_empty()
        && !rest
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || is_deceptive(c));
    (is_known && is_clean).then_some(url)
}

/// Appends a link on the escaped `text`, or the text alone where the address may not become a link.
pub(crate) fn push_link(out: &mut String, url: &str, text: &str) {
    match link_target(url) {
        Some(target) => {
            // Writing to a text cannot fail.
            let _ = write!(
                out,
                "<a href=\"{}\" rel=\"noopener noreferrer\">{}</a>",
                escaped(target),
                escaped(text)
            );
        }
        None => push(out, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_shows_as_itself() {
        assert_eq!(
            escaped("<b a=\"1\" b='2'>&"),
            "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;"
        );
    }

    #[test]
    fn text_that_turns_figures_round_is_marked() {
        assert_eq!(escaped("\u{202e}12.5\u{0}"), "\u{fffd}12.5\u{fffd}");
    }

    #[test]
    fn only_web_and_file_addresses_become_links() {
        for good in [
            "http://a.example/x?y=1&z",
            "HTTPS://a.example/",
            "file:///srv/x.pdf",
        ] {
            assert_eq!(link_target(good), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "javascript://a.example/%0aalert(1)",
            "data:text/html,x",
            " https://a.example",
            "https://",
            "https://a b",
            "vbscript://x",
            "//a.example",
            "",
            "https://a\u{202e}b",
            "ht\ntps://a",
        ] {
            assert_eq!(link_target(bad), None, "{bad:?}");
        }
        let mut out = String::new();
        push_link(&mut out, "https://a.example/\"onmouseover=alert(1)", "<i>");
        assert_eq!(
            out,
            "<a href=\"https://a.example/&quot;onmouseover=alert(1)\" rel=\"noopener noreferrer\">&lt;i&gt;</a>"
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_opens_a_tag_or_ends_an_attribute(text in ".*") {
            proptest::prop_assert!(!escaped(&text).contains(['<', '>', '"', '\'']));
        }
    }
}

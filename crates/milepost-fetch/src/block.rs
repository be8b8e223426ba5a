//! Tells a site's content from what it sends in its place: challenges, captchas, notices, empty shells. By status,
//! then by the look of the page. Nothing is got around; the operator is told.

use crate::outcome::{BlockKind, Outcome, OutcomeClass};
use crate::page_scan::{PageScan, tidy};

/// A page with at least this many visible characters is content, whatever words stand in it; official bulletins
/// that speak of captchas or of pages not found are longer.
pub(crate) const MAX_NOTICE_CHARS: usize = 800;

/// Below this many visible characters, a page that runs scripts is a shell.
pub(crate) const MIN_SHELL_CHARS: usize = 40;

/// Judges the status of an answer with a body; `None` where the body decides.
pub(crate) fn by_status(status: u16, body_start: &str) -> Option<Outcome> {
    let has_script = body_start.to_ascii_lowercase().contains("<script");
    match status {
        200 | 203 => None,
        404 | 410 => Some(Outcome::because(OutcomeClass::Gone, format!("status {status}"))),
        // Seen in front of customs and statistics sites: a script that sets a cookie and asks again.
        202 | 412 | 521 if has_script => Some(Outcome::blocked(
            BlockKind::Challenge,
            format!("status {status} with a script to be run"),
        )),
        202 | 204 | 205 | 206 => Some(Outcome::blocked(BlockKind::Short, format!("status {status}"))),
        300..=399 => Some(Outcome::because(
            OutcomeClass::BadContent,
            format!("status {status} without a place to go"),
        )),
        _ => Some(Outcome::blocked(BlockKind::Status, format!("status {status}"))),
    }
}

/// Judges the look of a page sent with status 200.
pub(crate) fn by_page(bytes: usize, page: &PageScan, min_page_bytes: usize) -> Option<Outcome> {
    if bytes == 0 {
        return Some(Outcome::blocked(BlockKind::Short, "empty answer"));
    }
    if page.visible_chars >= MAX_NOTICE_CHARS {
        return None;
    }
    let visible = page.visible.to_lowercase();
    let title = page.title.to_lowercase();
    let says = |words: &'static [&'static str]| -> Option<&'static str> {
        words
            .iter()
            .find(|word| visible.contains(**word) || title.contains(**word))
            .copied()
    };
    let fields = page.fields.to_lowercase();
    let asks_captcha = ["captcha", "验证码", "yzm", "verifycode", "geetest"]
        .iter()
        .any(|mark| fields.contains(mark));
    if asks_captcha || says(CAPTCHA_WORDS).is_some() {
        return Some(Outcome::blocked(
            BlockKind::Captcha,
            "the page asks for a captcha",
        ));
    }
    if let Some(word) = NOT_FOUND_WORDS.iter().find(|word| title.contains(**word)) {
        return Some(Outcome::blocked(
            BlockKind::NotFoundPage,
            format!("status 200, yet its title says `{word}`"),
        ));
    }
    let scripts = page.scripts.concat().to_lowercase();
    let sets_cookie = scripts.contains("document.cookie") && scripts.contains("location");
    let asks_scripts = asks_for_scripts(&page.noscript) || says(SCRIPT_WORDS).is_some();
    if sets_cookie && page.visible_chars < MIN_SHELL_CHARS {
        return Some(Outcome::blocked(
            BlockKind::Challenge,
            "a script sets a cookie and loads the page again",
        ));
    }
    if asks_scripts && page.visible_chars < MAX_NOTICE_CHARS / 4 {
        return Some(Outcome::blocked(BlockKind::ScriptShell, "the page wants scripts"));
    }
    if page.has_scripts && page.visible_chars < MIN_SHELL_CHARS {
        return Some(Outcome::blocked(
            BlockKind::ScriptShell,
            format!("scripts and {} characters of text", page.visible_chars),
        ));
    }
    if let Some(word) = says(NOTICE_WORDS) {
        return Some(Outcome::blocked(
            BlockKind::Notice,
            format!("the page says `{word}`"),
        ));
    }
    if page.visible_chars < MAX_NOTICE_CHARS / 4
        && let Some(word) = NOT_FOUND_WORDS.iter().find(|word| visible.contains(**word))
    {
        return Some(Outcome::blocked(
            BlockKind::NotFoundPage,
            format!("status 200, yet the page says `{word}`"),
        ));
    }
    (bytes < min_page_bytes).then(|| {
        Outcome::blocked(
            BlockKind::Short,
            format!(
                "{bytes} bytes, `{}`",
                tidy(&page.visible).chars().take(60).collect::<String>()
            ),
        )
    })
}

/// Says whether a page of HTML was cut off on the way: it opens a document, never closes it, and ends in the middle
/// of a text or a tag. Where the length was not even announced, a document that never closes is enough.
pub(crate) fn is_cut_off(html: &str, length_was_announced: bool) -> bool {
    let start = html
        .as_bytes()
        .get(..4096)
        .unwrap_or(html.as_bytes())
        .to_ascii_lowercase();
    let has = |text: &[u8], mark: &[u8]| text.windows(mark.len()).any(|window| window == mark);
    if !has(&start, b"<html") && !has(&start, b"<!doctype html") {
        return false;
    }
    let from = html.len().saturating_sub(4096);
    let tail = html
        .as_bytes()
        .get(from..)
        .unwrap_or_default()
        .to_ascii_lowercase();
    let closes = has(&tail, b"</html") || has(&tail, b"</body");
    !closes && (!length_was_announced || !tail.trim_ascii_end().ends_with(b">"))
}

fn asks_for_scripts(noscript: &str) -> bool {
    let noscript = noscript.to_lowercase();
    [
        "enable javascript",
        "javascript is required",
        "启用javascript",
        "开启javascript",
        "启用 javascript",
        "javascript",
    ]
    .iter()
    .any(|word| noscript.contains(word))
}

const CAPTCHA_WORDS: &[&str] = &[
    "captcha",
    "请输入验证码",
    "完成验证",
    "滑动验证",
    "拖动滑块",
    "人机验证",
    "安全验证",
    "verify you are human",
    "are you a robot",
];

const SCRIPT_WORDS: &[&str] = &[
    "请开启javascript",
    "请启用javascript",
    "enable javascript",
    "开启javascript并刷新",
];

const NOT_FOUND_WORDS: &[&str] = &[
    "404",
    "页面不存在",
    "页面未找到",
    "找不到页面",
    "您访问的页面",
    "页面已删除",
    "内容不存在",
    "文章不存在",
    "信息不存在",
    "该信息已被删除",
    "page not found",
    "not found",
];

const NOTICE_WORDS: &[&str] = &[
    "访问过于频繁",
    "访问频繁",
    "请求过于频繁",
    "操作频繁",
    "访问被拒绝",
    "访问受限",
    "禁止访问",
    "拦截",
    "您的访问请求可能",
    "web应用防火墙",
    "access denied",
    "too many requests",
    "request blocked",
    "forbidden",
    "系统维护",
    "服务暂不可用",
    "under maintenance",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page_scan::scan;

    #[track_caller]
    fn check(html: &str, kind: Option<BlockKind>) {
        let found = by_page(html.len(), &scan(html), 600);
        assert_eq!(
            found.as_ref().and_then(|outcome| outcome.block),
            kind,
            "{found:?}"
        );
    }

    fn long(text: &str) -> String {
        let words = "全市经济运行总体平稳，各项指标保持在合理区间。".repeat(60);
        format!("<html><head><title>统计公报</title></head><body><p>{words}{text}</p></body></html>")
    }

    #[test]
    fn a_bulletin_is_no_block_whatever_words_it_holds() {
        check(&long(""), None);
        check(&long("网站访问过于频繁、验证码、404、拦截"), None);
    }

    #[test]
    fn a_page_of_moderate_length_is_content() {
        let text = "前三季度全市地区生产总值稳步增长。".repeat(20);
        check(&format!("<html><body><p>{text}</p></body></html>"), None);
    }

    #[test]
    fn what_stands_in_place_of_content_is_a_block() {
        let pad = "<!-- padding -->".repeat(50);
        for (html, kind) in [
            ("", BlockKind::Short),
            ("<html><body>ok</body></html>", BlockKind::Short),
            (
                "<form><input id=captcha_code><img src=/yzm.jsp></form>",
                BlockKind::Captcha,
            ),
            ("<p>请拖动滑块完成验证</p>", BlockKind::Captcha),
            (
                "<title>404 Not Found</title><p>sorry</p>",
                BlockKind::NotFoundPage,
            ),
            ("<p>您访问的页面不存在或已删除</p>", BlockKind::NotFoundPage),
            (
                "<script>document.cookie='a=1';location.reload()</script>",
                BlockKind::Challenge,
            ),
            (
                "<noscript>Please enable JavaScript</noscript><div id=app></div>",
                BlockKind::ScriptShell,
            ),
            (
                "<div id=app></div><script src=/app.js></script>",
                BlockKind::ScriptShell,
            ),
            ("<h1>Access Denied</h1>", BlockKind::Notice),
            ("<p>您的访问过于频繁，请稍后再试</p>", BlockKind::Notice),
        ] {
            if html.is_empty() {
                check(html, Some(kind));
            } else {
                check(
                    &format!("{html}{}", if kind == BlockKind::Short { "" } else { &pad }),
                    Some(kind),
                );
            }
        }
    }

    #[test]
    fn statuses_are_told_apart() {
        let class = |status, body| by_status(status, body).map(|outcome| (outcome.class, outcome.block));
        assert_eq!(class(200, ""), None);
        assert_eq!(class(404, ""), Some((OutcomeClass::Gone, None)));
        assert_eq!(
            class(412, "<script>x</script>"),
            Some((OutcomeClass::Blocked, Some(BlockKind::Challenge)))
        );
        assert_eq!(
            class(412, ""),
            Some((OutcomeClass::Blocked, Some(BlockKind::Status)))
        );
        assert_eq!(
            class(403, ""),
            Some((OutcomeClass::Blocked, Some(BlockKind::Status)))
        );
        assert_eq!(
            class(204, ""),
            Some((OutcomeClass::Blocked, Some(BlockKind::Short)))
        );
    }

    #[test]
    fn a_page_that_ends_in_the_middle_is_cut_off() {
        assert!(is_cut_off("<html><body><p>全市总量达7154", true));
        assert!(is_cut_off("<html><body><p>全市总量</p>", false));
        assert!(!is_cut_off("<html><body><p>全市总量</p>", true));
        assert!(!is_cut_off("<html><body><p>全市总量</body></html>", false));
        assert!(!is_cut_off("<p>a fragment that opens no document", false));
    }
}

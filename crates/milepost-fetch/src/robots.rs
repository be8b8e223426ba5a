//! robots.txt: what it says, by RFC 9309, with the widely used `Crawl-delay`. Reading only; asking for it is elsewhere.

use std::time::Duration;

/// 500 KiB: RFC 9309 section 2.5 asks crawlers to read at least this much; the rest is cut off.
pub(crate) const MAX_ROBOTS_BYTES: usize = 500 * 1024;

/// A path or pattern longer than this is matched by its start only.
const MAX_PATTERN_BYTES: usize = 2048;

/// The rules of one robots.txt that concern one crawler.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Robots {
    rules: Vec<Rule>,
    crawl_delay: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allows: bool,
    pattern: String,
}

#[derive(Debug, Default)]
struct Group {
    rules: Vec<Rule>,
    crawl_delay: Option<Duration>,
}

impl Robots {
    /// Reads the rules for a crawler named `agent`: its own groups where there are any, else those for `*`.
    pub(crate) fn parse(bytes: &[u8], agent: &str) -> Self {
        let bytes = bytes.get(..MAX_ROBOTS_BYTES).unwrap_or(bytes);
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}');
        let (mut own, mut general) = (Group::default(), Group::default());
        let (mut has_own, mut in_own, mut in_general) = (false, false, false);
        // Agent lines in a row share the group that follows.
        let mut naming = false;
        for line in text.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" | "useragent" => {
                    if !naming {
                        (in_own, in_general) = (false, false);
                        naming = true;
                    }
                    in_own |= names(value, agent);
                    in_general |= value == "*";
                    has_own |= in_own;
                }
                "allow" | "disallow" => {
                    naming = false;
                    // An empty Disallow forbids nothing.
                    if !value.is_empty() {
                        let rule = Rule {
                            allows: key == "allow",
                            pattern: normal(value),
                        };
                        if in_own {
                            own.rules.push(rule.clone());
                        }
                        if in_general {
                            general.rules.push(rule);
                        }
                    }
                }
                "crawl-delay" => {
                    naming = false;
                    let delay = value
                        .parse::<f64>()
                        .ok()
                        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
                    if in_own {
                        own.crawl_delay = delay.or(own.crawl_delay);
                    }
                    if in_general {
                        general.crawl_delay = delay.or(general.crawl_delay);
                    }
                }
                // Other lines, such as Sitemap, belong to no group and end none (RFC 9309 section 2.2.4).
                _ => {}
            }
        }
        let group = if has_own { own } else { general };
        Self {
            rules: group.rules,
            crawl_delay: group.crawl_delay,
        }
    }

    /// Says whether a path with its query may be fetched: the longest matching rule wins, `Allow` where two are
    /// equally long.
    pub(crate) fn allows(&self, path_and_query: &str) -> bool {
        let path = normal(path_and_query);
        if path == "/robots.txt" {
            return true;
        }
        self.rules
            .iter()
            .filter(|rule| matches(&rule.pattern, &path))
            .max_by_key(|rule| (rule.pattern.len(), rule.allows))
            .is_none_or(|rule| rule.allows)
    }

    /// Returns how many bytes it takes, roughly.
    pub(crate) fn weight(&self) -> usize {
        self.rules
            .iter()
            .map(|rule| rule.pattern.len().saturating_add(32))
            .fold(64, usize::saturating_add)
    }

    /// Returns the pause that the site asks for.
    pub(crate) fn crawl_delay(&self) -> Option<Duration> {
        self.crawl_delay
    }
}

/// Says whether a User-agent line names the crawler: the product token alone counts, in any case.
fn names(value: &str, agent: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphabetic() || c == '_' || c == '-';
    let token = value.split(|c| !is_token(c)).next().unwrap_or_default();
    !token.is_empty() && token.eq_ignore_ascii_case(agent)
}

/// Brings paths to one form: non-ASCII is percent-encoded, escapes of unreserved characters are taken off, hexadecimal
/// digits are upper case (RFC 9309 section 2.2.2).
fn normal(path: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let bytes = path.as_bytes();
    let bytes = bytes.get(..MAX_PATTERN_BYTES).unwrap_or(bytes);
    let mut cleaned = String::with_capacity(bytes.len());
    let escape = |byte: u8, cleaned: &mut String| {
        cleaned.push('%');
        for nibble in [byte >> 4, byte & 15] {
            cleaned.push(HEX.get(usize::from(nibble)).copied().map_or('0', char::from));
        }
    };
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let escaped = match (byte, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        match escaped {
            Some(value) => {
                rest = after.get(2..).unwrap_or_default();
                if value.is_ascii_alphanumeric() || matches!(value, b'-' | b'.' | b'_' | b'~') {
                    cleaned.push(char::from(value));
                } else {
                    escape(value, &mut cleaned);
                }
            }
            None if byte.is_ascii_graphic() => cleaned.push(char::from(byte)),
            None => escape(byte, &mut cleaned),
        }
    }
    cleaned
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// Matches a pattern with `*` and a closing `$` against the start of a path. Leftmost search of each part is enough,
/// for parts stand in order; so the time is linear.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, is_anchored) = match pattern.strip_suffix('$') {
        Some(open) => (open, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        if let Some(part) = last.replace(part) {
            match rest.split_once(part) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
    }
    match last {
        Some(part) if is_anchored => rest.ends_with(part),
        Some(part) => rest.contains(part),
        None => !is_anchored || rest.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, path: &str, allowed: bool) {
        let robots = Robots::parse(text.as_bytes(), "Milepost");
        assert_eq!(robots.allows(path), allowed, "{path} under {text:?}");
    }

    #[test]
    fn the_longest_rule_wins_and_allow_wins_a_tie() {
        let text = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /t\nAllow: /t\n";
        check(text, "/a/x", false);
        check(text, "/a/b/c", true);
        check(text, "/t", true);
        check(text, "/z", true);
    }

    #[test]
    fn our_own_group_replaces_the_general_one() {
        let text =
            "User-agent: *\nDisallow: /\n\nUser-agent: Other\nUser-agent: milepost/1.0\nDisallow: /x\n";
        check(text, "/y", true);
        check(text, "/x", false);
        check(
            "user-agent: milepost\ndisallow: /a\nuser-agent: *\ndisallow: /b\nuser-agent: Milepost\ndisallow: /c",
            "/c",
            false,
        );
    }

    #[test]
    fn stars_and_the_anchor_work() {
        let text =
            "User-agent: *\nDisallow: /*.pdf$\nDisallow: /a*b*c\nDisallow: /q?\nDisallow: /*/private\n";
        check(text, "/x/y.pdf", false);
        check(text, "/x/y.pdf?v=1", true);
        check(text, "/axxbxxc", false);
        check(text, "/axxc", true);
        check(text, "/q?page=1", false);
        check(text, "/m/private/1", false);
        check("User-agent: *\nDisallow: /$", "/", false);
        check("User-agent: *\nDisallow: /$", "/a", true);
    }

    #[test]
    fn escapes_and_characters_outside_ascii_are_equal() {
        let text = "User-agent: *\nDisallow: /统计\nDisallow: /%7Eold\n";
        check(text, "/%e7%bb%9f%E8%AE%A1/1", false);
        check(text, "/~old/1", false);
    }

    #[test]
    fn nonsense_allows() {
        for text in [
            "",
            "<html><body>404</body></html>",
            "Disallow: /",
            "User-agent *\nDisallow /",
            "\u{0}\u{0}:\n:\n",
        ] {
            check(text, "/a", true);
        }
        check(
            "\u{feff}User-agent: *\r\nDisallow: /a # all of it\r\n",
            "/a",
            false,
        );
    }

    #[test]
    fn an_empty_disallow_forbids_nothing() {
        check("User-agent: *\nDisallow:\n", "/a", true);
    }

    #[test]
    fn crawl_delay_is_read_where_it_is_a_number() {
        let delay = |text: &str| Robots::parse(text.as_bytes(), "Milepost").crawl_delay();
        assert_eq!(
            delay("User-agent: *\nCrawl-delay: 2.5"),
            Some(Duration::from_millis(2500))
        );
        for wrong in ["-1", "NaN", "inf", "soon", "1e400"] {
            assert_eq!(
                delay(&format!("User-agent: *\nCrawl-delay: {wrong}")),
                None,
                "{wrong}"
            );
        }
    }

    #[test]
    fn what_lies_beyond_500_kib_does_not_count() {
        let mut text = String::from("User-agent: *\n");
        while text.len() < MAX_ROBOTS_BYTES {
            text.push_str("# a line of padding that says nothing at all\n");
        }
        text.push_str("Disallow: /\n");
        check(&text, "/a", true);
    }

    #[test]
    fn a_pattern_of_stars_takes_no_time() {
        let text = format!("User-agent: *\nDisallow: /{}b$\n", "*a".repeat(900));
        check(&text, &format!("/{}", "a".repeat(8000)), true);
    }
}

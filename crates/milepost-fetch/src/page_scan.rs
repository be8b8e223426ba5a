//! Reads a page of HTML once, as a stream of tags and text, for what discovery and block detection need: links with
//! the day beside them, scripts, embedded files, the visible text. Time and memory follow the page's length whatever
//! is in it; there is no tree.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use milepost_model::NaiveDate;

use crate::page_date::{find_day, is_only_day};
use crate::row_frames::{Item, RowFrames};

/// Links kept of one page.
const MAX_ANCHORS: usize = 20_000;
/// Characters kept of a link's text or title.
const MAX_TITLE_CHARS: usize = 300;
/// Bytes of script kept of one page.
const MAX_SCRIPT_BYTES: usize = 1024 * 1024;
/// Bytes of visible text kept; its length is counted on.
const MAX_VISIBLE_BYTES: usize = 64 * 1024;
/// Bytes kept of an attribute.
const MAX_ATTRIBUTE_BYTES: usize = 8 * 1024;
/// Other places kept: embeds, links in the head, buttons.
const MAX_PLACES: usize = 2_000;

/// What a page holds.
#[derive(Debug, Default)]
pub(crate) struct PageScan {
    pub(crate) title: String,
    pub(crate) base: Option<String>,
    pub(crate) anchors: Vec<Anchor>,
    pub(crate) scripts: Vec<String>,
    /// Addresses in `iframe`, `embed`, `object` and the like, with the tag's name.
    pub(crate) embeds: Vec<(String, String)>,
    /// Texts of `onclick` attributes.
    pub(crate) clicks: Vec<String>,
    /// `link rel=next`.
    pub(crate) next_link: Option<String>,
    /// The content of `meta http-equiv=refresh`.
    pub(crate) refresh: Option<String>,
    /// Visible text, cut at 64 KiB.
    pub(crate) visible: String,
    pub(crate) visible_chars: usize,
    /// Text for browsers without scripts.
    pub(crate) noscript: String,
    /// Names, ids and picture addresses of form fields, for finding captchas.
    pub(crate) fields: String,
    pub(crate) has_scripts: bool,
}

/// One link of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Anchor {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) rel: String,
    pub(crate) day: Option<NaiveDate>,
}

/// Reads a page.
pub(crate) fn scan(html: &str) -> PageScan {
    scan_until(html, usize::MAX)
}

/// Reads a page as far as it takes to see so many visible characters; what comes later is not looked at.
pub(crate) fn scan_until(html: &str, visible_chars: usize) -> PageScan {
    let mut scanner = Scanner {
        enough: visible_chars,
        ..Scanner::default()
    };
    {
        let mut emitter = CallbackEmitter::<_, ()>::new(|event: CallbackEvent<'_>, _span: Span<()>| {
            scanner.take(&event);
            (scanner.page.visible_chars >= scanner.enough).then_some(())
        });
        emitter.naively_switch_states(true);
        // Reading from memory does not fail, and the one thing emitted is that enough was read.
        let _ = Tokenizer::new_with_emitter(html, emitter).next();
    }
    scanner.finish()
}

#[derive(Default)]
struct Scanner {
    page: PageScan,
    /// Visible characters after which nothing more is read.
    enough: usize,
    frames: RowFrames,
    tag: String,
    attributes: Vec<(String, String)>,
    /// The element whose raw text comes next: `script`, `style`, `noscript`, `iframe`, `title`, …
    raw: Option<String>,
    /// The link that is open, as its place in the anchors.
    open_anchor: Option<usize>,
    script_bytes: usize,
}

impl Scanner {
    fn take(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = lower(name);
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { name } => {
                if self.attributes.len() < 64 {
                    self.attributes.push((lower(name), String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, last)) = self.attributes.last_mut().filter(|(_, last)| last.is_empty()) {
                    let value = value.get(..MAX_ATTRIBUTE_BYTES).unwrap_or(value);
                    *last = String::from_utf8_lossy(value).into_owned();
                }
            }
            CallbackEvent::CloseStartTag { .. } => self.start_tag(),
            CallbackEvent::EndTag { name } => self.end_tag(&lower(name)),
            CallbackEvent::String { value } => self.text(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    fn start_tag(&mut self) {
        let tag = std::mem::take(&mut self.tag);
        self.raw = matches!(
            tag.as_str(),
            "script" | "style" | "noscript" | "iframe" | "title" | "textarea" | "xmp" | "noembed"
        )
        .then(|| tag.clone());
        self.frames.open(&tag, &mut self.page.anchors);
        if let Some(click) = self.attribute("onclick").map(str::to_owned)
            && self.page.clicks.len() < MAX_PLACES
        {
            self.page.clicks.push(click);
        }
        match tag.as_str() {
            "a" => self.open_link(),
            "base" if self.page.base.is_none() => {
                self.page.base = self.attribute("href").map(str::to_owned);
            }
            "script" => {
                self.page.has_scripts = true;
                if self.attribute("src").is_none() && self.script_bytes < MAX_SCRIPT_BYTES {
                    self.page.scripts.push(String::new());
                }
            }
            "link" => {
                let is_next = self
                    .attribute("rel")
                    .is_some_and(|rel| rel.eq_ignore_ascii_case("next"));
                if is_next && self.page.next_link.is_none() {
                    self.page.next_link = self.attribute("href").map(str::to_owned);
                }
            }
            "meta" => {
                let is_refresh = self
                    .attribute("http-equiv")
                    .is_some_and(|name| name.eq_ignore_ascii_case("refresh"));
                if is_refresh && self.page.refresh.is_none() {
                    self.page.refresh = self.attribute("content").map(str::to_owned);
                }
            }
            "time" => {
                let day = self.attribute("datetime").and_then(find_day);
                self.day(day);
            }
            "iframe" | "frame" | "embed" | "object" | "source" => self.embed(&tag),
            "img" | "input" => self.field(),
            _ => {}
        }
    }

    fn open_link(&mut self) {
        if self.page.anchors.len() >= MAX_ANCHORS {
            self.open_anchor = None;
            return;
        }
        let get = |name: &str| self.attribute(name).unwrap_or_default().trim().to_owned();
        let anchor = Anchor {
            href: get("href"),
            title: tidy(&get("title")),
            rel: get("rel").to_ascii_lowercase(),
            ..Anchor::default()
        };
        let index = self.page.anchors.len();
        self.page.anchors.push(anchor);
        self.frames.add(Item::Anchor(index));
        self.open_anchor = Some(index);
    }

    fn embed(&mut self, tag: &str) {
        let address = ["src", "data", "href"]
            .into_iter()
            .find_map(|name| self.attribute(name));
        if let Some(address) = address.filter(|address| !address.is_empty()).map(str::to_owned)
            && self.page.embeds.len() < MAX_PLACES
        {
            self.page.embeds.push((tag.to_owned(), address));
        }
    }

    fn field(&mut self) {
        let said: Vec<&str> = ["id", "name", "class", "placeholder", "src", "alt"]
            .into_iter()
            .filter_map(|name| self.attribute(name))
            .map(|value| value.get(..200).unwrap_or(value))
            .collect();
        let said = said.join(" ");
        if self.page.fields.len() < MAX_VISIBLE_BYTES {
            self.page.fields.push_str(&said);
            self.page.fields.push('\n');
        }
    }

    fn end_tag(&mut self, tag: &str) {
        self.raw = None;
        if tag == "a"
            && let Some(anchor) = self
                .open_anchor
                .take()
                .and_then(|index| self.page.anchors.get_mut(index))
        {
            anchor.text = tidy(&anchor.text);
        }
        self.frames.close(tag, &mut self.page.anchors);
    }

    fn text(&mut self, text: &str) {
        match self.raw.as_deref() {
            Some("script") => {
                let room = MAX_SCRIPT_BYTES.saturating_sub(self.script_bytes);
                if let Some(script) = self.page.scripts.last_mut() {
                    push_within(script, text, room);
                    self.script_bytes = self.script_bytes.saturating_add(text.len());
                }
            }
            Some("noscript") => push_within(&mut self.page.noscript, text, MAX_VISIBLE_BYTES),
            Some("title") => {
                if self.page.title.is_empty() {
                    self.page.title = tidy(text);
                }
            }
            Some(_) => {}
            None => self.visible(text),
        }
    }

    fn visible(&mut self, text: &str) {
        let characters = text.chars().filter(|c| !c.is_whitespace()).count();
        self.page.visible_chars = self.page.visible_chars.saturating_add(characters);
        push_within(&mut self.page.visible, text, MAX_VISIBLE_BYTES);
        self.page.visible.push(' ');
        let is_day = is_only_day(text);
        if let Some(anchor) = self
            .open_anchor
            .and_then(|index| self.page.anchors.get_mut(index))
        {
            // A day in a tag of its own within the link is the row's day, no part of its title.
            if is_day && !anchor.text.trim().is_empty() {
                anchor.day = anchor.day.or_else(|| find_day(text));
            } else if anchor.text.chars().count() < MAX_TITLE_CHARS {
                push_within(&mut anchor.text, text, MAX_TITLE_CHARS * 4);
                if is_day {
                    anchor.day = find_day(text);
                }
            }
            return;
        }
        self.day(find_day(text));
    }

    fn day(&mut self, day: Option<NaiveDate>) {
        if let Some(day) = day {
            self.frames.add(Item::Day(day));
        }
    }

    fn finish(mut self) -> PageScan {
        self.frames.close_all(&mut self.page.anchors);
        if self.open_anchor.is_some()
            && let Some(anchor) = self.page.anchors.last_mut()
        {
            anchor.text = tidy(&anchor.text);
        }
        self.page
    }
}

fn lower(name: &[u8]) -> String {
    let name = name.get(..64).unwrap_or(name);
    String::from_utf8_lossy(name).to_ascii_lowercase()
}

fn push_within(text: &mut String, piece: &str, max_bytes: usize) {
    let room = max_bytes.saturating_sub(text.len());
    if piece.len() <= room {
        text.push_str(piece);
        return;
    }
    let mut end = room;
    while !piece.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    text.push_str(piece.get(..end).unwrap_or_default());
}

/// Makes one line of a title: blanks of every kind become one.
pub(crate) fn tidy(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == '\u{feff}')
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ").chars().take(MAX_TITLE_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(html: &str) -> Vec<(String, Option<String>)> {
        scan(html)
            .anchors
            .into_iter()
            .map(|anchor| (anchor.href, anchor.day.map(|day| day.to_string())))
            .collect()
    }

    #[track_caller]
    fn check(html: &str, expected: &[(&str, Option<&str>)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(href, day)| ((*href).to_owned(), day.map(str::to_owned)))
            .collect();
        assert_eq!(days(html), expected);
    }

    #[test]
    fn the_day_beside_a_link_is_its_day() {
        let day = Some("2024-03-26");
        check(
            "<li><a href=a>t</a><span>2024-03-26</span></li><li><a href=b>t</a></li>",
            &[("a", day), ("b", None)],
        );
        check(
            "<li><span>2024-03-26</span><a href=a>t</a><li><span>2024-03-27</span><a href=b>t</a>",
            &[("a", day), ("b", Some("2024-03-27"))],
        );
        check(
            "<tr><td><a href=a>t</a></td><td>[2024-03-26]</td></tr>",
            &[("a", day)],
        );
        check(
            "<div><h3><a href=a>t</a></h3><time datetime='2024-03-26'>Tue</time></div>",
            &[("a", day)],
        );
        check(
            "<li><a href=a>title<span>2024-03-26</span></a></li>",
            &[("a", day)],
        );
        check(
            "<dl><dt><a href=a>t</a></dt><dd>2024-03-26</dd><dt><a href=b>t</a></dt><dd>2024-03-25</dd></dl>",
            &[("a", day), ("b", Some("2024-03-25"))],
        );
        check(
            "<a href=a>t</a> 2024-03-26<br><a href=b>t</a> 2024-03-25<br>",
            &[("a", day), ("b", Some("2024-03-25"))],
        );
    }

    #[test]
    fn two_links_of_one_row_share_its_day() {
        let day = Some("2024-03-26");
        check(
            "<li><a href=cat>[news]</a><a href=a>t</a><span>2024-03-26</span></li>",
            &[("cat", day), ("a", day)],
        );
    }

    #[test]
    fn a_day_in_the_footer_is_no_link_s_day() {
        check(
            "<div class=nav><a href=1>1</a><a href=2>2</a><a href=3>3</a><a href=4>4</a></div><p>2024-03-26</p>",
            &[("1", None), ("2", None), ("3", None), ("4", None)],
        );
    }

    #[test]
    fn scripts_titles_and_comments_are_no_text() {
        let page = scan(
            "<title>a <b></title><script>if (1<2) createPageHTML(1)</script><!-- <a href=x> --><style>p{}</style><p>see",
        );
        assert_eq!(page.title, "a <b>");
        assert_eq!(page.scripts, ["if (1<2) createPageHTML(1)"]);
        assert!(page.anchors.is_empty());
        assert_eq!(page.visible.trim(), "see");
    }

    #[test]
    fn hostile_nesting_takes_linear_time() {
        for unit in [
            "<div>",
            "<b a=1><p>",
            "<li><ul>",
            "<table><tr><td>",
            "<a href=x>",
            "<a ",
            "&amp",
            "</div>",
            "<!--",
            "<script>",
        ] {
            let html = unit.repeat(1_000_000 / unit.len());
            let page = scan(&html);
            assert!(page.anchors.len() <= MAX_ANCHORS);
        }
        let attributes: String = " a1 b2=c".repeat(75_000);
        scan(&format!("<a{attributes}>"));
    }
}

//! Finds the next page of a list by what the page says: a call of `createPageHTML` in either dialect, a link with
//! `rel=next`, a link that reads "next", numbered links; or by a configured template. Pure.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use crate::page_scan::PageScan;

/// The way to the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Next {
    pub(crate) url: Option<Url>,
    /// How it was found, or why there is none.
    pub(crate) how: &'static str,
}

impl Next {
    pub(crate) const fn none(why: &'static str) -> Self {
        Self { url: None, how: why }
    }

    pub(crate) const fn found(url: Url, how: &'static str) -> Self {
        Self { url: Some(url), how }
    }
}

static CALL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)createPageHTML\s*\(([^()]{1,400})\)").ok());

/// Finds the page after page `number`. `base` is what relative addresses count from.
pub(crate) fn next_page(page: &PageScan, url: &Url, base: &Url, number: u32) -> Next {
    let call = page.scripts.iter().find_map(|script| page_call(script, url));
    if let Some(next) = call {
        return next;
    }
    let link = page.next_link.as_deref().or_else(|| {
        let with_rel = page
            .anchors
            .iter()
            .find(|anchor| anchor.rel.split(' ').any(|rel| rel == "next"));
        with_rel.map(|anchor| anchor.href.as_str())
    });
    if let Some(next) = link.and_then(|href| address(base, href)) {
        return Next::found(next, "rel=next");
    }
    let reading_next = page.anchors.iter().find_map(|anchor| {
        let reads_next = says_next(&anchor.text) || (anchor.text.is_empty() && says_next(&anchor.title));
        reads_next.then(|| address(base, &anchor.href)).flatten()
    });
    if let Some(next) = reading_next {
        return Next::found(next, "next link");
    }
    let wanted = number.saturating_add(1).to_string();
    let numbered = page.anchors.iter().find_map(|anchor| {
        let is_wanted = anchor.text == wanted && anchor.day.is_none();
        is_wanted
            .then(|| address(base, &anchor.href))
            .flatten()
            .filter(|next| is_beside(next, url))
    });
    match numbered {
        Some(next) => Next::found(next, "numbered link"),
        None => Next::none("the page names no next one"),
    }
}

/// Reads a call of `createPageHTML`. `None` where there is none; a `Next` without address on the last page.
fn page_call(script: &str, url: &Url) -> Option<Next> {
    // The definition of the function has parameters where the call has values.
    CALL.as_ref()?.captures_iter(script).find_map(|found| {
        let arguments: Vec<&str> = found.get(1)?.as_str().split(',').map(str::trim).collect();
        let (pages, next, name, ending) = match arguments.as_slice() {
            // Pages, the current one from 0, name, ending: page 2 is `index_1.html`.
            [pages, current, name, ending, ..] if pages.parse::<u32>().is_ok() => {
                let next = current.parse::<u32>().ok()?.checked_add(1)?;
                (pages.parse::<u32>().ok()?.checked_sub(1)?, next, name, ending)
            }
            // Place, pages, the current one from 1, name, ending, rows: page 2 is `list_2.shtml`.
            [_, pages, current, name, ending, ..] => {
                let next = current.parse::<u32>().ok()?.checked_add(1)?;
                (pages.parse::<u32>().ok()?, next, name, ending)
            }
            _ => return None,
        };
        if next > pages {
            return Some(Next::none("createPageHTML says that this is the last page"));
        }
        let (name, ending) = (unquoted(name)?, unquoted(ending)?);
        let target = url.join(&format!("{name}_{next}.{ending}")).ok()?;
        Some(Next::found(target, "createPageHTML"))
    })
}

fn unquoted(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
    (!inner.is_empty() && inner.len() <= 100).then_some(inner)
}

fn says_next(text: &str) -> bool {
    let word: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_lowercase();
    let bare = word.trim_matches(['>', '»', '›', '→', '[', ']', '［', '］', '【', '】']);
    let is_arrow = matches!(word.as_str(), ">" | "›" | "»" | "→");
    is_arrow
        || matches!(
            bare,
            "下一页" | "下一頁" | "下页" | "下頁" | "后一页" | "後一頁" | "next" | "nextpage"
        )
}

fn address(base: &Url, href: &str) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    let mut url = base.join(href).ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https" | "file").then_some(url)
}

/// Says whether two addresses lie in one folder of one host.
fn is_beside(a: &Url, b: &Url) -> bool {
    let folder = |url: &Url| url.path().rsplit_once('/').map(|(folder, _)| folder.to_owned());
    a.host_str() == b.host_str() && folder(a) == folder(b)
}

/// Fills in the template of a page's address.
pub(crate) fn from_template(template: &str, rows: u32, number: u32) -> String {
    let before = number.saturating_sub(1);
    let start = before.saturating_mul(rows).saturating_add(1);
    let end = before.saturating_add(1).saturating_mul(rows);
    template
        .replace("{page}", &number.to_string())
        .replace("{page0}", &before.to_string())
        .replace("{start}", &start.to_string())
        .replace("{end}", &end.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page_scan::scan;

    #[track_caller]
    fn check(html: &str, number: u32, next: Option<&str>) {
        let url = Url::parse("https://a.gov.cn/tjgb/").unwrap();
        let found = next_page(&scan(html), &url, &url, number);
        assert_eq!(found.url.as_ref().map(Url::as_str), next, "{html}: {}", found.how);
    }

    #[test]
    fn the_two_dialects_differ_by_one() {
        check(
            "<script>createPageHTML(25, 0,\"index\", \"html\");</script>",
            1,
            Some("https://a.gov.cn/tjgb/index_1.html"),
        );
        check(
            "<script>createPageHTML(25, 1,\"index\", \"html\");</script>",
            2,
            Some("https://a.gov.cn/tjgb/index_2.html"),
        );
        check(
            "<script>createPageHTML(25, 24,\"index\", \"html\");</script>",
            25,
            None,
        );
        check(
            "<script>createPageHTML('page_div',18, 1,'list','shtml',265);</script>",
            1,
            Some("https://a.gov.cn/tjgb/list_2.shtml"),
        );
        check(
            "<script>createPageHTML('page_div', 18, 17, 'list', 'shtml', 265)</script>",
            17,
            Some("https://a.gov.cn/tjgb/list_18.shtml"),
        );
        check(
            "<script>createPageHTML('page_div',18, 18,'list','shtml',265);</script>",
            18,
            None,
        );
        check("<script>createPageHTML(1, 0, 'index', 'html')</script>", 1, None);
    }

    #[test]
    fn the_function_s_definition_is_no_call() {
        let definition = "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}";
        check(&format!("<script>{definition}</script>"), 1, None);
        check(
            &format!("<script>{definition} createPageHTML(2, 0, 'index', 'html');</script>"),
            1,
            Some("https://a.gov.cn/tjgb/index_1.html"),
        );
        for hostile in [
            "createPageHTML()",
            "createPageHTML(-1,0,'a','b')",
            "createPageHTML(99999999999,0,'a','b')",
            "createPageHTML(3,4294967295,'a','b')",
        ] {
            check(&format!("<script>{hostile}</script>"), 1, None);
        }
    }

    #[test]
    fn links_lead_on() {
        check(
            "<link rel=next href=p2.html>",
            1,
            Some("https://a.gov.cn/tjgb/p2.html"),
        );
        check(
            "<a rel='nofollow next' href=p2.html>2</a>",
            1,
            Some("https://a.gov.cn/tjgb/p2.html"),
        );
        for text in ["下一页", " 下一页 &gt;", "Next", "&raquo;", "next page ›"] {
            check(
                &format!("<a href='?pageNo=2'>{text}</a>"),
                1,
                Some("https://a.gov.cn/tjgb/?pageNo=2"),
            );
        }
        check("<a href='javascript:next()'>下一页</a>", 1, None);
    }

    #[test]
    fn numbered_links_lead_on_within_the_folder() {
        let html = "<a href=column-index-2.shtml>2</a><a href=column-index-3.shtml>3</a>";
        check(html, 1, Some("https://a.gov.cn/tjgb/column-index-2.shtml"));
        check(html, 2, Some("https://a.gov.cn/tjgb/column-index-3.shtml"));
        check(html, 3, None);
        check("<a href=/calendar/2>2</a>", 1, None);
    }

    #[test]
    fn templates_count_pages_and_rows() {
        assert_eq!(
            from_template("?p={page}&q={page0}&s={start}&e={end}", 45, 2),
            "?p=2&q=1&s=46&e=90"
        );
    }
}

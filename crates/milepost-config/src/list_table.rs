//! Reads one `[[list]]` of a source file: where it is, how its pages are asked for, where its rows stand.

use crate::section::Section;
use crate::source_file::web_address;

/// What stands for the number of a page in an address or a body.
const PAGE_MARKS: [&str; 4] = ["{page}", "{page0}", "{start}", "{end}"];

/// Largest body of a request, in bytes.
const MAX_BODY_BYTES: usize = 16 * 1024;

/// One list of bulletins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListConfig {
    /// The list's first page, or the address of any page with `{page}` (from 1), `{page0}` (from 0), `{start}` and
    /// `{end}` (rows, from 1) in it.
    pub url: String,
    /// What kind of list it is.
    pub kind: ListKind,
    /// What is sent for a page, where the site loads the rows by POST.
    pub post: Option<PostConfig>,
    /// Where the rows stand in JSON; none: wherever titles and addresses are.
    pub rows: Option<RowsConfig>,
    /// Rows a page, for `{start}` and `{end}`.
    pub per_page: u32,
}

impl ListConfig {
    /// Tells whether the address is that of any page.
    pub fn is_template(&self) -> bool {
        PAGE_MARKS.iter().any(|mark| self.url.contains(mark))
    }
}

/// The kinds of list that discovery reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// Told by its content.
    Auto,
    /// A page with rows of links.
    Html,
    /// RSS, Atom or JSON feed.
    Feed,
    /// A sitemap.
    Sitemap,
    /// The JSON that a page loads its rows from.
    Json,
}

/// What is sent for a page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostConfig {
    /// The body, with the marks of a page's number in it.
    pub body: String,
    /// Its media type.
    pub media: String,
}

/// Where the rows of a list stand in JSON: pointers (RFC 6901).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsConfig {
    /// To the array of items; empty: the whole answer.
    pub items: String,
    /// Within an item, to its address; or an address with pointers in braces.
    pub url: String,
    /// Within an item, to its title.
    pub title: String,
    /// Within an item, to its day.
    pub date: Option<String>,
}

/// Reads the address of a list or a bulletin: at a site, or of a file on this machine.
pub(crate) fn address(text: &str) -> Result<String, String> {
    let Some(path) = text.strip_prefix("file://") else {
        return web_address(text).map_err(|why| {
            if text.contains("://") {
                why
            } else {
                format!("{why}, nor a file:// address")
            }
        });
    };
    if path.starts_with('/') && !text.contains(char::is_whitespace) {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "`{text}` is no file address such as file:///srv/mirror/index.html"
        ))
    }
}

/// Reads a list.
pub(crate) fn list(table: Section<'_>) -> Option<ListConfig> {
    let url = table.required("url", address);
    let kind = table.parsed("kind", |text| match text {
        "auto" => Ok(ListKind::Auto),
        "html" => Ok(ListKind::Html),
        "feed" => Ok(ListKind::Feed),
        "sitemap" => Ok(ListKind::Sitemap),
        "json" => Ok(ListKind::Json),
        _ => Err(format!("`{text}` is none of auto, html, feed, sitemap, json")),
    });
    let kind = kind.map(|kind| kind.value);
    let has_post = table.has("post");
    let post = table.table("post").and_then(|post| self::post(post));
    let rows = table.table("rows").and_then(|rows| self::rows(rows));
    let per_page = table
        .integer("per_page", 1..=10_000)
        .and_then(|rows| u32::try_from(rows).ok());
    let is_json = matches!(kind, Some(ListKind::Json) | None);
    for key in ["post", "rows"] {
        if table.has(key) && !is_json {
            let hint = "take `kind` away, or write kind = \"json\"";
            table.error(key, "only a list of kind `json` has it", Some(hint));
        }
    }
    let counts_rows = |text: &str| text.contains("{start}") || text.contains("{end}");
    let counted = url.as_ref().is_some_and(|url| counts_rows(&url.value))
        || post.as_ref().is_some_and(|post| counts_rows(&post.body));
    if counted && per_page.is_none() && !table.has("per_page") {
        table.error(
            "per_page",
            "missing; {start} and {end} need it",
            Some("per_page = 20"),
        );
    }
    table.finish();
    let list = ListConfig {
        url: url?.value,
        kind: kind.unwrap_or(if has_post || rows.is_some() {
            ListKind::Json
        } else {
            ListKind::Auto
        }),
        post,
        rows,
        per_page: per_page.unwrap_or(20),
    };
    Some(list)
}

fn post(table: Section<'_>) -> Option<PostConfig> {
    let body = table.required("body", |text| match text.len() {
        0 => Err("empty; what the page itself sends was expected".to_owned()),
        length if length > MAX_BODY_BYTES => {
            Err(format!("{length} bytes, at most {MAX_BODY_BYTES} are sent"))
        }
        _ => Ok(text.to_owned()),
    });
    let media = table.parsed("type", |text| {
        let is_media = text.split_once('/').is_some_and(|(kind, rest)| {
            !kind.is_empty() && !rest.is_empty() && text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
        });
        if is_media {
            Ok(text.to_owned())
        } else {
            Err(format!("`{text}` is no media type such as application/json"))
        }
    });
    table.finish();
    let body = body?.value;
    let is_json = body.trim_start().starts_with(['{', '[']);
    let usual = if is_json {
        "application/json"
    } else {
        "application/x-www-form-urlencoded"
    };
    Some(PostConfig {
        body,
        media: media.map_or_else(|| usual.to_owned(), |media| media.value),
    })
}

fn rows(table: Section<'_>) -> Option<RowsConfig> {
    let items = table.parsed("items", |text| {
        if text.is_empty() {
            Ok(String::new())
        } else {
            pointer(text)
        }
    });
    let url = table.required("url", |text| {
        if text.contains("{/") && text.contains('}') {
            return Ok(text.to_owned());
        }
        pointer(text)
            .map_err(|why| format!("{why}, nor an address such as https://example.gov.cn/post_{{/id}}.html"))
    });
    let title = table.required("title", pointer);
    let date = table.parsed("date", pointer);
    table.finish();
    Some(RowsConfig {
        items: items.map(|items| items.value).unwrap_or_default(),
        url: url?.value,
        title: title?.value,
        date: date.map(|date| date.value),
    })
}

fn pointer(text: &str) -> Result<String, String> {
    if text.starts_with('/') {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is no pointer such as /data/list"))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::source_file::read_source;

    fn read(list: &str) -> (Vec<ListConfig>, Vec<String>) {
        let text = format!("id = \"s\"\ntitle = {{ en = \"s\", zh = \"s\" }}\ntier = 1\n[[list]]\n{list}\n");
        let (source, problems) = read_source(Path::new("s.toml"), &text);
        let told = problems
            .into_iter()
            .map(|problem| {
                format!(
                    "{}:{}: {}",
                    problem.place.line.unwrap_or(0),
                    problem.key,
                    problem.message
                )
            })
            .collect();
        (source.map(|source| source.lists).unwrap_or_default(), told)
    }

    #[test]
    fn a_list_loaded_by_post_is_read() {
        let (lists, problems) = read(
            "url = \"https://a.gov.cn/api\"\npost = { body = '{\"page\":{page}}' }\n\
             rows = { items = \"/data/list\", url = \"/url\", title = \"/title\", date = \"/time\" }",
        );
        assert_eq!(problems, [""; 0]);
        let post = lists[0].post.clone().unwrap();
        assert_eq!(
            (lists[0].kind, post.media.as_str()),
            (ListKind::Json, "application/json")
        );
        assert_eq!(lists[0].rows.as_ref().unwrap().items, "/data/list");
        let (lists, _) = read("url = \"https://a.gov.cn/api\"\npost = { body = \"page={page}\" }");
        assert_eq!(
            lists[0].post.as_ref().unwrap().media,
            "application/x-www-form-urlencoded"
        );
        let (lists, _) = read("url = \"https://a.gov.cn/api?p={page}\"");
        assert!(lists[0].is_template());
        let (lists, problems) = read("url = \"file:///srv/mirror/index.html\"");
        assert_eq!((lists.len(), problems.len()), (1, 0));
    }

    #[track_caller]
    fn check(list: &str, said: &str) {
        let (_, problems) = read(list);
        assert!(
            problems.iter().any(|problem| problem.contains(said)),
            "{problems:?}"
        );
    }

    #[test]
    fn what_is_wrong_with_a_list_is_told_with_its_place() {
        let url = "url = \"https://a.gov.cn/api\"";
        check(
            &format!("{url}\nkind = \"html\"\npost = {{ body = \"x\" }}"),
            "7:list.post: only a list of kind `json`",
        );
        check(
            &format!("{url}\npost = {{ body = \"\" }}"),
            "list.post.body: empty",
        );
        check(
            &format!("{url}\npost = {{ body = \"x\", type = \"json\" }}"),
            "`json` is no media type",
        );
        check(
            &format!("{url}\npost = {{ body = \"{{start}}\" }}"),
            "list.per_page: missing",
        );
        check(
            &format!("{url}\nrows = {{ url = \"u\", title = \"/t\" }}"),
            "list.rows.url: `u` is no pointer",
        );
        check(
            &format!("{url}\nrows = {{ items = \"data\", url = \"/u\", title = \"/t\" }}"),
            "`data` is no pointer",
        );
        check(&format!("{url}\nrows = {{ url = \"/u\" }}"), "list.rows.title");
        check(
            &format!("{url}\nkind = \"xml\""),
            "none of auto, html, feed, sitemap, json",
        );
        check(
            &format!("{url}\npost = {{ body = \"x\", headers = 1 }}"),
            "headers",
        );
    }
}

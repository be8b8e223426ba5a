//! Finds the files that belong to a page, in every place they hide: links, frames, embedded objects, script calls,
//! viewers with the file's address in a parameter. Pure.

use std::collections::HashSet;

use url::Url;

use crate::charset::decode;
use crate::dial::DialPolicy;
use crate::fetcher::parse;
use crate::list_page::{base_of, joined, quoted_address};
use crate::media::kind_of_name;
use crate::page_scan::{scan, tidy};
use crate::redirect::Gatekeeper;
use crate::source_spec::{AttachmentPolicy, SourceSpec};

/// Files of one page.
const MAX_ATTACHMENTS: usize = 50;

/// A file that belongs to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundAttachment {
    /// Its address.
    pub url: String,
    /// The text of its link, or its name.
    pub title: String,
    /// Where it was found: `link`, `onclick`, or the name of the tag.
    pub place: String,
}

/// Finds the attachments of a page of a source, in the order of the page, each once, at most 50. Only files on the
/// source's own hosts count; pictures do not. Nothing is found where the source's policy is to ignore them.
pub fn attachments(
    spec: &SourceSpec,
    page_url: &str,
    bytes: &[u8],
    content_type: Option<&str>,
) -> Vec<FoundAttachment> {
    let Ok(page_url) = parse(page_url) else {
        return Vec::new();
    };
    if spec.attachments == AttachmentPolicy::Ignore {
        return Vec::new();
    }
    let decoded = decode(bytes, content_type);
    let page = scan(&decoded.text);
    let base = base_of(&page, &page_url);
    let gate = Gatekeeper::new(spec, DialPolicy::default());
    let mut found = Finds {
        gate: &gate,
        page: &page_url,
        base: &base,
        seen: HashSet::new(),
        files: Vec::new(),
    };
    for anchor in &page.anchors {
        let title = if anchor.text.is_empty() {
            &anchor.title
        } else {
            &anchor.text
        };
        found.offer(&anchor.href, title, "link");
    }
    for (tag, address) in &page.embeds {
        found.offer(address, "", tag);
    }
    for click in &page.clicks {
        if let Some(address) = quoted_address(click) {
            found.offer(address, "", "onclick");
        }
    }
    found.files
}

struct Finds<'a> {
    gate: &'a Gatekeeper,
    page: &'a Url,
    base: &'a Url,
    seen: HashSet<Url>,
    files: Vec<FoundAttachment>,
}

impl Finds<'_> {
    fn offer(&mut self, address: &str, title: &str, place: &str) {
        let Ok(url) = joined(self.base, address) else {
            return;
        };
        // A viewer's page shows the file that its parameter names.
        let target = if is_attachment(&url) {
            Some(url)
        } else {
            self.in_query(&url)
        };
        let Some(url) = target else { return };
        let is_ours = if self.page.scheme() == "file" {
            url.scheme() == "file"
        } else {
            url.scheme() != "file" && (self.gate.knows_host(&url) || url.host_str() == self.page.host_str())
        };
        if !is_ours || self.files.len() >= MAX_ATTACHMENTS || !self.seen.insert(url.clone()) {
            return;
        }
        let name = url
            .path_segments()
            .and_then(|mut parts| parts.next_back())
            .unwrap_or_default();
        let title = tidy(title);
        self.files.push(FoundAttachment {
            title: if title.is_empty() { name.to_owned() } else { title },
            url: url.to_string(),
            place: place.to_owned(),
        });
    }

    fn in_query(&self, url: &Url) -> Option<Url> {
        url.query_pairs().find_map(|(key, value)| {
            let names_file = ["file", "filename", "filepath", "url", "src", "path", "attach"]
                .iter()
                .any(|name| key.eq_ignore_ascii_case(name));
            if !names_file || file_kind(&value).is_none() {
                return None;
            }
            let is_download = url.path().to_ascii_lowercase().contains("down");
            let is_bare_name = !value.contains('/');
            // A script that sends the file itself is the address; a viewer only shows another one.
            if is_download && is_bare_name {
                return Some(url.clone());
            }
            joined(self.base, &value).ok()
        })
    }
}

fn is_attachment(url: &Url) -> bool {
    file_kind(url.path()).is_some()
}

/// Tells files that hold figures from pictures, by name.
fn file_kind(name: &str) -> Option<()> {
    let is_picture = ["png", "jpg", "jpeg", "gif"].iter().any(|ending| {
        name.rsplit_once('.')
            .is_some_and(|(_, found)| found.eq_ignore_ascii_case(ending))
    });
    kind_of_name(name).filter(|_| !is_picture).map(|_| ())
}

#[cfg(test)]
mod tests {
    use milepost_model::SourceId;

    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[(&str, &str)]) {
        let spec = SourceSpec::new(SourceId::parse("s").unwrap()).with_list("https://a.gov.cn/list/");
        let found = attachments(
            &spec,
            "https://a.gov.cn/x/t20240326_1.html",
            html.as_bytes(),
            None,
        );
        let found: Vec<_> = found
            .iter()
            .map(|file| (file.url.as_str(), file.place.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn files_are_found_wherever_they_hide() {
        check(
            "<a href=./P020250313414054067991.pdf>公报.pdf</a>",
            &[("https://a.gov.cn/x/P020250313414054067991.pdf", "link")],
        );
        check(
            "<iframe src='/viewer/web/viewer.html?file=/x/a.pdf'></iframe>",
            &[("https://a.gov.cn/x/a.pdf", "iframe")],
        );
        check(
            "<embed src=a.pdf><object data=b.xlsx></object>",
            &[
                ("https://a.gov.cn/x/a.pdf", "embed"),
                ("https://a.gov.cn/x/b.xlsx", "object"),
            ],
        );
        check(
            "<span onclick=\"window.open('/x/c.docx')\">表</span>",
            &[("https://a.gov.cn/x/c.docx", "onclick")],
        );
        check(
            "<a href=\"javascript:down('/x/d.xls')\">表</a>",
            &[("https://a.gov.cn/x/d.xls", "link")],
        );
        check(
            "<a href='/download.jsp?filename=e.zip'>表</a>",
            &[("https://a.gov.cn/download.jsp?filename=e.zip", "link")],
        );
    }

    #[test]
    fn pictures_other_hosts_and_repeats_are_no_attachments() {
        check(
            "<a href=a.png>1</a><a href=https://b.cn/a.pdf>2</a><a href=file:///etc/a.pdf>3</a><a href=next.html>4</a>",
            &[],
        );
        check(
            "<a href=a.pdf>1</a><a href=a.pdf#page=2>2</a>",
            &[("https://a.gov.cn/x/a.pdf", "link")],
        );
    }
}

//! Which files beside an article are fetched along with it.

use std::collections::BTreeSet;

use milepost_document::Document;
use milepost_fetch::path_of_file_address;
use milepost_model::{ContentHash, PluginId, SourceId, Timestamp};

use crate::extractors::Extractors;
use crate::reader::Bytes;
use crate::setup::Reader;

/// An attachment whose bytes are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeptAttachment {
    pub(crate) snapshot: ContentHash,
    pub(crate) url: String,
    pub(crate) content_type: Option<String>,
    pub(crate) fetched_at: Timestamp,
    pub(crate) is_insecure: bool,
}

/// Endings of files that hold figures. Old `.doc` files are kept, though they cannot be read.
const ENDINGS: [&str; 8] = ["pdf", "xls", "xlsx", "et", "doc", "docx", "zip", "csv"];

/// 10 attachments a bulletin: the most seen beside an official one is 7.
const MOST: usize = 10;

/// Tells whether an address is that of a file, not of a page.
pub(crate) fn is_file(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

/// An article that was brought home, before it is parsed.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Where it is from.
    pub url: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The media type as sent.
    pub content_type: Option<&'a str>,
    /// Its title in the list.
    pub title: &'a str,
}

/// Returns the addresses of a page's attachments, in the order of the page: files of the bulletin, and what an extractor
/// asks for. Of a page that is a file itself, these are files in its own folder. Blocks.
pub fn wanted_attachments(
    reader: &Reader,
    extractors: &Extractors,
    only: &[PluginId],
    source: Option<&SourceId>,
    page: &Page<'_>,
) -> Vec<String> {
    if is_file(page.url) {
        return Vec::new();
    }
    let bytes = Bytes {
        content_type: page.content_type,
        list_title: Some(page.title),
        ..Bytes::new(page.bytes, page.url)
    };
    // A page that cannot be read is told of later, when it is read for its figures.
    let Ok(document) = reader.read(bytes) else {
        return Vec::new();
    };
    let asked = |href: &str, text: &str| extractors.ask_for(&document, source, only, href, text);
    links(&document, page.url, asked)
}

fn links(page: &Document, url: &str, asked: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let folder = url.rsplit_once('/').map_or(url, |(folder, _)| folder);
    let folder_of =
        |url: &str| path_of_file_address(url).and_then(|path| path.parent().map(std::path::Path::to_owned));
    let local_folder = folder_of(url);
    let mut taken = BTreeSet::new();
    let mut wanted = Vec::new();
    for link in page.links() {
        let is_web = link.href.starts_with("http://") || link.href.starts_with("https://");
        let is_beside = link
            .href
            .rsplit_once('/')
            .is_some_and(|(beside, _)| beside == folder);
        // A page that lies on this machine may name the files beside it, and no others.
        let is_beside_file = !is_web && local_folder.is_some() && folder_of(&link.href) == local_folder;
        if !(is_web || is_beside_file && is_file(&link.href)) || link.href == url {
            continue;
        }
        // Files linked from menus and footers are the site's, not the bulletin's.
        let is_own = page.is_body(link.node)
            || is_beside
            || is_beside_file
            || ["附件", "附表", "attachment", "annex"]
                .iter()
                .any(|word| link.text.to_lowercase().contains(word));
        let is_wanted = is_file(&link.href) && is_own || asked(&link.href, &link.text);
        if is_wanted && taken.insert(link.href.clone()) {
            wanted.push(link.href);
        }
        if wanted.len() == MOST {
            break;
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use milepost_document::{Input, Limits, parse};

    use super::*;

    #[test]
    fn files_of_the_bulletin_are_wanted_and_those_of_the_site_are_not() {
        let page = r#"<html><body><div class="nav"><a href="/files/guide.pdf">办事指南</a></div>
            <div class="TRS_Editor"><p>2025年1-9月，全市货物进出口总值5836.9亿元，增长11.9%，详见下表，数据由海关提供。</p>
            <p><a href="table.xlsx">统计表</a> <a href="other.html">另一篇</a> <a href="./table.xlsx">再次</a></p></div>
            <div><a href="/x/P020251020.pdf">附件1：全文</a></div></body></html>"#;
        let url = "https://example.gov.cn/a/t20251020_1.html";
        let document = parse(&Input::new(page.as_bytes(), url), &Limits::default()).unwrap();
        let links = links(&document, url, |_, _| false);
        assert_eq!(
            links,
            [
                "https://example.gov.cn/a/table.xlsx",
                "https://example.gov.cn/x/P020251020.pdf"
            ]
        );
    }

    #[test]
    fn a_page_on_this_machine_names_the_files_beside_it_and_no_others() {
        let page = r#"<html><body><div class="TRS_Editor"><p>2025年1-9月，全市货物进出口总值5836.9亿元，增长11.9%，详见下表。</p>
            <p><a href="table.xlsx">统计表</a> <a href="../other/table.xlsx">附件</a> <a href="/etc/list.csv">附件</a>
            <a href="other.html">附件</a> <a href="file:///saved/%2e%2e/x.csv">附件</a></p></div></body></html>"#;
        let url = "file:///saved/t20251020_1.html";
        let document = parse(&Input::new(page.as_bytes(), url), &Limits::default()).unwrap();
        assert_eq!(links(&document, url, |_, _| false), ["file:///saved/table.xlsx"]);
        let spaced = "file:///my saved/t20251020_1.html";
        let document = parse(&Input::new(page.as_bytes(), spaced), &Limits::default()).unwrap();
        assert_eq!(
            links(&document, spaced, |_, _| false),
            ["file:///my%20saved/table.xlsx"]
        );
    }
}

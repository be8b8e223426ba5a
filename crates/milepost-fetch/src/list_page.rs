//! Reads one page of a list, whatever it is written in, into rows and the way to the next page. Pure.

use milepost_model::NaiveDate;
use url::Url;

use crate::charset::decode;
use crate::media::Media;
use crate::page_date::day_in_address;
use crate::page_scan::{Anchor, PageScan, scan, tidy};
use crate::pagination::{Next, next_page};
use crate::source_spec::ListKind;
use crate::{feed_list, json_list, sitemap_list};

/// Rows read of one page.
pub(crate) const MAX_ROWS: usize = 50_000;

/// One page of a list.
#[derive(Debug)]
pub(crate) struct ListPage {
    pub(crate) read_as: &'static str,
    pub(crate) rows: Vec<Row>,
    pub(crate) next: Next,
    /// Lists that this one is an index of.
    pub(crate) children: Vec<Url>,
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its address, or what stood in its place.
    pub(crate) address: Result<Url, String>,
    pub(crate) title: String,
    pub(crate) day: Option<NaiveDate>,
    /// The list is made of entries only, so that this is one for certain.
    pub(crate) is_entry: bool,
}

impl Row {
    /// An entry of a feed, a sitemap or a record set.
    pub(crate) fn entry(base: &Url, address: &str, title: &str, day: Option<NaiveDate>) -> Self {
        let address = joined(base, address);
        let day = day.or_else(|| address.as_ref().ok().and_then(day_in_address));
        Self {
            address,
            title: tidy(title),
            day,
            is_entry: true,
        }
    }
}

/// A page's bytes and what is known of them.
#[derive(Debug)]
pub(crate) struct ListBytes<'a> {
    pub(crate) url: &'a Url,
    pub(crate) bytes: &'a [u8],
    pub(crate) content_type: Option<&'a str>,
    pub(crate) media: Media,
    /// The page's number in its list.
    pub(crate) number: u32,
}

/// Reads a page. `Err` says why it cannot be read as what it should be.
pub(crate) fn read(page: &ListBytes<'_>, kind: ListKind) -> Result<ListPage, String> {
    match kind {
        ListKind::Html => Ok(html(page)),
        ListKind::Rss | ListKind::Atom => feed_list::read(page),
        ListKind::Json => json(page),
        ListKind::Sitemap => sitemap_list::read(page),
        ListKind::Auto => match page.media {
            Media::Json => json(page),
            Media::Xml => xml(page),
            Media::Gzip => sitemap_list::read(page),
            // Answers of record services come without any label: records in a wrapping call, or plain addresses.
            Media::Text => json(page).or_else(|_| sitemap_list::read_text(page)),
            Media::Html => Ok(html(page)),
            Media::Pdf | Media::Zip | Media::Ole | Media::Image | Media::Binary => {
                Err(format!("a list that is {}", page.media.as_str()))
            }
        },
    }
}

fn json(page: &ListBytes<'_>) -> Result<ListPage, String> {
    let text = decode(page.bytes, page.content_type).text;
    if text.contains("jsonfeed.org/version") {
        return feed_list::read(page);
    }
    json_list::read(&text, page)
}

fn xml(page: &ListBytes<'_>) -> Result<ListPage, String> {
    let start = page.bytes.get(..4096).unwrap_or(page.bytes);
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    if start.contains("<urlset") || start.contains("<sitemapindex") {
        sitemap_list::read(page)
    } else if start.contains("<rss") || start.contains("<feed") || start.contains("<rdf:rdf") {
        feed_list::read(page)
    } else {
        let text = decode(page.bytes, page.content_type).text;
        let rows = records(&text, page.url);
        if rows.is_empty() {
            return Err("XML of no known kind, and no records in it".into());
        }
        Ok(ListPage {
            read_as: "xml records",
            rows,
            next: Next::none("a record set names no next page"),
            children: Vec::new(),
        })
    }
}

fn html(page: &ListBytes<'_>) -> ListPage {
    let text = decode(page.bytes, page.content_type).text;
    let scanned = scan(&text);
    let base = base_of(&scanned, page.url);
    let mut rows: Vec<Row> = scanned
        .anchors
        .iter()
        .filter_map(|anchor| row(anchor, &base))
        .collect();
    // Sites of one kind write the rows as records into a script, for paging in the browser.
    for script in &scanned.scripts {
        rows.extend(records(script, &base));
    }
    rows.truncate(MAX_ROWS);
    ListPage {
        read_as: "html rows",
        next: next_page(&scanned, page.url, &base, page.number),
        rows,
        children: Vec::new(),
    }
}

/// Reads rows of HTML out of `CDATA` sections.
fn records(text: &str, base: &Url) -> Vec<Row> {
    let mut rows = Vec::new();
    for section in text.split("<![CDATA[").skip(1) {
        let html = section.split("]]>").next().unwrap_or_default();
        rows.extend(scan(html).anchors.iter().filter_map(|anchor| row(anchor, base)));
        if rows.len() >= MAX_ROWS {
            break;
        }
    }
    rows
}

/// Returns the address that relative ones on a page count from.
pub(crate) fn base_of(page: &PageScan, url: &Url) -> Url {
    page.base
        .as_deref()
        .and_then(|base| url.join(base.trim()).ok())
        .filter(|base| base.scheme() == url.scheme() || matches!(base.scheme(), "http" | "https"))
        .unwrap_or_else(|| url.clone())
}

fn row(anchor: &Anchor, base: &Url) -> Option<Row> {
    let href = anchor.href.trim();
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    let address = joined(base, href);
    let day = anchor
        .day
        .or_else(|| address.as_ref().ok().and_then(day_in_address));
    Some(Row {
        address,
        title: best_title(&anchor.title, &anchor.text),
        day,
        is_entry: false,
    })
}

/// Resolves an address; one in a script call counts where it is the only one.
pub(crate) fn joined(base: &Url, address: &str) -> Result<Url, String> {
    let wrong = || address.chars().take(200).collect::<String>();
    let is_script = address
        .get(..11)
        .is_some_and(|start| start.eq_ignore_ascii_case("javascript:"));
    let plain = if is_script {
        quoted_address(address).ok_or_else(wrong)?
    } else {
        address
    };
    let mut url = base.join(plain.trim()).map_err(|_unreadable| wrong())?;
    url.set_fragment(None);
    if matches!(url.scheme(), "http" | "https" | "file") {
        Ok(url)
    } else {
        Err(wrong())
    }
}

/// Finds the address among the quoted texts of a script call.
pub(crate) fn quoted_address(script: &str) -> Option<&str> {
    script.split(['\'', '"']).skip(1).step_by(2).find(|text| {
        let has_ending = text.rsplit_once('.').is_some_and(|(_, ending)| {
            !ending.is_empty() && ending.len() <= 5 && ending.chars().all(|c| c.is_ascii_alphanumeric())
        });
        text.starts_with('/') || text.starts_with("http") || has_ending
    })
}

/// Lists cut a title in the text and keep it whole in the attribute.
fn best_title(attribute: &str, text: &str) -> String {
    let shown = text.trim_end_matches(['…', '.', '·', ' ']);
    let is_cut = shown.len() < text.len();
    let is_fuller = !attribute.is_empty() && (text.is_empty() || is_cut || attribute.contains(shown));
    if is_fuller {
        attribute.to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(html_text: &str) -> Vec<(String, String)> {
        let url = Url::parse("https://a.gov.cn/list/index.html").unwrap();
        let page = ListBytes {
            url: &url,
            bytes: html_text.as_bytes(),
            content_type: None,
            media: Media::Html,
            number: 1,
        };
        read(&page, ListKind::Auto)
            .unwrap()
            .rows
            .into_iter()
            .map(|row| {
                (
                    row.address.map_or_else(|wrong| wrong, |url| url.to_string()),
                    row.title,
                )
            })
            .collect()
    }

    #[test]
    fn the_full_title_is_taken() {
        let found = rows(
            "<li><a href=./202403/t20240326_1.html title='2023年重庆市国民经济和社会发展统计公报'>2023年重庆市国民经济…</a></li>\
             <li><a href=b.html title='点击查看'>前三季度经济运行情况</a></li>",
        );
        assert_eq!(
            found,
            [
                (
                    "https://a.gov.cn/list/202403/t20240326_1.html".to_owned(),
                    "2023年重庆市国民经济和社会发展统计公报".to_owned()
                ),
                (
                    "https://a.gov.cn/list/b.html".to_owned(),
                    "前三季度经济运行情况".to_owned()
                ),
            ]
        );
    }

    #[test]
    fn records_in_a_script_are_rows() {
        let found = rows(
            "<script type=text/xml><datastore><recordset><record><![CDATA[<li><a href='/art/2023/11/1/art_70_5.html'>\
             统计月报</a><span>2023-11-01</span></li>]]></record></recordset></datastore></script>",
        );
        assert_eq!(
            found,
            [(
                "https://a.gov.cn/art/2023/11/1/art_70_5.html".to_owned(),
                "统计月报".to_owned()
            )]
        );
    }

    #[test]
    fn an_address_in_a_script_call_is_found_and_a_call_without_one_is_none() {
        let base = Url::parse("https://a.gov.cn/x/").unwrap();
        assert_eq!(
            joined(&base, "javascript:open('/a/t20240326_1.html','w')")
                .unwrap()
                .as_str(),
            "https://a.gov.cn/a/t20240326_1.html"
        );
        assert!(joined(&base, "javascript:void(0)").is_err());
        assert!(joined(&base, "mailto:a@b.cn").is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_a_reader_panic(
            bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400),
            start in proptest::sample::select(vec![
                "", "<rss version='2.0'><channel><item>", "<urlset><url><loc>", "<sitemapindex><sitemap><loc>", "{\"url\":\"",
                "<li><a href='", "<script>createPageHTML(", "\u{1f}\u{8b}", "<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
            ]),
        ) {
            let url = Url::parse("https://a.gov.cn/list/").unwrap();
            let whole = [start.as_bytes(), &bytes].concat();
            let kinds = [ListKind::Auto, ListKind::Html, ListKind::Rss, ListKind::Atom, ListKind::Json, ListKind::Sitemap];
            for kind in kinds {
                let media = crate::media::sniff(&whole);
                let page = ListBytes { url: &url, bytes: &whole, content_type: None, media, number: 1 };
                let _ = read(&page, kind);
            }
            let spec = crate::SourceSpec::new(milepost_model::SourceId::parse("s").unwrap());
            crate::attachments(&spec, url.as_str(), &whole, None);
        }
    }
}

//! Reads sitemaps and indexes of sitemaps as lists, compressed or plain, and lists of bare addresses. Pure.

use milepost_model::NaiveDate;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

use crate::charset::decode;
use crate::inflate::{Bounds, Inflater};
use crate::list_page::{ListBytes, ListPage, MAX_ROWS, Row, joined};
use crate::media::Media;
use crate::page_date::find_day;
use crate::pagination::Next;

/// Largest sitemap: 50 MiB inflated, the bound of the protocol: <https://www.sitemaps.org/protocol.html>.
const BOUNDS: Bounds = Bounds {
    max_bytes: 50 * 1024 * 1024,
    max_ratio: 200,
    ratio_floor: 1024 * 1024,
};

/// Bytes kept of one field.
const MAX_FIELD_BYTES: usize = 4096;

/// Sitemaps that one index may name.
const MAX_CHILDREN: usize = 50_000;

/// Reads a sitemap or an index.
pub(crate) fn read(page: &ListBytes<'_>) -> Result<ListPage, String> {
    if page.media == Media::Gzip {
        let mut inflater = Inflater::new("gzip", BOUNDS).map_err(|e| format!("{e:?}"))?;
        // In pieces, so that the ratio is looked at before much is inflated.
        for piece in page.bytes.chunks(16 * 1024) {
            inflater
                .push(piece)
                .map_err(|e| format!("compressed sitemap: {e:?}"))?;
        }
        let inflated = inflater
            .finish()
            .map_err(|e| format!("compressed sitemap: {e:?}"))?;
        return read_xml(&decode(&inflated, None).text, page.url);
    }
    if page.media == Media::Text {
        return read_text(page);
    }
    read_xml(&decode(page.bytes, page.content_type).text, page.url)
}

/// Reads a list of bare addresses, one a line.
pub(crate) fn read_text(page: &ListBytes<'_>) -> Result<ListPage, String> {
    let text = String::from_utf8_lossy(page.bytes);
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let is_list = !lines.is_empty()
        && lines
            .iter()
            .all(|line| line.starts_with("http://") || line.starts_with("https://"));
    if !is_list {
        return Err("text that is no list of addresses".into());
    }
    Ok(ListPage {
        read_as: "sitemap",
        rows: lines
            .into_iter()
            .take(MAX_ROWS)
            .map(|line| Row::entry(page.url, line, "", None))
            .collect(),
        next: Next::none("a sitemap names no next page"),
        children: Vec::new(),
    })
}

#[derive(Default)]
struct Entry {
    address: String,
    changed: String,
    title: String,
    published: String,
}

fn read_xml(text: &str, url: &Url) -> Result<ListPage, String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut page = ListPage {
        read_as: "sitemap",
        rows: Vec::new(),
        next: Next::none("a sitemap names no next page"),
        children: Vec::new(),
    };
    let mut entry = Entry::default();
    let mut field = String::new();
    let mut is_sitemap = false;
    loop {
        match reader.read_event() {
            Err(e) => return Err(format!("sitemap is no XML: {e}")),
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag)) => {
                field = tag.local_name().as_ref().to_ascii_lowercase();
                is_sitemap |= matches!(field.as_str(), "urlset" | "sitemapindex");
                if matches!(field.as_str(), "url" | "sitemap") {
                    entry = Entry::default();
                }
            }
            Ok(Event::Text(text)) => entry.add(&field, &text),
            Ok(Event::CData(text)) => entry.add(&field, &text),
            Ok(Event::GeneralRef(name)) => entry.add(&field, reference(&name)),
            Ok(Event::End(tag)) => {
                field.clear();
                match tag.local_name().as_ref().to_ascii_lowercase().as_str() {
                    "url" if page.rows.len() < MAX_ROWS => page.rows.push(entry.row(url)),
                    "sitemap" if page.children.len() < MAX_CHILDREN => {
                        page.children.extend(joined(url, entry.address.trim()).ok());
                    }
                    _ => {}
                }
            }
            Ok(Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
        }
    }
    if !is_sitemap {
        return Err("XML that is no sitemap".into());
    }
    if !page.children.is_empty() {
        page.read_as = "sitemap index";
    }
    Ok(page)
}

impl Entry {
    fn add(&mut self, field: &str, text: &str) {
        let place = match field {
            "loc" => &mut self.address,
            "lastmod" => &mut self.changed,
            "title" => &mut self.title,
            "publication_date" => &mut self.published,
            _ => return,
        };
        if place.len().saturating_add(text.len()) <= MAX_FIELD_BYTES {
            place.push_str(text);
        }
    }

    fn row(&self, url: &Url) -> Row {
        let day = |text: &str| -> Option<NaiveDate> { find_day(text.trim().get(..10)?) };
        Row::entry(
            url,
            self.address.trim(),
            &self.title,
            day(&self.published).or_else(|| day(&self.changed)),
        )
    }
}

/// The references of XML itself; others do not occur in addresses.
fn reference(name: &str) -> &'static str {
    match name {
        "amp" | "#38" => "&",
        "lt" => "<",
        "gt" => ">",
        "apos" => "'",
        "quot" => "\"",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_with_their_days_and_indexes_with_their_sitemaps_are_read() {
        let url = Url::parse("https://a.gov.cn/sitemap.xml").unwrap();
        let page = read_xml(
            "<?xml version='1.0'?><urlset xmlns='x'><url><loc> https://a.gov.cn/v?a=1&amp;b=2 </loc>\
              <lastmod>2024-03-26T10:00:00+08:00</lastmod></url><url><loc>/b.html</loc></url></urlset>",
            &url,
        )
        .unwrap();
        assert_eq!(page.rows.len(), 2);
        assert_eq!(
            page.rows[0].address.as_ref().unwrap().as_str(),
            "https://a.gov.cn/v?a=1&b=2"
        );
        assert_eq!(page.rows[0].day.unwrap().to_string(), "2024-03-26");
        let index = read_xml(
            "<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>",
            &url,
        )
        .unwrap();
        assert_eq!(index.children.len(), 1);
        assert!(read_xml("<html/>", &url).is_err());
        assert!(read_xml("<urlset><url><loc>", &url).is_ok_and(|page| page.rows.is_empty()));
    }
}

//! A well-behaved bulletin site: lists in either dialect of paging, bulletins of a wished-for size, entity tags. Its
//! figures are counted up from the bulletin's number and mean nothing.

use std::fmt::Write;
use std::io;

use crate::body::{Reply, Request};
use crate::server::{Server, ServerOptions};

/// How a site's lists name their further pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `createPageHTML(pages, current from 0, "index", "html")`: page 2 is `index_1.html`.
    FromZero,
    /// `createPageHTML('page_div', pages, current from 1, 'list', 'shtml', rows)`: page 2 is `list_2.shtml`.
    FromOne,
    /// A link with `rel=next`.
    RelNext,
    /// Links that read 1, 2, 3, ….
    Numbered,
}

/// A site of bulletins.
#[derive(Debug)]
pub struct BulletinSite {
    server: Server,
}

impl BulletinSite {
    /// Starts a site with so many bulletins of at least so many bytes, so many to a list page.
    ///
    /// # Errors
    /// When no port or thread is to be had.
    pub fn start(dialect: Dialect, bulletins: usize, rows_per_page: usize, bytes: usize) -> io::Result<Self> {
        let per_page = rows_per_page.max(1);
        let pages = bulletins.div_ceil(per_page).max(1);
        // Written once: what is measured is the client.
        let padding = padding(bytes);
        let server = Server::start_with(ServerOptions::default(), move |request: &Request| {
            let path = request.path.split('?').next().unwrap_or_default();
            if let Some(page) = page_number(dialect, path).filter(|page| (1..=pages).contains(page)) {
                let first = page.saturating_sub(1).saturating_mul(per_page).saturating_add(1);
                let last = page.saturating_mul(per_page).min(bulletins);
                return Reply::html(list(dialect, page, pages, first..=last));
            }
            let number = path
                .strip_prefix("/art/t20240326_")
                .and_then(|rest| rest.strip_suffix(".html"))
                .and_then(|rest| rest.parse::<usize>().ok())
                .and_then(|shown| shown.checked_sub(100_000))
                .filter(|number| (1..=bulletins).contains(number));
            let Some(number) = number else {
                return Reply::not_found();
            };
            let tag = format!("\"b{number}\"");
            if request.header("if-none-match") == Some(tag.as_str()) {
                return Reply::new(304, "").with("ETag", &tag);
            }
            Reply::html(bulletin(number, &padding)).with("ETag", &tag)
        })?;
        Ok(Self { server })
    }

    /// Returns the address of the first list page.
    pub fn list_url(&self) -> String {
        self.server.url("/list/")
    }

    /// Returns the address of a bulletin, from 1.
    pub fn bulletin_url(&self, number: usize) -> String {
        self.server
            .url(&format!("/art/t20240326_{}.html", number.saturating_add(100_000)))
    }

    /// Returns the server.
    pub fn server(&self) -> &Server {
        &self.server
    }
}

/// A bulletin's page, with text behind it to reach a size.
pub fn bulletin(number: usize, padding: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>第{number}号统计公报</title></head><body>\
         <div class=\"TRS_Editor\"><h1>第{number}号统计公报</h1><p>全年地区生产总值{number}.5亿元，比上年增长6.1%。</p>\
         {padding}</div></body></html>"
    )
}

/// A row of a list.
pub fn list_row(href: &str, title: &str, day: &str) -> String {
    format!("<li><a href=\"{href}\" title=\"{title}\">{title}</a><span>{day}</span></li>")
}

fn padding(bytes: usize) -> String {
    let paragraph = "<p>全市经济运行总体平稳，各项指标保持在合理区间，新的动能不断成长。</p>\n";
    paragraph.repeat(bytes.div_ceil(paragraph.len()))
}

fn page_number(dialect: Dialect, path: &str) -> Option<usize> {
    if path == "/list/" {
        return Some(1);
    }
    let name = path.strip_prefix("/list/")?;
    match dialect {
        Dialect::FromZero => {
            let shown: usize = name.strip_prefix("index_")?.strip_suffix(".html")?.parse().ok()?;
            shown.checked_add(1)
        }
        Dialect::FromOne => name.strip_prefix("list_")?.strip_suffix(".shtml")?.parse().ok(),
        Dialect::RelNext | Dialect::Numbered => name.strip_prefix('p')?.strip_suffix(".html")?.parse().ok(),
    }
}

fn list(dialect: Dialect, page: usize, pages: usize, numbers: std::ops::RangeInclusive<usize>) -> String {
    let mut html = String::from("<!DOCTYPE html><html><head><title>统计公报</title></head><body><ul>");
    for number in numbers {
        let shown = number.saturating_add(100_000);
        html.push_str(&list_row(
            &format!("/art/t20240326_{shown}.html"),
            &format!("第{number}号统计公报"),
            "2024-03-26",
        ));
    }
    html.push_str("</ul>");
    let before = page.saturating_sub(1);
    let next = page.saturating_add(1);
    let paging = match dialect {
        Dialect::FromZero => {
            format!("<script>createPageHTML({pages}, {before},\"index\", \"html\");</script>")
        }
        Dialect::FromOne => {
            format!("<script>createPageHTML('page_div',{pages}, {page},'list','shtml',100);</script>")
        }
        Dialect::RelNext if page < pages => format!("<a rel=\"next\" href=\"p{next}.html\">more</a>"),
        Dialect::RelNext => String::new(),
        Dialect::Numbered => (1..=pages).fold(String::new(), |mut links, number| {
            // Writing to a string does not fail.
            let _ = write!(links, "<a href=\"p{number}.html\">{number}</a>");
            links
        }),
    };
    html.push_str(&paging);
    html.push_str("</body></html>");
    html
}

//! A bulletin site whose pages can be changed while it runs.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use milepost_testkit::{Reply, Request, Server, list_row};

type Pages = Arc<Mutex<BTreeMap<String, Reply>>>;

/// The site.
pub(crate) struct Site {
    server: Server,
    pages: Pages,
    honours_conditions: Arc<AtomicBool>,
}

/// One bulletin of the site.
#[derive(Debug, Clone)]
pub(crate) struct Bulletin {
    pub(crate) day: &'static str,
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) body: String,
}

impl Bulletin {
    /// A bulletin whose only figure is that of foreign trade.
    pub(crate) fn of_trade(day: &'static str, id: u32, period: &str, value: &str) -> Self {
        Self {
            day,
            id,
            title: format!("{period}重庆外贸情况"),
            body: format!("据海关统计，{period}，重庆外贸进出口总值{value}亿元。"),
        }
    }

    pub(crate) fn path(&self) -> String {
        format!(
            "/art/{}/t{}_{}.html",
            &self.day.replace('-', "")[..6],
            self.day.replace('-', ""),
            self.id
        )
    }

    pub(crate) fn page(&self) -> String {
        let Self { day, title, body, .. } = self;
        let padding =
            "<p>全市上下坚持稳中求进，运行总体平稳，结构持续优化，新的动能不断成长，民生保障有力有效。</p>"
                .repeat(8);
        format!(
            "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{title}</title>\
             <meta name=\"PubDate\" content=\"{day} 09:30\"></head><body><div class=\"nav\"><a href=\"/\">首页</a></div>\
             <div class=\"TRS_Editor\"><h1>{title}</h1><p>{body}</p>{padding}</div></body></html>"
        )
    }
}

impl Site {
    /// Starts a site with these bulletins, all in one list.
    pub(crate) fn with(bulletins: &[Bulletin]) -> Self {
        let pages: Pages = Arc::default();
        let shared = Arc::clone(&pages);
        let honours_conditions = Arc::new(AtomicBool::new(false));
        let honours = Arc::clone(&honours_conditions);
        let server = Server::start(move |request| {
            let pages = shared.lock().unwrap();
            let reply = pages
                .get(request.path.split('?').next().unwrap())
                .cloned()
                .unwrap_or_else(Reply::not_found);
            let tag = reply
                .headers
                .iter()
                .find(|(name, _)| name == "ETag")
                .map(|(_, value)| value.clone());
            if honours.load(Ordering::SeqCst)
                && tag.is_some()
                && request.header("if-none-match") == tag.as_deref()
            {
                return Reply::new(304, "");
            }
            reply
        })
        .unwrap();
        let site = Self {
            server,
            pages,
            honours_conditions,
        };
        site.list(bulletins);
        for bulletin in bulletins {
            site.put(&bulletin.path(), Reply::html(bulletin.page()));
        }
        site
    }

    /// Lists these bulletins, whether their pages are there or not.
    pub(crate) fn list(&self, bulletins: &[Bulletin]) {
        let rows: String = bulletins
            .iter()
            .map(|b| list_row(&b.path(), &b.title, b.day))
            .collect();
        let page = format!(
            "<!DOCTYPE html><html><head><title>数据</title></head><body><ul>{rows}</ul></body></html>"
        );
        self.put("/list/", Reply::html(page));
    }

    pub(crate) fn put(&self, path: &str, reply: Reply) {
        self.pages.lock().unwrap().insert(path.to_owned(), reply);
    }

    pub(crate) fn publish(&self, bulletin: &Bulletin) {
        self.put(&bulletin.path(), Reply::html(bulletin.page()));
    }

    pub(crate) fn list_url(&self) -> String {
        self.server.url("/list/")
    }

    pub(crate) fn url(&self, path: &str) -> String {
        self.server.url(path)
    }

    /// From now on, answers "not modified" where the entity tag is the same.
    pub(crate) fn honour_conditions(&self) {
        self.honours_conditions.store(true, Ordering::SeqCst);
    }

    /// The requests for a path so far.
    pub(crate) fn asked(&self, path: &str) -> Vec<Request> {
        let mut requests = self.server.requests();
        requests.retain(|request| request.path == path);
        requests
    }

    pub(crate) fn requests(&self) -> usize {
        self.server.requests().len()
    }
}

/// Three years of foreign trade, told in yearly bulletins.
pub(crate) fn three_years() -> Vec<Bulletin> {
    vec![
        Bulletin::of_trade("2024-01-18", 1001, "2023年", "7137.4"),
        Bulletin::of_trade("2025-01-21", 1002, "2024年", "7154.2"),
        Bulletin::of_trade("2026-01-26", 1003, "2025年", "8006.8"),
    ]
}

//! Lists that lie, shrink, move and never end.

use std::sync::atomic::{AtomicUsize, Ordering};

use milepost_fetch::OutcomeClass::{BadContent, Blocked, New, SameText, TooLarge, Transient};
use milepost_fetch::{
    ArticleId, Cursor, Discovery, Fetcher, KnownArticles, LeftOutReason, ListSpec, Pagination, Reach,
    SourceSpec, TitlePattern,
};
use milepost_testkit::{Body, BulletinSite, Dialect, Reply, Server, gzipped, list_row};

use crate::stage::{discover, fetch_by, options, server, source};

fn list(rows: &str) -> String {
    format!("<!DOCTYPE html><html><head><title>统计公报</title></head><body><ul>{rows}</ul></body></html>")
}

fn row(number: usize) -> String {
    list_row(
        &format!("/a/t20260101_{}.html", number + 1000),
        &format!("第{number}号公报"),
        "2026-01-01",
    )
}

async fn again(server: &Server, first: &Discovery) -> Discovery {
    let known: KnownArticles = first
        .articles
        .iter()
        .map(|article| article.article_id.clone())
        .collect();
    let fetcher = Fetcher::new(options()).unwrap();
    fetcher
        .discover(&source(server), &known, Reach::Recent)
        .await
        .unwrap()
}

#[tokio::test]
async fn every_dialect_of_paging_is_read_to_its_end() {
    for dialect in [
        Dialect::FromZero,
        Dialect::FromOne,
        Dialect::RelNext,
        Dialect::Numbered,
    ] {
        let site = BulletinSite::start(dialect, 57, 10, 2_000).unwrap();
        let fetcher = Fetcher::new(options()).unwrap();
        let spec = source(site.server());
        let found = fetcher
            .discover(&spec, &KnownArticles::new(), Reach::Recent)
            .await
            .unwrap();
        assert_eq!(
            (found.class(), found.articles.len(), found.pages.len()),
            (New, 57, 6),
            "{dialect:?}"
        );
        assert_eq!(found.cursor, None);
        let known: KnownArticles = found
            .articles
            .iter()
            .map(|article| article.article_id.clone())
            .collect();
        let later = fetcher.discover(&spec, &known, Reach::Recent).await.unwrap();
        assert_eq!(
            (later.class(), later.new_count(), later.pages.len()),
            (SameText, 0, 1),
            "{dialect:?}"
        );
        assert_eq!(
            fetch_by(&fetcher, &spec, &found.articles[56].url).await.class(),
            New
        );
    }
}

#[tokio::test]
async fn pagination_that_never_ends_stops_at_the_bound_and_leaves_a_cursor() {
    let site = server(|request| {
        let page: usize = request
            .path
            .rsplit('p')
            .next()
            .and_then(|n| n.parse().ok())
            .unwrap_or(0);
        Reply::html(list(&format!(
            "{}<a rel=next href=/list/p{}>more</a>",
            row(page),
            page + 1
        )))
    });
    let mut spec = source(&site);
    spec.max_pages = 7;
    let fetcher = Fetcher::new(options()).unwrap();
    let found = fetcher
        .discover(&spec, &KnownArticles::new(), Reach::Recent)
        .await
        .unwrap();
    assert_eq!((found.pages.len(), found.articles.len()), (7, 7));
    let cursor = found.cursor.unwrap();
    assert_eq!(cursor.lists[0].number, 8);
    let day = "2020-01-01".parse().unwrap();
    let further = Reach::Since {
        day,
        cursor: Some(cursor),
    };
    let more = fetcher
        .discover(&spec, &KnownArticles::new(), further)
        .await
        .unwrap();
    assert_eq!(more.articles.len(), 7);
    assert!(
        more.articles
            .iter()
            .all(|article| !found.articles.contains(article))
    );
}

#[tokio::test]
async fn a_backfill_in_parts_finds_everything_once() {
    for (max_pages, max_articles) in [(2, 1_000), (50, 7), (3, 11)] {
        let site = BulletinSite::start(Dialect::FromOne, 57, 10, 2_000).unwrap();
        let mut spec = source(site.server());
        (spec.max_pages, spec.max_articles) = (max_pages, max_articles);
        let fetcher = Fetcher::new(options()).unwrap();
        let mut known = KnownArticles::new();
        let mut cursor = None;
        for _part in 0..20 {
            let reach = Reach::Since {
                day: "2020-01-01".parse().unwrap(),
                cursor: cursor.take(),
            };
            let found = fetcher.discover(&spec, &known, reach).await.unwrap();
            let fresh = found.articles.iter().filter(|article| !article.is_known);
            assert!(fresh.clone().all(|article| !known.contains(&article.article_id)));
            known.extend(
                fresh
                    .map(|article| article.article_id.clone())
                    .collect::<Vec<_>>(),
            );
            // Through the text form, as the store keeps it.
            cursor = found
                .cursor
                .as_ref()
                .and_then(|cursor| Cursor::parse(&cursor.to_text()));
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!((known.len(), cursor), (57, None), "{max_pages} {max_articles}");
    }
}

#[tokio::test]
async fn a_list_does_not_go_on_at_another_host_or_on_this_machine() {
    for next in [
        "https://elsewhere.example/list/2",
        "file:///etc/passwd",
        "http://127.0.0.2/list/2",
    ] {
        let site =
            server(move |_| Reply::html(list(&format!("{}<a rel=next href='{next}'>more</a>", row(1)))));
        let found = discover(&site).await;
        assert_eq!((found.class(), found.pages.len(), found.cursor), (New, 1, None));
    }
}

#[tokio::test]
async fn pages_that_repeat_for_ever_stop_at_the_first_repeat() {
    let counter = AtomicUsize::new(0);
    let site = server(move |_| {
        let page = counter.fetch_add(1, Ordering::Relaxed);
        Reply::html(list(&format!(
            "{}{}<a rel=next href=/list/p{page}>more</a>",
            row(1),
            row(2)
        )))
    });
    let found = discover(&site).await;
    assert_eq!(
        (found.articles.len(), found.pages.len(), found.cursor),
        (2, 2, None)
    );
}

#[tokio::test]
async fn a_next_link_to_a_page_already_read_ends_the_list() {
    let site = server(|request| {
        let (first, next) = if request.path == "/list/" {
            (1, "/list/b")
        } else {
            (5, "/list/")
        };
        Reply::html(list(&format!("{}<a href='{next}'>下一页</a>", row(first))))
    });
    let found = discover(&site).await;
    assert_eq!((found.articles.len(), found.pages.len()), (2, 2));
    assert!(found.pages[1].next.contains("read already"));
}

#[tokio::test]
async fn deep_pages_that_are_not_there_end_the_list() {
    for reply in [
        Reply::not_found(),
        Reply::html("<title>404</title><p>页面不存在</p>"),
    ] {
        let site = server(move |request| {
            if request.path == "/list/" {
                Reply::html(list(&format!(
                    "{}<script>createPageHTML(9, 0, 'index', 'html');</script>",
                    row(1)
                )))
            } else {
                reply.clone()
            }
        });
        let found = discover(&site).await;
        assert_eq!(
            (found.class(), found.articles.len(), found.cursor),
            (New, 1, None)
        );
    }
}

#[tokio::test]
async fn a_deep_page_that_fails_is_told_and_gone_on_with_later() {
    let site = server(|request| {
        if request.path == "/list/" {
            Reply::html(list(&format!(
                "{}<script>createPageHTML(9, 0, 'index', 'html');</script>",
                row(1)
            )))
        } else {
            Reply::new(500, "")
        }
    });
    let found = discover(&site).await;
    assert_eq!((found.class(), found.articles.len()), (Transient, 1));
    assert_eq!(
        found.cursor.unwrap().lists[0].next_page,
        site.url("/list/index_1.html")
    );
}

#[tokio::test]
async fn a_list_that_shrinks_takes_nothing_away() {
    let counter = AtomicUsize::new(0);
    let site = server(move |_| {
        let is_first = counter.fetch_add(1, Ordering::Relaxed) == 0;
        let rows: String = (0..if is_first { 20 } else { 3 }).map(row).collect();
        Reply::html(list(&rows))
    });
    let first = discover(&site).await;
    let second = again(&site, &first).await;
    assert_eq!((first.articles.len(), second.articles.len()), (20, 3));
    assert_eq!((second.class(), second.new_count()), (SameText, 0));
}

#[tokio::test]
async fn a_list_that_turns_empty_is_a_failure_not_silence() {
    let pad = "<p>栏目导航与版权信息，网站地图，联系我们，政务公开，统计数据。</p>".repeat(40);
    let site = server(move |_| Reply::html(list(&pad)));
    let found = discover(&site).await;
    assert_eq!((found.class(), found.articles.len()), (BadContent, 0));
}

#[tokio::test]
async fn a_blocked_list_is_blocked_and_the_other_lists_are_read() {
    let site = server(|request| {
        if request.path == "/list/" {
            Reply::new(412, "<script>challenge()</script>")
        } else {
            Reply::html(list(&row(1)))
        }
    });
    let mut spec = source(&site);
    spec.lists.push(ListSpec::new(&site.url("/other/")));
    let fetcher = Fetcher::new(options()).unwrap();
    let found = fetcher
        .discover(&spec, &KnownArticles::new(), Reach::Recent)
        .await
        .unwrap();
    assert_eq!((found.class(), found.articles.len()), (Blocked, 1));
}

#[tokio::test]
async fn an_article_that_moves_to_another_section_is_the_same() {
    let counter = AtomicUsize::new(0);
    let site = server(move |_| {
        let section = if counter.fetch_add(1, Ordering::Relaxed) == 0 {
            "tjgb_55472"
        } else {
            "sjjd_55469"
        };
        Reply::html(list(&list_row(
            &format!("/{section}/t20260101_1307.html"),
            "公报",
            "2026-01-01",
        )))
    });
    let first = discover(&site).await;
    let second = again(&site, &first).await;
    assert_eq!((first.new_count(), second.new_count()), (1, 0));
    assert_ne!(first.articles[0].url, second.articles[0].url);
}

#[tokio::test]
async fn twins_are_one_article() {
    let site = server(|_| {
        Reply::html(list(&format!(
            "{}{}{}",
            list_row("/x/t20260101_1307_wap.html", "公报", "2026-01-01"),
            list_row("/x/./t20260101_1307.html", "公报", "2026-01-01"),
            list_row("/y/../x/t20260101_1307.html", "公报", "2026-01-01"),
        )))
    });
    let found = discover(&site).await;
    assert_eq!(found.articles.len(), 1);
    assert_eq!(found.articles[0].url, site.url("/x/t20260101_1307.html"));
    assert!(matches!(found.left_out.as_slice(), [left] if matches!(left.reason, LeftOutReason::TwinOf(_))));
}

#[tokio::test]
async fn links_out_of_the_site_and_to_other_schemes_are_left_out() {
    let site = server(|_| {
        Reply::html(list(&format!(
            "{}{}{}{}",
            row(1),
            list_row(
                "https://elsewhere.example/t20260101_9999.html",
                "公报",
                "2026-01-01"
            ),
            list_row("file:///etc/passwd", "公报", "2026-01-01"),
            list_row("javascript:alert(1)", "公报", "2026-01-01"),
        )))
    });
    let found = discover(&site).await;
    assert_eq!(found.articles.len(), 1);
    assert_eq!(found.left_out.len(), 3, "{:?}", found.left_out);
}

#[tokio::test]
async fn a_pinned_old_row_hides_nothing() {
    let pinned = list_row("/a/t20200101_1001.html", "置顶公报", "2020-01-01");
    let site = server(move |request| {
        let rows = if request.path == "/list/" {
            format!("{pinned}{}{}<a rel=next href=/list/2>2</a>", row(11), row(12))
        } else {
            format!("{}{}", row(13), row(14))
        };
        Reply::html(list(&rows))
    });
    let known: KnownArticles = ArticleId::of(&site.url("/a/t20200101_1001.html"))
        .into_iter()
        .collect();
    let fetcher = Fetcher::new(options()).unwrap();
    let found = fetcher
        .discover(&source(&site), &known, Reach::Recent)
        .await
        .unwrap();
    assert_eq!((found.new_count(), found.pages.len()), (4, 2));
}

#[tokio::test]
async fn a_million_links_are_read_within_bounds() {
    let rows: String = (0..25_000).map(row).collect();
    let site = server(move |_| Reply::html(list(&rows)));
    let mut options = options();
    options.limits.max_list_bytes = 20 * 1024 * 1024;
    options.limits.total = std::time::Duration::from_secs(5);
    let fetcher = Fetcher::new(options).unwrap();
    let found = fetcher
        .discover(&source(&site), &KnownArticles::new(), Reach::Recent)
        .await
        .unwrap();
    assert_eq!(found.articles.len(), 1_000);
    assert!(found.left_out.len() <= 1_000);
    assert!(found.cursor.is_some());
}

#[tokio::test]
async fn an_endless_list_is_too_large() {
    let site = server(|_| {
        Reply::html("").sent(Body::Endless {
            piece: vec![b'x'; 64 * 1024],
            pause: std::time::Duration::ZERO,
        })
    });
    assert_eq!(discover(&site).await.class(), TooLarge);
}

async fn entries(kind: &'static str, bytes: Vec<u8>) -> Vec<(String, Option<String>)> {
    let site = server(move |request| {
        let bytes = String::from_utf8_lossy(&bytes).into_owned();
        match request.path.as_str() {
            "/list/" if kind == "gzip" => Reply::new(200, gzipped(bytes.as_bytes())),
            "/list/" => Reply::new(200, bytes).with("Content-Type", kind),
            _ => Reply::new(
                200,
                "<urlset><url><loc>/a/t20260102_2000.html</loc><lastmod>2026-01-02</lastmod></url></urlset>",
            ),
        }
    });
    let found = discover(&site).await;
    assert_eq!(found.class(), New, "{:?}", found.pages);
    let prefix = site.url("");
    let short = |url: &str| url.strip_prefix(&prefix).unwrap_or(url).to_owned();
    found
        .articles
        .iter()
        .map(|a| (short(&a.url), a.listed_on.map(|day| day.to_string())))
        .collect()
}

#[tokio::test]
async fn feeds_sitemaps_and_records_are_lists_too() {
    let one = |day: &str| vec![("/a/t20260101_1000.html".to_owned(), Some(day.to_owned()))];
    let rss = b"<?xml version='1.0'?><rss version='2.0'><channel><title>t</title><item><title>x</title>\
        <link>/a/t20260101_1000.html</link><pubDate>Thu, 01 Jan 2026 20:00:00 GMT</pubDate></item></channel></rss>";
    assert_eq!(
        entries("application/rss+xml", rss.to_vec()).await,
        one("2026-01-02")
    );
    let atom = b"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><id>i</id><updated>2026-01-01T00:00:00Z</updated>\
        <entry><title>x</title><id>1</id><link href='/a/t20260101_1000.html'/><updated>2026-01-01T00:00:00Z</updated></entry></feed>";
    assert_eq!(
        entries("application/atom+xml", atom.to_vec()).await,
        one("2026-01-01")
    );
    let json_feed =
        br#"{"version":"https://jsonfeed.org/version/1","title":"t","items":[{"id":"1","title":"x",
        "url":"/a/t20260101_1000.html","date_published":"2026-01-01T00:00:00Z"}]}"#;
    assert_eq!(
        entries("application/feed+json", json_feed.to_vec()).await,
        one("2026-01-01")
    );
    let json = br#"callback({"data":[{"title":"x","url":"/a/t20260101_1000.html","pubDate":"2026-01-01"}]})"#;
    assert_eq!(entries("text/plain", json.to_vec()).await, one("2026-01-01"));
    let sitemap =
        b"<urlset><url><loc>/a/t20260101_1000.html</loc><lastmod>2026-01-01</lastmod></url></urlset>";
    assert_eq!(entries("text/xml", sitemap.to_vec()).await, one("2026-01-01"));
    assert_eq!(entries("gzip", sitemap.to_vec()).await, one("2026-01-01"));
    let index = b"<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>";
    assert_eq!(
        entries("text/xml", index.to_vec()).await,
        [("/a/t20260102_2000.html".to_owned(), Some("2026-01-02".to_owned()))]
    );
    let records = b"<?xml version='1.0'?><datastore><recordset><record><![CDATA[<li><a href='/a/t20260101_1000.html'>x</a>\
        <span>2026-01-01</span></li>]]></record></recordset></datastore>";
    assert_eq!(entries("text/xml", records.to_vec()).await, one("2026-01-01"));
}

#[tokio::test]
async fn a_feed_that_is_broken_or_a_bomb_of_entities_ends() {
    let bomb = "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><rss \
        version='2.0'><channel><title>&b;</title><item><title>&b;</title><link>/a/t20260101_1000.html</link></item></channel></rss>";
    for text in [
        bomb,
        "<rss version='2.0'><channel><item>",
        "<urlset><url><loc>",
        "{\"a\":",
        "<?xml version='1.0'?><x/>",
    ] {
        let site = server(move |_| Reply::new(200, text));
        let found = discover(&site).await;
        assert!(found.articles.len() <= 1);
        assert!(found.articles.iter().all(|article| article.title.len() < 1_000));
    }
}

#[tokio::test]
async fn titles_and_days_filter_and_templates_page() {
    let site = server(|request| {
        let page: usize = request
            .path
            .rsplit('=')
            .next()
            .and_then(|n| n.parse().ok())
            .unwrap_or(0);
        let rows = if page < 3 {
            format!(
                "{}{}",
                row(page * 10 + 1),
                list_row(
                    &format!("/a/t20260101_{}.html", 5000 + page),
                    "招聘启事",
                    "2026-01-01"
                )
            )
        } else {
            list_row("/a/t20190101_7000.html", "第7号公报", "2019-01-01")
        };
        Reply::html(list(&rows))
    });
    let mut spec: SourceSpec = source(&site);
    spec.lists[0].pagination = Pagination::Template {
        url: site.url("/list/?pageNo={page0}"),
        rows: 2,
    };
    spec.title_include = vec![TitlePattern::parse("公报").unwrap()];
    spec.since = Some("2025-01-01".parse().unwrap());
    let fetcher = Fetcher::new(options()).unwrap();
    let found = fetcher
        .discover(&spec, &KnownArticles::new(), Reach::Recent)
        .await
        .unwrap();
    assert_eq!((found.articles.len(), found.pages.len()), (3, 4));
}

#[tokio::test]
async fn a_drop_folder_gives_settled_plain_files_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("公报.html"), "<html><body>7154.2</body></html>").unwrap();
    std::fs::write(at("half.pdf.part"), "x").unwrap();
    std::fs::write(at(".hidden"), "x").unwrap();
    std::fs::write(at("empty.html"), "").unwrap();
    std::fs::create_dir(at("2026")).unwrap();
    std::fs::write(at("2026/b.csv"), "a,b\n1,2\n").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", at("link.html")).unwrap();
    let mut spec = SourceSpec::new(milepost_model::SourceId::parse("folder").unwrap());
    spec.drop_folder = Some(folder.path().to_owned());
    let fetcher = Fetcher::new(options()).unwrap();
    let found = fetcher
        .discover(&spec, &KnownArticles::new(), Reach::Recent)
        .await
        .unwrap();
    let titles: Vec<_> = found
        .articles
        .iter()
        .map(|article| article.title.as_str())
        .collect();
    assert_eq!(titles, ["b.csv", "公报.html"]);
    for article in &found.articles {
        assert_eq!(fetch_by(&fetcher, &spec, &article.url).await.class(), New);
    }
    for outside in ["file:///etc/passwd", "file:///etc/../etc/hostname"] {
        let fetched = fetch_by(&fetcher, &spec, outside).await;
        assert!(fetched.content.is_none());
    }
    #[cfg(unix)]
    {
        let link = format!("file://{}", at("link.html").display());
        assert!(fetch_by(&fetcher, &spec, &link).await.content.is_none());
    }
}

#[tokio::test]
async fn a_list_on_this_machine_is_read_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("index.html"),
        list(&list_row("t20260101_1307.html", "公报", "2026-01-01")),
    )
    .unwrap();
    std::fs::write(folder.path().join("t20260101_1307.html"), crate::stage::page()).unwrap();
    let url = format!("file://{}/index.html", folder.path().display());
    let spec = SourceSpec::new(milepost_model::SourceId::parse("local").unwrap()).with_list(&url);
    let fetcher = Fetcher::new(options()).unwrap();
    let found = fetcher
        .discover(&spec, &KnownArticles::new(), Reach::Recent)
        .await
        .unwrap();
    assert_eq!((found.class(), found.articles.len()), (New, 1), "{found:?}");
    assert_eq!(
        fetch_by(&fetcher, &spec, &found.articles[0].url).await.class(),
        New
    );
}

#[tokio::test]
async fn a_sitemap_that_fails_hides_no_other_and_is_gone_back_to() {
    let sitemap = |number: usize| {
        format!(
            "<urlset><url><loc>/a/t20260101_{}.html</loc><lastmod>2026-01-01</lastmod></url></urlset>",
            1000 + number
        )
    };
    let is_mended = std::sync::Arc::new(AtomicUsize::new(0));
    let seen = std::sync::Arc::clone(&is_mended);
    let site = server(move |request| match request.path.as_str() {
        "/list/" => Reply::new(
            200,
            "<sitemapindex><sitemap><loc>/1.xml</loc></sitemap><sitemap><loc>/list/</loc></sitemap><sitemap>\
             <loc>https://elsewhere.example/x.xml</loc></sitemap><sitemap><loc>/2.xml</loc></sitemap><sitemap>\
             <loc>/3.xml</loc></sitemap></sitemapindex>",
        ),
        "/2.xml" if seen.load(Ordering::Relaxed) == 0 => Reply::new(500, ""),
        path => Reply::new(
            200,
            sitemap(path.trim_matches(['/', '.', 'x', 'm', 'l']).parse().unwrap_or(0)),
        ),
    });
    let fetcher = Fetcher::new(options()).unwrap();
    let mut spec = source(&site);
    let found = fetcher
        .discover(&spec, &KnownArticles::new(), Reach::Recent)
        .await
        .unwrap();
    assert_eq!(
        (found.class(), found.articles.len()),
        (Transient, 2),
        "{:?}",
        found.pages
    );
    is_mended.store(1, Ordering::Relaxed);
    let day = "2020-01-01".parse().unwrap();
    let further = Reach::Since {
        day,
        cursor: found.cursor,
    };
    let rest = fetcher
        .discover(&spec, &KnownArticles::new(), further)
        .await
        .unwrap();
    assert_eq!(
        (rest.class(), rest.articles.len(), rest.cursor),
        (New, 2, None),
        "{:?}",
        rest.pages
    );
    spec.max_pages = 2;
    let first = fetcher
        .discover(&spec, &KnownArticles::new(), Reach::Recent)
        .await
        .unwrap();
    assert_eq!(
        (
            first.articles.len(),
            first.cursor.map(|cursor| cursor.lists[0].number)
        ),
        (1, Some(4))
    );
}

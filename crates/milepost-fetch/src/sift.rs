//! Sifts the rows of a source's lists into articles, each once, and what is left out, with the reason. Pure.

use std::collections::{HashMap, HashSet};

use milepost_model::NaiveDate;
use url::Url;

use crate::discovery::{ArticleKind, FoundArticle, KnownArticles, LeftOut, LeftOutReason};
use crate::identity::{ArticleId, has_article_shape, is_twin};
use crate::list_page::Row;
use crate::media::kind_of_name;
use crate::redirect::Gatekeeper;
use crate::source_spec::SourceSpec;

/// What is left out is told up to this many times.
const MAX_LEFT_OUT: usize = 1_000;

/// Rows told apart in one discovery; a site that invents more is not followed further.
const MAX_SEEN: usize = 200_000;

/// The rows of one discovery.
pub(crate) struct Sift<'a> {
    spec: &'a SourceSpec,
    gate: &'a Gatekeeper,
    known: &'a KnownArticles,
    oldest: Option<NaiveDate>,
    articles: Vec<FoundArticle>,
    places: HashMap<ArticleId, usize>,
    seen: HashSet<ArticleId>,
    left_out: Vec<LeftOut>,
    new_count: u32,
}

/// What one page brought.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    /// Rows that look like an article's.
    pub(crate) rows: usize,
    /// Articles that no earlier page had.
    pub(crate) fresh: usize,
    /// Rows, wanted or not, that no earlier page had.
    pub(crate) unseen: usize,
    /// Articles that were not known before.
    pub(crate) new: usize,
    /// Every row has a day, and all are older than asked for.
    pub(crate) is_all_too_old: bool,
    /// Known articles stand where the order of days has arrived; a pinned one above newer rows does not count.
    pub(crate) meets_known: bool,
    /// The count of articles is used up.
    pub(crate) is_over: bool,
}

impl<'a> Sift<'a> {
    pub(crate) fn new(
        spec: &'a SourceSpec,
        gate: &'a Gatekeeper,
        known: &'a KnownArticles,
        oldest: Option<NaiveDate>,
    ) -> Self {
        Self {
            spec,
            gate,
            known,
            oldest,
            articles: Vec::new(),
            places: HashMap::new(),
            seen: HashSet::new(),
            left_out: Vec::new(),
            new_count: 0,
        }
    }

    /// Returns the articles and what was left out.
    pub(crate) fn finish(self) -> (Vec<FoundArticle>, Vec<LeftOut>) {
        (self.articles, self.left_out)
    }

    /// Takes the rows of one page.
    pub(crate) fn take(&mut self, rows: Vec<Row>, list_url: &str) -> Tally {
        let mut tally = Tally {
            is_all_too_old: true,
            ..Tally::default()
        };
        let mut known_days: Vec<(Option<NaiveDate>, bool)> = Vec::new();
        for row in rows {
            let Some((id, url)) = self.address_of(&row) else {
                continue;
            };
            tally.rows = tally.rows.saturating_add(1);
            if self.seen.len() < MAX_SEEN && self.seen.insert(id.clone()) {
                tally.unseen = tally.unseen.saturating_add(1);
            }
            let is_too_old = row.day.zip(self.oldest).is_some_and(|(day, oldest)| day < oldest);
            tally.is_all_too_old &= is_too_old;
            known_days.push((row.day, self.known.contains(&id)));
            if let Some(reason) = self.reason_against(&row, &url) {
                self.leave_out(url.to_string(), row.title, reason);
                continue;
            }
            self.admit(row, id, &url, list_url, &mut tally);
        }
        tally.is_all_too_old &= tally.rows > 0;
        tally.meets_known = meets_known(&known_days);
        tally
    }

    /// Takes an article that no list names: a document by its address, a dropped file.
    pub(crate) fn take_named(
        &mut self,
        url: &Url,
        title: &str,
        list_url: &str,
        day: Option<NaiveDate>,
    ) -> Tally {
        let mut tally = Tally::default();
        if let Some(id) = ArticleId::of_url(url) {
            let row = Row {
                address: Ok(url.clone()),
                title: title.to_owned(),
                day,
                is_entry: true,
            };
            self.admit(row, id, url, list_url, &mut tally);
        }
        tally
    }

    pub(crate) fn leave_out(&mut self, url: String, title: String, reason: LeftOutReason) {
        if self.left_out.len() < MAX_LEFT_OUT {
            self.left_out.push(LeftOut { url, title, reason });
        }
    }

    /// Returns a row's identity and address where it looks like an article's.
    fn address_of(&mut self, row: &Row) -> Option<(ArticleId, Url)> {
        let url = match &row.address {
            Ok(url) => self.secured(url.clone()),
            Err(text) => {
                if row.is_entry || row.day.is_some() {
                    self.leave_out(text.clone(), row.title.clone(), LeftOutReason::NotAnAddress);
                }
                return None;
            }
        };
        let is_picture = ["png", "jpg", "jpeg", "gif"].iter().any(|ending| {
            url.path()
                .rsplit_once('.')
                .is_some_and(|(_, found)| found.eq_ignore_ascii_case(ending))
        });
        let looks_right = row.is_entry || row.day.is_some() || has_article_shape(&url);
        let id = ArticleId::of_url(&url).filter(|_| looks_right && !is_picture);
        let Some(id) = id else {
            self.leave_out(url.to_string(), row.title.clone(), LeftOutReason::NotARow);
            return None;
        };
        Some((id, url))
    }

    /// Lists served in TLS name their articles in plain; the site has both.
    fn secured(&self, mut url: Url) -> Url {
        let is_plain_by_mistake = url.scheme() == "http" && url.port().is_none() && !self.spec.tls.allow_http;
        if is_plain_by_mistake && self.gate.has_secure_list_on(&url) {
            // A special scheme takes another special one; where it did not, the address stays as it is.
            let _ = url.set_scheme("https");
        }
        url
    }

    fn reason_against(&self, row: &Row, url: &Url) -> Option<LeftOutReason> {
        let is_local = url.scheme() == "file";
        if is_local && !self.gate.has_local_list() {
            return Some(LeftOutReason::NotAnAddress);
        }
        if !is_local && !self.gate.knows_host(url) {
            return Some(LeftOutReason::OtherHost(
                url.host_str().unwrap_or_default().to_owned(),
            ));
        }
        if let Some(day) = row
            .day
            .filter(|day| self.oldest.is_some_and(|oldest| *day < oldest))
        {
            return Some(LeftOutReason::TooOld(day));
        }
        // A list without titles is filtered by its addresses.
        let name = if row.title.is_empty() {
            url.as_str()
        } else {
            &row.title
        };
        let includes = &self.spec.title_include;
        if !includes.is_empty() && !includes.iter().any(|pattern| pattern.matches(name)) {
            return Some(LeftOutReason::TitleNotIncluded);
        }
        let excluded = self
            .spec
            .title_exclude
            .iter()
            .find(|pattern| pattern.matches(name));
        excluded.map(|pattern| LeftOutReason::TitleExcluded(pattern.as_str().to_owned()))
    }

    fn admit(&mut self, row: Row, id: ArticleId, url: &Url, list_url: &str, tally: &mut Tally) {
        if let Some(first) = self
            .places
            .get(&id)
            .and_then(|place| self.articles.get_mut(*place))
        {
            let twin = merge(first, row, url);
            if let Some((url, title, of)) = twin {
                self.leave_out(url, title, LeftOutReason::TwinOf(of));
            }
            return;
        }
        let is_known = self.known.contains(&id);
        if !is_known && self.new_count >= self.spec.max_articles {
            tally.is_over = true;
            self.leave_out(url.to_string(), row.title, LeftOutReason::TooMany);
            return;
        }
        if !is_known {
            self.new_count = self.new_count.saturating_add(1);
            tally.new = tally.new.saturating_add(1);
        }
        tally.fresh = tally.fresh.saturating_add(1);
        self.places.insert(id.clone(), self.articles.len());
        self.articles.push(FoundArticle {
            article_id: id,
            url: url.to_string(),
            title: row.title,
            listed_on: row.day,
            list_url: list_url.to_owned(),
            is_known,
            kind: kind_of(url),
        });
    }
}

/// Merges a second row of an article into the first; returns the address that lost, with its title, and the one that
/// won, where they differ.
fn merge(first: &mut FoundArticle, row: Row, url: &Url) -> Option<(String, String, String)> {
    if row.title.chars().count() > first.title.chars().count() {
        first.title.clone_from(&row.title);
    }
    first.listed_on = first.listed_on.or(row.day);
    if first.url == url.as_str() {
        return None;
    }
    let rank = |url: &Url| (is_twin(url), url.scheme() == "http");
    let is_better = Url::parse(&first.url).is_ok_and(|kept| rank(url) < rank(&kept));
    let lost = if is_better {
        std::mem::replace(&mut first.url, url.to_string())
    } else {
        url.to_string()
    };
    Some((lost, row.title, first.url.clone()))
}

fn kind_of(url: &Url) -> ArticleKind {
    if kind_of_name(url.path()).is_some() {
        ArticleKind::File
    } else {
        ArticleKind::Page
    }
}

/// Says whether a known article stands in its place: nothing after it on the page is newer.
fn meets_known(rows: &[(Option<NaiveDate>, bool)]) -> bool {
    let mut newest_after: Option<NaiveDate> = None;
    for (day, is_known) in rows.iter().rev() {
        let is_pinned = day.zip(newest_after).is_some_and(|(day, newest)| newest > day);
        if *is_known && !is_pinned {
            return true;
        }
        newest_after = newest_after.max(*day);
    }
    false
}

#[cfg(test)]
mod tests {
    use milepost_model::SourceId;

    use super::*;
    use crate::dial::DialPolicy;
    use crate::source_spec::TitlePattern;

    fn row(url: &str, title: &str, day: Option<&str>) -> Row {
        Row {
            address: Url::parse(url).map_err(|_unreadable| url.to_owned()),
            title: title.into(),
            day: day.map(|day| day.parse().unwrap()),
            is_entry: false,
        }
    }

    fn spec() -> SourceSpec {
        let mut spec = SourceSpec::new(SourceId::parse("s").unwrap()).with_list("https://a.gov.cn/list/");
        spec.title_include = vec![TitlePattern::parse("公报|情况").unwrap()];
        spec.title_exclude = vec![TitlePattern::parse("解读").unwrap()];
        spec.since = Some("2023-01-01".parse().unwrap());
        spec
    }

    #[test]
    fn every_row_is_an_article_or_left_out_for_a_reason() {
        let (spec, known) = (spec(), KnownArticles::new());
        let gate = Gatekeeper::new(&spec, DialPolicy::default());
        let mut sift = Sift::new(&spec, &gate, &known, spec.since);
        let tally = sift.take(
            vec![
                row(
                    "https://a.gov.cn/202403/t20240326_1307.html",
                    "统计公报",
                    Some("2024-03-26"),
                ),
                row(
                    "http://a.gov.cn/202403/t20240326_1307_wap.html",
                    "统计公报",
                    Some("2024-03-26"),
                ),
                row("https://b.cn/x.html", "情况", Some("2024-03-26")),
                row("https://a.gov.cn/y.html", "通知", Some("2024-03-26")),
                row("https://a.gov.cn/z.html", "公报解读", Some("2024-03-26")),
                row("https://a.gov.cn/o.html", "公报", Some("2020-03-26")),
                row("https://a.gov.cn/about.html", "关于公报", None),
                row("mailto:x", "公报", Some("2024-03-26")),
                row("http://a.gov.cn/m.html", "情况", Some("2024-03-27")),
            ],
            "l",
        );
        assert_eq!((tally.fresh, tally.new, tally.is_all_too_old), (2, 2, false));
        let (articles, left_out) = sift.finish();
        let urls: Vec<_> = articles.iter().map(|article| article.url.as_str()).collect();
        assert_eq!(
            urls,
            [
                "https://a.gov.cn/202403/t20240326_1307.html",
                "https://a.gov.cn/m.html"
            ]
        );
        let reasons: Vec<_> = left_out.iter().map(|left| left.reason.clone()).collect();
        assert!(matches!(
            reasons.as_slice(),
            [
                LeftOutReason::TwinOf(_),
                LeftOutReason::OtherHost(_),
                LeftOutReason::TitleNotIncluded,
                LeftOutReason::TitleExcluded(_),
                LeftOutReason::TooOld(_),
                LeftOutReason::NotARow,
                ..
            ]
        ));
    }

    #[test]
    fn the_better_twin_wins_whatever_the_order() {
        let mut spec = spec();
        spec.tls.allow_http = true;
        let known = KnownArticles::new();
        let gate = Gatekeeper::new(&spec, DialPolicy::default());
        let mut sift = Sift::new(&spec, &gate, &known, None);
        sift.take(
            vec![
                row("http://a.gov.cn/x/t20240326_1307_wap.html", "公报", None),
                row("https://a.gov.cn/y/t20240326_1307.html", "2023年公报", None),
            ],
            "l",
        );
        let (articles, _) = sift.finish();
        assert_eq!(
            (articles[0].url.as_str(), articles[0].title.as_str()),
            ("https://a.gov.cn/y/t20240326_1307.html", "2023年公报")
        );
    }

    #[test]
    fn a_pinned_known_row_is_not_where_the_known_begin() {
        let day = |text: &str| Some(text.parse().unwrap());
        assert!(!meets_known(&[
            (day("2020-01-01"), true),
            (day("2024-01-02"), false)
        ]));
        assert!(meets_known(&[
            (day("2024-01-02"), false),
            (day("2024-01-01"), true)
        ]));
        assert!(meets_known(&[(None, true), (None, false)]));
    }
}

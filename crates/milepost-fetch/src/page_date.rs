//! Days in rows of lists and in addresses. Only for finding and ordering bulletins: when one was published is decided
//! later, from everything the document says.

use std::sync::LazyLock;

use milepost_model::NaiveDate;
use regex::Regex;
use url::Url;

/// Texts longer than this are summaries; a day in them is not the row's.
const MAX_DATE_TEXT_CHARS: usize = 40;

static NUMERIC: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:日|[^0-9]|$)")
        .ok()
});

static ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:(?-u:\b)(\d{1,2})(?:st|nd|rd|th)?[ -]+)?(?-u:\b)(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[ -]+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?((?:19|20)\d{2})(?-u:\b)").ok()
});

static IN_ADDRESS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"/t((?:19|20)\d{2})(\d{2})(\d{2})_",
        r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/",
        r"/((?:19|20)\d{2})-(\d{1,2})/(\d{1,2})/",
        r"/((?:19|20)\d{2})(\d{2})/(\d{2})/",
        r"/((?:19|20)\d{2})-(\d{2})-(\d{2})[/_.-]",
        r"/P0?((?:19|20)\d{2})(\d{2})(\d{2})\d{6}",
    ]
    .into_iter()
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});

/// Finds the day in a short text that stands beside a title.
pub(crate) fn find_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    // Nearly every text of a page ends here: without a year there is no day, and looking for one costs next to nothing.
    let has_year = text.contains("20") || text.contains("19");
    if !has_year
        || text.len() > MAX_DATE_TEXT_CHARS.saturating_mul(4)
        || text.chars().count() > MAX_DATE_TEXT_CHARS
    {
        return None;
    }
    numeric(text).or_else(|| english(text))
}

/// Says whether a text is a day and nothing else, brackets and a time of day apart.
pub(crate) fn is_only_day(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "[]()【】（）".contains(c));
    if find_day(bare).is_none() {
        return false;
    }
    let has_words = bare
        .chars()
        .any(|c| c.is_alphabetic() && !matches!(c, '年' | '月' | '日'));
    !has_words || (english(bare).is_some() && bare.chars().count() < 20)
}

/// Finds the day that an address shows.
pub(crate) fn day_in_address(url: &Url) -> Option<NaiveDate> {
    let path = url.path();
    IN_ADDRESS.iter().find_map(|shape| {
        let found = shape.captures(path)?;
        day(
            found.get(1)?.as_str(),
            found.get(2)?.as_str(),
            found.get(3)?.as_str(),
        )
    })
}

fn numeric(text: &str) -> Option<NaiveDate> {
    let found = NUMERIC.as_ref()?.captures(text)?;
    day(
        found.get(1)?.as_str(),
        found.get(2)?.as_str(),
        found.get(3)?.as_str(),
    )
}

fn english(text: &str) -> Option<NaiveDate> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let found = ENGLISH.as_ref()?.captures(text)?;
    let month = found.get(2)?.as_str().to_ascii_lowercase();
    let number = MONTHS.iter().position(|name| *name == month)?.checked_add(1)?;
    let of_month = found.get(1).or_else(|| found.get(3))?;
    day(found.get(4)?.as_str(), &number.to_string(), of_month.as_str())
}

fn day(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, day: Option<&str>) {
        assert_eq!(
            find_day(text).map(|day| day.to_string()).as_deref(),
            day,
            "{text}"
        );
    }

    #[test]
    fn days_beside_titles_are_read() {
        for text in [
            "2024-03-26",
            "[2024-03-26]",
            "2024年3月26日",
            "2024/3/26 10:30",
            "2024.03.26",
            "发布时间：2024-03-26",
            "March 26, 2024",
            "26 Mar 2024",
            "26-Mar-2024",
            "Mar. 26th, 2024",
        ] {
            check(text, Some("2024-03-26"));
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "03-26",
            "2024-13-01",
            "2024-02-30",
            "2024",
            "12024-03-26",
            "2024-03-261",
            "May 2024",
            "1-9月",
        ] {
            check(text, None);
        }
        check(&format!("{} 2024-03-26", "摘要".repeat(30)), None);
    }

    #[test]
    fn a_title_with_a_day_in_it_is_more_than_a_day() {
        assert!(is_only_day("[2024-03-26]") && is_only_day("2024年3月26日") && is_only_day("26 March 2024"));
        assert!(!is_only_day("2024年3月26日新闻发布会"));
    }

    #[test]
    fn addresses_show_days() {
        for (url, day) in [
            ("https://a.cn/202403/t20240326_1.html", Some("2024-03-26")),
            ("https://a.cn/art/2023/11/1/art_70_1.html", Some("2023-11-01")),
            ("https://a.cn/2022-10/28/content_5.shtml", Some("2022-10-28")),
            ("https://a.cn/P020250313414054067991.pdf", Some("2025-03-13")),
            ("https://a.cn/c100123/content.html", None),
        ] {
            let found = day_in_address(&Url::parse(url).unwrap());
            assert_eq!(found.map(|day| day.to_string()).as_deref(), day, "{url}");
        }
    }
}

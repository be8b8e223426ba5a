//! Finds the day of publication by vote: declarations, address, 发布时间 line, signature.
//!
//! Each sign may lie: templates carry old dates, addresses the day of drafting. All are kept; those that cannot be true
//! are marked as outliers; the rest are weighed. Dates without an offset are plain dates, as their readers take them.

use chrono::Days;
use milepost_model::{NaiveDate, Period};

use crate::arena::Arena;
use crate::body::{Body, Line};
use crate::document::DateVote;
use crate::{Input, meta};

/// What the vote came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) published: Option<NaiveDate>,
    pub(crate) votes: Vec<DateVote>,
    pub(crate) disagree: bool,
}

/// `<meta>` names that give the day of publication, in lower case.
const META_NAMES: [&str; 12] = [
    "pubdate",
    "publishdate",
    "publish_date",
    "publishtime",
    "publication_date",
    "article:published_time",
    "datepublished",
    "dc.date",
    "dcterms.issued",
    "firstpublishedtime",
    "weibo: article:create_at",
    "date",
];

/// No official site of ours has pages before it.
const FIRST_YEAR: i32 = 1995;

/// Counts the votes. `title_period` is the period that the title speaks of: nothing is published before it starts.
pub(crate) fn vote(arena: &Arena, body: &Body, input: &Input<'_>, title_period: Option<Period>) -> Verdict {
    let mut votes = Vec::new();
    if let Some(date) = input.published {
        votes.push(new_vote("given", &date.to_string(), date, None));
    }
    for (node, name, content) in meta::all(arena) {
        let is_date = META_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
        if let Some(date) = first_date(content).filter(|_| is_date) {
            votes.push(new_vote("meta", content, date, Some(node)));
        }
    }
    if let Some(date) = date_in_url(input.url) {
        votes.push(new_vote("url", input.url, date, None));
    }
    votes.extend(body.page_lines.iter().filter_map(|line| line_vote(arena, line)));
    votes.extend(signature(arena, body));

    let latest = input
        .fetched_at
        .and_then(|at| at.date_naive().checked_add_days(Days::new(1)));
    let earliest = title_period.map(Period::first_day);
    for vote in &mut votes {
        vote.outlier = if latest.is_some_and(|latest| vote.date > latest) {
            Some("after the day it was fetched")
        } else if earliest.is_some_and(|earliest| vote.date < earliest) {
            Some("before the period that the title speaks of")
        } else {
            None
        };
    }
    let published = winner(&votes, input.url);
    let disagree = votes
        .iter()
        .any(|a| votes.iter().any(|b| days_apart(a.date, b.date) > 1));
    Verdict {
        published,
        votes,
        disagree,
    }
}

fn new_vote(source: &'static str, text: &str, date: NaiveDate, node: Option<u32>) -> DateVote {
    DateVote {
        source,
        text: text.chars().take(200).collect(),
        date,
        node,
        outlier: None,
    }
}

fn days_apart(a: NaiveDate, b: NaiveDate) -> u64 {
    a.signed_duration_since(b).num_days().unsigned_abs()
}

/// What a sign is worth. The given date stands above all; line and address are written for each page, a declaration
/// often by a template, a signature for the text and not for the page.
fn weight(source: &str) -> u32 {
    match source {
        "given" => 100,
        "line" | "url" => 3,
        _ => 2,
    }
}

fn winner(votes: &[DateVote], url: &str) -> Option<NaiveDate> {
    let valid: Vec<&DateVote> = votes.iter().filter(|vote| vote.outlier.is_none()).collect();
    let month = month_in_url(url);
    let support = |date: NaiveDate| {
        let mut sources: Vec<&str> = Vec::new();
        let mut sum = 0_u32;
        for vote in valid.iter().filter(|vote| days_apart(vote.date, date) <= 1) {
            // Ten copies of one sign are one sign.
            if !sources.contains(&vote.source) {
                sources.push(vote.source);
                sum = sum.saturating_add(weight(vote.source));
            }
        }
        let in_month = month.is_some_and(|(year, month)| {
            use chrono::Datelike as _;
            date.year() == year && date.month() == month
        });
        sum.saturating_add(u32::from(in_month))
    };
    // Of equals the one whose own source weighs most, then the first seen.
    let mut best: Option<(u32, u32, NaiveDate)> = None;
    for vote in &valid {
        let rank = (support(vote.date), own_rank(vote.source));
        if best.is_none_or(|(sum, own, _)| rank > (sum, own)) {
            best = Some((rank.0, rank.1, vote.date));
        }
    }
    best.map(|(_, _, date)| date)
}

fn own_rank(source: &str) -> u32 {
    match source {
        "given" => 5,
        "line" => 4,
        "url" => 3,
        "meta" => 2,
        _ => 1,
    }
}

/// Reads the date of a line about the page: the one behind its 发布 label, or its first.
fn line_vote(arena: &Arena, line: &Line) -> Option<DateVote> {
    let text = arena.slice(line.range.clone());
    let lower = text.to_ascii_lowercase();
    let labels = [
        "发布时间",
        "发布日期",
        "發佈時間",
        "發布時間",
        "公开日期",
        "发文日期",
        "成文日期",
        "日期",
        "时间",
        "published",
        "release",
        "date",
    ];
    let behind = labels
        .iter()
        .find_map(|label| lower.find(label).and_then(|at| text.get(at..)))?;
    // The date has to stand right there, or it is another label's.
    let near: String = behind.chars().take(40).collect();
    let date = first_date(&near)?;
    Some(new_vote("line", text, date, Some(line.node)))
}

/// Reads the date that stands alone among the last lines of the body.
fn signature(arena: &Arena, body: &Body) -> Option<DateVote> {
    body.lines.iter().rev().take(6).find_map(|line| {
        let text = arena.slice(line.range.clone());
        let bare = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）'));
        // The office's name may stand before it, on the same line.
        let (date, before) = date_at_end(bare)?;
        let is_name = before.chars().count() <= 24
            && !before.contains(['，', ',', '。', '至', '到', '为', '—', '～', '-'])
            && !before.contains(|c: char| c.is_ascii_digit());
        is_name.then(|| new_vote("signature", text, date, Some(line.node)))
    })
}

/// Reads the first whole date of a text, in any of the forms that pages use.
pub(crate) fn first_date(text: &str) -> Option<NaiveDate> {
    let text = crate::fold_digits::fold_digits(text);
    let chars: Vec<char> = text.chars().collect();
    (0..chars.len())
        .find_map(|at| date_at(&chars, at).map(|(date, _)| date))
        .or_else(|| english_date(&text))
}

/// Reads the date at the very end of a short text; returns what stands before it too.
fn date_at_end(text: &str) -> Option<(NaiveDate, String)> {
    if text.chars().count() > 60 {
        return None;
    }
    let chars: Vec<char> = crate::fold_digits::fold_digits(text).chars().collect();
    (0..chars.len()).find_map(|at| {
        let (date, end) = date_at(&chars, at)?;
        (end == chars.len()).then(|| (date, chars.iter().take(at).collect()))
    })
}

/// Reads `2025-10-24`, `2025/10/24`, `2025.10.24`, `2025年10月24日`, `20251024` at a position; returns the end too.
fn date_at(chars: &[char], at: usize) -> Option<(NaiveDate, usize)> {
    let is_digit_at = |index: usize| chars.get(index).is_some_and(char::is_ascii_digit);
    if at > 0 && is_digit_at(at.saturating_sub(1)) {
        return None;
    }
    let digits: String = chars.iter().skip(at).take_while(|c| c.is_ascii_digit()).collect();
    let mut end = at.saturating_add(digits.len());
    if digits.len() == 8 || digits.len() == 14 {
        let date = compact_date(digits.get(..8)?)?;
        return Some((date, end));
    }
    let year: i32 = (digits.len() == 4).then(|| digits.parse().ok())??;
    let mut parts = [0_u32; 2];
    for part in &mut parts {
        end = skip_blanks(chars, end);
        if !matches!(chars.get(end), Some('-' | '/' | '.' | '年' | '月' | '−' | '–')) {
            return None;
        }
        end = skip_blanks(chars, end.saturating_add(1));
        let number: String = chars
            .iter()
            .skip(end)
            .take_while(|c| c.is_ascii_digit())
            .take(3)
            .collect();
        *part = (1..=2).contains(&number.len()).then(|| number.parse().ok())??;
        end = end.saturating_add(number.len());
    }
    if matches!(chars.get(end), Some('日' | '号')) {
        end = end.saturating_add(1);
    }
    let [month, day] = parts;
    plausible(year, month, day).map(|date| (date, end))
}

fn skip_blanks(chars: &[char], from: usize) -> usize {
    let blanks = chars.iter().skip(from).take_while(|c| c.is_whitespace()).count();
    from.saturating_add(blanks)
}

fn compact_date(digits: &str) -> Option<NaiveDate> {
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(number(0..4)?).ok()?;
    plausible(year, number(4..6)?, number(6..8)?)
}

fn plausible(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    (FIRST_YEAR..=2100)
        .contains(&year)
        .then(|| NaiveDate::from_ymd_opt(year, month, day))
        .flatten()
}

/// Reads `24 October 2025` and `October 24, 2025`, months shortened or not.
fn english_date(text: &str) -> Option<NaiveDate> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let words: Vec<&str> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let month_of = |word: &str| {
        let start = word.get(..3)?.to_ascii_lowercase();
        let month = MONTHS.iter().position(|month| *month == start)?;
        u32::try_from(month).ok()?.checked_add(1)
    };
    let day_of = |word: &str| {
        word.trim_end_matches(|c: char| c.is_ascii_alphabetic())
            .parse::<u32>()
            .ok()
    };
    words.windows(3).find_map(|three| {
        let [a, b, c] = three else { return None };
        let year = c.parse::<i32>().ok()?;
        let (month, day) = match (month_of(a), month_of(b)) {
            (Some(month), None) => (month, day_of(b)?),
            (None, Some(month)) => (month, day_of(a)?),
            _ => return None,
        };
        plausible(year, month, day)
    })
}

/// Reads the day out of an address: `t20251024_`, `/2025/10/24/`, `/2025-10/24/`, `P020251024…`.
pub(crate) fn date_in_url(url: &str) -> Option<NaiveDate> {
    let path = path_of(url);
    for segment in path.split('/') {
        for (at, _) in segment.match_indices(['t', 'T', 'P']) {
            let behind = segment.get(at.saturating_add(1)..).unwrap_or_default();
            let behind = behind
                .strip_prefix('0')
                .filter(|_| segment.starts_with('P'))
                .unwrap_or(behind);
            let run = behind.bytes().take_while(u8::is_ascii_digit).count();
            let starts_word = at == 0;
            let ends_word = run == 8
                && behind
                    .as_bytes()
                    .get(8)
                    .is_none_or(|byte| matches!(byte, b'_' | b'.' | b'-'))
                || segment.starts_with('P') && run >= 8;
            if starts_word
                && ends_word
                && let Some(date) = behind.get(..8).and_then(compact_date)
            {
                return Some(date);
            }
        }
    }
    let numbers: Vec<&str> = path
        .split(['/', '-', '_'])
        .filter(|part| !part.is_empty())
        .collect();
    let by_parts = numbers.windows(3).find_map(|three| {
        let [year, month, day] = three else { return None };
        let is_year = year.len() == 4;
        let is_short = |part: &str| (1..=2).contains(&part.len());
        (is_year && is_short(month) && is_short(day))
            .then(|| plausible(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
            .flatten()
    });
    by_parts.or_else(|| {
        numbers
            .iter()
            .find(|part| part.len() == 8)
            .and_then(|part| compact_date(part))
    })
}

/// Reads the month out of an address: `/202510/`.
fn month_in_url(url: &str) -> Option<(i32, u32)> {
    path_of(url).split('/').find_map(|segment| {
        let year: i32 = (segment.len() == 6).then(|| segment.get(..4)?.parse().ok())??;
        let month: u32 = segment.get(4..)?.parse().ok()?;
        plausible(year, month, 1).map(|_| (year, month))
    })
}

fn path_of(url: &str) -> &str {
    let path = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    path.split(['?', '#']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    #[test]
    fn addresses_carry_dates() {
        for (url, date) in [
            (
                "http://a.gov.cn/tjsj/202510/t20251024_15112233.html",
                day(2025, 10, 24),
            ),
            ("http://a.gov.cn/art/2025/3/7/art_77_12345.html", day(2025, 3, 7)),
            ("http://a.gov.cn/2025-03/14/content_900.shtml", day(2025, 3, 14)),
            ("http://a.gov.cn/x/P020250313414054067991.pdf", day(2025, 3, 13)),
            ("http://a.gov.cn/content/post_20250.html", None),
            ("http://a.gov.cn/c100024/content.html", None),
            ("t20241301_1.html", None),
        ] {
            assert_eq!(date_in_url(url), date, "{url}");
        }
    }

    #[test]
    fn dates_are_read_in_every_form() {
        for (text, date) in [
            ("2025-10-24 09:30", day(2025, 10, 24)),
            ("2025年 10月24日", day(2025, 10, 24)),
            ("２０２５年１０月２４日", day(2025, 10, 24)),
            ("二〇二五年十月二十四日", day(2025, 10, 24)),
            ("20251024120000", day(2025, 10, 24)),
            ("24 October 2025", day(2025, 10, 24)),
            ("Oct. 24, 2025", day(2025, 10, 24)),
            ("2025-10", None),
            ("2025-13-40", None),
            ("023-6789-1234", None),
        ] {
            assert_eq!(first_date(text), date, "{text}");
        }
    }
}

//! Reads for when a table's figure is from the labels of its column and row: each says a part, the inner ones first.
//!
//! «9月» under «2024年», «年末» beside «2021年», «累计» under a caption of «2024年5月». Where two labels do not fit
//! together there is no period.

use std::sync::Arc;

use chrono::Datelike as _;
use milepost_model::{NaiveDate, Period, PeriodShape};

use crate::anchor::{Anchor, resolve};
use crate::fold::{Folded, fold};
use crate::mention::{Mention, Part, Use, Year};
use crate::period::mentions_of;
use crate::statement::{Context, InheritedPeriod};
use crate::table_label::TableLabel;

/// Returns the period of a figure under these labels, outermost first, with the words that say most of it: the
/// labels', else the context's.
///
/// # Errors
/// When a label speaks of a time that cannot be told, or two labels of different times.
pub fn labelled_period(
    cols: &[Arc<TableLabel>],
    rows: &[Arc<TableLabel>],
    context: &Context,
) -> Result<Option<InheritedPeriod>, &'static str> {
    let mut times = Vec::new();
    for label in cols.iter().rev().chain(rows.iter().rev()) {
        match &label.time {
            Ok(Some(time)) => times.push(time),
            Ok(None) => {}
            Err(reason) => return Err(reason),
        }
    }
    told(&times, context)
}

/// Returns the period that a caption or heading says, months without a year being those of the context's.
pub fn heading_period_within(text: &str, context: &Context) -> Option<InheritedPeriod> {
    let time = Time::of(text, context.published).ok()??;
    told(&[&time], context).ok()?
}

/// Says whether a label names a time only beside another: «累计», «当月», «上年同期».
pub(crate) fn is_relative_time(label: &str) -> bool {
    Relative::of(label).is_some()
}

/// What one label says of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Time {
    /// A period of its own.
    Stated(InheritedPeriod),
    /// A whole year, which another label may narrow.
    Year(InheritedPeriod),
    /// «2023年累计»: the whole year, or as much of it as the table is for.
    YearToDate(InheritedPeriod),
    /// A part of a year that another label, the caption or the publication names.
    Part(Mention, String),
    /// A time that another one gives.
    Relative(Relative, String),
}

/// How a time is got from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relative {
    /// 当月.
    Month,
    /// 累计.
    ToDate,
    /// 上年同期.
    YearBefore,
}

const UNTOLD: &str = "under a label whose period cannot be told";
const TWO_TIMES: &str = "under labels of two times";

impl Time {
    pub(crate) fn of(label: &str, published: Option<NaiveDate>) -> Result<Option<Self>, &'static str> {
        if label.len() > MAX_LABEL_BYTES {
            return Ok(None);
        }
        if let Some(relative) = Relative::of(label) {
            return Ok(Some(Self::Relative(relative, label.to_owned())));
        }
        if let Some(period) = plain_date(label) {
            let quote = label.trim().to_owned();
            return Ok(Some(Self::Stated(InheritedPeriod { period, quote })));
        }
        let folded = Folded::new(label);
        let mentions: Vec<Mention> = mentions_of(&folded)
            .into_iter()
            .filter(|mention| matches!(mention.role, Use::Governs | Use::By | Use::YearBefore))
            .collect();
        let Some(mut first) = mentions.first().cloned() else {
            return Ok(None);
        };
        let is_sole = mentions
            .iter()
            .all(|other| (other.year, other.part) == (first.year, first.part));
        if !is_sole || first.role == Use::YearBefore {
            return Err(UNTOLD);
        }
        // 9月止累计, 9月累计: from the start of the year.
        if let Part::Months(from, to) = first.part
            && from == to
            && folded.string(first.range.end..folded.len()).contains("累计")
        {
            first.part = Part::Months(1, to);
        }
        let quote = label
            .get(folded.bytes(&first.range, label))
            .unwrap_or_default()
            .to_owned();
        if first.year == Year::Unstated && first.part != Part::Now {
            let is_open = first.part == Part::Open;
            return if is_open {
                Err(UNTOLD)
            } else {
                Ok(Some(Self::Part(first, quote)))
            };
        }
        let anchor = Anchor {
            published,
            ..Anchor::default()
        };
        let period = resolve(&first, &anchor).ok_or(UNTOLD)?;
        let found = InheritedPeriod { period, quote };
        let is_year = first.part == Part::Whole && period.is_full_year() && first.role == Use::Governs;
        let counts_up = folded.string(first.range.end..folded.len()).contains("累计");
        Ok(Some(if is_year && counts_up {
            Self::YearToDate(found)
        } else if is_year {
            Self::Year(found)
        } else {
            Self::Stated(found)
        }))
    }
}

/// A longer text is prose, not a label.
const MAX_LABEL_BYTES: usize = 600;

fn told(times: &[&Time], context: &Context) -> Result<Option<InheritedPeriod>, &'static str> {
    let Some((own, outer)) = times.split_first() else {
        return Ok(context.period.clone());
    };
    match own {
        Time::Stated(period) => Ok(Some(period.clone())),
        Time::Year(year) => of_year(year, outer, context).map(Some),
        Time::YearToDate(year) => {
            let is_whole = context
                .period
                .as_ref()
                .is_some_and(|outer| outer.period.is_full_year());
            if outer.is_empty() && !is_whole {
                return Err(UNTOLD);
            }
            of_year(year, outer, context).map(Some)
        }
        Time::Part(part, quote) => of_part(part, quote, outer, context).map(Some),
        Time::Relative(relative, label) => {
            let base = told(outer, context)?.ok_or(UNTOLD)?;
            let period = relative.of_base(&base).ok_or(UNTOLD)?;
            let quote = label.trim().to_owned();
            Ok(Some(InheritedPeriod { period, quote }))
        }
    }
}

fn of_year(
    year: &InheritedPeriod,
    outer: &[&Time],
    context: &Context,
) -> Result<InheritedPeriod, &'static str> {
    let Some((next, _)) = outer.split_first() else {
        return Ok(year.clone());
    };
    match next {
        Time::Part(part, quote) => {
            let period = in_year(part, year.period.calendar_year(), context).ok_or(UNTOLD)?;
            Ok(InheritedPeriod {
                period,
                quote: quote.clone(),
            })
        }
        Time::Year(other) | Time::Stated(other) if other.period == year.period => Ok(year.clone()),
        Time::Stated(_) | Time::Year(_) | Time::YearToDate(_) | Time::Relative(..) => Err(TWO_TIMES),
    }
}

fn of_part(
    part: &Mention,
    quote: &str,
    outer: &[&Time],
    context: &Context,
) -> Result<InheritedPeriod, &'static str> {
    let own = |period| InheritedPeriod {
        period,
        quote: quote.to_owned(),
    };
    let Some((next, rest)) = outer.split_first() else {
        let anchor = Anchor {
            outer_year: context.period.as_ref().map(|outer| outer.period.calendar_year()),
            published: context.published,
            ..Anchor::default()
        };
        return resolve(part, &anchor).map(own).ok_or(UNTOLD);
    };
    match next {
        Time::Year(year) => in_year(part, year.period.calendar_year(), context)
            .map(own)
            .ok_or(UNTOLD),
        Time::Part(wider, wider_quote) => {
            let wide = of_part(wider, wider_quote, rest, context)?;
            within(part, &wide, context).map(own).ok_or(TWO_TIMES)
        }
        Time::Stated(wide) => within(part, wide, context).map(own).ok_or(TWO_TIMES),
        Time::YearToDate(_) | Time::Relative(..) => Err(TWO_TIMES),
    }
}

fn in_year(part: &Mention, year: i32, context: &Context) -> Option<Period> {
    let anchor = Anchor {
        spoken_year: Some(year),
        published: context.published,
        ..Anchor::default()
    };
    resolve(part, &anchor)
}

/// 9月 under 2024年前三季度 lies within it.
fn within(part: &Mention, wide: &InheritedPeriod, context: &Context) -> Option<Period> {
    let period = in_year(part, wide.period.calendar_year(), context)?;
    let lies_within =
        period.first_day() >= wide.period.first_day() && period.last_day() <= wide.period.last_day();
    lies_within.then_some(period)
}

impl Relative {
    fn of(label: &str) -> Option<Self> {
        if label.len() > MAX_LABEL_BYTES {
            return None;
        }
        let folded = fold(label);
        let bare: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
        let bare = bare.trim_matches(['(', ')', '#', '*']);
        for (words, relative) in RELATIVES {
            for word in *words {
                let rest = bare.strip_prefix(word);
                if rest.is_some_and(|rest| is_plain(rest, *relative)) {
                    return Some(*relative);
                }
            }
        }
        let lower = folded.trim().to_ascii_lowercase();
        ENGLISH_RELATIVES
            .iter()
            .find(|(words, _)| words.contains(&lower.as_str()))
            .map(|(_, relative)| *relative)
    }

    fn of_base(self, base: &InheritedPeriod) -> Option<Period> {
        let year = base.period.calendar_year();
        let PeriodShape::Months { first, last, .. } = base.period.shape() else {
            return match self {
                Self::YearBefore => base.period.year_earlier(),
                // What is counted up to a day is counted as of it.
                Self::ToDate => Some(base.period),
                Self::Month => None,
            };
        };
        match self {
            Self::YearBefore => base.period.year_earlier(),
            Self::ToDate => Period::months(year, 1, last),
            // «2024年» alone does not say that its last month is meant.
            Self::Month if base.period.is_full_year() && !base.quote.contains(['月', '-']) => None,
            Self::Month if first == 1 || first == last => Period::month(year, last),
            Self::Month => None,
        }
    }
}

/// The longest first.
const RELATIVES: &[(&[&str], Relative)] = &[
    (
        &[
            "上年同期",
            "去年同期",
            "上年同月",
            "去年同月",
            "上年同期数",
            "同期数",
        ],
        Relative::YearBefore,
    ),
    (&["当月", "本月", "单月", "本月份", "当月份"], Relative::Month),
    (
        &[
            "1至本月累计",
            "1-本月累计",
            "1月至本月累计",
            "1月-本月累计",
            "1至本月",
            "1-本月",
            "1月至本月",
            "年初至本月累计",
            "年初至本月",
            "自年初累计",
            "年初累计",
            "本月止累计",
            "本月累计",
            "至本月累计",
            "本年累计",
            "当年累计",
            "今年累计",
            "本年度累计",
            "年度累计",
            "全年累计",
            "年累计",
            "累计",
        ],
        Relative::ToDate,
    ),
];

const ENGLISH_RELATIVES: &[(&[&str], Relative)] = &[
    (
        &[
            "month",
            "this month",
            "current month",
            "monthly",
            "in the month",
            "reporting month",
        ],
        Relative::Month,
    ),
    (
        &[
            "year to date",
            "year-to-date",
            "ytd",
            "cumulative",
            "jan. to date",
            "cumulative total",
            "accumulated",
        ],
        Relative::ToDate,
    ),
    (
        &[
            "same period last year",
            "same period of last year",
            "same period of the previous year",
        ],
        Relative::YearBefore,
    ),
];

/// What may stand behind the word of a time without making it the name of something.
fn is_plain(rest: &str, relative: Relative) -> bool {
    let mut rest = rest.trim_start_matches(['(', ':', ',', '、', '/']);
    // 累计开行 names a count since the beginning, 本月止累计 a time.
    let is_to_date = relative == Relative::Month
        && (rest.starts_with("止累计") || rest.starts_with("累计") || rest.starts_with("止"));
    if is_to_date {
        return false;
    }
    'words: while !rest.is_empty() {
        for word in PLAIN {
            if let Some(behind) = rest.strip_prefix(word) {
                rest = behind;
                continue 'words;
            }
        }
        return false;
    }
    true
}

/// Words of a kind of column: its unit, its role.
const PLAIN: &[&str] = &[
    "总额",
    "总值",
    "金额",
    "数量",
    "绝对量",
    "绝对值",
    "绝对额",
    "绝对数",
    "实绩",
    "实际",
    "完成",
    "增长率",
    "增长",
    "增速",
    "增幅",
    "增减",
    "升降",
    "同比",
    "环比",
    "比上年同期",
    "比上年",
    "比去年同期",
    "比去年",
    "较上年同期",
    "较上年",
    "同期",
    "比重",
    "占比",
    "数值",
    "数",
    "值",
    "量",
    "额",
    "±",
    "%",
    "(",
    ")",
    "亿元",
    "万元",
    "亿美元",
    "万美元",
    "千美元",
    "美元",
    "人民币",
    "万吨",
    "吨",
    "万标箱",
    "标箱",
    "万人次",
    "人次",
    "列",
    "个",
    "家",
    "项",
    "户",
    "、",
    ",",
    "/",
    ":",
    "幅度",
    "的",
    "速度",
    "上升",
    "下降",
    "或",
    "(-)",
    "(+)",
    "+",
    "-",
    "元",
];

/// A date that is the whole label: 2022年12月31日, 2022-12-31, 2022/12/31, 2022.12.31. Figures stand as of it.
fn plain_date(label: &str) -> Option<Period> {
    let folded = fold(label);
    let bare: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.trim_end_matches('日');
    let mut parts = bare.split(['年', '月', '-', '/', '.']);
    let year: i32 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month: u32 = parts
        .next()
        .filter(|month| (1..=2).contains(&month.len()))?
        .parse()
        .ok()?;
    let Some(day) = parts.next().filter(|day| !day.is_empty()) else {
        return plain_month(bare, year, month);
    };
    let day: u32 = (day.len() <= 2).then(|| day.parse().ok())??;
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    let is_whole = parts.next().is_none() && (1949..=2100).contains(&date.year());
    is_whole.then(|| Period::as_of(date)).flatten()
}

/// 2024-09, 2024/09, 2024.09. A month of one digit behind a point may be a decimal number.
fn plain_month(bare: &str, year: i32, month: u32) -> Option<Period> {
    let is_written_out = bare.len() == 7 && bare.get(4..5).is_some_and(|sign| "-/.".contains(sign));
    let is_year = (1949..=2100).contains(&year);
    (is_written_out && is_year)
        .then(|| Period::month(year, month))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::heading_period;

    #[track_caller]
    fn check(cols: &[&str], rows: &[&str], caption: &str, expected: &str) {
        let published: Option<NaiveDate> = "2025-10-24".parse().ok();
        let context = Context {
            published,
            period: heading_period(caption, published),
            ..Context::default()
        };
        let read = |labels: &[&str]| -> Vec<Arc<TableLabel>> {
            labels
                .iter()
                .map(|label| Arc::new(TableLabel::read(label, published)))
                .collect()
        };
        let told = match labelled_period(&read(cols), &read(rows), &context) {
            Ok(Some(found)) => found.period.to_string(),
            Ok(None) => "none".to_owned(),
            Err(_) => "untold".to_owned(),
        };
        assert_eq!(told, expected, "{cols:?} {rows:?} {caption}");
    }

    #[test]
    fn the_parts_of_a_period_are_put_together() {
        check(&["2023年", "1-9月"], &[], "", "2023-01..2023-09");
        check(&["1-9月", "2023年"], &[], "", "2023-01..2023-09");
        check(&["9月"], &["2024年"], "", "2024-09");
        check(&["年末通达港口（个）"], &["2021年"], "", "as-of:2021-12-31");
        check(&["1-5月"], &[], "2024年主要指标", "2024-01..2024-05");
        check(&["1-5月"], &[], "", "2025-01..2025-05");
        check(&["三季度", "9月"], &[], "2024年", "2024-09");
        check(&["2024年前三季度", "9月"], &[], "", "2024-09");
        check(&["2024年9月"], &[], "2025年", "2024-09");
        check(&["2024-09"], &[], "", "2024-09");
        check(&["2024"], &[], "", "2024");
    }

    #[test]
    fn a_time_that_needs_another_takes_it() {
        check(&["当月", "同比"], &[], "2024年5月情况", "2024-05");
        check(&["当年累计", "同比"], &[], "2024年5月情况", "2024-01..2024-05");
        check(&["1-5月", "累计增长（%）"], &[], "2024年", "2024-01..2024-05");
        check(&["本月"], &[], "2024年1-5月", "2024-05");
        check(&["上年同期"], &[], "2024年1-5月", "2023-01..2023-05");
        check(&["2024年5月", "累计"], &[], "", "2024-01..2024-05");
        check(&["本月止累计"], &[], "2024年5月", "2024-01..2024-05");
        check(&["5月止累计（亿元）"], &[], "2024年", "2024-01..2024-05");
        check(&["2024年5月累计"], &[], "", "2024-01..2024-05");
        check(&["Year to date"], &[], "May 2024", "2024-01..2024-05");
        check(&["累计"], &["截至2024年9月底"], "", "as-of:2024-09-30");
    }

    #[test]
    fn a_date_that_is_the_whole_label_is_a_point_in_time() {
        check(&["国际友好城市"], &["2022年12月31日"], "", "as-of:2022-12-31");
        check(&["2023-09-30"], &[], "", "as-of:2023-09-30");
        check(&["2023/9/30"], &[], "", "as-of:2023-09-30");
        check(&["2023.9"], &[], "", "none");
        check(&["金额"], &["2023.95"], "", "none");
    }

    #[test]
    fn labels_that_do_not_fit_give_nothing() {
        check(&["2024年"], &["2023年"], "", "untold");
        check(&["1-9月"], &["2024年9月"], "", "untold");
        check(&["当月"], &[], "2024年", "untold");
        check(&["当月"], &[], "", "untold");
        check(&["2020-2024年"], &[], "", "untold");
        check(&["上年同期"], &[], "", "untold");
        check(&["2023年累计"], &[], "2024年5月", "untold");
        check(&["2024年累计"], &[], "2024年", "2024");
    }

    #[test]
    fn a_count_since_the_beginning_is_no_time() {
        check(&["累计开行（列）"], &[], "2024年", "2024");
        check(&["累计签约项目"], &["2024年"], "", "2024");
    }
}

//! Dates and periods as a reader of the language expects them: 30 Sep 2025, 2025年9月30日.

use chrono::Datelike as _;
use milepost_model::{Language, NaiveDate, Period, PeriodShape, Timestamp};

/// English month names, short as in tables.
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Returns a day: `30 Sep 2025`, `2025年9月30日`.
pub fn date(day: NaiveDate, language: Language) -> String {
    match language {
        Language::En => format!("{} {} {}", day.day(), month_name(day.month()), day.year()),
        Language::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
    }
}

/// Returns an instant to the minute, in UTC, saying so.
pub fn instant(at: Timestamp, language: Language) -> String {
    let clock = at.format("%H:%M");
    let day = date(at.date_naive(), language);
    match language {
        Language::En => format!("{day}, {clock} UTC"),
        Language::Zh => format!("{day} {clock}（协调世界时）"),
    }
}

/// Returns a period: `Jan–Sep 2025`, `2025年1—9月`, `30 Sep 2023`.
pub fn period(period: Period, language: Language) -> String {
    let year = period.calendar_year();
    match (period.shape(), language) {
        (PeriodShape::Months { first: 1, last: 12 }, Language::En) => year.to_string(),
        (PeriodShape::Months { first: 1, last: 12 }, Language::Zh) => format!("{year}年"),
        (PeriodShape::Months { first, last }, Language::En) if first == last => {
            format!("{} {year}", month_name(first))
        }
        (PeriodShape::Months { first, last }, Language::Zh) if first == last => format!("{year}年{first}月"),
        (PeriodShape::Months { first, last }, _) if last - first == 5 && last % 6 == 0 => {
            half(year, last / 6, language)
        }
        (PeriodShape::Months { first, last }, _) if last - first == 2 && last % 3 == 0 => {
            quarter(year, last / 3, language)
        }
        (PeriodShape::Months { first, last }, Language::En) => {
            format!("{}–{} {year}", month_name(first), month_name(last))
        }
        (PeriodShape::Months { first, last }, Language::Zh) => format!("{year}年{first}—{last}月"),
        (PeriodShape::AsOfDay(day), _) => date(day, language),
        (PeriodShape::AsOfMonth(month), Language::En) => format!("{} {year}", month_name(month)),
        (PeriodShape::AsOfMonth(month), Language::Zh) => format!("{year}年{month}月"),
    }
}

/// Returns a number of months in words: `14 months`, `2 years 3 months`, `1年2个月`; the sign is left to the sentence.
pub fn months(months: f64, language: Language) -> String {
    // Months come from differences of dates, so they are far below 2^31; a fraction of a month is noise.
    let whole = months.abs().round().min(12_000.0);
    let (years, rest) = ((whole / 12.0).floor(), whole % 12.0);
    let plural = |count: f64| if (count - 1.0).abs() < 0.5 { "" } else { "s" };
    match (language, whole < 0.5, whole < 24.0, rest < 0.5) {
        (Language::En, true, _, _) => "less than a month".to_owned(),
        (Language::Zh, true, _, _) => "不足1个月".to_owned(),
        (Language::En, _, true, _) => format!("{whole:.0} month{}", plural(whole)),
        (Language::Zh, _, true, _) => format!("{whole:.0}个月"),
        (Language::En, _, _, true) => format!("{years:.0} years"),
        (Language::Zh, _, _, true) => format!("{years:.0}年"),
        (Language::En, _, _, false) => format!("{years:.0} years {rest:.0} month{}", plural(rest)),
        (Language::Zh, _, _, false) => format!("{years:.0}年{rest:.0}个月"),
    }
}

fn half(year: i32, half: u32, language: Language) -> String {
    match (language, half) {
        (Language::En, _) => format!("H{half} {year}"),
        (Language::Zh, 1) => format!("{year}年上半年"),
        (Language::Zh, _) => format!("{year}年下半年"),
    }
}

fn quarter(year: i32, quarter: u32, language: Language) -> String {
    let numeral = match quarter {
        1 => "一",
        2 => "二",
        3 => "三",
        _ => "四",
    };
    match language {
        Language::En => format!("Q{quarter} {year}"),
        Language::Zh => format!("{year}年{numeral}季度"),
    }
}

fn month_name(month: u32) -> &'static str {
    let index = usize::try_from(month.saturating_sub(1)).unwrap_or(0);
    MONTHS.get(index).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_read_in_both_languages() {
        let cases = [
            ("2024", "2024", "2024年"),
            ("2024-H1", "H1 2024", "2024年上半年"),
            ("2024-Q3", "Q3 2024", "2024年三季度"),
            ("2024-09", "Sep 2024", "2024年9月"),
            ("2025-01..2025-09", "Jan–Sep 2025", "2025年1—9月"),
            ("as-of:2023-09-30", "30 Sep 2023", "2023年9月30日"),
            ("as-of:2023-09", "Sep 2023", "2023年9月"),
        ];
        for (text, en, zh) in cases {
            let parsed = Period::parse(text).unwrap();
            assert_eq!(
                (
                    period(parsed, Language::En).as_str(),
                    period(parsed, Language::Zh).as_str()
                ),
                (en, zh)
            );
        }
    }

    #[test]
    fn months_become_years_where_that_reads_better() {
        let cases = [
            (-14.2, "14 months", "14个月"),
            (0.2, "less than a month", "不足1个月"),
            (1.0, "1 month", "1个月"),
            (27.0, "2 years 3 months", "2年3个月"),
            (36.0, "3 years", "3年"),
        ];
        for (count, en, zh) in cases {
            assert_eq!(
                (
                    months(count, Language::En).as_str(),
                    months(count, Language::Zh).as_str()
                ),
                (en, zh)
            );
        }
    }
}

//! How periods, units and marks are written in SDMX: frequencies, transformations, codes.

use chrono::Datelike as _;
use milepost_model::{Decimal, NaiveDate, Period, PeriodShape, Role, Unit};

/// Where a value stands in its series.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// Code of the frequency.
    pub(crate) freq: &'static str,
    /// How the value is cumulated or compared.
    pub(crate) transformation: String,
    /// The period as SDMX writes it.
    pub(crate) time: String,
}

impl Key {
    /// Returns the key of a figure: the year to date stands at its last month and says how many months it sums.
    pub(crate) fn of(period: Period, role: Role) -> Self {
        let year = period.calendar_year();
        let (freq, mut transformation, time) = match period.shape() {
            PeriodShape::Months { first: 1, last: 12 } => ("A", "N".to_owned(), year.to_string()),
            PeriodShape::Months { first, last } if first == last => {
                ("M", "N".to_owned(), format!("{year}-{last:02}"))
            }
            // From January on it is a year to date, whether or not the months make a quarter or a half.
            PeriodShape::Months { first: 1, last } => ("M", format!("C{last}"), format!("{year}-{last:02}")),
            PeriodShape::Months { first, last } if last - first == 2 && last % 3 == 0 => {
                ("Q", "N".to_owned(), format!("{year}-Q{}", last / 3))
            }
            PeriodShape::Months { first, last } if last - first == 5 && last % 6 == 0 => {
                ("S", "N".to_owned(), format!("{year}-S{}", last / 6))
            }
            PeriodShape::Months { first, last } => {
                ("M", format!("C{}", last - first + 1), format!("{year}-{last:02}"))
            }
            PeriodShape::AsOfDay(day) => ("D", "N".to_owned(), day.format("%Y-%m-%d").to_string()),
            PeriodShape::AsOfMonth(month) => ("M", "S".to_owned(), format!("{year}-{month:02}")),
        };
        if role == Role::Growth {
            transformation = if transformation == "N" {
                "G".to_owned()
            } else {
                format!("G{transformation}")
            };
        }
        Self {
            freq,
            transformation,
            time,
        }
    }

    /// Returns the key of a day on a path: the year it ends, where the indicator is judged by full years.
    pub(crate) fn of_day(day: NaiveDate, is_yearly: bool) -> Self {
        if is_yearly && (day.month(), day.day()) == (12, 31) {
            return Self {
                freq: "A",
                transformation: "N".to_owned(),
                time: day.year().to_string(),
            };
        }
        Self {
            freq: "D",
            transformation: "N".to_owned(),
            time: day.format("%Y-%m-%d").to_string(),
        }
    }
}

/// Returns the code of a unit.
pub(crate) const fn unit_code(unit: Unit) -> &'static str {
    match unit {
        Unit::Cny => "CNY",
        Unit::Usd => "USD",
        Unit::Count => "NUMBER",
        Unit::Percent => "PT",
        Unit::Tonnes => "T",
        Unit::Persons => "PS",
        Unit::Teu => "TEU",
        Unit::Trains => "TRAINS",
        Unit::Index => "IX",
    }
}

/// Returns the power of ten that values of the unit are divided by: money stands in millions.
pub(crate) const fn unit_mult(unit: Unit) -> u32 {
    match unit {
        Unit::Cny | Unit::Usd => 6,
        Unit::Count
        | Unit::Percent
        | Unit::Tonnes
        | Unit::Persons
        | Unit::Teu
        | Unit::Trains
        | Unit::Index => 0,
    }
}

/// Returns the decimals that a figure was published with, in its multiple.
pub(crate) fn decimals(step: Decimal, mult: u32) -> u32 {
    let divisor = Decimal::from(10_u64.pow(mult));
    step.checked_div(divisor)
        .map_or(0, |step| step.normalize().scale())
}

/// Returns the first flag that is set, in the order of precedence of SDMX; `A` where none is.
pub(crate) fn flag(set: &[(bool, &'static str)]) -> &'static str {
    set.iter()
        .find(|(is_set, _)| *is_set)
        .map_or("A", |(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(period: &str, role: Role, freq: &str, transformation: &str, time: &str) {
        let key = Key::of(Period::parse(period).unwrap(), role);
        assert_eq!(
            (key.freq, key.transformation.as_str(), key.time.as_str()),
            (freq, transformation, time),
            "{period}"
        );
    }

    #[test]
    fn every_period_has_a_key() {
        check("2024", Role::Level, "A", "N", "2024");
        check("2024-H1", Role::Level, "M", "C6", "2024-06");
        check("2024-H2", Role::Level, "S", "N", "2024-S2");
        check("2024-Q1", Role::Level, "M", "C3", "2024-03");
        check("2024-Q3", Role::Level, "Q", "N", "2024-Q3");
        check("2024-09", Role::Level, "M", "N", "2024-09");
        check("2024-01", Role::Level, "M", "N", "2024-01");
        check("2025-01..2025-09", Role::Level, "M", "C9", "2025-09");
        check("2025-01..2025-09", Role::Growth, "M", "GC9", "2025-09");
        check("2024", Role::Growth, "A", "G", "2024");
        check("as-of:2023-09-30", Role::Level, "D", "N", "2023-09-30");
        check("as-of:2023-09", Role::Level, "M", "S", "2023-09");
    }

    #[test]
    fn decimals_are_those_of_the_printed_figure() {
        assert_eq!(decimals(Decimal::from(10_000_000), 6), 0);
        assert_eq!(decimals(Decimal::from(1_000), 6), 3);
        assert_eq!(decimals(Decimal::new(1, 1), 0), 1);
    }
}

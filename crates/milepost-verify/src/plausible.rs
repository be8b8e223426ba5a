//! Says when a proved figure is so unlike the history that a person should look at it before it counts.

use milepost_model::{Decimal, Measure, Period, PeriodShape, Role};

use crate::rejection::codes;
use crate::verified::Verified;

codes! {
    /// Why a proved figure is set aside.
    SetAsideCode {
        /// It is many times its neighbour in time, or a small part of it: a scale misprinted or misread.
        Magnitude = "magnitude",
        /// A count that only grows has fallen.
        CumulativeFall = "cumulative-fall",
        /// A rate of growth that no economy has.
        WildRate = "wild-rate",
    }
}

/// A figure that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct SetAside {
    /// What is odd.
    pub code: SetAsideCode,
    /// The figure and what it was compared with.
    pub message: String,
}

/// 万 for 亿, a lost decimal point, a share printed as a fraction: all are a factor of ten at the least. Eight leaves
/// room for the rest to have grown by a quarter.
const JUMP: Decimal = Decimal::from_parts(8, 0, 0, false, 0);

/// Figures this small multiply by ten in good faith: from one office to ten.
const SMALL: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

/// Percent. Rates above it stand in bulletins only for things that have just begun.
const WILD_RATE: Decimal = Decimal::from_parts(1_000, 0, 0, false, 0);

/// Compares a proved figure with the known ones of the same indicator and role.
///
/// `history` is in any order; figures of the same stretch of the year are compared as they are, others by the month.
/// Returns the reason to set it aside for a review; none where nothing is odd or nothing is known.
pub fn plausible(verified: &Verified, measure: Measure, history: &[(Period, Decimal)]) -> Option<SetAside> {
    let figure = &verified.candidate;
    if figure.role == Role::Growth {
        return (figure.value.abs() > WILD_RATE).then(|| SetAside {
            code: SetAsideCode::WildRate,
            message: format!(
                "a growth of {} percent for {}",
                figure.value.normalize(),
                figure.period
            ),
        });
    }
    if measure == Measure::Cumulative && figure.role == Role::Level {
        let fall = fallen(verified, history);
        if fall.is_some() {
            return fall;
        }
    }
    let (period, value) = neighbour(figure.period, history)?;
    let (own, other) = per_month(figure.period, figure.value, period, value)?;
    let (small, large) = (own.abs().min(other.abs()), own.abs().max(other.abs()));
    let is_small = large <= SMALL && figure.role == Role::Level;
    let changes_sign = own.is_sign_negative() != other.is_sign_negative() && !small.is_zero();
    let is_jump = small.checked_mul(JUMP).is_some_and(|bound| large >= bound);
    ((is_jump || changes_sign) && !is_small).then(|| SetAside {
        code: SetAsideCode::Magnitude,
        message: format!(
            "{} for {} stands beside {} for {period}",
            figure.value.normalize(),
            figure.period,
            value.normalize()
        ),
    })
}

fn fallen(verified: &Verified, history: &[(Period, Decimal)]) -> Option<SetAside> {
    let figure = &verified.candidate;
    let slack = verified.step / Decimal::TWO;
    let own_day = figure.period.last_day();
    let (period, value) = history.iter().find(|(period, value)| {
        let gap = *value - figure.value;
        let is_earlier_and_more = period.last_day() < own_day && gap > slack;
        let is_later_and_less = period.last_day() > own_day && -gap > slack;
        is_earlier_and_more || is_later_and_less
    })?;
    Some(SetAside {
        code: SetAsideCode::CumulativeFall,
        message: format!(
            "{} for {} stands beside {} for {period}, and the count only grows",
            figure.value.normalize(),
            figure.period,
            value.normalize()
        ),
    })
}

/// Returns the known figure to compare with: of the same stretch of the year where there is one, else the nearest.
fn neighbour(of: Period, history: &[(Period, Decimal)]) -> Option<(Period, Decimal)> {
    let days = |period: &Period| {
        of.last_day()
            .signed_duration_since(period.last_day())
            .num_days()
            .abs()
    };
    let is_other_stretch = |period: &Period| match (of.shape(), period.shape()) {
        (
            PeriodShape::Months { first, last },
            PeriodShape::Months {
                first: other_first,
                last: other_last,
            },
        ) => (first, last) != (other_first, other_last),
        _ => of.is_as_of() != period.is_as_of(),
    };
    history
        .iter()
        .filter(|(period, _)| *period != of)
        .min_by_key(|(period, _)| (is_other_stretch(period), days(period)))
        .copied()
}

/// Brings two values to the same length of time; none for a date beside a stretch of time.
fn per_month(own: Period, value: Decimal, other: Period, beside: Decimal) -> Option<(Decimal, Decimal)> {
    match (own.month_count(), other.month_count()) {
        (None, None) => Some((value, beside)),
        (Some(months), Some(others)) if months == others => Some((value, beside)),
        (Some(months), Some(others)) => Some((
            value.checked_div(Decimal::from(months))?,
            beside.checked_div(Decimal::from(others))?,
        )),
        (None, Some(_)) | (Some(_), None) => None,
    }
}

//! The figures of a report as flat rows: every state of every figure, for tables of any form.

use milepost_model::{Decimal, NaiveDate, Period, Role, Timestamp, Unit};

use crate::report::v1::{Bulletin, IndicatorReport, Point, PointFlag, Report};

/// Whether a row is what counts now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It counts.
    Current,
    /// It was published before and revised or outranked since.
    Former,
    /// A person withdrew what stood there.
    Retracted,
}

impl Standing {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Former => "former",
            Self::Retracted => "retracted",
        }
    }
}

/// One state of one figure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FigureRow<'a> {
    pub(crate) indicator: &'a IndicatorReport,
    pub(crate) role: Role,
    pub(crate) period: Period,
    pub(crate) unit: Unit,
    pub(crate) value: Option<Decimal>,
    pub(crate) published: NaiveDate,
    pub(crate) known_at: Timestamp,
    pub(crate) standing: Standing,
    pub(crate) point: &'a Point,
    pub(crate) bulletin: Option<&'a Bulletin>,
}

impl FigureRow<'_> {
    /// Returns what is to be known of it; marks of the point belong to its current state alone.
    pub(crate) fn flags(&self) -> Vec<PointFlag> {
        match self.standing {
            Standing::Current => self.point.flags.clone(),
            Standing::Former | Standing::Retracted => Vec::new(),
        }
    }

    /// Returns the words of its marks, as in JSON, with blanks between them.
    pub(crate) fn flag_words(&self) -> String {
        let words: Vec<&str> = self.flags().into_iter().map(flag_word).collect();
        words.join(" ")
    }
}

pub(crate) const fn flag_word(flag: PointFlag) -> &'static str {
    match flag {
        PointFlag::Provisional => "provisional",
        PointFlag::Annualised => "annualised",
        PointFlag::Estimated => "estimated",
        PointFlag::Revised => "revised",
        PointFlag::Conflict => "conflict",
        PointFlag::Manual => "manual",
    }
}

/// Returns the rows of the report: by indicator, levels before growth, oldest period first, the current state first.
pub(crate) fn figure_rows(report: &Report) -> impl Iterator<Item = FigureRow<'_>> {
    report.indicators.iter().flat_map(move |indicator| {
        let levels = indicator.series.iter().map(|point| (Role::Level, point));
        let growth = indicator.growth_series.iter().map(|point| (Role::Growth, point));
        levels
            .chain(growth)
            .flat_map(move |(role, point)| states(report, indicator, role, point))
    })
}

fn states<'a>(
    report: &'a Report,
    indicator: &'a IndicatorReport,
    role: Role,
    point: &'a Point,
) -> Vec<FigureRow<'a>> {
    let bulletin = |number: Option<usize>| number.and_then(|number| report.bulletins.get(number));
    let current = FigureRow {
        indicator,
        role,
        period: *point.period,
        unit: *point.unit,
        value: Some(*point.value),
        published: *point.published,
        known_at: *point.known_at,
        standing: Standing::Current,
        point,
        bulletin: bulletin(point.bulletin),
    };
    let mut rows = vec![current];
    for state in &point.vintages {
        let is_current = state.value == Some(point.value)
            && state.published == point.published
            && state.known_at == point.known_at
            && state.bulletin == point.bulletin;
        if is_current {
            continue;
        }
        rows.push(FigureRow {
            value: state.value.map(|value| *value),
            published: *state.published,
            known_at: *state.known_at,
            standing: if state.value.is_some() {
                Standing::Former
            } else {
                Standing::Retracted
            },
            bulletin: bulletin(state.bulletin),
            ..current
        });
    }
    rows
}

//! Writes the series as SDMX-CSV 2.0 with its data structure definition, for the tools of statistics offices.

mod keys;
mod structure;

use std::collections::HashSet;

use milepost_model::{Comparison, Decimal, NaiveDate, Period, Role, Unit, plain_decimal};
use milepost_trajectory::LatestBasis;

use crate::report::v1::{IndicatorReport, Point, PointFlag, Report};
use crate::sdmx::keys::{Key, flag, unit_code, unit_mult};

pub use crate::sdmx::structure::render_dsd;

/// The columns of every file, in this order.
const COLUMNS: [&str; 14] = [
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
    "FREQ",
    "REF_AREA",
    "INDICATOR",
    "TIMETRANS",
    "MEASURE_KIND",
    "TIME_PERIOD",
    "OBS_VALUE",
    "OBS_STATUS",
    "UNIT_MEASURE",
    "UNIT_MULT",
    "DECIMALS",
];

/// Returns the figures, targets, paths and projections of the report as SDMX-CSV 2.0.
///
/// `milepost-report` keeps each series key once: a figure that would stand at a taken key is left out, which happens
/// only where a plan has the same month both as a state and as a flow.
pub fn render_sdmx_csv(report: &Report) -> String {
    let mut table = Table {
        writer: csv::Writer::from_writer(Vec::new()),
        structure: structure::data_structure_id(report),
        area: structure::code(&report.plan.area),
        taken: HashSet::new(),
    };
    // Writing to memory cannot fail.
    let _ = table.writer.write_record(COLUMNS);
    for indicator in &report.indicators {
        table.indicator(indicator);
    }
    String::from_utf8(table.writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

struct Table {
    writer: csv::Writer<Vec<u8>>,
    structure: String,
    area: String,
    taken: HashSet<(Key, &'static str, String)>,
}

/// What stands beside a value.
struct Cell {
    kind: &'static str,
    value: Decimal,
    status: &'static str,
    unit: Unit,
    decimals: Option<u32>,
}

impl Table {
    fn indicator(&mut self, indicator: &IndicatorReport) {
        let id = structure::code(&indicator.id);
        for (role, series) in [
            (Role::Level, &indicator.series),
            (Role::Growth, &indicator.growth_series),
        ] {
            let mut segment = series.first().map_or(0, |point| point.segment);
            for point in series {
                let starts_anew = point.segment != segment;
                segment = point.segment;
                let cell = Cell {
                    kind: "OBS",
                    value: *point.value,
                    status: status(point, starts_anew),
                    unit: *point.unit,
                    decimals: Some(keys::decimals(*point.step, unit_mult(*point.unit))),
                };
                self.put(&id, &Key::of(*point.period, role), &cell);
            }
        }
        self.estimate(&id, indicator);
        self.target(&id, indicator);
        let unit = crate::phrase::judged_unit(indicator);
        let is_yearly = indicator
            .latest
            .as_ref()
            .is_some_and(|latest| latest.period.is_full_year());
        let key = |day: NaiveDate| Key::of_day(day, is_yearly);
        for point in &indicator.path {
            self.put(
                &id,
                &key(*point.date),
                &Cell {
                    kind: "PATH",
                    value: *point.value,
                    status: "A",
                    unit,
                    decimals: None,
                },
            );
        }
        // Where both ends are one, the projection starts: that is the figure itself.
        for point in indicator.fan.iter().filter(|point| point.low80 != point.high80) {
            for (kind, value) in [
                ("PROJ", point.value),
                ("PROJ_LO", point.low80),
                ("PROJ_HI", point.high80),
            ] {
                self.put(
                    &id,
                    &key(*point.date),
                    &Cell {
                        kind,
                        value: *value,
                        status: "F",
                        unit,
                        decimals: None,
                    },
                );
            }
        }
    }

    /// A full year out of a year to date, where the series itself does not carry it.
    fn estimate(&mut self, id: &str, indicator: &IndicatorReport) {
        let Some(latest) = &indicator.latest else { return };
        let is_estimate = match *latest.basis {
            LatestBasis::MeanShare | LatestBasis::PriorYearRatio | LatestBasis::RunRate => true,
            LatestBasis::Published
            | LatestBasis::RunningGrowth
            | LatestBasis::MeanOverYears
            | LatestBasis::GrowthIndex
            | LatestBasis::Baseline => false,
        };
        if is_estimate {
            let cell = Cell {
                kind: "OBS",
                value: *latest.value,
                status: "E",
                unit: *latest.unit,
                decimals: None,
            };
            self.put(id, &Key::of(*latest.period, Role::Level), &cell);
        }
    }

    fn target(&mut self, id: &str, indicator: &IndicatorReport) {
        let Some(target) = &indicator.target else { return };
        let Some(value) = target.value else { return };
        let by: Period = *target.by;
        let cell = Cell {
            kind: "TARGET",
            value: *value,
            status: "A",
            unit: *indicator.unit,
            decimals: None,
        };
        self.put(id, &Key::of(by, Role::Level), &cell);
    }

    fn put(&mut self, id: &str, key: &Key, cell: &Cell) {
        if !self.taken.insert((key.clone(), cell.kind, id.to_owned())) {
            return;
        }
        let mult = unit_mult(cell.unit);
        let divisor = Decimal::from(10_u64.pow(mult));
        let scaled = cell.value.checked_div(divisor).unwrap_or(cell.value);
        let decimals = cell.decimals.unwrap_or_else(|| scaled.normalize().scale());
        let _ = self.writer.write_record([
            "datastructure",
            &self.structure,
            "I",
            key.freq,
            &self.area,
            id,
            &key.transformation,
            cell.kind,
            &key.time,
            &plain_decimal(scaled),
            cell.status,
            unit_code(cell.unit),
            &mult.to_string(),
            &decimals.to_string(),
        ]);
    }
}

fn status(point: &Point, starts_anew: bool) -> &'static str {
    let has = |wanted: PointFlag| point.flags.contains(&wanted);
    flag(&[
        (starts_anew, "B"),
        (has(PointFlag::Annualised) || has(PointFlag::Estimated), "E"),
        (has(PointFlag::Provisional), "P"),
        // «Over» and «nearly» claim a bound, and a contradicted figure may be the wrong one.
        (
            has(PointFlag::Conflict) || *point.comparison != Comparison::Eq,
            "U",
        ),
    ])
}

//! Native charts: one for each indicator, over a sheet that holds what they draw.

use milepost_model::{Decimal, Language, NaiveDate};
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType,
    ChartSolidFill, ChartType, Format, Workbook, Worksheet,
};

use crate::phrase;
use crate::report::v1::{IndicatorReport, PointFlag, Report};
use crate::words::{Pair, say};
use crate::xlsx::XlsxError;
use crate::xlsx::table::excel_day;

/// Charts drawn at most: a workbook with more opens slowly, and nobody leafs through them.
const MOST_CHARTS: usize = 200;

/// Points of one series at most: thirty years of months.
const MOST_POINTS: usize = 360;

/// The series of a chart with their colours; each has a column of days and one of values.
const SERIES: [(Pair, &str); 5] = [
    (("published", "已公布"), "17212B"),
    (("expected path", "预期路径"), "7B8794"),
    (("projection", "预测"), "2F7FC1"),
    (("80% low", "80%下限"), "8DB3D3"),
    (("80% high", "80%上限"), "8DB3D3"),
];

const TARGET_COLOUR: &str = "0B3C5D";

pub(crate) fn charts(book: &mut Workbook, report: &Report, language: Language) -> Result<(), XlsxError> {
    let with_figures: Vec<&IndicatorReport> = report
        .indicators
        .iter()
        .filter(|indicator| !indicator.series.is_empty())
        .collect();
    let data_name = say(("Chart data", "图表数据"), language);
    let (mut data, mut sheet) = (Worksheet::new(), Worksheet::new());
    data.set_name(data_name)?;
    sheet.set_name(say(("Charts", "图表"), language))?;
    let all = with_figures.len();
    if all > MOST_CHARTS {
        let note = match language {
            Language::En => format!("The first {MOST_CHARTS} of {all} indicators with figures are drawn."),
            Language::Zh => format!("{all}项有数据的指标中，仅绘制前{MOST_CHARTS}项。"),
        };
        sheet.write_string(0, 0, note)?;
    }
    let mut top = 0;
    for (number, indicator) in with_figures.into_iter().take(MOST_CHARTS).enumerate() {
        let block = write_block(&mut data, indicator, top, language)?;
        let chart = chart(indicator, data_name, &block, language);
        // Two charts beside each other, each 9 columns by 20 rows of the usual size.
        let row = u32::try_from(number / 2 * 20 + 1).unwrap_or(1);
        let column = u16::try_from(number % 2 * 9).unwrap_or(0);
        sheet.insert_chart(row, column, &chart)?;
        top = block.end + 2;
    }
    book.push_worksheet(sheet);
    book.push_worksheet(data);
    Ok(())
}

/// Where the series of a chart stand: the index of each, its first column and its last row, from `start` on.
struct Block {
    start: u32,
    end: u32,
    series: Vec<(usize, u16, u32)>,
    target: Option<u32>,
}

type Place = (NaiveDate, Decimal);

fn places(indicator: &IndicatorReport) -> [Vec<Place>; 5] {
    let latest = indicator.latest.as_ref();
    let is_yearly = latest.is_some_and(|latest| latest.period.is_full_year());
    let is_rate = *indicator.unit == milepost_model::Unit::Percent;
    // Years to date do not stand on one line with full years.
    let comparable = indicator.series.iter().filter(|point| {
        let is_estimate = point
            .flags
            .iter()
            .any(|flag| matches!(flag, PointFlag::Annualised | PointFlag::Estimated));
        !is_estimate && (is_rate || point.period.is_full_year() == is_yearly)
    });
    let mut observed: Vec<Place> = comparable
        .map(|point| (point.period.last_day(), *point.value))
        .collect();
    observed.drain(..observed.len().saturating_sub(MOST_POINTS));
    // Kinds judged over years have paths of sums or indices, which have another unit.
    let is_same_unit = phrase::judged_unit(indicator) == *indicator.unit && indicator.years.is_none();
    let path = indicator.path.iter().filter(|_| is_same_unit);
    let fan = || indicator.fan.iter().filter(|_| is_same_unit);
    [
        observed,
        path.map(|point| (*point.date, *point.value)).collect(),
        fan().map(|point| (*point.date, *point.value)).collect(),
        fan().map(|point| (*point.date, *point.low80)).collect(),
        fan().map(|point| (*point.date, *point.high80)).collect(),
    ]
}

fn write_block(
    data: &mut Worksheet,
    indicator: &IndicatorReport,
    top: u32,
    language: Language,
) -> Result<Block, XlsxError> {
    let bold = Format::new().set_bold();
    let days = Format::new().set_num_format("yyyy-mm-dd");
    let day_word = say(("day", "日期"), language);
    data.write_string_with_format(top, 0, indicator.title.get(language), &bold)?;
    let (start, mut end) = (top + 2, top + 3);
    let mut series = Vec::new();
    for (index, (places, (name, _))) in places(indicator).into_iter().zip(SERIES).enumerate() {
        let column = u16::try_from(index * 2).unwrap_or(0);
        data.write_string(top + 1, column, day_word)?;
        data.write_string(top + 1, column + 1, say(name, language))?;
        let mut row = start;
        for (day, value) in places {
            let (Some(day), Some(value)) = (excel_day(day), value.to_f64()) else {
                continue;
            };
            data.write_datetime_with_format(row, column, &day, &days)?;
            data.write_number(row, column + 1, value)?;
            row += 1;
        }
        if row > start {
            series.push((index, column, row - 1));
            end = end.max(row);
        }
    }
    let level = indicator.target.as_ref().and_then(|target| {
        let value = target.value?.to_f64()?;
        Some((excel_day(target.by.last_day())?, value))
    });
    if let Some((day, value)) = &level {
        data.write_string(top + 1, 10, day_word)?;
        data.write_string(top + 1, 11, say(("target", "目标"), language))?;
        data.write_datetime_with_format(start, 10, day, &days)?;
        data.write_number(start, 11, *value)?;
    }
    Ok(Block {
        start,
        end,
        series,
        target: level.map(|_| start),
    })
}

fn chart(indicator: &IndicatorReport, data: &str, block: &Block, language: Language) -> Chart {
    let mut chart = Chart::new(ChartType::ScatterStraightWithMarkers);
    for (index, column, last) in &block.series {
        let Some((name, colour)) = SERIES.get(*index) else {
            continue;
        };
        let mut line = ChartLine::new();
        line.set_color(*colour)
            .set_width(if *index == 0 { 2.0 } else { 1.25 });
        if *index > 0 {
            line.set_dash_type(ChartLineDashType::Dash);
        }
        let marker = if *index == 0 {
            marker(ChartMarkerType::Circle, 6, colour)
        } else {
            ChartMarker::new().set_none().clone()
        };
        chart
            .add_series()
            .set_name(say(*name, language))
            .set_categories((data, block.start, *column, *last, *column))
            .set_values((data, block.start, column + 1, *last, column + 1))
            .set_format(ChartFormat::new().set_line(&line))
            .set_marker(&marker);
    }
    if let Some(row) = block.target {
        chart
            .add_series()
            .set_name(say(("target", "目标"), language))
            .set_categories((data, row, 10, row, 10))
            .set_values((data, row, 11, row, 11))
            .set_marker(&marker(ChartMarkerType::Diamond, 9, TARGET_COLOUR));
    }
    chart.title().set_name(indicator.title.get(language));
    chart
        .x_axis()
        .set_num_format("yyyy")
        .set_major_unit(365.25)
        .set_major_gridlines(false);
    chart
        .y_axis()
        .set_name(indicator.unit.as_str())
        .set_num_format("#,##0.##");
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_width(560).set_height(380);
    chart
}

fn marker(kind: ChartMarkerType, size: u8, colour: &str) -> ChartMarker {
    let mut fill = ChartSolidFill::new();
    fill.set_color(colour);
    ChartMarker::new()
        .set_type(kind)
        .set_size(size)
        .set_format(ChartFormat::new().set_solid_fill(&fill))
        .clone()
}

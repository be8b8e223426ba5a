//! Writes a report's tables as CSV: UTF-8, comma, one header line, exact values in base units.

use milepost_model::plain_decimal;

use crate::figure_rows::figure_rows;
use crate::report::text::{Text, TextForm};
use crate::report::v1::{IndicatorReport, Report};

/// The tables of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CsvTable {
    /// One line for each indicator: the verdict.
    Indicators,
    /// One line for each state of each figure.
    Figures,
    /// One line for each point of the expected paths and the projections.
    Paths,
    /// One line for each proof of a figure.
    Evidence,
    /// One line for each change since the previous report.
    Changes,
}

impl CsvTable {
    /// Every table.
    pub const ALL: [Self; 5] = [
        Self::Indicators,
        Self::Figures,
        Self::Paths,
        Self::Evidence,
        Self::Changes,
    ];

    /// Returns the name, for files and addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Indicators => "indicators",
            Self::Figures => "figures",
            Self::Paths => "paths",
            Self::Evidence => "evidence",
            Self::Changes => "changes",
        }
    }

    /// Reads the name, or `None` where no table has it.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.as_str() == text)
    }
}

/// Returns a table of the report as CSV. The same report gives the same bytes.
pub fn render_csv(report: &Report, table: CsvTable) -> String {
    let mut sheet = Sheet(csv::Writer::from_writer(Vec::new()));
    match table {
        CsvTable::Indicators => indicators(&mut sheet, report),
        CsvTable::Figures => figures(&mut sheet, report),
        CsvTable::Paths => paths(&mut sheet, report),
        CsvTable::Evidence => evidence(&mut sheet, report),
        CsvTable::Changes => changes(&mut sheet, report),
    }
    let bytes = sheet.0.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    fn line<I: IntoIterator<Item = T>, T: AsRef<[u8]>>(&mut self, cells: I) {
        // Writing to memory cannot fail, and every line has as many cells as the header.
        let _ = self.0.write_record(cells);
    }
}

fn text<T: TextForm>(value: Option<Text<T>>) -> String {
    value.map(|value| value.write().into_owned()).unwrap_or_default()
}

fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A cell of foreign text: one that a spreadsheet would take for a formula gets an apostrophe before it.
fn foreign(text: &str) -> String {
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

const INDICATOR_HEAD: [&str; 50] = [
    "as_of",
    "indicator",
    "title_en",
    "title_zh",
    "theme",
    "unit",
    "measure",
    "direction",
    "baseline_period",
    "baseline_value",
    "target_kind",
    "target_operator",
    "target_value",
    "target_upper",
    "target_by",
    "target_version",
    "latest_period",
    "latest_value",
    "latest_unit",
    "latest_basis",
    "latest_comparison",
    "latest_published",
    "expected",
    "status",
    "reason",
    "modifiers",
    "status_since",
    "behind_since",
    "deviation_absolute",
    "deviation_percent",
    "deviation_months",
    "deviation_months_is_bound",
    "completion",
    "time_share",
    "pace",
    "required_from_now",
    "recent_rate",
    "rate_is_percent",
    "effort",
    "projection_date",
    "projection_value",
    "projection_low80",
    "projection_high80",
    "projection_low95",
    "projection_high95",
    "chance",
    "open_sdg_status",
    "open_sdg_score",
    "source",
    "url",
];

fn indicators(sheet: &mut Sheet, report: &Report) {
    sheet.line(INDICATOR_HEAD);
    for indicator in &report.indicators {
        sheet.line(indicator_cells(report, indicator));
    }
}

fn indicator_cells(report: &Report, indicator: &IndicatorReport) -> Vec<String> {
    let baseline = indicator.baseline.as_ref();
    let target = indicator.target.as_ref();
    let latest = indicator.latest.as_ref();
    let deviation = indicator.deviation.as_ref();
    let projection = indicator.projection.as_ref();
    let bulletin = latest
        .and_then(|latest| latest.bulletin)
        .and_then(|number| report.bulletins.get(number));
    let modifiers: Vec<&str> = indicator
        .modifiers
        .iter()
        .map(|modifier| modifier.as_str())
        .collect();
    vec![
        report.as_of.to_string(),
        indicator.id.clone(),
        foreign(&indicator.title.en),
        foreign(&indicator.title.zh),
        foreign(&indicator.theme),
        indicator.unit.to_string(),
        indicator.measure.to_string(),
        indicator.direction.to_string(),
        text(baseline.map(|baseline| baseline.period)),
        text(baseline.map(|baseline| baseline.value)),
        text(target.map(|target| target.kind)),
        text(target.map(|target| target.operator)),
        text(target.and_then(|target| target.value)),
        text(target.and_then(|target| target.upper)),
        text(target.map(|target| target.by)),
        target
            .map(|target| target.version.to_string())
            .unwrap_or_default(),
        text(latest.map(|latest| latest.period)),
        text(latest.map(|latest| latest.value)),
        text(latest.map(|latest| latest.unit)),
        text(latest.map(|latest| latest.basis)),
        text(latest.map(|latest| latest.comparison)),
        text(latest.and_then(|latest| latest.published)),
        text(indicator.expected),
        indicator.status.as_str().to_owned(),
        text(indicator.reason),
        modifiers.join(" "),
        indicator.status_since.to_string(),
        text(indicator.behind_since),
        text(deviation.map(|deviation| deviation.absolute)),
        number(deviation.and_then(|deviation| deviation.percent)),
        number(deviation.and_then(|deviation| deviation.months)),
        deviation
            .map(|deviation| deviation.months_is_bound.to_string())
            .unwrap_or_default(),
        number(indicator.completion),
        number(indicator.time_share),
        number(indicator.pace),
        number(indicator.required_from_now),
        number(indicator.recent_rate),
        indicator
            .required
            .as_ref()
            .map(|required| required.is_percent.to_string())
            .unwrap_or_default(),
        number(indicator.effort),
        text(projection.map(|projection| projection.date)),
        text(projection.map(|projection| projection.value)),
        text(projection.map(|projection| projection.low80)),
        text(projection.map(|projection| projection.high80)),
        text(projection.map(|projection| projection.low95)),
        text(projection.map(|projection| projection.high95)),
        number(projection.and_then(|projection| projection.chance)),
        indicator.compatibility.open_sdg.status.to_string(),
        number(indicator.compatibility.open_sdg.score),
        bulletin
            .map(|bulletin| foreign(&bulletin.source))
            .unwrap_or_default(),
        bulletin
            .map(|bulletin| foreign(&bulletin.url))
            .unwrap_or_default(),
    ]
}

fn figures(sheet: &mut Sheet, report: &Report) {
    sheet.line([
        "indicator",
        "role",
        "period",
        "value",
        "unit",
        "comparison",
        "printed",
        "published",
        "known_at",
        "standing",
        "flags",
        "segment",
        "step",
        "source",
        "title",
        "url",
    ]);
    for row in figure_rows(report) {
        let is_current = row.standing == crate::figure_rows::Standing::Current;
        let own = |text: String| if is_current { text } else { String::new() };
        sheet.line([
            row.indicator.id.clone(),
            row.role.as_str().to_owned(),
            row.period.to_string(),
            row.value.map(plain_decimal).unwrap_or_default(),
            row.unit.as_str().to_owned(),
            own(row.point.comparison.to_string()),
            own(foreign(&row.point.printed)),
            Text(row.published).to_string(),
            Text(row.known_at).to_string(),
            row.standing.as_str().to_owned(),
            row.flag_words(),
            row.point.segment.to_string(),
            own(row.point.step.to_string()),
            row.bulletin
                .map(|bulletin| foreign(&bulletin.source))
                .unwrap_or_default(),
            row.bulletin
                .map(|bulletin| foreign(&bulletin.title))
                .unwrap_or_default(),
            row.bulletin
                .map(|bulletin| foreign(&bulletin.url))
                .unwrap_or_default(),
        ]);
    }
}

fn paths(sheet: &mut Sheet, report: &Report) {
    sheet.line([
        "indicator",
        "kind",
        "date",
        "value",
        "low80",
        "high80",
        "low95",
        "high95",
    ]);
    for indicator in &report.indicators {
        let id = indicator.id.as_str();
        for point in &indicator.path {
            let (date, value) = (point.date.to_string(), point.value.to_string());
            sheet.line([id, "path", &date, &value, "", "", "", ""]);
        }
        for point in &indicator.fan {
            sheet.line([
                id,
                "projection",
                &point.date.to_string(),
                &point.value.to_string(),
                &point.low80.to_string(),
                &point.high80.to_string(),
                &point.low95.to_string(),
                &point.high95.to_string(),
            ]);
        }
    }
}

fn evidence(sheet: &mut Sheet, report: &Report) {
    sheet.line([
        "indicator",
        "role",
        "period",
        "value",
        "unit",
        "proves",
        "quote",
        "is_cut",
        "published",
        "source",
        "title",
        "url",
        "snapshot",
    ]);
    for indicator in &report.indicators {
        for evidence in &indicator.evidence {
            let bulletin = report.bulletins.get(evidence.bulletin);
            for quote in &evidence.quotes {
                sheet.line([
                    indicator.id.clone(),
                    evidence.role.to_string(),
                    evidence.period.to_string(),
                    evidence.value.to_string(),
                    evidence.unit.to_string(),
                    quote.role.to_string(),
                    foreign(&quote.quote),
                    quote.is_cut.to_string(),
                    bulletin
                        .map(|bulletin| bulletin.published.to_string())
                        .unwrap_or_default(),
                    bulletin
                        .map(|bulletin| foreign(&bulletin.source))
                        .unwrap_or_default(),
                    bulletin
                        .map(|bulletin| foreign(&bulletin.title))
                        .unwrap_or_default(),
                    bulletin
                        .map(|bulletin| foreign(&bulletin.url))
                        .unwrap_or_default(),
                    bulletin
                        .and_then(|bulletin| bulletin.snapshot.clone())
                        .unwrap_or_default(),
                ]);
            }
        }
    }
}

fn changes(sheet: &mut Sheet, report: &Report) {
    sheet.line(["indicator", "kind", "from", "to", "by", "text_en", "text_zh"]);
    for change in &report.changes {
        let kind = serde_json::to_value(change.kind).ok();
        sheet.line([
            change.indicator.as_deref().unwrap_or_default(),
            kind.as_ref()
                .and_then(serde_json::Value::as_str)
                .unwrap_or_default(),
            change.from.as_deref().unwrap_or_default(),
            change.to.as_deref().unwrap_or_default(),
            change.by.as_deref().unwrap_or_default(),
            &foreign(&change.text.en),
            &foreign(&change.text.zh),
        ]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_looks_like_a_formula_is_marked_as_text() {
        assert_eq!(foreign("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(foreign(" @SUM(A1)"), "' @SUM(A1)");
        assert_eq!(foreign("进出口"), "进出口");
    }
}

//! The sheets of the workbook that are tables.

use milepost_model::Language;
use rust_xlsxwriter::{Format, FormatAlign, Workbook};

use crate::figure_rows::{Standing, figure_rows};
use crate::phrase;
use crate::report::v1::{IndicatorReport, Report};
use crate::words::{self, Pair, say};
use crate::xlsx::table::Table;
use crate::xlsx::{MOST_ROWS, XlsxError};
use crate::{date_words, sentence};

pub(crate) fn summary(book: &mut Workbook, report: &Report, language: Language) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(say(("Summary", "摘要"), language))?;
    let heads = [
        (("Indicator", "指标"), 42.0),
        (("Status", "状态"), 18.0),
        (("By how much", "差距"), 44.0),
        (("Since when", "起始"), 24.0),
        (("What it would take", "需要多快"), 44.0),
        (("How sure", "把握"), 44.0),
    ];
    let title = Format::new().set_bold().set_font_size(16);
    sheet.write_string_with_format(0, 0, report.plan.title.get(language), &title)?;
    let day = date_words::date(*report.as_of, language);
    sheet.write_string(1, 0, format!("{}{day}", say(("As of ", "截至"), language)))?;
    sheet.write_string(2, 0, report.summary.headline.get(language))?;
    let bold = Format::new().set_bold();
    for (column, (head, width)) in (0_u16..).zip(heads) {
        sheet.write_string_with_format(4, column, say(head, language), &bold)?;
        sheet.set_column_width(column, width)?;
    }
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, entry) in (5_u32..).zip(&report.summary.attention) {
        let found = report
            .indicators
            .iter()
            .find(|indicator| indicator.id == entry.indicator);
        let cells = [
            found.map_or(entry.indicator.as_str(), |indicator| {
                indicator.title.get(language)
            }),
            say(words::status(entry.status), language),
            entry.by_how_much.get(language),
            entry.since.get(language),
            entry.what_it_takes.get(language),
            entry.how_sure.get(language),
        ];
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_string_with_format(row, column, cell, &wrapped)?;
        }
    }
    let last = u32::try_from(report.summary.attention.len()).unwrap_or(0) + 6;
    let (plan, figures) = (&report.inputs.plan_sha256, &report.inputs.figures_sha256);
    sheet.write_string(
        last,
        0,
        format!(
            "{}{plan}",
            say(("SHA-256 of the plan: ", "计划SHA-256："), language)
        ),
    )?;
    sheet.write_string(
        last + 1,
        0,
        format!(
            "{}{figures}",
            say(("SHA-256 of the figures: ", "数据SHA-256："), language)
        ),
    )?;
    Ok(())
}

const INDICATORS: [(Pair, f64); 24] = [
    (("Id", "编号"), 28.0),
    (("Indicator", "指标"), 42.0),
    (("Theme", "领域"), 18.0),
    (("Unit", "单位"), 9.0),
    (("Target", "目标"), 44.0),
    (("Latest period", "最新时期"), 18.0),
    (("Latest value", "最新值"), 20.0),
    (("Kind of value", "数值性质"), 26.0),
    (("Expected by the path", "路径应达"), 20.0),
    (("Status", "状态"), 18.0),
    (("Reason", "原因"), 26.0),
    (("Notes", "备注"), 30.0),
    (("Deviation", "偏离"), 20.0),
    (("Deviation, %", "偏离（%）"), 12.0),
    (
        ("Months ahead (+) or behind (−)", "提前（+）或落后（−）月数"),
        16.0,
    ),
    (("Way done", "完成进度"), 10.0),
    (("Time gone", "时间进度"), 10.0),
    (("Pace", "速度比"), 10.0),
    (("What it would take", "需要多快"), 44.0),
    (("Projection", "预测"), 20.0),
    (("80% low", "80%下限"), 20.0),
    (("80% high", "80%上限"), 20.0),
    (("Chance", "可能性"), 10.0),
    (("Source", "来源"), 44.0),
];

pub(crate) fn indicators(book: &mut Workbook, report: &Report, language: Language) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(say(("Indicators", "指标"), language))?;
    let mut table = Table::new(sheet, &INDICATORS, language)?;
    for indicator in &report.indicators {
        table.next_row();
        indicator_row(&mut table, report, indicator, language)?;
    }
    Ok(())
}

fn indicator_row(
    table: &mut Table<'_>,
    report: &Report,
    indicator: &IndicatorReport,
    language: Language,
) -> Result<(), XlsxError> {
    let latest = indicator.latest.as_ref();
    let target = indicator.target.as_ref();
    let deviation = phrase::told_deviation(indicator);
    let projection = indicator.projection.as_ref();
    table.text(&indicator.id)?;
    table.text(indicator.title.get(language))?;
    table.text(words::theme(&indicator.theme, language))?;
    table.text(phrase::judged_unit(indicator).as_str())?;
    table.text(
        &target
            .map(|target| phrase::target(target, indicator, language))
            .unwrap_or_default(),
    )?;
    table.text(
        &latest
            .map(|latest| date_words::period(*latest.period, language))
            .unwrap_or_default(),
    )?;
    table.amount(latest.map(|latest| *latest.value))?;
    table.text(latest.map_or("", |latest| say(words::basis(*latest.basis), language)))?;
    table.amount(indicator.expected.map(|expected| *expected))?;
    table.text(match target {
        Some(_) => say(words::status(indicator.status), language),
        None => say(("tracked", "跟踪"), language),
    })?;
    table.text(
        indicator
            .reason
            .map_or("", |reason| say(words::reason(*reason), language)),
    )?;
    let modifiers = indicator.modifiers.iter();
    let notes: Vec<&str> = modifiers
        .map(|modifier| say(words::modifier(**modifier), language))
        .collect();
    table.text(&notes.join(say(("; ", "；"), language)))?;
    table.amount(deviation.map(|deviation| *deviation.absolute))?;
    table.float(deviation.and_then(|deviation| deviation.percent), "+0.0;-0.0;0.0")?;
    table.float(deviation.and_then(|deviation| deviation.months), "+0.0;-0.0;0.0")?;
    table.float(indicator.completion, "0%")?;
    table.float(indicator.time_share, "0%")?;
    table.float(indicator.pace, "0%")?;
    let takes = indicator
        .required
        .as_ref()
        .map(|_| sentence::what_it_takes(indicator, language));
    table.text(&takes.unwrap_or_default())?;
    table.amount(projection.map(|projection| *projection.value))?;
    table.amount(projection.map(|projection| *projection.low80))?;
    table.amount(projection.map(|projection| *projection.high80))?;
    table.float(projection.and_then(|projection| projection.chance), "0%")?;
    let bulletin = latest.and_then(|latest| latest.bulletin);
    match bulletin.and_then(|number| report.bulletins.get(number)) {
        Some(bulletin) => table.link(&bulletin.url, &bulletin.title),
        None => table.text(""),
    }
}

pub(crate) fn figures(book: &mut Workbook, report: &Report, language: Language) -> Result<(), XlsxError> {
    fits("figures", figure_rows(report).count())?;
    let sheet = book.add_worksheet();
    sheet.set_name(say(("Figures", "数据"), language))?;
    let heads = [
        (("Id", "编号"), 28.0),
        (("Indicator", "指标"), 42.0),
        (("Role", "类别"), 10.0),
        (("Period", "时期"), 20.0),
        (("Ends on", "期末日"), 12.0),
        (("Value", "数值"), 22.0),
        (("Unit", "单位"), 9.0),
        (("As printed", "原文"), 20.0),
        (("Published", "发布日期"), 12.0),
        (("Standing", "效力"), 12.0),
        (("Notes", "备注"), 24.0),
        (("Source", "来源"), 44.0),
    ];
    let mut table = Table::new(sheet, &heads, language)?;
    for row in figure_rows(report) {
        let is_current = row.standing == Standing::Current;
        table.next_row();
        table.text(&row.indicator.id)?;
        table.text(row.indicator.title.get(language))?;
        table.text(say(words::role(row.role), language))?;
        table.text(&row.period.to_string())?;
        table.day(Some(row.period.last_day()))?;
        table.amount(row.value)?;
        table.text(row.unit.as_str())?;
        table.text(if is_current { &row.point.printed } else { "" })?;
        table.day(Some(row.published))?;
        table.text(say(words::standing(row.standing), language))?;
        let notes: Vec<&str> = row
            .flags()
            .into_iter()
            .map(|flag| say(words::point_flag(flag), language))
            .collect();
        table.text(&notes.join(say(("; ", "；"), language)))?;
        match row.bulletin {
            Some(bulletin) => table.link(&bulletin.url, &bulletin.title)?,
            None => table.text("")?,
        }
    }
    Ok(())
}

pub(crate) fn evidence(book: &mut Workbook, report: &Report, language: Language) -> Result<(), XlsxError> {
    let proofs = report.indicators.iter().flat_map(|indicator| &indicator.evidence);
    fits("quotes", proofs.map(|evidence| evidence.quotes.len()).sum())?;
    let sheet = book.add_worksheet();
    sheet.set_name(say(("Evidence", "依据"), language))?;
    let heads = [
        (("Id", "编号"), 28.0),
        (("Period", "时期"), 20.0),
        (("Value", "数值"), 22.0),
        (("Unit", "单位"), 9.0),
        (("Proves", "证明"), 10.0),
        (("Quote", "引文"), 90.0),
        (("Published", "发布日期"), 12.0),
        (("Source", "来源"), 44.0),
    ];
    let mut table = Table::new(sheet, &heads, language)?;
    for indicator in &report.indicators {
        for evidence in &indicator.evidence {
            let bulletin = report.bulletins.get(evidence.bulletin);
            for quote in &evidence.quotes {
                table.next_row();
                table.text(&indicator.id)?;
                table.text(&evidence.period.to_string())?;
                table.amount(Some(*evidence.value))?;
                table.text(evidence.unit.as_str())?;
                table.text(say(words::evidence_role(*quote.role), language))?;
                table.text(&quote.quote)?;
                table.day(bulletin.map(|bulletin| *bulletin.published))?;
                match bulletin {
                    Some(bulletin) => table.link(&bulletin.url, &bulletin.title)?,
                    None => table.text("")?,
                }
            }
        }
    }
    Ok(())
}

pub(crate) fn changes(book: &mut Workbook, report: &Report, language: Language) -> Result<(), XlsxError> {
    fits("changes", report.changes.len())?;
    let sheet = book.add_worksheet();
    sheet.set_name(say(("Changes", "变化"), language))?;
    let heads = [
        (("Id", "编号"), 28.0),
        (("Change", "变化"), 20.0),
        (("What", "内容"), 100.0),
    ];
    let mut table = Table::new(sheet, &heads, language)?;
    for change in &report.changes {
        table.next_row();
        table.text(change.indicator.as_deref().unwrap_or_default())?;
        table.text(say(words::change(change.kind), language))?;
        table.text(change.text.get(language))?;
    }
    Ok(())
}

const fn fits(table: &'static str, rows: usize) -> Result<(), XlsxError> {
    if rows > MOST_ROWS {
        return Err(XlsxError::TooLong { table, rows });
    }
    Ok(())
}

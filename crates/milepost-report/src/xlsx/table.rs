//! A sheet being filled from the top. Numbers are numbers, days are days, foreign text is text and never a formula.

use std::collections::HashMap;

use chrono::Datelike as _;
use milepost_model::{Decimal, Language, NaiveDate};
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Url, Worksheet};

use crate::html::link_target;
use crate::words::{Pair, say};
use crate::xlsx::XlsxError;

/// Addresses longer than this stay text: the format's links end at 2,080 characters.
const LONGEST_LINK: usize = 2_000;

/// Links of one sheet: beyond 65,530 the format has no room.
const MOST_LINKS: usize = 60_000;

/// A table on a sheet.
pub(crate) struct Table<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    links: usize,
    amounts: HashMap<u32, Format>,
    days: Format,
}

impl<'a> Table<'a> {
    /// Starts a table with its heads in the first row, which stays in sight.
    pub(crate) fn new(
        sheet: &'a mut Worksheet,
        heads: &[(Pair, f64)],
        language: Language,
    ) -> Result<Self, XlsxError> {
        let bold = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top);
        for (column, (head, width)) in (0_u16..).zip(heads) {
            sheet.write_string_with_format(0, column, say(*head, language), &bold)?;
            sheet.set_column_width(column, *width)?;
        }
        sheet.set_freeze_panes(1, 1)?;
        Ok(Self {
            sheet,
            row: 0,
            column: 0,
            links: 0,
            amounts: HashMap::new(),
            days: Format::new().set_num_format("yyyy-mm-dd"),
        })
    }

    pub(crate) fn next_row(&mut self) {
        self.row += 1;
        self.column = 0;
    }

    fn advance(&mut self) -> (u32, u16) {
        let place = (self.row, self.column);
        self.column += 1;
        place
    }

    pub(crate) fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        let (row, column) = self.advance();
        if !text.is_empty() {
            self.sheet.write_string(row, column, text)?;
        }
        Ok(())
    }

    /// Writes an amount with as many decimals as it has.
    pub(crate) fn amount(&mut self, value: Option<Decimal>) -> Result<(), XlsxError> {
        let (row, column) = self.advance();
        if let Some((value, number)) = value.and_then(|value| Some((value.normalize(), value.to_f64()?))) {
            let decimals = value.scale().min(6);
            let format = self.amounts.entry(decimals).or_insert_with(|| {
                let places = "0".repeat(usize::try_from(decimals).unwrap_or(0));
                let point = if decimals == 0 { "" } else { "." };
                Format::new().set_num_format(format!("#,##0{point}{places}"))
            });
            self.sheet.write_number_with_format(row, column, number, format)?;
        }
        Ok(())
    }

    pub(crate) fn float(&mut self, value: Option<f64>, format: &str) -> Result<(), XlsxError> {
        let (row, column) = self.advance();
        if let Some(value) = value.filter(|value| value.is_finite()) {
            self.sheet
                .write_number_with_format(row, column, value, &Format::new().set_num_format(format))?;
        }
        Ok(())
    }

    pub(crate) fn day(&mut self, day: Option<NaiveDate>) -> Result<(), XlsxError> {
        let (row, column) = self.advance();
        if let Some(day) = day.and_then(excel_day) {
            self.sheet
                .write_datetime_with_format(row, column, &day, &self.days)?;
        }
        Ok(())
    }

    /// Writes a link on `text`, or what there is as text where the address may not become a link.
    pub(crate) fn link(&mut self, url: &str, text: &str) -> Result<(), XlsxError> {
        let is_linkable = self.links < MOST_LINKS && url.len() < LONGEST_LINK;
        let shown: String = if text.is_empty() { url } else { text }
            .chars()
            .take(250)
            .collect();
        match link_target(url).filter(|_| is_linkable) {
            Some(target) => {
                let (row, column) = self.advance();
                self.sheet
                    .write_url(row, column, Url::new(target).set_text(shown))?;
                self.links += 1;
                Ok(())
            }
            None => self.text(&shown),
        }
    }
}

/// Returns a day as the format counts it; it begins in 1900.
pub(crate) fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    let (month, day) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

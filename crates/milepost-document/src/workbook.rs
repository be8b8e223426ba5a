//! Reads workbooks: XLSX, XLSB, XLS and ODS, as tables of what their visible sheets show.
//!
//! Hidden sheets are left out and named in a warning. Number formats are known for XLSX only: in the others a percentage
//! may be stored as a fraction, and a warning says so.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{
    Data, DataRef, Dimensions, ExcelDateTime, Reader as _, Sheet, SheetType, SheetVisible, Sheets,
};
use html5ever::LocalName;
use milepost_model::{Decimal, NaiveDate};

use crate::arena::Arena;
use crate::builder::{Builder, Gap};
use crate::{DocumentError, Limits, number_format};

/// A workbook's tree and what its reader should know.
#[derive(Debug)]
pub(crate) struct Workbook {
    pub(crate) arena: Arena,
    pub(crate) warnings: Vec<String>,
}

/// Cells by row and column.
type Cells = BTreeMap<(u32, u32), String>;

/// Numbers are stored in binary; this many digits of them are meant.
const STORED_DIGITS: u32 = 15;

/// Reads a workbook. The caller has checked what the archive inflates to.
///
/// # Errors
/// `Encrypted`, `Damaged`, or a limit.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, DocumentError> {
    let mut book =
        calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut builder = Builder::new("document", limits);
    let mut warnings = Vec::new();
    let mut slots_left = limits.max_table_cells;
    let formats_known = matches!(book, Sheets::Xlsx(_));
    let sheets: Vec<Sheet> = book.sheets_metadata().to_vec();
    for sheet in &sheets {
        if sheet.visible != SheetVisible::Visible {
            warnings.push(format!("hidden sheet left out: {}", sheet.name));
            continue;
        }
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let (cells, merged) = sheet_cells(&mut book, &sheet.name, slots_left)?;
        slots_left = slots_left.saturating_sub(cells.len());
        write_sheet(&mut builder, &sheet.name, &cells, &merged, limits)?;
    }
    if !formats_known {
        warnings.push("number formats are unknown here: a percentage may be stored as a fraction".to_owned());
    }
    Ok(Workbook {
        arena: builder.finish(),
        warnings,
    })
}

fn damaged(error: &dyn std::fmt::Display) -> DocumentError {
    let detail: String = error.to_string().chars().take(200).collect();
    let is_locked = detail.to_ascii_lowercase().contains("password");
    if is_locked {
        return DocumentError::Encrypted;
    }
    DocumentError::Damaged {
        format: "workbook",
        detail,
    }
}

fn sheet_cells(
    book: &mut Sheets<Cursor<&[u8]>>,
    name: &str,
    slots_left: usize,
) -> Result<(Cells, Vec<Dimensions>), DocumentError> {
    let mut cells = Cells::new();
    let too_many = DocumentError::TooMany {
        what: "cells",
        limit: slots_left,
    };
    if let Sheets::Xlsx(book) = book {
        let styles = book.worksheet_style(name).map_err(|error| damaged(&error))?;
        // The merged areas first: the cell reader keeps the book to itself.
        let merged = book
            .merge_cells_by_sheet_name(name)
            .map_err(|error| damaged(&error))?;
        let mut reader = book
            .worksheet_cells_reader(name)
            .map_err(|error| damaged(&error))?;
        while let Some(cell) = reader.next_cell().map_err(|error| damaged(&error))? {
            let at = cell.get_position();
            let code = styles
                .get(at)
                .and_then(|style| style.number_format.as_ref())
                .map_or("", |format| format.format_code.as_str());
            if let Some(text) = shown_ref(cell.get_value(), code) {
                cells.insert(at, text);
            }
            if cells.len() > slots_left {
                return Err(too_many);
            }
        }
        return Ok((cells, merged));
    }
    let range = book.worksheet_range(name).map_err(|error| damaged(&error))?;
    let (first_row, first_col) = range.start().unwrap_or_default();
    for (row, col, data) in range.used_cells() {
        let at = (
            first_row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX)),
            first_col.saturating_add(u32::try_from(col).unwrap_or(u32::MAX)),
        );
        if let Some(text) = shown(data) {
            cells.insert(at, text);
        }
        if cells.len() > slots_left {
            return Err(too_many);
        }
    }
    let merged = match book {
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xlsx(_) | Sheets::Xlsb(_) | Sheets::Ods(_) => Vec::new(),
    };
    Ok((cells, merged))
}

fn shown_ref(data: &DataRef<'_>, code: &str) -> Option<String> {
    match data {
        DataRef::Int(value) => number(Decimal::from(*value), code),
        DataRef::Float(value) => number(decimal(*value)?, code),
        DataRef::String(text) | DataRef::DateTimeIso(text) => Some(text.clone()),
        DataRef::SharedString(text) => Some((*text).to_owned()),
        DataRef::Bool(value) => Some(value.to_string()),
        DataRef::DateTime(at) => date(*at),
        DataRef::DurationIso(_) | DataRef::Error(_) | DataRef::Empty => None,
    }
    .filter(|text| !text.trim().is_empty())
}

fn shown(data: &Data) -> Option<String> {
    match data {
        Data::Int(value) => number(Decimal::from(*value), ""),
        Data::Float(value) => number(decimal(*value)?, ""),
        Data::String(text) | Data::DateTimeIso(text) => Some(text.clone()),
        Data::Bool(value) => Some(value.to_string()),
        Data::DateTime(at) => date(*at),
        Data::DurationIso(_) | Data::Error(_) | Data::Empty => None,
    }
    .filter(|text| !text.trim().is_empty())
}

fn number(value: Decimal, code: &str) -> Option<String> {
    number_format::shown(value, code).or_else(|| Some(value.normalize().to_string()))
}

/// Floats come in here and nowhere else: a workbook stores nothing better.
fn decimal(value: f64) -> Option<Decimal> {
    let exact = Decimal::from_f64_retain(value)?;
    exact.round_sf(STORED_DIGITS).map(|rounded| rounded.normalize())
}

fn date(at: ExcelDateTime) -> Option<String> {
    if at.is_duration() {
        return None;
    }
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)).map(|date| date.to_string())
}

/// Rows of a sheet between two empty ones.
fn write_sheet(
    builder: &mut Builder,
    name: &str,
    cells: &Cells,
    merged: &[Dimensions],
    limits: &Limits,
) -> Result<(), DocumentError> {
    builder.gap(Gap::Break);
    builder.open(LocalName::from("sheet"), [(LocalName::from("name"), name)])?;
    let mut rows: Vec<u32> = cells.keys().map(|(row, _)| *row).collect();
    rows.dedup();
    let mut block: Vec<u32> = Vec::new();
    let mut previous = None;
    for row in rows {
        let follows = previous.is_some_and(|previous: u32| previous.checked_add(1) == Some(row));
        if !follows {
            write_block(builder, &block, cells, merged, limits)?;
            block.clear();
        }
        block.push(row);
        previous = Some(row);
    }
    write_block(builder, &block, cells, merged, limits)?;
    builder.close();
    builder.gap(Gap::Break);
    Ok(())
}

fn write_block(
    builder: &mut Builder,
    rows: &[u32],
    cells: &Cells,
    merged: &[Dimensions],
    limits: &Limits,
) -> Result<(), DocumentError> {
    let (Some(first), Some(last)) = (rows.first().copied(), rows.last().copied()) else {
        return Ok(());
    };
    let in_block = || cells.range((first, 0)..=(last, u32::MAX));
    let left = in_block().map(|((_, col), _)| *col).min().unwrap_or(0);
    let right = in_block().map(|((_, col), _)| *col).max().unwrap_or(0);
    let is_text = rows
        .iter()
        .all(|row| cells.range((*row, 0)..=(*row, u32::MAX)).count() <= 1);
    if is_text {
        // A title or a note: lines, not a table.
        for (_, text) in in_block() {
            builder.gap(Gap::Break);
            builder.open(LocalName::from("p"), [])?;
            builder.text(text);
            builder.close();
            builder.gap(Gap::Break);
        }
        return Ok(());
    }
    let width = usize::try_from(right.saturating_sub(left))
        .unwrap_or(usize::MAX)
        .saturating_add(1);
    if width.saturating_mul(rows.len()) > limits.max_table_cells {
        return Err(DocumentError::TooMany {
            what: "table cells",
            limit: limits.max_table_cells,
        });
    }
    let merged: Vec<&Dimensions> = merged
        .iter()
        .filter(|area| area.start.0 <= last && area.end.0 >= first)
        .collect();
    builder.gap(Gap::Row);
    builder.open(LocalName::from("table"), [])?;
    for row in rows {
        builder.gap(Gap::Row);
        builder.open(LocalName::from("tr"), [])?;
        for col in left..=right {
            let area = merged.iter().find(|area| area.contains(*row, col));
            let starts_area =
                area.is_none_or(|area| area.start.0.max(first) == *row && area.start.1.max(left) == col);
            if !starts_area {
                continue;
            }
            let down = area.map_or(1, |area| {
                area.end.0.min(last).saturating_sub(*row).saturating_add(1)
            });
            let across = area.map_or(1, |area| {
                area.end.1.min(right).saturating_sub(col).saturating_add(1)
            });
            let (down, across) = (down.to_string(), across.to_string());
            builder.gap(Gap::Cell);
            let spans = [
                (LocalName::from("rowspan"), down.as_str()),
                (LocalName::from("colspan"), across.as_str()),
            ];
            builder.open(
                LocalName::from("td"),
                spans.into_iter().filter(|(_, count)| *count != "1"),
            )?;
            let at = area.map_or((*row, col), |area| area.start);
            builder.text(cells.get(&at).map_or("", String::as_str));
            builder.close();
            builder.gap(Gap::Cell);
        }
        builder.close();
        builder.gap(Gap::Row);
    }
    builder.close();
    builder.gap(Gap::Row);
    Ok(())
}

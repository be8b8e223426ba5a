//! Writes the figures of a report as Parquet: one row for each state of each figure, with the verdict beside it.

use std::sync::Arc;

use chrono::Datelike as _;
use milepost_model::{NaiveDate, plain_decimal};
use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError as Error;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use rust_decimal::prelude::ToPrimitive as _;

use crate::figure_rows::{FigureRow, Standing, figure_rows};
use crate::report::v1::Report;

/// Rows of one group: what readers like to hold at once.
const GROUP_ROWS: usize = 131_072;

/// Why a report cannot be written as Parquet.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the figures as Parquet: {0}")]
pub struct ParquetError(String);

impl From<Error> for ParquetError {
    fn from(error: Error) -> Self {
        Self(error.to_string())
    }
}

/// Returns the figures as a Parquet file. The same report gives the same bytes.
///
/// # Errors
/// When the writer refuses a column.
pub fn render_parquet(report: &Report) -> Result<Vec<u8>, ParquetError> {
    let properties = WriterProperties::builder()
        .set_created_by("milepost-report/1".to_owned())
        .build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema()?, Arc::new(properties))?;
    let rows: Vec<FigureRow<'_>> = figure_rows(report).collect();
    for rows in rows.chunks(GROUP_ROWS) {
        let mut group = writer.next_row_group()?;
        write_group(&mut group, report, rows)?;
        group.close()?;
    }
    writer.close()?;
    Ok(bytes)
}

fn schema() -> Result<TypePtr, Error> {
    let text = |name: &str| {
        Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_logical_type(Some(LogicalType::String))
            .with_repetition(Repetition::REQUIRED)
            .build()
            .map(Arc::new)
    };
    let day = |name: &str| {
        Type::primitive_type_builder(name, Physical::INT32)
            .with_logical_type(Some(LogicalType::Date))
            .with_repetition(Repetition::REQUIRED)
            .build()
            .map(Arc::new)
    };
    let plain = |name: &str, physical: Physical, repetition: Repetition| {
        Type::primitive_type_builder(name, physical)
            .with_repetition(repetition)
            .build()
            .map(Arc::new)
    };
    let instant = Type::primitive_type_builder("known_at", Physical::INT64)
        .with_logical_type(Some(LogicalType::timestamp(true, TimeUnit::MILLIS)))
        .with_repetition(Repetition::REQUIRED)
        .build()
        .map(Arc::new);
    let exact = Type::primitive_type_builder("value_exact", Physical::BYTE_ARRAY)
        .with_logical_type(Some(LogicalType::String))
        .with_repetition(Repetition::OPTIONAL)
        .build()
        .map(Arc::new);
    let fields = vec![
        day("as_of")?,
        text("indicator")?,
        text("title_en")?,
        text("title_zh")?,
        text("status")?,
        text("role")?,
        text("period")?,
        day("period_start")?,
        day("period_end")?,
        plain("value", Physical::DOUBLE, Repetition::OPTIONAL)?,
        exact?,
        text("unit")?,
        day("published")?,
        instant?,
        text("standing")?,
        plain("is_current", Physical::BOOLEAN, Repetition::REQUIRED)?,
        text("flags")?,
        plain("segment", Physical::INT32, Repetition::REQUIRED)?,
        text("source")?,
        text("url")?,
    ];
    Type::group_type_builder("figures")
        .with_fields(fields)
        .build()
        .map(Arc::new)
}

/// Writes the columns in the order of the schema.
fn write_group<W: std::io::Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    report: &Report,
    rows: &[FigureRow<'_>],
) -> Result<(), Error> {
    let text = |of: &dyn Fn(&FigureRow<'_>) -> String, group: &mut SerializedRowGroupWriter<'_, W>| {
        let values: Vec<ByteArray> = rows
            .iter()
            .map(|row| ByteArray::from(of(row).into_bytes()))
            .collect();
        column::<ByteArrayType, W>(group, &values, None)
    };
    let day = |of: &dyn Fn(&FigureRow<'_>) -> NaiveDate, group: &mut SerializedRowGroupWriter<'_, W>| {
        let values: Vec<i32> = rows.iter().map(|row| days(of(row))).collect();
        column::<Int32Type, W>(group, &values, None)
    };
    let defined: Vec<i16> = rows.iter().map(|row| i16::from(row.value.is_some())).collect();
    day(&|_row| *report.as_of, group)?;
    text(&|row| row.indicator.id.clone(), group)?;
    text(&|row| row.indicator.title.en.clone(), group)?;
    text(&|row| row.indicator.title.zh.clone(), group)?;
    text(&|row| row.indicator.status.as_str().to_owned(), group)?;
    text(&|row| row.role.as_str().to_owned(), group)?;
    text(&|row| row.period.to_string(), group)?;
    day(&|row| row.period.first_day(), group)?;
    day(&|row| row.period.last_day(), group)?;
    let values = rows.iter().filter_map(|row| row.value);
    let floats: Vec<f64> = values
        .clone()
        .map(|value| value.to_f64().unwrap_or(f64::NAN))
        .collect();
    column::<DoubleType, W>(group, &floats, Some(&defined))?;
    let exact: Vec<ByteArray> = values
        .map(|value| ByteArray::from(plain_decimal(value).into_bytes()))
        .collect();
    column::<ByteArrayType, W>(group, &exact, Some(&defined))?;
    text(&|row| row.unit.as_str().to_owned(), group)?;
    day(&|row| row.published, group)?;
    let instants: Vec<i64> = rows.iter().map(|row| row.known_at.timestamp_millis()).collect();
    column::<Int64Type, W>(group, &instants, None)?;
    text(&|row| row.standing.as_str().to_owned(), group)?;
    let current: Vec<bool> = rows.iter().map(|row| row.standing == Standing::Current).collect();
    column::<BoolType, W>(group, &current, None)?;
    text(&|row| row.flag_words(), group)?;
    let segments: Vec<i32> = rows
        .iter()
        .map(|row| i32::try_from(row.point.segment).unwrap_or(i32::MAX))
        .collect();
    column::<Int32Type, W>(group, &segments, None)?;
    text(
        &|row| {
            row.bulletin
                .map(|bulletin| bulletin.source.clone())
                .unwrap_or_default()
        },
        group,
    )?;
    text(
        &|row| {
            row.bulletin
                .map(|bulletin| bulletin.url.clone())
                .unwrap_or_default()
        },
        group,
    )
}

fn column<T: DataType, W: std::io::Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[T::T],
    defined: Option<&[i16]>,
) -> Result<(), Error> {
    let Some(mut column) = group.next_column()? else {
        return Err(Error::General("more columns than the schema has".to_owned()));
    };
    column.typed::<T>().write_batch(values, defined, None)?;
    column.close()
}

/// Days since 1 January 1970.
fn days(day: NaiveDate) -> i32 {
    const EPOCH: i32 = 719_163;
    day.num_days_from_ce() - EPOCH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_the_epoch() {
        assert_eq!(days(NaiveDate::from_ymd_opt(1970, 1, 1).unwrap()), 0);
        assert_eq!(days(NaiveDate::from_ymd_opt(2025, 9, 30).unwrap()), 20361);
    }
}

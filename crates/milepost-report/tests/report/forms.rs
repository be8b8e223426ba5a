//! The tables of a report: CSV, SDMX-CSV, XLSX and Parquet hold the figures exactly.

use std::collections::HashSet;

use calamine::{Data, Reader as _};
use milepost_model::Language;
use milepost_report::{CsvTable, render_csv, render_dsd, render_markdown, render_sdmx_csv, render_xlsx};

use crate::sample;

fn rows(text: &str) -> Vec<std::collections::HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .map(|row| row.expect("every line has the header's columns"))
        .collect()
}

#[test]
fn csv_keeps_every_digit_and_every_state() {
    let figures = rows(&render_csv(&sample::report(), CsvTable::Figures));
    let trade_2022: Vec<_> = figures
        .iter()
        .filter(|row| row["indicator"] == "trade.total" && row["period"] == "2022")
        .collect();
    let told: Vec<_> = trade_2022
        .iter()
        .map(|row| (row["value"].as_str(), row["standing"].as_str()))
        .collect();
    assert_eq!(told, [("809600000000", "current"), ("815840000000", "former")]);
    assert_eq!(trade_2022[0]["flags"], "revised");
    assert_eq!(trade_2022[0]["unit"], "CNY");
}

#[test]
fn csv_has_one_line_for_each_indicator() {
    let report = sample::report();
    let indicators = rows(&render_csv(&report, CsvTable::Indicators));
    assert_eq!(indicators.len(), report.indicators.len());
    let persons = indicators
        .iter()
        .find(|row| row["indicator"] == "persons.annual")
        .unwrap();
    assert_eq!(
        (persons["status"].as_str(), persons["target_value"].as_str()),
        ("missed", "5000000")
    );
    for table in CsvTable::ALL {
        assert_eq!(CsvTable::parse(table.as_str()), Some(table));
        assert!(
            !rows(&render_csv(&report, table)).is_empty(),
            "{}",
            table.as_str()
        );
    }
    assert_eq!(CsvTable::parse("indicator"), None);
}

#[test]
fn sdmx_keys_are_unique_and_their_codes_are_in_the_structure() {
    let report = sample::report();
    let (data, structure) = (rows(&render_sdmx_csv(&report)), render_dsd(&report));
    let mut keys = HashSet::new();
    for row in &data {
        let dimensions = [
            "FREQ",
            "REF_AREA",
            "INDICATOR",
            "TIMETRANS",
            "MEASURE_KIND",
            "TIME_PERIOD",
        ];
        let key = dimensions.map(|column| row[column].clone());
        assert!(keys.insert(key.clone()), "{key:?} stands twice");
        for column in [
            "FREQ",
            "REF_AREA",
            "INDICATOR",
            "TIMETRANS",
            "MEASURE_KIND",
            "OBS_STATUS",
            "UNIT_MEASURE",
            "UNIT_MULT",
        ] {
            assert!(
                structure.contains(&format!("<str:Code id=\"{}\">", row[column])),
                "{column} {}",
                row[column]
            );
        }
        assert!(!row["TIME_PERIOD"].contains('/'), "readers refuse ranges");
    }
    for kind in ["OBS", "TARGET", "PATH", "PROJ", "PROJ_LO", "PROJ_HI"] {
        assert!(data.iter().any(|row| row["MEASURE_KIND"] == kind), "{kind}");
    }
}

#[test]
fn sdmx_writes_the_year_to_date_as_cumulated_months() {
    let data = rows(&render_sdmx_csv(&sample::report()));
    let found = data.iter().find(|row| {
        row["INDICATOR"] == "TRADE_TOTAL" && row["TIME_PERIOD"] == "2025-09" && row["TIMETRANS"] == "C9"
    });
    let found = found.unwrap();
    assert_eq!(
        (
            found["OBS_VALUE"].as_str(),
            found["UNIT_MULT"].as_str(),
            found["DECIMALS"].as_str()
        ),
        ("578860", "6", "0")
    );
    let broken = data.iter().find(|row| {
        row["INDICATOR"] == "TRAINS_ANNUAL" && row["TIME_PERIOD"] == "2023" && row["MEASURE_KIND"] == "OBS"
    });
    assert_eq!(
        broken.unwrap()["OBS_STATUS"],
        "B",
        "the first figure after a change of definition"
    );
}

#[test]
fn the_workbook_has_the_figures_as_numbers_and_a_chart_for_each_indicator() {
    let report = sample::report();
    for (language, figures, data) in [
        (Language::En, "Figures", "Chart data"),
        (Language::Zh, "数据", "图表数据"),
    ] {
        let bytes = render_xlsx(&report, language).unwrap();
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
        let sheet = book.worksheet_range(figures).unwrap();
        let trade: Vec<&[Data]> = sheet
            .rows()
            .filter(|row| {
                row[0] == Data::String("trade.total".to_owned()) && row[3] == Data::String("2024".to_owned())
            })
            .collect();
        assert_eq!(trade[0][5], Data::Float(715_420_000_000.0));
        assert!(matches!(trade[0][4], Data::DateTime(_)), "{:?}", trade[0][4]);
        assert!(book.worksheet_range(data).unwrap().rows().count() > 50);
        let with_figures = report
            .indicators
            .iter()
            .filter(|indicator| !indicator.series.is_empty())
            .count();
        let names = String::from_utf8_lossy(&bytes);
        assert!(names.contains(&format!("xl/charts/chart{with_figures}.xml")));
        assert!(!names.contains(&format!("xl/charts/chart{}.xml", with_figures + 1)));
    }
}

#[test]
fn markdown_tells_the_same_in_both_languages() {
    let report = sample::report();
    let (en, zh) = (
        render_markdown(&report, Language::En),
        render_markdown(&report, Language::Zh),
    );
    assert_eq!(en.lines().count(), zh.lines().count());
    assert!(en.contains("| Foreign trade |") && zh.contains("| 进出口总值 |"));
    assert!(zh.contains("最需关注：出入境人员，未实现，距目标还差188万人次。"));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_reads_back() {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::RowAccessor as _;
    let report = sample::report();
    let bytes = milepost_report::render_parquet(&report).unwrap();
    let path = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(path.path(), bytes).unwrap();
    let reader = SerializedFileReader::new(std::fs::File::open(path.path()).unwrap()).unwrap();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    let figures = rows_of_csv(&report);
    assert_eq!(rows.len(), figures.len());
    for (row, figure) in rows.iter().zip(&figures) {
        assert_eq!(row.get_string(1).unwrap(), &figure["indicator"]);
        assert_eq!(row.get_string(10).unwrap(), &figure["value"]);
        assert_eq!(row.get_double(9).unwrap().to_string(), figure["value"]);
    }
}

#[cfg(feature = "parquet")]
fn rows_of_csv(report: &milepost_report::Report) -> Vec<std::collections::HashMap<String, String>> {
    rows(&render_csv(report, CsvTable::Figures))
}

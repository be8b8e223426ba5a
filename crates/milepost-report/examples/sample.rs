//! Writes the sample report in every form into a folder, to look at: `cargo run --example sample -- FOLDER`.

#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with the tests, which may"
)]
#[path = "../tests/report/sample.rs"]
mod sample;

use std::collections::BTreeMap;
use std::path::PathBuf;

use milepost_model::{Bilingual, ContentHash, Language, SourceId};
use milepost_report::{CsvTable, HealthClass, ReportContext, SetAside, SourceHealth, UnreadableBulletin};

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    std::fs::create_dir_all(&folder)?;
    let (plan, histories) = (sample::plan(), sample::histories());
    let earlier =
        milepost_trajectory::assess_plan(&plan, &histories, sample::earlier_view(), &BTreeMap::new());
    let before = milepost_report::assemble(&plan, &histories, &earlier, &ReportContext::default());
    let verdicts: BTreeMap<_, _> = earlier
        .assessments
        .iter()
        .map(|found| (found.indicator.clone(), found.verdict()))
        .collect();
    let assessment = milepost_trajectory::assess_plan(&plan, &histories, sample::view(), &verdicts);
    let report = milepost_report::assemble(&plan, &histories, &assessment, &context(&before));
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes);
    write("report.json", milepost_report::render_json(&report).as_bytes())?;
    for (name, language) in [("en", Language::En), ("zh", Language::Zh)] {
        write(
            &format!("report.{name}.html"),
            milepost_report::render_html(&report, language).as_bytes(),
        )?;
        write(
            &format!("report.{name}.md"),
            milepost_report::render_markdown(&report, language).as_bytes(),
        )?;
    }
    for table in CsvTable::ALL {
        write(
            &format!("report.{}.csv", table.as_str()),
            milepost_report::render_csv(&report, table).as_bytes(),
        )?;
    }
    write(
        "report.sdmx.csv",
        milepost_report::render_sdmx_csv(&report).as_bytes(),
    )?;
    write("report.dsd.xml", milepost_report::render_dsd(&report).as_bytes())?;
    for (name, language) in [("en", Language::En), ("zh", Language::Zh)] {
        let workbook = milepost_report::render_xlsx(&report, language).map_err(std::io::Error::other)?;
        write(&format!("report.{name}.xlsx"), &workbook)?;
    }
    #[cfg(feature = "parquet")]
    write(
        "report.parquet",
        &milepost_report::render_parquet(&report).map_err(std::io::Error::other)?,
    )?;
    Ok(())
}

fn context(before: &milepost_report::Report) -> ReportContext<'_> {
    let source = |id: &str, en: &str, zh: &str, class, message: &str| SourceHealth {
        id: SourceId::parse(id).unwrap_or_else(|error| unreachable!("{error}")),
        title: Bilingual {
            en: en.to_owned(),
            zh: zh.to_owned(),
        },
        last_success: Some(sample::at("2025-11-14")),
        class,
        message: message.to_owned(),
    };
    ReportContext {
        milepost_version: "0.1.0".to_owned(),
        sources: vec![
            source("customs", "Customs office", "海关", HealthClass::Ok, ""),
            source(
                "statistics",
                "Statistics office",
                "统计局",
                HealthClass::Silent,
                "",
            ),
            source(
                "border",
                "Border office",
                "边检总站",
                HealthClass::Failing,
                "the server answered 503 since 11 November",
            ),
        ],
        set_aside: vec![SetAside {
            indicator: before
                .indicators
                .first()
                .and_then(|found| milepost_model::IndicatorId::parse(&found.id).ok()),
            reason: "ten times the figure of the month before".to_owned(),
            count: 2,
        }],
        unreadable: vec![UnreadableBulletin {
            source: SourceId::parse("border").unwrap_or_else(|error| unreachable!("{error}")),
            url: "https://border.example/2025/10.pdf".to_owned(),
            snapshot: Some(ContentHash::from_bytes([1; 32])),
            fetched: Some(sample::at("2025-11-03")),
            reason: "the pages are pictures without text".to_owned(),
        }],
        previous: Some(before),
        inputs: vec![("milepost.toml".to_owned(), ContentHash::from_bytes([2; 32]))],
    }
}

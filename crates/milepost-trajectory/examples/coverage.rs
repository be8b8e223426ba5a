//! Measures how often the projection's intervals held, on series made by chance and on real ones from standard input
//! (`series,year,value` with a head, yearly without gaps). Prints a table in Markdown.
//!
//! `cargo run --release -p milepost-trajectory --example coverage < yearly.csv`

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that fails stops; its table is what it is for"
)]

#[path = "../tests/method/coverage.rs"]
mod coverage;
#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../tests/method/sample.rs"]
mod sample;

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Read as _};

use coverage::{Coverage, Dice, Kind, Motion, held};

const KNOWN: [usize; 4] = [5, 6, 8, 10];
const AHEAD: [usize; 3] = [1, 2, 3];
const SERIES: usize = 2_000;

fn main() {
    println!(
        "| series | figures | ahead | tried | 80 % held | 95 % held |\n| --- | --- | --- | --- | --- | --- |"
    );
    for motion in Motion::ALL {
        let mut dice = Dice::new(1);
        table(&format!("{motion:?}"), |known, ahead| {
            let mut coverage = Coverage::default();
            for _ in 0..SERIES {
                coverage.add(held(&motion.series(known + ahead, &mut dice), ahead, Kind::Amount).unwrap());
            }
            coverage
        });
    }
    let real = real();
    if real.is_empty() {
        return;
    }
    table(&format!("{} real series", real.len()), |known, ahead| {
        let mut coverage = Coverage::default();
        for values in &real {
            // Every stretch of the length: the origin rolls through the series.
            for stretch in values.windows(known + ahead) {
                let kind = if stretch.iter().all(|value| *value > 0.0) {
                    Kind::Amount
                } else {
                    Kind::Level
                };
                if let Some(found) = held(stretch, ahead, kind) {
                    coverage.add(found);
                }
            }
        }
        coverage
    });
}

fn table(name: &str, mut measure: impl FnMut(usize, usize) -> Coverage) {
    let mut all = Coverage::default();
    for known in KNOWN {
        for ahead in AHEAD {
            let found = measure(known, ahead);
            row(name, &known.to_string(), &ahead.to_string(), found);
            all.tried += found.tried;
            all.within80 += found.within80;
            all.within95 += found.within95;
        }
    }
    row(name, "all", "all", all);
}

fn row(name: &str, known: &str, ahead: &str, found: Coverage) {
    println!(
        "| {name} | {known} | {ahead} | {} | {:.1} % | {:.1} % |",
        found.tried,
        found.percent80(),
        found.percent95()
    );
}

/// The series on standard input, each oldest first.
fn real() -> Vec<Vec<f64>> {
    let mut text = String::new();
    if std::io::stdin().is_terminal() {
        return Vec::new();
    }
    std::io::stdin().read_to_string(&mut text).unwrap();
    let mut series: BTreeMap<&str, BTreeMap<i32, f64>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let mut cells = line.rsplitn(3, ',');
        let (value, year, name) = (
            cells.next().unwrap(),
            cells.next().unwrap(),
            cells.next().unwrap(),
        );
        let value: f64 = value.parse().unwrap();
        series
            .entry(name)
            .or_default()
            .insert(year.parse().unwrap(), value);
    }
    series
        .into_values()
        .map(|years| years.into_values().collect())
        .collect()
}

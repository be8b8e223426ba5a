//! Prints what the host's grammar reads in a document: `cargo run -p milepost-plugin-testing --example statements -- FILE [PUBLISHED]`.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::error::Error;

use milepost_document::{Input, Limits, parse};
use milepost_model::NaiveDate;
use milepost_verify::{FIELDS, field};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("a file expected")?;
    let bytes = std::fs::read(&file)?;
    let mut input = Input::new(&bytes, &file);
    input.published = arguments.next().map(|day| day.parse::<NaiveDate>()).transpose()?;
    let document = parse(&input, &Limits::default())?;
    println!("published {:?}, title {}", document.published(), document.title());
    for index in 0..document.statements().len() {
        println!("#{index}");
        let skipped = [
            "node",
            "text",
            "step",
            "unit-node",
            "period-node",
            "label-nodes",
            "dims.*",
            "table",
        ];
        for key in FIELDS.iter().filter(|key| !skipped.contains(key)) {
            if let Some(value) = field(&document, index, key) {
                println!("  {key}: {}", value.replace('\n', " | "));
            }
        }
    }
    for unread in document.unread() {
        println!("unread {} ({})", unread.printed, unread.reason);
    }
    Ok(())
}

//! Measures how right Milepost reads the labelled corpus, and checks the corpus itself.

use std::io::Write as _;
use std::process::ExitCode;

use milepost_e2e::corpus::{PARTS, Part, corpus_folder};
use milepost_e2e::corpus_check::problems;
use milepost_e2e::corpus_extract::{Program, plan_units};
use milepost_e2e::corpus_score::{Case, Verdict, compare};
use milepost_e2e::corpus_table::{Bars, tables, total};

const HELP: &str = "\
accuracy [--part dev|held-out] [--show misses|wrong] [--check]

  --part   only this part
  --show   list the labels that were missed, or the figures that were wrongly accepted
  --check  check the corpus itself, read nothing with Milepost

MILEPOST_BIN names the program, MILEPOST_PLUGINS the folder of its components. The status is 1 when a bar is missed:
no forbidden value accepted, precision at least 99.5 %, recall at least 95 % on the part kept apart.";

struct Wanted {
    parts: Vec<String>,
    show: Vec<Verdict>,
    check: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments
        .iter()
        .any(|argument| argument == "--help" || argument == "-h")
    {
        say(HELP);
        return ExitCode::SUCCESS;
    }
    match wanted(&arguments).and_then(|wanted| run(&wanted)) {
        Ok(failures) if failures.is_empty() => ExitCode::SUCCESS,
        Ok(failures) => {
            complain(&failures.join("\n"));
            ExitCode::FAILURE
        }
        Err(error) => {
            complain(&error);
            ExitCode::from(2)
        }
    }
}

fn wanted(arguments: &[String]) -> Result<Wanted, String> {
    let mut wanted = Wanted {
        parts: PARTS.map(str::to_owned).to_vec(),
        show: Vec::new(),
        check: false,
    };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--check" => wanted.check = true,
            "--part" => {
                let part = rest.next().filter(|part| PARTS.contains(&part.as_str()));
                wanted.parts = vec![part.ok_or("--part needs dev or held-out")?.clone()];
            }
            "--show" => match rest.next().map(String::as_str) {
                Some("misses") => wanted.show.push(Verdict::Missed),
                Some("wrong") => {
                    wanted
                        .show
                        .extend([Verdict::Wrong, Verdict::Forbidden, Verdict::OtherComparison]);
                }
                _ => return Err("--show needs misses or wrong".to_owned()),
            },
            other => return Err(format!("unknown argument {other}; see --help")),
        }
    }
    Ok(wanted)
}

/// Returns what fails; an error where nothing could be measured.
fn run(wanted: &Wanted) -> Result<Vec<String>, String> {
    let parts = wanted
        .parts
        .iter()
        .map(|name| Part::load(&corpus_folder(), name))
        .collect::<Result<Vec<Part>, String>>()?;
    let units = plan_units()?;
    let faults: Vec<String> = parts.iter().flat_map(|part| problems(part, &units)).collect();
    if wanted.check || !faults.is_empty() {
        for part in &parts {
            say(&format!(
                "{}: {} documents, {} labels, {} forbidden values, {} optional",
                part.name,
                part.sources.len(),
                part.labels.len(),
                part.forbidden.len(),
                part.optional.len()
            ));
        }
        return Ok(faults);
    }
    let program = Program::prepare()?;
    let mut failures = Vec::new();
    for part in &parts {
        let cases = compare(part, &program.read(part)?);
        say(&tables(part, &cases));
        show(&cases, &wanted.show);
        let mut bars = Bars::standard();
        if part.name == "dev" {
            // The part to tune on has no bar of recall: it holds traps beyond what is promised.
            bars.recall = milepost_model::Decimal::ZERO;
        }
        failures.extend(bars.failures(&part.name, &total(part, &cases)));
    }
    Ok(failures)
}

fn show(cases: &[Case], verdicts: &[Verdict]) {
    for case in cases.iter().filter(|case| verdicts.contains(&case.verdict)) {
        say(&format!(
            "{:?}: {} {} {}",
            case.verdict, case.file, case.indicator, case.told
        ));
    }
}

fn say(text: &str) {
    // A reader who has closed the pipe wants no more.
    writeln!(std::io::stdout(), "{text}").unwrap_or_default();
}

fn complain(text: &str) {
    writeln!(std::io::stderr(), "{text}").unwrap_or_default();
}

//! The product as a whole, measured from outside: the bundled site to a report, the binary's size, an idle daemon's memory.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a bench that fails panics"
)]
#![allow(
    dead_code,
    reason = "the lab is the end-to-end tests'; a bench needs a part of it"
)]

#[path = "../tests/e2e/lab.rs"]
mod lab;
#[path = "../tests/e2e/site.rs"]
mod site;

use std::io::Write as _;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use lab::{AS_OF, Lab};
use site::Site;

/// How often the bundled site is ingested anew; the fastest and the median are told.
const TIMES: usize = 5;

/// How long a daemon is left alone before its memory is read.
const SETTLED: Duration = Duration::from_secs(5);

fn main() {
    let site = Site::start();
    let mut seconds: Vec<f64> = (0..TIMES).map(|_| site_to_report(&site)).collect();
    seconds.sort_by(f64::total_cmp);
    tell(
        "bundled site ingested and reported",
        &format!(
            "fastest {:.2} s, median {:.2} s",
            seconds.first().unwrap(),
            seconds.get(TIMES / 2).unwrap()
        ),
        "5 s",
    );
    let bytes = std::fs::metadata(lab::binary()).unwrap().len();
    tell("binary", &format!("{} kB", bytes / 1000), "45000 kB");
    let (idle, after) = daemon(&site);
    tell("daemon idle, resident", &format!("{idle} KiB"), "81920 KiB");
    tell("daemon idle after a run", &format!("{after} KiB"), "none");
}

fn tell(what: &str, measured: &str, bound: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{what:<40} {measured:<36} bound: {bound}").unwrap();
}

/// Ingests the site into a new folder and writes the report's pages, as two commands would.
fn site_to_report(site: &Site) -> f64 {
    let lab = Lab::of_site(site);
    let started = Instant::now();
    lab.run(&["ingest", "--once"]).expect(0);
    lab.run(&[
        "report",
        "--format",
        "html",
        "--as-of",
        AS_OF,
        "--out",
        "report.html",
    ])
    .expect(0);
    started.elapsed().as_secs_f64()
}

/// Resident memory of a daemon that has just started and has nothing to do, and again after it ingested the site, in KiB.
fn daemon(site: &Site) -> (u64, u64) {
    let lab = Lab::of_site(site);
    let mut daemon = lab.start_logged(&["daemon"], "daemon.log");
    lab::until(Duration::from_mins(1), || {
        lab.path("data/milepost.sock").exists().then_some(())
    })
    .unwrap();
    std::thread::sleep(SETTLED);
    let idle = resident(&daemon);
    lab.run(&["ingest", "--once"]).expect(0);
    std::thread::sleep(SETTLED);
    let after = resident(&daemon);
    daemon.kill().unwrap();
    daemon.wait().unwrap();
    (idle, after)
}

fn resident(process: &Child) -> u64 {
    let path = format!("/proc/{}/status", process.id());
    let status = std::fs::read_to_string(Path::new(&path)).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").trim().parse().unwrap()
}

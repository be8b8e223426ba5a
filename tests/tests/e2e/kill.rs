//! `kill -9` in the middle of an ingest, then a rerun: the store is that of an undisturbed run.

use std::time::{Duration, Instant};

use crate::lab::Lab;
use crate::site::Site;

/// How many moments are tried; `cargo xtask torture` tries more.
fn points() -> u32 {
    std::env::var("MILEPOST_TORTURE_POINTS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(10)
}

#[test]
fn killed_anywhere_and_run_again_the_store_is_the_same() {
    let site = Site::start();
    let undisturbed = Lab::of_site(&site);
    let started = Instant::now();
    undisturbed.run(&["ingest", "--once"]).expect(0);
    let whole = started.elapsed();
    let expected = undisturbed.figures();
    assert!(expected.len() > 50);
    let points = points();
    let mut killed = 0;
    for point in 0..points {
        let lab = Lab::of_site(&site);
        let mut child = lab.start(&["ingest", "--once", "--quiet"]);
        // From right after the start to shortly before the end; the exact moments differ from run to run, as they should.
        let moment = whole.mul_f64(f64::from(point + 1) / f64::from(points + 1));
        let ended = crate::lab::until(moment, || child.try_wait().unwrap());
        if ended.is_none() {
            child.kill().unwrap();
            killed += 1;
        }
        child.wait().unwrap();
        lab.run(&["ingest", "--once"]).expect(0);
        assert_eq!(lab.figures(), expected, "killed after {} ms", moment.as_millis());
        lab.run(&["store", "check"]).expect(0);
    }
    assert!(
        killed * 2 >= points,
        "only {killed} of {points} were killed before their end"
    );
    assert!(whole > Duration::from_millis(1));
}

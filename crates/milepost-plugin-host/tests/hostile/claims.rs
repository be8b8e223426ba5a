//! Guests that lie about the page.

use milepost_plugin_host::{RunOutcome, RunReport};

use crate::bench::{document, good, host, run, run_with, stopped};
use crate::guest::{Figure, Guest};

/// Emits one changed figure: the run ends well, and the claim is refused by name.
#[track_caller]
fn refused(change: impl FnOnce(&mut Figure), code: &str) {
    let mut figure = Figure::honest(&document());
    change(&mut figure);
    let report = run(&host(), &Guest::new("").emit(&figure).count("(i32.const 1)"));
    assert_eq!(report.outcome, RunOutcome::Ok, "{}", report.reason);
    assert!(report.observations.is_empty());
    assert_eq!(codes(&report), [code], "{report:#?}");
}

fn codes(report: &RunReport) -> Vec<&'static str> {
    report
        .refused
        .iter()
        .map(|refused| refused.rejection.code.as_str())
        .collect()
}

#[test]
fn forged_nodes_are_refused() {
    refused(|figure| figure.node = 40_000, "no-such-node");
    refused(|figure| figure.node = u32::MAX, "no-such-node");
}

#[test]
fn forged_quotes_are_refused() {
    refused(
        |figure| figure.quote = "全市货物进出口总额6385.9亿元".to_owned(),
        "quote-not-found",
    );
    refused(|figure| figure.quote = String::new(), "empty-quote");
    refused(|figure| figure.quote = "字".repeat(5_000), "quote-too-long");
}

#[test]
fn forged_values_are_refused() {
    refused(|figure| figure.value = "638590000000".to_owned(), "value-differs");
    refused(|figure| figure.value = "1e400".to_owned(), "malformed-value");
    refused(|figure| figure.printed = "385.9亿元".to_owned(), "printed-cut");
}

#[test]
fn forged_periods_are_refused() {
    refused(
        |figure| figure.period = "2023-01..2023-09".to_owned(),
        "period-differs",
    );
    refused(|figure| figure.period = "2031".to_owned(), "after-publication");
    refused(|figure| figure.period = "soon".to_owned(), "malformed-period");
}

#[test]
fn forged_units_are_refused() {
    refused(|figure| figure.unit = "USD".to_owned(), "unit-unfit");
    refused(|figure| figure.unit = "bananas".to_owned(), "malformed-unit");
}

#[test]
fn undeclared_metrics_are_refused() {
    refused(
        |figure| figure.metric = "trade.exports".to_owned(),
        "undeclared-metric",
    );
    refused(
        |figure| figure.metric = "../../etc".to_owned(),
        "malformed-metric",
    );
}

#[test]
fn a_figure_given_twice_counts_once() {
    let figure = Figure::honest(&document());
    let report = run(
        &host(),
        &Guest::new("").emit(&figure).emit(&figure).count("(i32.const 1)"),
    );
    assert_eq!(report.outcome, RunOutcome::Ok, "{}", report.reason);
    assert_eq!(report.observations.len(), 1);
    assert_eq!(codes(&report), ["repeated"]);
}

#[test]
fn two_values_for_one_key_withdraw_both() {
    let figure = Figure::honest(&document());
    let quote = "全市货物进出口总额5395.9亿元";
    let other = Figure {
        value: "539590000000".to_owned(),
        printed: "5395.9亿元".to_owned(),
        node: document().find(quote).first().copied().unwrap(),
        quote: quote.to_owned(),
        ..figure.clone()
    };
    let report = run(
        &host(),
        &Guest::new("").emit(&figure).emit(&other).count("(i32.const 2)"),
    );
    assert_eq!(report.outcome, RunOutcome::Ok, "{}", report.reason);
    assert!(report.observations.is_empty());
    assert_eq!(codes(&report), ["conflicting", "conflicting"]);
}

#[test]
fn a_trap_after_a_good_figure_leaves_nothing() {
    let guest = Guest::new("")
        .emit(&Figure::honest(&document()))
        .then("unreachable");
    stopped(&guest, RunOutcome::Trapped, "unreachable");
}

#[test]
fn a_deadline_after_a_good_figure_leaves_nothing() {
    let guest = Guest::new("")
        .emit(&Figure::honest(&document()))
        .then("(loop $again (br $again))");
    stopped(&guest, RunOutcome::Deadline, "");
}

#[test]
fn a_miscount_leaves_nothing() {
    let guest = Guest::new("")
        .emit(&Figure::honest(&document()))
        .count("(i32.const 7)");
    stopped(&guest, RunOutcome::Failed, "it says it gave 7");
}

#[test]
fn giving_up_leaves_nothing() {
    // result::err(failure { kind: layout-changed, … })
    let give_up = "(i32.store8 (i32.const 1024) (i32.const 1)) (i32.store8 (i32.const 1028) (i32.const 1))
        (i32.store (i32.const 1032) (i32.const 0)) (i32.store (i32.const 1036) (i32.const 0))
        (i32.store8 (i32.const 1040) (i32.const 1)) (i32.store (i32.const 1044) (i32.const 9)) (return (i32.const 1024))";
    let guest = Guest::new("").emit(&Figure::honest(&document())).then(give_up);
    stopped(&guest, RunOutcome::Failed, "layout-changed:  (node 9)");
}

#[test]
fn a_bulletin_that_is_not_its_own_is_no_failure() {
    let not_mine = "(i32.store8 (i32.const 1024) (i32.const 1)) (i32.store8 (i32.const 1028) (i32.const 0))
        (i32.store (i32.const 1032) (i32.const 0)) (i32.store (i32.const 1036) (i32.const 0))
        (i32.store8 (i32.const 1040) (i32.const 0)) (return (i32.const 1024))";
    let report = run(&host(), &Guest::new(not_mine));
    assert_eq!(report.outcome, RunOutcome::Ok);
    assert!(report.reason.starts_with("not-applicable"), "{}", report.reason);
    let liar = Guest::new("").emit(&Figure::honest(&document())).then(not_mine);
    stopped(&liar, RunOutcome::Failed, "not-applicable");
}

#[test]
fn an_unknown_enum_value_is_a_trap() {
    let broken = "(i32.store8 (i32.const 1024) (i32.const 9)) (return (i32.const 1024))";
    stopped(&Guest::new(broken), RunOutcome::Trapped, "");
}

#[test]
fn what_was_refused_is_kept_short() {
    let mut figure = Figure::honest(&document());
    figure.metric = "x".repeat(1_000_000);
    let report = run(
        &host(),
        &Guest::new("").emit(&figure).count("(i32.const 1)").pages(40),
    );
    assert_eq!(codes(&report), ["malformed-metric"]);
    assert!(report.refused[0].claim.metric.len() < 400);
    assert!(report.refused[0].rejection.message.len() < 2_100);
}

#[test]
fn settings_that_are_not_declared_are_not_given() {
    let mut guest = Guest::new("");
    let (at, len) = guest.text("secret");
    let guest = guest.then(&format!(
        "(call $setting (i32.const {at}) (i32.const {len}) (i32.const 512))
         (if (i32.load8_u (i32.const 512)) (then unreachable))"
    ));
    let host = host();
    let plugin = host.load(&guest.plugin()).unwrap();
    let secret = [("secret".to_owned(), "x".to_owned())];
    let limits = crate::bench::limits();
    assert_eq!(run_with(&host, &plugin, &secret, limits).outcome, RunOutcome::Ok);
    let declared =
        "metrics = [\"trade.total\"]\n[[setting]]\nkey = \"secret\"\nabout = \"a word\"\nrequired = true\n";
    let guest = guest.with_manifest("metrics = [\"trade.total\"]\n", declared);
    let plugin = host.load(&guest.plugin()).unwrap();
    assert_eq!(
        run_with(&host, &plugin, &secret, limits).outcome,
        RunOutcome::Trapped
    );
    let report = run_with(&host, &plugin, &[], limits);
    assert_eq!(report.outcome, RunOutcome::Refused);
    assert!(
        report.reason.contains("`secret` is required"),
        "{}",
        report.reason
    );
}

#[test]
fn a_good_extractor_gives_its_figure() {
    let report = run(&host(), &good());
    assert_eq!(report.outcome, RunOutcome::Ok, "{}", report.reason);
    assert_eq!(report.observations.len(), 1);
    assert!(report.refused.is_empty());
    assert!(report.cost.is_none());
    assert!(report.memory_bytes >= 2 << 16);
}

#[test]
fn the_cost_is_the_same_every_time() {
    let host = host();
    let plugin = host.load(&good().plugin()).unwrap();
    let cost = || {
        let catalogue = crate::bench::catalogue();
        let documents = [document()];
        let input = milepost_plugin_host::RunInput {
            documents: &documents,
            catalogue: &catalogue,
            settings: &[],
            published: None,
            limits: crate::bench::limits(),
            measure_cost: true,
        };
        host.run(&plugin, input).cost.unwrap()
    };
    assert!(cost() > 0);
    assert_eq!(cost(), cost());
}

//! Published and independently computed results, each redone: `tests/fixtures/method-cases.json`.

use std::collections::BTreeMap;

use milepost_model::{Decimal, Direction, Operator, PathKind, SdsnBounds, TargetKind, Unit};
use milepost_trajectory::compat::{
    OpenSdgVerdict, Scale, TwoPoints, eustat, eustat_aggregate, open_sdg, open_sdg_aggregate, sdsn,
};
use milepost_trajectory::{Assessment, OpenSdgStatus, View, assess, full_year, scenario, stats, vintage};
use serde_json::Value;

use crate::sample::{Figure, baseline, day, histories, instant, target, tracked};

/// How many cases each method has: a case that is added or lost must be noticed here.
const COUNTS: [(&str, usize); 30] = [
    ("eustat_aggregate_mean_score", 1),
    ("eustat_eurostat_cagr", 14),
    ("ols_line", 1),
    ("project_latest_annual_rate_of_change", 3),
    ("project_rate_capped", 2),
    ("sdmx_fault_detected", 4),
    ("sdmx_time_period_accepted", 9),
    ("sdsn_linear_trend", 85),
    ("sens_slope_and_mann_kendall", 1),
    ("small_sample_prediction_interval_drift_t", 1),
    ("small_sample_prediction_interval_ols_t", 1),
    ("small_sample_prediction_interval_ols_t_log", 1),
    ("statcan_aggregate_mean_score", 12),
    ("statcan_open_sdg_cagr", 147),
    ("theil_sen_and_mann_kendall_small", 1),
    ("trajectory_constant_rate_to_target", 2),
    ("trajectory_halt_rise", 1),
    ("trajectory_linear_change_per_year", 1),
    ("trajectory_linear_fixed_target", 1),
    ("trajectory_linear_keep_better_values", 1),
    ("trajectory_percent_change_from_baseline", 2),
    ("trajectory_percent_change_from_baseline_clamped", 2),
    ("vintage_as_of", 1),
    ("vintage_dates", 1),
    ("vintage_first_release", 1),
    ("vintage_latest", 1),
    ("vintage_realtime_end", 1),
    ("vintage_threshold_flip", 1),
    ("ytd_difference_to_month", 1),
    ("ytd_to_full_year", 4),
];

/// These are about SDMX messages and their validator; no arithmetic of this crate has a part in them.
const OF_THE_REPORT: [&str; 2] = ["sdmx_fault_detected", "sdmx_time_period_accepted"];

fn cases() -> Vec<Value> {
    let text = include_str!("../fixtures/method-cases.json");
    let file: Value = serde_json::from_str(text).unwrap();
    file["cases"].as_array().unwrap().clone()
}

#[test]
fn every_published_case_comes_out() {
    let mut redone: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases() {
        let method = case["method"].as_str().unwrap();
        redo(&Case { case: &case }, method);
        *redone.entry(method.to_owned()).or_default() += 1;
    }
    let expected: BTreeMap<String, usize> = COUNTS.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect();
    assert_eq!(redone, expected);
    assert_eq!(redone.values().sum::<usize>(), 304);
}

fn redo(case: &Case<'_>, method: &str) {
    match method {
        "statcan_open_sdg_cagr" => case.open_sdg(),
        "statcan_aggregate_mean_score" => case.open_sdg_mean(),
        "eustat_eurostat_cagr" => case.eustat(),
        "eustat_aggregate_mean_score" => case.eustat_mean(),
        "sdsn_linear_trend" => case.sdsn(),
        "trajectory_linear_fixed_target" => {
            case.years(&|year| scenario::linear(case.start(), case.end(), year))
        }
        "trajectory_linear_keep_better_values" => case.keep_better(),
        "trajectory_percent_change_from_baseline"
        | "trajectory_percent_change_from_baseline_clamped"
        | "trajectory_halt_rise" => case.years(&|year| {
            let limits = (case.optional("lower_limit"), case.optional("upper_limit"));
            let end = case.year("target_year");
            scenario::percent_of_baseline(case.start(), case.number("percent_change"), end, year, limits)
        }),
        "trajectory_linear_change_per_year" => {
            case.years(&|year| scenario::linear_change(case.start(), case.number("linear_value"), year));
        }
        "trajectory_constant_rate_to_target" => {
            case.near(
                "value_2025",
                scenario::constant_rate(case.start(), case.end(), 2025).unwrap(),
            );
        }
        "project_latest_annual_rate_of_change" | "project_rate_capped" => case.last_rate(),
        "vintage_first_release" | "vintage_latest" | "vintage_as_of" => case.vintages(),
        "vintage_realtime_end" => case.spans(),
        "vintage_dates" => case.release_days(),
        "vintage_threshold_flip" => case.flip(),
        "ols_line" => case.ols(),
        "sens_slope_and_mann_kendall" => case.long_trend(),
        "theil_sen_and_mann_kendall_small" => case.short_trend(),
        "small_sample_prediction_interval_ols_t" => case.ols_interval(),
        "small_sample_prediction_interval_ols_t_log" => case.ols_log_interval(),
        "small_sample_prediction_interval_drift_t" => case.drift(),
        "ytd_to_full_year" => case.full_year(),
        "ytd_difference_to_month" => case.months(),
        other => assert!(OF_THE_REPORT.contains(&other), "no test redoes {other}"),
    }
}

struct Case<'a> {
    case: &'a Value,
}

impl Case<'_> {
    fn id(&self) -> &str {
        self.case["id"].as_str().unwrap()
    }

    fn input(&self, key: &str) -> &Value {
        &self.case["inputs"][key]
    }

    fn expected(&self, key: &str) -> &Value {
        &self.case["expected"][key]
    }

    fn optional(&self, key: &str) -> Option<f64> {
        self.case["parameters"][key].as_f64()
    }

    fn number(&self, key: &str) -> f64 {
        self.optional(key).unwrap()
    }

    fn year(&self, key: &str) -> i32 {
        let parameter = self.case["parameters"][key]
            .as_i64()
            .or_else(|| self.input(key).as_i64());
        i32::try_from(parameter.unwrap()).unwrap()
    }

    #[track_caller]
    fn near(&self, key: &str, found: f64) {
        self.near_within(self.expected(key).as_f64().unwrap(), found, 1e-9);
    }

    #[track_caller]
    fn near_within(&self, expected: f64, found: f64, slack: f64) {
        let within = (expected - found).abs() <= slack * expected.abs().max(1.0);
        assert!(within, "{}: {found} is not {expected}", self.id());
    }

    #[track_caller]
    fn near_optional(&self, key: &str, found: Option<f64>, slack: f64) {
        match (self.expected(key).as_f64(), found) {
            (None, None) => {}
            (Some(expected), Some(found)) => self.near_within(expected, found, slack),
            (expected, found) => panic!("{}: {key} {found:?} is not {expected:?}", self.id()),
        }
    }

    fn two_points(&self) -> TwoPoints {
        // A value that the office does not have is no number.
        let number = |key: &str| self.input(key).as_f64().unwrap_or(f64::NAN);
        TwoPoints {
            base_value: number("base_value"),
            base_year: number("base_year"),
            current_value: number("current_value"),
            current_year: number("current_year"),
            direction: self.direction(),
            target: self.optional("target"),
            target_year: self.optional("target_year"),
            natural_limit: self.optional("natural_limit"),
        }
    }

    fn direction(&self) -> Direction {
        if self.number("direction") > 0.0 {
            Direction::Up
        } else {
            Direction::Down
        }
    }

    fn open_sdg(&self) {
        let found = open_sdg(&self.two_points());
        self.near_optional("progress_value", found.progress, 1e-9);
        self.near_optional("score", found.score, 1e-6);
        assert_eq!(
            self.expected("status").as_str(),
            Some(found.status.as_str()),
            "{}",
            self.id()
        );
        // The same by the front door: a plan and two figures.
        if let Some(assessed) = self.by_the_front_door() {
            let found = assessed.compatibility.open_sdg;
            self.near_optional("progress_value", found.progress, 1e-9);
            self.near_optional("score", found.score, 1e-6);
            assert_eq!(
                self.expected("status").as_str(),
                Some(found.status.as_str()),
                "{}",
                self.id()
            );
        }
    }

    fn eustat(&self) {
        let found = eustat(&self.two_points());
        self.near_optional("progress_value", found.progress, 1e-9);
        self.near_optional("score", found.score, 1e-6);
        assert_eq!(
            self.expected("status").as_str(),
            Some(found.status.as_str()),
            "{}",
            self.id()
        );
        if let Some(assessed) = self.by_the_front_door() {
            let found = assessed.compatibility.eustat;
            self.near_optional("score", found.score, 1e-6);
            assert_eq!(
                self.expected("status").as_str(),
                Some(found.status.as_str()),
                "{}",
                self.id()
            );
        }
    }

    /// Two figures and a target, through `assess`; `None` where the years are no calendar years or are one year.
    fn by_the_front_door(&self) -> Option<Assessment> {
        let year = |key: &str| {
            let year = self.input(key).as_f64()?;
            (year.fract() == 0.0).then(|| format!("{year}"))
        };
        let (from, to) = (year("base_year")?, year("current_year")?);
        if from == to {
            return None;
        }
        let direction = self.direction();
        let operator = if direction == Direction::Up {
            Operator::Ge
        } else {
            Operator::Le
        };
        let mut indicator = tracked(milepost_model::Measure::Stock);
        indicator.unit = Unit::Index;
        indicator.direction = direction;
        indicator.natural_limit = self.case["parameters"].get("natural_limit").and_then(exact);
        if let Some(value) = exact(&self.case["parameters"]["target"]) {
            let by = self.number("target_year").to_string();
            indicator.targets = vec![target(
                TargetKind::Count,
                operator,
                &value.to_string(),
                &by,
                PathKind::Linear,
            )];
        }
        let (first, last) = (
            exact(self.input("base_value"))?,
            exact(self.input("current_value"))?,
        );
        let figures = [
            Figure::new(&indicator, &from, &first.to_string()),
            Figure::new(&indicator, &to, &last.to_string()),
        ];
        let as_of = day("2099-12-31");
        let view = View {
            as_of,
            known_at: instant(as_of),
        };
        Some(assess(&indicator, &histories(figures), view, None))
    }

    fn open_sdg_mean(&self) {
        let scores = self
            .input("series_scores")
            .as_array()
            .unwrap()
            .iter()
            .map(Value::as_f64);
        let words = self
            .input("series_statuses")
            .as_array()
            .unwrap()
            .iter()
            .map(|word| word.as_str());
        let verdicts: Vec<OpenSdgVerdict> = scores
            .zip(words)
            .map(|(score, word)| OpenSdgVerdict {
                progress: None,
                status: OpenSdgStatus::parse(word.unwrap_or("not_available")).unwrap(),
                score,
            })
            .collect();
        let (score, status) = open_sdg_aggregate(&verdicts);
        self.near_optional("score", score, 1e-6);
        assert_eq!(
            self.expected("status").as_str(),
            Some(status.as_str()),
            "{}",
            self.id()
        );
    }

    fn eustat_mean(&self) {
        let scores = self.input("series_scores").as_array().unwrap();
        let scores: Vec<Option<f64>> = scores.iter().map(Value::as_f64).collect();
        let (score, status) = eustat_aggregate(&scores);
        self.near_optional("score", score, 1e-6);
        assert_eq!(self.expected("status").as_str(), Some(status.as_str()));
    }

    fn sdsn(&self) {
        let scale = Scale {
            optimum: self.number("optimum"),
            lower: self.number("lower_bound"),
            threshold: self.number("green_threshold"),
        };
        let point = |year: &str, value: &str| {
            (
                self.input(year).as_f64().unwrap(),
                self.input(value).as_f64().unwrap(),
            )
        };
        let (base, current) = (
            point("base_year", "base_value"),
            point("current_year", "current_value"),
        );
        let found = sdsn(base, current, &scale, self.number("target_year")).unwrap();
        assert_eq!(
            self.expected("arrow").as_str(),
            Some(found.arrow.as_str()),
            "{}",
            self.id()
        );
        self.sdsn_by_the_front_door();
    }

    fn sdsn_by_the_front_door(&self) {
        let parameter = |key: &str| exact(&self.case["parameters"][key]).unwrap();
        let (optimum, lower) = (parameter("optimum"), parameter("lower_bound"));
        let threshold = parameter("green_threshold");
        let is_up = optimum > lower;
        let mut indicator = tracked(milepost_model::Measure::Stock);
        indicator.unit = Unit::Index;
        indicator.direction = if is_up { Direction::Up } else { Direction::Down };
        let operator = if is_up { Operator::Ge } else { Operator::Le };
        indicator.sdsn = Some(SdsnBounds {
            optimum,
            lower,
            threshold: Some(threshold),
        });
        let by = self.year("target_year").to_string();
        indicator.targets = vec![target(
            TargetKind::Count,
            operator,
            &threshold.to_string(),
            &by,
            PathKind::Linear,
        )];
        let base_value = exact(self.input("base_value")).unwrap().to_string();
        indicator.baseline = Some(baseline(&self.year("base_year").to_string(), &base_value));
        let value = exact(self.input("current_value")).unwrap().to_string();
        let figure = Figure::new(&indicator, &self.year("current_year").to_string(), &value);
        let as_of = day("2099-12-31");
        let found = assess(
            &indicator,
            &histories([figure]),
            View {
                as_of,
                known_at: instant(as_of),
            },
            None,
        );
        let arrow = found.compatibility.sdsn.unwrap().arrow;
        assert_eq!(
            self.expected("arrow").as_str(),
            Some(arrow.as_str()),
            "{}",
            self.id()
        );
    }

    fn start(&self) -> (i32, f64) {
        (
            self.year("baseline_year"),
            self.input("baseline_value").as_f64().unwrap(),
        )
    }

    fn end(&self) -> (i32, f64) {
        (self.year("target_year"), self.number("target_value"))
    }

    fn years(&self, at: &dyn Fn(i32) -> Option<f64>) {
        let years = self.expected("years").as_array().unwrap();
        let values = self.expected("values").as_array().unwrap();
        assert_eq!(years.len(), values.len());
        for (year, value) in years.iter().zip(values) {
            let year = i32::try_from(year.as_i64().unwrap()).unwrap();
            self.near_within(value.as_f64().unwrap(), at(year).unwrap(), 1e-9);
        }
    }

    fn keep_better(&self) {
        let observed = self.input("observed").as_object().unwrap();
        let observed: BTreeMap<i32, f64> = observed
            .iter()
            .map(|(year, value)| (year.parse().unwrap(), value.as_f64().unwrap()))
            .collect();
        let is_up = self.case["parameters"]["small_is_best"] == Value::Bool(false);
        let direction = if is_up { Direction::Up } else { Direction::Down };
        self.years(&|year| {
            scenario::linear_keeping_better(self.start(), self.end(), year, &observed, direction)
        });
    }

    fn last_rate(&self) {
        let values = self.input("values").as_object().unwrap();
        let values: Vec<(i32, f64)> = values
            .iter()
            .map(|(year, value)| (year.parse().unwrap(), value.as_f64().unwrap()))
            .collect();
        let year = self.year("project_year");
        let upper = self.optional("upper_limit");
        let cap = self.optional("limit_rate_value");
        let project = |upper| scenario::last_rate(values[0], values[1], year, cap, (None, upper)).unwrap();
        if self.expected("value").is_null() {
            self.near("value_untrimmed", project(None));
            self.near("value_trimmed_at_100", project(Some(100.0)));
        } else {
            self.near("value", project(upper));
        }
    }

    /// The releases as figures of a quarter each; a quarter's date is its first day.
    fn releases(&self) -> Vec<milepost_model::VintageHistory> {
        let mut indicator = tracked(milepost_model::Measure::Flow);
        indicator.unit = Unit::Usd;
        let releases = self.input("releases").as_array().unwrap();
        histories(releases.iter().map(|release| {
            let at = quarter(release["date"].as_str().unwrap());
            let value = exact(&release["value"]).unwrap().to_string();
            Figure::new(&indicator, &at, &value).published(release["realtime_start"].as_str().unwrap())
        }))
    }

    fn vintages(&self) {
        let method = self.case["method"].as_str().unwrap();
        let as_of = self.case["parameters"]["as_of"].as_str().unwrap_or("2099-12-31");
        let known = if method == "vintage_as_of" {
            self.expected("last_known")
        } else {
            &self.case["expected"]
        };
        let found = self.releases();
        for (date, value) in known.as_object().unwrap() {
            let at = crate::sample::period(&quarter(date));
            let history = found.iter().find(|history| history.key.period == at).unwrap();
            let view = View {
                as_of: day(as_of),
                known_at: instant(day(as_of)),
            };
            let observation = match method {
                "vintage_first_release" => vintage::first_release(history),
                _ => vintage::in_force(history, view),
            };
            assert_eq!(
                Some(observation.unwrap().value),
                exact(value),
                "{} {date}",
                self.id()
            );
        }
        if method == "vintage_as_of" {
            let view = View {
                as_of: day(as_of),
                known_at: instant(day(as_of)),
            };
            let shown = found
                .iter()
                .flat_map(|history| &history.vintages)
                .filter(|state| view.shows(state));
            assert_eq!(shown.count(), self.expected("rows").as_array().unwrap().len());
        }
    }

    fn spans(&self) {
        let found = self.releases();
        let spans = vintage::real_time_spans(&found[0]);
        let expected = self.expected("intervals").as_array().unwrap();
        // The last span is open: the table lists the closed ones.
        assert_eq!(spans.len(), expected.len() + 1);
        for (span, expected) in spans.iter().zip(expected) {
            assert_eq!(span.0, day(expected[0].as_str().unwrap()));
            assert_eq!(span.1, Some(day(expected[1].as_str().unwrap())));
            assert_eq!(span.2, exact(&expected[2]));
        }
    }

    fn release_days(&self) {
        let days = vintage::release_days(&self.releases());
        let expected: Vec<_> = self
            .expected("last5")
            .as_array()
            .unwrap()
            .iter()
            .map(|text| day(text.as_str().unwrap()))
            .collect();
        assert_eq!(days[days.len() - 5..], expected);
    }

    /// A verdict at a threshold turns with a revision; as of then it stays what it was.
    fn flip(&self) {
        let mut indicator = tracked(milepost_model::Measure::Stock);
        indicator.unit = Unit::Percent;
        let threshold = exact(&self.case["parameters"]["threshold"]).unwrap().to_string();
        indicator.targets = vec![target(
            TargetKind::FloorHold,
            Operator::Gt,
            &threshold,
            "2023-08",
            PathKind::Constant,
        )];
        let value = |key: &str| exact(self.input(key)).unwrap().to_string();
        let at = self.input("date").as_str().unwrap();
        let figures = [
            Figure::new(&indicator, at, &value("as_published_at_2023_10_01")).published("2023-09-01"),
            Figure::new(&indicator, at, &value("as_revised")).published("2024-09-01"),
        ];
        // The case compares printed numbers as they are, so nothing is left open by their last digit.
        let kept = histories(figures.map(|figure| figure.step("0")));
        let status = |as_of: &str| {
            let view = View {
                as_of: day(as_of),
                known_at: instant(day(as_of)),
            };
            assess(&indicator, &kept, view, None).status == milepost_trajectory::Status::Achieved
        };
        assert_eq!(
            Some(status("2023-10-01")),
            self.expected("verdict_as_published").as_bool()
        );
        assert_eq!(
            Some(status("2024-10-01")),
            self.expected("verdict_as_revised").as_bool()
        );
        assert_eq!(
            Some(status("2023-10-01")),
            self.expected("verdict_as_published").as_bool()
        );
    }

    fn floats(&self, key: &str) -> Vec<f64> {
        self.input(key)
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_f64)
            .collect()
    }

    fn ols(&self) {
        let points: Vec<(f64, f64)> = self.floats("x").into_iter().zip(self.floats("y")).collect();
        let line = stats::ols_line(&points).unwrap();
        self.near("slope", line.slope);
        self.near("intercept", line.intercept);
        self.near("slope_sd", line.slope_error);
        self.near("intercept_sd", line.intercept_error);
        self.near("residual_sd", line.residual_deviation);
        self.near("r_squared", line.r_squared);
        self.near("df_resid", line.freedom);
    }

    fn long_trend(&self) {
        let values = self.floats("values");
        // The slope keeps each value's place in time, missing values leave gaps; the test of the trend closes them.
        let placed = self.input("values").as_array().unwrap().iter().enumerate();
        let points: Vec<(f64, f64)> = placed
            .filter_map(|(at, value)| Some((f64::from(u32::try_from(at).ok()?), value.as_f64()?)))
            .collect();
        let line = stats::theil_sen(&points).unwrap();
        self.near("sen_slope", line.slope);
        self.near("sen_intercept", line.intercept);
        let test = stats::mann_kendall(&values).unwrap();
        self.near("mk_s", test.s);
        self.near("mk_var_s", test.variance);
        self.near("mk_z", test.z);
        self.near("mk_p", test.p);
        self.near("mk_tau", test.tau);
        assert_eq!(
            self.expected("mk_trend").as_str() == Some("no trend"),
            test.p > self.number("alpha")
        );
    }

    fn points(&self) -> Vec<(f64, f64)> {
        self.floats("years")
            .into_iter()
            .zip(self.floats("values"))
            .collect()
    }

    fn short_trend(&self) {
        let first_year = self.floats("years")[0];
        let points: Vec<(f64, f64)> = self
            .points()
            .iter()
            .map(|point| (point.0 - first_year, point.1))
            .collect();
        let line = stats::theil_sen(&points).unwrap();
        self.near("slope", line.slope);
        self.near("intercept_at_2019", line.intercept);
        let ends = self.expected("slope_ci95").as_array().unwrap();
        self.near_within(ends[0].as_f64().unwrap(), line.slope_low95, 1e-9);
        self.near_within(ends[1].as_f64().unwrap(), line.slope_high95, 1e-9);
        let test = stats::mann_kendall(&self.floats("values")).unwrap();
        self.near("mk_s", test.s);
        self.near("mk_var_s", test.variance);
        self.near("mk_z", test.z);
        self.near("mk_p", test.p);
        self.near("mk_tau", test.tau);
    }

    #[track_caller]
    fn ends(&self, key: &str, found: stats::Interval) {
        let ends = self.expected(key).as_array().unwrap();
        self.near_within(ends[0].as_f64().unwrap(), found.low, 1e-9);
        self.near_within(ends[1].as_f64().unwrap(), found.high, 1e-9);
    }

    fn ols_interval(&self) {
        let (points, at) = (self.points(), self.number("project_year"));
        let wide = stats::ols_interval(&points, at, 0.95).unwrap();
        self.near("mean", wide.centre);
        self.ends("pi95", wide);
        self.ends("pi80", stats::ols_interval(&points, at, 0.8).unwrap());
        let line = stats::ols_line(&points).unwrap();
        self.near("slope", line.slope);
        self.near("residual_sd", line.residual_deviation);
    }

    fn ols_log_interval(&self) {
        let found = stats::ols_log_interval(&self.points(), self.number("project_year"), 0.8).unwrap();
        self.near("mean_median", found.centre);
        self.ends("pi80", found);
    }

    fn drift(&self) {
        let last = *self.floats("years").last().unwrap();
        let ahead = self.number("project_year") - last;
        let found = stats::drift_interval(&self.floats("values"), ahead, self.number("level")).unwrap();
        self.near("drift", found.drift);
        self.near("s_diff_ddof1", found.step_deviation);
        self.near("se", found.error);
        self.near("t_quantile", found.quantile);
        self.near("mean", found.interval.centre);
        self.ends("pi80", found.interval);
    }

    fn full_year(&self) {
        let months = usize::try_from(self.input("months").as_u64().unwrap()).unwrap();
        let so_far = exact(self.input("ytd_1960")).unwrap();
        let earlier: Vec<(Decimal, Decimal)> = ["1957", "1958", "1959"]
            .iter()
            .map(|year| {
                let values = self.input("monthly")[*year].as_array().unwrap();
                let sum = |count: usize| values.iter().take(count).filter_map(exact).sum::<Decimal>();
                (sum(months), sum(12))
            })
            .collect();
        let by_share = full_year::mean_share(so_far, &earlier).unwrap();
        self.near("mean_share_3y", float(by_share.value));
        let range = |key: &str, low: Decimal, high: Decimal| {
            let ends = self.expected(key).as_array().unwrap();
            self.near_within(ends[0].as_f64().unwrap(), float(low), 1e-9);
            self.near_within(ends[1].as_f64().unwrap(), float(high), 1e-9);
        };
        range("share_range", by_share.low_share, by_share.high_share);
        range("range_from_shares", by_share.low, by_share.high);
        let (last_months, last_full) = earlier[2];
        self.near(
            "prior_year_ratio",
            float(full_year::prior_year_ratio(so_far, last_months, last_full).unwrap()),
        );
        let twelve = full_year::last_twelve_months(so_far, last_months, last_full).unwrap();
        self.near("last_twelve_months", float(twelve));
        self.near(
            "run_rate",
            float(full_year::run_rate(so_far, u32::try_from(months).unwrap()).unwrap()),
        );
    }

    fn months(&self) {
        let list = |value: &Value| {
            value
                .as_array()
                .unwrap()
                .iter()
                .filter_map(exact)
                .collect::<Vec<Decimal>>()
        };
        let found = full_year::months_by_difference(&list(self.input("cumulative_1960"))).unwrap();
        assert_eq!(found, list(self.expected("monthly")));
    }
}

/// A number of the file as it is written there.
fn exact(value: &Value) -> Option<Decimal> {
    let text = value.as_number()?.to_string();
    text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
}

fn float(value: Decimal) -> f64 {
    value.to_string().parse().unwrap()
}

fn quarter(date: &str) -> String {
    let (year, rest) = date.split_once('-').unwrap();
    let month: u32 = rest[..2].parse().unwrap();
    format!("{year}-Q{}", month.div_ceil(3))
}

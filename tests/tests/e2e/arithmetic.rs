//! Every number of the demonstration's report, worked out again from its own figures with nothing of the product: the
//! printed numbers from the pages of the site, and path, deviation, pace, requirement and projection from the series.

use serde_json::Value;

use crate::lab::Lab;
use crate::site::{self, Site};

/// The end of a day, or of a month's last day, as a decimal year: 2023-12-31 is 2024.
fn year_of(date: &str) -> f64 {
    let part = |range: std::ops::Range<usize>| date.get(range).unwrap().parse::<u32>().unwrap();
    let (year, month) = (part(0..4), part(5..7));
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let february = if is_leap { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month = usize::try_from(month).unwrap() - 1;
    let day = if date.len() == 10 {
        part(8..10)
    } else {
        months[month]
    };
    let before: u32 = months[..month].iter().sum();
    let all: u32 = months.iter().sum();
    f64::from(year) + f64::from(before + day) / f64::from(all)
}

/// Where a period ends: years and dates only, the parts of years are no figures of these targets.
fn end_of(period: &str) -> Option<f64> {
    if let Some(date) = period.strip_prefix("as-of:") {
        return Some(year_of(date));
    }
    (period.len() == 4).then(|| period.parse::<f64>().unwrap() + 1.0)
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_f64(),
    }
}

#[track_caller]
fn same(what: &str, found: &Value, expected: Option<f64>) {
    match (number(found), expected) {
        (Some(found), Some(expected)) => {
            let slack = 1e-8 * expected.abs().max(1.0);
            assert!(
                (found - expected).abs() <= slack,
                "{what}: {found} is not {expected}"
            );
        }
        (found, expected) => assert_eq!(found, expected, "{what}"),
    }
}

/// The median of the slopes between all pairs.
fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let mut slopes: Vec<f64> = points
        .iter()
        .enumerate()
        .flat_map(|(index, a)| points[index + 1..].iter().map(move |b| (b.1 - a.1) / (b.0 - a.0)))
        .collect();
    slopes.sort_by(f64::total_cmp);
    let middle = slopes.len() / 2;
    match slopes.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(slopes[middle]),
        _ => Some(f64::midpoint(slopes[middle - 1], slopes[middle])),
    }
}

fn logs(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    points.iter().map(|(at, value)| (*at, value.ln())).collect()
}

/// A level to be reached along a line or at a constant rate.
fn check_level(indicator: &Value, points: &[(f64, f64)]) {
    let id = indicator["id"].as_str().unwrap();
    let is_geometric = indicator["target"]["path"] == "geometric";
    let (due, goal) = (
        end_of(indicator["target"]["by"].as_str().unwrap()).unwrap(),
        number(&indicator["target"]["value"]).unwrap(),
    );
    let Some((now, value)) = points.last().copied() else {
        assert!(
            indicator["expected"].is_null() && indicator["pace"].is_null(),
            "{id}"
        );
        return;
    };
    same(
        &format!("{id} latest"),
        &indicator["latest"]["value"],
        Some(value),
    );
    let left = due - now;
    let required = if is_geometric {
        100.0 * ((goal / value).powf(1.0 / left) - 1.0)
    } else {
        (goal - value) / left
    };
    same(
        &format!("{id} required"),
        &indicator["required_from_now"],
        Some(required),
    );
    let recent = if is_geometric {
        slope(&logs(points)).map(|b| 100.0 * (b.exp() - 1.0))
    } else {
        slope(points)
    };
    same(&format!("{id} recent"), &indicator["recent_rate"], recent);
    let effort = recent
        .filter(|recent| goal > value && *recent > 0.0)
        .map(|recent| required / recent);
    same(&format!("{id} effort"), &indicator["effort"], effort);
    let baseline = &indicator["baseline"];
    if baseline.is_null() {
        for none in ["expected", "deviation", "completion", "time_share", "pace"] {
            assert!(indicator[none].is_null(), "{id} has no start and a {none}");
        }
        return;
    }
    let (start, from) = (
        end_of(baseline["period"].as_str().unwrap()).unwrap(),
        number(&baseline["value"]).unwrap(),
    );
    let share = (now - start) / (due - start);
    let (expected, on_path) = if is_geometric {
        (
            from * (goal / from).powf(share),
            start + (value / from).ln() / (goal / from).ln() * (due - start),
        )
    } else {
        (
            from + (goal - from) * share,
            start + (value - from) / (goal - from) * (due - start),
        )
    };
    same(&format!("{id} expected"), &indicator["expected"], Some(expected));
    let deviation = &indicator["deviation"];
    same(
        &format!("{id} absolute"),
        &deviation["absolute"],
        Some(value - expected),
    );
    same(
        &format!("{id} percent"),
        &deviation["percent"],
        Some(100.0 * (value - expected) / expected),
    );
    same(
        &format!("{id} months"),
        &deviation["months"],
        Some(12.0 * (on_path - now)),
    );
    assert_eq!(deviation["is_favourable"], value >= expected, "{id}");
    same(
        &format!("{id} completion"),
        &indicator["completion"],
        Some((value - from) / (goal - from)),
    );
    same(&format!("{id} time share"), &indicator["time_share"], Some(share));
    let pace = if now <= start {
        None
    } else if is_geometric {
        let rate = |from: f64, to: f64, years: f64| (to / from).powf(1.0 / years) - 1.0;
        Some(rate(from, value, now - start) / rate(from, goal, due - start))
    } else {
        Some(share.recip() * (value - from) / (goal - from))
    };
    same(&format!("{id} pace"), &indicator["pace"], pace);
    let projection = (points.len() >= 3).then(|| {
        let scaled = logs(points);
        let is_log = indicator["measure"] == "flow";
        let b = slope(if is_log { &scaled } else { points }).unwrap();
        let (mut gone, mut step, mut whole) = (0.5, 1.0, 0.0);
        while gone < left {
            step *= 0.8;
            whole += step;
            gone += 1.0;
        }
        assert!(
            (left - left.round()).abs() < 1e-9,
            "{id}: whole years are left here"
        );
        if is_log {
            value * (b * whole).exp()
        } else {
            value + b * whole
        }
    });
    same(
        &format!("{id} projection"),
        &indicator["projection"]["value"],
        projection,
    );
}

/// Years against a yearly level, or their mean.
fn check_years(indicator: &Value, points: &[(f64, f64)]) {
    let id = indicator["id"].as_str().unwrap();
    let kind = indicator["target"]["kind"].as_str().unwrap();
    let goal = number(&indicator["target"]["value"]).unwrap();
    let Some(newest) = points.last().copied() else {
        assert!(indicator["pace"].is_null(), "{id}");
        return;
    };
    let first = indicator["years"]["first_year"].as_f64().unwrap();
    let counted: Vec<f64> = points
        .iter()
        .filter(|point| point.0 - 1.0 >= first)
        .map(|point| point.1)
        .collect();
    let count = f64::from(u32::try_from(counted.len()).unwrap());
    let elapsed = newest.0 - first;
    let has_gap = (elapsed - count).abs() > 1e-9;
    assert_eq!(indicator["years"]["elapsed"].as_f64(), Some(count), "{id}");
    let mean = match kind {
        "flow_avg" => counted.iter().sum::<f64>() / count,
        "growth_avg" => {
            let grown: f64 = counted.iter().map(|rate| 1.0 + rate / 100.0).product();
            100.0 * (grown.powf(count.recip()) - 1.0)
        }
        "flow_min" => newest.1,
        other => panic!("{id}: {other} is not in the shipped plan"),
    };
    let met = counted.iter().filter(|value| **value >= goal).count();
    assert_eq!(
        indicator["years"]["met"].as_u64(),
        u64::try_from(met).ok(),
        "{id}"
    );
    same(&format!("{id} latest"), &indicator["latest"]["value"], Some(mean));
    same(&format!("{id} pace"), &indicator["pace"], Some(mean / goal));
    assert!(
        has_gap || kind != "growth_avg",
        "{id}: its index would want its own check"
    );
    if has_gap {
        assert!(
            indicator["completion"].is_null() && indicator["required_from_now"].is_null(),
            "{id}"
        );
    }
    let mut last: Vec<f64> = points.iter().rev().take(3).map(|point| point.1).collect();
    last.sort_by(f64::total_cmp);
    let middle = last.len() / 2;
    let recent = if last.len() % 2 == 1 {
        last[middle]
    } else {
        f64::midpoint(last[middle - 1], last[middle])
    };
    same(&format!("{id} recent"), &indicator["recent_rate"], Some(recent));
    let deviation = (kind != "growth_avg").then_some(mean - goal);
    same(
        &format!("{id} absolute"),
        &indicator["deviation"]["absolute"],
        deviation,
    );
    same(
        &format!("{id} percent"),
        &indicator["deviation"]["percent"],
        deviation.map(|absolute| 100.0 * absolute / goal),
    );
}

#[test]
fn every_verdict_is_what_its_own_figures_give() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    lab.run(&["ingest", "--once"]).expect(0);
    let report = lab.report();
    let mut judged = 0;
    for indicator in report["indicators"].as_array().unwrap() {
        let kind = &indicator["target"]["kind"];
        let is_yearly = indicator["measure"] == "flow" || indicator["measure"] == "growth";
        let points: Vec<(f64, f64)> = indicator["series"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|point| !is_yearly || point["period"].as_str().unwrap().len() == 4)
            .filter_map(|point| Some((end_of(point["period"].as_str()?)?, number(&point["value"])?)))
            .collect();
        match kind.as_str() {
            None => {}
            Some("count" | "flow_level" | "share") => {
                judged += 1;
                check_level(indicator, &points);
            }
            Some(_) => {
                judged += 1;
                check_years(indicator, &points);
            }
        }
    }
    assert_eq!(judged, 15, "every target of the plan");
    let settled = report["indicators"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == "finance.rmb-settlement");
    let settled = settled.unwrap();
    assert_eq!(
        settled["status"], "achieved",
        "nearly 400 bn is over 330 bn, whatever the start was"
    );
    assert_eq!(settled["modifiers"], serde_json::json!(["low_confidence"]));
}

/// The number in a printed figure, by the words behind it and in the quote of its unit.
fn printed_number(printed: &str, units: &str) -> f64 {
    if printed == "seven" {
        return 7.0;
    }
    let digits: String = printed
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .filter(|c| *c != ',')
        .collect();
    let words = format!("{printed} {units}");
    let scale = [
        ("万亿", 1e12),
        ("亿", 1e8),
        ("万", 1e4),
        ("billion", 1e9),
        ("million", 1e6),
    ]
    .into_iter()
    .find(|(word, _)| words.contains(word))
    .map_or(1.0, |(_, scale)| scale);
    digits.parse::<f64>().unwrap() * scale
}

/// The letters and digits of a page, without its markup and spaces.
fn bare(text: &str) -> String {
    let mut inside = true;
    let mut out = String::new();
    for c in text
        .replace("&#39;", "'")
        .replace("&nbsp;", "")
        .replace("&amp;", "&")
        .chars()
    {
        match c {
            '<' => inside = false,
            '>' => inside = true,
            c if inside && !c.is_whitespace() => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn every_figure_is_printed_on_the_page_that_it_names() {
    let site = Site::start();
    let lab = Lab::of_site(&site);
    lab.run(&["ingest", "--once"]).expect(0);
    let report = lab.report();
    let bulletins = report["bulletins"].as_array().unwrap();
    let mut traced = 0;
    for indicator in report["indicators"].as_array().unwrap() {
        for evidence in indicator["evidence"].as_array().unwrap() {
            let text = |key: &str| evidence[key].as_str().unwrap();
            let what = format!("{} {}", indicator["id"], evidence["period"]);
            let quotes = evidence["quotes"].as_array().unwrap();
            let of = |role: &str| -> Vec<&str> {
                let chosen = quotes.iter().filter(|quote| quote["role"] == role);
                chosen.map(|quote| quote["quote"].as_str().unwrap()).collect()
            };
            let value = of("value");
            let bulletin = &bulletins[usize::try_from(evidence["bulletin"].as_u64().unwrap()).unwrap()];
            let path = bulletin["url"].as_str().unwrap().splitn(4, '/').nth(3).unwrap();
            let page = bare(&std::fs::read_to_string(site::folder().join("www").join(path)).unwrap());
            for quote in quotes {
                let quote = quote["quote"].as_str().unwrap();
                assert!(page.contains(&bare(quote)), "{what}: {quote:?} is not on {path}");
            }
            let printed = text("printed");
            assert!(
                value.iter().any(|quote| bare(quote).contains(&bare(printed))),
                "{what}: {printed}"
            );
            let found = printed_number(printed, &of("unit").join(" "));
            let expected: f64 = text("value").parse().unwrap();
            assert!(
                (found - expected.abs()).abs() <= 1e-9 * found,
                "{what}: {printed} is not {expected}"
            );
            traced += 1;
        }
    }
    assert!(traced >= 110, "{traced} figures traced");
}

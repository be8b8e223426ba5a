//! The same answers as another implementation, over many lines, zones and years.

use chrono::{TimeDelta, TimeZone as _};
use milepost_schedule::{CronSpec, Zone};
use proptest::prelude::*;

/// A field: `*`, a list of values and ranges, or a step over `*` or a range.
fn field(least: u8, most: u8, may_step_star: bool) -> impl Strategy<Value = String> {
    let range = (least..=most, least..=most).prop_map(|(a, b)| (a.min(b), a.max(b)));
    let element = prop_oneof![
        3 => (least..=most).prop_map(|value| value.to_string()),
        2 => range.clone().prop_map(|(first, last)| format!("{first}-{last}")),
        1 => (range, 1..=most).prop_map(|((first, last), step)| format!("{first}-{last}/{step}")),
    ];
    let star_step = (1..=most).prop_map(|step| format!("*/{step}"));
    prop_oneof![
        2 => Just("*".to_owned()),
        4 => proptest::collection::vec(element, 1..4).prop_map(|elements| elements.join(",")),
        u32::from(may_step_star) => star_step,
    ]
}

fn line() -> impl Strategy<Value = String> {
    // `*/2` as a day restricts nothing for us, as since Vixie's cron; croner sees it as a restriction.
    (
        field(0, 59, true),
        field(0, 23, true),
        field(1, 28, false),
        field(1, 12, true),
        field(0, 7, false),
    )
        .prop_map(|(minute, hour, day, month, weekday)| format!("{minute} {hour} {day} {month} {weekday}"))
}

/// Asks croner, on wall clock readings that all exist once.
fn croner(line: &str, zone: chrono_tz::Tz, after: i64, count: usize) -> Vec<i64> {
    let cron: croner::Cron = line.parse().unwrap();
    let start = zone.timestamp_opt(after, 0).unwrap();
    cron.iter_after(start)
        .take(count)
        .map(|run| run.timestamp())
        .collect()
}

fn ours(line: &str, zone: &str, after: i64, count: usize) -> Vec<i64> {
    let start = chrono::Utc.timestamp_opt(after, 0).unwrap();
    let runs = CronSpec::parse(line)
        .unwrap()
        .next_runs(start, Zone::parse(zone).unwrap(), count);
    runs.into_iter().map(|run| run.timestamp()).collect()
}

/// 2000-01-01 to 2060-01-01.
const YEARS: std::ops::Range<i64> = 946_684_800..2_840_140_800;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn lines_mean_what_croner_says_where_clocks_are_never_set(
        line in line(), zone in 0_usize..4, after in YEARS,
    ) {
        let (name, tz) = [
            ("UTC", chrono_tz::UTC),
            ("Asia/Shanghai", chrono_tz::Asia::Shanghai),
            ("Asia/Kolkata", chrono_tz::Asia::Kolkata),
            ("Etc/GMT+12", chrono_tz::Etc::GMTPlus12),
        ][zone];
        prop_assert_eq!(ours(&line, name, after, 6), croner(&line, tz, after, 6));
    }

    #[test]
    fn lines_mean_what_croner_says_where_clocks_are_set(line in line(), zone in 0_usize..4, after in YEARS) {
        let (name, tz) = [
            ("Europe/Berlin", chrono_tz::Europe::Berlin),
            ("America/New_York", chrono_tz::America::New_York),
            ("Australia/Lord_Howe", chrono_tz::Australia::Lord_Howe),
            ("America/Santiago", chrono_tz::America::Santiago),
        ][zone];
        let offset = |instant: i64| {
            use chrono::Offset as _;
            tz.timestamp_opt(instant, 0).unwrap().offset().fix().local_minus_utc()
        };
        let runs = ours(&line, name, after, 6);
        let last = runs.last().copied().unwrap_or(after);
        // How lines run on the day a clock is set is a choice, tested on its own; elsewhere there is none.
        let day = 86_400;
        let is_quiet = |at: i64| offset(at - day) == offset(at + day);
        prop_assume!(last - after < 400 * day);
        let theirs = croner(&line, tz, after, 12);
        let quiet = |runs: &[i64]| -> Vec<i64> {
            runs.iter().copied().filter(|at| *at <= last && is_quiet(*at) && is_quiet(after)).collect()
        };
        // Croner may run more often on such a day, so its list may end before ours does.
        let theirs_end = theirs.last().copied().unwrap_or(last);
        let ours: Vec<i64> = quiet(&runs).into_iter().filter(|at| *at <= theirs_end).collect();
        prop_assert_eq!(ours, quiet(&theirs));
    }

    #[test]
    fn runs_go_forward_and_match_the_line_as_read_in_the_zone(
        minute in 0_u32..60, hour in 0_u32..24, after in YEARS, zone in 0_usize..3,
    ) {
        let name = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"][zone];
        let zone = Zone::parse(name).unwrap();
        let spec = CronSpec::parse(&format!("{minute} {hour} * * *")).unwrap();
        let start = chrono::Utc.timestamp_opt(after, 0).unwrap();
        let runs = spec.next_runs(start, zone, 400);
        prop_assert_eq!(runs.len(), 400);
        let mut before = start;
        for run in runs {
            prop_assert!(run > before);
            // Every day once: gaps run at the next minute, folds the first time.
            prop_assert!(before == start || zone.day(run) == zone.day(before).succ_opt().unwrap());
            let reading = zone.wall_clock(run);
            let wanted = reading.date().and_hms_opt(hour, minute, 0).unwrap();
            let late = reading - wanted;
            prop_assert!(late == TimeDelta::zero() || (late > TimeDelta::zero() && late <= TimeDelta::hours(1)));
            before = run;
        }
    }

    #[test]
    fn no_text_panics(text in "[-0-9*/,LW#?@a-z \u{e9}]{0,40}", zone in "\\PC{0,30}") {
        if let Ok(spec) = CronSpec::parse(&text) {
            let start = chrono::Utc.timestamp_opt(1_700_000_000, 0).unwrap();
            let _ = spec.next_after(start, Zone::parse("Europe/Berlin").unwrap());
        }
        let _ = Zone::parse(&zone);
    }
}

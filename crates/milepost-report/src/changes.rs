//! Tells what changed between two reports of a plan, in fields and in sentences.

use std::collections::{HashMap, HashSet};

use milepost_model::{Language, Period, Role, Unit};

use crate::date_words;
use crate::phrase::{self, both, claimed};
use crate::report::text::{Text, TextForm};
use crate::report::v1::{Change, ChangeKind, IndicatorReport, Point, PointFlag, Report, StatusWord, Words};
use crate::words::{self, say};

/// Revised figures told one by one for each indicator; a rebased series is one line more.
const MOST_REVISIONS: usize = 5;

/// Fills the changes of the report and of its indicators.
pub(crate) fn tell(report: &mut Report, previous: &Report) {
    let before: HashMap<&str, &IndicatorReport> = previous
        .indicators
        .iter()
        .map(|indicator| (indicator.id.as_str(), indicator))
        .collect();
    let mut all = Vec::new();
    for indicator in &mut report.indicators {
        indicator.changes = match before.get(indicator.id.as_str()) {
            Some(previous) => of_indicator(indicator, previous),
            None => vec![membership(indicator, ChangeKind::Added)],
        };
        all.extend(indicator.changes.iter().cloned());
    }
    let now: HashSet<&str> = report
        .indicators
        .iter()
        .map(|indicator| indicator.id.as_str())
        .collect();
    let removed = previous
        .indicators
        .iter()
        .filter(|indicator| !now.contains(indicator.id.as_str()));
    all.extend(removed.map(|indicator| membership(indicator, ChangeKind::Removed)));
    // Stable: within a kind the order of the plan stays.
    all.sort_by_key(|change| change.kind);
    report.changes = all;
}

/// Returns what changed from an earlier report of a plan to a later one, worst first, whichever report the later one was
/// itself compared with.
pub fn changes_between(earlier: &Report, later: &Report) -> Vec<Change> {
    let mut compared = later.clone();
    tell(&mut compared, earlier);
    compared.changes
}

fn membership(indicator: &IndicatorReport, kind: ChangeKind) -> Change {
    let pair = if kind == ChangeKind::Removed {
        ("no longer in the plan", "已移出计划")
    } else {
        ("new in the plan", "新列入计划")
    };
    plain(indicator, kind, both(|language| say(pair, language).to_owned()))
}

fn plain(indicator: &IndicatorReport, kind: ChangeKind, text: Words) -> Change {
    Change {
        indicator: Some(indicator.id.clone()),
        kind,
        from: None,
        to: None,
        by: None,
        text,
    }
}

fn of_indicator(now: &IndicatorReport, before: &IndicatorReport) -> Vec<Change> {
    let mut changes = Vec::new();
    changes.extend(status(now, before));
    revisions(now, (&now.series, &before.series), Role::Level, &mut changes);
    revisions(
        now,
        (&now.growth_series, &before.growth_series),
        Role::Growth,
        &mut changes,
    );
    conflicts(now, before, &mut changes);
    changes.extend(target(now, before));
    changes.extend(new_figures(now, (&now.series, &before.series), Role::Level));
    changes.extend(new_figures(
        now,
        (&now.growth_series, &before.growth_series),
        Role::Growth,
    ));
    if now.quality.staleness.overdue && !before.quality.staleness.overdue {
        changes.push(plain(
            now,
            ChangeKind::Overdue,
            both(|language| overdue(now, language)),
        ));
    }
    changes
}

fn overdue(now: &IndicatorReport, language: Language) -> String {
    let age = &now.quality.staleness;
    match (age.expected_period, age.expected_by, language) {
        (Some(period), Some(day), Language::En) => format!(
            "the figure for {} was expected by {}",
            date_words::period(*period, language),
            date_words::date(*day, language)
        ),
        (Some(period), Some(day), Language::Zh) => format!(
            "{}数据应于{}前发布，尚未见",
            date_words::period(*period, language),
            date_words::date(*day, language)
        ),
        (_, _, Language::En) => "the next figure is overdue".to_owned(),
        (_, _, Language::Zh) => "下一期数据逾期".to_owned(),
    }
}

fn status(now: &IndicatorReport, before: &IndicatorReport) -> Option<Change> {
    if now.status == before.status {
        return None;
    }
    let kind = match (before.status, now.status) {
        (_, StatusWord::NotAssessable) => ChangeKind::NoLongerAssessable,
        (StatusWord::NotAssessable, _) => ChangeKind::NowAssessable,
        (from, to) if to.urgency() < from.urgency() => ChangeKind::Worsened,
        (_, _) => ChangeKind::Improved,
    };
    let by = cause(now, before);
    let text = both(|language| {
        let (from, to) = (
            say(words::status(before.status), language),
            say(words::status(now.status), language),
        );
        let why = match by {
            "target" => say((", by a new version of the target", "（目标已更新）"), language),
            "revision" => say(
                (", by revision, not by new data", "（因数据修订，非新数据）"),
                language,
            ),
            "time" => say((", with no new figure", "（无新数据）"), language),
            _ => "",
        };
        match language {
            Language::En => format!("from “{from}” to “{to}”{why}"),
            Language::Zh => format!("由“{from}”变为“{to}”{why}"),
        }
    });
    Some(Change {
        indicator: Some(now.id.clone()),
        kind,
        from: Some(before.status.as_str().to_owned()),
        to: Some(now.status.as_str().to_owned()),
        by: Some(by.to_owned()),
        text,
    })
}

/// Why the status differs: another target first, then a newer figure, then another value for a known period.
fn cause(now: &IndicatorReport, before: &IndicatorReport) -> &'static str {
    let has_new_target = target(now, before).is_some();
    let newest = |indicator: &IndicatorReport| {
        let points = indicator.series.iter().chain(&indicator.growth_series);
        points
            .filter(|point| is_published(point))
            .map(|point| point.period.last_day())
            .max()
    };
    let is_revised = [
        (&now.series, &before.series),
        (&now.growth_series, &before.growth_series),
    ]
    .into_iter()
    .any(|(now, before)| !differing(now, before).is_empty());
    if has_new_target {
        "target"
    } else if newest(now) > newest(before) {
        "new_data"
    } else if is_revised {
        "revision"
    } else if now.latest.as_ref().map(|latest| latest.value)
        == before.latest.as_ref().map(|latest| latest.value)
    {
        "time"
    } else {
        "new_data"
    }
}

/// An estimate changes with every release; only what was published can be revised.
fn is_published(point: &Point) -> bool {
    !point
        .flags
        .iter()
        .any(|flag| matches!(flag, PointFlag::Annualised | PointFlag::Estimated))
}

/// Returns the periods whose value differs, newest first: the unit, the former and the present value.
fn differing(now: &[Point], before: &[Point]) -> Vec<(Period, Unit, Point, Option<Point>)> {
    let present: HashMap<Period, &Point> = now
        .iter()
        .filter(|point| is_published(point))
        .map(|point| (*point.period, point))
        .collect();
    let mut found = Vec::new();
    for former in before.iter().rev().filter(|point| is_published(point)) {
        let point = present.get(&*former.period).copied();
        let is_same = point.is_some_and(|point| point.value == former.value && point.unit == former.unit);
        if !is_same {
            found.push((*former.period, *former.unit, former.clone(), point.cloned()));
        }
    }
    found
}

fn revisions(
    indicator: &IndicatorReport,
    series: (&[Point], &[Point]),
    role: Role,
    changes: &mut Vec<Change>,
) {
    let found = differing(series.0, series.1);
    for (period, unit, former, point) in found.iter().take(MOST_REVISIONS) {
        let text = both(|language| {
            let when = figure_of(*period, role, language);
            let from = claimed(*former.value, *unit, *former.comparison, language);
            match (point, language) {
                (Some(point), _) => {
                    let to = claimed(*point.value, *point.unit, *point.comparison, language);
                    match language {
                        Language::En => format!("{when} revised from {from} to {to}"),
                        Language::Zh => format!("{when}由{from}修订为{to}"),
                    }
                }
                (None, Language::En) => format!("{when} withdrawn; it was {from}"),
                (None, Language::Zh) => format!("{when}已撤回，原为{from}"),
            }
        });
        changes.push(Change {
            indicator: Some(indicator.id.clone()),
            kind: ChangeKind::Revised,
            from: Some(former.value.to_string()),
            to: point.as_ref().map(|point| point.value.to_string()),
            by: None,
            text,
        });
    }
    let rest = found.len().saturating_sub(MOST_REVISIONS);
    if rest > 0 {
        let text = both(|language| match language {
            Language::En => format!("{rest} further figures revised"),
            Language::Zh => format!("另有{rest}个数据修订"),
        });
        changes.push(plain(indicator, ChangeKind::Revised, text));
    }
}

fn figure_of(period: Period, role: Role, language: Language) -> String {
    let when = date_words::period(period, language);
    match (role, language) {
        (Role::Growth, Language::En) => format!("growth for {when}"),
        (Role::Growth, Language::Zh) => format!("{when}增速"),
        (_, Language::En) => format!("figure for {when}"),
        (_, Language::Zh) => format!("{when}数据"),
    }
}

fn conflicts(now: &IndicatorReport, before: &IndicatorReport, changes: &mut Vec<Change>) {
    let known: HashSet<(Role, Period)> = before
        .quality
        .conflicts
        .iter()
        .map(|conflict| (*conflict.role, *conflict.period))
        .collect();
    for conflict in &now.quality.conflicts {
        if known.contains(&(*conflict.role, *conflict.period)) {
            continue;
        }
        let text = both(|language| {
            let when = figure_of(*conflict.period, *conflict.role, language);
            match language {
                Language::En => format!("sources disagree on the {when}"),
                Language::Zh => format!("各来源的{when}不一致"),
            }
        });
        changes.push(Change {
            to: Some(conflict.period.to_string()),
            ..plain(now, ChangeKind::Conflict, text)
        });
    }
}

fn target(now: &IndicatorReport, before: &IndicatorReport) -> Option<Change> {
    let what = |indicator: &IndicatorReport| {
        let target = indicator.target.as_ref();
        target.map(|target| {
            (
                target.kind,
                target.operator,
                target.value,
                target.upper,
                target.by,
                target.path,
            )
        })
    };
    if what(now) == what(before) {
        return None;
    }
    let words = |indicator: &IndicatorReport, language| {
        let target = indicator.target.as_ref();
        target.map_or_else(
            || say(("no target", "无目标"), language).to_owned(),
            |target| phrase::target(target, indicator, language),
        )
    };
    let text = both(|language| {
        let (from, to) = (words(before, language), words(now, language));
        match language {
            Language::En => format!("target changed from “{from}” to “{to}”"),
            Language::Zh => format!("目标由“{from}”改为“{to}”"),
        }
    });
    let value = |indicator: &IndicatorReport| -> Option<String> {
        Some(indicator.target.as_ref()?.value?.write().into_owned())
    };
    Some(Change {
        indicator: Some(now.id.clone()),
        kind: ChangeKind::Target,
        from: value(before),
        to: value(now),
        by: None,
        text,
    })
}

/// Tells the newest figure for a period that the previous report did not have, and how many more there are.
fn new_figures(indicator: &IndicatorReport, series: (&[Point], &[Point]), role: Role) -> Option<Change> {
    let known: HashSet<Period> = series
        .1
        .iter()
        .filter(|point| is_published(point))
        .map(|point| *point.period)
        .collect();
    let fresh = || {
        series
            .0
            .iter()
            .filter(|point| is_published(point) && !known.contains(&*point.period))
    };
    let newest = fresh().max_by_key(|point| (point.period.last_day(), point.published.0))?;
    let more = fresh().count().saturating_sub(1);
    let text = both(|language| {
        let when = figure_of(*newest.period, role, language);
        let value = claimed(*newest.value, *newest.unit, *newest.comparison, language);
        match (more, language) {
            (0, Language::En) => format!("new {when}: {value}"),
            (0, Language::Zh) => format!("新增{when}：{value}"),
            (more, Language::En) => format!("new {when}: {value}, and {more} more"),
            (more, Language::Zh) => format!("新增{when}：{value}，另有{more}个"),
        }
    });
    Some(Change {
        indicator: Some(indicator.id.clone()),
        kind: ChangeKind::NewFigure,
        from: None,
        to: Some(Text(*newest.value).to_string()),
        by: None,
        text,
    })
}

//! Reads a plan file: `[plan]` and its `[[indicator]]` tables.

use std::collections::BTreeSet;
use std::path::Path;

use milepost_model::{
    Baseline, Bilingual, Break, Direction, Identity, Indicator, IndicatorId, Measure, Operator, PathKind,
    Period, Plan, PlanId, SdsnBounds, Target, TargetKind, Thresholds, Tolerance, Unit, parse_plain_decimal,
};

use crate::problem::{Problem, Severity};
use crate::section::{Located, Section, SourceText};

/// Reads the text of a plan file.
///
/// Returns the plan where enough of it could be read, and everything wrong with it. A plan with a problem of
/// severity [`Severity::Error`] must not be used.
pub fn read_plan(file: &Path, text: &str) -> (Option<Plan>, Vec<Problem>) {
    let source = SourceText::new(file, text);
    let plan = {
        let root = source.root();
        let plan = plan(&root);
        root.finish();
        plan
    };
    (plan, source.into_problems())
}

fn plan(root: &Section<'_>) -> Option<Plan> {
    let Some(head) = root.table("plan") else {
        root.error(
            "plan",
            "missing table [plan]",
            Some("start the file with [plan] and its id, title, area"),
        );
        return None;
    };
    let id = head.required("id", PlanId::parse);
    let title = bilingual(&head, "title");
    let area = head.required("area", area_code);
    let area_names = head
        .texts("area_names")
        .into_iter()
        .map(|name| name.value)
        .collect();
    let zone = head.required("zone", |text| {
        milepost_schedule::Zone::parse(text).map(|_zone| text.to_owned())
    });
    let horizon = head.date("horizon");
    if horizon.is_none() && !head.has("horizon") {
        head.error(
            "horizon",
            "missing; the plan's last day was expected",
            Some("horizon = \"2027-12-31\""),
        );
    }
    head.finish();

    let mut indicators = Vec::new();
    let mut places = Vec::new();
    let mut identities = Vec::new();
    for section in root.tables("indicator") {
        let at = section.at();
        if let Some(read) = indicator(&section, &mut identities) {
            if indicators.iter().any(|known: &Indicator| known.id == read.id) {
                section.error(
                    "id",
                    format!("a second indicator `{}`", read.id),
                    Some("each id stands once in a plan"),
                );
            }
            indicators.push(read);
            places.push(at);
        }
        section.finish();
    }
    let plan = Plan {
        id: id?.value,
        title: title?,
        area: area?.value,
        area_names,
        zone: zone?.value,
        horizon: horizon?.value,
        indicators,
        identities: Vec::new(),
    };
    let identities = known_identities(root, &plan, identities);
    let plan = Plan { identities, ..plan };
    lint(root, &plan, &places);
    Some(plan)
}

/// Problems that only the method can see: a target that contradicts its direction, a path through zero.
fn lint(root: &Section<'_>, plan: &Plan, places: &[usize]) {
    for problem in milepost_trajectory::lint_plan(plan) {
        let position = plan
            .indicators
            .iter()
            .position(|indicator| Some(&indicator.id) == problem.indicator.as_ref());
        let at = position
            .and_then(|index| places.get(index))
            .copied()
            .unwrap_or_default();
        let severity = match problem.severity {
            milepost_trajectory::Severity::Error => Severity::Error,
            milepost_trajectory::Severity::Warning => Severity::Warning,
        };
        let subject = problem
            .indicator
            .as_ref()
            .map(|id| format!("indicator `{id}`: "))
            .unwrap_or_default();
        let message = format!("{subject}{}; {} was expected", problem.message, problem.expected);
        root.lint(
            severity,
            at,
            &problem.key,
            message,
            Some(problem.hint).filter(|hint| !hint.is_empty()),
        );
    }
}

fn known_identities(root: &Section<'_>, plan: &Plan, stated: Vec<(usize, Identity)>) -> Vec<Identity> {
    let known: BTreeSet<&IndicatorId> = plan.indicators.iter().map(|indicator| &indicator.id).collect();
    let mut identities = Vec::new();
    for (at, identity) in stated {
        let unknown = identity.parts.iter().find(|part| !known.contains(part));
        if let Some(part) = unknown {
            root.error_at(
                at,
                "identities",
                format!("unknown indicator `{part}`"),
                Some("name indicators of this plan"),
            );
        } else {
            identities.push(identity);
        }
    }
    identities
}

fn area_code(text: &str) -> Result<String, String> {
    let mut parts = text.splitn(2, '-');
    let country = parts.next().unwrap_or_default();
    let rest = parts.next();
    let upper = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let legal =
        country.len() == 2 && upper(country) && rest.is_none_or(|r| (1..=3).contains(&r.len()) && upper(r));
    if legal {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is no ISO 3166-2 code such as CN-CQ"))
    }
}

pub(crate) fn bilingual(section: &Section<'_>, key: &'static str) -> Option<Bilingual> {
    let Some(table) = section.table(key) else {
        if !section.has(key) {
            section.error(key, "missing", Some("title = { en = \"…\", zh = \"…\" }"));
        }
        return None;
    };
    let text = |key| table.text(key).map(|text| text.value).unwrap_or_default();
    let read = Bilingual {
        en: text("en"),
        zh: text("zh"),
    };
    if read.en.is_empty() && read.zh.is_empty() {
        table.error("en", "a text in `en`, `zh` or both was expected", None);
    }
    table.finish();
    Some(read)
}

fn indicator(section: &Section<'_>, identities: &mut Vec<(usize, Identity)>) -> Option<Indicator> {
    let id = section.required("id", IndicatorId::parse);
    let title = bilingual(section, "title");
    let theme = section.required_text("theme");
    let unit = section.required("unit", Unit::parse);
    let measure = section.required("measure", Measure::parse);
    let direction = section.required("direction", Direction::parse);
    let baseline = section.table("baseline").and_then(|table| baseline(table));
    let mut targets: Vec<Target> = section
        .tables("earlier_target")
        .into_iter()
        .filter_map(|table| target(table))
        .collect();
    targets.extend(section.table("target").and_then(|table| target(table)));
    check_versions(section, &targets);
    let natural_limit = section.decimal("natural_limit").map(|limit| limit.value);
    let sdsn = section.table("sdsn").and_then(|table| sdsn(table));
    let breaks = section
        .tables("breaks")
        .into_iter()
        .filter_map(|table| definition_break(table))
        .collect();
    let lag_days = section.parsed("lag", days).map(|lag| lag.value);
    let every_months = section.parsed("every", months).map(|every| every.value);
    let has_season = section.boolean("season").unwrap_or(true);
    let tolerance = section
        .parsed("tolerance", tolerance)
        .map(|tolerance| tolerance.value);
    let note = section.has("note").then(|| bilingual(section, "note")).flatten();
    let sums = section.texts("identities");
    let id = id?.value;
    for sum in sums {
        match identity(&id, &sum) {
            Ok(identity) => identities.push((sum.at, identity)),
            Err(message) => section.error_at(
                sum.at,
                "identities",
                message,
                Some("identities = [\"trade.exports + trade.imports\"]"),
            ),
        }
    }
    Some(Indicator {
        id,
        title: title?,
        theme: theme?.value,
        unit: unit?.value,
        measure: measure?.value,
        direction: direction?.value,
        baseline,
        targets,
        natural_limit,
        sdsn,
        breaks,
        lag_days,
        every_months,
        has_season,
        tolerance,
        note,
    })
}

fn check_versions(section: &Section<'_>, targets: &[Target]) {
    let in_order = targets.windows(2).all(|pair| match pair {
        [earlier, later] => later.valid_from.is_some() && earlier.valid_from < later.valid_from,
        _ => true,
    });
    if !in_order {
        section.error(
            "target",
            "versions of the target must have rising `valid_from` dates",
            Some("give each later version a valid_from"),
        );
    }
}

fn identity(whole: &IndicatorId, sum: &Located<String>) -> Result<Identity, String> {
    let parts: Result<Vec<IndicatorId>, _> = sum
        .value
        .split('+')
        .map(|part| IndicatorId::parse(part.trim()))
        .collect();
    match parts {
        Ok(parts) if parts.len() >= 2 => Ok(Identity {
            whole: whole.clone(),
            parts,
        }),
        Ok(_) => Err("a sum of two or more indicators was expected".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn baseline(table: Section<'_>) -> Option<Baseline> {
    let period = table.required("period", Period::parse);
    let value = table.decimal("value");
    if value.is_none() && !table.has("value") {
        table.error("value", "missing; a decimal in quotes was expected", None);
    }
    let source = table.required_text("source");
    table.finish();
    Some(Baseline {
        period: period?.value,
        value: value?.value,
        source: source?.value,
    })
}

fn target(table: Section<'_>) -> Option<Target> {
    let kind = table.required("kind", TargetKind::parse);
    let operator = table.required("operator", Operator::parse);
    let value = table.decimal("value");
    let upper = table.decimal("upper");
    let by = table.required("by", target_day);
    let from_year = table
        .integer("from", 1900..=2200)
        .and_then(|year| i32::try_from(year).ok());
    let path = table.parsed("path", PathKind::parse);
    let milestones = table
        .tables("milestones")
        .into_iter()
        .filter_map(|point| {
            let period = point.required("period", Period::parse);
            let value = point.decimal("value");
            point.finish();
            Some((period?.value, value?.value))
        })
        .collect();
    let valid_from = table.date("valid_from").map(|date| date.value);
    let source = table.required_text("source");
    let quote = table.text("quote").map(|quote| quote.value);
    let thresholds = table
        .table("thresholds")
        .map_or_else(Thresholds::default, |section| thresholds(section));
    table.finish();
    let kind = kind?.value;
    Some(Target {
        kind,
        operator: operator?.value,
        value: value.map(|value| value.value),
        upper: upper.map(|upper| upper.value),
        by: by?.value,
        from_year,
        path: path.map_or_else(|| default_path(kind), |path| path.value),
        milestones,
        valid_from,
        source: source?.value,
        quote,
        thresholds,
    })
}

/// The default path of each kind of target: the table of 4-method.md §1.
fn default_path(kind: TargetKind) -> PathKind {
    match kind {
        TargetKind::Count | TargetKind::Share | TargetKind::FlowAvg => PathKind::Linear,
        TargetKind::FlowLevel | TargetKind::GrowthAvg => PathKind::Geometric,
        TargetKind::GrowthEach => PathKind::Step,
        TargetKind::FlowMin
        | TargetKind::Ceiling
        | TargetKind::FloorHold
        | TargetKind::Range
        | TargetKind::Milestone
        | TargetKind::TrendOnly => PathKind::Constant,
    }
}

fn thresholds(section: Section<'_>) -> Thresholds {
    let standard = Thresholds::default();
    let read = Thresholds {
        on_track: section
            .decimal("on_track")
            .map_or(standard.on_track, |value| value.value),
        lagging: section
            .decimal("lagging")
            .map_or(standard.lagging, |value| value.value),
    };
    if read.lagging >= read.on_track {
        section.error("lagging", "must be less than `on_track`", None);
    }
    section.finish();
    read
}

fn sdsn(section: Section<'_>) -> Option<SdsnBounds> {
    let optimum = section.decimal("optimum");
    let lower = section.decimal("lower");
    let threshold = section.decimal("threshold").map(|value| value.value);
    if optimum.is_none() || lower.is_none() {
        section.error("optimum", "`optimum` and `lower` are both needed", None);
    }
    section.finish();
    let (optimum, lower) = (optimum?.value, lower?.value);
    Some(SdsnBounds {
        optimum,
        lower,
        threshold,
    })
}

fn definition_break(section: Section<'_>) -> Option<Break> {
    let from = section.required("from", Period::parse);
    // One text, or one for each language of the report.
    let why = if section.has("why") && !section.is_text("why") {
        bilingual(&section, "why")
    } else {
        section.required_text("why").map(|text| Bilingual {
            en: text.value,
            zh: String::new(),
        })
    };
    let splice = section.decimal("splice").map(|value| value.value);
    section.finish();
    Some(Break {
        from: from?.value,
        why: why?,
        splice,
    })
}

/// A target's `by`: a year (its last day is meant), any other period, or a date.
fn target_day(text: &str) -> Result<Period, String> {
    if let Ok(date) = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Period::as_of(date).ok_or_else(|| format!("`{text}` lies outside 1900 to 2200"));
    }
    Period::parse(text).map_err(|error| error.to_string())
}

fn days(text: &str) -> Result<u32, String> {
    let number = text.strip_suffix('d').unwrap_or(text);
    match number.parse() {
        Ok(days @ 0..=730) => Ok(days),
        Ok(_) | Err(_) => Err(format!("`{text}` is no number of days from 0d to 730d")),
    }
}

fn months(text: &str) -> Result<u32, String> {
    match text {
        "month" => Ok(1),
        "quarter" => Ok(3),
        "half" => Ok(6),
        "year" => Ok(12),
        _ => Err(format!("`{text}` is none of month, quarter, half, year")),
    }
}

fn tolerance(text: &str) -> Result<Tolerance, String> {
    let (number, percent) = text
        .strip_suffix('%')
        .map_or((text, false), |number| (number, true));
    let value = parse_plain_decimal(number.trim()).map_err(|error| error.to_string())?;
    if value.is_sign_negative() {
        return Err("a tolerance is not negative".to_owned());
    }
    Ok(if percent {
        Tolerance::Percent(value)
    } else {
        Tolerance::Absolute(value)
    })
}

//! Reads what people type into requests: ids, dates, instants, periods, values. Each refusal names the option, what was
//! expected and the mend.

use milepost_config::Config;
use milepost_model::{
    Decimal, Indicator, IndicatorId, NaiveDate, Period, Plan, PluginId, SourceId, Timestamp,
    parse_plain_decimal,
};

use crate::Refusal;

/// Characters of what was typed that a message repeats.
const REPEATED: usize = 60;

fn repeated(text: &str) -> String {
    text.chars().take(REPEATED).collect()
}

/// Reads a day.
pub(crate) fn day(text: &str, place: &str) -> Result<NaiveDate, Refusal> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_error| {
        Refusal::usage(format!("`{}` is no day", repeated(text)))
            .at(place)
            .hint("a day is written 2026-01-31")
    })
}

/// Reads a day, where there is one.
pub(crate) fn optional_day(text: Option<&str>, place: &str) -> Result<Option<NaiveDate>, Refusal> {
    text.map(|text| day(text, place)).transpose()
}

/// Reads an instant: RFC 3339, or a day, which stands for its end in UTC.
pub(crate) fn instant(text: &str, place: &str) -> Result<Timestamp, Refusal> {
    if let Ok(instant) = chrono::DateTime::parse_from_rfc3339(text) {
        return Ok(instant.to_utc());
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .and_then(|day| day.and_hms_opt(23, 59, 59));
    day.map(|end| end.and_utc()).ok_or_else(|| {
        Refusal::usage(format!("`{}` is no instant", repeated(text)))
            .at(place)
            .hint("an instant is written 2026-01-31T08:00:00Z; a day stands for its end in UTC")
    })
}

/// Reads a period.
pub(crate) fn period(text: &str, place: &str) -> Result<Period, Refusal> {
    Period::parse(text).map_err(|error| Refusal::usage(error.to_string()).at(place))
}

/// Reads a value.
pub(crate) fn value(text: &str, place: &str) -> Result<Decimal, Refusal> {
    parse_plain_decimal(text).map_err(|error| {
        Refusal::usage(error.to_string())
            .at(place)
            .hint("values are exact and in base units: 715420000000")
    })
}

/// Reads a plugin's id.
pub(crate) fn plugin(text: &str, place: &str) -> Result<PluginId, Refusal> {
    PluginId::parse(text).map_err(|error| Refusal::usage(error.to_string()).at(place))
}

/// Reads a text that must say something.
pub(crate) fn said(text: &str, place: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::usage("is empty")
            .at(place)
            .hint("manual acts are kept with who did them and why"));
    }
    Ok(text.to_owned())
}

/// Finds a configured source.
pub(crate) fn source(config: &Config, text: &str, place: &str) -> Result<SourceId, Refusal> {
    let known = || {
        config
            .sources
            .iter()
            .map(|source| source.id.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let id = SourceId::parse(text).map_err(|error| Refusal::usage(error.to_string()).at(place))?;
    match config.source(&id) {
        Some(_) => Ok(id),
        None => Err(Refusal::usage(format!("no source `{text}`"))
            .at(place)
            .hint(format!("configured are: {}", known()))),
    }
}

/// Finds a plan: the named one, or the first.
pub(crate) fn plan<'c>(config: &'c Config, id: Option<&str>) -> Result<&'c Plan, Refusal> {
    let found = match id {
        None => config.plans.first(),
        Some(id) => config.plans.iter().find(|plan| plan.plan.id.as_str() == id),
    };
    found.map(|plan| &plan.plan).ok_or_else(|| {
        let known = config
            .plans
            .iter()
            .map(|plan| plan.plan.id.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        Refusal::usage(format!("no plan `{}`", id.unwrap_or_default()))
            .at("--plan")
            .hint(format!("configured are: {known}"))
    })
}

/// Finds an indicator of any plan.
pub(crate) fn indicator<'c>(config: &'c Config, text: &str, place: &str) -> Result<&'c Indicator, Refusal> {
    let id = IndicatorId::parse(text).map_err(|error| Refusal::usage(error.to_string()).at(place))?;
    config
        .plans
        .iter()
        .find_map(|plan| plan.plan.indicator(&id))
        .ok_or_else(|| {
            Refusal::usage(format!("no indicator `{text}` in any plan"))
                .at(place)
                .hint("`milepost status` lists the indicators")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_may_be_a_day() {
        assert_eq!(
            instant("2026-01-31", "x").unwrap().to_rfc3339(),
            "2026-01-31T23:59:59+00:00"
        );
        assert_eq!(
            instant("2026-01-31T16:00:00+08:00", "x").unwrap().to_rfc3339(),
            "2026-01-31T08:00:00+00:00"
        );
        let refusal = instant("yesterday", "--known-at").unwrap_err();
        assert_eq!(refusal.place.as_deref(), Some("--known-at"));
    }

    #[test]
    fn a_day_that_is_none_is_told_with_the_form() {
        let refusal = day("2026-02-30", "--published").unwrap_err();
        assert_eq!(refusal.exit, crate::Exit::Usage);
        assert!(refusal.hint.unwrap().contains("2026-01-31"));
    }
}

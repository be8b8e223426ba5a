//! One metric as a row of a table: the words it is called by, and everything that a figure of it must fit.

/// What is measured over time: decides which roles and periods a figure may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// A count or amount at a date.
    Stock,
    /// A count or amount since some start, at a date.
    Cumulative,
    /// An amount within a period.
    Flow,
    /// A rate of growth within a period.
    Growth,
    /// A part of a whole within a period.
    Share,
}

impl Measure {
    /// Reads the text form, as in plans and rules: `stock cumulative flow growth share`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "stock" => Some(Self::Stock),
            "cumulative" => Some(Self::Cumulative),
            "flow" => Some(Self::Flow),
            "growth" => Some(Self::Growth),
            "share" => Some(Self::Share),
            _ => None,
        }
    }

    /// Says whether its figures are at a date.
    pub(crate) const fn is_at_a_date(self) -> bool {
        matches!(self, Self::Stock | Self::Cumulative)
    }
}

/// Where a rate of growth of a metric belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Growth<'a> {
    /// To the metric, with or without its level.
    Own,
    /// To the metric where its level is printed with it, else to this indicator. A metric of growth that names itself
    /// here takes only growth that is told alone.
    Alone(&'a str),
    /// To the metric where its level is printed with it, else nowhere.
    BesideLevel,
}

/// How a metric is told from everything else on a page. [`Matcher`](crate::Matcher) reads by it.
///
/// Phrases and words are Chinese or English; case, width and script (Simplified, Traditional) do not matter, and an
/// English word also stands for its plural. A phrase of several words is joined by `+`, and all of them must be there.
///
/// ```
/// use milepost_plugin_sdk::{Measure, Metric};
///
/// const OFFICES: Metric<'_> = Metric {
///     phrases: &["境外非政府组织+代表机构", "overseas NGO+office"],
///     exclude: &["备案", "temporary"],
///     ..Metric::new("ngo.offices", "count", Measure::Stock)
/// };
/// assert_eq!(OFFICES.indicator, "ngo.offices");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metric<'a> {
    /// The indicator's id.
    pub indicator: &'a str,
    /// The base unit that the number must have.
    pub unit: &'a str,
    /// What is measured over time.
    pub measure: Measure,
    /// What the number is a number of: the subject must hold every word of one phrase, or the labels those words of it
    /// that the subject does not; at least one word must stand in the subject.
    pub phrases: &'a [&'a str],
    /// Words of which one must stand in the subject, the labels, the scope, the clause or the title. Empty: no need.
    pub context: &'a [&'a str],
    /// Words of which one must stand anywhere on the page. Empty: no need.
    pub page_says: &'a [&'a str],
    /// Words of which none may stand in the subject or the labels: parts, neighbours, other kinds.
    pub exclude: &'a [&'a str],
    /// Words of which none may stand in the subject; in a heading they do no harm.
    pub not_called: &'a [&'a str],
    /// Words of which none may stand in the clause that holds the number.
    pub exclude_near: &'a [&'a str],
    /// The words that the subject may hold beside the phrase, where the phrase alone is not choosy enough: `出口` with
    /// any other word before it is exports of something. None: any words.
    pub beside: Option<&'a [&'a str]>,
    /// Names of other places, and of parts of the area: a page that is titled by one of them says 全市 of itself.
    pub elsewhere: &'a [&'a str],
    /// Names of the area. On a page that is titled by another place, the figure's own scope must hold one of them.
    pub area: &'a [&'a str],
    /// The unit as printed must be one of these: `种` and `types`, where hubs are not what is counted. Empty: any.
    pub unit_words: &'a [&'a str],
    /// Words of which one must stand in the labels of its row, where it is read from tables only. Empty: no need.
    pub row: &'a [&'a str],
    /// Words of which one must stand in the labels of its column, where it is read from tables only. Empty: no need.
    pub column: &'a [&'a str],
    /// Scopes that figures of it may rightly have beside the area's own: `nation`, `other-place`, `part`. The manifest
    /// must grant them too.
    pub scopes: &'a [&'a str],
    /// Where the text says whose figure it is, that or the subject must hold one of these words: 全市 is not the zone.
    /// Empty: no need.
    pub scope_says: &'a [&'a str],
    /// The text must name the plan's area, in the clause or right before it in the same paragraph: what it says of a
    /// programme or of nothing is not taken for the area's own.
    pub names_area: bool,
    /// Where its growth belongs.
    pub growth: Growth<'a>,
}

impl Metric<'static> {
    /// Starts a metric that nothing matches yet.
    pub const fn new(indicator: &'static str, unit: &'static str, measure: Measure) -> Self {
        Self {
            indicator,
            unit,
            measure,
            phrases: &[],
            context: &[],
            page_says: &[],
            exclude: &[],
            not_called: &[],
            exclude_near: &[],
            beside: None,
            elsewhere: &[],
            area: &[],
            unit_words: &[],
            row: &[],
            column: &[],
            scopes: &[],
            scope_says: &[],
            names_area: false,
            growth: Growth::Own,
        }
    }
}

//! Holds statements against one metric: which are figures of it, and in which role.

use std::rc::Rc;

use crate::agreement::Figure;
use crate::facts::{Facts, Sheet};
use crate::period_text::{end_of, is_at_a_date};
use crate::words::{fold, holds, is_spent, strike};
use crate::{Growth, Level, Measure, Metric, Role, StatementId};

/// A metric with its words folded.
pub(crate) struct Terms<'a> {
    metric: &'a Metric<'a>,
    phrases: Vec<Vec<String>>,
    context: Vec<String>,
    exclude: Vec<String>,
    not_called: Vec<String>,
    exclude_near: Vec<String>,
    beside: Option<Vec<String>>,
}

impl<'a> Terms<'a> {
    pub(crate) fn new(metric: &'a Metric<'a>) -> Self {
        let fold_all = |words: &[&str]| words.iter().map(|word| fold(word)).collect::<Vec<_>>();
        let split = |phrase: &&str| {
            phrase
                .split('+')
                .map(fold)
                .filter(|word| !word.is_empty())
                .collect()
        };
        Self {
            metric,
            phrases: metric.phrases.iter().map(split).collect(),
            context: fold_all(metric.context),
            exclude: fold_all(metric.exclude),
            not_called: fold_all(metric.not_called),
            exclude_near: fold_all(metric.exclude_near),
            beside: metric.beside.map(|words| {
                let mut words = fold_all(words);
                // The longest first, so that a word is not struck out of a longer one.
                words.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
                words
            }),
        }
    }

    /// Returns the figures of the metric on a page, the best fitting first.
    pub(crate) fn figures(&self, sheet: &Sheet<'a>) -> Vec<Figure<'a>> {
        let ids = sheet.page().statements_about(&self.phrases);
        let mut levels = Vec::new();
        let mut figures = Vec::new();
        let mut growths = Vec::new();
        for id in ids {
            let facts = sheet.facts(id);
            if facts.role == Some(Role::Growth) {
                growths.push(id);
                continue;
            }
            match self.figure(sheet, id, &facts) {
                Ok(figure) => {
                    levels.push(id);
                    figures.push(figure);
                }
                Err(reason) => self.skip(sheet, &facts, reason),
            }
        }
        for level in &levels {
            // A growth is read right behind its level, or right before it; its own subject may be a single verb.
            let near = level.saturating_sub(NEAR)..=level.saturating_add(NEAR);
            growths.extend(near.filter(|id| sheet.facts(*id).of == Some(*level)));
        }
        growths.sort_unstable();
        growths.dedup();
        growths.retain(|id| sheet.facts(*id).role == Some(Role::Growth));
        levels.sort_unstable();
        let mut periods: Vec<String> = figures.iter().map(|figure| figure.period.clone()).collect();
        periods.sort_unstable();
        periods.dedup();
        for id in growths {
            let facts = sheet.facts(id);
            match self.growth(sheet, id, &facts, &levels, &periods) {
                Ok(figure) => figures.push(figure),
                Err(reason) => self.skip(sheet, &facts, reason),
            }
        }
        figures
    }

    fn skip(&self, sheet: &Sheet<'a>, facts: &Facts, reason: &str) {
        let message = format!(
            "{}: `{}` left out: {reason}",
            self.metric.indicator, facts.printed
        );
        sheet.page().log(Level::Debug, &message);
    }

    /// A level, a share or a target.
    fn figure(&self, sheet: &Sheet<'a>, id: StatementId, facts: &Facts) -> Result<Figure<'a>, &'static str> {
        let main = match self.metric.measure {
            Measure::Stock | Measure::Cumulative | Measure::Flow => Role::Level,
            Measure::Growth => Role::Growth,
            Measure::Share => Role::Share,
        };
        let is_target = facts.role == Some(Role::Target);
        if facts.role != Some(main) && !is_target {
            return Err("has another role");
        }
        let (indicator, unit) = match self.metric.growth {
            Growth::Alone(growth) if is_target && facts.measure == "growth" => (growth, "percent"),
            Growth::Own | Growth::Alone(_) | Growth::BesideLevel => (self.metric.indicator, self.metric.unit),
        };
        if facts.unit != unit {
            return Err("has another unit");
        }
        if facts.cell.is_some() && is_year(&facts.printed) {
            return Err("may be a year");
        }
        self.is_named(sheet, id, facts)?;
        self.is_in_scope(sheet, id, facts)?;
        if !is_target && is_threshold(facts) {
            return Err("is a threshold that was passed");
        }
        if !is_target && stands_under_plan(facts) {
            return Err("stands under the heading of a plan");
        }
        let is_word = |word: &&str| fold(word) == facts.unit_word;
        if !self.metric.unit_words.is_empty() && !self.metric.unit_words.iter().any(is_word) {
            return Err("counts something else");
        }
        let period = if is_target {
            facts.period.clone().ok_or("has no period")?
        } else {
            self.own_period(facts)?
        };
        Ok(Figure::new(indicator, id, facts, period))
    }

    /// A rate of growth: of a level that is a figure of the metric, or told alone.
    fn growth(
        &self,
        sheet: &Sheet<'a>,
        id: StatementId,
        facts: &Facts,
        levels: &[StatementId],
        periods: &[String],
    ) -> Result<Figure<'a>, &'static str> {
        if facts.unit != "percent" {
            return Err("is a growth in another unit");
        }
        let period = match self.metric.measure {
            Measure::Flow | Measure::Growth => self.own_period(facts)?,
            Measure::Stock | Measure::Cumulative | Measure::Share => return Err("is a growth of a stock"),
        };
        let is_told_of_level = match facts.of {
            Some(of) if levels.binary_search(&of).is_ok() => true,
            // Growth of another number: where that one is no figure of the metric, its growth is none either.
            Some(_) if self.metric.measure != Measure::Growth => {
                return Err("is the growth of another number");
            }
            Some(_) if self.metric.growth != Growth::Own => return Err("is printed beside its level"),
            _ => false,
        };
        if !is_told_of_level {
            self.is_named(sheet, id, facts)?;
        }
        if stands_under_plan(facts) {
            return Err("stands under the heading of a plan");
        }
        self.is_in_scope(sheet, id, facts)?;
        let has_level = is_told_of_level || periods.binary_search(&period).is_ok();
        // In prose the level is in the same clause; a table has it in another column.
        let is_beside_level = is_told_of_level || has_level && facts.cell.is_some();
        let indicator = match self.metric.growth {
            Growth::Alone(growth) if !has_level => growth,
            Growth::BesideLevel if !is_beside_level => {
                return Err("is told without its level");
            }
            Growth::Own | Growth::Alone(_) | Growth::BesideLevel => self.metric.indicator,
        };
        Ok(Figure::new(indicator, id, facts, period))
    }

    fn is_named(&self, sheet: &Sheet<'a>, id: StatementId, facts: &Facts) -> Result<(), &'static str> {
        if !self.phrases.iter().any(|phrase| self.is_about(phrase, facts)) {
            return Err("the subject says more, or less, than the metric's name");
        }
        let around = || facts.labels.iter().chain([&facts.subject]);
        if self
            .exclude
            .iter()
            .any(|word| around().any(|text| holds(text, word)))
        {
            return Err("holds an excluded word");
        }
        if self.not_called.iter().any(|word| holds(&facts.subject, word)) {
            return Err("is called something else");
        }
        let clause = clause_of(facts);
        if self.exclude_near.iter().any(|word| holds(clause, word)) {
            return Err("stands near an excluded word");
        }
        if !self.is_in_cell(sheet, facts) {
            return Err("stands in no such row and column");
        }
        let is_in_context = |word: &String| {
            holds(&facts.quote, word)
                || holds(&facts.scope, word)
                || around().any(|text| holds(text, word))
                || holds(sheet.title(), word)
        };
        let was_told = |said: Rc<Facts>| {
            let mut words = self.context.iter();
            words.any(|word| holds(&said.scope, word) || holds(&said.quote, word))
        };
        let is_told = self.context.is_empty()
            || self.context.iter().any(is_in_context)
            || self.metric.names_area && said_before(sheet, id).is_some_and(was_told);
        if !is_told {
            return Err("stands in another context");
        }
        let page_says = self.metric.page_says;
        if page_says.is_empty() || page_says.iter().any(|word| sheet.says(&fold(word))) {
            Ok(())
        } else {
            Err("stands on a page about something else")
        }
    }

    /// The subject holds a word of the phrase, the labels hold those that it does not, and nothing else is said.
    fn is_about(&self, phrase: &[String], facts: &Facts) -> bool {
        let (inside, outside): (Vec<&String>, Vec<&String>) =
            phrase.iter().partition(|word| holds(&facts.subject, word));
        let in_labels = |word: &String| facts.labels.iter().any(|label| holds(label, word));
        if inside.is_empty() || !outside.into_iter().all(in_labels) {
            return false;
        }
        let Some(beside) = &self.beside else { return true };
        let mut rest = facts.subject.clone();
        for word in inside {
            strike(&mut rest, word);
        }
        for word in beside {
            strike(&mut rest, word);
        }
        is_spent(&rest)
    }

    fn is_in_cell(&self, sheet: &Sheet<'a>, facts: &Facts) -> bool {
        let (row, column) = (self.metric.row, self.metric.column);
        if row.is_empty() && column.is_empty() {
            return true;
        }
        let Some(cell) = facts.cell else { return false };
        let (row_head, column_head) = sheet.heads(cell);
        let says = |head: &str, words: &[&str]| {
            words.is_empty() || words.iter().any(|word| holds(head, &fold(word)))
        };
        says(&row_head, row) && says(&column_head, column)
    }

    fn is_in_scope(&self, sheet: &Sheet<'a>, id: StatementId, facts: &Facts) -> Result<(), &'static str> {
        let is_elsewhere = sheet.is_titled(self.metric.elsewhere);
        if is_elsewhere
            && !self
                .metric
                .area
                .iter()
                .any(|name| holds(&facts.scope, &fold(name)))
        {
            return Err("stands on a page of another place");
        }
        let says = |word: &&str| {
            let word = fold(word);
            holds(&facts.scope, &word) || holds(&facts.subject, &word)
        };
        let scope_says = self.metric.scope_says;
        if !scope_says.is_empty() && !facts.scope.is_empty() && !scope_says.iter().any(says) {
            return Err("is for a wider area");
        }
        let is_granted = match facts.scope_class.as_str() {
            "area" => true,
            "programme" => !self.metric.names_area,
            "unstated" | "" => {
                !self.metric.names_area
                    || said_before(sheet, id).is_some_and(|said| said.scope_class == "area")
            }
            other => self.metric.scopes.contains(&other),
        };
        if is_granted {
            Ok(())
        } else {
            Err("is for another area")
        }
    }

    fn own_period(&self, facts: &Facts) -> Result<String, &'static str> {
        if facts.dims.iter().any(|key| OTHER_BASE.contains(&key.as_str())) {
            return Err("is counted on another base");
        }
        let period = facts.period.as_deref().ok_or("has no period")?;
        match (self.metric.measure.is_at_a_date(), is_at_a_date(period)) {
            (true, true) | (false, false) => Ok(period.to_owned()),
            (false, true) => Err("is at a date"),
            // «2023年，累计形成…147项»: a count told for a year is the count at its end, if it says that it is one.
            (true, false) if is_standing(facts) => end_of(period).ok_or("has a period without an end"),
            (true, false) => Err("is an amount within a period"),
        }
    }
}

/// Returns the part of the quote that leads to the number, from the semicolon before it to the comma behind it; all of
/// it where that cannot be told.
fn clause_of(facts: &Facts) -> &str {
    let quote = facts.quote.as_str();
    let Some((start, end)) = place_of(facts) else {
        return quote;
    };
    let before = quote.get(..start).unwrap_or_default();
    let after = quote.get(end..).unwrap_or_default();
    let from = before.rfind([';', '；', '。']).unwrap_or(0);
    let to = after
        .find([',', '，', ';', '；', '。'])
        .map_or(quote.len(), |length| end.saturating_add(length));
    quote.get(from..to).unwrap_or(quote)
}

/// Returns where the number stands in its quote, where it stands there once.
fn place_of(facts: &Facts) -> Option<(usize, usize)> {
    let printed = fold(&facts.printed);
    let mut places = facts.quote.match_indices(printed.as_str());
    match (places.next(), places.next()) {
        (Some((start, found)), None) => Some((start, start.checked_add(found.len())?)),
        _ => None,
    }
}

/// Says whether the words before the number make it one that stands at the end of its year, and none later makes it new.
fn is_standing(facts: &Facts) -> bool {
    let before = place_of(facts).and_then(|(start, _)| facts.quote.get(..start));
    let text = before.unwrap_or(&facts.quote);
    let last = |words: &[&str]| words.iter().filter_map(|word| text.rfind(word)).max();
    STANDING.iter().any(|word| holds(text, word)) && last(STANDING) > last(NEW)
}

/// Words by which a number told for a year is one of that year only.
const NEW: &[&str] = &[
    "新签",
    "新增",
    "新设",
    "新引进",
    "新落户",
    "当年",
    "newly",
    " new ",
];

/// A cell of four digits alone, as years are written.
fn is_year(printed: &str) -> bool {
    printed.len() == 4
        && printed
            .parse()
            .is_ok_and(|year: u32| (1949..=2100).contains(&year))
}

/// Returns the nearest statement before one that says whose figure it is: «…Chongqing transported 148,000 TEUs. The
/// goods were worth…» speaks of Chongqing's goods.
fn said_before(sheet: &Sheet<'_>, id: StatementId) -> Option<Rc<Facts>> {
    (1..=NEAR)
        .filter_map(|back| id.checked_sub(back))
        .map(|before| sheet.facts(before))
        .find(|before| !matches!(before.scope_class.as_str(), "unstated" | ""))
}

/// «突破1.5亿吨，为1.57亿吨»: the first number was passed, the second one is the figure.
fn is_threshold(facts: &Facts) -> bool {
    let printed = fold(&facts.printed);
    let Some((before, _)) = facts.quote.split_once(printed.as_str()) else {
        return false;
    };
    let before = before.trim_end_matches('了');
    THRESHOLDS.iter().any(|word| before.ends_with(word))
}

const THRESHOLDS: &[&str] = &["突破", "迈上", "跨上", "站上", "越过", "跨越", "闯过"];

fn stands_under_plan(facts: &Facts) -> bool {
    let is_plan = |label: &String| PLANS.iter().any(|word| holds(label, word));
    facts.labels.iter().any(is_plan)
}

/// Headings under which numbers are what is meant to be, also where the sentence itself does not say so.
const PLANS: &[&str] = &[
    "目标",
    "工作安排",
    "工作任务",
    "重点任务",
    "主要任务",
    "下一步",
    "展望",
    "工作打算",
    "工作思路",
    "vision",
    "target",
    "goal",
    "outlook",
    "next step",
];

/// Statements between a level and the growth that is told of it.
const NEAR: u32 = 2;

/// Dimensions that make another figure of a growth: over the month before, a mean of two years.
const OTHER_BASE: &[&str] = &["base", "basis-note"];

/// Words by which a number told for a year is one that stands at its end.
const STANDING: &[&str] = &[
    "累计",
    "共有",
    "拥有",
    "现有",
    "已有",
    "总数",
    "达到",
    "增至",
    "增加到",
    "total",
    "accumulated",
    "cumulative",
    "reaches",
    "reached",
    "now has",
];

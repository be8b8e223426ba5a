//! Turns the figures of a Chinese clause into statements: their subject, role, scope, period and the level they speak of.

use milepost_model::{Comparison, Decimal, Role, Unit};

use crate::chinese_clause::{Base, cleaned};
use crate::chinese_reader::{ChineseReader, Topic};
use crate::chinese_role::{Told, judge};
use crate::clock::Time;
use crate::output::{Draft, Stock};
use crate::quantity::Hint;
use crate::token::{Kind, Printed, Token};
use crate::unit::UnitKind;
use crate::words::Word;

/// A figure with its unit settled.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) token: Token,
    pub(crate) printed: Printed,
    pub(crate) value: Decimal,
    pub(crate) step: Decimal,
    pub(crate) unit: Option<Unit>,
    pub(crate) unit_word: String,
    /// The scale and unit that it took over from elsewhere.
    pub(crate) taken: Option<String>,
}

impl ChineseReader<'_, '_, '_> {
    /// Reads the figures that start at token `at`, alone or as a list; returns where to go on.
    pub(crate) fn figures(&mut self, at: usize, limit: usize) -> usize {
        let mut run = vec![at];
        let mut turns: Vec<Option<Word>> = vec![None];
        let mut end = at + 1;
        let has_turn = self.clause.each
            && self
                .clause
                .cues
                .iter()
                .any(|cue| matches!(cue, Word::Up | Word::Down));
        loop {
            let mut next = end;
            let mut joined = false;
            let mut turn = None;
            while next < limit {
                match self.kind(next) {
                    Some(Kind::Space) => {}
                    Some(Kind::List | Kind::Word(Word::And)) => joined = true,
                    // «分别增长1.4%、增长3.6%、下降2.7%»
                    Some(Kind::Word(word @ (Word::Up | Word::Down))) if joined && has_turn => {
                        turn = Some(word)
                    }
                    _ => break,
                }
                next += 1;
            }
            if !joined
                || next >= limit
                || !matches!(self.kind(next), Some(Kind::Quantity(_)))
                || run.len() >= MAX_LIST
            {
                break;
            }
            run.push(next);
            turns.push(turn);
            end = next + 1;
        }
        let figures = self.settled(&run);
        if let ([figure], Some(Kind::Text | Kind::Word(Word::Noun | Word::StockNoun))) =
            (figures.as_slice(), self.kind(end))
            && figure.printed.after == Some(Comparison::Over)
            && figure
                .printed
                .read
                .unit
                .is_some_and(|unit| unit.kind == UnitKind::Amount)
            && !self.is_target
        {
            // «年销售收入2000万元以上的企业»: the bound of a class.
            self.out
                .refuse(&(figure.token.start..figure.token.end), "the bound of a class");
            self.clause
                .noun(&self.out.text.string(figure.token.start..figure.token.end));
            return end;
        }
        let (after, right) = self.right_noun(end, limit, &figures);
        match figures.as_slice() {
            [figure] => self.single(figure, &right),
            _ => self.list(&figures, &turns, &right),
        }
        after
    }

    /// Settles the units of a list: a number without one takes it from the last of the list, a bracket or the context.
    fn settled(&self, run: &[usize]) -> Vec<Figure> {
        let mut figures: Vec<Figure> = run
            .iter()
            .filter_map(|at| {
                let token = self.token(*at)?;
                let Kind::Quantity(index) = token.kind else {
                    return None;
                };
                let printed = self.tokens.quantities.get(index)?.clone();
                let unit_word = self.out.original(&printed.read.unit_range);
                Some(Figure {
                    token,
                    value: printed.read.value,
                    step: printed.read.step,
                    unit: printed.read.unit.and_then(|unit| unit.unit),
                    unit_word,
                    taken: None,
                    printed,
                })
            })
            .collect();
        let lasting = figures
            .last()
            .filter(|last| last.printed.read.unit.is_some())
            .map(|last| {
                let read = &last.printed.read;
                let scaled = read.unit_range.start.saturating_sub(4).max(read.start)..read.unit_range.end;
                let words = self.out.text.string(scaled);
                let hint: String = words
                    .chars()
                    .skip_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '))
                    .collect();
                hint
            });
        let outer = || self.out.context.unit.clone();
        for index in 0..figures.len() {
            let is_last = index + 1 == figures.len();
            let Some(figure) = figures.get_mut(index) else {
                continue;
            };
            if figure.printed.read.unit.is_some() || figure.printed.is_ordinal {
                continue;
            }
            let words = if is_last { None } else { lasting.clone() };
            let hint = match words.clone().or_else(outer) {
                Some(words) => Hint::read(&words).map(|hint| (hint, words)),
                None => self.clause.hint.clone().map(|hint| {
                    let words = hint.word.clone();
                    (hint, words)
                }),
            };
            let Some((hint, words)) = hint else { continue };
            let scale = if figure.printed.read.is_scaled {
                hint.factor
            } else {
                hint.scale * hint.factor
            };
            let (Some(value), Some(step)) = (figure.value.checked_mul(scale), figure.step.checked_mul(scale))
            else {
                continue;
            };
            (figure.value, figure.step, figure.unit) = (value, step, hint.unit);
            figure.unit_word = hint.word;
            figure.taken = Some(words);
        }
        figures
    }

    /// Reads the noun that a count counts: «473个港口». Returns where the reading goes on.
    fn right_noun(&self, start: usize, limit: usize, figures: &[Figure]) -> (usize, String) {
        let nothing = (start, String::new());
        let Some(last) = figures.last() else {
            return nothing;
        };
        let is_count = last.printed.read.unit.is_none_or(|unit| {
            matches!(unit.kind, UnitKind::Counter)
                || matches!(unit.unit, Some(Unit::Trains | Unit::Persons | Unit::Teu))
        });
        let has_left = !self.clause.subject().is_empty();
        let is_amount = last
            .printed
            .read
            .unit
            .is_some_and(|unit| unit.kind == UnitKind::Amount);
        if last.printed.is_ordinal || !(is_count || is_amount && !has_left) {
            return nothing;
        }
        let mut noun = String::new();
        let mut at = start;
        while at < limit {
            let Some(token) = self.token(at) else { break };
            match token.kind {
                Kind::Text | Kind::Word(Word::Noun | Word::StockNoun | Word::And | Word::Dependent) => {
                    let text = self.string(&token);
                    if noun.is_empty() && opens_verb(&text) && !(self.is_part && !has_left) {
                        return nothing;
                    }
                    noun.push_str(&text);
                }
                Kind::Place(_) if !noun.is_empty() => noun.push_str(&self.string(&token)),
                Kind::Open if !noun.is_empty() => {
                    let Some(close) = self.short_bracket(at, limit) else {
                        break;
                    };
                    let (Some(open), Some(end)) = (self.token(at), self.token(close)) else {
                        break;
                    };
                    noun.push_str(&self.out.text.string(open.start..end.end));
                    at = close;
                }
                Kind::Quote | Kind::Space => {}
                _ => break,
            }
            at += 1;
        }
        let meets_figure = matches!(self.kind(at), Some(Kind::Quantity(_)));
        if meets_figure && !noun.ends_with('的') {
            // «5000家企业出口100亿元»: the words belong to the next figure as well.
            let own = if has_left { String::new() } else { cleaned(&noun) };
            return (start, own);
        }
        (at, cleaned(&noun))
    }

    /// Returns the close of a bracket without figures: 国家（地区）.
    fn short_bracket(&self, at: usize, limit: usize) -> Option<usize> {
        for next in at + 1..limit.min(at + 6) {
            match self.kind(next) {
                Some(Kind::Close) => return Some(next),
                Some(Kind::Text | Kind::Word(_) | Kind::Place(_) | Kind::List) => {}
                _ => return None,
            }
        }
        None
    }

    fn single(&mut self, figure: &Figure, right: &str) {
        let left = self.clause.subject();
        let subject = match (left.is_empty(), right.is_empty()) {
            (_, true) => left.clone(),
            (true, false) => right.to_owned(),
            (false, false) if self.clause.is_new => format!("{left}{right}"),
            (false, false) => right.to_owned(),
        };
        // «进出口企业5000家出口100亿元»: the exports of those enterprises.
        let is_of_those = self.clause.is_joined && !left.is_empty() && !self.clause.previous.is_empty();
        let subject = if is_of_those {
            format!("{}{subject}", self.clause.previous)
        } else {
            subject
        };
        let told = match judge(&self.clause, &figure.printed, &subject, self.is_target) {
            Ok(told) => told,
            Err(reason) => {
                self.take_scope();
                let names_threshold = self.clause.cues.contains(&Word::Threshold) && !subject.is_empty();
                let topic = names_threshold.then(|| self.topic_of(&subject));
                let keeps = self.clause.cues.contains(&Word::From) || subject.is_empty();
                self.refuse(figure, reason);
                if let Some(topic) = topic {
                    // «首次突破8000亿元，达到8000.6亿元»: the figure itself comes behind the threshold.
                    self.topic = Some(topic);
                } else if !keeps {
                    // What follows may speak of the figure that was not read.
                    self.topic = None;
                    self.group.clear();
                    self.recent.clear();
                }
                return;
            }
        };
        self.take_scope();
        let is_anaphor = matches!(
            subject.as_str(),
            "规模" | "总量" | "总规模" | "数量" | "其" | "总体" | "整体" | "这一数字"
        );
        let index = if subject.is_empty() || is_anaphor && told.role != Role::Level {
            self.of_topic(figure, &told)
        } else {
            let whole = if right.is_empty() { "" } else { left.as_str() };
            Some(self.of_own(figure, &told, &subject, whole))
        };
        self.last = index.into_iter().collect();
        self.clause.pass_figure(&subject);
    }

    fn topic_of(&self, subject: &str) -> Topic {
        let labels = self
            .leads
            .iter()
            .rev()
            .cloned()
            .chain(self.scope_labels.iter().cloned())
            .collect();
        Topic {
            subject: self.qualified(subject),
            labels,
            time: self.time(),
            scope: self.scope.clone(),
            stock: Stock::No,
            level: None,
            pending: Vec::new(),
        }
    }

    pub(crate) fn refuse(&mut self, figure: &Figure, reason: &'static str) {
        self.out.refuse(&(figure.token.start..figure.token.end), reason);
        // The nouns still speak of what comes: 由319家增加到335家.
        let from = self.clause.cues.contains(&Word::From);
        if from {
            self.clause.cues.clear();
            self.own_time = None;
            self.clause.holds_base = false;
        } else {
            self.clause.pass_figure("");
        }
        self.last.clear();
    }

    /// A figure whose subject stands beside it.
    fn of_own(&mut self, figure: &Figure, told: &Told, subject: &str, left: &str) -> usize {
        let subject = self.qualified(subject);
        let mut labels = Vec::new();
        labels.extend(self.whole_label());
        if subject != left && !left.is_empty() && !subject.contains(left) {
            labels.push(left.to_owned());
        }
        if is_dependent(&subject)
            && let Some(owner) = self.topic.as_ref().map(|topic| topic.subject.clone())
        {
            labels.push(owner);
        }
        labels.extend(self.leads.iter().rev().cloned());
        labels.extend(self.scope_labels.iter().cloned());
        labels.dedup();
        let same_level = self
            .topic
            .as_ref()
            .filter(|topic| topic.subject == subject)
            .and_then(|topic| topic.level);
        let mut stock = self.stock(figure, told);
        if stock == Stock::No && told.role == Role::Level && is_dependent(&subject) {
            // «累计签约项目280个，总金额…»: as the projects.
            stock = self.topic.as_ref().map_or(Stock::No, |topic| topic.stock);
        }
        let time = self.time();
        let draft = Draft {
            of: if told.role == Role::Level {
                None
            } else {
                same_level
            },
            ..self.draft(
                figure,
                told,
                subject.clone(),
                labels.clone(),
                time.clone(),
                self.scope.clone(),
                stock,
            )
        };
        let index = self.out.keep(draft);
        let is_level = told.role == Role::Level;
        if is_level {
            self.last_stock = stock;
            self.plain_exports |= is_trade(&subject) && subject.starts_with("出口");
            self.plain_imports |= is_trade(&subject) && subject.starts_with("进口");
        }
        match (is_level, told.role) {
            (true, _) | (false, Role::Share) => {
                self.topic = Some(Topic {
                    subject,
                    labels,
                    time,
                    scope: self.scope.clone(),
                    stock,
                    level: Some(index),
                    pending: Vec::new(),
                });
                if is_level {
                    self.group = vec![index];
                    self.add_recent(index);
                } else {
                    self.group.clear();
                }
                if is_level && !self.is_part {
                    self.main = Some(index);
                }
            }
            (false, Role::Growth | Role::Change) if same_level.is_none() => {
                self.topic = Some(Topic {
                    subject,
                    labels,
                    time,
                    scope: self.scope.clone(),
                    stock,
                    level: None,
                    pending: vec![index],
                });
                self.group.clear();
            }
            _ => {}
        }
        index
    }

    /// Levels told one after another, for «同比分别增长».
    pub(crate) fn add_recent(&mut self, index: usize) {
        if self.is_recent_spent {
            self.recent.clear();
            self.is_recent_spent = false;
        }
        if self.recent.len() < MAX_LIST {
            self.recent.push(index);
        }
    }

    /// A figure that speaks of what the sentence spoke of before.
    fn of_topic(&mut self, figure: &Figure, told: &Told) -> Option<usize> {
        let several = self.group.len() > 1;
        let Some(topic) = self.topic.clone().filter(|_| !several) else {
            let headed = !self.out.context.headings.is_empty() && !several && !self.in_bracket;
            if headed || self.is_part && self.whole.is_some() && told.role == Role::Level {
                let time = self.time();
                let labels = self.whole_label().into_iter().collect();
                let stock = self.stock(figure, told);
                let draft = self.draft(
                    figure,
                    told,
                    String::new(),
                    labels,
                    time,
                    self.scope.clone(),
                    stock,
                );
                return Some(self.out.keep(draft));
            }
            self.refuse(figure, "what it is a figure of is not said");
            return None;
        };
        if told.role == Role::Level && (topic.level.is_some() || self.in_bracket) {
            let reason = if self.in_bracket {
                "the same amount in another unit"
            } else {
                "what it is a figure of is not said"
            };
            self.refuse(figure, reason);
            return None;
        }
        let time = match (&self.own_time, self.clock.time == Time::Unsaid) {
            (Some(own), _) => own.clone(),
            (None, true) => topic.time.clone(),
            (None, false) => self.clock.time.clone(),
        };
        self.is_recent_spent |= told.role != Role::Level;
        // «（全国增长5%）»: of the same thing in another place.
        let is_elsewhere = !self.clause.places.is_empty() && self.scope != topic.scope;
        let share = self.last.first().copied().filter(|index| {
            told.role == Role::Change
                && self
                    .out
                    .reading
                    .statements
                    .get(*index)
                    .is_some_and(|statement| statement.role == Role::Share)
        });
        let mut subject = topic.subject.clone();
        if share.is_some() && !told.of_rate {
            subject.push_str("占比");
        }
        if told.of_rate {
            subject.push_str("增速");
        }
        let stock = topic.stock;
        let scope = if is_elsewhere {
            self.scope.clone()
        } else {
            topic.scope.clone()
        };
        let draft = Draft {
            of: if is_elsewhere { None } else { share.or(topic.level) },
            ..self.draft(figure, told, subject, topic.labels.clone(), time, scope, stock)
        };
        let index = self.out.keep(draft);
        if is_elsewhere {
            return Some(index);
        }
        if told.role == Role::Level {
            for growth in &topic.pending {
                if let Some(statement) = self.out.reading.statements.get_mut(*growth) {
                    statement.of = Some(index);
                }
            }
            if let Some(topic) = &mut self.topic {
                topic.level = Some(index);
                topic.pending.clear();
            }
            self.group = vec![index];
            self.add_recent(index);
            if !self.is_part {
                self.main = Some(index);
            }
        } else if topic.level.is_none()
            && let Some(topic) = &mut self.topic
        {
            topic.pending.push(index);
        }
        Some(index)
    }

    /// A stock is as of a date: what a place has, not what it did.
    pub(crate) fn stock(&self, figure: &Figure, told: &Told) -> Stock {
        let clause = &self.clause;
        if told.role != Role::Level || clause.is_new {
            return Stock::No;
        }
        let counts = figure
            .unit
            .is_none_or(|unit| matches!(unit, Unit::Count | Unit::Persons));
        let has_date = matches!(self.time(), Time::Said { .. });
        if self.is_part && self.clock.time == Time::Unsaid && self.whole_stock != Stock::No && counts {
            return self.whole_stock;
        }
        if counts && (clause.is_stock || clause.ends_in_stock) && !(clause.is_cumulative && has_date) {
            Stock::Yes
        } else if clause.is_cumulative && !has_date {
            Stock::Running
        } else {
            Stock::No
        }
    }

    #[expect(clippy::too_many_arguments, reason = "each is one field of the draft")]
    pub(crate) fn draft(
        &self,
        figure: &Figure,
        told: &Told,
        subject: String,
        labels: Vec<String>,
        time: Time,
        scope: String,
        stock: Stock,
    ) -> Draft {
        let role = self.role_of(told.role);
        let sign = if told.is_negative {
            -Decimal::ONE
        } else {
            Decimal::ONE
        };
        let mut dims = self.dims(told);
        if role == Role::Target && told.role != Role::Level {
            dims.push(("measure", told.role.as_str().to_owned()));
        }
        if let Some(taken) = &figure.taken {
            dims.push(("unit-printed", taken.clone()));
        }
        if told.role == Role::Share && !self.clause.whole.is_empty() {
            dims.push(("whole", cleaned(&self.clause.whole)));
        }
        let is_rank = told.role == Role::Rank;
        let unit = if is_rank { Some(Unit::Count) } else { figure.unit };
        Draft {
            printed: figure.token.start..figure.token.end,
            quote: self.sentence.clone(),
            subject,
            labels,
            value: figure.value * sign,
            step: figure.step,
            unit,
            unit_word: figure.unit_word.clone(),
            role,
            comparison: if is_rank {
                Comparison::Eq
            } else {
                self.comparison(&figure.printed)
            },
            time,
            stock,
            scope,
            of: None,
            dims,
        }
    }

    fn dims(&self, told: &Told) -> Vec<(&'static str, String)> {
        let mut dims = Vec::new();
        if !matches!(told.role, Role::Growth | Role::Change | Role::Contribution) {
            return dims;
        }
        if self.clause.base == Base::Previous {
            dims.push(("base", "previous-period".to_owned()));
        }
        for cue in &self.clause.cues {
            match cue {
                Word::TwoYearMean => {
                    dims.push(("base", "mean".to_owned()));
                    dims.push(("basis-note", "两年平均".to_owned()));
                }
                Word::YearlyMean => {
                    dims.push(("base", "mean".to_owned()));
                    dims.push(("basis-note", "年均".to_owned()));
                }
                Word::Real => dims.push(("adjustment", "real".to_owned())),
                Word::Nominal => dims.push(("adjustment", "nominal".to_owned())),
                _ => {}
            }
        }
        dims
    }

    /// «民营企业进出口3841.9亿元，其中出口…»: the exports of whom is said by the level before.
    pub(crate) fn qualified(&self, subject: &str) -> String {
        if !is_trade(subject) || self.names_a_place() {
            return subject.to_owned();
        }
        let before = self
            .topic
            .as_ref()
            .map(|topic| topic.subject.clone())
            .or_else(|| self.whole_label())
            .unwrap_or_default();
        // «出口5587.3亿元，机电产品出口4962.4亿元；进口2419.5亿元»: the imports go with the exports, not with a part of them.
        let completes = subject.starts_with("进口") && self.plain_exports && !self.plain_imports
            || subject.starts_with("出口") && self.plain_imports && !self.plain_exports;
        if completes {
            return subject.to_owned();
        }
        if let Some(owner) = trade_owner(&before) {
            return format!("{owner}{subject}");
        }
        let lead = self
            .leads
            .iter()
            .rev()
            .find(|lead| QUALIFIERS.iter().any(|word| lead.contains(word)));
        match lead {
            Some(lead) if self.topic.is_none() => format!("{lead}{subject}"),
            _ => subject.to_owned(),
        }
    }
}

/// Words of clauses without figures that say whose trade the next clause tells.
const QUALIFIERS: &[&str] = &[
    "企业",
    "产品",
    "东盟",
    "欧盟",
    "美国",
    "一带一路",
    "RCEP",
    "伙伴",
    "综保区",
    "保税",
    "一般贸易",
    "加工贸易",
    "机电",
    "电脑",
    "汽车",
    "关区",
    "国家",
    "商品",
    "品牌",
];

/// The whole trade, under its usual names.
const PLAIN_OWNERS: &[&str] = &[
    "",
    "外贸",
    "货物",
    "对外",
    "货物贸易",
    "外贸货物",
    "对外贸易",
    "商品",
    "全部",
];

pub(crate) fn is_trade(subject: &str) -> bool {
    let rest = ["进出口", "出口", "进口"]
        .iter()
        .find_map(|word| subject.strip_prefix(word));
    rest.is_some_and(|rest| {
        matches!(
            rest,
            "" | "总值" | "总额" | "额" | "值" | "总量" | "货值" | "金额"
        )
    })
}

/// Returns whose trade a subject speaks of: 民营企业 of 民营企业进出口; none for the whole trade.
pub(crate) fn trade_owner(subject: &str) -> Option<&str> {
    let at = ["进出口", "出口", "进口"]
        .iter()
        .filter_map(|word| subject.find(word))
        .min()?;
    let owner = subject.get(..at)?;
    (!PLAIN_OWNERS.contains(&owner)).then_some(owner)
}

/// Amounts that need an owner: 总金额, 货值.
pub(crate) fn is_dependent(subject: &str) -> bool {
    matches!(
        subject,
        "总金额"
            | "金额"
            | "货值"
            | "总额"
            | "总价值"
            | "价值"
            | "总值"
            | "货物价值"
            | "合同额"
            | "合同金额"
            | "协议金额"
            | "投资额"
            | "总投资"
            | "投资总额"
            | "总投资额"
            | "融资额"
            | "融资金额"
            | "总货值"
            | "融资总额"
            | "签约金额"
            | "签约额"
    )
}

/// Words that cannot open the noun a figure counts.
fn opens_verb(text: &str) -> bool {
    let first = text.trim_start().chars().next().unwrap_or(' ');
    matches!(
        first,
        '在' | '被'
            | '已'
            | '获'
            | '实'
            | '位'
            | '属'
            | '纳'
            | '以'
            | '是'
            | '从'
            | '由'
            | '向'
            | '与'
            | '为'
            | '较'
            | '比'
            | '占'
            | '达'
            | '同'
            | '于'
            | '并'
            | '且'
            | '而'
            | '均'
            | '都'
            | '将'
            | '也'
            | '就'
            | '还'
            | '不'
            | '，'
    )
}

/// More figures than these are no list of a sentence.
const MAX_LIST: usize = 40;

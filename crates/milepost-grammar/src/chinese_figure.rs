//! Turns the figures of a Chinese clause into statements: their subject, role, scope, period and the level they speak of.

use milepost_model::{Comparison, Decimal, Role, Unit};

use crate::chinese_clause::{Base, cleaned};
use crate::chinese_count::{Figure, MAX_LIST};
use crate::chinese_owner::{counts_owners, is_dependent, is_trade};
use crate::chinese_reader::ChineseReader;
use crate::chinese_role::{Told, judge};
use crate::chinese_topic::Topic;
use crate::clock::Time;
use crate::output::{Draft, Stock};
use crate::words::Word;

impl ChineseReader<'_, '_, '_> {
    pub(crate) fn single(&mut self, figure: &Figure, right: &str) {
        let left = self.clause.subject();
        let subject = match (left.is_empty(), right.is_empty()) {
            (_, true) => left.clone(),
            (false, false) if self.clause.is_new => format!("{left}{right}"),
            (true | false, false) => right.to_owned(),
        };
        // «进出口企业5000家出口100亿元»: the exports of those enterprises.
        let is_of_those = self.clause.is_joined && !left.is_empty() && counts_owners(&self.clause.previous);
        let subject = if is_of_those {
            format!("{}{subject}", self.clause.previous)
        } else {
            subject
        };
        let judged = judge(&self.clause, &figure.printed, &subject, self.is_target).and_then(|told| {
            let goes_on = self.clause.goes_on_changing && told.role == Role::Level;
            if goes_on {
                Err("it may be a level or a change")
            } else {
                Ok(told)
            }
        });
        let told = match judged {
            Ok(told) => {
                self.clause.goes_on_changing |= told.role == Role::Change;
                told
            }
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
        let subject = if subject.is_empty() && self.topic.is_none() && told.role == Role::Level {
            self.lead_subject()
        } else {
            subject
        };
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
            self.clause.goes_on_changing = true;
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
            self.hear_owner(&subject);
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
        let is_again = told.role == Role::Level && !self.in_bracket && self.tells_again(figure, &topic);
        if told.role == Role::Level && !is_again && (topic.level.is_some() || self.in_bracket) {
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
            of: if is_elsewhere || is_again {
                None
            } else {
                share.or(topic.level)
            },
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

    /// «经重庆口岸出入境的人员，1—8月共139.1万人次»: the clause before the period says what it is of.
    fn lead_subject(&mut self) -> String {
        let is_told = self.is_dated && self.clause.pieces.is_empty() && !self.in_bracket && !self.is_part;
        let lead = self.leads.last().filter(|_| is_told && self.leads.len() == 1);
        let lead = lead
            .filter(|lead| lead.chars().count() <= MAX_SUBJECT_CHARS)
            .cloned();
        if lead.is_some() {
            self.leads.clear();
        }
        lead.unwrap_or_default()
    }

    /// «8月份完成1968.5万吨，1—8月完成15388.2万吨»: the same thing, for another period that the clause itself says.
    fn tells_again(&self, figure: &Figure, topic: &Topic) -> bool {
        let Some(level) = topic
            .level
            .and_then(|level| self.out.reading.statements.get(level))
        else {
            return false;
        };
        let Time::Said { period, .. } = self.time() else {
            return false;
        };
        let is_other = level.period.is_some_and(|known| known != period)
            || level.role == Role::Target && level.period.is_none();
        let is_alike = figure.unit.is_some() && figure.unit == level.unit && self.clause.places.is_empty();
        let tells_level = self.clause.cues.iter().all(|cue| {
            matches!(
                cue,
                Word::Level | Word::About | Word::Nearly | Word::Over | Word::Cumulative
            )
        });
        self.is_dated && is_other && is_alike && tells_level && !self.is_part
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
        let is_undated = matches!(self.clock.time, Time::Unsaid | Time::Open);
        if self.is_part && is_undated && self.whole_stock != Stock::No && counts {
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
            let said: &[(&'static str, &str)] = if *cue == Word::TwoYearMean {
                &[("base", "mean"), ("basis-note", "两年平均")]
            } else if *cue == Word::YearlyMean {
                &[("base", "mean"), ("basis-note", "年均")]
            } else if *cue == Word::Real {
                &[("adjustment", "real")]
            } else if *cue == Word::Nominal {
                &[("adjustment", "nominal")]
            } else {
                &[]
            };
            dims.extend(said.iter().map(|(key, value)| (*key, (*value).to_owned())));
        }
        dims
    }
}

/// A longer clause is a sentence, and names nothing.
const MAX_SUBJECT_CHARS: usize = 16;

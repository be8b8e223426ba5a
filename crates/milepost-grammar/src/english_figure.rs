//! Turns the figures of an English clause into statements: their subject, role, scope, period and level.

use milepost_model::{Decimal, Role, Unit};

use crate::clock::Time;
use crate::english_count::{Figure, is_generic, is_stock_noun};
use crate::english_reader::{EnglishReader, Topic};
use crate::english_role::{Around, BEGAN, Told, judge};
use crate::english_token::{Class, Kind};
use crate::output::{Draft, Stock};
use crate::places::PlaceKind;

impl EnglishReader<'_, '_, '_> {
    /// Reads a figure, or the figures of a list.
    pub(crate) fn figures(&mut self, at: usize, limit: usize) -> usize {
        let mut run = vec![at];
        let mut next = at + 1;
        loop {
            let mut end = next;
            let mut joined = false;
            while matches!(
                self.kind(end),
                Some(Kind::Comma | Kind::Word(Class::And | Class::Compare(_)))
            ) {
                joined |= !matches!(self.kind(end), Some(Kind::Word(Class::Compare(_))));
                end += 1;
            }
            if !joined
                || end >= limit
                || !matches!(self.kind(end), Some(Kind::Quantity(_)))
                || run.len() >= MAX_LIST
            {
                break;
            }
            // «473 ports and 120 countries» have nouns of their own; only bare runs are lists.
            run.push(end);
            next = end + 1;
        }
        if self.is_list(&run, next, limit) {
            self.list(&run, limit)
        } else {
            self.single(at, limit)
        }
    }

    /// Figures that only commas part are a list where they are of one unit, and count no noun of their own.
    pub(crate) fn is_list(&self, run: &[usize], end: usize, limit: usize) -> bool {
        let units: Vec<_> = run
            .iter()
            .filter_map(|at| Some(self.printed(*at)?.1.read.unit.map(|unit| (unit.unit, unit.kind))))
            .collect();
        let is_one_unit = units.windows(2).all(|pair| pair.first() == pair.last());
        let counts_noun = matches!(self.kind(end), Some(Kind::Word(Class::Noun)))
            && units.last() == Some(&None)
            && end < limit;
        run.len() > 1 && is_one_unit && !counts_noun
    }

    pub(crate) fn single(&mut self, at: usize, limit: usize) -> usize {
        let Some((token, printed)) = self.printed(at) else {
            return at + 1;
        };
        let (left, before) = self.left(at);
        let of_some = self.of_some(at + 1);
        if of_some.is_some() {
            self.is_part = true;
            self.whole = self.topic.as_ref().and_then(|topic| topic.level).or(self.main);
        }
        let behind = of_some.unwrap_or(at + 1);
        let after = self.after(behind, limit);
        self.has_other_base = self.other_base(at + 1, limit);
        let around = Around {
            before,
            after,
            subject: left.clone(),
            is_target: self.is_target,
            last_turn: self.last_turn,
        };
        let told = match judge(&around, &printed) {
            Ok(told) => told,
            Err(reason) => {
                self.out.refuse(&(token.start..token.end), reason);
                if reason == BEGAN {
                    // «from 400 billion yuan in 2020 to …»: the subject goes on.
                    return at + 1;
                }
                self.from = at + 1;
                self.follows_figure = true;
                let keeps = left.is_empty() || reason == "a threshold that was passed";
                if !keeps {
                    // What follows may speak of the figure that was not read.
                    self.topic = None;
                    self.group.clear();
                }
                return at + 1;
            }
        };
        if told.role == Role::Growth {
            self.last_turn = Some(if told.is_negative { Class::Down } else { Class::Up });
        }
        let unit = printed.read.unit;
        let counts = unit.is_none_or(|unit| {
            matches!(
                unit.unit,
                Some(Unit::Trains | Unit::Persons | Unit::Teu | Unit::Count)
            )
        });
        let mut next = at + 1;
        let mut right = String::new();
        if told.is_before_subject {
            // a 5 percent increase in exports
            let (noun, end) = self.right(at + 2, limit, &[Class::Preposition, Class::Of]);
            if left.is_empty() && !noun.is_empty() {
                (right, next) = (noun, end);
            }
        } else if told.role == Role::Level && counts {
            let (noun, end) = self.right(behind, limit, &[]);
            let noun = if self.is_newly(end, limit) && !noun.is_empty() {
                format!("newly registered {noun}")
            } else {
                noun
            };
            let unit_word = unit
                .map(|_| self.out.original(&printed.read.unit_range))
                .unwrap_or_default();
            let is_stated = around
                .before
                .iter()
                .any(|class| matches!(class, Class::Level | Class::Worth))
                && !left.is_empty()
                && !is_generic(&left);
            let verb = if noun.is_empty() && !unit_word.is_empty() && !is_generic(&left) {
                left.as_str()
            } else {
                ""
            };
            let unit_word = if is_stated && noun.is_empty() {
                String::new()
            } else {
                unit_word
            };
            format!("{verb} {unit_word} {noun}")
                .replace("  ", " ")
                .trim()
                .clone_into(&mut right);
            next = end.max(at + 1);
            if right.is_empty() && self.is_part {
                let (verb, _) = self.verb_behind(behind, limit);
                right = verb;
            }
        } else if told.role == Role::Level && (left.is_empty() || is_generic(&left)) {
            let (noun, end) = self.right(at + 1, limit, &[Class::Preposition, Class::Of]);
            let last = around
                .before
                .iter()
                .rev()
                .find(|class| !matches!(class, Class::Compare(_)));
            let goes_on = self.topic.is_some() && last == Some(&Class::To);
            let is_bare = self.topic.is_none() || Self::clause_is_bare(&around.before) || !left.is_empty();
            if !noun.is_empty() && is_bare && !goes_on {
                (right, next) = (noun, end);
            }
        }
        if told.role == Role::Level && matches!(self.kind(next), Some(Kind::Word(Class::More | Class::Less)))
        {
            // «65 ports more than a year earlier»
            self.out
                .refuse(&(token.start..token.end), "compared with another figure");
            self.follows_figure = true;
            self.from = next;
            return next;
        }
        let mut left = left;
        if left.eq_ignore_ascii_case("figure") && self.topic.is_none() && told.role == Role::Growth {
            // «The figure marks an increase of 37.6 percent»: of the level told last.
            self.topic = self.last_topic.take();
            left.clear();
        }
        let is_worth = around.before.contains(&Class::Worth) && left.is_empty() && right.is_empty();
        if is_worth && self.topic.as_ref().is_some_and(|topic| topic.level.is_some()) {
            "value".clone_into(&mut left);
        }
        // «rose by 37.6%, with a total value of …»: the level of the growth before.
        let gives_level = is_generic(&left)
            && right.is_empty()
            && !counts
            && self
                .topic
                .as_ref()
                .is_some_and(|topic| topic.level.is_none() && !topic.pending.is_empty());
        if gives_level {
            left.clear();
        }
        let is_generic = is_generic(&left);
        let subject = match (left.is_empty() || is_generic, right.is_empty()) {
            (_, false) if counts => right.clone(),
            (true, false) => right.clone(),
            (false | true, true) | (false, false) => left.clone(),
        };
        let subject = self.of_counted(self.owned(&subject));
        let mut labels = Vec::new();
        if told.role == Role::Share {
            let is_placed = self.kind(at + 1) == Some(Kind::Word(Class::Of))
                && matches!(self.kind(at + 2), Some(Kind::Place(_)));
            let (whole, _) = if is_placed {
                self.right(at + 3, limit, &[])
            } else {
                self.right(at + 1, limit, &[Class::Of])
            };
            labels.extend(Some(whole).filter(|whole| !whole.is_empty()));
        }
        if self.is_part
            && let Some(whole) = self
                .whole
                .and_then(|index| self.out.reading.statements.get(index))
        {
            labels.push(whole.subject.clone());
        }
        if subject != left && !left.is_empty() && !is_generic {
            labels.push(left.clone());
        }
        if is_generic
            && right.is_empty()
            && let Some(topic) = &self.topic
        {
            labels.push(topic.subject.clone());
        }
        let own_time = self.own_time(next, limit);
        let is_placed = self.scope_behind(next, limit);
        labels.extend(self.scope_labels.iter().cloned());
        labels.dedup();
        let figure = Figure::of(self.out, &token, &printed, &subject);
        let index = if subject.is_empty() {
            self.of_topic(&figure, told, &around, own_time)
        } else {
            Some(self.of_own(&figure, told, &around, subject, labels, own_time))
        };
        if index.is_none() {
            self.out
                .refuse(&(token.start..token.end), "what it is a figure of is not said");
        }
        self.spread_scope(index, is_placed);
        self.follows_figure = true;
        self.from = next;
        next
    }

    fn clause_is_bare(before: &[Class]) -> bool {
        before.iter().all(|class| {
            matches!(
                class,
                Class::Article
                    | Class::Of
                    | Class::Compare(_)
                    | Class::Target
                    | Class::To
                    | Class::Level
                    | Class::Adverb
                    | Class::And
            )
        })
    }

    /// A programme or an area behind a figure: «168 achievements in Chongqing Pilot Free Trade Zone».
    pub(crate) fn scope_behind(&mut self, start: usize, limit: usize) -> bool {
        let mut is_placed = false;
        for at in start..limit.min(start + MAX_BEHIND) {
            match self.kind(at) {
                Some(Kind::Place(kind)) if kind != PlaceKind::Nation => {
                    self.place(kind, at);
                    is_placed = true;
                }
                Some(
                    Kind::Word(
                        Class::Preposition
                        | Class::Article
                        | Class::Noun
                        | Class::Of
                        | Class::Adverb
                        | Class::YearOnYear
                        | Class::Level
                        | Class::Aux
                        | Class::By
                        | Class::From,
                    )
                    | Kind::Mention(_)
                    | Kind::Place(_),
                ) => {}
                _ => break,
            }
        }
        is_placed
    }

    /// «230,000 entities and 168 achievements in the zone»: the place behind the last is of all.
    pub(crate) fn spread_scope(&mut self, index: Option<usize>, is_placed: bool) {
        if !is_placed {
            self.unplaced.extend(index);
            return;
        }
        for earlier in std::mem::take(&mut self.unplaced) {
            if let Some(statement) = self.out.reading.statements.get_mut(earlier) {
                statement.scope.clone_from(&self.scope);
                for label in &self.scope_labels {
                    if !statement.labels.contains(label) {
                        statement.labels.insert(0, label.clone());
                    }
                }
            }
        }
    }

    pub(crate) fn time(&self, own: Option<Time>) -> Time {
        own.unwrap_or_else(|| self.clock.time.clone())
    }

    pub(crate) fn stock(&self, figure: &Figure, told: Told, subject: &str, time: &Time) -> Stock {
        if told.role != Role::Level {
            return Stock::No;
        }
        let lower = subject.to_ascii_lowercase();
        let is_new = ["new ", "newly", "added", "launched", "opened"]
            .iter()
            .any(|word| lower.contains(word));
        let counts = figure.unit.is_none_or(|unit| unit == Unit::Count);
        let has_date = matches!(time, Time::Said { .. });
        if counts && !is_new && is_stock_noun(&lower) {
            Stock::Yes
        } else if self.is_running && !is_new && !has_date {
            Stock::Running
        } else {
            Stock::No
        }
    }

    pub(crate) fn draft(
        &self,
        figure: &Figure,
        told: Told,
        around: &Around,
        subject: String,
        labels: Vec<String>,
        time: Time,
    ) -> Draft {
        let is_figure = matches!(told.role, Role::Level | Role::Growth | Role::Share | Role::Change);
        let role = if self.is_target && is_figure {
            Role::Target
        } else {
            told.role
        };
        let sign = if told.is_negative {
            -Decimal::ONE
        } else {
            Decimal::ONE
        };
        let mut dims = Vec::new();
        if role == Role::Target && told.role != Role::Level {
            dims.push(("measure", told.role.as_str().to_owned()));
        }
        let said = |class: Class| around.before.contains(&class) || around.after.contains(&class);
        if matches!(told.role, Role::Growth | Role::Change) {
            if said(Class::OnPrevious) || self.has_other_base {
                dims.push(("base", "previous-period".to_owned()));
            } else if said(Class::Yearly) {
                dims.push(("base", "mean".to_owned()));
                dims.push(("basis-note", "annually".to_owned()));
            }
        }
        let stock = self.stock(figure, told, &subject, &time);
        Draft {
            printed: figure.token.start..figure.token.end,
            quote: self.sentence.clone(),
            subject,
            labels,
            value: figure.value * sign,
            step: figure.step,
            unit: figure.unit,
            unit_word: figure.unit_word.clone(),
            role,
            comparison: figure.comparison(around),
            time,
            stock,
            scope: self.scope.clone(),
            of: None,
            dims,
        }
    }

    pub(crate) fn of_own(
        &mut self,
        figure: &Figure,
        told: Told,
        around: &Around,
        subject: String,
        labels: Vec<String>,
        own_time: Option<Time>,
    ) -> usize {
        let time = self.time(own_time);
        let draft = self.draft(
            figure,
            told,
            around,
            subject.clone(),
            labels.clone(),
            time.clone(),
        );
        let stock = draft.stock;
        let index = self.out.keep(draft);
        let is_level = told.role == Role::Level;
        if is_level || matches!(told.role, Role::Growth | Role::Change | Role::Share) {
            let holds = is_level || told.role == Role::Share;
            self.topic = Some(Topic {
                subject,
                labels,
                time,
                scope: self.scope.clone(),
                stock,
                level: holds.then_some(index),
                pending: if holds { Vec::new() } else { vec![index] },
            });
            self.group = if is_level { vec![index] } else { Vec::new() };
        }
        if is_level {
            self.hear_level(index);
        }
        if is_level && !self.is_part {
            self.main = Some(index);
        }
        index
    }

    pub(crate) fn of_topic(
        &mut self,
        figure: &Figure,
        told: Told,
        around: &Around,
        own_time: Option<Time>,
    ) -> Option<usize> {
        let topic = self.topic.clone().filter(|_| self.group.len() <= 1)?;
        if told.role == Role::Level && topic.level.is_some() {
            return None;
        }
        let time = own_time.unwrap_or_else(|| topic.time.clone());
        let draft = Draft {
            of: topic.level,
            scope: topic.scope.clone(),
            ..self.draft(
                figure,
                told,
                around,
                topic.subject.clone(),
                topic.labels.clone(),
                time,
            )
        };
        let index = self.out.keep(Draft {
            stock: topic.stock,
            ..draft
        });
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
            self.main = Some(index);
            self.hear_level(index);
        } else if topic.level.is_none()
            && let Some(topic) = &mut self.topic
        {
            topic.pending.push(index);
        }
        Some(index)
    }
}

/// Words behind a figure that may say where it is.
const MAX_BEHIND: usize = 14;

/// More figures than these are no list of a sentence.
const MAX_LIST: usize = 40;

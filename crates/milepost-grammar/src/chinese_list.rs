//! Deals out the figures of a list to what they are told of: «出口、进口分别为5587.3亿元、2419.5亿元».

use milepost_model::Role;

use crate::chinese_clause::cleaned;
use crate::chinese_count::Figure;
use crate::chinese_owner::{is_dependent, is_trade, trade_owner};
use crate::chinese_reader::ChineseReader;
use crate::chinese_role::{Told, judge};
use crate::chinese_topic::Topic;
use crate::clock::Time;
use crate::output::{Draft, Stock};
use crate::words::Word;

const NO_LIST: &str = "in a list that does not say what its figures are of";

impl ChineseReader<'_, '_, '_> {
    pub(crate) fn list(&mut self, figures: &[Figure], turns: &[Option<Word>], right: &str) {
        let told: Option<Vec<Told>> = figures
            .iter()
            .zip(turns)
            .map(|(figure, turn)| {
                let subject = self.clause.subject();
                let Some(turn) = turn else {
                    return judge(&self.clause, &figure.printed, &subject, self.is_target).ok();
                };
                let mut clause = self.clause.clone();
                clause.cues.retain(|cue| !matches!(cue, Word::Up | Word::Down));
                clause.cues.push(*turn);
                judge(&clause, &figure.printed, &subject, self.is_target).ok()
            })
            .collect();
        let Some(told) = told.filter(|told| {
            told.windows(2)
                .all(|pair| pair.first().map(|t| t.role) == pair.last().map(|t| t.role))
        }) else {
            self.refuse_all(figures, NO_LIST);
            return;
        };
        let Some(role) = told.first().map(|told| told.role) else {
            return;
        };
        let items = self.items(figures.len());
        let is_elliptic = self.clause.subject().is_empty() && !self.names_a_place();
        if self.group.len() != figures.len() && self.recent.len() == figures.len() && !self.is_recent_spent {
            self.group = self.recent.clone();
        }
        let matches_group = self.group.len() == figures.len();
        if is_elliptic && role != Role::Level && matches_group && right.is_empty() {
            self.of_group(figures, &told);
        } else if let Some(items) = items.filter(|_| right.is_empty()) {
            self.of_items(figures, &told, &items);
        } else {
            self.refuse_all(figures, NO_LIST);
        }
    }

    fn refuse_all(&mut self, figures: &[Figure], reason: &'static str) {
        for figure in figures {
            self.out.refuse(&(figure.token.start..figure.token.end), reason);
        }
        self.clause.pass_figure("");
        self.group.clear();
        self.last.clear();
    }

    /// Returns the subjects that a list of as many figures is told of, in their order.
    fn items(&self, count: usize) -> Option<Vec<String>> {
        let own = self.clause.items();
        if own.len() == count {
            let shared = shared_parts(&own);
            let tail = self.clause.tail.trim();
            return Some(
                shared
                    .into_iter()
                    .map(|item| cleaned(&format!("{item}{tail}")))
                    .collect(),
            );
        }
        // «东盟、欧盟为前两大贸易伙伴，对其进出口分别为…»: the list stands in a clause before.
        let head = self.clause.subject();
        let refers = head.contains('其') || head.contains("上述") || head.contains("两者");
        if own.len() == 1 && refers && self.names.len() == count && self.clause.each {
            let rest = head
                .replace("对其", "")
                .replace('其', "")
                .replace("上述", "")
                .replace("两者", "");
            let to = if head.contains("对其") { "对" } else { "" };
            let items = self
                .names
                .iter()
                .map(|name| format!("{to}{name}{rest}"))
                .collect();
            return Some(items);
        }
        let is_anaphor = matches!(
            head.as_str(),
            "三者"
                | "两者"
                | "二者"
                | "四者"
                | "三项"
                | "两项"
                | "三项指标"
                | "上述三项"
                | "以上三项"
                | "三个指标"
        );
        if is_anaphor && self.clause.each && self.last_list.len() == count {
            return Some(self.last_list.clone());
        }
        if self.clause.each && own.is_empty() && self.names.len() == count {
            return Some(self.names.clone());
        }
        None
    }

    fn of_items(&mut self, figures: &[Figure], told: &[Told], items: &[String]) {
        self.take_scope();
        let is_level = told.first().is_some_and(|told| told.role == Role::Level);
        let owner = self.topic.as_ref().map(|topic| topic.subject.clone());
        let mut kept = Vec::new();
        for ((figure, told), item) in figures.iter().zip(told).zip(items) {
            let subject = self.qualified(item);
            let mut labels: Vec<String> = self.whole_label().into_iter().collect();
            if is_dependent(&subject) {
                labels.extend(owner.clone());
            }
            labels.extend(self.leads.iter().rev().cloned());
            labels.extend(self.scope_labels.iter().cloned());
            labels.dedup();
            let scope = self.scope_of_item(item);
            let stock = self.stock(figure, told);
            let draft = self.draft(figure, told, subject, labels, self.time(), scope, stock);
            kept.push(self.out.keep(draft));
        }
        if is_level {
            self.group = kept.clone();
            self.last_list = kept
                .iter()
                .filter_map(|index| self.out.reading.statements.get(*index))
                .map(|statement| statement.subject.clone())
                .collect();
            for subject in self.last_list.clone() {
                self.hear_owner(&subject);
            }
        }
        self.topic = kept.last().copied().filter(|_| is_level).and_then(|index| {
            let statement = self.out.reading.statements.get(index)?;
            Some(Topic {
                subject: statement.subject.clone(),
                labels: statement.labels.clone(),
                time: self.time(),
                scope: self.scope.clone(),
                stock: Stock::No,
                level: Some(index),
                pending: Vec::new(),
            })
        });
        self.last = kept;
        self.clause.pass_figure("");
    }

    /// A place in the item itself is its scope: «四川、重庆进出口分别为…».
    fn scope_of_item(&self, item: &str) -> String {
        let own: Vec<&str> = self
            .clause
            .places
            .iter()
            .filter(|place| item.contains(&place.name))
            .map(|place| place.name.as_str())
            .collect();
        let is_list_of_places = self.clause.places.len() > 1;
        match own.first() {
            Some(name) if is_list_of_places => (*name).to_owned(),
            _ => self.scope.clone(),
        }
    }

    /// «同比分别增长12.6%、10.2%»: of the levels of the list before, in their order.
    fn of_group(&mut self, figures: &[Figure], told: &[Told]) {
        let group = self.group.clone();
        let mut kept = Vec::new();
        for ((figure, told), level) in figures.iter().zip(told).zip(&group) {
            let Some(statement) = self.out.reading.statements.get(*level).cloned() else {
                continue;
            };
            let time = match (&self.own_time, &self.clock.time) {
                (Some(own), _) => own.clone(),
                (None, Time::Unsaid) => Time::Unsaid,
                (None, said) => said.clone(),
            };
            let mut subject = statement.subject.clone();
            if told.of_rate {
                subject.push_str("增速");
            }
            let headings = self.out.context.headings.len();
            let own_labels = statement.labels.len().saturating_sub(headings);
            let labels: Vec<String> = statement.labels.iter().take(own_labels).cloned().collect();
            let draft = Draft {
                of: Some(*level),
                ..self.draft(
                    figure,
                    told,
                    subject,
                    labels,
                    time,
                    statement.scope.clone(),
                    Stock::No,
                )
            };
            kept.push(self.out.keep(draft));
        }
        self.last = kept;
        self.clause.pass_figure("");
    }
}

/// What the last of a list of goods or partners says for all of them, the longest first.
const TRADE: &[&str] = &[
    "进出口总值",
    "进出口额",
    "进出口",
    "出口总值",
    "出口额",
    "出口值",
    "出口",
    "进口额",
    "进口值",
    "进口",
];

/// Gives every item of a list the words that only the first or the last one prints: «对东盟、欧盟进出口», «民营企业出口、进口».
fn shared_parts(items: &[String]) -> Vec<String> {
    let (head, others) = (items.first(), items.get(1..).unwrap_or_default());
    if others.iter().all(|item| is_trade(item))
        && head.is_some_and(|head| is_trade(head) || trade_owner(head).is_some())
    {
        // «民营企业进出口、出口、进口分别为…»: whose trade it is stands before the first.
        let owner = head.and_then(|head| trade_owner(head)).unwrap_or_default();
        let rest = others.iter().map(|item| format!("{owner}{item}"));
        return head.cloned().into_iter().chain(rest).collect();
    }
    let halves: Vec<String> = items
        .iter()
        .map(|item| match item.chars().next_back() {
            // «进、出口分别为…»
            Some('进' | '出') if items.last().is_some_and(|last| last.ends_with('口')) => {
                format!("{item}口")
            }
            _ => item.clone(),
        })
        .collect();
    if halves != items {
        return halves;
    }
    if let Some((last, before)) = items.split_last()
        && let Some(trade) = TRADE
            .iter()
            .find(|trade| last.ends_with(**trade) && last != *trade)
        && !before
            .iter()
            .any(|item| TRADE.iter().any(|trade| item.contains(trade)))
    {
        // «笔记本电脑、汽车、摩托车出口分别…»
        let before = before.iter().map(|item| format!("{item}{trade}"));
        return before.chain([last.clone()]).collect();
    }
    let lengths: Vec<usize> = items.iter().map(|item| item.chars().count()).collect();
    let (Some(first), Some(last)) = (lengths.first().copied(), lengths.last().copied()) else {
        return Vec::new();
    };
    let middle = lengths
        .get(1..lengths.len().saturating_sub(1))
        .unwrap_or_default();
    let core = match middle.first() {
        Some(length) if middle.iter().all(|other| other == length) => *length,
        Some(_) => return items.to_vec(),
        None => first.min(last),
    };
    let prefix: String = match items.first() {
        Some(item) if first > core => item.chars().take(first - core).collect(),
        _ => String::new(),
    };
    let suffix: String = match items.last() {
        Some(item) if last > core => item.chars().skip(core).collect(),
        _ => String::new(),
    };
    let count = items.len();
    items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let head = if index == 0 { "" } else { prefix.as_str() };
            let end = if index + 1 == count { "" } else { suffix.as_str() };
            format!("{head}{item}{end}")
        })
        .collect()
}

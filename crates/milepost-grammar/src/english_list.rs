//! Deals out the figures of an English list: «exports and imports rose 5.2 percent and 1.7 percent, respectively».

use milepost_model::Role;

use crate::english_count::Figure;
use crate::english_reader::EnglishReader;
use crate::english_role::{Around, Told, judge};
use crate::english_token::{Class, Kind, Printed, Token};
use crate::output::Draft;

impl EnglishReader<'_, '_, '_> {
    /// A list of bare figures: told of a list of nouns, or of the levels before.
    pub(crate) fn list(&mut self, run: &[usize], limit: usize) -> usize {
        let first = run.first().copied().unwrap_or(0);
        let last = run.last().copied().unwrap_or(first);
        let end = last + 1;
        let printed: Vec<(Token, Printed)> = run.iter().filter_map(|at| self.printed(*at)).collect();
        let (left, before) = self.left(first);
        let after = self.after(end, limit);
        let is_respective = after.contains(&Class::Respectively)
            || (first..limit).any(|at| self.kind(at) == Some(Kind::Word(Class::Respectively)))
            || before.contains(&Class::Respectively);
        let around = Around {
            before,
            after,
            subject: left.clone(),
            is_target: self.is_target,
            last_turn: self.last_turn,
        };
        let told: Option<Vec<Told>> = printed
            .iter()
            .map(|(_, printed)| judge(&around, printed).ok())
            .collect();
        let items: Vec<String> = split_items(&left);
        let own_time = self.own_time(end, limit);
        let told = told.filter(|told| {
            told.iter()
                .all(|one| Some(one.role) == told.first().map(|first| first.role))
        });
        let mut kept = Vec::new();
        if let Some(told) = told.filter(|_| is_respective || items.len() == printed.len()) {
            let role = told.first().map(|told| told.role);
            if self.group.len() != printed.len() && self.recent.len() == printed.len() && is_respective {
                self.group.clone_from(&self.recent);
            }
            let matches_group =
                left.is_empty() && self.group.len() == printed.len() && role != Some(Role::Level);
            if matches_group {
                let group = self.group.clone();
                for (((token, printed), told), level) in printed.iter().zip(&told).zip(&group) {
                    let Some(statement) = self.out.reading.statements.get(*level).cloned() else {
                        continue;
                    };
                    let figure = Figure::of(self.out, token, printed, &statement.subject);
                    let time = self.time(own_time.clone());
                    let draft = self.draft(&figure, *told, &around, statement.subject, Vec::new(), time);
                    kept.push(self.out.keep(Draft {
                        of: Some(*level),
                        scope: statement.scope,
                        ..draft
                    }));
                }
            } else if items.len() == printed.len() {
                for (((token, printed), told), item) in printed.iter().zip(&told).zip(&items) {
                    let figure = Figure::of(self.out, token, printed, item);
                    let time = self.time(own_time.clone());
                    let draft = self.draft(
                        &figure,
                        *told,
                        &around,
                        item.clone(),
                        self.scope_labels.clone(),
                        time,
                    );
                    kept.push(self.out.keep(draft));
                }
                if role == Some(Role::Level) {
                    self.group.clone_from(&kept);
                }
            }
        }
        if kept.is_empty() {
            for (token, _) in &printed {
                self.out.refuse(
                    &(token.start..token.end),
                    "in a list that does not say what its figures are of",
                );
            }
            self.group.clear();
        }
        self.follows_figure = true;
        self.from = end;
        end
    }
}

fn split_items(subject: &str) -> Vec<String> {
    subject
        .split(" and ")
        .flat_map(|part| part.split(", "))
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

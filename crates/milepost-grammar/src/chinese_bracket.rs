//! Reads what stands in brackets: titles, units, notes, equivalents, the parts of the figure before.

use crate::chinese_reader::ChineseReader;
use crate::hint::Hint;
use crate::token::Kind;

impl ChineseReader<'_, '_, '_> {
    pub(crate) fn bracket(&mut self, at: usize, limit: usize) -> usize {
        let close = self.closing(at, limit);
        if close == at {
            return at + 1;
        }
        let (Some(open_token), Some(close_token)) = (self.token(at), self.token(close)) else {
            return at + 1;
        };
        let inner = open_token.end..close_token.start;
        let tokens = self.tokens.tokens.get(at + 1..close).unwrap_or_default();
        let holds_figures = tokens.iter().any(|token| matches!(token.kind, Kind::Quantity(_)));
        let is_title = self.out.text.get(open_token.start) == '《';
        if is_title {
            for token in tokens
                .iter()
                .filter(|token| matches!(token.kind, Kind::Quantity(_)))
            {
                self.out.refuse(&(token.start..token.end), "inside a title");
            }
            self.clause
                .noun(&self.out.text.string(open_token.start..close_token.end));
            return close + 1;
        }
        if !holds_figures {
            let words = self.out.text.string(inner.clone());
            if let Some(hint) = Hint::read(&words) {
                self.clause.hint = Some(hint);
            } else if self.clause.follows_figure && self.clause.pieces.is_empty() {
                let note = self.out.original(&inner);
                for index in self.last.clone() {
                    if let Some(statement) = self.out.reading.statements.get_mut(index) {
                        statement.dims.push(("note".to_owned(), note.clone()));
                        statement.dims.sort();
                    }
                }
            } else if !self.clause.pieces.is_empty() && words.chars().count() <= 20 {
                self.clause.noun(&format!("({words})"));
            }
            return close + 1;
        }
        let outer = std::mem::take(&mut self.clause);
        let state = (
            self.topic.clone(),
            self.group.clone(),
            self.is_part,
            self.whole,
            self.own_time.take(),
            self.clock.clone(),
        );
        let scope = (self.scope.clone(), self.scope_labels.clone());
        self.in_bracket = true;
        if self.topic.as_ref().is_some_and(|topic| topic.level.is_some()) {
            self.whole = self.topic.as_ref().and_then(|topic| topic.level);
            self.is_part = true;
        }
        let mut inner_at = at + 1;
        while inner_at < close {
            inner_at = self.step(inner_at, close).max(inner_at + 1);
        }
        self.end_clause();
        self.in_bracket = false;
        self.clause = outer;
        (self.scope, self.scope_labels) = scope;
        (
            self.topic,
            self.group,
            self.is_part,
            self.whole,
            self.own_time,
            self.clock,
        ) = state;
        close + 1
    }

    /// Returns the index of the bracket that closes the one at `at`, or the last token before the limit.
    pub(crate) fn closing(&self, at: usize, limit: usize) -> usize {
        let mut depth = 0_usize;
        let window = self
            .tokens
            .tokens
            .get(at..limit.min(at + MAX_BRACKET_TOKENS))
            .unwrap_or_default();
        for (offset, token) in window.iter().enumerate() {
            if token.kind == Kind::Open {
                depth += 1;
            } else if token.kind == Kind::Close {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + offset;
                }
            }
        }
        // Never closed: the bracket is a slip, what follows is text.
        at
    }
}

/// A longer bracket is a slip of the page.
const MAX_BRACKET_TOKENS: usize = 120;

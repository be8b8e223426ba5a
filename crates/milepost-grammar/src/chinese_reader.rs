//! Reads statements out of Chinese text: walks its tokens clause by clause and keeps what governs the figures.

use std::ops::Range;

use milepost_model::{Comparison, Role};

use crate::chinese_clause::{Base, Clause, Piece};
use crate::chinese_owner::{names_owner, trade_owner};
use crate::chinese_topic::Topic;
use crate::clock::{Clock, Time};
use crate::output::{Output, Stock};
use crate::places::PlaceKind;
use crate::sentence::{ENDLESS, sentences};
use crate::statement::Ending;
use crate::token::{Kind, Token, Tokens};
use crate::words::Word;

/// A reading in progress.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that was said or not"
)]
pub(crate) struct ChineseReader<'t, 'o, 'a> {
    pub(crate) tokens: &'t Tokens,
    pub(crate) out: &'o mut Output<'a>,
    pub(crate) clock: Clock,
    /// 上年同期, 当月: a time for this clause only.
    pub(crate) own_time: Option<Time>,
    pub(crate) scope: String,
    pub(crate) scope_labels: Vec<String>,
    pub(crate) clause: Clause,
    pub(crate) topic: Option<Topic>,
    /// The levels of the last list.
    pub(crate) group: Vec<usize>,
    /// The levels that were told one after another.
    pub(crate) recent: Vec<usize>,
    /// Their growth has been told.
    pub(crate) is_recent_spent: bool,
    pub(crate) last_stock: Stock,
    pub(crate) whole_stock: Stock,
    /// The parts of the last list of nouns that had no figures.
    pub(crate) names: Vec<String>,
    /// Topics named by clauses without figures: 从贸易方式看.
    pub(crate) leads: Vec<String>,
    /// The level that the parts behind 其中 belong to.
    pub(crate) whole: Option<usize>,
    pub(crate) is_part: bool,
    /// The last level that is no part.
    pub(crate) main: Option<usize>,
    pub(crate) is_target: bool,
    pub(crate) in_bracket: bool,
    /// 出口 and 进口 of the whole trade were read in this sentence.
    pub(crate) plain_exports: bool,
    pub(crate) plain_imports: bool,
    /// Whose trade the sentences before told, where they did not tell the whole.
    pub(crate) owner_before: Option<String>,
    /// Whose trade this sentence told first; empty for the whole.
    pub(crate) owner_here: Option<String>,
    /// The subjects of the last list.
    pub(crate) last_list: Vec<String>,
    /// A place was named in this sentence.
    pub(crate) is_placed: bool,
    /// A period was put in force in this sentence.
    pub(crate) has_date: bool,
    /// A period was put in force in this clause, and no figure read since.
    pub(crate) is_dated: bool,
    pub(crate) sentence: Range<usize>,
    /// The last figures read, for the note in brackets behind them.
    pub(crate) last: Vec<usize>,
}

/// Reads all statements of a tokenised text.
pub(crate) fn read(out: &mut Output<'_>, tokens: &Tokens) {
    let clock = Clock::new(out.context);
    let before = &out.context.before;
    let owner_before = Some(before.owner.clone()).filter(|owner| !owner.is_empty());
    let last_list = before.list.clone();
    let mut reader = ChineseReader {
        tokens,
        out,
        clock,
        own_time: None,
        scope: String::new(),
        scope_labels: Vec::new(),
        clause: Clause::default(),
        topic: None,
        group: Vec::new(),
        recent: Vec::new(),
        is_recent_spent: false,
        last_stock: Stock::No,
        whole_stock: Stock::No,
        names: Vec::new(),
        leads: Vec::new(),
        whole: None,
        is_part: false,
        main: None,
        is_target: false,
        in_bracket: false,
        plain_exports: false,
        plain_imports: false,
        owner_before,
        last_list,
        owner_here: None,
        is_placed: false,
        has_date: false,
        is_dated: false,
        sentence: 0..0,
        last: Vec::new(),
    };
    for (sentence, is_readable) in sentences(&tokens.tokens, |token| token.kind == Kind::Stop) {
        if is_readable {
            reader.sentence(sentence);
        } else {
            reader.out.leave(tokens.figures(sentence), ENDLESS);
        }
    }
    reader.end_sentence();
    let ChineseReader {
        out,
        clock,
        scope,
        main,
        owner_before,
        last_list,
        ..
    } = reader;
    let ending = Ending {
        scope,
        owner: owner_before.unwrap_or_default(),
        list: last_list,
        ..Ending::default()
    };
    out.close(clock, ending, main);
}

impl ChineseReader<'_, '_, '_> {
    pub(crate) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.tokens.get(at).map(|token| token.kind)
    }

    pub(crate) fn token(&self, at: usize) -> Option<Token> {
        self.tokens.tokens.get(at).copied()
    }

    pub(crate) fn string(&self, token: &Token) -> String {
        self.out.text.string(token.start..token.end)
    }

    fn sentence(&mut self, range: Range<usize>) {
        let Some(tokens) = self
            .tokens
            .tokens
            .get(range.clone())
            .filter(|tokens| !tokens.is_empty())
        else {
            return;
        };
        let has_figures = tokens.iter().any(|token| {
            matches!(
                token.kind,
                Kind::Quantity(_) | Kind::Mention(_) | Kind::Place(_) | Kind::Unread
            )
        });
        if !has_figures {
            let lead = tokens.to_vec();
            self.hear_lead(&lead);
            return;
        }
        let start = tokens.first().map_or(0, |token| token.start);
        let end = tokens.last().map_or(0, |token| token.end);
        self.sentence = self.trimmed(start..end);
        self.topic = None;
        self.group.clear();
        self.recent.clear();
        self.is_recent_spent = false;
        self.names.clear();
        self.leads.clear();
        self.is_part = false;
        self.plain_exports = false;
        self.plain_imports = false;
        self.end_sentence();
        self.is_placed = false;
        self.has_date = false;
        self.is_dated = false;
        self.last.clear();
        self.clause = Clause::default();
        self.own_time = None;
        let mut at = range.start;
        while at < range.end {
            at = self.step(at, range.end).max(at + 1);
        }
        self.end_clause();
    }

    /// What was told of a trade governs the next sentence.
    fn end_sentence(&mut self) {
        if let Some(owner) = self.owner_here.take() {
            self.owner_before = Some(owner).filter(|owner| !owner.is_empty());
        }
    }

    /// «民营企业活力增强。进出口3841.9亿元»: a sentence without figures may say whose trade the next one tells.
    fn hear_lead(&mut self, tokens: &[Token]) {
        let start = tokens.first().map_or(0, |token| token.start);
        let end = tokens.last().map_or(0, |token| token.end);
        if end.saturating_sub(start) > MAX_LEAD_CHARS {
            return;
        }
        self.end_sentence();
        let words = self.out.text.string(start..end);
        if names_owner(&words) {
            self.owner_before = Some(words);
        }
    }

    fn trimmed(&self, mut range: Range<usize>) -> Range<usize> {
        let text = self.out.text;
        while range.start < range.end && text.get(range.start).is_whitespace() {
            range.start += 1;
        }
        while range.start < range.end && text.before(range.end).is_whitespace() {
            range.end -= 1;
        }
        range
    }

    /// Reads the token at `at`; returns where to go on.
    pub(crate) fn step(&mut self, at: usize, limit: usize) -> usize {
        let Some(token) = self.token(at) else { return limit };
        match token.kind {
            Kind::Text => {
                let text = self.string(&token);
                self.clause.noun(&text);
            }
            Kind::Word(word) => self.word(word, &token),
            Kind::Place(kind) => self.place(kind, &token),
            Kind::Mention(index) => self.mention(index, &token),
            Kind::Quantity(_) => return self.figures(at, limit),
            Kind::Unread => self.passed_over(&token),
            Kind::Comma => self.end_clause(),
            Kind::Semi => {
                self.end_clause();
                self.group.clear();
                self.recent.clear();
                if let Some(topic) = &mut self.topic {
                    // A growth behind a semicolon speaks of something new.
                    topic.pending.clear();
                }
            }
            Kind::List => self.clause.join("、"),
            Kind::Colon => self.colon(token.end),
            Kind::Open => return self.bracket(at, limit),
            Kind::Stop | Kind::Close | Kind::Quote | Kind::Space => {}
        }
        at + 1
    }

    pub(crate) fn end_clause(&mut self) {
        let has_nouns = !self.clause.pieces.is_empty();
        if has_nouns && !self.clause.follows_figure {
            let items = self.clause.named_items();
            if items.len() > 1 {
                self.names = items;
            }
            let lead = self.clause.subject();
            if Self::changes_topic(&lead) {
                self.topic = None;
                self.group.clear();
                self.recent.clear();
            }
            if !lead.is_empty() && self.leads.len() < 4 && lead.chars().count() <= MAX_LEAD_CHARS {
                self.leads.push(lead);
            }
        }
        if !self.clause.places.is_empty() {
            self.take_scope();
        }
        self.clause = Clause::default();
        self.own_time = None;
        self.is_dated = false;
    }

    /// Puts the places of the clause in force.
    pub(crate) fn take_scope(&mut self) {
        if self.clause.places.is_empty() {
            return;
        }
        self.scope = self.clause.scope(self.out.text);
        self.scope_labels = self
            .clause
            .places
            .iter()
            .filter(|place| place.kind == PlaceKind::Programme)
            .map(|place| place.name.clone())
            .collect();
    }

    fn word(&mut self, word: Word, token: &Token) {
        let clause = &mut self.clause;
        match word {
            Word::Noun | Word::Dependent => {
                let text = self.out.text.string(token.start..token.end);
                self.clause.noun(&text);
            }
            Word::StockNoun => {
                let text = self.out.text.string(token.start..token.end);
                self.clause.noun(&text);
                self.clause.ends_in_stock = true;
            }
            Word::And => {
                let text = self.out.text.string(token.start..token.end);
                self.clause.join(&text);
            }
            Word::New => {
                let text = self.out.text.string(token.start..token.end);
                self.clause.noun(&text);
                self.clause.is_new = true;
            }
            Word::Stock => clause.is_stock = true,
            Word::Cumulative => clause.is_cumulative = true,
            Word::Each => clause.each = true,
            Word::Among => {
                self.end_clause();
                self.is_part = true;
                self.whole = self.last_level();
                let is_of_some = self
                    .topic
                    .as_ref()
                    .is_some_and(|topic| trade_owner(&topic.subject).is_some());
                if is_of_some {
                    self.plain_exports = false;
                    self.plain_imports = false;
                }
                self.whole_stock = self.last_stock;
            }
            Word::Target => self.is_target = true,
            Word::YearOnYear => {
                clause.base = Base::YearBefore;
                clause.holds_base = true;
            }
            Word::OnPrevious => {
                clause.base = Base::Previous;
                clause.holds_base = true;
            }
            Word::Month => self.own_time = Some(self.clock.last_month(token.start..token.end)),
            Word::OpenTime => {
                let words = self.out.text.string(token.start..token.end);
                let is_since = words.ends_with("以来") || words.ends_with("累计");
                self.clock
                    .leave_open(if is_since { Time::Open } else { Time::Elsewhen });
            }
            Word::Opener | Word::Filler => {}
            Word::Up
            | Word::Down
            | Word::Rate
            | Word::FallRate
            | Word::Level
            | Word::Slows
            | Word::Quickens
            | Word::Share
            | Word::Contribution
            | Word::Above
            | Word::Below
            | Word::Met
            | Word::Rank
            | Word::Threshold
            | Word::TwoYearMean
            | Word::YearlyMean
            | Word::Real
            | Word::Nominal
            | Word::Flat
            | Word::From
            | Word::About
            | Word::Nearly
            | Word::Over
            | Word::Equivalent
            | Word::Doubled => {
                clause.cue(word);
                // 两年平均增长, 实际下降: two words in one.
                let last = self.out.text.before(token.end);
                if matches!(
                    word,
                    Word::TwoYearMean | Word::YearlyMean | Word::Real | Word::Nominal
                ) {
                    match last {
                        '长' | '增' | '速' => self.clause.cues.push(Word::Up),
                        '降' => self.clause.cues.push(Word::Down),
                        _ => {}
                    }
                }
            }
        }
    }

    /// Returns the level that 其中 takes apart: the last one of the text.
    fn last_level(&self) -> Option<usize> {
        let in_sentence = self.topic.as_ref().and_then(|topic| topic.level);
        in_sentence.or(self.main)
    }

    fn colon(&mut self, end: usize) {
        let lead = self.clause.subject();
        let has_verb = !self.clause.cues.is_empty();
        if has_verb || lead.is_empty() || self.clause.follows_figure {
            let cues_target = self.is_target;
            self.end_clause();
            self.is_target = cues_target;
            return;
        }
        // «进出口总值：8006.8亿元»: the noun before the colon is the subject, where none follows.
        self.take_scope();
        self.leads.push(lead);
        let places = std::mem::take(&mut self.clause.places);
        let pieces = std::mem::take(&mut self.clause.pieces);
        let ends_in_stock = self.clause.ends_in_stock;
        self.clause = Clause {
            places,
            ..Clause::default()
        };
        let next = self.out.text.get(self.out.text.skip_space(end));
        if next.is_ascii_digit() || matches!(next, '约' | '近' | '超' | '逾') {
            self.clause.pieces = pieces;
            self.clause.ends_in_stock = ends_in_stock;
            self.leads.pop();
        }
    }

    pub(crate) fn comparison(&self, printed: &crate::token::Printed) -> Comparison {
        if let Some(after) = printed.after {
            return after;
        }
        if printed.read.more {
            return Comparison::Over;
        }
        let nearest = self.clause.cues.iter().rev().find_map(|cue| {
            let said = [
                (Word::About, Comparison::Approx),
                (Word::Nearly, Comparison::Nearly),
                (Word::Over, Comparison::Over),
                (Word::Threshold, Comparison::Over),
            ];
            said.iter().find(|(word, _)| word == cue).map(|(_, said)| *said)
        });
        nearest.unwrap_or(Comparison::Eq)
    }

    /// Returns the labels of the parts behind 其中: the whole's subject.
    pub(crate) fn whole_label(&self) -> Option<String> {
        if !self.is_part {
            return None;
        }
        let whole = match self.whole {
            Some(whole) => self.out.reading.statements.get(whole)?.subject.clone(),
            // 其中 opens the line: the whole stands in the line before.
            None => self.out.context.before.subject.clone(),
        };
        Some(whole).filter(|subject| !subject.is_empty())
    }

    pub(crate) fn names_a_place(&self) -> bool {
        self.clause
            .pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Place(_)))
    }

    /// The role that a figure has in a plan.
    pub(crate) fn role_of(&self, role: Role) -> Role {
        let is_figure = matches!(role, Role::Level | Role::Growth | Role::Share | Role::Change);
        if self.is_target && is_figure {
            Role::Target
        } else {
            role
        }
    }
}

/// A longer clause without figures is prose, and no label.
const MAX_LEAD_CHARS: usize = 40;

//! Reads statements out of Chinese text: walks its tokens clause by clause and keeps what governs the figures.

use std::ops::Range;

use milepost_model::{Comparison, Role};

use crate::chinese_clause::{Base, Clause, Named, Piece};
use crate::chinese_figure::trade_owner;
use crate::clock::{Clock, Time};
use crate::mention::Use;
use crate::output::{Output, Stock};
use crate::places::PlaceKind;
use crate::quantity::Hint;
use crate::token::{Kind, Token, Tokens};
use crate::unit::UnitKind;
use crate::words::Word;

/// What the sentence last spoke of, for clauses that do not say it again.
#[derive(Debug, Clone)]
pub(crate) struct Topic {
    pub(crate) subject: String,
    pub(crate) labels: Vec<String>,
    pub(crate) time: Time,
    pub(crate) scope: String,
    pub(crate) stock: Stock,
    /// The level itself, once it was read.
    pub(crate) level: Option<usize>,
    /// Growths that were read before their level.
    pub(crate) pending: Vec<usize>,
}

/// A reading in progress.
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
    pub(crate) sentence: Range<usize>,
    /// The last figures read, for the note in brackets behind them.
    pub(crate) last: Vec<usize>,
}

/// Reads all statements of a tokenised text.
pub(crate) fn read(out: &mut Output<'_>, tokens: &Tokens) {
    let clock = Clock::new(out.context);
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
        sentence: 0..0,
        last: Vec::new(),
    };
    let mut start = 0;
    while start < tokens.tokens.len() {
        let rest = tokens.tokens.get(start..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|token| token.kind == Kind::Stop)
            .unwrap_or(rest.len());
        reader.sentence(start..start + length);
        start += length + 1;
    }
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
        self.last.clear();
        self.clause = Clause::default();
        self.own_time = None;
        let mut at = range.start;
        while at < range.end {
            at = self.step(at, range.end).max(at + 1);
        }
        self.end_clause();
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
    fn step(&mut self, at: usize, limit: usize) -> usize {
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
            if self.changes_topic(&lead) {
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
    }

    /// A clause without a figure may turn to something else, whose growth comes next: «其中汽车支撑明显，增长12%».
    fn changes_topic(&self, lead: &str) -> bool {
        let goes_on = [
            "规模",
            "总量",
            "水平",
            "以上",
            "创",
            "再创",
            "实现",
            "保持",
            "经济",
            "连续",
            "好于",
            "高于",
            "位",
            "居",
            "排",
            "其",
            "总体",
            "增速",
            "历史",
            "同比",
            "为近",
            "为历",
            "迈上",
            "再上",
            "超",
            "首次",
            "再",
            "呈",
            "继续",
            "稳",
            "较",
            "比",
            "按",
            "增长",
            "以美元",
            "以人民币",
            "量",
            "扣除",
            "剔除",
            "可比",
        ];
        !lead.is_empty() && !goes_on.iter().any(|word| lead.starts_with(word))
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
                self.clock.time = if is_since { Time::Open } else { Time::Elsewhen };
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

    fn place(&mut self, kind: PlaceKind, token: &Token) {
        let name = self.string(token);
        let text = self.out.text;
        let before = text.before(token.start);
        let is_compared = matches!(
            before,
            '占' | '比' | '于' | '过' | '达' | '高' | '向' | '国' | '低' | '快' | '往' | '至'
        );
        let is_nation = kind == PlaceKind::Nation;
        let follows = [
            "复制", "推广", "首", "第", "最", "前", "领先", "率先", "性", "人大", "政协", "平均", "排",
            "比重", "唯一",
        ];
        let is_adverb = is_nation && follows.iter().any(|word| text.starts_with(token.end, word))
            || is_nation && before == '在';
        let is_world = matches!(name.as_str(), "全球" | "全世界")
            && (!self.clause.places.is_empty() || text.get(token.end).is_ascii_digit());
        if is_world {
            return;
        }
        let ranks = self.clause.cues.contains(&Word::Rank);
        let in_whole = self.clause.is_in_whole();
        if is_compared || is_adverb || ranks || in_whole {
            self.clause.noun(&name);
            return;
        }
        if before == '对' || before == '自' {
            self.clause.places.push(Named {
                range: token.start..token.end,
                kind,
                name: name.clone(),
            });
            self.clause.noun(&name);
            return;
        }
        self.clause.place(Named {
            range: token.start..token.end,
            kind,
            name,
        });
    }

    fn mention(&mut self, index: usize, token: &Token) {
        let Some(mention) = self.tokens.mentions.get(index) else {
            return;
        };
        match mention.role {
            Use::Governs | Use::YearBefore if self.is_compared(token) || self.is_level_of(token) => {
                self.clause.holds_base = true;
                self.clause.base = Base::Previous;
            }
            Use::Governs => {
                let text = self.out.text;
                let is_of_the_year =
                    text.starts_with(token.start, "当年") || text.starts_with(token.start, "本年");
                let is_since = ["来", "起", "始", "今"]
                    .iter()
                    .any(|word| text.starts_with(token.end.wrapping_sub(1), word));
                self.clock.hear(mention, is_of_the_year, is_since);
                self.own_time = None;
                if !self.clock.is_ahead(&self.clock.time) {
                    self.is_target = false;
                }
            }
            Use::By => {
                self.clock.hear(mention, false, false);
                self.is_target =
                    self.clock.is_ahead(&self.clock.time) || self.out.context.published.is_none();
            }
            Use::Base => {
                self.clause.holds_base = true;
                let is_other = mention.is_other_base() && !self.clock.is_year_before(mention);
                self.clause.base = if is_other {
                    Base::Previous
                } else {
                    Base::YearBefore
                };
            }
            Use::YearBefore => self.own_time = Some(self.clock.year_before(token.start..token.end)),
            Use::From => {
                self.own_time = Some(self.clock.read(mention));
                self.clause.cue(Word::From);
            }
        }
    }

    /// «超过2024年全年水平»: what the level is held against.
    fn is_level_of(&self, token: &Token) -> bool {
        let text = self.out.text;
        let names_level = ["水平", "全年水平", "同期水平", "年水平"]
            .iter()
            .any(|word| text.starts_with(token.end, word));
        names_level
            || matches!(
                self.clause.cues.last(),
                Some(Word::Over | Word::Above | Word::Below | Word::Nearly)
            )
    }

    /// «是2020年的2.4倍», «为上年的95%»: the year is what the figure is compared with.
    fn is_compared(&self, token: &Token) -> bool {
        let text = self.out.text;
        if text.get(token.end) != '的' {
            return false;
        }
        let next = self
            .tokens
            .tokens
            .partition_point(|other| other.start < token.end + 1);
        self.token(next).is_some_and(|next| match next.kind {
            Kind::Quantity(index) => self.tokens.quantities.get(index).is_some_and(|printed| {
                printed
                    .read
                    .unit
                    .is_some_and(|unit| matches!(unit.kind, UnitKind::Times | UnitKind::Percent))
            }),
            _ => false,
        })
    }

    /// A number that is no figure: a length of time may open the period.
    fn passed_over(&mut self, token: &Token) {
        let text = self.out.text;
        let is_span = ['年', '月', '周', '天'].contains(&text.before(token.end));
        if !is_span {
            return;
        }
        let follows = |words: &[&str]| words.iter().any(|word| text.starts_with(token.end, word));
        if follows(&["来", "以来", "累计"]) {
            self.clock.time = Time::Open;
        } else if follows(&["前", "间", "内", "里", "期间", "之前", "以前", "共"]) {
            self.clock.time = Time::Elsewhen;
        }
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

    fn bracket(&mut self, at: usize, limit: usize) -> usize {
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
            self.clock.time.clone(),
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
            self.clock.time,
        ) = state;
        close + 1
    }

    /// Returns the index of the bracket that closes the one at `at`, or the last token before the limit.
    fn closing(&self, at: usize, limit: usize) -> usize {
        let mut depth = 0_usize;
        let window = self
            .tokens
            .tokens
            .get(at..limit.min(at + MAX_BRACKET_TOKENS))
            .unwrap_or_default();
        for (offset, token) in window.iter().enumerate() {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at + offset;
                    }
                }
                _ => {}
            }
        }
        // Never closed: the bracket is a slip, what follows is text.
        at
    }

    pub(crate) fn comparison(&self, printed: &crate::token::Printed) -> Comparison {
        if let Some(after) = printed.after {
            return after;
        }
        if printed.read.more {
            return Comparison::Over;
        }
        let nearest = self.clause.cues.iter().rev().find_map(|cue| match cue {
            Word::About => Some(Comparison::Approx),
            Word::Nearly => Some(Comparison::Nearly),
            Word::Over | Word::Threshold => Some(Comparison::Over),
            _ => None,
        });
        nearest.unwrap_or(Comparison::Eq)
    }

    /// Returns the time that governs a figure of this clause.
    pub(crate) fn time(&self) -> Time {
        self.own_time.clone().unwrap_or_else(|| self.clock.time.clone())
    }

    /// Returns the labels of the parts behind 其中: the whole's subject.
    pub(crate) fn whole_label(&self) -> Option<String> {
        if !self.is_part {
            return None;
        }
        let whole = self.out.reading.statements.get(self.whole?)?;
        Some(whole.subject.clone()).filter(|subject| !subject.is_empty())
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

/// A longer bracket is a slip of the page.
const MAX_BRACKET_TOKENS: usize = 120;

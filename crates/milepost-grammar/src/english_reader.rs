//! Reads statements out of English text: walks its words sentence by sentence and keeps what governs the figures.

use std::ops::Range;

use milepost_model::{Comparison, Decimal, Role, Unit};

use crate::clock::{Clock, Time};
use crate::english_role::{Around, BEGAN, Told, judge};
use crate::english_token::{Class, Kind, Printed, Token, Tokens, tokenize};
use crate::mention::Use;
use crate::output::{Draft, Output, Stock};
use crate::places::PlaceKind;
use crate::quantity::Hint;
use crate::unit::UnitKind;

/// What the sentence last spoke of.
#[derive(Debug, Clone)]
struct Topic {
    subject: String,
    labels: Vec<String>,
    time: Time,
    scope: String,
    stock: Stock,
    level: Option<usize>,
    pending: Vec<usize>,
}

struct EnglishReader<'t, 'o, 'a> {
    tokens: &'t Tokens,
    out: &'o mut Output<'a>,
    clock: Clock,
    sentence: Range<usize>,
    /// Where the words of the next figure start.
    from: usize,
    /// They start right behind a figure.
    follows_figure: bool,
    scope: String,
    scope_labels: Vec<String>,
    /// A scope was said in this sentence.
    is_scoped: bool,
    topic: Option<Topic>,
    group: Vec<usize>,
    is_target: bool,
    is_part: bool,
    whole: Option<usize>,
    main: Option<usize>,
    last_turn: Option<Class>,
    bracket_depth: usize,
    /// The figures since the last boundary that no place stands behind.
    unplaced: Vec<usize>,
    /// «since» was said in this clause.
    is_since: bool,
    /// A change of this clause is counted from something else than the year before.
    has_other_base: bool,
    /// have been, accumulated, in total: counted since it began.
    is_running: bool,
}

/// Reads all statements of a text.
pub(crate) fn read(out: &mut Output<'_>) {
    let tokens = tokenize(out.text);
    for (range, reason) in &tokens.unread {
        out.refuse(range, reason);
    }
    let clock = Clock::new(out.context);
    let mut reader = EnglishReader {
        tokens: &tokens,
        out,
        clock,
        sentence: 0..0,
        from: 0,
        follows_figure: false,
        scope: String::new(),
        scope_labels: Vec::new(),
        is_scoped: false,
        topic: None,
        group: Vec::new(),
        is_target: false,
        is_part: false,
        whole: None,
        main: None,
        last_turn: None,
        bracket_depth: 0,
        unplaced: Vec::new(),
        is_since: false,
        has_other_base: false,
        is_running: false,
    };
    let mut start = 0;
    while start < tokens.tokens.len() {
        let rest = tokens.tokens.get(start..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|token| token.kind == Kind::Stop)
            .unwrap_or(rest.len());
        reader.read_sentence(start..start + length);
        start += length + 1;
    }
}

impl EnglishReader<'_, '_, '_> {
    fn token(&self, at: usize) -> Option<Token> {
        self.tokens.tokens.get(at).copied()
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.token(at).map(|token| token.kind)
    }

    fn words(&self, token: &Token) -> String {
        self.out.text.string(token.start..token.end)
    }

    fn read_sentence(&mut self, range: Range<usize>) {
        let Some(tokens) = self
            .tokens
            .tokens
            .get(range.clone())
            .filter(|tokens| !tokens.is_empty())
        else {
            return;
        };
        let start = tokens.first().map_or(0, |token| token.start);
        let end = tokens.last().map_or(0, |token| token.end);
        self.sentence = start..end;
        self.from = range.start;
        self.follows_figure = false;
        self.is_since = false;
        self.unplaced.clear();
        self.topic = None;
        self.group.clear();
        self.is_part = false;
        self.is_target = false;
        self.last_turn = None;
        self.bracket_depth = 0;
        self.is_scoped = false;
        self.is_running = tokens.windows(2).any(|pair| match pair {
            [first, second] => {
                first.kind == Kind::Word(Class::Aux)
                    && matches!(second.kind, Kind::Word(Class::Aux | Class::Noun))
            }
            _ => false,
        }) || ["accumulat", "cumulative", "in total"]
            .iter()
            .any(|word| self.out.text.string(start..end).contains(word));
        self.hear_ahead(tokens);
        self.is_target = self.clock.is_ahead(&self.clock.time) && self.is_by(tokens);
        let mut at = range.start;
        while at < range.end {
            at = self.step(at, range.end).max(at + 1);
        }
    }

    fn is_by(&self, tokens: &[Token]) -> bool {
        tokens.iter().all(|token| match token.kind {
            Kind::Mention(index) => self
                .tokens
                .mentions
                .get(index)
                .is_none_or(|mention| mention.role != Use::Governs),
            _ => true,
        })
    }

    /// A period at the end of a sentence governs what stands before it, where the sentence opens with none.
    fn hear_ahead(&mut self, tokens: &[Token]) {
        let figure = tokens
            .iter()
            .position(|token| matches!(token.kind, Kind::Quantity(_)));
        let Some(figure) = figure else { return };
        let aims = tokens
            .iter()
            .take(figure)
            .any(|token| token.kind == Kind::Word(Class::Target));
        let counts_since = tokens.iter().any(|token| token.kind == Kind::Word(Class::Since));
        if counts_since {
            return;
        }
        let governs = |token: &Token| match token.kind {
            Kind::Mention(index) => self
                .tokens
                .mentions
                .get(index)
                .filter(|mention| mention.role == Use::Governs || aims && mention.role == Use::By),
            _ => None,
        };
        let before = tokens.iter().take(figure).any(|token| governs(token).is_some());
        let mut behind = tokens
            .iter()
            .enumerate()
            .skip(figure)
            .filter_map(|(at, token)| Some((at, governs(token)?)));
        if before {
            return;
        }
        let Some((at, mention)) = behind.next() else {
            return;
        };
        let several = behind.next().is_some();
        let between = tokens.get(figure..at).unwrap_or_default();
        let compares = between.iter().any(|token| {
            matches!(
                token.kind,
                Kind::Word(Class::Compared | Class::Than | Class::While) | Kind::Semi
            )
        }) || between.windows(2).any(|pair| match pair {
            [first, second] => {
                first.kind == Kind::Word(Class::From)
                    && matches!(second.kind, Kind::Quantity(_) | Kind::Word(Class::Compare(_)))
            }
            _ => false,
        });
        if several || compares {
            return;
        }
        let mention = mention.clone();
        self.clock.hear(&mention, false, false);
    }

    fn step(&mut self, at: usize, limit: usize) -> usize {
        let Some(token) = self.token(at) else { return limit };
        match token.kind {
            Kind::Mention(index) => self.mention(index, at),
            Kind::Quantity(_) if self.bracket_depth == 0 => return self.figures(at, limit),
            Kind::Quantity(index) => self.bracketed(index, &token),
            Kind::Colon
                if matches!(
                    self.kind(at + 1),
                    Some(Kind::Quantity(_) | Kind::Word(Class::Compare(_)))
                ) => {}
            Kind::Comma | Kind::Semi | Kind::Colon => {
                self.boundary(at + 1);
                if token.kind == Kind::Semi {
                    self.group.clear();
                }
            }
            Kind::Word(Class::While | Class::With) => self.boundary(at + 1),
            Kind::Word(Class::Target) => self.is_target = true,
            Kind::Word(Class::Since) => {
                // «since its launch in 2017»: the year is none of the figures'.
                self.clock.time = Time::Open;
                self.is_since = true;
            }
            Kind::Word(Class::Which) => {
                self.is_part = true;
                self.whole = self.topic.as_ref().and_then(|topic| topic.level).or(self.main);
            }
            Kind::Place(kind) => self.place(kind, at),
            Kind::Open => self.bracket_depth += 1,
            Kind::Close => self.bracket_depth = self.bracket_depth.saturating_sub(1),
            Kind::Word(_) | Kind::Unread | Kind::Stop => {}
        }
        at + 1
    }

    fn boundary(&mut self, next: usize) {
        self.from = next;
        self.follows_figure = false;
        self.is_since = false;
        self.unplaced.clear();
    }

    /// In brackets stands the same amount in another unit, or a note.
    fn bracketed(&mut self, index: usize, token: &Token) {
        let is_amount = self.tokens.quantities.get(index).is_some_and(|printed| {
            printed
                .read
                .unit
                .is_some_and(|unit| unit.kind == UnitKind::Amount)
        });
        let reason = if is_amount {
            "the same amount in another unit"
        } else {
            "a note in brackets"
        };
        self.out.refuse(&(token.start..token.end), reason);
    }

    fn mention(&mut self, index: usize, _at: usize) {
        let Some(mention) = self.tokens.mentions.get(index) else {
            return;
        };
        match mention.role {
            Use::Governs if self.is_since => {}
            Use::Governs => {
                let is_since = self
                    .out
                    .text
                    .string(mention.range.clone())
                    .to_ascii_lowercase()
                    .starts_with("since");
                self.clock.hear(mention, false, is_since);
                if !self.clock.is_ahead(&self.clock.time) {
                    self.is_target = false;
                }
            }
            Use::By => {
                self.clock.hear(mention, false, false);
                self.is_target =
                    self.clock.is_ahead(&self.clock.time) || self.out.context.published.is_none();
            }
            Use::Base | Use::YearBefore | Use::From => {}
        }
    }

    fn place(&mut self, kind: PlaceKind, at: usize) {
        let Some(token) = self.token(at) else { return };
        let behind_noun = at.checked_sub(1).and_then(|before| self.kind(before));
        let is_figure_near = matches!(behind_noun, Some(Kind::Word(Class::Preposition)));
        let is_nation = kind == PlaceKind::Nation;
        if is_nation && is_figure_near {
            return;
        }
        let name = self.words(&token);
        let is_adverb =
            matches!(name.as_str(), "nationwide" | "citywide") && token.start > self.sentence.start;
        if is_adverb || self.bracket_depth > 0 {
            return;
        }
        let bare = name.strip_suffix("'s").unwrap_or(&name).to_owned();
        let joins = self.is_scoped
            && kind == PlaceKind::Programme
            && !self.scope.is_empty()
            && self.scope_labels.is_empty();
        if joins || self.scope_labels.contains(&bare) {
            if !self.scope.contains(&bare) {
                self.scope = format!("{} {bare}", self.scope);
            }
        } else if self.is_scoped && is_figure_near && kind != PlaceKind::Programme {
            return;
        } else {
            self.scope.clone_from(&bare);
            self.scope_labels.clear();
        }
        self.is_scoped = true;
        if kind == PlaceKind::Programme && !self.scope_labels.contains(&bare) {
            self.scope_labels.push(bare);
        }
    }

    /// Reads a figure, or the figures of a list.
    fn figures(&mut self, at: usize, limit: usize) -> usize {
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
    fn is_list(&self, run: &[usize], end: usize, limit: usize) -> bool {
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

    fn printed(&self, at: usize) -> Option<(Token, Printed)> {
        let token = self.token(at)?;
        let Kind::Quantity(index) = token.kind else {
            return None;
        };
        Some((token, self.tokens.quantities.get(index)?.clone()))
    }

    /// Returns the words before a figure, without those that are no nouns, and their classes.
    fn left(&self, at: usize) -> (String, Vec<Class>) {
        let mut noun = Phrase::default();
        let mut classes = Vec::new();
        let mut depth = 0_usize;
        for index in self.own_start(at)..at {
            let Some(token) = self.token(index) else { continue };
            match token.kind {
                Kind::Open => {
                    depth += 1;
                    noun.open();
                }
                Kind::Close => {
                    depth = depth.saturating_sub(1);
                    noun.close();
                }
                Kind::Word(class) => {
                    if depth == 0 {
                        classes.push(class);
                    }
                    match class {
                        Class::Noun => noun.word(&self.words(&token)),
                        Class::Article => {}
                        Class::Of | Class::And | Class::Preposition => noun.link(&self.words(&token)),
                        Class::Up
                        | Class::Down
                        | Class::Level
                        | Class::Aux
                        | Class::To
                        | Class::By
                        | Class::From
                        | Class::With
                        | Class::While
                        | Class::Which
                        | Class::Share
                        | Class::Contribution
                        | Class::Target
                        | Class::Threshold
                        | Class::Than
                        | Class::Compared
                        | Class::Respectively
                        | Class::Rank
                        | Class::YearOnYear
                        | Class::OnPrevious
                        | Class::Yearly
                        | Class::Adverb
                        | Class::Compare(_)
                        | Class::More
                        | Class::Less
                        | Class::Since
                        | Class::Worth => noun.gap(),
                    }
                }
                Kind::Place(_) if depth > 0 => noun.word(&self.words(&token)),
                Kind::Mention(_) | Kind::Place(_) => noun.gap(),
                Kind::Quantity(_) | Kind::Unread => noun.gap(),
                Kind::Comma | Kind::Semi | Kind::Stop | Kind::Colon => noun.gap(),
            }
        }
        (noun.finish(), classes)
    }

    /// «… billion yuan in the period and imports rose»: what tells more of the figure before ends with 和.
    fn own_start(&self, at: usize) -> usize {
        let opens = self.kind(self.from);
        let tells_more = matches!(
            opens,
            Some(
                Kind::Word(
                    Class::Preposition
                        | Class::YearOnYear
                        | Class::Yearly
                        | Class::Of
                        | Class::Adverb
                        | Class::More
                        | Class::Less
                ) | Kind::Mention(_)
            )
        );
        if !self.follows_figure || !tells_more {
            return self.from;
        }
        let and = (self.from..at).find(|index| self.kind(*index) == Some(Kind::Word(Class::And)));
        let to = (self.from..at).find(|index| self.kind(*index) == Some(Kind::Word(Class::To)));
        and.or(to).unwrap_or(self.from)
    }

    /// Returns the noun behind a figure and where it ends; `links` is how it may be tied: of, in.
    fn right(&self, start: usize, limit: usize, links: &[Class]) -> (String, usize) {
        let mut noun = Phrase::default();
        let mut at = start;
        if !links.is_empty() {
            match self.kind(at) {
                Some(Kind::Word(class)) if links.contains(&class) => at += 1,
                _ => return (String::new(), start),
            }
        }
        let mut end = start;
        while at < limit {
            let Some(token) = self.token(at) else { break };
            match token.kind {
                Kind::Word(Class::Noun) => {
                    let words = self.words(&token);
                    let is_participle = words.ends_with("ed") && !words.contains('-');
                    let goes_on = matches!(self.kind(at + 1), Some(Kind::Word(Class::Noun)));
                    if is_participle && !noun.is_empty() && !goes_on {
                        break;
                    }
                    noun.word(&words);
                    end = at + 1;
                }
                Kind::Word(Class::Article) if noun.is_empty() => {}
                Kind::Word(Class::And) => {
                    if !matches!(self.kind(at + 1), Some(Kind::Word(Class::Noun))) || noun.is_empty() {
                        break;
                    }
                    noun.link("and");
                }
                Kind::Word(Class::Of) => {
                    let heads = [
                        "types",
                        "kinds",
                        "categories",
                        "batches",
                        "sets",
                        "groups",
                        "rounds",
                        "pieces",
                    ];
                    if !heads.iter().any(|head| noun.text.ends_with(head)) && links.is_empty() {
                        break;
                    }
                    noun.link("of");
                }
                Kind::Open => {
                    let close =
                        (at + 1..limit.min(at + 6)).find(|index| self.kind(*index) == Some(Kind::Close));
                    let holds_figure = close.is_none_or(|close| {
                        (at..close).any(|index| matches!(self.kind(index), Some(Kind::Quantity(_))))
                    });
                    let (Some(close), false) = (close, holds_figure) else {
                        break;
                    };
                    noun.word(
                        &self
                            .out
                            .text
                            .string(token.start..self.token(close).map_or(token.end, |t| t.end)),
                    );
                    at = close;
                    end = close + 1;
                }
                _ => break,
            }
            at += 1;
        }
        (noun.finish(), end)
    }

    /// Tells whether the base said behind a figure is not the year before: «over the previous month», «from 2019».
    fn other_base(&self, start: usize, limit: usize) -> bool {
        for at in start..limit {
            match self.kind(at) {
                Some(Kind::Mention(index)) => {
                    let Some(mention) = self
                        .tokens
                        .mentions
                        .get(index)
                        .filter(|mention| mention.role == Use::Base)
                    else {
                        continue;
                    };
                    return mention.year != crate::mention::Year::Relative(-1)
                        && !self.clock.is_year_before(mention);
                }
                Some(
                    Kind::Quantity(_)
                    | Kind::Comma
                    | Kind::Semi
                    | Kind::Stop
                    | Kind::Word(Class::And | Class::While),
                )
                | None => return false,
                Some(_) => {}
            }
        }
        false
    }

    /// Returns the classes of the words straight behind a figure.
    fn after(&self, start: usize, limit: usize) -> Vec<Class> {
        let mut classes = Vec::new();
        for at in start..limit.min(start + 3) {
            match self.kind(at) {
                Some(Kind::Word(class)) => classes.push(class),
                _ => break,
            }
        }
        classes
    }

    /// Returns the period said behind a figure in its own clause: «reached 65 billion yuan in August, …».
    fn own_time(&self, start: usize, limit: usize) -> Option<Time> {
        for at in start..limit {
            match self.kind(at)? {
                Kind::Mention(index) => {
                    let mention = self.tokens.mentions.get(index)?;
                    return (mention.role == Use::Governs).then(|| self.clock.read(mention));
                }
                Kind::Word(
                    Class::While | Class::With | Class::And | Class::Compared | Class::Than | Class::Which,
                )
                | Kind::Comma
                | Kind::Semi
                | Kind::Colon
                | Kind::Quantity(_)
                | Kind::Stop => return None,
                Kind::Word(_) | Kind::Place(_) | Kind::Unread | Kind::Open | Kind::Close => {}
            }
        }
        None
    }

    fn single(&mut self, at: usize, limit: usize) -> usize {
        let Some((token, printed)) = self.printed(at) else {
            return at + 1;
        };
        let (left, before) = self.left(at);
        let after = self.after(at + 1, limit);
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
            let (noun, end) = self.right(at + 1, limit, &[]);
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
            right = format!("{verb} {unit_word} {noun}")
                .replace("  ", " ")
                .trim()
                .to_owned();
            next = end.max(at + 1);
            if right.is_empty() && self.is_part {
                let (verb, _) = self.verb_behind(at + 1, limit);
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
            let is_bare = self.topic.is_none() || self.clause_is_bare(&around.before) || !left.is_empty();
            if !noun.is_empty() && is_bare && !goes_on {
                (right, next) = (noun, end);
            }
        }
        let mut left = left;
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
            (false, true) | (true, true) => left.clone(),
            (false, false) => left.clone(),
        };
        let mut labels = Vec::new();
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

    /// «seven have been duplicated and promoted nationwide»: the verb says what they are.
    fn verb_behind(&self, start: usize, limit: usize) -> (String, usize) {
        let mut at = start;
        while matches!(
            self.kind(at),
            Some(Kind::Word(Class::Aux | Class::Level | Class::Adverb))
        ) {
            at += 1;
        }
        let from = at;
        while at < limit
            && matches!(
                self.kind(at),
                Some(
                    Kind::Word(
                        Class::Noun
                            | Class::And
                            | Class::Adverb
                            | Class::Preposition
                            | Class::Article
                            | Class::To
                    ) | Kind::Place(_)
                )
            )
        {
            at += 1;
        }
        let range = self.token(from).map_or(0, |token| token.start)
            ..at.checked_sub(1)
                .and_then(|last| self.token(last))
                .map_or(0, |token| token.end);
        if from >= at {
            return (String::new(), start);
        }
        (self.out.text.string(range), at)
    }

    fn clause_is_bare(&self, before: &[Class]) -> bool {
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
    fn scope_behind(&mut self, start: usize, limit: usize) -> bool {
        let mut is_placed = false;
        for at in start..limit.min(start + MAX_BEHIND) {
            match self.kind(at) {
                Some(Kind::Place(PlaceKind::Nation)) => {}
                Some(Kind::Place(kind)) => {
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
                    | Kind::Mention(_),
                ) => {}
                _ => break,
            }
        }
        is_placed
    }

    /// «230,000 entities and 168 achievements in the zone»: the place behind the last is of all.
    fn spread_scope(&mut self, index: Option<usize>, is_placed: bool) {
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

    fn time(&self, own: Option<Time>) -> Time {
        own.unwrap_or_else(|| self.clock.time.clone())
    }

    fn stock(&self, figure: &Figure, told: Told, subject: &str, time: &Time) -> Stock {
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

    fn draft(
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

    fn of_own(
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
        if is_level && !self.is_part {
            self.main = Some(index);
        }
        index
    }

    fn of_topic(
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
        } else if topic.level.is_none()
            && let Some(topic) = &mut self.topic
        {
            topic.pending.push(index);
        }
        Some(index)
    }

    /// A list of bare figures: told of a list of nouns, or of the levels before.
    fn list(&mut self, run: &[usize], limit: usize) -> usize {
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
                    self.group = kept.clone();
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

/// A figure with its unit settled.
struct Figure {
    token: Token,
    value: Decimal,
    step: Decimal,
    unit: Option<Unit>,
    unit_word: String,
    after: Option<Comparison>,
    more: bool,
}

impl Figure {
    fn of(out: &Output<'_>, token: &Token, printed: &Printed, subject: &str) -> Self {
        let read = &printed.read;
        let mut figure = Self {
            token: *token,
            value: read.value,
            step: read.step,
            unit: read.unit.and_then(|unit| unit.unit),
            unit_word: out.original(&read.unit_range),
            after: printed.after,
            more: read.more,
        };
        if read.unit.is_none() {
            if let Some(hint) = out.context.unit.as_ref().and_then(|unit| Hint::read(unit)) {
                let scale = if read.is_scaled {
                    hint.factor
                } else {
                    hint.scale * hint.factor
                };
                if let (Some(value), Some(step)) =
                    (figure.value.checked_mul(scale), figure.step.checked_mul(scale))
                {
                    (figure.value, figure.step, figure.unit, figure.unit_word) =
                        (value, step, hint.unit, hint.word);
                }
            } else {
                let lower = subject.to_ascii_lowercase();
                figure.unit = Some(counted(&lower));
                let counted = match lower.split_once(" of ") {
                    Some((head, _)) if head == "types" || head == "kinds" => head,
                    _ => lower.split_whitespace().last().unwrap_or(""),
                };
                counted.clone_into(&mut figure.unit_word);
            }
        }
        figure
    }

    fn comparison(&self, around: &Around) -> Comparison {
        if let Some(after) = self.after {
            return after;
        }
        if self.more {
            return Comparison::Over;
        }
        let near = around.before.iter().rev().take(3).find_map(|class| match class {
            Class::Compare(said) => Some(*said),
            _ => None,
        });
        near.unwrap_or(Comparison::Eq)
    }
}

/// What a counted noun is counted in.
fn counted(subject: &str) -> Unit {
    let mut words = subject
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty());
    let says = |wanted: &[&str]| words.clone().any(|word| wanted.contains(&word));
    if says(&["trains"]) {
        Unit::Trains
    } else if says(&[
        "personnel",
        "passengers",
        "travelers",
        "travellers",
        "persons",
        "people",
        "visitors",
        "residents",
    ]) {
        Unit::Persons
    } else {
        let _ = words.next();
        Unit::Count
    }
}

pub(crate) fn is_stock_noun(subject: &str) -> bool {
    let last = subject
        .trim_end_matches(')')
        .split_whitespace()
        .last()
        .unwrap_or("");
    matches!(
        last,
        "companies"
            | "enterprises"
            | "entities"
            | "cities"
            | "consulates"
            | "general"
            | "offices"
            | "ports"
            | "routes"
            | "hubs"
            | "countries"
            | "regions"
            | "provinces"
            | "stations"
            | "achievements"
            | "institutions"
            | "worldwide"
            | "firms"
            | "banks"
            | "zones"
    ) || subject.starts_with("types of")
}

/// Nouns that need an owner.
fn is_generic(subject: &str) -> bool {
    matches!(
        subject.to_ascii_lowercase().as_str(),
        "total"
            | "total amount"
            | "amount"
            | "total value"
            | "value"
            | "number"
            | "annual number"
            | "total number"
            | "volume"
            | "annual total"
            | "combined value"
            | "goods"
            | "cargo"
            | "goods value"
            | "cargo value"
            | "transaction value"
    )
}

fn split_items(subject: &str) -> Vec<String> {
    subject
        .split(" and ")
        .flat_map(|part| part.split(", "))
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Words behind a figure that may say where it is.
const MAX_BEHIND: usize = 14;

/// More figures than these are no list of a sentence.
const MAX_LIST: usize = 40;

/// A noun phrase while it is put together.
#[derive(Debug, Default)]
struct Phrase {
    text: String,
    link: String,
}

impl Phrase {
    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn word(&mut self, word: &str) {
        if !self.text.is_empty() && !self.text.ends_with('(') {
            self.text.push(' ');
        }
        if !self.link.is_empty() {
            self.text.push_str(&self.link);
            self.text.push(' ');
            self.link.clear();
        }
        self.text.push_str(word);
    }

    /// of, and, in: counts only between nouns.
    fn link(&mut self, word: &str) {
        if self.text.is_empty() {
            return;
        }
        word.clone_into(&mut self.link);
    }

    fn gap(&mut self) {
        self.link.clear();
    }

    fn open(&mut self) {
        self.link.clear();
        if !self.text.is_empty() {
            self.text.push_str(" (");
        }
    }

    fn close(&mut self) {
        if let Some(rest) = self.text.strip_suffix(" (") {
            self.text = rest.to_owned();
        } else if self.text.contains('(') {
            self.text.push(')');
        }
    }

    fn finish(self) -> String {
        self.text
            .trim_matches(|c: char| c.is_whitespace() || c == '-' || c == '(')
            .to_owned()
    }
}

//! Reads statements out of English text: walks its words sentence by sentence and keeps what governs the figures.

use std::ops::Range;

use crate::clock::{Clock, Time};
use crate::english_token::{Class, Kind, Printed, Token, Tokens, tokenize};
use crate::mention::Use;
use crate::output::{Output, Stock};
use crate::places::PlaceKind;
use crate::sentence::{ENDLESS, sentences};
use crate::statement::Ending;
use crate::unit::UnitKind;

/// What the sentence last spoke of.
#[derive(Debug, Clone)]
pub(crate) struct Topic {
    pub(crate) subject: String,
    pub(crate) labels: Vec<String>,
    pub(crate) time: Time,
    pub(crate) scope: String,
    pub(crate) stock: Stock,
    pub(crate) level: Option<usize>,
    pub(crate) pending: Vec<usize>,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that was said or not"
)]
pub(crate) struct EnglishReader<'t, 'o, 'a> {
    pub(crate) tokens: &'t Tokens,
    pub(crate) out: &'o mut Output<'a>,
    pub(crate) clock: Clock,
    pub(crate) sentence: Range<usize>,
    /// Where the words of the next figure start.
    pub(crate) from: usize,
    /// They start right behind a figure.
    pub(crate) follows_figure: bool,
    pub(crate) scope: String,
    pub(crate) scope_labels: Vec<String>,
    /// A scope was said in this sentence.
    pub(crate) is_scoped: bool,
    pub(crate) topic: Option<Topic>,
    /// What the sentence before spoke of at its end.
    pub(crate) last_topic: Option<Topic>,
    pub(crate) group: Vec<usize>,
    pub(crate) is_target: bool,
    pub(crate) is_part: bool,
    pub(crate) whole: Option<usize>,
    pub(crate) main: Option<usize>,
    pub(crate) last_turn: Option<Class>,
    pub(crate) bracket_depth: usize,
    /// The figures since the last boundary that no place stands behind.
    pub(crate) unplaced: Vec<usize>,
    /// «since» was said in this clause.
    pub(crate) is_since: bool,
    /// A change of this clause is counted from something else than the year before.
    pub(crate) has_other_base: bool,
    /// have been, accumulated, in total: counted since it began.
    pub(crate) is_running: bool,
    /// The levels told one after another in this sentence, for «up 41 percent and 67 percent respectively».
    pub(crate) recent: Vec<usize>,
    /// Whose trade the sentences before told, where they did not tell the whole.
    pub(crate) owner_before: String,
    /// Whose trade this sentence told; empty for the whole.
    pub(crate) owner_here: Option<String>,
    /// A place was named in this sentence.
    pub(crate) is_placed: bool,
}

/// Reads all statements of a text.
pub(crate) fn read(out: &mut Output<'_>) {
    let tokens = tokenize(out.text);
    for (range, reason) in &tokens.unread {
        out.refuse(range, reason);
    }
    let clock = Clock::new(out.context);
    let owner_before = out.context.before.owner.clone();
    let out_is_running = out.context.before.is_running;
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
        last_topic: None,
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
        is_running: out_is_running,
        recent: Vec::new(),
        owner_before,
        owner_here: None,
        is_placed: false,
    };
    for (sentence, is_readable) in sentences(&tokens.tokens, |token| token.kind == Kind::Stop) {
        if is_readable {
            reader.read_sentence(sentence);
        } else {
            reader.out.leave(tokens.figures(sentence), ENDLESS);
        }
    }
    reader.end_sentence();
    let EnglishReader {
        out,
        clock,
        scope,
        main,
        owner_before,
        is_running,
        ..
    } = reader;
    let ending = Ending {
        scope,
        owner: owner_before,
        is_running,
        ..Ending::default()
    };
    out.close(clock, ending, main);
}

impl EnglishReader<'_, '_, '_> {
    pub(crate) fn token(&self, at: usize) -> Option<Token> {
        self.tokens.tokens.get(at).copied()
    }

    pub(crate) fn kind(&self, at: usize) -> Option<Kind> {
        self.token(at).map(|token| token.kind)
    }

    pub(crate) fn words(&self, token: &Token) -> String {
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
        let main = self.main;
        self.last_topic = self
            .topic
            .take()
            .filter(|topic| topic.level.is_some() && topic.level == main);
        self.group.clear();
        self.is_part = false;
        self.is_target = false;
        self.last_turn = None;
        self.bracket_depth = 0;
        self.is_scoped = false;
        self.is_placed = false;
        self.recent.clear();
        self.end_sentence();
        let has_figures = tokens.iter().any(|token| matches!(token.kind, Kind::Quantity(_)));
        // «They include 218 projects»: of those that the sentence before counted.
        let goes_on = tokens.first().is_some_and(|first| {
            let words = self.out.text.string(first.start..first.end).to_ascii_lowercase();
            matches!(words.as_str(), "they" | "these" | "among")
        });
        if has_figures && !goes_on {
            self.is_running = self.counts_on(tokens);
        }
        if !has_figures && tokens.len() <= MAX_LEAD_TOKENS {
            self.hear_lead();
        }
        self.hear_ahead(tokens);
        self.is_target = self.clock.is_ahead(&self.clock.time) && self.is_by(tokens);
        let mut at = range.start;
        while at < range.end {
            at = self.step(at, range.end).max(at + 1);
        }
    }

    /// «have been signed», «has accumulated», «in total»: counted since it began.
    fn counts_on(&self, tokens: &[Token]) -> bool {
        let is_perfect = tokens.windows(2).any(|pair| match pair {
            [first, second] => {
                first.kind == Kind::Word(Class::Aux)
                    && matches!(second.kind, Kind::Word(Class::Aux | Class::Noun))
            }
            _ => false,
        });
        let text = self.out.text;
        let words = ["accumulat", "cumulative", "in total"];
        is_perfect
            || tokens
                .iter()
                .any(|token| words.iter().any(|word| text.starts_with(token.start, word)))
    }

    fn is_by(&self, tokens: &[Token]) -> bool {
        tokens.iter().all(|token| {
            let Kind::Mention(index) = token.kind else {
                return true;
            };
            let mention = self.tokens.mentions.get(index);
            mention.is_none_or(|mention| mention.role != Use::Governs)
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
        let governs = |token: &Token| {
            let Kind::Mention(index) = token.kind else {
                return None;
            };
            let mention = self.tokens.mentions.get(index);
            mention.filter(|mention| mention.role == Use::Governs || aims && mention.role == Use::By)
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
                    self.recent.clear();
                }
            }
            // «Companies with foreign trade of over 1 billion yuan»: which companies.
            Kind::Word(Class::With) if self.tells_which(at) => {}
            Kind::Word(Class::While | Class::With) => self.boundary(at + 1),
            Kind::Word(Class::Target) => self.is_target = true,
            Kind::Word(Class::Since) => {
                // «since its launch in 2017»: the year is none of the figures'.
                self.clock.leave_open(Time::Open);
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

    pub(crate) fn place(&mut self, kind: PlaceKind, at: usize) {
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
        self.is_placed = true;
        if kind == PlaceKind::Programme && !self.scope_labels.contains(&bare) {
            self.scope_labels.push(bare);
        }
    }

    pub(crate) fn printed(&self, at: usize) -> Option<(Token, Printed)> {
        let token = self.token(at)?;
        let Kind::Quantity(index) = token.kind else {
            return None;
        };
        Some((token, self.tokens.quantities.get(index)?.clone()))
    }
}

/// A longer sentence without figures is prose.
const MAX_LEAD_TOKENS: usize = 20;

//! Puts together the words around an English figure: the noun before it, the noun it counts, the period behind it.

use crate::clock::Time;
use crate::english_reader::EnglishReader;
use crate::english_token::{Class, Kind};
use crate::mention::Use;

impl EnglishReader<'_, '_, '_> {
    /// Returns the words before a figure, without those that are no nouns, and their classes.
    pub(crate) fn left(&self, at: usize) -> (String, Vec<Class>) {
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
                Kind::Mention(_)
                | Kind::Place(_)
                | Kind::Quantity(_)
                | Kind::Unread
                | Kind::Comma
                | Kind::Semi
                | Kind::Stop
                | Kind::Colon => noun.gap(),
            }
        }
        (noun.finish(), classes)
    }

    /// «… billion yuan in the period and imports rose»: what tells more of the figure before ends with 和.
    pub(crate) fn own_start(&self, at: usize) -> usize {
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
    pub(crate) fn right(&self, start: usize, limit: usize, links: &[Class]) -> (String, usize) {
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
                Kind::Word(_)
                | Kind::Place(_)
                | Kind::Mention(_)
                | Kind::Quantity(_)
                | Kind::Unread
                | Kind::Comma
                | Kind::Semi
                | Kind::Stop
                | Kind::Colon
                | Kind::Close => break,
            }
            at += 1;
        }
        (noun.finish(), end)
    }

    /// Tells whether the base said behind a figure is not the year before: «over the previous month», «from 2019».
    pub(crate) fn other_base(&self, start: usize, limit: usize) -> bool {
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
    pub(crate) fn after(&self, start: usize, limit: usize) -> Vec<Class> {
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
    pub(crate) fn own_time(&self, start: usize, limit: usize) -> Option<Time> {
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

    /// «seven have been duplicated and promoted nationwide»: the verb says what they are.
    pub(crate) fn verb_behind(&self, start: usize, limit: usize) -> (String, usize) {
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
}

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

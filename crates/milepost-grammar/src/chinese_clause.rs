//! One clause of Chinese text while it is read: its nouns, places and cues since the last figure.

use std::ops::Range;

use crate::hint::Hint;
use crate::places::PlaceKind;
use crate::words::Word;

/// A piece of the words before a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Noun(String),
    Place(String),
    /// 、 and 和: parts of a list, or of a name.
    Join(String),
}

/// A clause of more is no sentence, and reading it again for each figure would cost time.
const MAX_PIECES: usize = 200;

/// Nouns of more bytes name nothing.
const MAX_NOUN_BYTES: usize = 3_000;

/// What a change is counted from, where the clause says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Base {
    #[default]
    Unsaid,
    YearBefore,
    /// The month or the quarter before, the start of the year.
    Previous,
}

/// A place that was named before a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) range: Range<usize>,
    pub(crate) kind: PlaceKind,
    pub(crate) name: String,
}

/// What a clause has said since its start, or since its last figure.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that was said or not"
)]
pub(crate) struct Clause {
    pub(crate) pieces: Vec<Piece>,
    /// Nouns behind 占: the whole of a share.
    pub(crate) whole: String,
    /// Nouns behind 分别.
    pub(crate) tail: String,
    pub(crate) cues: Vec<Word>,
    /// How many pieces stand before the first verb.
    pub(crate) before_verb: Option<usize>,
    pub(crate) places: Vec<Named>,
    pub(crate) base: Base,
    /// 比上年 was said, and no verb of change since.
    pub(crate) holds_base: bool,
    pub(crate) each: bool,
    pub(crate) hint: Option<Hint>,
    /// 新增, 新签.
    pub(crate) is_new: bool,
    /// 累计, 拥有, 通达.
    pub(crate) is_stock: bool,
    /// The noun nearest to the figure is a stock by itself.
    pub(crate) ends_in_stock: bool,
    pub(crate) is_cumulative: bool,
    pub(crate) noun_bytes: usize,
    /// A figure stands before, in the same clause.
    pub(crate) follows_figure: bool,
    /// A figure stands before, and no 、 since.
    pub(crate) is_joined: bool,
    /// What that figure is of.
    pub(crate) previous: String,
    /// That figure was a change, or where one began, and no verb has come since: the next one is too.
    pub(crate) goes_on_changing: bool,
}

impl Clause {
    pub(crate) fn noun(&mut self, text: &str) {
        let text = text.trim();
        self.noun_bytes += text.len();
        if text.is_empty() || self.noun_bytes > MAX_NOUN_BYTES {
            return;
        }
        let is_behind_verb = self.before_verb == Some(self.pieces.len());
        if self.is_in_whole() {
            self.whole.push_str(text);
        } else if self.each {
            self.tail.push_str(text);
        } else if let Some(Piece::Noun(noun)) = self.pieces.last_mut()
            && !is_behind_verb
        {
            noun.push_str(text);
        } else {
            self.pieces.push(Piece::Noun(text.to_owned()));
        }
        self.ends_in_stock = false;
    }

    pub(crate) fn join(&mut self, text: &str) {
        self.is_joined = false;
        if self.follows_figure && self.pieces.is_empty() {
            self.places.clear();
        }
        if self.is_in_whole() {
            self.whole.push_str(text);
        } else if self.each && !self.tail.is_empty() {
            self.tail.push_str(text);
        } else if !self.pieces.is_empty() && self.pieces.len() < MAX_PIECES {
            self.pieces.push(Piece::Join(text.to_owned()));
        }
    }

    /// Behind 占 and 居 stand the whole, and those it is ranked among.
    pub(crate) fn is_in_whole(&self) -> bool {
        self.cues
            .iter()
            .any(|cue| matches!(cue, Word::Share | Word::Rank))
    }

    pub(crate) fn cue(&mut self, word: Word) {
        let is_verb = matches!(
            word,
            Word::Level | Word::Up | Word::Down | Word::Share | Word::Rank
        );
        self.goes_on_changing &= !is_verb;
        if is_verb && self.before_verb.is_none() && !self.pieces.is_empty() {
            self.before_verb = Some(self.pieces.len());
        }
        if self.cues.len() < MAX_PIECES {
            self.cues.push(word);
        }
    }

    pub(crate) fn place(&mut self, named: Named) {
        // 重庆经西部陆海新通道: 经 ties the places, and is no noun.
        if let Some(Piece::Noun(noun)) = self.pieces.last_mut() {
            for tie in ["经由", "通过", "经", "在"] {
                if let Some(rest) = noun.strip_suffix(tie) {
                    *noun = rest.to_owned();
                    break;
                }
            }
        }
        if self.pieces.last() == Some(&Piece::Noun(String::new())) {
            self.pieces.pop();
        }
        // «以重庆为运营中心的西部陆海新通道»: what ends in 的 tells more of the place, and is no subject.
        if matches!(self.pieces.last(), Some(Piece::Noun(noun)) if noun.ends_with('的')) {
            self.pieces.clear();
            self.cues.clear();
            self.before_verb = None;
        }
        if self.pieces.len() >= MAX_PIECES {
            return;
        }
        self.pieces.push(Piece::Place(named.name.clone()));
        self.places.push(named);
    }

    /// Returns the nouns before the figure, without places.
    pub(crate) fn subject(&self) -> String {
        let mut subject = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Noun(noun) => subject.push_str(noun),
                Piece::Join(join) if !subject.is_empty() => subject.push_str(join),
                Piece::Join(_) | Piece::Place(_) => {}
            }
        }
        subject.push_str(&self.tail);
        cleaned(&subject)
    }

    /// Returns the parts of the list before the figures, with places.
    pub(crate) fn items(&self) -> Vec<String> {
        // A sole place is the scope of all of them.
        let is_list_of_places = self.places.len() > 1;
        if is_list_of_places {
            return parts(&self.pieces);
        }
        let pieces: Vec<Piece> = self
            .pieces
            .iter()
            .filter(|piece| !matches!(piece, Piece::Place(_)))
            .cloned()
            .collect();
        parts(&pieces)
    }

    /// Returns the parts of the list before the verb.
    pub(crate) fn named_items(&self) -> Vec<String> {
        let end = self.before_verb.unwrap_or(self.pieces.len());
        parts(self.pieces.get(..end).unwrap_or_default())
    }

    /// Returns the places as printed, with the small words that tie them: 重庆经西部陆海新通道.
    pub(crate) fn scope(&self, text: &crate::fold::Folded) -> String {
        let mut scope = String::new();
        let mut end = None;
        for place in &self.places {
            if let Some(end) = end {
                let between = text.string(end..place.range.start);
                if matches!(between.as_str(), "经" | "经由" | "通过" | "在" | "的") {
                    scope.push_str(&between);
                }
            }
            scope.push_str(&place.name);
            end = Some(place.range.end);
        }
        scope
    }

    /// Forgets what belonged to the figure that was just read.
    pub(crate) fn pass_figure(&mut self, subject: &str) {
        let is_stock = self.is_stock;
        let is_new = self.is_new;
        let is_cumulative = self.is_cumulative;
        let goes_on_changing = self.goes_on_changing;
        *self = Self {
            is_stock,
            is_new,
            is_cumulative,
            goes_on_changing,
            follows_figure: true,
            is_joined: true,
            previous: subject.to_owned(),
            // «全国22个自贸试验区累计有…»: the place before the figure still governs.
            places: std::mem::take(&mut self.places),
            ..Self::default()
        };
    }
}

fn parts(pieces: &[Piece]) -> Vec<String> {
    let mut items = vec![String::new()];
    for piece in pieces {
        match piece {
            Piece::Noun(text) | Piece::Place(text) => {
                if let Some(item) = items.last_mut() {
                    item.push_str(text);
                }
            }
            Piece::Join(_) => items.push(String::new()),
        }
    }
    let mut items: Vec<String> = items.iter().map(|item| cleaned(item)).collect();
    items.retain(|item| !item.is_empty());
    items
}

/// Cuts particles and connectors off both ends.
pub(crate) fn cleaned(subject: &str) -> String {
    let mut text = subject.trim();
    loop {
        let before = text;
        text = text.trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '、' | '的'
                        | '和'
                        | '及'
                        | '与'
                        | '·'
                        | '•'
                        | '-'
                        | '*'
                        | '~'
                        | '/'
                        | '"'
                        | '\''
                        | '■'
                        | '●'
                        | '◆'
                        | '_'
                        | '.'
                        | '在'
                        | '了'
                        | '将'
                )
        });
        text = text.strip_suffix("经").unwrap_or(text);
        text = text.strip_suffix("通过").unwrap_or(text);
        if text == before {
            return text.to_owned();
        }
    }
}

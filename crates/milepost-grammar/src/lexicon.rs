//! A table of words, found by the longest match at a place of a text in constant time.

use crate::fold::Folded;

/// Words of Chinese and symbols, each with what it means.
#[derive(Debug)]
pub(crate) struct Lexicon<T> {
    /// For each first character of the basic plane, one more than the index of its bucket; 0 for none.
    first: Vec<u16>,
    /// For each first character, the rest of its words, longest first.
    buckets: Vec<Vec<(Box<[char]>, T)>>,
}

impl<T: Copy> Lexicon<T> {
    pub(crate) fn new(words: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut lexicon = Self {
            first: vec![0; 0x1_0000],
            buckets: Vec::new(),
        };
        for (word, meaning) in words {
            lexicon.add(word, meaning);
        }
        for bucket in &mut lexicon.buckets {
            // Stable: of two equal words the first one listed wins.
            bucket.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        lexicon
    }

    fn add(&mut self, word: &str, meaning: T) {
        let mut chars = word.chars();
        let Some(slot) = chars
            .next()
            .and_then(slot_of)
            .and_then(|slot| self.first.get_mut(slot))
        else {
            return;
        };
        if *slot == 0 {
            self.buckets.push(Vec::new());
            *slot = u16::try_from(self.buckets.len()).unwrap_or(0);
        }
        let index = usize::from(*slot).wrapping_sub(1);
        if let Some(bucket) = self.buckets.get_mut(index) {
            bucket.push((chars.collect(), meaning));
        }
    }

    /// Returns the end and the meaning of the longest word at `at`.
    #[inline]
    pub(crate) fn longest(&self, text: &Folded, at: usize) -> Option<(usize, T)> {
        let slot = *self.first.get(slot_of(text.get(at))?)?;
        let bucket = self.buckets.get(usize::from(slot.checked_sub(1)?))?;
        bucket.iter().find_map(|(rest, meaning)| {
            let end = at + 1 + rest.len();
            let matches = text.slice(at + 1..end) == &**rest;
            matches.then_some((end, *meaning))
        })
    }
}

fn slot_of(first: char) -> Option<usize> {
    usize::try_from(u32::from(first)).ok()
}

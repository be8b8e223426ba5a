//! Patterns of the manifest: `*` stands for any run of characters, all else for itself, case aside.

/// A pattern that a whole text must fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The pieces between the stars, in lower case.
    pieces: Vec<String>,
}

impl Pattern {
    /// Reads a pattern. Every text is one.
    pub fn new(text: &str) -> Self {
        let pieces = text.to_lowercase().split('*').map(str::to_owned).collect();
        Self { pieces }
    }

    /// Tells whether the whole text fits.
    pub fn fits(&self, text: &str) -> bool {
        self.fits_lower(&text.to_lowercase())
    }

    /// The leftmost fit of each piece leaves the most room for the rest, so there is never a way back.
    fn fits_lower(&self, text: &str) -> bool {
        let [first, middle @ .., last] = self.pieces.as_slice() else {
            return self.pieces.first().is_none_or(|only| only == text);
        };
        let Some(mut rest) = text.strip_prefix(first.as_str()) else {
            return false;
        };
        for piece in middle {
            let found = rest
                .find(piece.as_str())
                .and_then(|at| rest.get(at.saturating_add(piece.len())..));
            match found {
                Some(after) => rest = after,
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: bool) {
        assert_eq!(Pattern::new(pattern).fits(text), expected, "{pattern} {text}");
    }

    #[test]
    fn stars_stand_for_anything_and_the_whole_text_must_fit() {
        check("*.cq.gov.cn/*", "https://sww.cq.gov.cn/a", true);
        check("*.cq.gov.cn/*", "https://sww.cq.gov.cn.evil.example", false);
        check("cq-*", "CQ-statistics", true);
        check("cq-*", "xcq-statistics", false);
        check("*境外非政府组织*", "关于境外非政府组织的公告", true);
        check("*", "", true);
        check("", "", true);
        check("", "a", false);
        check("a*b*c", "aXbYc", true);
        check("a*b*c", "ac", false);
        check("ab*ba", "aba", false);
        check("*aab", "aaab", true);
        check("a**b", "ab", true);
    }

    #[test]
    fn many_stars_take_no_more_than_linear_time() {
        let pattern = Pattern::new(&"*a".repeat(5_000));
        assert!(!pattern.fits(&"b".repeat(100_000)));
    }
}
